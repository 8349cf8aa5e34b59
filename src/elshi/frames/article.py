"""What the sentences of one article tell together: sides and dates that one sentence leaves to another.

An article about two states says «келісімге қол қойылды» and leaves the parties to the reader; a headline
«Встреча с Президентом Белоруссии» leaves out the host whom the lead names. Such facts get the sides that the
text around them makes certain, nothing more. Pure functions over one article's candidates.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from elshi.frames.rules import grammar
from elshi.frames.setting import is_heading, lead_date, takes_lead_date, twin
from elshi.frames.status import PRESENT
from elshi.model import Filler, Mention

if TYPE_CHECKING:
    from elshi.frames.engine import Candidate
    from elshi.frames.rules import Frame
    from elshi.model import Passage

__all__ = ["complete"]

#: Sentences at the head of an article that may be headline or dateline.
HEADINGS = 3
#: Meetings that an organisation holds by itself.
GATHERINGS = frozenset({"summit", "forum", "commission"})
#: Steps in a treaty's life that one side may take alone.
ONE_SIDED = frozenset({"terminated", "ratified"})
#: Figures that two sides have between them.
MUTUAL = frozenset({"trade_turnover", "company_count", "project_count", "student_count"})
ACTING = frozenset({"Nom", "Gen", "Ins"})
CODED = frozenset({"state", "igo", "programme"})
#: Length of a date that names a day.
DAY = 10
#: A quotation goes on for so many sentences after its speaker was named.
QUOTATION = 3
#: In so many sentences an article names the organisation that it is about.
BODY_NAMED = 3
#: How many sentences back the sides of a happening may have been named.
REACH = 2


@dataclass(frozen=True, slots=True)
class Sides:
    """Who an article is about.

    Attributes:
        of: codes named in each sentence, in order, with the words that name them.
        main: codes by the number of sentences that name them.
        bodies: those of them that are organisations and programmes.
    """

    of: tuple[dict[str, str], ...]
    main: tuple[tuple[str, int], ...]
    bodies: frozenset[str] = frozenset()

    @property
    def pair(self) -> tuple[str, str] | None:
        """The two states that the article is about, or None."""
        if len(self.main) < 2:
            return None
        (a, _), (b, k) = self.main[:2]
        third = self.main[2][1] if len(self.main) > 2 else 0
        return (a, b) if k >= 2 and k >= 2 * third else None

    @property
    def home(self) -> str | None:
        """The state that the article is told from: named far more often than others."""
        if not self.main:
            return None
        n = self.main[0][1]
        second = self.main[1][1] if len(self.main) > 1 else 0
        return self.main[0][0] if n >= 3 and n >= 1.5 * second else None


def sides(passages: Sequence[Passage]) -> Sides:
    """Counts who is named in an article."""
    count: Counter[str] = Counter()
    of = []
    for passage in passages:
        here = _codes(passage.mentions)
        of.append(here)
        count.update(c for c in here)
    bodies = frozenset(
        m.id for p in passages for m in p.mentions if m.kind in ("igo", "programme") and m.id is not None
    )
    return Sides(tuple(of), tuple(sorted(count.items(), key=lambda x: (-x[1], x[0]))), bodies)


def _codes(mentions: Sequence[Mention]) -> dict[str, str]:
    out: dict[str, str] = {}
    for m in mentions:
        value = m.id if m.kind in ("state", "igo", "nationality") else None
        # A capital is its government only where it acts («Анкара … шақырды», not «Анкарада»).
        if m.kind in ("person", "office") or (m.kind == "place" and m.metonym and m.case in ACTING):
            value = m.of
        for code in (value or "").split("+"):
            if code and ":" not in code:
                out.setdefault(code, m.text)
    return out


def complete(
    passages: Sequence[Passage],
    found: Sequence[tuple[Passage, list[Candidate]]],
    frames: Mapping[str, Frame],
    published: str | None,
    clean: str,
    quotations: Sequence[int | None],
) -> None:
    """Fills what the facts of an article leave to its other sentences; changes the candidates.

    Args:
        passages: the article's sentences in order.
        found: its facts by sentence.
        frames: fact types by name.
        published: date of publication, or None.
        clean: the document's clean text.
        quotations: where the quotation began that each sentence begins in, see `quotations.begun`.
    """
    place = {id(p): k for k, p in enumerate(passages)}
    named = sides(passages) if found else None
    for k, (passage, candidates) in enumerate(found):
        if place[id(passage)] < HEADINGS and is_heading(passage, clean):
            for c in candidates:
                _announce(c, found[k + 1 :])
    _past(found, published)
    _ahead(found, published)
    if named is not None:
        for passage, candidates in found:
            for c in candidates:
                _partners(c, frames[c.rule.frame], named, place[id(passage)])
    _missions(found)
    _bodies(found, named, place)
    _speakers(found, place, quotations)
    for passage, candidates in found:
        russian = passage.sentence.language == "ru"
        # What lacked a side and got none from the article is no fact; nor are meetings of private people.
        candidates[:] = [
            c
            for c in candidates
            if not c.rule.reports
            and (
                not c.wanting
                or (_sides_of(c) >= 2 and not _bodiless(c))
                or (c.quoted and c.roles.get("speaker") and not c.rule.sides)
            )
            and (not c.quoted or _sides_of(c) >= c.rule.sides)
            and not (russian and c.rule.frame == "meeting" and c.roles and not _sides_of(c))
        ]
    setting = lead_date(passages, found, published, _official(passages))
    if setting is not None:
        for passage, candidates in found:
            for c in candidates:
                if takes_lead_date(passage, c, setting):
                    c.lead = setting.date
                    c.notes.append("date: lead")
    _echoes(found)


def _echoes(found: Sequence[tuple[Passage, list[Candidate]]]) -> None:
    """Drops mere mentions of what the article has told before: «после удара Ирана по Израилю» says nothing new."""
    told: list[tuple[Candidate, dict[str, set[str]]]] = []
    for _, candidates in found:
        kept = []
        for c in candidates:
            who = {r: {f.id for f in fs if f.id and f.kind in CODED} for r, fs in c.roles.items()}
            if not (c.rule.once and any(who.values()) and any(_same(c, who, o, w) for o, w in told)):
                kept.append(c)
            told.append((c, who))
        candidates[:] = kept


def _same(c: Candidate, who: Mapping[str, set[str]], other: Candidate, whom: Mapping[str, set[str]]) -> bool:
    if c.rule.type != other.rule.type or c.subtype != other.subtype:
        return False
    dated = c.date is not None and (other.date is None or other.date.value != c.date.value)
    return not dated and all(ids <= whom.get(role, set()) for role, ids in who.items())


def _sides_of(c: Candidate) -> int:
    return len({f.id for fs in c.roles.values() for f in fs if f.kind in CODED})


def _speakers(
    found: Sequence[tuple[Passage, list[Candidate]]],
    place: Mapping[int, int],
    quotations: Sequence[int | None],
) -> None:
    """Who says what stands in quotation marks or in the first person.

    «Мы требуем …», «… должна освободить …»: whoever is named beside the quotation's beginning, or its end; words of
    the first person without marks are those of whoever spoke last shortly before, else of who is named right after.
    """
    said = [
        (place[id(p)], c.first, c) for p, cs in found for c in cs
        if c.rule.frame == "statement" and c.roles.get("speaker") and not c.quoted
    ]  # fmt: skip
    for passage, candidates in found:
        k = place[id(passage)]
        for c in candidates:
            if not c.quoted:
                continue
            one = _who_says(k, c, said, quotations)
            if one is not None:
                theirs = {f.id for f in c.roles.get("addressee", []) if f.id}
                speaker = [f for f in one.roles["speaker"] if f.id not in theirs]
                if speaker:
                    c.roles = {"speaker": speaker, **c.roles}
                    c.notes.append("sides: quoted speaker")


def _who_says(
    k: int, c: Candidate, said: Sequence[tuple[int, int, Candidate]], quotations: Sequence[int | None]
) -> Candidate | None:
    """The candidate whose speaker also says what `c`, in sentence `k`, tells."""
    here = [s for s in said if s[0] == k]
    outside = [s for s in here if s[2].rule.reports] or here
    if outside and (quotations[k] is None or outside[0][1] > c.first):
        return min(outside, key=lambda s: abs(s[1] - c.first))[2]
    start = quotations[k]
    if start is not None:
        at = [s for s in said if start <= s[0] < k] or [s for s in said if s[0] == start - 1]
        if at:
            return at[0][2] if at[0][0] == start else at[-1][2]
        end = next((i for i in range(k + 1, len(quotations)) if quotations[i] != start), len(quotations))
        closing = [s for s in said if k <= s[0] < end]
        if closing:
            return closing[-1][2]
    before = [s for s in said if k - QUOTATION <= s[0] < k]
    after = [s for s in said if s[0] == k + 1]
    if before or after:
        return before[-1][2] if before else after[0][2]
    earlier = [s for s in said if s[0] < k and not s[2].rule.reports]
    return earlier[-1][2] if earlier else None


def _missions(found: Sequence[tuple[Passage, list[Candidate]]]) -> None:
    """Whose and where an embassy is that one sentence only calls "the Legation": the article's other missions say."""
    missions = [c for _, cs in found for c in cs if c.rule.frame == "mission" and c.subtype != "expelled"]
    count: Counter[tuple[str, str]] = Counter()
    fillers: dict[tuple[str, str], tuple[Filler, Filler]] = {}
    for c in missions:
        sender = [f for f in c.roles.get("sender", []) if f.kind in CODED]
        receiver = [f for f in c.roles.get("receiver", []) if f.kind in CODED]
        if len(sender) == 1 and len(receiver) == 1 and sender[0].id and receiver[0].id:
            pair = (sender[0].id, receiver[0].id)
            count[pair] += 1
            fillers.setdefault(pair, (sender[0], receiver[0]))
    best = sorted(count.items(), key=lambda x: (-x[1], x[0]))[:2]
    if not best or (len(best) > 1 and best[0][1] < 2 * best[1][1]):
        return
    for c in missions:
        if c.wanting and not _sides_of(c) and c.subtype != "recalled":
            whose, where = fillers[best[0][0]]
            c.roles = {**c.roles, "sender": [whose], "receiver": [where]}
            c.notes.append("sides: mission")


