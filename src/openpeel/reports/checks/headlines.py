"""The headline of a chart, which many read and nothing else of it: held against what it shows."""

from __future__ import annotations

from collections.abc import Iterator

from openpeel.reports.checks.claims import unknown_figure
from openpeel.reports.checks.comparing import compare, told_of_comparison
from openpeel.reports.checks.problems import Problem
from openpeel.reports.checks.stating import parts_stated, parts_words, stated_amount, told_of
from openpeel.reports.checks.two_amounts import beside
from openpeel.reports.data.figures import Bundle, Compared, Figure
from openpeel.reports.text.document import ChartOf, Document
from openpeel.reports.wording import find_comparisons, find_numbers

WITH_UNITS = ("share", "pounds")  # a bare number may count anything: years, forces, times


def headlines(document: Document, bundle: Bundle) -> Iterator[Problem]:
    """What is wrong with the headlines of a report's charts, and with the charts' figures."""
    for block in document.blocks:
        if not isinstance(block, ChartOf):
            continue
        figure = bundle.figures.get(block.target)
        if figure is None:
            yield unknown_figure(block.target, block.line, block.headline, bundle)
            continue
        compared = [c for c in bundle.compared if c.figure == figure.id and not c.why]
        yield from _amounts(block, figure, compared)
        yield from _comparisons(block, figure, compared)


def _amounts(chart: ChartOf, figure: Figure, compared: list[Compared]) -> Iterator[Problem]:
    """An amount is that of the figure, or of something that the figure is set beside."""
    others = [beside(figure, made) for made in compared if made.other_value is not None]
    for span in find_numbers(chart.headline):
        if span.kind not in WITH_UNITS or any(_states(span.text, f) for f in (figure, *others)):
            continue
        verdict = stated_amount(span.text, figure)
        says = f"{span.text} in: {chart.headline}"
        told = f"{told_of(figure)}; {verdict.reason}"
        yield Problem("headline-amount-not-supported", chart.line, says, told, verdict.suggestion)


def _states(words: str, figure: Figure) -> bool:
    stated = parts_stated(words)
    if stated and parts_words(figure) == f"{stated[0]:,} of {stated[1]:,}":
        return True
    return stated_amount(words, figure).supported


def _comparisons(chart: ChartOf, figure: Figure, compared: list[Compared]) -> Iterator[Problem]:
    """A word that compares is borne out by something that the figure is set beside."""
    for span in find_comparisons(chart.headline):
        verdicts = [compare(span.text, figure, made) for made in compared]
        if any(verdict.supported for verdict in verdicts):
            continue
        told = "; ".join(told_of_comparison(made, figure) for made in compared)
        says = f"{span.text} in: {chart.headline}"
        yield Problem(
            "headline-comparison-not-supported",
            chart.line,
            says,
            told or "nothing that the chart shows can be compared",
            next((v.suggestion for v in verdicts if v.suggestion), ""),
        )
