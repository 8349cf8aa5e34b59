"""What governs a participant phrase, which noun it modifies, and how far it reaches through that noun.

«делегация парламента Франции» stands for France with the case and preposition of «делегация»; such nouns are
the carriers of `frames/words/<language>.yaml`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from elshi.frames.phrases import Phrase
    from elshi.frames.view import View

__all__ = ["carry", "govern", "modify", "through"]

CODED = frozenset({"state", "igo", "programme"})
DASHES = frozenset({"–", "—", "-", "/"})
#: How far a modifier may stand before the Kazakh noun it belongs to («Назарбаевтың Францияға алғашқы сапары»).
GENITIVE_REACH = 9
#: How far an adjective may stand before its noun («новый казахстанский большой завод»).
ADJECTIVE_REACH = 4


def next_word(view: View, index: int) -> str | None:
    """The token after `index`, lower case."""
    return view.lower[index + 1] if index + 1 < len(view.tokens) else None


def owns(view: View, index: int) -> bool:
    """Whether an English word is a possessive ("France's", "the ministers'")."""
    endings = view.words.grammar.possessive
    return view.tokens[index].text.endswith(endings) or next_word(view, index) in endings


def govern(view: View, unit: Phrase) -> None:
    """Finds the preposition before or the postposition after a phrase."""
    words = view.words
    if view.language.code == "kk":
        after = next_word(view, unit.last)
        # «өкілдері қатысты» is a verb, «өкілдеріне қатысты» a postposition.
        if after in words.postpositions and not (after in words.grammar.after_dative and unit.case != "Dat"):
            unit.post = after
        return
    i = unit.first - 1
    steps = 0
    english = view.language.code == "en"
    while i >= 0 and steps < 4:
        word = view.lower[i]
        if words.grammar.connectives and " ".join(view.lower[max(0, i - 3) : i + 1]).endswith(
            words.grammar.connectives
        ):
            break  # «между тем Иран осудил …»
        if word in words.prepositions:
            unit.prep = word
            unit.local = word in words.grammar.local
            break
        reading = view.chosen[i]
        passable = word in words.fillwords or (
            reading is not None
            and (
                reading.pos in ("ADJ", "DET", "NUM")
                or (english and reading.form == "Part" and reading.tense == "Past")
            )
            and view.mention_at[i] is None
        )
        if not passable:
            break
        i -= 1
        steps += 1


def modify(view: View, unit: Phrase) -> None:
    """Finds the noun that a phrase modifies."""
    code = view.language.code
    unit.modifies = unit.relation = None
    unit.may_modify = ()
    if unit.kinds <= {"nationality"} and unit.carrier is None:
        for i in range(unit.last + 1, min(len(view.tokens), unit.last + 1 + ADJECTIVE_REACH)):
            reading = view.chosen[i]
            if view.tokens[i].text in DASHES or view.mention_at[i] is not None:
                continue
            if reading is not None and reading.pos in ("NOUN", "PROPN"):
                unit.modifies, unit.relation = i, "adjective"
                return
            if view.tokens[i].text in (",", ";", ":") or view.finite[i]:
                return
        return
    if code == "kk":
        _modify_kk(view, unit)
    elif code == "ru":
        if unit.prep in view.words.grammar.origin:
            # «с коллегой из Румынии»
            i = unit.first - 1
            while i > 0 and view.lower[i] != unit.prep:
                i -= 1
            if i > 0 and _is(view, i - 1, "NOUN") and not view.named[i - 1]:
                unit.modifies, unit.relation = i - 1, "genitive"
        elif unit.prep is None and ("Gen" in unit.cases or not unit.cases) and unit.first > 0:
            i = unit.first - 1
            while i > 0 and view.mention_at[i] is None and _is(view, i, "ADJ"):
                i -= 1
            if _is(view, i, "NOUN") and not view.named[i]:
                unit.modifies, unit.relation = i, "genitive"
    elif unit.case == "Gen":
        for i in range(unit.last + 1, min(len(view.tokens), unit.last + 1 + ADJECTIVE_REACH)):
            if _is(view, i, "NOUN") and view.mention_at[i] is None and not _is_nounnext_word(view, i):
                unit.modifies, unit.relation = i, "genitive"
                return
    elif _seated(view, unit):
        unit.modifies, unit.relation = unit.first - 2, "genitive"
    elif unit.prep in view.words.grammar.origin or (
        unit.prep is None and unit.kinds & (CODED | {"organisation"})
    ):
        if unit.prep in view.words.grammar.origin:
            i = unit.first - 1
            while i >= 0 and view.lower[i] != unit.prep:
                i -= 1
            if i > 0 and (_is(view, i - 1, "NOUN") or _titled(view, i - 1)):
                unit.modifies, unit.relation = i - 1, "genitive"
        elif next_word(view, unit.last) is not None and _is(view, unit.last + 1, "NOUN"):
            # "the NATO summit", "EU officials", "the China visit"
            i = unit.last + 1
            while _is_nounnext_word(view, i):
                i += 1
            if view.mention_at[i] is None:
                unit.modifies, unit.relation = i, "adjective"


def _titled(view: View, i: int) -> bool:
    """Whether a capital only dignifies a noun that acts for its side: "the Government of Japan"."""
    return _is(view, i, "PROPN") and not view.named[i] and not view.words.carriers.isdisjoint(view.lemmas(i))


def _seated(view: View, unit: Phrase) -> bool:
    """Whether an English phrase says whose officials act: "Lawmakers in Wellington voted …"."""
    i = unit.first - 2
    seated = view.words.grammar.seated
    return (
        i >= 0
        and unit.prep == view.lower[i + 1] == "in"
        and not seated.isdisjoint(view.lemmas(i))
        and not (i and view.lower[i - 1] in view.words.grammar.unseated)
        and not view.named[i]
        and any(m.metonym or m.kind in CODED for m in unit.mentions)
    )


def _is_nounnext_word(view: View, i: int) -> bool:
    return i + 1 < len(view.tokens) and view.mention_at[i + 1] is None and _is(view, i + 1, "NOUN")


def _is(view: View, i: int, pos: str) -> bool:
    reading = view.chosen[i] if 0 <= i < len(view.chosen) else None
    return reading is not None and reading.pos == pos


def _modify_kk(view: View, unit: Phrase) -> None:
    """Kazakh: a genitive or bare noun belongs to the next noun with a third-person possessive ending."""
    if unit.case not in ("Gen", "Nom") or unit.post is not None:
        return
    genitive = unit.case == "Gen"
    # A side's noun in the nominative is a subject unless the owned noun follows at once.
    reach = GENITIVE_REACH if genitive else 1 if unit.carrier else 3
    found: list[int] = []
    for i in range(unit.last + 1, min(len(view.tokens), unit.last + 1 + reach)):
        token, mention, reading = view.tokens[i], view.mention_at[i], view.chosen[i]
        if token.text in (";", ":") or view.finite[i]:
            break
        if not genitive and token.text in (",", "–", "—"):
            break
        if mention is not None and mention.kind not in ("office", "date"):
            if not genitive:
                break
            continue
        if reading is None or (reading.pos == "ADJ" and not reading.possessive):
            continue
        owned = bool(reading.possessive) and str(reading.possessive).startswith("3")
        if owned and (reading.pos in ("NOUN", "PROPN", "ADJ") or (genitive and reading.pos == "VERB")):
            found.append(i)
            if not genitive:
                break
        elif not genitive and reading.pos != "NOUN":
            break
    if found:
        unit.modifies, unit.relation = found[0], "genitive"
        unit.may_modify = tuple(found)


def carry(view: View, units: list[Phrase]) -> bool:
    """Extends phrases over the noun through which they stand for their side; True if any changed."""
    changed = False
    for unit in units:
        i = unit.modifies
        if (
            i is None
            or not (
                unit.prep is None
                or unit.prep in view.words.grammar.origin
                or _agrees(view, unit)
                or _seated(view, unit)
            )
            or unit.kinds == {"person"}
        ):
            continue
        lemmas = view.lemmas(i)
        carrier = next((w for w in sorted(lemmas) if w in view.words.carriers), None)
        if carrier is None or view.named[i]:
            continue
        if unit.prep not in (None, *view.words.grammar.of) and carrier in view.words.grammar.sent:
            continue  # «отозвал посла из Парижа», «вывод войск из Ирака»: where they were
        _extend(view, unit, i, carrier)
        modify(view, unit)
        changed = True
    return changed


def _agrees(view: View, unit: Phrase) -> bool:
    """Whether a phrase is a Russian adjective: its preposition is that of its noun («для афганских беженцев»)."""
    return view.language.code == "ru" and unit.relation == "adjective"


def _extend(view: View, unit: Phrase, i: int, carrier: str) -> None:
    """Makes a phrase reach over the noun at `i`, with that noun's case and preposition."""
    unit.first, unit.last = min(unit.first, i), max(unit.last, i)
    unit.carrier = carrier
    if view.language.code == "en":
        own = owns(view, i)
        unit.case, unit.cases = ("Gen", frozenset({"Gen"})) if own else (None, frozenset())
    else:
        chosen = view.chosen[i]
        cases = {r.case for r in view.readings(i) if r.case and r.lemma == carrier}
        unit.cases = frozenset(c for c in cases if c)
        likeliest = chosen.case if chosen and chosen.case in unit.cases else None
        unit.case = likeliest or next(iter(sorted(unit.cases)), None)
    unit.prep = unit.post = None
    unit.local = False
    govern(view, unit)


def through(view: View, unit: Phrase) -> Phrase | None:
    """The phrase as it stands through the noun that it modifies («российскую инфраструктуру» is an object).

    Only markers with `through` use it: not every noun of a side acts or suffers for it.
    """
    i = unit.modifies
    if i is None or view.named[i]:
        return None
    if unit.proxy is None:
        chosen = view.chosen[i]
        unit.proxy = unit.copy()
        _extend(view, unit.proxy, i, chosen.lemma if chosen is not None else view.lower[i])
    return unit.proxy
