from __future__ import annotations

import pytest

from elshi.render.citations import STYLES, Reference, cite, default_style
from elshi.render.texts import texts

URL = "https://news.example/a/1"
FULL = Reference("Переговоры завершились подписанием", "Вестник", "2011-09-20", URL)
ENGLISH = Reference("Talks end with a signature", "The Herald", "2011-09-20", URL)


def said(reference: Reference, style: str, language: str, *, note: bool = False) -> str:
    """The citation as text, italics between asterisks."""
    pieces = cite(reference, style, texts(language), note=note)
    return "".join(f"*{p.text}*" if p.italic else p.text for p in pieces)


@pytest.mark.parametrize(
    ("reference", "style", "language", "note", "expected"),
    [
        (FULL, "gost", "ru", False, f"Переговоры завершились подписанием // Вестник. 2011. 20 сент. URL: {URL}"),
        (
            Reference("Келісімге қол қойылды", "Шежіре", "2021-02", None),
            "gost", "kk", False, "Келісімге қол қойылды // Шежіре. 2021. Ақп.",
        ),
        (Reference("Отчёт", None, "1998", None), "gost", "ru", False, "Отчёт. 1998."),
        (Reference(None, "Вестник", None, URL), "gost", "ru", False, f"Без названия // Вестник. Б. г. URL: {URL}"),
        (ENGLISH, "apa", "en", False, f"Talks end with a signature (2011, September 20). *The Herald*. {URL}"),
        (Reference("A report", None, "1998-05", None), "apa", "en", False, "*A report* (1998, May)."),
        (Reference(None, "The Herald", None, None), "apa", "en", True, "[Untitled document] (n.d.). *The Herald*."),
        (
            ENGLISH, "chicago", "en", True,
            f"“Talks end with a signature,” *The Herald*, September 20, 2011, {URL}.",
        ),
        (
            ENGLISH, "chicago", "en", False,
            f"*The Herald*. “Talks end with a signature.” September 20, 2011. {URL}",
        ),
        (Reference("Who signs?", None, "2015", None), "chicago", "en", False, "“Who signs?” 2015."),
        (Reference(None, None, None, None), "chicago", "en", True, "Untitled document, n.d."),
    ],
)  # fmt: skip
def test_each_style_says_what_is_known(
    reference: Reference, style: str, language: str, note: bool, expected: str
) -> None:
    assert said(reference, style, language, note=note) == expected


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_nothing_unknown_is_made_up(style: str, language: str) -> None:
    text = said(Reference("T", None, None, "javascript:alert(1)"), style, language)
    assert "javascript" not in text
    assert not any(c.isdigit() for c in text)


def test_the_style_follows_the_language() -> None:
    assert [default_style(code) for code in ("kk", "ru", "en")] == ["gost", "gost", "chicago"]


def test_a_date_that_is_no_plain_one_is_said_in_words() -> None:
    assert "2011" in said(Reference("T", "O", "2011-09/2011-10", None), "apa", "en")
