from __future__ import annotations

import json
from pathlib import Path

import pytest

from elshi.model import Article, Document
from elshi.text.articles import split
from elshi.text.layout import repair

GOLD = Path(__file__).parents[3] / "shared" / "gold"

KK_TITLE = "ҚАЗАҚСТАН МЕН ТҮРКИЯ ЫНТЫМАҚТАСТЫҒЫНЫҢ ЖАҢА КЕЗЕҢІ"
KK_BODY = (
    "Екі ел арасындағы қатынастар соңғы жылдары жаңа деңгейге көтерілді. Тараптар сауда "
    "көлемін арттыруға уағдаласты. "
    "Министрлер Анкарада кездесіп, көлік дәлізін дамыту жолдарын талқылады. Келесі отырыс "
    "Астанада өтеді деп жоспарланған. "
    "Сонымен бірге мәдени байланыстарды кеңейту, студенттер алмасуын көбейту туралы да келісім бар. "
    "Сарапшылардың айтуынша, бұл қадам аймақтағы тұрақтылыққа да оң әсерін тигізеді."
)
RU_TITLE = "ОПЫТ ТОРГОВОГО СОТРУДНИЧЕСТВА СО СТРАНАМИ ЕВРОПЫ"
RU_BODY = (
    "В последние годы торговля между двумя странами заметно выросла. Стороны договорились "
    "открыть новые рейсы и упростить "
    "таможенные правила. Министры обсудили развитие транспортных коридоров и подписали "
    "план совместных действий. "
    "Следующее заседание комиссии намечено провести весной в столице. По словам "
    "участников, спорных вопросов не осталось. "
    "Эксперты полагают, что результаты станут видны уже через два года."
)


def _split(text: str, title: str | None = None) -> list[Article]:
    document = Document(id="d", text=text, title=title)
    return split(document, repair(text))


def test_one_document_is_one_article() -> None:
    (article,) = _split(f"Кездесу өтті\n\n{KK_BODY}\n\n{KK_BODY}\n")
    assert (article.start, article.language, article.title) == (0, "kk", "Кездесу өтті")
    assert article.end == len(f"Кездесу өтті\n\n{KK_BODY}\n\n{KK_BODY}")


def test_blank_text_has_no_article() -> None:
    assert _split(" \n\n ") == []


def test_title_of_the_source_where_the_text_has_none() -> None:
    assert _split(KK_BODY, title="Сапар")[0].title == "Сапар"
    assert _split(KK_BODY)[0].title is None


def test_rule_and_heading_begin_an_article() -> None:
    first = f"{KK_TITLE}\n\n{KK_BODY}\n\n"
    text = f"{first}________________\nА.Б. Ахметов\n\n{RU_TITLE}\n\n{RU_BODY}\n"
    a, b = _split(text)
    assert (a.start, a.end, a.language, a.title) == (0, len(first.rstrip()), "kk", KK_TITLE)
    assert (b.language, b.title) == ("ru", RU_TITLE)
    assert text[b.start :].startswith("А.Б. Ахметов")
    assert b.end == len(text) - 1


def test_another_language_under_its_own_heading() -> None:
    text = f"Кездесу өтті\n\n{KK_BODY}\n{KK_BODY}\n\nВстреча состоялась\n\n{RU_BODY}\n{RU_BODY}\n"
    a, b = _split(text)
    assert (a.language, b.language) == ("kk", "ru")
    assert text[b.start :].startswith("Встреча состоялась")
    assert b.title == "Встреча состоялась"


def test_fragment_at_the_beginning() -> None:
    text = f"{KK_BODY}\n\n{KK_TITLE}\n\n{KK_BODY}\n\n{KK_BODY}\n"
    a, b = _split(text)
    assert a.title is None
    assert b.title == KK_TITLE


@pytest.mark.parametrize(
    "text",
    [
        # quotation in another language, without a heading
        f"Кездесу өтті\n\n{KK_BODY}\n\n{RU_BODY}\n\n{KK_BODY}\n",
        # abstract in another language
        f"{KK_TITLE}\n\nАннотация\n\n{RU_BODY}\n\nКіріспе\n\n{KK_BODY}\n\n{KK_BODY}\n",
        f"{KK_TITLE}\n\n{KK_BODY}\n\n{KK_BODY}\n\nРезюме\n\n{RU_BODY}\n",
        # sections
        f"{KK_TITLE}\n\nКІРІСПЕ\n\n{KK_BODY}\n\n"
        f"САУДА-ЭКОНОМИКАЛЫҚ ҚАТЫНАСТАРДЫҢ ДАМУЫ\n\n{KK_BODY}\n\n"
        f"ҚОРЫТЫНДЫ\n\n{KK_BODY}\n",
        f"Кездесу\n\n{KK_BODY}\n\n* * *\n\n{KK_BODY}\n",
        f"Кездесу\n\n{KK_BODY}\n\n\n\nЕкі ел саудасы\n\n{KK_BODY}\n",
    ],
)
def test_nothing_is_invented(text: str) -> None:
    assert len(_split(text)) == 1


def _lines(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        pytest.skip(f"no {path}")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _document(row: dict[str, str]) -> Document:
    return Document(id=row["id"], text=row["text"], title=row.get("title"), language=row.get("language"))


def test_seeds() -> None:
    gold: dict[str, list[dict[str, str]]] = {}
    for row in _lines(GOLD / "seeds" / "articles.jsonl"):
        gold.setdefault(row["document"], []).append(row)
    for row in _lines(GOLD / "seeds" / "docs.jsonl"):
        found = split(_document(row), repair(row["text"]))
        wanted = gold[row["id"]]
        assert len(found) == len(wanted), row["id"]
        for article, want in zip(found, wanted, strict=True):
            assert abs(article.start - int(want["start"])) <= 200
            assert abs(article.end - int(want["end"])) <= 200
            assert article.language == want["language"]
            assert article.title == want["title"]


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_gold_documents_are_one_article_each(language: str) -> None:
    for row in _lines(GOLD / language / "docs.jsonl"):
        assert len(split(_document(row), repair(row["text"]))) == 1, row["id"]
