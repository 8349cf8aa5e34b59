"""What the last written dossiers of each pair showed.

Frozen: a record of this revision exists on somebody's disk, so later changes are new revisions.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the table; of dossiers written before nothing is known, so none counts as the last."""
    op.create_table(
        "dossiers",
        sa.Column("a", sa.Text, primary_key=True),
        sa.Column("b", sa.Text, primary_key=True),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("shown", sa.Text, nullable=False),
    )
