"""Small counts of people: hidden, and not to be had back from the totals.

A table with its totals is a set of sums. Every row adds up to its total and so does every
column, so a hidden cell can be worked out exactly when it is the only way across between its row
and its column: in the graph whose nodes are rows and columns and whose edges are hidden cells
(totals are cells too), when it is a bridge. Secondary suppression hides more cells until no edge
is a bridge, taking the cheapest way round each time: the one that hides the fewest people.
"""

import heapq
from dataclasses import dataclass

import numpy as np

from openpeel.statistics.arrays import BoolArray, FloatArray, Numbers, Values, floats, frozen, plain

Cell = tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Suppressed:
    """Counts fit to publish: NaN where `hidden` (or where the count was missing).

    Print every hidden cell alike, `[c]`: saying which were small gives them away. `totals` has
    one total a row (a single number for a list of counts), `column_totals` one a column and
    `grand_total` one, NaN where hidden; the last two are None for a list.
    """

    values: FloatArray
    hidden: BoolArray
    totals: Numbers
    column_totals: FloatArray | None
    grand_total: float | None
    threshold: int
    secondary: bool


def suppress(counts: Values, threshold: int = 5, secondary: bool = True) -> Suppressed:
    """Hide counts from 1 to threshold - 1, and enough others to keep them hidden.

    Args:
        counts: Counts of people: a list (published with its total), or a table (published with
            the totals of its rows and columns and the grand total). None or NaN is missing: it
            stays missing and adds nothing to totals.
        threshold: The smallest count shown: 5, or 10 in person-level reviews and surveys.
        secondary: Also hide cells from which, with the totals, a hidden one could be worked out.

    A count of 0 is shown: it is no count of people. It may be hidden to protect another cell
    where nothing else can. Totals are counts too and obey the same rule. Hidden cells of a row or
    column whose total is shown always add up to at least the threshold, or their sum would itself
    be a small count.

    Source: Hundepool et al. 2012, Statistical Disclosure Control, chapter 4; Gusfield 1988 (SIAM
    Journal on Computing 17: 552-571) for the graph.

    Raises:
        ValueError: counts that are negative, not whole, or not a list or table.

    >>> suppress([3, 40, 12, 0]).values.tolist()
    [nan, 40.0, nan, 0.0]
    >>> suppress([[3, 40, 12], [20, 30, 15], [25, 35, 60]]).values.tolist()
    [[nan, 40.0, nan], [nan, 30.0, nan], [25.0, 35.0, 60.0]]
    """
    given = floats(counts, "counts")
    known = given[~np.isnan(given)]
    if given.ndim not in (1, 2) or given.size == 0:
        raise ValueError("counts must be a list or a table with at least one cell.")
    if np.any(known < 0) or np.any(known != np.floor(known)):
        raise ValueError("counts must be whole numbers, not negative.")
    full = _with_totals(given)
    small = (full > 0) & (full < threshold)
    hidden = small
    if secondary:
        hide = _protect_list if given.ndim == 1 else _protect_table
        hidden = hide(np.nan_to_num(full), small, np.isnan(full), threshold)
    shown = np.where(hidden, np.nan, full)
    inside = tuple(slice(0, size) for size in given.shape)
    table = given.ndim == 2
    return Suppressed(
        values=frozen(shown[inside]),
        hidden=frozen(hidden[inside]),
        totals=plain(shown[:-1, -1] if table else shown[-1]),
        column_totals=frozen(shown[-1, :-1]) if table else None,
        grand_total=float(shown[-1, -1]) if table else None,
        threshold=threshold,
        secondary=secondary,
    )


def round_to(values: Values, base: int = 5) -> Numbers:
    """Round to the nearest multiple of `base`, halves up; missing stays missing.

    Raises:
        ValueError: a base under 1.

    >>> round_to([2, 3, 7.5, None, 98]).tolist()
    [0.0, 5.0, 10.0, nan, 100.0]
    """
    if base < 1:
        raise ValueError(f"base must be at least 1, and is {base!r}.")
    return plain(base * np.floor(floats(values, "values") / base + 0.5))


