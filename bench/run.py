"""Benchmarks: the engine against other ways to measure, printed as tables with ratios.

    make bench                     4 million incidents and 2.7 million calls; build; checker
    make bench SIZE=national       40 million and 27 million: about a year of England and Wales
    make bench SIZE=five-years     200 million and 135 million; a month more

That all ways give the same answers is asserted; no time is, as machines differ. Every run is a
process of its own, so its peak of memory is its own; ratios are medians of paired rounds, so that a
machine that slows down in the middle slows both sides down. The seconds that the processors worked
differ less on a machine that others use. The aims stand beside the numbers; they are those of a
national year, because with fewer rows what a process costs before it reads any counts too.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple, TypeVar

from records import SIZES, Size, make_months, make_records

from openpeel.facts.engine import connect, quoted
from openpeel.facts.lake import Batch, Lake
from openpeel.facts.simulator import simulate

T = TypeVar("T")

HERE = Path(__file__).resolve().parent
OPEN_DATA = HERE.parents[1] / "shared" / "open-data"
GIGABYTE = 1e9
SLOW = ("pandas", "polars")  # run once: they hold the rows in memory
LONG = ("pandas", "by hand", "polars")  # not asked for more than a national year
YEAR = 40_000_000  # incidents
RETURN = 5_000_000  # rows of the return that is checked


class Run(NamedTuple):
    """Seconds that a case took without starting Python, and the process's peak in gigabytes."""

    seconds: float
    peak: float
    worked: float  # seconds of all processors


class Aim(NamedTuple):
    """One way over another, in one case each, and what the ratio ought to be."""

    words: str
    one: tuple[str, str]
    other: tuple[str, str]
    aim: str


AIMS = (
    Aim("one measure, openpeel / SQL by hand", ("openpeel", "one"), ("by hand", "one"), "<= 1.15"),
    Aim("all parts, openpeel / SQL by hand", ("openpeel", "all"), ("by hand", "all"), "<= 0.33"),
    Aim("all parts, openpeel / bare scan", ("openpeel", "all"), ("scan", "all"), "<= 6"),
    Aim("two fifths of it, pandas / openpeel", ("pandas", "part"), ("openpeel", "part"), ">= 8"),
    Aim("all parts, Polars / openpeel", ("polars", "all"), ("openpeel", "all"), ""),
    Aim("one measure more / all", ("openpeel", "one more"), ("openpeel", "all"), "<= 1.03"),
    Aim("half of the rows / all", ("openpeel", "half"), ("openpeel", "all"), "about 0.5"),
    Aim("one batch / all", ("openpeel", "one batch"), ("openpeel", "all"), ""),
    Aim("quantiles, openpeel / by hand", ("openpeel", "quantiles"), ("by hand", "quantiles"), ""),
)


def bench_engine(lake: Lake, batches: Sequence[Batch], pairs: int) -> None:
    rows = sum(sum(batch.facts.values()) for batch in batches)
    print(
        f"\nEngine: {rows:,} rows in {len(batches)} batches, contact and response parts by force,"
        " area and month"
    )
    cases = list(dict.fromkeys(case for aim in AIMS for case in (aim.one, aim.other)))
    incidents = sum(batch.facts["incidents"] for batch in batches)
    cases = [case for case in cases if incidents <= YEAR or case[0] not in LONG]
    runs: dict[tuple[str, str], list[Run]] = {case: [] for case in cases}
    for number in range(pairs):
        for case in cases if number % 2 == 0 else reversed(cases):
            if number == 0 or case[0] not in SLOW:
                runs[case].append(_case(lake, *case))
    print(f"  {'way':<12}{'case':<12}{'seconds':>9}{'worked':>9}{'peak GB':>9}")
    for (way, case), found in runs.items():
        seconds, worked = (statistics.median(run[at] for run in found) for at in (0, 2))
        peak = max(run.peak for run in found)
        print(f"  {way:<12}{case:<12}{seconds:>9.2f}{worked:>9.2f}{peak:>9.2f}")
    print(f"  {'ratio':<40}{'found':>9}{'worked':>9}   aim")
    for aim in AIMS:
        if aim.one in runs and aim.other in runs:
            pairs_of = list(zip(runs[aim.one], runs[aim.other], strict=False))
            found, worked = (
                statistics.median(one[at] / other[at] for one, other in pairs_of) for at in (0, 2)
            )
            print(f"  {aim.words:<40}{found:>9.3f}{worked:>9.3f}   {aim.aim}")


