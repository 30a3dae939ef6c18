"""What a reader is given (a `SourceFile`) and what it must deliver (a `Reading`).

A reader recognises its publication by what a file contains, never by its name, and accounts for
every row: rows read = rows used + rows set aside, each with a reason.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from duckdb import DuckDBPyConnection
from python_calamine import CalamineError, CalamineWorkbook

from openpeel.catalogue.tables import tables
from openpeel.errors import UserError

HEAD_BYTES = 65_536
WORKBOOK_MARKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # XLSX and ODS are zips; XLS is OLE


@dataclass(frozen=True)
class SourceFile:
    """A file that lies in the folder (or was taken out of an archive that does).

    `name` is what people are told: the path inside the folder, with `archive.zip!member` for a
    file from an archive. `path` is where its bytes are now.
    """

    path: Path
    name: str

    @cached_property
    def sha256(self) -> str:
        """Hash of the bytes as they lie there (compressed if they are)."""
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    @cached_property
    def head(self) -> bytes:
        """The first 64 KiB, decompressed if the file is gzip; empty when that can't be done."""
        try:
            with self.path.open("rb") as file:
                start = file.read(HEAD_BYTES)
            if not start.startswith(b"\x1f\x8b"):
                return start
            with gzip.open(self.path) as unzipped:
                return unzipped.read(HEAD_BYTES)
        except (OSError, EOFError):
            return b""

    @property
    def text_head(self) -> str:
        """The head as text (UTF-8, else Windows-1252), without a byte order mark."""
        try:
            return self.head.decode("utf-8-sig")
        except UnicodeDecodeError as problem:
            if problem.start >= len(self.head) - 4:  # cut in the middle of a character
                return self.head[: problem.start].decode("utf-8-sig")
            return self.head.decode("cp1252", errors="replace")

    @cached_property
    def workbook(self) -> CalamineWorkbook | None:
        """The file as an XLSX, XLS or ODS workbook, or None when it is none."""
        if not self.head.startswith(WORKBOOK_MARKS):
            return None
        try:
            return CalamineWorkbook.from_path(str(self.path))
        except (CalamineError, OSError, ValueError):
            return None

    def refuse(self, what: str, where: str = "") -> UserError:
        """The error for a file of this publication that can't be read: file, place, reason."""
        place = f", {where}" if where else ""
        return UserError(f"{self.name}{place}: {what}.")


@dataclass(frozen=True)
class SetAside:
    """Rows that were read and not used, and why."""

    reason: str
    rows: int
    where: str = ""  # sheet, or empty
    example: str = ""  # one of them, as found


@dataclass(frozen=True)
class Edition:
    """Which edition of a publication a file is."""

    title: str  # as the file calls itself, or as the publication is known
    covers: str  # in words: year ending March 2020
    published: date | None = None  # the release date that the file states, if it does


@dataclass(frozen=True)
class Reading:
    """What one file gave: fact tables lying in the connection, and the account of its rows.

    `tables` maps a fact table's name to the name of the temporary table that holds its rows, with
    exactly the columns of the contract in catalogue/data/tables.yaml, in that order.
    """

    publication: str  # id in catalogue/data/publications.yaml
    edition: Edition
    tables: dict[str, str]
    rows_read: int
    rows_used: int
    set_aside: tuple[SetAside, ...] = ()
    notes: tuple[str, ...] = ()  # what a user of the figures should know, in sentences
    simulated: bool = False

    def __post_init__(self) -> None:
        aside = sum(part.rows for part in self.set_aside)
        if self.rows_read != self.rows_used + aside:
            raise AssertionError(
                f"{self.publication}: {self.rows_read} rows read, but {self.rows_used} used and"
                f" {aside} set aside"
            )


class Reader(Protocol):
    """One publication. `version` goes up whenever the same file would be read differently."""

    publication: str
    version: int

    def recognise(self, file: SourceFile) -> bool:
        """Whether the file is an edition of this publication, by its content."""
        ...

    def read(self, file: SourceFile, con: DuckDBPyConnection) -> Reading:
        """Its facts, or a UserError that names the sheet, the row and the reason."""
        ...


@dataclass
class Ledger:
    """Counts rows as a reader goes through them."""

    read: int = 0
    used: int = 0
    _aside: dict[tuple[str, str], list[Any]] = field(default_factory=dict)

    def use(self, rows: int = 1) -> None:
        """Rows that became facts."""
        self.read += rows
        self.used += rows

    def set_aside(self, reason: str, where: str = "", example: str = "", rows: int = 1) -> None:
        """Rows that did not, and why; rows with the same reason are counted together."""
        if not rows:
            return
        self.read += rows
        entry = self._aside.setdefault((reason, where), [0, example])
        entry[0] += rows

    def reading(
        self,
        publication: str,
        edition: Edition,
        tables: dict[str, str],
        notes: Iterable[str] = (),
    ) -> Reading:
        """What a reader delivers, with this account of its rows."""
        return Reading(publication, edition, tables, self.read, self.used, self.aside, tuple(notes))

    @property
    def aside(self) -> tuple[SetAside, ...]:
        """The account, in the order in which the reasons came up."""
        return tuple(
            SetAside(reason, rows, where, example)
            for (reason, where), (rows, example) in self._aside.items()
        )


@dataclass
class Facts:
    """Rows for one fact table, collected in Python and then put into DuckDB.

    For publications of up to some hundred thousand cells; bigger files are read by DuckDB itself.
    """

    table: str
    rows: list[tuple[Any, ...]] = field(default_factory=list)

    def add(self, **values: Any) -> None:
        """One row; columns that are not named are null, a column that does not exist is a bug."""
        types = tables()[self.table].types
        if unknown := values.keys() - types.keys():
            raise KeyError(f"{self.table} has no column {sorted(unknown)}")
        self.rows.append(tuple(values.get(column) for column in types))

    def into(self, con: DuckDBPyConnection) -> str:
        """Create the temporary table and return its name."""
        types = tables()[self.table].types
        name = f"reading_{self.table}"
        columns = zip(*self.rows, strict=True) if self.rows else ([] for _ in types)
        # one list parameter a column: thousands of times quicker than a row at a time
        unnested = ", ".join(f'unnest(?::{kind}[]) as "{column}"' for column, kind in types.items())
        con.execute(
            f'create or replace temp table "{name}" as select {unnested}',
            [list(column) for column in columns],
        )
        return name
