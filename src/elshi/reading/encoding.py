"""Bytes to text: which encoding a text file is in.

Decided in this order, the first that fits:

1. a byte order mark (UTF-8, UTF-16, UTF-32);
2. UTF-16 without a mark, where every other byte is what the upper half of a character of our scripts is;
3. UTF-8; where some bytes are broken but most of the text is sound, each broken run becomes one U+FFFD;
4. the single-byte encoding in which the bytes read most like Kazakh, Russian or English: letters weighed by
   how frequent they are, capitals inside words and words of mixed script counted against it.

A page's or server's declared encoding is one voice in step 4 and decides alone only for encodings that are
not weighed (Chinese, Turkish, …): pages that declare `windows-1251` and hold UTF-8 are common, and so are
Kazakh pages that declare it and hold kz1048. Those two differ in sixteen bytes; the Kazakh letters decide.

Line ends (CR LF and lone CR) become LF, as Python's text mode does, so that a Windows and a Unix copy of one
article are the same document.
"""

from __future__ import annotations

import codecs
import math
import re
from dataclasses import dataclass
from functools import cache

from elshi.errors import UnreadableDocument
from elshi.reading.checks import kind_of_bytes

__all__ = ["Decoded", "decode", "decode_text"]

#: Share of characters that may be broken or control characters before bytes are held to be no text.
#: Prose has none; a page put together from parts in two encodings stays well under this.
MAX_BROKEN_SHARE = 0.02

#: So many broken characters are let pass in the shortest text too.
MAX_BROKEN_ANYWAY = 2

#: Sound multi-byte characters to each broken one, at least, for bytes to be UTF-8 with some damage. Other
#: encodings read as UTF-8 are nearly all broken.
UTF8_SOUND_TO_BROKEN = 4

#: Mean log2 weight of a non-ASCII character below which no single-byte encoding reads as words: prose in the
#: right encoding has -5 to -6.5, in a wrong one -9 and less, random bytes about -11.
MIN_SCORE = -8.5

#: Words that are weighed; more make no difference between families of encodings.
MAX_WORDS = 800

#: Share of bytes beyond ASCII under which that mean is not asked for: a Latin text with some odd letters.
MIN_SCORE_SHARE = 0.3

#: Weighed encodings with the bits of evidence each needs more than the first: how rarely it is met today.
_CANDIDATES: tuple[tuple[str, float], ...] = (
    ("cp1251", 0.0),
    ("kz1048", 1.0),
    ("koi8_r", 3.0),
    ("cp1252", 3.0),
    ("cp1254", 6.0),
    ("cp866", 8.0),
    ("iso8859_5", 8.0),
    ("mac_cyrillic", 8.0),
    ("ptcp154", 8.0),
)

#: What a declaration is worth among the weighed encodings, in bits.
_DECLARED_BONUS = 15.0

#: Per mille of running text, the larger of Russian and Kazakh, rounded; what matters is the order of
#: magnitude.
_FREQUENCY = {
    "а": 115, "е": 85, "о": 109, "и": 74, "н": 72, "т": 63, "с": 55, "р": 55, "в": 45, "л": 52, "к": 35,
    "м": 32, "д": 48, "п": 28, "у": 26, "я": 20, "ы": 60, "ь": 17, "г": 18, "з": 17, "б": 22, "ч": 14,
    "й": 18, "х": 10, "ж": 18, "ш": 14, "ю": 6, "ц": 5, "щ": 4, "э": 3, "ф": 3, "ъ": 0.4, "ё": 0.6,
    "і": 55, "қ": 38, "ғ": 20, "ң": 18, "ә": 12, "ү": 12, "ұ": 9, "ө": 9, "һ": 0.3,
    "є": 0.3, "ї": 0.4, "ґ": 0.02, "ў": 0.05, "ј": 0.05, "ѕ": 0.005, "ћ": 0.03, "ќ": 0.01, "ђ": 0.02,
    "љ": 0.03, "њ": 0.03, "џ": 0.02, "ѓ": 0.01,
}  # fmt: skip
_LATIN = dict.fromkeys("éèêëàâáäãåçíìîïñóòôöõøúùûüýßæœšžğışčćřęąłńőű", 2.0) | {"é": 8.0, "ü": 6.0, "ö": 4.0}
_MARKS = dict.fromkeys("«»–—“”„’‘…№ ·•°§©", 10.0) | dict.fromkeys("™®±€£‚‹›­×", 1.0)

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1c-\x1f\x7f-\x9f\ufffd\ufffe\uffff]")
_ONLY_CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1c-\x1f\x7f]")
_WORDS_BEYOND_ASCII = re.compile(rb"[A-Za-z\x80-\xff]*[\x80-\xff][A-Za-z\x80-\xff]*")