def _case(lake: Lake, way: str, case: str) -> Run:
    """A case by its own clock, which starts when Python and the libraries are there."""
    told, run = _run(HERE / "ways.py", lake.root, way, case)
    seconds, worked = map(float, told.split())
    return run._replace(seconds=seconds, worked=worked)


def _run(*words: object) -> tuple[str, Run]:
    """What a Python process of its own prints, its seconds and its peak."""
    start = time.perf_counter()
    command: Sequence[str] = [sys.executable, *map(str, words)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    with process.stdout as out:
        told = out.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if status:
        sys.exit(f"{' '.join(command[1:])} failed with status {process.returncode}")
    peak = usage.ru_maxrss * 1024 / GIGABYTE
    return told, Run(time.perf_counter() - start, peak, usage.ru_utime + usage.ru_stime)


def _apart(make: Callable[..., T], *given: object) -> T:
    """Run it in another process: a case's peak counts what its parent held when it was started."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(make, *given).result()


def bench_month(lake: Lake, size: Size) -> None:
    """A release of all months, and another when a month has come."""
    made = []
    for words, months in (("60 months, from nothing", 60), ("a month more", 61)):
        _apart(make_months, lake, size, months)
        told, run = _run(HERE / "release.py", lake.root)
        made.append([float(seconds) for seconds in told.split()])
        asked, whole = made[-1]
        print(f"  {words:<24} {asked:.1f} s asking the lake, {whole:.1f} s in all,"
              f" peak {run.peak:.2f} GB")  # fmt: skip
    for words, at in (("asking", 0), ("in all", 1)):
        print(
            f"  a month more / from nothing, {words}: {made[1][at] / made[0][at]:.3f} (aim: 0.05)"
        )


def make_csv(scratch: Path) -> int:
    """A return of simulated incidents as `incidents.csv`; how many rows it has."""
    simulate(scratch / "made", 1, years=1, incidents=RETURN, only=("incidents",))
    rows = quoted(str(scratch / "made" / "incidents.parquet"))
    to = quoted(str(scratch / "incidents.csv"))
    con = connect()
    con.execute(
        f"copy (from read_parquet({rows})) to {to}"
        " (format csv, timestampformat '%Y-%m-%d %H:%M:%S')"
    )
    (count,) = con.execute(f"select count(*) from read_parquet({rows})").fetchall()[0]
    return int(count)


def bench_checker(scratch: Path) -> None:
    count, file = _apart(make_csv, scratch), scratch / "incidents.csv"
    words = ("--as", "incidents", "--on", "2021-04-20", "--out", scratch / "reports")
    _, run = _run("-m", "openpeel", "check", file, *words)
    print(f"Check of {count:,} incidents in a CSV of {file.stat().st_size / GIGABYTE:.1f} GB:"
          f" {run.seconds:.1f} s ({run.worked:.1f} s of processors), peak {run.peak:.2f} GB"
          " (aim: under 60 s and 1.5 GB)")  # fmt: skip


def bench_build(scratch: Path) -> None:
    if not OPEN_DATA.is_dir():
        print("Build: ../shared/open-data is not here, so it is not timed.")
        return
    print("Build of ../shared/open-data:")
    for name, aim in (("from nothing", "under 60 s and 2 GB"), ("unchanged", "under 4 s")):
        _, run = _run("-m", "openpeel", "build", OPEN_DATA, "--out", scratch / "site")
        print(f"  {name:<12} {run.seconds:.1f} s, peak {run.peak:.2f} GB (aim: {aim})")


def bench_help() -> None:
    seconds = [_run("-m", "openpeel", "--help")[1].seconds for _ in range(5)]
    print(f"openpeel --help: {statistics.median(seconds):.2f} s (aim: under 0.4 s)")


def main() -> None:
    name = sys.argv[1] if len(sys.argv) > 1 else "quick"
    if name not in SIZES:
        sys.exit(f"there is no size {name!r}; there are {', '.join(SIZES)}")
    size = SIZES[name]
    with tempfile.TemporaryDirectory(prefix="openpeel-bench-") as folder:
        scratch = Path(folder)
        lake = Lake(scratch / "lake")
        if name == "five-years":
            bench_engine(lake, _apart(make_months, lake, size, 60), size.pairs)
            bench_month(lake, size)
            return
        if name == "quick":
            bench_help()
            bench_build(scratch)
            bench_checker(scratch)
        tiny = Lake(scratch / "tiny")
        _apart(make_records, tiny, SIZES["tiny"])
        print(_run(HERE / "agree.py", tiny.root)[0], end="")
        bench_engine(lake, _apart(make_records, lake, size), size.pairs)


if __name__ == "__main__":
    main()
