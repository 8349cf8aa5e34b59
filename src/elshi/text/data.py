"""Reads the word lists of this room: YAML of sections, each with named lists of strings.

Scalars are taken as written (`no`, `on`, `1` stay strings), so that a word list never turns into
truth values. A list that does not hold together is a `RuleError` naming file and line.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from elshi.errors import RuleError

__all__ = ["load", "parse"]

WordLists = Mapping[str, Mapping[str, tuple[str, ...]]]

_FOLDER = Path(__file__).with_name("data")


@cache
def load(name: str) -> WordLists:
    """The word lists of one file under `text/data`.

    Args:
        name: file name without `.yaml`.

    Returns:
        Section -> list name (mostly a language) -> words, in the order of the file.

    Raises:
        RuleError: the file is missing, no YAML, or of another shape; the message names file and line.
    """
    path = _FOLDER / f"{name}.yaml"
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise RuleError(f"{path}: cannot be read ({error.strerror}); reinstall elshi") from error
    return parse(text, str(path))


def parse(text: str, where: str) -> WordLists:
    """Parses and validates word lists.

    Args:
        text: the YAML.
        where: file name for messages.

    Returns:
        As `load`.

    Raises:
        RuleError: see `load`.
    """
    import yaml

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        root = yaml.compose(text, Loader=loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise RuleError(f"{where}:{line}: not valid YAML; mend the file") from error
    out: dict[str, Mapping[str, tuple[str, ...]]] = {}
    for key, node in _pairs(root, where, "sections"):
        lists: dict[str, tuple[str, ...]] = {}
        for name, items in _pairs(node, where, f"lists in '{key}'"):
            lists[name] = _words(items, where, f"{key}.{name}")
        out[key] = MappingProxyType(lists)
    return MappingProxyType(out)


def _pairs(node: Any, where: str, what: str) -> list[tuple[str, Any]]:
    import yaml

    if not isinstance(node, yaml.MappingNode):
        line = node.start_mark.line + 1 if node is not None else 1
        raise RuleError(f"{where}:{line}: expected a mapping of {what}")
    seen: set[str] = set()
    pairs = []
    for key, value in node.value:
        name = str(key.value)
        if name in seen:
            raise RuleError(f"{where}:{key.start_mark.line + 1}: '{name}' stands twice; join the two")
        seen.add(name)
        pairs.append((name, value))
    return pairs


def _words(node: Any, where: str, what: str) -> tuple[str, ...]:
    import yaml

    if not isinstance(node, yaml.SequenceNode):
        raise RuleError(f"{where}:{node.start_mark.line + 1}: '{what}' must be a list of words")
    words = []
    for item in node.value:
        line = item.start_mark.line + 1
        if not isinstance(item, yaml.ScalarNode) or not item.value.strip():
            raise RuleError(f"{where}:{line}: '{what}' must hold words only")
        words.append(item.value)
    return tuple(words)
