"""Kazakh written in Latin letters, brought to Cyrillic so that one analysis serves both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from elshi.languages import yamldata

__all__ = ["Transliterator"]

_VOWELS = frozenset("аәеоөұүыіуиюя")


@dataclass(frozen=True)
class Transliterator:
    """The tables of latin.yaml.

    Attributes:
        new: letters of the 2021 alphabet; older: those of 2018 where they differ.
        marks: letters that only the older alphabet has.
        pairs: two letters read as one.
        glides: what stands for й and the vowel after it, by that vowel.
        variants: what the new alphabet writes alike, as (written, meant) Cyrillic pairs; `^` is a word's beginning.
    """

    new: dict[str, str]
    older: dict[str, str]
    marks: frozenset[str]
    pairs: dict[str, str]
    glides: dict[str, str]
    variants: tuple[tuple[str, str], ...]

    @classmethod
    def load(cls) -> Transliterator:
        """Reads latin.yaml.

        Raises:
            RuleError: the file is missing or not YAML.
        """
        data = yamldata.load("elshi.languages.kk", "latin.yaml")
        new = dict(data["2021"])
        return cls(
            new,
            new | data["2018"],
            frozenset(data["marks_2018"]),
            dict(data["pairs"]),
            dict(data["glides"]),
            tuple((a, b) for a, b in data["variants"]),
        )

    def applies(self, form: str) -> bool:
        """Whether the word is in Latin letters and none of them is outside the Kazakh alphabets."""
        seen = False
        for letter in self._lower(form):
            if letter in self.older or letter in "ıi":
                seen = True
            elif letter not in "-'0123456789":
                return False
        return seen

    def _lower(self, form: str) -> str:
        # Kazakh I is the capital of dotless ı, İ that of i.
        return form.replace("İ", "i").replace("I", "ı").lower().replace("\u0307", "")

    def cyrillic(self, form: str, known: Callable[[str], bool] | None = None) -> str:
        """The word in Cyrillic, lower case; letters without a counterpart are kept.

        Args:
            form: a word for which `applies` holds.
            known: tells a likely word of the language; the spellings that the alphabet leaves open are
                tried against it, and a word without telling letters in the alphabet of 2018, too.
        """
        text = self._lower(form)
        older = any(letter in self.marks for letter in text)
        spelt = self._spell(text, older)
        if known is None or known(spelt):
            return spelt
        for written, meant in self.variants:
            if written.startswith("^"):
                other = meant + spelt[1:] if spelt.startswith(written[1:]) else spelt
            else:
                other = spelt.replace(written, meant)
            if other != spelt and known(other):
                return other
        if not older:
            other = self._spell(text, True)
            if other != spelt and known(other):
                return other
        # A name that no list knows («Fransia»): -нция is far commoner than -нсия.
        return spelt.replace("нсия", "нция")

    def _spell(self, text: str, older: bool) -> str:
        table = self.older if older else self.new
        glide = "ı" if older else "i"
        out: list[str] = []
        position = 0
        while position < len(text):
            pair = text[position : position + 2]
            letter = text[position]
            after_vowel = bool(out) and out[-1][-1] in _VOWELS
            if letter == glide:
                following = text[position + 1 : position + 2]
                if following in self.glides:
                    # «qoiady» қояды; «strategia», «Túrkıa» стратегия, Түркия.
                    out.append(self.glides[following] if after_vowel else "и" + self.glides[following])
                    position += 2
                    continue
                out.append("й" if after_vowel and out[-1] != "и" else "и")
                position += 1
            elif pair in self.pairs and (older or pair not in ("ts", "sh", "ch")):
                out.append(self.pairs[pair])
                position += 2
            else:
                out.append(table.get(letter, letter))
                position += 1
        return "".join(out)
