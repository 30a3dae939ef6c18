"""The release of the real published files: figures known from outside, and what must be missing."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import pytest
from drawn import shown

from openpeel.catalogue.forces import ENGLAND_AND_WALES, forces
from openpeel.catalogue.measures import measures
from openpeel.facts.engine import connect
from openpeel.facts.intake import Taken, take_in
from openpeel.facts.lake import Lake, attach
from openpeel.measures.compare import is_compared
from openpeel.measures.release import make_release
from openpeel.measures.values import Comparison, Release, Value
from openpeel.statistics import outlier_lines, rate_interval, rate_ratio, share_interval

pytestmark = pytest.mark.open_data


class Published:
    """The release with its lake."""

    def __init__(self, folder: Path, lake: Lake) -> None:
        self.lake = lake
        self.taken: list[Taken] = take_in(folder, lake)
        self.release: Release = make_release(connect(), lake, self.taken, measures())
        self.values: dict[str, Value] = {value.figure: value for value in self.release.values}

    def comparison(self, measure: str, start: str, group: str = "") -> Comparison:
        (found,) = (
            c for c in self.release.comparisons
            if (c.measure, c.period_start.isoformat(), c.group) == (measure, start, group)
        )  # fmt: skip
        return found


@pytest.fixture(scope="session")
def published(open_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    yield Published(open_data, Lake(tmp_path_factory.mktemp("open-data") / "lake"))


def test_at_least_sixty_measures_are_computed(published: Published) -> None:
    held = {value.measure for value in published.release.values if value.value is not None}
    assert len(held) >= 60


@pytest.mark.parametrize(
    ("figure", "number"),
    [
        ("population.england-and-wales.2020-06-30", 59_719_724),
        ("population.west-mercia.2020-06-30", 1_298_422),
        ("searches.england-and-wales.2019-20.all", 557_085),
        ("searches.west-mercia.2019-20.all", 4_661),
        ("searches.west-mercia.2019-20.black", 210),
        ("searches.west-mercia.2019-20.white", 3_533),
        ("recorded-crime.england-and-wales.2017-18.all", 4_821_452),
    ],
)
def test_known_figures(published: Published, figure: str, number: int) -> None:
    assert published.values[figure].value == number


def test_greater_manchester_2019_20_is_partial_and_marked_by_no_method(
    published: Published,
) -> None:
    comparison = published.comparison("search-rate", "2019-04-01")
    standings = {standing.value.force: standing for standing in comparison.standings}
    manchester = standings["Greater Manchester"]
    assert manchester.value.status == "p"
    assert manchester.value.value is not None
    assert (manchester.line_mark, manchester.funnel_mark, manchester.z) == (None, None, None)
    used = [s.value.value for s in comparison.standings if is_compared(s.value)]
    assert manchester.value.value not in used
    assert comparison.lines.mean == pytest.approx(outlier_lines(used).mean)
    for each in published.release.comparisons:
        for standing in each.standings:
            if standing.value.status in ("p", "x", "z", "n", "c", "low"):
                assert (standing.line_mark, standing.funnel_mark) == (None, None)


def test_rates_per_resident_are_not_applicable_to_the_city_of_london(published: Published) -> None:
    resident = {id for id, measure in measures().items() if measure.resident}
    city = [
        value for value in published.release.values
        if value.force == "City of London" and value.measure in resident
    ]  # fmt: skip
    assert len({value.measure for value in city}) >= 20
    assert {value.status for value in city} <= {"z", "x"}
    assert all(value.value is None for value in city)
    assert shown(published.values["search-rate.city-of-london.2019-20"]) == "[z]"


def test_recorded_crime_is_the_file_less_the_bodies_that_are_no_forces(
    published: Published,
) -> None:
    (account,) = (
        file for file in published.release.files
        if "recorded_crime" in file.facts and file.edition and file.edition.covers == "2017/18"
    )  # fmt: skip
    assert account.notes[0] == (
        "The file counts 5,519,401 offences: the forces 4,821,452, Action Fraud 277,033, British"
        " Transport Police 59,591, CIFAS 276,997, Financial Fraud Action UK 24,961, UK Finance"
        " 59,367."
    )
    assert 4_821_452 + 277_033 + 59_591 + 276_997 + 24_961 + 59_367 == 5_519_401
    value = published.values["recorded-crime.england-and-wales.2017-18.all"]
    assert value.value == 4_821_452
    assert value.reason == "43 of 43 forces"


def test_forces_absent_from_the_street_files_are_missing_and_never_zero(
    published: Published,
) -> None:
    found = {
        value.force: value for value in published.release.values
        if value.measure == "street-crime" and value.period_start.isoformat() == "2019-01-01"
        and not value.area_code and value.group == "all"
    }  # fmt: skip
    missing = sorted(name for name, value in found.items() if value.value is None)
    assert missing == [
        "Greater Manchester", "Metropolitan Police", "West Midlands", "West Yorkshire",
    ]  # fmt: skip
    assert {found[name].status for name in missing} == {"x"}
    total = found["England and Wales"]
    assert total.reason.startswith("39 of 43 forces")
    assert all(name in total.reason for name in missing)


def test_british_transport_police_is_in_no_value(published: Published) -> None:
    known = {force.code for force in forces().all} | {ENGLAND_AND_WALES}
    assert {value.force_code for value in published.release.values} == known


def test_every_value_is_what_its_workings_give(published: Published) -> None:
    for value in published.release.values:
        if value.value is None:
            continue
        numbers = [working.number for working in value.workings]
        measure = measures()[value.measure]
        if measure.kind == "count":
            assert numbers == [value.value]
        elif measure.kind == "ratio" and value.force_code != ENGLAND_AND_WALES:
            x1, e1, x2, e2 = numbers
            assert math.isclose(value.value, (x1 / e1) / (x2 / e2)), value.figure
        elif measure.kind != "ratio":
            x, n = numbers
            assert (x, n) == (value.numerator, value.denominator), value.figure
            assert math.isclose(value.value, x / n * measure.per), value.figure


def test_every_interval_is_that_of_the_statistics_room(published: Published) -> None:
    for value in published.release.values[::97]:
        if value.level is None:
            continue
        measure = measures()[value.measure]
        numbers = [working.number for working in value.workings]
        if measure.kind == "share":
            interval = share_interval(*numbers)
        elif measure.kind == "rate":
            interval = rate_interval(*numbers)
        else:
            interval = rate_ratio(*numbers)
        assert value.method == interval.method
        assert value.lower == pytest.approx(float(interval.lower) * measure.per)


def test_every_number_is_in_the_lake_under_the_condition_printed_with_it(
    published: Published,
) -> None:
    con = connect()
    batches = [file.batch for file in published.taken if file.batch]
    views: dict[str, str] = {}
    asked = 0
    for value in published.release.values[::301]:
        if value.force_code == ENGLAND_AND_WALES or value.status != "ok":
            continue
        measure = measures()[value.measure]
        for working in value.workings:
            table = working.table
            if table not in views:
                views[table] = attach(con, published.lake, table, batches)
            part = measure.numerator if working.role.startswith("num") else measure.denominator
            what = f"sum({part.sum})" if part is not None and part.sum else "count(*)"
            area = f" and area_code = '{value.area_code}'" if value.area_code else ""
            (number,) = con.execute(
                f"select {what} from {views[table]} where force_code = ? and period_start >= ?"
                f" and period_end <= ?{area} and ({working.where or 'true'})",
                [value.force_code, working.period_start, working.period_end],
            ).fetchone()
            assert math.isclose(float(number), working.number), value.figure
            asked += 1
    assert asked > 100


def test_figures_are_named_once(published: Published) -> None:
    assert len(published.values) == len(published.release.values)


def test_no_value_stands_without_status_or_with_a_status_that_hides_it(
    published: Published,
) -> None:
    for value in published.release.values:
        if value.status == "ok":
            assert value.value is not None, value.figure
        if value.status in ("x", "z", "c", "low"):
            assert value.value is None, value.figure


def test_the_same_lake_gives_the_same_release(published: Published) -> None:
    some = {id: measures()[id] for id in ("search-rate", "workforce-officers", "crimes-rate")}
    one, other = (
        make_release(connect(), published.lake, published.taken, some) for _ in range(2)
    )  # fmt: skip
    assert one.values == other.values
    assert one.id == other.id
    whole = {v.figure: v for v in published.release.values if v.measure in some}
    assert {value.figure: value for value in one.values} == whole
