"""The words of the pages: gettext catalogues in `locale/`, and the choice of a language.

Words of the field (types, steps, spheres) come from `elshi.render.texts`, so that pages and papers agree.
"""

from __future__ import annotations

import gettext
import io
from functools import lru_cache
from importlib.resources import files

from elshi.errors import CatalogueError
from elshi.web.settings import LANGUAGES

__all__ = ["choose", "translations"]


@lru_cache(maxsize=len(LANGUAGES))
def translations(language: str) -> gettext.NullTranslations:
    """The catalogue of one language; English is the language of the sources.

    Raises:
        CatalogueError: the file does not hold together.
    """
    if language == "en":
        return gettext.NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import PoFileError, read_po

    path = files("elshi.web") / "locale" / language / "LC_MESSAGES" / "elshi.po"
    try:
        catalogue = read_po(io.BytesIO(path.read_bytes()), locale=language, abort_invalid=True)
    except PoFileError as error:
        raise CatalogueError(f"web/locale/{language}/LC_MESSAGES/elshi.po: {error}") from error
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def choose(accepted: str | None) -> str:
    """The language of the pages that a browser likes best (its `Accept-Language`)."""
    best: tuple[float, int, str] | None = None
    for place, part in enumerate((accepted or "").split(",")[:20]):
        tag, _, weight = part.strip().partition(";")
        code = tag.strip().lower().partition("-")[0]
        if code not in LANGUAGES:
            continue
        try:
            wanted = float(weight.strip().removeprefix("q=")) if weight.strip() else 1.0
        except ValueError:
            continue
        if wanted > 0 and (best is None or (-wanted, place) < best[:2]):
            best = (-wanted, place, code)
    return best[2] if best else LANGUAGES[0]
