"""The simulated West Mercia has every figure that the inspection report of 2021/22 states of it.

Each test quotes the figure in its docstring and works it out from the files, by SQL over the
lake's tables, for another seed and scale each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from openpeel.catalogue.areas import areas_of
from openpeel.catalogue.contracts import contract
from openpeel.catalogue.forces import forces
from openpeel.errors import UserError
from openpeel.facts.simulator import simulate, write_later
from openpeel.facts.sources.reading import SourceFile
from openpeel.facts.sources.simulated import SimulatedReturn

WM = forces().by_slug["west-mercia"].code
RETURNS = (
    "calls", "incidents", "crimes", "suspects", "disclosures", "people", "complaints", "finance",
    "use-of-force", "voluntary-attendance", "da-assessments", "offender-visits",
    "digital-forensics", "image-uploads", "system-availability", "volunteers",
)  # fmt: skip
LATEST = "period_end between '2020-04-01' and '2021-03-31'"

Ask = Callable[[str], float]


@pytest.fixture(scope="module", params=[(1, 0.005), (2021, 0.008)], ids=["small", "larger"])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    seed, scale = request.param
    return simulate(tmp_path_factory.mktemp("year") / "data", seed, scale, only=RETURNS).folder


@pytest.fixture(scope="module")
def con(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The lake's tables, and residents of mid-2020."""
    with duckdb.connect() as con:
        for table in ("population", *(contract(name).lake_table for name in RETURNS)):
            con.execute(f"create table {table} as from {lake_rows(con, folder, table)}")
        yield con


def lake_rows(con: duckdb.DuckDBPyConnection, folder: Path, name: str) -> str:
    path = folder / f"{name}.parquet"
    (view,) = SimulatedReturn().read(SourceFile(path, path.name), con).tables.values()
    return view


@pytest.fixture
def west_mercia(con: duckdb.DuckDBPyConnection) -> Ask:
    """`part, of table [where ...]` of West Mercia in the latest year, in per cent."""

    def per_cent(part: str, table: str, of: str = "true", when: str = LATEST) -> float:
        found = con.execute(
            f"select 100.0 * count(*) filter ({part}) / count(*) from {table}"
            f" where force_code = '{WM}' and {when} and {of}"
        ).fetchone()
        assert found is not None
        return float(found[0])

    return per_cent  # type: ignore[return-value]


def by_force(con: duckdb.DuckDBPyConnection, select: str) -> dict[str, float]:
    return dict(con.execute(f"select force_code, {select} group by 1").fetchall())


def place(values: dict[str, float]) -> int:
    """The place of West Mercia, from the lowest."""
    return sorted(values.values()).index(values[WM]) + 1


# Contact and response


def test_about_half_of_101_calls_are_answered_in_its_own_30_seconds(west_mercia: Ask) -> None:
    """It only answers around half of its non-emergency calls within its own 30-second target."""
    answered = "line = '101' and answer_ms is not null"
    assert west_mercia("answer_ms <= 30000", "calls", answered) == pytest.approx(50, abs=0.6)
    assert west_mercia("in_target", "calls", answered) == pytest.approx(50, abs=0.6)
    assert west_mercia("target_s = 30", "calls", "line = '101'") == 100


def test_almost_20_per_cent_of_101_calls_are_abandoned(west_mercia: Ask) -> None:
    """Almost 20 percent are terminated by the caller before being answered."""
    assert 19 <= west_mercia("abandoned", "calls", "line = '101'") < 20


def test_emergency_calls_are_answered_promptly(west_mercia: Ask) -> None:
    in_time = west_mercia("answer_ms < 10000", "calls", "line = '999' and answer_ms is not null")
    assert in_time > 88


def test_response_times_cannot_be_reported(con: duckdb.DuckDBPyConnection) -> None:
    """The force's command and control system can't report on response times."""
    times = "count(arrived_at), count(attend_s), count(received_attend_s)"
    missing = "count(*) filter (attended and attend_s_problem is distinct from 'missing')"
    found = con.execute(
        f"select {times}, {missing}, count(*) filter (attended) > 500 from incidents"
        f" where force_code = '{WM}'"
    ).fetchone()
    assert found == (0, 0, 0, 0, True)


def test_they_can_once_the_times_of_arrival_are_supplied(
    con: duckdb.DuckDBPyConnection, folder: Path, tmp_path: Path
) -> None:
    """The same incidents, every field as before but the arrival; most are reached in target."""
    path = write_later(folder, tmp_path / "later")
    own = f"select * from '{folder / 'incidents.parquet'}' where force = '{WM}'"
    without = "* exclude (arrived_at, closed_at)"
    changed = f"select {without} from '{path}' except select {without} from ({own})"
    assert con.execute(changed).fetchall() == []
    (view,) = SimulatedReturn().read(SourceFile(path, path.name), con).tables.values()
    found = con.execute(
        "select count(*) filter (attended and attend_s is null),"
        " count(*) filter (in_target) / count(*) filter (attended and grade = 'immediate')"
        f" from {view} where grade = 'immediate'"
    ).fetchone()
    assert found is not None
    assert found[0] == 0
    assert 0.6 < found[1] < 0.95
    assert (
        con.execute(f"select count(*) from {view}").fetchone()
        == con.execute(f"select count(*) from ({own})").fetchone()
    )


