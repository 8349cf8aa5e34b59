"""What the commands share: options, output, progress."""

from __future__ import annotations

import contextlib
import json
import os
import stat
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeVar

import click

from elshi.model import Document, Failure

if TYPE_CHECKING:
    from elshi.api import Record
    from elshi.extraction import Extractor

__all__ = [
    "extractor",
    "open_output",
    "output_option",
    "read_sources",
    "record",
    "report",
    "sources_argument",
    "write_bytes",
    "write_json",
]

F = TypeVar("F", bound=Callable[..., Any])


def sources_argument(function: F) -> F:
    """`SOURCE...`: files, folders, or `-` for JSON lines on standard input."""
    return click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")(function)


def output_option(function: F) -> F:
    """`-o FILE`: where results go instead of standard output."""
    return click.option("-o", "--output", metavar="FILE", help="Write to FILE instead of standard output.")(
        function
    )


def extractor(ctx: click.Context) -> Extractor:
    """The extractor with the catalogue that `--catalogue` names."""
    from elshi.extraction import Extractor

    extra = ctx.obj.get("catalogue")
    return Extractor.with_catalogue(Path(extra) if extra else None)


def record(ctx: click.Context, *, create: bool = False) -> Record:
    """The record that `--record` names."""
    from elshi.api import Record

    return Record(ctx.obj["record"], create=create, extractor=extractor(ctx))


@contextlib.contextmanager
def open_output(path: str | None) -> Iterator[IO[str]]:
    """Standard output, or a file that appears only when it is whole.

    A file that is there keeps its permissions, a link stays one; what is no file (`/dev/stderr`, a pipe) is
    written to as it is.
    """
    if path is None or path == "-":
        yield sys.stdout
        return
    target = Path(os.path.realpath(path))
    if target.exists() and not target.is_file():
        try:
            stream = target.open("w", encoding="utf-8", newline="\n")
        except OSError as error:
            raise _cannot_write(path, error) from error
        with stream:
            yield stream
        return
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    except OSError as error:
        raise _cannot_write(path, error) from error
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(name, _mode(target))
        os.replace(name, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def _cannot_write(path: str, error: OSError) -> click.ClickException:
    return click.ClickException(f"cannot write {path}: {error.strerror}; choose another -o")


def _mode(target: Path) -> int:
    """Permissions of a result: those of the file it replaces, else what the user's umask allows.

    `mkstemp` makes files for the owner alone.
    """
    with contextlib.suppress(OSError):
        return stat.S_IMODE(target.stat().st_mode)
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask


def write_bytes(stream: IO[str], data: bytes) -> None:
    """Bytes as they are to what `open_output` opened."""
    stream.flush()
    stream.buffer.write(data)  # type: ignore[attr-defined]
    stream.buffer.flush()  # type: ignore[attr-defined]


def write_json(stream: IO[str], value: Any) -> None:
    """One JSON document, readable, with its letters as they are."""
    json.dump(value, stream, ensure_ascii=False, indent=1)
    stream.write("\n")


def report(failure: Failure) -> None:
    """One line about one source that could not be read."""
    click.echo(f"elshi: {failure.source}: {failure.reason}", err=True)


def read_sources(sources: Iterable[str]) -> Iterator[Document | Failure]:
    """Documents of all sources in the order given, ids unique; `-` is JSON lines on standard input."""
    from elshi.reading import read_all

    return iter(read_all(sources))


@contextlib.contextmanager
def progress(sources: Iterable[str], title: str) -> Iterator[Callable[[], None]]:
    """A progress bar on a terminal, nothing when piped; yields a function to call per document."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from elshi.reading import count

    total = count([s for s in sources if s != "-"]) or None
    columns = (TextColumn(title), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=total)
        yield lambda: bar.advance(task)
