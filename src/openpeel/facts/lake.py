"""The lake: append-only Parquet batches, addressed by the hash of the file they came from.

    LAKE/batches/<batch>.json          the account of a published file; written last: it makes
                                       the batch real
    LAKE/submissions/<batch>.json      the same of what a force submitted (returns/submissions.py)
    LAKE/<table>/<batch>.parquet       its facts, exactly the table's contract

A published file's batch is named by the file's SHA-256, the publication and the reader's version:
the same file read by the same reader is never read again, and a corrected file or reader adds a
new batch. A published file that is lost from the lake is read again; a submission never can be.
"""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import duckdb
from duckdb import DuckDBPyConnection

from openpeel.catalogue.tables import tables
from openpeel.errors import UserError
from openpeel.facts.engine import EXACT, quoted
from openpeel.facts.places import Place, address, whole_at
from openpeel.facts.records import from_json, to_json
from openpeel.facts.returns.submitted import Submission
from openpeel.facts.sources.reading import Edition, Reading, SetAside

PARQUET = b"PAR1"


@dataclass(frozen=True)
class Slice:
    """What a later edition replaces as a whole: a table's rows for a force and period."""

    table: str
    force_code: str | None
    period_start: date
    period_end: date
    key: tuple[str, ...]  # values of the table's slice columns
    rows: int
    total: float | None  # of the table's number, to see whether a later edition changed it


@dataclass(frozen=True)
class Batch:
    """One file's facts in the lake."""

    id: str
    sha256: str
    publication: str
    edition: Edition
    rows_read: int
    rows_used: int
    set_aside: tuple[SetAside, ...]
    notes: tuple[str, ...]
    simulated: bool
    slices: tuple[Slice, ...]
    submission: Submission | None = None  # when it is a return, not a published file

    @cached_property
    def facts(self) -> dict[str, int]:
        """Rows in each fact table."""
        counts: dict[str, int] = {}
        for part in self.slices:
            counts[part.table] = counts.get(part.table, 0) + part.rows
        return counts


def batch_id(sha256: str, publication: str, version: int) -> str:
    """The name of the batch that a file gives with a reader's version."""
    return f"{sha256[:24]}-{publication}-{version}"


