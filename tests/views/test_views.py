from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elshi.model import Filler
from elshi.views.commitments import commitments
from elshi.views.contradictions import contradictions
from elshi.views.network import network
from elshi.views.numbers import agree
from elshi.views.offices import office_in
from elshi.views.timeline import timeline
from elshi.views.titles import same_title
from elshi.views.when import bounds, calendar_year, may_agree, order, within
from views.relations import FRA, KAZ, Memory, person, relations, state

DAYS = st.dates().map(str)
VALUES = st.one_of(
    DAYS,
    DAYS.map(lambda d: d[:7]),
    DAYS.map(lambda d: d[:4]),
    st.tuples(DAYS, DAYS).map(lambda p: "/".join(sorted(p))),
    DAYS.map(lambda d: d + "/.."),
    DAYS.map(lambda d: d[:4] + "~"),
)


@given(VALUES)
def test_bounds_are_in_order_and_a_value_agrees_with_itself(value: str) -> None:
    low, high = bounds(value) or ("", "")
    assert low <= high
    assert low
    assert may_agree(value, value)
    assert within(value, low, high)


@given(VALUES, VALUES)
def test_agreement_is_mutual(one: str, other: str) -> None:
    assert may_agree(one, other) == may_agree(other, one)


def test_order_puts_the_unknown_last() -> None:
    values = ["2010", None, "1992-01-25", "soon", "1992"]
    assert sorted(values, key=order) == ["1992", "1992-01-25", "2010", None, "soon"]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("1995", "1994-05-27", False),
        ("2009-10", "2009-10-06", True),
        ("2010~", "2009", True),
        ("2010~", "2007", False),
        ("1992/..", "2020", True),
    ],
)
def test_may_agree(one: str, other: str, expected: bool) -> None:
    assert may_agree(one, other) is expected


def test_calendar_year() -> None:
    assert calendar_year("2010") == 2010
    assert calendar_year("2010-05") is None
    assert calendar_year(None) is None


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (4.9e9, 4.876e9, True),
        (4.9e9, 4.6e9, False),
        (5e9, 4.8e9, True),
        (5e9, 4.2e9, False),
        (40, 150, False),
        (0, 0, True),
    ],
)
def test_figures_agree_when_one_is_the_other_rounded(one: float, other: float, expected: bool) -> None:
    assert agree(one, other) is expected
    assert agree(other, one) is expected


@pytest.mark.parametrize(
    ("quote", "name", "language", "expected"),
    [
        ("Кеше Қазақстан Республикасының Президенті Н.Назарбаев Парижге келді", "Н.Назарбаев", "kk",
         ("Қазақстан Республикасының Президенті", "head_of_state")),
        ("Бүгін Премьер-Министр Әлихан Смайылов Анкараға барды", "Әлихан Смайылов", "kk",
         ("Премьер-Министр", "head_of_government")),
        ("встретился с президентом Франции Николя Саркози", "Николя Саркози", "ru",
         ("президентом Франции", "head_of_state")),
        ("Вчера министр иностранных дел Казахстана Мурат Нуртлеу посетил Рим", "Мурат Нуртлеу", "ru",
         ("министр иностранных дел Казахстана", "foreign_minister")),
        ("On Tuesday French President Emmanuel Macron arrived", "Emmanuel Macron", "en",
         ("French President", "head_of_state")),
        ("Mukhtar Tileuberdi, Minister of Foreign Affairs of Kazakhstan, said", "Mukhtar Tileuberdi", "en",
         ("Minister of Foreign Affairs of Kazakhstan", "foreign_minister")),
        ("The two presidents agreed. Tokayev said", "Tokayev", "en", None),
        ("Иванов приехал", "Петров", "ru", None),
        ("Ivanov came", "Ivanov", "xx", None),
    ],
)  # fmt: skip
def test_office_words_beside_a_name(
    quote: str, name: str, language: str, expected: tuple[str, str] | None
) -> None:
    found = office_in(quote, name, language)
    assert (None if found is None else (found.words, found.rank)) == expected


@pytest.mark.parametrize(
    ("quote", "mention", "language", "name", "expected"),
    [
        ("осы елдің Президенті Н.Саркозимен жүздесті", "Саркозимен", "kk", "Николя Саркози", "Президенті"),
        ("«Альстом» президенті Патрик Кронмен", "Кронмен", "kk", "Патрик Крон", "президенті"),
        ("President of Kazakhstan Nursultan Nazarbayev", "Nazarbayev", "en", "Nursultan Nazarbayev",
         "President of Kazakhstan"),
        ("President Nursultan Nazarbayev", "Nazarbayev", "en", "N. Nazarbayev", "President"),
        ("с президентом Франции Николя Саркози", "Саркози", "ru", "Николя Саркози", "президентом Франции"),
    ],
)  # fmt: skip
def test_a_first_name_is_no_part_of_the_office(
    quote: str, mention: str, language: str, name: str, expected: str
) -> None:
    found = office_in(quote, mention, language, name=name)
    assert found is not None
    assert found.words == expected


def test_an_office_does_not_reach_across_another_person() -> None:
    quote = "Мемлекет басшысы Қасым-Жомарт Тоқаев Франция Президенті Эммануэль Макронмен кездесті"
    found = office_in(quote, "Эммануэль Макронмен", "kk", ["Қасым-Жомарт Тоқаев"])
    assert found is not None
    assert found.words == "Франция Президенті"


