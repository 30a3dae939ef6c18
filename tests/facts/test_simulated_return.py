"""Reading a simulated year back: recognised by its mark, held to the contract."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from openpeel.catalogue.tables import tables
from openpeel.errors import UserError
from openpeel.facts.simulator import Summary
from openpeel.facts.simulator.simulate import TABLES
from openpeel.facts.sources.reading import SourceFile
from openpeel.facts.sources.simulated import SimulatedReturn


@pytest.mark.parametrize("table", TABLES)
def test_the_reader_delivers_every_row_under_any_name(
    tmp_path: Path, year: Summary, table: str
) -> None:
    copy = tmp_path / "what's [this]*.bin"
    copy.write_bytes((year.folder / f"{table}.parquet").read_bytes())
    file = SourceFile(copy, copy.name)
    assert SimulatedReturn().recognise(file)
    with duckdb.connect() as con:
        reading = SimulatedReturn().read(file, con)
        (view,) = reading.tables.values()
        described = con.execute(f"describe {view}").fetchall()
        assert con.execute(f"select count(*) from {view}").fetchone() == (year.rows[table],)
    assert list(reading.tables) == [table]
    assert [(name, kind) for name, kind, *_ in described] == list(tables()[table].types.items())
    assert reading.rows_read == reading.rows_used == year.rows[table]
    assert reading.simulated
    assert reading.publication == "simulated-return"
    assert "seed 5, scale 0.001" in reading.notes[0]


def test_the_reader_says_which_year_a_file_covers(year: Summary) -> None:
    path = year.folder / "calls.parquet"
    with duckdb.connect() as con:
        edition = SimulatedReturn().read(SourceFile(path, "calls.parquet"), con).edition
    assert edition.covers == "1 April 2020 to 31 March 2021"
    assert edition.title == "Simulated return: Calls from the public (force return)"


def write_parquet(path: Path, select: str, marks: dict[str, str]) -> SourceFile:
    listed = ", ".join(f"'{key}': '{value}'" for key, value in marks.items())
    given = f", kv_metadata {{{listed}}}" if marks else ""
    with duckdb.connect() as con:
        con.execute(f"copy ({select}) to '{path}' (format parquet{given})")
    return SourceFile(path, path.name)


def test_other_parquet_and_damaged_files_are_not_recognised(tmp_path: Path, year: Summary) -> None:
    reader = SimulatedReturn()
    assert not reader.recognise(write_parquet(tmp_path / "other.parquet", "select 1 as x", {}))
    whole = (year.folder / "calls.parquet").read_bytes()
    for name, content in {"cut": whole[:-100], "short": b"PAR1", "empty": b""}.items():
        (tmp_path / name).write_bytes(content)
        assert not reader.recognise(SourceFile(tmp_path / name, name)), name


MARKS = {
    "openpeel.table": "calls",
    "openpeel.contract": "calls",
    "openpeel.contract-version": "1",
    "openpeel.simulated": "seed 1, scale 1",
}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("* exclude (answered_at)", "column answered_at: the contract of calls has this column"),
        ("* replace (line::integer as line)", "column line: it is INTEGER"),
        ("*, 1 as queue", "column queue: the contract of calls has no such column"),
        ("area, * exclude (area)", "column area: force of calls should stand here"),
    ],
)
def test_columns_that_differ_from_the_contract_are_named(
    tmp_path: Path, year: Summary, change: str, words: str
) -> None:
    select = f"select {change} from '{year.folder / 'calls.parquet'}' limit 5"
    file = write_parquet(tmp_path / "old.parquet", select, MARKS)
    assert SimulatedReturn().recognise(file)
    with duckdb.connect() as con, pytest.raises(UserError, match=words):
        SimulatedReturn().read(file, con)


def test_a_return_of_another_version_of_its_contract_is_refused(
    tmp_path: Path, year: Summary
) -> None:
    select = f"select * from '{year.folder / 'calls.parquet'}' limit 5"
    marks = MARKS | {"openpeel.contract-version": "0"}
    file = write_parquet(tmp_path / "old.parquet", select, marks)
    with (
        duckdb.connect() as con,
        pytest.raises(UserError, match="version 0 of the return calls, and the contract is at"),
    ):
        SimulatedReturn().read(file, con)


def test_a_return_without_a_contract_is_refused(tmp_path: Path) -> None:
    marks = MARKS | {"openpeel.contract": "custody"}
    file = write_parquet(tmp_path / "custody.parquet", "select 1 as x", marks)
    with duckdb.connect() as con, pytest.raises(UserError, match="the return 'custody'"):
        SimulatedReturn().read(file, con)


def test_durations_are_worked_out_when_the_file_is_read(year: Summary) -> None:
    """The file holds what a force sends; the lake's table what follows from it."""
    path = year.folder / "incidents.parquet"
    with duckdb.connect() as con:
        sent = {name for name, *_ in con.execute(f"describe from '{path}'").fetchall()}
        (view,) = SimulatedReturn().read(SourceFile(path, path.name), con).tables.values()
        found = con.execute(
            "select count(*) filter (attend_s is not null) > 0, count(distinct period_start),"
            f" count(*) filter (period_end <> last_day(period_start)) from {view}"
        ).fetchone()
    assert sent.isdisjoint({"attend_s", "period_start", "force_code"})
    assert found == (True, 12, 0)


def test_a_table_that_the_catalogue_does_not_know_is_refused(tmp_path: Path) -> None:
    marks = {"openpeel.simulated": "seed 1", "openpeel.table": "custody"}
    file = write_parquet(tmp_path / "custody.parquet", "select 1 as x", marks)
    with duckdb.connect() as con, pytest.raises(UserError, match="the table 'custody'"):
        SimulatedReturn().read(file, con)
