"""Reads what `openpeel simulate` wrote: Parquet files that say so in their own metadata."""

from __future__ import annotations

from pathlib import Path

from duckdb import DuckDBPyConnection

from openpeel.catalogue.contracts import Contract, contracts
from openpeel.catalogue.tables import tables
from openpeel.facts.returns.derive import select_lake_rows
from openpeel.facts.simulator.writing import (
    CONTRACT_KEY,
    EVERY,
    SIMULATED_KEY,
    TABLE_KEY,
    VERSION_KEY,
)
from openpeel.facts.sources.reading import Edition, Reading, SourceFile

_MAGIC = b"PAR1"
_TAIL_BYTES = 8  # length of the footer, then the magic again
_LARGEST_FOOTER = 64 * 1024 * 1024
_AGAIN = "simulate again with this version"


class SimulatedReturn:
    """One return of 43 forces, or their residents. The file is asked where it lies, not copied."""

    publication = "simulated-return"
    version = 2

    def recognise(self, file: SourceFile) -> bool:
        """Whether it is a Parquet file whose metadata hold the simulator's mark."""
        return is_simulated(file.path)

    def read(self, file: SourceFile, con: DuckDBPyConnection) -> Reading:
        """The file's table as a temporary view, or a UserError naming the column that differs."""
        said = marks(file.path, con)
        table = said.get(TABLE_KEY, "")
        if table not in tables():
            raise file.refuse(
                f"it says it holds the table {table!r}, which is not in the catalogue; {_AGAIN}",
                f"metadata {TABLE_KEY}",
            )
        rows = f"select * from {_parquet(file.path)}"
        contract = _contract(file, said)
        if contract:
            _hold_to(file, contract.id, _sent(contract), con)
            rows = select_lake_rows(contract, return_source(file.path))
        else:
            _hold_to(file, table, tables()[table].types, con)
        view = f"reading_simulated_{table}"
        con.execute(f"create or replace temp view {view} as {rows}")
        found = con.execute(
            f"select count(*), min(period_start), max(period_end) from {view}"
        ).fetchone()
        assert found is not None
        count, first, last = found
        return Reading(
            publication=self.publication,
            edition=Edition(
                title=f"Simulated return: {tables()[table].name}",
                covers=f"{_words(first)} to {_words(last)}" if count else "no rows",
            ),
            tables={table: view},
            rows_read=count,
            rows_used=count,
            notes=(
                f"Simulated by openpeel ({said[SIMULATED_KEY]}): no figure is about a real force.",
            ),
            simulated=True,
        )


def return_source(path: Path) -> str:
    """SQL for the rows of a simulated return as `select_lake_rows` asks for them.

    The file itself holds what a force sends: `force` and `area` (by code), then the contract's
    fields in their stored types; a column `status` marks what is partial.
    """
    return (
        '(select "force" as force_code, "area" as area_code, * exclude ("force", "area")'
        f" from {_parquet(path)})"
    )


def _contract(file: SourceFile, said: dict[str, str]) -> Contract | None:
    """The contract of a return, or None for a published table."""
    name = said.get(CONTRACT_KEY)
    if name is None:
        return None
    contract, version = contracts().get(name), said.get(VERSION_KEY, "")
    if contract is None:
        raise file.refuse(
            f"it says it holds the return {name!r}, of which there is no contract; {_AGAIN}",
            f"metadata {CONTRACT_KEY}",
        )
    if version != str(contract.version):
        raise file.refuse(
            f"it holds version {version or 'unknown'} of the return {name}, and the contract is at"
            f" version {contract.version}; {_AGAIN}",
            f"metadata {VERSION_KEY}",
        )
    return contract


def _sent(contract: Contract) -> dict[str, str]:
    """The columns of a return's file with their types."""
    own = {name: str(field.stored) for name, field in contract.fields.items()}
    return dict.fromkeys(EVERY, "VARCHAR") | own


def _hold_to(file: SourceFile, what: str, wanted: dict[str, str], con: DuckDBPyConnection) -> None:
    """Refuse a file whose columns are not the contract's, in its order and types."""
    described = con.execute(f"describe select * from {_parquet(file.path)}").fetchall()
    there = {str(name): str(kind) for name, kind, *_ in described}
    for name, kind in wanted.items():
        if name not in there:
            raise file.refuse(f"the contract of {what} has this column; {_AGAIN}", f"column {name}")
        if there[name] != kind:
            raise file.refuse(
                f"it is {there[name]}, but the contract of {what} says {kind}; {_AGAIN}",
                f"column {name}",
            )
    for name in there:
        if name not in wanted:
            raise file.refuse(
                f"the contract of {what} has no such column; {_AGAIN}", f"column {name}"
            )
    for name, expected in zip(there, wanted, strict=True):
        if name != expected:
            raise file.refuse(f"{expected} of {what} should stand here; {_AGAIN}", f"column {name}")


def is_simulated(path: Path) -> bool:
    """Whether a file is Parquet that the simulator wrote."""
    return path.is_file() and SIMULATED_KEY.encode() in _footer(path)


def _footer(path: Path) -> bytes:
    """The bytes of a Parquet file's metadata; empty when the file is cut off or no Parquet."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - _TAIL_BYTES))
        tail = file.read()
        length = int.from_bytes(tail[:4], "little")
        if not tail.endswith(_MAGIC) or length > min(size - _TAIL_BYTES, _LARGEST_FOOTER):
            return b""
        file.seek(size - _TAIL_BYTES - length)
        return file.read(length)


def marks(path: Path, con: DuckDBPyConnection) -> dict[str, str]:
    """What a Parquet file's metadata say."""
    rows = con.execute(f"select key, value from parquet_kv_metadata({_quoted(path)})").fetchall()
    return {bytes(key).decode(): bytes(value).decode() for key, value in rows}


def _parquet(path: Path) -> str:
    return f"read_parquet({_quoted(path)}, hive_partitioning = false)"


def _quoted(path: Path) -> str:
    """The path in SQL: a view takes no parameters, and DuckDB would read `*`, `?`, `[` as globs."""
    plain = "".join(f"[{sign}]" if sign in "*?[" else sign for sign in str(path))
    return "'" + plain.replace("'", "''") + "'"


def _words(day: object) -> str:
    return f"{day:%-d %B %Y}"
