"""Who, where, when and how much a document's sentences name: recognition, dates and amounts put together.

One pass over the sentences in order, for a date may lean on the one before it; then `elshi.catalogue.link`
settles what only the whole document tells. Pure: no clock, no state but caches of words.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from elshi.languages import get, one_year
from elshi.languages.ahead import is_open, looks_ahead
from elshi.languages.resolve import DateContext
from elshi.model import Document, Mention, Passage

if TYPE_CHECKING:
    from elshi.catalogue import Catalogue
    from elshi.catalogue.recognise import Depth
    from elshi.languages.base import DateExpression, Language

    Later = list[tuple[Passage, DateExpression, bool | None]]

__all__ = ["indexed", "name"]


def name(
    passages: Sequence[Passage],
    article_of: Sequence[int],
    document: Document,
    clean: str,
    catalogue: Catalogue,
    depths: Sequence[Depth],
) -> None:
    """Fills the mentions of a document's sentences, in place.

    Args:
        passages: all its sentences in order.
        article_of: the article of each.
        document: for its date, source and address.
        clean: its clean text.
        catalogue: who is who.
        depths: how far to read each; those not read stay as they are and are no context either, and times are
            looked for from patterns on.
    """
    from elshi.catalogue.link import link
    from elshi.catalogue.recognise import Depth, recognise

    context = DateContext(document.published)
    current, length = -1, 0
    later: Later = []
    named: list[Passage] = []
    for k, passage in enumerate(passages):
        if not depths[k]:
            continue
        if article_of[k] != current:
            # Another article: what was said before is no context for it.
            context, current = DateContext(document.published), article_of[k]
        code = passage.sentence.language
        context.next_sentence(length)
        length = passage.sentence.end - passage.sentence.start
        named.append(passage)
        if code is None:
            continue
        language = get(code)
        found = indexed(recognise(passage, clean, language, catalogue, depths[k]), passage)
        if depths[k] >= Depth.PATTERNS:
            found = _joined(found, _times(passage, clean, language, context, later), passage)
        passage.mentions = found
    if later and document.published is None and article_of and article_of[-1] == 0:
        one_year.settle(passages, later)
    link(named, document, clean, catalogue)


def _times(
    passage: Passage, clean: str, language: Language, context: DateContext, later: Later
) -> list[Mention]:
    """Dates and amounts of one sentence."""
    times: list[Mention] = []
    for expression in language.dates(clean, passage.tokens):
        future = looks_ahead(language, passage.tokens, expression) if is_open(expression) else None
        value = context.resolve(expression, future)
        if value is not None:
            context.note(value)
        else:
            later.append((passage, expression, future))
        times.append(
            Mention(
                expression.start, expression.end, clean[expression.start : expression.end], "date",
                case=expression.case, value=value, mark=expression.qualifier,
            )
        )  # fmt: skip
    for amount in language.amounts(clean, passage.tokens):
        if any(t.start < amount.end and amount.start < t.end for t in times):
            continue
        unit = amount.unit
        times.append(
            Mention(
                amount.start, amount.end, clean[amount.start : amount.end], "amount",
                case=amount.case, value=amount.value, unit=unit,
                mark="money" if amount.money_like and unit is None else amount.mark,
            )
        )  # fmt: skip
    return times


def _joined(found: list[Mention], times: list[Mention], passage: Passage) -> list[Mention]:
    """Names and times without overlap, in order.

    «АҚШ доллары» holds a state's name, but is a currency; a name that reaches further wins.
    """
    if not times:
        return found
    taken = [(m.start, m.end) for m in found]
    free = [
        t for t in times
        if all(t.start <= a and b <= t.end for a, b in taken if a < t.end and t.start < b)
    ]  # fmt: skip
    kept = [m for m in found if not any(t.start <= m.start and m.end <= t.end for t in free)]
    return sorted(kept + indexed(free, passage), key=lambda m: (m.start, m.end))


def indexed(found: Sequence[Mention], passage: Passage) -> list[Mention]:
    """Sets first and last token of mentions that lack them; what touches no token is dropped."""
    if all(m.first >= 0 for m in found):
        return list(found)
    starts = [t.start for t in passage.tokens]
    ends = [t.end for t in passage.tokens]
    out = []
    for m in found:
        if m.first < 0:
            first, last = bisect_right(ends, m.start), bisect_left(starts, m.end) - 1
            if first > last:
                continue
            m = replace(m, first=first, last=last)
        out.append(m)
    return out
