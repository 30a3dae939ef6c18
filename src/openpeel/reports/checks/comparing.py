"""Words that compare, held against a rank, an outlier line, a ratio or a difference."""

from __future__ import annotations

import re
from dataclasses import replace

from openpeel.reports.checks import units
from openpeel.reports.checks.stating import stated_amount
from openpeel.reports.data.figures import Compared, Figure
from openpeel.reports.wording import (
    Span,
    Verdict,
    check_amount,
    check_comparison,
    check_rank,
    find_comparisons,
    find_numbers,
)

_POINTS = re.compile(r"(?i)\b(?:percentage points?|points?)\b")
# What may be said of a force that lies beyond neither line; the first is offered.
_BETWEEN = (
    "near average", "near the average", "about average", "around average", "close to average",
    "close to the average", "in line with the average", "between the lines", "not an outlier",
    "not well above", "not well below", "neither well above nor well below",
)  # fmt: skip


def compare(words: str, figure: Figure, made: Compared) -> Verdict:
    """Whether a word that compares is borne out by a rank, a line, a ratio or a difference."""
    if made.rank_lower is not None and made.rank_upper is not None and made.of is not None:
        return check_rank(words, made.rank_lower, made.rank_upper, made.of, figure.direction)
    if made.mark is not None:
        return _by_the_lines(words, made.mark)
    if figure.unit == "percent" and made.difference is not None and _POINTS.search(words):
        return _in_points(words, figure, made, made.difference)
    numbers = find_numbers(words)
    alone = len(numbers) == 1 and numbers[0].kind == "number"
    if made.difference is not None and alone and units.said(words, "", figure).named:
        return _in_its_unit(words, numbers[0], figure, made, made.difference)
    times = numbers or any(s.kind == "ratio" for s in find_comparisons(words))
    if times and made.ratio is not None:
        return _by_the_ratio(words, figure, made, made.ratio)
    return check_comparison(words, made.difference, made.lower, made.upper, figure.direction)


def told_of_comparison(made: Compared, figure: Figure) -> str:
    """What the data say of two amounts, in words for a problem."""
    if made.rank_lower is not None:
        return f"rank {made.rank_lower} to {made.rank_upper} of {made.of}, 1 the highest"
    if made.difference is None:
        return f"the force lies {made.mark}" if made.mark else made.other
    unit = "percentage points" if figure.unit == "percent" else figure.unit
    ends = f" ({made.lower:,.2f} to {made.upper:,.2f})" if made.lower is not None else ""
    times = f", {made.ratio:.2f} times as much" if made.ratio is not None else ""
    return f"beside {made.other} the difference is {made.difference:,.2f} {unit}{ends}{times}"


def _by_the_lines(words: str, mark: str) -> Verdict:
    said = words.lower()
    if not mark.startswith("well"):
        supported = any(near in said for near in _BETWEEN)
        return Verdict(supported, "it lies between the lines", "" if supported else _BETWEEN[0])
    supported = mark.lower() in said and "not " not in said
    return Verdict(supported, f"the lines say {mark}", "" if supported else mark)


def _by_the_ratio(words: str, figure: Figure, made: Compared, ratio: float) -> Verdict:
    """`a third higher`: true of the ratio, and of a difference that is one.

    Words that would hold of two equal amounts as well, such as `less than twice`, claim none.
    """
    verdict = check_amount(words, ratio, unit="ratio")
    if made.lower is None or made.upper is None or not made.lower <= 0 <= made.upper:
        return verdict
    if not verdict.supported or check_amount(words, 1, unit="ratio").supported:
        return verdict
    way = "higher" if ratio > 1 else "lower"
    none = check_comparison(way, made.difference, made.lower, made.upper, figure.direction)
    return replace(none, reason=f"{told_of_comparison(made, figure)}: the interval includes zero")


def _in_its_unit(
    words: str, number: Span, figure: Figure, made: Compared, difference: float
) -> Verdict:
    """`13 seconds longer`: the direction by its interval, the amount as a difference."""
    rest = f"{words[: number.start]} {words[number.end :]}"
    way = check_comparison(rest, difference, made.lower, made.upper, figure.direction)
    if not way.supported:
        return way
    apart = figure.model_copy(update={"value": abs(difference)})
    return stated_amount(number.text, apart, words[number.end :])


def _in_points(words: str, figure: Figure, made: Compared, difference: float) -> Verdict:
    """`fell by 3 percentage points`: the direction by its interval, the amount as a difference."""
    before, after = _POINTS.split(words, maxsplit=1)
    verb, _, amount = before.rpartition(" by ")
    rest = f"{verb}{after}".strip()
    way = check_comparison(rest, made.difference, made.lower, made.upper, figure.direction)
    if not way.supported:
        return way
    verdict = check_amount(f"{amount.strip()} percent", abs(difference) / 100, unit="share")
    offered = verdict.suggestion.replace("percent", "percentage points")
    if offered and "percentage points" not in offered:
        offered = f"{abs(difference):.1f} percentage points"
    return Verdict(verdict.supported, f"the difference is {difference:,.1f} points", offered)
