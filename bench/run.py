"""Benchmarks: the engine against other ways to measure, printed as tables with ratios.

    make bench                     4 million incidents and 2.7 million calls
    make bench SIZE=national       40 million and 27 million: about a year of England and Wales
    make bench SIZE=five-years     200 million and 135 million

Nothing here is asserted: machines differ. Every run is a process of its own, so its peak of memory
is its own; ratios are medians of paired rounds, so that a machine that slows down in the middle
slows both sides down. The aims stand beside the numbers.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from records import SIZES, Size, make_records

from openpeel.facts.lake import Lake

HERE = Path(__file__).resolve().parent
OPEN_DATA = HERE.parents[1] / "shared" / "open-data"
GIGABYTE = 1e9
SLOW = ("pandas", "polars")  # run once: they hold the rows in memory
FITS = {"pandas": 4_000_000, "polars": 40_000_000}  # incidents; more take 24 GB and do not end


class Run(NamedTuple):
    """Seconds that a case took without starting Python, and the process's peak in gigabytes."""

    seconds: float
    peak: float


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
    Aim("all parts, pandas / openpeel", ("pandas", "all"), ("openpeel", "all"), ">= 8"),
    Aim("all parts, Polars / openpeel", ("polars", "all"), ("openpeel", "all"), ""),
    Aim("one measure more / all", ("openpeel", "one more"), ("openpeel", "all"), "<= 1.03"),
    Aim("half of the rows / all", ("openpeel", "half"), ("openpeel", "all"), "about 0.5"),
    Aim("one force of 43 / all", ("openpeel", "one force"), ("openpeel", "all"), "about 0.02"),
    Aim("quantiles, openpeel / by hand", ("openpeel", "quantiles"), ("by hand", "quantiles"), ""),
)


def bench_engine(lake: Lake, name: str, size: Size) -> None:
    rows = size.years * (size.incidents + size.calls)
    print(f"\nEngine, {name}: {rows:,} rows, contact and response parts by force, area and month")
    batches = make_records(lake, size)
    cases = list(dict.fromkeys(case for aim in AIMS for case in (aim.one, aim.other)))
    incidents = sum(batch.facts["incidents"] for batch in batches)
    cases = [case for case in cases if incidents <= FITS.get(case[0], incidents)]
    runs: dict[tuple[str, str], list[Run]] = {case: [] for case in cases}
    for round in range(size.pairs):
        for case in cases if round % 2 == 0 else reversed(cases):
            if round == 0 or case[0] not in SLOW:
                runs[case].append(_case(lake, *case))
    print(f"  {'way':<12}{'case':<12}{'seconds':>9}{'peak GB':>9}")
    for (way, case), found in runs.items():
        seconds = statistics.median(run.seconds for run in found)
        print(f"  {way:<12}{case:<12}{seconds:>9.2f}{max(run.peak for run in found):>9.2f}")
    print(f"  {'ratio':<40}{'found':>8}   aim")
    for aim in AIMS:
        if aim.one in runs and aim.other in runs:
            paired = zip(runs[aim.one], runs[aim.other], strict=False)
            ratio = statistics.median(one.seconds / other.seconds for one, other in paired)
            print(f"  {aim.words:<40}{ratio:>8.3f}   {aim.aim}")


def _case(lake: Lake, way: str, case: str) -> Run:
    """A case by its own clock, which starts when Python and the libraries are there."""
    told, run = _run(HERE / "ways.py", lake.root, way, case)
    return run._replace(seconds=float(told))


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
    return told, Run(time.perf_counter() - start, usage.ru_maxrss * 1024 / GIGABYTE)


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
    with tempfile.TemporaryDirectory(prefix="openpeel-bench-") as folder:
        if name == "quick":
            bench_help()
            bench_build(Path(folder))
        bench_engine(Lake(Path(folder) / "lake"), name, SIZES[name])


if __name__ == "__main__":
    main()