def test_titles_are_compared_by_what_they_tell() -> None:
    assert same_title("Қауіпсіздік туралы келісім", "Қауіпсіздік туралы келісімге")
    assert not same_title("memorandum", "memorandum")
    assert not same_title(None, "Treaty on Strategic Partnership")
    assert not same_title("Treaty on Strategic Partnership", "Treaty of Friendship and Cooperation")


def test_timeline_is_in_order_with_undated_events_at_the_end() -> None:
    found = timeline(relations(), sides=[KAZ, FRA])
    dates = [event["date"] for event in found]
    assert dates == sorted(dates, key=order)
    assert dates[0] == "1992"
    assert dates[-1] is None
    assert set(found[0]) >= {"id", "type", "subtype", "status", "date", "roles", "place", "title", "facts"}
    assert set(found[0]["facts"][0]) == {"id", "document", "start", "end", "quote"}


def test_timeline_filters() -> None:
    record = relations()
    assert {e["type"] for e in timeline(record, types=["visit"])} == {"visit"}
    dated = [e["date"] for e in timeline(record, sides=[KAZ], types=["visit"], since="2023") if e["date"]]
    assert dated == ["2023-06", "2023-23", "2023-11-01", "2024-11-04/2024-11-05"]
    assert all(
        any(f["id"] == "DEU" for fs in e["roles"].values() for f in fs)
        for e in timeline(record, sides=["DEU"])
    )
    figures = timeline(record, types=["export"])
    assert (figures[0]["value"], figures[0]["unit"]) == (5.4e9, "USD")


def test_contradictions_have_the_contract_s_shape() -> None:
    found = [c.to_json() for c in contradictions(relations(), KAZ, FRA)]
    assert len(found) == 4
    for conflict in found:
        assert set(conflict) == {"id", "class", "about", "field", "sides", "values"}
        assert len(conflict["values"]) > 1
        assert all(f["document"] and f["quote"] for v in conflict["values"] for f in v["facts"])
    assert contradictions(relations(), "POL") == []


def test_something_said_to_be_so_and_not_so() -> None:
    record = Memory()
    for name, status in (("a", "actual"), ("b", "denied")):
        key = record.document(name, "en", "2020", name)
        record.say(key, f"{name} speaks of talks", "meeting", "talks", event="e", status=status,
                   participant=[state(KAZ), state(FRA)])  # fmt: skip
    found = contradictions(record)
    assert [(c.field, [v.value for v in c.claims]) for c in found] == [("status", ["actual", "denied"])]


def test_an_effect_before_its_cause_and_two_ways_to_join() -> None:
    record = Memory()
    pact, kaz = Filler("PFP", "programme", "Partnership for Peace", "PfP"), state(KAZ)
    parp = Filler("PARP", "programme", "Planning and Review Process", "PARP")
    for name, type_, subtype, date, roles in (
        ("a", "membership", "joined", "1995", {"member": [kaz], "organisation": [pact]}),
        ("b", "agreement", "signed", "1994-05-27", {"party": [kaz, pact]}),
        ("c", "cooperation", None, "2002", {"actor": [kaz, parp]}),
        ("d", "membership", "joined", "2003-05", {"member": [kaz], "organisation": [parp]}),
        ("e", "membership", "joined", "2003", {"member": [kaz], "organisation": [parp]}),
    ):
        key = record.document(name, "en", "2020", f"Source {name} says it.")
        record.say(key, f"Source {name} says it", type_, subtype, event=name, date=date, **roles)
    found = [(c.kind, sorted(str(v.value) for v in c.claims)) for c in contradictions(record)]
    assert found == [("value", ["1994-05-27", "1995"]), ("order", ["2002", "2003"])]


def test_a_plan_that_came_about_is_no_contradiction() -> None:
    record = Memory()
    for name, status in (("a", "planned"), ("b", "actual")):
        key = record.document(name, "en", "2020", name)
        record.say(key, f"{name} on talks", "meeting", "talks", event="e", status=status,
                   participant=[state(KAZ), state(FRA)])  # fmt: skip
    assert contradictions(record) == []
    assert [c.state for c in commitments(record)] == ["done"]


def test_commitments_judge_by_the_state_of_knowledge() -> None:
    record = relations()
    found = {(c.planned.type, c.planned.date): c for c in commitments(record, KAZ, FRA)}
    assert found["visit", "2023-23"].state == "done"
    assert found["meeting", "2024-21"].state == "overdue"
    early = {(c.planned.type, c.planned.date): c for c in commitments(record, as_of="2023-05-31")}
    assert early["visit", "2023-23"].state == "open"
    assert set(found["visit", "2023-23"].to_json()) == {"planned", "outcome", "state"}


def test_a_visit_by_someone_else_is_not_the_outcome() -> None:
    record = Memory()
    first = record.document("a", "en", "2020-01-01", "a")
    second = record.document("b", "en", "2020-03-01", "b")
    record.say(first, "Ann is to visit in February.", "visit", date="2020-02", status="planned",
               visitor=[person("Ann", KAZ), state(KAZ)], host=[state(FRA)])  # fmt: skip
    record.say(second, "Bob visited in February.", "visit", date="2020-02-10",
               visitor=[person("Bob", KAZ), state(KAZ)], host=[state(FRA)])  # fmt: skip
    assert [c.state for c in commitments(record)] == ["overdue"]


def test_network_counts_events_not_reports() -> None:
    found = network(relations())
    weights = {(e.a, e.b, e.type): e.weight for e in found.edges}
    assert weights["FRA", "KAZ", "visit"] == 7
    assert weights["DEU", "POL", "agreement"] == 1
    assert found.nodes["KAZ"] == "Kazakhstan"
    assert network(relations(), since="2023", until="2023").to_json()["edges"][0]["source"] == "DEU"
