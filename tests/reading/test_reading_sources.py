from __future__ import annotations

import gzip
import io
import os
import socket
import sys
from pathlib import Path

import pytest
from reading_samples import ENGLISH, PARAGRAPHS, docx_raw, packed, page, pdf, pdf_text, record

from elshi.model import Document, Failure
from elshi.reading import count, formats, limits, read, read_all

JSONL = b'{"id": "one", "text": "first"}\n{"id": "two", "text": "second"}\n'


def names(source: object) -> list[str]:
    return [d.id if isinstance(d, Document) else f"! {Path(d.source).name}" for d in read(source)]  # type: ignore[arg-type]


def reason(source: object) -> str:
    (failure,) = read(source)  # type: ignore[arg-type]
    assert isinstance(failure, Failure)
    assert "\n" not in failure.reason
    return failure.reason


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One file of each format, in folders."""
    (tmp_path / "b").mkdir()
    (tmp_path / "a.txt").write_text(ENGLISH)
    (tmp_path / "b" / "c.md").write_text(f"# Title here\n\n{ENGLISH}")
    (tmp_path / "b" / "d.html").write_bytes(page("Two sides meet", ENGLISH))
    (tmp_path / "b" / "E.PDF").write_bytes(pdf([pdf_text("A report on the visit.")]))
    (tmp_path / "c.docx").write_bytes(docx_raw("<w:p><w:r><w:t>Words.</w:t></w:r></w:p>"))
    (tmp_path / "d.jsonl").write_bytes(JSONL)
    (tmp_path / "e.jsonl.gz").write_bytes(gzip.compress(JSONL.replace(b"o", b"0")))
    (tmp_path / "f.warc").write_bytes(record("https://e.org/1", page("Two sides meet", *PARAGRAPHS)))
    (tmp_path / "g.warc.gz").write_bytes(
        packed(record("https://e.org/2", page("Two sides meet", *PARAGRAPHS)))
    )
    return tmp_path


def test_one_file(folder: Path) -> None:
    assert names(folder / "a.txt") == ["a.txt"]
    assert names(str(folder / "b" / "c.md")) == ["c.md"]
    assert names(folder / "d.jsonl") == ["one", "two"]


def test_folder_in_the_order_of_names(folder: Path) -> None:
    assert names(folder) == [
        "a.txt", "b/E.PDF", "b/c.md", "b/d.html", "c.docx", "one", "two", "0ne", "tw0", "https://e.org/1",
        "https://e.org/2",
    ]  # fmt: skip


def test_outlets_are_stated_never_paths(folder: Path) -> None:
    by_name = {d.id: d.source for d in read(folder) if isinstance(d, Document)}
    assert by_name["a.txt"] is None
    assert by_name["b/d.html"] == "Example Daily"


def test_what_folders_pass_over(tmp_path: Path) -> None:
    for name in (".hidden.txt", "~$lock.docx", "photo.jpg", "style.css", "Thumbs.db", "a.JS"):
        (tmp_path / name).write_text(ENGLISH)
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "x.txt").write_text(ENGLISH)
    (tmp_path / "kept.txt").write_text(ENGLISH)
    assert names(tmp_path) == ["kept.txt"]


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("a.doc", "save it as .docx"),
        ("a.zip", "unpack it"),
        ("a.xyz", "suffix .xyz"),
        ("README", "no suffix"),
    ],
)
def test_kinds_without_a_reader(tmp_path: Path, name: str, advice: str) -> None:
    (tmp_path / name).write_text(ENGLISH)
    assert advice in reason(tmp_path / name)
    assert names(tmp_path) == [f"! {name}"]


def test_named_file_is_never_passed_over(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    (tmp_path / ".hidden.txt").write_text(ENGLISH)
    assert "suffix .jpg" in reason(tmp_path / "photo.jpg")
    assert names(tmp_path / ".hidden.txt") == [".hidden.txt"]


def test_missing_empty_and_nothing_to_read(tmp_path: Path) -> None:
    assert "does not exist" in reason(tmp_path / "none.txt")
    assert "folder without any file" in reason(tmp_path)
    (tmp_path / "a.txt").touch()
    assert "is empty" in reason(tmp_path / "a.txt")
    assert "does not exist" in reason(tmp_path / "a.txt" / "b.txt")
    assert "cannot be read" in reason("a\0b.txt")
    assert "too long" in reason("x" * 5000)
    assert "does not exist" in reason("")


@pytest.mark.parametrize("suffix", sorted([*formats.WHOLE, *formats.STREAMS]))
def test_empty_file_of_every_format(tmp_path: Path, suffix: str) -> None:
    (tmp_path / f"a{suffix}").touch()
    assert reason(tmp_path / f"a{suffix}")


def test_folder_with_the_name_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "x.txt").mkdir()
    (tmp_path / "x.txt" / "y.txt").write_text(ENGLISH)
    assert names(tmp_path) == ["x.txt/y.txt"]
    assert names(tmp_path / "x.txt") == ["y.txt"]


def test_pipes_sockets_and_devices_do_not_block(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert "is no regular file" in reason(tmp_path / "pipe.txt")
    assert "is no regular file" in reason("/dev/null")
    previous = os.getcwd()
    os.chdir(tmp_path)
    try:
        with socket.socket(socket.AF_UNIX) as bound:
            bound.bind("s.txt")
            assert names(tmp_path) == ["! pipe.txt", "! s.txt"]
    finally:
        os.chdir(previous)


def test_links(tmp_path: Path) -> None:
    inside = tmp_path / "in"
    outside = tmp_path / "out"
    (inside / "deep").mkdir(parents=True)
    outside.mkdir()
    (inside / "deep" / "a.txt").write_text(ENGLISH)
    (outside / "b.txt").write_text(ENGLISH)
    (inside / "deep" / "up").symlink_to(inside)
    (inside / "again").symlink_to(inside / "deep")
    (inside / "other").symlink_to(outside)
    (inside / "same").symlink_to(outside)
    (inside / "parent").symlink_to(tmp_path)
    (inside / "file.txt").symlink_to(outside / "b.txt")
    (inside / "gone.txt").symlink_to(outside / "none.txt")
    (inside / "self.txt").symlink_to(inside / "self.txt")
    assert names(inside) == ["deep/a.txt", "file.txt", "! gone.txt", "other/b.txt", "! self.txt"]


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_permissions(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ENGLISH)
    (tmp_path / "a.txt").chmod(0)
    assert "may not be read" in reason(tmp_path / "a.txt")
    (tmp_path / "d").mkdir(mode=0)
    assert names(tmp_path) == ["! a.txt", "! d"]
    (tmp_path / "d").chmod(0o700)


def test_permission_denied_is_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text(ENGLISH)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", refuse)
    assert "may not be read by this user" in reason(tmp_path / "a.txt")


def test_too_deep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_DEPTH", 2)
    deep = tmp_path / "a" / "b" / "c"
    deep.mkdir(parents=True)
    (deep / "x.txt").write_text(ENGLISH)
    assert "too deep: the limit is 2" in reason(tmp_path)


def test_names_that_are_no_utf8(tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path) + b"/\xf1\n.txt"
    with open(raw, "wb") as file:
        file.write(ENGLISH.encode())
    (document,) = read(tmp_path)
    assert isinstance(document, Document)
    assert document.id == "\\xf1 .txt"


def test_too_large(tmp_path: Path) -> None:
    with open(tmp_path / "a.txt", "wb") as file:
        file.truncate(limits.MAX_TEXT_BYTES + 1)
    assert "is too large" in reason(tmp_path / "a.txt")
    assert "limit is 19" in reason(tmp_path / "a.txt")


def test_stream_and_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    assert names(io.BytesIO(JSONL)) == ["one", "two"]
    (failure,) = read(io.BytesIO(b"{"), name="feed")
    assert isinstance(failure, Failure)
    assert failure.source == "feed"

    class Stdin:
        buffer = io.BytesIO(JSONL)

    monkeypatch.setattr(sys, "stdin", Stdin)
    assert names("-") == ["one", "two"]
    assert "empty" in reason(io.BytesIO(b""))


def test_stream_of_text_is_a_failure() -> None:
    assert "could not be read" in reason(io.StringIO("{}\n"))


def test_failures_do_not_stop_the_rest(folder: Path) -> None:
    sources = [
        folder / "none",
        folder / "a.txt",
        io.BytesIO(b"{\n"),
        str(folder / "a.txt"),
        folder / "d.jsonl",
    ]
    found = list(read_all(sources))  # type: ignore[arg-type]
    assert [d.id for d in found if isinstance(d, Document)] == ["a.txt", "a.txt (2)", "one", "two"]
    assert sum(isinstance(d, Failure) for d in found) >= 2


def test_a_reader_that_breaks_is_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from elshi.reading import html

    def broken(*_: object) -> None:
        raise RecursionError("too deep\nin two lines")

    monkeypatch.setattr(html, "_article", broken)
    (tmp_path / "a.html").write_bytes(page("Two sides meet", ENGLISH))
    assert "RecursionError: too deep in two lines" in reason(tmp_path / "a.html")


def test_count(folder: Path, tmp_path: Path) -> None:
    assert count([folder]) == len(list(read(folder)))
    assert count([folder / "a.txt", folder / "none"]) == 2
    assert count([folder, "-"]) is None
    assert count([io.BytesIO(b"")]) is None
    assert count([]) == 0


def test_count_of_large_files_is_reckoned(tmp_path: Path) -> None:
    lines = b'{"id": "x", "text": "' + b"a" * 500 + b'"}\n'
    (tmp_path / "a.jsonl").write_bytes(lines * 10_000)
    found = count([tmp_path])
    assert found is not None
    assert abs(found - 10_000) < 100


def test_same_order_every_time(folder: Path) -> None:
    assert list(read(folder)) == list(read(folder))


def test_public_names() -> None:
    import elshi.reading as room

    assert room.__all__ == sorted(room.__all__)
    assert all(hasattr(room, name) for name in room.__all__)
