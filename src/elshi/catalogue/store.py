"""The catalogue in memory: entities by id and by name, offices and who held them when."""

from __future__ import annotations

import difflib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from elshi.catalogue.entities import Entity, Office, Term, span
from elshi.catalogue.loading import Tables, read_tables
from elshi.errors import UnknownSide
from elshi.languages.letters import fold

if TYPE_CHECKING:
    from elshi.catalogue.index import Index
    from elshi.languages.base import Language

__all__ = ["Catalogue"]

_DATA = Path(__file__).parent / "data"

#: What a bare name most likely means where several entities bear it.
_KIND_ORDER = {"state": 0, "igo": 1, "programme": 2, "office": 3, "place": 4, "organisation": 5, "person": 6}


class Catalogue:
    """Names, offices and terms; read-only once loaded, its caches aside."""

    def __init__(self, tables: Tables) -> None:
        self.entities = tables.entities
        self.metonyms = tables.metonyms
        self.offices = tables.offices
        self.won = tables.won
        self.homographs = tables.homographs
        self._terms: dict[tuple[str, str], list[Term]] = {}
        self._by_person: dict[str, list[Term]] = {}
        for term in tables.terms:
            self._terms.setdefault((term.office, term.of), []).append(term)
            self._by_person.setdefault(term.person, []).append(term)
        self._indexes: dict[str, Index] = {}
        self._surnames: dict[str, tuple[str, ...]] | None = None
        self._places: dict[str, tuple[str, ...]] | None = None
        self._given: dict[str, tuple[str, ...]] = {}

    @classmethod
    def load(cls, extra: Path | None = None) -> Catalogue:
        """The built-in catalogue, with a user's file or folder that wins over it.

        Raises:
            CatalogueError: a file does not hold together.
        """
        return cls(read_tables(_DATA, extra))

    @classmethod
    def default(cls) -> Catalogue:
        """The built-in catalogue, loaded once."""
        return _default()

    @classmethod
    def from_folder(cls, folder: Path, extra: Path | None = None) -> Catalogue:
        """A catalogue of another folder than the built-in one."""
        return cls(read_tables(folder, extra))

    def entity(self, id: str) -> Entity | None:
        """The entity of that id or code."""
        return self.entities.get(id)

    def name(self, id: str, language: str) -> str | None:
        """Its display name in that language, or None."""
        entity = self.entities.get(id)
        return entity.display(language) if entity else None

    def adjective(self, id: str, language: str) -> str | None:
        """Its adjective («французский», "French") in that language, or None."""
        entity = self.entities.get(id)
        return entity.form(language, "adjective") if entity else None

    def index(self, language: Language) -> Index:
        """The names of one language, ready for recognition; built on first use."""
        index = self._indexes.get(language.code)
        if index is None:
            from elshi.catalogue.index import Index

            index = self._indexes[language.code] = Index(self, language)
        return index

    def find(self, text: str, language: str | None = None) -> list[Entity]:
        """Entities that a text names as a whole, in any inflected form, best first.

        Args:
            text: a name, code or abbreviation.
            language: only names of this language; None: all three, plus codes.
        """
        text = " ".join(text.split())
        found: dict[str, tuple[int, int, int]] = {}
        if text in self.entities:
            found[text] = (-1, 0, 0)
        elif text.upper() in self.entities:
            found[text.upper()] = (-1, 0, 0)
        from elshi.languages import get

        for place, code in enumerate(("kk", "ru", "en") if language is None else (language,)):
            for entry, exact in self.index(get(code)).whole(text):
                kind = self.entities[entry.id].kind
                rank = (0 if exact else 1, _KIND_ORDER.get(kind, 9), place)
                if entry.id not in found or rank < found[entry.id]:
                    found[entry.id] = rank
        return [self.entities[id] for id in sorted(found, key=lambda i: (found[i], i))]

    def side(self, text: str) -> Entity:
        """The state or organisation that a person means.

        Raises:
            UnknownSide: the catalogue knows none of that name; the message suggests near ones.
        """
        candidates = [e for e in self.find(text) if e.kind in ("state", "igo", "programme")]
        if candidates:
            return candidates[0]
        forms: dict[str, str] = {}
        for entity in self.entities.values():
            if entity.kind in ("state", "igo"):
                forms.setdefault(fold(entity.name), entity.name)
                for name in entity.names:
                    if name.role in ("short", "abbreviation", "formal"):
                        forms.setdefault(fold(name.form), name.form)
        near = [forms[f] for f in difflib.get_close_matches(fold(text), forms, n=3, cutoff=0.6)]
        hint = f"did you mean {', '.join(near)}?" if near else "write its code (KAZ, NATO) or a usual name"
        raise UnknownSide(f"no state or organisation is called {text!r}; {hint}")

    def code(self, id: str) -> str:
        """The code under which an entity acts: an organ without a code of its own has its organisation's."""
        seen: set[str] = set()
        entity = self.entities.get(id)
        while (
            entity and entity.kind == "igo" and ":" in entity.id and entity.parent and entity.id not in seen
        ):
            seen.add(entity.id)
            entity = self.entities.get(entity.parent)
        return entity.id if entity else id

    def given_names(self, id: str) -> tuple[str, ...]:
        """First given names of a person in every language, folded; empty when only the surname is known."""
        known = self._given.get(id)
        if known is None:
            entity = self.entities.get(id)
            found: dict[str, None] = {}
            for form in [n.form for n in entity.names] + [entity.name] if entity else ():
                words = form.replace(".", " ").split()
                if len(words) > 1 and len(words[0]) > 1:
                    found[fold(words[0])] = None
            known = self._given[id] = tuple(found)
        return known

    def persons_named(self, surname: str) -> tuple[str, ...]:
        """Ids of the persons with this surname (folded) in any language."""
        if self._surnames is None:
            table: dict[str, dict[str, None]] = {}
            for entity in self.entities.values():
                if entity.kind == "person":
                    for form in [n.form for n in entity.names] + [entity.name]:
                        words = form.replace(".", " ").split()
                        if words:
                            table.setdefault(fold(words[-1]), {})[entity.id] = None
            self._surnames = {k: tuple(v) for k, v in table.items()}
        return self._surnames.get(surname, ())

    def places_named(self, name: str) -> tuple[str, ...]:
        """Ids of all places of that name (base form) in any language."""
        if self._places is None:
            table: dict[str, dict[str, None]] = {}
            for entity in self.entities.values():
                if entity.kind == "place":
                    for form in entity.names:
                        if form.role not in ("adjective", "inhabitant"):
                            table.setdefault(fold(form.form), {})[entity.id] = None
            self._places = {k: tuple(v) for k, v in table.items()}
        return self._places.get(fold(name), ())

    def terms(self, office: str, of: str) -> list[Term]:
        """All terms of an office, and of equal ones: whoever is head of the same thing."""
        own = self._terms.get((office, of))
        if own:
            return own
        kind = self.offices.get(office)
        if kind is None or not kind.head_of:
            return []
        return [
            term
            for other in self.offices.values()
            if other.head_of == kind.head_of and other.id != office
            for term in self._terms.get((other.id, of), ())
        ]

    def holder(self, office: str, of: str, date: str | None) -> str | None:
        """Who held an office on a date, only where the whole of the date lies in one person's term.

        Args:
            office: id of the office.
            of: code of the state or organisation.
            date: EDTF, or None.
        """
        if not date:
            return None
        try:
            first, last = span(date)
        except ValueError:
            return None
        people: set[str | None] = set()
        for term in self.terms(office, of):
            begin, until = term.certain
            if begin <= first and last <= until:
                people.add(term.person)
            else:
                begin, until = term.possible
                if term.begin and begin <= last and first <= until:
                    people.add(None)  # another one may have held it: not certain
        return people.pop() if len(people) == 1 else None

    def offices_of(self, person: str, date: str | None = None) -> list[Term]:
        """Terms that a person held, on a date or at any time, in the order of the files."""
        terms = self._by_person.get(person, [])
        if not date:
            return list(terms)
        try:
            first, last = span(date)
        except ValueError:
            return []
        return [t for t in terms if t.possible[0] <= last and first <= t.possible[1]]

    def office(self, id: str) -> Office | None:
        """What kind of post an office is."""
        return self.offices.get(id)


@lru_cache(maxsize=1)
def _default() -> Catalogue:
    return Catalogue.load()
