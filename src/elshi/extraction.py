"""The pure function at Elshi's centre: one document in, its facts out.

No clock, no network, no database, no state but caches of words: the same document gives the same facts on
any machine. The steps are those of docs/flow.md: repair the layout, find articles and sentences, tokens,
dates and amounts, recognise and link who is named, run the frames, map everything back to the text as read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from elshi.frames import tables
from elshi.model import Article, Document, Fact, Mention, Passage, Sentence

if TYPE_CHECKING:
    from pathlib import Path

    from elshi.catalogue import Catalogue
    from elshi.catalogue.recognise import Depth
    from elshi.frames.engine import Candidate, Engine
    from elshi.frames.explain import Explanation
    from elshi.frames.patterns import Pattern
    from elshi.frames.rules import Rule
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
QUOTATION_MARKS = frozenset('«»“”„"')


@dataclass(slots=True)
class Analysis:
    """A document taken apart: everything the frames look at."""

    document: Document
    layout: Layout
    articles: list[Article]
    passages: list[Passage]
    article_of: list[int]
    #: For the engine: the rules that may hold in each sentence, and how far it is read.
    possible: list[list[tuple[int, Rule, Pattern]]] = field(default_factory=list)
    depths: list[Depth] = field(default_factory=list)


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
        analysis = self._take_apart(document)
        from elshi.catalogue.recognise import Depth

        self._name(analysis, [Depth.GUESSES] * len(analysis.passages))
        return analysis

    def _take_apart(self, document: Document) -> Analysis:
        """Articles, sentences and tokens of a document, nobody named yet."""
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
        return Analysis(
            _dated(document, passages, len(found), layout.clean), layout, found, passages, article_of
        )

    def _name(self, analysis: Analysis, depths: Sequence[Depth]) -> None:
        from elshi.naming import name

        clean = analysis.layout.clean
        name(analysis.passages, analysis.article_of, analysis.document, clean, self.catalogue, depths)

    def passages(self, document: Document) -> list[IndexedPassage]:
        """A document's sentences prepared for search: base forms, who is named, dates."""
        from elshi.record.passages import IndexedPassage
        from elshi.search.tokens import passage_tokens

        if self._last is not None and self._read is document:
            from elshi.catalogue.recognise import Depth

            analysis = self._last
            # What was of no use for facts is found by search all the same.
            rest = [Depth.NOTHING if d else Depth.PATTERNS for d in analysis.depths]
            if any(rest):
                self._name(analysis, rest)
                analysis.depths = [max(a, b) for a, b in zip(analysis.depths, rest, strict=True)]
        else:
            analysis = self.analyse(document)
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
        analysis = self._take_apart(document)
        analysis.possible = [
            self.engine(p.sentence.language).possible(p) if p.sentence.language else []
            for p in analysis.passages
        ]
        _drop_idle_reports(analysis)
        analysis.depths = _depths(analysis)
        self._name(analysis, analysis.depths)
        # Ingestion asks for the passages of the document it has just extracted.
        self._last, self._read = analysis, document
        from elshi.frames.article import complete
        from elshi.frames.confidence import confidence, threshold
        from elshi.frames.quotations import begun
        from elshi.frames.rules import frames

        facts: list[Fact] = []
        least = 0.0 if doubtful else threshold()
        self._traces = {}
        clean = analysis.layout.clean
        table = tables.read(analysis.passages, analysis.article_of, clean)
        facts.extend(tables.visits(table, document.id, document.text, analysis.layout))
        for article in range(len(analysis.articles)):
            own = [p for p, a in zip(table.passages, table.article_of, strict=True) if a == article]
            sides = _sides(own)
            if (len(sides) < 2 and len(own) >= ARTICLE_SENTENCES) or _bygone(own):
                continue
            quotations = begun(own, clean)
            here = self._candidates(analysis, table, article, len(sides), quotations)
            complete(own, here, frames(), analysis.document.published, clean, quotations)
            for passage, candidates in here:
                code = passage.sentence.language or ""
                for c in candidates:
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

    def _candidates(
        self,
        analysis: Analysis,
        table: tables.Table,
        article: int,
        sides: int,
        quotations: Sequence[int | None],
    ) -> list[tuple[Passage, list[Candidate]]]:
        """What the rules find in one article, by sentence."""
        from elshi.catalogue.recognise import instruments
        from elshi.languages import get
        from elshi.naming import indexed

        clean = analysis.layout.clean
        known = {id(p): t for p, t in zip(analysis.passages, analysis.possible, strict=True)}
        out = []
        previous: Passage | None = None
        opened = iter(quotations)
        for k, passage in enumerate(table.passages):
            if table.article_of[k] != article:
                continue
            quotation = next(opened) is not None
            code = passage.sentence.language
            if code is None:
                previous = None
                continue
            engine = self.engine(code)
            possible = known[id(passage)] if id(passage) in known else engine.possible(passage)
            if k in table.headings:
                possible = []
            if sides < 2 and possible:
                two_sided = engine.rules.words.two_sided
                possible = [t for t in possible if t[1].type not in two_sided]
            if possible:
                row = table.rows.get(k)

                def before(
                    one: Passage | None = previous, row: tables.Row | None = row, engine: Engine = engine
                ) -> tuple[Mention, ...]:
                    if row is not None:
                        return tuple(row.who)
                    if one is None or one.sentence.language != engine.code:
                        return ()
                    return engine.subject(one, clean)

                def titles(one: Passage = passage, code: str = code) -> list[Mention]:
                    return indexed(instruments(one, clean, get(code)), one)

                found = engine.candidates(passage, clean, titles, before, possible, quotation=quotation)
                if row is not None:
                    found = tables.complete(found, row)
                if found:
                    out.append((passage, found))
            if any(m.kind not in ("date", "amount") for m in passage.mentions):
                previous = passage
        return out


