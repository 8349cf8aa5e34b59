"""The command line. Each module holds a group of commands; heavy rooms are imported when a command runs."""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module
from typing import Any

import click

from elshi import __version__
from elshi.errors import ElshiError

__all__ = ["main"]

#: Command -> (module, attribute). A table, so that `--help` loads no room but this one.
COMMANDS = {
    "demo": (
        "elshi.cli.demo",
        "demo",
        "Build a record and a dossier from the examples that ship with Elshi.",
    ),
    "extract": ("elshi.cli.reading", "extract", "Print the facts that documents state."),
    "mentions": ("elshi.cli.reading", "mentions", "Print who, where, when and how much documents name."),
    "articles": ("elshi.cli.reading", "articles", "Print where articles begin and end in files."),
    "ingest": ("elshi.cli.record", "ingest", "Add documents and their facts to the record."),
    "import": ("elshi.cli.lists", "import_", "Add lists (CSV, XLSX, XML) that you hold to the record."),
    "watch": ("elshi.cli.watch", "watch", "Add what is new in feeds and sitemaps to the record."),
    "dossier": ("elshi.cli.views", "dossier", "Write the dossier of two sides."),
    "template": ("elshi.cli.views", "template", "Write the template of Word and PDF dossiers to change it."),
    "timeline": ("elshi.cli.views", "timeline", "List events in order of time."),
    "search": ("elshi.cli.views", "search", "Find facts and passages in any of the three languages."),
    "contradictions": ("elshi.cli.views", "contradictions", "List what sources do not agree on."),
    "commitments": ("elshi.cli.views", "commitments", "List plans and what became of them."),
    "relations": (
        "elshi.cli.relations",
        "relations",
        "Say how two sides stand on a day, who last met, what is new.",
    ),
    "network": ("elshi.cli.views", "network", "Print who deals with whom."),
    "export": ("elshi.cli.export", "export", "Write the record in the formats of the field."),
    "review": ("elshi.cli.review", "review", "Record, list, undo, export and import a person's decisions."),
    "serve": ("elshi.cli.web", "serve", "Serve pages and an HTTP API of the record on this machine."),
    "publish": ("elshi.cli.web", "publish", "Write the pages as plain files."),
    "evaluate": ("elshi.cli.evaluation", "evaluate", "Score extraction against annotated facts."),
    "explain": ("elshi.cli.evaluation", "explain", "Say why a document's facts are what they are."),
    "catalogue": ("elshi.cli.catalogue", "catalogue", "Check the catalogue of names or look a name up."),
    "rules": ("elshi.cli.evaluation", "rules", "Check the rule files and run their examples."),
}


class _Group(click.Group):
    """Loads a command's module only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, attribute, _ = COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, _, text) in COMMANDS.items()])


@click.group(
    cls=_Group,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Try: elshi extract article.txt    elshi ingest folder/    elshi dossier KAZ FRA -o brief.html",
)
@click.version_option(__version__, prog_name="elshi")
@click.option(
    "--record",
    metavar="FILE|URL",
    help="The record: a file or a PostgreSQL URL [ELSHI_RECORD, else elshi.db].",
)
@click.option("--catalogue", metavar="FILE", help="Your own names, which win over the built-in ones.")
@click.pass_context
def cli(ctx: click.Context, record: str | None, catalogue: str | None) -> None:
    """A sourced, dated record of foreign relations from Kazakh, Russian and English text."""
    ctx.obj = {"record": record or os.environ.get("ELSHI_RECORD") or "elshi.db", "catalogue": catalogue}


def main(args: list[str] | None = None) -> None:
    """Runs the command line; deliberate errors are one line on standard error and exit status 1."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # Quotations are Kazakh and Russian whatever the terminal's locale; newlines stay as written.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    # Reading makes millions of small objects and hardly a cycle: looking for cycles rarely saves a tenth of the time.
    gc.set_threshold(100_000, 50, 100)
    options: dict[str, Any] = {"prog_name": "elshi", "standalone_mode": False}
    try:
        status = cli.main(args=args, **options)
    except ElshiError as error:
        click.echo(f"elshi: {error}", err=True)
        sys.exit(1)
    except click.exceptions.Abort:
        click.echo("elshi: interrupted; what was done is kept, run the same command to go on", err=True)
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(2 if isinstance(error, click.UsageError) else 1)
    except BrokenPipeError:
        # The reader (head, less) has gone; nothing more to say.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    sys.exit(status if isinstance(status, int) else 0)
