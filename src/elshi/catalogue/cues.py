"""Words that point at unknown names: given names, titles, organisation heads, instrument words.

They are data (`patterns/kk.yaml` …); this module reads and checks them once a language.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Any

from elshi.errors import CatalogueError
from elshi.languages.letters import fold

__all__ = ["Cues", "cues"]

_FOLDER = Path(__file__).parent / "patterns"


@dataclass(frozen=True, slots=True)
class Cues:
    """The cue words of one language, folded.

    Attributes:
        given: given names.
        common_given: given names that are also common words, read alone as none.
        surname_endings: endings that only surnames and patronymics have.
        not_surnames: words and names with such an ending that are none.
        titles: words before a person's name («г-н», "Mr").
        after_titles: words after one («мырза», «ханым»).
        particles: small words inside names («де», "von").
        heads: nouns that make the words beside them an organisation's name.
        legal: legal forms («АҚ», «ООО», "Ltd").
        quoted_heads: nouns beside a quoted name that make it a company, fund, programme.
        ministries: what a ministry is called by its field, base form -> office id.
        instruments: nouns of treaties and papers.
        topics: words that join an instrument's noun to its subject («туралы», "on").
        prefixes: first part of compound nationalities -> an adjective that stands in the catalogue.
        sides: phrases for the two sides just spoken of.
        backs: nouns that point back at what was named («одақ», "the bloc") -> `union`, `organisation`, `bloc`,
            `state`.
        pointers: words before such a noun that leave it what it is («бұл», "the").
        own: phrases for one's own country or its leader -> role (`state`, `head`, `government`, `president`).
        context: names that mean an entity only where the document names another -> both ids.
        former: words that say an office is no longer held.
        inner: lower-case words that may stand inside an organisation's name.
        not_names: capitalised words that are no part of a person's name.
        place_nouns: nouns beside a place's name («қаласы», "city").
        small: small words that an acronym passes over.
        stops: words that end the title of an instrument.
        fillers: words that may stand between an owner and its office.
        prepositions: preposition -> cases that it takes («в» -> `Loc Acc`).
        counterparts: beginnings of words for the holder of the same office elsewhere.
        not_nations: nouns before which a nationality names no state («тілі», "language").
        nationals: nouns after a nationality that stand for its state («жағы», "side").
    """

    given: frozenset[str]
    common_given: frozenset[str]
    surname_endings: tuple[str, ...]
    not_surnames: frozenset[str]
    titles: frozenset[str]
    after_titles: frozenset[str]
    particles: frozenset[str]
    heads: frozenset[str]
    legal: frozenset[str]
    quoted_heads: frozenset[str]
    ministries: dict[str, str]
    instruments: frozenset[str]
    topics: frozenset[str]
    prefixes: dict[str, str]
    sides: frozenset[str]
    backs: dict[str, str]
    pointers: frozenset[str]
    own: dict[str, str]
    context: dict[str, str]
    former: frozenset[str]
    nationals: frozenset[str]
    not_nations: frozenset[str]
    inner: frozenset[str]
    not_names: frozenset[str]
    place_nouns: frozenset[str]
    small: frozenset[str]
    stops: frozenset[str]
    fillers: frozenset[str]
    prepositions: dict[str, str]
    counterparts: tuple[str, ...]


@lru_cache(maxsize=3)
def cues(code: str) -> Cues:
    """The cue words of a language.

    Raises:
        CatalogueError: the file lacks a list or holds something else.
    """
    import yaml

    path = _FOLDER / f"{code}.yaml"
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    except yaml.YAMLError as e:
        raise CatalogueError(f"{path}: not YAML: {e}") from e
    made: dict[str, Any] = {}
    for f in fields(Cues):
        value = data.pop(f.name, None)
        if "dict" in str(f.type):
            if not isinstance(value, dict):
                raise CatalogueError(f"{path}: {f.name} must map words to words")
            made[f.name] = {fold(str(k)): str(v) for k, v in value.items()}
        else:
            words = value.split() if isinstance(value, str) else value
            if not isinstance(words, list):
                raise CatalogueError(f"{path}: {f.name} must be a list of words")
            folded = [fold(str(w)) for w in words]
            made[f.name] = tuple(folded) if "tuple" in str(f.type) else frozenset(folded)
    if data:
        raise CatalogueError(f"{path}: unknown lists {', '.join(sorted(data))}")
    if code == "kk":
        # Russian and foreign given names are written alike in both
        made["given"] |= cues("ru").given
    return Cues(**made)
