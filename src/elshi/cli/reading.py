"""Commands that read documents and store nothing: extract, mentions, articles."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import IO, Any

import click

from elshi.cli.common import (
    extractor,
    open_output,
    output_option,
    progress,
    read_sources,
    report,
    sources_argument,
)
from elshi.errors import ElshiError
from elshi.model import Document, Failure

__all__ = ["articles", "extract", "mentions"]

_format = click.option(
    "--format",
    "format_",
    type=click.Choice(["jsonl", "text"]),
    default=None,
    help="jsonl, or text for people.",
)


def _each(
    sources: tuple[str, ...],
    output: str | None,
    work: Callable[[Document], Iterable[Any]],
    show: Callable[[IO[str], Document, Any], None],
    title: str,
) -> int:
    """Runs one step over all documents; a document that fails is one line and the rest goes on."""
    failed = 0
    with open_output(output) as stream, progress(sources, title) as tick:
        for item in read_sources(sources):
            if isinstance(item, Failure):
                report(item)
                failed += 1
            else:
                try:
                    results = list(work(item))
                except ElshiError:
                    raise
                except Exception as error:  # one bad document must not take the others with it
                    reason = f"could not be analysed ({type(error).__name__}: {error}); please report it"
                    report(Failure(item.id, " ".join(reason.split())))
                    failed += 1
                else:
                    for result in results:
                        show(stream, item, result)
            tick()
    return 1 if failed else 0


def _jsonl(stream: IO[str], data: dict[str, Any]) -> None:
    stream.write(json.dumps(data, ensure_ascii=False) + "\n")


@click.command(
    epilog="Examples: elshi extract article.txt      elshi extract folder/ --format jsonl -o facts.jsonl"
    "      cat docs.jsonl | elshi extract - --format jsonl"
)
@sources_argument
@_format
@output_option
@click.pass_context
def extract(ctx: click.Context, sources: tuple[str, ...], format_: str | None, output: str | None) -> int:
    """Print the facts that documents state, each with its sentence. Stores nothing.

    SOURCE: .txt .md .html .pdf .docx .jsonl .warc[.gz], a folder of these, or - for JSON lines on
    standard input.
    """
    machine = extractor(ctx)

    def show(stream: IO[str], document: Document, fact: Any) -> None:
        if format_ == "text":
            who = "; ".join(
                f"{role}: {', '.join(f.id if f.kind == 'state' else f.name or f.mention for f in fs)}"
                for role, fs in fact.roles.items()
            )
            what = "/".join(filter(None, (fact.type, fact.subtype)))
            number = "" if fact.value is None else f" {fact.value:g} {fact.unit or '(unit not named)'}"
            quote = " ".join(fact.quote.split())
            stream.write(f"{fact.date or 'undated'}  {what} [{fact.status}]{number}  {who}\n    «{quote}»\n")
        else:
            _jsonl(stream, fact.to_json())

    return _each(sources, output, machine.extract, show, "extracting")


@click.command(epilog="Example: elshi mentions article.txt --format jsonl")
@sources_argument
@_format
@output_option
@click.pass_context
def mentions(ctx: click.Context, sources: tuple[str, ...], format_: str | None, output: str | None) -> int:
    """Print who, where, when and how much each document names."""
    machine = extractor(ctx)

    def show(stream: IO[str], document: Document, mention: Any) -> None:
        if format_ == "text":
            value = mention.value if mention.value is not None else mention.id or ""
            stream.write(
                f"{mention.start}-{mention.end}\t{mention.kind}\t{value}\t{' '.join(mention.text.split())}\n"
            )
        else:
            _jsonl(stream, mention.to_json(document.id))

    return _each(sources, output, machine.mentions, show, "reading")


@click.command(epilog="Example: elshi articles scan.pdf --format jsonl")
@sources_argument
@_format
@output_option
@click.pass_context
def articles(ctx: click.Context, sources: tuple[str, ...], format_: str | None, output: str | None) -> int:
    """Print where articles begin and end in each file."""
    machine = extractor(ctx)

    def show(stream: IO[str], document: Document, article: Any) -> None:
        if format_ == "text":
            stream.write(f"{article.start}-{article.end}\t{article.language or '?'}\t{article.title or ''}\n")
        else:
            _jsonl(stream, article.to_json())

    return _each(sources, output, machine.articles, show, "reading")
