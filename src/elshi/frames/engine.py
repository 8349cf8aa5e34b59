"""From sentences with mentions to facts: triggers, slots, status, date, place, quotation.

A sentence that bears no trigger costs one dictionary look-up a word. For the others a `View` is built and
every pattern tried where its anchor word stands; the slots of a rule that matched are filled from the
sentence's participant phrases; what remains of competing matches becomes facts. Pure functions: no clock,
no state between documents but caches.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from elshi.frames import rules as rule_data
from elshi.frames.home import by_chamber, of_one_country
from elshi.frames.phrases import CODED, PARTICIPANTS, Phrase
from elshi.frames.quotations import inside
from elshi.frames.roles import Filled, fill
from elshi.frames.rules import Slot
from elshi.frames.settle import settle
from elshi.frames.status import HYPOTHETICAL, head_group, status, told
from elshi.frames.times import date_of
from elshi.frames.titles import instrument, topic
from elshi.frames.view import View
from elshi.model import Filler, Mention, Passage, Place

if TYPE_CHECKING:
    from elshi.frames.patterns import Match, Pattern
    from elshi.frames.rules import LanguageRules, Rule
    from elshi.languages.base import Language

__all__ = ["Candidate", "Engine"]

#: Each unit of attachment cost takes this from a rule's confidence.
COST_PENALTY = 0.04
#: A role filled from the sentence before is that much less sure.
CONTEXT_PENALTY = 0.15
#: How far a subtype cue may stand from the trigger («мемлекеттік және ресми сапармен»).
CUE_REACH = 4
#: Steps of a mission whose sides the article may leave to another sentence ("the Legation was raised").
HOUSES = frozenset({None, "opened", "closed"})
#: What the name of a treaty only speaks of does not happen by its signing.
TITLED = frozenset({"cooperation", "aid", "coercion"})
#: An amount further from the word it measures than this belongs to another.
AMOUNT_REACH = 18


@dataclass(slots=True)
class Candidate:
    """A fact in the making, in token indexes of its sentence."""

    rule: Rule
    match: Match
    roles: dict[str, list[Filler]]
    phrases: dict[str, list[Phrase]]
    status: str
    subtype: str | None
    date: Mention | None
    place: Place | None
    title: str | None
    first: int
    last: int
    confidence: float
    value: float | None = None
    unit: str | None = None
    sphere: str | None = None
    from_context: tuple[str, ...] = ()
    amount: Mention | None = None
    lead: str | None = None
    told: bool = True
    because: str = ""
    cost: float = 0.0
    wanting: bool = False
    quoted: bool = False
    pattern: str = ""
    view: View | None = None
    notes: list[str] = field(default_factory=list)


class Engine:
    """The rules of one language, ready to run over its sentences."""

    def __init__(self, code: str, language: Language) -> None:
        self.code = code
        self.language = language
        self.rules: LanguageRules = rule_data.load(code)
        self.frames = rule_data.frames()
        #: Every lemma that a pattern must find; what a word has of them, by form.
        self._vocabulary = frozenset(
            key
            for rule in self.rules.rules
            for pattern in rule.patterns
            for keys in (pattern.keys, *pattern.others)
            for key in keys
        )
        self._keys: dict[str, frozenset[str]] = {}
        self._finder: Callable[[str], frozenset[str]] | None = None
        self._view: View | None = None  # the last sentence's, which the next may refer back to
        self._hits: dict[str, tuple[tuple[Rule, Pattern], ...]] = {}

    def hits(self, form: str) -> tuple[tuple[Rule, Pattern], ...]:
        """Rules that a word form may set off; cached by form."""
        found = self._hits.get(form)
        if found is None:
            index = self.rules.index
            out: list[tuple[Rule, Pattern]] = list(index.get("=" + self.language.plain(form), ()))
            for lemma in sorted(k for k in self.keys(form) if k[0] != "="):
                out.extend(index.get(lemma, ()))
            found = self._hits[form] = tuple(out)
        return found

    def keys(self, form: str) -> frozenset[str]:
        """What a word form has of the patterns' words: lemmas, and itself marked with `=`; cached by form."""
        found = self._keys.get(form)
        if found is None:
            own = "=" + self.language.plain(form)
            found = self._find(form) if form[-1:].isalpha() else frozenset()
            if own in self._vocabulary:
                found |= {own}
            self._keys[form] = found
        return found

    def _find(self, form: str) -> frozenset[str]:
        if self._finder is None:
            self._finder = self.language.finder(sorted(k for k in self._vocabulary if k[0] != "="))
        return self._finder(form)

    def possible(self, passage: Passage) -> list[tuple[int, Rule, Pattern]]:
        """Rules all of whose words stand in a sentence, each with the token that would set it off.

        Looks at word forms alone, so that it can be asked before anything else is known of the sentence.
        """
        hits = [(i, found) for i, t in enumerate(passage.tokens) if (found := self.hits(t.text))]
        if not hits:
            return []
        here = frozenset().union(*map(self.keys, {t.text for t in passage.tokens}))
        out = []
        for i, found in hits:
            for rule, pattern in found:
                for keys in pattern.others:
                    if keys.isdisjoint(here):
                        break
                else:
                    out.append((i, rule, pattern))
        return out

    def candidates(
        self,
        passage: Passage,
        clean: str,
        instruments: Callable[[], Sequence[Mention]] = tuple,
        antecedent: Callable[[], tuple[Mention, ...]] = tuple,
        possible: Sequence[tuple[int, Rule, Pattern]] | None = None,
        *,
        quotation: bool = False,
    ) -> list[Candidate]:
        """Facts of one sentence, left to right.

        Args:
            passage: the sentence with its mentions, offsets into `clean`.
            clean: the document's clean text.
            instruments: gives the titles of treaties and the like, which may overlap other mentions; asked
                only when something matched.
            antecedent: gives the mentions that a pronoun or a dropped subject stands for; asked when needed.
            possible: what `possible` said of the sentence, where it was asked before.
            quotation: the sentence begins within a quotation.
        """
        named = any(m.kind in PARTICIPANTS for m in passage.mentions)
        if possible is None:
            possible = self.possible(passage)
        # Without a participant in sight only rules that need none can hold.
        if not named and any(rule.need for _, rule, _ in possible):
            named = bool(antecedent())
        tries = [p for p in possible if named or not p[1].need]
        if not tries:
            return []
        view = View(passage, clean, self.language, self.rules.words, antecedent, quotation=quotation)
        self._view = view
        titles: list[Mention] | None = None
        found: list[Candidate] = []
        for i, rule, pattern in tries:
            match = pattern.match_at(view, i)
            if match is not None:
                if titles is None:
                    titles = list(instruments())
                found.extend(self._try(view, rule, pattern, match, titles))
        told = settle([c for c in found if not c.rule.reports])
        return [*told, *(c for c in found if c.rule.reports)]

    def subject(self, passage: Passage, clean: str) -> tuple[Mention, ...]:
        """Mentions of the phrase a following pronoun would stand for: the first bare participant."""
        if not any(m.kind in ("person", "state", "igo", "office", "organisation") for m in passage.mentions):
            return ()
        view = self._view
        if view is None or view.passage is not passage:
            view = View(passage, clean, self.language, self.rules.words)
        for phrase in view.phrases:
            bare = phrase.prep is None and phrase.post is None and phrase.relation is None
            if (
                bare
                and (phrase.case in (None, "Nom"))
                and phrase.kinds & {"person", "state", "igo", "office"}
            ):
                return tuple(phrase.mentions)
        return ()

    def _try(
        self, view: View, rule: Rule, pattern: Pattern, match: Match, titles: list[Mention]
    ) -> list[Candidate]:
        if any(_vetoed(view, match, p) for p in (*rule.vetoes, *view.words.vetoes)):
            return []
        if any(view.holds(p) for p in rule.without):
            return []
        if (
            rule.frame in TITLED
            and self.code == "ru"
            and any(0 <= m.first <= match.first and match.last <= m.last for m in titles)
        ):
            return []  # «Соглашение о воздушном сообщении» is an agreement, no flight
        if rule.sentence_sides and len(view.codes) < rule.sentence_sides:
            return []
        group = head_group(view, match)
        state, because = status(view, match, rule, group)
        if state == HYPOTHETICAL:
            return []
        voice = _voice(match, group, self.code)
        filled = fill(view, match, rule, voice)
        # «Мы приветствуем …»: whoever speaks, it is not the subject of the sentence before.
        own_words = self.code == "ru" and rule.frame == "statement" and _first_person(view, match)
        spoken = rule.frame == "statement" and not rule.reports and inside(view, match.head)
        if spoken and "speaker" in filled.phrases:
            # What a quotation speaks of does not speak itself.
            outside = [p for p in filled.phrases["speaker"] if not inside(view, p.first)]
            if outside or _first_person(view, match) or view.quotation:
                filled.phrases["speaker"] = outside
            if not filled.phrases["speaker"]:
                del filled.phrases["speaker"]
        context = set() if own_words or spoken else self._from_context(view, match, rule, filled)
        title_mention = instrument(view, match, titles) if rule.title == "instrument" else None
        frame = self.frames[rule.frame]
        hosts = _hosts(rule)
        roles = {
            role: _unique(f for p in phrases for f in p.fillers(hosts=role in hosts))
            for role, phrases in filled.phrases.items()
        }
        for role, same in rule.default.items():
            if role not in roles and same in roles:
                roles[role] = list(roles[same])
        roles = {role: fillers for role, fillers in roles.items() if fillers}
        if rule.frame == "agreement":
            roles = _signatories(roles, rule.subtype)
        if len(frame.partners) == 2 and _same_side(roles, frame.partners):
            # «прилетел в Сибирь»: what a state does to itself is no foreign relation; of others one role is misread.
            if rule.frame == "visit":
                return []
            del roles[frame.partners[1]]
        wanting = bool(rule.need) and not any(group_ <= set(roles) for group_ in rule.need)
        quoted = rule.frame == "statement" and "speaker" not in roles
        quoted = quoted and (spoken or _first_person(view, match))
        opens = (len(frame.partners) == 1 or (rule.frame == "mission" and rule.subtype in HOUSES)) and bool(
            match.tokens[1:]
        )
        opens = opens or (self.code == "en" and rule.frame == "membership" and "member" in roles)
        if wanting and not ((opens or quoted) and (not rule.sides or spoken)):
            return []
        if self.code == "ru" and any(slot.coded for slot in rule.slots) and roles and not _codes(roles):
            return []  # what an association says of nobody abroad
        if rule.sides and not (spoken and quoted) and len(_codes(roles)) < rule.sides:
            return []
        if of_one_country(view, rule, roles):
            return []
        value, unit, amount = None, None, None
        if frame.kind == "figure":
            amount = _amount(view, match, rule)
            if amount is None:
                return []
            value = float(amount.value) if amount.value is not None else None
            unit = amount.unit or ("count" if rule.unit == "count" else None)
        spans = [(match.first, match.last)]
        spans += [
            (p.first, p.last)
            for phrases in filled.phrases.values()
            for p in phrases
            if not _borrowed(p, context)
        ]
        if amount is not None:
            spans.append((amount.first, amount.last))
        skip = [(m.first, m.last) for m in titles if m.first >= 0]
        date = date_of(view, match, skip)
        if date is not None and state == "planned" and rule.value == "after" and date.last < match.head:
            date = None  # "5 billion in 2020, and they aim to raise it to": the year of the number before
        if (
            date is None
            and rule.frame == "agreement"
            and rule.subtype == "signed"
            and title_mention is not None
        ):
            # «Договор о дружбе 1992 года»: the year in its name is that of its signing.
            date = next((d for d in view.dates if d.last == title_mention.last), None)
        if title_mention is not None and title_mention.first >= 0:
            spans.append((title_mention.first, title_mention.last))
        if group is not None and group.start >= 0:
            near = group.start <= match.last + 2 and group.end >= match.first - 2
            if near:
                spans.append((group.start, group.end))
        first, last = min(a for a, _ in spans), max(b for _, b in spans)
        if date is not None and first - 4 <= date.last and date.first <= last + 4:
            first, last = min(first, date.first), max(last, date.last)
        title = title_mention.text if title_mention is not None else None
        if rule.title == "topic":
            span = topic(view, match, [p for ps in filled.phrases.values() for p in ps])
            title = view.text(*span) if span else None
        penalty = COST_PENALTY * filled.cost + (CONTEXT_PENALTY if context else 0.0)
        candidate = Candidate(
            rule=rule,
            match=match,
            roles=roles,
            phrases=filled.phrases,
            status=state,
            subtype="ratified" if by_chamber(rule, roles) else self._subtype(view, rule, match),
            date=date,
            place=_place(view, match, filled),
            title=title,
            first=first,
            last=last,
            confidence=round(max(0.05, rule.confidence - penalty), 3),
            value=value,
            unit=unit,
            sphere=_sphere(view, rule, frame.sphere, first, last),
            from_context=tuple(sorted(context)),
            amount=amount,
            told=told(view, match, group),
            because=because,
            cost=filled.cost,
            wanting=wanting,
            quoted=quoted,
            pattern=pattern.source,
            view=view,
        )
        return _split(candidate, rule)

    def _from_context(self, view: View, match: Match, rule: Rule, filled: Filled) -> set[str]:
        """Fills open slots that allow it from the sentence before; returns the roles so filled."""
        out: set[str] = set()
        for slot in rule.slots:
            if not slot.context:
                continue
            open_list = (
                slot.many
                and len(filled.phrases.get(slot.role, ())) == 1
                and all(p.first > match.head or view.language.code == "kk" for p in filled.phrases[slot.role])
                and not any(p.case == "Nom" or p.pronoun for p in filled.phrases[slot.role])
                and (view.language.code == "kk" or match.first == 0)
            )
            if (open_list or slot.role not in filled.phrases) and not view.antecedent:
                return out
            if open_list:
                # «… Эрдоғанмен кездесті.», "Met with King Albert.": the subject stands in the sentence before.
                filled.phrases[slot.role].insert(0, Phrase(0, 0, list(view.antecedent), pronoun=True))
                out.add(slot.role)
            elif slot.role not in filled.phrases:
                if rule.need and any(g <= set(filled.phrases) for g in rule.need):
                    continue
                if not any(m.kind in slot.kinds for m in view.antecedent):
                    continue
                if slot.coded and not Phrase(0, 0, list(view.antecedent)).codes():
                    continue
                filled.phrases[slot.role] = [Phrase(0, 0, list(view.antecedent), pronoun=True)]
                out.add(slot.role)
        return out

    def _subtype(self, view: View, rule: Rule, match: Match) -> str | None:
        if not rule.cue_subtype:
            return rule.subtype
        low, high = max(0, match.first - CUE_REACH), min(len(view.tokens), match.last + 1 + CUE_REACH)
        for subtype, patterns in self.rules.subtypes.get(rule.frame, {}).items():
            for pattern in patterns:
                for i in range(low, high):
                    if not pattern.keys.isdisjoint(view.keys(i)) and pattern.match_at(view, i) is not None:
                        return subtype
        return None


