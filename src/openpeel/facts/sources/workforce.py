"""Police workforce, England and Wales (Home Office): people in post on a day, by force.

Read are the tables whose title speaks of nothing but a kind of worker, police force areas, days
and the unit. Tables broken down further (rank, sex, ethnicity, joiners, absence) are set aside.
Columns likewise: changes, percentages and totals over kinds of worker are left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from duckdb import DuckDBPyConnection

from openpeel.facts.sources.dates import dates_in, in_words
from openpeel.facts.sources.force_table import (
    ForceTable,
    check_total,
    find_table,
    settle_regions,
)
from openpeel.facts.sources.grid import (
    Rows,
    Sheet,
    label,
    nothing_read,
    published,
    sheets,
)
from openpeel.facts.sources.reading import Edition, Facts, Reading, SourceFile

_WORKERS = (
    ("staff-and-designated", r"police staff (and|&) designated officers?"),
    ("pcso", r"(police )?community support officers?|\bpcsos?\b"),
    ("designated", r"designated officers?"),
    ("special", r"special constables?|special constabulary"),
    ("volunteer", r"police support volunteers?"),
    ("traffic-warden", r"traffic wardens?"),
    ("staff", r"police staff"),
    ("officer", r"police officers?"),
)
_UNPAID = {"special", "volunteer"}  # have no hours to be full-time equivalents of
_BASES = (("fte", r"full[ -]time[ -]equivalents?|\bfte\b"), ("headcount", r"head ?count"))
# Words that leave a title or heading a plain count of people in post.
_PLAIN = re.compile(
    r"police|service|forces?|areas?|workforce|strength|in|post|total|numbers?|of|by|the|and|for"
    r"|each|all|as|at|on|to|from|between|with|since|over|england|wales|english|regions?|combined"
    r"|s|sections?|workers?|types?|changes?|comparison|compared|months?|years?|period"
)
_PLAIN_HEADING = re.compile(
    r"police|officers?|staff|people|in|post|strength|numbers?|as|at|on|of|and|s"
)
_MONTH = re.compile(r"(jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*")


@dataclass(frozen=True)
class _Column:
    """What a column of figures is about."""

    number: int
    day: date
    worker: str
    basis: str

    def __str__(self) -> str:
        return f"{self.worker}, {self.basis}, {in_words((self.day, self.day))}"


class Workforce:
    """Reader of the Home Office's police workforce tables."""

    publication = "workforce"
    version = 2

    def recognise(self, file: SourceFile) -> bool:
        """A workbook in which a sheet calls itself the police workforce of England and Wales."""
        return any(
            re.search(r"police workforce|police service strength", text)
            and re.search(r"england (and|&) wales", text)
            for sheet in sheets(file)
            if (text := sheet.top(8).casefold())
        )

    def read(self, file: SourceFile, con: DuckDBPyConnection) -> Reading:
        """Fact table `workforce`; UserError names sheet, row and reason."""
        book = sheets(file)
        rows, facts, notes = Rows(book), Facts("workforce"), list[str]()
        seen: dict[tuple[str, date, str, str], tuple[float | None, str]] = {}
        days: set[date] = set()
        for sheet in book:
            reason = _not_plain(sheet)
            table = None if reason else find_table(sheet, file)
            columns = _columns(table) if table else []
            if table is None or not columns:
                rows.set_sheet_aside(sheet, reason or "no dated figures by force")
                continue
            table = settle_regions(table, [column.number for column in columns])
            for column in columns:
                days.add(column.day)
                notes += check_total(table, column.number, str(column))
            _add(table, columns, facts, seen)
            table.account(rows)
            for line in table.forces:
                rows.use(sheet, line.row)
        if not facts.rows:
            raise nothing_read(file, book, "a dated count of people in post by police force")
        ledger = rows.ledger()
        return ledger.reading(
            self.publication,
            Edition(
                label(book[0].title),
                "as at " + ", ".join(in_words((day, day)) for day in sorted(days)),
                published(book),
            ),
            {"workforce": facts.into(con)},
            notes,
        )


