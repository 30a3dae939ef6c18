"""Incidents that wait for a resource, hour by hour."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any

import pytest
from drawn import DrawnFile, values_of
from duckdb import DuckDBPyConnection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openpeel.catalogue.tables import tables
from openpeel.facts.engine import connect
from openpeel.facts.sources.reading import Facts
from openpeel.measures.engines import DuckDBEngine
from openpeel.measures.waiting import waiting_hours

KENT = "E23000032"
APRIL, MAY = date(2025, 4, 1), date(2025, 5, 1)
LAST = {APRIL: date(2025, 4, 30), MAY: date(2025, 5, 31)}
HOUR = timedelta(hours=1)
AREAS = ["E22000137", "E22000138", None]


@pytest.fixture(scope="module")
def con() -> DuckDBPyConnection:
    return connect(threads=1)


def incident(created: datetime, ended: datetime | None, **more: Any) -> dict[str, Any]:
    start = date(created.year, created.month, 1)
    return {
        "force_code": KENT, "period_start": start, "period_end": LAST[start],
        "created_at": created, "dispatched_at": ended, "first_grade": "priority",
        "waiting_threshold": 2,
    } | more  # fmt: skip


def asked(
    con: DuckDBPyConnection, rows: list[dict[str, Any]], *starts: date
) -> dict[tuple[str, str | None, date], dict[str, Any]]:
    """The table's rows by level, area and month."""
    facts = Facts("incidents")
    for row in rows:
        facts.add(**row)
    found = DuckDBEngine(con).rows(waiting_hours(facts.into(con), starts))
    lines = [dict(zip(tables()["waiting_hours"].types, row, strict=True)) for row in found]
    return {(line["level"], line["area_code"], line["period_start"]): line for line in lines}


def test_an_incident_waits_at_every_full_hour_until_somebody_is_sent(
    con: DuckDBPyConnection,
) -> None:
    at = datetime(2025, 4, 2, 9, 30)
    waits = [incident(at, at + 3 * HOUR)] * 3  # at 10, 11 and 12 o'clock
    found = asked(con, [*waits, incident(at, at + timedelta(minutes=20))], APRIL)
    line = found["force", None, APRIL]
    assert (line["hours"], line["hours_over"], line["highest"]) == (30 * 24, 3, 3)
    assert (line["median"], line["left_out"], line["status"]) == (0, 0, None)


def test_appointments_and_incidents_resolved_without_deployment_do_not_wait(
    con: DuckDBPyConnection,
) -> None:
    at = datetime(2025, 4, 2, 9, 30)
    rows = [
        incident(at, at + 3 * HOUR, appointment_at=at),
        incident(at, at + 3 * HOUR, first_grade="resolved-without-deployment"),
        incident(at, at),
    ]
    assert asked(con, rows, APRIL)["force", None, APRIL]["highest"] == 0


def test_arrival_or_close_end_a_wait_when_dispatch_is_not_known(con: DuckDBPyConnection) -> None:
    at = datetime(2025, 4, 2, 9, 30)
    rows = [
        incident(at, None, arrived_at=at + HOUR),
        incident(at, None, closed_at=at + 2 * HOUR),
    ]
    line = asked(con, rows, APRIL)["force", None, APRIL]
    assert (line["highest"], line["left_out"]) == (2, 0)


def test_too_many_without_an_end_make_the_number_missing(con: DuckDBPyConnection) -> None:
    at = datetime(2025, 4, 2, 9, 30)
    unknown, known = incident(at, None), incident(at, at + HOUR)
    line = asked(con, [unknown] * 2 + [known] * 3, APRIL)["force", None, APRIL]
    assert (line["left_out"], line["highest"]) == (2, 3)
    line = asked(con, [unknown] * 3 + [known] * 3, APRIL)["force", None, APRIL]
    assert (line["left_out"], line["highest"], line["hours_over"]) == (3, None, None)
    assert line["status"] == "x"


