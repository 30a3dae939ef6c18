"""Words that state an amount, held against a figure, and a figure in words for a problem."""

from __future__ import annotations

import re

from openpeel.catalogue.coverage import statuses
from openpeel.reports.data.figures import Figure
from openpeel.reports.wording import Verdict, check_amount

_X_OF_Y = re.compile(r"\b(\d[\d,]*)\s+(?:out\s+)?of\s+(?:the\s+|its\s+)?(\d[\d,]*)\b")
_PERCENT = re.compile(r"(?i)\s*(?:percent|per cent|%)")


def stated_amount(words: str, figure: Figure) -> Verdict:
    """Whether an amount in words is the figure's."""
    if figure.unit == "percent" and (figure.share or 0) <= 1:
        return check_amount(words, figure.share, unit="share")
    if figure.unit == "percent":  # more than was planned, say: no share of a whole
        number = _PERCENT.sub("", words)
        return check_amount(number, figure.value, unit="count")
    if figure.unit == "ratio":
        return check_amount(words, figure.value, unit="ratio")
    if figure.unit.startswith("pounds"):
        return check_amount(words, figure.value, unit="pounds")
    return check_amount(words, figure.value, unit="count")


def parts_stated(words: str) -> tuple[int, int] | None:
    """The two numbers of an "x of y"."""
    found = _X_OF_Y.search(words)
    if not found:
        return None
    x, y = (int(number.replace(",", "")) for number in found.groups())
    return x, y


def parts_words(figure: Figure) -> str:
    """`383 of 1,980`; empty where the figure has no such parts."""
    if figure.numerator is None or figure.denominator is None:
        return ""
    return f"{figure.numerator:,.15g} of {figure.denominator:,.15g}"


def why_missing(figure: Figure) -> str:
    """Why there is no value, or only a part of it: `[x] not supplied for this period`."""
    if figure.reason not in ("", f"[{figure.status}]"):
        return figure.reason
    known = statuses().get(figure.status)
    return f"[{figure.status}] {known.label}" if known else f"[{figure.status}]"


def told_of(figure: Figure) -> str:
    """What the data say: the figure with its interval and its parts."""
    named = ", ".join(part for part in (figure.title, figure.period) if part)
    if figure.value is None:
        return f"{named}: {why_missing(figure)}"
    ends = ""
    if figure.lower is not None and figure.upper is not None:
        ends = f" ({figure.lower:,.1f} to {figure.upper:,.1f})"
    parts = f", {parts_words(figure)}" if parts_words(figure) else ""
    return f"{named}: {_value(figure)}{ends}{parts}"


def _value(figure: Figure) -> str:
    """The value with four digits, or with all of them before the point, and its unit."""
    value = figure.value or 0.0
    number = f"{value:,.0f}" if abs(value) >= 1000 else f"{value:,.4g}"
    return f"{number} {figure.unit}"
