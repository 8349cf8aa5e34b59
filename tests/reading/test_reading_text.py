from __future__ import annotations

import pytest
from reading_samples import KAZAKH, RUSSIAN

from elshi.errors import TooLarge, UnreadableDocument
from elshi.reading import dates, limits, markdown, plain
from elshi.reading.checks import clean_characters, one_line, title_or_none


def test_text_is_kept_as_it_stands() -> None:
    text = f"  {KAZAKH}\n\n\tЫнты-\nмақтастық \f\n{RUSSIAN}  \n"
    assert plain.parse(text.encode(), "a.txt").text == text


def test_line_ends_become_one_character() -> None:
    assert plain.parse("бір\r\nекі\r\n".encode("cp1251"), "a.txt").text == "бір\nекі\n"


def test_nul_is_replaced_in_place() -> None:
    assert plain.parse("Сапар\x00 аяқталды".encode(), "a.txt").text == "Сапар\ufffd аяқталды"


@pytest.mark.parametrize("text", [" \n\t ", "…\n—\n", "\u200b"])
def test_text_without_words_is_refused(text: str) -> None:
    with pytest.raises(UnreadableDocument, match="no words"):
        plain.parse(text.encode(), "a.txt")


def test_limit_of_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_TEXT_CHARS", 100)
    with pytest.raises(TooLarge, match=r"101 characters, the limit is 100"):
        plain.parse(b"a" * 101, "a.txt")
    assert plain.parse(b"a" * 100, "a.txt").text == "a" * 100


def test_markdown_title_is_the_first_heading() -> None:
    text = "Кіріспе\n\n```\n# not this\n```\n\n## Екі ел [арасы](http://a.kz) **жақындады** ##\n\nМәтін.\n"
    document = markdown.parse(text.encode(), "a.md")
    assert document.text == text
    assert document.title == "Екі ел арасы жақындады"
    assert document.published is None


def test_markdown_underlined_heading() -> None:
    assert markdown.parse("Визит в Париж\n=====\n\nТекст.".encode(), "a.md").title == "Визит в Париж"
    assert markdown.parse("- пункт\n---\n\nТекст.".encode(), "a.md").title is None


@pytest.mark.parametrize(
    ("front", "published"),
    [
        (
            '---\ntitle: "Visit: day one"\ndate: 2011-09-20T10:00:00+06:00\n'
            "url: https://example.org/a\nlang: kk-KZ\n---\n",
            "2011-09-20",
        ),
        (
            "+++\ntitle = 'Visit: day one'\npublished = 2011-09-20\n"
            "url = \"https://example.org/a\"\nlang = 'kk'\n+++\n",
            "2011-09-20",
        ),
        ("---\ntitle: Visit: day one\ndate: soon\nurl: https://example.org/a\nlanguage: KAZ\n---\n", None),
    ],
)
def test_front_matter(front: str, published: str | None) -> None:
    document = markdown.parse((front + "# Heading\n\nText.").encode(), "a.md")
    assert document.title == "Visit: day one"
    assert document.url == "https://example.org/a"
    assert document.published == published
    assert document.language == "kk"
    assert document.text.startswith(front)


def test_rule_at_the_top_is_no_front_matter() -> None:
    assert markdown.parse(b"---\n\nJust text: with a colon.\n", "a.md").title is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2011-09-20", "2011-09-20"),
        ("2011-09-20T23:59:59Z", "2011-09-20"),
        ("2011-09-20 10:00", "2011-09-20"),
        ("20110920", "2011-09-20"),
        ("2011", "2011"),
        ("2011-09", "2011-09"),
        ("2011-21", "2011-21"),
        ("201X", "201X"),
        ("2011-XX", "2011-XX"),
        ("2011-09-XX", "2011-09-XX"),
        ("2011~", "2011~"),
        ("2011-09-20?", "2011-09-20?"),
        ("2011-09/2011-10", "2011-09/2011-10"),
        ("../2011", "../2011"),
        ("2011/..", "2011/.."),
        ("2011-02-30", None),
        ("2011-13", None),
        ("20.09.2011", None),
        ("yesterday", None),
        ("../..", None),
        ("1/2/3", None),
        ("2011-9-2", None),
        ("", None),
    ],
)
def test_edtf(value: str, expected: str | None) -> None:
    assert dates.edtf_or_none(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2022-05-10T14:30:00+06:00", "2022-05-10"),
        ("10.05.2022", "2022-05-10"),
        ("10.05.2022, 14:30", "2022-05-10"),
        ("14:30, 10.05.2022", "2022-05-10"),
        ("10.05.2022 г. в 14:30", "2022-05-10"),
        ("13/05/2022", "2022-05-13"),
        ("05/13/2022", "2022-05-13"),
        ("10/05/2022", None),
        ("10 мая 2022 года", "2022-05-10"),
        ("10 мамыр 2022, 14:30", "2022-05-10"),
        ("2022 жылғы 10 мамыр", "2022-05-10"),
        ("2022 ж. 10 мамыр", "2022-05-10"),
        ("May 10, 2022", "2022-05-10"),
        ("10th May 2022", "2022-05-10"),
        ("Tue, 10 May 2022 10:00:00 GMT", "2022-05-10"),
        ("Сәрсенбі, 10 тамыз 2022", "2022-08-10"),
        ("31.02.2022", None),
        ("1970-01-01T00:00:00Z", None),
        ("0001-01-01", None),
        ("May 2022", None),
        ("from 10.05.2022 to 12.05.2022", None),
        ("", None),
    ],
)
def test_stated_date(value: str, expected: str | None) -> None:
    assert dates.stated_date(value) == expected


@pytest.mark.parametrize(
    "title",
    [
        "Microsoft Word - visit.doc",
        "untitled",
        "Document1",
        "visit.docx",
        "a",
        "12",
        "Ìèíèñòåðñòâî äåë",
        "report",
    ],
)
def test_titles_that_say_nothing(title: str) -> None:
    assert title_or_none(title, "2011/report.pdf") is None


def test_titles_that_say_something() -> None:
    assert title_or_none("  Visit\n to  Paris ", "x.pdf") == "Visit to Paris"
    assert title_or_none("Élysée déclaration", "x.pdf") == "Élysée déclaration"


def test_one_line_and_clean_characters() -> None:
    assert one_line("a\n\x00 b\u2028c") == "a b c"
    assert len(one_line("x" * 1000)) == 300
    assert clean_characters("a\ud800b\x00c") == "a\ufffdb\ufffdc"


@pytest.mark.parametrize(
    ("count", "shown"), [(700, "700 bytes"), (20_480, "20 KB"), (1 << 20, "1 MB"), (3 << 19, "1.5 MB")]
)
def test_sizes_are_for_people(count: int, shown: str) -> None:
    assert limits.size(count) == shown
