"""Views as JSON: UTF-8, keys in the order of the contract."""

from __future__ import annotations

import json
from typing import Any

from elshi.views.sheet import Dossier

__all__ = ["dossier_json", "json_text"]


def json_text(data: Any) -> str:
    """Data as indented JSON with a line end; lone surrogates are escaped, so it can always be written."""
    text = json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False)
    return text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n"


def dossier_json(dossier: Dossier) -> str:
    """A dossier as `elshi dossier --format json` prints it."""
    return json_text(dossier.to_json())
