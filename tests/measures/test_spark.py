"""Spark gives what DuckDB gives and what plain Python gives, to the last digit.

The server is Sail's: it speaks Spark Connect, needs no Java and starts at once. What a real
cluster adds (workers that die) is in test_spark_cluster.py.
"""

from __future__ import annotations

import http.server
import sys
import threading
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sail
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlglot import exp
from test_cube_properties import (
    COUNTS,
    EVENTS,
    ROWS,
    Row,
    expected,
    number_tests,
    put,
    questions,
)

from openpeel.catalogue.tables import tables
from openpeel.errors import UserError
from openpeel.facts.engine import connect
from openpeel.facts.lake import Batch, Lake
from openpeel.facts.sources.reading import Edition, Facts, Reading
from openpeel.measures import spark as engine_module
from openpeel.measures.cube import Cube, Rows, Sum, ask
from openpeel.measures.engines import DuckDBEngine, Engine
from openpeel.measures.quantiles import Left, QuantileCell, Spread, spread_cells
from openpeel.measures.spark import SparkEngine
from openpeel.measures.waiting import waiting_hours
from openpeel.measures.where import condition

SOME = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
EDITION = Edition("Generated", "2025")


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with sail.served() as address:
        yield address


@pytest.fixture(scope="module")
def spark(url: str) -> Iterator[SparkEngine]:
    engine = SparkEngine(url)
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def duck() -> DuckDBEngine:
    return DuckDBEngine(connect(threads=1))


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    return Lake(tmp_path_factory.mktemp("spark") / "lake")


def stored(duck: DuckDBEngine, lake: Lake, table: str, rows: list[Row], id: str) -> Batch:
    """A batch of rows in the lake."""
    reading = Reading("toy", EDITION, {table: put(duck.con, table, rows)}, len(rows), len(rows))
    return lake.add(duck.con, id, "f" * 64, reading)


def slice_of(table: str, row: Row) -> tuple[Any, ...]:
    """What names the slice that a row is in."""
    key = tuple(str(row[name]) for name in tables()[table].slice)
    return row["force_code"], *row["month"], key


@pytest.mark.parametrize("table", [EVENTS, COUNTS])
@given(data=st.data())
@SOME
def test_duckdb_spark_and_plain_python_agree_on_every_part(
    duck: DuckDBEngine, spark: SparkEngine, lake: Lake, table: str, data: st.DataObject
) -> None:
    """Two batches, some slices of the first replaced; parts asked of the rows and of the cube."""
    rows, parts = data.draw(questions(table))
    more = data.draw(st.lists(ROWS[table], min_size=1, max_size=10))
    batches = [stored(duck, lake, table, part, id) for id, part in (("a", rows), ("b", more))]
    able = [part for part in batches[0].slices if part.force_code]
    gone = data.draw(st.lists(st.sampled_from(able), unique=True)) if able else []
    names = {(part.force_code, part.period_start, part.period_end, part.key) for part in gone}
    left = [row for row in rows if slice_of(table, row) not in names] + more
    asked = [part for part, _ in parts]
    for engine in (duck, spark):
        source = engine.attach(lake, table, batches, [("a", part) for part in gone])
        cube = Cube(asked)
        direct = dict(ask(engine, source, asked, Rows(table)))
        cubed = dict(ask(engine, engine.create("cube", cube.query(source)), asked, cube))
        for part, test in parts:
            right = expected(part, test, left)
            assert set(direct[part]) == right, (engine.dialect, part.condition.text)
            assert set(cubed[part]) == right, (engine.dialect, part.condition.text)


