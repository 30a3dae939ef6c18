"""What stands in the fields of a CSV publication: numbers, years, quarters, names, labels.

Every function works on the table `file_rows` that `csv_file.load` made, on distinct values where
it can, so that half a million rows cost no Python loop.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from duckdb import DuckDBPyConnection

from openpeel.catalogue.codes import Codes
from openpeel.catalogue.forces import forces
from openpeel.catalogue.tables import tables
from openpeel.errors import UserError
from openpeel.facts.sources.csv_file import ROWS, place
from openpeel.facts.sources.dates import period_in
from openpeel.facts.sources.reading import Ledger, SourceFile

# How publishers write that there is no number, with its reason code. None of them is zero.
_NOT_SUPPLIED = ("", "na", "n/a", "nan", "null", "none", "-", "..", "...", ":", "x", "[x]")
MISSING = dict.fromkeys(_NOT_SUPPLIED, "x") | {"z": "z", "[z]": "z", "c": "c", "[c]": "c"}

_QUARTER = re.compile(r"^(?:q|quarter|qtr)? ?([1-4])(?:\.0)?$")
_QUARTER_MONTHS = {"apr": 1, "jul": 2, "oct": 3, "jan": 4}


def financial_year(text: str) -> date | None:
    """First day of a financial year: `2017/18`, `2017-18`, `year ending March 2018`.

    None for anything else, also for several years together (`2017/18 to 2019/20`).
    """
    if len(re.findall(r"\d+", text)) > 2:
        return None
    start, end = period_in(text.replace("_", "/")) or (None, None)
    if start is None or (start.month, start.day) != (4, 1) or end != _year_end(start):
        return None
    return start


def _year_end(start: date) -> date:
    return date(start.year + 1, 3, 31)


def quarter(text: str) -> int | None:
    """Number of a financial quarter, 1 for April to June: `1`, `Q1`, `Apr-Jun`."""
    plain = text.casefold().strip()
    if found := _QUARTER.match(plain):
        return int(found[1])
    return _QUARTER_MONTHS.get(plain[:3])


def quarter_start(year: date, number: int) -> date:
    """First day of a financial quarter."""
    month = 4 + 3 * (number - 1)
    return date(year.year + (month > 12), month - 12 * (month > 12), 1)


def whole_number(column: str) -> str:
    """SQL: a text column as a whole number (`1,037,735`, `-2`, `5.0`), null when it is none."""
    pattern = r"-?(\d+|\d{1,3}(,\d{3})+)(\.0+)?"
    return (
        f"case when regexp_full_match({column}, '{pattern}')"
        f" then try_cast(split_part(replace({column}, ',', ''), '.', 1) as bigint) end"
    )


def is_missing(column: str) -> str:
    """SQL: whether a text column says that there is no number."""
    tokens = ", ".join(f"'{token}'" for token in MISSING)
    return f"lower({column}) in ({tokens})"


def missing_status(column: str) -> str:
    """SQL: the reason code where `<column>_number` is null, else null."""
    codes_by_token = ", ".join(f"'{token}': '{code}'" for token, code in MISSING.items())
    return f"case when {column}_number is null then map {{{codes_by_token}}}[lower({column})] end"


def add_number(con: DuckDBPyConnection, column: str) -> None:
    """Add `<column>_number` to `file_rows`: the text as a whole number, else null."""
    con.execute(f'alter table {ROWS} add column "{column}_number" bigint')
    con.execute(f'update {ROWS} set "{column}_number" = {whole_number(column)}')


def count_numbers(file: SourceFile, con: DuckDBPyConnection, column: str) -> int:
    """`add_number`, and how many rows have none.

    The file is refused with the first row that holds neither a whole number nor a sign that there
    is none.
    """
    add_number(con, column)
    found = con.execute(
        f'select sheet, row, "{column}" from {ROWS}'
        f' where "{column}_number" is null and not {is_missing(column)} order by all limit 1'
    ).fetchone()
    if found:
        raise not_a_number(file, column, found[2], place(found[0], found[1]))
    return one_number(con, f'select count(*) from {ROWS} where "{column}_number" is null')


def not_a_number(file: SourceFile, column: str, text: str, where: str) -> UserError:
    """The error for a field that should hold a whole number."""
    return file.refuse(f"{text!r} under {column.replace('_', ' ')!r} is not a whole number", where)


def translate(
    file: SourceFile,
    con: DuckDBPyConnection,
    columns: str | Sequence[str],
    types: Mapping[str, str],
    meaning: Callable[..., tuple[Any, ...] | None],
    unknown: str,
) -> str:
    """A temporary table `the_<column>`: the distinct values of `columns`, and what they mean.

    `meaning` is given the values (an empty field is '') and returns one value for each of `types`
    (column to SQL type), or None: then the file is refused with the first row that has the value
    and the sentence `unknown`, into which the values are put. Its own columns and `types` are the
    columns of the table; join it `using` the columns, which `file_rows` keeps as text.
    """
    columns = [columns] if isinstance(columns, str) else list(columns)
    quoted = ", ".join(f'"{column}"' for column in columns)
    found = con.execute(
        f"select {quoted}, min(row) as first_row, arg_min(sheet, row) from {ROWS} group by {quoted}"
        " order by first_row"
    ).fetchall()
    rows = []
    for *values, row, sheet in found:
        meant = meaning(*values)
        if meant is None:
            raise file.refuse(unknown.format(*(repr(value) for value in values)), place(sheet, row))
        rows.append((*values, *meant))
    name = f"the_{columns[0]}"
    kinds = dict.fromkeys(columns, "varchar") | dict(types)
    unnested = ", ".join(f'unnest(?::{kind}[]) as "{column}"' for column, kind in kinds.items())
    lists = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in kinds]
    con.execute(f"create or replace temp table {name} as select {unnested}", lists)
    return name


def translate_codes(
    file: SourceFile, con: DuckDBPyConnection, column: str, known: Codes, empty: bool = False
) -> str:
    """`translate` by a code list: the table has `<column>_code`. `empty` allows an empty field."""

    def code(label: str) -> tuple[str | None] | None:
        if not label and empty:
            return (None,)
        found = known.find(label)
        return None if found is None else (found,)

    words = column.replace("_", " ")
    return translate(
        file,
        con,
        column,
        {f"{column}_code": "varchar"},
        code,
        f"{{}} is no {words} that the code list {known.name} knows; add it there",
    )


def translate_forces(file: SourceFile, con: DuckDBPyConnection, column: str = "force") -> str:
    """`translate` to `force_code`, with `other` saying what a name is that is not one of the 43."""

    def meaning(name: str) -> tuple[str | None, str | None] | None:
        if force := forces().find(name):
            return force.code, None
        other = other_than_force(name)
        return (None, other) if other else None

    return translate(
        file,
        con,
        column,
        {"force_code": "varchar", "other": "varchar"},
        meaning,
        "{} is no force and no body that the catalogue knows; add the name there",
    )


def other_than_force(name: str) -> str | None:
    """Why rows of that name are not one of the 43's: a body, a region, a total; None if unknown."""
    if body := forces().body(name):
        return f"{body.name}: {body.why}"
    if forces().is_region(name):
        return f"{name}: a region, not a force"
    return f"{name}: a total over forces" if forces().is_total(name) else None


