"""Simulate a year: draw the truth, write every table, put the folder in place at once."""

from __future__ import annotations

import json
import math
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from openpeel.errors import UserError
from openpeel.facts.simulator.account import MADE_BY, TRUTH, readme, truth_as_json
from openpeel.facts.simulator.events import EVENT_TABLES, batches
from openpeel.facts.simulator.people import CENSUS_DAYS, MID_YEAR
from openpeel.facts.simulator.truth import ForceTruth, Year, nation
from openpeel.facts.simulator.writing import ParquetWriter

README = "README.txt"
TABLES = ("population", "population_ethnicity", *EVENT_TABLES)
_FILES = {TRUTH, README, *(f"{table}.parquet" for table in TABLES)}

MOST = 20  # about 1.2 thousand million rows: more is a slip of the finger

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Summary:
    """What was written where."""

    folder: Path
    seed: int
    scale: float
    rows: dict[str, int]  # by table
    size: int  # bytes of all files
    planted: tuple[str, ...]  # each in a sentence that names the force


def simulate(
    out: Path,
    seed: int,
    scale: float,
    year_start: date = date(2025, 4, 1),
    on_progress: Progress | None = None,
) -> Summary:
    """Write a made-up year of 43 forces into the folder `out`.

    `scale` 1 has about as many rows as England and Wales (28 million calls); residents stay the
    same, so rates per resident shrink with it. `on_progress(what, done, of)` is called as tables
    of forces are finished. The folder appears complete or not at all; one that an earlier
    simulation made is replaced, any other that has something in it is a `UserError`.
    """
    _check(seed, scale, year_start)
    out = out.resolve()
    year = Year(year_start)
    truths = nation(seed, year)
    with _whole_folder(out) as folder:
        rows = _write_tables(folder, truths, seed, scale, year, on_progress or _silent)
        account = truth_as_json(truths, seed, scale, year)
        text = json.dumps(account, indent=1, ensure_ascii=False) + "\n"
        (folder / TRUTH).write_text(text, encoding="utf-8")
        (folder / README).write_text(readme(seed, scale), encoding="utf-8")
        size = sum(path.stat().st_size for path in folder.iterdir())
    planted = tuple(f"{t.force.name}: {plant.words}" for t in truths for plant in t.plants)
    return Summary(out, seed, scale, rows, size, planted)


def _silent(what: str, done: int, of: int) -> None:
    pass


def _check(seed: int, scale: float, year_start: date) -> None:
    if seed < 0:
        raise UserError(f"The seed is {seed}; give a whole number from 0.")
    if not (math.isfinite(scale) and 0 < scale <= MOST):
        raise UserError(
            f"The scale is {scale}; give a number above 0 and up to {MOST} (0.01 is a small demo)."
        )
    if year_start.day != 1:
        raise UserError(f"The year starts on {year_start}; give the first day of a month.")


def _write_tables(
    folder: Path,
    truths: tuple[ForceTruth, ...],
    seed: int,
    scale: float,
    year: Year,
    on_progress: Progress,
) -> dict[str, int]:
    rows: dict[str, int] = {}
    steps, done = len(EVENT_TABLES) * len(truths), 0
    with ParquetWriter(folder, f"seed {seed}, scale {scale:g}", year.start) as writer:
        for table, counts in (
            ("population", _population(truths)),
            ("population_ethnicity", _population_ethnicity(truths)),
        ):
            writer.begin(table)
            writer.add_rows(table, list(counts))
            rows[table] = writer.finish(table)
        for table in EVENT_TABLES:
            writer.begin(table)
            for truth in truths:
                on_progress(f"{table}: {truth.force.name}", done, steps)
                for day, columns in batches(table, truth, seed, scale, year):
                    writer.add(table, truth.force.code, day, columns)
                done += 1
            rows[table] = writer.finish(table)
    on_progress("done", done, steps)
    return rows


def _population(truths: tuple[ForceTruth, ...]) -> Iterator[dict[str, object]]:
    for truth in truths:
        for place in truth.places:
            yield {
                "force_code": truth.force.code,
                "area_code": place.district.csp_code,
                "period_start": MID_YEAR,
                "period_end": MID_YEAR,
                "district_code": place.district.code,
                "persons": place.persons,
            }


def _population_ethnicity(truths: tuple[ForceTruth, ...]) -> Iterator[dict[str, object]]:
    for truth in truths:
        for place in truth.places:
            for base, groups in place.groups.items():
                for group, persons in groups.items():
                    yield {
                        "force_code": truth.force.code,
                        "area_code": place.district.csp_code,
                        "period_start": CENSUS_DAYS[base],
                        "period_end": CENSUS_DAYS[base],
                        "district_code": place.district.code,
                        "base": base,
                        "ethnicity": group,
                        "persons": persons,
                    }


@contextmanager
def _whole_folder(out: Path) -> Iterator[Path]:
    """A folder to write in that becomes `out` when all went well and leaves nothing otherwise."""
    _may_be_replaced(out)
    partial = out.parent / f".{out.name}.{os.getpid()}.partial"
    replaced = out.parent / f".{out.name}.{os.getpid()}.replaced"
    try:
        partial.mkdir(parents=True)
        yield partial
        if out.exists():
            out.rename(replaced)
        partial.rename(out)
    except (OSError, duckdb.IOException) as problem:
        raise UserError(
            f"{out}: the simulated year could not be written ({problem});"
            " choose a folder with room that you may write in."
        ) from problem
    finally:
        if replaced.exists() and not out.exists():
            replaced.rename(out)
        shutil.rmtree(partial, ignore_errors=True)
        shutil.rmtree(replaced, ignore_errors=True)


def _may_be_replaced(out: Path) -> None:
    """A UserError unless `out` is new, empty, or holds a simulation and nothing else."""
    if not out.exists():
        return
    if not out.is_dir():
        raise UserError(f"{out}: this is a file; give the name of a folder.")
    names = {path.name for path in out.iterdir()}
    if names and not (names <= _FILES and _made_by_simulator(out / TRUTH)):
        raise UserError(
            f"{out}: the folder has files that the simulator did not make;"
            " choose a new or empty folder."
        )


def _made_by_simulator(truth: Path) -> bool:
    try:
        account = json.loads(truth.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(account, dict) and account.get("made_by") == MADE_BY
