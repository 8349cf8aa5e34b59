from __future__ import annotations

import gzip
import io
import json

import pytest

from elshi.errors import ReadError
from elshi.model import Document, Failure
from elshi.reading import jsonl, limits, read

GOOD = {"id": "a", "text": "Елші келді."}


def run(data: bytes, *, packed: bool = False) -> list[Document | Failure]:
    return list(jsonl.stream(io.BytesIO(data), "docs.jsonl", packed=packed))


def line(**fields: object) -> bytes:
    return json.dumps(GOOD | fields, ensure_ascii=False).encode()


def test_every_field() -> None:
    found = run(
        line(
            title="T",
            url="https://e.org",
            source="Газет",
            published="2011-09-20T10:00",
            language="kk-KZ",
            extra=[1],
        )
    )
    assert found == [Document("a", "Елші келді.", "T", "https://e.org", "Газет", "2011-09-20", "kk")]


def test_text_is_untouched() -> None:
    text = "  бір\r\nекі\rүш\u2028\t\f \ufeff\n"
    assert run(line(text=text)) == [Document("a", text)]


def test_nul_and_lone_surrogates() -> None:
    assert run(b'{"id": "a", "text": "x\\u0000y\\ud800z"}') == [Document("a", "x\ufffdy\ufffdz")]


def test_whole_numbers_are_ids() -> None:
    assert run(line(id=17)) == [Document("17", "Елші келді.")]


def test_mark_blank_lines_and_missing_line_end() -> None:
    data = b"\xef\xbb\xbf" + line(id="1") + b"\r\n\r\n  \n" + line(id="2")
    assert [d.id for d in run(data) if isinstance(d, Document)] == ["1", "2"]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (b"{nope", "is no JSON"),
        (b"[1]", "is a list"),
        (b"3", "is a number"),
        (b"null", "is null"),
        (b'{"text": "x"}', "has no `id`"),
        (b'{"id": "", "text": "x"}', "has an empty `id`"),
        (b'{"id": true, "text": "x"}', "has true or false as `id`"),
        (b'{"id": 1.5, "text": "x"}', "has a number as `id`"),
        (b'{"id": "b"}', "has no `text`"),
        (b'{"id": "b", "text": null}', "has null as `text`"),
        (b'{"id": "b", "text": ["x"]}', "has a list as `text`"),
        (b'{"id": "b", "text": " \\n"}', "without words"),
        (line(published="20.09.2011"), "has `published` '20.09.2011'"),
        (line(published=2011), "has a number as `published`"),
        (line(title=5), "has a number as `title`"),
        (line(url=["u"]), "has a list as `url`"),
        (b'{"id": "b", "text": "\xff"}', "is not UTF-8 (byte 22)"),
        (b"[" * 100_000, "is nested too deeply"),
        (b'{"id": ' + b"1" * 5000 + b"}", "is no JSON that can be read"),
    ],
)
def test_a_bad_line_is_one_failure_and_the_rest_goes_on(bad: bytes, reason: str) -> None:
    found = run(line(id="1") + b"\n" + bad + b"\n" + line(id="3") + b"\n")
    assert len(found) == 3
    first, failure, last = found
    assert isinstance(first, Document)
    assert isinstance(last, Document)
    assert isinstance(failure, Failure)
    assert failure.source == "docs.jsonl"
    assert failure.reason.startswith("line 2 ")
    assert reason in failure.reason
    assert "\n" not in failure.reason


@pytest.mark.parametrize("data", [b"[\n  {}\n]\n", b'{\n "id": 1\n}\n', b'[{"id": "a", "text": "b"}]'])
def test_one_json_value_is_said_once(data: bytes) -> None:
    (failure,) = run(data)
    assert isinstance(failure, Failure)
    assert "write one object a line" in failure.reason


def test_a_bracket_before_good_lines_is_one_bad_line() -> None:
    found = run(b"{\n" + line(id="1") + b"\n[\n" + line(id="2"))
    assert [type(d) for d in found] == [Failure, Document, Failure, Document]


def test_not_json_at_all_stops_early() -> None:
    found = run(b"plain text\n" * 5000)
    assert len(found) == limits.MAX_BAD_LINES + 1
    assert "is no JSON lines" in found[-1].reason  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (b"\n \n", "is empty"),
        ("{}".encode("utf-16"), "UTF-16"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (gzip.compress(b"{}", mtime=0), "gzip"),
        (b"\x00\x01\x02\n" * 10, "binary"),
    ],
)
def test_files_of_other_kinds_are_one_failure(data: bytes, reason: str) -> None:
    (failure,) = run(data)
    assert isinstance(failure, Failure)
    assert reason in failure.reason


def test_gzip() -> None:
    data = b"\n".join(line(id=str(i)) for i in range(300))
    assert len(run(gzip.compress(data, mtime=0), packed=True)) == 300


def test_truncated_gzip_gives_what_is_whole_and_one_failure() -> None:
    data = b"\n".join(line(id=str(i), title=f"{i * 7919:x}" * 20) for i in range(500))
    whole = gzip.compress(data, mtime=0)
    found = run(whole[: len(whole) // 2], packed=True)
    documents = [d for d in found if isinstance(d, Document)]
    assert [d.id for d in documents] == [str(i) for i in range(len(documents))]
    assert 0 < len(documents) < 500
    (failure,) = (f for f in found if isinstance(f, Failure))
    assert "truncated" in failure.reason


def test_not_gzip() -> None:
    (failure,) = run(b"{}", packed=True)
    assert "damaged at its beginning" in failure.reason  # type: ignore[union-attr]


def test_over_long_line_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_LINE_BYTES", 100)
    found = run(line(id="1") + b"\n" + line(id="2", title="x" * 300) + b"\n" + line(id="3") + b"\n")
    assert [getattr(d, "id", None) for d in found] == ["1", None, "3"]
    assert found[1].reason.startswith("line 2 is too large")  # type: ignore[union-attr]
    assert "100 bytes" in found[1].reason  # type: ignore[union-attr]


def test_stream_without_line_ends_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_LINE_BYTES", 100)
    monkeypatch.setattr(limits, "MAX_SKIPPED_BYTES", 1000)
    monkeypatch.setattr(limits, "MIB", 64)
    found = run(gzip.compress(b"x" * 1_000_000, mtime=0), packed=True)
    assert len(found) == 1
    assert "without a line end" in found[0].reason  # type: ignore[union-attr]


def test_text_over_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_TEXT_CHARS", 5)
    with pytest.raises(ReadError, match=r"\(a\) is too large: 11 characters, the limit is 5"):
        jsonl.parse_line(line())


def test_repeated_ids_are_made_unique() -> None:
    data = b"\n".join([line(id="a"), line(id="a (2)"), line(id="a"), line(id="a")])
    names = [d.id for d in read(io.BytesIO(data)) if isinstance(d, Document)]
    assert names == ["a", "a (2)", "a (3)", "a (4)"]


def test_many_repeated_ids_take_linear_time() -> None:
    count = 20_000
    names = {d.id for d in read(io.BytesIO((line() + b"\n") * count)) if isinstance(d, Document)}
    assert len(names) == count
