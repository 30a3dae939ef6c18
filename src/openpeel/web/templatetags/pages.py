"""Tags and filters that every template may use."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from openpeel.charts.base import NARROW, WIDE, Chart
from openpeel.releases.words import counted, listed

register = template.Library()

WIDTHS = {"wide": WIDE, "beside": 560, "narrow": NARROW}  # beside: with something at its side


@register.simple_tag
def drawing(chart: Chart, width: str = "wide") -> SafeString:
    """A chart's SVG, wide or narrow, without the headings that the page has in HTML.

    Charts escape every word themselves, so the drawing is safe.
    """
    return mark_safe(chart.svg(WIDTHS[width], headings=False))


@register.filter
def safe_drawing(drawing: str) -> SafeString:
    """A drawing that openpeel made and escaped itself."""
    return mark_safe(drawing)


@register.filter
def coded(sentence: str) -> SafeString:
    """A sentence with its names of fields in the type of code; all else is escaped."""
    return mark_safe(_FIELD.sub(r"<code>\1</code>", escape(sentence)))


# only what looks like a field's name: what forces write may hold backticks of its own
_FIELD = re.compile(r"`([a-z][a-z0-9_-]*)`")


@register.filter(name="listed")
def listed_filter(names: Iterable[str]) -> str:
    """`Kent, Surrey and Sussex`, or `none`."""
    return listed(names) or "none"


@register.filter(name="counted")
def counted_filter(number: int, words: str) -> str:
    """`1 file`, `3 files`; two words apart by a comma when the plural is irregular."""
    one, _, many = words.partition(",")
    return counted(number, one, many)


@register.filter
def expected(number: float) -> str:
    """How many to expect: `about 13`, `about 0.4`, `under 0.1`."""
    if number < 0.1:
        return "none" if number == 0 else "under 0.1"
    return f"about {number:.{0 if number >= 3 else 1}f}"


@register.filter
def commas(number: float) -> str:
    """A whole number with separators."""
    return f"{number:,.0f}"


@register.filter
def sentence(words: str) -> str:
    """The words with a capital at the front and one full stop at the end."""
    text = words.strip().rstrip(".")
    return f"{text[:1].upper()}{text[1:]}." if text else ""
