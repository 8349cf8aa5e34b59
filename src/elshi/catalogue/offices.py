"""Offices: of which state or organisation, and who held them at the time spoken of."""

from __future__ import annotations

from dataclasses import replace

from elshi.catalogue.context import Context
from elshi.languages.letters import fold
from elshi.model import Mention, Passage

__all__ = ["is_plural", "link_offices", "two_of"]

_OWNERS = ("state", "nationality", "igo", "programme")
#: Posts that a newspaper names without their state when they are its own country's.
_BARE = frozenset(
    f"office:{name}"
    for name in (
        "president", "head_of_state", "first_president", "elbasy", "prime_minister", "head_of_government",
        "mazhilis_chairman", "senate_chairman", "state_secretary",
    )
)  # fmt: skip
#: Offices of regions and cities, which act beside their state.
_LOCAL = ("region", "city")
#: «Түркия басшысы», «глава Франции»: the head of a state, not of an organisation.
_HEAD, _OF_STATE = "office:head_of_organisation", "office:head_of_state"
_EARLIEST = ("office:first_president", "office:elbasy")


def link_offices(context: Context) -> None:
    """Fills `of` and `person` of office mentions, and ties offices to persons named beside them."""
    last_of: dict[str, str] = {}
    home_seen = False
    sure: set[tuple[int, int]] = set()  # offices whose owner is named with them
    recent: str | None = None
    for passage in context.passages:
        _counterparts(context, passage, recent)
        mentions = passage.mentions
        for at, m in enumerate(mentions):
            if m.kind in ("state", "nationality") and m.id is not None and m.id == context.home(passage):
                home_seen = True
            if m.kind == "organisation" and m.of is None:
                body = fold(m.name or "") in context.cues(passage).ministries
                owner = _owner(context, passage, at)
                if owner is None and body:
                    owner = _capital_after(context, passage, at) or context.home(passage)
                if owner is not None and m.name is not None:
                    mentions[at] = replace(m, of=owner, metonym=body)
                continue
            if m.kind != "office":
                continue
            group = _group(context, m)
            of = m.of or _owner(context, passage, at)
            if of is not None:
                last_of[group] = of
                sure.add((m.start, m.end))
            else:
                of = _person_beside(context, passage, at) or _bare(
                    context, passage, at, group, last_of, home_seen
                )
            m = replace(m, of=of)
            if m.office == _HEAD and (owned := context.catalogue.entity(of or "")) and owned.kind == "state":
                m = replace(m, id=_OF_STATE, office=_OF_STATE, name=context.catalogue.name(_OF_STATE, "en"))
            if of is not None and m.person is None:
                m = replace(m, person=_holder(context, passage, at, m, of))
            mentions[at] = m
            recent = m.office or recent
            _tie(context, passage, at, (m.start, m.end) in sure)
    _organisations(context)


def _organisations(context: Context) -> None:
    """Ids for organisations found by pattern, from their name and owner; of ministries from their field."""
    from elshi.catalogue.entities import slug

    owners: dict[str, str] = {}
    for passage in context.passages:
        for m in passage.mentions:
            if m.kind == "organisation" and m.id is None and m.name and m.of:
                owners.setdefault(m.name, m.of)
    for passage in context.passages:
        fields = context.cues(passage).ministries
        for at, m in enumerate(passage.mentions):
            if m.kind == "organisation" and m.id is None and m.name:
                field = fields.get(fold(m.name))
                of = m.of or (owners.get(m.name) if field is None else None)
                if of is None and field is not None:
                    continue  # whose ministry it is stays unknown
                owner = f"{of.lower()}-" if of else ""
                id = f"organisation:{owner}{field or slug(m.name)}"
                passage.mentions[at] = replace(m, id=id, of=of)


def _group(context: Context, m: Mention) -> str:
    office = context.catalogue.office(m.office or "")
    return (office.head_of or office.id) if office else (m.office or "")