@pytest.mark.parametrize(
    ("where", "known"),
    [
        ("not (answer_ms in (1, 3) and answer_ms in (2, 4))", 2),
        ("not ((answer_ms = 1 or answer_ms = 3) and (answer_ms = 2 or answer_ms = 4))", 2),
        ("answer_ms not in (1, 3) or answer_ms not in (2, 4)", 2),
        ("(answer_ms <> 1 and answer_ms <> 3) or (answer_ms <> 2 and answer_ms <> 4)", 2),
        ("not (answer_ms in (1, 2))", 0),
    ],
)
def test_what_is_not_known_stays_not_known(
    duck: DuckDBEngine, spark: SparkEngine, lake: Lake, where: str, known: int
) -> None:
    """A call without an answer is neither in a list of numbers nor outside it."""
    month = (date(2025, 4, 1), date(2025, 4, 30))
    rows = [{"force_code": "E23000032", "month": month, "answer_ms": ms} for ms in (1, 2, None)]
    batch = stored(duck, lake, EVENTS, rows, "unknown")
    part = Sum(condition(EVENTS, where, "test"))
    for engine in (duck, spark):
        source = engine.attach(lake, EVENTS, [batch], [])
        ((_, cells),) = ask(engine, source, [part], Rows(EVENTS))
        assert sum(cell.rows for cell in cells) == known, engine.dialect


@given(data=st.data())
@SOME
def test_duckdb_and_spark_agree_on_every_quantile(
    duck: DuckDBEngine, spark: SparkEngine, lake: Lake, data: st.DataObject
) -> None:
    """By force or of all together, by area, by group, with forces left out, with an interval."""
    rows = data.draw(st.lists(ROWS[EVENTS], min_size=1, max_size=40))
    text, _ = data.draw(number_tests("answer_ms"))
    national, areas = data.draw(st.sampled_from([(False, False), (False, True), (True, False)]))
    by = data.draw(st.sampled_from([None, "line"]))
    spread = Spread(condition(EVENTS, text, "test"), "answer_ms", by, areas, national)
    left = frozenset({Left("E23000032", date(2025, 4, 1), "101" if by else "")})
    batch = stored(duck, lake, EVENTS, rows, "q")

    def found(engine: Engine) -> list[QuantileCell]:
        source = engine.attach(lake, EVENTS, [batch], [])
        starts = [date(2025, 4, 1), date(2025, 5, 1)]
        cells = spread_cells(engine, source, {spread: [0.5, 0.9]}, starts, left)[spread]
        return sorted(cells, key=str)

    assert found(duck) == found(spark)


TIMES = st.integers(0, 24 * 90).map(lambda n: datetime(2025, 3, 20) + timedelta(minutes=40 * n))
WAITING = st.fixed_dictionaries(
    {
        "force_code": st.sampled_from(["E23000032", "E23000028"]),
        "area_code": st.sampled_from(["E22000137", None]),
        "first_grade": st.sampled_from(["immediate", "priority", "resolved-without-deployment"]),
        "created_at": TIMES,
        "dispatched_at": st.none() | TIMES,
        "closed_at": st.none() | TIMES,
        "waiting_threshold": st.sampled_from([1, 2, None]),
    }
)


