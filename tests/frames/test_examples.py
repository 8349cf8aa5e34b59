"""Every rule file's example sentences, positive and negative."""

import pytest

from elshi.extraction import Extractor
from elshi.frames.examples import check, examples

CASES = [
    pytest.param(code, rule, example, id=f"{rule.id}-{n}")
    for code in ("kk", "ru", "en")
    for n, (rule, example) in enumerate(examples(code))
]


@pytest.mark.parametrize(("code", "rule", "example"), CASES)
def test_example(extractor: Extractor, code: str, rule, example) -> None:
    assert check(extractor, code, rule, example) == []
