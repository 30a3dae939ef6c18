"""The whole way of a file: read, checked, submitted, its rows in the lake."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sent import ANNA, NINE

from openpeel.catalogue.contracts import contract
from openpeel.errors import UserError
from openpeel.facts.engine import connect
from openpeel.facts.lake import Lake
from openpeel.facts.returns.checking import check
from openpeel.facts.returns.staging import stage
from openpeel.facts.returns.store import current
from openpeel.facts.returns.submissions import submit

HEADER = "call_ref,line,received_at,answered_at,abandoned"


def hand_in(folder: Path, *lines: str) -> Lake:
    """Do with a CSV file what the command line does."""
    (folder / "calls.csv").write_text("\n".join((HEADER, *lines)) + "\n")
    scratch = folder / "scratch"
    scratch.mkdir()
    con, lake = connect(), Lake(folder / "lake")
    staged = stage(
        con, folder / "calls.csv", contract("calls"), force="West Mercia", scratch=scratch
    )
    report = check(con, staged, as_of=date(2026, 4, 20))
    submit(con, lake, staged, report, by=ANNA, at=NINE)
    return lake


def test_a_file_goes_into_the_lake(tmp_path: Path) -> None:
    lake = hand_in(
        tmp_path,
        "A1,101,2025-04-01 08:15:02,2025-04-01 08:15:31,no",
        "A2,999,2025-04-02 09:00:00,2025-04-02 09:00:04,no",
        "A3,101,2025-04-03 10:00:11,,yes",
    )
    (batch,) = current(lake)
    rows = lake.path("calls", batch.id)
    found = connect().execute(f"select line, answer_ms from '{rows}' order by all").fetchall()
    assert found == [("101", 29_000), ("101", None), ("999", 4_000)]
    assert batch.submission is not None
    assert batch.submission.file == "calls.csv"


def test_a_file_with_errors_does_not(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"calls.csv, Calls from the public: the report has"):
        hand_in(tmp_path, "A1,101,someday,2025-04-01 08:15:31,no")
    assert current(Lake(tmp_path / "lake")) == []
