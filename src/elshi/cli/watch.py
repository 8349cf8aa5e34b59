"""The command that uses a network: watch."""

from __future__ import annotations

import json

import click

from elshi.cli.common import record

__all__ = ["watch"]


@click.command(epilog="Example: elshi watch feeds.yaml --once      How to write the settings: docs/feeds.md")
@click.argument("settings", metavar="FEEDS.YAML")
@click.option("--once", is_flag=True, help="Look at every feed once, read what is new, and end.")
@click.option(
    "--format", "format_", type=click.Choice(["text", "jsonl"]), default="text", help="How to report."
)
@click.pass_context
def watch(ctx: click.Context, settings: str, once: bool, format_: str) -> int:
    """Watch RSS and Atom feeds and sitemaps, and add what is new to the record.

    Servers are asked one at a time, with pauses, as their robots.txt allows; each item is read once. Interrupt
    it at any moment and start it again.
    """
    from elshi.feeds import Outcome, Watcher, read_settings
    from elshi.feeds.memory import Memory

    plan = read_settings(settings)

    def tell(outcome: Outcome) -> None:
        if format_ == "jsonl":
            click.echo(json.dumps(outcome.to_json(), ensure_ascii=False))
            return
        name = outcome.url or outcome.feed
        if outcome.reason is not None:
            again = "; tried again later" if outcome.state == "later" else ""
            reason = outcome.reason.removeprefix(f"{name}: ").removeprefix(f"{name} ")
            click.echo(f"elshi: {name}: {reason}{again}", err=True)
        elif outcome.url is not None:
            click.echo(f"{outcome.state}: {name}: {outcome.facts} facts")
        elif outcome.items:
            click.echo(f"{name}: {outcome.items} new items")

    memory = Memory(plan.memory)
    try:
        with record(ctx, create=True) as store:
            failed = Watcher(plan, memory, lambda document: store.ingest([document]), tell=tell).run(
                once=once
            )
    finally:
        memory.close()
    return 1 if failed else 0
