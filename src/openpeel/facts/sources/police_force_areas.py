"""Police force area data tables (ONS): offences recorded by the police in a year, by force.

Read are the table of numbers of offences and the table of rates, joined by force and offence.
Which is which, and the year, is said by the title; table numbers change between editions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from openpeel.catalogue.codes import codes
from openpeel.facts.sources.dates import Period, in_words, period_in, year_to
from openpeel.facts.sources.force_table import (
    TOLERATED,
    TOLERATED_IN_PART,
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
    words,
)
from openpeel.facts.sources.reading import Edition, Facts, Reading, SourceFile

_SUBJECT = ("recorded crime", "offence group", "police force area")
_TOTALS = ("total", "total-with-fraud")
_UNIT = re.compile(
    r"numbers?( of offences)?|rates?( per.*)?|percentages?|offences|totals?", re.IGNORECASE
)


@dataclass(frozen=True)
class _Tables:
    """The two tables of one year, with the column of each offence."""

    numbers: ForceTable
    offences: dict[str, int]
    rates: ForceTable | None
    rate_columns: dict[str, int]
    population: int | None


class PoliceForceAreas:
    """Reader of the ONS police force area data tables."""

    publication = "police-force-areas"
    version = 1

    def recognise(self, file: SourceFile) -> bool:
        """A workbook with a sheet of recorded crime by offence group and police force area."""
        return any(_on_subject(sheet.top(8)) for sheet in sheets(file))

    def read(self, file: SourceFile, con: DuckDBPyConnection) -> Reading:
        """Fact table `crime_area`; UserError names sheet, row and reason."""
        book = sheets(file)
        rows, notes = Rows(book), list[str]()
        by_kind: dict[str, Sheet] = {}
        for sheet in book:
            kind = _kind(sheet)
            if kind not in ("numbers", "rates"):
                rows.set_sheet_aside(sheet, kind)
            elif kind in by_kind:
                raise file.refuse(
                    f"{sheet.name.strip()!r} and {by_kind[kind].name.strip()!r} both give the"
                    f" {kind} of offences by offence group; keep one in the workbook"
                )
            else:
                by_kind[kind] = sheet
        if "numbers" not in by_kind:
            raise nothing_read(file, book, "the number of offences by group and police force area")
        period = _period(by_kind["numbers"], file)
        if "rates" in by_kind and _period(by_kind["rates"], file) != period:
            rows.set_sheet_aside(by_kind.pop("rates"), "rates of another year than the numbers")
        tables = _tables(by_kind["numbers"], by_kind.get("rates"), file, notes)
        for offence, column in tables.offences.items():
            what = codes("crime_area_offence").words(offence)
            tolerated = TOLERATED if offence in _TOTALS else TOLERATED_IN_PART
            notes += check_total(tables.numbers, column, what, tolerated)
        facts = _facts(tables, period, rows)
        notes += [*_without_rate(tables), *_other_rates(facts)]
        ledger = rows.ledger()
        return ledger.reading(
            self.publication,
            Edition(_title(book, period), in_words(period), published(book)),
            {"crime_area": facts.into(con)},
            notes,
        )


def _on_subject(text: str) -> bool:
    return all(words_ in text.casefold() for words_ in _SUBJECT)


def _kind(sheet: Sheet) -> str:
    """Which of the tables a sheet is, or why it is neither."""
    title = label(sheet.title).casefold().replace("_", " ")
    if not re.match(r"table\b", title) and not _on_subject(title):
        return "cover, contents or notes"
    if not _on_subject(title):
        return "another subject than offences by offence group"
    # the unit stands in the title, or in a row of its own above the figures
    for text in (title, label(sheet.top(8)).casefold()):
        if re.search(r"percentage change|per ?cent change|% change", text):
            return "percentage changes, which follow from the numbers of two years"
        if re.search(r"\brates?\b|per 1,000", text):
            return "rates"
        if re.search(r"\bnumbers?\b", text):
            return "numbers"
    return "neither numbers nor rates of offences"


def _title(book: tuple[Sheet, ...], period: Period) -> str:
    cover = label(book[0].title)
    return (
        cover
        if cover and not cover.casefold().startswith("table")
        else (f"Police force area data tables, {in_words(period)}")
    )


def _period(sheet: Sheet, file: SourceFile) -> Period:
    period = period_in(words(sheet.title))
    if period is None or period[0] != year_to(period[1]):
        raise file.refuse(
            f"the title {words(sheet.title)!r} does not say which year the table covers",
            sheet.where(1),
        )
    return period


def _table(sheet: Sheet, file: SourceFile) -> ForceTable:
    table = find_table(sheet, file)
    if table is None:
        raise file.refuse("no row names a police force", f"sheet {sheet.name.strip()!r}")
    return table


def _tables(numbers: Sheet, rates: Sheet | None, file: SourceFile, notes: list[str]) -> _Tables:
    table = _table(numbers, file)
    offences = _offences(table, notes)
    if not any(total in offences for total in _TOTALS):
        raise file.refuse(
            "no column is headed as the total of recorded crime", numbers.where(table.top - 1)
        )
    table = settle_regions(table, offences.values())
    if rates is None:
        return _Tables(table, offences, None, {}, None)
    rate_table = _table(rates, file)
    rate_columns = _offences(rate_table, notes)
    population = next(
        (c for c in rate_table.columns if _head(rate_table, c).casefold().startswith("population")),
        None,
    )
    rate_table = settle_regions(rate_table, rate_columns.values())
    return _Tables(table, offences, rate_table, rate_columns, population)


def _offences(table: ForceTable, notes: list[str]) -> dict[str, int]:
    """Column by offence code. Columns nobody knows are left out, and a note names them."""
    found: dict[str, int] = {}
    unknown = []
    for column in table.columns:
        head = _head(table, column)
        if re.search(r"household|population", head.casefold()):
            continue  # a rate on another base, or the base itself
        code = _offence(head)
        if code is None:
            unknown.append(head or f"column {column + 1}")
        elif code in found:
            raise table.file.refuse(
                f"columns {found[code] + 1} and {column + 1} are both headed {head!r}",
                table.sheet.where(table.top - 1),
            )
        else:
            found[code] = column
    if unknown:
        notes.append(
            f"{table.sheet.name.strip()}: columns that the catalogue does not know are left out:"
            f" {'; '.join(unknown)}."
        )
    return found


def _offence(head: str) -> str | None:
    """The code for a heading; totals say in many ways which fraud they leave out."""
    if re.match(r"total\b.*\bexclud\w+ fraud", head, re.IGNORECASE):
        return "total"
    return codes("crime_area_offence").find(head)


def _head(table: ForceTable, column: int) -> str:
    """The lowest heading that is not a unit, nor "Total" under what it is the total of."""
    heads = (head for head in reversed(table.heads(column)) if not _UNIT.fullmatch(head))
    return next(heads, "")


def _facts(tables: _Tables, period: Period, rows: Rows) -> Facts:
    facts = Facts("crime_area")
    rates = dict(_rates(tables, rows))
    for line in tables.numbers.forces:
        assert line.force is not None
        population, rate_of = rates.get(line.force.code, (None, {}))
        for offence, column in tables.offences.items():
            figure = tables.numbers.count(line, column)
            facts.add(
                force_code=line.force.code,
                period_start=period[0],
                period_end=period[1],
                status=figure.status,
                source_ref=tables.numbers.sheet.reference(line.row),
                offence=offence,
                offences=figure.value,
                published_rate=rate_of.get(offence),
                published_population=population,
            )
        rows.use(tables.numbers.sheet, line.row)
    tables.numbers.account(rows)
    return facts


def _without_rate(tables: _Tables) -> list[str]:
    """Forces for which the publisher gives numbers and no rate."""
    table = tables.rates
    if table is None or not tables.rate_columns:
        return []
    first = next(iter(tables.rate_columns.values()))
    rated = {
        line.force.code
        for line in table.forces
        if line.force and table.figure(line, first).value is not None
    }
    lines = tables.numbers.forces
    names = [line.force.name for line in lines if line.force and line.force.code not in rated]
    return [f"{table.sheet.name.strip()}: no rate for {', '.join(names)}."] if names else []


def _other_rates(facts: Facts) -> list[str]:
    """Rates that are not the numbers per 1,000 of the population beside them, as a check."""
    places = []
    for row in facts.rows:
        place, offence, number, rate, population = row[5:]
        if None in (number, rate, population):
            continue
        expected = 1000 * number / population  # the population is rounded to 100
        if abs(rate - expected) > 0.02 * expected + 0.005:
            places.append(f"{offence} of {place}")
    if not places:
        return []
    return [
        f"{len(places)} published rates are not the offences per 1,000 of the published"
        f" population, the first: {places[0]}."
    ]


def _rates(
    tables: _Tables, rows: Rows
) -> Iterator[tuple[str, tuple[float | None, dict[str, float | None]]]]:
    """Population and rates of each force, as published; a suppressed rate is None."""
    table = tables.rates
    if table is None:
        return
    for line in table.forces:
        assert line.force is not None
        column = tables.population
        population = None if column is None else table.count(line, column).value
        rates = {code: table.figure(line, c).value for code, c in tables.rate_columns.items()}
        yield line.force.code, (population, rates)
        rows.use(table.sheet, line.row)
    table.account(rows)
