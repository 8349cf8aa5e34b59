"""A record in memory for tests: Kazakhstan and France in eleven documents, with conflicts and gaps."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import ClassVar

from elshi.model import Fact, Filler, Place
from elshi.record.model import Event, StoredDocument, StoredFact

KAZ, FRA = "KAZ", "FRA"


def state(code: str, mention: str = "") -> Filler:
    names = {"KAZ": "Kazakhstan", "FRA": "France", "DEU": "Germany", "POL": "Poland", "ITA": "Italy"}
    return Filler(code, "state", names[code], mention or names[code])


def person(name: str, of: str | None, mention: str | None = None, id: str | None = None) -> Filler:
    return Filler(id or f"person:{name}", "person", name, mention or name, of)


def igo(code: str, name: str) -> Filler:
    return Filler(code, "igo", name, name)


def company(name: str, of: str | None = None) -> Filler:
    return Filler(None, "organisation", name, name, of)


class Memory:
    """Satisfies `elshi.views.source.Source`."""

    def __init__(self) -> None:
        self._documents: dict[str, StoredDocument] = {}
        self._texts: dict[str, str] = {}
        self._events: dict[str, list[StoredFact]] = {}

    def document(
        self,
        name: str,
        language: str,
        published: str | None,
        source: str | None,
        title: str | None = None,
        url: str | None = None,
        copy_of: str | None = None,
    ) -> str:
        key = hashlib.sha256(name.encode()).hexdigest()
        near = hashlib.sha256(copy_of.encode()).hexdigest() if copy_of else None
        self._documents[key] = StoredDocument(
            key, name, title, url, source, published, language, "2024-12-01T00:00:00Z", near
        )
        self._texts[key] = ""
        return key

    def say(
        self,
        document: str,
        quote: str,
        type: str,
        subtype: str | None = None,
        *,
        event: str | None = None,
        date: str | None = None,
        status: str = "actual",
        place: tuple[str, str | None] | None = None,
        title: str | None = None,
        sphere: str | None = None,
        value: float | None = None,
        unit: str | None = None,
        **roles: Sequence[Filler],
    ) -> None:
        stored = self._documents[document]
        text = self._texts[document]
        start = text.find(quote)
        if start < 0:
            start = len(text)
            text = text + quote + "\n"
            self._texts[document] = text
        fact = Fact(
            document=stored.name,
            kind="figure" if value is not None else "event",
            type=type,
            subtype=subtype,
            status=status,
            roles={role: tuple(fillers) for role, fillers in roles.items()},
            date=date,
            place=Place(place[0], place[0], place[1]) if place else None,
            title=title,
            sphere=sphere,
            quote=quote,
            start=start,
            end=start + len(quote),
            language=stored.language or "en",
            confidence=0.9,
            value=value,
            unit=unit,
        )
        id = hashlib.sha256((document + fact.content_key() + str(date)).encode()).hexdigest()[:16]
        self._events.setdefault(event or id, []).append(StoredFact(id, fact, stored))

    def events(
        self, *, sides: Sequence[str] = (), all_sides: bool = True, documents: Sequence[str] = ()
    ) -> Iterable[Event]:
        for facts in self._events.values():
            if documents and all(f.document.key not in documents for f in facts):
                continue
            if sides:
                hold = all if all_sides else any
                if not any(hold(self._names(f.fact, side) for side in sides) for f in facts):
                    continue
            first = facts[0].fact
            best = {
                name: next((v for f in facts if (v := getattr(f.fact, name)) is not None), None)
                for name in ("date", "subtype", "place", "title", "sphere")
            }
            yield Event(
                id=facts[0].id,
                kind=first.kind,
                type=first.type,
                status=first.status,
                roles=first.roles,
                value=first.value,
                unit=first.unit,
                facts=tuple(facts),
                **best,  # type: ignore[arg-type]
            )

    @staticmethod
    def _names(fact: Fact, side: str) -> bool:
        if fact.type == "visit" and "host" not in fact.roles and fact.place and fact.place.country == side:
            return True
        return any(side in (f.id, f.of) for fillers in fact.roles.values() for f in fillers)

    def documents(self) -> list[StoredDocument]:
        return list(self._documents.values())

    def document_text(self, key: str) -> str:
        return self._texts[key]


class Names:
    """Satisfies `elshi.views.source.Names`."""

    _NAMES: ClassVar = {
        "KAZ": ("Қазақстан", "Казахстан", "Kazakhstan"),
        "FRA": ("Франция", "Франция", "France"),
        "OSCE": ("ЕҚЫҰ", "ОБСЕ", "OSCE"),
        "UN": ("БҰҰ", "ООН", "United Nations"),
        "person:macron": ("Эммануэль Макрон", "Эмманюэль Макрон", "Emmanuel Macron"),
        "person:tokayev": ("Қасым-Жомарт Тоқаев", "Касым-Жомарт Токаев", "Kassym-Jomart Tokayev"),
    }

    def name(self, id: str, language: str) -> str | None:
        found = self._NAMES.get(id)
        return found[("kk", "ru", "en").index(language)] if found else None

    def adjective(self, id: str, language: str) -> str | None:
        return None


def _tokayev(mention: str) -> Filler:
    return person("Қасым-Жомарт Тоқаев", KAZ, mention, "person:tokayev")


def _macron(mention: str) -> Filler:
    return person("Emmanuel Macron", FRA, mention, "person:macron")


def _nazarbayev(mention: str) -> Filler:
    return person("Нұрсұлтан Назарбаев", KAZ, mention, "person:nazarbayev")


def _sarkozy(mention: str) -> Filler:
    return person("Николя Саркози", FRA, mention, "person:sarkozy")


def relations() -> Memory:
    """The whole record; equal on every call."""
    m = Memory()
    both = (state(KAZ), state(FRA))
    essay = m.document(
        "kk-essay",
        "kk",
        "2011-09-20",
        "Егемен Дала",
        "Астана мен Париж: жиырма жыл",
        "https://example.org/kk/1",
    )
    agency = m.document("ru-agency", "ru", "2009-10-07", "Степное агентство", "Визит Саркози в Астану")
    history = m.document(
        "en-history",
        "en",
        None,
        "Office of Records",
        "France and Kazakhstan",
        "https://example.org/en/h?a=1&b=2",
    )
    trade_kk = m.document("kk-trade", "kk", "2012-02-14", "Сауда хабаршысы", "Сауда-саттық өсті")
    trade_ru = m.document("ru-trade", "ru", "2013-03-01", "Деловая степь", None)
    visit_en = m.document(
        "en-visit-2022", "en", "2022-11-30", "Astana Courier", "Tokayev in Paris", "https://example.org/en/2"
    )
    visit_kk = m.document("kk-visit-2023", "kk", "2023-11-02", "Егемен Дала", "Макрон Астанада")
    visit_ru = m.document("ru-visit-2024", "ru", "2024-11-05", "Степное агентство", "Переговоры в Париже")
    reprint = m.document(
        "ru-reprint", "ru", "2024-11-06", "Портал", "Переговоры в Париже", copy_of="ru-visit-2024"
    )
    plans = m.document("en-plans", "en", "2023-05-10", "Astana Courier", "What is ahead with Paris")
    paper = m.document("en-paper", "en", "2016", "Steppe Review", "Two decades of partnership")

    # Key dates: two sources disagree on the day of recognition.
    m.say(
        history,
        "France recognized Kazakhstan on January 7, 1992.",
        "relations",
        "recognised",
        event="rec",
        date="1992-01-07",
        actor=[state(FRA)],
        target=[state(KAZ)],
    )
    m.say(
        essay,
        "Франция Қазақстан тәуелсіздігін 1992 жылғы 8 қаңтарда таныды.",
        "relations",
        "recognised",
        event="rec",
        date="1992-01-08",
        actor=[state(FRA)],
        target=[state(KAZ)],
    )
    m.say(
        history,
        "Diplomatic relations were established on January 25, 1992.",
        "relations",
        "established",
        event="est",
        date="1992-01-25",
        party=both,
    )
    m.say(
        essay,
        "Екі ел 1992 жылғы қаңтарда дипломатиялық қатынас орнатты.",
        "relations",
        "established",
        event="est",
        date="1992-01",
        party=both,
    )
    m.say(
        history,
        "The French Embassy opened in Almaty in 1992.",
        "mission",
        "opened",
        date="1992",
        place=("Almaty", KAZ),
        sender=[state(FRA)],
        receiver=[state(KAZ)],
    )
    m.say(
        paper,
        "Kazakhstan opened its embassy in Paris.",
        "mission",
        "opened",
        place=("Paris", FRA),
        sender=[state(KAZ)],
        receiver=[state(FRA)],
    )
    m.say(
        paper,
        "In June 2008 the two states raised their ties to a strategic partnership.",
        "relations",
        "upgraded",
        date="2008-06",
        title="strategic partnership",
        party=both,
    )

    # Visits.
    m.say(
        essay,
        "Президент Н.Назарбаев Францияға алғаш рет 1992 жылғы қыркүйекте барды.",
        "visit",
        None,
        date="1992-09",
        visitor=[state(KAZ), _nazarbayev("Н.Назарбаев")],
        host=[state(FRA)],
    )
    m.say(
        agency,
        "Президент Франции Николя Саркози 6 октября прибыл в Астану с официальным визитом.",
        "visit",
        "official",
        event="v2009",
        date="2009-10-06",
        place=("Астана", KAZ),
        sphere="political",
        visitor=[state(FRA), _sarkozy("Николя Саркози")],
        host=[state(KAZ)],
    )
    m.say(
        essay,
        "Н.Саркози 2009 жылғы қарашада Астанаға келген болатын.",
        "visit",
        None,
        event="v2009",
        date="2009-11",
        place=("Астана", KAZ),
        visitor=[state(FRA), _sarkozy("Н.Саркози")],
        host=[state(KAZ)],
    )
    m.say(
        essay,
        "Кеше Қазақстан Республикасының Президенті Н.Назарбаев жұмыс сапарымен Парижге келді.",
        "visit",
        "working",
        date="2011-09-19",
        place=("Париж", FRA),
        visitor=[state(KAZ), _nazarbayev("Н.Назарбаев")],
        host=[state(FRA)],
    )
    m.say(
        visit_en,
        "President Kassym-Jomart Tokayev paid an official visit to France on November 29–30.",
        "visit",
        "official",
        date="2022-11-29/2022-11-30",
        place=("Paris", FRA),
        visitor=[state(KAZ), _tokayev("Kassym-Jomart Tokayev")],
        host=[state(FRA)],
    )
    m.say(
        visit_kk,
        "Франция Президенті Эммануэль Макрон 1 қарашада Астанаға ресми сапармен келді.",
        "visit",
        "official",
        date="2023-11-01",
        place=("Астана", KAZ),
        visitor=[state(FRA), _macron("Эммануэль Макрон")],
        host=[state(KAZ)],
    )
    for source in (visit_ru, reprint):
        m.say(
            source,
            "Касым-Жомарт Токаев находится во Франции с государственным визитом.",
            "visit",
            "state",
            event="v2024",
            date="2024-11-04/2024-11-05",
            visitor=[state(KAZ), _tokayev("Касым-Жомарт Токаев")],
            host=[state(FRA)],
        )
    m.say(
        paper,
        "Prime Minister Karim Massimov visited Paris.",
        "visit",
        None,
        place=("Paris", FRA),
        visitor=[state(KAZ), person("Karim Massimov", KAZ)],
    )
    m.say(
        plans,
        "Foreign Minister Catherine Colonna was to come to Astana in June 2023, but the trip was called off.",
        "visit",
        None,
        date="2023-06",
        status="cancelled",
        place=("Astana", KAZ),
        visitor=[state(FRA), person("Catherine Colonna", FRA)],
        host=[state(KAZ)],
    )

    # Plans: one comes about, one does not, one stays open.
    m.say(
        plans,
        "Emmanuel Macron is expected in Astana in the autumn.",
        "visit",
        None,
        date="2023-23",
        status="planned",
        place=("Astana", KAZ),
        visitor=[state(FRA), _macron("Emmanuel Macron")],
        host=[state(KAZ)],
    )
    m.say(
        plans,
        "The commission is to meet again in spring 2024.",
        "meeting",
        "commission",
        date="2024-21",
        status="planned",
        title="intergovernmental commission on economic cooperation",
        participant=both,
    )
    m.say(
        visit_ru,
        "Стороны намерены довести товарооборот до 10 млрд долларов к 2030 году.",
        "trade_turnover",
        date="2030",
        status="planned",
        value=1e10,
        unit="USD",
        subject=both,
    )
    m.say(
        visit_ru,
        "Париж опроверг сообщения о переговорах по поставкам истребителей.",
        "meeting",
        "talks",
        status="denied",
        title="поставки истребителей",
        participant=both,
    )

    # Meetings and mechanisms.
    m.say(
        agency,
        "Николя Саркози провёл переговоры с президентом Казахстана Нурсултаном Назарбаевым.",
        "meeting",
        "talks",
        date="2009-10-06",
        place=("Астана", KAZ),
        participant=[_sarkozy("Николя Саркози"), _nazarbayev("Нурсултаном Назарбаевым"), *both],
    )
    m.say(
        essay,
        "Мемлекет басшысы осы елдің Президенті Н.Саркозимен жүздесті.",
        "meeting",
        "talks",
        date="2011-09-19",
        participant=[state(KAZ), state(FRA), _sarkozy("Н.Саркозимен")],
    )
    m.say(
        visit_kk,
        "Мемлекет басшысы Қасым-Жомарт Тоқаев Эммануэль Макронмен шағын құрамда келіссөз жүргізді.",
        "meeting",
        "talks",
        date="2023-11-01",
        place=("Астана", KAZ),
        participant=[_tokayev("Қасым-Жомарт Тоқаев"), _macron("Эммануэль Макронмен")],
    )
    m.say(
        visit_ru,
        "Касым-Жомарт Токаев обсудил с президентом Франции Эмманюэлем Макроном мирный атом.",
        "meeting",
        "talks",
        date="2024-11-05",
        place=("Париж", FRA),
        title="мирный атом",
        participant=[_tokayev("Касым-Жомарт Токаев"), _macron("Эмманюэлем Макроном")],
    )
    m.say(plans, "The two presidents spoke by telephone.", "meeting", "call", participant=both)
    m.say(
        paper,
        "The intergovernmental commission on economic cooperation held its session in Paris in March 2015.",
        "meeting",
        "commission",
        date="2015-03",
        place=("Paris", FRA),
        title="intergovernmental commission on economic cooperation",
        participant=both,
    )
    m.say(
        paper,
        "Political consultations of the foreign ministries took place in 2014.",
        "meeting",
        "consultations",
        date="2014",
        participant=both,
    )

    # Agreements: one instrument with its life in three languages of titles.
    treaty = "Treaty of Friendship, Mutual Understanding and Cooperation"
    m.say(
        history,
        f"The {treaty} was signed on September 23, 1992.",
        "agreement",
        "signed",
        date="1992-09-23",
        title=treaty,
        party=both,
    )
    m.say(
        paper,
        f"The {treaty} was ratified by France in 1993.",
        "agreement",
        "ratified",
        date="1993",
        title=treaty,
        party=both,
    )
    m.say(
        paper,
        f"The {treaty} entered into force on 1 November 1994.",
        "agreement",
        "in_force",
        date="1994-11-01",
        title=treaty,
        party=both,
    )
    m.say(
        paper,
        "The Treaty on Strategic Partnership was signed in Paris on 11 June 2008.",
        "agreement",
        "signed",
        date="2008-06-11",
        place=("Paris", FRA),
        title="Treaty on Strategic Partnership",
        party=both,
    )
    m.say(
        visit_en,
        "A memorandum on critical minerals was signed in Paris on November 29.",
        "agreement",
        "signed",
        date="2022-11-29",
        place=("Paris", FRA),
        title="memorandum on critical minerals",
        party=both,
    )
    m.say(
        visit_kk,
        "Тараптар жасыл сутегі жөніндегі келісімге қол қояды деп күтіледі.",
        "agreement",
        "signed",
        status="planned",
        title="жасыл сутегі жөніндегі келісім",
        party=both,
    )
    m.say(
        agency,
        "Было подписано 24 документа.",
        "document_count",
        value=24.0,
        unit="count",
        date="2009-10",
        subject=both,
    )

    # Trade: 2010 disagrees; one figure names no currency.
    for document, year, quote, value in (
        (trade_kk, "2009", "2009 жылы тауар айналымы 3,1 млрд доллар болды.", 3.1e9),
        (trade_kk, "2010", "2010 жылы тауар айналымы 4,9 млрд долларға жетті.", 4.9e9),
        (trade_ru, "2010", "Товарооборот за 2010 год составил 4,6 млрд долларов.", 4.6e9),
        (trade_ru, "2011", "В 2011 году товарооборот достиг 6,1 млрд долларов.", 6.1e9),
        (trade_ru, "2012", "В 2012 году он вырос до 6,6 млрд долларов.", 6.6e9),
    ):
        m.say(document, quote, "trade_turnover", date=year, value=value, unit="USD", subject=both)
    m.say(
        trade_ru,
        "Экспорт Казахстана во Францию в 2011 году – 5,4 млрд долларов.",
        "export",
        date="2011",
        value=5.4e9,
        unit="USD",
        **{"from": [state(KAZ)], "to": [state(FRA)]},
    )
    m.say(
        trade_ru,
        "Импорт из Франции – 683 млн долларов.",
        "import",
        date="2011",
        value=6.83e8,
        unit="USD",
        **{"from": [state(FRA)], "to": [state(KAZ)]},
    )
    m.say(
        trade_ru,
        "Рост составил 24,5 процента.",
        "growth_rate",
        date="2011",
        value=24.5,
        unit="percent",
        title="товарооборот",
        subject=both,
    )
    m.say(
        trade_kk,
        "Былтыр екі ел арасындағы сауда 2,1 млрд болды.",
        "trade_turnover",
        value=2.1e9,
        subject=both,
    )

    # Investment.
    m.say(
        trade_ru,
        "Французские инвестиции в Казахстан превысили 13 млрд долларов.",
        "investment",
        value=1.3e10,
        unit="USD",
        date="../2013",
        **{"from": [state(FRA)], "to": [state(KAZ)]},
    )
    m.say(
        trade_kk,
        "Елімізде 100 француз компаниясы жұмыс істейді.",
        "company_count",
        date="2012",
        value=100.0,
        unit="count",
        subject=both,
    )
    m.say(
        paper,
        "Some 170 French companies work in Kazakhstan.",
        "company_count",
        date="2012",
        value=170.0,
        unit="count",
        subject=both,
    )
    m.say(
        paper,
        "A French bank lent Kazakhstan 150 million euros for the tramway.",
        "aid",
        "credit",
        date="2014~",
        title="tramway",
        donor=[state(FRA)],
        recipient=[state(KAZ)],
    )

    # Cooperation, culture, honours.
    m.say(
        agency,
        "Alstom построит в Астане завод электровозов.",
        "cooperation",
        "project",
        date="2010/2012",
        place=("Астана", KAZ),
        title="завод электровозов",
        sphere="economic",
        actor=[company("Alstom", FRA), state(KAZ)],
    )
    m.say(
        visit_en,
        "Direct flights between Astana and Paris resumed.",
        "cooperation",
        "transport_link",
        sphere="transport_consular",
        title="direct flights",
        actor=both,
    )
    m.say(
        paper,
        "The Season of Kazakhstan in France ran from autumn 2013 to autumn 2014.",
        "cooperation",
        "cultural_event",
        date="2013-09/2014-11",
        sphere="culture",
        title="Season of Kazakhstan",
        actor=both,
    )
    m.say(
        paper,
        "About 600 Kazakh students study in France.",
        "student_count",
        value=600.0,
        unit="count",
        sphere="education_science",
        subject=both,
    )
    m.say(
        visit_en,
        "France sent 20 tonnes of medicine to Kazakhstan in 2020.",
        "aid",
        "humanitarian",
        date="2020",
        title="medicine",
        donor=[state(FRA)],
        recipient=[state(KAZ)],
    )
    m.say(
        agency,
        "Николя Саркози награждён орденом «Алтын Қыран».",
        "honour",
        "award",
        date="2009-10",
        title="орден «Алтын Қыран»",
        awarder=[state(KAZ)],
        honouree=[_sarkozy("Николя Саркози"), state(FRA)],
    )
    m.say(
        visit_ru,
        "Посол Франции в Казахстане Сильвен Гиге вручил верительные грамоты.",
        "mission",
        "credentials",
        date="2024-10",
        envoy=[person("Сильвен Гиге", FRA)],
        sender=[state(FRA)],
        receiver=[state(KAZ)],
    )

    # Multilateral, statements.
    m.say(
        agency,
        "В 2010 году Казахстан будет председательствовать в ОБСЕ.",
        "membership",
        "chairs",
        date="2010",
        member=[state(KAZ)],
        organisation=[igo("OSCE", "OSCE")],
    )
    m.say(
        agency,
        "Париж поддержал председательство Казахстана в ОБСЕ.",
        "statement",
        "support",
        sphere="multilateral",
        title="председательство в ОБСЕ",
        speaker=[state(FRA)],
        addressee=[state(KAZ), igo("OSCE", "OSCE")],
    )
    m.say(
        visit_kk,
        "«Қазақстан – сенімді серіктес», – деді Эммануэль Макрон.",
        "statement",
        "praise",
        date="2023-11-01",
        speaker=[_macron("Эммануэль Макрон")],
        addressee=[state(KAZ)],
    )
    m.say(
        visit_en,
        "Tokayev invited French business to the Middle Corridor.",
        "statement",
        "invite",
        date="2022-11-30",
        title="Middle Corridor",
        speaker=[_tokayev("Tokayev")],
        addressee=[state(FRA)],
    )
    m.say(
        visit_en,
        "Emmanuel Macron pledged to support training in nuclear safety.",
        "statement",
        "pledge",
        title="nuclear safety",
        speaker=[_macron("Emmanuel Macron")],
        addressee=[state(KAZ)],
    )
    m.say(
        paper,
        "In 1999 Paris protested against the closure of the consulate.",
        "coercion",
        "protest",
        date="1999",
        actor=[state(FRA)],
        target=[state(KAZ)],
    )

    # One-sided, and of others.
    m.say(
        essay,
        "Қазақстан 1992 жылы БҰҰ-ға кірді.",
        "membership",
        "joined",
        date="1992",
        member=[state(KAZ)],
        organisation=[igo("UN", "United Nations")],
    )
    m.say(trade_kk, "Былтыр өзара сауда тағы өсті.", "growth_rate", value=12.0, unit="percent")
    m.say(
        paper,
        "France held elections in 2012 and sent envoys abroad.",
        "statement",
        None,
        date="2012",
        speaker=[state(FRA)],
    )
    other = m.document("en-other", "en", "2015-01-01", "Elsewhere", "Of others")
    m.say(
        other,
        "Germany and Poland signed a treaty.",
        "agreement",
        "signed",
        party=[state("DEU"), state("POL")],
    )
    m.say(
        other,
        "France greeted Germany.",
        "statement",
        "congratulate",
        speaker=[state(FRA)],
        addressee=[state("DEU")],
    )
    return m


HOSTILE = (
    '<script>alert("x")</script><img src=http://evil.example/x onerror=alert(1)> \u202egnp.exe\u202c '
    "a\u200bb &amp; </q></li> `code` | pipe [link](javascript:alert(1)) \x07"
)


def hostile() -> Memory:
    """A record in which every text that a source controls is an attack."""
    m = Memory()
    key = m.document(HOSTILE, "en", "2020-01-01", HOSTILE, HOSTILE, "javascript:alert(1)//http://x")
    other = m.document("b", 'en" onload="alert(1)', "2020-13-77", "b", "b", 'https://evil.example/"><script>')
    for document in (key, other):
        for type, subtype, role in (
            ("meeting", "talks", "participant"),
            ("statement", "praise", "speaker"),
            ("agreement", "signed", "party"),
            ("visit", "state", "visitor"),
        ):
            m.say(
                document,
                f"{HOSTILE} {type}",
                type,
                subtype,
                date='2020-01-01"><b>',
                title=HOSTILE,
                place=(HOSTILE, None),
                **{role: [state(KAZ), person(HOSTILE, FRA), state(FRA)]},
            )
    return m
