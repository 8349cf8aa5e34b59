from __future__ import annotations

import random

from elshi.record.similarity import bands, near, original, shingles

from .fakes import WORDS


def text(random_: random.Random, length: int) -> list[str]:
    return [random_.choice(WORDS) + str(random_.randrange(50)) for _ in range(length)]


def test_small_edits_are_found_by_the_index_and_confirmed() -> None:
    random_ = random.Random(3)
    found = 0
    for _ in range(200):
        words = text(random_, 200)
        edited = list(words)
        for _ in range(8):
            edited[random_.randrange(200)] = "edited"
        one, other = shingles(" ".join(words)), shingles(" ".join(edited).upper() + "!")
        assert near(one, other)
        found += bool(set(bands(one)) & set(bands(other)))
    assert found >= 196


def test_other_texts_are_neither() -> None:
    random_ = random.Random(4)
    made = [shingles(" ".join(text(random_, 200))) for _ in range(60)]
    for at, one in enumerate(made):
        for other in made[:at]:
            assert not near(one, other)
            assert not set(bands(one)) & set(bands(other))


def test_short_texts_are_copies_only_when_the_words_are_the_same() -> None:
    one, same, other = (
        shingles("An embassy opened in Astana."),
        shingles("an embassy opened in  Astana"),
        shingles("An embassy opened in Paris."),
    )
    assert near(one, same)
    assert bands(one) == bands(same)
    assert not near(one, other)
    assert near(shingles(""), shingles(" ... "))


def test_hashes_are_the_same_on_every_machine() -> None:
    assert sorted(shingles("one two three four")) == [3292688037, 3994953239]
    assert bands(shingles("one two three four"))[0] == -4562786518898450684


def test_the_original_is_the_earliest() -> None:
    assert original([("b", None), ("c", "2011-09-21"), ("d", "2011-09-20"), ("a", None)]) == "d"
    assert original([("b", None), ("a", None)]) == "a"