def _signatories(roles: dict[str, list[Filler]], subtype: str | None) -> dict[str, list[Filler]]:
    """Whoever signs binds their side: states are parties, and of a signature persons are the signatories."""
    everyone = _unique([*roles.get("party", []), *roles.get("signatory", [])])
    if subtype != "signed":
        return {"party": everyone} if everyone else {}
    persons = [f for f in everyone if f.kind in ("person", "office")]
    parties = [f for f in everyone if f not in persons]
    return {role: fillers for role, fillers in (("party", parties), ("signatory", persons)) if fillers}


def _codes(roles: dict[str, list[Filler]]) -> set[str]:
    """Codes of the states and organisations in any role."""
    return {f.id for fs in roles.values() for f in fs if f.id and f.kind in CODED}


def _same_side(roles: dict[str, list[Filler]], partners: tuple[str, ...]) -> bool:
    """Whether one and the same state alone fills both roles."""
    one, other = ({f.id for f in roles.get(r, []) if f.kind in CODED} for r in partners)
    foreign = any(f.kind not in CODED and not f.of for r in partners for f in roles.get(r, []))
    return len(one) == 1 and one == other and not foreign


def _first_person(view: View, match: Match) -> bool:
    """Whether the words are the speaker's own («Мы требуем», «шақырамыз», "We welcome")."""
    reading = match.reading if match.reading is not None else view.chosen[match.head]
    if reading is not None and (reading.person or "").startswith("1"):
        return True
    before = view.lower[max(0, match.first - 3) : match.first]
    return not view.words.grammar.first_person.isdisjoint(before)


