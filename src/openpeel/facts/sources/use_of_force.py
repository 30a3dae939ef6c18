"""Police use of force statistics, England and Wales (Home Office).

Read are the tables by police force: tactics by perceived age, gender, ethnicity and health
condition (see `use_of_force_tactics`), incidents, and use of conducted energy devices (CED).
National tables are set aside; the tables by force add up to them.
"""

from __future__ import annotations

import re
from dataclasses import replace

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
from openpeel.facts.sources.use_of_force_tactics import Told, find_tactics, read_tactics

_SUBJECT = "police use of force statistics"
# Words that leave a heading a plain number of incidents in some period.
_PLAIN = re.compile(r"total|numbers?|of|incidents?|use|force|year|ending|to|in|police")
_MONTH = re.compile(r"(jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*")


class UseOfForce:
    """Reader of the Home Office's use of force tables."""

    publication = "use-of-force"
    version = 3

    def recognise(self, file: SourceFile) -> bool:
        """A workbook in which a sheet calls itself police use of force statistics."""
        return any(_SUBJECT in sheet.top(20).casefold() for sheet in sheets(file))

    def read(self, file: SourceFile, con: DuckDBPyConnection) -> Reading:
        """Fact tables `use_of_force`, `use_of_force_incidents`, `ced_use`, as far as there.

        UserError names sheet, row and reason.
        """
        book = sheets(file)
        rows, notes = Rows(book), list[str]()
        uses, incidents, ced = (
            Facts("use_of_force"),
            Facts("use_of_force_incidents"),
            Facts("ced_use"),
        )
        cover = _cover_period(book)
        periods: set[Period] = set()
        told: Told = {}
        for sheet in book:
            title = label(sheet.title).casefold()
            stated = period_in(words(sheet.title)) or cover
            if found := find_tactics(sheet, file):
                period = _one_year(stated, sheet, file)
                notes += read_tactics(found, period, uses, rows, told)
                periods.add(period)
            elif re.search(r"\brevis(ed|ions?)\b", title):
                rows.set_sheet_aside(sheet, "revised figures beside those they replace")
            elif re.search(r"\bced|conducted energy|taser", title) and (
                table := find_table(sheet, file)
            ):
                notes += _read_ced(table, stated, ced, rows)
            elif _on_incidents(title) and (table := find_table(sheet, file)):
                notes += _read_incidents(table, stated, incidents, rows)
                periods |= {(row[2], row[3]) for row in incidents.rows}
            else:
                rows.set_sheet_aside(sheet, _why_aside(title))
        filled = [facts for facts in (uses, incidents, ced) if facts.rows]
        if not filled:
            raise nothing_read(file, book, "use of force by police force")
        ledger = rows.ledger()
        return ledger.reading(
            self.publication,
            Edition(_title(book), _covers(periods, cover), published(book)),
            {facts.table: facts.into(con) for facts in filled},
            notes,
        )


def _read_ced(table: ForceTable, stated: Period | None, facts: Facts, rows: Rows) -> list[str]:
    """CED use by mode; a row's own year comes before the title's."""
    modes, notes = _modes(table)
    years: dict[Period, list[int]] = {}
    for number, line in enumerate(table.lines):
        own = next((p for text in table.left(line) if (p := period_in(text))), None)
        years.setdefault(own or _one_year(stated, table.sheet, table.file), []).append(number)
    for (start, end), numbers in years.items():
        part = replace(table, lines=tuple(table.lines[number] for number in numbers))
        part = settle_regions(part, modes.values())
        for mode, column in modes.items():
            what = f"{in_words((start, end))}, {codes('ced_mode').words(mode)}"
            tolerated = TOLERATED if mode == "total" else TOLERATED_IN_PART
            notes += check_total(part, column, what, tolerated)
        for line in part.forces:
            assert line.force is not None
            for mode, column in modes.items():
                figure = part.count(line, column)
                facts.add(
                    force_code=line.force.code,
                    period_start=start,
                    period_end=end,
                    status=figure.status,
                    source_ref=table.sheet.reference(line.row),
                    mode=mode,
                    uses=figure.value,
                )
            rows.use(table.sheet, line.row)
        part.account(rows)
    return notes


