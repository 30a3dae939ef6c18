"""Simulated years: one seed, one set of bytes; and the rows obey the truth beside them."""

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

from openpeel.catalogue.areas import areas_of
from openpeel.catalogue.contracts import contract_of_table, contracts
from openpeel.catalogue.forces import forces
from openpeel.errors import UserError
from openpeel.facts.simulator import Summary, simulate
from openpeel.facts.simulator.dice import Dice
from openpeel.facts.simulator.people import split
from openpeel.facts.simulator.plants import ERRORS, PLANTS, WEST_MERCIA
from openpeel.facts.simulator.simulate import RETURNS, TABLES
from openpeel.facts.sources.reading import SourceFile
from openpeel.facts.sources.simulated import SimulatedReturn

SEED, SCALE = 7, 0.005
SMALL = 0.0005
LOGS = ("calls", "incidents", "crimes", "stop_searches")
FEW = ("calls", "incidents", "crimes", "stop-searches", "outcomes")


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Summary:
    """Every return of two years."""
    return simulate(tmp_path_factory.mktemp("simulated") / "year", SEED, SCALE)


@pytest.fixture(scope="module")
def truth(year: Summary) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((year.folder / "truth.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def con(year: Summary) -> Iterator[duckdb.DuckDBPyConnection]:
    """The lake's tables of the latest year."""
    with duckdb.connect() as con:
        for table in TABLES:
            path = year.folder / f"{table}.parquet"
            (view,) = SimulatedReturn().read(SourceFile(path, path.name), con).tables.values()
            latest = "" if table.startswith("population") else "where period_end > '2020-04-01'"
            con.execute(f"create table {table} as from {view} {latest}")
        yield con


def few(out: Path, seed: int = 1, **more: Any) -> Summary:
    """A quick one: a few returns of one year."""
    return simulate(out, seed, **({"scale": SMALL, "years": 1, "only": FEW} | more))


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def planted(truth: dict[str, Any], problem: str) -> str:
    """Code of the force with that data problem."""
    (code,) = [entry["force_code"] for entry in truth["planted"] if entry["problem"] == problem]
    return str(code)


# The same seed


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    every = [name for name in contracts() if name != "people"]  # by far the largest
    few(tmp_path / "a", 3, only=every)
    few(tmp_path / "b", 3, only=every)
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_another_seed_gives_other_rows(tmp_path: Path) -> None:
    few(tmp_path / "a", 3)
    few(tmp_path / "b", 4)
    first, second = contents(tmp_path / "a"), contents(tmp_path / "b")
    assert first.keys() == second.keys()
    assert not [name for name in first if first[name] == second[name]]


def test_a_return_is_the_same_whichever_others_are_made(tmp_path: Path) -> None:
    few(tmp_path / "a", only=["crimes"])
    few(tmp_path / "b", only=["incidents", "crimes"])
    assert (tmp_path / "a" / "crimes.parquet").read_bytes() == (
        tmp_path / "b" / "crimes.parquet"
    ).read_bytes()


def test_the_truth_does_not_depend_on_the_scale(tmp_path: Path, truth: dict[str, Any]) -> None:
    few(tmp_path / "small", SEED, years=2)
    small = json.loads((tmp_path / "small" / "truth.json").read_text(encoding="utf-8"))
    assert small["forces"] == truth["forces"]
    assert small["years_before"] == truth["years_before"]


def test_big_logs_are_in_proportion_to_the_scale(tmp_path: Path) -> None:
    whole, tenth = few(tmp_path / "a", scale=0.005), few(tmp_path / "b", scale=0.0005)
    for table in LOGS:
        expected = whole.rows[table] / 10
        # the two counts are independent draws
        assert abs(tenth.rows[table] - expected) < 5 * math.sqrt(expected * 1.1), table


def test_small_returns_are_whole_at_every_scale(tmp_path: Path) -> None:
    small = ("disclosures", "suspects", "finance", "complaints")
    rows = [few(tmp_path / f"{scale}", scale=scale, only=small).rows for scale in (0.001, 1)]
    assert rows[0] == rows[1]


def test_the_scale_can_be_given_by_the_number_of_incidents(tmp_path: Path) -> None:
    made = few(tmp_path / "a", incidents=20_000, only=["incidents"])
    assert abs(made.rows["incidents"] - 20_000) < 5 * math.sqrt(20_000)
    again = few(tmp_path / "b", scale=made.scale, only=["incidents"])
    assert again.rows == made.rows


def test_scale_1_would_be_about_the_size_of_england_and_wales(
    con: duckdb.DuckDBPyConnection,
) -> None:
    whole = {t: con.execute(f"select count(*) / {SCALE} / 1e6 from {t}").fetchall() for t in LOGS}
    (((calls,),), ((incidents,),), ((crimes,),), ((searches,),)) = whole.values()
    assert 24 < calls < 31
    assert 36 < incidents < 44
    assert 4.8 < crimes < 5.8
    assert 0.45 < searches < 0.70


def test_there_are_two_years_and_joiners_of_three_years_before(year: Summary) -> None:
    for table, wanted in (
        ("incidents", [(2019,), (2020,)]),
        ("disclosures", [(2019,), (2020,)]),
        ("people", [(2017,), (2019,), (2020,)]),
    ):
        contract = contract_of_table(table)
        assert contract is not None
        day = f'"{contract.period.field}" - interval 3 month'
        with duckdb.connect() as con:
            found = con.execute(
                f"select distinct year({day}) from '{year.folder / table}.parquet' order by 1"
            ).fetchall()
        assert found == wanted, table


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
    """Within five binomial standard errors; the truth of 4,000 shares would hardly miss that."""
    return abs(part / of - share) < 5 * math.sqrt(share * (1 - share) / of) + 1e-4


def test_every_share_and_rate_is_near_its_truth(
    con: duckdb.DuckDBPyConnection, truth: dict[str, Any]
) -> None:
    skip = {
        ("calls", planted(truth, "no-calls")),
        ("stop_searches", planted(truth, "searches-stop")),
        ("force_records", planted(truth, "no-use-of-force")),
    }
    spoilt = {(name, e["force_code"]) for e in truth["planted"] for name in e["spoils"]}
    no_times = planted(truth, "no-arrival-times")
    compared = 0
    for name, entry in truth["parameters"].items():
        per = {"share": 0, "per 1,000": 1_000, "per 10,000": 10_000}[entry["unit"]]
        of = "true" if per else entry["of"]
        counts = {
            code: (part, base)
            for code, part, base in con.execute(
                f"select force_code, count(*) filter ({entry['part']}), count(*) filter ({of})"
                f" from {entry['table']} group by 1"
            ).fetchall()
        }
        for force in truth["forces"]:
            code, value = force["code"], force["values"][name]
            if (entry["table"], code) in skip or (name, code) in spoilt:
                continue
            if "attend_s" in of and code == no_times:
                continue
            part, base = counts.get(code, (0, 0))
            if per:
                group = force["residents_by_group"].get(entry["of"], force["residents"])
                expected = group * value / per * (SCALE if entry["scales"] else 1)
                assert abs(part - expected) < 5 * math.sqrt(expected) + 5, (name, force["name"])
            elif base >= 30:
                assert close(part, base, value), (name, force["name"], part, base, value)
            compared += 1
    assert compared > 3_900


def test_shares_move_with_the_months(con: duckdb.DuckDBPyConnection, truth: dict[str, Any]) -> None:
    """Where a force changes from the eighth month on, its months show it."""
    (change,) = [e for e in truth["planted"] if e["parameters"] == ["answered-999-in-10-s"]
                 and e["kind"] == "change"]  # fmt: skip
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


def test_events_have_their_seasons_weekdays_and_hours(con: duckdb.DuckDBPyConnection) -> None:
    def busiest(part: str) -> list[int]:
        found = con.execute(f"select {part}(created_at), count(*) from incidents group by 1")
        by_number = sorted(found.fetchall(), key=lambda row: -row[1])
        return [int(number) for number, _ in by_number]

    assert set(busiest("month")[:3]) == {5, 6, 7} or 7 in busiest("month")[:2]
    assert set(busiest("isodow")[-2:]) == {7, 1}
    assert busiest("hour")[-1] in (4, 5)


def test_areas_are_those_of_the_force_in_proportion_to_residents(
    con: duckdb.DuckDBPyConnection,
) -> None:
    residents = dict(
        con.execute("select area_code, sum(persons) from population group by 1").fetchall()
    )
    found = con.execute(
        "select force_code, area_code, count(*), sum(count(*)) over (partition by force_code)"
        " from incidents where area_code is not null group by 1, 2"
    ).fetchall()
    assert {(force, area) for force, area, *_ in found} == {
        (force.code, area) for force in forces().all for area in areas_of(force.code)
    }
    for force, area, here, whole in found:
        share = residents[area] / forces().by_code[force].population
        assert share == 1 or close(here, whole, share), area


def test_references_lead_to_records_of_the_same_force(
    year: Summary, con: duckdb.DuckDBPyConnection
) -> None:
    """Every linked key stands in the other return, of both years."""
    for contract in contracts().values():
        for link in contract.links:
            this = year.folder / f"{contract.lake_table}.parquet"
            other = contracts()[link.to]
            that = year.folder / f"{other.lake_table}.parquet"
            (key,) = other.key
            lost = con.execute(
                f"select count(*) filter (o.k is null), count(*) from '{this}' t"
                f" left join (select distinct {key} k from '{that}') o on o.k = t.{link.field}"
                f" where t.{link.field} is not null"
            ).fetchone()
            assert lost is not None
            assert lost[0] == 0, (contract.id, link.field)
            assert lost[1] > 0, (contract.id, link.field)


def test_keys_are_unique(year: Summary) -> None:
    for contract in contracts().values():
        key = ", ".join(("force", *contract.key))
        with duckdb.connect() as con:
            twice = con.execute(
                f"select {key} from '{year.folder / contract.lake_table}.parquet'"
                f" group by {key} having count(*) > 1 limit 1"
            ).fetchall()
        assert not twice, contract.id


# What is planted


def test_every_plant_has_a_force_of_its_own(truth: dict[str, Any]) -> None:
    own = [e for e in truth["planted"] if e["force"] != "West Mercia"]
    assert sorted(entry["words"] for entry in own) == sorted(p.words for p in PLANTS)
    assert len({entry["force_code"] for entry in own}) == len(PLANTS)
    wm = [entry["words"] for entry in truth["planted"] if entry["force"] == "West Mercia"]
    assert wm == [plant.words for plant in WEST_MERCIA]


def test_an_outlier_is_far_from_the_other_forces(truth: dict[str, Any]) -> None:
    (code,) = [e["force_code"] for e in truth["planted"] if e["parameters"] == ["abandoned-101"]]
    shares = {force["code"]: force["values"]["abandoned-101"] for force in truth["forces"]}
    assert shares[code] == 2 * truth["parameters"]["abandoned-101"]["national"]


def test_a_force_that_supplies_nothing_has_no_rows_and_is_there_in_other_tables(
    con: duckdb.DuckDBPyConnection, truth: dict[str, Any]
) -> None:
    everyone = {force.code for force in forces().all}
    left_out = {
        "calls": {planted(truth, "no-calls")},
        "force_records": {planted(truth, "no-use-of-force")},
    }
    for table in TABLES:
        there = {
            code for (code,) in con.execute(f"select distinct force_code from {table}").fetchall()
        }
        assert there == everyone - left_out.get(table, set()), table


def test_only_west_mercia_has_no_times_of_arrival(
    con: duckdb.DuckDBPyConnection, truth: dict[str, Any]
) -> None:
    without = con.execute(
        "select force_code from incidents group by 1 having count(arrived_at) = 0"
    ).fetchall()
    assert without == [(planted(truth, "no-arrival-times"),)]
    assert forces().by_code[without[0][0]].name == "West Mercia"


def test_months_are_missing_in_the_middle(
    con: duckdb.DuckDBPyConnection, truth: dict[str, Any]
) -> None:
    months = con.execute(
        "select distinct month(period_start) from incidents where force_code = ?",
        [planted(truth, "months-missing")],
    ).fetchall()
    assert {month for (month,) in months} == set(range(1, 13)) - {8, 9}


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
    assert months[-1][:2] == (date(2020, 12, 1), "p")
    assert months[-1][2] <= date(2020, 12, 14)
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


def test_one_ethnic_group_for_everyone_from_the_eighth_month_on(
    con: duckdb.DuckDBPyConnection, truth: dict[str, Any]
) -> None:
    one = con.execute(
        "select force_code from stop_searches where period_start >= '2020-11-01'"
        " group by 1 having count(distinct ethnicity) = 1 and count(*) > 20"
    ).fetchall()
    assert one == [(planted(truth, "one-ethnicity"),)]


@pytest.mark.parametrize(
    ("problem", "table", "sign"),
    [
        ("clock-errors", "incidents", "attend_s_problem = 'negative'"),
        ("october-hour", "incidents", "attend_s_problem = 'clock-change'"),
        ("midnight", "crimes", "cast(reported_at as time) = '00:00:00'"),
        ("hour-late", "incidents",
         "grade = 'immediate' and period_start >= '2020-11-01' and attend_s > 3600"),
        ("two-words", "stop_searches", "object = 'Drugs'"),
    ],
)  # fmt: skip
def test_clocks_and_words_go_wrong_in_one_force(
    con: duckdb.DuckDBPyConnection, truth: dict[str, Any], problem: str, table: str, sign: str
) -> None:
    """The sign of the problem is commonest, by far, where it is planted."""
    (first, most), (_, second) = con.execute(
        f"select force_code, avg(({sign})::int) share from {table} group by 1"
        " order by 2 desc, 1 limit 2"
    ).fetchall()
    assert first == planted(truth, problem)
    assert most > 2 * second


def test_the_mix_of_grades_changes_with_a_system(
    con: duckdb.DuckDBPyConnection, truth: dict[str, Any]
) -> None:
    (change,) = [e for e in truth["planted"] if e["parameters"] == ["immediate"]]
    before, after = con.execute(
        "select avg((grade = 'immediate')::int) from incidents where force_code = ?"
        " group by period_start >= '2020-11-01' order by period_start >= '2020-11-01'",
        [change["force_code"]],
    ).fetchall()
    assert after[0] > 2 * before[0]


def test_errors_are_planted_only_on_demand(tmp_path: Path) -> None:
    made = few(tmp_path / "year", errors=True, scale=0.002)
    account = json.loads((made.folder / "truth.json").read_text(encoding="utf-8"))
    folder = made.folder
    where = {plant.problem: planted(account, str(plant.problem)) for plant in ERRORS}
    with duckdb.connect() as con:
        for problem, select in {
            "duplicates": f"select force from '{folder}/crimes.parquet' group by force, crime_ref"
            " having count(*) > 1",
            "unknown-grade": f"select force from '{folder}/incidents.parquet'"
            " where first_grade = 'grade-9'",
            "future": f"select force from '{folder}/stop_searches.parquet'"
            " where searched_at > '2030-01-01'",
        }.items():
            found = con.execute(f"select force, count(*) from ({select}) group by 1").fetchall()
            ((force, count),) = found
            assert force == where[problem]  # type: ignore[index]
            assert count >= 3


# The files


@pytest.mark.parametrize("table", RETURNS)
def test_every_field_of_the_contract_is_filled_somewhere(year: Summary, table: str) -> None:
    contract = contract_of_table(table)
    assert contract is not None
    path = year.folder / f"{table}.parquet"
    with duckdb.connect() as con:
        described = con.execute(f"describe from '{path}'").fetchall()
        filled = con.execute(
            "select " + ", ".join(f'count("{name}"), count(*)' for name in contract.fields)
            + f" from '{path}'"
        ).fetchone()  # fmt: skip
    assert [(name, kind) for name, kind, *_ in described] == [
        ("force", "VARCHAR"), ("area", "VARCHAR"), ("status", "VARCHAR"),
        *((name, field.stored) for name, field in contract.fields.items()),
    ]  # fmt: skip
    assert filled is not None
    for (name, field), there, rows in zip(
        contract.fields.items(), filled[::2], filled[1::2], strict=True
    ):
        assert there == rows if field.required else there > 0, name


@pytest.mark.parametrize("table", RETURNS)
def test_values_are_those_that_the_contract_allows(
    con: duckdb.DuckDBPyConnection, table: str
) -> None:
    contract = contract_of_table(table)
    assert contract is not None
    for name, field in contract.fields.items():
        if field.allowed is not None:
            found = con.execute(f'select distinct "{name}" from {table}').fetchall()
            assert {value for (value,) in found if value is not None} <= set(field.allowed), name
        if field.pattern:
            wrong = f'not regexp_full_match("{name}", $1)'
            found = con.execute(f"select 1 from {table} where {wrong}", [field.pattern]).fetchall()
            assert not found, name
        for bound, sign in ((field.least, "<"), (field.most, ">")):
            if bound is not None:
                found = con.execute(f'select 1 from {table} where "{name}" {sign} {bound}')
                assert not found.fetchall(), name


@pytest.mark.parametrize("table", RETURNS)
def test_times_are_in_order_but_for_the_clocks_that_are_planted(
    con: duckdb.DuckDBPyConnection, truth: dict[str, Any], table: str
) -> None:
    contract = contract_of_table(table)
    assert contract is not None
    clocks = {planted(truth, problem) for problem in ("clock-errors", "october-hour", "hour-late")}
    for run in contract.order:
        for i, earlier in enumerate(run):
            for later in run[i + 1 :]:
                found = con.execute(
                    f'select distinct force_code from {table} where "{later}" < "{earlier}"'
                ).fetchall()
                assert {code for (code,) in found} <= clocks, (earlier, later)


@pytest.mark.parametrize("table", RETURNS)
def test_shares_are_within_what_the_checker_takes_for_granted(
    con: duckdb.DuckDBPyConnection, table: str
) -> None:
    """Of all forces together: what the checker would ask is asked of single forces."""
    contract = contract_of_table(table)
    assert contract is not None
    for name, share in contract.shares.items():
        found = con.execute(
            f"select 100.0 * count(*) filter (({share.part}) and ({share.of}))"
            f" / nullif(count(*) filter ({share.of}), 0) from {table}"
        ).fetchone()
        assert found is not None
        if found[0] is not None:
            assert (share.least or 0) <= found[0] <= (share.most or 100) or share.most == 0, name
            assert share.most != 0 or found[0] == 0, name


def test_rows_stand_by_force_and_time(year: Summary) -> None:
    """So a reader of one force or month needs a few groups of rows only."""
    with duckdb.connect(config={"threads": 1}) as con:
        found = con.execute(
            "select count(*) filter (force < before), count(*) filter (force = before and"
            " created_at < earlier) from (select force, created_at, lag(force) over () before,"
            f" lag(created_at) over () earlier from '{year.folder / 'incidents.parquet'}')"
        ).fetchone()
    assert found == (0, 0)


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
    assert "--seed 7 --scale 0.005" in words
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
        few(tmp_path / "mine")
    assert contents(tmp_path / "mine") == {"notes.txt": b"keep me"}


def test_a_file_added_to_a_simulation_protects_the_folder(tmp_path: Path) -> None:
    few(tmp_path / "year")
    (tmp_path / "year" / "notes.txt").write_text("keep me", encoding="utf-8")
    with pytest.raises(UserError, match="did not make"):
        few(tmp_path / "year", 2)


def test_an_earlier_simulation_and_an_empty_folder_are_replaced(tmp_path: Path) -> None:
    (tmp_path / "year").mkdir()
    few(tmp_path / "year", 1)
    few(tmp_path / "year", 2)
    assert json.loads((tmp_path / "year" / "truth.json").read_text(encoding="utf-8"))["seed"] == 2
    assert [path.name for path in tmp_path.iterdir()] == ["year"]


@pytest.mark.parametrize("before", [False, True])
def test_an_interrupt_leaves_what_was_there_and_nothing_else(tmp_path: Path, before: bool) -> None:
    if before:
        few(tmp_path / "year")
    was = contents(tmp_path / "year") if before else {}

    def interrupt(what: str, done: int, of: int) -> None:
        assert of == len(FEW) * 43
        if done == 60:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        few(tmp_path / "year", 2, on_progress=interrupt)
    assert [path.name for path in tmp_path.iterdir()] == (["year"] if before else [])
    assert not before or contents(tmp_path / "year") == was


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"seed": -1}, "seed is -1"),
        ({"scale": 0.0}, "scale is 0.0"),
        ({"scale": math.nan}, "scale is nan"),
        ({"scale": 1e6}, "up to 20"),
        ({"incidents": 10**12}, "up to 20"),
        ({"incidents": 0}, "0 incidents"),
        ({"years": 0}, "0 years"),
        ({"year_start": date(2025, 4, 2)}, "first day of a month"),
        ({"only": ["custody"]}, "no return 'custody'"),
    ],
)
def test_what_cannot_be_simulated(tmp_path: Path, given: dict[str, Any], words: str) -> None:
    with pytest.raises(UserError, match=words):
        few(tmp_path / "year", **({"seed": 1} | given))
    assert not list(tmp_path.iterdir())


def test_a_place_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(UserError, match="this is a file"):
        few(tmp_path / "file")
    with pytest.raises(UserError, match="could not be written"):
        few(tmp_path / "file" / "year")


def test_another_year_with_a_leap_day(tmp_path: Path) -> None:
    few(tmp_path / "year", year_start=date(2024, 1, 1), only=["calls"])
    with duckdb.connect() as con:
        found = con.execute(
            "select min(received_at)::date, max(received_at)::date,"
            " count(*) filter (received_at::date = '2024-02-29') > 0"
            f" from '{tmp_path / 'year' / 'calls.parquet'}'"
        ).fetchone()
    assert found == (date(2024, 1, 1), date(2024, 12, 31), True)
