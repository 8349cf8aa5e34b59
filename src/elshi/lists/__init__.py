"""Lists that people hold already (visits, agreements, envoys): each row a fact, its source the list itself.

A mapping file says what the columns mean (`mapping`); `tables` makes a text of rows out of CSV, TSV, XLSX and
XML; `facts` turns a row into facts, whose quotation is the row as it stands; `importing` adds all to a record.

Invariants: a date, state or person comes from a cell or from the mapping, never from a guess; a row that cannot
be read is named with its reason, and the rest goes on; the same list and mapping give the same facts.
"""

from __future__ import annotations

from elshi.lists.importing import ListReport, import_lists, read_list
from elshi.lists.mapping import Mapping, read_mapping

__all__ = ["ListReport", "Mapping", "import_lists", "read_list", "read_mapping"]
