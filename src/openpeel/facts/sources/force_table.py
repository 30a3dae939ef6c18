"""A table with a row for each force, wherever on a sheet it stands.

The column of names is the one that names most forces; the table begins at its first name with a
figure beside it. "West Midlands" is a region and a force: a code decides, else arithmetic (a
region is the sum of its forces), and when the figures cannot, the order of the rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

from openpeel.catalogue.forces import Force, forces
from openpeel.facts.sources.grid import Figure, Rows, Sheet, label, words
from openpeel.facts.sources.reading import SourceFile

Kind = Literal["force", "body", "region", "total"]

FEW = 3  # sheets that name fewer forces than this hold no table by force
ROUNDING = 0.5  # people or offences by which a sum of rounded figures may miss its total
TOLERATED = 0.005  # share of the total up to which a difference is noted; beyond it, refused
TOLERATED_IN_PART = 0.05  # the same for a part of the total, which footnotes correct more often

_CODE = re.compile(r"[A-Z]\d{8}")
_SUFFIX = re.compile(r"[\s,:–-]*\b(region|(sub-?)?total)$", re.IGNORECASE)
_TOTAL = re.compile(r"\*?\s*(grand\s+)?totals?\b\s*(of\s+)?", re.IGNORECASE)


@dataclass(frozen=True)
class Line:
    """One row of the table."""

    row: int
    name: str
    kind: Kind
    force: Force | None
    cells: tuple[Any, ...]
    coded: bool = False  # an ONS code says what it is


@dataclass(frozen=True)
class ForceTable:
    """The rows of a table by force, and the headings above them.

    `top` is the number of the first row of the table's body; `lines` may be some of its rows only.
    """

    file: SourceFile
    sheet: Sheet
    name_column: int
    top: int
    lines: tuple[Line, ...]

    @property
    def forces(self) -> tuple[Line, ...]:
        """The rows of forces."""
        return tuple(line for line in self.lines if line.kind == "force")

    @cached_property
    def _headings(self) -> list[tuple[Any, ...]]:
        """Rows above the body that say something over the columns of figures."""
        above = self.sheet.rows[: self.top - 1]
        return [row for row in above if any(words(cell) for cell in row[self.name_column + 1 :])]

    @cached_property
    def columns(self) -> tuple[int, ...]:
        """Columns to the right of the names in which a force has a figure."""
        width = max(len(line.cells) for line in self.lines)
        return tuple(
            column
            for column in range(self.name_column + 1, width)
            if any(self.sheet.is_figure(cell(line.cells, column)) for line in self.forces)
        )

    def heads(self, column: int) -> tuple[str, ...]:
        """Headings over a column, top to bottom, without footnote marks.

        A heading merged over several columns stands in the first of them only, so an empty cell
        takes the one to its left, if the column has a heading of its own further down.
        """
        found: list[str] = []
        for row in reversed(self._headings):
            text = label(cell(row, column))
            if not text and found:
                left = (label(c) for c in reversed(row[self.name_column + 1 : column]))
                text = next((t for t in left if t), "")
            if text:
                found.insert(0, text)
        return tuple(found)

    def figure(self, line: Line, column: int) -> Figure:
        """A figure of the table."""
        return self.sheet.figure(cell(line.cells, column), line.row, self._named(column), self.file)

    def count(self, line: Line, column: int) -> Figure:
        """A figure of the table that must be a whole number."""
        return self.sheet.count(cell(line.cells, column), line.row, self._named(column), self.file)

    def left(self, line: Line) -> tuple[str, ...]:
        """The words to the left of a row's name: region, year."""
        return tuple(label(c) for c in line.cells[: self.name_column])

    def _named(self, column: int) -> str:
        return " ".join(self.heads(column)[-1:]) or f"number {column + 1}"

    def account(self, rows: Rows) -> None:
        """Say of every row that is no force's why it is set aside."""
        for line in self.lines:
            if line.kind == "body":
                body = forces().body(line.name)
                why = body.why if body else ""
                rows.set_aside(self.sheet, line.row, f"{line.name}: {why}")
            elif line.kind != "force":
                kind = "region or country" if line.kind == "region" else "total"
                rows.set_aside(self.sheet, line.row, f"{kind}: a sum of forces")


