"""Addresses of the pages, and the list of every address that a release has."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import path

from openpeel.catalogue.forces import ENGLAND_AND_WALES
from openpeel.releases import addresses
from openpeel.releases.charts import chart_names
from openpeel.releases.pages import about, areas, figure, force, home, measure, response
from openpeel.releases.queries import Index, all_forces

urlpatterns = [
    path("", home.home),
    path("forces/", home.forces_list),
    path("forces/<slug:slug>/", force.force),
    path("forces/<slug:slug>/areas/", areas.areas),
    path("measures/", home.measures_list),
    path("measures/<slug:measure_id>/", measure.measure),
    path("measures/<slug:measure_id>/<str:name>", measure.chart_file),
    path("measures/<slug:measure_id>/<str:group>/", measure.measure),
    path("measures/<slug:measure_id>/<str:group>/<str:name>", measure.chart_file),
    path("figures/<slug:measure_id>/<slug:slug>/", figure.figures),
    path("response-times/", response.response),
    path("methods/", about.methods),
    path("frameworks/", about.frameworks_page),
    path("sources/", about.sources),
    path("downloads/", about.downloads),
    path("press/", about.press),
]

FIXED = (
    "/",
    "/forces/",
    "/measures/",
    "/methods/",
    "/frameworks/",
    "/sources/",
    "/downloads/",
    "/press/",
)


def every_address(index: Index) -> Iterator[str]:
    """Every page and chart file of a release, each once, in a fixed order."""
    yield from FIXED
    if response.has_response_times(index):
        yield addresses.RESPONSE_TIMES
    for force_ in all_forces():
        yield addresses.force_page(force_.code)
        if areas.has_areas(index, force_.code):
            yield addresses.areas_page(force_.code)
    codes = [*(force_.code for force_ in all_forces()), ENGLAND_AND_WALES]
    for chosen in index.release.measures.values():
        groups = index.groups(chosen)
        for group in ["", *groups[1:]]:
            yield addresses.measure_page(chosen.id, group)
            comparison = index.latest(chosen, group or None)
            for name in chart_names(index, chosen, comparison) if comparison else ():
                yield addresses.chart_csv(chosen.id, group, name)
        for code in codes:
            if index.has_values(chosen, code):
                yield addresses.figures_page(chosen.id, code)
