"""Kazakh morphology by rule: every way to cut a word form into a stem and endings, likeliest first.

Conventions that rule files rely on:

* The lemma of a noun, adjective or name is its bare stem, folded («Кеңесінің» -> `кеңес`).
* The lemma of a verb is its verbal noun in -у («келді» -> `келу`, «қол қойды» -> `қою`, «шықты» ->
  `шығу`, «оқиды» -> `оқу`), for finite forms, participles, converbs and the verbal noun itself.
* A passive has a reading with the active lemma and `voice="Pass"` («ашылды» -> `ашу`) and one with its
  own lemma and `voice="Act"` (`ашылу`), the second first for stems with a life of their own («қосылу»).
* -ған, -атын and -ар are participles (`Part`) and finite forms (`Fin`); both readings are given.
* «Ыстамбұлдағы» is Loc and `attributive`; «жылғы» is an attributive without case.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from elshi.languages.base import Reading
from elshi.languages.kk import endings
from elshi.languages.kk.conjugation import Conjugation
from elshi.languages.kk.endings import LONGEST, Ending
from elshi.languages.kk.latin import Transliterator
from elshi.languages.kk.lexicon import DEVOICED, KNOWN_STEM, VOICED, Lexicon
from elshi.languages.letters import fold

__all__ = ["Analyser"]

# Scores only order readings among themselves; they are sums of an ending's weight (suffixes.yaml) and these.
_KNOWN_WHOLE = 9.0  # the whole form is in the lexicon: beats any cut into an unknown stem
_CLOSED = 14.0  # closed-class words beat open ones
_BARE = 1.0  # an unknown form taken as it stands
_SHORT_STEM = -3.0  # unknown stems of one or two letters are rarely stems
_UNVOICED = -3.0  # native к қ п turn г ғ б before a possessive; only loans keep them
_MAX_READINGS = 8  # enough for every real ambiguity; keeps the cache small
_MAX_WORD = 60  # longer strings are not words


class Analyser:
    """Cuts Kazakh word forms. Holds the tables and a cache by form, nothing else."""

    def __init__(self) -> None:
        self._tables = tables = endings.build()
        self._lexicon = Lexicon(tables)
        self._conjugation = Conjugation(tables, self._lexicon)
        self._latin = Transliterator.load()
        self._readings: dict[str, tuple[Reading, ...]] = {}
        self._keys: dict[str, tuple[str, ...]] = {}

    # -- public ---------------------------------------------------------------------------------

    def readings(self, form: str) -> tuple[Reading, ...]:
        """All readings of a form as it stands in the text, likeliest first; pos `X` when it is no word."""
        known = self._readings.get(form)
        if known is None:
            known = self._read(form)
            self._readings[form] = known
        return known

    def keys(self, form: str) -> tuple[str, ...]:
        """Spellings under which a catalogue may know this word; see `Language.keys`."""
        known = self._keys.get(form)
        if known is None:
            known = self._find_keys(form)
            self._keys[form] = known
        return known

    # -- reading --------------------------------------------------------------------------------

    def _read(self, form: str) -> tuple[Reading, ...]:
        word = fold(form)
        if not word or len(word) > _MAX_WORD:
            return (Reading(word, "X"),)
        if not any(c.isalpha() for c in word):
            pos = "NUM" if any(c.isdigit() for c in word) else "PUNCT"
            return (Reading(word, pos, case="Nom" if pos == "NUM" else None),)
        if self._latin.applies(form) and not _is_acronym(form):
            word = self._latin.cyrillic(form, self._looks_known)
        counted = _COUNTED.match(word)
        if counted is not None:
            word = form = counted.group(1)  # «156-мүшесі»: an ordinal is no part of its noun
        capital = form[0].isupper()
        scored = list(self._score_all(form, word, capital))
        best: dict[Reading, float] = {}
        for score, reading in scored:
            if score > best.get(reading, -99.0):
                best[reading] = score
        order = sorted(best.items(), key=lambda item: -item[1])
        floor = order[0][1] - 12.0
        return tuple(reading for reading, score in order[:_MAX_READINGS] if score >= floor)

    def cyrillic(self, form: str) -> str:
        """A word in Cyrillic and lower case; one that is no Latin Kazakh only in lower case."""
        if not self._latin.applies(form) or _is_acronym(form):
            return form.lower()
        return self._latin.cyrillic(form, self._looks_known)

    def _looks_known(self, word: str) -> bool:
        """Whether a Cyrillic spelling is a known word, or ends in a known stem with endings."""
        lexicon = self._lexicon
        if word in lexicon.closed or lexicon.known(word) is not None:
            return True
        for cut in range(max(2, len(word) - LONGEST), len(word)):
            stem = word[:cut]
            if lexicon.known(stem) is not None and word[cut:] in self._tables.nominal:
                return True
            if stem in lexicon.verbs and (word[cut:] in self._tables.verbal or word[cut:] in ("у", "ю")):
                return True
        return False

    def _score_all(self, form: str, word: str, capital: bool) -> Iterator[tuple[float, Reading]]:
        if "-" in word[1:]:
            yield from self._hyphenated(form, word, capital)
            return
        if word[0].isdigit():
            yield from self._numeral(word)
            return
        closed = self._lexicon.closed.get(word)
        if closed:
            for rank, reading in enumerate(closed):
                yield _CLOSED - rank * 0.5, reading
        acronym = _is_acronym(form)
        yield from self._nominals(word, capital, acronym)
        if not acronym:
            yield from self._conjugation.forms(word, capital)

    def _hyphenated(self, form: str, word: str, capital: bool) -> Iterator[tuple[float, Reading]]:
        head, _, tail = word.rpartition("-")
        original_head = form[: len(head)]
        known_tail = (
            tail in self._lexicon.closed or tail in self._lexicon.nouns or tail in self._lexicon.names
        )
        chains = self._tables.nominal.get(tail)
        if chains and head and (_is_acronym(original_head) or head[-1].isdigit() or not known_tail):
            sure = 8.0 if _is_acronym(original_head) or head[-1].isdigit() or len(tail) > 1 else 2.0
            pos = "NUM" if head[-1].isdigit() and head[0].isdigit() else "PROPN" if capital else "NOUN"
            for ending in chains:
                if ending.person is None:
                    yield sure + ending.weight, _nominal_reading(head, pos, ending)
        if head and head[-1].isdigit() and tail in ("шы", "ші", "ыншы", "інші", "ншы", "нші"):
            yield 20.0, Reading(word, "NUM", case="Nom")
        if not tail:
            yield 0.0, Reading(head, "PROPN" if capital else "NOUN", case="Nom")
            return
        if word in self._lexicon.nouns or word in self._lexicon.names or word in self._lexicon.closed:
            yield from self._nominals(word, capital, False)
            for reading in self._lexicon.closed.get(word, ()):
                yield _CLOSED, reading
        else:
            for score, reading in self._nominals(word, capital, False):
                if self._lexicon.known(reading.lemma) is not None:
                    yield score + 4.0, reading  # «мән-жайды», «премьер-министрінің»
        prefix = head + "-"
        inner: list[tuple[float, Reading]] = list(self._nominals(tail, capital, False))
        if not capital:
            inner += self._conjugation.forms(tail, False)
        inner += [
            (_CLOSED - 4.0, reading)
            for reading in self._lexicon.closed.get(tail, ())
            if reading.pos in ("ADJ", "ADV")
        ]
        for score, reading in inner:
            yield score, _with_lemma(reading, prefix + reading.lemma)

    def _numeral(self, word: str) -> Iterator[tuple[float, Reading]]:
        split = len(word)
        while split and word[split - 1].isalpha():
            split -= 1
        head, tail = word[:split], word[split:]
        if not tail:
            yield 1.0, Reading(word, "NUM", case="Nom")
            return
        for ending in self._tables.nominal.get(tail, ()):
            if ending.person is None:
                yield 8.0 + ending.weight, _nominal_reading(head, "NUM", ending)
        yield 0.0, Reading(word, "NUM", case="Nom")

    def _nominals(self, word: str, capital: bool, acronym: bool) -> Iterator[tuple[float, Reading]]:
        """Nouns, adjectives and names: the bare form and every cut."""
        known = self._lexicon.known(word)
        if known is not None:
            yield (
                _KNOWN_WHOLE + (4.0 if capital and known == "PROPN" else 0.0),
                self._bare(word, known, capital),
            )
        else:
            pos = self._lexicon.guess_pos(word, capital)
            yield from self._derived(word, capital)
            if capital and word.endswith(self._tables.name_endings) and len(word) > 5:
                yield 11.0, Reading(word, "PROPN", case="Nom", number="Sing")
            # An all-capital word is an acronym as it stands («АҚШ»), or a shouted, inflected one.
            yield (8.0 if acronym else _BARE), Reading(word, pos, case="Nom", number="Sing")
        for cut in range(max(1, len(word) - LONGEST), len(word)):
            found = self._tables.nominal.get(word[cut:])
            if found is None:
                continue
            stem = word[:cut]
            letter_class = self._lexicon.class_of.get(stem[-1])
            if letter_class is None:
                if stem[-1] != "ь" or len(stem) < 2:
                    continue
                # The soft sign leaves the consonant its class: «Кремльге», «Брюссельдің».
                letter_class = self._lexicon.class_of.get(stem[-2], "voiceless")
            for ending in found:
                if letter_class in ending.classes or self._glide_as_vowel(stem, letter_class, ending):
                    yield from self._cut(stem, ending, capital)

    def _bare(self, word: str, known: str, capital: bool) -> Reading:
        return Reading(word, "PROPN" if capital and known != "ADJ" else known, case="Nom", number="Sing")

    def _derived(self, word: str, capital: bool) -> Iterator[tuple[float, Reading]]:
        """Unknown words whose end makes adjectives or agents rather than being an ending of their stem."""
        if len(word) < 5:
            return
        score, pos = 0.0, "ADJ"
        stem = word[:-2]
        if word.endswith(("лы", "лі")) and self._lexicon.class_of.get(stem[-1]) in ("vowel", "glide"):
            score = 7.0 if stem in self._lexicon.nouns else 3.5
        elif word.endswith(("ды", "ді", "ты", "ті")) and word[:-2].endswith(("ив", "ым", "ім")):
            score = 4.0  # «тиімді», «объективті»
        elif word.endswith(("сыз", "сіз", "лық", "лік", "дық", "дік", "тық", "тік")):
            score = 5.0 if word[:-3] in self._lexicon.nouns else 3.5
        elif word.endswith(("шы", "ші")):
            score, pos = (6.0 if stem[-1] in "ую" or stem in self._lexicon.nouns else 3.0), "NOUN"
        elif word.endswith(("ғы", "гі", "қы", "кі")) and self._lexicon.class_of.get(stem[-1]) not in (
            "vowel",
            None,
        ):
            score = 4.0  # «ежелгі», «көпжылғы»
        if score:
            yield score, Reading(word, "PROPN" if capital else pos, case="Nom", number="Sing")

    def _glide_as_vowel(self, stem: str, letter_class: str, ending: Ending) -> bool:
        # Foreign names in -у, -и may take the endings of vowels: «Нетаньяхуның», «Саркозиның».
        return (
            letter_class == "glide"
            and stem[-1] in "уи"
            and ending.case == "Gen"
            and not ending.possessive
            and ("vowel" in ending.classes)
        )

    def _cut(self, stem: str, ending: Ending, capital: bool) -> Iterator[tuple[float, Reading]]:
        score = ending.weight
        stems: list[tuple[str, float]] = []
        last = stem[-1]
        if ending.devoices:
            full = self._tables.elision.get(stem)
            if full is not None:
                stems.append((full, 4.0))
            plain = VOICED.get(last)
            if (
                plain is not None
                and last in "гғ"
                and self._lexicon.class_of.get(stem[-2:-1], "") not in ("vowel", "glide", "")
            ):
                if last == "г":
                    stems.append((stem, 0.0))  # «округі», «митингі»; no native stem ends in such a cluster
            elif plain is not None:
                stems.append((stem[:-1] + plain, 0.0))
                if last in "гб":
                    stems.append((stem, -1.5))
            elif last in DEVOICED:
                native = self._lexicon.class_of.get(stem[-2:-1]) in ("vowel", "glide")
                stems.append((stem, _UNVOICED if native else 0.0))
            else:
                stems.append((stem, 0.0))
        elif last == "ғ":
            return
        else:
            stems.append((stem, 0.0))
        if ending.inner and ending.number is None:
            whole = stem + ending.inner
            patronymic = capital and whole.endswith(("ұлы", "қызы")) and len(whole) > 5
            if whole in self._lexicon.nouns or whole in self._lexicon.names or patronymic:
                # Compounds that end in a possessive of their own: «отбасына», «елбасының».
                pos = "PROPN" if capital else "NOUN"
                yield (
                    score + KNOWN_STEM + 1.0,
                    Reading(whole, pos, case=ending.case, number="Sing", attributive=ending.attributive),
                )
        if ending.number and stem.endswith("ис") and "voiceless" in ending.classes:
            stems.append((stem + "т", 1.0))  # «журналистер»: the stem's т is written once
        for base, extra in stems:
            if ending.possessive == "3" and base[-1] in "ыі" and self._lexicon.known(base) is None:
                extra -= 2.0  # «барысын» is «барыс», not «бары»
            if (
                ending.case == "Acc"
                and not ending.possessive
                and base[-1] in "ыіұү"
                and self._lexicon.known(base) is None
            ):
                extra -= 2.0  # «айдыны» is «айдын» with a possessive
            if not self._plausible(base, ending, capital):
                continue
            if capital and ending.possessive == "3" and ending.case == "Acc" and ending.devoices:
                extra -= 3.0 if self._lexicon.known(base) is None else 0.0  # «Айбын», «Толқын» are names
            fit = self._lexicon.harmony(
                base if base != self._tables.elision.get(stem) else stem, ending.harmony
            )
            known = self._lexicon.known(base)
            total = score + extra + fit
            if known is not None:
                total += KNOWN_STEM
                pos = "PROPN" if capital and known != "ADJ" else known
            else:
                pos = self._lexicon.guess_pos(base, capital)
                if len(base) < 3:
                    total += _SHORT_STEM
            yield total, _nominal_reading(base, pos, ending)
            if base[-1] in "ую" or ending.case != "Nom" or ending.possessive:
                yield from self._deverbal(base, ending, total - (KNOWN_STEM if known else 0.0))

    def _deverbal(self, base: str, ending: Ending, score: float) -> Iterator[tuple[float, Reading]]:
        """Verbal nouns and participles that carry noun endings: «қол қоюға», «келгенін»."""
        for extra, lemma, voice, form, tense, negative in self._conjugation.nouns(base):
            yield (
                score + extra,
                Reading(
                    lemma,
                    "VERB",
                    case=ending.case,
                    number=ending.number,
                    possessive=ending.possessive,
                    tense=tense,
                    form=form,
                    voice=voice,
                    negative=negative,
                    attributive=ending.attributive,
                ),
            )
            if form == "Vnoun" and ending.case == "Loc" and not ending.possessive and not ending.attributive:
                # «күтілуде»: under way; as a predicate a present.
                yield (
                    score + extra - 0.5,
                    Reading(
                        lemma,
                        "VERB",
                        person="3",
                        tense="Pres",
                        mood="Ind",
                        form="Fin",
                        voice=voice,
                        negative=negative,
                    ),
                )

    def _plausible(self, stem: str, ending: Ending, capital: bool) -> bool:
        if len(stem) < 2 or not self._lexicon.has_vowel(stem):
            return False
        if stem[-1] == "с" and ending.case == "Abl" and not ending.possessive and ending.number is None:
            # «-стан» closes names of countries; the ablative of a stem in -с is only read when it is known.
            return ending.harmony != "back" or self._lexicon.known(stem) is not None or not capital
        return True

    # -- keys -----------------------------------------------------------------------------------

    def _find_keys(self, form: str) -> tuple[str, ...]:
        word = fold(form)
        keys: dict[str, None] = {word: None}
        if not word or len(word) > _MAX_WORD:
            return (word,)
        texts: Iterable[str] = (word,)
        if self._latin.applies(form):
            cyrillic = self._latin.cyrillic(form, self._looks_known)
            keys[cyrillic] = None
            texts = (cyrillic,) if not _is_acronym(form) else (word, cyrillic)
        for reading in self.readings(form):
            if reading.pos not in ("PUNCT", "X") and reading.form is None:
                keys[reading.lemma] = None
        for text in texts:
            head, dash, tail = text.rpartition("-")
            if dash and head and tail in self._tables.nominal:
                keys[head] = None
            for cut in range(len(text) - 1, max(1, len(text) - LONGEST) - 1, -1):
                if text[cut:] not in self._tables.nominal or not text[cut - 1].isalpha():
                    continue
                stems = list(self._key_stems(text[:cut], self._tables.nominal[text[cut:]]))
                for ending in self._tables.nominal[text[cut:]] if stems else ():
                    if ending.inner:
                        keys[text[:cut] + ending.inner] = None  # «кеңесіне»: `кеңесі` before `кеңес`
                for stem in stems:
                    keys[stem] = None
        return tuple(keys)

    def _key_stems(self, stem: str, found: tuple[Ending, ...]) -> Iterator[str]:
        letter_class = self._lexicon.class_of.get(stem[-1])
        if letter_class is None:
            letter_class = (
                self._lexicon.class_of.get(stem[-2], "voiceless")
                if stem[-1] == "ь" and len(stem) > 1
                else None
            )
        if not self._lexicon.has_vowel(stem) or len(stem) < 2:
            return
        fits = [
            e for e in found if letter_class in e.classes or self._glide_as_vowel(stem, letter_class or "", e)
        ]
        if not fits:
            return
        if any(e.devoices for e in fits):
            full = self._tables.elision.get(stem)
            if full is not None:
                yield full
            if stem[-1] in VOICED:
                yield stem[:-1] + VOICED[stem[-1]]
        if stem[-1] != "ғ":
            yield stem


#: An ordinal in figures glued to its noun, but no ordinal's own ending («30-шы», «2019-ыншы»).
_COUNTED = re.compile(r"\d+-((?!с?[ыі]?нш|[сш][ыі]|[ыі]нд)[^\W\d]{4,})$")


def _is_acronym(form: str) -> bool:
    """At least two capitals and no small letters («ЕҚЫҰ», «COVID-19»), which endings join by a hyphen."""
    return len(form) > 1 and form.isupper() and sum(c.isupper() for c in form) > 1


def _nominal_reading(lemma: str, pos: str, ending: Ending) -> Reading:
    return Reading(
        lemma,
        pos,
        case=ending.case,
        number=ending.number or "Sing",
        possessive=ending.possessive,
        person=ending.person,
        attributive=ending.attributive,
    )


def _with_lemma(reading: Reading, lemma: str) -> Reading:
    return replace(reading, lemma=lemma)
