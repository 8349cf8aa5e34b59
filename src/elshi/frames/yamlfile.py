"""A YAML file that can say on which line a thing stands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.resources.abc import Traversable
from typing import Any, NoReturn

import yaml

from elshi.errors import RuleError

__all__ = ["YamlFile"]

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc]
    """YAML without the words on, off, yes and no as truth values: "on" is a preposition here."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in _Base.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))


class YamlFile:
    """One YAML file of rules; lines are looked up only when there is something to complain about."""

    def __init__(self, path: Traversable) -> None:
        self.path = path
        self.name = "/".join(str(path).replace("\\", "/").split("/")[-3:])
        try:
            self._text = path.read_text(encoding="utf-8")
            self._data = yaml.load(self._text, Loader=_Loader)
        except FileNotFoundError as error:
            raise RuleError(f"{self.name}: no such file; every language needs one") from error
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line = mark.line + 1 if mark else 1
            raise RuleError(
                f"{self.name}:{line}: not valid YAML: {getattr(error, 'problem', error)}"
            ) from error

    def mapping(self) -> Mapping[str, Any]:
        """The file's top level, which must be a mapping."""
        self.check(isinstance(self._data, Mapping), "the top level must be a mapping")
        data: Mapping[str, Any] = self._data
        return data

    def where(self, *path: Any) -> LazyWhere:
        """`file:line` of the node at a path of keys and indexes, worked out when printed."""
        return LazyWhere(self, path)

    def line(self, path: tuple[Any, ...]) -> int:
        """The line (from 1) on which the node at `path`, or its nearest known parent, begins."""
        node = yaml.compose(self._text, Loader=_Loader)
        line = 1
        for key in path:
            if isinstance(node, yaml.MappingNode):
                pair = next((p for p in node.value if p[0].value == str(key)), None)
                if pair is None:
                    break
                line, node = pair[0].start_mark.line + 1, pair[1]
            elif isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
                node = node.value[key]
                line = node.start_mark.line + 1
            else:
                break
        return line

    def check(self, ok: bool, message: str, *path: Any) -> None:
        """Raises a RuleError with file and line unless `ok`."""
        if not ok:
            self.fail(message, *path)

    def fail(self, message: str, *path: Any) -> NoReturn:
        """Raises a RuleError with file and line."""
        raise RuleError(f"{self.where(*path)}: {message}")


class LazyWhere(str):
    """A `file:line` string whose line is found only when it is shown."""

    __slots__ = ("_file", "_path")
    _file: YamlFile
    _path: tuple[Any, ...]

    def __new__(cls, file: YamlFile, path: tuple[Any, ...]) -> LazyWhere:
        self = super().__new__(cls, file.name)
        self._file, self._path = file, path
        return self

    def __str__(self) -> str:
        return f"{self._file.name}:{self._file.line(self._path)}"

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)
