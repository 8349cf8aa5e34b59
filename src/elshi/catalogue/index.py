"""Names of one language as a trie over base forms of words.

Every word form met is looked up once: `starts` remembers, per form, under which of its base forms
names begin; for most words that is an empty tuple, so a sentence without names costs one dictionary
look-up a word.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from elshi.catalogue.atoms import BREAK, COMMA, DOT, HYPHEN, Atoms, split_words
from elshi.catalogue.beginnings import Beginnings
from elshi.catalogue.cues import cues
from elshi.catalogue.endings import is_kazakh_ending
from elshi.catalogue.entities import Entity, Name
from elshi.languages.letters import fold

if TYPE_CHECKING:
    from elshi.catalogue.store import Catalogue
    from elshi.languages.base import Language

__all__ = ["Entry", "Hit", "Index"]

Node = dict[str, Any]
_ENTRIES = ""  # key of a node's own entries; no word is empty

_LOWER, _CAPITAL, _ABBREVIATION = range(3)
#: Roles whose words stand in lower case in Kazakh and Russian running text.
_COMMON = ("adjective", "inhabitant")
#: Abbreviations of this length and more are also written as a word («Юнеско», "Unesco").
_WORDLIKE = 5
#: Kinds whose Russian and international names are read in Kazakh text where it has none of its own.
_SHARED = ("person", "place", "organisation", "state")

#: Lists of `Cues` that a single word can belong to.
_MARKS = (
    "given", "common_given", "not_surnames", "titles", "after_titles", "particles", "heads", "legal", "quoted_heads",
    "instruments", "topics", "former", "nationals", "not_nations", "inner", "not_names",
    "place_nouns",
)  # fmt: skip
_NO_MARKS: frozenset[str] = frozenset()

#: Letters of a surname that may be read without a given name.
_SURNAME = 4
_ALIKE = str.maketrans(
    {"і": "и", "й": "и", "я": "иа", "ю": "иу", "э": "е", "ь": "", "ъ": "", "ё": "ио", "щ": "ш", "ц": "тс"}
)
_VOICED = {"ғ": "қ", "г": "к", "б": "п"}
_RU_OBLIQUE = (
    "ыми",
    "ими",
    "ого",
    "его",
    "ому",
    "ему",
    "ых",
    "их",
    "ым",
    "им",
    "ой",
    "ей",
    "ую",
    "юю",
    "ом",
    "ем",
)
_RU_ADJECTIVE = (
    ("ая", ("ый", "ий", "ой")),
    ("яя", ("ий",)),
    ("ое", ("ый", "ий", "ой")),
    ("ее", ("ий",)),
    ("ые", ("ый", "ой")),
    ("ие", ("ий",)),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One name of one entity as the trie holds it."""

    id: str
    kind: str
    role: str
    form: str
    letters: int
    size: int
    order: int


@dataclass(frozen=True, slots=True)
class Hit:
    """Words `first` to `last` of a sentence are names of `entries`; `base` is the last word's base form.

    `ending` is the index of the word that holds a hyphenated ending («ЕҚЫҰ-ның»), else -1.
    """

    first: int
    last: int
    base: str
    entries: tuple[Entry, ...]
    ending: int = -1


def _last_word_variants(word: str, code: str, several: bool) -> list[str]:
    out = [word]
    if code == "kk" and several and len(word) > 4:
        if word.endswith(("сы", "сі")):
            out.append(word[:-2])
        elif word[-1] in "ыі":
            stem = word[:-1]
            out.append(stem)
            if stem[-1] in _VOICED:
                out.append(stem[:-1] + _VOICED[stem[-1]])
    return out


def _russian_variants(word: str) -> list[str]:
    """Spellings under which a morphological dictionary may file a nominative word of a name."""
    out = [word]
    for ending, bases in _RU_ADJECTIVE:
        if word.endswith(ending) and len(word) > 4:
            out.extend(word[: -len(ending)] + base for base in bases)
            return out
    if len(word) > 4 and word[-1] in "ыи":
        out.append(word[:-1])
    return out