def _modes(table: ForceTable) -> tuple[dict[str, int], list[str]]:
    """Column by mode of use, and a note on columns left out."""
    found: dict[str, int] = {}
    unknown = []
    for column in table.columns:
        head = " ".join(table.heads(column)[-1:])
        mode = codes("ced_mode").find(head)
        if mode is None or mode in found:
            unknown.append(head or f"column {column + 1}")
        else:
            found[mode] = column
    if "total" not in found:
        raise table.file.refuse(
            "no column is headed as the total of uses", table.sheet.where(table.top - 1)
        )
    left_out = f"{table.sheet.name}: columns left out: {'; '.join(unknown)}."
    return found, [left_out] if unknown else []


def _read_incidents(
    table: ForceTable, stated: Period | None, facts: Facts, rows: Rows
) -> list[str]:
    columns: dict[Period, int] = {}
    notes = []
    for column in table.columns:
        head = " ".join(table.heads(column)).casefold()
        if any(
            not _PLAIN.fullmatch(w) and not _MONTH.fullmatch(w)
            for w in re.findall(r"[^\W\d]+|%", head)
        ):
            notes.append(f"{table.sheet.name}: column left out: {head}.")
            continue
        period = period_in(head) or _one_year(stated, table.sheet, table.file)
        if period in columns:
            raise table.file.refuse(
                f"columns {columns[period] + 1} and {column + 1} both give incidents in the"
                f" {in_words(period)}",
                table.sheet.where(table.top - 1),
            )
        columns[period] = column
    if not columns:
        rows.set_sheet_aside(table.sheet, "no column is a plain number of incidents")
        return notes
    table = settle_regions(table, columns.values())
    for period, column in columns.items():
        notes += check_total(table, column, f"incidents, {in_words(period)}")
        for line in table.forces:
            assert line.force is not None
            figure = table.count(line, column)
            facts.add(
                force_code=line.force.code,
                period_start=period[0],
                period_end=period[1],
                status=figure.status,
                source_ref=table.sheet.reference(line.row),
                incidents=figure.value,
            )
            rows.use(table.sheet, line.row)
    table.account(rows)
    return notes


def _on_incidents(title: str) -> bool:
    return bool(re.search(r"\bincidents?\b.*\bpolice force\b", title)) and "tactic" not in title


def _one_year(period: Period | None, sheet: Sheet, file: SourceFile) -> Period:
    """A period of at most a year; a table of several years must say which row is which."""
    if period is None:
        raise file.refuse(
            "neither the title nor the cover says which period the table covers", sheet.where(1)
        )
    if period[0] < year_to(period[1]):
        raise file.refuse(
            f"the title speaks of {in_words(period)}, more than a year, and nothing says which"
            " figures belong to which year",
            sheet.where(1),
        )
    return period


def _cover_period(book: tuple[Sheet, ...]) -> Period | None:
    """The period in the workbook's own title."""
    for sheet in book:
        top = sheet.top(20)
        at = top.casefold().find(_SUBJECT)
        if at >= 0 and (period := period_in(top[at : at + 120])):
            return period
    return None


def _why_aside(title: str) -> str:
    if re.match(r"table\b", title):
        return "a national table, or broken down by something else than the tables read"
    return "cover, contents or notes"


def _title(book: tuple[Sheet, ...]) -> str:
    for sheet in book:
        for _, row in sheet.numbered():
            for cell in row:
                if _SUBJECT in (text := words(cell)).casefold() and len(text) < 150:
                    return text
    return "Police use of force statistics, England and Wales"


def _covers(periods: set[Period], cover: Period | None) -> str:
    return ", ".join(in_words(period) for period in sorted(periods)) or (
        in_words(cover) if cover else ""
    )