def _owner(context: Context, passage: Passage, at: int) -> str | None:
    """The state or organisation directly before an office (or after it, in Russian and English)."""
    mentions, m = passage.mentions, passage.mentions[at]
    code = context.language(passage).code
    fillers = context.cues(passage).fillers
    before = at - 1
    office = context.catalogue.office(m.office or "") if m.kind == "office" else None
    if office is not None and office.head_of in _LOCAL:
        beside = at - 1 if code in ("kk", "en") else at + 1
        if 0 <= beside < len(mentions) and mentions[beside].kind == "place":
            left, right = sorted((m, mentions[beside]), key=lambda x: x.start)
            if not context.between(left, right).strip():
                return mentions[beside].of  # «Саратов губернаторы»: a region of that state
    near = [mentions[at - 1]] if at else []
    near += [mentions[at + 1]] if code != "kk" and at + 1 < len(mentions) else []
    for other in near:
        left, right = (other, m) if other.start < m.start else (m, other)
        organ = other.kind == "organisation" and other.metonym and other.of is not None
        if organ and not context.between(left, right).strip() and (other.case == "Gen" or code != "ru"):
            return other.of  # «глава Роскосмоса», «ЦРУ басшысы»: an organ of a state
    while (
        before >= 0
        and mentions[before].kind == "organisation"
        and not context.between(mentions[before], m).strip()
    ):
        m, before = mentions[before], before - 1
    if before >= 0:
        left = mentions[before]
        if left.kind in _OWNERS and left.id is not None and _beside(context.between(left, m), fillers):
            adjective = left.kind == "nationality" or left.case in ("Gen", None, "Nom")
            if code == "kk" and adjective:
                return left.id
            if code == "ru" and left.kind == "nationality":
                return left.id
            if code == "en" and "of" not in context.between(left, m).split():
                return left.id
    if code != "kk" and at + 1 < len(mentions):
        m, right = mentions[at], mentions[at + 1]
        between = context.between(m, right)
        after = at + 1
        if right.kind == "organisation" and after + 1 < len(mentions) and _beside(between, fillers):
            m, right = right, mentions[after + 1]
            between = context.between(m, right)
        if right.kind in _OWNERS and right.id is not None:
            words = between.split()
            if (
                code == "ru"
                and right.kind != "nationality"
                and not words
                and right.case in ("Gen", None, "Nom", "Loc", "Dat")
            ):
                return right.id
            if code == "en" and words in (["of"], ["of", "the"], ["for"], ["of", "State", "of"]):
                return right.id
    return None


def _beside(between: str, fillers: frozenset[str]) -> bool:
    if len(between) > 40:
        return False
    bare = between.replace("-", " ").strip()
    return not bare or all(fold(w) in fillers for w in bare.split())


def _person_beside(context: Context, passage: Passage, at: int) -> str | None:
    """The state of a known person named with the office: «президент Макрон»."""
    mentions = passage.mentions
    if at + 1 < len(mentions):
        right = mentions[at + 1]
        if right.kind == "person" and right.id and context.between(mentions[at], right).strip() == "":
            entity = context.catalogue.entity(right.id)
            if entity is not None and entity.country:
                return entity.country
            terms = context.catalogue.offices_of(right.id, context.when(passage))
            sides = {t.of for t in terms if t.office == mentions[at].office}
            return sides.pop() if len(sides) == 1 else context.person_of.get(right.id)
    return None


def _bare(
    context: Context, passage: Passage, at: int, group: str, last_of: dict[str, str], home_seen: bool
) -> str | None:
    """Whose president a bare «Президент» is."""
    office = context.catalogue.office(passage.mentions[at].office or "")
    if office is not None and office.id == "office:elbasy":
        return "KAZ"
    following = passage.mentions[at + 1] if at + 1 < len(passage.mentions) else None
    if (
        following is not None
        and following.kind == "person"
        and not context.between(passage.mentions[at], following).strip()
    ):
        # an unknown person named with it: the office says nothing of its state
        return last_of.get(group) if following.id in context.person_of else None
    home = context.home(passage)
    leading = office is not None and office.rank.isdigit() and int(office.rank) <= 3
    if is_plural(context, passage, at):
        return None
    if home is not None and office is not None and office.id in _BARE:
        known = last_of.get(group)
        if known is not None and known != home and not home_seen:
            return known
        if _other_country(context, passage, at):
            return known if known != home else None
        return home
    return last_of.get(group) if leading else None


#: Words before an office that make it the office of both sides.
_TWO = frozenset(
    ("екі", "қос", "оба", "обе", "два", "двух", "обоих", "двум", "обоим", "двумя", "two", "both")
)


def two_of(context: Context, passage: Passage, m: Mention) -> bool:
    """«екі президент», "both leaders"."""
    before = context.clean[max(passage.sentence.start, m.start - 12) : m.start].split()
    return bool(before) and fold(before[-1]) in _TWO


def is_plural(context: Context, passage: Passage, at: int) -> bool:
    """«президенттер», "presidents": several states' at once."""
    m = passage.mentions[at]
    if two_of(context, passage, m):
        return True
    language = context.language(passage)
    words = m.text.split()
    if (
        language.code == "ru"
        and len(words) > 1
        and all(r.number == "Plur" for r in language.readings(words[-1]))
    ):
        return True  # «главы государств»
    return language.readings(words[0 if language.code == "ru" else -1])[0].number == "Plur"


def _other_country(context: Context, passage: Passage, at: int) -> bool:
    """«осы елдің Президенті», "that country's president": another state is meant."""
    m = passage.mentions[at]
    before = context.clean[max(passage.sentence.start, m.start - 24) : m.start].split()[-2:]
    return any(fold(w) in ("елдің", "мемлекеттің", "страны", "country's") for w in before) and not any(
        fold(w) in ("біздің", "нашей", "our") for w in before
    )