#: The bytes that kz1048 reads as Қ Һ қ һ Ұ ұ Ә Ө ө ә Ң ң, and cp1251 as letters that are neither Russian
#: nor, but for the very rare Ґ, Ukrainian. Ғ and Ү, the other two, are Ukrainian Є and Ї.
_KAZAKH_ONLY = bytes((0x8D, 0x8E, 0x9D, 0x9E, 0xA1, 0xA2, 0xA3, 0xA5, 0xB4, 0xBC, 0xBD, 0xBE))
_KAZAKH_OR_UKRAINIAN = bytes((0xAA, 0xAF, 0xBA, 0xBF))

#: As cp1251 reads them: ғ goes before a vowel («аймағы») and ү after a consonant («түрік»); Ukrainian є and
#: ї the other way round («має», «України»).
_VOWEL = "аеиоуыэюяіАЕИОУЫЭЮЯІ"
_KAZAKH_PLACE = re.compile(f"[єЄ](?=[{_VOWEL}])|(?<=[^\\W{_VOWEL}єїЄЇ])[їЇ]")
_UKRAINIAN_PLACE = re.compile(f"[єЄ](?![{_VOWEL}])|(?<=[{_VOWEL}])[їЇ]")

#: Letters that part consonants, signs and «й» among them, in all three languages.
_VOWELS = frozenset("аеёиоуыэюяіәөүұйьъaeiouyàáâäèéêëìíîïòóôöùúûüıāēīō")

#: Consonants that follow each other in words of our languages, seldom more («взгляд», «Түркістан»).
MAX_CONSONANTS = 3

_NO_CHARSETS = {
    "idna", "punycode", "unicode-escape", "raw-unicode-escape", "unicode_escape", "raw_unicode_escape",
    "undefined", "utf-7", "utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be",
}  # fmt: skip
_LATIN_1_NAMES = {"iso8859-1", "latin-1", "ascii", "cp1252"}


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with the encoding it was in and how many broken places became U+FFFD."""

    text: str
    encoding: str
    broken: int = 0


def decode_text(data: bytes, declared: str | None = None) -> str:
    """`decode`, with line ends made LF."""
    return decode(data, declared).text.replace("\r\n", "\n").replace("\r", "\n")


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Decides the encoding of `data` and decodes it; line ends stay.

    Args:
        data: the file.
        declared: the encoding that the file or its server states, if any.

    Raises:
        UnreadableDocument: `data` is empty or no text in any known encoding.
    """
    if not data:
        raise UnreadableDocument("is empty (0 bytes); there is nothing to read")
    kind = kind_of_bytes(data)
    if kind is not None and not _is_prose(data):
        raise UnreadableDocument(
            f"is no text: it begins like {kind}; give the file its right suffix or convert it"
        )
    decoded = _by_mark(data) or _utf16_without_mark(data) or _utf8(data) or _single_byte(data, declared)
    if decoded is None or not _is_text(decoded.text):
        raise UnreadableDocument(
            "is no text: it is binary, or in an encoding that is not recognised; save it as UTF-8"
        )
    return decoded


def _is_prose(data: bytes) -> bool:
    """Whether a file that begins with letters of a known kind («GIF8», «BZh», «ID3») is text after all."""
    head = data[:512]
    return (
        not head.startswith((b"%PDF-", b"{\\rtf"))
        and head.isascii()
        and _ONLY_CONTROL.search(head.decode("ascii")) is None
    )


def _is_text(text: str) -> bool:
    bad = sum(1 for _ in _CONTROL.finditer(text))
    return bad <= max(MAX_BROKEN_ANYWAY, MAX_BROKEN_SHARE * len(text))


def _by_mark(data: bytes) -> Decoded | None:
    # UTF-32 little-endian begins like UTF-16 little-endian: ask for it first.
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, "replace")
            if not text:
                raise UnreadableDocument("is empty but for its byte order mark; there is nothing to read")
            return Decoded(text, encoding, text.count("\ufffd"))
    return None


