"""Home, and the plain lists of forces and measures."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from openpeel.catalogue.forces import Force
from openpeel.catalogue.measures import Measure
from openpeel.catalogue.units import UNDIVIDED
from openpeel.charts import Chart, OutlineMap, Place, TileMap
from openpeel.measures.values import Comparison, Release
from openpeel.releases.addresses import RESPONSE_TIMES, force_page, measure_page
from openpeel.releases.current import current
from openpeel.releases.measuring import number_format
from openpeel.releases.pages.response import has_response_times
from openpeel.releases.pages.shell import SITE, page
from openpeel.releases.periods import period_words
from openpeel.releases.queries import Index, all_forces
from openpeel.releases.sources import held_publications
from openpeel.releases.words import DIRECTION_WORDS, unit_words

CLASSES = 4
NEARLY_ALL = 40


def home(request: HttpRequest) -> HttpResponse:
    """What this is, the forces, what the release holds, how sure, downloads, measures."""
    index = current().index
    chosen = _measure_for_map(index)
    return page(
        request,
        "home.html",
        SITE,
        description="The published figures of 43 police forces side by side, each one traceable.",
        section="/",
        map=None if chosen is None else force_map(*chosen),
        map_measure=None if chosen is None else chosen[0],
        map_direction="" if chosen is None else DIRECTION_WORDS[chosen[0].direction],
        map_href=None if chosen is None else measure_page(chosen[0].id),
        regions=_by_region(),
        themes=theme_lists(index),
        publications=held_publications(index.release),
        counts=_counts(index.release),
    )


def forces_list(request: HttpRequest) -> HttpResponse:
    """The 43 forces by region."""
    return page(
        request, "forces.html", "The 43 police forces", section="/forces/", regions=_by_region()
    )


def measures_list(request: HttpRequest) -> HttpResponse:
    """Every measure by theme."""
    return page(
        request,
        "measures.html",
        "Measures",
        section="/measures/",
        themes=theme_lists(current().index),
        response_times=RESPONSE_TIMES if has_response_times(current().index) else "",
    )


def theme_lists(index: Index) -> list[dict[str, object]]:
    """Themes with their measures, each with its page and the period of its latest figures."""
    return [
        {
            "name": name,
            "words": words,
            "measures": [
                {"name": m.name, "href": measure_page(m.id), "period": _period(index.latest(m))}
                for m in members
            ],
        }
        for name, words, members in index.by_theme()
    ]


def _period(comparison: Comparison | None) -> str:
    if comparison is None:
        return "no figures yet"
    return period_words(comparison.period_start, comparison.period_end)


def _by_region() -> list[tuple[str, list[dict[str, str]]]]:
    regions: dict[str, list[Force]] = {}
    for force in all_forces():
        regions.setdefault(force.region, []).append(force)
    return [
        (
            region,
            [{"name": f.name, "title": f.title, "href": force_page(f.code)} for f in members],
        )
        for region, members in sorted(regions.items())
    ]


def _counts(release: Release) -> dict[str, int]:
    return {
        "measures": len(release.measures),
        "values": sum(value.value is not None for value in release.values),
        "missing": sum(value.value is None for value in release.values),
        "revised": sum(value.status == "r" for value in release.values),
        "files": sum(bool(file.publication) for file in release.files),
    }


def _measure_for_map(index: Index) -> tuple[Measure, Comparison] | None:
    """The commonest of the rates per 1,000 that nearly all forces have: few holes in the map."""
    found = [
        (measure, comparison)
        for measure in index.release.measures.values()
        if (comparison := index.latest(measure)) and measure.unit not in (*UNDIVIDED, "ratio")
    ]

    def fitness(pair: tuple[Measure, Comparison]) -> tuple[bool, bool, float]:
        measure, comparison = pair
        filled = comparison.compared >= NEARLY_ALL
        return measure.unit == "per 1,000", filled, comparison.national.numerator or 0.0

    return max(found, key=fitness, default=None)


def force_map(measure: Measure, comparison: Comparison) -> Chart:
    """The forces as tiles, or by their outlines when the release in use has them."""
    outlines = current().outlines
    standings = {standing.value.force_code: standing for standing in comparison.standings}
    values = sorted(
        s.value.value for s in comparison.standings if s.value.value is not None and s.z is not None
    )
    places = tuple(
        Place(
            code=force.code,
            name=force.name,
            short=force.short,
            value=standings[force.code].value.value,
            status=standings[force.code].value.status.replace("ok", ""),
            href=force_page(force.code),
            tile=force.tile,
            rings=tuple(outlines.get(force.code, ())) if outlines else (),
        )
        for force in all_forces()
    )
    form = number_format(measure, comparison)
    steps = {
        round(values[len(values) * i // CLASSES], form.decimals)
        for i in range(1, CLASSES)
        if values  # none when too few forces were compared
    }
    when = period_words(comparison.period_start, comparison.period_end)
    shape = OutlineMap if outlines else TileMap
    return shape(
        title=measure.name,
        subtitle=(
            f"{when[:1].upper()}{when[1:]}, {unit_words(measure.unit)}."
            " Choose a force to see all its measures."
        ),
        source="",
        description=f"A map of the 43 forces with {measure.name}, {when}. The list has them all.",
        unit=measure.unit,
        decimals=form.decimals,
        places=places,
        cuts=tuple(sorted(steps)) if len(steps) > 1 else (),
        direction=measure.direction,
    )
