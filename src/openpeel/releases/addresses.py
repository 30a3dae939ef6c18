"""Where every page stands. Addresses start at the site's root; freezing makes them relative."""

from __future__ import annotations

from urllib.parse import quote

from openpeel.measures.values import Value
from openpeel.releases.queries import slug_of

RESPONSE_TIMES = "/response-times/"


def force_page(force_code: str) -> str:
    """A force's page; England and Wales has none, so its name leads nowhere."""
    return f"/forces/{slug_of(force_code)}/"


def areas_page(force_code: str) -> str:
    """The page that compares a force's local policing areas."""
    return f"{force_page(force_code)}areas/"


def measure_page(measure_id: str, group: str = "", force_code: str = "") -> str:
    """A measure's page, or that of one of its groups; with a force, that force highlighted."""
    below = f"{quote(group, safe='')}/" if group else ""
    hand = f"#at-{slug_of(force_code)}" if force_code else ""
    return f"/measures/{measure_id}/{below}{hand}"


def chart_csv(measure_id: str, group: str, chart: str) -> str:
    """The numbers of one chart, under a name that still says what it is when downloaded."""
    below = f"{quote(group, safe='')}/" if group else ""
    name = "-".join(part for part in (measure_id, quote(group, safe=""), chart) if part)
    return f"/measures/{measure_id}/{below}{name}.csv"


def figures_page(measure_id: str, force_code: str) -> str:
    """The page that spells out every value of a measure for a force."""
    return f"/figures/{measure_id}/{slug_of(force_code)}/"


def figure(value: Value) -> str:
    """The permalink of one value."""
    return f"{figures_page(value.measure, value.force_code)}#{quote(value.figure, safe='.-')}"
