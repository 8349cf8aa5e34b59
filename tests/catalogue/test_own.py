"""A person's own names: added by the command, checked with file and line, winning over ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from elshi.catalogue import Catalogue
from elshi.catalogue.check import check
from elshi.catalogue.loading import OWN_COLUMNS
from elshi.catalogue.own import add_name
from elshi.cli import main
from elshi.errors import CatalogueError
from elshi.extraction import Extractor
from elshi.model import Document

DATA = Path(__file__).parents[2] / "src" / "elshi" / "catalogue" / "data"


def row(**cells: str) -> dict[str, str]:
    return dict.fromkeys(OWN_COLUMNS, "") | {"language": "ru", "role": "alias"} | cells


def test_a_name_added_is_found_in_any_case(tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    assert (
        add_name(file, row(id="person:anna-orlova", kind="person", form="Анна Крутицкая", country="SVN")) == 2
    )
    assert add_name(file, row(id="FRA", form="Галлия")) == 3
    extractor = Extractor.with_catalogue(file)
    text = "Анну Крутицкую приняли в Галлии."
    mentions = [m for p in extractor.analyse(Document("a", text, language="ru")).passages for m in p.mentions]
    assert [(m.text, m.id, m.of) for m in mentions] == [
        ("Анну Крутицкую", "person:anna-orlova", "SVN"), ("Галлии", "FRA", None),
    ]  # fmt: skip


def test_ones_own_name_wins(tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    add_name(file, row(id="organisation:alpha", kind="organisation", form="ОБСЕ"))
    assert [e.id for e in Catalogue.load(file).find("ОБСЕ", "ru")] == ["organisation:alpha"]


@pytest.mark.parametrize(
    ("cells", "what"),
    [
        ({"id": "organisation:beta", "form": "Бета"}, "'organisation:beta' is in no"),
        ({"id": "FRA", "form": "Галлия", "role": "nickname"}, "role 'nickname'"),
        ({"id": "FRA", "form": ""}, "no form"),
        ({"id": "FRA", "form": "Галлия", "from": "20.03.1999"}, "is no date"),
        ({"id": "beta", "kind": "organisation", "form": "Бета"}, "neither a code nor organisation:"),
    ],
)
def test_what_is_wrong_is_said_with_file_and_line_and_nothing_written(
    tmp_path: Path, cells: dict[str, str], what: str
) -> None:
    file = tmp_path / "mine.csv"
    with pytest.raises(CatalogueError, match=rf"mine\.csv:2: .*{what}"):
        add_name(file, row(**cells))
    assert not file.exists()


def test_check_looks_references_up_in_our_files_and_names_only_theirs(tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_text(",".join(OWN_COLUMNS) + "\nFRA,,,,ru,Галлия,alias,,\nXXQ,,,,ru,Нигдея,alias,,\n", "utf-8")
    problems = check([file], [DATA])
    assert len(problems) == 1
    assert problems[0].startswith(f"{file}:3: 'XXQ'")


def test_the_command_adds_and_says_where(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "mine.csv"
    with pytest.raises(SystemExit) as done:
        main(["--catalogue", str(file), "catalogue", "add", "TUR", "Осман елі", "--language", "kk"])
    assert done.value.code in (0, None)
    assert "mine.csv:2: Осман елі is TUR" in capsys.readouterr().err
    assert file.read_text("utf-8").splitlines()[1] == "TUR,,,,kk,Осман елі,alias,,"


def test_without_a_file_of_ones_own_nothing_can_be_added() -> None:
    with pytest.raises(SystemExit) as done:
        main(["catalogue", "add", "TUR", "Осман елі", "--language", "kk"])
    assert done.value.code == 2
