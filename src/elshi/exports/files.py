"""A folder that gets all files of an export, or none: each is written beside its place and moved there at the end."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import tempfile
from pathlib import Path
from types import TracebackType
from typing import IO, BinaryIO

from elshi.errors import ExportError

__all__ = ["Folder"]


class Folder:
    """Files that appear together when the block ends without an error.

    Args:
        path: the folder; made when missing.

    Raises:
        ExportError: the folder cannot be made or written to.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self._open: dict[str, tuple[Path, IO[str] | BinaryIO]] = {}
        self._scratch: list[str] = []
        try:
            self.path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self._cannot(error) from error

    def __enter__(self) -> Folder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for scratch in self._scratch:
            shutil.rmtree(scratch, ignore_errors=True)
        if error is not None:
            self._discard()
            if isinstance(error, OSError) and not isinstance(error, BrokenPipeError):
                raise self._cannot(error) from error
            return
        try:
            for _, stream in self._open.values():
                stream.flush()
                os.fsync(stream.fileno())
                stream.close()
            for name, (temporary, _) in self._open.items():
                os.replace(temporary, self.path / name)
        except OSError as failure:
            self._discard()
            raise self._cannot(failure) from failure

    def text(self, name: str, *, newline: str = "\n") -> IO[str]:
        """A file for UTF-8 text. A lone surrogate, which UTF-8 cannot hold, is escaped."""
        stream = io.TextIOWrapper(
            self.binary(name), encoding="utf-8", errors="backslashreplace", newline=newline
        )
        self._open[name] = (self._open[name][0], stream)
        return stream

    def binary(self, name: str) -> BinaryIO:
        """A file for bytes."""
        try:
            handle, temporary = tempfile.mkstemp(dir=self.path, prefix=f".{name}.")
            umask = os.umask(0)
            os.umask(umask)
            os.chmod(temporary, 0o666 & ~umask)
        except OSError as error:
            raise self._cannot(error) from error
        stream = os.fdopen(handle, "wb")
        self._open[name] = (Path(temporary), stream)
        return stream

    def place(self, name: str) -> Path:
        """Where to write a file that a library wants to open by itself; it is moved into place like the others."""
        self.binary(name)
        return self._open[name][0]

    def scratch(self) -> str:
        """A folder for a library's own temporary files; gone at the end."""
        try:
            self._scratch.append(tempfile.mkdtemp(dir=self.path, prefix=".elshi."))
        except OSError as error:
            raise self._cannot(error) from error
        return self._scratch[-1]

    def _discard(self) -> None:
        for temporary, stream in self._open.values():
            with contextlib.suppress(OSError, ValueError):
                stream.close()
            with contextlib.suppress(OSError):
                temporary.unlink()

    def _cannot(self, error: OSError) -> ExportError:
        return ExportError(
            f"cannot write to {self.path}: {error.strerror or error}; choose another folder with -o"
        )
