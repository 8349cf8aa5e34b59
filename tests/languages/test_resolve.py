"""Dates that need their context, and the date of the text itself."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elshi.languages import dates, edtf
from elshi.languages.base import DateExpression
from elshi.languages.resolve import DateContext, anniversary, publication_date
from elshi.model import Token


def one(text: str, code: str) -> DateExpression:
    (found,) = dates.find(text, [Token(m.group(), *m.span()) for m in re.finditer(r"\S+", text)], code)
    return found


def test_a_year_in_the_sentence_before_lends_itself_where_no_publication_is_known() -> None:
    context = DateContext(None)
    context.note("2008-04-07")
    context.next_sentence()
    assert context.resolve(one("11 сәуірде кітапхана ашылды.", "kk")) == "2008-04-11"
    context.next_sentence()
    assert context.resolve(one("11 сәуірде кітапхана ашылды.", "kk")) is None


def test_a_fragment_does_not_break_the_thread() -> None:
    context = DateContext(None)
    context.note("1972-03-21/1972-03-22")
    context.next_sentence(length=12)
    context.next_sentence(length=60)
    assert context.resolve(one("In U.S. March 18–23", "en")) == "1972-03-18/1972-03-23"


def test_with_a_publication_the_sentence_before_does_not_decide() -> None:
    context = DateContext("2019-06-14")
    context.note("2004-08")
    context.next_sentence()
    assert context.resolve(one("They met on May 18.", "en")) == "2019-05-18"


def test_in_one_sentence_the_date_named_first_decides() -> None:
    context = DateContext("2019-06-14")
    context.note("2015-10-20")
    assert context.resolve(one("published on October 25", "en")) == "2015-10-25"


@pytest.mark.parametrize(
    ("published", "text", "value"),
    [
        # nearest: up to nine months back, three ahead
        ("2008-04-12", "11 сәуірде", "2008-04-11"),
        ("2008-04-12", "11 шілдеде", "2008-07-11"),
        ("2008-04-12", "11 тамызда", "2007-08-11"),
        ("2008-01-05", "30 желтоқсанда", "2007-12-30"),
        ("2007-12-28", "5 қаңтарда", "2008-01-05"),
        ("2007", "5 қаңтарда", "2007-01-05"),
        (None, "5 қаңтарда", None),
        ("nonsense", "5 қаңтарда", None),
    ],
)
def test_the_nearest_year(published: str | None, text: str, value: str | None) -> None:
    assert DateContext(published).resolve(one(text, "kk")) == value


@pytest.mark.parametrize(
    ("published", "future", "value"),
    [
        ("2024-10-29", True, "2025"),
        ("2024-10-29", None, "2024"),
        ("2024-02-01", False, "2023"),
        ("2024", None, "2024"),
        (None, None, None),
    ],
)
def test_a_season_is_its_year(published: str | None, future: bool | None, value: str | None) -> None:
    assert DateContext(published).resolve(one("in the spring", "en"), future) == value


def test_a_week_needs_a_day() -> None:
    expression = one("last week", "en")
    assert DateContext("2024-03-12").resolve(expression) == "2024-03-04/2024-03-10"
    assert DateContext("2024-03").resolve(expression) is None


def test_units_that_no_word_has_yet() -> None:
    def step(unit: str, shift: int, published: str = "2021-05-10") -> str | None:
        return DateContext(published).resolve(
            DateExpression(0, 1, anchor="publication", unit=unit, shift=shift)
        )

    assert step("quarter", 0) == "2021-04/2021-06"
    assert step("quarter", -2) == "2020-10/2020-12"
    assert step("halfyear", -1) == "2020-07/2020-12"
    assert step("decade", -1) == "201X"
    assert step("day", 10**9) is None
    assert step("month", -5) == "2020-12"


@given(
    published=st.none() | st.dates().map(str),
    noted=st.none() | st.sampled_from(("1992", "1992-09", "1992-02-29", "1992/1993", "199X", "../1993")),
    anchor=st.sampled_from(("publication", "text", None)),
    unit=st.sampled_from(
        ("day", "week", "month", "quarter", "halfyear", "year", "decade", "weekday", "season", None)
    ),
    shift=st.integers(1, 4) | st.integers(-1000, 1000),
    direction=st.integers(-1, 1),
    future=st.none() | st.booleans(),
    month=st.none() | st.integers(1, 12),
    day=st.none() | st.integers(1, 31),
    end_month=st.none() | st.integers(1, 12),
    end_day=st.none() | st.integers(1, 31),
    qualifier=st.none() | st.just("about"),
)
def test_whatever_is_asked_the_answer_is_none_or_valid(
    published: str | None,
    noted: str | None,
    anchor: str | None,
    unit: str | None,
    shift: int,
    direction: int,
    future: bool | None,
    month: int | None,
    day: int | None,
    end_month: int | None,
    end_day: int | None,
    qualifier: str | None,
) -> None:
    if unit == "season":
        shift = abs(shift) % 4 + 1
    if unit == "weekday":
        shift = abs(shift) % 7 + 1
    context = DateContext(published)
    if noted is not None:
        context.note(noted)
    expression = DateExpression(
        0, 1, month=month, day=day, end_month=end_month, end_day=end_day,
        anchor=anchor, unit=unit, shift=shift, direction=direction, qualifier=qualifier,
    )  # fmt: skip
    value = context.resolve(expression, future)
    assert value is None or edtf.is_valid(value)


def test_anniversaries() -> None:
    assert anniversary(60, 2017) == "1957"
    assert anniversary(0, 2017) is None
    assert anniversary(3000, 2017) is None


@pytest.mark.parametrize(
    ("head", "tail", "code", "value"),
    [
        ("Елші грамота тапсырды\n12 мамыр 2021\nМәтін басталды.", "", "kk", "2021-05-12"),
        ("Елші грамота тапсырды\n12 мамыр, 2021 жыл\n", "", "kk", "2021-05-12"),
        ("Елші грамота тапсырды\n2021 жылғы 12 мамыр, 18:30\n", "", "kk", "2021-05-12"),
        ("25.01.2024, 10:30\nПосол вручил грамоты.", "", "ru", "2024-01-25"),
        ("Посол вручил грамоты\n25 января 2024 года, 10:30\n", "", "ru", "2024-01-25"),
        ("АСТАНА. 25 января 2024 г. – Посол вручил грамоты президенту республики.", "", "ru", "2024-01-25"),
        ("АСТАНА, 25 января 2024 года /Казинформ/ – Посол вручил грамоты.", "", "ru", "2024-01-25"),
        (
            "ASTANA, 25 January 2024 - The envoy presented his credentials to the president.",
            "",
            "en",
            "2024-01-25",
        ),
        ("ASTANA (January 25, 2024) — The envoy presented his credentials.", "", "en", "2024-01-25"),
        ("The envoy came.\nThursday, January 25, 2024\nText.", "", "en", "2024-01-25"),
        ("The envoy came.", "Press office\nJanuary 25, 2024", "en", "2024-01-25"),
        # none of these is the text's own date
        (
            "The envoy came on January 25, 2024 and met the minister of foreign affairs in Astana.",
            "",
            "en",
            None,
        ),
        ("In January 2024 they met.", "", "en", None),
        ("January 25", "", "en", None),
        ("Астана, 2024", "", "ru", None),
        ("25 января 2024 года состоялась встреча министров двух стран.", "", "ru", None),
        ("25 января 2024 года\n26 января 2024 года\n", "", "ru", None),
        ("", "", "en", None),
    ],
)
def test_the_texts_own_date(head: str, tail: str, code: str, value: str | None) -> None:
    assert publication_date(head, tail, code) == value


def test_lists_of_events_bear_no_date_of_their_own() -> None:
    lines = "May 6-7, 2005. Riga.\nJune 1, 2005. Rome.\nJuly 3, 2005. Lima."
    assert publication_date(lines, lines, "en", lines) is None
    history = "Художник\n14 ноября 1840 года родился основоположник школы\nОн жил в Париже."
    assert publication_date(history, "", "ru", history) is None


@given(head=st.text(max_size=120), code=st.sampled_from(("kk", "ru", "en")))
def test_any_head_is_read_without_error(head: str, code: str) -> None:
    value = publication_date(head, "", code)
    assert value is None or edtf.precision(value) == "day"
