"""The headline of a chart, which many read and nothing else of it: held against what it shows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from openpeel.catalogue.headline_words import headline_words
from openpeel.reports.checks import units
from openpeel.reports.checks.claims import unknown_figure
from openpeel.reports.checks.headline_comparisons import comparisons
from openpeel.reports.checks.headline_sides import Shown
from openpeel.reports.checks.openings import headline_opened
from openpeel.reports.checks.problems import Problem
from openpeel.reports.checks.stating import parts_stated, parts_words, stated_amount, told_of
from openpeel.reports.checks.two_amounts import Both, amounts_of, which_is_which
from openpeel.reports.data.figures import Bundle, Figure
from openpeel.reports.text.document import ChartOf, Document
from openpeel.reports.wording import Span, check_amount, find_numbers

RULE = "headline-amount-not-supported"
WITH_UNITS = ("share", "pounds")  # a bare number may count anything: years, forces, times
# A quantity word speaks of what the figure counts, unless it is followed by one of these.
_NO_QUANTITY = re.compile(
    r"(?i)\W*(?:$|(?:(?:of|the|other|police|similar|\d+) )*forces\b"
    r"|(?:is|are|was|were|in|at|on|by|when|where|often|likely|and|or|but|than|for|from|to)\b)"
    r"|\s*[,;:.–—]"
)
_AS_A_NUMBER = re.compile(r"(?i)(?:many|some|several|a (?:large |small )?number)\b")
# What may be the amount of something else stands after such words, or beside its name.
_BEFORE = re.compile(r"(?i)\b(?:from|after)(?: the| its)?\s*$")
_BESIDE = re.compile(r"(?i)\b(?:than|compared (?:with|to)|against|beside)(?: the| its)?\s*$")
# Of a time: "two years before", "in 10 minutes"; not the figure itself.
_WHEN_BEFORE = re.compile(r"(?i)\b(?:in|after|every|last|past|next|first|the|of|since)\s*$")
_WHEN_AFTER = re.compile(r"(?i)\s+\w+ (?:before|ago|earlier|later|on|after|running|in a row)\b")


def headlines(document: Document, bundle: Bundle) -> Iterator[Problem]:
    """What is wrong with the headlines of a report's charts, and with the charts' figures."""
    for block in document.blocks:
        if not isinstance(block, ChartOf):
            continue
        figure = bundle.figures.get(block.target)
        if figure is None:
            yield unknown_figure(block.target, block.line, block.headline, bundle)
            continue
        shown = Shown(block, figure, bundle)
        yield from _amounts(shown)
        yield from comparisons(shown)
        yield from headline_opened(block, figure)


def _amounts(shown: Shown) -> Iterator[Problem]:
    """Each amount is that of the figure, or of what the words beside it name."""
    headline = shown.chart.headline
    yield from _of_people(shown)
    if both := _both(shown):
        yield from _two(shown, both)
        return
    spans = find_numbers(headline)
    ends = [0, *(span.end for span in spans)]
    starts = [*(span.start for span in spans), len(headline)]
    for at, span in enumerate(spans):
        before, after = headline[ends[at] : span.start], headline[span.end : starts[at + 1]]
        if not _speaks_of_the_figure(span, before, after, shown.figure):
            continue
        if _states(span.text, after, shown.figure):
            continue
        if not any(_states(span.text, after, other) for other in _others(shown, before, after)):
            yield _problem(shown, span.text, after, shown.figure)


def _of_people(shown: Shown) -> Iterator[Problem]:
    """Nobody, everyone: a quantity of people at the beginning."""
    for worded in headline_words().people:
        found = worded.compiled.match(shown.chart.headline)
        if found and _is_share(shown.figure) and not _states(worded.words, "", shown.figure):
            yield _problem(shown, found[0], "", shown.figure, worded.words)


def _both(shown: Shown) -> Both | None:
    """Two amounts of which the words say which is the figure's: from 12 to 19 percent."""
    headline = shown.chart.headline
    numbers = amounts_of(headline)
    if len(numbers) != 2 or any(span.kind == "word" for span in numbers):
        return None
    both = which_is_which(headline, numbers)
    if both is None or all(map(_has_unit, (both.own, both.other))):
        return both
    counted = shown.figure.unit != "percent" and re.search(r"(?i)\bfrom\b", headline)
    return both if counted else None


def _has_unit(words: str) -> bool:
    return any(span.kind in WITH_UNITS for span in find_numbers(words))


def _two(shown: Shown, both: Both) -> Iterator[Problem]:
    """The figure's own amount, and that of something that the headline speaks of."""
    after_own, after_other = both.after_own, both.after_other
    if not _states(both.own, after_own, shown.figure):
        yield _problem(shown, both.own, after_own, shown.figure)
    others = shown.amounts(shown.chart.headline)
    if not any(_states(both.other, after_other, other) for other in others):
        told = "; ".join(told_of(other) for other in others[:3])
        told = told or "nothing that the chart shows it beside is that amount"
        says = f"{both.other} in: {shown.chart.headline}"
        yield Problem(RULE, shown.chart.line, says, told)


def _speaks_of_the_figure(span: Span, before: str, after: str, figure: Figure) -> bool:
    """Whether an amount can be checked: one with a unit, or a quantity word of what is counted."""
    if span.kind == "word":
        return _is_share(figure) and not _NO_QUANTITY.match(after)
    if span.kind in WITH_UNITS:
        half_of_a_median = "median" in figure.title.lower() and "half" in span.text.lower()
        return not half_of_a_median
    when = _WHEN_BEFORE.search(before) or _WHEN_AFTER.match(after)
    return not when and units.said(span.text, after, figure).named


def _others(shown: Shown, before: str, after: str) -> list[Figure]:
    """What else an amount can be of, where the words beside it name something else."""
    if _BEFORE.search(before):
        return shown.amounts(f"{before}{after} before")
    named = _BESIDE.search(before) or headline_words().of(before + after)
    return shown.amounts(before + after) if named else []


def _states(words: str, after: str, figure: Figure) -> bool:
    stated = parts_stated(words)
    if stated and parts_words(figure) == f"{stated[0]:,} of {stated[1]:,}":
        return True
    if stated_amount(words, figure, after).supported:
        return True
    counted = figure.numerator is not None and _AS_A_NUMBER.match(words)
    return bool(counted) and check_amount(words, figure.numerator, unit="count").supported


def _is_share(figure: Figure) -> bool:
    return figure.share is not None and figure.share <= 1


def _problem(shown: Shown, said: str, after: str, figure: Figure, read: str = "") -> Problem:
    verdict = stated_amount(read or said, figure, after)
    says = f"{said} in: {shown.chart.headline}"
    told = f"{told_of(figure)}; {verdict.reason}"
    return Problem(RULE, shown.chart.line, says, told, verdict.suggestion)
