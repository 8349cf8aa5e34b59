"""The rubrics of a dossier, each a function from the pair's material to a section."""

from __future__ import annotations

from collections.abc import Callable

from elshi.views.pair import Pair
from elshi.views.sections.checks import also, discrepancies, plans
from elshi.views.sections.economy import investment, trade
from elshi.views.sections.law import agreements
from elshi.views.sections.politics import key_dates, people, political
from elshi.views.sections.society import culture, honours, multilateral, sectors, statements
from elshi.views.sections.visits import mechanisms, meetings, visits
from elshi.views.sheet import Section

__all__ = ["BUILDERS", "ORDER"]

#: In the order of the page. `gaps` and `sources` follow them; the dossier adds these itself.
BUILDERS: tuple[Callable[[Pair], Section], ...] = (
    key_dates,
    people,
    political,
    visits,
    meetings,
    mechanisms,
    agreements,
    trade,
    investment,
    sectors,
    culture,
    honours,
    multilateral,
    statements,
    plans,
    discrepancies,
    also,
)

#: Keys of all sections, in order.
ORDER = (*(build.__name__ for build in BUILDERS), "gaps", "sources")
