"""Persons: known surnames with what stands before them, and unknown ones by pattern.

A run of capitalised words (initials and small words like «де», "von" among them) is a person when it
holds initials and a word, a given name and a word, an ending that only surnames have, or stands beside
an office or a title. A run ends where a word carries a case ending («Саркози Астанаға» is two names).
"""

from __future__ import annotations

from elshi.catalogue.atoms import DOT, HYPHEN, QUOTE, SPACE, Atoms
from elshi.catalogue.endings import case_of
from elshi.catalogue.index import Index
from elshi.catalogue.spans import Person, Span
from elshi.catalogue.surnames import (
    SHORT,
    attributive,
    base_of,
    kazakh_ended,
    nominative,
    russian_given,
    surely_surname,
    surname_like,
    two_surnames,
)
from elshi.languages.letters import fold

__all__ = ["Person", "find_persons"]

_MAX_WORDS = 5
#: Initials of two letters.
_DOUBLE = frozenset(("Дж", "Дз", "Ch", "Dj", "Dzh", "Kh", "Ph", "Sh", "Th", "Ts", "Ya", "Ye", "Yu", "Zh"))
_ATTRIBUTIVE = ("дағы", "дегі", "тағы", "тегі")
_NO_NAME = frozenset(("not_names", "heads", "inner", "quoted_heads", "instruments", "titles", "place_nouns"))
_PATRONYMICS = (
    "ұлы",
    "қызы",
    "вич",
    "вна",
    "вича",
    "вны",
    "вичу",
    "вне",
    "вичем",
    "вной",
    "улы",
    "кызы",
    "оглы",
    "оғлы",
    "ұлының",
    "қызының",
)


def _initial(word: str) -> bool:
    return word[0].isupper() and (len(word) == 1 or word in _DOUBLE)


def find_persons(atoms: Atoms, spans: list[Span], index: Index) -> list[Span]:
    """Adds unknown persons to the known names, and joins what belongs to known ones."""
    cover = [-1] * len(atoms.words)
    for number, span in enumerate(spans):
        for at in range(span.first, span.last + 1):
            cover[at] = number
    found: list[Span] = []
    dropped: set[int] = set()
    at, count = 0, len(atoms.words)
    words = atoms.words
    while at < count:
        run = _run(atoms, at, cover, spans, index) if words[at][0].isupper() else None
        if run is None:
            at += 1
            continue
        person = _person(atoms, run, cover, spans, index)
        if person is None:
            at += 1
            continue
        for inside in range(person.first, person.last + 1):
            if cover[inside] >= 0:
                dropped.add(cover[inside])
        found.append(person)
        at = person.last + 1
    kept = [s for n, s in enumerate(spans) if n not in dropped and s.kind != "person"]
    return sorted(kept + found, key=lambda s: s.first)


def _run(atoms: Atoms, first: int, cover: list[int], spans: list[Span], index: Index) -> list[int] | None:
    """The longest run of words from `first` that may be one person's name."""
    words, gaps = atoms.words, atoms.gaps
    kazakh = index.language.code == "kk"
    run: list[int] = []
    at = first
    while at < len(words) and len(run) < _MAX_WORDS + 2:
        word = words[at]
        if run:
            gap = gaps[at]
            if not (gap in (SPACE, HYPHEN) or (gap == DOT and _initial(words[at - 1]))):
                break
        if not word[0].isupper():
            particle = (
                run
                and "particles" in index.marks(word)
                and at + 1 < len(words)
                and words[at + 1][0].isupper()
                and gaps[at + 1] in (SPACE, HYPHEN)
            )
            if not particle:
                break
        elif cover[at] >= 0 and spans[cover[at]].kind != "person":
            span = spans[cover[at]]
            homograph = run and span.first == span.last == at and _overridable(words, run, at, span, index)
            if not homograph:
                break
        elif (
            word.isdigit()
            or (
                "not_names" in index.marks(word)
                and not (cover[at] >= 0 or _initial(word))
                and not (at + 1 < len(words) and fold(words[at + 1]).endswith(("ұлы", "қызы")))
            )
            or (word.isupper() and len(word) > 2 and not atoms.capitals)
        ):
            break
        if run and _complete(words, run, at, gaps[at], index):
            break
        if run and index.language.code != "en" and cover[run[-1]] >= 0 and cover[at] >= 0:
            left, right = spans[cover[run[-1]]], spans[cover[at]]
            if "given" not in index.marks(words[run[-1]]) and two_surnames(left, right):
                break  # «Путин Медведевпен», «вместо Обамы Трамп»
        if kazakh and word.endswith(_ATTRIBUTIVE):
            break
        run.append(at)
        if kazakh and len(run) > 1 and not _initial(words[run[-2]]) and _marked(word, index):
            break
        if kazakh and len(word) > SHORT and kazakh_ended(word, index):
            break
        if index.language.code == "en" and fold(word).endswith("'s"):
            break
        at += 1
    while run and not words[run[-1]][0].isupper():
        run.pop()
    if not run or (len(run) == 1 and _initial(words[run[0]])):
        return None
    return run


