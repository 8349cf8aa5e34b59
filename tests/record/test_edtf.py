from __future__ import annotations

import pytest
from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st

from elshi.record.edtf import bounds, is_approximate, overlap


@pytest.mark.parametrize(
    ("value", "lower", "upper"),
    [
        ("1992", "1992-01-01", "1992-12-31"),
        ("1992-09", "1992-09-01", "1992-09-30"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("1992-10-05", "1992-10-05", "1992-10-05"),
        ("2010~", "2010-01-01", "2010-12-31"),
        ("2010-03?", "2010-03-01", "2010-03-31"),
        ("199X", "1990-01-01", "1999-12-31"),
        ("19XX", "1900-01-01", "1999-12-31"),
        ("1999-XX", "1999-01-01", "1999-12-31"),
        ("1999-05-XX", "1999-05-01", "1999-05-31"),
        ("1997-03-10/1997-03-11", "1997-03-10", "1997-03-11"),
        ("2004/2005-06", "2004-01-01", "2005-06-30"),
        ("2010/..", "2010-01-01", None),
        ("2010/", "2010-01-01", None),
        ("../2010-05", None, "2010-05-31"),
        ("2021-34", "2021-04-01", "2021-06-30"),
        ("2021-40", "2021-01-01", "2021-06-30"),
        ("2021-24", "2021-12-01", "2022-02-28"),
        ("9999-12", "9999-12-01", "9999-12-31"),
    ],
)
def test_bounds(value: str, lower: str | None, upper: str | None) -> None:
    assert bounds(value) == (lower, upper)


@pytest.mark.parametrize(
    "value",
    [
        None,
        "",
        "0000",
        "2011-13",
        "2011-02-30",
        "yesterday",
        "2012/2011",
        "../..",
        "/",
        "2011/x",
        "99X-05",
        "20111",
    ],
)
def test_no_date_has_no_bounds(value: str | None) -> None:
    assert bounds(value) is None


days = st.dates().map(str)
months = st.dates().map(lambda day: str(day)[:7])
years = st.dates().map(lambda day: str(day)[:4])
single = st.one_of(days, months, years)


@given(single)
def test_agrees_with_the_edtf_package(value: str) -> None:
    parsed, span = parse_edtf(value), bounds(value)
    assert span is not None
    for found, own in ((parsed.lower_strict(), span.lower), (parsed.upper_strict(), span.upper)):
        assert f"{found.tm_year:04}-{found.tm_mon:02}-{found.tm_mday:02}" == own


@given(single, single)
def test_an_interval_runs_from_the_first_to_the_last_day(a: str, b: str) -> None:
    one, other, both = bounds(a), bounds(b), bounds(f"{a}/{b}")
    assert one is not None
    assert other is not None
    if one.lower <= other.upper:
        assert both == (one.lower, other.upper)
    else:
        assert both is None


@given(st.text(alphabet="0123456789-/.X~?", max_size=14))
def test_whatever_has_bounds_has_them_in_order(value: str) -> None:
    span = bounds(value)
    if span is not None and span.lower and span.upper:
        assert span.lower <= span.upper
        assert span.days is not None
        assert span.days >= 1


def test_overlap_with_a_day_of_tolerance() -> None:
    eve, day, later = bounds("2011-12-31"), bounds("2012-01-01"), bounds("2012-01-02")
    assert not overlap(eve, day)
    assert overlap(eve, day, 1)
    assert not overlap(eve, later, 1)
    assert overlap(bounds("2010/.."), later)


def test_approximate() -> None:
    assert is_approximate("2010~")
    assert not is_approximate("2010")
    assert not is_approximate(None)