def _holder(context: Context, passage: Passage, at: int, m: Mention, of: str) -> str | None:
    catalogue = context.catalogue
    if m.office is None:
        return None
    if m.office in _EARLIEST:
        terms = catalogue.terms("office:president", of) or catalogue.terms("office:head_of_state", of)
        dated = sorted((t for t in terms if t.begin), key=lambda t: t.possible)
        return dated[0].person if dated else None
    former = context.cues(passage).former
    before = context.clean[max(passage.sentence.start, m.start - 20) : m.start].replace("-", " ").split()
    after_owner = passage.mentions[at - 1].start if at else m.start
    lead = context.clean[max(passage.sentence.start, after_owner - 12) : after_owner].split()
    if any(fold(w) in former for w in [*before[-2:], *lead[-1:]]):
        return None
    return catalogue.holder(m.office, of, context.when(passage))


def _capital_after(context: Context, passage: Passage, at: int) -> str | None:
    """«foreign ministry in Tashkent», «МИД в Ташкенте»: the ministry of the state whose capital it is."""
    mentions = passage.mentions
    if at + 1 < len(mentions):
        right = mentions[at + 1]
        if (
            right.kind == "place"
            and right.metonym
            and context.between(mentions[at], right).split()
            in (
                ["in"],
                ["в"],
            )
        ):
            return right.of
    return None


def _another_states(context: Context, id: str | None, of: str | None) -> bool:
    """Whether a person is known to serve another state than an office's."""
    entity = context.catalogue.entity(id or "")
    owner = context.catalogue.entity(of or "")
    if entity is None or owner is None or owner.kind != "state" or not entity.country:
        return False
    return entity.country != of and all(t.of != of for t in context.catalogue.offices_of(entity.id))


def _tie(context: Context, passage: Passage, at: int, sure: bool) -> None:
    """An office and the person named right with it know each other.

    Where the office's owner is named («генсек ООН»), that is whom the person acts for, whatever state
    the catalogue gives the person.
    """
    mentions = passage.mentions
    m = mentions[at]
    for other, pattern in ((at + 1, ("", ",")), (at - 1, (",", ", the", "", "–", "- "))):
        if not 0 <= other < len(mentions) or mentions[other].kind != "person":
            continue
        person = mentions[other]
        between = (context.between(m, person) if other > at else context.between(person, m)).strip()
        if between not in pattern or (other < at and between == "" and person.case == "Gen"):
            continue
        if other > at and between == ",":
            continue
        if _another_states(context, person.id, m.of):
            continue  # «Түркия басшысы Әлиевті құттықтады»: two people
        if person.id is not None:
            mentions[at] = m = replace(m, person=person.id)
            entity = context.catalogue.entity(person.id)
            if m.of is not None and (sure or entity is None or not entity.country):
                context.person_of.setdefault(person.id, m.of)
        of = (m.of or person.of) if sure else (person.of or m.of)
        mentions[other] = replace(person, office=m.office, of=of)
        return
    # the person after the owner: «президент Франции Николя Саркози»
    if (
        at + 2 < len(mentions)
        and mentions[at + 1].kind in (*_OWNERS, "organisation", "place")
        and mentions[at + 2].kind == "person"
    ):
        owner, person = mentions[at + 1], mentions[at + 2]
        if owner.kind in ("organisation", "place"):
            owner = replace(owner, id=owner.of)
        if _another_states(context, person.id, owner.id):
            return
        if context.between(owner, person).strip() in ("", ",") and owner.id == m.of and person.id is not None:
            mentions[at] = replace(m, person=person.id)
            context.person_of.setdefault(person.id, owner.id or "")
            mentions[at + 2] = replace(person, office=m.office, of=owner.id or person.of)


def _counterparts(context: Context, passage: Passage, recent: str | None) -> None:
    """«түркиялық әріптесі», "his Turkish counterpart": the same office, of the other state."""
    mentions = passage.mentions
    stems = context.cues(passage).counterparts
    added: list[Mention] = []
    for at, m in enumerate(mentions):
        if m.kind == "office":
            recent = m.office
        if m.kind not in ("nationality", "state") or recent is None:
            continue
        following = next((t for t in passage.tokens if t.start >= m.end), None)
        if following is None or following.start - m.end > 1 or not fold(following.text).startswith(stems):
            continue
        if at + 1 < len(mentions) and mentions[at + 1].start < following.end:
            continue
        readings = context.language(passage).readings(following.text)
        case = next((r.case for r in readings if r.case), None)
        index = passage.tokens.index(following)
        name = context.catalogue.name(recent, "en")
        added.append(
            Mention(
                following.start, following.end, following.text, "office", recent, name, case, of=m.id,
                office=recent, first=index, last=index,
            )
        )  # fmt: skip
    if added:
        passage.mentions = sorted([*mentions, *added], key=lambda x: x.start)