def _bodies(
    found: Sequence[tuple[Passage, list[Candidate]]], named: Sides | None, place: Mapping[int, int]
) -> None:
    """Which organisation was joined or left, an article about one organisation need not repeat."""
    if named is None:
        return
    bodies = [(code, n) for code, n in named.main if code in named.bodies]
    sure = bool(bodies) and bodies[0][1] >= BODY_NAMED
    sure = sure and (len(bodies) < 2 or bodies[0][1] >= 2 * bodies[1][1])
    for passage, candidates in found:
        k = place[id(passage)]
        for c in candidates:
            if c.rule.frame != "membership" or "organisation" in c.roles or _sides_of(c) == 0:
                continue
            near = {x for here in named.of[max(0, k - REACH) : k] for x in here if x in named.bodies}
            code = near.pop() if len(near) == 1 else bodies[0][0] if sure else None
            if code is not None and not any(f.id == code for fs in c.roles.values() for f in fs):
                words = next(here[code] for here in named.of if code in here)
                c.roles = {**c.roles, "organisation": [Filler(code, "igo", code, words)]}
                c.notes.append("sides: body")


def _bodiless(c: Candidate) -> bool:
    """Whether nobody says what was joined."""
    return c.rule.frame == "membership" and not c.roles.get("organisation")


