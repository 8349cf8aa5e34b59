"""Commands that bring in what people hold already: import."""

from __future__ import annotations

import click

from elshi.cli.common import open_output, output_option, record, report, write_json

__all__ = ["import_"]

#: Names that the catalogue does not know are shown up to so many; the JSON report has them all.
_SHOWN_NAMES = 10


@click.command(
    "import",
    epilog="Example: elshi import visits.csv --mapping visits.yaml      How to write a mapping: docs/lists.md",
)
@click.argument("lists", nargs=-1, required=True, metavar="LIST...")
@click.option("--mapping", required=True, metavar="FILE", help="What the columns of the lists mean (YAML).")
@click.option(
    "--format", "format_", type=click.Choice(["text", "json"]), default="text", help="How to report."
)
@click.option(
    "--refresh", is_flag=True, help="Read known lists anew, after a change of the mapping or names."
)
@click.option("--dry-run", is_flag=True, help="Print the facts as JSON lines and store nothing.")
@output_option
@click.pass_context
def import_(
    ctx: click.Context,
    lists: tuple[str, ...],
    mapping: str,
    format_: str,
    refresh: bool,
    dry_run: bool,
    output: str | None,
) -> int:
    """Add lists of visits, agreements and the like (CSV, TSV, XLSX, XML) to the record.

    Each row is a fact whose source is the list and whose quotation is the row. Rows that cannot be read are
    named with the reason; the rest goes on.
    """
    from elshi.lists import import_lists, read_mapping

    plan = read_mapping(mapping)
    if dry_run:
        return _dry_run(ctx, lists, plan, output)
    with record(ctx, create=True) as store:
        result = import_lists(store, lists, plan, refresh=refresh)
    for failure in (*result.ingested.failures, *result.failures):
        report(failure)
    if result.nameless and format_ == "text":
        _report_names(result.nameless)
    with open_output(output) as stream:
        if format_ == "json":
            write_json(stream, result.to_json())
        else:
            done = result.ingested
            stream.write(
                f"{done.new} new, {done.known} known, {done.failed} failed; {result.rows} rows, "
                f"{len(result.failures)} of them not read; {done.facts} facts added\n"
            )
    return 1 if result.ingested.failed or result.failures else 0


def _dry_run(ctx: click.Context, lists: tuple[str, ...], plan: object, output: str | None) -> int:
    import json

    from elshi.cli.common import extractor
    from elshi.errors import ReadError
    from elshi.lists import Mapping, read_list

    assert isinstance(plan, Mapping)
    reader, failed = extractor(ctx), False
    with open_output(output) as stream:
        for path in lists:
            try:
                _, _, facts, failures, nameless = read_list(path, plan, reader)
            except ReadError as error:
                click.echo(f"elshi: {error}", err=True)
                failed = True
                continue
            for fact in facts:
                stream.write(json.dumps(fact.to_json(), ensure_ascii=False) + "\n")
            for failure in failures:
                report(failure)
            _report_names(nameless)
            failed = failed or bool(failures)
    return 1 if failed else 0


def _report_names(nameless: dict[str, int]) -> None:
    """One line on names without a code."""
    if not nameless:
        return
    names = sorted(nameless.items(), key=lambda pair: (-pair[1], pair[0]))
    shown = ", ".join(f"{name} ({count})" for name, count in names[:_SHOWN_NAMES])
    more = f" and {len(names) - _SHOWN_NAMES} more" if len(names) > _SHOWN_NAMES else ""
    click.echo(
        f"elshi: names without a code, kept as they stand: {shown}{more}; give them ids under `names` in the mapping",
        err=True,
    )
