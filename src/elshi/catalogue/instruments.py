"""Titles of treaties and papers: «… туралы шарт», «Договор о …», "Agreement on …".

They may be long and hold other names, so they are kept apart from the other mentions and may overlap
them.
"""

from __future__ import annotations

import re

from elshi.catalogue.atoms import BREAK, COMMA, HYPHEN, QUOTE, SPACE, Atoms
from elshi.catalogue.cues import Cues, cues
from elshi.languages.base import Language
from elshi.languages.letters import fold
from elshi.model import Mention, Passage

__all__ = ["instruments"]

_QUOTED = re.compile(r"«([^«»]{4,200})»|“([^“”\"]{4,200})[”\"]")
_MAX_WORDS = 22
_KK_OWNED = ("шарты", "келісімі", "келісімшарты", "меморандумы", "декларациясы", "хаттамасы", "конвенциясы",
             "пактісі", "хартиясы", "декларация")  # fmt: skip
_DATE_WORD = re.compile(
    r"\d{1,2}|\d{4}|год[ауе]?|г|(?:январ|феврал|апрел|июн|июл|сентябр|октябр|ноябр|декабр)[яье]|март[ае]?|ма[йяе]|август[ае]?"
)
_DATE_TIES = frozenset(["от", "на", "до", "за", "с", "к", "по", "в", "между", "и"])
_FIELDS = ("field", "fields", "area", "areas", "sphere", "spheres", "сфере", "области", "деле")


def instruments(passage: Passage, clean: str, language: Language) -> list[Mention]:
    """Titles of instruments in one sentence; they may overlap other mentions, not each other.

    Args:
        passage: the sentence and its tokens.
        clean: the clean text that all offsets point into.
        language: of the sentence.
    """
    words = cues(language.code)
    sentence = passage.sentence
    nouns = words.instruments
    atoms: Atoms | None = None
    atoms = Atoms.of(clean, sentence.start, sentence.end)
    heads = [i for i, w in enumerate(atoms.words) if _is_noun(w, language, nouns)]
    if not heads:
        return []
    starts = [t.start for t in passage.tokens]
    out: list[Mention] = []
    for head in heads:
        found = (
            _kazakh(atoms, head, words) if language.code == "kk" else _forward(atoms, head, words, language)
        )
        quoted = _quoted_beside(atoms, head, clean)
        if quoted is not None:
            found = quoted
        if found is None:
            continue
        first, last = found
        start, end = atoms.starts[first], atoms.ends[last]
        if out and start < out[-1].end:
            continue
        tokens = atoms.tokens(starts, start, end)
        noun = atoms.words[head]
        case = next((r.case for r in language.readings(noun) if r.case), None)
        text = clean[start:end]
        out.append(Mention(start, end, text, "instrument", None, text, case, first=tokens[0], last=tokens[1]))
    return out


_nouns: dict[tuple[str, str], bool] = {}


def _is_noun(word: str, language: Language, nouns: frozenset[str]) -> bool:
    known = _nouns.get((language.code, word))
    if known is None:
        if len(_nouns) > 400_000:
            _nouns.clear()
        folded = fold(word)
        known = folded in nouns or any(fold(k) in nouns for k in language.keys(word))
        _nouns[language.code, word] = known
    return known


def _kazakh(atoms: Atoms, head: int, words: Cues) -> tuple[int, int] | None:
    """«Достық, өзара түсіністік және ынтымақтастық туралы шарт»: back from the noun over its subject."""
    last = head
    # «туралы үкіметаралық келісім», «жөніндегі бірлескен декларация»
    topic = -1
    for at in range(head - 1, max(head - 5, -1), -1):
        if atoms.gaps[at + 1] not in (SPACE, QUOTE):
            break
        if fold(atoms.words[at]) in words.topics:
            topic = at
            break
    if topic < 0:
        # «Стратегиялық әріптестік шарты», «Брюссель келісімі»: the noun is possessed by a name
        if not fold(atoms.words[head]).startswith(_KK_OWNED) and not atoms.words[head][0].isupper():
            return None
        for first in range(head - 1, max(head - 5, -1), -1):
            if atoms.gaps[first + 1] not in (SPACE, HYPHEN):
                return None
            if atoms.words[first][0].isupper():
                return first, last
        return None
    first = topic
    capital = topic
    while first > 0 and topic - first < _MAX_WORDS:
        gap, word = atoms.gaps[first], atoms.words[first - 1]
        if gap == BREAK or fold(word) in words.stops:
            break
        if gap == COMMA and atoms.words[first][0].isupper():
            break
        first -= 1
        if word[0].isupper():
            capital = first
    first = capital if capital < topic else max(first, topic - 3)
    return (first, last) if first < topic else None


