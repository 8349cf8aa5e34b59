"""Folding of letters for look-ups: one lower-case spelling for what readers see as the same word.

Used on every form before a dictionary is asked, and by whoever fills a dictionary. Quotations are
never folded: folding may change the length of a word.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["fold", "is_cyrillic"]

# Latin letters that look like Cyrillic ones, lower case. Typists of Kazakh borrow them for letters
# their keyboard lacks (ə for ә, i for і, h for һ), scanners for all others.
_LATIN = "aceopxyikmtbhəöüj"
_CYRILLIC = "асеорхуікмтвһәөүј"
_TO_CYRILLIC = str.maketrans(_LATIN, _CYRILLIC)
_TO_LATIN = str.maketrans("асеорхуікмтвһ", "aceopxyikmtbh")

# Marks that carry no meaning for a look-up: soft hyphen, zero-width signs, stress, byte order mark,
# and the dot that Python's lower() leaves of Turkish capital I.
_DROP = dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x301, 0x307))
_SAME = {
    **_DROP,
    ord("ё"): "е",
    ord("‐"): "-",
    ord("‑"): "-",
    ord("–"): "-",
    ord("−"): "-",
    ord("’"): "'",
    ord("‘"): "'",
    ord("ʼ"): "'",
    ord("`"): "'",
    ord("\u00a0"): " ",
}

#: Words of Russian and Kazakh letters alone, which folding leaves as they are: nearly all.
_PLAIN = re.compile("[а-яәғқңөұүһі]+(?:-[а-яәғқңөұүһі]+)*").fullmatch

_cache: dict[str, str] = {}
_CACHE_LIMIT = 400_000  # distinct forms of about 100 MB of running text


def is_cyrillic(text: str) -> bool:
    """Whether most letters of `text` are Cyrillic; False when it has no letters."""
    cyrillic = sum("\u0400" <= c <= "\u052f" for c in text)
    return cyrillic * 2 > sum(c.isalpha() for c in text)


def fold(form: str) -> str:
    """Lower case, composed, with look-alike letters of the other script and «ё» replaced.

    Args:
        form: a word, or several separated by spaces.

    Returns:
        The folded spelling; the same for a folded spelling (`fold(fold(x)) == fold(x)`). Empty only
        when `form` consists of nothing but signs without meaning.
    """
    known = _cache.get(form)
    if known is not None:
        return known
    text = form.lower()
    if not text.isascii() and not _PLAIN(text):
        text = unicodedata.normalize("NFC", text)
        text = unicodedata.normalize("NFC", text.translate(_SAME))
        text = " ".join(map(_fold_word, text.split(" "))) if " " in text else _fold_word(text)
    if len(_cache) >= _CACHE_LIMIT:
        _cache.clear()
    _cache[form] = text
    return text


def _fold_word(word: str) -> str:
    """Brings a word that mixes scripts to one of them, hyphenated parts each for themselves."""
    if "-" in word:
        return "-".join(_fold_word(part) for part in word.split("-"))
    cyrillic = sum("\u0400" <= c <= "\u052f" for c in word)
    if not cyrillic:
        return word
    latin = sum(c.isalpha() and c < "\u0250" for c in word) + word.count("ə")
    if not latin:
        return word
    in_cyrillic, in_latin = word.translate(_TO_CYRILLIC), word.translate(_TO_LATIN)
    # A direction that leaves no letter of the other script is right; else the majority decides.
    pure_latin = not any("\u0400" <= c <= "\u052f" for c in in_latin)
    pure_cyrillic = not any(c.isalpha() and c < "\u0250" for c in in_cyrillic)
    if pure_latin != pure_cyrillic:
        return in_latin if pure_latin else in_cyrillic
    return in_cyrillic if cyrillic >= latin else in_latin
