"""Who and where one sentence names: known names in any inflection, unknown ones by pattern.

`recognise` gives mentions that do not overlap; `instruments` gives the titles of treaties and papers,
which may hold other names inside them. Whom an office, a surname or «еліміз» stands for is decided by
`elshi.catalogue.link`, which sees the whole document; until then such mentions have no id.
"""

from __future__ import annotations

from enum import IntEnum

from elshi.catalogue.atoms import BREAK, COMMA, QUOTE, SPACE, Atoms
from elshi.catalogue.cues import cues
from elshi.catalogue.endings import case_of, kazakh_case
from elshi.catalogue.entities import slug
from elshi.catalogue.index import Entry, Hit, Index
from elshi.catalogue.instruments import instruments
from elshi.catalogue.organisations import find_organisations
from elshi.catalogue.persons import Person, find_persons
from elshi.catalogue.places import find_places
from elshi.catalogue.spans import Span
from elshi.catalogue.store import Catalogue
from elshi.catalogue.unknown import find_unknown, in_brackets
from elshi.languages.base import Language
from elshi.languages.letters import fold
from elshi.model import Mention, Passage

__all__ = ["OWN", "Depth", "instruments", "known_spans", "recognise"]

#: Names of mentions that only `link` can resolve: one's own country, its first leader, the two sides.
OWN = {"own:state": "own country", "own:first": "first president", "own:sides": "both sides"}

_KINDS = {"group": "organisation", "event": "programme", "other": "organisation", "ministry": "organisation"}
#: Abbreviations that read as common words when a whole line is in capitals.
_WORDS_IN_CAPITALS = frozenset(("us", "who", "it", "is", "in", "un", "am", "as", "all"))
_ORDER = {
    "state": 0,
    "igo": 1,
    "programme": 2,
    "own": 3,
    "office": 4,
    "place": 5,
    "organisation": 6,
    "person": 7,
}


class Depth(IntEnum):
    """How far a sentence is read for names."""

    NOTHING = 0
    #: names of the catalogue
    KNOWN = 1
    #: and unknown names that a pattern tells
    PATTERNS = 2
    #: and those that only the model tells
    GUESSES = 3


def recognise(
    passage: Passage, clean: str, language: Language, catalogue: Catalogue, depth: Depth = Depth.GUESSES
) -> list[Mention]:
    """Mentions of one sentence, in order, without overlaps; the longest name wins.

    Args:
        passage: the sentence and its tokens.
        clean: the clean text that all offsets point into.
        language: of the sentence.
        catalogue: who is who.
        depth: how far to look for names that are not the catalogue's.
    """
    index = catalogue.index(language)
    atoms = Atoms.of(clean, passage.sentence.start, passage.sentence.end)
    spans = known_spans(atoms, index, clean) if depth >= Depth.PATTERNS else _known(atoms, index)
    if depth >= Depth.PATTERNS and any(w[0].isupper() for w in atoms.words):
        if depth >= Depth.GUESSES:
            spans = find_unknown(atoms, spans, index)
        if language.code != "en" and "(" in clean[passage.sentence.start : passage.sentence.end]:
            spans = in_brackets(atoms, spans, clean)
    if not spans:
        return []
    starts = [t.start for t in passage.tokens]
    out = []
    for span in spans:
        mention = _mention(span, atoms, clean, language, catalogue)
        if mention is not None:
            first, last = atoms.tokens(starts, mention.start, mention.end)
            out.append(_with_tokens(mention, first, last))
    return out


def known_spans(atoms: Atoms, index: Index, clean: str) -> list[Span]:
    """What the catalogue and the patterns find in one sentence, in order, without overlaps."""
    spans = _known(atoms, index)
    if any(w[0].isupper() for w in atoms.words):
        spans = find_persons(atoms, spans, index)
        spans = find_organisations(atoms, spans, index, clean)
        spans = find_places(atoms, spans, index)
    return spans


def _with_tokens(m: Mention, first: int, last: int) -> Mention:
    return Mention(
        m.start, m.end, m.text, m.kind, m.id, m.name, m.case, m.of, m.office, m.person,
        m.value, m.unit, m.mark, m.metonym, first, last,
    )  # fmt: skip


_ARTICLES = ("the", "The")


def _known(atoms: Atoms, index: Index) -> list[Span]:
    """Names of the catalogue, left to right, the longest that fits at each word."""
    spans: list[Span] = []
    starts, words = index.starts, atoms.words
    at, count = 0, len(words)
    while at < count:
        word = words[at]
        begin = starts.get(word)
        if begin is None:
            begin = index.start(word)
        if not begin:
            at += 1
            continue
        span = _longest(atoms, index, at)
        if span is not None and word in _ARTICLES and at + 1 < count:
            following = _longest(atoms, index, at + 1)
            if following is not None and following.last > span.last:
                span = None  # "the Gulf Cooperation Council" is no Gulf
        if span is None:
            at += 1
            continue
        spans.append(span)
        at = span.last + 1
    return spans


