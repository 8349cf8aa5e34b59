"""Generate the tables of states from CLDR (through babel) and rigour.

One command: ``python tools/build_states.py`` writes ``states.entities.csv`` and ``states.names.csv``
in ``src/elshi/catalogue/data``; with ``--check`` it writes nothing and exits with status 1 when the
tables on disk differ from what it would write. The output depends only on the versions of the two
packages, so continuous integration runs ``--check``. What the two sources lack (adjectives,
inhabitants, variants, formal names in Kazakh and Russian) stands in ``states_extra.names.csv``,
which is written by hand and which this program never touches.
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
import unicodedata
from pathlib import Path

from babel import Locale
from rigour.territories import get_territories

DATA = Path(__file__).resolve().parent.parent / "src" / "elshi" / "catalogue" / "data"
LANGUAGES = ("en", "kk", "ru")

#: Codes that rigour carries with three letters though they are no ISO 3166-1 entries today.
NOT_ISO = frozenset({"ANT", "ASC", "CPT", "CRQ", "CYB", "DDR", "DGA", "XKX", "ZAR"})

#: Canonical English names where CLDR's is a label ("Hong Kong SAR China") and not a name.
CANONICAL = {
    "COD": "Democratic Republic of the Congo",
    "COG": "Republic of the Congo",
    "HKG": "Hong Kong",
    "MAC": "Macao",
    "MMR": "Myanmar",
    "PSE": "Palestine",
    "VAT": "Holy See",
    "UMI": "United States Minor Outlying Islands",
    "VIR": "United States Virgin Islands",
}

#: CLDR forms that never stand so in running text, or that are too broad («Конго» is two states).
UNUSABLE = {
    ("en", "COD"), ("en", "COG"), ("en", "HKG"), ("en", "MAC"),
    ("ru", "COD"), ("ru", "COG"), ("ru", "VGB"), ("ru", "VIR"), ("ru", "UMI"),
    ("kk", "COD"), ("kk", "HKG"), ("kk", "MAC"), ("kk", "UMI"), ("kk", "VIR"), ("kk", "ASC"),
}  # fmt: skip

#: Formal names of rigour that are glosses, or of a government that is not generally recognised.
NO_FORMAL = frozenset({"AFG", "ASC", "ESH", "FLK", "HMD", "MMR", "SXM", "TWN", "VAT", "CPT", "UMI", "COG"})

#: States that exist no more, and Kosovo: code -> (name, from, to, note).
FORMER = {
    "ANT": ("Netherlands Antilles", "1954-12-15", "2010-10-10", "dissolved; CUW, SXM, BES"),
    "CSK": ("Czechoslovakia", "1918-10-28", "1992-12-31", "dissolved; CZE, SVK"),
    "DDR": ("East Germany", "1949-10-07", "1990-10-02", "acceded to DEU"),
    "SCG": ("Serbia and Montenegro", "2003-02-04", "2006-06-03", "dissolved; SRB, MNE"),
    "SUN": ("Soviet Union", "1922-12-30", "1991-12-26", "dissolved; seat continued by RUS"),
    "VDR": ("North Vietnam", "1945-09-02", "1976-07-02", "united in VNM"),
    "XKX": ("Kosovo", "2008-02-17", "", "recognised by part of the states; user-assigned code"),
    "YMD": ("South Yemen", "1967-11-30", "1990-05-22", "united in YEM"),
    "YUG": ("Yugoslavia", "1918-12-01", "2003-02-04", "from 1992 Serbia and Montenegro alone"),
}

#: First day of states that are younger than 1990: as states of their own (declaration or entry into force).
SINCE = {
    "ARM": "1991-09-21", "AZE": "1991-10-18", "BIH": "1992-03-03", "BLR": "1991-08-25",
    "CZE": "1993-01-01", "ERI": "1993-05-24", "EST": "1991-08-20", "GEO": "1991-04-09",
    "HRV": "1991-06-25", "KAZ": "1991-12-16", "KGZ": "1991-08-31", "LTU": "1990-03-11",
    "LVA": "1991-08-21", "MDA": "1991-08-27", "MKD": "1991-09-08", "MNE": "2006-06-03",
    "NAM": "1990-03-21", "PLW": "1994-10-01", "SRB": "2006-06-05", "SSD": "2011-07-09",
    "SVK": "1993-01-01", "SVN": "1991-06-25", "TJK": "1991-09-09", "TKM": "1991-10-27",
    "TLS": "2002-05-20", "UKR": "1991-08-24", "UZB": "1991-09-01", "YEM": "1990-05-22",
}  # fmt: skip

#: Names that are also something else; the recogniser asks for context.
NOTES = {
    "CHN": "homograph: en china (ware)",
    "GEO": "homograph: en Georgia (state of the USA)",
    "GIN": "homograph: en guinea; part of GNB, GNQ, PNG names",
    "JOR": "homograph: en Jordan (river, given name and surname)",
    "LBN": "homograph: en Lebanon (towns in the USA)",
    "NER": "homograph: river Niger",
    "NLD": "homograph: ru Голландия is also a province",
    "PAN": "homograph: en panama (hat), Panama City",
    "PER": "homograph: ru перу (dative of перо)",
    "TCD": "homograph: en Chad (given name), lake Chad",
    "TGO": "homograph: ru того (genitive of тот)",
    "TUN": "homograph: ru and kk Тунис is also the capital",
    "DZA": "homograph: ru and kk Алжир is also the capital and the camp near Astana",
    "TUR": "homograph: en turkey (bird)",
    "USA": "homograph: en US and us, Америка the continent",
}


def clean(form: str) -> list[str]:
    """The forms of a CLDR label that may stand in a sentence; gloss in brackets cut, `&` spelt out."""
    form = unicodedata.normalize("NFC", form).replace("\u00a0", " ").replace("о-ва ", "острова ")
    form = form.replace("о-в ", "остров ").replace(" о-ва", " острова")
    form = form.split(" (")[0].strip()
    forms = [form]
    if " & " in form:
        forms = [form.replace(" & ", " and "), form]
    if form.startswith("St. "):
        forms = [f.replace("St. ", "Saint ") for f in forms] + forms
    if "’" in form:
        forms.append(form.replace("’", "'"))
    if " — " in form:
        forms += [form.replace(" — ", "-"), form.replace(" — ", " - ")]
    return forms


def build() -> dict[str, str]:
    """File name -> content of the two generated tables."""
    by_code = {t.alpha3.upper(): t for t in get_territories() if t.alpha3 and len(t.code) == 2}
    labels = {language: Locale(language).territories for language in LANGUAGES}
    entities: list[list[str]] = []
    names: list[list[str]] = []
    for code in sorted((set(by_code) - NOT_ISO) | set(FORMER)):
        territory = by_code.get(code)
        alpha2 = territory.code.upper() if territory else ""
        label = labels["en"].get(alpha2, "")
        if code in FORMER:
            name, since, until, note = FORMER[code]
        else:
            name = CANONICAL.get(code) or clean(label)[0]
            since, until, note = SINCE.get(code, ""), "", NOTES.get(code, "")
        parent = ""
        entities.append([code, "state", name, code, parent, since, until, note])
        seen: set[tuple[str, str]] = set()

        def add(
            language: str, form: str, role: str, code: str = code, seen: set[tuple[str, str]] = seen
        ) -> None:
            if (language, form) not in seen:
                seen.add((language, form))
                names.append([code, language, form, role, "", ""])

        add("en", name, "short")
        for language in LANGUAGES:
            found = labels[language].get(alpha2)
            if found and (language, code) not in UNUSABLE:
                for form in clean(found):
                    add(language, form, "short")
        formal = territory.full_name if territory else ""
        if formal and code not in NO_FORMAL and code not in FORMER and "(" not in formal:
            add("en", unicodedata.normalize("NFC", formal.removeprefix("The ")), "formal")
    return {
        "states.entities.csv": table(
            ["id", "kind", "name", "country", "parent", "from", "to", "note"], entities
        ),
        "states.names.csv": table(["id", "language", "form", "role", "from", "to"], names),
    }


def table(header: list[str], rows: list[list[str]]) -> str:
    """One CSV table with the mark that it is generated."""
    out = io.StringIO()
    out.write("# Generated by tools/build_states.py from CLDR (babel) and rigour: do not edit.\n")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def main() -> int:
    """Write the tables, or compare them with `--check`."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="compare only; exit with 1 on a difference")
    arguments = parser.parse_args()
    stale = []
    for file_name, content in build().items():
        path = DATA / file_name
        if arguments.check:
            if not path.exists() or path.read_text(encoding="utf-8") != content:
                stale.append(file_name)
        else:
            path.write_text(content, encoding="utf-8")
    for file_name in stale:
        print(f"{file_name} is not what tools/build_states.py writes: run it and commit", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    raise SystemExit(main())
