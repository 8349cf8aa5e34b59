"""Bad input, in short; `benchmarks/fuzz.py` is the long form, of the same targets."""

from __future__ import annotations

import importlib
import pkgutil
import random
import re
import resource
import time

import pytest
from benchmarks import fuzz
from hypothesis import given, settings
from hypothesis import strategies as st

import elshi
from elshi.model import Document

#: Inputs for each target; the long form has tried these and a thousand times as many.
SHORT = 60

#: Memory that one text of a megabyte may take at most, above what the program has anyway.
MEMORY_MB = 1500


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    fuzz.warm()


@pytest.mark.parametrize("target", sorted(fuzz.TARGETS))
def test_no_crash_no_hang_no_wrong_offset(target: str) -> None:
    for number in range(SHORT):
        fuzz.one(target, number)


def test_the_check_sees_a_wrong_offset(monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    reader = fuzz.extractor()
    right = reader.extract
    monkeypatch.setattr(reader, "extract", lambda d: [replace(f, start=f.start + 1) for f in right(d)])
    with pytest.raises(fuzz.Finding, match="does not stand there"):
        fuzz.check_text("The President of Kazakhstan arrived in Paris on a state visit on 12 May 2011.")


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(), max_size=200))
def test_any_characters_at_all(text: str) -> None:
    fuzz.check_text(text)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([*fuzz.DATES, *fuzz.AMOUNTS, *fuzz.ODD, " ", ", "]), max_size=12))
def test_any_dates_and_amounts(parts: list[str]) -> None:
    fuzz.check_text("".join(parts))


MEGABYTE = 1_000_000
FACT = "The President of Kazakhstan arrived in Paris on a state visit on 12 May 2011. "
HOSTILE = {
    "without a space": "а" * MEGABYTE,
    "nested brackets": "(" * 100_000 + "x" + ")" * 100_000,
    "nested quotation marks": "«" * 100_000 + "»" * 100_000,
    "combining marks": "e" + "\u0301" * MEGABYTE,
    "mixed scripts": "Қaзaқстан Kазахстан " * 30_000,
    "digits": "1" * MEGABYTE,
    "dates": "12.05.2011 " * 50_000,
    "amounts": "1 000 000 долл. " * 30_000,
    "NULs": "\x00" * MEGABYTE,
    "lone surrogates": "\ud800a " * 100_000,
    "full stops": "." * MEGABYTE,
    "commas": "Kazakhstan, " * 50_000,
    "hyphens": "Kazakh-" * 50_000,
    "line ends": "a\n" * 200_000,
    "spaces": " " * MEGABYTE + "x",
    "initials": "А. " * 100_000,
    "one long list": "France, Germany and Italy, " * 10_000,
    "capitals": "Kazakhstan " * 50_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_end_in_time_and_memory(name: str) -> None:
    text = HOSTILE[name]
    began, before = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with fuzz.limited(120):
        fuzz.extractor().extract(Document("x", FACT + text))
        took = time.process_time() - began
    # Twenty seconds of processor time a megabyte is ten times what news takes: slow machines pass, squares do not.
    assert took < 20 * max(1, len(text.encode("utf-8", "surrogatepass")) / 1e6), f"{took:.1f} s"
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert grown < MEMORY_MB, f"{grown:.0f} MB"


def test_inputs_are_made_from_their_number_alone() -> None:
    texts = [fuzz.garbled(random.Random("x 3"), fuzz.DATES[0], fuzz.DATES[1]) for _ in range(2)]
    assert texts[0] == texts[1]


#: Characters that patterns repeat: spaces, letters, digits, and the marks of prose and of markup.
REPEATED = [
    *" \n\t\u00a0aаАZ0.,:;!?|/-–—_'\"«»()[]<>&=%#*@\\",
    "a ",
    "А. ",
    "1 ",
    "1.",
    "a,",
    ", и ",
    "«a",
    "a-",
    "\n ",
    "a\n",
]


def _patterns() -> dict[str, re.Pattern[str]]:
    """Every compiled pattern of text that stands in a module of Elshi, by place."""
    found: dict[str, re.Pattern[str]] = {}
    for module in pkgutil.walk_packages(elshi.__path__, "elshi."):
        if ".migrations" in module.name or ".cluster" in module.name or module.name.endswith("__main__"):
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            some = (
                value.values()
                if isinstance(value, dict)
                else value
                if isinstance(value, tuple | list)
                else [value]
            )
            for at, one in enumerate(some):
                if isinstance(one, re.Pattern) and isinstance(one.pattern, str):
                    found[f"{module.name}.{name}.{at}"] = one
    return found


def test_no_pattern_blows_up() -> None:
    """Exponential and cubic patterns take minutes here; what is square over long texts the texts above show."""
    patterns = _patterns()
    assert len(patterns) > 100
    slow = []
    for place, pattern in patterns.items():
        for piece in REPEATED:
            text = (piece * 1500)[:1500] + "\x01"
            began = time.process_time()
            with fuzz.limited(30):
                for function in (pattern.search, pattern.match, pattern.fullmatch):
                    function(text)
            if (took := time.process_time() - began) > 0.5:
                slow.append((place, piece, round(took, 2)))
    assert slow == []
