"""Commands that ask the record: dossier, timeline, search, contradictions, commitments, network."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from elshi.cli.common import open_output, output_option, record, write_bytes, write_json
from elshi.errors import RecordError

__all__ = ["commitments", "contradictions", "dossier", "network", "search", "template", "timeline"]

_since = click.option("--since", metavar="DATE", help="Not before this date (2015, 2015-03, 2015-03-01).")
_until = click.option("--until", metavar="DATE", help="Not after this date.")
_as_of = click.option("--as-of", metavar="DATE", help="As known on this date: later sources are left out.")
_language = click.option(
    "--language",
    type=click.Choice(["kk", "ru", "en"]),
    default="en",
    show_default=True,
    help="Reader's language.",
)


@click.command(
    epilog="Examples: elshi dossier KAZ FRA -o brief.html"
    "      elshi dossier Қазақстан Түркия --language kk --format md"
    "      elshi dossier KAZ FRA -o brief.docx --citations apa --template ministry.docx"
    "      elshi dossier KAZ FRA --since last -o news.docx"
)
@click.argument("a")
@click.argument("b")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["html", "md", "json", "docx", "pdf"]),
    default=None,
    help="By the ending of FILE, else html.",
)
@click.option(
    "--citations",
    type=click.Choice(["gost", "apa", "chicago"]),
    default=None,
    help="Style of references in docx and pdf; GOST R 7.0.5 in Kazakh and Russian, Chicago in English.",
)
@click.option(
    "--template",
    type=click.Path(dir_okay=False, path_type=Path),
    default=None,
    help="Your own .docx (or .typ for pdf); `elshi template` writes the built-in one to start from.",
)
@click.option(
    "--draft", is_flag=True, help="Do not count this one as the last dossier of the two (see --since last)."
)
@_language
@click.option(
    "--since",
    metavar="DATE|last",
    help="Not before this date; `last`: what changed since the last dossier of the two was written.",
)
@_until
@_as_of
@output_option
@click.pass_context
def dossier(
    ctx: click.Context,
    a: str,
    b: str,
    format_: str | None,
    language: str,
    since: str | None,
    until: str | None,
    as_of: str | None,
    output: str | None,
    citations: str | None,
    template: Path | None,
    draft: bool,
) -> int:
    """Write the dossier of sides A and B: codes (KAZ, NATO) or names in any of the three languages.

    The record remembers what a dossier showed once it is written to a FILE, for --since last; one printed and a
    --draft do not count.
    """
    if format_ is None:
        ending = Path(output).suffix.lower().lstrip(".") if output is not None else ""
        format_ = ending if ending in ("md", "json", "docx", "pdf") else "html"
    if format_ in ("docx", "pdf") and output is None and sys.stdout.isatty():
        raise click.UsageError(f"a {format_} file is not for a terminal; add -o brief.{format_}")
    if template is not None and format_ not in ("docx", "pdf"):
        raise click.UsageError("--template goes with --format docx or pdf")
    with record(ctx) as store:
        sheet = store.dossier(a, b, since=since, until=until, as_of=as_of, language=language)
        with open_output(output) as stream:
            if format_ == "json":
                write_json(stream, sheet.to_json())
            elif format_ == "docx":
                from elshi.render.docx import dossier_docx

                write_bytes(stream, dossier_docx(sheet, template=template, citations=citations))
            elif format_ == "pdf":
                from elshi.render.pdf import dossier_pdf

                write_bytes(stream, dossier_pdf(sheet, template=template, citations=citations))
            elif format_ == "md":
                from elshi.render.markdown import dossier_markdown

                stream.write(dossier_markdown(sheet))
            else:
                from elshi.render.html import dossier_html

                stream.write(dossier_html(sheet))
        if not draft and output not in (None, "-"):
            try:
                store.written(sheet)
            except RecordError as error:
                click.echo(f"elshi: --since last will not know of this dossier: {error}", err=True)
    return 0


@click.command(
    epilog="Examples: elshi template -o ministry.docx      elshi template --format pdf -o ministry.typ"
)
@click.option("--format", "format_", type=click.Choice(["docx", "pdf"]), default="docx", show_default=True)
@output_option
def template(format_: str, output: str | None) -> int:
    """Write the built-in template of dossiers, to change it and give it to `dossier --template`.

    In the Word file the paragraph {{dossier}} gives its place to the text; {{title}}, {{kind}} and {{as_of}} are
    filled in before it and in headers and footers.
    """
    if format_ == "docx":
        from elshi.render.docx import default_template
    else:
        from elshi.render.pdf import default_template
    if output is None and format_ == "docx" and sys.stdout.isatty():
        raise click.UsageError("a Word file is not for a terminal; add -o ministry.docx")
    with open_output(output) as stream:
        write_bytes(stream, default_template())
    return 0


@click.command(
    epilog="Examples: elshi timeline --side KAZ --side NATO"
    "      elshi timeline --type visit --since 2015 --format csv"
)
@click.option(
    "--side", "sides", multiple=True, metavar="A", help="Involving this side; several: all of them."
)
@click.option("--type", "types", multiple=True, metavar="T", help="Only this type (visit, agreement …).")
@_since
@_until
@click.option(
    "--format", "format_", type=click.Choice(["json", "csv", "html"]), default="json", show_default=True
)
@_language
@output_option
@click.pass_context
def timeline(
    ctx: click.Context,
    sides: tuple[str, ...],
    types: tuple[str, ...],
    since: str | None,
    until: str | None,
    format_: str,
    language: str,
    output: str | None,
) -> int:
    """List events in order of time; undated ones come last."""
    with record(ctx) as store:
        if format_ == "json":
            events = store.timeline(sides=sides, types=types, since=since, until=until)
            with open_output(output) as stream:
                write_json(stream, events)
        else:
            from elshi.views.timeline import timeline_items

            codes = [store.side(s) for s in sides]
            items = timeline_items(store.store, sides=codes, types=types, since=since, until=until)
            if format_ == "csv":
                from elshi.render.timeline import timeline_csv

                text = timeline_csv(items)
            else:
                from elshi.render.html import timeline_html

                text = timeline_html(items, language=language)
            with open_output(output) as stream:
                stream.write(text)
    return 0


@click.command(
    epilog='Examples: elshi search "Назарбаев Париж 2011"      elshi search "French investment" --format json'
)
@click.argument("query")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="At most so many.")
@_since
@_until
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
@output_option
@click.pass_context
def search(
    ctx: click.Context,
    query: str,
    limit: int,
    since: str | None,
    until: str | None,
    format_: str,
    output: str | None,
) -> int:
    """Find facts and passages by words or names in Kazakh, Russian or English."""
    with record(ctx) as store:
        hits = store.search(query, since=since, until=until, limit=limit)
    with open_output(output) as stream:
        if format_ == "json":
            write_json(stream, hits)
        elif not hits:
            click.echo(f"elshi: nothing in the sources bears on {query!r}", err=True)
        else:
            for hit in hits:
                quote = " ".join(_marked(hit["quote"], hit["highlights"], bold=output is None).split())
                stream.write(f"{hit['document']}:{hit['start']}  {hit['date'] or 'undated'}\n    «{quote}»\n")
    return 0


def _marked(quote: str, spans: list[list[int]], *, bold: bool) -> str:
    """The quotation with the words asked for in bold, where a terminal shows it."""
    if not bold or not sys.stdout.isatty():
        return quote
    out, at = "", 0
    for start, end in spans:
        out += quote[at:start] + click.style(quote[start:end], bold=True)
        at = end
    return out + quote[at:]


@click.command(epilog="Example: elshi contradictions KAZ FRA --format json")
@click.argument("a", required=False)
@click.argument("b", required=False)
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
@output_option
@click.pass_context
def contradictions(ctx: click.Context, a: str | None, b: str | None, format_: str, output: str | None) -> int:
    """List what sources do not agree on, each value with its sentences."""
    with record(ctx) as store:
        rows = [c.to_json() for c in store.contradictions(a, b)]
    with open_output(output) as stream:
        if format_ == "json":
            write_json(stream, rows)
        for row in rows if format_ == "text" else ():
            about = row["about"]
            what = " ".join(filter(None, (about["type"], about["subtype"], about["title"])))
            stream.write(f"{' – '.join(map(str, row['sides']))}: {what}, {row['field']}\n")
            for value in row["values"]:
                shown = f"{value['value']:,.12g}" if isinstance(value["value"], float) else value["value"]
                stream.write(f"  {shown}\n")
                for fact in value["facts"]:
                    stream.write(f"      {fact['document']}: «{' '.join(fact['quote'].split())}»\n")
    return 0


@click.command(epilog="Example: elshi commitments KAZ FRA --format json")
@click.argument("a", required=False)
@click.argument("b", required=False)
@_as_of
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
@output_option
@click.pass_context
def commitments(
    ctx: click.Context, a: str | None, b: str | None, as_of: str | None, format_: str, output: str | None
) -> int:
    """List promises and plans, and what the record shows became of them."""
    with record(ctx) as store:
        rows = [c.to_json() for c in store.commitments(a, b, as_of=as_of)]
    with open_output(output) as stream:
        if format_ == "json":
            write_json(stream, rows)
        for row in rows if format_ == "text" else ():
            for name in ("planned", "outcome"):
                event = row[name]
                if event is not None:
                    quote = " ".join(event["facts"][0]["quote"].split())
                    label = row["state"] if name == "planned" else "  so"
                    stream.write(f"{label:12} {event['date'] or 'undated'}  {event['type']}  «{quote}»\n")
    return 0


@click.command(epilog="Example: elshi network --since 2010 --format graphml -o network.graphml")
@_since
@_until
@click.option(
    "--format", "format_", type=click.Choice(["json", "graphml"]), default="json", show_default=True
)
@_language
@output_option
@click.pass_context
def network(
    ctx: click.Context, since: str | None, until: str | None, format_: str, language: str, output: str | None
) -> int:
    """Print who deals with whom, how often, how."""
    with record(ctx) as store:
        graph = store.network(since=since, until=until, language=language)
    with open_output(output) as stream:
        if format_ == "graphml":
            from elshi.exports.graphml import write_network

            write_network(stream, graph)
        else:
            write_json(stream, graph.to_json())
    return 0