def _declined(word: str) -> list[str]:
    """Base forms of a declined adjective that dictionaries file under a verb («соединённых»)."""
    for ending in _RU_OBLIQUE:
        if word.endswith(ending) and len(word) > len(ending) + 3:
            stem = word[: -len(ending)]
            return [stem + "ый", stem + "ий", stem + "ой"]
    return []


def _squash(word: str) -> str:
    """A spelling that does not tell apart what the Latin alphabet of 2021 writes alike («Türkia», «Түркия»)."""
    return word.replace("ия", "я").replace("ию", "ю").translate(_ALIKE)


def _letters(name: str, role: str, code: str) -> int:
    if role == "abbreviation" and sum(c.isupper() for c in name) > 1:
        return _ABBREVIATION
    if role in _COMMON and code != "en":
        return _LOWER
    return _CAPITAL if name.lstrip("«“\"'")[:1].isupper() else _LOWER


class Index:
    """The names that are read in text of one language.

    Attributes:
        language: whose word keys are used.
        starts: word form -> ((base form, node), …), filled as forms are met.
    """

    def __init__(self, catalogue: Catalogue, language: Language) -> None:
        self.language = language
        self.starts: dict[str, tuple[tuple[str, Node], ...]] = {}
        self._root: Node = {}
        self._vocabulary: set[str] = set()
        self._beginnings: dict[str, Beginnings] = {}
        self._keys: dict[str, tuple[str, ...]] = {}
        self._catalogue = catalogue
        self.cues = cues(language.code)
        own = {form: read for (lang, form), read in catalogue.homographs.items() if lang == language.code}
        #: names that are also common words, read only where the capital is no accident
        self.homographs = frozenset(form for form, read in own.items() if read == "inside")
        #: names that are read only before a word that begins in one of these ways
        self.before = {
            form: tuple(read.split()[1:]) for form, read in own.items() if read.startswith("before ")
        }
        self._prefixes = {a: fold(b) for a, b in self.cues.prefixes.items()}
        self._marks: dict[str, frozenset[str]] = {}
        self._squashed: dict[str, str] = {}
        self._count = 0
        code = language.code
        for entity in catalogue.entities.values():
            named = any(n.language == code for n in entity.names)
            for name in entity.names:
                if name.language in (code, "la") or _borrowed(entity.kind, name, code, named):
                    self._add(entity.id, entity.kind, name.role, name.form, name.language)
            if entity.kind == "person":
                self._add_surnames(entity)
        for form, field in self.cues.ministries.items():
            self._add(f"ministry:{field}", "organisation", "ministry", form, code)
        for form, role in self.cues.own.items():
            if role in ("state", "first"):
                self._add(f"own:{role}", "own", "own", form, code)
        for form, ids in self.cues.context.items():
            self._add("context:" + ids.replace(" ", ":"), "own", "own", form, code)
        for form, what in self.cues.backs.items():
            self._add(f"back:{what}", "own", "own", form, code)
        for form in sorted(self.cues.sides):
            self._add("own:sides", "own", "own", form, code)
        for (lang, form), id in catalogue.won.items():
            if lang in (code, "la"):
                self._win(id, form)

    def _add_surnames(self, entity: Entity) -> None:
        """The last word of a person's full name is read alone, unless it is too short to tell."""
        own = {n.form for n in entity.names if n.role == "surname"}
        code = self.language.code
        seen: set[str] = set()
        for name in entity.names:
            if name.role != "full" or not (name.language == code or _borrowed("person", name, code, True)):
                continue
            words = name.form.split()
            surname = words[-1]
            if len(words) < 2 or len(surname) < _SURNAME or surname in own or surname in seen:
                continue
            folded = fold(surname)
            if folded in self.homographs or folded in self.cues.not_names or folded in self.cues.given:
                continue
            seen.add(surname)
            self._add(entity.id, "person", "surname", surname, name.language)

    def _add(self, id: str, kind: str, role: str, form: str, language: str) -> None:
        code = self.language.code
        words = split_words(form)
        if not words:
            return
        letters = _letters(form, role, language)
        self._count += 1
        entry = Entry(id, kind, role, form, letters, len(words), self._count)
        russian = language == "ru"
        nodes = [self._root]
        for place, (word, gap) in enumerate(words):
            folded = fold(word)
            if russian and letters != _ABBREVIATION:
                variants = _russian_variants(folded)
            elif place == len(words) - 1:
                variants = _last_word_variants(folded, code, len(words) > 1)
            else:
                variants = [folded]
            keys = variants if gap != COMMA else [*variants, *("," + v for v in variants)]
            self._vocabulary.update(variants)
            following: list[Node] = []
            for node in nodes:
                for key in keys:
                    child = node.get(key)
                    if child is None:
                        child = node[key] = {}
                    following.append(child)
            nodes = following[:32]
        for node in nodes:
            held = node.get(_ENTRIES, ())
            if all(e.id != id or e.role != role for e in held):
                node[_ENTRIES] = (*held, entry)

    def _win(self, id: str, form: str) -> None:
        """Puts a user's own name before all others of the same form."""
        node: Node | None = self._root
        for word, _ in split_words(form):
            node = node.get(fold(word)) if node is not None else None
        if node is not None:
            held = node.get(_ENTRIES, ())
            node[_ENTRIES] = tuple(e for e in held if e.id == id)

    def keys(self, form: str) -> tuple[str, ...]:
        """Base forms of a word that occur in any name; none for most words."""
        keys = self._keys.get(form)
        if keys is None:
            found: list[str] = []
            folded = fold(form)
            forms = [form]
            if not self._may_begin("names", folded) and not self._prefixes.get(folded):
                self._keys[form] = ()
                return ()
            latin = self.language.code == "kk" and "a" <= folded[0] < "Ѐ"
            if "'" in folded:
                forms.insert(0, form[: folded.rindex("'")])
            for one in forms:
                for key in (fold(one), *self.language.keys(one)):
                    key = fold(key)
                    if latin:
                        key = self._plain().get(_squash(key), key)
                    if key in self._vocabulary and key not in found:
                        found.append(key)
            if self.language.code == "ru":
                found.extend(k for k in _declined(folded) if k in self._vocabulary and k not in found)
            if self.language.code == "ru" and folded.endswith(("ско", "цко")):
                full = folded[:-1] + "ий"
                if full in self._vocabulary:
                    found.append(full)
            part = self._prefixes.get(folded)
            if part is not None and part in self._vocabulary:
                found.append(part)
            keys = self._keys[form] = tuple(found)
        return keys

    def _may_begin(self, which: str, folded: str) -> bool:
        """Whether a word of a name (or cue list) begins as this one does.

        Endings change the end of a word, so its beginning tells at once that most words are in no name; that
        saves their analysis. Words in another alphabet than the language's always may.
        """
        if self.language.code == "kk" and folded[:1] < "\u0370":
            return True
        beginnings = self._beginnings.get(which)
        if beginnings is None:
            words = (
                self._vocabulary
                if which == "names"
                else {fold(w) for n in _MARKS for w in getattr(self.cues, n)}
            )
            beginnings = self._beginnings[which] = Beginnings(words, self.language.code)
        return beginnings.may(folded)

    def _plain(self) -> dict[str, str]:
        """Squashed spelling -> word of a name: what Kazakh in Latin letters is looked up by."""
        if not self._squashed:
            for word in sorted(self._vocabulary):
                self._squashed.setdefault(_squash(word), word)
        return self._squashed

    def start(self, form: str) -> tuple[tuple[str, Node], ...]:
        """Where names that begin with this word form go on; remembered."""
        root = self._root
        found = tuple((key, root[key]) for key in self.keys(form) if key in root)
        self.starts[form] = found
        return found

    def marks(self, form: str) -> frozenset[str]:
        """Which lists of cue words a word form belongs to (`heads`, `titles`, `given` …); remembered."""
        marks = self._marks.get(form)
        if marks is None:
            folded = fold(form)
            keys = {folded}
            if self._may_begin("cues", folded):
                keys.update(fold(k) for k in self.language.keys(form))
            found = [name for name in _MARKS if not keys.isdisjoint(getattr(self.cues, name))]
            if not keys.isdisjoint(self.homographs):
                found.append("homographs")
            marks = self._marks[form] = frozenset(found) if found else _NO_MARKS
        return marks

    def all_at(self, atoms: Atoms, first: int) -> list[Hit]:
        """All names that begin at word `first`, longest first."""
        begin = self.starts.get(atoms.words[first])
        if begin is None:
            begin = self.start(atoms.words[first])
        if not begin:
            return []
        words, gaps = atoms.words, atoms.gaps
        hits: list[Hit] = []
        stack: list[tuple[str, Node, int]] = [(key, node, first) for key, node in begin]
        kazakh = self.language.code == "kk"
        while stack:
            key, node, at = stack.pop()
            entries = node.get(_ENTRIES)
            if entries:
                hits.append(self._hit(atoms, first, at, key, entries))
            following = at + 1
            if following >= len(words) or len(node) == (1 if entries else 0):
                continue
            gap = gaps[following]
            if gap == BREAK or (gap == DOT and at - first > 0 and len(words[at]) > 4):
                continue
            if kazakh and not _goes_on(words[at], key):
                continue
            for next_key in self.keys(words[following]):
                if gap == COMMA:
                    next_key = "," + next_key
                child = node.get(next_key)
                if child is not None:
                    stack.append((next_key.lstrip(","), child, following))
        hits.sort(key=lambda h: (-h.last, h.base != fold(words[h.last]), h.entries[0].order))
        return hits

    def _hit(self, atoms: Atoms, first: int, at: int, key: str, entries: tuple[Entry, ...]) -> Hit:
        following = at + 1
        if following < len(atoms.words) and atoms.gaps[following] == HYPHEN:
            tail = atoms.words[following]
            if self.language.code == "kk" and is_kazakh_ending(tail.lower() if atoms.capitals else tail):
                return Hit(first, at, key, entries, following)
        return Hit(first, at, key, entries)

    def initial_fits(self, id: str, initial: str) -> bool:
        """Whether a person's given name begins with this initial."""
        return any(given.startswith(fold(initial)) for given in self._catalogue.given_names(id))

    def given_fits(self, id: str, given: str) -> bool:
        """Whether this is a person's given name, in any spelling the catalogue has."""
        forms = {fold(given)}
        if self.language.code == "kk" and given[0].isascii():
            forms |= {fold(k) for k in self.language.keys(given)}  # Kazakh in Latin letters
        for folded in forms:
            stem = folded[: max(4, len(folded) - 2)]
            if any(
                g == folded or (len(g) > 3 and (g.startswith(stem) or folded.startswith(g)))
                for g in self._catalogue.given_names(id)
            ):
                return True
        return False

    def whole(self, text: str) -> list[tuple[Entry, bool]]:
        """Entries that the whole of a text names, letters' case ignored, with whether the form is exact."""
        atoms = Atoms.of(text, 0, len(text))
        if not atoms.words:
            return []
        out: list[tuple[Entry, bool]] = []
        for hit in self.all_at(atoms, 0):
            if max(hit.last, hit.ending) == len(atoms.words) - 1:
                out.extend((entry, fold(entry.form) == fold(text)) for entry in hit.entries)
        return out


def _goes_on(word: str, key: str) -> bool:
    """In Kazakh only the last word of a name is inflected; before it at most a genitive stands."""
    folded = fold(word)
    if folded[:1] < "\u0370":
        return True  # in the Latin alphabet, which keys are not in
    return folded == key or folded.endswith(("ның", "нің", "дың", "дің", "тың", "тің", "ы", "і"))


def _borrowed(kind: str, name: Name, code: str, named: bool) -> bool:
    """Whether a name of another language is read in text of this one too."""
    if name.language == "en":
        return name.role == "abbreviation" or kind in ("organisation", "igo", "programme")
    if code == "en":
        return False
    if kind == "person":
        return True
    return code == "kk" and not named and kind in _SHARED
