"""Commands for the pages: serve them, or write them as plain files."""

from __future__ import annotations

from pathlib import Path

import click

from elshi.errors import UnsupportedFormat

__all__ = ["publish", "serve"]

_LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


def _needs_web() -> UnsupportedFormat:
    return UnsupportedFormat("the pages need the extra web; install it with: pip install 'elshi[web]'")


@click.command(epilog="Examples: elshi serve      elshi --record my.db serve --port 8080 --token new")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option(
    "--token",
    envvar="ELSHI_TOKEN",
    metavar="TOKEN|new",
    help="Who knows it may decide and upload; `new` makes one and prints it [ELSHI_TOKEN; none: read only].",
)
@click.option("--name", "names", multiple=True, metavar="HOST", help="Another host name to answer to.")
@click.pass_context
def serve(ctx: click.Context, host: str, port: int, token: str | None, names: tuple[str, ...]) -> int:
    """Serve pages and HTTP API of the record on this machine; reading is open there, writing needs the token."""
    try:
        import uvicorn

        from elshi.web.app import create_app
    except ImportError as error:
        raise _needs_web() from error
    import secrets

    from elshi.web.settings import Settings

    if token == "new":
        token = secrets.token_urlsafe(24)
        click.echo(f"token: {token}", err=True)
    own = f"[{host}]" if ":" in host else host
    hosts = tuple(dict.fromkeys((*_LOOPBACK, *names, *(() if host in ("0.0.0.0", "::") else (own,)))))
    settings = Settings(
        record=ctx.obj["record"], catalogue=ctx.obj["catalogue"], token=token or None, hosts=hosts,
        create=token is not None,
    )  # fmt: skip
    app = create_app(settings)
    click.echo(f"http://{own}:{port}/  (Ctrl-C ends it)", err=True)
    uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False)
    return 0


@click.command(epilog="Example: elshi publish site/ --language ru --language en")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--language",
    "languages",
    multiple=True,
    type=click.Choice(["kk", "ru", "en"]),
    help="Language of the pages; several; all three without.",
)
@click.option(
    "--pairs", type=click.IntRange(0, 5000), default=60, show_default=True, help="Busiest relations."
)
@click.pass_context
def publish(ctx: click.Context, folder: Path, languages: tuple[str, ...], pairs: int) -> int:
    """Write the pages as plain files that open from a folder or a USB stick."""
    from elshi.cli.common import record

    try:
        from elshi.web.publish import publish as write
    except ImportError as error:
        raise _needs_web() from error
    with record(ctx) as opened:
        number = write(opened, folder, languages=languages or ("kk", "ru", "en"), pairs=pairs)
    click.echo(f"{number} pages; open {folder / 'index.html'}")
    return 0