def _marked(word: str, index: Index) -> bool:
    """Whether a Kazakh word most likely carries a case ending."""
    if fold(word) in index.cues.given or len(word) <= SHORT:
        return False
    return index.language.readings(word)[0].case not in (None, "Nom")


def _complete(words: list[str], run: list[int], at: int, gap: int, index: Index) -> bool:
    """Whether the name is whole before word `at`: initials have one surname, a surname ends a name."""
    if gap == HYPHEN or index.language.code == "en":
        return False
    before = words[run[-1]]
    if "given" in index.marks(words[at]) and fold(words[at]) in index.cues.given:
        # another name begins: «Дархан Қыдырәлі Нұрсұлтан …», «Тоқаев Си …»
        full = len(run) > 1 and not _initial(before) and "given" not in index.marks(before)
        if full or (len(run) == 1 and surname_like(before, index)):
            return True
    if _initial(before) or not before[0].isupper():
        return False
    if fold(words[at]).endswith(_PATRONYMICS):
        return False
    if _initial(words[run[0]]) and len(run) > 1:
        return True
    # a patronymic is followed by the surname; a surname by nothing
    return len(run) > 1 and surname_like(before, index) and not fold(before).endswith(_PATRONYMICS)


def _overridable(words: list[str], run: list[int], at: int, span: Span, index: Index) -> bool:
    """A place or state inside a name: "Michael Jordan", «Джек Лондон»."""
    before = index.marks(words[run[-1]])
    if "given" not in before:
        return False
    if span.kind == "place" and index.language.code != "en" and surname_like(words[at], index):
        return True  # «Қаныш Сәтбаев», whose name a city bears
    return span.kind in ("place", "state") and "homographs" in index.marks(words[at])


