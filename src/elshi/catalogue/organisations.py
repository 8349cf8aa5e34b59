"""Organisations that the catalogue does not know: quoted names beside a noun, and names around a head noun.

«Альстом» компаниясы, компания «Альстом», "Air Liquide" company; Қазақ ұлттық университеті,
University of Rennes, Национальный банк. Ministries, parliaments and embassies keep the state beside
them as a mention of its own.
"""

from __future__ import annotations

import re

from elshi.catalogue.atoms import HYPHEN, QUOTE, SPACE, Atoms
from elshi.catalogue.endings import case_of, kazakh_nominative
from elshi.catalogue.index import Index
from elshi.catalogue.spans import Span
from elshi.languages.letters import fold

__all__ = ["find_organisations"]

_QUOTED = re.compile(r"«([^«»]{2,90})»|“([^“”\"]{2,90})[”\"]|\"([^\"“”\n]{2,90})\"|„([^„“]{2,90})“")
_MAX_WORDS = 9
_MAX_QUOTED = 8
_KK_ADJECTIVES = ("лық", "лік", "дық", "дік", "тық", "тік")
#: Heads of what is named after people.
_NAMED_AFTER = (
    "университет",
    "музей",
    "мұражай",
    "қоры",
    "институт",
    "академия",
    "театр",
    "мектеб",
    "кітапхана",
)
_AND = ("мен", "пен", "бен", "және")
_NOTHING: frozenset[str] = frozenset()


def find_organisations(atoms: Atoms, spans: list[Span], index: Index, clean: str) -> list[Span]:
    """Adds organisations by pattern; a longer one replaces the names inside it."""
    found = _quoted(atoms, index, clean)
    whole = _whole_quotes(atoms, spans, index, clean)
    found = [f for f in found if all(f.last < w.first or w.last < f.first for w in whole)]
    taken = [(s.first, s.last) for s in found]
    taken += [(s.first, s.last) for s in spans if s.kind in ("state", "place", "igo", "programme")]
    for at, word in enumerate(atoms.words):
        if "heads" in index.marks(word) and not any(a <= at <= b for a, b in taken):
            span = _around_head(atoms, at, spans, index)
            if span is not None:
                found.append(span)
                taken.append((span.first, span.last))
    if index.language.code == "ru":
        found += [
            f for f in _after_noun(atoms, spans, index) if all(f.last < a or b < f.first for a, b in taken)
        ]
    if not found and not whole:
        return spans
    _take_nouns(found, spans)
    found = [f for f in found if not _known_already(f, spans)] + whole
    kept = [s for s in spans if not any(f.first <= s.last and s.first <= f.last for f in found)]
    return sorted(kept + found, key=lambda s: s.first)


def _take_nouns(found: list[Span], spans: list[Span]) -> None:
    """«Альстом» компаниясымен: a known name takes in the noun after it, and that noun's case."""
    for f in found:
        for span in spans:
            known = span.entry is not None and span.kind == "organisation" and span.first == f.first
            if known and span.last == f.last - 1 and f.base is not None:
                span.last = span.noun = f.last


def _known_already(found: Span, spans: list[Span]) -> bool:
    """A catalogue's organisation that covers most of it is the better name."""
    for span in spans:
        if span.first <= found.last and found.first <= span.last:
            if span.first <= found.first and span.last >= found.last:
                return True
            coded = span.kind in ("igo", "programme", "organisation", "group", "own") and span.person is None
            if coded and span.last - span.first >= found.last - found.first - 1:
                return True
            fixed = span.entry is not None and (
                span.entry.role == "ministry" or (coded and span.kind != "organisation")
            )
            if fixed and (span.last == found.last or (span.entry and span.entry.role == "ministry")):
                return True
            if span.first < found.first or span.last > found.last:
                return True  # neither contains the other
    return False


