"""The pure function at Elshi's centre: one document in, its facts out.

No clock, no network, no database, no state but caches of words: the same document gives the same facts on
any machine. The steps are those of docs/flow.md: repair the layout, find articles and sentences, tokens,
dates and amounts, recognise and link who is named, run the frames, map everything back to the text as read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from elshi.frames import tables
from elshi.model import Article, Document, Fact, Mention, Passage, Sentence

if TYPE_CHECKING:
    from pathlib import Path

    from elshi.catalogue import Catalogue
    from elshi.frames.engine import Candidate, Engine
    from elshi.frames.explain import Explanation
    from elshi.languages.base import DateExpression
    from elshi.record.passages import IndexedPassage
    from elshi.text.layout import Layout

__all__ = ["Analysis", "Extractor", "articles", "extract", "mentions"]

#: Sentences longer than this (code points) are lists run together or broken text; they are read in pieces.
MAX_SENTENCE = 1500
#: From so many sentences on, an article says itself whom it is about.
ARTICLE_SENTENCES = 3
SIDES = frozenset({"state", "igo", "programme", "nationality"})
#: What happened before is history, no foreign relations of today's states (record.md, "How passages become facts", 9).
EPOCH = "1900"
STRIP = " \t\n\r\u00a0,;:–—-"


@dataclass(slots=True)
class Analysis:
    """A document taken apart: everything the frames look at."""

    document: Document
    layout: Layout
    articles: list[Article]
    passages: list[Passage]
    article_of: list[int]


class Extractor:
    """Reads documents with one catalogue; languages and rules are loaded at their first use.

    Args:
        catalogue: who is who; the built-in catalogue when None.
    """

    def __init__(self, catalogue: Catalogue | None = None) -> None:
        self._catalogue = catalogue
        self._engines: dict[str, Engine] = {}
        self._last: Analysis | None = None
        self._read: Document | None = None
        #: What each fact of the last document was made from, by `id(fact)`.
        self._traces: dict[int, Candidate] = {}

    @classmethod
    def with_catalogue(cls, extra: Path | None) -> Extractor:
        """An extractor whose catalogue is enlarged by a user's own file or folder."""
        from elshi.catalogue import Catalogue

        return cls(Catalogue.load(extra) if extra else None)

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue in use."""
        if self._catalogue is None:
            from elshi.catalogue import Catalogue

            self._catalogue = Catalogue.default()
        return self._catalogue

    def engine(self, code: str) -> Engine:
        """The rules of one language."""
        found = self._engines.get(code)
        if found is None:
            from elshi.frames.engine import Engine
            from elshi.languages import get

            found = self._engines[code] = Engine(code, get(code))
        return found

    def articles(self, document: Document) -> list[Article]:
        """Where the articles of a document begin and end, in offsets of its text."""
        from elshi.text.articles import split
        from elshi.text.layout import repair

        return list(split(document, repair(document.text)))

    def analyse(self, document: Document) -> Analysis:
        """Takes a document apart: sentences, tokens, mentions, dates, amounts, all in clean offsets."""
        from elshi.text.articles import split as split_articles
        from elshi.text.layout import repair
        from elshi.text.sentences import split as split_sentences
        from elshi.text.tokens import tokenize

        layout = repair(document.text)
        found = list(split_articles(document, layout))
        passages: list[Passage] = []
        article_of: list[int] = []
        for k, article in enumerate(found):
            start, end = layout.to_clean(article.start), layout.to_clean(article.end)
            language = article.language or document.language
            for sentence in split_sentences(layout.clean, start, end, language):
                for piece in _pieces(sentence, layout.clean):
                    passages.append(Passage(piece, tokenize(layout.clean, piece.start, piece.end)))
                    article_of.append(k)
        analysis = Analysis(document, layout, found, passages, article_of)
        self._name(analysis)
        return analysis

    def _name(self, analysis: Analysis) -> None:
        """Fills every passage's mentions."""
        from elshi.catalogue.link import link
        from elshi.catalogue.recognise import recognise
        from elshi.languages import get, one_year
        from elshi.languages.ahead import is_open, looks_ahead
        from elshi.languages.resolve import DateContext, publication_date

        clean = analysis.layout.clean
        document = analysis.document
        if document.published is None and len(analysis.passages) >= ARTICLE_SENTENCES:
            first = next((p.sentence.language for p in analysis.passages if p.sentence.language), None)
            if first is not None and len(analysis.articles) == 1:
                found = publication_date(clean[:600], clean[-300:], first, clean)
                if found is not None:
                    document = analysis.document = replace(document, published=found)
        context = DateContext(document.published)
        current, length = -1, 0
        later: list[tuple[Passage, DateExpression, bool | None]] = []
        for passage, article in zip(analysis.passages, analysis.article_of, strict=True):
            if article != current:
                # Another article: what was said before is no context for it.
                context, current = DateContext(document.published), article
            code = passage.sentence.language
            context.next_sentence(length)
            length = passage.sentence.end - passage.sentence.start
            if code is None:
                continue
            language = get(code)
            passage.mentions = _index(recognise(passage, clean, language, self.catalogue), passage)
            taken = [(m.start, m.end) for m in passage.mentions]
            times = []
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
                mark = amount.mark
                times.append(
                    Mention(
                        amount.start, amount.end, clean[amount.start : amount.end], "amount",
                        case=amount.case, value=amount.value, unit=unit,
                        mark="money" if amount.money_like and unit is None else mark,
                    )
                )  # fmt: skip
            if times:
                # «АҚШ доллары» holds a state's name, but is a currency; a name that reaches further wins.
                free = [
                    t for t in times
                    if all(t.start <= a and b <= t.end for a, b in taken if a < t.end and t.start < b)
                ]  # fmt: skip
                passage.mentions = [
                    m
                    for m in passage.mentions
                    if not any(t.start <= m.start and m.end <= t.end for t in free)
                ]
                both = passage.mentions + _index(free, passage)
                passage.mentions = sorted(both, key=lambda m: (m.start, m.end))
        if later and document.published is None and len(analysis.articles) == 1:
            one_year.settle(analysis.passages, later)
        link(analysis.passages, document, clean, self.catalogue)

    def passages(self, document: Document) -> list[IndexedPassage]:
        """A document's sentences prepared for search: base forms, who is named, dates."""
        from elshi.record.passages import IndexedPassage
        from elshi.search.tokens import passage_tokens

        analysis = self._last if self._last is not None and self._read is document else self.analyse(document)
        out = []
        for passage in analysis.passages:
            sentence = passage.sentence
            start, end = analysis.layout.span(sentence.start, sentence.end)
            entities: dict[str, None] = {}
            for m in passage.mentions:
                for value in (m.id, m.of, m.person):
                    entities.update(dict.fromkeys(filter(None, (value or "").split("+"))))
            dates = [m.value for m in passage.mentions if m.kind == "date" and isinstance(m.value, str)]
            kinds = [m.kind for m in passage.mentions]
            terms = passage_tokens([t.text for t in passage.tokens], sentence.language, dates, kinds)
            if terms:
                text = document.text[start:end]
                out.append(
                    IndexedPassage(start, end, text, sentence.language, terms, tuple(entities), tuple(dates))
                )
        return out

    def mentions(self, document: Document) -> list[Mention]:
        """Who, where, when and how much a document names, in offsets of its text."""
        analysis = self.analyse(document)
        out = []
        for passage in analysis.passages:
            for m in _cased(passage):
                start, end = analysis.layout.span(m.start, m.end)
                mark = None if m.mark == "money" else m.mark
                out.append(replace(m, start=start, end=end, text=document.text[start:end], mark=mark))
        return out

    def trace(self, fact: Fact) -> Candidate | None:
        """What a fact of the last document was made from; rows of lists of visits have none."""
        return self._traces.get(id(fact))

    def extract(self, document: Document, *, doubtful: bool = False) -> list[Fact]:
        """The facts of a document, in the order of its text.

        Args:
            document: what to read.
            doubtful: keep facts that are more likely wrong than right, too.
        """
        analysis = self.analyse(document)
        # Ingestion asks for the passages of the document it has just extracted.
        self._last, self._read = analysis, document
        from elshi.frames.article import complete
        from elshi.frames.confidence import confidence, threshold
        from elshi.frames.rules import frames

        facts: list[Fact] = []
        least = 0.0 if doubtful else threshold()
        self._traces = {}
        clean = analysis.layout.clean
        table = tables.read(analysis.passages, analysis.article_of, clean)
        facts.extend(tables.visits(table, document.id, document.text, analysis.layout))
        found = self._candidates(analysis, table)
        for article in range(len(analysis.articles)):
            own = [p for p, a in zip(table.passages, table.article_of, strict=True) if a == article]
            sides = _sides(own)
            if (len(sides) == 1 and len(own) >= ARTICLE_SENTENCES) or _bygone(own):
                continue
            inside = {id(p) for p in own}
            here = [(p, cs) for p, cs in found if id(p) in inside]
            complete(own, here, frames(), analysis.document.published, clean)
            for passage, candidates in here:
                code = passage.sentence.language or ""
                for c in candidates:
                    if len(sides) < 2 and c.rule.type in self.engine(code).rules.words.two_sided:
                        continue
                    c.confidence = confidence(c, code)
                    if c.confidence < least:
                        continue
                    fact = self._named(_fact(analysis, passage, c))
                    self._traces[id(fact)] = c
                    facts.append(fact)
        return _finish(facts, analysis)

    def explain(self, document: Document) -> list[Explanation]:
        """The facts of a document, each with the rule and the words it rests on."""
        from elshi.frames.explain import explain

        return [explain(fact, self.trace(fact)) for fact in self.extract(document)]

    def _named(self, fact: Fact) -> Fact:
        """Gives coded fillers that the text only points at («екі ел») their canonical names."""
        roles = {}
        for role, fillers in fact.roles.items():
            out = []
            for f in fillers:
                entity = self.catalogue.entity(f.id) if f.id and f.name == f.id else None
                out.append(replace(f, name=entity.name, kind=entity.kind) if entity else f)
            roles[role] = tuple(out)
        return replace(fact, roles=roles)

    def _candidates(self, analysis: Analysis, table: tables.Table) -> list[tuple[Passage, list[Candidate]]]:
        from elshi.catalogue.recognise import instruments
        from elshi.languages import get

        clean = analysis.layout.clean
        out = []
        previous: Passage | None = None
        current = -1
        for k, (passage, article) in enumerate(zip(table.passages, table.article_of, strict=True)):
            if article != current:
                previous, current = None, article
            code = passage.sentence.language
            if code is None:
                previous = None
                continue
            engine = self.engine(code)
            if k not in table.headings and engine.bears(passage):
                before: tuple[Mention, ...] = ()
                if previous is not None and previous.sentence.language == code:
                    before = engine.subject(previous, clean)

                def titles(one: Passage = passage, code: str = code) -> list[Mention]:
                    return _index(instruments(one, clean, get(code)), one)

                row = table.rows.get(k)
                if row is not None:
                    before = tuple(row.who)
                found = engine.candidates(passage, clean, titles, before)
                if row is not None:
                    found = tables.complete(found, row)
                if found:
                    out.append((passage, found))
            if any(m.kind not in ("date", "amount") for m in passage.mentions):
                previous = passage
        return out