@given(incidents=st.lists(WAITING, min_size=1, max_size=15))
@settings(SOME, max_examples=6)  # the query is a long one
def test_duckdb_and_spark_agree_on_every_hour_in_which_incidents_wait(
    duck: DuckDBEngine, spark: SparkEngine, lake: Lake, incidents: list[dict[str, Any]]
) -> None:
    facts = Facts("incidents")
    for incident in incidents:
        start = incident["created_at"].date().replace(day=1)
        end = (start + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        facts.add(**incident, period_start=start, period_end=end)
    count = len(incidents)
    reading = Reading("toy", EDITION, {"incidents": facts.into(duck.con)}, count, count)
    batch = lake.add(duck.con, "waits", "f" * 64, reading)
    asked = [date(2025, 4, 1), date(2025, 5, 1)]
    one, other = (
        sorted(engine.rows(waiting_hours(engine.attach(lake, "incidents", [batch], []), asked)),
               key=str)
        for engine in (duck, spark)
    )  # fmt: skip
    assert one == other


def test_money_adds_up_to_the_penny_on_both(
    duck: DuckDBEngine, spark: SparkEngine, tmp_path: Path
) -> None:
    lake = Lake(tmp_path / "lake")
    facts = Facts("workforce")
    for number in range(2000):
        facts.add(
            force_code="E23000032", period_start=date(2025, 3, 31), period_end=date(2025, 3, 31),
            people=round(number * 0.37, 2),
        )  # fmt: skip
    reading = Reading("toy", EDITION, {"workforce": facts.into(duck.con)}, 2000, 2000)
    batch = lake.add(duck.con, "w", "f" * 64, reading)
    part = Sum(condition("workforce", None, "test"), "people")
    for engine in (duck, spark):
        source = engine.attach(lake, "workforce", [batch], [])
        ((_, (cell,)),) = ask(engine, source, [part], Rows("workforce"))
        assert cell.total == 739630.0


def test_times_come_back_as_they_were_written(
    duck: DuckDBEngine, spark: SparkEngine, tmp_path: Path
) -> None:
    """DuckDB writes times without a zone; nothing may move them by an hour."""
    lake, time = Lake(tmp_path / "lake"), datetime(2025, 7, 1, 0, 30)
    facts = Facts("calls")
    facts.add(
        force_code="E23000032", period_start=date(2025, 7, 1), period_end=date(2025, 7, 31),
        received_at=time,
    )  # fmt: skip
    reading = Reading("toy", EDITION, {"calls": facts.into(duck.con)}, 1, 1)
    batch = lake.add(duck.con, "t", "f" * 64, reading)
    for engine in (duck, spark):
        source = engine.attach(lake, "calls", [batch], [])
        assert engine.rows(exp.select("received_at").from_(source)) == [(time,)]


def test_a_cube_is_saved_as_one_file_and_read_back_here(
    duck: DuckDBEngine, spark: SparkEngine, lake: Lake, tmp_path: Path
) -> None:
    rows = [
        {"force_code": "E23000032", "area_code": None, "month": (date(2025, 4, 1),) * 2,
         "line": line, "abandoned": False, "answer_ms": 5}
        for line in ("101", "101", "999")
    ]  # fmt: skip
    batch = stored(duck, lake, EVENTS, rows, "s")
    part = Sum(condition(EVENTS, "line = '101'", "test"))
    cube = Cube([part])
    for engine in (duck, spark):
        path = tmp_path / f"{engine.dialect}.parquet"
        engine.save(cube.query(engine.attach(lake, EVENTS, [batch], [])), path)
        assert path.is_file()
        ((_, (cell,)),) = ask(engine, engine.files("saved", [path, path]), [part], cube)
        assert cell.rows == 4


def test_no_batch_is_no_rows(spark: SparkEngine, lake: Lake) -> None:
    source = spark.attach(lake, EVENTS, [], [])
    part = Sum(condition(EVENTS, None, "test"))
    assert dict(ask(spark, source, [part], Rows(EVENTS))) == {part: []}


def test_a_file_that_the_cluster_does_not_see_is_no_zero(
    spark: SparkEngine, duck: DuckDBEngine, lake: Lake, url: str
) -> None:
    """Some servers take a file that is not there for one without rows."""
    rows = [{"force_code": "E23000032", "month": (date(2025, 4, 1),) * 2, "line": "101"}]
    batch = stored(duck, lake, EVENTS, rows, "gone")
    lake.path(EVENTS, "gone").unlink()
    with pytest.raises(UserError, match="sees 0 rows of calls where the lake holds 1; every"):
        spark.attach(lake, EVENTS, [batch], [])


def test_what_the_cluster_can_not_do_is_told_in_a_sentence(spark: SparkEngine, url: str) -> None:
    with pytest.raises(UserError, match=f"{url}: the cluster could not do it.*nothing_of_that"):
        spark.rows(exp.select("*").from_("nothing_of_that_name"))


@pytest.mark.parametrize("url", ["spark://here:7077", "sc://", "sc://here:port", "here"])
def test_a_url_that_names_no_engine_is_refused(url: str) -> None:
    with pytest.raises(UserError, match="names no engine; write sc://host:port"):
        SparkEngine(url)


def test_a_server_that_is_not_there_is_told_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_module, "PATIENCE", 0.5)
    with pytest.raises(UserError, match="no Spark Connect server answers there"):
        SparkEngine("sc://127.0.0.1:1")


def test_a_server_that_is_no_spark_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_module, "PATIENCE", 0.5)
    with http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), http.server.BaseHTTPRequestHandler
    ) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with pytest.raises(UserError, match="no Spark Connect server answers there"):
            SparkEngine(f"sc://127.0.0.1:{server.server_port}")
        server.shutdown()


def test_without_the_client_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(UserError, match=r"pip install openpeel\[spark\]"):
        SparkEngine("sc://127.0.0.1:1")
