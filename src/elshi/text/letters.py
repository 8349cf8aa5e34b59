"""Letters as they should be read: what is invisible, glued, decomposed or borrowed from another script.

Two steps, both only when a cheap search finds something to do:

* `level` replaces characters one by one (no-break spaces, exotic line ends, look-alike letters), so that
  offsets do not move;
* `edits` names the stretches whose length changes (soft hyphens, ligatures, decomposed letters).
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["Edit", "edits", "level"]

#: Stretch of the text [start, end) and what is read in its place.
Edit = tuple[int, int, str]

#: Spaces of other widths, and line ends of other systems, read as the plain ones.
_PLAIN = {
    **dict.fromkeys([0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " "),
    **dict.fromkeys(map(ord, "\f\v\u0085\u2028\u2029"), "\n"),
    0x2010: "-",  # hyphen
    0x2011: "-",  # no-break hyphen
}  # fmt: skip
_ODD = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\f\v\u0085\u2028\u2029\u2010\u2011]")

#: Soft hyphen, zero-width space, joiners and marks of direction, word joiner, byte order mark.
_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_LIGATURES = "\ufb00-\ufb06"
_COMBINING = "\u0300-\u036f"
_RESIZED = re.compile(rf"[{_INVISIBLE}]+|[{_LIGATURES}]|[^\W\d_][{_COMBINING}]+")

_CYRILLIC = "\u0400-\u052f"
_LATIN = "A-Za-z\u00c0-\u024f"
_MIXED = re.compile(rf"[{_CYRILLIC}][{_LATIN}]|[{_LATIN}][{_CYRILLIC}]")
_LETTER = re.compile(rf"[{_CYRILLIC}{_LATIN}]")
_RUN = re.compile(rf"[{_CYRILLIC}{_LATIN}]+")

#: Latin letters that look like a Cyrillic one.
_TO_CYRILLIC = str.maketrans("ABCEHIKMOPTXYaceiopxyhkmt", "АВСЕНІКМОРТХУасеіорхуһкмт")
_LOOKS_CYRILLIC = frozenset("ABCEHIKMOPTXYaceiopxyhkmt")
_TO_LATIN = str.maketrans("АВСЕНІКМОРТХУЅЈасеіорхуһѕј", "ABCEHIKMOPTXYSJaceiopxyhsj")
_LOOKS_LATIN = frozenset("АВСЕНІКМОРТХУЅЈасеіорхуһѕј")
#: A lone Latin letter that looks like none of ours was typed on the other keyboard layout: «rәрі» is «кәрі».
_KEYBOARD = str.maketrans("qwertyuiopasdfghjklzxcvbnm", "йцукенгшщзфывапролдячсмить")
_ROMAN = frozenset("IVXLCDMХІСМ")
_ROMAN_TO_LATIN = str.maketrans("ХІСМ", "XICM")

#: «N. А. Nazarbayev» with a Cyrillic А, «A. Тоқаев» with a Latin one. The letter stands first in the
#: pattern and what must not stand before it comes after it: so a search is fast.
_CYR_INITIAL = re.compile(r"[АВСЕНІКМОРТХУ](?<![^\W\d_][АВСЕНІКМОРТХУ])(?=\.\s?(?:[A-Z]\.\s?)*[A-Z][a-z])")
_LAT_INITIAL = re.compile(
    r"[ABCEHIKMOPTXY](?<![^\W\d_][ABCEHIKMOPTXY])"
    r"(?=\.\s?(?:[А-ЯЁӘҒҚҢӨҰҮҺІ]\.\s?)*[А-ЯЁӘҒҚҢӨҰҮҺІ][а-яёәғқңөұүһі])"
)
#: «с», «о», «у», «а», «к» typed as Latin letters between Cyrillic words.
_LAT_WORD = re.compile(r"[aocyk](?<=[\u0430-\u04ff] [aocyk])(?= [\u0410-\u04ff])")


#: Folding may bring letters together that fold again; real texts need one round.
_MAX_ROUNDS = 5


def level(text: str) -> str:
    """The text with every character read as its plain counterpart; the length stays the same.

    Args:
        text: text as read.

    Returns:
        A text of the same length; the same object where there was nothing to do.
    """
    for _ in range(_MAX_ROUNDS):
        levelled = _level(text)
        if levelled == text:
            break
        text = levelled
    return text


def _level(text: str) -> str:
    if "\r" in text:
        text = text.replace("\r\n", " \n").replace("\r", "\n")
    if text.isascii():
        return text.translate(_PLAIN) if "\f" in text or "\v" in text else text
    if _ODD.search(text):
        text = text.translate(_PLAIN)
    if _MIXED.search(text):
        text = _fold_mixed(text)
    text = _LAT_INITIAL.sub(_to_cyrillic, text)
    text = _CYR_INITIAL.sub(_to_latin, text)
    return _LAT_WORD.sub(_to_cyrillic, text)


def _to_cyrillic(match: re.Match[str]) -> str:
    return match.group().translate(_TO_CYRILLIC)


def _to_latin(match: re.Match[str]) -> str:
    return match.group().translate(_TO_LATIN)


def edits(text: str) -> list[Edit]:
    """Stretches of a levelled text whose reading has another length.

    Args:
        text: what `level` returned.

    Returns:
        Edits in order, not overlapping.
    """
    if text.isascii():
        return []
    found: list[Edit] = []
    for match in _RESIZED.finditer(text):
        old = match.group()
        if old[0] > "\ufaff" and old[0] < "\ufb07":
            new = unicodedata.normalize("NFKC", old)
        elif old[0].isalpha():
            new = unicodedata.normalize("NFC", old)
            if len(new) > 1:
                # A stress mark («Назарба́ев») has no composed letter: the bare letter is meant.
                new = unicodedata.normalize("NFC", new[0])
        else:
            new = ""
        if new != old:
            found.append((match.start(), match.end(), new))
    return found


def _fold_mixed(text: str) -> str:
    parts: list[str] = []
    done = 0
    end = 0
    for hit in _MIXED.finditer(text):
        if hit.start() < end:
            continue
        start = hit.start()
        while start > done and _LETTER.match(text, start - 1):
            start -= 1
        run = _RUN.match(text, start)
        assert run is not None
        end = run.end()
        word = run.group()
        folded = _fold_word(word)
        if folded != word:
            parts.append(text[done:start])
            parts.append(folded)
            done = end
    if not parts:
        return text
    parts.append(text[done:])
    return "".join(parts)


def _fold_word(word: str) -> str:
    """One word of both scripts in the script that it is meant in; words glued together stay as they are."""
    if _ROMAN.issuperset(word):
        return word.translate(_ROMAN_TO_LATIN)
    latin = [c for c in word if not "\u0400" <= c <= "\u052f"]
    cyrillic = [c for c in word if "\u0400" <= c <= "\u052f"]
    if _LOOKS_CYRILLIC.issuperset(latin) and (
        len(cyrillic) >= len(latin) or not _LOOKS_LATIN.issuperset(cyrillic)
    ):
        return word.translate(_TO_CYRILLIC)
    if _LOOKS_LATIN.issuperset(cyrillic) and len(latin) > len(cyrillic):
        return word.translate(_TO_LATIN)
    if len(latin) == 1 and len(cyrillic) >= 2 and latin[0] in "qwertyuiopasdfghjklzxcvbnm":
        return word.translate(_KEYBOARD)
    return word
