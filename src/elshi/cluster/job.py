"""`elshi-spark`: an archive to documents, facts and events in Parquet, on Apache Spark.

The input is cut into parts of many files. A part that is done has Spark's `_SUCCESS` in its folder below
`OUTPUT/_parts` and is never read again, so that a job that was killed, or an archive that has grown, costs what is
missing. The tables are made of all parts together; `OUTPUT/_RESULT.json`, written last, says that they are whole.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import click

import elshi
from elshi.cluster import reading
from elshi.errors import ElshiError, ReadError
from elshi.reading import formats, limits

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

__all__ = ["File", "main", "parts_of", "run"]

#: Bytes of input in a part: 64 web archives of a gigabyte keep as many cores busy; what a killed job loses is a part.
PART = 65536 * limits.MIB

RESULT = "_RESULT.json"


@dataclass(frozen=True, slots=True)
class File:
    """A file of the input, as Spark's file system lists it.

    Attributes:
        path: its address.
        name: its path below the folder that was given, or its name alone.
        size: bytes.
        changed: when it was last written, milliseconds since 1970; a file that changed is read again.
    """

    path: str
    name: str
    size: int
    changed: int


def parts_of(files: Iterable[File], most: int, catalogue: str | None) -> dict[str, list[File]]:
    """Cuts the input into parts of about `most` bytes, each with a name that stands for its content."""
    found: list[list[File]] = []
    size = 0
    kind: bool | None = None
    for file in sorted(files, key=lambda one: (one.path.endswith(".parquet"), one.path)):
        table = file.path.endswith(".parquet")
        if not found or size + file.size > most or table != kind:
            found.append([])
            size = 0
        found[-1].append(file)
        size += file.size
        kind = table
    parts = {}
    for part in found:
        content = json.dumps([elshi.__version__, catalogue, [asdict(one) for one in part]])
        parts[hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:16]] = part
    return parts


def run(
    spark: SparkSession,
    inputs: Sequence[str],
    output: str,
    *,
    catalogue: str | None = None,
    through_spark: bool = False,
    part_bytes: int = PART,
    range_bytes: int = reading.RANGE,
    crowded: int | None = None,
) -> dict[str, Any]:
    """Reads, extracts, groups and writes.

    Args:
        spark: an open session.
        inputs: files or folders, any address that Spark reads.
        output: folder for the result.
        catalogue: a user's own catalogue, at a path that every worker has.
        through_spark: let Spark hand every file to the workers, with its own rights; each must then fit in memory.
        part_bytes: input of one part.
        range_bytes: plain JSON lines are cut into pieces of so many bytes.
        crowded: see `grouping.CROWDED`.

    Returns:
        What `_RESULT.json` holds: `documents`, `facts`, `events`, `failures` (counts), `parts`, `read_now` (parts
        that this run read), `version`.

    Raises:
        ElshiError: nothing to read, or a folder that cannot be written to.
    """
    from pyspark.errors import PySparkException

    system = _System(spark)
    output = output.rstrip("/")
    files, refused = [], []
    for one in inputs:
        for file in system.files(one):
            advice = None if file.name.endswith(".parquet") else formats.advice_for(file.name)
            if advice is None:
                files.append(file)
            else:
                refused.append({"file": file.path, "reason": advice})
    if not files:
        raise ReadError(f"{', '.join(inputs)}: holds no file that can be read; check the address")
    parts = parts_of(files, part_bytes, catalogue)
    folders = {name: f"{output}/_parts/{name}" for name in parts}
    missing = [name for name in parts if not system.exists(f"{folders[name]}/_SUCCESS")]
    before = system.read(f"{output}/{RESULT}")
    if not missing and before is not None and before.get("plan") == sorted(parts):
        return before | {"read_now": 0}
    system.delete(f"{output}/{RESULT}")
    try:
        for name in missing:
            frame = _parsed(spark, parts[name], catalogue, through_spark, range_bytes)
            _write(frame, folders[name])
        counts = _tables(spark, list(folders.values()), refused, output, crowded)
    except PySparkException as error:
        # Of a worker's traceback the last line says what happened.
        said = str(error).strip().split("\n")[-1].strip()[:500]
        raise ElshiError(
            f"{output}: the job stopped: {said}; run it again, parts that are done are kept"
        ) from error
    result = counts | {"parts": len(parts), "version": elshi.__version__, "plan": sorted(parts)}
    system.write(f"{output}/{RESULT}", result)
    return result | {"read_now": len(missing)}


def _parsed(
    spark: SparkSession, part: Sequence[File], catalogue: str | None, through_spark: bool, most: int
) -> DataFrame:
    """One part read and extracted: a row a document or failure."""
    from pyspark.sql import functions as f

    from elshi.cluster import rows

    schema = _spark_schema(rows.PARSED)
    if part[0].path.endswith(".parquet"):
        table = spark.read.parquet(*(one.path for one in part))
        if missing := {"id", "text"} - set(table.columns):
            raise ReadError(f"{part[0].path}: has no column {' and '.join(sorted(missing))}; name them so")
        kept = [
            n for n in ("id", "text", "title", "url", "source", "published", "language") if n in table.columns
        ]

        def of_rows(given: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
            found = (
                out
                for row in rows.rows_of(given)
                for out in reading.parsed([reading.row_document(row, row["_file"])], row["_file"], catalogue)
            )
            yield from rows.batches(found, rows.PARSED)

        return table.select(*kept, f.col("_metadata.file_path").alias("_file")).mapInArrow(of_rows, schema)

    pieces = [piece for one in part for piece in reading.cut(one.path, one.name, one.size, most)]
    # Large ones first, so that none is begun when all others are done; small files share a task.
    pieces.sort(key=lambda one: (one.start - one.end, one.path, one.start))
    tasks = min(
        len(pieces), max(4 * spark.sparkContext.defaultParallelism, 2 * sum(one.size for one in part) // most)
    )
    pieces = [piece for task in range(tasks) for piece in pieces[task::tasks]]
    listed = spark.createDataFrame(
        spark.sparkContext.parallelize([(one.path, one.name, one.start, one.end) for one in pieces], tasks),
        "path string, name string, start bigint, end bigint",
    )
    scheme = part[0].path.partition(":")[0]
    if through_spark or (":" in part[0].path and scheme not in reading.DIRECT):
        whole = [(one.path, one.name, 0, one.size) for one in part]
        listed = spark.createDataFrame(whole, "path string, name string, start bigint, end bigint")
        contents = spark.read.format("binaryFile").load([one.path for one in part])
        listed = listed.join(contents.select("path", "content"), "path")

    def of_files(given: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        found = (
            out
            for row in rows.rows_of(given)
            for out in reading.parsed(
                reading.documents_in(
                    reading.Piece(row["path"], row["name"], row["start"], row["end"]), row.get("content")
                ),
                row["path"],
                catalogue,
            )
        )
        yield from rows.batches(found, rows.PARSED)

    return listed.mapInArrow(of_files, schema)


def _tables(
    spark: SparkSession,
    folders: Sequence[str],
    refused: list[dict[str, str]],
    output: str,
    crowded: int | None,
) -> dict[str, int]:
    """Writes the four tables of all parts; returns how many rows each has."""
    from pyspark.sql import functions as f

    from elshi.cluster import grouping, rows

    parsed = spark.read.schema(_spark_schema(rows.PARSED)).parquet(*folders)
    failures = parsed.where("reason is not null").select("file", "reason")
    if refused:
        failures = failures.union(
            spark.createDataFrame([(r["file"], r["reason"]) for r in refused], failures.schema)
        )
    _write(failures.orderBy("file", "reason"), f"{output}/failures")

    # Of several copies of one document the record keeps the least (`codec.variant`); so do we.
    order = [
        f.struct(f.col(c).isNull().alias("n"), f.coalesce(c, f.lit("")).alias("v")).alias(c)
        for c in ("published", "title", "url", "language")
    ]
    fields = [c for c in parsed.columns if c not in ("reason", "key")]
    kept = (
        parsed.where("reason is null")
        .groupBy("key")
        .agg(f.min_by(f.struct(*fields), f.struct(*order, "name", "text", "file")).alias("d"))
        .select("key", *(f.col(f"d.{c}").alias(c) for c in fields if c != "file"))
    )
    _write(kept.select(*rows.DOCUMENTS.names), f"{output}/documents")

    facts = _read(spark, f"{output}/documents", rows.DOCUMENTS)
    facts = facts.select("key", "name", "published", f.explode("facts").alias("fact"))

    def packed(given: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        found = (
            {
                "document": row["key"],
                "packed": rows.packed(
                    row["fact"]["id"], row["key"], row["published"], row["fact"]["payload"]
                ),
            }
            for row in rows.rows_of(given)
        )
        yield from rows.batches(found, rows.FACTS_PACKED)

    events = grouping.events_of(
        facts.mapInArrow(packed, "document string, packed string"), crowded or grouping.CROWDED
    )
    together = facts.withColumn("id", f.col("fact.id")).join(events.withColumnRenamed("fact", "id"), "id")
    _write(together, f"{output}/_together")
    together = spark.read.parquet(f"{output}/_together")

    def fact_rows(given: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        yield from rows.batches(map(rows.fact_of, rows.rows_of(given)), rows.FACTS)

    def event_rows(given: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        yield from rows.batches(map(rows.event_row, rows.grouped(given, "event")), rows.EVENTS)

    _by_year(together.mapInArrow(fact_rows, _spark_schema(rows.FACTS)), f"{output}/facts")
    grouped = together.repartition("event").sortWithinPartitions("event")
    _by_year(grouped.mapInArrow(event_rows, _spark_schema(rows.EVENTS)), f"{output}/events")
    _System(spark).delete(f"{output}/_together")
    return {name: _read(spark, f"{output}/{name}", rows.SCHEMAS[name]).count() for name in rows.SCHEMAS}


def _by_year(frame: DataFrame, path: str) -> None:
    # Rows of a year lie together, so that a folder has some files and not one of every task.
    _write(frame.repartition("year").sortWithinPartitions("year", "lower", "id"), path, "year")


def _write(frame: DataFrame, path: str, *by: str) -> None:
    """Writes a table; Spark's committer lets its files appear together, and `_SUCCESS` after them."""
    frame.write.mode("overwrite").partitionBy(*by).option("compression", "zstd").parquet(path)