def _person(atoms: Atoms, run: list[int], cover: list[int], spans: list[Span], index: Index) -> Span | None:
    words = atoms.words
    cues = index.cues
    # a sentence's first word may be capitalised by accident
    if run[0] == 0 and len(run) > 1 and not _namelike(words[0], index, cover, 0, spans):
        run = run[1:]
    if len(run) > 1 and index.language.code == "kk":
        # «Кәсіпкер Татьяна Моор»: a noun in capitals before a given name is no part of it
        lead = words[run[0]]
        plain = not _initial(lead) and fold(lead) not in cues.given and not surname_like(lead, index)
        if plain and cover[run[0]] < 0 and fold(words[run[1]]) in cues.given and atoms.gaps[run[1]] == SPACE:
            run = run[1:]
    marks = [index.marks(words[i]) for i in run]
    while len(run) > 1 and "titles" in marks[0] and "given" not in marks[0]:
        run, marks = run[1:], marks[1:]
    initials = 0
    while initials < len(run) and _initial(words[run[initials]]):
        nxt = run[initials] + 1
        if nxt < len(words) and atoms.gaps[nxt] == DOT:
            initials += 1
        else:
            break
    rest = run[initials:]
    if not rest:
        return None
    known = [i for i in rest if cover[i] >= 0 and spans[cover[i]].kind == "person"]
    if (
        len(known) == 1
        and known[0] != rest[-1]
        and "given" in index.marks(words[known[0]])
        and (entry := spans[cover[known[0]]].entry) is not None
        and entry.size == 1
    ):
        known = []  # a given name that is somebody else's surname
    if known:
        return _known_person(atoms, run, known, initials, cover, spans, index)
    if (
        run[0]
        and atoms.gaps[run[0]] == QUOTE
        and (run[-1] + 1 == len(words) or atoms.gaps[run[-1] + 1] == QUOTE)
    ):
        return None
    given = [i for i in rest if "given" in index.marks(words[i])]
    surname = any(surname_like(words[i], index) for i in rest)
    beside = _beside_title(atoms, run, cover, spans, index)
    alone = len(rest) == 1
    if index.language.code == "ru" and len(rest) == 1 and attributive(atoms, rest[0], index) and not beside:
        return None
    if initials:
        ok = len(fold(words[rest[0]])) > 2
    elif given and len(rest) > 1:
        ok = given[0] in rest[:-1] or surname
    elif surname:
        ok = len(rest) > 1 or beside or (run[0] != 0 and surely_surname(words[rest[0]], index))
    elif alone and given and index.language.code == "kk":
        ok = beside or (run[0] != 0 and _lone_given(atoms, rest[0], index))
    else:
        ok = (beside and _proper(words[rest[0]], index)) or (len(rest) > 1 and _two_names(atoms, rest, index))
    if not ok:
        return None
    if given and not initials and not surname and not beside and len(rest) > 1:
        rest = rest[rest.index(given[0]) :]
        run = rest
    rest = rest[:6]
    last = rest[-1]
    base, case = base_of(words[last], index)
    name = " ".join([*(words[i] + "." for i in run[:initials]), *(words[i] for i in rest[:-1]), base])
    if index.language.code == "ru" and not initials and len(rest) > 1 and nominative(words[rest[0]], index):
        name, case = " ".join(words[i] for i in rest), "Nom"
    elif index.language.code == "ru" and not initials:
        name = " ".join([*(russian_given(words[i], index) for i in rest[:-1]), base])
    name = _glue(name, atoms, rest)
    if atoms.capitals:
        name = name.title()
    if (
        alone
        and not initials
        and fold(words[last]) in cues.given
        and not beside
        and index.language.code != "kk"
    ):
        return None
    return Span(run[0], last, "person", person=Person(name, case, None, full=not alone and not initials))


def _proper(word: str, index: Index) -> bool:
    if index.language.code == "en":
        return True
    return index.language.readings(word)[0].pos == "PROPN" and not index.marks(word) & _NO_NAME


def _lone_given(atoms: Atoms, at: int, index: Index) -> bool:
    """A Kazakh given name alone, where nothing makes it a street, a school or a holiday."""
    after = at + 1
    word = atoms.words[at]
    if atoms.gaps[at] != SPACE or index.marks(word) & {"not_names", "common_given"}:
        return False
    if after < len(atoms.words) and atoms.gaps[after] in (SPACE, HYPHEN):
        return not index.marks(atoms.words[after]) & {"place_nouns", "heads", "quoted_heads"}
    return True


def _two_names(atoms: Atoms, rest: list[int], index: Index) -> bool:
    """In Kazakh and Russian two capitalised words in a row that the dictionary lacks are a person's name."""
    words = atoms.words
    if index.language.code == "en" or atoms.capitals or len(rest) > 6:
        return False
    after = rest[-1] + 1
    if (
        after < len(words)
        and atoms.gaps[after] == SPACE
        and index.marks(words[after]) & {"place_nouns", "heads"}
    ):
        return False
    if rest[0] and index.marks(words[rest[0] - 1]) & {"place_nouns", "quoted_heads", "legal"}:
        return False
    if atoms.gaps[rest[0]] == QUOTE and (after >= len(words) or atoms.gaps[after] == QUOTE):
        return False
    for at in rest:
        word = words[at]
        if "particles" in index.marks(word) and at != rest[-1]:
            continue
        if len(word) < 3 or not word.isalpha() or word[0].isascii() or word[1:] != word[1:].lower():
            return False
        if index.marks(word) & _NO_NAME or index.language.readings(word)[0].pos != "PROPN":
            return False
    return True


