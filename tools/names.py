"""Measures how well names are found and linked, on annotated texts that lie beside the repository.

usage: python tools/names.py [seeds kaznerd factrueval english] [--errors FILE] [--write]

Annotation schemes differ, so kinds are mapped before they are compared:

* KazNERD is flat («Франция Президенті» is one POSITION), ours is nested (a state and an office). A name
  of ours inside a longer annotated span of another kind is therefore neither right nor wrong. `place`
  covers both GPE and LOCATION or FACILITY; only spans that are annotated GPE are asked for, and a place
  of ours that is exactly an annotated LOCATION or FACILITY is neither right nor wrong.
  A generic noun after a name («қаласы», «ауданы», «елі», «тарапы», «компаниясы») is left out there.
* factRuEval: Location and LocOrg are LOC, Org is ORG, Person is PER; spans need only overlap; a name inside a
  longer one of another kind that was found as a whole is not asked for. As in the organisers' own scorer,
  objects that are only described («компания») and objects inside others count neither way. Bodies of
  state named by a common noun («правительство») are annotated there only beside their owner.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from elshi.extraction import Extractor
from elshi.model import Document, Mention

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
DOC = ROOT / "docs" / "accuracy.md"
START, END = "<!-- names: begin -->", "<!-- names: end -->"
ENGLISH = ROOT / "tests" / "catalogue" / "sentences.en.txt"

Scores = dict[str, dict[str, float]]
Errors = list[str]

_NO_SPACE_BEFORE = set(",.;:!?)»…%”")
_NO_SPACE_AFTER = set("(«“")


def named(extractor: Extractor, document: Document) -> tuple[str, list[Mention]]:
    """The clean text of a document and all mentions in it."""
    analysis = extractor.analyse(document)
    return analysis.layout.clean, [m for p in analysis.passages for m in p.mentions]


def f1(right: int, found: int, wanted: int, matched: int | None = None) -> dict[str, float]:
    """Precision, recall and F1 of counts; `matched`: annotated ones that were found, if counted apart."""
    p = right / found if found else 0.0
    r = (right if matched is None else matched) / wanted if wanted else 0.0
    return {"p": p, "r": r, "f1": 2 * p * r / (p + r) if p + r else 0.0, "n": wanted}


# -- KazNERD ---------------------------------------------------------------------------------------


def kaznerd_sentences(path: Path) -> Iterator[tuple[str, list[tuple[str, int, int, str]]]]:
    """Sentence id and its tokens put together to running text: word, start, end, label."""
    words: list[tuple[str, str]] = []
    name = ""
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        line = line.strip()
        if not line:
            if words:
                yield name, _joined(words)
            words = []
            continue
        word, _, label = line.rpartition(" ")
        if not words and re.fullmatch(r"[A-Z]ID\d+", word):
            name = word
            continue
        words.append((word, label))


def _joined(words: list[tuple[str, str]]) -> list[tuple[str, int, int, str]]:
    out: list[tuple[str, int, int, str]] = []
    at = 0
    before = ""
    for place, (word, label) in enumerate(words):
        number = (
            word == ","
            and before.isdigit()
            and place + 1 < len(words)
            and words[place + 1][0].isdigit()
            and label.startswith("I-")
        )
        after_comma = (
            before == ","
            and len(out) > 1
            and out[-1][1] == out[-2][2]
            and word.isdigit()
            and label.startswith("I-")
        )
        glued = not out or word[0] in _NO_SPACE_BEFORE or before in _NO_SPACE_AFTER or number or after_comma
        if not glued:
            at += 1
        out.append((word, at, at + len(word), label))
        at += len(word)
        before = word
    return out


def text_of(tokens: list[tuple[str, int, int, str]]) -> str:
    """Running text of joined tokens."""
    out, at = "", 0
    for word, start, end, _ in tokens:
        out += " " * (start - at) + word
        at = end
    return out


def spans_of(tokens: list[tuple[str, int, int, str]]) -> list[tuple[str, int, int]]:
    """Annotated spans: kind, start, end."""
    out: list[tuple[str, int, int]] = []
    for _, start, end, label in tokens:
        if label.startswith("B-"):
            out.append((label[2:], start, end))
        elif label.startswith("I-") and out:
            out[-1] = (out[-1][0], out[-1][1], end)
    return out


_KAZNERD = {
    "state": "GPE", "place": "GPE", "person": "PERSON", "nationality": "NORP", "igo": "ORGANISATION",
    "organisation": "ORGANISATION", "date": "DATE", "amount": "MONEY",
}  # fmt: skip
_NEUTRAL = {"GPE": {"LOCATION", "FACILITY"}}


#: Beginnings of generic nouns that KazNERD leaves outside the span of a place or state.
_GENERIC = (
    "қала", "аудан", "ауыл", "аул", "ел", "мемлекет", "халқ", "тарап", "жағ", "жақ", "кент", "өзен", "көл", "өңір",
    "теңіз", "штат", "провинц", "шаһар",
)  # fmt: skip
#: Words for one's own country and its capital that are no names there.
_OWN = ("елім", "елорда", "мемлекетім", "біздің", "республикам")


def _bare(text: str, start: int, end: int, kind: str) -> tuple[int, int]:
    """A span as KazNERD draws it: no quotation marks around it, no generic noun after it."""
    words = text[start:end].split()
    if kind == "GPE" and len(words) > 1 and words[-1].startswith(_GENERIC):
        end -= len(words[-1]) + 1
    if kind == "ORGANISATION" and text[start] in '«“"' and text[end - 1] not in '»”"':
        closing = max(text.rfind(c, start + 1, end) for c in '»”"')
        end = closing if closing > 0 else end
    while start < end and text[start] in '«“"„ ':
        start += 1
    while end > start and text[end - 1] in '»”" ':
        end -= 1
    return start, end


def kaznerd(extractor: Extractor, path: Path, errors: Errors | None = None) -> Scores:
    """Strict spans on KazNERD's test part, by kind."""
    counts: Counter[tuple[str, str]] = Counter()
    for name, tokens in kaznerd_sentences(path):
        text = text_of(tokens)
        gold = spans_of(tokens)
        _, mentions = named(extractor, Document(name, text, language="kk"))
        found: dict[str, set[tuple[int, int]]] = defaultdict(set)
        for m in mentions:
            kind = _KAZNERD.get(m.kind)
            if kind is None or (m.kind == "state" and m.id is None) or "+" in (m.of or ""):
                continue
            if kind == "MONEY" and (m.unit is None or m.unit in ("percent", "count")):
                continue
            if kind == "GPE" and text[m.start : m.end].lower().startswith(_OWN):
                continue
            start, end = _bare(text, m.start, m.end, kind)
            if kind == "NORP" and text[start - 1 : start] == "-":  # «қазақ-мажар» is one there
                joined = next(((a, b) for a, b in found[kind] if b == start - 1), None)
                if joined is not None:
                    found[kind].discard(joined)
                    start = joined[0]
            found[kind].add((start, end))
        for kind in set(_KAZNERD.values()):
            wanted = {(s, e) for k, s, e in gold if k == kind}
            counts[kind, "wanted"] += len(wanted)
            for start, end in wanted:
                if (start, end) not in found[kind] and errors is not None:
                    near = [
                        text[a:b] + "/" + k for k, v in found.items() for a, b in v if a < end and start < b
                    ]
                    errors.append(f"{kind} missed «{text[start:end]}» have {near} | {text}")
            for start, end in found[kind]:
                if (start, end) in wanted:
                    counts[kind, "right"] += 1
                elif any(
                    k != kind
                    and s <= start
                    and end <= e
                    and (e - s > end - start or k in _NEUTRAL.get(kind, ()))
                    for k, s, e in gold
                ):
                    continue
                else:
                    if errors is not None:
                        near = [text[s:e] + "/" + k for k, s, e in gold if s < end and start < e]
                        errors.append(f"{kind} false «{text[start:end]}» gold {near} | {text}")
                counts[kind, "found"] += 1
    return {
        kind: f1(counts[kind, "right"], counts[kind, "found"], counts[kind, "wanted"])
        for kind in ("GPE", "PERSON", "NORP", "ORGANISATION", "DATE", "MONEY")
    }