def _whole_quotes(atoms: Atoms, spans: list[Span], index: Index, clean: str) -> list[Span]:
    """«Единая Россия», «Қазақстан Ғарыш Сапары»: capitals throughout, of which a known name is only a part."""
    out: list[Span] = []
    if (
        not atoms.words
        or atoms.capitals
        or not any(c in clean[max(atoms.starts[0] - 1, 0) : atoms.ends[-1]] for c in '«“"„')
    ):
        return out
    for match in _QUOTED.finditer(clean, max(atoms.starts[0] - 2, 0), min(atoms.ends[-1] + 2, len(clean))):
        inside = [i for i, s in enumerate(atoms.starts) if match.start() < s < match.end()]
        if not 2 <= len(inside) <= 5 or not all(atoms.words[i][0].isupper() for i in inside):
            continue
        first, last = inside[0], inside[-1]
        if any(atoms.gaps[i] not in (SPACE, HYPHEN) for i in inside[1:]):
            continue
        over = [s for s in spans if s.first <= last and first <= s.last and (s.person is None or s.entry)]
        covered = {i for s in over for i in range(s.first, s.last + 1)}
        partly = any(s.kind in ("state", "place", "organisation") and s.person is None for s in over)
        if not partly or any(s.first < first or s.last > last for s in over):
            continue
        if covered.issuperset(inside) and (len(over) < 2 or all(s.kind != "organisation" for s in over)):
            continue
        out.append(Span(first, last, "organisation", name=clean[match.start() + 1 : match.end() - 1].strip()))
    return out


def _quoted(atoms: Atoms, index: Index, clean: str) -> list[Span]:
    if not atoms.words:
        return []
    found: list[tuple[int, int, bool, Span]] = []  # start, end in the text; whether it is sure
    for match in _QUOTED.finditer(clean, max(atoms.starts[0] - 2, 0), min(atoms.ends[-1] + 2, len(clean))):
        group = next(g for g in range(1, 5) if match[g] is not None)
        inside = [i for i, s in enumerate(atoms.starts) if match.start(group) <= s < match.end(group)]
        if not inside or len(inside) > _MAX_QUOTED or not atoms.words[inside[0]][0].isupper():
            continue
        first, last = inside[0], inside[-1]
        before = after = _NOTHING
        if first and atoms.gaps[first] == QUOTE:
            before = index.marks(atoms.words[first - 1])
        if last + 1 < len(atoms.words) and atoms.gaps[last + 1] in (QUOTE, HYPHEN):
            after = index.marks(atoms.words[last + 1])
        sure = True
        span = Span(first, last, "organisation", name=match[group].strip())
        if "quoted_heads" in after or "legal" in after:
            span.last = last + 1
            span.base = fold(atoms.words[last + 1])
        elif "legal" not in before and ("quoted_heads" not in before or index.language.code == "kk"):
            sure = False
        found.append((match.start(), match.end(), sure, span))
    # «А», «Б» және «В» компаниялары: what makes one of a list a company makes all
    for order in (found, found[::-1]):
        for place in range(1, len(order)):
            one, other = order[place - 1], order[place]
            low, high = sorted((one, other), key=lambda f: f[0])
            joined = fold(clean[low[1] : high[0]].replace(",", " ").strip())
            if one[2] and not other[2] and (not joined or joined in ("және", "мен", "пен", "и", "and")):
                at = found.index(other)
                order[place] = found[at] = (other[0], other[1], True, other[3])
    return [f[3] for f in found if f[2]]


def _around_head(atoms: Atoms, head: int, spans: list[Span], index: Index) -> Span | None:
    code = index.language.code
    if code == "kk":
        return _kazakh(atoms, head, spans, index)
    if code == "en":
        return _english(atoms, head, spans, index)
    return _russian(atoms, head, spans, index)


def _state_at(spans: list[Span], at: int) -> Span | None:
    return next((s for s in spans if s.first <= at <= s.last and s.kind in ("state", "igo")), None)


