"""What the two Home Office open data tables share: a row is a force, a quarter and an offence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from duckdb import DuckDBPyConnection

from openpeel.catalogue.codes import codes
from openpeel.facts.sources.csv_file import ROWS, Field, place
from openpeel.facts.sources.csv_values import (
    financial_year,
    from_to,
    one_number,
    quarter,
    quarter_start,
    rows_words,
    translate,
    translate_codes,
    year_words,
)
from openpeel.facts.sources.reading import SourceFile

QUARTER_FIELDS = (
    Field("year", ("financial year", "year")),
    Field("quarter", ("financial quarter", "quarter")),
    Field("force", ("force name", "force", "police force", "police force area")),
    Field("offence_group", ("offence group", "new offence group")),
    Field("offence_subgroup", ("offence subgroup", "offence sub group", "new offence subgroup")),
    Field("offence_code", ("offence code", "home office offence code")),
    Field("offence_description", ("offence description", "offence"), needed=False),
    Field("offence_code_expired", ("offence code expired",), needed=False),
)
QUARTER_KEY = tuple(field.name for field in QUARTER_FIELDS)

# Columns of the fact tables that come straight out of the translations below.
QUARTER_COLUMNS = {
    "force_code": "force_code",
    "period_start": "period_start",
    "period_end": "period_end",
    "source_ref": "coalesce(sheet || '!', 'row ') || row",
    "offence_group": "offence_group_code",
    "offence_subgroup": "offence_subgroup_code",
    "offence_code": "offence_code",
}


def join_quarters(file: SourceFile, con: DuckDBPyConnection, forces: str) -> str:
    """SQL after `from` in which the columns of QUARTER_COLUMNS are known; refuses what is not."""

    def period(year: str, number: str) -> tuple[date, date] | None:
        start, of_four = financial_year(year), quarter(number)
        if start is None or of_four is None:
            return None
        first = quarter_start(start, of_four)
        after = quarter_start(start, of_four + 1) if of_four < 4 else start.replace(start.year + 1)
        return first, after - timedelta(days=1)

    periods = translate(
        file,
        con,
        ("year", "quarter"),
        {"period_start": "date", "period_end": "date"},
        period,
        "{} quarter {} is no quarter of a financial year such as '2017/18', 1",
    )
    groups = translate_codes(file, con, "offence_group", codes("offence_group"))
    subgroups = translate_codes(file, con, "offence_subgroup", codes("offence_subgroup"))
    return (
        f"{ROWS} join {forces} using (force) join {periods} using (year, quarter)"
        f" join {groups} using (offence_group) join {subgroups} using (offence_subgroup)"
    )


def covers(file: SourceFile, con: DuckDBPyConnection) -> str:
    """The financial years in the file, in words; refuses a file without rows."""
    texts = [row[0] for row in con.execute(f"select distinct year from {ROWS}").fetchall()]
    if not texts:
        raise file.refuse("the table has a header and no rows; fetch the file again")
    years = sorted(start for start in map(financial_year, texts) if start)
    return from_to(year_words(years[0]), year_words(years[-1])) if years else "no year"


def refuse_overlap(file: SourceFile, con: DuckDBPyConnection, columns: Sequence[str]) -> None:
    """Refuse a workbook whose sheets overlap, for it would be counted twice.

    Inside one sheet rows can be alike: homicide stands in four rows under its merged code.
    """
    key = ", ".join(columns)
    found = con.execute(
        "select any_value(force), any_value(year), any_value(quarter), any_value(offence_code),"
        f" max(sheet), arg_max(row, sheet), min(sheet) from {ROWS} where sheet is not null"
        f" group by {key} having min(sheet) <> max(sheet) order by all limit 1"
    ).fetchone()
    if found:
        force, year, number, code, sheet, row, other = found
        raise file.refuse(
            f"{force}, {year} quarter {number}, offence {code} also stands in the sheet {other!r};"
            " remove one of the two sheets",
            place(sheet, row),
        )


def negatives_note(con: DuckDBPyConnection, column: str) -> list[str]:
    """A note on corrections, if there are any in the file."""
    number = one_number(con, f"select count(*) from {ROWS} where {column}_number < 0")
    if not number:
        return []
    return [
        f"{rows_words(number, 'has', 'have')} a negative number of {column}: it takes back what an"
        " earlier quarter counted, and is kept."
    ]
