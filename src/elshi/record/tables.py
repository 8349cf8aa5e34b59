"""The tables of the record, as SQLAlchemy Core sees them; the same for SQLite and PostgreSQL.

Invariants:

* What came from a document (text, facts as extracted) is never overwritten by a person's decision: the
  decision is a row of `decisions`, and `facts.payload` shows the fact after decisions while
  `facts.extracted` keeps it as it was extracted.
* The integer `n` of a row depends on the order of ingestion and never leaves the record; what leaves it
  are keys and ids derived from content.
* `lower` and `upper` are ISO days, null where open; a row with a null `date` is undated.

A change here needs a migration in `migrations/versions` and a new `HEAD`; a test compares the two.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

__all__ = [
    "HEAD",
    "bands",
    "decisions",
    "documents",
    "dossiers",
    "fact_keys",
    "fact_sides",
    "facts",
    "fillers",
    "metadata",
    "passages",
]

#: Revision of the newest migration; a record of a revision that we do not know is refused.
HEAD = "0002"

metadata = MetaData()

_Number = BigInteger().with_variant(Integer, "sqlite")


def _document() -> Column[int]:
    return Column("document", _Number, ForeignKey("documents.n", ondelete="CASCADE"), nullable=False)


def _fact() -> Column[int]:
    return Column("fact", _Number, ForeignKey("facts.n", ondelete="CASCADE"), nullable=False)


documents = Table(
    "documents",
    metadata,
    Column("n", _Number, primary_key=True),
    Column("key", String(64), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("title", Text),
    Column("url", Text),
    Column("source", Text),
    Column("published", String),
    Column("language", String),
    Column("added", String, nullable=False),
    Column("text", Text, nullable=False),
    # Near copies: key of the smallest document of the cluster, and of the original that it copies.
    Column("cluster", String(64), nullable=False),
    Column("near_copy_of", String(64)),
    Index("ix_documents_cluster", "cluster"),
)

bands = Table(
    "bands",
    metadata,
    Column("band", BigInteger, nullable=False),
    _document(),
    Index("ix_bands_band", "band"),
    Index("ix_bands_document", "document"),
)

facts = Table(
    "facts",
    metadata,
    Column("n", _Number, primary_key=True),
    Column("id", String(32), nullable=False, unique=True),
    _document(),
    Column("kind", String, nullable=False),
    Column("type", String, nullable=False),
    Column("subtype", String),
    Column("status", String, nullable=False),
    Column("date", String),
    Column("lower", String(10)),
    Column("upper", String(10)),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("payload", Text, nullable=False),
    Column("extracted", Text),
    Column("rejected", Boolean, nullable=False),
    # Where grouping put it (see `grouping`): its unit, region and cluster, what the cluster wishes to join, and
    # the event.
    Column("unit", String(32), nullable=False),
    Column("region", String(32), nullable=False),
    Column("cluster", String(32), nullable=False),
    Column("wish", String(32)),
    Column("event", String(32), nullable=False),
    Index("ix_facts_document", "document"),
    Index("ix_facts_region", "region"),
    Index("ix_facts_cluster", "cluster"),
    Index("ix_facts_wish", "wish"),
    Index("ix_facts_event", "event"),
    Index("ix_facts_type", "type"),
    Index("ix_facts_lower", "lower"),
)

fillers = Table(
    "fillers",
    metadata,
    _fact(),
    Column("role", String, nullable=False),
    Column("id", Text),
    Column("kind", String, nullable=False),
    Column("name", Text),
    Column("of", Text),
    Index("ix_fillers_fact", "fact"),
    Index("ix_fillers_id", "id"),
)

#: Every id that a side filter may name: ids of fillers, and what persons and bodies belong to.
fact_sides = Table(
    "fact_sides",
    metadata,
    Column("side", Text, primary_key=True),
    Column("fact", _Number, ForeignKey("facts.n", ondelete="CASCADE"), primary_key=True),
    Index("ix_fact_sides_fact", "fact"),
    sqlite_with_rowid=False,
)

#: Blocking keys of grouping: two facts that might be of one event share at least one.
fact_keys = Table(
    "fact_keys",
    metadata,
    Column("key", BigInteger, primary_key=True),
    Column("fact", _Number, ForeignKey("facts.n", ondelete="CASCADE"), primary_key=True),
    Index("ix_fact_keys_fact", "fact"),
    sqlite_with_rowid=False,
)

passages = Table(
    "passages",
    metadata,
    Column("n", _Number, primary_key=True),
    _document(),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("language", String),
    Column("date", String),
    Column("lower", String(10)),
    Column("upper", String(10)),
    Index("ix_passages_document", "document"),
)

decisions = Table(
    "decisions",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("kind", String, nullable=False),
    Column("document", String(64)),
    Column("fact", String(32)),
    Column("type", String),
    Column("quote", Text),
    Column("payload", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", String, nullable=False),
    Column("why", Text),
    Column("undone_by", Text),
    Column("undone_at", String),
    Column("undone_why", Text),
    Index("ix_decisions_document", "document"),
)

#: What the written dossiers of a pair have shown (see `showing`); `a` comes before `b` in the alphabet.
dossiers = Table(
    "dossiers",
    metadata,
    Column("a", Text, primary_key=True),
    Column("b", Text, primary_key=True),
    Column("at", String, nullable=False),
    Column("shown", Text, nullable=False),
)
