"""Plain sentences from numbers. Each word is earned by a rule; none blames and none ranks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from openpeel.catalogue.measures import Measure
from openpeel.catalogue.units import UNDIVIDED
from openpeel.charts.base import STATUS_WORDS
from openpeel.charts.numbers import NumberFormat
from openpeel.measures.values import OK, Comparison, Standing, Value
from openpeel.releases.queries import group_words

USED = (OK, "r")  # statuses whose values count in lines, limits and totals

DIRECTION_WORDS = {
    "higher": "A higher value is better.",
    "lower": "A lower value is better.",
    "neutral": "Neither higher nor lower is better in itself, so marks are not coloured.",
    "context": "It describes the place and its circumstances; it says nothing about performance.",
}

METHOD_WORDS = {
    "wilson": "Wilson",
    "byar": "Byar's",
    "exact": "exact Poisson",
    "clopper-pearson": "Clopper-Pearson",
    "log-normal, exact under 10 events": "log-normal (exact under 10 events)",
    "order statistics": "order-statistic",
}


def unit_words(unit: str) -> str:
    """The unit for a table's head: `%`, `per 1,000`, `times`, `number`, `minutes`, `£`."""
    if unit.startswith("pounds"):
        return unit.replace("pounds", "£")
    return {"percent": "%", "ratio": "times", "count": "number"}.get(unit, unit)


def unit_sentence(measure: Measure) -> str:
    """The unit with what it is of: `Per 1,000 residents`, `% of 101 calls offered`."""
    if measure.ratio is not None:
        return f"Times the rate of the reference group ({group_words(measure, measure.ratio.to)})."
    unit = measure.unit[:1].upper() + measure.unit[1:]
    if measure.denominator is None:
        return "A number." if measure.unit == "count" else f"{unit}."
    if measure.unit == "percent":
        return f"% of {measure.denominator.words}."
    if measure.kind == "mean":
        return f"{unit}, the average of {measure.denominator.words}."
    if measure.unit in ("per person", "hours per person", "pounds per resident"):
        return f"{unit}; the base is {measure.denominator.words}."
    return f"{unit} {measure.denominator.words}."


def with_unit(value: float, form: NumberFormat) -> str:
    """A value that can stand in a sentence: `12.3%`, `3.6 per 1,000`, `12.7 minutes`, `£1.2m`."""
    written = form.text(value)
    if form.unit in ("percent", "count", "pounds", ""):
        return written
    return f"{written} {unit_words(form.unit).removeprefix('£ ')}"


def form_of(value: Value, form: NumberFormat) -> NumberFormat:
    """The format with one more decimal where an interval of `9.8 to 9.8` would say nothing."""
    ends = value.lower, value.upper
    if None in ends or ends[0] == ends[1] or form.text(ends[0] or 0) != form.text(ends[1] or 0):
        return form
    return replace(form, decimals=form.decimals + 1)


def interval_words(value: Value, form: NumberFormat) -> str:
    """`3.5 to 3.7`, or empty when the value has no interval."""
    if value.lower is None or value.upper is None:
        return f"at least {form.text(value.lower)}" if value.lower is not None else ""
    form = form_of(value, form)
    return f"{form.text(value.lower)} to {form.text(value.upper)}"


def status_short(status: str) -> str:
    """`[x] not supplied`; empty for a value that is as it should be."""
    return "" if status == OK else f"[{status}] {STATUS_WORDS.get(f'[{status}]', '')}".strip()


def why_missing(value: Value) -> str:
    """Why there is no value, as a sentence that begins with its reason code."""
    reason = value.reason.rstrip(".") or STATUS_WORDS.get(f"[{value.status}]", "no value")
    return f"[{value.status}] {reason[:1].upper()}{reason[1:]}."


def method_words(value: Value) -> str:
    """The name of the interval's method as it was used for this value."""
    if value.method == "byar-exact":
        few = value.numerator is not None and value.numerator < 10
        return METHOD_WORDS["exact" if few else "byar"]
    return METHOD_WORDS.get(value.method, value.method)


def beside_national(value: Value, national: Value) -> str:
    """Where the interval lies to the value of England and Wales."""
    if national.value is None or value.lower is None or value.upper is None:
        return ""
    if value.upper < national.value:
        return "The interval lies below the value of England and Wales."
    if value.lower > national.value:
        return "The interval lies above the value of England and Wales."
    return "The interval includes the value of England and Wales: no clear difference."


def line_words(mark: str | None) -> str:
    """What the outlier lines say."""
    return f"well {mark} average" if mark else "between the lines"


def funnel_words(standing: Standing) -> str:
    """What the funnel says."""
    if standing.funnel_z is None:
        used = standing.value.value is not None and standing.value.status in USED
        return "no funnel" if used else "not compared"
    mark = standing.funnel_mark
    return f"{mark} the 99.8% limits" if mark else "within the limits"


def rank_words(standing: Standing, compared: int) -> str:
    """`between 4th and 19th of 42 from the highest`: never a rank without its interval."""
    lower, upper = standing.rank_lower, standing.rank_upper
    if lower is None or upper is None:
        return ""
    if lower == upper:
        return f"{ordinal(lower)} of {compared} from the highest"
    return f"between {ordinal(lower)} and {ordinal(upper)} of {compared} from the highest"


def rank_short(standing: Standing) -> str:
    """`4th to 19th`, for a column."""
    lower, upper = standing.rank_lower, standing.rank_upper
    if lower is None or upper is None:
        return ""
    return ordinal(lower) if lower == upper else f"{ordinal(lower)} to {ordinal(upper)}"


def ordinal(number: int) -> str:
    """`1st`, `2nd`, `3rd`, `4th`, `11th`."""
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def value_sentence(
    measure: Measure, comparison: Comparison, standing: Standing, form: NumberFormat
) -> str:
    """The force's value with its interval, and England and Wales; empty when there is none."""
    value, national = standing.value, comparison.national
    if value.value is None:
        return ""
    said = with_unit(value.value, form_of(value, form))
    if interval := interval_words(value, form):
        said += f" (95% interval {interval})"
    if national.value is not None and measure.unit not in UNDIVIDED:
        said += f"; England and Wales {form.text(national.value)}"
    return f"{said}."


def standing_sentence(measure: Measure, comparison: Comparison, standing: Standing) -> str:
    """How a force stands beside the others, in words that name no number."""
    value = standing.value
    if value.value is None:
        return f"No figure: {why_missing(value)}"
    if value.status not in USED:
        return f"{why_missing(value)} It is not compared with other forces."
    sentences = []
    if measure.unit not in ("count", "ratio"):  # a ratio of the whole is no average of ratios
        sentences.append(beside_national(value, comparison.national))
    if standing.line_mark and not standing.funnel_mark and standing.funnel_z is not None:
        sentences.append("Beyond the outlier line, but within the funnel's limits.")
    if standing.funnel_mark and not standing.line_mark:
        sentences.append("Beyond the funnel's limits, though not beyond the outlier lines.")
    return " ".join(sentence for sentence in sentences if sentence)


def listed(names: Iterable[str]) -> str:
    """`Kent`, `Kent and Surrey`, `Kent, Surrey and Sussex`."""
    all_names = list(names)
    if len(all_names) < 2:
        return "".join(all_names)
    return f"{', '.join(all_names[:-1])} and {all_names[-1]}"


def counted(number: int, one: str, many: str = "") -> str:
    """`1 force`, `12 forces`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