def _longest(atoms: Atoms, index: Index, at: int) -> Span | None:
    for hit in index.all_at(atoms, at):
        entries = [e for e in hit.entries if _fits(e, atoms, hit, index)]
        if not entries:
            continue
        entries.sort(key=lambda e: (_ORDER.get(e.kind, 8), e.order))
        best = entries[0]
        last = hit.ending if hit.ending >= 0 else hit.last
        rivals = tuple(dict.fromkeys(e.id for e in entries if e.kind == best.kind))
        return _with_noun(Span(hit.first, last, best.kind, hit, best, rivals), atoms, index)
    return None


def _with_noun(span: Span, atoms: Atoms, index: Index) -> Span:
    """«түрік жағы», "the Turkish side", «Қырғыз елі» end with their noun, whose case they take."""
    following = span.last + 1
    if (
        span.entry is None
        or span.kind != "state"
        or following >= len(atoms.words)
        or atoms.gaps[following] != SPACE
        or "nationals" not in index.marks(atoms.words[following])
    ):
        return span
    if index.language.code == "kk":
        noun = fold(atoms.words[following])
        if span.entry.role not in ("adjective", "inhabitant") and not noun.startswith(("тарап", "жағ")):
            return span
        span.country = noun.startswith("ел")
    elif span.entry.role != "adjective":
        return span
    span.last = span.noun = following
    return span


def _fits(entry: Entry, atoms: Atoms, hit: Hit, index: Index) -> bool:
    """Whether the letters' case (and, for homographs, the place in the sentence) allow this reading."""
    word = atoms.words[hit.first]
    if entry.id == "C5" and _plus_one(atoms, hit):
        return False
    if entry.letters == 2:
        return _fits_abbreviation(entry, atoms, hit)
    if entry.id.startswith("back:"):
        return _points_back(entry, atoms, hit, index)
    if entry.id == "own:sides" and entry.size == 1 and index.language.code == "ru":
        return _sides_alone(atoms, hit, index)
    if entry.letters == 1 and not (word[0].isupper() or word[0].isdigit()):
        return entry.size >= 3 and entry.kind in ("igo", "programme")
    if entry.size == 1:
        common = entry.role in ("adjective", "inhabitant")
        begins = hit.first == 0 or atoms.gaps[hit.first] == BREAK
        if begins and not common and not atoms.capitals and "homographs" in index.marks(word):
            return False
        if entry.kind == "place" and "given" in index.marks(word) and fold(word) != fold(entry.form):
            return False  # «Анатолий» is a man, not many Anatolias
        if entry.kind in ("state", "place") and not common and _quoted_alone(atoms, hit):
            return False  # «Колумбия» is a ship
        if entry.letters == 0 and (word[0].islower() or begins) and entry.kind == "office":
            # «после» is no ambassador
            return index.language.readings(word)[0].pos not in (
                "ADP",
                "ADV",
                "CCONJ",
                "SCONJ",
                "PART",
                "VERB",
            )
        following = hit.last + 1
        beginnings = index.before.get(fold(entry.form))
        if beginnings is not None and not (
            following < len(atoms.words) and fold(atoms.words[following]).startswith(beginnings)
        ):
            return False
        if common and following < len(atoms.words) and atoms.gaps[following] == SPACE:
            return "not_nations" not in index.marks(atoms.words[following])
        if entry.kind == "person" and entry.role == "surname" and begins and not atoms.capitals:
            # a sentence's first word may be a common one: «Ким», "May"
            return index.language.readings(word)[0].pos in ("PROPN", "X", "NOUN")
    return True


def _points_back(entry: Entry, atoms: Atoms, hit: Hit, index: Index) -> bool:
    """Whether «одақ», "the bloc" stands alone: no word before or after it says which one it is."""
    words, gaps = atoms.words, atoms.gaps
    word = fold(words[hit.last])
    after = hit.last + 1
    code = index.language.code
    before = "" if gaps[hit.first] in (BREAK, COMMA) else fold(words[hit.first - 1])
    if code == "kk":
        ending = word[len(hit.base) :] if word.startswith(hit.base) else ""
        if ending.startswith(("ы", "і", "сы", "сі", "лар", "лер", "дар", "дер", "тар", "тер", "ым", "ім")):
            return False
        return not before or before in index.cues.pointers
    if code == "en":
        return not (after < len(words) and words[after] in ("of", "that", "for"))
    if words[hit.first][0].isupper() and hit.first and gaps[hit.first] not in (BREAK, QUOTE):
        return entry.size > 1
    following = (
        index.language.readings(words[after])[0] if after < len(words) and gaps[after] == SPACE else None
    )
    if following is not None and (following.case == "Gen" or (words[after][0].isupper())):
        return False
    return not before or before in index.cues.pointers or index.language.readings(before)[0].pos in _LOOSE


