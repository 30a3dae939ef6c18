"""A force's local policing areas: where they lie apart, and by how much more than chance."""

from __future__ import annotations

from typing import Any

import numpy as np
from django.http import Http404, HttpRequest, HttpResponse

from openpeel.catalogue.areas import area_name
from openpeel.charts import FunnelLimits, FunnelPlot, FunnelPoint, IntervalPlot, IntervalRow
from openpeel.charts.numbers import NumberFormat
from openpeel.measures.values import Value
from openpeel.releases import words
from openpeel.releases.addresses import figure, force_page, measure_page
from openpeel.releases.areas import AreaSet, area_sets
from openpeel.releases.current import current
from openpeel.releases.measuring import source_line
from openpeel.releases.pages.shell import page
from openpeel.releases.periods import period_words
from openpeel.releases.queries import Index, code_of, name_of

CURVE_POINTS = 40
MOST_POINTS = 12  # areas beyond which the funnel is clearer than a list of intervals


def areas(request: HttpRequest, slug: str) -> HttpResponse:
    """The areas of one force, measure by measure."""
    code = code_of(slug)
    index = current().index
    if code is None or not has_areas(index, code):
        raise Http404(slug)
    sets = area_sets(index, code)
    name = name_of(code)
    first = sets[0]
    return page(
        request,
        "areas.html",
        f"{name}: local policing areas",
        description=f"How far the local policing areas of {name} lie apart, measure by measure.",
        section="/forces/",
        force=name,
        force_href=force_page(code),
        areas=[area_name(code, value.area_code) for value in first.areas],
        sets=[_view(index, made) for made in sets],
    )


def has_areas(index: Index, force_code: str) -> bool:
    """Whether a force has enough areas with values for the page."""
    return bool(area_sets(index, force_code))


def _view(index: Index, made: AreaSet) -> dict[str, Any]:
    form = NumberFormat.fitting(
        [*(value.value for value in made.areas), made.force.value], made.measure.unit
    )
    return {
        "name": made.measure.name,
        "href": measure_page(made.measure.id, "", made.force.force_code),
        "anchor": f"area-{made.measure.id}",
        "unit": words.unit_words(made.measure.unit),
        "period": period_words(made.force.period_start, made.force.period_end),
        "low": _end(made.gap.low, form) if made.gap else None,
        "high": _end(made.gap.high, form) if made.gap else None,
        "gap": _gap_words(made, form),
        "pairs": made.gap.pairs if made.gap else 0,
        "spread": "" if np.isnan(made.spread) else f"{made.spread:,.1f}",
        "beyond": [_name(value) for value in made.beyond],
        "rows": [_row(value, form) for value in (*made.areas, made.force)],
        "intervals": _intervals(index, made, form) if len(made.areas) <= MOST_POINTS else None,
        "funnel": _funnel(index, made, form),
    }


def _name(value: Value) -> str:
    return area_name(value.force_code, value.area_code) if value.area_code else value.force


def _end(value: Value, form: NumberFormat) -> dict[str, str]:
    return {
        "name": _name(value),
        "value": "" if value.value is None else form.text(value.value),
        "href": figure(value),
    }


def _row(value: Value, form: NumberFormat) -> dict[str, Any]:
    return _end(value, form) | {
        "interval": words.interval_words(value, form),
        "numerator": value.numerator,
        "denominator": value.denominator,
        "status": words.status_short(value.status),
        "reason": value.reason,
        "whole": not value.area_code,
    }


def _gap_words(made: AreaSet, form: NumberFormat) -> str:
    if made.gap is None:
        return ""
    gap = made.gap
    low, high = form.text(gap.lower), form.text(gap.upper)
    clear = "clear difference" if gap.lower > 0 else "no clear difference"
    return f"{form.text(gap.difference)} ({low} to {high}): {clear}"


def _title(made: AreaSet, form: NumberFormat) -> str:
    if made.gap is None:
        return made.measure.name
    low, high = (form.text(value.value or 0) for value in (made.gap.low, made.gap.high))
    return f"From {low} in {_name(made.gap.low)} to {high} in {_name(made.gap.high)}"


def _subtitle(made: AreaSet) -> str:
    when = period_words(made.force.period_start, made.force.period_end)
    return f"{made.measure.name}, {words.unit_words(made.measure.unit)}, {when}"


def _intervals(index: Index, made: AreaSet, form: NumberFormat) -> IntervalPlot:
    values = (*sorted(made.areas, key=lambda value: -(value.value or 0)), made.force)
    return IntervalPlot(
        title=_title(made, form),
        subtitle=f"{_subtitle(made)}, with 95% intervals",
        source=source_line(index, made.force),
        description=f"{made.measure.name} of each area with its interval; the table has them all.",
        unit=made.measure.unit,
        decimals=form.decimals,
        rows=tuple(
            IntervalRow(
                label=_name(value) if value.area_code else f"{value.force}, whole force",
                value=value.value,
                lower=value.lower,
                upper=value.upper,
                status="" if value.status == "ok" else value.status,
                note=value.reason,
                chosen=not value.area_code,
            )
            for value in values
        ),
        reference=made.force.value,
        reference_name=made.force.force,
    )


def _funnel(index: Index, made: AreaSet, form: NumberFormat) -> FunnelPlot | None:
    found = made.funnel
    if found is None or not np.isfinite(found.target):
        return None
    sizes = found.denominators[np.isfinite(found.denominators)]
    at = np.geomspace(sizes.min() * 0.9, sizes.max() * 1.05, CURVE_POINTS)
    limits, per = found.limits(at), made.measure.per
    beyond = [_name(value) for value in made.beyond]
    return FunnelPlot(
        title=f"Beyond what size and chance allow: {words.listed(beyond) or 'no area'}",
        subtitle=f"{_subtitle(made)}, against size, with 95% and 99.8% limits of chance",
        source=source_line(index, made.force),
        description="Each area's value against its size; the table has every value.",
        unit=made.measure.unit,
        decimals=form.decimals,
        points=tuple(
            FunnelPoint(
                code=value.area_code,
                name=_name(value),
                size=value.denominator,
                value=value.value if value.status in words.USED else None,
                status="" if value.status == "ok" else value.status,
                mark=mark,
            )
            for value, mark in zip(made.areas, found.marks, strict=True)
        ),
        size_name=made.measure.denominator.words if made.measure.denominator else "size",
        target=found.target * per,
        limits=FunnelLimits(
            sizes=at.tolist(),
            lower_95=(limits.lower_95 * per).tolist(),
            upper_95=(limits.upper_95 * per).tolist(),
            lower_998=(limits.lower_998 * per).tolist(),
            upper_998=(limits.upper_998 * per).tolist(),
        ),
        target_name="areas together",
        direction=made.measure.direction,
    )
