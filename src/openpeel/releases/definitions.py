"""A measure's definition in words and in SQL."""

from __future__ import annotations

from typing import Any

from openpeel.catalogue.comparability import rules
from openpeel.catalogue.measures import Measure, Part
from openpeel.releases.periods import day_words


def definition(measure: Measure) -> dict[str, Any]:
    """Both parts in words and SQL, and how they make the value."""
    parts = [("Numerator", measure.numerator)]
    if measure.denominator is not None:
        parts.append(("Denominator", measure.denominator))
    return {
        "parts": [
            {"role": role, "words": part.words, "sql": sql(part, measure.by)}
            for role, part in parts
        ],
        "formula": formula(measure),
        "rule": rules()[measure.comparability].words if measure.comparability else "",
        "checked": day_words(measure.checked.on),
        "next": day_words(measure.checked.next),
        "standards": [
            {"since": day_words(s.since), "value": f"{s.value:g}", "words": s.words}
            for s in measure.standard
        ],
    }


def formula(measure: Measure) -> str:
    """How the parts make the value."""
    if measure.numerator.quantile is not None:
        share = f"{measure.numerator.quantile:.0%}"
        return f"The {measure.numerator.column} that {share} of the rows do not exceed."
    if measure.denominator is None:
        return "The numerator, added up." if measure.numerator.sum else "The numerator, counted."
    if measure.ratio is not None:
        return (
            "Numerator over denominator for the group, divided by numerator over denominator for"
            f" the reference group ({measure.ratio.to})."
        )
    if measure.kind == "mean":
        return f"Numerator / denominator, in {measure.unit}."
    times = f" × {measure.per:,}" if measure.per != 1 else ""
    return f"Numerator / denominator{times}."


def aggregate(part: Part) -> str:
    """What is asked of the rows: to count them, add up a column, or find its quantile."""
    if part.quantile is not None:
        return f"quantile_cont({part.column}, {part.quantile:g})"
    return f"sum({part.sum})" if part.sum else "count(*)"


def sql(part: Part, by: str | None = None) -> str:
    """The part as the question it asks of its table, by force and period."""
    number = aggregate(part)
    columns = "force_code, period_start, period_end"
    grouped = by if part.by is None else part.by
    if grouped and (part.by or not part.is_population):
        columns += f", {grouped}"
    where = f"\nwhere {part.where}" if part.where else ""
    return f"select {columns}, {number}\nfrom {part.table}{where}\ngroup by {columns}"
