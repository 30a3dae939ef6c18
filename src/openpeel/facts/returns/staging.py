"""From a file to two relations: `return_raw`, the text as sent, and `return_rows`, typed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from duckdb import DuckDBPyConnection

from openpeel.catalogue.areas import area_labels
from openpeel.catalogue.codes import plain_label
from openpeel.catalogue.contracts import Contract
from openpeel.catalogue.forces import Force, forces
from openpeel.errors import UserError
from openpeel.facts.engine import quoted
from openpeel.facts.returns import values
from openpeel.facts.returns.derive import select_lake_rows
from openpeel.facts.returns.findings import Finding
from openpeel.facts.returns.limits import shown_name
from openpeel.facts.returns.mapping import (
    Mapping,
    Matched,
    flags,
    known_headers,
    load_mapping,
    match,
    translation,
)
from openpeel.facts.returns.reading import Found, open_file
from openpeel.facts.returns.records import pattern
from openpeel.facts.returns.times import as_uk, check_format, choose

RAW, ROWS = "return_raw", "return_rows"
SHOWN_NAMES = 30  # of columns, in a note
LONGEST_NAME = 60


@dataclass(frozen=True)
class Staged:
    """A file that lies in the connection, read and not yet checked."""

    contract: Contract
    file: str  # its name, without the folder
    sha256: str
    rows: int
    empty: int  # rows without anything in a column that is read, which are left out
    sent: tuple[str, ...]  # fields of the contract that the file or the mapping gives
    unread: tuple[str, ...]  # columns of the file that no field uses
    problems: tuple[Finding, ...]  # what is wrong with the file's rows as a whole
    notes: tuple[str, ...]  # how it was read


def stage(
    con: DuckDBPyConnection,
    path: Path,
    contract: Contract,
    *,
    mapping: Path | None = None,
    force: str | None = None,
    sheet: str | None = None,
    scratch: Path,
) -> Staged:
    """Read a return file into the relations `return_raw` and `return_rows` of the connection.

    `return_raw`: `row` (BIGINT, as a person counts in the file, the header is row 1), then every
    field sent as VARCHAR, trimmed, empty = NULL, codes not yet translated. `return_rows`: `row`,
    then the columns of the contract's table in the lake; what can't be read as its type or code
    is NULL. Both lie as Parquet in the folder `scratch`, which the caller makes and removes after
    use. `force` is any name or code of a force and overrules the mapping's. UserError when the
    file, the mapping or the force can't be used.
    """
    con.execute("set TimeZone = 'UTC'")
    mapped = load_mapping(mapping, contract) if mapping else None
    given = _given_force(force or (mapped.force if mapped else None))
    known = known_headers(contract, mapped)
    found = open_file(path, scratch, known, sheet)
    matched = match(found.file.name, found.header, contract, mapped)
    if not matched.places.keys() - {"force", "area"}:
        raise found.file.refuse(
            f"no column has a name that {contract.name!r} knows; the header that was found is"
            f" {', '.join(cell for cell in found.header if cell)[:200]!r}; give a mapping",
            f"row {found.header_row}",
        )
    loaded = found.load(con, matched.places)
    empty = _make_raw(con, loaded.path, loaded.row, matched, given)
    sent = tuple(
        name
        for name in contract.asked
        if name in matched.places or name in matched.constants or (name == "force" and given)
    )
    _refuse_other_force(con, found, matched, given)
    _make_rows(con, contract, mapped, sent, given, scratch, mapping)
    return Staged(
        contract=contract,
        file=found.file.name,
        sha256=found.file.sha256,
        rows=_one(con, f"select count(*) from {RAW}"),
        empty=empty,
        sent=sent,
        unread=matched.unread,
        problems=(*loaded.problems, *_missing(contract, sent)),
        notes=(*found.notes, *_notes(matched, mapping, empty)),
    )


def _given_force(name: str | None) -> Force | None:
    if name is None:
        return None
    found = forces().find(name)
    if found is None:
        raise UserError(f"there is no force {name!r}; give a name such as 'West Mercia'.")
    return found


def _make_raw(
    con: DuckDBPyConnection, path: Path, row: str, matched: Matched, given: Force | None
) -> int:
    """The view of the rows as text; how many rows were empty."""
    columns = {name: f'"{name}"' for name in matched.places}
    columns |= {name: quoted(text) for name, text in matched.constants.items()}
    if given and "force" not in columns:
        columns["force"] = quoted(given.name)
    blank = " and ".join(f'"{name}" is null' for name in matched.places)
    select = ", ".join(f'{sql} as "{name}"' for name, sql in columns.items())
    source = f"read_parquet({pattern(path)}, file_row_number = true)"
    con.execute(
        f"create or replace temp view {RAW} as select {row} as row, {select}"
        f" from {source} where not ({blank})"
    )
    return _one(con, f"select count(*) from {source} where {blank}")


def _refuse_other_force(
    con: DuckDBPyConnection, found: Found, matched: Matched, given: Force | None
) -> None:
    if given is None or "force" not in matched.places:
        return
    rows = con.execute(
        f"select force, min(row) from {RAW} where force is not null group by force order by 2"
    )
    while some := rows.fetchmany(1_000):
        for name, row in some:
            other = forces().find(name)
            if other and other.code != given.code:
                raise found.file.refuse(
                    f"the row is of {other.name}, but the file is to be read as {given.name}'s;"
                    " leave out the force, or send the right file",
                    f"row {row:,}",
                )


def _make_rows(
    con: DuckDBPyConnection,
    contract: Contract,
    mapped: Mapping | None,
    sent: tuple[str, ...],
    given: Force | None,
    scratch: Path,
    mapping: Path | None,
) -> None:
    columns = {"force_code": "cast(null as varchar)", "area_code": "cast(null as varchar)"}
    joins = []
    read = {}  # times as they stand in the file, each worked out once for what follows from it
    if given:
        columns["force_code"] = quoted(given.code)
    elif "force" in sent:
        joins.append(_join(con, "force", _force_codes(con), "varchar"))
        columns["force_code"] = "the_force.value"
    if "area" in sent:
        joins.append(_join_areas(con, given, "force" in sent))
        columns["area_code"] = "the_area.value"
    for name, field in contract.fields.items():
        if name not in sent:
            columns[name] = f"cast(null as {field.stored})"
            continue
        column = f'r."{name}"'
        if field.type in ("code", "flag"):
            table = (
                translation(contract, name, mapped) if field.type == "code" else flags(name, mapped)
            )
            joins.append(_join(con, name, _meanings(con, name, table), field.stored))
            columns[name] = f'"the_{name}".value'
            if "" in table and isinstance(table[""], bool):
                columns[name] = (
                    f"case when {column} is null then {table['']} else {columns[name]} end"
                )
        elif field.type in ("date", "time"):
            read[f"{name} read"] = _read(con, name, mapped, mapping)
            columns[name] = _time(contract, name, mapped)
        elif field.type == "whole":
            columns[name] = values.whole(column)
        elif field.type == "number":
            columns[name] = values.number(column)
        elif field.type == "pounds":
            columns[name] = values.pounds(column)
        elif field.type == "label":
            columns[name] = values.label(column, field)
        else:
            columns[name] = column
    select = ", ".join(f'{sql} as "{name}"' for name, sql in columns.items())
    more = "".join(f', {sql} as "{name}"' for name, sql in read.items())
    source = (
        f"(select r.row, cast(null as varchar) as status, {select}"
        f" from (select *{more} from {RAW}) r {' '.join(joins)})"
    )
    target = scratch / "rows.parquet"
    con.execute(
        f"copy ({select_lake_rows(contract, source, keep=('row',))}) to {quoted(str(target))}"
        " (format parquet, compression lz4)"
    )
    con.execute(
        f"create or replace temp view {ROWS} as select * from read_parquet({pattern(target)})"
    )


def _read(con: DuckDBPyConnection, name: str, mapped: Mapping | None, mapping: Path | None) -> str:
    """SQL: a column of the file as TIMESTAMP."""
    own = mapped.columns.get(name) if mapped else None
    if own and own.format:
        check_format(con, own.format, f"{mapping}, key columns.{name}.format")
        return f'try_strptime("{name}", {quoted(own.format)})'
    return choose(con, RAW, name).sql


def _time(contract: Contract, name: str, mapped: Mapping | None) -> str:
    """SQL: the date or the time in the United Kingdom, of what was read."""
    read = f'r."{name} read"'
    if contract.fields[name].type == "date":
        return f"cast({read} as date)"
    return as_uk(read, f'r."{name}"', mapped.clock if mapped else "uk")


def _meanings(
    con: DuckDBPyConnection, name: str, table: dict[str, str] | dict[str, bool]
) -> list[tuple[str, str | bool]]:
    found: list[tuple[str, str | bool]] = []
    rows = con.execute(f'select distinct "{name}" from {RAW} where "{name}" is not null')
    while some := rows.fetchmany(10_000):
        found += [(text, table[plain]) for (text,) in some if (plain := plain_label(text)) in table]
    return found


def _force_codes(con: DuckDBPyConnection) -> list[tuple[str, str | bool]]:
    rows = con.execute(f"select distinct force from {RAW} where force is not null")
    found: list[tuple[str, str | bool]] = []
    while some := rows.fetchmany(10_000):
        found += [(name, force.code) for (name,) in some if (force := forces().find(name))]
    return found


def _join(
    con: DuckDBPyConnection, name: str, table: list[tuple[str, str | bool]], kind: str
) -> str:
    """SQL for a join with what the distinct values of a column mean."""
    con.execute(
        f'create or replace temp table "staging_{name}" as'
        f" select unnest(?::varchar[]) as text, unnest(?::{kind}[]) as value",
        [[text for text, _ in table], [value for _, value in table]],
    )
    return f'left join "staging_{name}" "the_{name}" on r."{name}" = "the_{name}".text'


def _join_areas(con: DuckDBPyConnection, given: Force | None, by_row: bool) -> str:
    force = quoted(given.name) if given else "force" if by_row else "cast(null as varchar)"
    rows = con.execute(f"select distinct {force}, area from {RAW} where area is not null")
    found = []
    while some := rows.fetchmany(10_000):
        for name, area in some:
            known = forces().find(name) if name else None
            code = area_labels(known.code).get(plain_label(area)) if known else None
            if code:
                found.append((name, area, code))
    con.execute(
        "create or replace temp table staging_area as select unnest(?::varchar[]) as force,"
        " unnest(?::varchar[]) as text, unnest(?::varchar[]) as value",
        [[row[at] for row in found] for at in range(3)],
    )
    same = "" if given else " and r.force = the_area.force" if by_row else " and false"
    return f"left join staging_area the_area on r.area = the_area.text{same}"


def _missing(contract: Contract, sent: tuple[str, ...]) -> list[Finding]:
    return [
        Finding(
            rule="field-missing",
            severity="error",
            force_code="",
            subject=name,
            period="",
            sentence=f"The file has no column for {name} ({field.words}), which is required;"
            " add it, or say in a mapping which column it is.",
        )
        for name, field in contract.asked.items()
        if field.required and name not in sent
    ]


def _notes(matched: Matched, mapping: Path | None, empty: int) -> list[str]:
    notes = [f"Mapping {shown_name(mapping)}."] if mapping else []
    if matched.unread:
        names = [name[:LONGEST_NAME] for name in matched.unread[:SHOWN_NAMES]]
        if more := len(matched.unread) - len(names):
            names.append(f"and {more:,} more")
        notes.append(f"Columns that no field uses: {', '.join(names)}.")
    if empty:
        notes.append(f"Rows without anything in a column that is read, left out: {empty:,}.")
    return notes


def _one(con: DuckDBPyConnection, query: str) -> int:
    found = con.execute(query).fetchone()
    assert found is not None
    return int(found[0])
