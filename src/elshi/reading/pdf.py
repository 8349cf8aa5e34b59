"""PDF files with a text layer, through pdfium (extra `pdf`).

The text has the lines as they stand on the page, page after page, with a form feed on a line of its own
between pages. A hyphen at a line's end stands there as `-` and a line break. Lines come in the order in
which the file draws them, which is the reading order in nearly every file; where a page draws a line above
one that it drew before, its lines are put in order: columns from left to right, each from top to bottom.
"""

from __future__ import annotations

import re
from typing import Any

from elshi.errors import TooLarge, UnreadableDocument, UnsupportedFormat
from elshi.model import Document
from elshi.reading import limits
from elshi.reading.checks import ready, title_or_none
from elshi.reading.pdforder import Line, in_order, is_ordered

__all__ = ["parse"]

#: Bytes at the end in which the end mark is looked for. The standard says 1024; web servers and mail programs
#: put more behind it.
TAIL_BYTES = 1 << 16

#: Letters a page below which a file is held to be a scan: page numbers and stamps are no text layer.
LETTERS_A_PAGE = 8

#: Share of characters without a known letter above which fonts are held to hide their letters.
MAX_UNMAPPED = 0.3

#: Pieces of text on one page that are put in order; more is a map or a drawing.
MAX_RECTS = 3_000

#: What stands between two pages.
PAGE_BREAK = "\n\f\n"

_HYPHEN = re.compile("[\x02\ufffe]")
_LINE_END = re.compile(r"[ \t\xa0]*\r?\n|\r")
_UNMAPPED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffd\uffff\ue000-\uf8ff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\uffff]")

_SCAN = "recognise its text first (ocrmypdf -l kaz+rus+eng) and give the result"


def parse(data: bytes, name: str) -> Document:
    """Makes a document of a PDF file.

    Title: the file's metadata where a person wrote it. The day of creation is not one of publication.

    Raises:
        UnsupportedFormat: the extra `pdf` is not installed.
        UnreadableDocument: encrypted, truncated, damaged, a scan, or with fonts that hide their letters.
        TooLarge: over a limit of bytes, pages or characters.
    """
    try:
        import pypdfium2
    except ImportError:
        raise UnsupportedFormat(
            "needs the extra for PDF files; install it: pip install 'elshi[pdf]'"
        ) from None
    _check_ends(data)
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        text = str(error).lower()
        if "password" in text:
            reason = "is encrypted and asks for a password; take the password off and give the copy"
        elif "security" in text:
            reason = "is encrypted in a way that is not supported; take the protection off and give the copy"
        else:
            reason = "is damaged: its pages cannot be found; fetch it again"
        raise UnreadableDocument(reason) from None
    try:
        return _document(document, name, pypdfium2.PdfiumError)
    finally:
        document.close()


def _check_ends(data: bytes) -> None:
    if not data:
        raise UnreadableDocument("is empty (0 bytes); there is nothing to read")
    if b"%PDF-" not in data[:1024]:
        raise UnreadableDocument("is no PDF file, though its name says so; give it its right suffix")
    if b"%%EOF" not in data[-TAIL_BYTES:]:
        raise UnreadableDocument("is truncated: it stops before the end mark (%%EOF); fetch it again")


def _document(document: Any, name: str, pdfium_error: type[Exception]) -> Document:
    pages = len(document)
    if pages == 0:
        raise UnreadableDocument("is damaged: it has no pages; fetch it again")
    limits.check(pages, limits.MAX_PDF_PAGES, "pages", "split it into its articles or chapters")
    texts: list[str] = []
    total = 0
    for number in range(pages):
        try:
            texts.append(_page(document, number))
        except pdfium_error:
            raise UnreadableDocument(
                f"is damaged: page {number + 1} of {pages} cannot be read; fetch it again or split it"
            ) from None
        total += len(texts[-1])
        if total > limits.MAX_TEXT_CHARS:
            raise TooLarge(
                f"is too large: over {limits.MAX_TEXT_CHARS:,} characters by page {number + 1} of {pages};"
                " split it into its articles or chapters"
            )
    letters = sum(1 for text in texts for c in text if c.isalnum())
    unmapped = sum(len(_UNMAPPED.findall(text)) for text in texts)
    if unmapped > MAX_UNMAPPED * (letters + unmapped) and letters + unmapped > 0:
        raise UnreadableDocument(f"has fonts that do not say which letters they show; {_SCAN}")
    bare = letters < LETTERS_A_PAGE * pages and not any(len(text.split()) > 20 for text in texts)
    # A page of a few words is no scan when nothing else is on it.
    if bare and (letters == 0 or _has_pictures(document)):
        raise UnreadableDocument(f"has no text layer on its {pages} page(s), it seems to be a scan; {_SCAN}")
    text = PAGE_BREAK.join(_CONTROL.sub("\ufffd", text) for text in texts)
    title = title_or_none(document.get_metadata_dict().get("Title"), name)
    return Document(id=name, text=ready(text, _SCAN), title=title)


def _has_pictures(document: Any) -> bool:
    from pypdfium2 import raw

    for number in range(min(len(document), 5)):
        page = document[number]
        try:
            if any(o.type == raw.FPDF_PAGEOBJ_IMAGE for o in page.get_objects(max_depth=3)):
                return True
        finally:
            page.close()
    return False


def _page(document: Any, number: int) -> str:
    page = document[number]
    try:
        text_page = page.get_textpage()
        try:
            boxes = [text_page.get_rect(i) for i in range(min(text_page.count_rects(), MAX_RECTS))]
            if len(boxes) < MAX_RECTS and not is_ordered(boxes):
                lines = [Line(box, text_page.get_text_bounded(*box)) for box in boxes]
                text = "\n".join(in_order(lines))
            else:
                text = text_page.get_text_range()
        finally:
            text_page.close()
    finally:
        page.close()
    return _HYPHEN.sub("-\n", _LINE_END.sub("\n", text)).strip("\n")
