"""Mid-year population estimates (ONS): residents of each district on 30 June.

Read is the summary table with a column for each year, else the table of persons by age. The sum
of the districts must be the file's own figure for England and Wales, year by year: boundaries
change, and a district that is not known, or counted twice, would be lost or doubled silently.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from duckdb import DuckDBPyConnection

from openpeel.catalogue.forces import ENGLAND_AND_WALES, districts
from openpeel.facts.sources.force_table import cell
from openpeel.facts.sources.grid import (
    Rows,
    Sheet,
    label,
    nothing_read,
    published,
    sheets,
    words,
)
from openpeel.facts.sources.reading import Edition, Facts, Reading, SourceFile

_SUBJECT = re.compile(r"population estimates|mid-?\s?year estimates", re.IGNORECASE)
_MID_YEAR = re.compile(r"(?:mid|june)[- ]?\s*(20\d\d)(?=\d{0,2}(?:\D|$))", re.IGNORECASE)
_YEAR_HEADING = re.compile(
    r"(?:(?:estimated )?population )?(?:mid[\s-]*|30 june )?((?:19|20)\d\d)\d{0,2}(?: population)?"
)
_CODE = re.compile(r"[A-Z]\d{8}")
_DISTRICT = re.compile(r"(E0[6-9]|W06)\d{6}")
_COUNTRIES = ("E92000001", "W92000004")
# tables by district with the same headings and another content
_OTHER_TABLE = re.compile(
    r"median|density|per sq|components|population change|\b(fe)?males?\b|births|deaths|migration"
    r"|broad age|quinary|projection"
)
_ABOVE = {
    "E10": "county, made of districts",
    "E11": "metropolitan county, made of districts",
    "E12": "region, made of districts",
    "E13": "part of London, made of districts",
    "S": "Scotland, outside the 43 forces",
    "N": "Northern Ireland, outside the 43 forces",
    "E92": "country, a sum of districts",
    "W92": "country, a sum of districts",
    "K": "country, a sum of districts",
}


@dataclass(frozen=True)
class _Table:
    """A table by district: where its heading stands and which column holds which mid-year."""

    sheet: Sheet
    heading: int
    code_column: int
    years: dict[int, int]

    def rows(self) -> Iterator[tuple[int, str, tuple[Any, ...]]]:
        """Rows below the heading that have an area code."""
        for number, row in self.sheet.numbered():
            code = words(cell(row, self.code_column))
            if number > self.heading and _CODE.fullmatch(code):
                yield number, code, row


class PopulationEstimates:
    """Reader of the ONS mid-year population estimates by local authority."""

    publication = "population-estimates"
    version = 1

    def recognise(self, file: SourceFile) -> bool:
        """A workbook on mid-year population estimates with tables for local authorities."""
        book = sheets(file)
        tops = [f"{sheet.name} {sheet.top(12)}" for sheet in book]
        return (
            any(_SUBJECT.search(top) for top in tops)
            and any(_MID_YEAR.search(top) for top in tops)
            and any(re.search(r"local authorit|\bMYE ?\d", top, re.IGNORECASE) for top in tops)
        )

    def read(self, file: SourceFile, con: DuckDBPyConnection) -> Reading:
        """Fact table `population`; UserError names sheet, row and reason."""
        book = sheets(file)
        rows, facts = Rows(book), Facts("population")
        table = _best(book, file)
        for sheet in book:
            if sheet is not table.sheet:
                rows.set_sheet_aside(sheet, _why_aside(sheet, table))
        totals = dict.fromkeys(table.years, 0)
        stated = _stated(table, file)
        first: dict[str, int] = {}
        for number, code, row in table.rows():
            if first.setdefault(code, number) != number:
                raise file.refuse(
                    f"{_name(table, row)} ({code}) stands twice, first in row {first[code]}",
                    table.sheet.where(number),
                )
            district = districts().find(code)
            if district is None:
                if _DISTRICT.fullmatch(code):
                    raise file.refuse(
                        f"{_name(table, row)} ({code}) is a district that the catalogue does not"
                        " know; add it to catalogue/data/districts.csv",
                        table.sheet.where(number),
                    )
                rows.set_aside(table.sheet, number, _above(code))
                continue
            today = districts().today(district)
            for year, column in table.years.items():
                figure = table.sheet.count(cell(row, column), number, str(year), file)
                totals[year] += int(figure.value or 0)
                facts.add(
                    force_code=today.force_code,
                    area_code=today.csp_code,
                    period_start=date(year, 6, 30),
                    period_end=date(year, 6, 30),
                    status=figure.status,
                    source_ref=table.sheet.reference(number),
                    district_code=district.code,
                    persons=figure.value,
                )
            rows.use(table.sheet, number)
        _check(table, totals, stated, file)
        ledger = rows.ledger()
        return ledger.reading(
            self.publication,
            Edition(_title(book, table), _covers(table), published(book)),
            {"population": facts.into(con)},
            _left_out(table),
        )


def _best(book: tuple[Sheet, ...], file: SourceFile) -> _Table:
    """The table with the most years; of tables with as many, the first."""
    found = [table for sheet in book if (table := _table(sheet, book)) is not None]
    if not found:
        raise nothing_read(file, book, "residents by local authority, with codes, in a mid-year")
    return max(found, key=lambda table: len(table.years))


def _table(sheet: Sheet, book: tuple[Sheet, ...]) -> _Table | None:
    if _other_table(sheet):
        return None
    for number, row in sheet.numbered():
        heads = [label(c).casefold() for c in row]
        code = next((i for i, head in enumerate(heads) if re.search(r"\bcodes?\b", head)), None)
        if code is None or len(heads) < 3:
            continue
        years = {
            int(match[1]): column
            for column, head in enumerate(heads)
            if (match := _YEAR_HEADING.fullmatch(head))
        }
        everyone = [i for i, head in enumerate(heads) if head in ("all ages", "all persons")]
        if not years and len(everyone) == 1 and (year := _year(sheet, book)):
            years = {year: everyone[0]}
        table = _Table(sheet, number, code, years)
        if years and any(_DISTRICT.fullmatch(code) for _, code, _ in table.rows()):
            return table
    return None


def _other_table(sheet: Sheet) -> bool:
    """Whether a sheet is headed as something else than all residents."""
    title = f"{sheet.name} {sheet.title}".casefold()
    return bool(_OTHER_TABLE.search(re.sub(r"males? and females?|by sex", "", title)))


def _year(sheet: Sheet, book: tuple[Sheet, ...]) -> int | None:
    """The mid-year of a table without years in its heading: its own titles', else the cover's."""
    for text in (f"{sheet.name} {sheet.top(6)}", *(other.top(6) for other in book)):
        years = {int(year) for year in _MID_YEAR.findall(text)}
        if len(years) == 1:
            return years.pop()
    return None


def _stated(table: _Table, file: SourceFile) -> dict[int, int]:
    """England and Wales as the file has it, by year."""
    by_code = {code: (number, row) for number, code, row in table.rows()}
    codes = [ENGLAND_AND_WALES] if ENGLAND_AND_WALES in by_code else list(_COUNTRIES)
    if missing := [code for code in codes if code not in by_code]:
        raise file.refuse(
            f"there is no row for England and Wales ({ENGLAND_AND_WALES}, or {missing[0]}), so"
            " whether any district is missing cannot be checked",
            table.sheet.where(table.heading),
        )
    return {
        year: sum(
            int(table.sheet.count(cell(row, column), number, str(year), file).value or 0)
            for number, row in (by_code[code] for code in codes)
        )
        for year, column in table.years.items()
    }


def _check(table: _Table, totals: dict[int, int], stated: dict[int, int], file: SourceFile) -> None:
    for year, total in totals.items():
        if total != stated[year]:
            raise file.refuse(
                f"mid-{year}: the districts sum to {total:,}, England and Wales is"
                f" {stated[year]:,}: a difference of {total - stated[year]:,}; a district may be"
                " missing or stand twice",
                f"sheet {table.sheet.name.strip()!r}",
            )


def _left_out(table: _Table) -> tuple[str, ...]:
    """A note on columns whose heading speaks of a year in words that are not known."""
    heading = table.sheet.rows[table.heading - 1]
    others = [
        words(head)
        for column, head in enumerate(heading)
        if column not in table.years.values() and re.search(r"(19|20)\d\d", words(head))
    ]
    return (f"{table.sheet.name.strip()}: columns left out: {'; '.join(others)}.",) * bool(others)


def _name(table: _Table, row: tuple[Any, ...]) -> str:
    return next((text for c in row[table.code_column + 1 :] if (text := words(c))), "a district")


def _above(code: str) -> str:
    return _ABOVE.get(code[:3]) or _ABOVE.get(code[0]) or "area that is no district"


def _why_aside(sheet: Sheet, table: _Table) -> str:
    if any(_DISTRICT.fullmatch(words(c)) for row in sheet.rows for c in row[:4]):
        return f"another table of the same districts; residents are read from {table.sheet.name!r}"
    return "cover, contents, notes or national table"


def _title(book: tuple[Sheet, ...], table: _Table) -> str:
    cover = next((label(s.title) for s in book if _SUBJECT.search(s.title)), "")
    return cover or f"Mid-year population estimates, {_covers(table)}"


def _covers(table: _Table) -> str:
    first, last = min(table.years), max(table.years)
    return f"mid-{last}" if first == last else f"mid-{first} to mid-{last}"
