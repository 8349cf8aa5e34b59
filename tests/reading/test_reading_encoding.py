from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading_samples import ENGLISH, KAZAKH, RUSSIAN

from elshi.errors import UnreadableDocument
from elshi.reading.encoding import decode, decode_text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("text", [KAZAKH, RUSSIAN, ENGLISH], ids=["kk", "ru", "en"])
def test_unicode_with_and_without_mark(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)).text == text


def test_utf16_big_endian_with_mark() -> None:
    assert decode(codecs.BOM_UTF16_BE + KAZAKH.encode("utf-16-be")).text == KAZAKH


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (KAZAKH, "kz1048"),
        (KAZAKH, "ptcp154"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8_r"),
        (RUSSIAN, "cp866"),
        (RUSSIAN, "iso8859_5"),
        (RUSSIAN, "mac_cyrillic"),
        (RUSSIAN.upper(), "cp1251"),
        (RUSSIAN.upper(), "koi8_r"),
        (KAZAKH.upper(), "kz1048"),
        ("The “summit” in Türkiye — a café in São Paulo", "cp1252"),
        ("Türkiye Cumhurbaşkanı Erdoğan İstanbul’da görüştü, ağırladı", "cp1254"),
    ],
)
def test_single_byte_encodings(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Түркия", "kz1048"),
        ("Үкімет үйі", "kz1048"),
        ("Елші келді, тағы", "kz1048"),
        ("Париж", "cp1251"),
        ("Визит в Париж", "koi8_r"),
        ("МИД РОССИИ", "cp1251"),
        ("Астана", "koi8_r"),
    ],
)
def test_short_texts(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)).text == text


def test_kazakh_letters_decide_even_where_they_come_late() -> None:
    text = (RUSSIAN + "\n") * 60 + "Қазақстан елшісі"
    assert decode(text.encode("kz1048")).text == text


def test_ukrainian_names_do_not_make_kazakh() -> None:
    text = "Україна та її президент має зустріч із послом. Київ приймає гостей, є надія."
    assert decode(text.encode("cp1251")).text == text


def test_russian_text_in_kz1048_is_the_same_in_cp1251() -> None:
    assert decode(RUSSIAN.encode("kz1048")).text == RUSSIAN


def test_declaration_does_not_outvote_the_bytes() -> None:
    assert decode(KAZAKH.encode("utf-8"), "windows-1251").text == KAZAKH
    assert decode(KAZAKH.encode("kz1048"), "windows-1251").text == KAZAKH
    assert decode(RUSSIAN.encode("koi8_r"), "windows-1251").text == RUSSIAN


def test_declaration_decides_for_scripts_that_are_not_weighed() -> None:
    text = "外交部长访问阿斯塔纳并举行会谈"
    assert decode(text.encode("gb18030"), "gb2312").text == text


@pytest.mark.parametrize("name", ["zlib", "rot13", "utf-16", "unicode_escape", "no-such", "\x00", ""])
def test_declared_nonsense_is_ignored(name: str) -> None:
    assert decode(RUSSIAN.encode("cp1251"), name).text == RUSSIAN


def test_a_few_broken_bytes_become_replacement_characters() -> None:
    data = KAZAKH.encode()
    broken = data[:19] + b"\xff" + data[19:]
    found = decode(broken)
    assert found.encoding == "utf-8"
    assert found.broken == 1
    assert found.text.replace("\ufffd", "") == KAZAKH


def test_utf8_cut_inside_a_character() -> None:
    found = decode(KAZAKH.encode()[:101])
    assert found.encoding == "utf-8"
    assert KAZAKH.startswith(found.text.rstrip("\ufffd"))


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        b"%PDF-1.7 text that goes on",
        bytes(range(256)) * 8,
        b"\x00" * 100,
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
    ],
)
def test_binary_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableDocument, match="is no text"):
        decode(data)


def test_kind_is_named() -> None:
    with pytest.raises(UnreadableDocument, match="PNG picture"):
        decode(b"\x89PNG\r\n\x1a\n" + bytes(64))


def test_text_that_begins_like_a_picture_is_text() -> None:
    assert decode(b"GIF89 is the name of a format, said the speaker.").text.startswith("GIF89")


def test_empty_is_refused() -> None:
    for data in (b"", b"\xef\xbb\xbf", b"\xff\xfe"):
        with pytest.raises(UnreadableDocument, match="empty"):
            decode(data)


def test_line_ends() -> None:
    assert decode_text(b"one\r\ntwo\rthree\nfour") == "one\ntwo\nthree\nfour"
    assert decode(b"one\r\ntwo").text == "one\r\ntwo"


@given(
    st.text(
        alphabet=st.characters(
            codec="utf-8", exclude_characters="\x00", exclude_categories=("Cc", "Cn", "Co")
        ),
        min_size=1,
    )
)
def test_utf8_round_trip(text: str) -> None:
    # A text may begin with U+FEFF, which is the mark.
    data = text.encode()
    if not data.startswith(codecs.BOM_UTF8):
        try:
            found = decode(data)
        except UnreadableDocument:
            assert (
                "\ufffd" in text
                or "\ufffe" in text
                or "\uffff" in text
                or data.startswith((b"%PDF-", b"{\\rtf"))
            )
        else:
            assert found.text == text


@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    message = ""
    try:
        assert decode(data).text
    except UnreadableDocument as error:
        message = str(error)
    assert "\n" not in message
