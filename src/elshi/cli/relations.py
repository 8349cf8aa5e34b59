"""The command that answers short questions about two sides."""

from __future__ import annotations

import click

from elshi.cli.common import open_output, output_option, record, write_json
from elshi.errors import ElshiError

__all__ = ["relations"]

_PARTS = ("state", "agreements", "last-met", "scorecard", "changes")


@click.command(
    epilog="Examples: elshi relations KAZ FRA --as-of 2005"
    "      elshi relations KAZ TUR --show last-met      elshi relations KAZ CHN --show changes --since 2024-05-01"
)
@click.argument("a")
@click.argument("b")
@click.option("--show", type=click.Choice(_PARTS), default="state", show_default=True, help="What to answer.")
@click.option("--as-of", metavar="DATE", help="The day asked about; the latest state without it.")
@click.option("--since", metavar="DATE", help="Changes: sources added to the record since then.")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
@output_option
@click.pass_context
def relations(
    ctx: click.Context,
    a: str,
    b: str,
    show: str,
    as_of: str | None,
    since: str | None,
    format_: str,
    output: str | None,
) -> int:
    """Say how A and B stand on a day: relations, missions, envoys, agreements; who last met; what is new."""
    from elshi.views import standing, survey
    from elshi.views.timeline import entry
    from elshi.views.when import bounds

    if as_of is not None and bounds(as_of) is None:
        raise ElshiError(f"{as_of}: no date; write a year, year-month or day, like 2011-09-20")
    if show == "changes" and since is None:
        raise click.UsageError("--show changes needs --since DATE")
    with record(ctx) as store:
        one, other = store.side(a), store.side(b)
        if show == "state":
            found = [i.to_json(as_of) for i in standing.standing(store.store, one, other, as_of)]
        elif show == "agreements":
            found = [i.to_json(as_of) for i in survey.register(store.store, one, other)]
        elif show == "last-met":
            found = [met.to_json() for met in survey.last_met(store.store, one, other, until=as_of)]
        elif show == "changes":
            found = [entry(item) for item in survey.changes(store.store, one, other, str(since))]
        else:
            found = [year.to_json() for year in survey.scorecard(store.store, one, other)]
    with open_output(output) as stream:
        if format_ == "json":
            write_json(stream, found)
        elif not found:
            click.echo("elshi: the record says nothing about that", err=True)
        else:
            stream.writelines(f"{line}\n" for row in found for line in _lines(show, row))
            if show == "scorecard":
                stream.write(f"score: {survey.FORMULA}\n")
    return 0


def _lines(show: str, row: dict[str, object]) -> list[str]:
    if show == "scorecard":
        return [f"{row['year']}  score {row['score']:g}  types {row['types']}  quad classes {row['quads']}"]
    if show == "last-met":
        event = row["event"]
        assert isinstance(event, dict)
        people = row["people"]
        assert isinstance(people, list)
        return [f"{event['date']}  {' – '.join(people)}: {event['type']}", *_quotes(event)]
    if show == "changes":
        return [f"{row['date'] or 'undated'}  {row['type']} {row['subtype'] or ''}".rstrip(), *_quotes(row)]
    who = row["who"]
    assert isinstance(who, list)
    what = f" «{row['what']}»" if row["what"] else ""
    held = row["held"] or "not then"
    span = f"{row['begin'] or '?'} – {row['end'] or '…'}"
    return [
        f"{span}  {row['kind']}  {' – '.join(who)}{what}  [{held}]",
        *_quotes(row),
    ]


def _quotes(row: dict[str, object]) -> list[str]:
    facts = row["facts"]
    assert isinstance(facts, list)
    return [f"    {fact['document']}: «{' '.join(fact['quote'].split())}»" for fact in facts[:2]]
