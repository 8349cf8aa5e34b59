"""Bad input by the hundred thousand: mutated files, texts, dates, amounts and queries.

Input number N is made from N alone, so that a finding can be made again: `--from N --count 1`. What counts as a
finding: an exception that is not one of Elshi's, more than five seconds, a quotation that is not the text at its
place, or a second reading that differs from the first. A reader's parser (other people's) may fail as it likes,
because reading reports that as one line; how often it did is counted.

usage: python benchmarks/fuzz.py [--count 10000] [--from 0] [--only TARGET] [--state FILE]
"""

from __future__ import annotations

import argparse
import io
import json
import random
import re
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "reading")]

#: Longest time for one input, in seconds.
LIMIT = 5

#: What breaks programs: marks that combine, change direction, or are no characters; digits of other scripts; nothing.
ODD = [
    "\x00", "\ud800", "\udfff", "\u0301", "\u200b", "\u200f", "\u202e", "\ufeff", "\ufffd", "\U0010ffff", "\u2028",
    "\x85", "\x1f", "٣", "²", "Ⅳ", "½", "ﬁ", "İ", "ß", "ǅ", "ʼ", "«", "»", "(", "[", "…", "—", "-", "/",
    "%", "$", "€", "\n\n", "\r", "\t", " ", "", "99999999999999999999", "0", "31.02.2011", "1e999", "-0", ".5",
    "1,000.5", "\\",
    "'", '"', "*", "NEAR", "AND", "OR", "NOT", ":", "type:", "e:KAZ",
]  # fmt: skip

DATES = [
    "12 May 2011",
    "12 мая 2011 года",
    "2011 жылғы 12 мамырда",
    "12.05.2011",
    "2011-05-12",
    "в мае 2011 г.",
    "next Tuesday",
    "last year",
    "10-12 мая",
    "с 10 по 12 мая 2011 года",
    "былтыр",
    "өткен аптада",
    "1990 жылдардың басында",
    "in the late 1990s",
    "XXI век",
    "12/05/11",
    "the first half of 2011",
    "вторник, 3 марта",
    "2011 жылдың мамыр айының 12-күні",
    "from 28 February to 1 March 2012",
]

AMOUNTS = [
    "4.9 billion dollars",
    "1,5 млрд долларов",
    "2 млн теңге",
    "$4.9bn",
    "€3,000",
    "15%",
    "на 15 процентов",
    "about 300 companies",
    "три миллиарда рублей",
    "екі миллиард АҚШ доллары",
    "over US$ 1 trillion",
    "500 тыс. тонн",
    "7-8 млн евро",
    "жүз елу мың",
]

QUERIES = [
    "Kazakhstan France visit 2011",
    "визит президента в Париж",
    "Қазақстан мен Түркия келісімі",
    "when did X visit Y?",
    '"state visit" -France',
    "meeting OR talks AND NOT Moscow",
    "кто подписал договор с Китаем",
    "EU 2015..2018",
]


class Finding(Exception):
    """What must not be."""


class _TooLong(BaseException):
    """More than `LIMIT` seconds; no `Exception`, so that nothing on the way swallows it."""


# Materials ------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def sentences() -> list[str]:
    """Sentences that the rules were written for, and those of the example articles."""
    found = []
    for path in sorted((ROOT / "src" / "elshi" / "frames").glob("*/*.yaml")):
        found += re.findall(r'text: "?(.{30,300}?)"?$', path.read_text(encoding="utf-8"), re.MULTILINE)
    for path in sorted((ROOT / "examples" / "documents").rglob("*.txt")):
        found += re.split(r"(?<=[.!?])\s+", path.read_text(encoding="utf-8", errors="replace"))
    return [one for one in found if one.strip()]


@lru_cache(maxsize=1)
def files() -> dict[str, bytes]:
    """One good file of each format."""
    from reading_samples import ENGLISH, PARAGRAPHS, docx_notes, docx_raw, packed, page, pdf, pdf_text, record

    notes = docx_notes("footnote", {1: "A note."})
    article = page("Two sides meet", *PARAGRAPHS, top='<time datetime="2020-01-01">x</time>')
    lines = [{"id": str(n), "text": one, "published": "2011-05"} for n, one in enumerate(sentences()[:5])]
    return {
        ".txt": "\n".join(sentences()[:8]).encode(),
        ".md": f"---\ntitle: x\n---\n# A\n\n{ENGLISH}".encode(),
        ".html": article,
        ".pdf": pdf([pdf_text(ENGLISH)] * 2, title="A title of it"),
        ".docx": docx_raw(
            '<w:p><w:r><w:t>Words</w:t><w:footnoteReference w:id="1"/></w:r></w:p>',
            {notes[0]: notes[1]},
            relations=notes[2],
        ),
        ".jsonl": "\n".join(json.dumps(one, ensure_ascii=False) for one in lines).encode(),
        ".warc": record("https://e.org/a", article),
        ".warc.gz": packed(record("https://e.org/a", article)),
    }