def _kazakh(atoms: Atoms, head: int, spans: list[Span], index: Index) -> Span | None:
    """To the left of a head with its possessive ending, while capitals or words such as «ұлттық» go on."""
    words, gaps = atoms.words, atoms.gaps
    first = head
    capital = -1
    loose = head
    at = head - 1
    while at >= 0 and head - at <= _MAX_WORDS and gaps[at + 1] in (SPACE, HYPHEN, QUOTE):
        word = words[at]
        over = next((s for s in spans if s.first <= at <= s.last), None)
        if over is not None and over.kind == "person":
            if over.last == head - 1 and fold(words[head]).startswith(_NAMED_AFTER):
                capital = first = over.first  # «Жак Ширак музейі»
            break
        if over is not None and over.hit is not None and over.kind in ("state", "place", "igo"):
            # «Тбилисиде …», «Грузия мен Украинаның …»: a place where it is, states whose it is
            base = over.hit.base
            if case_of(words[over.hit.last], base, index.language) not in (None, "Nom", "Gen"):
                break
            parties = at > 1 and fold(words[over.first - 1]) in _AND and _state_at(spans, over.first - 2)
            if over.kind == "state" and parties and not (over.entry and over.entry.role == "adjective"):
                break
        if word[0].isupper() or word[0].isdigit():
            if fold(word).endswith(("нда", "нде", "дағы", "дегі", "тағы", "тегі", "мен")) and at != head - 1:
                break
            capital = first = at
        elif "inner" not in index.marks(word) and not fold(word).endswith(_KK_ADJECTIVES):
            break
        else:
            loose = at
        at -= 1
    if first == 0 and capital == 0 and not atoms.capitals and not _may_begin(words[0], index):
        first = capital = 1 if head > 1 and words[1][0].isupper() else -1
    if capital < 0:
        # «НАТО депозитарлық кітапханасы»: whose it is stands before it
        owner = _state_at(spans, loose - 1) if loose > 0 and gaps[loose] == SPACE else None
        if owner is None or loose == head:
            return None
        first = loose
        return Span(
            first, head, "organisation", name=" ".join(words[first : head + 1]), base=fold(words[head])
        )
    # the state at the front stays a name of its own: «Қазақстан | Сыртқы істер министрлігі»
    lead = _state_at(spans, first)
    if lead is not None and lead.entry is not None and lead.entry.role not in ("adjective", "inhabitant"):
        first = lead.last + 1
        while first < head and fold(words[first]) in ("және", "мен", "пен", "бен"):
            first += 1
        if first >= head:
            return None
    if first == head or (first == 0 and head == 1 and not words[head][0].isupper()):
        return None
    if any(s.kind == "office" and s.first <= head and first <= s.last for s in spans):
        return None
    return Span(first, head, "organisation", name=_kazakh_name(words, first, head), base=fold(words[head]))


def _kazakh_name(words: list[str], first: int, head: int) -> str:
    return " ".join([*words[first:head], kazakh_nominative(words[head])])


def _genitive(word: str, index: Index) -> bool:
    reading = index.language.readings(word)[0]
    return reading.case == "Gen" and reading.pos in ("NOUN", "ADJ")


def _directional(word: str) -> bool:
    return word.lower().endswith(("ern", "th", "st")) or word.lower() in (
        "central",
        "new",
        "supreme",
        "world",
    )


def _may_begin(word: str, index: Index) -> bool:
    """Whether a sentence's first word can be part of a name (no pronoun, adverb or verb)."""
    return index.language.readings(word)[0].pos in ("PROPN", "NOUN", "ADJ", "X")


def _english(atoms: Atoms, head: int, spans: list[Span], index: Index) -> Span | None:
    words, gaps = atoms.words, atoms.gaps
    if not words[head][0].isupper():
        return None
    first = last = head
    while first > 0 and gaps[first] in (SPACE, HYPHEN) and head - first < _MAX_WORDS:
        word = words[first - 1]
        barred = "not_names" in index.marks(word) and not _directional(word)
        if barred or not word[0].isupper():
            break
        if fold(word).endswith("'s"):
            break
        first -= 1
    while last + 1 < len(words) and last - head < _MAX_WORDS:
        gap, word = gaps[last + 1], words[last + 1]
        if gap not in (SPACE, HYPHEN):
            break
        if word[0].isupper() and not fold(word).endswith("'s"):
            last += 1
            continue
        stop = last + 1
        while stop < len(words) and gaps[stop] == SPACE and "inner" in index.marks(words[stop]):
            stop += 1
        if stop > last + 1 and stop < len(words) and gaps[stop] == SPACE and words[stop][0].isupper():
            if words[last + 1] not in ("of", "for") and words[last + 1] != "&":
                break
            last = stop
            continue
        break
    lead = _state_at(spans, first)
    if lead is not None and first == head:
        return None
    if lead is not None and lead.last + 1 == head and head == last and lead.first == first:
        return None  # "Kazakh company", "Kazakhstan Government"
    if first == last:
        return None
    if any(s.kind == "office" and s.first <= last and first <= s.last for s in spans):
        return None
    return Span(first, last, "organisation", name=" ".join(words[first : last + 1]))


