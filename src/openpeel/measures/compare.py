"""Comparisons of the 43 forces: the inspectorate's outlier lines beside better methods.

A mark asks a question. It never becomes a grade and no score is made of marks.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Literal

import numpy as np

from openpeel.catalogue.coverage import statuses
from openpeel.catalogue.forces import ENGLAND_AND_WALES, forces
from openpeel.catalogue.measures import Measure
from openpeel.catalogue.peers import PeerGroup
from openpeel.measures.assemble import LEVEL
from openpeel.measures.values import OK, Comparison, Standing, Value
from openpeel.statistics import Funnel, RankInterval, funnel, outlier_lines, rank_interval
from openpeel.statistics.intervals import standard_error

FEWEST = 3  # forces with a value, below which nothing is compared


def comparisons(measure: Measure, values: Iterable[Value], peers: PeerGroup) -> list[Comparison]:
    """One comparison for each period and group for which enough forces have a value."""
    if measure.denominator is None and measure.kind != "quantile":
        return []
    sets: dict[tuple[object, ...], list[Value]] = defaultdict(list)
    for value in values:
        if not value.area_code:
            sets[value.period_start, value.period_end, value.group].append(value)
    return [
        made for held in sets.values() if (made := _compare(measure, held, peers)) is not None
    ]  # fmt: skip


def is_compared(value: Value) -> bool:
    """Whether a value enters means, lines and limits: partial and missing ones do not."""
    if value.value is None:
        return False
    return value.status == OK or statuses()[value.status].compared


def _compare(measure: Measure, held: Sequence[Value], group: PeerGroup) -> Comparison | None:
    national = next(value for value in held if value.force_code == ENGLAND_AND_WALES)
    order = [force.code for force in forces().all]
    by_code = {value.force_code: value for value in held}
    shown = [by_code[code] for code in order]
    used = [value if is_compared(value) else None for value in shown]
    if sum(value is not None for value in used) < FEWEST:
        return None
    lines = outlier_lines([value.value if value else None for value in used])
    limits = _funnel(measure, used)
    ranks = _ranks(measure, used)
    peers = _peers(measure, used, order, group)
    p_values = limits.p_values if limits else None
    standings = tuple(
        Standing(
            value=value,
            z=_number(lines.z[at]),
            line_mark=lines.marks[at],
            funnel_z=_number(limits.z_adjusted[at]) if limits else None,
            funnel_p=_number(p_values[at]) if p_values is not None else None,
            funnel_mark=limits.marks[at] if limits else None,
            funnel_lower=_number(limits.lower_998[at] * measure.per) if limits else None,
            funnel_upper=_number(limits.upper_998[at] * measure.per) if limits else None,
            peer_value=peers[at],
            rank=_whole(ranks.rank[at]) if ranks else None,
            rank_lower=_whole(ranks.lower[at]) if ranks else None,
            rank_upper=_whole(ranks.upper[at]) if ranks else None,
        )
        for at, value in enumerate(shown)
    )
    return Comparison(
        measure.id, national.period_start, national.period_end, national.group,
        standings, national, lines, limits,
    )  # fmt: skip


def _funnel(measure: Measure, used: Sequence[Value | None]) -> Funnel | None:
    """Limits by size, for shares, rates and ratios of things counted."""
    if measure.kind not in ("share", "rate", "ratio"):
        return None
    x = [value.numerator if value else None for value in used]
    n = [value.denominator if value else None for value in used]
    if measure.kind == "ratio":
        # Observed over expected, each force's own rate for the reference group being given: unlike
        # the ratio of England and Wales it does not move with where the groups live.
        together = math.fsum(value or 0 for value in x) / math.fsum(value or 0 for value in n)
        return funnel(x, n, kind="ratio", target=together or None)
    kind: Literal["share", "rate"] = "share" if measure.kind == "share" else "rate"
    return funnel(x, n, kind=kind, as_funnelplotr=False)


def _ranks(measure: Measure, used: Sequence[Value | None]) -> RankInterval | None:
    """Ranks with their intervals; none for amounts, which have no interval to rank by."""
    if measure.kind == "amount":
        return None
    if measure.kind in ("mean", "quantile"):
        known = [value if value and value.upper is not None else None for value in used]
        if sum(value is not None for value in known) < FEWEST:
            return None
        return rank_interval(
            [value.value if value else None for value in known],
            [
                standard_error(value.lower or 0, value.upper or 0, LEVEL) if value else None
                for value in known
            ],
        )
    if measure.kind != "ratio":
        return rank_interval(
            numerators=[value.numerator if value else None for value in used],
            denominators=[value.denominator if value else None for value in used],
            kind="share" if measure.kind == "share" else "rate",
        )
    # Of a ratio the logarithm is close to normal; half an event stands for none.
    logs, errors = [], []
    for value in used:
        counts = [
            max(working.number or 0, 0.5)
            for working in (value.workings if value else ())
            if working.role.startswith("numerator")
        ]
        logs.append(math.log(max(value.value or 0, 1e-9)) if value else None)
        errors.append(math.sqrt(sum(1 / count for count in counts)) if value else None)
    return rank_interval(logs, errors)


def _peers(
    measure: Measure, used: Sequence[Value | None], order: Sequence[str], group: PeerGroup
) -> list[float | None]:
    """The pooled value of each force's peers that have one; quantiles can't be pooled."""
    at = {code: number for number, code in enumerate(order)}
    pooled: list[float | None] = []
    for code in order:
        peers = [value for peer in group.of(code) if (value := used[at[peer]]) is not None]
        base = math.fsum(value.denominator or 0 for value in peers)  # a quantile has none
        top = math.fsum(value.numerator or 0 for value in peers)
        pooled.append(measure.shown(top / base) if base else None)
    return pooled


def _number(value: float | np.floating) -> float | None:
    return None if np.isnan(value) else float(value)


def _whole(value: float | np.floating) -> int | None:
    return None if np.isnan(value) else int(value)