def _not_plain(sheet: Sheet) -> str:
    """Why a sheet's title makes it no plain count of people in post; empty when it is one."""
    title = label(sheet.title)
    if not re.match(r"table\b", title, re.IGNORECASE) and not _workers(title):
        return "cover, contents or notes"
    title = re.sub(r"^table[\s_]*\w+\W*", "", title, flags=re.IGNORECASE)
    if unknown := _more_than(title, _PLAIN):
        return f"broken down by more than force: its title speaks of {unknown!r}"
    return ""


def _more_than(text: str, plain: re.Pattern[str]) -> str:
    """The first word of a text that is no kind of worker, unit, day or plain word."""
    text = text.casefold()
    for _, pattern in (*_WORKERS, *_BASES):
        text = re.sub(pattern, " ", text)
    found = re.findall(r"[^\W\d_]+|%", text)
    return next((w for w in found if not plain.fullmatch(w) and not _MONTH.fullmatch(w)), "")


def _columns(table: ForceTable) -> list[_Column]:
    title = label(table.sheet.title)
    above = table.sheet.top(table.top - 1)
    title_days = {day for day, _ in dates_in(title)}
    several = len(set(re.findall(r"20\d\d", title))) > 1
    found = []
    for number in table.columns:
        heads = table.heads(number)
        text = " ".join(heads)
        if _more_than(text, _PLAIN_HEADING):
            continue
        days = {day for day, _ in dates_in(text)} or _of_year(text, title_days)
        if not days and not several:
            days = title_days
        workers = _workers(text) or _workers(title)
        bases = _bases(text) or _bases(title) or _bases(above)
        if len(workers) == 1 and workers[0] in _UNPAID:
            bases = bases or ["headcount"]
        if len(days) == len(workers) == len(bases) == 1:
            found.append(_Column(number, min(days), workers[0], bases[0]))
    return found


def _of_year(text: str, title_days: set[date]) -> set[date]:
    """The day in a heading that is only a year, when the title says which day of each year."""
    year = re.search(r"\b(20\d\d)(?=\d{0,2}\b)", text)
    days = {(day.month, day.day) for day in title_days}
    if year is None or len(days) != 1:
        return set()
    month, day = days.pop()
    return {date(int(year[1]), month, day)}


def _workers(text: str) -> list[str]:
    """The kinds of worker that a text names."""
    text, found = text.casefold(), []
    text = re.sub(r"\(s\.?\s*38[^)]*\)\s*", "", text)
    for worker, pattern in _WORKERS:
        if re.search(pattern, text):
            found.append(worker)
            text = re.sub(pattern, " ", text)
    return found


def _bases(text: str) -> list[str]:
    return [basis for basis, pattern in _BASES if re.search(pattern, text.casefold())]


def _add(
    table: ForceTable,
    columns: list[_Column],
    facts: Facts,
    seen: dict[tuple[str, date, str, str], tuple[float | None, str]],
) -> None:
    for line in table.forces:
        assert line.force is not None
        for column in columns:
            figure = table.figure(line, column.number)
            key = (line.force.code, column.day, column.worker, column.basis)
            place = table.sheet.reference(line.row)
            if key in seen:
                before, where = seen[key]
                if before != figure.value and abs((before or 0) - (figure.value or 0)) > 0.5:
                    raise table.file.refuse(
                        f"{line.name}, {column}: {figure.value} here, {before} in {where}; the"
                        " file gives one figure twice and differently",
                        table.sheet.where(line.row),
                    )
                continue
            seen[key] = (figure.value, place)
            facts.add(
                force_code=line.force.code,
                period_start=column.day,
                period_end=column.day,
                status=figure.status,
                source_ref=place,
                worker=column.worker,
                basis=column.basis,
                people=figure.value,
            )
