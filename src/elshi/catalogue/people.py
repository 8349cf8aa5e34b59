"""Persons over a whole document: initials and surnames to full names, namesakes kept apart."""

from __future__ import annotations

from dataclasses import replace

from elshi.catalogue.context import Context
from elshi.catalogue.endings import kazakh_case
from elshi.catalogue.entities import slug
from elshi.languages.letters import fold
from elshi.model import Mention, Passage

__all__ = ["is_form", "link_people", "settle_people"]


#: Letters from which one wrong or missing one is a slip, not another surname («Назрбаев»).
_FUZZY = 7


def _one_letter_apart(a: str, b: str) -> bool:
    if abs(len(a) - len(b)) > 1 or a[-2:] != b[-2:]:
        return False
    at = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return a[at + (len(a) >= len(b)) :] == b[at + (len(b) >= len(a)) :]


def _parts(name: str) -> tuple[list[str], str]:
    """Given names or initials, and the surname, folded."""
    words = fold(name).replace(".", " ").split()
    return words[:-1], words[-1] if words else ""


def _same_surname(a: str, b: str) -> bool:
    """Equal, or one is the other with a Kazakh or Russian ending that was not recognised as such."""
    if a == b:
        return True
    if len(a) > 3 and a.rstrip("аяуюеьйыи") == b.rstrip("аяуюеьйыи"):
        return True
    if min(len(a), len(b)) >= _FUZZY and a[:2] == b[:2] and _one_letter_apart(a, b):
        return True
    short, long = sorted((a, b), key=len)
    if len(short) < 4 or not long.startswith(short):
        return False
    tail = long[len(short) :]
    return len(tail) <= 5 and (
        kazakh_case(tail) not in (None, "Nom") or tail in ("а", "у", "ым", "ом", "е", "ой", "ым")
    )


def _agrees(given: list[str], full: list[str]) -> bool:
    if not given or not full:
        return True
    a, b = given[0], full[0]
    return a == b or (len(a) <= 2 and b.startswith(a)) or (len(b) <= 2 and a.startswith(b))


def link_people(context: Context) -> None:
    """Gives every person mention an id; the same person has the same one throughout."""
    known: list[tuple[list[str], str, str, str]] = []  # given, surname, id, name
    for passage in context.passages:
        for m in passage.mentions:
            if m.kind != "person" or m.id is None:
                continue
            given, surname = _parts(m.name or "")
            if len(_parts(m.text)[0]) and m.id in context.catalogue.entities:
                context.full.add(m.id)
            elif m.id in context.catalogue.entities:
                continue
            entity = context.catalogue.entity(m.id)
            if not given and entity is not None:
                given, surname = (
                    [context.catalogue.given_names(m.id)[0]] if context.catalogue.given_names(m.id) else [],
                    surname,
                )
            if all(k[2] != m.id or k[1] != surname for k in known):
                known.append((given, surname, m.id, m.name or ""))
    aliases = _merge(known, context)
    _bare_surnames(context, known)
    loose: dict[str, list[tuple[list[str], str, str]]] = {}
    for passage in context.passages:
        mentions = list(passage.mentions)
        for at, m in enumerate(mentions):
            if m.kind != "person":
                continue
            named = _by_given(m, known)
            if named is not None:
                mentions[at] = replace(m, id=named[0], name=named[1], of=_country(context, named[0]))
                continue
            if m.id is not None:
                m = _prefer_full(context, m, known)
                kept = m.id or ""
                id, name = aliases.get(kept, (kept, m.name or ""))
                mentions[at] = replace(m, id=id, name=name)
                continue
            mentions[at] = _resolve(context, passage, m, known, aliases, loose)
        passage.mentions = mentions


def _bare_surnames(context: Context, known: list[tuple[list[str], str, str, str]]) -> None:
    """«Нетаньяху» alone, where the document names the man in full elsewhere."""
    by_start: dict[str, dict[str, str]] = {}
    for given, surname, _id, name in known:
        if given and len(surname) > 2:
            by_start.setdefault(surname[:3], {})[surname] = name.split()[-1]
    if not by_start:
        return
    for passage in context.passages:
        added: list[Mention] = []
        taken = {i for m in passage.mentions for i in range(m.first, m.last + 1) if m.first >= 0}
        for at, token in enumerate(passage.tokens):
            text = token.text
            if not text[0].isupper() or at in taken or (text.isupper() and len(text) < 4):
                continue
            folded = fold(text)
            surnames = by_start.get(folded[:3])
            if surnames is None:
                continue
            found = is_form(folded, text, surnames, context, passage)
            if found is not None:
                case, name = found
                added.append(
                    Mention(token.start, token.end, text, "person", None, name, case, first=at, last=at)
                )
        if added:
            passage.mentions = sorted([*passage.mentions, *added], key=lambda m: m.start)


def is_form(
    folded: str, text: str, surnames: dict[str, str], context: Context, passage: Passage
) -> tuple[str | None, str] | None:
    """Case and base form of a word that is one of these surnames."""
    language = context.language(passage)
    for surname, name in surnames.items():
        if folded == surname:
            return (None if language.code == "en" else "Nom"), name
        if language.code == "en":
            if folded in (surname + "'s", surname + "'"):
                return "Gen", name
        elif language.code == "kk":
            if folded.startswith(surname) and (case := kazakh_case(folded[len(surname) :].lstrip("-"))):
                return case, name
        elif surname in language.keys(text):
            case = next((r.case for r in language.readings(text) if r.lemma == surname and r.case), None)
            return case, name
    return None


