"""Simulate: draw the truth, write every return, put the folder in place at once."""

from __future__ import annotations

import json
import math
import os
import shutil
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar, cast

import duckdb

from openpeel.catalogue.contracts import contract, contract_of_table
from openpeel.errors import UserError
from openpeel.facts.simulator.account import MADE_BY, TRUTH, readme, truth_as_json
from openpeel.facts.simulator.clock import Year
from openpeel.facts.simulator.logs import incidents_in_a_year
from openpeel.facts.simulator.people import CENSUS_DAYS, MID_YEAR
from openpeel.facts.simulator.returns import BUILDERS, returns_of
from openpeel.facts.simulator.rows import Column, Columns
from openpeel.facts.simulator.truth import ForceTruth, nation
from openpeel.facts.simulator.volumes import VOLUMES
from openpeel.facts.simulator.writing import SIMULATED_KEY, ReturnFile, write_table

README = "README.txt"
RETURNS = tuple(BUILDERS)
TABLES = ("population", "population_ethnicity", *RETURNS)
_FILES = {TRUTH, README, *(f"{table}.parquet" for table in TABLES)}

MOST = 20  # about 1.2 thousand million rows a year: more is a slip of the finger
MOST_YEARS = 10
Item = TypeVar("Item")

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
    scale: float = 0.01,
    year_start: date = date(2020, 4, 1),
    on_progress: Progress | None = None,
    *,
    years: int = 2,
    incidents: int | None = None,
    errors: bool = False,
    only: Collection[str] | None = None,
) -> Summary:
    """Write the made-up returns of 43 forces into the folder `out`.

    `year_start` is the first day of the latest of the `years`. A `scale` of 1 has about as many
    rows a year as England and Wales (28 million calls) in the big logs; `incidents` sets it by the
    number of incidents in a year instead. Residents stay the same, so rates per resident shrink
    with it; small returns are always whole. `errors` plants what the checker refuses, beside what
    it asks about. `only` names the returns to write (by the contract's id); the others are left
    out. `on_progress(what, done, of)` is called as returns of forces are finished. The
    folder appears complete or not at all; one that an earlier simulation made is replaced, any
    other that has something in it is a `UserError`.
    """
    latest = Year(year_start)
    wanted = RETURNS if only is None else tuple(contract(name).lake_table for name in only)
    _check(seed, scale, latest, years, incidents)
    out = out.resolve()
    nations = {back: nation(seed, latest, back=back, errors=errors) for back in _backs(years)}
    if incidents:
        scale = incidents / incidents_in_a_year(nations[0])
        _check(seed, scale, latest, years, None)
    with _whole_folder(out) as folder:
        mark = f"seed {seed}, scale {scale:g}"
        rows = _write_tables(
            folder, wanted, nations, years, seed, scale, mark, on_progress or _silent
        )
        account = truth_as_json(nations, years, seed, scale)
        text = json.dumps(account, indent=1, ensure_ascii=False) + "\n"
        (folder / TRUTH).write_text(text, encoding="utf-8")
        (folder / README).write_text(readme(seed, scale), encoding="utf-8")
        size = sum(path.stat().st_size for path in folder.iterdir())
    planted = tuple(f"{t.force.name}: {plant.words}" for t in nations[0] for plant in t.plants)
    return Summary(out, seed, scale, rows, size, planted)


def _backs(years: int) -> list[int]:
    """The years that some return has, the latest (0) last."""
    more = {volume.also_back for volume in VOLUMES.values()}
    return sorted({*range(years), *more}, reverse=True)


def _silent(what: str, done: int, of: int) -> None:
    pass


def _check(seed: int, scale: float, latest: Year, years: int, incidents: int | None) -> None:
    if seed < 0:
        raise UserError(f"The seed is {seed}; give a whole number from 0.")
    if not (math.isfinite(scale) and 0 < scale <= MOST):
        raise UserError(
            f"The scale is {scale}; give a number above 0 and up to {MOST} (0.01 is a small demo)."
        )
    if latest.start.day != 1:
        raise UserError(f"The year starts on {latest.start}; give the first day of a month.")
    if not 1 <= years <= MOST_YEARS:
        raise UserError(f"{years} years are asked for; give a number from 1 to {MOST_YEARS}.")
    if incidents is not None and incidents < 1:
        raise UserError(f"{incidents} incidents are asked for; give a number above 0.")


def _write_tables(
    folder: Path,
    returns: Sequence[str],
    nations: dict[int, tuple[ForceTruth, ...]],
    years: int,
    seed: int,
    scale: float,
    mark: str,
    on_progress: Progress,
) -> dict[str, int]:
    rows: dict[str, int] = {}
    for table, found in (
        ("population", list(_population(nations[0]))),
        ("population_ethnicity", list(_population_ethnicity(nations[0]))),
    ):
        write_table(folder / f"{table}.parquet", table, found, mark)
        rows[table] = len(found)
    steps, done = len(returns) * len(nations[0]), 0
    for table in returns:
        forces = list(zip(*_years_of(table, nations, years), strict=True))  # of each its years
        asked = contract_of_table(table)
        assert asked is not None
        file = ReturnFile(folder / f"{table}.parquet", asked, {SIMULATED_KEY: mark})
        for code, batch in ahead(_batches(table, forces, seed, scale)):
            if batch is None:
                done += 1
                on_progress(f"{asked.name}: {code}", done, steps)
            else:
                file.add(code, *batch)
        file.finish()
        rows[table] = file.rows
    return rows


def _years_of(
    table: str, nations: dict[int, tuple[ForceTruth, ...]], years: int
) -> list[tuple[ForceTruth, ...]]:
    """The forces in each year that a return has."""
    more = VOLUMES[table].also_back
    return [nations[back] for back in nations if back < years or (more and back == more)]


def _batches(
    table: str, forces: Sequence[tuple[ForceTruth, ...]], seed: int, scale: float
) -> Iterator[tuple[str, tuple[Column, Column, Columns] | None]]:
    """Batches of every force in turn, by code; None when a force is done."""
    for years in forces:
        code = years[0].force.code
        for truth in years:
            for batch in returns_of(table, truth, seed, scale):
                yield code, batch
        yield code, None


def ahead(items: Iterator[Item]) -> Iterator[Item]:
    """The same items, the next one made while the last one is used."""
    end = object()
    with ThreadPoolExecutor(1) as pool:
        waiting: Future[object] = pool.submit(next, items, end)
        while (item := waiting.result()) is not end:
            waiting = pool.submit(next, items, end)
            yield cast(Item, item)


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
