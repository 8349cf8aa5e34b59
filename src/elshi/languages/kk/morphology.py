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

from collections.abc import Iterable, Iterator

from elshi.errors import RuleError
from elshi.languages import yamldata
from elshi.languages.base import Reading
from elshi.languages.kk import endings
from elshi.languages.kk.endings import Ending
from elshi.languages.kk.latin import Transliterator
from elshi.languages.letters import fold

__all__ = ["Analyser"]

_PACKAGE = "elshi.languages.kk"

# Scores only order readings among themselves; they are sums of an ending's weight (suffixes.yaml) and these.
_KNOWN_WHOLE = 9.0  # the whole form is in the lexicon: beats any cut into an unknown stem
_KNOWN_STEM = 6.0  # the stem is in the lexicon
_CLOSED = 14.0  # closed-class words beat open ones
_BARE = 1.0  # an unknown form taken as it stands
_DISHARMONY = -5.0  # the ending's vowels do not go with the stem's
_LOAN_DISHARMONY = -1.0  # same, on a stem whose harmony spelling does not show («Тоқаевқа», «Парижге»)
_SHORT_STEM = -3.0  # unknown stems of one or two letters are rarely stems
_UNVOICED = -3.0  # native к қ п turn г ғ б before a possessive; only loans keep them
_UNKNOWN_VERB = -2.5  # a stem that is no known verb and has no verb-making ending
_VERB_MAKING = 2.0  # unknown, but with an ending that makes verbs (-ла, -лан, -дыр …)
_CAPITAL_VERB = -8.0  # capitalised inside a sentence or not: names far outnumber unknown verbs
_MAX_READINGS = 8  # enough for every real ambiguity; keeps the cache small
_MAX_ENDING = 14  # letters in the longest chain worth looking up («ларыңыздардағы» is 14)
_MAX_WORD = 60  # longer strings are not words

_VOICED = {"г": "к", "ғ": "қ", "б": "п"}
_DEVOICED = {"к": "г", "қ": "ғ", "п": "б"}
_ADJECTIVE_ENDINGS = ("лық", "лік", "дық", "дік", "тық", "тік", "лы", "лі", "ды", "ді", "ты", "ті", "сыз", "сіз")
_ATTRIBUTE_ENDINGS = ("ғы", "гі", "қы", "кі")
_ORDINALS = ("ншы", "нші", "ыншы", "інші", "шы", "ші")
_VERB_MAKERS = (
    "ла", "ле", "да", "де", "та", "те", "лан", "лен", "дан", "ден", "тан", "тен", "лас", "лес", "дас", "дес",
    "тас", "тес", "тыр", "тір", "дыр", "дір", "ғыз", "гіз", "қыз", "кіз", "ыл", "іл", "ыс", "іс", "қар",
    "лат", "лет", "дат", "дет", "тат", "тет", "ейт", "айт", "ғар", "гер",
)  # fmt: skip


