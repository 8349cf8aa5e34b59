"""From what the words of a date give to an EDTF value, with the help of publication and text.

Rules:

* Words that suffice keep their own value.
* What is said from the publication («кеше», «в прошлом году», "last month") needs a publication date of
  enough precision; without one it is None, never a guess.
* A day or month without a year takes the year of a date certain in the same sentence (without a
  publication date: of the sentence before, too); else, where the publication is known, the year that
  brings it nearest: at most about six months before it or three after.
  A bare year lends itself to what follows only where no publication is known.
* Without a publication, a day or month that the text has named with its year before («7-11 сәуір 2008» and
  later «11 сәуірде») keeps that year, and a text that names one year only is told in that year (`text_year`).
* Weekdays: the latest such day up to the publication; with `future` the next one from it on.
* A week is the interval from Monday to Sunday. A season is its year.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from elshi.languages import edtf
from elshi.languages.base import DateExpression

__all__ = ["DateContext", "anniversary", "publication_date", "text_year"]

#: How far from its publication a news text names a day without its year; beyond it, writers give the year.
NEWS_BEFORE = timedelta(days=9 * 30)
NEWS_AFTER = timedelta(days=3 * 31)

#: How many characters of a line may stand beside a date that is the text's own date.
_DATELINE_REST = 40

#: From so many lines that begin with different dates on, a text is a list of events.
_CHRONICLE_LINES = 3
#: Longest word in small letters that may follow a date on its line («года», «сағат»).
_LONGEST_UNIT = 5

#: Shorter sentences say nothing that could break the thread of a narrative.
_FRAGMENT = 30

#: So near its publication a day is this year's whatever the verb («сообщил о визите 5 июня»); farther off a past
#: tells last year's from this year's, a future this year's from the next.
_NEAR = timedelta(days=21)

_SEASON_MONTHS = {1: (12, 2), 2: (3, 5), 3: (6, 8), 4: (9, 11)}


def anniversary(n: int, year: int) -> str | None:
    """The year of what has its `n`-th anniversary in `year` ("the 60th in 2017" is 1957)."""
    return edtf.build(year - n) if 0 < n < year else None


def _shift_month(year: int, month: int, shift: int) -> tuple[int, int]:
    count = year * 12 + month - 1 + shift
    return count // 12, count % 12 + 1


def _week(day: date) -> str | None:
    monday = day - timedelta(days=day.weekday())
    return edtf.interval(monday.isoformat(), (monday + timedelta(days=6)).isoformat())


def _exact(value: str | None) -> tuple[int, int | None, int | None] | None:
    """Year, month and day of a point, or of an interval's first point; None of decades and open ends."""
    if value is None:
        return None
    match = re.match(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?~?(?:/|\Z)", value)
    if match is None or not edtf.is_valid(value):
        return None
    year, month, day = match.groups()
    return int(year), int(month) if month else None, int(day) if day else None


class DateContext:
    """Settles the dates of one document, in the order of the text.

    Args:
        published: EDTF date of publication, or None. One that is not valid counts as None.
    """

    def __init__(self, published: str | None) -> None:
        self._published = _exact(published)
        #: Values with a month that the text has named, latest last, for texts without a publication.
        self._named: list[str] = []
        self._noted: tuple[int, int | None, int | None] | None = None
        self._noted_value: str | None = None
        self._age = 0

    def next_sentence(self, length: int = _FRAGMENT) -> None:
        """Says that a new sentence begins; dates noted two sentences ago no longer lend their year.

        Args:
            length: characters of the sentence that ends; a fragment («State visit.») counts for none.
        """
        if length >= _FRAGMENT:
            self._age += 1

    def note(self, value: str) -> None:
        """Remembers the last certain date that the text has named."""
        exact = _exact(value)
        if exact is not None:
            self._noted = exact
            self._noted_value = value
            self._age = 0
            if self._published is None and exact[1] is not None:
                self._named.append(value)

    def resolve(self, expression: DateExpression, future: bool | None = None) -> str | None:
        """The EDTF value of an expression, or None where nothing makes it certain.

        Args:
            expression: what `elshi.languages.dates.find` gave.
            future: the sentence speaks of what lies ahead (True) or behind (False); None when unsaid.
        """
        if expression.value is not None:
            return expression.value
        if expression.anchor is not None or expression.unit is not None:
            value = self._relative(expression, future)
        elif expression.month is not None:
            value = self._without_year(expression, future)
        else:
            value = None
        if value is not None and expression.qualifier == "about":
            value = edtf.approximate(value)
        return value if value is not None and edtf.is_valid(value) else None

    # What is said from an anchor.

    def _relative(self, expression: DateExpression, future: bool | None) -> str | None:
        if expression.unit == "weekday":
            return self._weekday(expression, future)
        if expression.unit == "season":
            return self._season(expression, future)
        origin = self._noted if expression.anchor == "text" else self._published
        if (
            expression.anchor == "text"
            and (origin is None or future)
            and expression.shift > 0
            and self._published
        ):
            # «через два года» of a plan counts from the publication.
            origin = self._published if future else None
        if (
            expression.anchor == "publication"
            and expression.shift > 0
            and (origin is None or future is False or self._in_story(expression))
        ):
            # «келесі жылы» in a narrative: after the year just named.
            origin = self._noted
        if origin is None:
            return None
        if expression.anchor == "text" and expression.shift == 0 and self._same_interval(expression):
            return self._noted_value
        return _step(origin, expression)

    def _in_story(self, expression: DateExpression) -> bool:
        """Whether the sentence tells of an earlier year, to which «келесі жылы» is the next."""
        return (
            expression.unit == "year"
            and self._age == 0
            and self._noted is not None
            and self._published is not None
            and self._noted[0] < self._published[0]
        )

    def _same_interval(self, expression: DateExpression) -> bool:
        return (
            expression.unit == "week"
            and self._noted_value is not None
            and "/" in self._noted_value
            and expression.month is None
        )

    def _weekday(self, expression: DateExpression, future: bool | None) -> str | None:
        if self._published is None or self._published[2] is None or self._published[1] is None:
            return None
        today = date(self._published[0], self._published[1], self._published[2])
        back = (today.isoweekday() - expression.shift) % 7
        if expression.direction > 0 or (expression.direction == 0 and future):
            ahead = (7 - back) % 7
            if expression.direction > 0 and ahead == 0:
                ahead = 7
            return (today + timedelta(days=ahead)).isoformat()
        if expression.direction < 0 and back == 0:
            back = 7
        return (today - timedelta(days=back)).isoformat()

    def _season(self, expression: DateExpression, future: bool | None) -> str | None:
        if self._published is None:
            return None
        year, month, _ = self._published
        first, last = _SEASON_MONTHS[expression.shift]
        if expression.shift == 1 and expression.direction != 0:
            # A winter lies in two years.
            return None
        if month is None:
            return edtf.build(year) if expression.direction == 0 else None
        if expression.direction < 0:
            return edtf.build(year if month > last else year - 1)
        if expression.direction > 0 or future:
            return edtf.build(
                year if month < first or (month <= last and expression.direction == 0) else year + 1
            )
        if future is False and month < first:
            return edtf.build(year - 1)
        return edtf.build(year)

    # A day or month without its year.

    def _without_year(self, expression: DateExpression, future: bool | None) -> str | None:
        month = expression.month
        assert month is not None
        noted = self._noted
        if noted is not None and expression.direction == 0:
            # Where the publication is known, a bare year beside it ("launched in 2004") is background.
            near = self._age == 0 and noted[1] is not None if self._published else self._age <= 1
            if near:
                return _dated(noted[0], expression)
        if self._published is None:
            return self._named_before(expression)
        year, published_month, published_day = self._published
        if published_month is None:
            # Only the year is known, that of a text told in one year.
            return _dated(year, expression) if expression.direction == 0 and future is not True else None
        origin = date(year, published_month, published_day or 15)
        candidates = []
        for candidate in (year - 1, year, year + 1):
            value = _dated(candidate, expression)
            span = edtf.bounds(value) if value is not None else None
            if value is None or span is None or span[0] is None or span[1] is None:
                continue
            low, high = span[0], span[1]
            if low <= origin <= high:
                distance = timedelta(0)
            else:
                distance = low - origin if low > origin else high - origin
            candidates.append((distance, value))
        if expression.direction == 0 and any(abs(c[0]) <= _NEAR for c in candidates):
            future = None
        if expression.direction < 0 or future is False:
            fitting = [c for c in candidates if c[0] <= timedelta(0)]
            if expression.direction < 0:
                fitting = [c for c in fitting if c[0] < timedelta(0)]
            return max(fitting)[1] if fitting and max(fitting)[0] >= -timedelta(days=366) else None
        if expression.direction > 0 or future:
            fitting = [c for c in candidates if c[0] >= timedelta(0)]
            if expression.direction > 0:
                fitting = [c for c in fitting if c[0] > timedelta(0)]
            return min(fitting)[1] if fitting else None
        fitting = [c for c in candidates if -NEWS_BEFORE <= c[0] <= NEWS_AFTER]
        return min(fitting, key=lambda c: (abs(c[0]), c[0]))[1] if fitting else None

    def _named_before(self, expression: DateExpression) -> str | None:
        """The value in the year of an earlier date that it repeats or lies in; None where there is none."""
        for value in reversed(self._named):
            exact, span = _exact(value), edtf.bounds(value)
            if exact is None or span is None or span[0] is None or span[1] is None:
                continue
            own = _dated(exact[0], expression)
            inside = edtf.bounds(own) if own is not None else None
            if inside is None or inside[0] is None or inside[1] is None:
                continue
            within = span[0] <= inside[0] and inside[1] <= span[1]
            same_month = expression.day is None and inside[0] <= span[0] and span[1] <= inside[1]
            if (within and (expression.day is not None or "/" not in value)) or same_month:
                return own
        return None


def text_year(values: Sequence[str | None], head: int) -> int | None:
    """The year that a text without a publication date is told in, or None.

    Args:
        values: EDTF values of its dates in the order of the text, None where open.
        head: how many of them stand in its first two sentences.

    Returns:
        The year when all values lie in it, at least two name it and one of these stands at the head.
    """
    certain = [value for value in values if value is not None]
    years = {edtf.year_of(value) for value in certain}
    if len(years) != 1 or len(certain) < 2 or not any(values[:head]):
        return None
    return years.pop()


def _dated(year: int, expression: DateExpression) -> str | None:
    """The parts of an expression within a year."""
    first = edtf.build(year, expression.month, expression.day)
    if first is None or (expression.end_month is None and expression.end_day is None):
        return first
    month, last_month = expression.month or 0, expression.end_month or expression.month or 0
    last_year = year + 1 if last_month < month else year
    last = edtf.build(last_year, last_month, expression.end_day)
    return edtf.interval(first, last) if last is not None else None


def _step(origin: tuple[int, int | None, int | None], expression: DateExpression) -> str | None:
    """What lies `shift` units from the origin, with the month and day that the expression adds."""
    year, month, day = origin
    unit, shift = expression.unit, expression.shift
    if unit == "year":
        if expression.month is not None:
            return _dated(year + shift, expression)
        return edtf.build(year + shift)
    if unit == "decade":
        return f"{(year + 10 * shift) // 10:03d}X"
    if month is None:
        return None
    if unit == "month":
        year, month = _shift_month(year, month, shift)
        if expression.day is not None:
            last = expression.end_day
            first = edtf.build(year, month, expression.day)
            if last is None or first is None:
                return first
            end = edtf.build(year, month, last)
            return edtf.interval(first, end) if end is not None else None
        return edtf.build(year, month)
    if unit == "quarter":
        year, first_month = _shift_month(year, (month - 1) // 3 * 3 + 1, 3 * shift)
        return _months(year, first_month, 3)
    if unit == "halfyear":
        year, first_month = _shift_month(year, (month - 1) // 6 * 6 + 1, 6 * shift)
        return _months(year, first_month, 6)
    if day is None:
        return None
    try:
        base = date(year, month, day)
        if unit == "day":
            return (base + timedelta(days=shift)).isoformat()
        if unit == "week":
            return _week(base + timedelta(weeks=shift))
    except OverflowError:
        return None
    return None


def _months(year: int, first: int, count: int) -> str | None:
    low, high = edtf.build(year, first), edtf.build(year, first + count - 1)
    return edtf.interval(low, high) if low is not None and high is not None else None


def publication_date(clean_head: str, clean_tail: str, code: str, whole: str = "") -> str | None:
    """The text's own date, where its first or last lines bear it.

    Only a full date counts, and only alone on a line (a time, a weekday or a few words of an outlet may
    stand beside it) or in a dateline ("ASTANA, 25 January 2024 –", «АСТАНА. 5 мая 2019 г. –»).

    Args:
        clean_head: the first lines of the clean text, headline included.
        clean_tail: its last lines.
        code: language of the text.
        whole: the whole clean text, to tell chronicles, whose lines begin with dates; these bear none.

    Returns:
        `YYYY-MM-DD`, or None where there is none or where head and tail contradict themselves.
    """
    if _is_chronicle(whole, code):
        return None
    for part in (clean_head, clean_tail):
        found = {value for line in part.splitlines() if (value := _line_date(line, code, part is clean_head))}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _is_chronicle(text: str, code: str) -> bool:
    """Whether lines of the text begin with different full dates, as lists of visits and events do."""
    from elshi.languages.dates import find_text

    values: set[str] = set()
    for line in text.splitlines():
        start = line.strip()[:40]
        if any(c.isdigit() for c in start[:20]):
            first = next(iter(find_text(start, code)), None)
            if first is not None and first.start < 3 and first.value is not None:
                values.add(first.value)
                if len(values) >= _CHRONICLE_LINES:
                    return True
    return False


_DATELINE = re.compile(r"[^\W\d_][^\d.!?]{0,40}[,.:]?\s*\(?\Z")
_AFTER_DATELINE = re.compile(r"\)?\.?\s*(?:/[^/]{2,30}/\s*)?[-–—:.]")
_TIME = re.compile(r"\d{1,2}[:.]\d{2}(?::\d{2})?")


def _line_date(line: str, code: str, head: bool) -> str | None:
    """The full date that a line consists of or, in the head, begins with as a dateline."""
    from elshi.languages.dates import find_text

    text = line.strip()
    if not any(c.isdigit() for c in text):
        return None
    window = text[:120]
    full = [e for e in find_text(window, code) if e.value is not None and edtf.precision(e.value) == "day"]
    if len(full) != 1:
        return None
    expression = full[0]
    before, after = window[: expression.start], window[expression.end :]
    rest = _TIME.sub("", before + " " + after)
    if len(text) <= 120:
        words = re.findall(r"[^\W\d_]+", rest)
        # «14 ноября 1840 года родился …»: a sentence goes on in small letters.
        goes_on = any(w.islower() and len(w) > _LONGEST_UNIT for w in re.findall(r"[^\W\d_]+", after))
        if (
            not goes_on
            and not re.search(r"\d", rest)
            and len(rest.strip()) <= _DATELINE_REST
            and len(words) <= 3
        ):
            ends_sentence = rest.rstrip().endswith((".", "!", "?")) and len(words) > 1
            if not ends_sentence:
                return expression.value
    if head and _DATELINE.match(before) and _AFTER_DATELINE.match(after):
        return expression.value
    return None
