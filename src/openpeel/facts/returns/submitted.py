"""What the lake keeps of a submission beside its rows: who, when, which file, the whole report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from openpeel.facts.returns.findings import Report


@dataclass(frozen=True)
class Submission:
    """One return as it was submitted.

    It covers every day from `period_start` to `period_end`, whole periods of the contract, for
    each of its forces: there it takes the place of all earlier ones, even where it has no rows.
    """

    contract: str
    contract_version: int
    forces: tuple[str, ...]  # codes, in order
    by: str
    at: datetime  # UTC, whole seconds
    number: int  # counts the lake's submissions: of two in the same second the higher is later
    file: str  # its name, without the folder
    sha256: str  # of the file as it was sent
    rows_sha256: str  # of the Parquet file that holds its rows
    period_start: date
    period_end: date
    corrects: tuple[str, ...]  # ids of the batches of which it replaced anything
    report: Report  # with its replies
    version: int = 1  # of this account: every round of replies makes the next
    changed_by: str = ""  # who made this version, and when; empty in the first
    changed_at: datetime | None = None

    @property
    def order(self) -> tuple[datetime, int]:
        """Later submissions have the greater one."""
        return self.at, self.number

    def covers(self, force_code: str | None, start: date, end: date) -> bool:
        """Whether a period of a force lies inside what it covers."""
        return force_code in self.forces and self.period_start <= start <= end <= self.period_end
