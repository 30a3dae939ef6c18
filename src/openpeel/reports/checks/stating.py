"""Words that state an amount, held against a figure, and a figure in words for a problem."""

from __future__ import annotations

import re

from openpeel.catalogue.coverage import statuses
from openpeel.reports.checks import units
from openpeel.reports.data.figures import Figure
from openpeel.reports.wording import Verdict, check_amount

X_OF_Y = re.compile(r"\b(\d[\d,]*)\s+(?:out\s+)?of\s+(?:the\s+|its\s+)?(\d[\d,]*)\b")
_PERCENT = re.compile(r"(?i)\s*(?:percent|per cent|%)")
_POINTS = re.compile(r"(?i)\s*(?:percentage\s+points?|points?)\b")
_MONEY = re.compile(r"£|(?i:\bpounds?\b)")
_BASE = re.compile(r"(?i)\s+(?:per|in)\s.*$")


def stated_amount(words: str, figure: Figure, after: str = "") -> Verdict:
    """Whether an amount in words is the figure's; `after` is what follows them in the sentence."""
    said = units.said(words, after, figure)
    if not said.named or figure.value is None:
        return _stated(words, figure)
    if not said.why and said.times == 1 and not said.part and said.words == words:
        return _stated(words, figure)
    return _in_another_unit(said, figure, figure.value)


def _in_another_unit(said: units.Said, figure: Figure, value: float) -> Verdict:
    """An amount whose words give it a unit of their own; what is offered is in the figure's."""
    told = f"it is {_digits(value)}{units.own_words(figure)}"
    turned = value * said.times
    if said.why:
        return Verdict(False, f"{told}: {said.why}", _in_its_own(said, figure), "another-unit")
    if said.part:
        share = turned if 0 <= turned <= 1 else None
        true = share is not None and check_amount(said.words, share, unit="share").supported
    else:
        true = _stated(said.words, figure.model_copy(update={"value": turned})).supported
    if true:
        return Verdict(True, f"{told}.", "", "another-unit")
    reason = f"{told}; in the unit that is written it would be {_digits(turned)}"
    return Verdict(False, reason, _in_its_own(said, figure), "another-unit")


def _in_its_own(said: units.Said, figure: Figure) -> str:
    """The words of an amount, or a true amount in their place, with the figure's own unit."""
    number = _BASE.sub("", said.amount)
    if figure.unit == "percent":
        number, unit = _POINTS.sub(" percent", number), ""
    else:
        unit = units.own_words(figure)
        if figure.unit.startswith("pounds") and not _MONEY.search(number):
            number = re.sub(r"(?=\d)", "£", number, count=1)
    verdict = _stated(number, figure)
    offered = verdict.suggestion or (number if verdict.supported else "")
    return f"{offered}{unit}" if offered else ""


def _stated(words: str, figure: Figure) -> Verdict:
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
    found = X_OF_Y.search(words)
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
    return f"{_digits(figure.value or 0.0)} {figure.unit}"


def _digits(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:,.4g}"