class Lake:
    """A folder of batches."""

    def __init__(self, root: Path) -> None:
        self.root = root
        try:
            self.accounts.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise UserError(
                f"{root}: the lake can't be there ({problem.strerror}); name a folder with --lake."
            ) from None

    @property
    def accounts(self) -> Path:
        """Where the accounts of published files lie."""
        return self.root / "batches"

    @property
    def submitted(self) -> Path:
        """Where the accounts of submissions lie."""
        return self.root / "submissions"

    def get(self, id: str) -> Batch | None:
        """A batch that is complete, or None."""
        account = self.accounts / f"{id}.json"
        if not account.exists():
            account = self.submitted / f"{id}.json"
        try:
            batch = _batch(account.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None  # not there, damaged, or of another version: it is read again
        complete = all(_is_parquet(self.path(table, id)) for table in batch.facts)
        return batch if complete else None

    def path(self, table: str, id: str) -> Path:
        """Where a batch's rows of a table lie."""
        return self.root / table / f"{id}.parquet"

    def add(self, con: DuckDBPyConnection, id: str, sha256: str, reading: Reading) -> Batch:
        """Store what a reader delivered; a crash leaves either no batch or the whole one."""
        slices: list[Slice] = []
        for table, name in reading.tables.items():
            with whole(self.path(table, id)) as waiting:
                write_rows(con, table, f'"{name}"', waiting)
            slices += slices_of(con, table, f'"{name}"')
        batch = Batch(
            id, sha256, reading.publication, reading.edition, reading.rows_read,
            reading.rows_used, reading.set_aside, reading.notes, reading.simulated, tuple(slices),
        )  # fmt: skip
        with whole(self.accounts / f"{id}.json") as waiting:
            waiting.write_text(to_json(batch), encoding="utf-8")
        return batch


def write_rows(
    con: DuckDBPyConnection, table: str, source: str, target: Path, order: str = ""
) -> None:
    """Write a relation as Parquet in exactly the columns of the table's contract."""
    types = tables()[table].types
    columns = ", ".join(f'"{column}"::{kind} as "{column}"' for column, kind in types.items())
    try:
        con.execute(
            f"copy (select {columns} from {source}{order}) to {quoted(str(target))}"
            " (format parquet, compression zstd, compression_level 1)"  # hashes shrink no further
        )
    except duckdb.IOException as problem:
        raise UserError(f"{target}: rows of {table} can't be written ({problem}).") from None


@lru_cache(maxsize=128)
def _batch(account: str) -> Batch:
    """A batch from its account; a national one holds a thousand slices and is asked for often."""
    return from_json(Batch, account)


def _is_parquet(path: Path) -> bool:
    """Whether a file begins and ends as Parquet does: not garbage, and not cut short."""
    try:
        with path.open("rb") as file:
            start = file.read(len(PARQUET))
            file.seek(-len(PARQUET), os.SEEK_END)
            return start == file.read() == PARQUET
    except OSError:
        return False


@contextmanager
def whole(target: Path | Place) -> Iterator[Path]:
    """A place to write that becomes `target` in one step, when all went well."""
    if isinstance(target, Place):
        with whole_at(target) as waiting:
            yield waiting
        return
    with unfinished(target) as waiting:
        yield waiting
        waiting.replace(target)


@contextmanager
def unfinished(target: Path) -> Iterator[Path]:
    """A place beside `target` to write; what is still there in the end goes."""
    target.parent.mkdir(parents=True, exist_ok=True)
    waiting = target.with_suffix(f".{_host()}-{os.getpid()}.part")
    try:
        yield waiting
    finally:
        waiting.unlink(missing_ok=True)


def sweep(folder: Path) -> None:
    """Remove what processes of this machine left unfinished in a folder when they were killed."""
    for left in folder.glob("*.part"):
        made = re.search(r"\.([^.]+)-(\d+)\.part$", left.name)
        if made and made[1] == _host() and not _runs(int(made[2])):
            left.unlink(missing_ok=True)


def _host() -> str:
    return re.sub(r"[^A-Za-z0-9]", "_", socket.gethostname())


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        pass
    return True


def attach(
    con: DuckDBPyConnection,
    lake: Lake,
    table: str,
    batches: Iterable[Batch],
    without: Iterable[tuple[str, Slice]] = (),
) -> str:
    """A view of a table over some batches, less some of their slices; returns its name.

    `without` holds pairs of batch id and slice.
    """
    files = [address(con, lake.path(table, batch.id)) for batch in batches if table in batch.facts]
    name, listed = f"facts_{table}", ", ".join(quoted(file) for file in files)
    source = f"read_parquet([{listed}])"
    dropped = [(id, part) for id, part in without if part.table == table]
    if dropped:
        keys = tables()[table].slice
        same = "".join(f" and d.key[{n + 1}] = r.{key}" for n, key in enumerate(keys))
        columns: list[list[Any]] = [
            [id for id, _ in dropped],
            [part.force_code for _, part in dropped],
            [part.period_start for _, part in dropped],
            [part.period_end for _, part in dropped],
            [list(part.key) for _, part in dropped],
        ]
        con.execute(
            f"create or replace temp table dropped_{table} as select unnest(?::varchar[]) as batch,"
            " unnest(?::varchar[]) as force_code, unnest(?::date[]) as period_start,"
            " unnest(?::date[]) as period_end, unnest(?::varchar[][]) as key",
            columns,
        )
        source = (
            f"(select r.* exclude (filename) from read_parquet([{listed}], filename = true) r"
            f" anti join dropped_{table} d on d.batch = parse_filename(r.filename, true)"
            " and d.force_code = r.force_code and d.period_start = r.period_start"
            f" and d.period_end = r.period_end{same})"
        )
    con.execute(f"create or replace temp view {name} as select * from {source}")
    return name


def slices_of(con: DuckDBPyConnection, table: str, source: str) -> list[Slice]:
    """The slices of a relation that holds a table's rows, in order."""
    contract = tables()[table]
    keys = "".join(f', "{column}"' for column in contract.slice)
    # exact: a sum of fractions would depend on the order of the rows, and look like a revision
    total = f'sum("{contract.number}"::{EXACT})::double' if contract.number else "null"
    rows = con.execute(
        f"select force_code, period_start, period_end, count(*), {total}{keys}"
        f" from {source} group by force_code, period_start, period_end{keys} order by all"
    ).fetchall()
    return [
        Slice(table, force, start, end, tuple(str(value) for value in key), count, number)
        for force, start, end, count, number, *key in rows
    ]
