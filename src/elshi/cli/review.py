"""Commands for a person's decisions: review list, add, undo, export, import."""

from __future__ import annotations

import getpass
import json
from datetime import UTC, datetime
from pathlib import Path

import click

from elshi.cli.common import open_output, output_option, record
from elshi.errors import RecordError

__all__ = ["review"]


def _now() -> str:
    return datetime.now(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")


_who = click.option("--who", default=getpass.getuser, show_default="your user name", help="Who decides.")
_why = click.option("--why", help="The reason.")


@click.group(epilog='Example: elshi review add reject FACT --why "the visit was cancelled"')
def review() -> None:
    """Record, list, undo, export and import a person's decisions; they are replayed on every run."""


@review.command(
    "add",
    epilog="Examples: elshi review add reject FACT      elshi review add edit FACT --set date=2011-09-19"
    "      elshi review add merge FACT FACT      elshi review add merge person:a-b --into person:a-c",
)
@click.argument(
    "kind", type=click.Choice(["accept", "reject", "edit", "merge", "split", "not_a_conflict", "note"])
)
@click.argument("targets", nargs=-1, required=True, metavar="TARGET...")
@click.option(
    "--set",
    "changes",
    multiple=True,
    metavar="FIELD=VALUE",
    help="New value of a field (edit); JSON or text.",
)
@click.option("--text", help="The note's text.")
@click.option("--into", metavar="ID", help="Entity that the merged one is.")
@click.option("--as", "as_", metavar="ID", help="New id of an entity in the facts named after it (split).")
@_who
@_why
@click.pass_context
def add(
    ctx: click.Context,
    kind: str,
    targets: tuple[str, ...],
    changes: tuple[str, ...],
    text: str | None,
    into: str | None,
    as_: str | None,
    who: str,
    why: str | None,
) -> int:
    """Decide: TARGET is a fact's id as `timeline --format json` prints it.

    Merging takes facts whose events are one; splitting takes facts that leave their event. An entity is merged
    --into another; it is split by its id, facts, and --as. A contradiction is named by its id.
    """
    from elshi.record import Decision

    with record(ctx) as store:
        payload: dict[str, object] = {"text": text} if text else {}
        for change in changes:
            name, separator, value = change.partition("=")
            if not separator:
                raise click.UsageError(f"--set {change!r}: write FIELD=VALUE")
            try:
                payload[name] = json.loads(value)
            except ValueError:
                payload[name] = value
        if kind == "not_a_conflict":
            known = {one.id: one for one in store.contradictions()}
            for name in targets:
                if name not in known:
                    raise RecordError(
                        f"{name}: there is no such contradiction; see elshi contradictions --format json"
                    )
                one = known[name]
                given = {"conflict": name, "key": one.key, "values": list(one.values)}
                click.echo(store.store.decide(Decision(kind, who, _now(), why, payload=given)))
            return 0
        facts = list(targets)
        if kind in ("merge", "split") and (into or as_):
            payload["entity"] = facts.pop(0)
            payload |= {"into": into} if into else {"as": as_}
        anchors = []
        for fact in facts:
            found = store.store.fact(fact)
            if found is None:
                raise RecordError(
                    f"{fact}: there is no such fact; take the id from elshi timeline --format json"
                )
            anchors.append((found.document.key, fact, found.fact.type, found.fact.quote))
        if kind in ("merge", "split"):
            if anchors:
                payload["facts"] = [
                    dict(zip(("document", "fact", "type", "quote"), a, strict=True)) for a in anchors
                ]
            click.echo(store.store.decide(Decision(kind, who, _now(), why, payload=payload)))
        else:
            for anchor in anchors:
                click.echo(store.store.decide(Decision(kind, who, _now(), why, *anchor, payload)))
    return 0


@review.command("list")
@click.option("--all", "all_", is_flag=True, help="Also those taken back.")
@click.pass_context
def list_(ctx: click.Context, all_: bool) -> int:
    """List decisions, oldest first, and those that no longer anchor in the record."""
    with record(ctx) as store:
        lost = {d.id for d in store.store.unanchored()}
        for d in store.store.decisions(undone=all_):
            state = "undone" if d.undone_by else "not anchored" if d.id in lost else "stands"
            quotes = [d.quote] if d.quote else [str(one.get("quote")) for one in d.payload.get("facts") or ()]
            about = [f"«{' '.join(quote.split())}»" for quote in quotes]
            about += [
                f"{name}: {d.payload[name]}"
                for name in ("entity", "into", "as", "key", "text")
                if name in d.payload
            ]
            click.echo(
                "\n    ".join((f"{d.id}  {d.at}  {d.who}  {d.kind}  [{state}]  {d.why or ''}", *about))
            )
    return 0


@review.command("undo")
@click.argument("decision")
@_who
@_why
@click.pass_context
def undo(ctx: click.Context, decision: str, who: str, why: str | None) -> int:
    """Take a decision back; its row stays."""
    with record(ctx) as store:
        store.store.undo(decision, who=who, at=_now(), why=why)
    return 0


@review.command("export")
@output_option
@click.pass_context
def export(ctx: click.Context, output: str | None) -> int:
    """Print all decisions as JSON lines."""
    with record(ctx) as store, open_output(output) as stream:
        for decision in store.store.decisions():
            stream.write(json.dumps(decision.to_json(), ensure_ascii=False, sort_keys=True) + "\n")
    return 0


@review.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@click.pass_context
def import_(ctx: click.Context, file: str) -> int:
    """Add decisions that `export` wrote; those already there are passed over."""
    from elshi.record import Decision

    failed = 0
    with record(ctx) as store:
        for number, line in enumerate(Path(file).read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip():
                continue
            try:
                decision = Decision.from_json(json.loads(line))
                store.store.decide(decision)
            except (ValueError, RecordError) as error:
                failed += 1
                click.echo(f"elshi: {file}:{number}: {' '.join(str(error).split())}", err=True)
    return 1 if failed else 0
