from __future__ import annotations

import gzip
import io
import sys
import zlib

import pytest
from reading_samples import (
    ENGLISH,
    KAZAKH,
    PARAGRAPHS,
    RUSSIAN,
    docx_raw,
    packed,
    page,
    pdf,
    pdf_text,
    record,
)

from elshi.errors import UnsupportedFormat
from elshi.model import Document, Failure
from elshi.reading import limits, read, warc

PAGE = page("Two sides meet in Paris", *PARAGRAPHS)


def run(data: bytes) -> list[Document | Failure]:
    return list(warc.stream(io.BytesIO(data), "a.warc"))


def documents(data: bytes) -> list[Document]:
    return [d for d in run(data) if isinstance(d, Document)]


def test_page() -> None:
    for data in (record("https://example.org/a", PAGE), packed(record("https://example.org/a", PAGE))):
        (document,) = documents(data)
        assert document.id == document.url == "https://example.org/a"
        assert document.title == "Two sides meet in Paris"
        assert document.text.split("\n\n") == ["Two sides meet in Paris", *PARAGRAPHS]
        # The archive's date is when the page was fetched.
        assert document.published is None


def test_archive_as_its_own_library_writes_it(tmp_path: object) -> None:
    from fastwarc.warc import WarcRecord, WarcRecordType

    path = f"{tmp_path}/a.warc.gz"
    with gzip.open(path, "wb") as file:
        written = WarcRecord()
        written.init_headers(WarcRecordType.response)
        written.headers["WARC-Target-URI"] = "https://example.org/own"
        written.headers["Content-Type"] = "application/http; msgtype=response"
        written.set_bytes_content(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE)
        written.write(file)
    (document,) = read(path)
    assert isinstance(document, Document)
    assert document.id == "https://example.org/own"


def test_other_kinds_in_the_archive() -> None:
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    paragraph = f"<w:p><w:r><w:t>{KAZAKH}</w:t></w:r></w:p>"
    found = documents(
        record("https://e.org/a.txt", RUSSIAN.encode("cp1251"), content_type="text/plain")
        + record(
            "https://e.org/a.pdf", pdf([pdf_text("A report on the visit.")]), content_type="application/pdf"
        )
        + record("https://e.org/a.docx", docx_raw(paragraph), content_type=word)
        + record("https://e.org/b.txt", ENGLISH.encode(), content_type="application/octet-stream")
        + record("https://e.org/wet", KAZAKH.encode(), content_type="text/plain", kind="conversion")
    )
    assert [d.text for d in found] == [RUSSIAN, "A report on the visit.", KAZAKH, ENGLISH, KAZAKH]
    assert all(d.url == d.id for d in found)


def test_what_is_no_article_is_passed_over() -> None:
    assert (
        run(
            record("https://e.org/x.png", b"\x89PNG", content_type="image/png")
            + record("https://e.org/moved", b"<p>Moved to another place</p>", status=301)
            + record("https://e.org/missing", PAGE, status=404)
            + record("https://e.org/robots.txt", b"User-agent: *", content_type="text/plain")
            + record("https://e.org/unknown", b"words", content_type=None)
            + record("dns:e.org", b"1 IN A 1.2.3.4", content_type="text/dns", kind="resource")
            + record(
                "https://e.org/request", b"GET / HTTP/1.1", content_type="application/http", kind="request"
            )
        )
        == []
    )


def test_record_without_address() -> None:
    (document,) = documents(record(None, PAGE))
    assert document.id.strip("<>").startswith("urn:uuid:")
    assert document.url is None


def test_charset_of_the_server() -> None:
    body = f"<html><body><p>{RUSSIAN}</p><p>{RUSSIAN}</p></body></html>".encode("koi8_r")
    (document,) = documents(record("https://e.org/", body, content_type="text/html; charset=koi8-r"))
    assert RUSSIAN in document.text


