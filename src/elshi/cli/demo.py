"""The command that shows what Elshi does, with the examples that it ships with."""

from __future__ import annotations

import importlib.util
import json
import tempfile
from pathlib import Path

import click

from elshi.cli.common import open_output, progress, report
from elshi.errors import ElshiError

__all__ = ["demo", "examples"]

#: Suffix -> (package, extra): examples that need an extra are left out without it.
_EXTRAS = {
    ".pdf": ("pypdfium2", "pdf"),
    ".docx": ("lxml", ""),
    ".gz": ("fastwarc", "warc"),
    ".warc": ("fastwarc", "warc"),
}
_LANGUAGES = ("en", "kk", "ru")


def examples() -> Path:
    """The folder of the examples: in the installed package, or beside the sources.

    Raises:
        ElshiError: neither is there.
    """
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "examples", package.parent.parent / "examples"):
        if (folder / "documents").is_dir():
            return folder
    raise ElshiError(
        "the examples are not installed; install Elshi from its wheel, or give your own documents to ingest"
    )


@click.command(epilog="Examples: elshi demo      elshi demo somewhere/")
@click.argument("folder", required=False, type=click.Path(file_okay=False, path_type=Path))
@click.pass_context
def demo(ctx: click.Context, folder: Path | None) -> int:
    """Read the examples into a record and write a dossier on Kazakhstan and France.

    All goes into FOLDER, which is made; without it into a new one in the folder for temporary files.
    """
    from elshi.api import Record
    from elshi.cli.common import extractor, read_sources
    from elshi.render.html import dossier_html

    source = examples()
    if folder is None:
        folder = Path(tempfile.mkdtemp(prefix="elshi-demo-"))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ElshiError(f"{folder}: cannot be made: {error.strerror}; choose another folder") from error
    record = folder / "elshi.db"
    papers, missing = _readable(source / "documents")
    with Record(record, extractor=extractor(ctx)) as store:
        with progress([str(one) for one in papers], "reading the examples") as tick:
            result = store.ingest(read_sources(map(str, papers)), progress=lambda *_: tick())
        for failure in result.failures:
            report(failure)
        held = store.store.stats()
        click.echo(
            f"{held['documents']} documents, {held['facts']} facts, {held['events']} events in {record}"
        )
        if missing:
            extras = ",".join(sorted(missing))
            click.echo(f"{sum(missing.values())} more need extras: pip install 'elshi[{extras}]'")
        for language in _LANGUAGES:
            page = folder / f"kazakhstan-france.{language}.html"
            with open_output(str(page)) as stream:
                stream.write(dossier_html(store.dossier("KAZ", "FRA", language=language)))
            click.echo(f"dossier: {page}")
        with open_output(str(folder / "facts.jsonl")) as stream:
            for stored in store.store.facts():
                stream.write(json.dumps(stored.fact.to_json(), ensure_ascii=False) + "\n")
        click.echo(f"facts:   {folder / 'facts.jsonl'}")
    if importlib.util.find_spec("uvicorn") and importlib.util.find_spec("fastapi"):
        click.echo(f"pages:   elshi --record {record} serve, then open http://127.0.0.1:8000/")
    else:
        click.echo(f"pages:   pip install 'elshi[web]', then elshi --record {record} serve")
    click.echo(f"next:    elshi --record {record} dossier KAZ TUR -o kazakhstan-turkiye.html")
    return 1 if result.failed else 0


def _readable(folder: Path) -> tuple[list[Path], dict[str, int]]:
    """Documents that can be read here, and how many are left out for want of which extra."""
    papers: list[Path] = []
    missing: dict[str, int] = {}
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        package, extra = _EXTRAS.get(path.suffix, ("", ""))
        if package and importlib.util.find_spec(package) is None:
            missing[extra] = missing.get(extra, 0) + 1
        else:
            papers.append(path)
    return papers, missing
