"""A cluster's result into a record: the documents with the facts and passages that the workers found.

Nothing is extracted anew; grouping, near copies and search are the record's own, so that the record is the same as
if it had read the archive itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from elshi.errors import ReadError, UnsupportedFormat
from elshi.model import Document, Fact
from elshi.reading.checks import one_line
from elshi.record.passages import IndexedPassage

__all__ = ["Result"]

#: Documents that are held in memory at a time.
_BATCH = 256

_FIELDS = ("name", "text", "title", "url", "source", "published", "language")


class Result:
    """A folder that `elshi-spark` wrote.

    Args:
        address: the folder; a path, or an address of S3, HDFS or Google Cloud Storage.

    Raises:
        ReadError: it is none, or the job has not come to its end.
    """

    def __init__(self, address: str) -> None:
        try:
            from pyarrow import dataset, fs
        except ImportError:
            raise UnsupportedFormat(
                "needs the extra for Parquet; install it: pip install 'elshi[parquet]'"
            ) from None
        self.address = address
        try:
            if "://" in address:
                system, path = fs.FileSystem.from_uri(address.replace("s3a://", "s3://"))
            else:
                system, path = fs.LocalFileSystem(), address
            with system.open_input_stream(f"{path.rstrip('/')}/_RESULT.json") as file:
                self._said = json.loads(file.read())
            self._table = dataset.dataset(
                f"{path.rstrip('/')}/documents", filesystem=system, format="parquet"
            )
        except (OSError, ValueError) as error:
            raise ReadError(
                f"{address}: holds no finished result of elshi-spark ({one_line(str(error), 200)}); "
                "run the job to its end, or check the address"
            ) from error
        missing = {*_FIELDS, "passages", "facts"} - set(self._table.schema.names)
        if missing or not isinstance(self._said, dict):
            raise ReadError(
                f"{address}: was written by another version of Elshi (no column {', '.join(sorted(missing))}); "
                "run the job again"
            )
        self._row: dict[str, Any] = {}

    def __len__(self) -> int:
        return int(self._said.get("documents", 0))

    def documents(self) -> Iterator[Document]:
        """The documents, one after another; `facts` and `passages` answer for the one that was given last."""
        for batch in self._table.to_batches(batch_size=_BATCH, columns=[*_FIELDS, "passages", "facts"]):
            for row in batch.to_pylist():
                self._row = row
                yield Document(*(row[name] for name in _FIELDS))

    def facts(self, document: Document) -> Sequence[Fact]:
        """The facts of the document at hand."""
        from elshi.record.codec import from_payload

        return [from_payload(one["payload"], document.id) for one in self._row["facts"]]

    def passages(self, document: Document) -> Sequence[IndexedPassage]:
        """What search needs of the document at hand."""
        from elshi.cluster.rows import unpacked_passages

        return unpacked_passages(self._row["passages"], document)
