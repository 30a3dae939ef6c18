"""A mark as a page shows it: side, words, and a colour only where a direction means something."""

from __future__ import annotations

from openpeel.catalogue.measures import Measure
from openpeel.charts.base import mark_look


def mark_view(measure: Measure, mark: str | None, shown: str) -> dict[str, str]:
    """What the component `mark.html` needs."""
    look = mark_look(mark, measure.direction) if mark else ""  # type: ignore[arg-type]
    return {"side": mark or "", "words": shown, "look": look}
