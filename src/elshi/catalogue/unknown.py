"""Names that neither the catalogue nor a pattern explains, guessed by a small model from their surroundings.

The model is a conditional random field (python-crfsuite) over words, trained by `tools/train_names.py`;
one file a language in `models/`, none for a language that needs none. It is asked only about capitalised
words that are unexplained, or explained by a pattern alone, and their neighbours; what the catalogue
knows for certain it never overrules.
"""

from __future__ import annotations

import itertools
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from elshi.catalogue.atoms import BREAK, COMMA, DOT, HYPHEN, QUOTE, SPACE, Atoms
from elshi.catalogue.endings import kazakh_nominative
from elshi.catalogue.index import Index
from elshi.catalogue.spans import Person, Span
from elshi.catalogue.surnames import attributive, base_of, kazakh_ended, kk_bases, surname_like, two_surnames
from elshi.languages.letters import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["COUNTED", "MODELS", "features", "find_unknown", "in_brackets", "labels_ask"]

MODELS = Path(__file__).parent / "models"

#: Labels that become names; the model knows others (posts, titles of works) only to keep them apart.
COUNTED = {"PER": "person", "LOC": "place", "ORG": "organisation"}

#: Words on either side of one asked about that are shown to the model as well.
_AROUND = 3
#: Least probability of a whole name; below it a guess is wrong about as often as right. English has strong
#: patterns and a model that learnt from an encyclopaedia: it only adds what it is sure of.
_SURE = {
    "kk": {"PER": 0.5, "LOC": 0.6, "ORG": 0.5},
    "ru": {"PER": 0.55, "LOC": 0.6, "ORG": 0.5},
    "en": {"PER": 0.8, "LOC": 0.8, "ORG": 0.8},
}
#: A pattern's person stays unless the model is surer than this that its words are something else.
_VETO = 0.75
_VETOED = ("kk", "ru")
_GAPS = {BREAK: "B", COMMA: "C", DOT: "D", HYPHEN: "H", QUOTE: "Q"}
#: What stands between two names, never inside a person's or place's.
_APART = (BREAK, COMMA)
_STRONG = frozenset(("state", "igo", "programme", "office", "own"))
_LIMIT = 100_000  # word forms whose features are remembered


@lru_cache(maxsize=4)
def _tagger(code: str) -> Any:
    """The model of a language, or None."""
    path = MODELS / f"{code}.crfsuite"
    if not path.exists():
        return None
    import pycrfsuite

    tagger = pycrfsuite.Tagger()
    tagger.open(str(path))
    return tagger


_words: dict[tuple[str, str], tuple[str, ...]] = {}


@lru_cache(maxsize=_LIMIT)
def _shape(word: str) -> str:
    out = ""
    for c in word:
        kind = "X" if c.isupper() else "x" if c.islower() else "d" if c.isdigit() else "-"
        if not out.endswith(kind):
            out += kind
    script = "L" if word[0].isascii() and word[0].isalpha() else ""
    return out[:6] + script + ("1" if len(word) == 1 else "")


def _of_word(word: str, index: Index) -> tuple[str, ...]:
    """What the word alone tells: remembered by form."""
    key = (index.language.code, word)
    known = _words.get(key)
    if known is None:
        if len(_words) > _LIMIT:
            _words.clear()
        folded = fold(word)
        out = ["w=" + folded, "s=" + _shape(word)]
        out += [f"e{n}=" + folded[-n:] for n in (2, 3, 4) if len(folded) > n]
        if len(folded) > 5:
            out.append("b=" + folded[:4])
        out += ["m=" + mark for mark in sorted(index.marks(word))]
        readings = index.language.readings(word)
        out.append(f"p={readings[0].pos}")
        if readings[0].case:
            out.append(f"c={readings[0].case}")
        endings = index.cues.surname_endings
        if len(folded) > 4 and folded.endswith(endings):
            out.append("n=surname")
        elif index.language.code == "kk":
            base = next((b for b in kk_bases(folded) if b.endswith(endings)), None)
            if base is not None:
                out.append("n=surname+")
            stem = next((b for b in (folded, *kk_bases(folded)) if b in index.cues.given), None)
            if stem is not None:
                out.append("g=given" if stem == folded else "g=given+")
        known = _words[key] = tuple(out)
    return known


