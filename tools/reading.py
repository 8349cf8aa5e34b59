"""Measures how words, dates and amounts are read, on annotated texts that lie beside the repository.

usage: python tools/reading.py [ud gold kaznerd] [--errors N] [--write]

* ud: case of nouns and names on UD Kazakh. `in context` is the reading chosen in the sentence; `given the
  part of speech` the likeliest reading of that part of speech. A token that the treebank splits into
  several words is left out.
* gold: share of the annotated facts' dates that some date of the same document says. Those of a fact's
  document that follow from others (an anniversary, a span of two dates) count as not reached.
* kaznerd: DATE and MONEY of KazNERD's test part, strict spans. The schemes differ, so that before comparing
  durations and ages («он жыл», «9 жаста») count as dates; approximations and postpositions that KazNERD
  takes in («шамамен», «дейін», «астам») belong to our spans, too.
"""

from __future__ import annotations

import argparse
import json
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from elshi.languages import get
from elshi.model import Token

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
DOC = ROOT / "docs" / "accuracy.md"
START, END = "<!-- reading: begin -->", "<!-- reading: end -->"

Errors = list[str]


def _words(sentence: list[list[str]]) -> Iterator[list[str]]:
    """Rows of single tokens; words that are part of a multiword token are left out."""
    skip: range = range(0)
    for row in sentence:
        if "-" in row[0]:
            first, last = row[0].split("-")
            skip = range(int(first), int(last) + 1)
        elif int(row[0]) not in skip:
            yield row


def ud(errors: Errors) -> dict[str, float]:
    """Case on UD Kazakh, for nouns and proper nouns."""
    language = get("kk")
    counts = dict.fromkeys(("PROPN", "NOUN", "PROPN+", "NOUN+", "PROPN n", "NOUN n"), 0)
    text = (SHARED / "corpora" / "ud_kazakh" / "kk_ktb-ud-test.conllu").read_text(encoding="utf-8")
    for block in text.split("\n\n"):
        rows = [line.split("\t") for line in block.splitlines() if line and line[0] != "#"]
        if not rows:
            continue
        # Forms as a reader sees them: a multiword token is one word.
        surface: list[str] = []
        at: dict[str, int] = {}
        skip: range = range(0)
        for row in rows:
            if "-" in row[0]:
                first, last = row[0].split("-")
                skip = range(int(first), int(last) + 1)
                surface.append(row[1])
            elif int(row[0]) not in skip:
                at[row[0]] = len(surface)
                surface.append(row[1])
        chosen = language.choose(surface)
        for row in _words(rows):
            kind = row[3]
            gold = dict(f.split("=") for f in row[5].split("|") if "=" in f).get("Case")
            if kind not in ("PROPN", "NOUN") or gold is None or row[0] not in at:
                continue
            counts[f"{kind} n"] += 1
            reading = chosen[at[row[0]]]
            if reading is not None and reading.case == gold:
                counts[kind] += 1
            else:
                errors.append(f"ud {kind} {row[1]} {row[2]} gold {gold}: {reading} | {' '.join(surface)}")
            same = [
                r for r in language.readings(row[1])
                if r.pos in ((kind, "ADJ", "NUM", "PROPN") if kind == "NOUN" else (kind, "NOUN"))
                and r.form is None
            ]  # fmt: skip
            if same and same[0].case == gold:
                counts[f"{kind}+"] += 1
            else:
                errors.append(f"ud+ {kind} {row[1]} {row[2]} gold {gold}: {same[:2]}")
    return {
        f"{label}{name}": counts[name + key] / counts[f"{name} n"]
        for key, label in (("", "in context "), ("+", "given the part of speech "))
        for name in ("PROPN", "NOUN")
    }


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def gold(errors: Errors) -> dict[str, float]:
    """Share of annotated dates that a date mention of the document has, by set."""
    from elshi.extraction import Extractor
    from elshi.model import Document

    extractor = Extractor()
    out: dict[str, float] = {}
    for name in ("seeds", "kk", "ru", "en"):
        annotated = {g["id"]: g["facts"] for g in _rows(SHARED / "gold" / name / "gold.jsonl")}
        reached = wanted = 0
        for row in _rows(SHARED / "gold" / name / "docs.jsonl"):
            if name != "seeds" and zlib.crc32(row["id"].encode()) % 3 == 0:
                continue
            fields = ("id", "text", "title", "url", "source", "published", "language")
            analysis = extractor.analyse(Document(**{k: row.get(k) for k in fields}))
            said = {m.value for p in analysis.passages for m in p.mentions if m.kind == "date"}
            said.add(row.get("published"))
            for fact in annotated[row["id"]]:
                date = fact.get("date")
                if date and not fact.get("optional"):
                    wanted += 1
                    reached += date in said
                    if date not in said:
                        quote = fact.get("quote") or row["text"][fact["start"] : fact["end"]]
                        errors.append(
                            f"gold {row['id']} {row.get('published')} {date} | {' '.join(quote.split())}"
                        )
        out[name] = reached / wanted
    return out


