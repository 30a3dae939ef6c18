"""Reads what `openpeel simulate` wrote: Parquet files that say so in their own metadata."""

from __future__ import annotations

from pathlib import Path

from duckdb import DuckDBPyConnection

from openpeel.catalogue.tables import tables
from openpeel.facts.simulator.writing import SIMULATED_KEY, TABLE_KEY
from openpeel.facts.sources.reading import Edition, Reading, SourceFile

_MAGIC = b"PAR1"
_TAIL_BYTES = 8  # length of the footer, then the magic again
_LARGEST_FOOTER = 64 * 1024 * 1024


class SimulatedReturn:
    """One table of a simulated year. The file is asked where it lies, not copied."""

    publication = "simulated-return"
    version = 1

    def recognise(self, file: SourceFile) -> bool:
        """Whether it is a Parquet file whose metadata hold the simulator's mark."""
        return file.head.startswith(_MAGIC) and SIMULATED_KEY.encode() in _footer(file.path)

    def read(self, file: SourceFile, con: DuckDBPyConnection) -> Reading:
        """The file's table as a temporary view, or a UserError naming the column that differs."""
        marks = _marks(file.path, con)
        table = marks.get(TABLE_KEY, "")
        if table not in tables():
            raise file.refuse(
                f"it says it holds the table {table!r}, which is not in the catalogue;"
                " simulate the year again",
                f"metadata {TABLE_KEY}",
            )
        _hold_to_contract(file, table, con)
        view = f"reading_simulated_{table}"
        con.execute(f"create or replace temp view {view} as select * from {_parquet(file.path)}")
        found = con.execute(
            f"select count(*), min(period_start), max(period_end) from {view}"
        ).fetchone()
        assert found is not None
        rows, first, last = found
        return Reading(
            publication=self.publication,
            edition=Edition(
                title=f"Simulated return: {tables()[table].name}",
                covers=f"{_words(first)} to {_words(last)}" if rows else "no rows",
            ),
            tables={table: view},
            rows_read=rows,
            rows_used=rows,
            notes=(
                f"Simulated by openpeel ({marks[SIMULATED_KEY]}): no figure is about a real force.",
            ),
            simulated=True,
        )


def _hold_to_contract(file: SourceFile, table: str, con: DuckDBPyConnection) -> None:
    """Refuse a file whose columns are not the contract's, in its order and types."""
    described = con.execute(f"describe select * from {_parquet(file.path)}").fetchall()
    there = {str(name): str(kind) for name, kind, *_ in described}
    wanted = tables()[table].types
    again = "simulate the year again with this version"
    for name, kind in wanted.items():
        if name not in there:
            raise file.refuse(f"the contract of {table} has this column; {again}", f"column {name}")
        if there[name] != kind:
            raise file.refuse(
                f"it is {there[name]}, but the contract of {table} says {kind}; {again}",
                f"column {name}",
            )
    for name in there:
        if name not in wanted:
            raise file.refuse(
                f"the contract of {table} has no such column; {again}", f"column {name}"
            )
    for name, expected in zip(there, wanted, strict=True):
        if name != expected:
            raise file.refuse(f"{expected} of {table} should stand here; {again}", f"column {name}")


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


def _marks(path: Path, con: DuckDBPyConnection) -> dict[str, str]:
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
