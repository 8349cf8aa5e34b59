from __future__ import annotations

import sys

import pytest
from reading_samples import pdf, pdf_text

from elshi.errors import TooLarge, UnreadableDocument, UnsupportedFormat
from elshi.reading import limits
from elshi.reading import pdf as reader
from elshi.reading.pdforder import Line, in_order, is_ordered

LINES = (
    "The foreign minister arrived in Paris",
    "on a working visit and met his counterpart.",
    "They signed a plan.",
)


def test_lines_and_pages() -> None:
    document = reader.parse(pdf([pdf_text(*LINES), pdf_text("The second page.")]), "a.pdf")
    assert document.text == "\n".join(LINES) + "\n\f\nThe second page."
    assert document.title is None
    assert document.published is None


def test_letters_beyond_latin() -> None:
    letters = dict(zip("ABCDEFG", "Қазқ-ст", strict=True))
    document = reader.parse(pdf([pdf_text("FGB ABCBD")], cmap=letters), "a.pdf")
    assert document.text == "ста Қазақ"


def test_hyphen_at_the_end_of_a_line() -> None:
    assert reader.parse(pdf([pdf_text("a meeting of the vice-", "president was held")]), "a.pdf").text == (
        "a meeting of the vice-\npresident was held"
    )


@pytest.mark.parametrize(
    ("title", "expected"),
    [("Елшінің сапары", "Елшінің сапары"), ("Microsoft Word - a.doc", None), ("a", None), ("", None)],
)
def test_title(title: str, expected: str | None) -> None:
    assert reader.parse(pdf([pdf_text(*LINES)], title=title), "a.pdf").title == expected


def test_footer_that_is_drawn_first_comes_last() -> None:
    content = pdf_text("Page 7 of the bulletin", y=30) + "\n" + pdf_text(*LINES)
    assert reader.parse(pdf([content]), "a.pdf").text.split("\n") == [*LINES, "Page 7 of the bulletin"]


def test_columns_that_are_drawn_line_by_line() -> None:
    left = [f"left column line {i}" for i in range(6)]
    right = [f"right column line {i}" for i in range(6)]
    rows = [
        pdf_text(a, y=500 - 16 * i) + "\n" + pdf_text(b, x=220, y=500 - 16 * i)
        for i, (a, b) in enumerate(zip(left, right, strict=True))
    ]
    # The headline is drawn last, over both columns.
    content = "\n".join([*rows, pdf_text("A headline that goes over both columns of the page here", y=540)])
    text = reader.parse(pdf([content]), "a.pdf").text
    assert text.split("\n") == ["A headline that goes over both columns of the page here", *left, *right]


def test_order_of_boxes() -> None:
    assert is_ordered([(0, 90, 100, 100), (0, 70, 100, 80), (200, 90, 300, 100), (200, 70, 300, 80)])
    assert not is_ordered([(0, 10, 100, 20), (0, 70, 100, 80)])
    assert in_order([]) == []
    assert in_order([Line((0, 0, 10, 10), "b"), Line((0, 20, 10, 30), "a"), Line((20, 20, 30, 30), "c")]) == [
        "a c",
        "b",
    ]


def test_scan_is_told() -> None:
    content = "q 400 0 0 600 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q"
    with pytest.raises(UnreadableDocument, match=r"no text layer on its 2 page\(s\).*ocrmypdf"):
        reader.parse(pdf([content, content + "\n" + pdf_text("7")]), "a.pdf")


def test_page_with_few_words_is_no_scan() -> None:
    assert reader.parse(pdf([pdf_text("Paris")]), "a.pdf").text == "Paris"


def test_fonts_that_hide_their_letters() -> None:
    hidden = {c: chr(0xE000 + i) for i, c in enumerate("abcdefghijklmnopqrstuvwxyz")}
    with pytest.raises(UnreadableDocument, match="fonts that do not say which letters"):
        reader.parse(pdf([pdf_text(*LINES)], cmap=hidden), "a.pdf")


def test_truncated() -> None:
    data = pdf([pdf_text(*LINES)] * 3)
    for length in (20, len(data) // 2, len(data) - 10):
        with pytest.raises(UnreadableDocument, match=r"truncated|damaged"):
            reader.parse(data[:length], "a.pdf")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (b"<html>not a pdf</html>", "is no PDF"),
        (b"%PDF-1.4\n%%EOF\n", "is damaged"),
        (b"%PDF-1.4\ngarbage garbage\ntrailer << /Root 1 0 R >>\n%%EOF", "is damaged"),
    ],
)
def test_no_pdf(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableDocument, match=reason):
        reader.parse(data, "a.pdf")


def test_encrypted() -> None:
    # The standard handler with keys that no password gives.
    encrypt = b"<< /Filter /Standard /V 1 /R 2 /O <" + b"00" * 32 + b"> /U <" + b"11" * 32 + b"> /P -4 >>"
    data = pdf([pdf_text(*LINES)]).replace(
        b"trailer << ", b"trailer << /Encrypt " + encrypt + b" /ID [<00> <00>] "
    )
    with pytest.raises(UnreadableDocument, match="is encrypted"):
        reader.parse(data, "a.pdf")


def test_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    data = pdf([pdf_text("word")] * 4)
    monkeypatch.setattr(limits, "MAX_PDF_PAGES", 3)
    with pytest.raises(TooLarge, match="4 pages, the limit is 3"):
        reader.parse(data, "a.pdf")
    monkeypatch.setattr(limits, "MAX_PDF_PAGES", 4)
    monkeypatch.setattr(limits, "MAX_TEXT_CHARS", 10)
    with pytest.raises(TooLarge, match="over 10 characters by page 3 of 4"):
        reader.parse(data, "a.pdf")


def test_ten_thousand_pages_are_refused() -> None:
    data = pdf([pdf_text("word")]).replace(
        b"/Kids [5 0 R] /Count 1", b"/Kids [" + b"5 0 R " * 10_000 + b"] /Count 10000"
    )
    with pytest.raises((TooLarge, UnreadableDocument)):
        reader.parse(data, "a.pdf")


def test_missing_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(UnsupportedFormat, match=r"pip install 'elshi\[pdf\]'"):
        reader.parse(b"%PDF-1.4", "a.pdf")