# -- factRuEval ------------------------------------------------------------------------------------

_FACTRU = {"Person": "PER", "Location": "LOC", "LocOrg": "LOC", "Org": "ORG"}
_OURS = {
    "person": "PER",
    "state": "LOC",
    "place": "LOC",
    "nationality": "LOC",
    "igo": "ORG",
    "organisation": "ORG",
}


#: Spans that describe an object without naming it («компания», «партии»).
_UNNAMED = ("org_descr", "loc_descr", "prj_descr", "job")


def factrueval_objects(folder: Path, name: str, unnamed: bool = False) -> list[tuple[str, int, int]]:
    """Annotated objects of one document: kind (PER, LOC, ORG), start, end; the hull of their words.

    Args:
        folder: of the corpus.
        name: of the document.
        unnamed: give instead those that are only described («компания»).
    """
    spans: dict[str, tuple[int, int, str]] = {}
    for line in (folder / f"{name}.spans").read_text(encoding="utf-8").splitlines():
        cells = line.split()
        if len(cells) > 4:
            start, size = int(cells[2]), int(cells[3])
            spans[cells[0]] = (start, start + size, cells[1])
    out = []
    for line in (folder / f"{name}.objects").read_text(encoding="utf-8").splitlines():
        cells = line.split("#")[0].split()
        if len(cells) < 3 or cells[1] not in _FACTRU:
            continue
        parts = [spans[c] for c in cells[2:] if c in spans]
        if unnamed != (not any(p[2] not in _UNNAMED for p in parts)):
            continue
        if parts:
            out.append((_FACTRU[cells[1]], min(p[0] for p in parts), max(p[1] for p in parts)))
    return out