def _utf16_without_mark(data: bytes) -> Decoded | None:
    sample = data[: 1 << 16]
    half = len(sample) // 2
    if half < 4:
        return None
    for encoding, upper, lower in (
        ("utf-16-le", sample[1::2], sample[0::2]),
        ("utf-16-be", sample[0::2], sample[1::2]),
    ):
        # Upper halves of Latin, Cyrillic and general punctuation; 0x20 alone could be spaces of plain text.
        ours = upper.count(0) + upper.count(4)
        if (
            ours >= 0.7 * half
            and ours + upper.count(0x20) + upper.count(0x21) >= 0.97 * half
            and lower.count(0) < 0.1 * half
        ):
            text = data.decode(encoding, "replace")
            return Decoded(text, encoding, text.count("\ufffd"))
    return None


def _utf8(data: bytes) -> Decoded | None:
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    # A sound U+FFFD in the file is counted as broken here, which only makes this stricter.
    broken = text.count("\ufffd")
    sound = sum(1 for c in text if c > "\x7f") - broken
    if sound < UTF8_SOUND_TO_BROKEN * broken:
        return None
    return Decoded(text, "utf-8", broken)


def _single_byte(data: bytes, declared: str | None) -> Decoded | None:
    stated = _codec(declared)
    if stated is not None and stated not in _LATIN_1_NAMES and stated not in _weighed():
        try:
            return Decoded(data.decode(stated), stated)
        except (UnicodeDecodeError, LookupError):
            stated = None
    words = []
    for match in _WORDS_BEYOND_ASCII.finditer(data):
        words.append(match.group())
        if len(words) == MAX_WORDS:
            break
    sample = b" ".join(words)
    beyond = _beyond_ascii(sample)
    best, best_value = "", -math.inf
    for encoding, handicap in _CANDIDATES:
        value = _score(sample.decode(encoding, "replace")) - handicap
        if codecs.lookup(encoding).name == stated:
            value += _DECLARED_BONUS
        if value > best_value:
            best, best_value = encoding, value
    if best in ("cp1251", "kz1048"):
        # The words weighed may all be Russian in a file that turns Kazakh later: ask the whole file.
        best = "kz1048" if _is_kazakh(data) else "cp1251"
    dense = _beyond_ascii(data) > MIN_SCORE_SHARE * len(data)
    if dense and _score(sample.decode(best, "replace")) < MIN_SCORE * beyond:
        return None
    text = data.decode(best, "replace")
    return Decoded(text, best, text.count("\ufffd"))


def _beyond_ascii(data: bytes) -> int:
    return len(data) - len(data.decode("ascii", "ignore"))


def _is_kazakh(data: bytes) -> bool:
    """Whether text in cp1251's letters has Kazakh ones in the places where kz1048 puts them."""
    if any(byte in data for byte in _KAZAKH_ONLY):
        return True
    if not any(byte in data for byte in _KAZAKH_OR_UKRAINIAN):
        return False
    text = data.decode("cp1251", "replace")
    return len(_KAZAKH_PLACE.findall(text)) >= len(_UKRAINIAN_PLACE.findall(text))


@cache
def _weights() -> dict[str, float]:
    table: dict[str, float] = {}
    for char, frequency in (_FREQUENCY | _LATIN).items():
        table[char] = math.log2(frequency / 1000)
        table[char.upper()] = math.log2(frequency / 1000)
    for char, frequency in _MARKS.items():
        table[char] = math.log2(frequency / 1000)
    return table


@cache
def _weighed() -> frozenset[str]:
    return frozenset(codecs.lookup(name).name for name, _ in _CANDIDATES)


def _codec(name: str | None) -> str | None:
    if not name:
        return None
    try:
        info = codecs.lookup(name.strip().strip("\"'").replace("\x00", ""))
    except (LookupError, ValueError):
        return None
    # Codecs that are no encodings of text (`zlib`, `rot13`), ones that unpack escapes, ones decided before.
    return info.name if info._is_text_encoding and info.name not in _NO_CHARSETS else None


def _score(text: str) -> float:
    """Sum of the log2 weights of the characters beyond ASCII in `text` (words parted by spaces)."""
    weights = _weights()
    total = 0.0
    before = " "
    consonants = 0
    for char in text:
        if char > "\x7f":
            total += weights.get(char, -14.0)
            if char.isupper() and not before.isupper():
                # A capital costs a little at the start of a word and much inside it, a word in capitals once.
                total -= 5.0 if before.islower() else 1.5
            if before.isalpha() and char.isalpha() and (before < "\u0250") != (char < "\u0250"):
                total -= 5.0
        elif before > "\u0250" and char.isalpha() and before.isalpha():
            total -= 5.0
        consonants = consonants + 1 if char.isalpha() and char.casefold() not in _VOWELS else 0
        if consonants > MAX_CONSONANTS and char > "\x7f":
            total -= 2.0
        before = char
    return total