def set_others_aside(
    con: DuckDBPyConnection,
    ledger: Ledger,
    names: str,
    count: str = "count(*)",
    noun: str = "rows",
    column: str = "force",
) -> dict[str, int]:
    """Take rows that are not one of the 43's out of `file_rows`; what they count, by name."""
    counted: dict[str, int] = {}
    found = con.execute(
        f"select other, count(*), coalesce({count}, 0) from {ROWS} join {names} using ({column})"
        " where other is not null group by other order by other"
    ).fetchall()
    for other, rows, number in found:
        ledger.set_aside(other, "", f"{number:,} {noun}", rows)
        counted[other.partition(":")[0]] = number
    if found:
        con.execute(
            f"delete from {ROWS} where {column} in"
            f" (select {column} from {names} where other is not null)"
        )
    return counted


def fact_table(con: DuckDBPyConnection, table: str, columns: Mapping[str, str], source: str) -> str:
    """Create the temporary table for a fact table from SQL: `columns` by name, the others null.

    `source` is what stands after `from`, with the order of the rows. It must give each row of
    `file_rows` once: a join that loses or doubles one is a bug.
    """
    types = tables()[table].types
    if unknown := columns.keys() - types.keys():
        raise KeyError(f"{table} has no column {sorted(unknown)}")
    select = ", ".join(
        f'cast({columns.get(column, "null")} as {kind}) as "{column}"'
        for column, kind in types.items()
    )
    name = f"reading_{table}"
    con.execute(f'create or replace temp table "{name}" as select {select} from {source}')
    before, after = (one_number(con, f"select count(*) from {of}") for of in (ROWS, name))
    if before != after:
        raise AssertionError(f"{table}: {before} rows became {after} facts")
    return name


def one_number(con: DuckDBPyConnection, query: str) -> int:
    """The single number a query gives; 0 for none."""
    found = con.execute(query).fetchone()
    return int(found[0] or 0) if found else 0


def from_to(first: str, last: str) -> str:
    """A span in words: `2006/07 to 2019/20`, or the one there is."""
    return first if first == last else f"{first} to {last}"


def rows_words(number: int, verb: str, verbs: str) -> str:
    """The beginning of a note on some rows: `1 row has`, `5 rows have`."""
    return f"1 row {verb}" if number == 1 else f"{number:,} rows {verbs}"


def year_words(start: date) -> str:
    """A financial year as it is written here: 2019/20."""
    return f"{start.year}/{(start.year + 1) % 100:02}"
