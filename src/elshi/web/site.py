"""What every page has: the reader's language, words, addresses, evidence, and whether they may write."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from elshi import __version__
from elshi.render.safe import visible
from elshi.render.texts import texts
from elshi.web.desk import Desk
from elshi.web.evidence import Evidence, source_text
from elshi.web.links import Links, Value
from elshi.web.settings import LANGUAGES, Limits
from elshi.web.show import SPHERE_MARKS, Show
from elshi.web.words import translations

__all__ = ["NAVIGATION", "View", "static_file"]

#: Pages of the bar at the top, in order.
NAVIGATION = ("timeline", "network", "agreements", "commitments", "contradictions", "review", "sources")


def _load(name: str) -> str:
    return (files("elshi.web") / "templates" / name).read_text("utf-8")


@lru_cache(maxsize=len(LANGUAGES))
def _environment(language: str) -> Environment:
    made = Environment(
        loader=FunctionLoader(_load),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_translations(translations(language), newstyle=True)  # type: ignore[attr-defined]
    made.globals["charts"] = _shared().get_template("charts.html.j2").module
    return made


@lru_cache(maxsize=1)
def _shared() -> Environment:
    def load(name: str) -> str:
        return (files("elshi.render") / "templates" / name).read_text("utf-8")

    return Environment(
        loader=FunctionLoader(load), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip


def static_file(name: str) -> bytes:
    """A style sheet or script that we ship.

    Raises:
        KeyError: there is none of that name.
    """
    if name not in ("elshi.css", "elshi.js"):
        raise KeyError(name)
    return (files("elshi.web") / "static" / name).read_bytes()


class View:
    """One page for one reader.

    Args:
        desk: the record.
        language: of the page.
        links: where other pages are.
        here: name and parts of this page, for the language switch and the bar at the top.
        asked: what stands behind the question mark.
        who: name of the signed-in person, or None.
        csrf: what forms must send back.
        writable: the server takes decisions at all.
        static: written as a file, with no server behind it.
    """

    def __init__(
        self,
        desk: Desk,
        language: str,
        links: Links,
        here: tuple[str, ...],
        *,
        asked: Mapping[str, Value] | None = None,
        who: str | None = None,
        csrf: str = "",
        writable: bool = False,
        static: bool = False,
        limits: Limits | None = None,
    ) -> None:
        self.desk, self.language, self.links, self.here = desk, language, links, here
        self.asked = dict(asked or {})
        self.who, self.csrf, self.writable, self.static = who, csrf, writable, static
        self.limits = limits or Limits()
        self.words = texts(language)
        self.show = Show(desk, links, self.words)
        self._gettext = translations(language)
        self.evidence = Evidence(
            links, self.words, self.words("note.control"), self.words("label.and_more").replace("{n}", "{n}")
        )

    def _(self, text: str) -> str:
        """Words of the pages in the reader's language."""
        return self._gettext.gettext(text)

    def n(self, one: str, many: str, number: int) -> str:
        """Words that depend on a number."""
        return self._gettext.ngettext(one, many, number) % {"num": self.number(number)}

    def number(self, value: int) -> str:
        """A number with its groups set apart."""
        return f"{value:,}".replace(",", self.words("number.group"))

    def link(self, name: str, *parts: str, language: str | None = None, **asked: Value) -> str | None:
        """Address of a page."""
        return self.links.page(name, *parts, language=language, **asked)

    def here_in(self, language: str | None = None, **changed: Value) -> str | None:
        """Address of this page, in another language or with something else behind the question mark."""
        asked: dict[str, Any] = {
            k: v for k, v in {**self.asked, **changed}.items() if k not in ("language", "name")
        }
        return self.links.page(self.here[0], *self.here[1:], language=language, **asked)

    @cached_property
    def other_languages(self) -> list[tuple[str, str, str | None]]:
        """Code, own name and address of this page in each language."""
        return [(code, texts(code)("language_name"), self.here_in(code)) for code in ("kk", "ru", "en")]

    def text(self, text: object, language: str | None = None, tag: str = "") -> Markup:
        """Words of a source; a language that is the reader's own is not said."""
        own = None if language == self.language else language
        return source_text(text, own, control=self.words("note.control"), tag=tag)

    def quote(self, text: object, language: str | None) -> Markup:
        """A quotation, always with its language."""
        return source_text(" ".join(str(text).split()), language, control=self.words("note.control"), tag="q")

    @cached_property
    def side_choices(self) -> list[tuple[str, str]]:
        """Code and name of the sides in the record, the busiest first, to choose from."""
        return [(code, self.desk.name(code, self.language)) for code in list(self.desk.sides())[:300]]

    def render(self, template: str, **values: Any) -> str:
        """The page as HTML."""
        page = _environment(self.language).get_template(template)
        made = page.render(
            view=self, words=self.words, show=self.show, link=self.link, ev=self.evidence, t=self.text,
            quote=self.quote, marks=SPHERE_MARKS, navigation=NAVIGATION, version=__version__, num=self.number,
            **values,
        )  # fmt: skip
        # Text in the page shows its control characters already; titles and attributes can only spell them out.
        return visible(made)
