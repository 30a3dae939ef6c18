"""A small drawing of one force among all: a tick a force, dotted outlier lines, the force a dot.

It repeats what the words beside it say, so it is hidden from assistive technology.
"""

from __future__ import annotations

import math

from openpeel.charts import svg
from openpeel.charts.scales import Scale
from openpeel.measures.values import Comparison, Standing

WIDTH, HEIGHT = 200.0, 26.0
EDGE = 6.0


def strip(comparison: Comparison, standing: Standing) -> str:
    """The drawing as SVG; empty when the force has no value to place."""
    value = standing.value.value
    values = [s.value.value for s in comparison.standings if s.z is not None]
    drawn = [number for number in values if number is not None]
    if value is None or len(drawn) < 3:
        return ""
    low, high = min([*drawn, value]), max([*drawn, value])
    if not high > low:
        return ""
    scale = Scale(low, high, EDGE, WIDTH - EDGE)
    ticks = "".join(f"M{svg.px(scale(number))} 7V19" for number in sorted(drawn))
    lines = "".join(
        svg.line(scale(at), 1, scale(at), HEIGHT - 1, "outlier")
        for at in (comparison.lines.lower, comparison.lines.upper)
        if math.isfinite(at) and low <= at <= high
    )
    return (
        f'<svg class="chart strip" viewBox="0 0 {WIDTH:.0f} {HEIGHT:.0f}" aria-hidden="true"'
        f' focusable="false"><path d="{ticks}" class="tick-mark"/>{lines}'
        f"{svg.circle(scale(value), HEIGHT / 2, 5, 'dot chosen')}</svg>"
    )
