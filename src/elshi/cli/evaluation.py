"""Commands that measure: evaluate, rules."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from elshi.cli.common import extractor, open_output, output_option, write_json
from elshi.errors import UnreadableDocument
from elshi.model import Failure

__all__ = ["evaluate", "rules"]


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
@click.pass_context
def rules(ctx: click.Context, language: tuple[str, ...], frame: str | None) -> int:
    """Check the rule files and run their example sentences."""
    from elshi.frames.examples import check, examples

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
