"""Participant phrases: mentions grouped into what one noun phrase says.

«Қазақстан Президенті Н.Назарбаев» is one participant (the state and the person), «Түрікменстан мен
Тәжікстанға» one phrase with two, «делегация парламента Франции» stands for France. Each phrase knows the
case it can have, what governs it, and which noun it modifies.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from elshi.frames.attachment import carry, govern, modify, owns
from elshi.model import Filler, Mention

if TYPE_CHECKING:
    from elshi.frames.view import View

__all__ = ["PARTICIPANTS", "Phrase", "build"]

PARTICIPANTS = frozenset(
    {"state", "igo", "programme", "person", "organisation", "office", "nationality", "place"}
)
CODED = frozenset({"state", "igo", "programme"})
COMMAS = frozenset({","})
DASHES = frozenset({"–", "—", "-", "/"})
LONG_DASHES = frozenset({"–", "—"})

#: How far a relative pronoun may stand behind what it stands for («президентом Франции в Лионе, который»).
RELATIVE_REACH = 4
#: A word with so many cases does not decline.
INDECLINABLE = 5
#: How far a participle may stand behind the comma that opens its clause («, недавно посетившим …»).
PARTICIPLE_REACH = 3
#: How far the noun may stand that a participle goes before.
PARTICIPLE_NOUN_REACH = 7
#: Families that a conjunction may join: «НАТО бас хатшысы мен Қазақстан», "U.S. and Russian negotiators".
MIXED_LISTS = (
    {"side", "person"},
    {"side", "nationality"},
    {"side", "organisation"},
    {"person", "organisation"},
)


@dataclass(slots=True)
class Phrase:
    """One or several coordinated participants.

    Attributes:
        first, last: token span, carrier noun included.
        mentions: the mentions inside, in order.
        cases: cases it can have; empty when the language or the form does not tell.
        case: the likeliest of them.
        prep: preposition that governs it (lower case), or None.
        post: Kazakh postposition that follows it, or None.
        modifies: token index of the noun that it modifies, or None.
        relation: `genitive` or `adjective` when it modifies a noun.
        carrier: lemma of the noun through which it stands for its side («делегациясы»), or None.
        plural: it is a list.
        pronoun: a pronoun, standing for what the sentence before spoke of.
        proxy: the phrase through the noun it modifies, once asked for (see `through`).
        local: its preposition makes a capital the place and not its government.
        may_modify: further nouns that it may modify, nearest first.
    """

    first: int
    last: int
    mentions: list[Mention] = field(default_factory=list)
    cases: frozenset[str] = frozenset()
    case: str | None = None
    prep: str | None = None
    post: str | None = None
    modifies: int | None = None
    relation: str | None = None
    carrier: str | None = None
    plural: bool = False
    pronoun: bool = False
    may_modify: tuple[int, ...] = ()
    proxy: Phrase | None = None
    local: bool = False

    @property
    def kinds(self) -> frozenset[str]:
        """Kinds of the mentions inside; a capital that acts counts as a state too («Сеул отверг …»)."""
        kinds = frozenset(m.kind for m in self.mentions)
        acts = "place" in kinds and self.case != "Loc" and not self.local
        if acts and kinds == {"place"} and len(self.mentions) > 1 and len({m.of for m in self.mentions}) == 1:
            acts = False  # «Москва, Кремль»: where it was written
        return kinds | {"state"} if acts and any(m.metonym for m in self.mentions) else kinds

    def copy(self) -> Phrase:
        """The same participants, standing nowhere yet."""
        return Phrase(self.first, self.last, self.mentions, plural=self.plural)

    def codes(self) -> set[str]:
        """Codes of the states and organisations that the phrase names or belongs to."""
        return {f.id for f in self.fillers() if f.id and f.kind in CODED}

    def fillers(self, *, hosts: bool = False) -> list[Filler]:
        """What the phrase puts into a role.

        Args:
            hosts: a place stands for the state it lies in (destination of a visit, seat of a mission);
                otherwise only capitals and residences do.
        """
        out: list[Filler] = []

        def code(value: str | None, mention: Mention) -> None:
            for part in (value or "").split("+"):
                if part and not any(f.id == part for f in out):
                    # Codes are capitals; ids of the system's own («organisation:…») belong to nobody's code list.
                    if ":" in part and not part.startswith("igo:"):
                        continue
                    igo = mention.kind in ("igo", "programme") and mention.id == part
                    kind = mention.kind if igo else "state"
                    name = mention.name if mention.id == part else None
                    out.append(Filler(part, kind, name or part, mention.text))

        named = any(m.kind == "person" for m in self.mentions)
        for m in self.mentions:
            if m.kind in CODED or m.kind == "nationality":
                code(m.id or m.of, m)
            elif m.kind == "person":
                code(m.of, m)
                out.append(Filler(m.id, "person", m.name, m.text, m.of))
            elif m.kind == "office":
                code(m.of, m)
                if not named and not self.plural and m.of and "+" not in m.of:
                    out.append(Filler(m.person or m.id, "office", m.name, m.text, m.of))
            elif m.kind == "organisation":
                if m.metonym:
                    code(m.of, m)
                out.append(Filler(m.id, "organisation", m.name, m.text, m.of))
            elif m.kind == "place" and m.of and (hosts or m.metonym):
                code(m.of, m)
        return out


def build(view: View) -> list[Phrase]:
    """All participant phrases of a sentence, left to right."""
    units = [_unit(view, m) for m in view.passage.mentions if m.kind in PARTICIPANTS and m.first >= 0]
    pronouns = _pronouns(view)
    if pronouns:
        units = sorted(units + pronouns, key=lambda u: u.first)
    units = _join_appositions(view, units)
    units = _coordinate(view, units)
    units = _join_appositions(view, units)
    units = _relatives(view, units)
    if view.language.code == "ru":
        units = _participles(view, units)
    for unit in units:
        govern(view, unit)
        modify(view, unit)
    for _ in range(3):
        if not carry(view, units):
            break
    return units


def _pronouns(view: View) -> list[Phrase]:
    """Third-person pronouns, standing for the subject of the sentence before."""
    out: list[Phrase] = []
    for i, token in enumerate(view.tokens):
        if view.mention_at[i] is not None or view.words.pronouns.isdisjoint(view.keys(i)):
            continue
        if not view.antecedent:
            return out
        unit = Phrase(i, i, list(view.antecedent), pronoun=True)
        mention = view.antecedent[0]
        _set_case(view, unit, Mention(token.start, token.end, token.text, mention.kind, first=i, last=i))
        out.append(unit)
        break  # the first pronoun is the surest; later ones may mean someone else
    return out


def _relatives(view: View, units: list[Phrase]) -> list[Phrase]:
    """Adds relative pronouns, standing for the phrase before («с султаном Омана, который посетит Россию»)."""
    marks = [i for i, is_one in enumerate(view.relative) if is_one]
    if not marks:
        return units
    out = list(units)
    for i in marks:
        before = [u for u in units if u.last < i]
        if before and i - before[-1].last <= RELATIVE_REACH and before[-1].kinds - {"place", "nationality"}:
            unit = Phrase(i, i, list(before[-1].mentions), plural=before[-1].plural, pronoun=True)
            token, mention = view.tokens[i], before[-1].mentions[0]
            _set_case(view, unit, Mention(token.start, token.end, token.text, mention.kind, first=i, last=i))
            out.append(unit)
    return sorted(out, key=lambda u: (u.first, u.last))


def _participles(view: View, units: list[Phrase]) -> list[Phrase]:
    """Adds the subjects of participles: «с президентом Монголии, прибывшим в Москву», «с прибывшим президентом»."""
    out = list(units)
    for i, reading in enumerate(view.chosen):
        if reading is None or i == 0 or reading.pos != "VERB" or reading.form != "Part" or view.named[i]:
            continue
        cases = {r.case for r in view.readings(i) if r.form == "Part" and r.case}
        if not cases:
            continue
        comma = next(
            (k for k in range(i - 1, max(-1, i - 1 - PARTICIPLE_REACH), -1) if view.lower[k] == ","), None
        )
        subject = None
        if comma is not None:
            subject = next((u for u in units if u.last == comma - 1), None)
        if subject is None and reading.voice != "Pass" and (comma is None or comma < i - 1):
            near = (u for u in units if i < u.first <= i + PARTICIPLE_NOUN_REACH and not _governed(view, u))
            subject = next((u for u in near if u.case in cases), None)
            comma = i - 1
        if (
            subject is None
            or comma is None
            or subject.kinds <= {"place", "nationality"}
            or subject.case == "Nom"
        ):
            continue
        if subject.cases and not subject.cases & cases:
            continue
        unit = Phrase(comma, comma, list(subject.mentions), plural=subject.plural, pronoun=True)
        unit.case, unit.cases = "Nom", frozenset({"Nom"})
        out.append(unit)
    return sorted(out, key=lambda u: (u.first, u.last)) if len(out) > len(units) else units


def _governed(view: View, unit: Phrase) -> bool:
    return unit.first > 0 and view.lower[unit.first - 1] in view.words.prepositions


def _unit(view: View, mention: Mention) -> Phrase:
    unit = Phrase(mention.first, mention.last, [mention])
    _set_case(view, unit, mention)
    return unit


def _set_case(view: View, unit: Phrase, mention: Mention) -> None:
    code = view.language.code
    if code == "en":
        if owns(view, mention.last):
            unit.case, unit.cases = "Gen", frozenset({"Gen"})
        return
    index = mention.last
    if code == "ru" and mention.kind in ("igo", "office", "organisation"):
        index = mention.first  # the head noun stands first; its complements are genitives
    elif code == "ru" and mention.kind == "state" and mention.first < mention.last:
        head = view.chosen[mention.first]  # «в Республику Армения», «Королевства Бельгия»
        if head is not None and head.pos == "NOUN":
            index = mention.first
    chosen = view.chosen[index]
    if code == "kk":
        unit.case = mention.case or (chosen.case if chosen else None) or "Nom"
        unit.cases = frozenset({unit.case})
        return
    cases = {r.case for r in view.readings(index) if r.case and r.pos not in ("VERB", "ADV")}
    unit.cases = frozenset(c for c in cases if c)
    if mention.case and mention.case in unit.cases:
        unit.case = mention.case
    if chosen is not None and chosen.case in unit.cases:
        unit.case = chosen.case
    elif unit.case is None:
        unit.case = mention.case
    if (
        code == "ru"
        and unit.case != "Nom"
        and len(unit.cases) >= INDECLINABLE
        and _opens_clause(view, unit.first)
    ):
        unit.case = "Nom"  # «Токио осудил запуск»
    # A foreign name that does not decline («Саркози», «Макао») can have any case.
    if mention.kind == "person" and len(unit.cases) >= INDECLINABLE:
        unit.cases = frozenset()


def _opens_clause(view: View, first: int) -> bool:
    """Whether a word stands at the head of its sentence, at most adverbs before it, and a verb follows."""
    for i in range(first - 1, -1, -1):
        reading = view.chosen[i]
        if reading is not None and reading.pos not in ("ADV", "PART", "CCONJ"):
            return False
    return any(view.finite[first + 1 : first + 6])


def _between(view: View, a: Phrase, b: Phrase) -> list[str]:
    return view.lower[a.last + 1 : b.first]


def _join_appositions(view: View, units: list[Phrase]) -> list[Phrase]:
    """Joins office, side and name that speak of one participant."""
    out: list[Phrase] = []
    for unit in units:
        if out and _apposition(view, out[-1], unit):
            a = out[-1]
            merged = Phrase(a.first, unit.last, a.mentions + unit.mentions)
            head = (
                a if view.language.code == "ru" and a.kinds & {"office", "person", "organisation"} else unit
            )
            merged.cases, merged.case = head.cases, head.case
            if view.language.code == "en" and unit.case != "Gen":
                merged.cases, merged.case = frozenset(), None
            merged.plural = a.plural or unit.plural
            out[-1] = merged
        else:
            out.append(unit)
    return out


def _sides(unit: Phrase) -> set[str]:
    out: set[str] = set()
    for m in unit.mentions:
        for value in (m.id if m.kind in CODED or m.kind == "nationality" else None, m.of):
            out.update((value or "").split("+"))
    out.discard("")
    return out


def _apposition(view: View, a: Phrase, b: Phrase) -> bool:
    if a.pronoun or b.pronoun:
        return False
    gap = _between(view, a, b)
    code = view.language.code
    grammar = view.words.grammar
    link = grammar.link
    tight = all(w in link or w in view.words.fillwords for w in gap) and len(gap) <= 4
    comma = len(gap) == 1 and gap[0] == ","
    if not (tight or comma):
        return False
    ka, kb = a.kinds, b.kinds
    sa, sb = _sides(a), _sides(b)
    related = bool(sa & sb) or not sa or not sb
    if comma:
        # "Nicolas Sarkozy, president of France," / «президент Франции, Николя Саркози»
        return related and bool(
            ("person" in ka and "office" not in ka and kb & {"office"} and "person" not in kb)
            or ("office" in ka and "person" not in ka and kb == {"person"} and code == "en")
        )
    if kb == {"person"} and "person" not in ka:
        if "office" in ka:
            return related
        # «Түркия Эрдоған» is no phrase; "France's Sarkozy" and «француз Саркози» are.
        if ka <= {"state", "nationality"} and not gap:
            return bool(sa & sb) and (code == "en" or "nationality" in ka)
        return False
    if (
        "office" in kb
        and "office" not in ka
        and "person" not in ka
        and ka & {"state", "igo", "nationality", "organisation"}
    ):
        if code == "kk":
            return related and a.case in ("Nom", "Gen", None)
        return related and not gap and (code == "en" or "nationality" in ka)
    if code == "ru" and ka == {"nationality"} and kb == {"organisation"} and not gap and sa & sb:
        return bool(a.cases & b.cases)  # «грузинского парламента»
    if "organisation" in ka and not gap and code == "ru" and sa and kb == {"state"} and sa == sb:
        return "Gen" in b.cases or not b.cases  # «правительство Японии»
    body = kb <= {"state", "igo", "organisation"} or (code == "ru" and kb == {"nationality", "organisation"})
    if "office" in ka and "person" not in ka and "state" not in ka and body:
        if code == "ru":
            return related and not gap and ("Gen" in b.cases or not b.cases)
        if code == "en":
            return related and not grammar.of.isdisjoint(gap)
    if "office" in ka and "person" not in ka and "office" in kb:
        return related and not gap and not ("person" in kb and code == "kk" and a.case not in ("Nom", None))
    return False


def _coordinate(view: View, units: list[Phrase]) -> list[Phrase]:
    """Joins lists: «Түрікменстан мен Тәжікстанға», "France, Germany and Italy"."""
    out: list[Phrase] = []
    i = 0
    while i < len(units):
        group = [units[i]]
        sure = False
        while i + 1 < len(units):
            link = _link(view, group[-1], units[i + 1])
            if link is None:
                break
            sure = sure or link
            group.append(units[i + 1])
            i += 1
        i += 1
        if len(group) > 1 and _complement(view, group[0], group[1]):
            # «Главы МИД Армении и Греции»: all belong to the office, whose case the phrase has.
            head = group[0]
            merged = Phrase(head.first, group[-1].last, [m for u in group for m in u.mentions], plural=True)
            merged.cases, merged.case = head.cases, head.case
            out.append(merged)
            continue
        if len(group) == 1 or not (sure or view.language.code != "kk" or _same_case(group)):
            out.extend(group)
            continue
        merged = Phrase(group[0].first, group[-1].last, [m for u in group for m in u.mentions], plural=True)
        tail = group[-1] if view.language.code != "ru" else group[0]
        merged.cases, merged.case = tail.cases, tail.case
        if view.language.code == "ru":
            common = frozenset.intersection(*[u.cases for u in group if u.cases] or [frozenset()])
            merged.cases = common or tail.cases
            if merged.case not in merged.cases and merged.cases:
                merged.case = next((u.case for u in group if u.case in merged.cases), None)
        out.append(merged)
    return out


def _complement(view: View, a: Phrase, b: Phrase) -> bool:
    """Whether `b` is one more side of the office or people that `a` begins with («министры Египта и Кипра»)."""
    if view.language.code == "kk" or a.pronoun or b.pronoun or len(a.mentions) < 2:
        return False
    owned = a.mentions[0].kind == "office" and a.mentions[-1].kind in CODED and a.kinds <= {"office", *CODED}
    return owned and b.kinds <= CODED and (view.language.code == "en" or not b.cases or "Gen" in b.cases)


def _same_case(group: list[Phrase]) -> bool:
    return len({u.case for u in group}) == 1


def _link(view: View, a: Phrase, b: Phrase) -> bool | None:
    """None: not coordinated; True: by a conjunction; False: by a comma or dash alone."""
    grammar = view.words.grammar
    gap = [w for w in _between(view, a, b) if w not in grammar.articles and w not in grammar.possessive]
    if not gap or len(gap) > 3:
        return None
    strong = any(w in view.words.coordinators for w in gap)
    rest = [w for w in gap if w not in view.words.coordinators and w != ","]
    # A preposition may be repeated («в Казахстан и в Узбекистан»).
    if rest and not (len(rest) == 1 and rest[0] in view.words.prepositions and (strong or "," in gap)):
        if not (len(gap) == 1 and gap[0] in DASHES and a.kinds & CODED and b.kinds & CODED):
            return None
        if view.language.code == "kk" and a.case not in (b.case, "Nom", None):
            return None
        # «Албания – НАТО-ның мүшесі»: a sentence, not a pair.
        if view.language.code == "kk" and gap[0] in LONG_DASHES:
            following = view.lower[b.last + 1 : b.last + 2]
            if b.case == "Gen" or (following and following[0] in view.words.coordinators):
                return None
        return True
    if _complement(view, a, b):
        return strong
    family_a, family_b = _family(a), _family(b)
    places = all(m.kind == "place" for u in (a, b) for m in u.mentions)  # «между Дубаем и Бейрутом»
    if family_a != family_b and not places and not (strong and {family_a, family_b} in MIXED_LISTS):
        return None
    if view.language.code == "ru" and a.cases and b.cases and not a.cases & b.cases:
        return None
    if view.language.code == "kk" and strong and a.case not in ("Nom", b.case):
        return None
    if view.language.code == "kk" and not strong and a.case != "Nom" and a.case != b.case:
        return None
    return strong


def _family(unit: Phrase) -> str:
    kinds = unit.kinds
    if "person" in kinds:
        return "person"
    if kinds == {"place"}:
        return "place"
    if kinds == {"nationality"}:
        return "nationality"
    if "organisation" in kinds:
        return "organisation"
    if "office" in kinds:
        return "person"
    return "side"