def _drop_idle_reports(analysis: Analysis) -> None:
    """Who says a thing is asked only beside quotation marks: «сказал» alone need not be looked at."""
    clean = analysis.layout.clean
    marked = [
        not QUOTATION_MARKS.isdisjoint(clean[p.sentence.start : p.sentence.end]) for p in analysis.passages
    ]
    for k, tries in enumerate(analysis.possible):
        if tries and not any(marked[max(0, k - 1) : k + 2]):
            analysis.possible[k] = [t for t in tries if not t[1].reports]


def _depths(analysis: Analysis) -> list[Depth]:
    """How far to read each sentence for facts.

    Sentences in which some rule may hold are read in full; the head of their article and the sentence before,
    which may hold their setting or their subject, all but for the model's guesses; of the rest of the article it
    is enough to know which states and offices it names. An article without such a sentence is not read.
    """
    from elshi.catalogue.recognise import Depth

    possible, article_of = analysis.possible, analysis.article_of
    if tables.likely(analysis.layout.clean):
        return [Depth.GUESSES] * len(possible)
    some = {a for a, p in zip(article_of, possible, strict=True) if p}
    out = []
    begin = 0
    for k, (article, tries) in enumerate(zip(article_of, possible, strict=True)):
        if k and article != article_of[k - 1]:
            begin = k
        if article not in some:
            out.append(Depth.NOTHING)
        elif tries:
            out.append(Depth.GUESSES)
        elif k - begin < ARTICLE_SENTENCES or (k + 1 < len(possible) and possible[k + 1]):
            out.append(Depth.PATTERNS)
        else:
            out.append(Depth.KNOWN)
    return out


def _dated(document: Document, passages: Sequence[Passage], articles: int, clean: str) -> Document:
    """The document with the date of publication that its head or foot gives, where the reader gave none."""
    from elshi.languages.resolve import publication_date

    if document.published is not None or articles != 1 or len(passages) < ARTICLE_SENTENCES:
        return document
    first = next((p.sentence.language for p in passages if p.sentence.language), None)
    found = publication_date(clean[:600], clean[-300:], first, clean) if first is not None else None
    return replace(document, published=found) if found is not None else document


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
        key = (fact.content_key(), fact.subtype, fact.date, fact.status)
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
