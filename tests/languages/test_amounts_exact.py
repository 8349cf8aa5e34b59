import pytest

from elshi.languages import amounts
from elshi.text.tokens import tokenize


@pytest.mark.parametrize(
    ("code", "text", "value"),
    [
        ("kk", "4,1 миллиард доллар", 4_100_000_000.0),
        ("ru", "2,3 трлн рублей", 2_300_000_000_000.0),
        ("en", "$1.1 billion", 1_100_000_000.0),
    ],
)
def test_sums_are_the_numbers_that_are_written(code: str, text: str, value: float) -> None:
    assert [a.value for a in amounts.find(text, tokenize(text), code)] == [value]
