"""Small tables drawn as text, put into a lake and asked: a table in, a dict of values out."""

from __future__ import annotations

import hashlib
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from openpeel.catalogue.forces import forces
from openpeel.catalogue.measures import Measure, load_measure
from openpeel.catalogue.tables import tables
from openpeel.facts.engine import connect
from openpeel.facts.intake import Taken
from openpeel.facts.lake import Lake
from openpeel.facts.sources.reading import Edition, Facts, Reading
from openpeel.measures.release import make_release
from openpeel.measures.values import Release, Value

HEADER = """
id: drawn
version: 1
name: A drawn measure
why: To see what it gives.
theme: context
checked: {by: a test, on: 2026-01-01, next: 2027-01-01}
"""


@dataclass(frozen=True)
class DrawnFile:
    """A file of one table: columns split by |, an empty cell is null."""

    table: str
    text: str
    published: date | None = None
    notes: tuple[str, ...] = field(default=())

    @property
    def name(self) -> str:
        return f"{self.table}-{self.published or 'undated'}.csv"

    def rows(self) -> list[dict[str, object]]:
        header, *lines = (
            [cell.strip() for cell in line.split("|")]
            for line in self.text.strip().splitlines()
        )  # fmt: skip
        return [
            row
            for line in lines
            for row in [_row(self.table, dict(zip(header, line, strict=True)))]
            for _ in range(int(dict(zip(header, line, strict=True)).get("times", "1")))
        ]


def _row(table: str, cells: dict[str, str]) -> dict[str, object]:
    types = tables()[table].types
    found: dict[str, object] = {}
    for name, text in cells.items():
        if name == "force":
            found["force_code"] = _force(text) if text else None
        elif name == "area":
            found["area_code"] = text or None
        elif name == "period":
            found["period_start"], found["period_end"] = period(text)
        elif name != "times":
            found[name] = _cell(types[name], text)
    return found


def _force(name: str) -> str:
    force = forces().find(name)
    assert force is not None, name
    return force.code


def _cell(kind: str, text: str) -> object:
    if not text:
        return None
    if kind == "BIGINT":
        return int(text)
    if kind == "DOUBLE":
        return float(text)
    if kind == "TIMESTAMP":
        return datetime.fromisoformat(text)
    if kind == "DATE":
        return date.fromisoformat(text)
    return text == "true" if kind == "BOOLEAN" else text


def period(text: str) -> tuple[date, date]:
    """`2019-20` is a year to March, `2019-04` a month, `2019-Q2` a quarter, else a day."""
    year = int(text[:4])
    if "Q" in text:
        month = 3 * int(text[-1]) - 2
        return date(year, month, 1), _last(year, month + 2)
    if len(text) == 7 and int(text[5:]) == year % 100 + 1 and int(text[5:]) > 12:
        return date(year, 4, 1), date(year + 1, 3, 31)
    if len(text) == 7:
        return date(year, int(text[5:]), 1), _last(year, int(text[5:]))
    return date.fromisoformat(text), date.fromisoformat(text)


def _last(year: int, month: int) -> date:
    after = date(year + month // 12, month % 12 + 1, 1)
    return after - timedelta(days=1)


def drawn_measure(text: str) -> Measure:
    """A measure from the keys that matter to a test."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "drawn.yaml"
        path.write_text(HEADER + textwrap.dedent(text), encoding="utf-8")
        return load_measure(path)


def release_of(measure: str | Measure, *files: DrawnFile) -> Release:
    """The release of one measure over drawn files."""
    made = drawn_measure(measure) if isinstance(measure, str) else measure
    with TemporaryDirectory() as folder:
        lake, con = Lake(Path(folder)), connect()
        taken = [_taken(lake, con, file) for file in files]
        return make_release(con, lake, taken, {made.id: made})


def _taken(lake: Lake, con: object, file: DrawnFile) -> Taken:
    facts = Facts(file.table)
    for row in file.rows():
        facts.add(**row)
    reading = Reading(
        "drawn",
        Edition(file.name, "drawn", file.published),
        {file.table: facts.into(con)},  # type: ignore[arg-type]
        len(facts.rows),
        len(facts.rows),
    )
    sha256 = hashlib.sha256(repr(file).encode()).hexdigest()
    batch = lake.add(con, f"{sha256[:24]}-drawn-1", sha256, reading)  # type: ignore[arg-type]
    return Taken(file.name, sha256, len(file.text), batch)


def values_of(measure: str | Measure, *files: DrawnFile) -> dict[str, Value]:
    """Every value, by its figure's name without the measure."""
    return {
        value.figure.split(".", 1)[1]: value for value in release_of(measure, *files).values
    }  # fmt: skip


def drawn(measure: str | Measure, *files: DrawnFile) -> dict[str, str]:
    """What the values say: `1/4 = 25`, `12` for a count, `[x]` for a missing one."""
    return {name: shown(value) for name, value in values_of(measure, *files).items()}


def shown(value: Value) -> str:
    """A value in a few characters."""
    status = "" if value.status == "ok" else f"[{value.status}]"
    if value.value is None:
        return status or "no value and no status"
    if value.denominator is None:
        return f"{value.value:g} {status}".strip()
    return f"{value.numerator:g}/{value.denominator:g} = {value.value:.4g} {status}".strip()


def only(found: dict[str, str], names: Iterable[str]) -> dict[str, str]:
    """Those that a test is about."""
    return {name: found[name] for name in names}