def cell(row: tuple[Any, ...], column: int) -> Any:
    """A cell of a row that may be shorter than the sheet is wide."""
    return row[column] if column < len(row) else ""


def find_table(sheet: Sheet, file: SourceFile) -> ForceTable | None:
    """The sheet's table by force, or None when it has none.

    A name with figures beside it that nobody knows is refused: it may be a force.
    """
    column = _name_column(sheet)
    if column is None:
        return None
    lines = []
    for number, row in sheet.numbered():
        line = _line(number, row, column, file, sheet)
        has_figures = any(sheet.is_figure(c) for c in row[column + 1 :])
        if line and has_figures:
            lines.append(line)
        elif has_figures and lines and (name := label(cell(row, column))):
            raise file.refuse(unknown_name(name), sheet.where(number))
    if not any(line.kind == "force" for line in lines):
        return None
    return ForceTable(file, sheet, column, lines[0].row, tuple(lines))


def unknown_name(name: str) -> str:
    """What is wrong with a name among the forces, and what to do."""
    return (
        f"{name!r} is neither a force nor anything else known to stand among forces; if it is"
        " another name of one, add it to catalogue/data/forces.yaml, if it is a body outside the"
        " 43, to bodies.yaml"
    )


def _name_column(sheet: Sheet) -> int | None:
    named: dict[int, set[str]] = {}
    for _, row in sheet.numbered():
        for column, content in enumerate(row[:12]):
            if not isinstance(content, str) or _CODE.fullmatch(words(content)):
                continue  # a code finds its force too, but the names beside it say more
            if force := forces().find(label(content)):
                named.setdefault(column, set()).add(force.code)
    best = max(named, key=lambda column: len(named[column]), default=None)
    return best if best is not None and len(named[best]) >= FEW else None


def _line(
    number: int, row: tuple[Any, ...], column: int, file: SourceFile, sheet: Sheet
) -> Line | None:
    name = label(cell(row, column))
    if not name:
        return None
    code = next((words(c) for c in row[:12] if _CODE.fullmatch(words(c))), None)
    force = forces().find(name)
    if code is not None:
        by_code = forces().by_code.get(code)
        if by_code and force and by_code is not force:
            raise file.refuse(f"{code} is {by_code.name}, not {name!r}", sheet.where(number))
        if by_code:
            return Line(number, name, "force", by_code, row, coded=True)
        if force and forces().is_region(name):
            return Line(number, name, "region", None, row, coded=True)
    kind = forces().kind(name)
    if kind == "unknown" and (plain := _SUFFIX.sub("", name)) != name:
        kind = "region" if forces().is_region(plain) else forces().kind(plain)
    if kind == "unknown":
        return None
    coded = code is not None and kind != "force"
    return Line(number, name, kind, force if kind == "force" else None, row, coded)


def settle_regions(table: ForceTable, columns: Iterable[int]) -> ForceTable:
    """Tell a region from the force of the same name, and check that each force stands once."""
    columns = tuple(columns)
    lines = list(table.lines)
    english = {force.region for force in forces().all} - {"London", "Wales"}
    plain = {_SUFFIX.sub("", line.name) for line in lines if line.kind == "region"}
    if plain & english and not any(line.coded for line in lines):
        names = {line.name for line in lines if line.force and forces().is_region(line.name)}
        for name in sorted(names - plain):  # "West Midlands Region" says itself what it is
            region = _region_line(table, name, columns)
            lines = [replace(x, kind="region", force=None) if x is region else x for x in lines]
    settled = replace(table, lines=tuple(lines))
    seen: dict[str, Line] = {}
    for line in settled.forces:
        assert line.force is not None
        if (first := seen.setdefault(line.force.code, line)) is not line:
            raise table.file.refuse(
                f"{line.name} stands twice (first in row {first.row}), and which is the force's"
                " cannot be told",
                table.sheet.where(line.row),
            )
    return settled


