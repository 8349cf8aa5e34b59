"""What a server is started with, and its limits; each limit is a named number with its reason."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["LANGUAGES", "Limits", "Settings"]

#: Languages of the pages, the first one where a browser asks for none of them.
LANGUAGES = ("en", "kk", "ru")


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on what one request may ask for or bring.

    Attributes:
        body: bytes of a form or JSON body; the longest is an edited fact.
        upload: bytes of all files of one upload.
        files: files of one upload.
        waiting: uploads that wait or run at one time; each holds its files on disk.
        writes: writes a minute of one address; a person deciding with the keyboard stays far below.
        sign_ins: wrong tokens a minute of one address.
        page: rows of one page of a list that a person reads.
        most: rows of one page of the API.
        marks: marks drawn one by one in a timeline; more are summed up by year.
    """

    body: int = 256 * 1024
    upload: int = 64 * 1024 * 1024
    files: int = 200
    waiting: int = 8
    writes: int = 240
    sign_ins: int = 10
    page: int = 100
    most: int = 1000
    marks: int = 900


@dataclass(frozen=True, slots=True)
class Settings:
    """What a server is started with.

    Attributes:
        record: path or PostgreSQL URL of the record.
        catalogue: a user's own names, or None.
        token: who sends it may write; None: nobody may.
        hosts: names under which the server answers; a request that names another one is refused, so that no
            web page can reach a server on loopback through a name of its own (DNS rebinding).
        create: make the record where there is none.
    """

    record: str
    catalogue: str | None = None
    token: str | None = None
    hosts: tuple[str, ...] = ("localhost", "127.0.0.1", "[::1]")
    create: bool = False
    limits: Limits = field(default_factory=Limits)