def _official(passages: Sequence[Passage]) -> tuple[str, ...]:
    code = next((p.sentence.language for p in passages if p.sentence.language), None)
    return grammar(code).official if code else ()


def _past(found: Sequence[tuple[Passage, list[Candidate]]], published: str | None) -> None:
    """«1992 жылдан бастап жұмыс істейді»: what has a date behind it is no plan, though the tense might look ahead."""
    for _, candidates in found:
        for c in candidates:
            if c.because != PRESENT or c.date is None or not isinstance(c.date.value, str):
                continue
            since = c.date.mark == "since"
            if since or (
                published is not None
                and c.date.value.split("/")[-1] < published[: len(c.date.value.split("/")[-1])]
            ):
                c.status, c.because = "actual", "past date"


def _ahead(found: Sequence[tuple[Passage, list[Candidate]]], published: str | None) -> None:
    """What lies ahead of the day of publication has not happened; nobody has said it there either."""
    if published is None:
        return
    for passage, candidates in found:
        for c in candidates:
            value = c.date.value if c.date is not None else None
            if c.status != "actual" or not isinstance(value, str):
                continue
            start = value.split("/")[0]
            later = start[:4].isdigit() and start.rstrip("~") > published[: len(start.rstrip("~"))]
            if c.rule.frame == "statement":
                if later or (len(start) == DAY and "/" in value):
                    c.date = None
                    c.notes.append("date: ahead")
            elif c.match.reading is not None and c.match.reading.tense == "Past":
                continue  # «8 июля встретился»: the year was guessed
            elif later and c.rule.status is None and passage.sentence.language != "en":
                # An English past tense is past, whatever the year that a bare date was given.
                c.status, c.because = "planned", "date ahead"