def test_no_threshold_is_no_hours_over_it_and_not_none(con: DuckDBPyConnection) -> None:
    at = datetime(2025, 4, 2, 9, 30)
    rows = [incident(at, at + HOUR, waiting_threshold=None)]
    line = asked(con, rows, APRIL)["force", None, APRIL]
    assert (line["highest"], line["hours_over"], line["status"]) == (1, None, "x")


def test_areas_with_thresholds_of_their_own(con: DuckDBPyConnection) -> None:
    at = datetime(2025, 4, 2, 9, 30)
    rows = [incident(at, at + HOUR, area_code=AREAS[0], waiting_threshold=1)] * 2
    rows += [incident(at, at + HOUR, area_code=AREAS[1], waiting_threshold=4)] * 2
    found = asked(con, rows, APRIL)
    assert found["area", AREAS[0], APRIL]["hours_over"] == 1
    assert found["area", AREAS[1], APRIL]["hours_over"] == 0
    assert found["force", None, APRIL]["threshold"] == 5


def test_the_share_of_hours_is_a_measure() -> None:
    measure = """
    numerator: {table: waiting_hours, where: level = 'force', sum: hours_over, words: hours over}
    denominator: {table: waiting_hours, where: level = 'force', sum: hours, words: hours}
    unit: percent
    direction: lower
    """
    text = """
    force | period  | first_grade | waiting_threshold | created_at       | dispatched_at    | times
    Kent  | 2025-04 | priority    | 1                 | 2025-04-01T00:00 | 2025-04-04T00:00 | 2
    Essex | 2025-04 | priority    | 9                 | 2025-04-01T00:00 | 2025-04-04T00:00 | 2
    """
    values = values_of(measure, DrawnFile("incidents", text))
    kent = values["kent.2025-04"]
    assert (kent.value, kent.numerator, kent.denominator) == (10, 72, 720)
    assert (kent.lower, kent.method) == (None, "complete count")
    assert values["england-and-wales.2025-04"].value == 5
    assert values["surrey.2025-04"].status == "x"


incidents_drawn = st.builds(
    lambda minutes, wait, area, threshold, lost: incident(
        datetime(2025, 4, 1) + timedelta(minutes=minutes),
        None if lost else datetime(2025, 4, 1) + timedelta(minutes=minutes + wait),
        area_code=area,
        waiting_threshold=threshold,
    ),
    st.integers(0, 60 * 24 * 61 - 1),
    st.sampled_from([0, 1, 59, 60, 61, 600, 5000, 10_080, 10_081]),
    st.sampled_from(AREAS),
    st.sampled_from([None, 1, 3]),
    st.sampled_from([False, False, False, True]),
)


def reference(
    rows: list[dict[str, Any]], area: str | None, month: date
) -> tuple[int, float | None, int]:
    """Highest, median and left out in plain Python, an hour at a time."""
    own = [row for row in rows if area is None or row["area_code"] == area]
    longest = timedelta(days=7)
    waits: Counter[datetime] = Counter()
    left_out = 0
    for row in own:
        start, end = row["created_at"], row["dispatched_at"]
        if end is None or end - start > longest:
            left_out += row["period_start"] == month
            continue
        hour = start.replace(minute=0)
        while hour < end:
            waits[hour] += hour >= start
            hour += HOUR
    days = (LAST[month] - month).days + 1
    first = datetime(month.year, month.month, 1)
    counts = [waits[first + number * HOUR] for number in range(24 * days)]
    return max(counts), median(counts), left_out


@given(rows=st.lists(incidents_drawn, min_size=1, max_size=25))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_the_sweep_gives_what_counting_every_hour_gives(
    con: DuckDBPyConnection, rows: list[dict[str, Any]]
) -> None:
    found = asked(con, rows, APRIL, MAY)
    for (level, area, month), line in found.items():
        highest, middle, left_out = reference(rows, area, month)
        own = [r for r in rows if r["period_start"] == month and area in (None, r["area_code"])]
        assert line["left_out"] == left_out, level
        if 100 * left_out <= 40 * len(own):
            assert (line["highest"], line["median"]) == (highest, middle)
        else:
            assert line["highest"] is None
    supplied = {row["period_start"] for row in rows}
    assert {month for level, _, month in found if level == "force"} == supplied
