"""The one stylesheet: the pages' looks, the charts' looks, and the force in hand.

A measure's page highlights a force without JavaScript: `#at-kent` makes Kent the target, and a rule
for each force colours its bar, dot and table row while it is.
"""

from pathlib import Path

from django.http import HttpRequest, HttpResponse

from openpeel.catalogue.forces import forces
from openpeel.charts.base import stylesheet as chart_styles

HERE = Path(__file__).parent
PAGES = HERE / "static" / "openpeel.css"
RESULTS = HERE.parent / "audits" / "static" / "results.css"


def stylesheet(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """All styles as one file."""
    pages, results = (path.read_text(encoding="utf-8") for path in (PAGES, RESULTS))
    text = "\n".join((pages, chart_styles(), results, hand_rules()))
    return HttpResponse(text, content_type="text/css; charset=utf-8")


def hand_rules() -> str:
    """What changes on a page while a force is the target."""
    forces_all = forces().all

    def each(selector: str) -> str:
        return ",\n".join(
            f'main:has(#at-{f.slug}:target) [data-code="{f.code}"]{selector}' for f in forces_all
        )

    return "\n".join(
        (
            f"{each(' .bar')} {{ fill: var(--accent); }}",
            f"{each(' .bar.hollow')} {{ fill: var(--paper); stroke: var(--accent); }}",
            f"{each(' .dot')} {{ fill: var(--accent); r: 7px; }}",
            f"{each(' .series')} {{ stroke: var(--accent); stroke-width: 2.5px; opacity: 1; }}",
            f"{each(' .target')} {{ fill: var(--tint); }}",
            f"{each(' text')} {{ font-weight: 700; fill: var(--accent); }}",
            f"{each('')} {{ background: var(--tint); }}",
        )
    )
