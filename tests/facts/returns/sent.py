"""Small returns drawn as text, staged and checked as far as submitting needs it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from duckdb import DuckDBPyConnection

from openpeel.catalogue.contracts import contract
from openpeel.catalogue.forces import forces
from openpeel.facts.engine import connect
from openpeel.facts.lake import Batch, Lake
from openpeel.facts.returns.derive import select_lake_rows
from openpeel.facts.returns.findings import Finding, Reply, Report
from openpeel.facts.returns.submissions import submit

ANNA = "Anna Example"
NINE = datetime(2026, 4, 20, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Staged:
    """What staging tells of a file."""

    file: str
    sha256: str
    rows: int


@dataclass(frozen=True)
class Sent:
    """A file: `West Mercia calls: 2025-04 x3, 2025-06 x2` gives five calls in two months."""

    text: str
    findings: tuple[Finding, ...] = ()
    replies: tuple[Reply, ...] = ()
    ends: date | None = None  # the period that the report states, when rows don't show it

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def name(self) -> str:
        return f"{self.return_id}.csv"

    @property
    def return_id(self) -> str:
        return self.text.partition(":")[0].rsplit(" ", 1)[1]

    def stage(self, con: DuckDBPyConnection) -> Staged:
        """Leave `return_rows` in the connection."""
        made = contract(self.return_id)
        types = {name: field.stored for name, field in made.fields.items()}
        columns = {"row": "BIGINT", "force_code": "VARCHAR", "area_code": "VARCHAR"}
        columns |= {"status": "VARCHAR"} | types
        head = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
        con.execute(f"create or replace temp table typed ({head})")
        rows = list(self.rows())
        for at, (code, when, values) in enumerate(rows, start=2):
            row: dict[str, object] = {"row": at, "force_code": code, made.period.field: when}
            row |= {name: f"K{at}" for name in made.key if types[name] == "VARCHAR"}
            row |= values
            names = ", ".join(f'"{name}"' for name in row)
            marks = ", ".join("?" for _ in row)
            con.execute(f"insert into typed ({names}) values ({marks})", list(row.values()))
        select = select_lake_rows(made, "typed", keep=("row",))
        con.execute(f"create or replace temp view return_rows as {select}")
        return Staged(self.name, self.sha256, len(rows))

    def rows(self) -> list[tuple[str | None, datetime, dict[str, object]]]:
        """(force, when, other values) of every row."""
        found = []
        for line in self.text.strip().splitlines():
            whose, _, months = line.strip().partition(":")
            force = forces().find(whose.rsplit(" ", 1)[0])
            for item in months.split(","):
                month, times, *values = item.split()
                when = datetime.fromisoformat(month if len(month) > 7 else f"{month}-05")
                extra: dict[str, object] = dict(value.split("=") for value in values)
                found += [(force.code if force else None, when, extra)] * int(times[1:])
        return found

    def report(self) -> Report:
        """A report without errors unless there are some among the findings."""
        made, rows = contract(self.return_id), self.rows()
        days = sorted(when.date() for _, when, _ in rows)
        return Report(
            contract=made.id, contract_version=made.version, file=self.name, sha256=self.sha256,
            checked_as_of=date(2026, 4, 20),
            forces=tuple(sorted({code for code, _, _ in rows if code})),
            rows=len(rows), period_start=days[0] if days else None,
            period_end=self.ends or (days[-1] if days else None), filled={},
            findings=self.findings, rules_run=("month-empty",), replies=self.replies,
        )  # fmt: skip


def send(
    lake: Lake | Path, sent: str | Sent, at: datetime = NINE, by: str = ANNA, **more: object
) -> Batch:
    """Submit a drawn return."""
    lake = lake if isinstance(lake, Lake) else Lake(lake)
    sent = Sent(sent) if isinstance(sent, str) else sent
    con = connect()
    return submit(con, lake, sent.stage(con), sent.report(), by=by, at=at, **more)  # type: ignore[arg-type]


def empty_month(month: str, force: str = "West Mercia") -> Finding:
    """The query on a month without rows."""
    found = forces().find(force)
    assert found is not None
    sentence = f"{force} has no rows in {month}: send them, or say why there are none."
    return Finding("month-empty", "query", found.code, "", month, sentence)


def answer(finding: Finding, words: str = "None were made.", contract: str = "calls") -> Reply:
    """A reply to a query."""
    return Reply(finding.number(contract), words, "Ben Example", date(2026, 4, 21))
