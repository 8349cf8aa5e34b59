"""Alembic migrations of the record; they run on opening, inside one transaction."""
