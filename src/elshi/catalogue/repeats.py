"""Names of one word that a document once shows to be an organisation's, found wherever they stand in it."""

from __future__ import annotations

from elshi.catalogue.context import Context
from elshi.catalogue.people import is_form
from elshi.languages.letters import fold
from elshi.model import Mention

__all__ = ["add_repeats"]

#: Letters of a name of one word that is looked for elsewhere.
_SHORTEST = 3


def add_repeats(context: Context) -> None:
    """«компания «Вестас»» makes «Вестас» the company's name in every other sentence."""
    names: dict[str, dict[str, str]] = {}
    for passage in context.passages:
        language = context.language(passage)
        for m in passage.mentions:
            if m.kind != "organisation" or m.id is not None or not m.name or m.of is not None:
                continue
            words = m.name.strip('«»“”"„ ').split()
            if len(words) != 1 or len(words[0]) < _SHORTEST or not words[0][0].isupper():
                continue
            word = words[0]
            known = word[0].isascii() or word.isupper() or language.readings(word)[0].pos in ("PROPN", "X")
            marks = context.catalogue.index(language).marks(word)
            if known and word.isalnum() and not marks & {"not_names", "heads", "legal", "given"}:
                names.setdefault(fold(word)[:_SHORTEST], {})[fold(word)] = word
    if not names:
        return
    for passage in context.passages:
        taken = {i for m in passage.mentions for i in range(m.first, m.last + 1) if m.first >= 0}
        added = []
        for at, token in enumerate(passage.tokens):
            text = token.text
            if not text[0].isupper() or at in taken:
                continue
            folded = fold(text)
            candidates = names.get(folded[:_SHORTEST])
            if candidates is None:
                continue
            found = is_form(folded, text, candidates, context, passage)
            if found is not None:
                case, name = found
                added.append(
                    Mention(token.start, token.end, text, "organisation", None, name, case, first=at, last=at)
                )
        if added:
            passage.mentions = sorted([*passage.mentions, *added], key=lambda m: m.start)
