"""Passages made from plain sentences, and the small catalogue that the tests share."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from elshi.catalogue import Catalogue
from elshi.catalogue.link import link
from elshi.catalogue.recognise import recognise
from elshi.languages import get
from elshi.model import Document, Mention, Passage, Sentence, Token

SMALL = Path(__file__).parent / "small"
_TOKEN = re.compile(r"\w+(?:[-'’]\w+)*|[^\w\s]")


@lru_cache(maxsize=1)
def small() -> Catalogue:
    return Catalogue.from_folder(SMALL)


def passage(text: str, language: str, start: int, end: int) -> Passage:
    tokens = [Token(m.group(), *m.span()) for m in _TOKEN.finditer(text, start, end)]
    return Passage(Sentence(start, end, language), tokens)


def mentions(text: str, language: str, catalogue: Catalogue | None = None) -> list[Mention]:
    return recognise(passage(text, language, 0, len(text)), text, get(language), catalogue or small())


def linked(sentences: list[str], language: str, **document: str) -> list[Mention]:
    text = " ".join(sentences)
    passages, at = [], 0
    for sentence in sentences:
        passages.append(passage(text, language, at, at + len(sentence)))
        at += len(sentence) + 1
    for p in passages:
        p.mentions = recognise(p, text, get(language), small())
    link(passages, Document("d", text, **document), text, small())
    return [m for p in passages for m in p.mentions]