def _cased(passage: Passage) -> list[Mention]:
    """A sentence's mentions with the case that the sentence gives them («в Казахстан»: accusative)."""
    from elshi.languages import get

    if passage.sentence.language != "ru" or not passage.mentions:
        return passage.mentions
    chosen = get("ru").choose([t.text for t in passage.tokens])
    out = []
    for m in passage.mentions:
        # The head of a Russian name of several words stands first; persons agree in all words.
        reading = chosen[m.first] if 0 <= m.first < len(chosen) else None
        if m.kind not in ("date", "amount", "nationality") and reading is not None and reading.case:
            m = replace(m, case=reading.case)
        out.append(m)
    return out


def _pieces(sentence: Sentence, clean: str) -> list[Sentence]:
    """An overlong sentence in pieces, cut at spaces where there are any."""
    out = []
    start = sentence.start
    while sentence.end - start > MAX_SENTENCE:
        cut = clean.rfind(" ", start + MAX_SENTENCE // 2, start + MAX_SENTENCE) + 1 or start + MAX_SENTENCE
        out.append(replace(sentence, start=start, end=cut))
        start = cut
    out.append(replace(sentence, start=start))
    return out


def _sides(passages: Sequence[Passage]) -> set[str]:
    """Codes of all states and organisations an article names, by themselves or through their offices.

    An article of several sentences that names one state and nobody beyond it tells of its own affairs. A
    sentence or two are let pass: what they leave unsaid stood in the sentences around them.
    """
    sides: set[str] = set()
    for passage in passages:
        for m in passage.mentions:
            for value in (m.id if m.kind in SIDES else None, m.of):
                sides.update(code for code in (value or "").split("+") if code)
    return sides


def _bygone(passages: Sequence[Passage]) -> bool:
    """Whether an article tells of times before `EPOCH` only: all its dates lie there, and it has several."""
    dates = [m.value for p in passages for m in p.mentions if m.kind == "date" and isinstance(m.value, str)]
    return len(dates) > 1 and all(date < EPOCH for date in dates)


def _index(found: Sequence[Mention], passage: Passage) -> list[Mention]:
    """Sets first and last token of mentions that lack them."""
    out = []
    tokens = passage.tokens
    for m in found:
        if m.first < 0:
            inside = [i for i, t in enumerate(tokens) if t.start < m.end and m.start < t.end]
            if not inside:
                continue
            m = replace(m, first=inside[0], last=inside[-1])
        out.append(m)
    return out


def _fact(analysis: Analysis, passage: Passage, c: Candidate) -> Fact:
    clean = analysis.layout.clean
    start, end = passage.tokens[c.first].start, passage.tokens[c.last].end
    while end > start and clean[end - 1] in STRIP:
        end -= 1
    while start < end and clean[start] in STRIP:
        start += 1
    a, b = analysis.layout.span(start, end)
    value = c.date.value if c.date is not None else None
    if value is None:
        value = c.lead
    return Fact(
        document=analysis.document.id,
        kind="figure" if c.value is not None else "event",
        type=c.rule.type,
        subtype=c.subtype,
        status=c.status,
        roles={role: tuple(fillers) for role, fillers in c.roles.items()},
        date=value if isinstance(value, str) else None,
        place=c.place,
        title=c.title,
        sphere=c.sphere,
        quote=analysis.document.text[a:b],
        start=a,
        end=b,
        language=passage.sentence.language or "",
        confidence=c.confidence,
        value=c.value,
        unit=c.unit,
        rule=c.rule.id,
    )


def _finish(facts: list[Fact], analysis: Analysis) -> list[Fact]:
    """Drops exact repeats and orders the facts by the text."""
    seen: set[tuple[object, ...]] = set()
    out = []
    for fact in sorted(facts, key=lambda f: (f.start, f.end, f.kind, f.type, f.rule or "")):
        key = (fact.content_key(), fact.date, fact.status)
        if fact.date is not None and fact.date < EPOCH:
            continue
        if key not in seen:
            seen.add(key)
            out.append(fact)
    return out


_default: Extractor | None = None


def _shared() -> Extractor:
    global _default
    if _default is None:
        _default = Extractor()
    return _default


def extract(document: Document) -> list[Fact]:
    """The facts of a document, read with the built-in catalogue and rules."""
    return _shared().extract(document)


def mentions(document: Document) -> list[Mention]:
    """Who, where, when and how much a document names, read with the built-in catalogue."""
    return _shared().mentions(document)


def articles(document: Document) -> list[Article]:
    """Where the articles of a document begin and end."""
    return _shared().articles(document)