@lru_cache(maxsize=1)
def extractor() -> Any:
    from elshi.extraction import Extractor

    return Extractor()


@lru_cache(maxsize=1)
def small_record() -> Any:
    from elshi.api import Record

    found = Record(":memory:", extractor=extractor())
    found.ingest(ROOT / "examples" / "documents" / "en")
    return found


# Mutations ------------------------------------------------------------------------------------------------


def mutated(random_: random.Random, data: bytes) -> bytes:
    """Some bytes changed, cut out, doubled or moved."""
    out = bytearray(data)
    for _ in range(random_.choice((1, 1, 2, 5, 20))):
        at, end = sorted((random_.randrange(len(out) + 1), random_.randrange(len(out) + 1)))
        end = min(end, at + random_.choice((1, 4, 64, 4096)))
        kind = random_.randrange(5)
        if kind == 0:
            out[at:at] = random_.randbytes(random_.choice((1, 2, 8, 200)))
        elif kind == 1:
            del out[at:end]
        elif kind == 2:
            out[at:at] = out[at:end] * random_.choice((1, 2, 50))
        elif kind == 3 and at < len(out):
            out[at] ^= 1 << random_.randrange(8)
        else:
            out[at:end] = random_.choice(ODD).encode("utf-8", "surrogatepass")
    return bytes(out[:300_000])


def garbled(random_: random.Random, text: str, other: str) -> str:
    """A text with odd characters, pieces of another, pieces doubled, cut out or in another letter case."""
    for _ in range(random_.choice((1, 2, 4, 10))):
        at, end = sorted((random_.randrange(len(text) + 1), random_.randrange(len(text) + 1)))
        kind = random_.randrange(6)
        if kind == 0:
            text = text[:at] + random_.choice(ODD) * random_.choice((1, 1, 3, 60)) + text[at:]
        elif kind == 1:
            text = text[:at] + text[end:]
        elif kind == 2:
            text = text[:end] + text[at:end] + text[end:]
        elif kind == 3:
            cut = random_.randrange(len(other) + 1)
            text = text[:at] + other[cut : cut + 80] + text[at:]
        elif kind == 4:
            text = text[:at] + random_.choice((text[at:end].upper(), text[at:end].title())) + text[end:]
        else:
            words = text.split(" ")
            random_.shuffle(words)
            text = " ".join(words)
    return text[:20_000]


# Targets --------------------------------------------------------------------------------------------------


def try_readers(random_: random.Random) -> str:
    """Files of every format."""
    from elshi.errors import ReadError
    from elshi.model import Document, Failure
    from elshi.reading import formats

    suffix = random_.choice(sorted(files()))
    data = mutated(random_, files()[suffix])
    try:
        if suffix in formats.WHOLE:
            found: list[Document | Failure] = [formats.parse(data, f"x{suffix}")]
        else:
            found = list(formats.open_stream(suffix)(io.BytesIO(data), f"x{suffix}"))
    except ReadError as error:
        found = [Failure("x", str(error))]
    except Exception as error:
        return f"parser: {type(error).__name__}"
    for one in found:
        if isinstance(one, Document):
            if not one.text.strip() or "\x00" in one.text:
                raise Finding(f"{suffix}: a document without text, or with a NUL")
            one.text.encode()
        elif not one.reason or "\n" in one.reason:
            raise Finding(f"{suffix}: a reason that is not one line: {one.reason!r}")
    return "read" if any(isinstance(one, Document) for one in found) else "refused"


def check_text(text: str) -> str:
    """Facts, mentions and passages of a text: where they say, and the same twice."""
    from elshi.model import Document

    document = Document("x", text)
    facts = extractor().extract(document)
    for fact in facts:
        if not fact.quote or text[fact.start : fact.end] != fact.quote:
            raise Finding(f"a quotation that does not stand there: {fact.quote!r}")
        json.dumps(fact.to_json())
    for passage in extractor().passages(document):
        if text[passage.start : passage.end] != passage.text:
            raise Finding(f"a passage that does not stand there: {passage.text!r}")
    for mention in extractor().mentions(document):
        if text[mention.start : mention.end] != mention.text:
            raise Finding(f"a mention that does not stand there: {mention.text!r}")
    if extractor().extract(Document("x", text)) != facts:
        raise Finding("read again, the text gives other facts")
    return "facts" if facts else "none"


def try_extract(random_: random.Random) -> str:
    """Texts of a few sentences."""
    some = random_.choices(sentences(), k=random_.choice((1, 1, 2, 6)))
    return check_text(garbled(random_, " ".join(some), random_.choice(sentences())))


