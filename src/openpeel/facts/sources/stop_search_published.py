"""Home Office stop and search by force and ethnic group, in the Race Disparity Unit's CSV.

The file counts every search several times: once under each ethnicity classification it prints,
again under `All`, and again in national totals. One classification is read: for each force and
year the one that has exactly the five broad groups (which one that is changes in 2019/20), with
searches of unreported ethnicity. The rest is set aside, and the `All` rows check the sums.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from duckdb import DuckDBPyConnection

from openpeel.catalogue.codes import codes, plain_label
from openpeel.catalogue.forces import forces
from openpeel.facts.sources.csv_file import ROWS, Field, csv_header, is_table, load
from openpeel.facts.sources.csv_values import (
    MISSING,
    add_number,
    financial_year,
    from_to,
    not_a_number,
    other_than_force,
    year_words,
)
from openpeel.facts.sources.reading import Edition, Facts, Ledger, Reading, SourceFile

# "Value" can be a rate, so it is read only where there is no better column, and then with care.
COUNT = Field(
    "searches",
    (
        "number of stop and searches",
        "number of stops and searches",
        "number of stop and searches carried out",
        "number of stops and searches carried out",
        "stop and searches",
        "stops and searches",
        "numerator",
    ),
)
VALUE = Field("searches", ("value", "number"))
TIME = Field("time", ("time", "year", "financial year", "time period"))
ETHNICITY = Field("ethnicity", ("ethnicity", "ethnic group"))
GEOGRAPHY = Field(
    "geography",
    ("geography", "geography name", "police force area", "police force", "force", "force name"),
)
SIGNATURE = (TIME, ETHNICITY, GEOGRAPHY)
FIELDS = (
    *SIGNATURE,
    Field("measure", ("measure", "metric"), needed=False),
    Field("value_type", ("value type", "statistic", "unit"), needed=False),
    Field("ethnicity_type", ("ethnicity type", "ethnicity classification"), needed=False),
    Field("legislation", ("legislation type", "legislation"), needed=False),
    Field("geography_type", ("geography type", "area type"), needed=False),
)
ABOUT = ("stop and search", "stops and search", "stop and searches")  # what the head must speak of
BROAD = frozenset({"asian", "black", "mixed", "other", "white"})
SHARES = ("rate", "per 1,000", "per 1000", "proportion", "percent", "population")


class Row(NamedTuple):
    """A row of the file."""

    row: int
    time: str
    ethnicity: str
    ethnicity_type: str
    legislation: str
    geography: str
    geography_type: str
    measure: str  # what the number is, if only the row says so
    text: str
    searches: int | None


@dataclass
class ForceYear:
    """What the file says of one force in one year: rows by classification, and the total."""

    classifications: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    total: Row | None = None


class StopSearchPublished:
    """Reader of the published stop and search counts."""

    publication = "stop-search-ethnicity"
    version = 1

    def recognise(self, file: SourceFile) -> bool:
        """Time, ethnicity and geography, in a file that speaks of stop and search."""
        if file.workbook is not None or not is_table(file, SIGNATURE):
            return False
        head = file.text_head.casefold()
        return any(words in head for words in ABOUT)

    def read(self, file: SourceFile, con: DuckDBPyConnection) -> Reading:
        """Table `stop_search_published`."""
        rows, ledger = _rows(file, con)
        notes: list[str] = []
        facts = Facts("stop_search_published")
        found = _by_force_and_year(file, rows, ledger)
        with_chinese: set[date] = set()  # years in which the group "other" holds them
        for (force_code, start), force_year in sorted(found.items()):
            where = f"{forces().by_code[force_code].name} {year_words(start)}"
            chosen = _choose(file, force_year, where, ledger, notes)
            _check_total(chosen, force_year.total, where, notes)
            if any("chinese" in row.ethnicity.casefold() for row in chosen):
                with_chinese.add(start)
            for row in chosen:
                _add(facts, force_code, start, row)
            ledger.use(len(chosen))
        if not facts.rows:
            raise file.refuse(
                "no force has numbers for the five broad ethnic groups; the groups here are "
                + ", ".join(sorted({repr(row.ethnicity) for row in rows})),
                f"row {rows[0].row}" if rows else "",
            )
        _check_national(rows, facts, notes)
        years = sorted({start for _, start in found})
        covers = from_to(year_words(years[0]), year_words(years[-1]))
        return ledger.reading(
            self.publication,
            Edition("Stop and search by ethnicity", covers),
            {"stop_search_published": facts.into(con)},
            (*notes, *_note_on_chinese(with_chinese, years)),
        )


def _rows(file: SourceFile, con: DuckDBPyConnection) -> tuple[list[Row], Ledger]:
    header = csv_header(file, SIGNATURE)
    by_value = header is not None and header.has([VALUE]) and not header.has([COUNT])
    ledger = load(file, con, SIGNATURE, (*FIELDS, VALUE if by_value else COUNT))
    add_number(con, "searches")
    measure = "concat(measure, ' ', value_type)" if by_value else "''"
    found = con.execute(
        "select row, time, ethnicity, ethnicity_type, legislation, geography, geography_type,"
        f" {measure}, searches, searches_number from {ROWS} order by row"
    ).fetchall()
    return [Row(*values) for values in found], ledger


def _add(facts: Facts, force_code: str, start: date, row: Row) -> None:
    facts.add(
        force_code=force_code,
        period_start=start,
        period_end=date(start.year + 1, 3, 31),
        status=MISSING[row.text.casefold()] if row.searches is None else None,
        source_ref=f"row {row.row}",
        ethnicity=codes("ethnicity").find(row.ethnicity),
        searches=row.searches,
    )


def _by_force_and_year(
    file: SourceFile, rows: list[Row], ledger: Ledger
) -> dict[tuple[str, date], ForceYear]:
    """Rows of the forces, by force and year; all others are set aside."""
    found: dict[tuple[str, date], ForceYear] = defaultdict(ForceYear)
    for row in rows:
        start = financial_year(row.time)
        if start is None:
            raise file.refuse(
                f"{row.time!r} is no financial year such as '2019/20'", f"row {row.row}"
            )
        force = None if _is_region(row) else forces().find(row.geography)
        reason = _not_a_count(row) or (None if force else _not_a_force(file, row))
        if reason:
            ledger.set_aside(reason, "", f"row {row.row}")
            continue
        assert force is not None
        if row.searches is None and row.text.casefold() not in MISSING:
            raise not_a_number(file, "searches", row.text, f"row {row.row}")
        force_year = found[force.code, start]
        if not _is_all(row.ethnicity):
            force_year.classifications[row.ethnicity_type].append(row)
        elif force_year.total is None:
            force_year.total = row
            ledger.set_aside("total of all ethnic groups, used to check", "", f"row {row.row}")
        else:
            raise file.refuse(
                f"a second total for {row.geography} {row.time}, after that of row"
                f" {force_year.total.row}; keep one",
                f"row {row.row}",
            )
    return found


def _is_all(label: str) -> bool:
    return plain_label(label) in ("all", "total", "all ethnic groups", "all legislation")


def _is_region(row: Row) -> bool:
    """Whether the row is about a region: "West Midlands" and "London" are names of both."""
    return "region" in row.geography_type.casefold()


def _not_a_count(row: Row) -> str | None:
    measure = row.measure.casefold()
    if any(word in measure for word in SHARES):
        return f"{row.measure.strip()}: a rate or share, not a count"
    if row.legislation and not _is_all(row.legislation):
        return "one legislation, counted in all legislation"
    return None


def _not_a_force(file: SourceFile, row: Row) -> str:
    if _is_region(row):
        return f"{row.geography}: a region, not a force"
    other = other_than_force(row.geography)
    if other is None:
        raise file.refuse(
            f"{row.geography!r} is no force and no body that the catalogue knows; add the name"
            " there",
            f"row {row.row}",
        )
    return other


def _choose(
    file: SourceFile, force_year: ForceYear, where: str, ledger: Ledger, notes: list[str]
) -> list[Row]:
    """The rows of the one classification read; the rows of the others are set aside."""
    candidates = {
        name: broad
        for name, rows in sorted(force_year.classifications.items())
        if (broad := _broad(file, rows)) is not None
    }
    # The latest classification whose sum is the total; without a match the latest there is.
    best = max(
        candidates,
        key=lambda name: (_agrees(candidates[name], force_year.total), name),
        default=None,
    )
    chosen = [] if best is None else candidates[best]
    taken = {row.row for row in chosen}
    for row in (row for rows in force_year.classifications.values() for row in rows):
        if row.row not in taken:
            reason = "counted in another ethnicity classification"
            if not chosen:
                reason = "no classification has the five broad groups for this force and year"
            ledger.set_aside(reason, "", f"row {row.row}")
    if not chosen:
        notes.append(f"{where}: no classification has the five broad ethnic groups.")
    return chosen


def _broad(file: SourceFile, rows: list[Row]) -> list[Row] | None:
    """The five groups and not recorded among the rows, if they are there, each once."""
    by_code: dict[str, Row] = {}
    detail = False
    for row in rows:
        code = codes("ethnicity").find(row.ethnicity)
        if code is None:
            detail = True
        elif code in by_code:
            raise file.refuse(
                f"{row.geography} {row.time} has {row.ethnicity!r} a second time, after row"
                f" {by_code[code].row}; keep one",
                f"row {row.row}",
            )
        else:
            by_code[code] = row
    if not by_code.keys() >= BROAD or (detail and rows[0].ethnicity_type):
        return None
    return list(by_code.values())


def _agrees(rows: list[Row], total: Row | None) -> bool:
    return total is not None and sum(row.searches or 0 for row in rows) == total.searches


def _check_total(chosen: list[Row], total: Row | None, where: str, notes: list[str]) -> None:
    if not chosen or total is None or total.searches is None:
        return
    if any(row.searches is None for row in chosen):
        notes.append(f"{where}: the number for a group is missing, so the sum was not checked.")
    elif not _agrees(chosen, total):
        groups = sum(row.searches or 0 for row in chosen)
        notes.append(
            f"{where}: the ethnic groups sum to {groups:,}, the file's own total (row"
            f" {total.row}) is {total.searches:,}."
        )


def _check_national(rows: list[Row], facts: Facts, notes: list[str]) -> None:
    """Compare the sum over forces with the file's total without the British Transport Police."""
    sums: dict[date, int] = defaultdict(int)
    counted: dict[date, set[str]] = defaultdict(set)
    for force_code, _, start, *_, searches in facts.rows:
        sums[start] += searches or 0
        counted[start].add(force_code)
    for row in rows:
        start = financial_year(row.time)
        if plain_label(row.geography) != "all - excluding btp" or start is None:
            continue
        if _not_a_count(row) or not _is_all(row.ethnicity) or row.searches is None:
            continue
        if sums[start] != row.searches:
            notes.append(
                f"{year_words(start)}: {len(counted[start])} of 43 forces sum to"
                f" {sums[start]:,}, the file's own total without the British Transport Police is"
                f" {row.searches:,}."
            )


def _note_on_chinese(with_chinese: set[date], years: list[date]) -> list[str]:
    """What the change of classification means for comparing years."""
    if not with_chinese:
        return []
    words = from_to(year_words(min(with_chinese)), year_words(max(with_chinese)))
    after = [year for year in years if year > max(with_chinese)]
    since = f", since {year_words(after[0])} in Asian" if after else ""
    return [f"Searches of Chinese people are counted in other in {words}{since}."]