def _prefer_full(context: Context, m: Mention, known: list[tuple[list[str], str, str, str]]) -> Mention:
    """A bare surname means the person whom the document names in full, before the catalogue's namesake."""
    if m.id is None or m.id not in context.catalogue.entities or len(m.text.replace(".", " ").split()) > 1:
        return m
    base = _parts(m.name or "")[1]
    named = {k[2]: k[3] for k in known if k[0] and len(k[0][0]) > 1 and _same_surname(base, k[1])}
    if m.id in context.full or len(named) != 1 or m.id in named:
        return m
    id, name = next(iter(named.items()))
    return replace(m, id=id, name=name, of=_country(context, id))


def _merge(known: list[tuple[list[str], str, str, str]], context: Context) -> dict[str, tuple[str, str]]:
    """Ids that mean one person because only an ending or a shortened given name tells them apart."""
    out: dict[str, tuple[str, str]] = {}
    for given, surname, id, _name in known:
        if id in context.catalogue.entities:
            continue
        for given2, surname2, id2, name2 in known:
            if id == id2 or not given or not given2:
                continue
            in_catalogue = id2 in context.catalogue.entities
            if (
                given[0] == given2[0]
                and _same_surname(surname, surname2)
                and (in_catalogue or len(surname2) < len(surname))
            ):
                out[id] = (id2, name2)
    return out


def _resolve(
    context: Context,
    passage: Passage,
    m: Mention,
    known: list[tuple[list[str], str, str, str]],
    aliases: dict[str, tuple[str, str]],
    loose: dict[str, list[tuple[list[str], str, str]]],
) -> Mention:
    given, surname = _parts(m.name or "")
    fitting = {
        aliases.get(k[2], (k[2], k[3])): None
        for k in known
        if _same_surname(surname, k[1]) and _agrees(given, k[0])
    }
    if len(fitting) == 1:
        id, name = next(iter(fitting))
        return replace(m, id=id, name=name, of=_country(context, id) or m.of)
    candidates = [
        id for id in context.catalogue.persons_named(surname)
        if not given or any(g.startswith(given[0]) for g in context.catalogue.given_names(id))
    ]  # fmt: skip
    if len(candidates) > 1:
        when = context.when(passage)
        active = [id for id in candidates if when and context.catalogue.offices_of(id, when)]
        candidates = active or candidates
    if len(candidates) > 1:
        candidates = _in_office(context, passage, m, candidates) or candidates
    if len(candidates) == 1:
        id = candidates[0]
        return replace(m, id=id, of=_country(context, id) or m.of)
    if len(candidates) > 1 or len(fitting) > 1:
        return m
    for given2, surname2, id in loose.get(surname[:4], ()):
        # «М. Вернер» and «Вернердің» later are one
        if _same_surname(surname, surname2) and (
            _agrees(given, [given2]) if isinstance(given2, str) else _agrees(given, given2)
        ):
            return replace(m, id=id)
    id = "person:" + slug(m.name or m.text)
    loose.setdefault(surname[:4], []).append((given, surname, id))
    return replace(m, id=id)


def _in_office(context: Context, passage: Passage, m: Mention, candidates: list[str]) -> list[str]:
    """Of namesakes those who ever held the office named right before: "President Carter"."""
    before = [x for x in passage.mentions if x.kind == "office" and x.end < m.start]
    if not before or context.clean[before[-1].end : m.start].strip():
        return []
    office = context.catalogue.office(before[-1].office or "")
    if office is None:
        return []
    out = []
    for id in candidates:
        for term in context.catalogue.offices_of(id):
            held = context.catalogue.office(term.office)
            same = held is not None and held.head_of and held.head_of == office.head_of
            if term.office == office.id or same:
                out.append(id)
                break
    return out


#: Endings of Russian and Kazakh patronymics: who is named without a surname.
_PATRONYMIC = ("вич", "вна", "ұлы", "қызы")


def _by_given(m: Mention, known: list[tuple[list[str], str, str, str]]) -> tuple[str, str] | None:
    """«Владимир Владимирович»: the one person of the document with that given name."""
    words = fold(m.name or "").split()
    if len(words) != 2 or not words[1].endswith(_PATRONYMIC):
        return None
    found = {(k[2], k[3]) for k in known if k[0] and k[0][0] == words[0] and not k[1].endswith(_PATRONYMIC)}
    return found.pop() if len(found) == 1 else None


def _country(context: Context, id: str) -> str | None:
    entity = context.catalogue.entity(id)
    return entity.country if entity else None


def settle_people(context: Context) -> None:
    """Gives persons the state that the catalogue, an office beside them, or the document names."""
    for _ in range(2):  # the second time with what the first has learnt
        for passage in context.passages:
            mentions = passage.mentions
            for at, m in enumerate(mentions):
                if m.kind != "person" or m.id is None:
                    continue
                of = m.of if m.office is not None else None
                of = of or _from_terms(context, passage, m.id) or context.person_of.get(m.id)
                of = of or m.of or _country(context, m.id)
                if of is None and at and mentions[at - 1].kind in ("state", "nationality"):
                    between = context.between(mentions[at - 1], m)
                    if between == " " and passage.sentence.language == "en":
                        of = mentions[at - 1].id
                if of is not None:
                    context.person_of.setdefault(m.id, of)
                    if of != m.of:
                        mentions[at] = replace(m, of=of)


def _from_terms(context: Context, passage: Passage, id: str) -> str | None:
    """Whom a person served at the time; one of an organisation only where the time or the document says so."""
    when = context.when(passage)
    then = context.catalogue.offices_of(id, when) if when else []
    sides = {t.of for t in then or context.catalogue.offices_of(id)}
    if len(sides) != 1:
        return None
    side = sides.pop()
    if then:
        return side
    entity = context.catalogue.entity(side)
    return side if entity is None or entity.kind == "state" or side in context.named else None
