import pytest

from elshi.errors import RuleError
from elshi.frames import rules
from elshi.frames.yamlfile import YamlFile
from elshi.model import EVENT_TYPES, FIGURE_TYPES

LANGUAGES = ("kk", "ru", "en")


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_event_type_and_indicator_can_be_found(code: str) -> None:
    found = {rule.type for rule in rules.load(code).rules}
    assert found == set(EVENT_TYPES) | set(FIGURE_TYPES)


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_subtype_can_be_found(code: str) -> None:
    loaded = rules.load(code)
    for frame, (subtypes, _) in EVENT_TYPES.items():
        fixed = {rule.subtype for rule in loaded.rules if rule.frame == frame}
        assert set(subtypes) <= fixed | set(loaded.subtypes.get(frame, {})), frame


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_fact_type_has_examples_that_find_it(code: str) -> None:
    shown = {rule.type for rule in rules.load(code).rules if any(e.facts for e in rule.examples)}
    assert set(EVENT_TYPES) <= shown


def test_wrong_files_are_named_with_the_line(tmp_path) -> None:
    path = tmp_path / "xx.yaml"
    path.write_text(
        "rules:\n  - id: a\n    when: [x]\n    roles:\n      nobody: [subject]\n", encoding="utf-8"
    )
    file = YamlFile(path)
    with pytest.raises(RuleError, match=r"xx\.yaml:5: unknown role nobody"):
        rules._rule(file.mapping()["rules"][0], rules.frames()["visit"], "ru", rules.words("ru"), file, 0)
    path.write_text("rules: [\n", encoding="utf-8")
    with pytest.raises(RuleError, match=r"xx\.yaml:\d+: not valid YAML"):
        YamlFile(path)


def test_on_is_a_preposition_and_not_a_truth_value() -> None:
    assert "on" in rules.words("en").prepositions
