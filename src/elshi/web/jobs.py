"""Uploads: files wait, are read one job after the other, and tell how far they are."""

from __future__ import annotations

import re
import shutil
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from queue import Queue
from secrets import token_hex
from typing import IO, Any

from elshi.api import Record
from elshi.errors import ElshiError
from elshi.model import Document, Failure
from elshi.web.errors import Refused
from elshi.web.settings import Limits

__all__ = ["Job", "Jobs"]

#: Finished jobs whose report is kept.
_KEPT = 50


@dataclass(slots=True)
class Job:
    """One upload.

    Attributes:
        id: its address.
        who: who brought it.
        names: names of the files.
        state: `waiting`, `running`, `done` or `failed`.
        files_read: how many files were read so far.
        new, known, facts: documents added, known before, and facts added.
        failures: name and reason of each file or document that could not be read.
    """

    id: str
    who: str
    names: tuple[str, ...]
    folder: Path
    state: str = "waiting"
    files_read: int = 0
    new: int = 0
    known: int = 0
    facts: int = 0
    failures: list[tuple[str, str]] = field(default_factory=list)

    @property
    def finished(self) -> bool:
        """Nothing more will happen."""
        return self.state in ("done", "failed")

    def to_json(self) -> dict[str, Any]:
        """What the API tells of it."""
        return {
            "id": self.id,
            "who": self.who,
            "state": self.state,
            "files": list(self.names),
            "files_read": self.files_read,
            "documents": {"new": self.new, "known": self.known, "failed": len(self.failures)},
            "facts": self.facts,
            "failures": [{"source": name, "reason": reason} for name, reason in self.failures],
        }


def safe_name(name: str, number: int) -> str:
    """A file's name as it may be used on this machine; the name of its document."""
    plain = re.split(r"[/\\]", name)[-1]
    plain = re.sub(r"[\x00-\x1f\x7f<>:\"|?*]", "", plain).strip(". ")
    # File systems count bytes: 120 letters of Cyrillic are 240.
    stem, dot, suffix = plain.rpartition(".")
    if not dot:
        stem, suffix = plain, ""
    return (stem[:110] or f"file-{number}") + (f".{suffix[:12]}" if suffix else "")


class Jobs:
    """Reads uploads in a thread of its own, one at a time."""

    def __init__(self, record: Record, limits: Limits) -> None:
        self._record, self._limits = record, limits
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._queue: Queue[Job | None] = Queue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closed = False

    def add(self, who: str, files: Sequence[tuple[str, IO[bytes]]]) -> Job:
        """Takes files in.

        Raises:
            Refused: no file, too many, too large, or too many uploads that wait.
        """
        limits = self._limits
        if not files:
            raise Refused(422, "no file was chosen; choose at least one")
        if len(files) > limits.files:
            raise Refused(413, f"more than {limits.files} files at one time; bring them in parts")
        with self._lock:
            if sum(not job.finished for job in self._jobs.values()) >= limits.waiting:
                message = f"{limits.waiting} uploads are waiting already; come back when they are read"
                raise Refused(429, message, {"Retry-After": "30"})
            folder = Path(tempfile.mkdtemp(prefix="elshi-upload-"))
            job = Job(token_hex(8), who, (), folder)
            self._jobs[job.id] = job
        try:
            job.names = tuple(self._save(job, files))
        except BaseException:
            self._forget(job)
            raise
        with self._lock:
            if self._thread is None and not self._closed:
                self._thread = threading.Thread(target=self._work, name="elshi-uploads", daemon=True)
                self._thread.start()
        self._queue.put(job)
        return job

    def _save(self, job: Job, files: Sequence[tuple[str, IO[bytes]]]) -> Iterator[str]:
        total = 0
        for number, (name, stream) in enumerate(files, 1):
            place = job.folder / f"{number:04}"
            place.mkdir()
            plain = safe_name(name, number)
            with (place / plain).open("wb") as out:
                while part := stream.read(1 << 20):
                    total += len(part)
                    if total > self._limits.upload:
                        raise Refused(413, f"the files are larger than {self._limits.upload} bytes together")
                    out.write(part)
            yield plain

    def all(self) -> list[Job]:
        """Jobs, the latest first."""
        with self._lock:
            return list(self._jobs.values())[::-1]

    def find(self, id: str) -> Job | None:
        """One job."""
        with self._lock:
            return self._jobs.get(id)

    def close(self) -> None:
        """Lets the job that runs end; those that wait are dropped, as their files are."""
        with self._lock:
            self._closed = True
            waiting = [job for job in self._jobs.values() if job.state == "waiting"]
        for job in waiting:
            self._forget(job)
        self._queue.put(None)
        if self._thread is not None:
            self._thread.join(timeout=30)

    def wait(self) -> None:
        """Returns when everything brought so far has been read."""
        self._queue.join()

    def _forget(self, job: Job) -> None:
        with self._lock:
            self._jobs.pop(job.id, None)
        shutil.rmtree(job.folder, ignore_errors=True)

    def _work(self) -> None:
        while (job := self._queue.get()) is not None:
            try:
                if job.folder.exists():
                    self._run(job)
            finally:
                self._queue.task_done()
        self._queue.task_done()

    def _run(self, job: Job) -> None:
        from elshi.extraction import Extractor
        from elshi.text.layout import repair

        # An extractor keeps what it read last; the pages' own one answers searches at the same time.
        extractor = Extractor(self._record.extractor.catalogue)
        job.state = "running"
        try:
            report = self._record.store.ingest(
                self._documents(job),
                extractor.extract,
                index=extractor.passages,
                normalise=lambda text: repair(text).clean,
                progress=lambda _name, became: self._count(job, became),
            )
            job.facts = report.facts
            job.failures = [(one.source, _without(job.folder, one.reason)) for one in report.failures]
            job.state = "done"
        except ElshiError as error:
            job.failures.append(("", _without(job.folder, str(error))))
            job.state = "failed"
        except Exception as error:  # a broken file must not stop the uploads behind it
            job.failures.append(("", f"{type(error).__name__}: {_without(job.folder, str(error))}"))
            job.state = "failed"
        finally:
            shutil.rmtree(job.folder, ignore_errors=True)
            with self._lock:
                done = [one.id for one in self._jobs.values() if one.finished]
                for id in done[: max(0, len(done) - _KEPT)]:
                    del self._jobs[id]

    def _documents(self, job: Job) -> Iterable[Document | Failure]:
        from elshi.reading import read

        for number, name in enumerate(job.names, 1):
            for one in read(job.folder / f"{number:04}" / name):
                yield Failure(name, one.reason) if isinstance(one, Failure) else _named(one, name)
            job.files_read = number

    @staticmethod
    def _count(job: Job, became: str) -> None:
        if became == "new":
            job.new += 1
        elif became == "known":
            job.known += 1


def _named(document: Document, name: str) -> Document:
    """The document as if it had been read where its user keeps it: temporary folders are nobody's source."""
    from dataclasses import replace

    source = document.source
    return replace(document, source=name if source and "elshi-upload-" in source else source)


def _without(folder: Path, text: str) -> str:
    return re.sub(re.escape(str(folder)) + r"(/\d{4})?/?", "", text)[:500]
