"""Commands that change the record: ingest."""

from __future__ import annotations

import click

from elshi.cli.common import (
    open_output,
    output_option,
    progress,
    read_sources,
    record,
    report,
    write_json,
)

__all__ = ["ingest"]


@click.command(
    epilog="Examples: elshi ingest articles/      elshi --record my.db ingest feed.jsonl scan.pdf --format json"
)
@click.argument("sources", nargs=-1, metavar="SOURCE...")
@click.option(
    "--parquet", metavar="FOLDER", multiple=True, help="Add what elshi-spark wrote into FOLDER, as it is."
)
@click.option(
    "--format", "format_", type=click.Choice(["text", "json"]), default="text", help="How to report."
)
@click.option("--refresh", is_flag=True, help="Read known documents anew, after a change of rules or names.")
@output_option
@click.pass_context
def ingest(
    ctx: click.Context,
    sources: tuple[str, ...],
    parquet: tuple[str, ...],
    format_: str,
    refresh: bool,
    output: str | None,
) -> int:
    """Add documents and their facts to the record.

    Known documents are passed over; a failed one is reported and does not stop the rest. Each document is
    committed by itself: an interrupted run is taken up by running it again.
    """
    if not sources and not parquet:
        raise click.UsageError("Name what to add: SOURCE... or --parquet FOLDER.")
    if parquet and refresh:
        raise click.UsageError("--refresh reads documents anew; run elshi-spark again instead.")
    with record(ctx, create=True) as store, progress(sources, "ingesting") as tick:
        result = store.ingest(read_sources(sources), refresh=refresh, progress=lambda *_: tick())
        for folder in parquet:
            result += store.load(folder, progress=lambda *_: tick())
    for failure in result.failures:
        report(failure)
    with open_output(output) as stream:
        if format_ == "json":
            write_json(stream, result.to_json())
        else:
            stream.write(
                f"{result.new} new, {result.known} known, {result.failed} failed; {result.facts} facts added\n"
            )
    return 1 if result.failed else 0