def test_the_times_that_come_later_need_a_simulation(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no account of a simulation"):
        write_later(tmp_path, tmp_path / "later")


def test_unresourced_incidents_routinely_exceed_the_upper_threshold(
    con: duckdb.DuckDBPyConnection,
) -> None:
    """The volume of unresourced incidents routinely exceeds the upper threshold levels."""
    over = by_force(
        con,
        "avg((waiting > threshold)::int) from (select hours.force_code, hour, threshold,"
        " count(incident_ref) as waiting from (select force_code, max(waiting_threshold) threshold,"
        " unnest(range(timestamp '2020-06-01', timestamp '2021-03-01', interval 7 hour)) as hour"
        " from incidents group by 1) hours left join incidents on"
        " incidents.force_code = hours.force_code and created_at <= hour and dispatched_at > hour"
        " group by all)",
    )
    assert over[WM] > 0.6
    assert place(over) == 43


def test_fewer_incidents_are_domestic_abuse_than_in_similar_forces(
    con: duckdb.DuckDBPyConnection,
) -> None:
    """A smaller proportion of its incidents as domestic abuse than similar forces."""
    shares = by_force(con, f"avg(domestic_abuse::int) from incidents where {LATEST}")
    assert shares[WM] < 0.75 * sum(shares.values()) / 43


# Crime and the vulnerable


def test_more_crimes_have_a_vulnerable_victim_than_in_similar_forces(
    con: duckdb.DuckDBPyConnection,
) -> None:
    """Identifies vulnerability within a greater proportion of its crimes."""
    shares = by_force(con, f"avg(vulnerable::int) from crimes where {LATEST}")
    assert place(shares) >= 33


def test_more_domestic_abuse_crimes_are_repeats_than_in_similar_forces(
    con: duckdb.DuckDBPyConnection,
) -> None:
    """And the same is the case for repeat DA crimes."""
    shares = by_force(con, f"avg(repeat_victim::int) from crimes where domestic_abuse and {LATEST}")
    assert shares[WM] > 1.15 * sum(shares.values()) / 43


@pytest.mark.parametrize(
    ("rows", "here", "everywhere"),
    [
        ("route = 'right-to-ask'", 3.9, 3.0),
        ("route = 'right-to-know' and disclosed", 1.4, 1.2),
    ],
)
def test_disclosures_per_10_000(
    con: duckdb.DuckDBPyConnection, rows: str, here: float, everywhere: float
) -> None:
    """3.9 right to ask applications and 1.4 right to know disclosures per 10,000; in England and
    Wales 3.0 and 1.2."""
    for where, wanted in ((f"force_code = '{WM}'", here), ("true", everywhere)):
        found = con.execute(
            f"select round(10000.0 * (select count(*) from disclosures where {where} and {rows}"
            f" and {LATEST}) / (select sum(persons) from population where {where}), 1)"
        ).fetchone()
        assert found == (wanted,)


def test_completion_of_risk_assessments_is_high(west_mercia: Ask) -> None:
    assert west_mercia("completed", "da_assessments", "needed") > 93


# Offenders and suspects


def test_over_85_per_cent_of_outstanding_suspects_are_graded(west_mercia: Ask) -> None:
    """Over 85 percent of its outstanding suspects are graded high, medium or low risk."""
    assert 85 < west_mercia("risk_grade in ('high', 'medium', 'low')", "suspects") < 90
    assert 85 < west_mercia("graded", "suspects") < 90


def test_voluntary_attendance_is_not_always_on_the_system(west_mercia: Ask) -> None:
    assert west_mercia("on_system", "voluntary_attendance") < 70


def test_visits_wait_for_supervisors(con: duckdb.DuckDBPyConnection) -> None:
    """A shortage of supervisors causes significant delays in reviewing the records of visits."""
    waits = by_force(
        con,
        "avg(visit_unsigned::int) from offender_visits where visited_on is not null and " + LATEST,
    )
    assert place(waits) >= 40


def test_few_images_are_given_to_the_national_database(con: duckdb.DuckDBPyConnection) -> None:
    shares = by_force(con, f"avg(uploaded::int) from image_uploads where {LATEST}")
    assert place(shares) <= 4


def test_digital_forensics_backlogs_persist(con: duckdb.DuckDBPyConnection) -> None:
    waits = by_force(con, f"avg(waiting::int) from digital_forensics where {LATEST}")
    assert place(waits) >= 36


# Fairness


def test_disability_is_poorly_recorded_and_injuries_are_few(
    con: duckdb.DuckDBPyConnection, west_mercia: Ask
) -> None:
    """Low rates of injuries; the recording of disability data remains poor."""
    assert west_mercia("disability = 'not-recorded'", "force_records") > 50
    assert west_mercia("subject_injury = 'yes'", "force_records") < 4


def test_three_quarters_of_dissatisfaction_is_resolved_at_once(west_mercia: Ask) -> None:
    """Three quarters of public dissatisfaction reports are now immediately resolved."""
    found = west_mercia("resolved_at_once", "complaints", "kind = 'dissatisfaction'")
    assert found == pytest.approx(75, abs=0.2)


# Workforce


@pytest.mark.parametrize(
    ("snapshot", "female", "minority"), [("2021-03-31", 43, 7), ("2018-03-31", 32, 4)]
)
@pytest.mark.parametrize("transfers", ["true", "not transfer_in"])
def test_officers_who_joined(
    con: duckdb.DuckDBPyConnection, snapshot: str, female: int, minority: int, transfers: str
) -> None:
    """In the year ending 31 March 2021 43 percent of joiners were female, from 32 percent in the
    year ending 31 March 2018; from Black, Asian and minority ethnic backgrounds 7, from 4."""
    found = con.execute(
        "select round(100.0 * count(*) filter (sex = 'female') / count(*)),"
        " round(100.0 * count(*) filter (minority) / count(minority))"
        f" from people where force_code = '{WM}' and snapshot_on = '{snapshot}'"
        f" and role = 'officer' and joiner and {transfers}"
    ).fetchone()
    assert found == (female, minority)


def test_fewer_than_half_of_leavers_have_an_exit_interview(west_mercia: Ask) -> None:
    assert 40 < west_mercia("interviewed", "people", "leaver") < 50


def test_one_of_the_lowest_numbers_of_special_constables(con: duckdb.DuckDBPyConnection) -> None:
    """Special constable capacity is one of the lowest in England and Wales."""
    people = by_force(con, f"count(*) filter (in_post and role = 'special') from people"
                           f" where {LATEST}")  # fmt: skip
    given = by_force(con, "sum(in_post) from volunteers where month_from = '2021-03-01'")
    residents = by_force(con, "sum(persons) from population")
    for counted in (people, given):
        assert place({code: counted[code] / residents[code] for code in residents}) <= 4


def test_shortage_of_accredited_investigators(con: duckdb.DuckDBPyConnection) -> None:
    shares = by_force(
        con, f"avg(pip_accredited::int) from people where in_post and pip_post and {LATEST}"
    )
    assert place(shares) <= 8


# Money and systems


@pytest.mark.parametrize(
    ("line", "millions"), [("savings-required", 13), ("ict-revenue", 6), ("ict-capital", 41)]
)
def test_plans_of_april_2021_to_march_2025(
    con: duckdb.DuckDBPyConnection, line: str, millions: int
) -> None:
    """Between 2021 and 2025 it plans to invest £6m of revenue and £41m of capital into data and
    technology; it needs to save £13m from April 2021 to March 2025."""
    found = con.execute(
        "select sum(pounds) / 1e6, min(period_start)::varchar, max(period_end)::varchar"
        f" from finance where force_code = '{WM}' and line = '{line}' and basis = 'plan'"
    ).fetchone()
    assert found == (millions, "2021-04-01", "2025-03-31")


def test_savings_targets_for_the_next_year_are_in_the_upper_quarter(
    con: duckdb.DuckDBPyConnection,
) -> None:
    next_year = "from finance where year_from = '2021-04-01' and"
    required = by_force(con, f"sum(pounds) {next_year} line = 'savings-required'")
    budget = by_force(con, f"sum(pounds) {next_year} line = 'net-revenue'")
    assert place(required) > 43 * 3 / 4
    assert place({code: required[code] / budget[code] for code in budget}) > 43 * 3 / 4


def test_the_savings_target_of_2020_21_was_met(con: duckdb.DuckDBPyConnection) -> None:
    found = con.execute(
        "select sum(pounds) filter (line = 'savings-delivered') >="
        f" sum(pounds) filter (line = 'savings-planned') from finance where force_code = '{WM}'"
        " and year_from = '2020-04-01'"
    ).fetchone()
    assert found == (True,)


def test_systems_are_unreliable(con: duckdb.DuckDBPyConnection) -> None:
    available = by_force(
        con, f"sum(available_h) / sum(period_h) from system_availability where {LATEST}"
    )
    assert place(available) == 1


# Areas


def test_the_five_local_policing_areas(con: duckdb.DuckDBPyConnection) -> None:
    """The force struggled to maintain consistency across its five different LPAs."""
    found = con.execute(
        f"select distinct area_code from incidents where force_code = '{WM}'"
        " and area_code is not null"
    ).fetchall()
    names = areas_of(WM)
    assert {names[code] for (code,) in found} == {
        "Shropshire", "Telford and Wrekin", "Herefordshire", "North Worcestershire",
        "South Worcestershire",
    }  # fmt: skip
