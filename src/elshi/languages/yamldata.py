"""Loading of the YAML data files that lie beside the languages' modules."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from typing import Any

from elshi.errors import RuleError

__all__ = ["load"]


def load(package: str, name: str) -> Mapping[str, Any]:
    """The mapping that a package's YAML file holds.

    Args:
        package: dotted name, such as `elshi.languages.kk`.
        name: file name within it.

    Raises:
        RuleError: the file is missing, not YAML, or not a mapping; the message names file and line.
    """
    import yaml

    loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    where = f"{package.replace('.', '/')}/{name}"
    try:
        text = resources.files(package).joinpath(name).read_text(encoding="utf-8")
        data = yaml.load(text, Loader=loader)
    except FileNotFoundError:
        raise RuleError(f"{where}: missing; reinstall elshi") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark is not None else 1
        raise RuleError(f"{where}:{line}: not valid YAML: {getattr(error, 'problem', error)}") from None
    if not isinstance(data, dict):
        raise RuleError(f"{where}:1: expected a mapping of sections, got {type(data).__name__}")
    return data