def test_packed_and_chunked_payloads() -> None:
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(c), c) for c in (PAGE[:700], PAGE[700:])) + b"0\r\n\r\n"
    found = documents(
        record("https://e.org/1", gzip.compress(PAGE), headers="Content-Encoding: gzip\r\n")
        + record("https://e.org/2", chunks, headers="Transfer-Encoding: chunked\r\n")
        + record("https://e.org/3", zlib.compress(PAGE), headers="Content-Encoding: deflate\r\n")
    )
    assert [d.text.split("\n\n")[1:] for d in found] == [list(PARAGRAPHS)] * 3


def test_the_same_address_twice(tmp_path: object) -> None:
    path = f"{tmp_path}/a.warc"
    with open(path, "wb") as file:
        file.write(record("https://e.org/", PAGE) * 2)
    assert [d.id for d in read(path) if isinstance(d, Document)] == ["https://e.org/", "https://e.org/ (2)"]


@pytest.mark.parametrize("compressed", [True, False])
def test_truncated_in_the_middle(compressed: bool) -> None:
    records = [record(f"https://e.org/{i}", PAGE.replace(b"Lyon", b"Town%d" % i)) for i in range(3)]
    last = packed(records[2]) if compressed else records[2]
    before = packed(*records[:2]) if compressed else b"".join(records[:2])
    found = run(before + last[: len(last) * 2 // 3])
    assert [type(d) for d in found] == [Document, Document, Failure]
    assert "truncated" in found[2].reason  # type: ignore[union-attr]
    assert "\n" not in found[2].reason  # type: ignore[union-attr]


def test_cut_anywhere_gives_whole_records_only() -> None:
    whole = packed(record("https://e.org/0", PAGE), record("https://e.org/1", PAGE))
    text = documents(whole)[0].text
    first = len(packed(record("https://e.org/0", PAGE)))
    for length in range(0, len(whole), 37):
        found = run(whole[:length])
        good = [d for d in found if isinstance(d, Document)]
        assert all(d.text == text for d in good)
        assert len(found) - len(good) <= 1
        assert length < first or len(good) >= 1


def test_damaged_in_the_middle() -> None:
    a, b = packed(record("https://e.org/0", PAGE)), packed(record("https://e.org/1", PAGE))
    found = run(a + b[:60] + b"\xff" * 40 + b[100:])
    assert isinstance(found[0], Document)
    assert isinstance(found[-1], Failure)
    assert "damaged" in found[-1].reason


@pytest.mark.parametrize("data", [b"", b"garbage " * 50, b"\x1f\x8b\x08 no gzip", b"WARC/1.0\r\n\r\n"])
def test_no_archive(data: bytes) -> None:
    (failure,) = run(data)
    assert isinstance(failure, Failure)


def test_one_bad_page_does_not_stop_the_rest() -> None:
    found = run(
        record("https://e.org/0", b"\x00\x01\x02\x03" * 300)
        + record("https://e.org/1", b"")
        + record("https://e.org/2", b"not gzip", headers="Content-Encoding: gzip\r\n")
        + record("https://e.org/3", b"%PDF-1.4 broken", content_type="application/pdf")
        + record("https://e.org/4", PAGE)
    )
    assert [type(d) for d in found] == [Failure] * 4 + [Document]
    assert all(f"https://e.org/{i}" in d.reason for i, d in enumerate(found[:4]))  # type: ignore[union-attr]


def test_limits_of_payloads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_RECORD_BYTES", 5000)
    found = run(record("https://e.org/0", b"x" * 6000) + record("https://e.org/1", PAGE))
    assert [type(d) for d in found] == [Failure, Document]
    assert "is too large" in found[0].reason  # type: ignore[union-attr]


def test_bomb_in_a_payload() -> None:
    bomb = gzip.compress(b"<p>word</p>" * 3_000_000)
    found = run(
        record("https://e.org/0", bomb, headers="Content-Encoding: gzip\r\n")
        + record("https://e.org/1", PAGE)
    )
    assert [type(d) for d in found] == [Failure, Document]
    assert "is too large: over 10 MB unpacked" in found[0].reason  # type: ignore[union-attr]


def test_missing_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fastwarc.warc", None)
    with pytest.raises(UnsupportedFormat, match=r"pip install 'elshi\[warc\]'"):
        run(b"")
