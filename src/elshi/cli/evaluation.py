"""Commands that measure: evaluate, rules."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from elshi.cli.common import extractor, open_output, output_option, write_json
from elshi.errors import UnreadableDocument
from elshi.model import Failure

__all__ = ["evaluate", "explain", "rules"]


def _rows(path: str) -> list[dict[str, Any]]:
    out = []
    try:
        with Path(path).open(encoding="utf-8") as stream:
            for number, line in enumerate(stream, 1):
                if line.strip():
                    try:
                        out.append(json.loads(line))
                    except ValueError as error:
                        raise UnreadableDocument(
                            f"{path}:{number}: not JSON ({error}); mend the line"
                        ) from error
    except OSError as error:
        raise UnreadableDocument(f"{path}: {error.strerror}; check the path") from error
    return out


@click.command(epilog="Example: elshi evaluate docs.jsonl gold.jsonl")
@click.argument("docs")
@click.argument("gold")
@output_option
@click.pass_context
def evaluate(ctx: click.Context, docs: str, gold: str, output: str | None) -> int:
    """Extract from DOCS and score against the annotated facts in GOLD (JSON)."""
    from elshi.evaluation import evaluate as score
    from elshi.reading import read

    machine = extractor(ctx)
    facts: list[dict[str, Any]] = []
    for document in read(docs):
        if isinstance(document, Failure):
            raise UnreadableDocument(f"{document.source}: {document.reason}")
        facts.extend(f.to_json() for f in machine.extract(document))
    with open_output(output) as stream:
        write_json(stream, score(_rows(docs), _rows(gold), facts))
    return 0


@click.command(epilog="Examples: elshi rules      elshi rules --language kk")
@click.option("--language", type=click.Choice(["kk", "ru", "en"]), multiple=True, help="Only this language.")
@click.option("--frame", help="Only this fact type.")
@click.option("--without-examples", is_flag=True, help="List the rules that have no example of their own.")
@click.option("--traps", is_flag=True, help="List patterns that likely do not say what was meant.")
@click.pass_context
def rules(
    ctx: click.Context, language: tuple[str, ...], frame: str | None, without_examples: bool, traps: bool
) -> int:
    """Check the rule files and run their example sentences."""
    from elshi.frames.examples import check, examples, lacking
    from elshi.frames.traps import find

    if without_examples or traps:
        lines = []
        for code in language or ("kk", "ru", "en"):
            if without_examples:
                lines += [f"{r.where}: {r.id} has no example" for r in lacking(code)]
            if traps:
                lines += find(code)
        for line in lines:
            click.echo(line)
        return 1 if lines else 0
    machine = extractor(ctx)
    failed = total = 0
    for code in language or ("kk", "ru", "en"):
        for rule, example in examples(code):
            if frame is not None and rule.frame != frame:
                continue
            total += 1
            problems = check(machine, code, rule, example)
            failed += bool(problems)
            for problem in problems:
                click.echo(problem)
    click.echo(f"{total - failed} of {total} examples hold")
    return 1 if failed else 0


@click.command(epilog="Examples: elshi explain article.txt      elshi explain article.txt 3 --format json")
@click.argument("document")
@click.argument("fact", required=False)
@click.option(
    "--format", "format_", type=click.Choice(["text", "json"]), default="text", help="text or json."
)
@click.pass_context
def explain(ctx: click.Context, document: str, fact: str | None, format_: str) -> int:
    """Say why a document's facts are what they are: which rule, which words, why this date and status.

    DOCUMENT: a file as for `extract`. FACT: its number in the order of `elshi extract` (from 1), its type, or
    a word of its quotation; all facts when left out.
    """
    from elshi.cli.common import read_sources, report
    from elshi.model import Failure

    machine = extractor(ctx)
    shown: list[dict[str, Any]] = []
    failed = False
    for item in read_sources((document,)):
        if isinstance(item, Failure):
            report(item)
            failed = True
            continue
        for number, one in enumerate(machine.explain(item), 1):
            found = one.fact
            asked = fact is None or fact == str(number) or fact == found.type
            if not (asked or (fact is not None and not fact.isdigit() and fact in found.quote)):
                continue
            shown.append({"number": number, **one.to_json()})
            if format_ == "text":
                click.echo(f"{number}. " + "\n".join(one.lines()))
    if format_ == "json":
        with open_output(None) as stream:
            write_json(stream, shown)
    if not shown and not failed:
        click.echo(f"no fact {fact or ''} in {document}; `elshi extract {document}` lists them", err=True)
    return 0 if shown else 1