def _with_totals(counts: FloatArray) -> FloatArray:
    """Put a last cell of totals on every axis (a column and a row, for a table)."""
    full = counts
    for axis in reversed(range(counts.ndim)):
        full = np.concatenate([full, np.nansum(full, axis=axis, keepdims=True)], axis=axis)
    return full


def _protect_list(
    full: FloatArray, small: BoolArray, missing: BoolArray, threshold: int
) -> BoolArray:
    """Hide cells of a list until at least two are hidden, with a sum that may be known."""
    hidden = small.copy()
    cells, total = full[:-1], full.size - 1
    while hidden.any():
        inside = hidden[:-1]
        safe_sum = hidden[total] or cells[inside].sum() >= threshold
        if hidden.sum() > 1 and safe_sum:
            break
        free = ~inside & ~missing[:-1]
        # Nothing left to hide but the total.
        hidden[_cheapest(cells, free) if free.any() else total] = True
    return hidden


def _protect_table(
    full: FloatArray, small: BoolArray, missing: BoolArray, threshold: int
) -> BoolArray:
    """Hide cells of a table until no hidden cell is a bridge and no line's hidden sum is small."""
    hidden = small.copy()
    settled = False
    while not settled:
        settled = True
        for row, column in np.argwhere(hidden).tolist():
            around = _way_round(full, hidden, missing, (row, column))
            if any(not hidden[cell] for cell in around):
                settled = False
                for cell in around:
                    hidden[cell] = True
        for cells, out, gone in ((full, hidden, missing), (full.T, hidden.T, missing.T)):
            for line in range(cells.shape[0]):
                inside, free = out[line, :-1], ~out[line, :-1] & ~gone[line, :-1]
                known_sum = inside.any() and not out[line, -1]
                if known_sum and cells[line, :-1][inside].sum() < threshold:
                    settled = False
                    out[line, _cheapest(cells[line, :-1], free) if free.any() else -1] = True
    return hidden


def _cost(count: float, *, total: bool) -> float:
    """Return what hiding a cell costs: its count, and far more for a zero or a total.

    A hidden zero protects badly (a reader expects a small count there), and a total is what most
    readers came for.
    """
    return (count if count > 0 else 1e9) + (1e12 if total else 0.0) + 1.0


def _cheapest(cells: FloatArray, free: BoolArray) -> int:
    return min(np.flatnonzero(free).tolist(), key=lambda i: _cost(float(cells[i]), total=False))


def _way_round(full: FloatArray, hidden: BoolArray, missing: BoolArray, cell: Cell) -> list[Cell]:
    """Return the cells of the cheapest other way between a cell's row and column (Dijkstra).

    Cells already hidden cost nothing, so the way of a cell that is no bridge holds only hidden
    cells. Missing cells are no way: everyone knows they add nothing. An empty list means that
    there is no other way.
    """
    rows, columns = full.shape
    start, goal = cell[0], rows + cell[1]  # nodes: rows first, then columns
    best, came = {start: 0.0}, {start: start}
    queue = [(0.0, start)]
    while queue:
        cost, node = heapq.heappop(queue)
        if node == goal:
            break
        if cost > best[node]:
            continue
        for place in range(columns if node < rows else rows):
            step = (node, place) if node < rows else (place, node - rows)
            if step == cell or missing[step]:
                continue
            price = 0.0
            if not hidden[step]:
                total = step[0] == rows - 1 or step[1] == columns - 1
                price = _cost(float(full[step]), total=total)
            ahead = rows + place if node < rows else place
            if cost + price < best.get(ahead, np.inf):
                best[ahead], came[ahead] = cost + price, node
                heapq.heappush(queue, (cost + price, ahead))
    return _steps_back(came, start, goal, rows) if goal in came else []


def _steps_back(came: dict[int, int], start: int, goal: int, rows: int) -> list[Cell]:
    steps, node = [], goal
    while node != start:
        before = came[node]
        steps.append((min(before, node), max(before, node) - rows))
        node = before
    return steps
