"""The shipped tables hold together, and `check` finds every kind of fault."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from elshi.catalogue.check import check
from elshi.catalogue.loading import read_tables

ROOT = Path(__file__).resolve().parent.parent.parent
DATA = ROOT / "src" / "elshi" / "catalogue" / "data"
CODES = ROOT.parent / "shared" / "contract" / "codes.csv"

#: How many entities of each kind, and terms of office, the catalogue must hold; may only rise.
FLOORS = {
    "state": 258,
    "igo": 200,
    "programme": 55,
    "organisation": 350,
    "office": 230,
    "place": 1800,
    "person": 1500,
}
TERM_FLOOR = 1700


@pytest.fixture(scope="module")
def tables():
    return read_tables(DATA)


@pytest.fixture(scope="module")
def forms(tables):
    found = defaultdict(set)
    for entity in tables.entities.values():
        for name in entity.names:
            found[name.language, name.form].add(entity.id)
    return found


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def test_shipped_tables_are_sound():
    assert check([DATA]) == []


def test_generated_tables_are_what_the_tool_writes():
    pytest.importorskip("rigour")
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "build_states.py"), "--check"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def test_there_is_enough_of_each_kind(tables):
    counts = Counter(entity.kind for entity in tables.entities.values())
    assert {kind: counts[kind] for kind, floor in FLOORS.items() if counts[kind] < floor} == {}
    assert len(tables.terms) >= TERM_FLOOR


def test_every_code_of_the_contract_is_there_in_three_languages(tables):
    if not CODES.exists():
        pytest.skip("the contract's codes.csv is not beside this checkout")
    with CODES.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            entity = tables.entities[row["code"]]
            assert entity.kind == row["kind"], row
            assert entity.name == row["english_name"].split(" (")[0], row
            assert {"kk", "ru", "en"} <= {name.language for name in entity.names}, row


def test_every_member_of_the_united_nations_has_adjectives_in_three_languages(tables):
    # Territories and a few small states are not spoken of with an adjective of their own.
    lacking = {
        (entity.id, language)
        for entity in tables.entities.values()
        if entity.kind == "state"
        for language in ("kk", "ru", "en")
        if not any(n.language == language and n.role == "adjective" for n in entity.names)
    }
    members = 193 * 3
    states = sum(entity.kind == "state" for entity in tables.entities.values()) * 3
    assert states - len(lacking) >= members
    assert not {id for id, _ in lacking} & {
        "KAZ", "RUS", "CHN", "USA", "GBR", "FRA", "DEU", "TUR", "UZB", "KGZ", "TJK", "TKM", "IND", "IRN",
        "ITA", "ESP", "JPN", "KOR", "PRK", "SAU", "ARE", "QAT", "EGY", "ZAF", "BRA", "ARG", "MEX", "CAN",
        "AUS", "UKR", "BLR", "POL", "AZE", "ARM", "GEO", "LTU", "LVA", "EST", "MDA", "AFG", "PAK",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("language", "form", "id"),
    [
        ("kk", "Ұлыбритания", "GBR"),
        ("kk", "АҚШ", "USA"),
        ("kk", "ҚХР", "CHN"),
        ("kk", "Гүржістан", "GEO"),
        ("kk", "Оңтүстік Корея", "KOR"),
        ("kk", "БАӘ", "ARE"),
        ("kk", "КСРО", "SUN"),
        ("kk", "француз", "FRA"),
        ("kk", "неміс", "DEU"),
        ("ru", "ФРГ", "DEU"),
        ("ru", "ОАЭ", "ARE"),
        ("ru", "швейцарский", "CHE"),
        ("ru", "Голландия", "NLD"),
        ("en", "Burma", "MMR"),
        ("en", "Ivory Coast", "CIV"),
        ("en", "Dutch", "NLD"),
        ("en", "Frenchwoman", "FRA"),
        ("en", "Turkey", "TUR"),
        ("kk", "ЕҚЫҰ", "OSCE"),
        ("kk", "ШЫҰ", "SCO"),
        ("kk", "АӨСШК", "CICA"),
        ("kk", "Түркі кеңесі", "OTS"),
        ("kk", "Үлкен жиырмалық", "G20"),
        ("ru", "ОДКБ", "CSTO"),
        ("ru", "СВМДА", "CICA"),
        ("ru", "Тюркский совет", "OTS"),
        ("ru", "Большая двадцатка", "G20"),
        ("en", "CSCE", "OSCE"),
        ("ru", "ОЧЭС", "igo:bsec"),
        ("kk", "СІМ басшысы", "office:foreign_minister"),
        ("ru", "глава МИД", "office:foreign_minister"),
        ("kk", "мемлекет басшысы", "office:head_of_state"),
        ("kk", "Елбасы", "office:elbasy"),
        ("en", "Foreign Secretary", "office:foreign_secretary_uk"),
    ],
)
def test_name_leads_to_its_entity(forms, language, form, id):
    assert forms[language, form] == {id}


def test_every_member_of_the_contracts_regions_has_leaders_without_gaps_of_years(tables):
    """The post-Soviet states have a head of state, of government and of diplomacy for every year."""
    heads = {
        "state": ("office:president", "office:head_of_state", "office:acting_president"),
        "diplomacy": ("office:foreign_minister", "office:acting_foreign_minister"),
    }
    states = [
        "KAZ",
        "RUS",
        "UKR",
        "BLR",
        "MDA",
        "GEO",
        "ARM",
        "AZE",
        "UZB",
        "KGZ",
        "TJK",
        "TKM",
        "LTU",
        "LVA",
        "EST",
    ]
    for name, offices in heads.items():
        for state in states:
            years = set()
            for term in tables.terms:
                if term.of == state and term.office in offices and term.begin:
                    last = int(term.until[:4]) if term.until else 2025
                    years |= set(range(int(term.begin[:4]), last + 1))
            missing = set(range(1996, 2026)) - years
            assert len(missing) <= 3, (state, name, sorted(missing))


@pytest.mark.parametrize(
    ("office", "of", "day", "person"),
    [
        ("office:president", "KAZ", "2011-09-20", "person:nursultan-nazarbayev"),
        ("office:president", "KAZ", "2021-09-20", "person:kassym-jomart-tokayev"),
        ("office:foreign_minister", "RUS", "1999-01-01", "person:igor-ivanov"),
        ("office:secretary_of_state_us", "USA", "2010-12-01", "person:hillary-clinton"),
        ("office:chancellor", "DEU", "2015-05-09", "person:angela-merkel"),
        ("office:prime_minister", "GBR", "2003-03-20", "person:tony-blair"),
        ("office:secretary_general", "UN", "1999-09-09", "person:kofi-annan"),
        ("office:secretary_general", "OTS", "2020-01-01", "person:baghdad-amreyev"),
        ("office:osce_chairman", "OSCE", "2010-06-01", "person:kanat-saudabayev"),
    ],
)
def test_holder_on_a_day(tables, office, of, day, person):
    held = {
        term.person
        for term in tables.terms
        if (term.office, term.of) == (office, of)
        and term.begin <= day
        and (not term.until or day <= term.until)
    }
    assert held == {person}


def test_kazakh_adjectives_follow_vowel_harmony(tables):
    back, front, either = set("аоұыяёю"), set("еәөүіэ"), set("иу")
    seen = 0
    for entity in tables.entities.values():
        for name in entity.names:
            if (entity.kind, name.language, name.role) != ("state", "kk", "adjective"):
                continue
            for endings, allowed in ((("лық", "дық", "тық"), back), (("лік", "дік", "тік"), front)):
                vowels = [c for c in name.form[:-3] if c in back | front | either]
                if name.form.endswith(endings) and vowels:
                    seen += 1
                    assert vowels[-1] in allowed | either, name.form
    assert seen > 200


@pytest.mark.parametrize(
    ("file", "line", "problem"),
    [
        ("a.entities.csv", "Bad id,place,Bad,,,,,", "is neither a code nor place:"),
        ("a.entities.csv", "place:one,island,One,,,,,", "kind 'island' is not one of"),
        ("a.entities.csv", "person:one,place,One,,,,,", "must begin with place:"),
        ("a.entities.csv", "place:one,place,One,XYZ,,,,", "country 'XYZ' is in no"),
        ("a.entities.csv", "place:one,place,One,,,1999-02-30,,", "no date"),
        ("a.entities.csv", "place:one,place,One,,,2001,1999-05,", "before it begins"),
        ("a.entities.csv", "place:one,place,One,,,,", "7 cells instead of 8"),
        ("a.entities.csv", "place:one,place,One ,,,,,", "blanks to spare"),
        ("a.names.csv", "place:none,en,None,short,,", "is in no *.entities.csv"),
        ("a.names.csv", "FRA,fr,France,short,,", "language 'fr'"),
        ("a.names.csv", "FRA,en,Franca,nickname,,", "role 'nickname'"),
        ("a.names.csv", "FRA,en,France,short,,", "stands twice"),
        ("a.names.csv", "FRA,en,Germany,short,,", "names DEU and also FRA"),
        ("a.names.csv", "FRA,kk,И\u0306ран,alias,,", "normal form C"),
        ("holders.csv", "office:president,FRA,person:no-one,1999,2000,public record", "is no person"),
        ("holders.csv", "office:president,FRA,FRA,1999,2000,", "no source"),
        ("offices.csv", "office:none,1,state,executive", "is no office"),
        ("offices.csv", "office:president,1,state,executive", "stands twice"),
        ("metonyms.csv", "place:nowhere,FRA,", "is no place"),
        ("colours.csv", "red", "the header must be id,kind"),
    ],
)
def test_check_says_what_is_wrong_and_where(tmp_path, file, line, problem):
    heads = {
        "a.entities.csv": "id,kind,name,country,parent,from,to,note",
        "a.names.csv": "id,language,form,role,from,to",
        "holders.csv": "office,of,person,from,to,source",
        "offices.csv": "id,rank,head_of,branch",
        "metonyms.csv": "place_id,stands_for,note",
        "colours.csv": "colour",
    }
    path = tmp_path / file
    path.write_text(f"# mine\n{heads[file]}\n{line}\n", encoding="utf-8")
    found = [p for p in check([path, DATA]) if problem in p]
    assert found, check([path, DATA])
    # Of a pair the later one in the order of reading is named.
    assert all(re.match(r".+\.csv(:\d+)?: ", p) for p in found)


def test_check_finds_overlapping_terms(tmp_path):
    (tmp_path / "a.entities.csv").write_text(
        "id,kind,name,country,parent,from,to,note\n"
        "AAA,state,Aland,AAA,,,,\noffice:president,office,president,,,,,\n"
        "person:a,person,A,AAA,,,,\nperson:b,person,B,AAA,,,,\n",
        encoding="utf-8",
    )
    (tmp_path / "holders.csv").write_text(
        "office,of,person,from,to,source\n"
        "office:president,AAA,person:a,1999-01-01,2005-03,public record\n"
        "office:president,AAA,person:b,2004-12-31,,public record\n",
        encoding="utf-8",
    )
    assert any("when person:a still is (2005-03)" in p for p in check([tmp_path]))
