"""Which files a source stands for: one file, or a folder with everything in it.

Invariants: the order depends on names alone, never on the file system; nothing but regular files is opened,
so that a pipe or a device in a folder cannot hold up the rest; every folder is walked once.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass

from elshi.model import Failure
from elshi.reading import limits
from elshi.reading.checks import one_line
from elshi.reading.formats import PASSED_OVER, advice_for, suffix_of

__all__ = ["SourceFile", "files_of", "reason_of", "shown"]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One regular file to read: where it is, and the id of the document that it becomes."""

    path: str
    name: str
    size: int


def files_of(path: str) -> Iterator[SourceFile | Failure]:
    """The files that `path` stands for.

    A file stands for itself, with its name as the document's id. A folder stands for the files in it and in
    its folders, by name, with the path below the folder as id («2011/visit.txt»). In folders hidden files,
    lock files of office programs (`~$…`) and files that come with saved web pages (pictures, scripts, …:
    `formats.PASSED_OVER`) are passed over; a file of any other kind without a reader is a failure, because
    it may hold an article. Links to folders that lie within the same folder are passed over (their files are
    read in their own place).
    """
    try:
        status = os.stat(path)
    except (OSError, ValueError) as error:
        yield Failure(shown(path), reason_of(error))
        return
    if not stat.S_ISDIR(status.st_mode):
        yield _file(path, os.path.basename(path), status)
        return
    root = os.path.realpath(path)
    seen = {(status.st_dev, status.st_ino)}
    found = False
    for item in _walk(path, "", root, seen, 0):
        found = True
        yield item
    if not found:
        yield Failure(shown(path), "is a folder without any file that can be read; see the list of formats")


def _walk(
    folder: str, prefix: str, root: str, seen: set[tuple[int, int]], depth: int
) -> Iterator[SourceFile | Failure]:
    if depth > limits.MAX_DEPTH:
        yield Failure(shown(folder), f"lies too deep: the limit is {limits.MAX_DEPTH} folders within folders")
        return
    try:
        with os.scandir(folder) as entries:
            names = sorted(e.name for e in entries)
    except OSError as error:
        yield Failure(shown(folder), reason_of(error))
        return
    for name in names:
        if name.startswith((".", "~$")) or name in ("__MACOSX", "Thumbs.db", "desktop.ini"):
            continue
        path = os.path.join(folder, name)
        try:
            status = os.stat(path)
        except OSError as error:
            yield Failure(shown(path), reason_of(error))
            continue
        if stat.S_ISDIR(status.st_mode):
            if os.path.islink(path):
                target = os.path.realpath(path)
                if (
                    target == root
                    or target.startswith(root + os.sep)
                    or root.startswith(target.rstrip(os.sep) + os.sep)
                ):
                    continue
            key = (status.st_dev, status.st_ino)
            if key in seen:
                continue
            seen.add(key)
            yield from _walk(path, f"{prefix}{name}/", root, seen, depth + 1)
        elif suffix_of(name).rsplit(".", 1)[-1] in PASSED_OVER:
            continue
        else:
            yield _file(path, prefix + name, status)


def _file(path: str, name: str, status: os.stat_result) -> SourceFile | Failure:
    if not stat.S_ISREG(status.st_mode):
        return Failure(
            shown(path), "is no regular file but a pipe or device; give its content as JSON lines to `-`"
        )
    if (advice := advice_for(name)) is not None:
        return Failure(shown(path), advice)
    return SourceFile(path, shown(name), status.st_size)


def shown(path: str) -> str:
    """A path as it can be printed and stored: bytes that are no UTF-8 as escapes, on one line."""
    text = os.fsencode(path).decode("utf-8", "backslashreplace")
    return one_line(text, 4096) or repr(path)


def reason_of(error: OSError | ValueError) -> str:
    """An error of the operating system as the end of a sentence that begins with the source."""
    number = getattr(error, "errno", None)
    if number == errno.ENOENT:
        return "does not exist; check the path"
    if number in (errno.EACCES, errno.EPERM):
        return "may not be read by this user; change its permissions"
    if number == errno.ELOOP:
        return "is a symbolic link that leads back to itself"
    if number == errno.ENAMETOOLONG:
        return "has a name that is too long"
    if number == errno.ENOTDIR:
        return "does not exist: a part of the path is a file, not a folder"
    text = getattr(error, "strerror", None) or str(error)
    return f"cannot be read: {one_line(text)}"
