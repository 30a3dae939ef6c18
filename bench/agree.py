"""That the ways compared by the benchmark give the same answers: a fast wrong one is no rival.

python bench/agree.py LAKE        prints how many numbers agree, or says where they do not
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from ways import KEYS, WAYS, parts, spreads

from openpeel.facts.lake import Lake

RIVALS = ("by hand", "polars", "pandas")

Numbers = dict[tuple[str, ...], float]


def main() -> None:
    lake = Lake(Path(sys.argv[1]))
    right = _of_cells(WAYS["openpeel"](lake, "all")())
    for way in RIVALS:
        _compare(way, _of_rows(WAYS[way](lake, "all")()), right)
    ours = _of_quantile_cells(WAYS["openpeel"](lake, "quantiles")())
    _compare("by hand, quantiles", _of_quantile_rows(WAYS["by hand"](lake, "quantiles")()), ours)
    print(f"{len(right):,} counts and {len(ours):,} quantiles are the same in every way.")


def _compare(way: str, found: Numbers, right: Numbers) -> None:
    wrong = [key for key in found.keys() | right.keys() if found.get(key) != right.get(key)]
    if wrong or not right:
        first = min(wrong, default=())
        sys.exit(f"{way}: {len(wrong)} numbers differ from openpeel's, such as {first}:"
                 f" {found.get(first)}, not {right.get(first)}")  # fmt: skip


def _of_cells(answer: Any) -> Numbers:
    return {
        (part.condition.text, table, cell.force_code, cell.area_code, str(cell.period_start)): rows
        for table, cells in answer.items()
        for part, found in cells.items()
        for cell in found
        if (rows := cell.rows)
    }


def _of_rows(answer: Any) -> Numbers:
    return {
        (part.condition.text, table, force, area, str(start)[:10]): int(number)
        for table, asked in parts("all").items()
        for force, start, area, *numbers in answer[table]
        for part, number in zip(asked, numbers, strict=True)
        if number
    }


def _of_quantile_cells(answer: Any) -> Numbers:
    return {
        (str(spread), cell.force_code, cell.area_code, str(cell.period_start), str(p)): found.value
        for cells in answer.values()
        for spread, held in cells.items()
        for cell in held
        for p, found in cell.quantiles.items()
    }


def _of_quantile_rows(answer: Any) -> Numbers:
    asked = {spread: sorted(ps) for held in spreads().values() for spread, ps in held.items()}
    found: Numbers = {}
    for spread, rows in answer.items():
        for row in rows:
            key = dict(zip(spread.keys, row, strict=False))
            for p, value in zip(asked[spread], row[-1] or (), strict=False):
                name = (str(spread), key[KEYS[0]], key.get("area_code") or "", str(key[KEYS[1]]))
                found[*name, str(p)] = round(value, 3)
    return found


if __name__ == "__main__":
    main()
