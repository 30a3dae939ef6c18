"""Two amounts in the link of a comparison: which is which, and is each the amount of its figure?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from openpeel.catalogue.two_amounts import PLACES, two_amounts
from openpeel.reports.checks import units
from openpeel.reports.checks.problems import Problem
from openpeel.reports.checks.stating import parts_stated, stated_amount, told_of
from openpeel.reports.data.figures import Compared, Figure
from openpeel.reports.text.document import Link
from openpeel.reports.wording import Span, Verdict, find_comparisons, find_numbers


@dataclass(frozen=True)
class Both:
    """The words of the figure's own amount, and of the amount that it is set beside.

    What follows each tells its unit, if it has one.
    """

    own: str
    other: str
    after_own: str = ""
    after_other: str = ""


def amounts_of(words: str) -> tuple[Span, ...]:
    """The amounts that words state; points are no amount of either side but their difference."""
    return tuple(span for span in find_numbers(words) if not _is_points(span))


def comparisons_of(words: str) -> list[str]:
    """The words that compare, each with the points that it moves by: `rose by 7 points`."""
    points = [span for span in find_numbers(words) if _is_points(span)]
    spans = find_comparisons(words)
    found = []
    for at, span in enumerate(spans, start=1):
        until = spans[at].start if at < len(spans) else len(words)
        ends = [p.end for p in points if span.end <= p.start < until]
        found.append(words[span.start : max(ends, default=span.end)])
    return found


def _is_points(span: Span) -> bool:
    return "point" in span.text.lower()


def which_is_which(words: str, numbers: tuple[Span, ...], after: str = "") -> Both | None:
    """Which of two amounts is the figure's own; None where the words don't say.

    `after` is what follows the words in the sentence.
    """
    one, two = numbers
    rest = words.lower()
    marked = f"{rest[: one.start]}ONE{rest[one.end : two.start]}TWO{rest[two.end :]}"
    found = next((p for p in two_amounts() if re.search(p.pattern, marked)), None)
    if found is None:
        return None
    said = dict(zip(PLACES, _with_units(one, two), strict=True))
    tails = dict(zip(PLACES, (words[one.end : two.start], words[two.end :] + after), strict=True))
    other = "TWO" if found.own == "ONE" else "ONE"
    return Both(said[found.own], said[other], tails[found.own], tails[other])


def _with_units(one: Span, two: Span) -> tuple[str, str]:
    """Each amount with the unit that only one of them has: "from 41 to 52 percent"."""
    for number, other in ((one, two), (two, one)):
        if number.kind == "number" and "percent" in other.text.lower():
            said = {number: f"{number.text} percent", other: other.text}
            return said[one], said[two]
    return one.text, two.text


def _shared(both: Both, figure: Figure) -> Both:
    """Both with the unit that only one of them has: "from 165 to 20 seconds"."""
    named = [
        units.said(words, after, figure).named
        for words, after in ((both.own, both.after_own), (both.other, both.after_other))
    ]
    if named == [True, False]:
        return replace(both, after_other=both.after_own)
    return replace(both, after_own=both.after_other) if named == [False, True] else both


def problems(link: Link, figure: Figure, made: Compared, after: str = "") -> Iterator[Problem]:
    """What is wrong with the amounts in a comparison that states two or more.

    `after` is what follows the link in its sentence.
    """
    numbers = amounts_of(link.words)
    both = which_is_which(link.words, numbers, after) if len(numbers) == 2 else None
    other = beside(figure, made)
    if both is None:
        ways = "; ".join(f"“{p.words}”" for p in two_amounts())
        told = f"{told_of(figure)}; {told_of(other)}"
        do = f"say which amount is which, in one of these ways: {ways}"
        yield Problem("amounts-in-no-order", link.line, link.words, told, do)
        return
    both = _shared(both, figure)
    verdicts = [
        _stated(both.own, figure, both.after_own), _stated(both.other, other, both.after_other)
    ]  # fmt: skip
    if not all(verdict.supported for verdict in verdicts) and _the_other_way(both, figure, other):
        told = f"{told_of(figure)}; {told_of(other)}"
        do = "the amounts stand the other way round"
        yield Problem("compared-amount-not-supported", link.line, link.words, told, do)
        return
    for said, verdict, one in zip((both.own, both.other), verdicts, (figure, other), strict=True):
        rule = "compared-amount-not-supported" if not verdict.supported else ""
        rule = rule or ("amount-could-be-nearer" if verdict.suggestion else "")
        if rule:
            told = f"{told_of(one)}; {verdict.reason}"
            yield Problem(rule, link.line, f"{said} in: {link.words}", told, verdict.suggestion)


def beside(figure: Figure, made: Compared) -> Figure:
    """What a figure is set beside, as a figure of the same kind."""
    return figure.model_copy(
        update={
            "title": made.other,
            "period": "",
            "value": made.other_value,
            "lower": made.other_lower,
            "upper": made.other_upper,
            "numerator": made.other_numerator,
            "denominator": made.other_denominator,
        }
    )


def _stated(said: str, figure: Figure, after: str) -> Verdict:
    parts = parts_stated(said)
    if parts and figure.numerator is not None and figure.denominator is not None:
        true = (figure.numerator, figure.denominator)
        words = f"{true[0]:,.15g} of {true[1]:,.15g}"
        return Verdict(parts == true, f"it is {words}", "" if parts == true else words)
    return stated_amount(said, figure, after)


def _the_other_way(both: Both, figure: Figure, other: Figure) -> bool:
    return (
        _stated(both.own, other, both.after_own).supported
        and _stated(both.other, figure, both.after_other).supported
    )