def _region_line(table: ForceTable, name: str, columns: tuple[int, ...]) -> Line:
    """Which of the rows of that name is the region's."""
    force = forces().find(name)
    found = [line for line in table.forces if line.force is force]
    if len(found) == 2 and sum(forces().is_region(line.name) for line in found) == 1:
        return next(line for line in found if forces().is_region(line.name))  # the other: Police
    if len(found) != 2:
        raise table.file.refuse(
            f"{name} is a region and a force and should stand twice, once for each; it stands"
            f" {'once' if len(found) == 1 else f'{len(found)} times'}",
            table.sheet.where(found[0].row),
        )
    others = [
        line
        for line in table.forces
        if line.force is not force and _region(line) == _region(found[0])
    ]
    compared, fits = 0, {0: 0, 1: 0}
    for column in columns:
        first, second = (table.figure(line, column).value for line in found)
        rest = sum(table.figure(line, column).value or 0 for line in others)
        if first is None or second is None or not rest:
            continue
        compared += 1
        slack = ROUNDING * (len(others) + 2)
        fits[0] += abs(first - (second + rest)) <= slack
        fits[1] += abs(second - (first + rest)) <= slack
    if bool(fits[0]) != bool(fits[1]):
        return found[0] if fits[0] else found[1]
    if not compared:  # a figure is missing; regions stand all before or all after their forces
        kinds = [line.kind for line in table.lines if line not in found]
        return found[0] if kinds.index("region") < kinds.index("force") else found[1]
    one, other = (", ".join(f"{table.figure(line, c).value}" for c in columns) for line in found)
    raise table.file.refuse(
        f"{name} stands here with {one} and in row {found[1].row} with {other}; neither is the"
        " sum of the region's forces, so which is the force's cannot be told",
        table.sheet.where(found[0].row),
    )


def _region(line: Line) -> str:
    return line.force.region if line.force else ""


def check_total(
    table: ForceTable, column: int, what: str, tolerated: float = TOLERATED
) -> list[str]:
    """Compare the sum of the forces with the table's own total; notes say where they differ.

    A table without a total that lacks forces is refused, for it may be cut. So is a difference
    beyond the share `tolerated` that forces without a figure do not explain.
    """
    place = f"{table.sheet.name.strip()}, {what}"
    figures = {line.name: table.figure(line, column).value for line in table.forces}
    missing = [name for name, value in figures.items() if value is None]
    present = {line.force.code for line in table.forces if line.force}
    absent = [force.name for force in forces().all if force.code not in present]
    stated = [
        (line, value)
        for line in table.lines
        if line.kind == "total"
        and _is_national(line.name)
        and (value := table.figure(line, column).value) is not None
    ]
    if not stated:
        if absent:
            raise table.file.refuse(
                f"there is no row for {', '.join(absent)} and no total over forces; the table may"
                " have been cut short",
                f"{table.sheet.where(table.lines[-1].row)} (the last one)",
            )
        return [f"{place}: the table has no total, so the sum of the forces is unchecked."]
    notes = [f"{place}: no row for {', '.join(absent)}."] if absent else []
    total = sum(value or 0 for value in figures.values())
    bodies = sum(
        table.figure(line, column).value or 0 for line in table.lines if line.kind == "body"
    )
    # a total may be of the 43 forces, or of everybody listed; the nearest fit is meant
    gaps = [(total - value, line, value) for line, value in stated]
    gaps += [(total + bodies - v, line, v) for line, v in stated if "43" not in line.name]
    gap, line, value = min(gaps, key=lambda found: abs(found[0]))
    if abs(gap) <= ROUNDING:
        return notes
    said = (
        f"{what}: the forces sum to {total:,.10g}, which differs by {gap:+,.6g} from {line.name!r}"
        f" in row {line.row} ({value:,.10g})"
    )
    if missing or absent:
        said += f"; no figure for {', '.join(missing + absent)}"
    explained = bool(missing) and gap < 0 and not absent
    if not explained and abs(gap) > max(tolerated * abs(value), 5):
        raise table.file.refuse(
            f"{said}; a row may be missing or misplaced", table.sheet.where(line.row)
        )
    return [f"{table.sheet.name.strip()}, {said}."]


def _is_national(name: str) -> bool:
    """Whether a total is over all forces, not over a region's."""
    rest = _TOTAL.sub("", name).strip()
    return not rest or not forces().is_region(rest)