_MONEY_BEFORE = frozenset(("шамамен", "кемі", "кемінде", "шамасы"))
_MONEY_AFTER = frozenset(
    (
        "астам",
        "жуық",
        "дейін",
        "аса",
        "артық",
        "шамасында",
        "шамасы",
        "шақты",
        "тарта",
        "көлемінде",
        "төңірегінде",
    )
)
_DATE_BEFORE = frozenset(("шамамен", "кемі", "кемінде", "осы", "жаңа"))
_DATE_AFTER = frozenset(
    ("дейін", "дейінгі", "бері", "бергі", "бойы", "ішінде", "аралығында", "бұрын", "бұрынғы", "кейін", "кейінгі",
     "аралығы", "шамасында", "астам", "таңда", "жуық")
)  # fmt: skip
_SAID_AGAIN = frozenset(("күні", "күндері", "айы", "айында", "айынан", "айының", "айындағы", "айын"))
_SPACED = frozenset((",", "-", "–"))


def _kaznerd(part: str) -> Iterator[tuple[list[str], dict[str, list[tuple[int, int]]]]]:
    """Sentences and their annotated spans (token indexes, exclusive end) by kind."""
    path = SHARED / "corpora" / "kaznerd" / f"IOB2_{part}_withID.txt"
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        words: list[str] = []
        spans: dict[str, list[tuple[int, int]]] = {}
        for line in block.splitlines():
            word, _, tag = line.rpartition(" ")
            if not word or word.startswith("AID"):
                continue
            if tag.startswith("B-"):
                spans.setdefault(tag[2:], []).append((len(words), len(words) + 1))
            elif tag.startswith("I-") and spans.get(tag[2:]) and spans[tag[2:]][-1][1] == len(words):
                spans[tag[2:]][-1] = (spans[tag[2:]][-1][0], len(words) + 1)
            words.append(word)
        if words:
            yield words, spans


