"""Who is who: states, organisations, programmes, offices and their holders, places."""

from __future__ import annotations

from elshi.catalogue.entities import Entity, Name, Office, Term
from elshi.catalogue.store import Catalogue

__all__ = ["Catalogue", "Entity", "Name", "Office", "Term"]