def factrueval(extractor: Extractor, folder: Path, errors: Errors | None = None) -> Scores:
    """Overlapping spans on factRuEval's devset."""
    counts: Counter[tuple[str, str]] = Counter()
    for path in sorted(folder.glob("*.txt")):
        name = path.stem
        text = path.read_text(encoding="utf-8")
        gold = factrueval_objects(folder, name)
        described = factrueval_objects(folder, name, unnamed=True)
        analysis = extractor.analyse(Document(name, text, language="ru"))
        found: dict[str, list[tuple[int, int, bool]]] = defaultdict(list)
        for passage in analysis.passages:
            for m in passage.mentions:
                kind = _OURS.get(m.kind)
                if kind is None or (m.kind == "state" and m.id is None) or "+" in (m.of or ""):
                    continue
                start, end = analysis.layout.span(m.start, m.end)
                common = m.kind == "nationality" or not any(c.isupper() for c in text[start:end])
                found[kind].append((start, end, common))
        for kind in ("PER", "LOC", "ORG"):
            wanted = [(s, e) for k, s, e in gold if k == kind]
            outer = [
                (s, e) for s, e in wanted if not any(a <= s and e <= b and b - a > e - s for a, b in wanted)
            ]
            counts[kind, "wanted"] += len(outer)
            for s, e in outer:
                if any(a < e and s < b for a, b, _ in found[kind]):
                    counts[kind, "matched"] += 1
                elif any(k != kind and a <= s and e <= b for k in found for a, b, _ in found[k]) and any(
                    k != kind and a <= s and e <= b for k, a, b in gold
                ):
                    counts[kind, "wanted"] -= 1  # «США» in «Конгресс США», which was found as a whole
                elif errors is not None:
                    errors.append(f"{kind} missed «{text[s:e]}» | {name} {_around(text, s, e)}")
            for a, b, common in found[kind]:
                right = any(a < e and s < b for s, e in wanted)
                if not right and (common or any(k != kind and s <= a and b <= e for k, s, e in gold)):
                    continue
                if not right and any(a < e and s < b for _, s, e in described):
                    continue
                counts[kind, "found"] += 1
                counts[kind, "right"] += right
                if not right and errors is not None:
                    errors.append(f"{kind} false «{text[a:b]}» | {name} {_around(text, a, b)}")
    return {
        kind: f1(
            counts[kind, "right"], counts[kind, "found"], counts[kind, "wanted"], counts[kind, "matched"]
        )
        for kind in ("PER", "LOC", "ORG")
    }