def kaznerd(errors: Errors, part: str = "test") -> dict[str, dict[str, float]]:
    """Precision, recall and F1 of DATE and MONEY."""
    from elshi.languages import amounts, dates

    counts = {kind: [0, 0, 0] for kind in ("DATE", "MONEY")}
    for words, spans in _kaznerd(part):
        # Decimal commas and ranges are written apart there: «4 , 5 миллиард», «80 – 100».
        text, starts = "", []
        for k, word in enumerate(words):
            digits = 0 < k < len(words) - 1 and words[k - 1][-1:].isdigit() and words[k + 1][:1].isdigit()
            glue = (word in _SPACED and digits) or (
                k > 1 and words[k - 1] in _SPACED and words[k - 2][-1:].isdigit() and word[:1].isdigit()
            )
            text += "" if glue or not text else " "
            starts.append(len(text))
            text += word
        ends = [s + len(w) for s, w in zip(starts, words, strict=True)]
        tokens = [Token(w, s, e) for w, s, e in zip(words, starts, ends, strict=True)]

        def tokens_of(a: int, b: int, starts: list[int] = starts, ends: list[int] = ends) -> tuple[int, int]:
            first = next(i for i, e in enumerate(ends) if e > a)
            last = next(i for i in range(len(starts) - 1, -1, -1) if starts[i] < b)
            return first, last + 1

        found: dict[str, set[tuple[int, int]]] = {"DATE": set(), "MONEY": set()}
        for date in dates.find(text, tokens, "kk", durations=True):
            first, last = tokens_of(date.start, date.end)
            if first and words[first - 1].lower() in _DATE_BEFORE:
                first -= 1
            # «осыдан» and what only says "day", "month" again stand outside there.
            if words[first].lower() in ("осыдан", "бұдан", "сол"):
                first += last - first > 1
            if last - first > 1 and date.unit in (None, "year") and words[last - 1].lower() in _SAID_AGAIN:
                last -= 1
            while last < len(words) and words[last].lower() in _DATE_AFTER:
                last += 1
            found["DATE"].add((first, last))
        for amount in amounts.find(text, tokens, "kk"):
            if amount.unit not in (None, "percent") or (amount.money_like and amount.mark is None):
                first, last = tokens_of(amount.start, amount.end)
                if first and words[first - 1].lower() in _MONEY_BEFORE:
                    first -= 1
                while last < len(words) and words[last].lower() in _MONEY_AFTER:
                    last += 1
                found["MONEY"].add((first, last))
        for kind, counted in counts.items():
            want = set(spans.get(kind, ()))
            counted[0] += len(want & found[kind])
            counted[1] += len(want)
            counted[2] += len(found[kind])
            for a, b in sorted(want - found[kind]):
                errors.append(f"{kind} miss {' '.join(words[a:b])} | {text}")
            for a, b in sorted(found[kind] - want):
                errors.append(f"{kind} false {' '.join(words[a:b])} | {text}")
    out = {}
    for kind, (hits, wanted, have) in counts.items():
        p, r = hits / max(have, 1), hits / max(wanted, 1)
        out[kind] = {"p": p, "r": r, "f1": 2 * p * r / max(p + r, 1e-9)}
    return out


def section() -> list[str]:
    """The lines of docs/accuracy.md about words, dates and amounts."""
    lines = ["| words, dates, amounts | |", "| --- | --- |"]
    lines += [f"| UD Kazakh, case, {name} | {value:.2%} |" for name, value in ud([]).items()]
    lines += [f"| annotated dates said by a date mention, {k} | {v:.3f} |" for k, v in gold([]).items()]
    lines += [
        f"| KazNERD test, {kind}, strict P / R / F1 | {s['p']:.3f} / {s['r']:.3f} / {s['f1']:.3f} |"
        for kind, s in kaznerd([]).items()
    ]
    return lines


def write(lines: list[str]) -> None:
    """Puts the table into docs/accuracy.md."""
    text = DOC.read_text(encoding="utf-8")
    head, tail = text.split(START)[0], text.split(END)[1]
    DOC.write_text(f"{head}{START}\n{chr(10).join(lines)}\n{END}{tail}", encoding="utf-8")


def main() -> int:
    """Prints what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("what", nargs="*", default=["ud", "gold", "kaznerd"])
    parser.add_argument("--errors", type=int, default=0, help="print so many errors of each measure")
    parser.add_argument("--write", action="store_true", help="put the table into docs/accuracy.md")
    parser.add_argument("--part", default="test", help="part of KazNERD: test or valid")
    arguments = parser.parse_args()
    if not SHARED.is_dir():
        print(f"no annotated texts at {SHARED}; nothing measured", file=sys.stderr)
        return 1
    if arguments.write:
        write(section())
        return 0
    for what in arguments.what:
        errors: Errors = []
        if what == "ud":
            print(ud(errors))
        elif what == "gold":
            print(gold(errors))
        else:
            print(kaznerd(errors, arguments.part))
        # One of every so many, so that errors of all places are seen.
        step = max(1, len(errors) // arguments.errors) if arguments.errors else 1
        for line in errors[::step][: arguments.errors]:
            print("  ", line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