#: Groups of states that are named together and have no organisation of that name.
_STATES_OF = {"place:baltics": "EST+LVA+LTU"}

_SUBJECTS = ("стороны", "страны", "оба государства", "два государства")


def _sides_alone(atoms: Atoms, hit: Hit, index: Index) -> bool:
    """«Стороны договорились», but not «со стороны Ирана», «российская сторона»."""
    words, gaps, first = atoms.words, atoms.gaps, hit.first
    after = hit.last + 1
    following = None
    if after < len(words) and gaps[after] == SPACE:
        following = index.language.readings(words[after])[0]
    before = index.language.readings(words[first - 1])[0].pos if gaps[first] == SPACE else ""
    if before in ("ADP", "ADJ", "PRON", "DET", "NUM"):
        return False
    if before in ("NOUN", "PROPN"):  # «по итогам переговоров стороны подписали»
        return following is not None and following.pos == "VERB"
    return following is None or (following.case != "Gen" and not words[after][0].isupper())


#: Parts of speech before a noun that do not say which one it is.
_LOOSE = ("ADP", "VERB", "CCONJ", "SCONJ", "PART", "ADV")


def _quoted_alone(atoms: Atoms, hit: Hit) -> bool:
    last = hit.last + 1
    return (
        hit.first > 0
        and atoms.gaps[hit.first] == QUOTE
        and last < len(atoms.words)
        and atoms.gaps[last] == QUOTE
    )


def _plus_one(atoms: Atoms, hit: Hit) -> bool:
    """C5+1 is not C5."""
    after = hit.last + 1
    return (
        after < len(atoms.words)
        and atoms.words[after].isdigit()
        and atoms.starts[after] == atoms.ends[hit.last] + 1
    )


def _fits_abbreviation(entry: Entry, atoms: Atoms, hit: Hit) -> bool:
    if entry.size > 1:
        return atoms.words[hit.first][0].isupper() or atoms.words[hit.first][0].isdigit()
    word, form = atoms.words[hit.first], entry.form
    if _plus_one(atoms, hit):
        return False
    if atoms.capitals:
        return fold(form) not in _WORDS_IN_CAPITALS
    folded = fold(word)
    base = word[: len(form)]
    if fold(base) == fold(form):
        if sum(c.isupper() for c in base) == sum(c.isupper() for c in form) and base[0].isupper():
            return True
        return len(form) >= 5 and word[0].isupper()
    return len(form) >= 5 and word[0].isupper() and folded.startswith(fold(form))


def _mention(
    span: Span, atoms: Atoms, clean: str, language: Language, catalogue: Catalogue
) -> Mention | None:
    start, end = atoms.starts[span.first], atoms.ends[span.last]
    if clean[end : end + 1] == "." and clean[start:end].count(".") and len(atoms.words[span.last]) == 1:
        end += 1  # "U.N."
    start, end = _with_quotes(clean, start, end)
    if span.person is not None:
        return _person(span, span.person, clean, start, end, language, catalogue)
    text = clean[start:end]
    entry = span.entry
    if entry is None:
        case = next((r.case for r in language.readings(atoms.words[span.last]) if r.case), None)
        id = "place:" + slug(span.name or text) if span.kind == "place" else None
        if span.key is not None:
            id = "organisation:" + slug(span.key)
        return Mention(start, end, text, span.kind, id, span.name, case)
    case = _case(span, atoms, language)
    if entry.id.startswith("context:"):
        # stands for an organisation only if the document names it; `link` decides
        return Mention(start, end, text, "igo", None, entry.id, case)
    if entry.id.startswith("back:"):
        return Mention(start, end, text, "state", None, entry.id, case)
    if entry.kind == "own":
        if language.code == "ru" and entry.id == "own:sides" and fold(text).endswith(_SUBJECTS):
            case = "Nom"  # the plural, which reads like the genitive of one
        return Mention(start, end, text, "state", None, OWN[entry.id], case)
    if entry.role == "ministry":
        return Mention(start, end, text, "organisation", None, entry.form, case)
    entity = catalogue.entities[entry.id]
    kind = _KINDS.get(entity.kind, entity.kind)
    code = catalogue.code(entry.id)
    if kind == "state" and entry.role in ("adjective", "inhabitant") and not span.country:
        kind = "nationality"
    if entry.role == "metonym" and kind in ("state", "igo"):
        return Mention(start, end, text, "place", code, entity.name, case, of=code, metonym=True)
    if kind == "place" and entry.id in _STATES_OF and len(text.split()) > 1:
        # several states under one name: each of them acts
        return Mention(start, end, text, "state", None, entity.name, case, of=_STATES_OF[entry.id])
    if kind == "place":
        stands = catalogue.metonyms.get(entry.id)
        name = entity.display(language.code) or entity.name
        return Mention(
            start,
            end,
            text,
            kind,
            entry.id,
            name,
            case,
            of=entity.country or stands,
            metonym=stands is not None,
        )
    if kind == "office":
        of = entity.country or _owner_inside(entry, catalogue.index(language), catalogue)
        return Mention(start, end, text, kind, entry.id, entity.name, case, of=of, office=entry.id)
    if kind == "organisation" and entity.parent is not None and entity.parent == entity.country:
        # an organ of a state acts as the state
        return Mention(start, end, text, kind, code, entity.name, case, of=entity.country, metonym=True)
    of = None if kind in ("state", "igo", "nationality", "programme") else entity.country
    return Mention(start, end, text, kind, code, entity.name, case, of=of)


