"""The table under a chart, and its CSV: the same numbers as the drawing, from the same object."""

import csv
import io
from dataclasses import dataclass

from openpeel.charts.numbers import NumberFormat

Cell = str | float | int | None


@dataclass(frozen=True)
class Column:
    """A column: `key` heads it in the CSV, `name` and `unit` on the page."""

    key: str
    name: str
    unit: str = ""
    is_number: bool = False
    decimals: int = 0


@dataclass(frozen=True)
class Table:
    """Columns and rows. A missing number is None: never zero, and never an empty string."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def text_rows(self) -> tuple[tuple[str, ...], ...]:
        """The rows as a reader sees them: numbers written as on the chart, nothing for None."""
        return tuple(
            tuple(_written(cell, column) for cell, column in zip(row, self.columns, strict=True))
            for row in self.rows
        )

    def csv(self) -> str:
        """The table as CSV with full precision, units in a column of their own."""
        unit = next((column.unit for column in self.columns if column.unit), "")
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow([column.key for column in self.columns] + ["unit"] * bool(unit))
        writer.writerows([*row, *([unit] if unit else [])] for row in self.rows)
        return out.getvalue()


def _written(cell: Cell, column: Column) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    return NumberFormat(column.unit, column.decimals).text(cell)