def _announce(c: Candidate, later: Sequence[tuple[Passage, list[Candidate]]]) -> None:
    """A headline's fact takes date, status and missing sides from the sentence that tells it."""
    told = twin(c, later)
    if told is None:
        return
    if c.date is None and told.date is not None:
        c.date, c.status = told.date, told.status
        c.notes.append("date: told")
    for role, fillers in told.roles.items():
        have = {f.id for f in c.roles.get(role, [])}
        new = [f for f in fillers if f.kind in CODED and f.id not in have]
        if new:
            c.roles[role] = [*c.roles.get(role, []), *new]
            c.notes.append(f"sides: told {role}")


def _partners(c: Candidate, frame: Frame, named: Sides, k: int) -> None:
    roles = frame.partners
    if frame.kind == "figure" and "donor" in c.roles:
        roles = ("donor", "recipient")
    elif frame.kind == "figure":
        roles = ("subject",) if "subject" in c.roles and c.rule.type in MUTUAL else ()
    if not roles or (frame.name == "relations" and c.subtype == "recognised"):
        return
    if len(roles) == 1:
        role = roles[0]
        have = [f.id for r in c.roles for f in c.roles[r] if f.kind in CODED]
        others = [f for r in c.roles for f in c.roles[r] if f.kind not in CODED and not f.of]
        if len(have) >= 2 or others or (frame.kind == "figure" and not have):
            return
        own = any(f.kind == "igo" for r in c.roles for f in c.roles[r])
        if own and c.subtype in GATHERINGS:
            return  # «саммит ОПЕК»: an organisation's own
        for code, words, how in _others(set(have), 2 - len(have), named, k):
            if have and how in ("before2", "home") and frame.kind != "figure":
                continue  # one side alone says too little of who the other is
            if have and how != "here" and c.subtype in ONE_SIDED:
                continue
            c.roles.setdefault(role, []).append(Filler(code, "state", code, words))
            c.notes.append(f"sides: {how} {len(have)}")
        return
    filled = [r for r in roles if c.roles.get(r)]
    if len(filled) != 1:
        return
    other = roles[1] if filled[0] == roles[0] else roles[0]
    have = [f.id for f in c.roles[filled[0]] if f.kind in CODED]
    if not have:
        return
    home = named.home
    if frame.name in ("aid", "figure") and home is not None and home not in have:
        # Many help one: whom the article is about, not who else helped.
        c.roles[other] = [Filler(home, "state", home, home)]
        c.notes.append(f"sides: home {other}")
        return
    for code, words, how in _others(set(have), 1, named, k):
        c.roles[other] = [Filler(code, "state", code, words)]
        c.notes.append(f"sides: {how} {other}")


def _others(have: set[str | None], want: int, named: Sides, k: int) -> list[tuple[str, str, str]]:
    """Codes that the text makes certain, with the words that name them and how they were found."""
    known = {x for x in have if x}

    def words(code: str) -> str:
        order = (*range(k, -1, -1), *range(k + 1, len(named.of)))
        return next((named.of[i][code] for i in order if code in named.of[i]), code)

    here = [x for x in named.of[k] if x not in known]
    if want == 1:
        if len(here) == 1:
            return [(here[0], words(here[0]), "here")]
        if here:
            return []
    elif len(here) == 2:
        return [(x, words(x), "here") for x in here]
    elif here:
        return []
    for i in range(k - 1, max(-1, k - 1 - REACH), -1):
        seen = [x for x in named.of[i] if x not in known]
        if not seen:
            continue
        if want == 1 and len(seen) == 1:
            return [(seen[0], words(seen[0]), f"before{k - i}")]
        if want == 2 and len(seen) == 2:
            return [(x, words(x), f"before{k - i}") for x in seen]
        break
    pair = named.pair
    if pair and (not known or known & set(pair)):
        rest = [x for x in pair if x not in known]
        if len(rest) == want:
            return [(x, words(x), "pair") for x in rest]
    home = named.home
    if want == 1 and home and home not in known:
        return [(home, words(home), "home")]
    return []