_neighbours: dict[tuple[str, str, int], tuple[str, ...]] = {}


def _of_neighbour(word: str, step: int, index: Index) -> tuple[str, ...]:
    """What a word tells of the one `step` words before it; of farther ones only word, shape, marks."""
    key = (index.language.code, word, step)
    known = _neighbours.get(key)
    if known is None:
        if len(_neighbours) > 4 * _LIMIT:
            _neighbours.clear()
        own = _of_word(word, index)
        known = tuple(f"{step}:{f}" for f in own if step in (-1, 1) or f[0] in "wsm")
        _neighbours[key] = known
    return known


def _covers(atoms: Atoms, spans: Sequence[Span]) -> list[str]:
    """By word: which kind of name covers it, and how sure that is."""
    out = ["-"] * len(atoms.words)
    for span in spans:
        how = "k" if span.entry is not None else "p"
        role = span.entry.role if span.entry is not None else ""
        size = "1" if span.first == span.last else "n"
        for at in range(span.first, span.last + 1):
            out[at] = f"{'B' if at == span.first else 'I'}{span.kind}/{how}{size}{role}"
    return out


def features(atoms: Atoms, spans: Sequence[Span], index: Index, wanted: Sequence[int]) -> list[list[str]]:
    """What the model sees of each wanted word: itself, two neighbours on either side, the gaps, known names."""
    words, gaps = atoms.words, atoms.gaps
    covers = _covers(atoms, spans)
    count = len(words)
    out = []
    for at in wanted:
        row = list(_of_word(words[at], index))
        row.append("k=" + covers[at])
        row.append("g<" + _GAPS.get(gaps[at], "S"))
        row.append("g>" + (_GAPS.get(gaps[at + 1], "S") if at + 1 < count else "E"))
        if at == 0:
            row.append("first")
        if atoms.capitals:
            row.append("capitals")
        for step in (-2, -1, 1, 2):
            other = at + step
            if not 0 <= other < count:
                row.append(f"{step}:none")
                continue
            row += _of_neighbour(words[other], step, index)
            if step in (-1, 1):
                row.append(f"{step}:k={covers[other]}")
        if at and at + 1 < count:
            row.append("sh=" + _shape(words[at - 1]) + "|" + _shape(words[at]) + "|" + _shape(words[at + 1]))
        out.append(row)
    return out


def _settled(span: Span, atoms: Atoms, index: Index) -> bool:
    """Whether a known name is certain enough not to be asked about."""
    if span.kind in _STRONG:
        return True
    entry = span.entry
    if span.kind == "person":
        if entry is not None:
            return entry.size > 1 or span.first < span.last
        return _whole(span, atoms, index)
    if entry is None:
        return False
    if span.kind == "place" and span.first == span.last:
        # «Еділ» is a river and a man, «Жамбыл» a city and a poet
        word = atoms.words[span.first]
        return not (index.marks(word) & {"given", "homographs"} or _beside_capital(span, atoms))
    return True


def _beside_capital(span: Span, atoms: Atoms) -> bool:
    """Whether a capitalised word stands right beside, so that the name may be longer."""
    for at, gap in ((span.first - 1, span.first), (span.last + 1, span.last + 1)):
        if 0 <= at < len(atoms.words) and atoms.words[at][0].isupper() and atoms.gaps[gap] in (SPACE, HYPHEN):
            return True
    return False


def _whole(span: Span, atoms: Atoms, index: Index) -> bool:
    """A pattern's person with initials or a given name, and no capital beside it that may belong to it."""
    first = atoms.words[span.first]
    if span.first == span.last or _beside_capital(span, atoms):
        return False
    return len(first) == 1 or "given" in index.marks(first)


