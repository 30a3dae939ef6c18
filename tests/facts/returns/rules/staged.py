"""A small return staged as the checker expects it, without the reader of force files.

Enough for tests that are about rules: plain CSV, the contract's own names, ISO days and times.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from duckdb import DuckDBPyConnection

from openpeel.catalogue.areas import area_labels
from openpeel.catalogue.codes import codes, plain_label
from openpeel.catalogue.contracts import Contract
from openpeel.catalogue.contracts import contract as named
from openpeel.catalogue.forces import forces
from openpeel.facts.returns.derive import select_lake_rows
from openpeel.facts.returns.findings import Finding

Row = dict[str, str]
YES = {"yes": "true", "no": "false"}


@dataclass(frozen=True)
class Sent:
    """What staging says of a file."""

    contract: Contract
    file: str
    rows: int
    sent: tuple[str, ...]
    sha256: str = "0" * 64
    problems: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = field(default=("Read as UTF-8, comma.",))


def read(path: Path) -> list[Row]:
    """The rows of an example file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def stage_rows(
    con: DuckDBPyConnection, rows: list[Row], contract: str, name: str = "calls.csv"
) -> Sent:
    """Leave `return_raw` and `return_rows` in the connection."""
    about = named(contract)
    sent = tuple(rows[0])
    columns = ", ".join(f'"{name}" varchar' for name in sent)
    con.execute(f"create or replace temp table return_raw (row bigint, {columns})")
    con.executemany(
        f"insert into return_raw values ({', '.join('?' * (len(sent) + 1))})",
        [[number, *(row[name] or None for name in sent)] for number, row in enumerate(rows, 2)],
    )
    con.execute("create or replace temp table typed as select * from return_raw")
    for column, kind in (("force_code", "varchar"), ("area_code", "varchar")):
        con.execute(f"alter table typed add column {column} {kind}")
    con.execute("alter table typed add column status varchar")
    for label in _distinct(con, sent, "force"):
        force = forces().find(label)
        _set(con, "force_code", force and force.code, "force", label)
        for place in _distinct(con, sent, "area") if force else ():
            code = area_labels(force.code).get(plain_label(place)) if force else None
            if code:
                con.execute(
                    "update typed set area_code = ? where force = ? and area = ?",
                    [code, label, place],
                )
    types = ", ".join(_typed(con, about, name, sent) for name in about.fields)
    con.execute(
        "create or replace temp table typed_source as"
        f" select row, force_code, area_code, status, {types} from typed"
    )
    lake = select_lake_rows(about, "typed_source", keep=("row",))
    con.execute(f"create or replace temp table return_rows as {lake}")
    return Sent(about, name, len(rows), sent)


def _typed(con: DuckDBPyConnection, about: Contract, name: str, sent: Iterable[str]) -> str:
    asked = about.fields[name]
    if name not in sent:
        return f'cast(null as {asked.stored}) as "{name}"'
    if asked.type == "code":
        known = codes(asked.codes).find if isinstance(asked.codes, str) else None
        for label in _distinct(con, sent, name):
            code = known(label) if known else label if label in (asked.allowed or ()) else None
            _set(con, name, code, name, label)
    if asked.type == "flag":
        for label in _distinct(con, sent, name):
            _set(con, name, YES.get(label), name, label)
    return f'try_cast("{name}" as {asked.stored}) as "{name}"'


def _set(con: DuckDBPyConnection, column: str, value: str | None, where: str, label: str) -> None:
    con.execute(f'update typed set "{column}" = ? where "{where}" = ?', [value, label])


def _distinct(con: DuckDBPyConnection, sent: Iterable[str], name: str) -> list[str]:
    if name not in sent:
        return []
    found = con.execute(
        f'select distinct "{name}" from return_raw where "{name}" is not null order by all'
    ).fetchall()
    return [label for (label,) in found]
