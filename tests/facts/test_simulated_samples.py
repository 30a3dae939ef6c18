"""Simulated returns go the way of real ones: read with a mapping, checked without an error."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import duckdb
import pytest

from openpeel.catalogue.contracts import contract, contracts
from openpeel.catalogue.forces import forces
from openpeel.errors import UserError
from openpeel.facts.returns.checking import check
from openpeel.facts.returns.findings import Report
from openpeel.facts.returns.staging import stage
from openpeel.facts.simulator import Summary, simulate, write_csv_samples
from openpeel.facts.simulator.samples import EXPORTS

AS_OF = date(2021, 5, 4)


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    paths = write_csv_samples(tmp_path_factory.mktemp("samples"), "West Mercia", 400)
    return {path.name: path for path in paths}


def checked(
    path: Path, name: str, scratch: Path, mapping: Path | None = None, as_of: date = AS_OF
) -> Report:
    with duckdb.connect() as con:
        staged = stage(con, path, contract(name), mapping=mapping, scratch=scratch)
        return check(con, staged, as_of=as_of)


@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_is_read_with_its_mapping_and_has_no_errors(
    samples: dict[str, Path], tmp_path: Path, name: str
) -> None:
    file = samples[EXPORTS[name].file]
    report = checked(file, name, tmp_path, file.with_suffix(".yaml"))
    assert report.errors == ()
    assert report.rows > 200
    for field in EXPORTS[name].headers:
        assert report.filled.get(field, 0) > 0 or field == "arrived_at", field


def test_without_its_mapping_an_export_has_errors(samples: dict[str, Path], tmp_path: Path) -> None:
    assert checked(samples["command-and-control.csv"], "incidents", tmp_path).errors


def test_headers_dates_and_codes_are_those_of_a_system(samples: dict[str, Path]) -> None:
    with samples["command-and-control.csv"].open(encoding="cp1252", newline="") as file:
        first = next(csv.DictReader(file))
    assert first["Create Date Time"][2] == first["Create Date Time"][5] == "/"
    assert first["Init Grade"] in {"I", "P", "S", "R"}
    assert first["Qual DA"] in {"Y", "N"}
    assert first["State 6"] == ""


def test_samples_of_another_force(tmp_path: Path) -> None:
    first, *_ = write_csv_samples(tmp_path, "Kent", 50)
    with first.open(encoding="cp1252", newline="") as file:
        assert any(row["State 6"] for row in csv.DictReader(file))


@pytest.mark.parametrize(
    ("force", "rows", "words"), [("Narnia", 10, "no force"), ("Kent", 0, "0 rows")]
)
def test_what_cannot_be_sampled(tmp_path: Path, force: str, rows: int, words: str) -> None:
    with pytest.raises(UserError, match=words):
        write_csv_samples(tmp_path, force, rows)


# A force's part of the national files


@pytest.mark.parametrize("name", contracts())
@pytest.mark.parametrize("force", ["west-mercia"])
def test_what_a_force_sends_has_no_errors(
    year: Summary, tmp_path: Path, name: str, force: str
) -> None:
    """What is planted by default are queries: submitting works.

    The day of the check is late because a plan for money speaks of years ahead.
    """
    asked = contract(name)
    whole = year.folder / f"{asked.lake_table}.parquet"
    with duckdb.connect() as con:
        con.execute(
            f"copy (from '{whole}' where force = '{forces().by_slug[force].code}'"
            f") to '{tmp_path / whole.name}'"
        )
    report = checked(tmp_path / whole.name, name, tmp_path, as_of=date(2025, 5, 1))
    assert [found.sentence for found in report.errors] == []
    assert report.rows > 0


def test_planted_errors_are_found(tmp_path: Path) -> None:
    names = ("crimes", "incidents", "stop-searches")
    folder = simulate(tmp_path / "year", 5, 0.001, years=1, errors=True, only=names).folder
    for name, rule in zip(names, ("row-duplicate", "not-in-codes", "time-in-future"), strict=True):
        path = folder / f"{contract(name).lake_table}.parquet"
        report = checked(path, name, tmp_path)
        assert {found.rule for found in report.errors} == {rule}
        assert len({found.force_code for found in report.errors}) == 1