def _russian(atoms: Atoms, head: int, spans: list[Span], index: Index) -> Span | None:
    """«Национальный банк», «Казахский национальный университет имени Абая»: capital first."""
    words, gaps = atoms.words, atoms.gaps
    first = head
    at = head
    while at > 0 and gaps[at] in (SPACE, HYPHEN) and head - at < 5:
        word = words[at - 1]
        if word[0].isupper():
            first = at - 1
        elif "inner" not in index.marks(word):
            break
        at -= 1
    last = head
    offices = [s.last for s in spans if s.kind == "office" and s.first <= head and s.last >= first]
    if offices:
        first = max(offices) + 1
    if first > head or not words[first][0].isupper() or (first == head and first == 0):
        return None
    if first == 0 and not any(words[i][0].isupper() for i in range(1, head + 1)):
        return None  # only the sentence begins there
    if first == head and not words[head].isupper():
        # «Министерство …», «Фонд …» in capitals inside a sentence: needs what it is of
        following = head + 1
        if (
            following >= len(words)
            or gaps[following] != SPACE
            or "inner" not in index.marks(words[following])
        ):
            return None
    while last + 1 < len(words) and gaps[last + 1] in (SPACE, HYPHEN) and last - head < 6:
        word = words[last + 1]
        named = (
            word[0].isupper() and fold(words[last]) in ("имени", "им") and _state_at(spans, last + 1) is None
        )
        owned = word[0].islower() and last - head < 4 and _genitive(word, index)
        if named or owned or "inner" in index.marks(word):
            last += 1
        else:
            break
    while last > head and index.language.readings(words[last])[0].pos == "ADJ":
        last -= 1
    while last > head and fold(words[last]) in ("и", "по", "при", "для", "имени"):
        last -= 1
    if first == last or any(s.kind == "office" and s.first <= head <= s.last for s in spans):
        return None
    lead = _state_at(spans, first)
    if lead is not None and lead.last + 1 == head == last:
        return None
    base = [_lemma(words[i], index) if i <= head else words[i] for i in range(first, last + 1)]
    return Span(first, last, "organisation", name=" ".join(words[first : last + 1]), key=" ".join(base))


def _after_noun(atoms: Atoms, spans: list[Span], index: Index) -> list[Span]:
    """«компании True Companion», «профсоюз Юнайт»: a noun, then a name without quotation marks."""
    words, gaps = atoms.words, atoms.gaps
    covered = {i for s in spans for i in range(s.first, s.last + 1)}
    out: list[Span] = []
    for at, word in enumerate(words):
        first = at + 1
        if first >= len(words) or gaps[first] != SPACE or word[0].isupper() or first in covered:
            continue
        if not words[first][0].isupper() or "quoted_heads" not in index.marks(word):
            continue
        last = at
        while last + 1 < len(words) and gaps[last + 1] in (SPACE, HYPHEN) and last - at < 5:
            following = words[last + 1]
            latin = following[0].isascii()
            if last + 1 in covered or not (following[0].isupper() or (latin and last > at)):
                break
            if not latin and index.language.readings(following)[0].pos not in ("PROPN", "X"):
                break
            last += 1
        while last > at and not words[last][0].isupper():
            last -= 1
        # one declined word in Cyrillic may be whose it is («газета Иванова»)
        if last > at and (words[first][0].isascii() or last > first or len(words[first]) > 4):
            name = " ".join(words[first : last + 1])
            out.append(Span(first, last, "organisation", name=name, key=name))
    return out


def _lemma(word: str, index: Index) -> str:
    return index.language.readings(word)[0].lemma
