"""Facts to events over many machines, with the same result as `elshi.record.grouping.group`.

The four steps of that module, each a shuffle by what it looks at:

1. Units are found where a document's facts lie together.
2. Regions: units that look alike are one *look*; looks meet under the keys that one stores and the other probes.
   A key of more than `CROWDED` looks is cut into a grid of stored by probing ones, a cell a group, so that no pair
   of sides, however active, is one machine's work. Each cell gives the fewest pairs that link what is STRONG;
   chains of pairs are then followed until nothing changes.
3. Clusters: by region.
4. Wishes: under keys with more holders than `grouping.CROWD` all wishes are ambiguous, so these need no join, and
   no other key has more than that many candidates. What is granted is decided by the cluster that is wished for.

All decisions are made by the functions of `elshi.record.grouping`; here is only the moving of rows.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from elshi.cluster.rows import batches, feature, grouped, rows_of
from elshi.record import grouping as local
from elshi.record.comparing import STRONG, Features
from elshi.record.regrouping import event_id

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame

__all__ = ["CROWDED", "events_of"]

#: More looks than this under one key are compared in cells of so many by so many: some ten seconds' work each.
CROWDED = 2000

#: Where a look stands at a key.
_STORED, _PROBES = 0, 1

_Batches = Iterable["pa.RecordBatch"]
_Rows = Iterator[dict[str, Any]]


def events_of(facts: DataFrame, crowded: int = CROWDED) -> DataFrame:
    """Which event each fact belongs to.

    Args:
        facts: columns `document` (key) and `packed` (`rows.packed`).
        crowded: see `CROWDED`.

    Returns:
        Columns `fact` and `event`.
    """
    from pyspark.sql import functions as f

    units = _by_group(facts, ["document"], _units, "unit string, look string, packed array<string>").persist()
    regions = _regions(units, crowded)
    clusters = _by_group(
        units.join(regions, "unit").select("region", "unit", "packed"),
        ["region"],
        _clusters,
        "cluster string, heads array<string>, members array<string>",
    ).persist()
    joined = _joined(clusters)
    # An event is called after its earliest fact, which need not stand in the cluster that the others joined.
    members = (
        clusters.join(joined, "cluster", "left")
        .select(f.coalesce("target", "cluster").alias("target"), "members")
        .persist()
    )
    return _by_group(members, ["target"], _events, "fact string, event string")


def _by_group(
    frame: DataFrame, columns: Sequence[str], function: Callable[[list[dict[str, Any]]], _Rows], schema: str
) -> DataFrame:
    """Calls a function with the rows of each group; one group must fit in memory, many share a call."""
    names = list(columns)

    def run(given: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        rows = (row for group in grouped(given, *names) for row in function(group))
        yield from batches(rows, _arrow(schema))

    return frame.repartition(*names).sortWithinPartitions(*names).mapInArrow(run, schema)


def _by_row(frame: DataFrame, function: Callable[[dict[str, Any]], _Rows], schema: str) -> DataFrame:
    def run(given: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        yield from batches((out for row in rows_of(given) for out in function(row)), _arrow(schema))

    return frame.mapInArrow(run, schema)


def _arrow(schema: str) -> Any:
    """The Arrow schema of «name type, …»."""
    import pyarrow as pa

    types = {
        "string": pa.string(),
        "bigint": pa.int64(),
        "int": pa.int32(),
        "boolean": pa.bool_(),
        "array<string>": pa.list_(pa.string()),
    }
    return pa.schema([(name, types[kind]) for name, kind in (one.split() for one in schema.split(", "))])


# Units and regions ----------------------------------------------------------------------------------------


def _units(rows: list[dict[str, Any]]) -> _Rows:
    by_id = {feature(row["packed"]).id: row["packed"] for row in rows}
    for unit in local.units(feature(one) for one in by_id.values()):
        packed = [by_id[fact.id] for fact in unit.facts]
        yield {"unit": unit.id, "look": _look(unit.facts), "packed": packed}


def _look(facts: Iterable[Features]) -> str:
    """A name for all that comparison reads of a unit, the same on every machine."""
    looks = sorted({_plain(fact.look) for fact in facts})
    return hashlib.blake2b("\n".join(looks).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _plain(value: Any) -> str:
    """A value as text; sets, whose order is not the same everywhere, are sorted."""
    if isinstance(value, frozenset):
        return "{" + ",".join(sorted(map(_plain, value))) + "}"
    if isinstance(value, tuple):
        return "(" + ",".join(map(_plain, value)) + ")"
    return repr(value)


def _unit(packed: Sequence[str]) -> local.Unit:
    return local.Unit(tuple(feature(one) for one in packed))


def _regions(units: DataFrame, crowded: int) -> DataFrame:
    """`unit`, `region`: the least look of those that chains of STRONG pairs lead to."""
    from pyspark.sql import functions as f

    looks = units.groupBy("look").agg(f.min_by("packed", "unit").alias("packed")).persist()
    keys = _by_row(looks, _keys, "key bigint, side int, look string").persist()
    counts = (
        keys.groupBy("key")
        .agg(
            f.sum(f.when(f.col("side") == _STORED, 1).otherwise(0)).alias("stored"),
            f.sum(f.when(f.col("side") == _PROBES, 1).otherwise(0)).alias("probing"),
            f.count_distinct("look").alias("looks"),
        )
        .where("stored > 0 and probing > 0 and looks > 1")
        .withColumn("rows", f.ceil(f.col("stored") / crowded))
        .withColumn("columns", f.ceil(f.col("probing") / crowded))
    )
    # A stored look goes to one row of the key's grid and all its columns, a probing one to one column and all rows.
    met = keys.join(counts, "key")
    stored = met.where(f.col("side") == _STORED).select(
        "key",
        f.pmod(f.xxhash64("look"), f.col("rows")).alias("a"),
        f.explode(f.sequence(f.lit(0).cast("bigint"), f.col("columns") - 1)).alias("b"),
        "side",
        "look",
    )
    probing = met.where(f.col("side") == _PROBES).select(
        "key",
        f.explode(f.sequence(f.lit(0).cast("bigint"), f.col("rows") - 1)).alias("a"),
        f.pmod(f.xxhash64("look"), f.col("columns")).alias("b"),
        "side",
        "look",
    )
    cells = stored.union(probing).join(looks, "look")
    pairs = _by_group(cells, ["key", "a", "b"], _pairs, "one string, other string").distinct()
    chains = _chains(pairs)
    alone = _by_row(looks, _selfless, "look string, selfless boolean")
    # Units of one look that is not STRONG to itself (undated, untitled) are only together when others link them.
    return (
        units.select("unit", "look")
        .join(chains, "look", "left")
        .join(alone, "look")
        .select(
            "unit",
            f.when(f.col("chain").isNotNull(), f.col("chain"))
            .when(f.col("selfless"), f.concat(f.col("look"), f.lit(":"), f.col("unit")))
            .otherwise(f.col("look"))
            .alias("region"),
        )
    )


def _keys(row: dict[str, Any]) -> _Rows:
    unit = _unit(row["packed"])
    for side, keys in ((_STORED, unit.blocks), (_PROBES, unit.probes)):
        for key in sorted(keys):
            yield {"key": key, "side": side, "look": row["look"]}


def _selfless(row: dict[str, Any]) -> _Rows:
    facts = _unit(row["packed"]).facts
    yield {"look": row["look"], "selfless": local.link(facts, facts) != STRONG}


def _pairs(rows: list[dict[str, Any]]) -> _Rows:
    """The fewest pairs of a cell that link what is STRONG."""
    units = {row["look"]: _unit(row["packed"]) for row in rows}
    stored = sorted({row["look"] for row in rows if row["side"] == _STORED})
    probing = sorted({row["look"] for row in rows if row["side"] == _PROBES})
    parent = {look: look for look in units}

    def root(name: str) -> str:
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    for one in probing:
        for other in stored:
            a, b = root(one), root(other)
            if a != b and local.link(units[one].facts, units[other].facts) == STRONG:
                parent[max(a, b)] = min(a, b)
                yield {"one": min(one, other), "other": max(one, other)}


def _chains(pairs: DataFrame) -> DataFrame:
    """`look`, `chain`: for each look of a pair the least look that pairs lead to."""
    from pyspark.sql import functions as f

    both = (
        pairs.select(f.col("one").alias("look"), f.col("other").alias("near"))
        .union(pairs.select(f.col("other").alias("look"), f.col("one").alias("near")))
        .persist()
    )
    labels = both.groupBy("look").agg(f.min("near").alias("least"))
    labels = labels.select("look", f.least("look", "least").alias("chain")).localCheckpoint()
    while True:
        # The least label of the neighbours, then the label of that label: a chain halves at every turn.
        near = both.join(labels.select(f.col("look").alias("near"), f.col("chain").alias("theirs")), "near")
        least = near.groupBy("look").agg(f.min("theirs").alias("theirs"))
        step = labels.join(least, "look").select("look", "chain", f.least("chain", "theirs").alias("next"))
        ahead = labels.select(f.col("look").alias("next"), f.col("chain").alias("further"))
        turn = step.join(ahead, "next").select("look", "chain", f.least("next", "further").alias("next"))
        turn = turn.localCheckpoint()
        if turn.where("next != chain").isEmpty():
            return labels
        labels = turn.select("look", f.col("next").alias("chain"))


# Clusters and wishes --------------------------------------------------------------------------------------


def _clusters(rows: list[dict[str, Any]]) -> _Rows:
    packed = {feature(one).id: one for row in rows for one in row["packed"]}
    units = [_unit(row["packed"]) for row in sorted(rows, key=lambda row: str(row["unit"]))]
    for cluster in local.clusters(units):
        yield {
            "cluster": cluster.id,
            "heads": [packed[fact.id] for fact in cluster.heads],
            "members": [json.dumps([*fact.order]) for fact in cluster.facts()],
        }


def _headed(name: str, heads: Sequence[str]) -> local.Cluster:
    """A cluster by its heads, which are all that wishing looks at."""
    found = local.cluster_of([local.Unit((feature(one),)) for one in heads])
    return local.Cluster(name, (), found.heads, found.days, found.rank)


def _joined(clusters: DataFrame) -> DataFrame:
    """`cluster`, `target`: who joins whom."""
    from pyspark.sql import functions as f

    heads = clusters.select("cluster", "heads").persist()
    holders = _by_row(heads, _holds, "key bigint, holder string")
    seekers = _by_row(heads, _seeks, "key bigint, seeker string")
    counts = holders.groupBy("key").count()
    # One of the holders may be the seeker itself.
    crowded = counts.where(f.col("count") > local.CROWD + 1).select("key")
    ambiguous = seekers.join(crowded, "key", "left_semi").select("seeker").distinct()
    candidates = (
        seekers.join(ambiguous, "seeker", "left_anti")
        .join(holders.join(crowded, "key", "left_anti"), "key")
        .where("seeker != holder")
        .select("seeker", "holder")
        .distinct()
    )
    own = heads.withColumnRenamed("cluster", "seeker").withColumn("holder", f.lit(None).cast("string"))
    near = candidates.join(heads.withColumnRenamed("cluster", "holder"), "holder")
    asking = own.select("seeker", "holder", "heads").union(near.select("seeker", "holder", "heads"))
    asking = asking.join(candidates.select("seeker").distinct(), "seeker", "left_semi")
    wishes = _by_group(asking, ["seeker"], _wish, "cluster string, target string")
    wishes = wishes.union(
        ambiguous.select(f.col("seeker").alias("cluster"), f.lit(local.AMBIGUOUS).alias("target"))
    ).persist()
    # Granted is only a wish to join a cluster that wishes nothing itself.
    free = wishes.where(f.col("target") != local.AMBIGUOUS).join(
        wishes.select(f.col("cluster").alias("target")), "target", "left_anti"
    )
    return _by_group(free.join(heads, "cluster"), ["target"], _granted, "cluster string, target string")


def _holds(row: dict[str, Any]) -> _Rows:
    for key in sorted(_headed(row["cluster"], row["heads"]).blocks):
        yield {"key": key, "holder": row["cluster"]}


def _seeks(row: dict[str, Any]) -> _Rows:
    for key in sorted(_headed(row["cluster"], row["heads"]).seeks):
        yield {"key": key, "seeker": row["cluster"]}


def _wish(rows: list[dict[str, Any]]) -> _Rows:
    own = next(row for row in rows if row["holder"] is None)
    others = {row["holder"]: row["heads"] for row in rows if row["holder"] is not None}
    candidates = [_headed(name, others[name]) for name in sorted(others)]
    target = local.wish(_headed(own["seeker"], own["heads"]), candidates)
    if target is not None:
        yield {"cluster": own["seeker"], "target": target}


def _granted(rows: list[dict[str, Any]]) -> _Rows:
    ordered = sorted(rows, key=lambda row: str(row["cluster"]))
    for one in local.granted([_headed(row["cluster"], row["heads"]) for row in ordered]):
        yield {"cluster": one.id, "target": rows[0]["target"]}


def _events(rows: list[dict[str, Any]]) -> _Rows:
    orders = sorted(tuple(json.loads(one)) for row in rows for one in row["members"])
    for order in orders:
        yield {"fact": order[-1], "event": event_id(orders[0][-1])}