def _glue(name: str, atoms: Atoms, rest: list[int]) -> str:
    """Puts back the hyphens between words («Жан-Клод Юнкер»)."""
    parts = name.split(" ")
    lead = len(parts) - len(rest)
    out = " ".join(parts[:lead])
    for place, at in enumerate(rest):
        part = parts[lead + place]
        out += (("-" if place and atoms.gaps[at] == HYPHEN else " ") if out else "") + part
    return out


def _namelike(word: str, index: Index, cover: list[int], at: int, spans: list[Span]) -> bool:
    if _initial(word):
        return True
    if cover[at] >= 0 and spans[cover[at]].kind == "person":
        return True
    if "given" in index.marks(word) or surname_like(word, index):
        return True
    readings = index.language.readings(word)
    if readings[0].pos in ("PROPN", "X"):
        return index.language.code != "kk" or readings[0].case in (None, "Nom")
    return index.language.code != "en" and readings[0].pos == "NOUN" and readings[0].case == "Nom"


def _beside_title(atoms: Atoms, run: list[int], cover: list[int], spans: list[Span], index: Index) -> bool:
    before, after = run[0] - 1, run[-1] + 1
    if before >= 0 and atoms.gaps[run[0]] in (SPACE, DOT):
        if cover[before] >= 0 and spans[cover[before]].kind == "office":
            span = spans[cover[before]]
            # in Kazakh an office before a name stands in the base form: «Президенті Макрон»
            if index.language.code != "kk" or span.hit is None:
                return True
            return case_of(atoms.words[span.last], span.hit.base, index.language) in (None, "Nom")
        if "titles" in index.marks(atoms.words[before]):
            return True
    if after < len(atoms.words) and atoms.gaps[after] == SPACE:
        return "after_titles" in index.marks(atoms.words[after])
    return False


def _known_person(
    atoms: Atoms,
    run: list[int],
    known: list[int],
    initials: int,
    cover: list[int],
    spans: list[Span],
    index: Index,
) -> Span | None:
    """A name of the catalogue with initials or other given names before it."""
    words = atoms.words
    span = spans[cover[known[0]]]
    final = spans[cover[known[-1]]]
    if final is not span and span.entry is not None and span.entry.size == 1 and final.entry is not None:
        span = final  # «Абдолла Гюль»: the surname tells, though there is an Abdullah by surname as well
    hit, entry = span.hit, span.entry
    if hit is None or entry is None:
        return None
    last = span.last
    base_word = words[hit.last]
    case = case_of(base_word, hit.base, index.language)
    before = [i for i in run if i < span.first]
    base, _ = base_of(base_word, index)
    if fold(base) != hit.base and fold(base_word).startswith(hit.base):
        base = base_word[: len(hit.base)]
    unique = entry.id if len(span.rivals) == 1 else None
    if not before:
        if entry.size > 1 or entry.role != "surname":
            return Span(
                span.first,
                last,
                "person",
                hit,
                entry,
                span.rivals,
                person=Person(entry.form, case, unique, True),
            )
        # «Назарбаев Университеті» is no person: an organisation's head follows in capitals
        following = last + 1
        if (
            following < len(words)
            and atoms.gaps[following] == SPACE
            and "heads" in index.marks(words[following])
            and case in (None, "Nom")
        ):
            return None
        return Span(
            span.first, last, "person", hit, entry, span.rivals, person=Person(base, case, unique, False)
        )
    front = [words[i] for i in before]
    if entry.size > 1:
        # a full name after other words: «Рахмет Нұрсұлтан Назарбаев»; keep the full name only
        return Span(
            span.first, last, "person", hit, entry, span.rivals, person=Person(entry.form, case, unique, True)
        )
    if all(_initial(w) for w in front):
        chosen = tuple(r for r in span.rivals if index.initial_fits(r, front[0]))
        name = "".join(w + "." for w in front) + base
        id = chosen[0] if len(chosen) == 1 else None
        return Span(before[0], last, "person", hit, entry, chosen, person=Person(name, case, id, False))
    names = " ".join([*front, base])
    chosen = tuple(r for r in span.rivals if index.given_fits(r, front[0]))
    id = chosen[0] if len(chosen) == 1 else None
    return Span(before[0], last, "person", hit, entry, chosen, person=Person(names, case, id, True))