#: Words in an office's name after which a state or organisation is its subject, not its owner.
_SUBJECT = frozenset(("for", "affairs", "делам", "ambassador", "to", "при", "у", "істері", "жөніндегі"))
_owners: dict[tuple[str, str], str | None] = {}


def _owner_inside(entry: Entry, index: Index, catalogue: Catalogue) -> str | None:
    """Whose office it is where its name says so: «генсек ООН», "sultan of Oman"."""
    if entry.size == 1:
        return None
    key = (index.language.code, entry.form)
    if key not in _owners:
        atoms = Atoms.of(entry.form, 0, len(entry.form))
        found = None
        if not _SUBJECT.intersection(fold(w) for w in atoms.words):
            for at in range(len(atoms.words)):
                codes = []
                for hit in index.all_at(atoms, at):
                    for e in hit.entries:
                        if e.kind in ("state", "igo") and _fits(e, atoms, hit, index):
                            codes.append(e.id)
                        elif e.kind == "organisation" and (organ := catalogue.entities.get(e.id)) is not None:
                            codes += (
                                [organ.country] if organ.country and organ.parent == organ.country else []
                            )
                if codes:
                    found = codes[0]
                    break
        _owners[key] = found
    return _owners[key]


def _with_quotes(clean: str, start: int, end: int) -> tuple[int, int]:
    """Takes in the quotation marks that stand directly around a name."""
    opened = start > 0 and clean[start - 1] in '«“"„'
    closed = end < len(clean) and clean[end] in '»”"“'
    inside = clean[start:end]
    if opened and (closed or any(c in inside for c in '»”"')):
        return start - 1, end + (1 if closed and not any(c in inside for c in '»”"') else 0)
    if closed and any(c in inside for c in '«“"') and not any(c in inside for c in "»”"):
        return start, end + 1
    return start, end


def _case(span: Span, atoms: Atoms, language: Language) -> str | None:
    if span.noun >= 0:
        word = atoms.words[span.noun]
        if language.code == "kk":
            folded = fold(word)
            for stem in ("тарапы", "тарап", "жағы", "жақ", "жағ", "елі", "ел"):
                if folded.startswith(stem):
                    return kazakh_case(folded[len(stem) :]) or "Nom"
        return next((r.case for r in language.readings(word) if r.case), None)
    hit = span.hit
    if hit is None:
        return None
    if hit.ending >= 0:
        return kazakh_case(fold(atoms.words[hit.ending]))
    if language.code == "ru":
        return _russian_case(hit, atoms, language)
    return case_of(atoms.words[hit.last], hit.base, language)


def _russian_case(hit: Hit, atoms: Atoms, language: Language) -> str | None:
    """Case of a name of several words: that of its first noun, on which its adjectives agree."""
    agreed: list[str] | None = None
    for at in range(hit.first, hit.last + 1):
        readings = language.readings(atoms.words[at])
        cases = list(dict.fromkeys(r.case for r in readings if r.case))
        if not cases:
            continue
        both = [c for c in cases if agreed is None or c in agreed]
        agreed = both or cases
        if readings[0].pos in ("NOUN", "PROPN"):
            break
    if agreed and hit.first and atoms.gaps[hit.first] == SPACE:
        wanted = cues(language.code).prepositions.get(fold(atoms.words[hit.first - 1]), "").split()
        fitting = [c for c in wanted if c in agreed]
        if fitting:
            return fitting[0]
    return agreed[0] if agreed else None


def _person(
    span: Span, person: Person, clean: str, start: int, end: int, language: Language, catalogue: Catalogue
) -> Mention:
    id = person.id
    name = person.name
    of = None
    if id is not None:
        entity = catalogue.entities.get(id)
        if entity is not None:
            name = entity.display(language.code) or entity.name
            of = entity.country
    elif person.full:
        id = "person:" + slug(name)
    return Mention(start, end, clean[start:end], "person", id, name, person.case, of=of)