def _read(spark: SparkSession, path: str, schema: Any) -> DataFrame:
    return spark.read.schema(_spark_schema(schema)).parquet(path)


def _spark_schema(schema: Any) -> Any:
    from pyspark.sql.pandas.types import from_arrow_schema

    return from_arrow_schema(schema)


class _System:
    """Files as Spark sees them: the same addresses and rights as the job's own."""

    def __init__(self, spark: SparkSession) -> None:
        self._jvm: Any = spark.sparkContext._jvm
        self._settings: Any = spark.sparkContext._jsc.hadoopConfiguration()

    def _path(self, address: str) -> tuple[Any, Any]:
        path = self._jvm.org.apache.hadoop.fs.Path(address)
        return path.getFileSystem(self._settings), path

    def files(self, address: str) -> Iterator[File]:
        """The files that an address (which may have `*`) stands for; hidden ones are passed over.

        Raises:
            ReadError: there is nothing.
        """
        from py4j.protocol import Py4JJavaError

        try:
            system, path = self._path(address)
            found = system.globStatus(path)
            if not found:
                raise ReadError(f"{address}: does not exist; check the address")
            for root in found:
                yield from self._below(system, root, "")
        except Py4JJavaError as error:
            said = str(error.java_exception.toString()).split("\n")[0]
            raise ReadError(
                f"{address}: cannot be listed: {said}; check the address and the rights"
            ) from error

    def _below(self, system: Any, status: Any, prefix: str) -> Iterator[File]:
        path = status.getPath()
        if not status.isDirectory():
            yield File(
                path.toString(), prefix + path.getName(), status.getLen(), status.getModificationTime()
            )
            return
        children = sorted(system.listStatus(path), key=lambda one: str(one.getPath().getName()))
        for child in children:
            name = child.getPath().getName()
            beside = formats.suffix_of(name).rsplit(".", 1)[-1] in formats.PASSED_OVER
            if name.startswith((".", "_", "~$")) or (beside and not child.isDirectory()):
                continue
            yield from self._below(system, child, f"{prefix}{name}/" if child.isDirectory() else prefix)

    def exists(self, address: str) -> bool:
        system, path = self._path(address)
        return bool(system.exists(path))

    def delete(self, address: str) -> None:
        system, path = self._path(address)
        system.delete(path, True)

    def read(self, address: str) -> dict[str, Any] | None:
        if not self.exists(address):
            return None
        system, path = self._path(address)
        stream = system.open(path)
        try:
            found = json.loads(bytes(stream.readAllBytes()).decode())
        except ValueError:
            return None  # half written: the tables are made again
        finally:
            stream.close()
        return found if isinstance(found, dict) else None

    def write(self, address: str, value: dict[str, Any]) -> None:
        system, path = self._path(address)
        stream = system.create(path, True)
        try:
            stream.write(bytearray(json.dumps(value, indent=1).encode()))
        finally:
            stream.close()


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("-o", "--output", required=True, metavar="FOLDER", help="Where the tables go.")
@click.option("--catalogue", metavar="PATH", help="Your own names, at a path that every worker has.")
@click.option(
    "--through-spark", is_flag=True, help="Hand files to the workers through Spark, with its rights."
)
@click.option("--part-gb", default=PART / (1024 * limits.MIB), show_default=True, help="Input of one part.")
@click.version_option(elshi.__version__, prog_name="elshi-spark")
def command(
    inputs: tuple[str, ...], output: str, catalogue: str | None, through_spark: bool, part_gb: float
) -> None:
    """Read INPUT (web archives, JSON lines, Parquet; any address that Spark reads) into tables of Parquet.

    Run it again to go on where it stopped. `elshi ingest --parquet FOLDER` loads the result into a record.
    """
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError:
        raise click.ClickException(
            "needs the extra for Spark; install it: pip install 'elshi[spark]'"
        ) from None
    # Run by itself, workers on this machine take the Python that Elshi is installed in.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    try:
        spark = SparkSession.builder.appName("elshi").getOrCreate()
    except PySparkException as error:
        said = " ".join(str(error).split())[:300]
        raise click.ClickException(f"Spark did not start: {said}; it needs Java 17 or newer") from None
    try:
        result = run(
            spark,
            inputs,
            output,
            catalogue=catalogue,
            through_spark=through_spark,
            part_bytes=max(1, int(part_gb * 1024 * limits.MIB)),
        )
    except ElshiError as error:
        raise click.ClickException(str(error)) from None
    finally:
        spark.stop()
    click.echo(json.dumps({k: v for k, v in result.items() if k != "plan"}))


def main() -> None:
    """Entry point of `elshi-spark`, and of `spark-submit` with this file."""
    command.main(prog_name="elshi-spark")


if __name__ == "__main__":
    main()
