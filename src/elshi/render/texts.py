"""The words of the pages in the reader's language, from `texts/{kk,ru,en}.yaml`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any

from elshi.errors import CatalogueError

__all__ = ["LANGUAGES", "Texts", "texts"]

LANGUAGES = ("kk", "ru", "en")


class Texts:
    """Words by dotted key (`section.visits`).

    Attributes:
        language: `kk`, `ru` or `en`.
        words: dotted key -> text.
        lists: dotted key -> list of texts.
    """

    def __init__(self, language: str, data: Mapping[str, Any]) -> None:
        self.language = language
        self.words: dict[str, str] = {}
        self.lists: dict[str, Sequence[str]] = {}
        self._add("", data)

    def _add(self, prefix: str, data: Mapping[str, Any]) -> None:
        for key, value in data.items():
            name = f"{prefix}{key}"
            if isinstance(value, Mapping):
                self._add(f"{name}.", value)
            elif isinstance(value, list):
                self.lists[name] = tuple(value)
            elif isinstance(value, str) and value:
                self.words[name] = value
            else:
                raise CatalogueError(
                    f"texts/{self.language}.yaml: {name} is {value!r}; write a text in quotation marks"
                )

    def __call__(self, key: str, **values: object) -> str:
        """The text of a key, its `{places}` filled in.

        Raises:
            KeyError: there is no such key.
        """
        text = self.words[key]
        return text.format(**values) if values else text

    def get(self, key: str, default: str) -> str:
        """The text of a key, or the default where there is none (a code newer than the texts)."""
        return self.words.get(key, default)

    def __contains__(self, key: str) -> bool:
        return key in self.words


@lru_cache(maxsize=len(LANGUAGES))
def texts(language: str) -> Texts:
    """Loads the words of one language.

    Raises:
        ValueError: the language is not one of `LANGUAGES`.
        CatalogueError: the file does not hold together.
    """
    if language not in LANGUAGES:
        raise ValueError(f"language {language!r} is not one of {', '.join(LANGUAGES)}")
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    path = files("elshi.render") / "texts" / f"{language}.yaml"
    try:
        data = yaml.load(path.read_text("utf-8"), Loader=loader)
    except yaml.YAMLError as error:
        raise CatalogueError(f"texts/{language}.yaml: {error}") from error
    return Texts(language, data)
