"""Words, numbers and marks of the clean text.

One token each: words with inner hyphens and apostrophes, initials with their stop, abbreviations with
their stops, digits with their separators, dates in figures, ordinals, addresses, currency signs, dashes.
Everything else that is not a space is a mark of its own. Groups of thousands («5 500») stay apart: the
readers of amounts join them.
"""

from __future__ import annotations

import re
from functools import cache

from elshi.model import Token
from elshi.text.data import load

__all__ = ["tokenize"]

_CYR = "\u0400-\u052f"
# A letter run keeps to one script, so that words glued together («передаетTengrinews») come apart.
_RUN = rf"(?:[{_CYR}]+|[^\W\d_{_CYR}]+)"
_WORD = rf"{_RUN}\d*(?:[-'’ʼ`‘]{_RUN}\d*|-\d+(?![\d.,]*\d))*"
_DOTTED = r"[^\W\d_]\.(?:[^\W\d_]\.)+"
_NUMBER = rf"\d+(?:[.,:]\d+)*(?:(?:st|nd|rd|th|s)\b|(?:-{_RUN})+)?"
_ADDRESS = r"(?:https?://|www\.)[!-~]*[\w/]|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"
_TLD = r"(?:kz|ru|com|org|net|info|gov|int|eu|uz|kg|tr|fr|de)"
_DOMAIN = rf"[A-Za-z0-9][A-Za-z0-9-]{{0,62}}(?:\.[A-Za-z0-9-]{{1,63}}){{0,6}}\.{_TLD}\b"
_MARK = r"\.{2,}|[^\w\s]|_+|\w"

_PLAIN = re.compile(f"{_DOTTED}|{_WORD}|{_NUMBER}|{_MARK}")
_FULL = re.compile(f"{_ADDRESS}|{_DOMAIN}|{_DOTTED}|{_WORD}|{_NUMBER}|{_MARK}")
_HAS_ADDRESS = re.compile(rf"@|://|www\.|[a-z]\.{_TLD}\b")

#: Initials of two letters: «Дж.Ф.Кеннеди».
_DIGRAPHS = frozenset({"Дж", "Ch", "Th", "Ph", "Sh", "Zh", "Дз"})


@cache
def _lists() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    data = load("abbreviations")
    closed, opened, number, dotted = (
        frozenset(word for words in data[key].values() for word in words)
        for key in ("closed", "open", "number", "dotted")
    )
    return closed | opened, number, dotted


def tokenize(clean: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Cuts a stretch of the clean text into tokens.

    Args:
        clean: the clean text.
        start: where to begin.
        end: where to stop; the text's end when None.

    Returns:
        The tokens in order; their offsets point into `clean`, and `token.text` is `clean[start:end]`.
    """
    stop = len(clean) if end is None else end
    stops, number, dotted = _lists()
    pattern = _FULL if _HAS_ADDRESS.search(clean, start, stop) else _PLAIN
    out: list[Token] = []
    append = out.append
    for match in pattern.finditer(clean, start, stop):
        text = match.group()
        at, to = match.span()
        if text == ".":
            if out:
                last = out[-1]
                if last.end == at and _takes_stop(last.text, stops, number, clean, to, stop):
                    out[-1] = Token(last.text + ".", last.start, to)
                    continue
        elif (
            len(text) > 3 and text[1] == "." == text[-1] and text[0].isalpha() and not _one_word(text, dotted)
        ):
            # «Н.Ә.» are two initials.
            for k in range(0, len(text), 2):
                append(Token(text[k : k + 2], at + k, at + k + 2))
            continue
        append(Token(text, at, to))
    return out


def _one_word(text: str, dotted: frozenset[str]) -> bool:
    if text[0].islower():
        return True
    return text[:-1].lower() in dotted


def _takes_stop(
    word: str, stops: frozenset[str], number: frozenset[str], clean: str, after: int, stop: int
) -> bool:
    """Whether the full stop after `word` is part of it."""
    if len(word) == 1 and word.isupper():
        return True
    if word in _DIGRAPHS:
        return True
    low = word.lower()
    return low in stops or (low in number and clean[after : min(after + 2, stop)].strip()[:1].isdigit())
