"""Whatever the bytes, every format gives documents or failures of one line, and comes to an end."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reading_samples import ENGLISH, PARAGRAPHS, docx_notes, docx_raw, packed, page, pdf, pdf_text, record

from elshi.model import Document, Failure
from elshi.reading import formats, read

_NOTES = docx_notes("footnote", {1: "A note."})
WHOLE: dict[str, bytes] = {
    ".txt": ENGLISH.encode("utf-16"),
    ".md": f"---\ntitle: x\n---\n# A\n\n{ENGLISH}".encode(),
    ".html": page("Two sides meet", *PARAGRAPHS, top='<time datetime="2020-01-01">x</time>'),
    ".pdf": pdf([pdf_text(ENGLISH)] * 2, title="A title of it"),
    ".docx": docx_raw(
        '<w:p><w:r><w:t>Words</w:t><w:footnoteReference w:id="1"/></w:r></w:p>',
        {_NOTES[0]: _NOTES[1]},
        relations=_NOTES[2],
    ),
    ".jsonl": b'{"id": "a", "text": "b"}\n{"id": "c", "text": "d", "published": "2011"}\n',
    ".warc": record("https://e.org/a", page("Two sides meet", *PARAGRAPHS)),
    ".warc.gz": packed(record("https://e.org/a", page("Two sides meet", *PARAGRAPHS))),
}

quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def check(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    for item in read(path):
        if isinstance(item, Document):
            assert item.text
            assert "\x00" not in item.text
            item.text.encode()
            item.id.encode()
        else:
            assert isinstance(item, Failure)
            assert item.reason
            assert "\n" not in item.reason
            assert "\n" not in item.source
            item.reason.encode()


@pytest.mark.parametrize("suffix", sorted(WHOLE))
@quick
@given(data=st.binary(max_size=2000))
def test_random_bytes(tmp_path: Path, suffix: str, data: bytes) -> None:
    check(tmp_path / f"a{suffix}", data)


@pytest.mark.parametrize("suffix", sorted(WHOLE))
@quick
@given(data=st.data())
def test_damaged_files(tmp_path: Path, suffix: str, data: st.DataObject) -> None:
    whole = WHOLE[suffix]
    spoilt = bytearray(whole)
    for _ in range(data.draw(st.integers(0, 4))):
        at = data.draw(st.integers(0, len(whole) - 1))
        piece = data.draw(st.binary(max_size=12))
        spoilt[at : at + data.draw(st.integers(0, 12))] = piece
    check(tmp_path / f"a{suffix}", bytes(spoilt[: data.draw(st.integers(0, len(spoilt)))]))


@pytest.mark.parametrize("suffix", sorted(WHOLE))
def test_the_files_are_sound_before_they_are_spoilt(tmp_path: Path, suffix: str) -> None:
    (tmp_path / f"a{suffix}").write_bytes(WHOLE[suffix])
    found = list(read(tmp_path))
    assert found
    assert all(isinstance(d, Document) for d in found)


@quick
@given(rows=st.lists(st.text(max_size=80) | st.sampled_from(['{"id": "a", "text": "b"}', "null", "[", "{}"])))
def test_random_lines(rows: list[str]) -> None:
    stream = io.BytesIO("\n".join(rows).encode("utf-8", "surrogatepass"))
    assert all(isinstance(d, Document | Failure) for d in read(stream))


@quick
@given(
    pieces=st.lists(
        st.sampled_from(
            ["<p>", "</p>", "<div>", "<table>", "<tr>", "<td>", "<li>", "<h1>", "</h1>", "<time datetime=",
             "<meta ",
             "<script type='application/ld+json'>", "{", "}", '"datePublished":', "</script>", "<!--", "-->",
             "<![CDATA[",
             "&amp;", "&#0;", "&#xD800;", "<svg>", "<br>", "words of it ", "'", '"', ">", "<", "\x00",
             "2020-01-01"]
        )
    )
)  # fmt: skip
def test_random_pages(tmp_path: Path, pieces: list[str]) -> None:
    check(tmp_path / "a.html", "".join(pieces).encode())


@pytest.mark.parametrize(
    "unit", [b"<a ", b"[", b'{"', b"(", b"# ", b"---\n", b"\xd2", b"\x1f\x8b", b"%PDF-", b"WARC/1.0\r\n"]
)
@pytest.mark.parametrize("suffix", sorted(formats.WHOLE | formats.STREAMS))
def test_repetition_ends(tmp_path: Path, suffix: str, unit: bytes) -> None:
    check(tmp_path / f"a{suffix}", unit * 20_000)
