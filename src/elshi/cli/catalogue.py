"""Commands on the catalogue of names: catalogue check, find."""

from __future__ import annotations

from pathlib import Path

import click

from elshi.cli.common import extractor

__all__ = ["catalogue"]


@click.group(epilog="Example: elshi catalogue find Ыстамбұлда")
def catalogue() -> None:
    """Check the catalogue of names or look a name up."""


@catalogue.command("check", epilog="Example: elshi catalogue check mynames.names.csv")
@click.argument("files", nargs=-1, type=click.Path(exists=True))
def check(files: tuple[str, ...]) -> int:
    """Check the built-in data files, or files of your own; problems come with file and line."""
    from elshi.catalogue.check import check as run

    data = Path(__file__).parent.parent / "catalogue" / "data"
    problems = run([Path(f) for f in files] if files else sorted(data.glob("*.csv")))
    for problem in problems:
        click.echo(problem)
    click.echo("no problems" if not problems else f"{len(problems)} problems", err=True)
    return 1 if problems else 0


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
