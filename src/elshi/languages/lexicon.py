"""Words of the date and amount grammars: which category a word form belongs to, from YAML.

Stems and endings are data; a form is a stem with one of the endings of its set, looked up once and kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from elshi.errors import RuleError
from elshi.languages.letters import fold

__all__ = ["Entry", "Lexicon", "load_endings"]

_CACHE_LIMIT = 200_000  # distinct forms kept a lexicon; about 60 MB of running text

_LATIN_WORD = re.compile(r"[a-zäğıñöūüşáǵńóúý]+\Z")
# The Kazakh Latin alphabet of 2021, with the acute letters of 2018 beside it.
_KAZAKH_LATIN = {
    "a": "а", "ä": "ә", "á": "ә", "b": "б", "v": "в", "g": "г", "ğ": "ғ", "ǵ": "ғ", "d": "д", "e": "е",
    "j": "ж", "z": "з", "k": "к", "q": "қ", "l": "л", "m": "м", "n": "н", "ñ": "ң", "ń": "ң", "o": "о",
    "ö": "ө", "ó": "ө", "p": "п", "r": "р", "s": "с", "t": "т", "u": "у", "ū": "ұ", "ü": "ү", "ú": "ү",
    "f": "ф", "h": "х", "y": "ы", "ı": "і", "ş": "ш", "ý": "у", "i": "и",
}  # fmt: skip
_VOWELS = "аәеиоөұүыі"


def from_kazakh_latin(word: str) -> str:
    """A lower-case word in the Kazakh Latin alphabet, spelt in Cyrillic (for look-ups only)."""
    out: list[str] = []
    for letter in word:
        cyrillic = _KAZAKH_LATIN.get(letter, letter)
        if letter == "i" and out and out[-1] in _VOWELS:
            cyrillic = "й"
        out.append(cyrillic)
    return "".join(out)


@dataclass(frozen=True, slots=True)
class Entry:
    """What a lexicon knows of a word form: its category, the value of its stem, the case of its ending."""

    category: str
    value: Any
    case: str | None = None


def load_endings(section: Mapping[str, Any], where: str) -> dict[str, dict[str, str | None]]:
    """Named sets of endings from YAML: `{set: {case: "ending ending …"}}`; `""` stands for `_`.

    A set may take in others by `with: [set …]`.

    Raises:
        RuleError: a set is not a mapping of strings, or names one that is not there.
    """
    out: dict[str, dict[str, str | None]] = {}
    for name, cases in section.items():
        if not isinstance(cases, dict):
            raise RuleError(f"{where}: endings of {name!r} must be a mapping of case to endings")
        table: dict[str, str | None] = {}
        for other in cases.get("with", ()):
            if other not in out:
                raise RuleError(f"{where}: endings {name!r} take in {other!r}, which is not above them")
            table.update(out[other])
        for case, endings in cases.items():
            if case == "with":
                continue
            for ending in str(endings).split():
                table.setdefault("" if ending == "_" else fold(ending), None if case == "any" else str(case))
        out[str(name)] = table
    return out


class Lexicon:
    """Category, value and case of word forms, from stems and endings in YAML."""

    def __init__(self, data: Mapping[str, Any], where: str, *, kazakh_latin: bool = False) -> None:
        self._stems: dict[str, list[tuple[dict[str, str | None], str, Any]]] = {}
        self._kazakh_latin = kazakh_latin
        #: Forms looked up so far; read it before calling `get` where speed matters.
        self.known: dict[str, Entry | None] = {}
        self.categories: list[str] = []
        self._longest = 0
        self._heads: set[str] = set()  # what stems begin with: most words are done with here
        self._exclude = frozenset(fold(word) for word in data.get("exclude", "").split())
        endings = load_endings(data.get("endings", {}), where)
        for category, groups in data["words"].items():
            self.categories.append(str(category))
            for group in groups if isinstance(groups, list) else [groups]:
                self._add(str(category), group, endings, where)

    def _add(
        self, category: str, group: Any, endings: Mapping[str, dict[str, str | None]], where: str
    ) -> None:
        if isinstance(group, str):
            group = {"stems": dict.fromkeys(group.split())}
        if not isinstance(group, dict) or not isinstance(group.get("stems"), dict):
            raise RuleError(
                f"{where}: words {category!r} need a string, or `stems` with an optional `endings`"
            )
        name = group.get("endings")
        if name is not None and name not in endings:
            raise RuleError(f"{where}: words {category!r} use endings {name!r}, which are not defined")
        table = endings[name] if name is not None else {"": group.get("case")}
        for words, value in group["stems"].items():
            # Several spellings of one stem may share a value: "сәуір сәуiр".
            for stem in str(words).split():
                key = fold(stem)
                self._longest = max(self._longest, len(key))
                self._heads.add(key[:2])
                self._stems.setdefault(key, []).append((table, category, value))

    def get(self, form: str) -> Entry | None:
        """What is known of a folded form, or None."""
        try:
            return self.known[form]
        except KeyError:
            pass
        entry = self._find(form)
        if entry is None and self._kazakh_latin and _LATIN_WORD.match(form):
            # «i» stands for и in loans, and by mistake for ı (і) in native words.
            spelt = from_kazakh_latin(form)
            entry = self._find(spelt) or self._find(spelt.replace("и", "і"))
        if len(self.known) >= _CACHE_LIMIT:
            self.known.clear()
        self.known[form] = entry
        return entry

    def _find(self, form: str) -> Entry | None:
        if (form[:2] not in self._heads and form[:1] not in self._heads) or form in self._exclude:
            return None
        # The longest stem wins: «жылғы» before «жыл» + «ғы».
        for cut in range(min(len(form), self._longest), 0, -1):
            for table, category, value in self._stems.get(form[:cut], ()):
                if form[cut:] in table:
                    return Entry(category, value, table[form[cut:]])
        return None
