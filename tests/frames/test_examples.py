"""Every rule file's example sentences, positive and negative."""

import pytest

from elshi.extraction import Extractor
from elshi.frames.examples import check, examples, lacking

CASES = [
    pytest.param(code, rule, example, id=f"{rule.id}-{n}")
    for code in ("kk", "ru", "en")
    for n, (rule, example) in enumerate(examples(code))
]


@pytest.mark.parametrize(("code", "rule", "example"), CASES)
def test_example(extractor: Extractor, code: str, rule, example) -> None:
    assert check(extractor, code, rule, example) == []


#: Languages in which every rule has a sentence that shows it at work; a language joins and never leaves.
COMPLETE: tuple[str, ...] = ("kk", "ru", "en")


@pytest.mark.parametrize("code", COMPLETE)
def test_every_rule_has_an_example(code: str) -> None:
    assert [f"{rule.where}: {rule.id}" for rule in lacking(code)] == []
