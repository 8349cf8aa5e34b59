from hypothesis import given
from hypothesis import strategies as st

from elshi.model import EVENT_TYPES, FIGURE_TYPES, SPHERES, STATUSES, Fact, Filler, Place

text = st.text(min_size=1, max_size=12)
fillers = st.builds(
    Filler,
    id=st.none() | st.sampled_from(["KAZ", "FRA", "NATO", "person:x"]),
    kind=st.sampled_from(["state", "igo", "person", "organisation"]),
    name=st.none() | text,
    mention=text,
    of=st.none() | st.sampled_from(["KAZ", "FRA"]),
)


@st.composite
def facts(draw: st.DrawFn) -> Fact:
    figure = draw(st.booleans())
    type_ = draw(st.sampled_from(FIGURE_TYPES if figure else sorted(EVENT_TYPES)))
    subtypes = (None,) if figure else (None, *EVENT_TYPES[type_][0])
    roles = ("subject",) if figure else EVENT_TYPES[type_][1]
    quote = draw(text)
    start = draw(st.integers(0, 1000))
    return Fact(
        document="d",
        kind="figure" if figure else "event",
        type=type_,
        subtype=draw(st.sampled_from(subtypes)),
        status=draw(st.sampled_from(STATUSES)),
        roles={r: tuple(draw(st.lists(fillers, min_size=1, max_size=3))) for r in roles[:2]},
        date=draw(st.none() | st.sampled_from(["1992", "1997-03-10/1997-03-11", "2010~"])),
        place=draw(st.none() | st.builds(Place, name=text, mention=text, country=st.none() | st.just("FRA"))),
        title=draw(st.none() | text),
        sphere=draw(st.none() | st.sampled_from(SPHERES)),
        quote=quote,
        start=start,
        end=start + len(quote),
        language="kk",
        confidence=0.5,
        value=draw(st.floats(0, 1e12)) if figure else None,
        unit=draw(st.sampled_from([None, "USD", "count"])) if figure else None,
    )


@given(facts())
def test_fact_survives_json(fact: Fact) -> None:
    assert Fact.from_json(fact.to_json()) == fact


@given(facts())
def test_identity_ignores_rule_and_confidence(fact: Fact) -> None:
    data = fact.to_json() | {"rule": "other", "confidence": 0.1}
    assert Fact.from_json(data).content_key() == fact.content_key()


@given(facts())
def test_identity_depends_on_the_span(fact: Fact) -> None:
    data = fact.to_json() | {"start": fact.start + 1, "end": fact.end + 1}
    assert Fact.from_json(data).content_key() != fact.content_key()


def test_figures_alone_have_value_and_unit() -> None:
    event = Fact("d", "event", "visit", None, "actual", {}, None, None, None, None, "q", 0, 1, "en", 0.5)
    assert not {"value", "unit"} & event.to_json().keys()
