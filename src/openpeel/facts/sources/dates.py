"""Days and periods as publishers write them in titles and headings.

Footnote digits stick to years ("30 September 20191,2"): a year is the first four digits of up to
six. A month without a day means its last day, which is how stock tables are headed ("Sep-18").
"""

from __future__ import annotations

import calendar
import re
from datetime import date

Period = tuple[date, date]

_MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_abbr) if name}
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_YEAR = r"(?:(?:19|20)\d\d(?=\d{0,2}(?:\D|$)))"
_SHORT_YEAR = r"['’]?\d\d(?!\d)"

_DATE = re.compile(
    rf"(?P<iso>\d{{4}}-\d\d-\d\d)"
    rf"|(?P<numeric>\d{{1,2}}/\d{{1,2}}/(?:\d{{4}}|\d\d))(?!\d)"
    rf"|(?:(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+)?\b(?P<month>{_MONTH})\b\.?[\s,-]*"
    rf"(?P<year>{_YEAR}|{_SHORT_YEAR})",
    re.IGNORECASE,
)
_YEAR_ENDING = re.compile(
    rf"(?:years?|12\s+months)\s+(?:ending|ended|to)\s+(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?"
    rf"(?P<month>{_MONTH})\s+(?P<year>{_YEAR})"
    rf"(?:\d{{0,2}}\s*(?:to|and|-|–)\s*(?P<last_month>{_MONTH})\s+(?P<last_year>{_YEAR}))?",
    re.IGNORECASE,
)
_FROM_TO = re.compile(
    rf"\b(?P<month1>{_MONTH})\s*(?P<year1>{_YEAR}|{_SHORT_YEAR})?\s*(?:to|-|–|and)\s*"
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?(?P<month2>{_MONTH})\s*(?P<year2>{_YEAR}|{_SHORT_YEAR})",
    re.IGNORECASE,
)
_FINANCIAL = re.compile(r"(?<!\d)(?P<first>(?:19|20)\d\d)\s*(?:/|-|–|to)\s*(?P<second>(?:20)?\d\d)")


def dates_in(text: str) -> list[tuple[date, bool]]:
    """Every day named in a text, and whether the day itself was named (not only its month)."""
    found = []
    for match in _DATE.finditer(text):
        try:
            found.append(_date(match))
        except ValueError:  # 31 June
            continue
    return found


def period_in(text: str) -> Period | None:
    """The period a text speaks of: year ending, from month to month, or a financial year.

    Of several, from the start of the first to the end of the last.
    """
    found = [_years(match) for match in _YEAR_ENDING.finditer(text)]
    if not found and (match := _FROM_TO.search(text)):
        last, end_year = _month(match["month2"]), _year(match["year2"])
        first = _month(match["month1"])
        earlier = end_year - 1 if first > last else end_year
        start_year = _year(match["year1"]) if match["year1"] else earlier
        found = [(date(start_year, first, 1), month_end(end_year, last))]
    if not found:
        found = [
            (date(first_year, 4, 1), date(first_year + 1, 3, 31))
            for match in _FINANCIAL.finditer(text)
            if int(match["second"]) % 100 == ((first_year := int(match["first"])) + 1) % 100
        ]
    if not found:
        return None
    return min(start for start, _ in found), max(end for _, end in found)


def _years(match: re.Match[str]) -> Period:
    first = month_end(_year(match["year"]), _month(match["month"]))
    if not match["last_year"]:
        return year_to(first), first
    return year_to(first), month_end(_year(match["last_year"]), _month(match["last_month"]))


def year_to(end: date) -> date:
    """The first day of the twelve months that end on a last day of a month."""
    return date(end.year, 1, 1) if end.month == 12 else date(end.year - 1, end.month + 1, 1)


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def in_words(period: Period) -> str:
    """A period as a reader says it: "year ending March 2020", or from when to when."""
    start, end = period
    if start == end:
        return f"{end.day} {end:%B %Y}"
    if start == year_to(end):
        return f"year ending {end:%B %Y}"
    return f"{start:%B %Y} to {end:%B %Y}"


def _date(match: re.Match[str]) -> tuple[date, bool]:
    if match["iso"]:
        return date.fromisoformat(match["iso"]), True
    if match["numeric"]:
        day, number, short = match["numeric"].split("/")
        return date(_year(short), int(number), int(day)), True
    year, month = _year(match["year"]), _month(match["month"])
    if match["day"]:
        return date(year, month, int(match["day"])), True
    return month_end(year, month), False


def _month(name: str) -> int:
    return _MONTHS[name[:3].casefold()]


def _year(text: str) -> int:
    digits = int(text.lstrip("'’"))
    return digits + 2000 if digits < 100 else digits
