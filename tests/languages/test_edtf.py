"""The part of EDTF that the record uses, held against the edtf package."""

from __future__ import annotations

import pytest
from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st

from elshi.languages import edtf


@given(year=st.integers(1, 9999), month=st.none() | st.integers(0, 13), day=st.none() | st.integers(0, 32))
def test_what_is_built_is_valid_and_read_by_the_reference(
    year: int, month: int | None, day: int | None
) -> None:
    value = edtf.build(year, month, day)
    if value is None:
        assert month in (None, 0, 13) or day is not None
        return
    assert edtf.is_valid(value)
    assert str(parse_edtf(value)) == value
    assert edtf.year_of(value) == year


@given(st.text(max_size=12) | st.from_regex(r"[0-9X~/.\-]{0,22}", fullmatch=True))
def test_any_text_is_judged_without_error(text: str) -> None:
    assert edtf.is_valid(text) == (edtf.bounds(text) is not None)


@pytest.mark.parametrize(
    ("value", "precision"),
    [
        ("1992", "year"),
        ("1992-09", "month"),
        ("1992-09-05", "day"),
        ("2010~", "year"),
        ("199X", "decade"),
        ("1992/1993", "interval"),
        ("../1993-01-01", "interval"),
        ("2010-06-07/2010-06-08", "interval"),
    ],
)
def test_precision(value: str, precision: str) -> None:
    assert edtf.precision(value) == precision
    parse_edtf(value)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "92",
        "1992-13",
        "1992-02-30",
        "2010-06-08/2010-06-07",
        "../..",
        "19X2",
        "0000",
        "1992-9-5",
        "/1992",
    ],
)
def test_what_is_not_valid(value: str) -> None:
    assert not edtf.is_valid(value)
    assert edtf.precision(value) is None


def test_intervals_and_approximation() -> None:
    assert edtf.interval("2010", "2010") == "2010"
    assert edtf.interval("2010", "2012") == "2010/2012"
    assert edtf.interval("2012", "2010") is None
    assert edtf.approximate("2010/2012") == "2010~/2012~"
    assert edtf.approximate("../2012~") == "../2012~"
    assert edtf.year_of("2010-01/2010-03") == 2010
    assert edtf.year_of("2010/2011") is None