def labels_ask(atoms: Atoms, spans: Sequence[Span], index: Index) -> list[int]:
    """Words that need the model, with their neighbours; none for most sentences."""
    words = atoms.words
    settled = {at for s in spans if _settled(s, atoms, index) for at in range(s.first, s.last + 1)}
    weak = {at for s in spans if not _settled(s, atoms, index) for at in range(s.first, s.last + 1)}
    ask: set[int] = set()
    for at, word in enumerate(words):
        if at in settled or not word[0].isupper():
            continue
        begins = at == 0 or atoms.gaps[at] == BREAK
        if begins and at not in weak and "given" not in index.marks(word):
            following = words[at + 1] if at + 1 < len(words) else ""
            alone = not following[:1].isupper() or atoms.gaps[at + 1] == BREAK
            if alone and index.language.readings(word)[0].pos not in ("PROPN", "X"):
                continue
        ask.update(range(max(0, at - _AROUND), min(len(words), at + _AROUND + 1)))
    return sorted(ask)


def find_unknown(atoms: Atoms, spans: list[Span], index: Index) -> list[Span]:
    """Adds what the model finds, and drops persons found by pattern that it takes for something else."""
    tagger = _tagger(index.language.code)
    if tagger is None or atoms.capitals:
        return spans
    wanted = labels_ask(atoms, spans, index)
    if not wanted:
        return spans
    rows = features(atoms, spans, index, wanted)
    doubtful: set[int] = set()
    if index.language.code in _VETOED:
        for span in spans:
            if span.kind == "person" and not _settled(span, atoms, index):
                doubtful.update(range(span.first, span.last + 1))
    guesses: list[tuple[str, int, int, float]] = []
    others: dict[int, float] = {}
    begin = 0
    for place in range(1, len(wanted) + 1):
        if place < len(wanted) and wanted[place] == wanted[place - 1] + 1:
            continue
        labels = tagger.tag(rows[begin:place])
        for offset, label in enumerate(labels):
            at = wanted[begin + offset]
            if at in doubtful and label[2:] != "PER":
                others[at] = tagger.marginal(label, offset)
            if label.startswith("B-") and label[2:] in COUNTED:
                end = offset
                while end + 1 < len(labels) and labels[end + 1] == "I-" + label[2:]:
                    if atoms.gaps[wanted[begin + end + 1]] in _APART and label != "B-ORG":
                        break
                    end += 1
                sure = min(tagger.marginal(labels[i], i) for i in range(offset, end + 1))
                guesses.append((label[2:], at, wanted[begin + end], sure))
        begin = place
    return _join(atoms, spans, guesses, others, index)


def _join(
    atoms: Atoms,
    spans: list[Span],
    guesses: list[tuple[str, int, int, float]],
    others: dict[int, float],
    index: Index,
) -> list[Span]:
    kept = [
        s
        for s in spans
        if not (
            s.kind == "person"
            and index.language.code in _VETOED
            and not _settled(s, atoms, index)
            and (s.entry is None or (s.entry.role == "surname" and s.first == s.last))
            and all(others.get(at, 0.0) > _VETO for at in range(s.first, s.last + 1))
        )
    ]
    for label, first, last, sure in guesses:
        if sure < _SURE[index.language.code][label] or _unlikely(atoms, label, first, last, index):
            continue
        over = [s for s in kept if s.first <= last and first <= s.last]
        if label == "PER":
            last = _cut(atoms, first, last, index)
            final = next((s for s in over if s.first <= last <= s.last), None)
            if final is not None and final.first > first and _sure_place(final, atoms, index):
                last = final.first - 1  # «Нетаньяху | Иерусалим»
            over = [s for s in over if s.first <= last]
            if any(_settled(s, atoms, index) for s in over):
                continue
            if any(
                two_surnames(a, b) and "given" not in index.marks(atoms.words[a.first])
                for a, b in itertools.pairwise(over)
            ):
                continue
            if any(s.kind == "person" and s.first == first and s.last == last for s in over):
                continue
            if any(s.kind != "person" and (s.first < first or s.last > last) for s in over):
                continue
            kept = [s for s in kept if s not in over]
            kept.append(_as_person(atoms, first, last, over, index))
        elif not over and atoms.words[first][0].isupper():
            kept.append(_as_other(atoms, label, first, last, index))
    return sorted(kept, key=lambda s: s.first)


