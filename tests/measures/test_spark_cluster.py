"""The measures on a real Spark cluster, of which a worker is killed in the middle."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest
import spark_cluster

from openpeel.catalogue.tables import tables
from openpeel.facts.engine import connect
from openpeel.facts.lake import Batch, Lake
from openpeel.facts.sources.reading import Edition, Reading
from openpeel.measures.cube import Cell, Sum, compute
from openpeel.measures.engines import DuckDBEngine, Engine
from openpeel.measures.quantiles import QuantileCell, Spread, spread_cells
from openpeel.measures.spark import SparkEngine
from openpeel.measures.where import condition

pytestmark = pytest.mark.skipif(bool(spark_cluster.missing()), reason=spark_cluster.missing())

BATCHES, ROWS = 12, 60_000  # of each: enough for a worker to die while others' files wait
SPREAD = Spread(condition("calls", "line = '101'", "test"), "answer_ms")
PARTS = [
    Sum(condition("calls", f"line = '{line}' and answer_ms <= {seconds * 1000}", "test"), None, by)
    for line in ("101", "999")
    for seconds in (5, 10, 30, 60)
    for by in (None, "line")
]

Found = tuple[dict[Sum, list[Cell]], list[QuantileCell]]


def simulated(lake: Lake) -> list[Batch]:
    """Twelve months of calls of five forces, a batch each."""
    con = connect(threads=1)
    con.execute("select setseed(0.43)")
    columns = ", ".join(
        f'null::{kind} as "{name}"' for name, kind in tables()["calls"].types.items()
    )
    con.execute(f"create temp table nothing as select {columns} limit 0")
    batches = []
    for month in range(1, BATCHES + 1):
        con.execute(
            f"""
            create or replace temp table made as from nothing union all by name
            select 'E2300000' || (i % 5) as force_code, make_date(2025, {month}, 1) as period_start,
                   last_day(make_date(2025, {month}, 1)) as period_end,
                   if(random() < 0.35, '999', '101') as line,
                   if(random() < 0.1, null, (-ln(random()) * 25000)::bigint) as answer_ms
            from range({ROWS}) as t(i)
            """
        )
        reading = Reading("toy", Edition("Simulated", "2025"), {"calls": "made"}, ROWS, ROWS)
        batches.append(lake.add(con, f"month-{month}", "f" * 64, reading))
    return batches


def measured(engine: Engine, source: str, batches: list[Batch]) -> Found:
    """Every part and quantile."""
    starts = [batch.slices[0].period_start for batch in batches]
    cells = {part: sorted(found) for part, found in compute(engine, source, PARTS)}
    return cells, spread_cells(engine, source, {SPREAD: [0.5, 0.9]}, starts)[SPREAD]


def test_a_worker_killed_in_the_middle_changes_no_figure(tmp_path: Path) -> None:
    """It dies while the cube is made: with a task under way, and others that nobody has begun."""
    lake = Lake(tmp_path / "lake")
    batches = simulated(lake)
    replaced = [("month-1", batches[0].slices[0])]
    duck = DuckDBEngine(connect())
    right = measured(duck, duck.attach(lake, "calls", batches, replaced), batches)
    small_tasks = {"spark.sql.files.maxPartitionBytes": "256k"}
    with spark_cluster.cluster(tmp_path, settings=small_tasks) as cluster:
        engine = SparkEngine(cluster.url)
        source = engine.attach(lake, "calls", batches, replaced)
        assert len(cluster.executors()) == 2
        killed = threading.Event()

        def kill() -> None:
            while cluster.busy_executors() < 2 or cluster.tasks_left() < 2:
                time.sleep(0.01)
            cluster.kill("worker-1")
            killed.set()

        killer = threading.Thread(target=kill, daemon=True)
        killer.start()
        found = measured(engine, source, batches)
        assert killed.is_set(), "the queries were over before a worker could be killed"
        killer.join()
        assert cluster.tasks_lost() > 0, "the worker had nothing to do when it was killed"
        assert len(cluster.executors()) == 1
        assert found == right
        one = dict(compute(engine, source, PARTS[:1]))  # the worker that is left goes on
        assert sorted(one[PARTS[0]]) == right[0][PARTS[0]]
        engine.close()
