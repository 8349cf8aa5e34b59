"""Writing the record in the formats of the field: export."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

import click

from elshi.cli.common import record

__all__ = ["export"]

_NAMES = (
    "plover",
    "polecat",
    "cameo",
    "ftm",
    "jsonld",
    "csv",
    "xlsx",
    "parquet",
    "graphml",
    "ris",
    "bibtex",
    "ics",
)


@click.command(
    epilog="Examples: elshi export csv xlsx -o tables/"
    "      elshi export ftm --side KAZ --side FRA --since 2010 -o out/      elshi export plover -o - | head"
)
@click.argument("formats", nargs=-1, required=True, type=click.Choice((*_NAMES, "all")), metavar="FORMAT...")
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    required=True,
    help="Folder for the files, made when missing; '-' writes a format of one file to standard output.",
)
@click.option(
    "--side", "sides", multiple=True, metavar="A", help="Involving this side; several: all of them."
)
@click.option("--type", "types", multiple=True, metavar="T", help="Only this type (visit, trade_turnover …).")
@click.option(
    "--status", "statuses", multiple=True, metavar="S", help="Only actual, planned, denied or cancelled."
)
@click.option("--since", metavar="DATE", help="Not before this date (2015, 2015-03, 2015-03-01).")
@click.option("--until", metavar="DATE", help="Not after this date.")
@click.option(
    "--language",
    type=click.Choice(["kk", "ru", "en"]),
    default="en",
    show_default=True,
    help="Language of names.",
)
@click.pass_context
def export(
    ctx: click.Context,
    formats: tuple[str, ...],
    output: str,
    sides: tuple[str, ...],
    types: tuple[str, ...],
    statuses: tuple[str, ...],
    since: str | None,
    until: str | None,
    language: str,
) -> int:
    """Write the record, or a part of it, in the formats of the field.

    \b
    plover   PLOVER JSON Lines           csv      tables for any program
    polecat  POLECAT columns             xlsx     a workbook
    cameo    GDELT 2.0 with CAMEO codes  parquet  typed tables
    ftm      FollowTheMoney entities     graphml  the network, for Gephi
    jsonld   schema.org, PROV, Web Ann.  ics      planned events, a calendar
    ris, bibtex  the sources             all      every format

    What a format has no place for is left out, counted and named on standard error. What people rejected is left
    out; what they edited stands as edited.
    """  # noqa: D301
    from elshi.exports import FORMATS, Selection, run

    names = tuple(name for name, one in FORMATS.items() if one.installed) if "all" in formats else formats
    for name in FORMATS if "all" in formats else ():
        if name not in names:
            click.echo(
                f"elshi: {name}: not written, for its packages are not installed: elshi[{name}]", err=True
            )
    single = output == "-"
    if single and (len(names) != 1 or len(FORMATS[names[0]].files) != 1):
        raise click.UsageError("-o - is for one format of one file; name a folder with -o DIR")
    with record(ctx) as store:
        selection = Selection(tuple(store.side(s) for s in sides), types, statuses, since, until)
        with tempfile.TemporaryDirectory() as spare:
            reports = run(store, names, spare if single else output, selection, language=language)
            if single:
                with (Path(spare) / reports[0].files[0]).open("rb") as stream:
                    shutil.copyfileobj(stream, sys.stdout.buffer)
                sys.stdout.flush()
    for one in reports:
        if not single:
            for file in one.files:
                click.echo(Path(output) / file)
        for reason, count in sorted(one.left_out.items()):
            click.echo(f"elshi: {one.format}: {count} left out: {reason}", err=True)
        for note in one.notes:
            click.echo(f"elshi: {one.format}: {note}", err=True)
    return 0
