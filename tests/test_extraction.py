from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from elshi.extraction import Extractor
from elshi.model import SPHERES, STATUSES, Document

SENTENCES = [
    "Қазақстан Президенті Қасым-Жомарт Тоқаев 2022 жылғы 10 мамырда мемлекеттік сапармен Түркияға барды.",
    "Қазақстан мен Қытай арасындағы тауар айналымы 2021 жылы 18,2 миллиард долларға жетті.",
    "Президент Польши Анджей Дуда прибыл с официальным визитом в Казахстан.",
    "Франция и Казахстан подписали соглашение о сотрудничестве в сфере транспорта.",
    "Kazakhstan joined the World Trade Organization in 2015.",
    "Iran condemned the attack and urged Turkey to hold talks in Baku on Monday.",
    "Ауа райы бұзылды.",
    "Погода испортилась.",
]
#: What layout does to text between and inside sentences: hard breaks, hyphens, footnote marks, odd spaces.
BREAKS = st.sampled_from(
    [" ", "\n", "\n\n", "-\n", " \n\n \n", "\u00a0", " [1] ", "\f", "\r\n", "\u00ad", "  "]
)


@st.composite
def dirty(draw: st.DrawFn) -> str:
    out = []
    for sentence in draw(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6)):
        cut = draw(st.integers(0, len(sentence)))
        out += [sentence[:cut], draw(BREAKS), sentence[cut:], draw(BREAKS)]
    return "".join(out)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(dirty())
def test_every_quotation_and_mention_is_verbatim(extractor: Extractor, text: str) -> None:
    document = Document("d", text, published="2022-05-11")
    for fact in extractor.extract(document):
        assert text[fact.start : fact.end] == fact.quote != ""
        assert fact.status in STATUSES
        assert fact.sphere is None or fact.sphere in SPHERES
    for mention in extractor.mentions(document):
        assert text[mention.start : mention.end] == mention.text != ""


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=300))
def test_any_text_is_read_without_error(extractor: Extractor, text: str) -> None:
    document = Document("d", text)
    for article in extractor.articles(document):
        assert 0 <= article.start < article.end <= len(text)
    for fact in extractor.extract(document):
        assert text[fact.start : fact.end] == fact.quote


def test_same_document_same_facts(extractor: Extractor) -> None:
    document = Document("d", " ".join(SENTENCES))
    first = [f.to_json() for f in extractor.extract(document)]
    assert first
    assert first == [f.to_json() for f in Extractor().extract(document)]


def test_facts_inside_a_dated_happening_take_its_date(extractor: Extractor) -> None:
    text = (
        "2019 жылғы 13 наурызда Қазақстан Президенті Қасым-Жомарт Тоқаев Германия канцлері Ангела "
        "Меркельмен кездесті. Ангела Меркель Қазақстанға алғыс айтты."
    )
    dates = {f.type: f.date for f in extractor.extract(Document("d", text, language="kk"))}
    assert dates["meeting"] == dates["statement"] == "2019-03-13"


def test_unknown_stays_unknown(extractor: Extractor) -> None:
    facts = extractor.extract(Document("d", "Президент Польши прибыл с визитом в Казахстан 12 мая."))
    assert [f.date for f in facts] == [None]


def test_an_endless_sentence_is_read_to_its_end(extractor: Extractor) -> None:
    text = "Франция, " * 2000 + "а президент Польши прибыл с визитом в Казахстан"
    facts = extractor.extract(Document("d", text, language="ru"))
    assert [f.type for f in facts] == ["visit"]
    assert facts[0].end == len(text)


def test_an_article_about_one_state_alone_gives_no_facts(extractor: Extractor) -> None:
    home = (
        "Президент Франции встретился с премьер-министром. Они обсудили пенсионную реформу. "
        "Парламент Франции поддержал реформу и потребовал новых мер."
    )
    assert extractor.extract(Document("d", home, language="ru")) == []
    abroad = home + " Канцлер Германии поздравил президента Франции."
    assert extractor.extract(Document("d", abroad, language="ru")) != []


def test_reports_of_a_press_office_are_of_the_day(extractor: Extractor) -> None:
    text = (
        "Касым-Жомарт Токаев провел переговоры с президентом Сербии Александром Вучичем, сообщает {}. "
        "Стороны обсудили торговлю. Президент Сербии поблагодарил Казахстан."
    )
    for source, date in (("пресс-служба Акорды", "2023-11-08"), ("газета", None)):
        document = Document("d", text.format(source), language="ru", published="2023-11-08")
        assert {f.date for f in extractor.extract(document) if f.type == "meeting"} == {date}