def _borrowed(phrase: Phrase, context: set[str]) -> bool:
    return bool(context) and phrase.pronoun and phrase.first == 0 and phrase.last == 0


def _vetoed(view: View, match: Match, pattern: Pattern) -> bool:
    """Whether a veto pattern matches over or right beside the trigger."""
    for i in range(max(0, match.first - 3), min(len(view.tokens), match.last + 4)):
        if not pattern.keys.isdisjoint(view.keys(i)):
            other = pattern.match_at(view, i)
            if other is not None and other.first <= match.last + 1 and match.first - 1 <= other.last:
                return True
    return False


def _voice(match: Match, group: object, code: str) -> str:
    voice = getattr(group, "voice", None)
    # An English participle is passive only with a form of "be": its auxiliaries decide ("has opened").
    decided = code == "en" and voice is not None
    if not decided and match.reading is not None and match.reading.pos in ("VERB", "AUX"):
        voice = match.reading.voice or voice
    return voice or "Act"


def _unique(fillers: Iterable[Filler]) -> list[Filler]:
    out: list[Filler] = []
    for f in fillers:
        if not any((f.id and f.id == o.id) or (not f.id and f.mention == o.mention) for o in out):
            out.append(f)
    return out


def _hosts(rule: Rule) -> frozenset[str]:
    """Roles in which any place stands for its state: who receives, suffers or takes part there."""
    roles = {
        "visit": {"host"},
        "mission": {"sender", "receiver"},
        "aid": {"recipient"},
        "cooperation": {"actor"},
    }
    if rule.frame == "coercion" and rule.subtype == "force":
        return frozenset({"target"})
    if rule.type == "flight_count":
        return frozenset({"subject"})
    return frozenset(roles.get(rule.frame, ()))


