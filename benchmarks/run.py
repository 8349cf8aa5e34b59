"""Times Elshi and writes the table of docs/benchmarks.md: python benchmarks/run.py [--write]

Figures depend on the machine; the table names it. Ratios against a peer on the same texts in the same run
are what to compare: natasha's sentence splitter and tagger where it is installed, and the standard
library's regular expressions as a floor that any tokeniser has to pay.
"""

from __future__ import annotations

import argparse
import json
import platform
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).parent.parent
CORPORA = ROOT.parent / "shared" / "corpora"
DOC = ROOT / "docs" / "benchmarks.md"
START, END = "<!-- measured: begin -->", "<!-- measured: end -->"
#: Enough text that caches are warm for most of it, little enough to run in a minute.
BYTES = 700_000


def documents(language: str) -> list[object]:
    from elshi.model import Document
    from elshi.reading import read

    if (CORPORA / f"{language}.jsonl").is_file():
        source = CORPORA / f"{language}.jsonl"
    else:
        source = ROOT / "examples" / "documents"
    out, size = [], 0
    for item in read(source):
        if isinstance(item, Document) and (item.language in (None, language)):
            out.append(item)
            size += len(item.text.encode())
            if size > BYTES:
                break
    return out


def rate(work: Callable[[object], object], texts: Iterable[object]) -> tuple[float, float]:
    """MB/s and documents/s of CPU time."""
    texts = list(texts)
    size = sum(len(t.text.encode()) for t in texts)  # type: ignore[attr-defined]
    began = time.process_time()
    for text in texts:
        work(text)
    spent = time.process_time() - began
    return size / spent / 1e6, len(texts) / spent


def seconds(*args: str, runs: int = 5) -> float:
    """Median wall time of a command."""
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        subprocess.run(args, check=True, capture_output=True)
        times.append(time.perf_counter() - began)
    return sorted(times)[runs // 2]


def measure() -> list[str]:
    """The lines of the table."""
    from elshi.extraction import Extractor
    from elshi.model import Document
    from elshi.reading import read

    elshi = [sys.executable, "-c", "from elshi.cli import main; main()"]
    lines = ["| what | figure |", "| --- | --- |"]
    lines.append(f"| `elshi --help` | {seconds(*elshi, '--help'):.2f} s |")
    first = next((ROOT / "examples" / "documents" / "kk").glob("*.txt"))
    lines.append(f"| first `elshi extract` of one file | {seconds(*elshi, 'extract', str(first)):.2f} s |")
    if CORPORA.is_dir():
        files = [CORPORA / f"{language}.jsonl" for language in ("kk", "ru", "en")]
        size = sum(len(d.text.encode()) for f in files for d in read(f) if isinstance(d, Document))
        whole = seconds(*elshi, "extract", *map(str, files), runs=3)
        lines.append(
            f"| `elshi extract` of all three files, start included | {size / whole / 1e6:.2f} MB/s |"
        )
    extractor = Extractor()
    words = re.compile(r"\w+|[^\w\s]")
    for language in ("kk", "ru", "en"):
        texts = documents(language)
        if not texts:
            continue
        cold, _ = rate(extractor.extract, texts)
        warm, each = rate(extractor.extract, texts)
        named, _ = rate(extractor.mentions, texts)
        floor, _ = rate(lambda d: words.findall(d.text), texts)
        lines.append(
            f"| extract, {language}: first pass, second pass (word caches warm) | "
            f"{cold:.2f} MB/s, {warm:.2f} MB/s, {each:.0f} documents/s; `re.findall` of words: {floor / warm:.0f} × |"
        )
        lines.append(f"| mentions, {language}, word caches warm | {named:.2f} MB/s |")
        if language == "ru":
            lines += peer(texts, warm)
    made = subprocess.run([sys.executable, __file__, "--memory"], check=True, capture_output=True, text=True)
    lines.append(f"| peak memory of a process that extracts all three languages | {made.stdout.strip()} MB |")
    return lines


def memory() -> int:
    """Peak memory of this process after extracting from all texts, in MB."""
    from elshi.extraction import Extractor

    extractor = Extractor()
    for language in ("kk", "ru", "en"):
        for document in documents(language):
            extractor.extract(document)  # type: ignore[arg-type]
    status = Path("/proc/self/status")
    if status.is_file():
        # `ru_maxrss` of a child process counts its parent's memory as well.
        return int(re.search(r"VmHWM:\s+(\d+)", status.read_text()).group(1)) // 1024  # type: ignore[union-attr]
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def peer(texts: list[object], ours: float) -> list[str]:
    """natasha's pipeline on the same Russian texts, where it is installed."""
    try:
        from natasha import Doc, NewsEmbedding, NewsMorphTagger, NewsNERTagger, NewsSyntaxParser, Segmenter
    except ImportError:
        return ["| natasha, whole pipeline, ru | not installed: not measured |"]
    segmenter, embedding = Segmenter(), NewsEmbedding()
    taggers = (NewsMorphTagger(embedding), NewsSyntaxParser(embedding), NewsNERTagger(embedding))

    def run(document: object) -> None:
        doc = Doc(document.text)  # type: ignore[attr-defined]
        doc.segment(segmenter)
        doc.tag_morph(taggers[0])
        doc.parse_syntax(taggers[1])
        doc.tag_ner(taggers[2])

    theirs, _ = rate(run, texts[: max(20, len(texts) // 20)])
    return [
        f"| natasha, whole pipeline, ru, same texts | {theirs:.3f} MB/s; Elshi is {ours / theirs:.1f} × as fast |"
    ]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true", help="put the table into docs/benchmarks.md")
    parser.add_argument("--json", action="store_true", help="print as JSON")
    parser.add_argument(
        "--memory", action="store_true", help="print the peak memory of extraction alone, in MB"
    )
    arguments = parser.parse_args()
    if arguments.memory:
        print(memory())
        return
    lines = measure()
    source = "shared/corpora" if CORPORA.is_dir() else "examples"
    machine = (
        f"{platform.machine()}, Python {platform.python_version()}, {source}, one core of a shared machine"
    )
    table = "\n".join([f"Machine: {machine}.", "", *lines])
    if arguments.json:
        print(json.dumps(lines, ensure_ascii=False))
    else:
        print(table)
    if arguments.write:
        text = DOC.read_text(encoding="utf-8")
        head, tail = text.split(START)[0], text.split(END)[1]
        DOC.write_text(f"{head}{START}\n{table}\n{END}{tail}", encoding="utf-8")


if __name__ == "__main__":
    main()
