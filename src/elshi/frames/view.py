"""One sentence as the frame engine looks at it: tokens with their readings, mentions and phrases."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from elshi.model import Mention, Passage

if TYPE_CHECKING:
    from elshi.frames.patterns import Pattern
    from elshi.frames.phrases import Phrase
    from elshi.frames.rules import Words
    from elshi.languages.base import Language, Reading
    from elshi.languages.verbs import VerbGroup

__all__ = ["View"]

#: Kinds whose words never set off a rule: they are parts of a name.
NAME_KINDS = frozenset({"state", "igo", "programme", "person", "place", "organisation"})

#: Marks over which no set phrase reaches.
STOPS = frozenset({";", "!", "?", "…"})

OPENING = frozenset("«“„(")
CLOSING = frozenset("»”)")


#: Marks behind a dateline, and in how many words they stand; shorter words in capitals are abbreviations.
MARKS = frozenset({"-", "–", "—", "--", ":"})
DATELINE = 12
LETTERS = 5


class View:
    """A sentence prepared for matching. Built once per sentence that can bear a fact."""

    def __init__(
        self,
        passage: Passage,
        clean: str,
        language: Language,
        words: Words,
        antecedent: Callable[[], tuple[Mention, ...]] = tuple,
        *,
        quotation: bool = False,
    ) -> None:
        self.quotation = quotation  # the sentence begins within one
        self._antecedent = antecedent
        self.passage = passage
        self.clean = clean
        self.language = language
        self.words = words
        self.tokens = passage.tokens
        self.lower = [language.plain(t.text) for t in self.tokens]
        self.mention_at: list[Mention | None] = [None] * len(self.tokens)
        self.named = [False] * len(self.tokens)
        for mention in passage.mentions:
            if mention.first < 0:
                continue
            for i in range(mention.first, mention.last + 1):
                self.mention_at[i] = mention
                self.named[i] = mention.kind in NAME_KINDS
        self.hard_stop = [t.text in STOPS for t in self.tokens]
        self._keys: list[frozenset[str] | None] = [None] * len(self.tokens)
        self._holds: dict[str, bool] = {}
        self._lemmas: list[frozenset[str] | None] = [None] * len(self.tokens)

    @cached_property
    def antecedent(self) -> tuple[Mention, ...]:
        """What a pronoun or a dropped subject stands for."""
        return self._antecedent()

    def readings(self, index: int) -> tuple[Reading, ...]:
        """All readings of a token."""
        return self.language.readings(self.tokens[index].text)

    def lemmas(self, index: int) -> frozenset[str]:
        """All lemmas of a token."""
        found = self._lemmas[index]
        if found is None:
            found = self._lemmas[index] = frozenset(r.lemma for r in self.readings(index))
        return found

    def keys(self, index: int) -> frozenset[str]:
        """Lemmas of a token, and its form marked with `=`, as patterns are keyed."""
        found = self._keys[index]
        if found is None:
            cache, form = self.words.form_keys, self.tokens[index].text
            found = cache.get(form)
            if found is None:
                found = cache[form] = self.lemmas(index) | {"=" + self.lower[index]}
            self._keys[index] = found
        return found

    @cached_property
    def all_keys(self) -> frozenset[str]:
        """Keys of all tokens together."""
        return frozenset().union(*(self.keys(i) for i in range(len(self.tokens))))

    def holds(self, pattern: Pattern) -> bool:
        """Whether a pattern matches anywhere in the sentence; cached."""
        found = self._holds.get(pattern.source)
        if found is None:
            found = not pattern.keys.isdisjoint(self.all_keys) and any(
                not pattern.keys.isdisjoint(self.keys(i)) and pattern.match_at(self, i) is not None
                for i in range(len(self.tokens))
            )
            self._holds[pattern.source] = found
        return found

    def verb_group(self, index: int) -> VerbGroup:
        """The verb at `index` read together with its auxiliaries."""
        return self.language.verb_group([t.text for t in self.tokens], self.chosen, index)

    @cached_property
    def chosen(self) -> list[Reading | None]:
        """The likeliest reading of every token in this sentence."""
        return list(self.language.choose([t.text for t in self.tokens]))

    @cached_property
    def cues(self) -> list[tuple[int, str, Pattern]]:
        """Words that may speak of a status: token index, the status, the pattern to try there."""
        cache, index = self.words.cue_forms, self.words.cue_index
        out: list[tuple[int, str, Pattern]] = []
        for i, form in enumerate(self.lower):
            found = cache.get(form)
            if found is None:
                found = cache[form] = tuple(c for k in sorted(self.keys(i)) for c in index.get(k, ()))
            out.extend((i, name, pattern) for name, pattern in found)
        return out

    @cached_property
    def finite(self) -> list[bool]:
        """Which tokens are finite verbs."""
        return [
            r is not None and r.pos in ("VERB", "AUX") and r.form == "Fin" and not self.named[i]
            for i, r in enumerate(self.chosen)
        ]

    @cached_property
    def relative(self) -> list[bool]:
        """Which tokens are relative pronouns: they follow a comma, or a preposition after one."""
        marks = self.words.grammar.relatives
        out = [False] * len(self.tokens)
        if marks and "," in self.lower:
            for i, word in enumerate(self.lower):
                opens = i > 0 and (
                    self.lower[i - 1] == ","
                    or (i > 1 and self.lower[i - 1] in self.words.prepositions and self.lower[i - 2] == ",")
                )
                out[i] = opens and (("=" + word) in marks or not marks.isdisjoint(self.keys(i)))
        return out

    @cached_property
    def depth(self) -> list[int]:
        """How deep inside quotation marks or brackets each token stands."""
        out: list[int] = []
        level = 0
        plain_open = False
        for token in self.tokens:
            if token.text in OPENING:
                level += 1
                out.append(level)
            elif token.text in CLOSING:
                out.append(level)
                level = max(0, level - 1)
            elif token.text == '"':
                plain_open = not plain_open
                level = level + 1 if plain_open else max(0, level - 1)
                out.append(level if plain_open else level + 1)
            else:
                out.append(level)
        return out

    @cached_property
    def phrases(self) -> list[Phrase]:
        """Participant phrases, left to right."""
        from elshi.frames.phrases import build

        return build(self)

    def source(self, phrase: Phrase) -> bool:
        """Whether a phrase names who reports, not who acts («Ақорданың хабарлауынша», "according to Rome")."""
        grammar = self.words.grammar
        if grammar.source_before:
            before = [
                w for w in self.lower[max(0, phrase.first - 4) : phrase.first] if w not in grammar.articles
            ]
            return " ".join(before).endswith(grammar.source_before) or self._dateline(phrase)
        if grammar.source_after:
            for word in self.lower[phrase.last + 1 : phrase.last + 5]:
                if word == ",":
                    return False
                if word.endswith(("ша", "ше")) and word.startswith(grammar.source_after):
                    return True
        return False

    def _dateline(self, phrase: Phrase) -> bool:
        """Whether a phrase only says where an English report was written: "UNITED NATIONS (AP) - The Council …"."""
        if phrase.first != 0 or phrase.last + 1 >= len(self.tokens):
            return False
        words = [t.text for t in self.tokens[: phrase.last + 1]]
        if not all(w.isupper() for w in words) or len("".join(words)) < LETTERS:
            return False
        after = [t.text for t in self.tokens[phrase.last + 1 : phrase.last + 1 + DATELINE]]
        return after[0] in MARKS or (after[0] in (",", "(") and not MARKS.isdisjoint(after))

    @cached_property
    def codes(self) -> frozenset[str]:
        """Codes of the states and organisations that the sentence names or speaks of."""
        return frozenset(code for phrase in self.phrases for code in phrase.codes())

    @cached_property
    def dates(self) -> list[Mention]:
        """Dates, left to right."""
        return [m for m in self.passage.mentions if m.kind == "date"]

    @cached_property
    def amounts(self) -> list[Mention]:
        """Numbers and sums, left to right."""
        return [m for m in self.passage.mentions if m.kind == "amount"]

    def text(self, first: int, last: int) -> str:
        """The clean text of a run of tokens."""
        return self.clean[self.tokens[first].start : self.tokens[last].end]
