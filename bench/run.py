"""Benchmarks: the engine against SQL by hand, and the build of the published files.

    make bench

Nothing here is asserted: machines differ. Ratios are medians of paired runs, so that a machine
that slows down in the middle slows both sides down. The aims stand beside the numbers.
"""

from __future__ import annotations

import gc
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from duckdb import DuckDBPyConnection

from openpeel.facts.engine import connect, quoted
from openpeel.measures.cube import compute
from openpeel.measures.sums import Sum
from openpeel.measures.where import condition

ROWS = 10_000_000
PAIRS = 7
OPEN_DATA = Path(__file__).resolve().parents[2] / "shared" / "open-data"


def simulated_calls(con: DuckDBPyConnection, path: Path) -> None:
    """Ten million calls by 43 forces over 12 months, about as the simulator makes them."""
    con.execute("select setseed(0.43)")
    con.execute(
        f"""
        copy (
            select 'E230000' || lpad((i % 43)::varchar, 2, '0') as force_code,
                   null::varchar as area_code,
                   make_date(2025, (1 + i // 43 % 12)::int, 1) as period_start,
                   last_day(make_date(2025, (1 + i // 43 % 12)::int, 1)) as period_end,
                   null::varchar as status, null::varchar as source_ref,
                   if(random() < 0.35, '999', '101') as line,
                   random() < 0.12 as abandoned,
                   if(random() < 0.1, null, (-ln(random()) * 25000)::bigint) as answer_ms
            from range({ROWS}) as t(i)
            order by force_code, period_start
        ) to {quoted(str(path))} (format parquet, compression zstd)
        """
    )
    con.execute(f"create view calls as select * from read_parquet({quoted(str(path))})")


def one_measure() -> list[Sum]:
    """Numerator and denominator of 101 calls answered within 30 seconds."""
    return [_part("line = '101' and answer_ms <= 30000"), _part("line = '101'")]


def sixty_parts() -> list[Sum]:
    """999 and 101 calls answered within, and after, each of fifteen times."""
    return [
        _part(f"line = '{line}' and answer_ms {sign} {1000 * seconds}")
        for line in ("999", "101")
        for sign in ("<=", ">")
        for seconds in (1, 2, 3, 5, 8, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300)
    ]


def _part(where: str) -> Sum:
    return Sum(condition("calls", where, "bench"))


def by_hand(parts: Sequence[Sum]) -> str:
    """What somebody would write: one `select` with a `filter` clause a part."""
    counts = ", ".join(f"count(*) filter (where {part.condition.text})" for part in parts)
    return (
        f"select force_code, period_start, period_end, {counts} from calls"
        " group by force_code, period_start, period_end"
    )


def paired(one: Callable[[], object], other: Callable[[], object]) -> tuple[float, float, float]:
    """Median seconds of each, and the median of the ratios of paired runs."""
    one(), other()  # both warm
    times = []
    for number in range(PAIRS):
        order = (one, other) if number % 2 else (other, one)
        taken = {run: _seconds(run) for run in order}
        times.append((taken[one], taken[other]))
    first, second = zip(*times, strict=True)
    return (
        statistics.median(first),
        statistics.median(second),
        statistics.median(a / b for a, b in times),
    )


def _seconds(run: Callable[[], object]) -> float:
    gc.collect()
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def bench_engine(scratch: Path) -> None:
    con = connect(memory="4GB")
    simulated_calls(con, scratch / "calls.parquet")
    print(f"Engine, {ROWS:,} simulated calls, {PAIRS} pairs of runs:")
    cases = (
        ("one measure", one_measure(), "at most 1.20"),
        ("60 parts", sixty_parts(), "at most 0.33"),
    )
    for name, parts, aim in cases:
        sql = by_hand(parts)
        engine, hand, ratio = paired(
            lambda parts=parts: dict(compute(con, "calls", parts)),
            lambda sql=sql: con.execute(sql).fetchall(),
        )
        print(
            f"  {name:<12} engine {engine:.3f} s, SQL by hand {hand:.3f} s:"
            f" ratio {ratio:.2f} (aim: {aim})"
        )


def bench_build(scratch: Path) -> None:
    if not OPEN_DATA.is_dir():
        print("Build: ../shared/open-data is not here, so it is not timed.")
        return
    print("Build of ../shared/open-data:")
    for name, aim in (("from nothing", "under 60 s and 2,000 MB"), ("unchanged", "under 4 s")):
        seconds, peak = _measured(
            [sys.executable, "-m", "openpeel", "build", OPEN_DATA, "--out", scratch / "site"]
        )
        print(f"  {name:<12} {seconds:.1f} s, peak {peak:,.0f} MB (aim: {aim})")


def bench_help() -> None:
    seconds = [_measured([sys.executable, "-m", "openpeel", "--help"])[0] for _ in range(PAIRS)]
    print(f"openpeel --help: {statistics.median(seconds):.2f} s (aim: under 0.4 s)")


def _measured(command: Sequence[object]) -> tuple[float, float]:
    """Seconds and peak megabytes of a process of its own."""
    start = time.perf_counter()
    process = subprocess.Popen([str(word) for word in command], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if status:
        sys.exit(f"the build failed with status {process.returncode}")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="openpeel-bench-") as folder:
        bench_help()
        bench_build(Path(folder))  # first: a child's peak counts what its parent held at the fork
        bench_engine(Path(folder))
