"""Ingests many small documents into a record; run by the tests in a process of its own, to be killed."""

from __future__ import annotations

import sys

from elshi.model import Document, Fact
from elshi.record import Store

from .fakes import some_documents

SEED, COUNT = 7, 150


def main(path: str, first: int, last: int) -> None:
    pairs = some_documents(SEED, COUNT)
    facts = {document.id: found for document, found in pairs}

    def extract(document: Document) -> list[Fact]:
        return facts[document.id]

    with Store(path) as store:
        print("open", flush=True)
        for document, _ in pairs[first:last]:
            report = store.ingest([document], extract)
            assert not report.failures, report.failures
            print(document.id, flush=True)
    print("done", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