def try_dates(random_: random.Random) -> str:
    """Dates and amounts, alone and in a sentence."""
    from elshi.record.edtf import bounds

    phrase = garbled(random_, random_.choice(DATES + AMOUNTS), random_.choice(DATES + AMOUNTS))
    sentence = random_.choice(sentences())
    at = random_.randrange(len(sentence) + 1)
    text = random_.choice((phrase, f"{sentence[:at]} {phrase} {sentence[at:]}"))
    from elshi.model import Document

    for mention in extractor().mentions(Document("x", text, published="2015-06-07")):
        if text[mention.start : mention.end] != mention.text:
            raise Finding(f"a mention that does not stand there: {mention.text!r}")
        if mention.kind == "date" and isinstance(mention.value, str) and bounds(mention.value) is None:
            raise Finding(f"{mention.text!r}: {mention.value!r} is no EDTF value")
        if mention.kind == "amount" and mention.value is not None:
            json.dumps(mention.value, allow_nan=False)
    return "read"


def try_edtf(random_: random.Random) -> str:
    """Dates as programs write them."""
    from elshi.reading.dates import edtf_or_none
    from elshi.record.edtf import bounds

    value = random_.choice(
        ("2011-05-12", "2011-05/2012", "199X", "2011-XX-01", "../2011", "2010-21~", "0000-00-00")
    )
    value = garbled(random_, value, random_.choice(("9999-12-31", "-0001", "2011-02-30/")))
    edtf_or_none(value)
    span = bounds(value)
    if span is not None and span.lower and span.upper and span.lower > span.upper:
        raise Finding(f"{value!r} ends before it begins")
    return "date" if span else "none"


def try_search(random_: random.Random) -> str:
    """Queries to a record."""
    from elshi.errors import ElshiError

    query = garbled(random_, random_.choice(QUERIES), random_.choice(sentences()))[:2000]
    try:
        hits = small_record().search(query, limit=5)
    except ElshiError:
        return "refused"
    json.dumps(hits)
    return "found" if hits else "none"


TARGETS: dict[str, Callable[[random.Random], str]] = {
    "readers": try_readers,
    "extract": try_extract,
    "dates": try_dates,
    "edtf": try_edtf,
    "search": try_search,
}


# Running --------------------------------------------------------------------------------------------------


@contextmanager
def limited(seconds: int = LIMIT) -> Iterator[None]:
    """Stops what takes too long."""

    def stop(*_: object) -> None:
        raise _TooLong

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def one(target: str, number: int) -> str:
    """Tries one input.

    Raises:
        Finding: what must not be, with the reason.
    """
    random_ = random.Random(f"{target} {number}")
    try:
        with limited():
            return TARGETS[target](random_)
    except Finding:
        raise
    except _TooLong:
        raise Finding(f"more than {LIMIT} s") from None
    except Exception as error:
        where = traceback.extract_tb(error.__traceback__)[-1]
        raise Finding(
            f"{type(error).__name__}: {error} ({Path(where.filename).name}:{where.lineno})"
        ) from error


def warm() -> None:
    """Loads what is loaded once, so that the first input is not the slow one."""
    check_text(" ".join(sentences()[:50]))
    small_record().search("Kazakhstan")
    files()


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--count", type=int, default=10_000, help="inputs for each target")
    parser.add_argument("--from", dest="first", type=int, default=0)
    parser.add_argument("--only", choices=sorted(TARGETS), action="append")
    parser.add_argument("--state", type=Path, help="file with counts; a later run goes on from it")
    given = parser.parse_args()
    names = given.only or list(TARGETS)
    state = {"done": {}, "outcomes": {}, "findings": [], "seconds": 0.0}
    if given.state and given.state.exists():
        state = json.loads(given.state.read_text())
    warm()
    began, saved = time.monotonic(), time.monotonic()
    at = {name: max(given.first, state["done"].get(name, 0)) for name in names}
    outcomes = {name: Counter(state["outcomes"].get(name, {})) for name in TARGETS}
    while any(at[name] < given.first + given.count for name in names):
        for name in names:
            if at[name] >= given.first + given.count:
                continue
            try:
                outcomes[name][one(name, at[name])] += 1
            except Finding as finding:
                outcomes[name]["FINDING"] += 1
                state["findings"].append([name, at[name], str(finding)[:300]])
                print(f"{name} {at[name]}: {str(finding)[:300]}", flush=True)
            at[name] += 1
        if given.state and time.monotonic() - saved > 10:
            saved = time.monotonic()
            _save(given.state, state, at, outcomes, saved - began)
    if given.state:
        _save(given.state, state, at, outcomes, time.monotonic() - began)
    for name in names:
        print(f"{name}: {at[name] - given.first} inputs, {dict(outcomes[name])}")
    return 1 if state["findings"] else 0


def _save(
    path: Path, state: dict[str, Any], at: dict[str, int], outcomes: dict[str, Any], seconds: float
) -> None:
    content = state | {
        "done": state["done"] | at,
        "outcomes": {name: dict(found) for name, found in outcomes.items()},
        "seconds": state["seconds"] + seconds,
    }
    temporary = path.with_suffix(".new")
    temporary.write_text(json.dumps(content, ensure_ascii=True))
    temporary.replace(path)


if __name__ == "__main__":
    sys.exit(main())