def _amount(view: View, match: Match, rule: Rule) -> Mention | None:
    """The amount that a figure rule measures: inside the trigger, else the nearest that fits."""
    best: tuple[int, Mention] | None = None
    for m in view.amounts:
        if not _amount_fits(m, rule.unit):
            continue
        if m.first in match.tokens:
            return m
        if m.last < match.first:
            distance, side = match.first - m.last, "before"
        elif m.last < match.head:
            distance, side = match.head - m.last, "before"  # in a gap of the trigger
        else:
            distance, side = m.first - match.last, "after"
        if rule.value == "adjacent":
            # «22 жоба», "22 joint projects": at most two words in between
            if side != "before" or distance > 3:
                continue
        elif rule.value in ("before", "after") and side != rule.value:
            continue
        if any(view.tokens[i].text == ";" for i in range(min(m.last, match.last), max(m.first, match.first))):
            continue
        verbs = sum(view.finite[i] for i in range(min(m.last, match.last) + 1, max(m.first, match.first)))
        distance += 4 * max(0, verbs - 1)
        if distance <= AMOUNT_REACH and (best is None or distance < best[0]):
            best = (distance, m)
    return best[1] if best else None


def _amount_fits(m: Mention, unit: str | None) -> bool:
    if unit == "money":
        return m.unit not in ("percent", "count") and (m.unit is not None or m.mark == "money")
    if unit == "percent":
        return m.unit == "percent"
    if unit == "count":
        return m.unit in (None, "count")
    return True