def _around(text: str, start: int, end: int) -> str:
    return " ".join(text[max(0, start - 60) : end + 60].split())


# -- the seeds ------------------------------------------------------------------------------------

_CODED = ("state", "igo", "programme")


def _flat(text: str) -> str:
    return " ".join(text.replace("\u00ad", "").split())


def seeds(extractor: Extractor, folder: Path, errors: Errors | None = None) -> Scores:
    """Names of the seed documents: coded ones by code, persons and institutions by who is one with whom."""
    rows = [json.loads(x) for x in (folder / "entities.jsonl").read_text(encoding="utf-8").splitlines() if x]
    documents = [json.loads(x) for x in (folder / "docs.jsonl").read_text(encoding="utf-8").splitlines() if x]
    texts = [
        named(extractor, Document(**{k: d.get(k) for k in ("id", "text", "title", "published", "language")}))
        for d in documents
    ]
    every = {s for row in rows for v in row["surfaces"].values() for s in v}
    coded: Counter[str] = Counter()
    clusters: dict[str, list[tuple[str, str | None]]] = {}
    for row in rows:
        is_coded = row["kind"] in _CODED and row["id"] in extractor.catalogue.entities
        for surface in dict.fromkeys(s for v in row["surfaces"].values() for s in v):
            ids: Counter[str | None] = Counter()
            longer = [s for s in every if surface in s and s != surface]
            for clean, mentions in texts:
                for match in re.finditer(rf"(?<!\w){re.escape(_flat(surface))}(?!\w)", clean):
                    s, e = match.span()
                    if any(
                        clean[max(0, s - 80) : e + 80].find(x) >= 0 and _inside(clean, s, e, x)
                        for x in longer
                    ):
                        continue
                    over = [
                        m
                        for m in mentions
                        if m.start < e and s < m.end and m.kind not in ("date", "amount", "instrument")
                    ]
                    over.sort(key=lambda m: (-(min(m.end, e) - max(m.start, s)), m.end - m.start))
                    ids[(over[0].id if over else None)] += 1
            if not ids:
                continue
            if is_coded:
                coded["wanted"] += 1
                known = ids[row["id"]] > sum(ids.values()) / 2
                coded["right"] += known
                if not known and errors is not None:
                    errors.append(f"seeds {row['id']} «{surface}» is {dict(ids)}")
            elif row["kind"] in ("person", "institution", "company", "organisation", "group"):
                clusters.setdefault(row["id"], []).append((surface, ids.most_common(1)[0][0]))
    main: dict[str, str | None] = {}
    for key, surfaces in clusters.items():
        names = Counter(i for _, i in surfaces if i is not None)
        main[key] = names.most_common(1)[0][0] if names else None
    taken = Counter(v for v in main.values() if v is not None)
    wanted = right = 0
    for key, surfaces in clusters.items():
        for surface, id in surfaces:
            wanted += 1
            ok = id is not None and id == main[key] and taken[id] == 1
            right += ok
            if not ok and errors is not None:
                errors.append(f"seeds {key} «{surface}» is {id}, the others {main[key]}")
    return {
        "coded": {"r": coded["right"] / max(coded["wanted"], 1), "n": coded["wanted"]},
        "clustered": {"r": right / max(wanted, 1), "n": wanted},
    }


def _inside(clean: str, start: int, end: int, longer: str) -> bool:
    at = clean.find(longer, max(0, start - len(longer)))
    while 0 <= at <= start:
        if at + len(longer) >= end:
            return True
        at = clean.find(longer, at + 1)
    return False


# -- English ---------------------------------------------------------------------------------------


_KINDS = {
    "s": "state", "n": "nationality", "i": "igo", "pr": "programme", "p": "person", "o": "organisation",
    "l": "place", "f": "office", "t": "instrument",
}  # fmt: skip


def _core(text: str) -> str:
    """A name without an article before it and a possessive ending."""
    text = text.removeprefix("the ").removeprefix("The ")
    return text.removesuffix("'s").removesuffix("’s")


