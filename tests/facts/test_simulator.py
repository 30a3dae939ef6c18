"""The simulated year: one seed, one set of bytes; and the rows obey the truth beside them."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openpeel.catalogue.codes import codes
from openpeel.catalogue.forces import districts, forces
from openpeel.catalogue.tables import tables
from openpeel.errors import UserError
from openpeel.facts.simulator import Summary, simulate
from openpeel.facts.simulator.dice import Dice
from openpeel.facts.simulator.people import split
from openpeel.facts.simulator.simulate import TABLES
from openpeel.facts.simulator.truth import PLANTS

SEED, SCALE = 7, 0.01
SMALL = 0.0005


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Summary:
    return simulate(tmp_path_factory.mktemp("simulated") / "year", SEED, SCALE)


@pytest.fixture(scope="module")
def truth(year: Summary) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((year.folder / "truth.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def con(year: Summary) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as con:
        for table in TABLES:
            con.execute(f"create view {table} as from '{year.folder / table}.parquet'")
        yield con


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def planted(truth: dict[str, Any], problem: str) -> str:
    """Code of the force with that data problem."""
    (code,) = [entry["force_code"] for entry in truth["planted"] if entry["problem"] == problem]
    return str(code)


# The same seed


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    simulate(tmp_path / "a", 3, SMALL)
    simulate(tmp_path / "b", 3, SMALL)
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_another_seed_gives_other_rows(tmp_path: Path) -> None:
    simulate(tmp_path / "a", 3, SMALL)
    simulate(tmp_path / "b", 4, SMALL)
    first, second = contents(tmp_path / "a"), contents(tmp_path / "b")
    for table in TABLES:
        assert first[f"{table}.parquet"] != second[f"{table}.parquet"], table


def test_the_truth_does_not_depend_on_the_scale(tmp_path: Path, truth: dict[str, Any]) -> None:
    simulate(tmp_path / "small", SEED, SMALL)
    small = json.loads((tmp_path / "small" / "truth.json").read_text(encoding="utf-8"))
    assert small["forces"] == truth["forces"]


@pytest.mark.parametrize("table", ["calls", "incidents", "crimes", "stop_searches"])
def test_rows_are_in_proportion_to_the_scale(tmp_path: Path, year: Summary, table: str) -> None:
    tenth = simulate(tmp_path / "tenth", SEED, SCALE / 10)
    expected = year.rows[table] / 10
    # the two counts are independent draws
    assert abs(tenth.rows[table] - expected) < 5 * math.sqrt(expected * 1.1)


def test_scale_1_would_be_about_the_size_of_england_and_wales(year: Summary) -> None:
    whole = {table: year.rows[table] / SCALE / 1e6 for table in TABLES[2:]}
    assert 24 < whole["calls"] < 31
    assert 13.5 < whole["incidents"] < 16.5
    assert 4.8 < whole["crimes"] < 5.8
    assert 0.45 < whole["stop_searches"] < 0.70


# Draws


@given(low=st.integers(0, 10**6), width=st.integers(0, 2 * 10**6), seed=st.integers(0, 2**32 - 1))
def test_draws_stay_between_their_limits(low: int, width: int, seed: int) -> None:
    dice = Dice(seed, "limits")
    for numbers in (dice.level(low, low + width, 200), dice.skewed(low, low + width, 200)):
        assert low <= numbers.min() <= numbers.max() <= low + width


@given(
    total=st.integers(0, 10**7),
    weights=st.lists(st.floats(0.01, 100), min_size=1, max_size=40),
)
def test_a_total_is_split_without_losing_anyone(total: int, weights: list[float]) -> None:
    parts = split(total, weights)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - total * weight / sum(weights)) < 1 + 1e-6


def test_a_value_with_no_weight_is_never_picked() -> None:
    picked = Dice(1, "pick").pick([0, 0.5, 0, 0.5, 0], 10_000)
    assert set(picked.tolist()) == {1, 3}


# The rows obey the truth


def close(part: int, of: float, share: float) -> bool:
    """Within five binomial standard errors; the truth of 1,700 shares would hardly miss that."""
    return abs(part / of - share) < 5 * math.sqrt(share * (1 - share) / of) + 1e-4


def test_every_share_and_rate_is_near_its_truth(
    con: duckdb.DuckDBPyConnection, truth: dict[str, Any]
) -> None:
    skip = {
        ("calls", planted(truth, "no-calls")),
        ("stop_searches", planted(truth, "searches-stop")),
    }
    no_times = planted(truth, "no-attendance-times")
    compared = 0
    for name, entry in truth["parameters"].items():
        rate = entry["unit"] == "per 1,000"
        of = "true" if rate else entry["of"]
        counts = {
            code: (part, base)
            for code, part, base in con.execute(
                f"select force_code, count(*) filter ({entry['part']}), count(*) filter ({of})"
                f" from {entry['table']} group by 1"
            ).fetchall()
        }
        for force in truth["forces"]:
            code, value = force["code"], force["values"][name]
            if (entry["table"], code) in skip or ("attend_s" in of and code == no_times):
                continue
            part, base = counts[code]
            if rate:
                group = force["residents_by_group"].get(entry["of"], force["residents"])
                expected = group * value / 1000 * SCALE
                assert abs(part - expected) < 5 * math.sqrt(expected) + 5, (name, force["name"])
            elif base >= 30:
                assert close(part, base, value), (name, force["name"], part, base, value)
            compared += 1
    assert compared > 1_600


def test_shares_move_with_the_months(con: duckdb.DuckDBPyConnection, truth: dict[str, Any]) -> None:
    """Where a force changes from the eighth month on, its months show it."""
    (change,) = [entry for entry in truth["planted"] if entry["kind"] == "change"]
    months = con.execute(
        "select count(*) filter (answer_ms <= 10000), count(*) from calls"
        " where line = '999' and not abandoned and force_code = ?"
        " group by period_start order by period_start",
        [change["force_code"]],
    ).fetchall()
    (force,) = [entry for entry in truth["forces"] if entry["code"] == change["force_code"]]
    true = force["by_month"]["answered-999-in-10-s"]
    assert all(close(n, of, share) for (n, of), share in zip(months, true, strict=True))
    assert min(true[:7]) > max(true[7:]) + 0.05


def test_areas_are_partnerships_of_the_force_in_proportion_to_residents(
    con: duckdb.DuckDBPyConnection,
) -> None:
    residents = dict(
        con.execute("select area_code, sum(persons) from population group by 1").fetchall()
    )
    own = {(d.force_code, d.csp_code) for d in districts().all if d.csp_code and not d.successor}
    found = con.execute(
        "select force_code, area_code, count(*), sum(count(*)) over (partition by force_code)"
        " from incidents where area_code is not null group by 1, 2"
    ).fetchall()
    assert {(force, area) for force, area, *_ in found} == own
    for force, area, here, whole in found:
        share = residents[area] / forces().by_code[force].population
        assert share == 1 or close(here, whole, share), area


# What is planted


def test_every_plant_has_a_force_of_its_own(truth: dict[str, Any]) -> None:
    assert sorted(entry["words"] for entry in truth["planted"]) == sorted(p.words for p in PLANTS)
    assert len({entry["force_code"] for entry in truth["planted"]}) == len(PLANTS)


def test_an_outlier_is_far_from_the_other_forces(truth: dict[str, Any]) -> None:
    (code,) = [e["force_code"] for e in truth["planted"] if e["parameters"] == ["abandoned-101"]]
    shares = {force["code"]: force["values"]["abandoned-101"] for force in truth["forces"]}
    assert shares[code] == 2 * truth["parameters"]["abandoned-101"]["national"]


def test_a_force_without_calls_has_no_rows_and_is_there_in_the_other_tables(
    con: duckdb.DuckDBPyConnection, truth: dict[str, Any]
) -> None:
    missing = planted(truth, "no-calls")
    everyone = {force.code for force in forces().all}
    for table in TABLES:
        there = {
            code for (code,) in con.execute(f"select distinct force_code from {table}").fetchall()
        }
        assert there == (everyone - {missing} if table == "calls" else everyone), table


def test_a_force_whose_system_has_no_attendance_times(
    con: duckdb.DuckDBPyConnection, truth: dict[str, Any]
) -> None:
    code = planted(truth, "no-attendance-times")
    without = con.execute(
        "select force_code from incidents group by 1 having count(attend_s) = 0"
    ).fetchall()
    assert without == [(code,)]


def test_a_force_that_stops_supplying_searches_is_partial_then_missing(
    con: duckdb.DuckDBPyConnection, truth: dict[str, Any]
) -> None:
    code = planted(truth, "searches-stop")
    months = con.execute(
        "select period_start, any_value(status), max(searched_on) from stop_searches"
        " where force_code = ? group by 1 order by 1",
        [code],
    ).fetchall()
    assert len(months) == 9
    assert {status for _, status, _ in months[:-1]} == {None}
    assert months[-1][:2] == (date(2025, 12, 1), "p")
    assert months[-1][2] <= date(2025, 12, 14)
    others = "select count(*) from stop_searches where status is not null and force_code <> ?"
    assert con.execute(others, [code]).fetchone() == (0,)


def test_a_force_that_rarely_records_ethnicity_stands_out(
    con: duckdb.DuckDBPyConnection, truth: dict[str, Any]
) -> None:
    shares = con.execute(
        "select force_code, avg((ethnicity = 'not-recorded')::int) from stop_searches"
        " group by 1 order by 2 desc"
    ).fetchall()
    assert shares[0][0] == planted(truth, "ethnicity-missing")
    assert len({share for _, share in shares}) > 30


# The files


@pytest.mark.parametrize("table", TABLES)
def test_columns_and_types_are_the_contracts(year: Summary, table: str) -> None:
    with duckdb.connect() as con:
        described = con.execute(f"describe from '{year.folder / table}.parquet'").fetchall()
    assert [(name, kind) for name, kind, *_ in described] == list(tables()[table].types.items())


@pytest.mark.parametrize("table", TABLES)
def test_values_are_the_contracts_codes(con: duckdb.DuckDBPyConnection, table: str) -> None:
    for name, column in tables()[table].columns.items():
        if column.codes is None:
            continue
        known = codes(column.codes).codes if isinstance(column.codes, str) else column.codes
        found = con.execute(f'select distinct "{name}" from {table}').fetchall()
        assert {value for (value,) in found} <= set(known), name


def test_periods_are_the_months_of_the_year(con: duckdb.DuckDBPyConnection) -> None:
    for table in TABLES[2:]:
        found = con.execute(
            "select count(distinct period_start), min(period_start), max(period_end),"
            f" count(*) filter (period_end <> last_day(period_start)) from {table}"
        ).fetchone()
        assert found == (12, date(2025, 4, 1), date(2026, 3, 31), 0)
    outside = (
        "select count(*) from stop_searches"
        " where searched_on not between period_start and period_end"
    )
    assert con.execute(outside).fetchone() == (0,)


def test_residents_add_up_to_the_catalogues(con: duckdb.DuckDBPyConnection) -> None:
    wanted = {force.code: force.population for force in forces().all}
    for source in ("population", "population_ethnicity where base = 'census-2021'",
                   "population_ethnicity where base = 'census-2011'"):  # fmt: skip
        found = con.execute(f"select force_code, sum(persons) from {source} group by 1").fetchall()
        assert dict(found) == wanted
    days = con.execute("select distinct period_start, period_end from population").fetchall()
    assert days == [(date(2020, 6, 30), date(2020, 6, 30))]


def test_the_folder_says_that_it_is_simulated(year: Summary, truth: dict[str, Any]) -> None:
    words = (year.folder / "README.txt").read_text(encoding="utf-8")
    assert "SIMULATED" in words
    assert "--seed 7 --scale 0.01" in words
    assert "no figure is about a real force's performance" in words
    assert truth["note"] in words
    assert sorted(path.name for path in year.folder.iterdir()) == sorted(
        ["README.txt", "truth.json", *(f"{table}.parquet" for table in TABLES)]
    )


# The folder


def test_a_folder_with_other_files_is_refused_and_untouched(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("keep me", encoding="utf-8")
    with pytest.raises(UserError, match="did not make"):
        simulate(tmp_path / "mine", 1, SMALL)
    assert contents(tmp_path / "mine") == {"notes.txt": b"keep me"}


def test_a_file_added_to_a_simulation_protects_the_folder(tmp_path: Path) -> None:
    simulate(tmp_path / "year", 1, SMALL)
    (tmp_path / "year" / "notes.txt").write_text("keep me", encoding="utf-8")
    with pytest.raises(UserError, match="did not make"):
        simulate(tmp_path / "year", 2, SMALL)


def test_an_earlier_simulation_and_an_empty_folder_are_replaced(tmp_path: Path) -> None:
    (tmp_path / "year").mkdir()
    simulate(tmp_path / "year", 1, SMALL)
    simulate(tmp_path / "year", 2, SMALL)
    assert json.loads((tmp_path / "year" / "truth.json").read_text(encoding="utf-8"))["seed"] == 2
    assert [path.name for path in tmp_path.iterdir()] == ["year"]


@pytest.mark.parametrize("before", [False, True])
def test_an_interrupt_leaves_what_was_there_and_nothing_else(tmp_path: Path, before: bool) -> None:
    if before:
        simulate(tmp_path / "year", 1, SMALL)
    was = contents(tmp_path / "year") if before else {}

    def interrupt(what: str, done: int, of: int) -> None:
        assert of == 4 * 43
        if done == 60:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        simulate(tmp_path / "year", 2, SMALL, on_progress=interrupt)
    assert [path.name for path in tmp_path.iterdir()] == (["year"] if before else [])
    assert not before or contents(tmp_path / "year") == was


@pytest.mark.parametrize(
    ("seed", "scale", "start", "words"),
    [
        (-1, SMALL, date(2025, 4, 1), "seed is -1"),
        (1, 0.0, date(2025, 4, 1), "scale is 0.0"),
        (1, math.nan, date(2025, 4, 1), "scale is nan"),
        (1, 1e6, date(2025, 4, 1), "up to 20"),
        (1, SMALL, date(2025, 4, 2), "first day of a month"),
    ],
)
def test_what_cannot_be_simulated(
    tmp_path: Path, seed: int, scale: float, start: date, words: str
) -> None:
    with pytest.raises(UserError, match=words):
        simulate(tmp_path / "year", seed, scale, start)
    assert not list(tmp_path.iterdir())


def test_a_place_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(UserError, match="this is a file"):
        simulate(tmp_path / "file", 1, SMALL)
    with pytest.raises(UserError, match="could not be written"):
        simulate(tmp_path / "file" / "year", 1, SMALL)


def test_another_year_with_a_leap_day(tmp_path: Path) -> None:
    simulate(tmp_path / "year", 1, SMALL, date(2024, 1, 1))
    with duckdb.connect() as con:
        found = con.execute(
            "select min(period_start), max(period_end), bool_or(period_end = '2024-02-29')"
            f" from '{tmp_path / 'year' / 'calls.parquet'}'"
        ).fetchone()
    assert found == (date(2024, 1, 1), date(2024, 12, 31), True)
