"""Commands on the catalogue of names: catalogue check, add, find."""

from __future__ import annotations

from pathlib import Path

import click

from elshi.cli.common import extractor

__all__ = ["catalogue"]

DATA = Path(__file__).parent.parent / "catalogue" / "data"


@click.group(epilog="Example: elshi catalogue find Ыстамбұлда")
def catalogue() -> None:
    """Check the catalogue of names, add to it, or look a name up."""


@catalogue.command("check", epilog="Example: elshi catalogue check mynames.csv")
@click.argument("files", nargs=-1, type=click.Path(exists=True))
def check(files: tuple[str, ...]) -> int:
    """Check the built-in data files, or files of your own; problems come with file and line."""
    from elshi.catalogue.check import check as run

    problems = run([Path(f) for f in files], [DATA]) if files else run(sorted(DATA.glob("*.csv")))
    for problem in problems:
        click.echo(problem)
    click.echo("no problems" if not problems else f"{len(problems)} problems", err=True)
    return 1 if problems else 0


@catalogue.command(
    "add", epilog="Example: elshi --catalogue mine.csv catalogue add KAZ 'Алаш елі' --language kk"
)
@click.argument("id")
@click.argument("form")
@click.option("--language", type=click.Choice(["kk", "ru", "en", "la"]), required=True, help="Of the form.")
@click.option(
    "--role", default="alias", show_default=True, help="short, full, abbreviation, adjective, former …"
)
@click.option("--kind", help="Of a new id: state, igo, programme, organisation, person, office, place.")
@click.option("--name", default="", help="Of a new id: its name in English.")
@click.option("--country", default="", help="Of a new id: code of the state that it belongs to.")
@click.option("--from", "begin", default="", help="Since when the name is in use.")
@click.option("--to", "until", default="", help="Until when it was in use.")
@click.pass_context
def add(
    ctx: click.Context,
    id: str,
    form: str,
    language: str,
    role: str,
    kind: str | None,
    name: str,
    country: str,
    begin: str,
    until: str,
) -> int:
    """Add a name to your own file (the one that --catalogue names), which wins over the built-in names.

    ID is a code (KAZ, NATO), an id that `elshi catalogue find` shows, or a new one
    (`person:first-last`), then with --kind. FORM is the name's base form.
    """
    from elshi.catalogue.own import add_name

    file = ctx.obj.get("catalogue")
    if not file:
        raise click.UsageError("say which file is yours: elshi --catalogue mine.csv catalogue add …")
    cells = {
        "id": id, "kind": kind or "", "name": name, "country": country, "language": language, "form": form,
        "role": role, "from": begin, "to": until,
    }  # fmt: skip
    line = add_name(Path(file), cells)
    click.echo(f"{file}:{line}: {form} is {id}", err=True)
    return 0


@catalogue.command("find", epilog="Example: elshi catalogue find Ыстамбұлда")
@click.argument("name")
@click.pass_context
def find(ctx: click.Context, name: str) -> int:
    """Look a name up in any language and inflection."""
    found = extractor(ctx).catalogue.find(name)
    for entity in found:
        click.echo(f"{entity.id}\t{entity.kind}\t{entity.name}\t{entity.country or ''}")
    if not found:
        click.echo(f"elshi: the catalogue has nobody called {name!r}", err=True)
    return 0 if found else 1