def english_rows(path: Path) -> Iterator[tuple[str, list[tuple[str, str, str | None]]]]:
    """Sentences with their names: words, kind, code."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        text, _, names = line.partition(" ||")
        want = []
        for name in filter(None, (n.strip() for n in names.split(" | "))):
            *words, last = name.split(" ")
            code = last if last.isupper() else None
            kind = words.pop() if code else last
            want.append((" ".join(words), _KINDS[kind], code))
        yield text, want


def english(extractor: Extractor, path: Path, errors: Errors | None = None) -> Scores:
    """Our own sentences: every name with its kind and, where it has one, its code."""
    counts: Counter[str] = Counter()
    for number, (text, names) in enumerate(english_rows(path)):
        clean, mentions = named(extractor, Document(str(number), text, language="en"))
        coded = {(n, k) for n, k, code in names if code}
        have: Counter[tuple[str, str, str | None]] = Counter()
        for m in mentions:
            if m.kind in ("date", "amount", "instrument") or (m.kind == "state" and m.id is None):
                continue
            name = _core(clean[m.start : m.end])
            have[name, m.kind, m.id if (name, m.kind) in coded else None] += 1
        want = Counter(names)
        counts["wanted"] += want.total()
        counts["found"] += have.total()
        counts["right"] += (want & have).total()
        if errors is not None and want != have:
            errors.append(
                f"english missed {sorted(want - have, key=str)} false {sorted(have - want, key=str)} | {text}"
            )
    return {"all": f1(counts["right"], counts["found"], counts["wanted"])}


def measure(which: list[str], errors: Errors | None = None) -> dict[str, Scores]:
    """All measures asked for whose texts are there."""
    extractor = Extractor()
    out: dict[str, Scores] = {}
    if "seeds" in which and (SHARED / "gold" / "seeds" / "entities.jsonl").exists():
        out["seeds"] = seeds(extractor, SHARED / "gold" / "seeds", errors)
    if "kaznerd" in which and (SHARED / "corpora" / "kaznerd").is_dir():
        out["kaznerd"] = kaznerd(extractor, SHARED / "corpora" / "kaznerd" / "IOB2_test_withID.txt", errors)
    if "factrueval" in which and (SHARED / "corpora" / "factrueval").is_dir():
        out["factrueval"] = factrueval(extractor, SHARED / "corpora" / "factrueval" / "devset", errors)
    if "english" in which and ENGLISH.exists():
        out["english"] = english(extractor, ENGLISH, errors)
    return out


def table(results: dict[str, Any]) -> list[str]:
    """The lines of the table for docs/accuracy.md."""
    titles = {
        "seeds": "seed documents",
        "kaznerd": "KazNERD test, same span",
        "factrueval": "factRuEval devset, overlapping span",
        "english": "own English sentences, same span and id",
    }
    lines = ["| names in | kind | n | P | R | F1 |", "| --- | --- | --- | --- | --- | --- |"]
    for name, scores in results.items():
        for kind, r in scores.items():
            p, f = (f"{r['p']:.3f}", f"{r['f1']:.3f}") if "p" in r else ("", "")
            lines.append(f"| {titles[name]} | {kind} | {r['n']} | {p} | {r['r']:.3f} | {f} |")
    return lines


def write(results: dict[str, Scores]) -> None:
    """Puts the table into its section of docs/accuracy.md."""
    text = DOC.read_text(encoding="utf-8")
    head, tail = text.split(START)[0], text.split(END)[1]
    lines = "\n".join(table(results))
    DOC.write_text(f"{head}{START}\n{lines}\n{END}{tail}", encoding="utf-8")


def main() -> int:
    """Prints the table, and errors when asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("which", nargs="*", default=["seeds", "kaznerd", "factrueval", "english"])
    parser.add_argument("--errors", type=Path, help="write every error into this file")
    parser.add_argument("--write", action="store_true", help="put the table into docs/accuracy.md")
    arguments = parser.parse_args()
    errors: Errors | None = [] if arguments.errors else None
    results = measure(arguments.which, errors)
    print("\n".join(table(results)))
    if arguments.write:
        write(results)
    if errors is not None:
        arguments.errors.write_text("\n".join(errors) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