class Analyser:
    """Cuts Kazakh word forms. Holds the tables and a cache by form, nothing else."""

    def __init__(self) -> None:
        tables = endings.build()
        self._nominal = tables.nominal
        self._verbal = tables.verbal
        self._class_of = tables.class_of
        self._back = tables.back
        self._front = tables.front
        self._elision = tables.elision
        self._own_passives = tables.own_passives
        self._soft_clusters = tables.soft_clusters
        self._name_endings = tables.name_endings
        self._latin = Transliterator.load()
        words = yamldata.load(_PACKAGE, "lexicon.yaml")
        closed = yamldata.load(_PACKAGE, "closed.yaml")
        try:
            self._nouns = frozenset(fold(words["noun"]).split())
            self._names = frozenset(fold(words["name"]).split())
            self._verbs = frozenset(fold(words["verb"]).split())
            self._numerals = frozenset(fold(closed["NUM"]).split())
            self._adjectives = frozenset(fold(closed["ADJ"]).split())
            self._closed = dict(self._closed_readings(closed))
        except (KeyError, AttributeError, TypeError, ValueError) as error:
            raise RuleError(f"elshi/languages/kk/closed.yaml or lexicon.yaml:1: wrong section: {error}") from None
        self._verb_lemmas = frozenset(_verbal_noun(stem) for stem in self._verbs)
        self._readings: dict[str, tuple[Reading, ...]] = {}
        self._keys: dict[str, tuple[str, ...]] = {}

    # -- public ---------------------------------------------------------------------------------

    def readings(self, form: str) -> tuple[Reading, ...]:
        """All readings of a form as it stands in the text, likeliest first; one with pos `X` when it is no word."""
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

    # -- closed classes -------------------------------------------------------------------------

    def _closed_readings(self, data: object) -> Iterator[tuple[str, tuple[Reading, ...]]]:
        assert isinstance(data, dict)
        found: dict[str, list[Reading]] = {}
        copulas = set(data["AUX"].split())
        for pos in ("CCONJ", "SCONJ", "ADP", "PART"):
            for word in data[pos].split():
                found.setdefault(word, []).append(Reading(word, pos))
        for lemma, cases in data["pronouns"].items():
            for case, forms in cases.items():
                for word in forms.split():
                    found.setdefault(word, []).append(Reading(lemma, "PRON", case=case))
        for word, (lemma, form, tense, negative) in data["verb_forms"].items():
            pos = "AUX" if lemma in copulas else "VERB"
            person = "3" if form == "Fin" else None
            found.setdefault(word, []).append(
                Reading(lemma, pos, person=person, tense=tense, form=form, voice="Act", negative=negative)
            )
        for word, (lemma, pos, case, possessive) in data["forms"].items():
            found.setdefault(word, []).insert(
                0, Reading(lemma, pos, case=case, possessive=possessive, attributive=pos == "ADJ")
            )
        for pos in ("DET", "NUM", "ADJ", "ADV", "INTJ", "AUX"):
            for word in fold(data[pos]).split():
                case = "Nom" if pos in ("NUM", "ADJ") else None
                readings = found.setdefault(word, [])
                if all(reading.pos != pos for reading in readings):
                    readings.append(Reading(word, pos, case=case))
        for word, readings in found.items():
            yield fold(word), tuple(readings)

    # -- reading --------------------------------------------------------------------------------

    def _read(self, form: str) -> tuple[Reading, ...]:
        word = fold(form)
        if not word or len(word) > _MAX_WORD:
            return (Reading(word, "X"),)
        if not any(c.isalpha() for c in word):
            pos = "NUM" if any(c.isdigit() for c in word) else "PUNCT"
            return (Reading(word, pos, case="Nom" if pos == "NUM" else None),)
        if self._latin.applies(form) and not _is_acronym(form):
            word = self._latin.cyrillic(form)
        capital = form[0].isupper()
        scored = list(self._score_all(form, word, capital))
        best: dict[Reading, float] = {}
        for score, reading in scored:
            if score > best.get(reading, -99.0):
                best[reading] = score
        order = sorted(best.items(), key=lambda item: -item[1])
        floor = order[0][1] - 12.0
        return tuple(reading for reading, score in order[:_MAX_READINGS] if score >= floor)

    def _score_all(self, form: str, word: str, capital: bool) -> Iterator[tuple[float, Reading]]:
        if "-" in word[1:]:
            yield from self._hyphenated(form, word, capital)
            return
        if word[0].isdigit():
            yield from self._numeral(word)
            return
        closed = self._closed.get(word)
        if closed:
            for rank, reading in enumerate(closed):
                yield _CLOSED - rank * 0.5, reading
        acronym = _is_acronym(form)
        yield from self._nominals(word, capital, acronym)
        if not acronym:
            yield from self._verbals(word, capital)

    def _hyphenated(self, form: str, word: str, capital: bool) -> Iterator[tuple[float, Reading]]:
        head, _, tail = word.rpartition("-")
        original_head = form[: len(head)]
        known_tail = tail in self._closed or tail in self._nouns or tail in self._names
        chains = self._nominal.get(tail)
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
        if word in self._nouns or word in self._names or word in self._closed:
            yield from self._nominals(word, capital, False)
            for reading in self._closed.get(word, ()):
                yield _CLOSED, reading
        else:
            for score, reading in self._nominals(word, capital, False):
                if self._known(reading.lemma) is not None:
                    yield score + 4.0, reading  # «мән-жайды», «премьер-министрінің»
        prefix = head + "-"
        inner: list[tuple[float, Reading]] = list(self._nominals(tail, capital, False))
        if not capital:
            inner += self._verbals(tail, False)
        inner += [(_CLOSED - 4.0, reading) for reading in self._closed.get(tail, ()) if reading.pos in ("ADJ", "ADV")]
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
        for ending in self._nominal.get(tail, ()):
            if ending.person is None:
                yield 8.0 + ending.weight, _nominal_reading(head, "NUM", ending)
        yield 0.0, Reading(word, "NUM", case="Nom")

    def _nominals(self, word: str, capital: bool, acronym: bool) -> Iterator[tuple[float, Reading]]:
        """Nouns, adjectives and names: the bare form and every cut."""
        known = self._known(word)
        if known is not None:
            yield _KNOWN_WHOLE + (4.0 if capital and known == "PROPN" else 0.0), self._bare(word, known, capital)
        else:
            pos = self._guess_pos(word, capital)
            yield from self._derived(word, capital)
            if capital and word.endswith(self._name_endings) and len(word) > 5:
                yield 11.0, Reading(word, "PROPN", case="Nom", number="Sing")
            # An all-capital word is an acronym as it stands («АҚШ»), or a shouted, inflected one.
            yield (8.0 if acronym else _BARE), Reading(word, pos, case="Nom", number="Sing")
        for cut in range(max(1, len(word) - _MAX_ENDING), len(word)):
            found = self._nominal.get(word[cut:])
            if found is None:
                continue
            stem = word[:cut]
            letter_class = self._class_of.get(stem[-1])
            if letter_class is None:
                if stem[-1] != "ь" or len(stem) < 2:
                    continue
                # The soft sign leaves the consonant its class: «Кремльге», «Брюссельдің».
                letter_class = self._class_of.get(stem[-2], "voiceless")
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
        if word.endswith(("лы", "лі")) and self._class_of.get(stem[-1]) in ("vowel", "glide"):
            score = 7.0 if stem in self._nouns else 3.5
        elif word.endswith(("ды", "ді", "ты", "ті")) and word[:-2].endswith(("ив", "ым", "ім")):
            score = 4.0  # «тиімді», «объективті»
        elif word.endswith(("сыз", "сіз", "лық", "лік", "дық", "дік", "тық", "тік")):
            score = 5.0 if word[:-3] in self._nouns else 3.5
        elif word.endswith(("шы", "ші")):
            score, pos = (6.0 if stem[-1] in "ую" or stem in self._nouns else 3.0), "NOUN"
        elif word.endswith(("ғы", "гі", "қы", "кі")) and self._class_of.get(stem[-1]) not in ("vowel", None):
            score = 4.0  # «ежелгі», «көпжылғы»
        if score:
            yield score, Reading(word, "PROPN" if capital else pos, case="Nom", number="Sing")

    def _glide_as_vowel(self, stem: str, letter_class: str, ending: Ending) -> bool:
        # Foreign names in -у, -и may take the endings of vowels: «Нетаньяхуның», «Саркозиның».
        return letter_class == "glide" and stem[-1] in "уи" and ending.case == "Gen" and not ending.possessive and (
            "vowel" in ending.classes
        )

    def _cut(self, stem: str, ending: Ending, capital: bool) -> Iterator[tuple[float, Reading]]:
        score = ending.weight
        stems: list[tuple[str, float]] = []
        last = stem[-1]
        if ending.devoices:
            full = self._elision.get(stem)
            if full is not None:
                stems.append((full, 4.0))
            plain = _VOICED.get(last)
            if plain is not None and last in "гғ" and self._class_of.get(stem[-2:-1], "") not in ("vowel", "glide", ""):
                if last == "г":
                    stems.append((stem, 0.0))  # «округі», «митингі»; no native stem ends in such a cluster
            elif plain is not None:
                stems.append((stem[:-1] + plain, 0.0))
                if last in "гб":
                    stems.append((stem, -1.5))
            elif last in _DEVOICED:
                native = self._class_of.get(stem[-2:-1]) in ("vowel", "glide")
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
            if whole in self._nouns or whole in self._names or patronymic:
                # Compounds that end in a possessive of their own: «отбасына», «елбасының».
                pos = "PROPN" if capital else "NOUN"
                yield score + _KNOWN_STEM + 1.0, Reading(
                    whole, pos, case=ending.case, number="Sing", attributive=ending.attributive
                )
        if ending.number and stem.endswith("ис") and "voiceless" in ending.classes:
            stems.append((stem + "т", 1.0))  # «журналистер»: the stem's т is written once
        for base, extra in stems:
            if ending.possessive == "3" and base[-1] in "ыі" and self._known(base) is None:
                extra -= 2.0  # «барысын» is «барыс», not «бары»
            if ending.case == "Acc" and not ending.possessive and base[-1] in "ыіұү" and self._known(base) is None:
                extra -= 2.0  # «айдыны» is «айдын» with a possessive
            if not self._plausible(base, ending, capital):
                continue
            if capital and ending.possessive == "3" and ending.case == "Acc" and ending.devoices:
                extra -= 3.0 if self._known(base) is None else 0.0  # «Айбын», «Толқын» are names
            fit = self._harmony(base if base != self._elision.get(stem) else stem, ending.harmony)
            known = self._known(base)
            total = score + extra + fit
            if known is not None:
                total += _KNOWN_STEM
                pos = "PROPN" if capital and known != "ADJ" else known
            else:
                pos = self._guess_pos(base, capital)
                if len(base) < 3:
                    total += _SHORT_STEM
            yield total, _nominal_reading(base, pos, ending)
            if base[-1] in "ую" or ending.case != "Nom" or ending.possessive:
                yield from self._deverbal(base, ending, total - (_KNOWN_STEM if known else 0.0))

    def _deverbal(self, base: str, ending: Ending, score: float) -> Iterator[tuple[float, Reading]]:
        """Verbal nouns and participles that carry noun endings: «қол қоюға», «келгенін»."""
        for extra, lemma, voice, form, tense, negative in self._verb_nouns(base):
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
                    Reading(lemma, "VERB", person="3", tense="Pres", mood="Ind", form="Fin", voice=voice, negative=negative),
                )

    def _verb_nouns(self, base: str) -> Iterator[tuple[float, str, str, str, str | None, bool]]:
        """Readings of a stem as verbal noun or participle: score, lemma, voice, form, tense, negative."""
        if base[-1] in "ую" and len(base) > 2:
            yield from self._verbal_noun(base)
        elif base.endswith(("ған", "ген", "қан", "кен", "атын", "етін", "йтын", "йтін", "итын", "итін", "ятын")):
            for extra, reading in self._verbals(base, False):
                if reading.form == "Part":
                    yield extra, reading.lemma, reading.voice or "Act", "Part", reading.tense, reading.negative

    def _verbal_noun(self, base: str) -> Iterator[tuple[float, str, str, str, str | None, bool]]:
        negated = base[:-3] if base.endswith(("мау", "меу", "бау", "беу", "пау", "пеу")) else ""
        if negated and self._has_vowel(negated) and len(negated) > 1 and base not in self._verb_lemmas:
            for extra, lemma, voice in self._verb_lemma(negated):
                yield extra + 2.0, lemma, voice, "Vnoun", None, True
        active = self._active_of(stem := base[:-1] + "й" if base[-1] == "ю" else base[:-1])
        known = base in self._verb_lemmas or (active is not None and active in self._verbs)
        maker = base[:-1].endswith(_VERB_MAKERS) and len(base) > 4
        extra = 7.0 if known else 2.5 if maker else -1.0
        found = list(self._verb_lemma(stem))
        top = max(rank for rank, _, _ in found)
        for rank, lemma, voice in found:
            yield extra + rank - top, base if voice == "Act" else lemma, voice, "Vnoun", None, False

    def _verbals(self, word: str, capital: bool) -> Iterator[tuple[float, Reading]]:
        penalty = _CAPITAL_VERB if capital else 0.0
        if word[-1] in "ую" and len(word) > 2:
            for extra, lemma, voice, form, _tense, negative in self._verb_nouns(word):
                yield (
                    extra + 2.0 + (penalty if extra < 5 else -0.5),
                    Reading(lemma, "VERB", case="Nom", form=form, voice=voice, negative=negative),
                )
        if word in self._verbs:
            for extra, lemma, voice in self._verb_lemma(word):
                yield (
                    3.0 + min(extra, 0.0) + penalty,
                    Reading(lemma, "VERB", person="2Sing", mood="Imp", form="Fin", voice=voice),
                )
        for cut in range(max(1, len(word) - _MAX_ENDING), len(word)):
            found = self._verbal.get(word[cut:])
            if found is None:
                continue
            stem = word[:cut]
            if stem[-1] not in self._class_of or not (self._has_vowel(stem) or len(stem) == 1):
                continue
            for ending in found:
                if ending.drops:
                    stems = [stem + "й"] if ending.drops == "й" else [stem + "ы", stem + "і"]
                    if ending.drops == "I" and self._harmony(stem, ending.harmony) < 0:
                        continue
                elif self._class_of[stem[-1]] not in ending.classes:
                    continue
                elif ending.devoices and stem[-1] in _VOICED:
                    stems = [stem[:-1] + _VOICED[stem[-1]]]
                elif stem[-1] in "бгғ" or (ending.devoices and stem[-1] in _DEVOICED):
                    continue
                else:
                    stems = [stem]
                for base in stems:
                    yield from self._verb_cut(base, ending, penalty)

    def _verb_cut(self, stem: str, ending: Ending, penalty: float) -> Iterator[tuple[float, Reading]]:
        fit = self._harmony(stem, ending.harmony)
        if fit < 0:
            fit = _DISHARMONY
        if stem not in self._verbs and (len(stem) < 3 or not self._has_vowel(stem)):
            return
        if stem not in self._verbs:
            if ending.tense == "Past" and ending.person == "1Plur":
                fit -= 5.0  # «облыстық», «студенттік» are adjectives
            if stem[-1] == "й" and ending.tense == "Past" and not ending.negative:
                fit -= 4.0  # «өтейді» is a present of «өтеу»
            if stem[-1] == "т" and stem[-2] in "қктпсш":
                fit -= 4.0  # «пысықтады» is a past of «пысықтау»
        for extra, lemma, voice in self._verb_lemma(stem):
            known = stem in self._verbs or (voice == "Pass" and self._active_of(stem) in self._verbs)
            mild = known and ending.form == "Fin" and ending.mood == "Ind"
            score = ending.weight + fit + extra + (penalty / 4 if mild else penalty)
            yield (
                score,
                Reading(
                    lemma,
                    "VERB",
                    number=ending.number,
                    person=ending.person if ending.form == "Fin" else None,
                    tense=ending.tense,
                    mood=ending.mood,
                    form=ending.form,
                    voice=voice,
                    negative=ending.negative,
                    case="Nom" if ending.form == "Part" else None,
                ),
            )
            if ending.also:
                yield (
                    score - 0.5,
                    Reading(
                        lemma,
                        "VERB",
                        person=ending.person,
                        tense=ending.tense,
                        mood="Ind",
                        form=ending.also,
                        voice=voice,
                        negative=ending.negative,
                    ),
                )

    def _verb_lemma(self, stem: str) -> Iterator[tuple[float, str, str]]:
        """Score, lemma and voice of a verb stem; active and passive where both may be."""
        known = stem in self._verbs
        active = self._active_of(stem)
        score = _KNOWN_STEM if known else _VERB_MAKING if stem.endswith(_VERB_MAKERS) and len(stem) > 3 else _UNKNOWN_VERB
        if active is None:
            yield score, _verbal_noun(stem), "Act"
        else:
            base = _KNOWN_STEM if known or active in self._verbs or _verbal_noun(active) in self._verb_lemmas else 3.0
            first = 0.5 if stem in self._own_passives else 0.0
            yield base - first, _verbal_noun(active), "Pass"
            yield base - 0.5 + 2 * first, _verbal_noun(stem), "Act"

    def _active_of(self, stem: str) -> str | None:
        """The active stem of a passive one, or None when the stem is not passive."""
        if len(stem) < 4 or stem[-1] not in "лн":
            return None
        before = stem[-2]
        if before in "ыі":
            base = stem[:-2]
            if stem[-1] == "н" and base[-1] != "л":
                return None
            if base[-1] in _VOICED:
                base = base[:-1] + _VOICED[base[-1]]
            for vowel in ("", "ы", "і"):
                if base + vowel in self._verbs:
                    return base + vowel
            return base if stem[-1] == "л" and self._has_vowel(base) and len(base) > 2 else None
        if before in "ае":
            base = stem[:-1]
            if base in self._verbs and len(base) > 2:
                return base
            if stem[-1] == "н" and stem[-3] not in "лдт":
                return None
            return base if sum(c in "аәеоөұүыіиуя" for c in base) > 1 and base[-2] in "лдт" else None
        return None

    # -- small questions ------------------------------------------------------------------------

    def _known(self, stem: str) -> str | None:
        if stem in self._nouns:
            return "NOUN"
        if stem in self._adjectives:
            return "ADJ"
        if stem in self._names:
            return "PROPN"
        if stem in self._numerals:
            return "NUM"
        return None

    def _guess_pos(self, word: str, capital: bool) -> str:
        if capital:
            return "PROPN"
        if word.endswith(_ADJECTIVE_ENDINGS) and len(word) > 4:
            return "ADJ"
        if word.endswith(_ATTRIBUTE_ENDINGS) and word[:-2] in self._nouns:
            return "ADJ"
        return "NOUN"

    def _has_vowel(self, stem: str) -> bool:
        return any(self._class_of.get(c) == "vowel" or c in "уи" for c in stem)

    def _plausible(self, stem: str, ending: Ending, capital: bool) -> bool:
        if len(stem) < 2 or not self._has_vowel(stem):
            return False
        if stem[-1] == "с" and ending.case == "Abl" and not ending.possessive and ending.number is None:
            # «-стан» closes names of countries; the ablative of a stem in -с is only read when it is known.
            return ending.harmony != "back" or self._known(stem) is not None or not capital
        return True

    def _harmony(self, stem: str, harmony: str | None) -> float:
        """0 when the stem's last vowel goes with the ending's, else a penalty."""
        if harmony is None:
            return 0.0
        if stem[-1] == "и" and harmony == "back":
            return _DISHARMONY / 2  # foreign names in -и take front endings: «Сочиде», but «Саида» is whole
        if stem[-1] == "ь":
            return 0.0 if harmony == "front" else _LOAN_DISHARMONY
        for letter in reversed(stem):
            if letter in "уиэю":
                return 0.0
            if letter in self._back:
                if harmony == "back":
                    return 0.0
                return _LOAN_DISHARMONY if stem.endswith(self._soft_clusters) else _DISHARMONY
            if letter in self._front:
                if harmony == "front":
                    return 0.0
                return _LOAN_DISHARMONY if stem.endswith(self._soft_clusters) else _DISHARMONY
        return 0.0

    # -- keys -----------------------------------------------------------------------------------

    def _find_keys(self, form: str) -> tuple[str, ...]:
        word = fold(form)
        keys: dict[str, None] = {word: None}
        if not word or len(word) > _MAX_WORD:
            return (word,)
        texts: Iterable[str] = (word,)
        if self._latin.applies(form):
            cyrillic = self._latin.cyrillic(form)
            keys[cyrillic] = None
            texts = (cyrillic,) if not _is_acronym(form) else (word, cyrillic)
        for reading in self.readings(form):
            if reading.pos not in ("PUNCT", "X") and reading.form is None:
                keys[reading.lemma] = None
        for text in texts:
            head, dash, tail = text.rpartition("-")
            if dash and head and tail in self._nominal:
                keys[head] = None
            for cut in range(len(text) - 1, max(1, len(text) - _MAX_ENDING) - 1, -1):
                if text[cut:] not in self._nominal or not text[cut - 1].isalpha():
                    continue
                stems = list(self._key_stems(text[:cut], self._nominal[text[cut:]]))
                for ending in self._nominal[text[cut:]] if stems else ():
                    if ending.inner:
                        keys[text[:cut] + ending.inner] = None  # «кеңесіне»: `кеңесі` before `кеңес`
                for stem in stems:
                    keys[stem] = None
        return tuple(keys)

    def _key_stems(self, stem: str, found: tuple[Ending, ...]) -> Iterator[str]:
        letter_class = self._class_of.get(stem[-1])
        if letter_class is None:
            letter_class = self._class_of.get(stem[-2], "voiceless") if stem[-1] == "ь" and len(stem) > 1 else None
        if not self._has_vowel(stem) or len(stem) < 2:
            return
        fits = [e for e in found if letter_class in e.classes or self._glide_as_vowel(stem, letter_class or "", e)]
        if not fits:
            return
        if any(e.devoices for e in fits):
            full = self._elision.get(stem)
            if full is not None:
                yield full
            if stem[-1] in _VOICED:
                yield stem[:-1] + _VOICED[stem[-1]]
        if stem[-1] != "ғ":
            yield stem


def _verbal_noun(stem: str) -> str:
    """The lemma of a verb stem: its verbal noun in -у."""
    last = stem[-1]
    if last in "ыі":
        return stem[:-1] + "у"
    if last == "й":
        return stem[:-1] + "ю"
    if last == "и":
        return stem + "ю"
    if last in _DEVOICED:
        return stem[:-1] + _DEVOICED[last] + "у"
    return stem + "у"


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
    from dataclasses import replace

    return replace(reading, lemma=lemma)
