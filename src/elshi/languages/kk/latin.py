"""Kazakh written in Latin letters, brought to Cyrillic so that one analysis serves both."""

from __future__ import annotations

from dataclasses import dataclass

from elshi.languages import yamldata

__all__ = ["Transliterator"]

#: Vowels of the Latin alphabets but ı and i; the empty string is none of them.
_LATIN_VOWELS = frozenset("aäáeoöóuūüúy")
_VOWELS = frozenset("аәеоөұүыіуиюя")


@dataclass(frozen=True)
class Transliterator:
    """The tables of latin.yaml.

    Attributes:
        new: letters of the 2021 alphabet; older: those of 2018 where they differ.
    """

    new: dict[str, str]
    older: dict[str, str]
    marks: frozenset[str]
    pairs: dict[str, str]
    glides: dict[str, str]

    @classmethod
    def load(cls) -> Transliterator:
        """Reads latin.yaml.

        Raises:
            RuleError: the file is missing or not YAML.
        """
        data = yamldata.load("elshi.languages.kk", "latin.yaml")
        new = dict(data["2021"])
        return cls(
            new, new | data["2018"], frozenset(data["marks_2018"]), dict(data["pairs"]), dict(data["glides"])
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

    @staticmethod
    def _yot(text: str) -> str:
        """Which of `ı` and `i` is и or й in a word: dotless ı until 2020, i with its dot in 2021.

        Beside a vowel stands only й («aı», «ıa» or «ai», «ia»). Otherwise the last of them is і, as endings
        have no и: «Prezıdentiniñ», «prezidentınıñ».
        """
        last = ""
        for k, letter in enumerate(text):
            if letter in "ıi":
                if text[k - 1 : k] in _LATIN_VOWELS or text[k + 1 : k + 2] in _LATIN_VOWELS:
                    return letter
                last = letter
        return "ı" if last == "i" else "i"

    def cyrillic(self, form: str) -> str:
        """The word in Cyrillic, lower case; letters without a counterpart are kept."""
        text = self._lower(form)
        older = any(letter in self.marks for letter in text)
        table = self.older if older else self.new
        yot = "ı" if older else self._yot(text)
        out: list[str] = []
        position = 0
        while position < len(text):
            pair = text[position : position + 2]
            letter = text[position]
            after_vowel = bool(out) and out[-1][-1] in _VOWELS
            glide = self.glides.get("ı" + pair[1:]) if letter == yot else None
            if glide is not None:
                out.append(glide if after_vowel else "и" + glide)
                position += 2
            elif pair in self.pairs and (older or pair != "ts"):
                out.append(self.pairs[pair])
                position += 2
            else:
                out.append(("й" if after_vowel else "и") if letter == yot else table.get(letter, letter))
                position += 1
        return "".join(out)