def _unlikely(atoms: Atoms, label: str, first: int, last: int, index: Index) -> bool:
    """English capitals that are no names: a heading's "Diplomatic Relations", a first "Afterwards"."""
    if index.language.code == "ru" and label == "PER" and first == last:
        return attributive(atoms, first, index)
    if index.language.code != "en":
        return False
    words = atoms.words[first : last + 1]
    if first == last and (first == 0 or atoms.gaps[first] == BREAK) and not words[0].isupper():
        return True
    marks = [index.marks(w) for w in words]
    if any("instruments" in m or "topics" in m for m in marks):
        return True
    return label != "ORG" and any(m & {"not_names", "heads", "place_nouns"} for m in marks)


def _sure_place(span: Span, atoms: Atoms, index: Index) -> bool:
    """Whether a known place can be no part of a person's name."""
    if span.kind != "place" or span.entry is None or span.first < span.last:
        return span.kind == "place" and span.entry is not None
    word = atoms.words[span.first]
    return not index.marks(word) & {"given", "homographs"} and not surname_like(word, index)


def _cut(atoms: Atoms, first: int, last: int, index: Index) -> int:
    """The last word of a Kazakh name: one with a case ending ends it («Тоқаевтың | Брюссельге»)."""
    if index.language.code == "kk":
        for at in range(first, last):
            if atoms.gaps[at + 1] == SPACE and kazakh_ended(atoms.words[at], index):
                return at
    return last


def in_brackets(atoms: Atoms, spans: list[Span], clean: str) -> list[Span]:
    """«Билал Хусейн (Bilal Hussein)»: the same person in the letters of another language."""
    words = atoms.words
    out = list(spans)
    for span in spans:
        first = span.last + 1
        if span.person is None or first >= len(words) or not words[first][0].isascii():
            continue
        if clean[atoms.ends[span.last] : atoms.starts[first]] != " (" or not words[first][0].isupper():
            continue
        close = clean.find(")", atoms.starts[first])
        last = first
        while last + 1 < len(words) and atoms.ends[last + 1] <= close:
            last += 1
        if not (first < last <= first + 4 and all(w[0].isascii() for w in words[first : last + 1])):
            continue
        out = [s for s in out if s.last < first or s.first > last]
        out.append(Span(first, last, "person", span.hit, span.entry, span.rivals, person=span.person))
    return sorted(out, key=lambda s: s.first) if len(out) != len(spans) else spans


def _as_person(atoms: Atoms, first: int, last: int, over: list[Span], index: Index) -> Span:
    """A person of these words; what was known of the surname is kept."""
    words = atoms.words
    base, case = base_of(words[last], index)
    known = next((s for s in over if s.kind == "person" and s.last == last and s.hit is not None), None)
    parts = []
    for at in range(first, last):
        word = words[at]
        glue = "-" if atoms.gaps[at + 1] == HYPHEN else " "
        parts.append(word + (". " if len(word) == 1 else glue))
    name = "".join(parts) + base
    rivals = known.rivals if known is not None else ()
    chosen = tuple(r for r in rivals if first == last or index.given_fits(r, words[first]))
    id = chosen[0] if len(chosen) == 1 else None
    full = last > first and len(words[first]) > 1
    hit, entry = (known.hit, known.entry) if known is not None else (None, None)
    return Span(first, last, "person", hit, entry, chosen, person=Person(name, case, id, full))


def _as_other(atoms: Atoms, label: str, first: int, last: int, index: Index) -> Span:
    words = atoms.words
    base, _ = base_of(words[last], index)
    if label == "ORG" and index.language.code == "kk":
        base = kazakh_nominative(words[last])
    name = " ".join([*words[first:last], base])
    return Span(first, last, COUNTED[label], name=name)