def _place(view: View, match: Match, filled: Filled) -> Place | None:
    """The place named as such for this trigger, else the place that fills the host role."""
    markers = view.words.markers.get("place", ())
    if markers:
        from elshi.frames.roles import CUTOFF, _cost

        slot = Slot("place", markers, frozenset({"place"}))
        offers = []
        for k, phrase in enumerate(view.phrases):
            for marker in markers:
                cost = _cost(view, match, marker, slot, phrase, "Act")
                if cost is not None and cost <= CUTOFF:
                    offers.append((cost, k, phrase))
        for _, _, phrase in sorted(offers, key=lambda o: o[:2]):
            for m in phrase.mentions:
                if m.kind == "place":
                    return Place(m.name or m.text, m.text, m.of)
    for phrase in filled.phrases.get("host", []) + filled.phrases.get("receiver", []):
        for m in phrase.mentions:
            if m.kind == "place":
                return Place(m.name or m.text, m.text, m.of)
    return None


def _sphere(view: View, rule: Rule, default: str | None, first: int, last: int) -> str | None:
    if rule.sphere:
        return rule.sphere
    best, most = default, 0
    for name, lemmas in view.words.spheres.items():
        count = sum(1 for i in range(first, last + 1) if view.lemmas(i) & lemmas)
        if count > most:
            best, most = name, count
    return best


def _split(candidate: Candidate, rule: Rule) -> list[Candidate]:
    """One fact per host and the like: every coordinated side of the split role gets its own."""
    role = rule.split
    fillers = candidate.roles.get(role or "", [])
    sides = [f for f in fillers if f.kind in ("state", "igo", "programme")]
    if role is None or len(sides) < 2:
        return [candidate]
    out = []
    for side in sides:
        own = [side] + [f for f in fillers if f is not side and f.of == side.id and f not in sides]
        parts = {r: (own if r == role else fs) for r, fs in candidate.roles.items()}
        out.append(_replace(candidate, parts))
    return out


def _replace(candidate: Candidate, roles: dict[str, list[Filler]]) -> Candidate:
    from dataclasses import replace

    return replace(candidate, roles=roles)