def _forward(atoms: Atoms, head: int, words: Cues, language: Language) -> tuple[int, int] | None:
    first = head
    capital = atoms.words[head][0].isupper()
    while (
        first > 0
        and atoms.gaps[first] in (SPACE, HYPHEN)
        and atoms.words[first - 1][0].isupper()
        and head - first < 4
    ):
        if atoms.words[first - 1].lower() in ("the", "a", "an", "this"):
            break
        if language.readings(atoms.words[first - 1])[0].pos not in ("ADJ", "NOUN", "PROPN", "X"):
            break
        first -= 1
    if first < head:
        capital = True
    last = head
    following = head + 1
    if (
        following < len(atoms.words)
        and atoms.gaps[following] == SPACE
        and fold(atoms.words[following]) in words.topics
    ):
        last = following
        while last + 1 < len(atoms.words) and last - head < _MAX_WORDS:
            gap, word = atoms.gaps[last + 1], atoms.words[last + 1]
            if gap == BREAK or (fold(word) in words.stops and not _field_follows(atoms, last + 1)):
                break
            if gap == COMMA and not (word[0].isupper() or _list_goes_on(atoms, last + 1)):
                break
            last += 1
        if language.code == "ru":
            last = _without_date(atoms, following, last)
        if last == following:
            return None
        return first, last
    return (first, last) if capital and first < head else None


def _without_date(atoms: Atoms, first: int, last: int) -> int:
    """The last word of a title without the date of the deed behind it («… о ракетах 2 августа 2019 года»).

    A date that a preposition ties to the title («план на 2024 год», «соглашение от 5 мая») belongs to it.
    """
    at = last
    while at > first and _DATE_WORD.fullmatch(fold(atoms.words[at])):
        at -= 1
    if at == last or not any(c.isdigit() for w in atoms.words[at + 1 : last + 1] for c in w):
        return last
    return last if fold(atoms.words[at]) in _DATE_TIES else at


def _field_follows(atoms: Atoms, at: int) -> bool:
    """A title goes on over «в области …», "in the field of …"."""
    return any(fold(w) in _FIELDS for w in atoms.words[at + 1 : at + 3])


def _list_goes_on(atoms: Atoms, at: int) -> bool:
    """After a comma: «…, взаимопонимании и сотрудничестве», "…, friendship and cooperation"."""
    for later in range(at + 1, min(at + 3, len(atoms.words))):
        if atoms.gaps[later] == COMMA or fold(atoms.words[later]) in ("и", "and"):
            return True
        if atoms.gaps[later] == BREAK:
            return False
    return False


def _quoted_beside(atoms: Atoms, head: int, clean: str) -> tuple[int, int] | None:
    """«Қауіпсіздік туралы» келісім, договор «О границе»: the quoted title with its noun."""
    low, high = atoms.starts[0], atoms.ends[-1]
    for match in _QUOTED.finditer(clean, max(low - 2, 0), min(high + 2, len(clean))):
        inside = [i for i, s in enumerate(atoms.starts) if match.start() <= s < match.end()]
        if not inside:
            continue
        if inside[0] <= head <= inside[-1]:
            return inside[0], inside[-1]
        if inside[-1] + 1 == head and atoms.gaps[head] == QUOTE:
            return inside[0], head
        if inside[0] - 1 == head and atoms.gaps[inside[0]] == QUOTE:
            return head, inside[-1]
    return None
