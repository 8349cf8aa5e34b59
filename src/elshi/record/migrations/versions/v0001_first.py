"""The first tables.

Frozen: a record of this revision exists on somebody's disk, so later changes are new revisions.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from elshi.record.dialect import FULL_TEXT

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def _owner(name: str, table: str, *, key: bool = False) -> sa.Column[int]:
    owner = sa.ForeignKey(f"{table}.n", ondelete="CASCADE")
    return sa.Column(name, _NUMBER, owner, nullable=False, primary_key=key)


def upgrade() -> None:
    """Creates everything."""
    op.create_table(
        "documents",
        sa.Column("n", _NUMBER, primary_key=True),
        sa.Column("key", sa.String(64), nullable=False, unique=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("title", sa.Text),
        sa.Column("url", sa.Text),
        sa.Column("source", sa.Text),
        sa.Column("published", sa.String),
        sa.Column("language", sa.String),
        sa.Column("added", sa.String, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("cluster", sa.String(64), nullable=False),
        sa.Column("near_copy_of", sa.String(64)),
    )
    op.create_index("ix_documents_cluster", "documents", ["cluster"])
    op.create_table(
        "bands",
        sa.Column("band", sa.BigInteger, nullable=False),
        _owner("document", "documents"),
    )
    op.create_index("ix_bands_band", "bands", ["band"])
    op.create_index("ix_bands_document", "bands", ["document"])
    op.create_table(
        "facts",
        sa.Column("n", _NUMBER, primary_key=True),
        sa.Column("id", sa.String(32), nullable=False, unique=True),
        _owner("document", "documents"),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("type", sa.String, nullable=False),
        sa.Column("subtype", sa.String),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("date", sa.String),
        sa.Column("lower", sa.String(10)),
        sa.Column("upper", sa.String(10)),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("extracted", sa.Text),
        sa.Column("rejected", sa.Boolean, nullable=False),
        sa.Column("unit", sa.String(32), nullable=False),
        sa.Column("region", sa.String(32), nullable=False),
        sa.Column("cluster", sa.String(32), nullable=False),
        sa.Column("wish", sa.String(32)),
        sa.Column("event", sa.String(32), nullable=False),
    )
    for column in ("document", "region", "cluster", "wish", "event", "type", "lower"):
        op.create_index(f"ix_facts_{column}", "facts", [column])
    op.create_table(
        "fillers",
        _owner("fact", "facts"),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("id", sa.Text),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("name", sa.Text),
        sa.Column("of", sa.Text),
    )
    op.create_index("ix_fillers_fact", "fillers", ["fact"])
    op.create_index("ix_fillers_id", "fillers", ["id"])
    op.create_table(
        "fact_sides",
        sa.Column("side", sa.Text, primary_key=True),
        _owner("fact", "facts", key=True),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_fact_sides_fact", "fact_sides", ["fact"])
    op.create_table(
        "fact_keys",
        sa.Column("key", sa.BigInteger, primary_key=True),
        _owner("fact", "facts", key=True),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_fact_keys_fact", "fact_keys", ["fact"])
    op.create_table(
        "passages",
        sa.Column("n", _NUMBER, primary_key=True),
        _owner("document", "documents"),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("language", sa.String),
        sa.Column("date", sa.String),
        sa.Column("lower", sa.String(10)),
        sa.Column("upper", sa.String(10)),
    )
    op.create_index("ix_passages_document", "passages", ["document"])
    op.create_table(
        "decisions",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("document", sa.String(64)),
        sa.Column("fact", sa.String(32)),
        sa.Column("type", sa.String),
        sa.Column("quote", sa.Text),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("why", sa.Text),
        sa.Column("undone_by", sa.Text),
        sa.Column("undone_at", sa.String),
        sa.Column("undone_why", sa.Text),
    )
    op.create_index("ix_decisions_document", "decisions", ["document"])
    for statement in FULL_TEXT[op.get_bind().dialect.name]:
        op.execute(statement)
