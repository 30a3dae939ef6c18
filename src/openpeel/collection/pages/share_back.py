"""What is shared back with a force: its figures beside all that they can be held against."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from openpeel.catalogue.contracts import contracts
from openpeel.catalogue.measures import themes
from openpeel.charts.numbers import NumberFormat, plain
from openpeel.collection import addresses
from openpeel.measures.share_back_checks import CountBeside
from openpeel.measures.share_back_text import share_back_csv
from openpeel.measures.shared import LastYear, MeasureBack, ShareBack
from openpeel.measures.values import Value
from openpeel.releases import words
from openpeel.releases.addresses import figure, measure_page
from openpeel.releases.current import current
from openpeel.releases.measuring import named
from openpeel.releases.pages.shell import page
from openpeel.releases.periods import period_words
from openpeel.releases.queries import all_forces, code_of

NOTHING = {"value": "", "status": "–", "interval": "", "href": ""}


def share_back(request: HttpRequest, slug: str) -> HttpResponse:
    """One force's figures beside others', last year's and the published ones; then questions."""
    shared = _shared(slug)
    return page(
        request,
        "share_back.html",
        f"Shared back with {shared.force}",
        description=f"What the returns of {shared.force} say, before anything is judged.",
        section=addresses.RETURNS,
        room="collection",
        force=shared.force,
        profile_href=addresses.profile(shared.force_code),
        csv_href=addresses.share_back_csv(shared.force_code),
        measures=len(shared.measures),
        strong=[_row(back) for back in shared.notable if _beyond_funnel(back)],
        weak=[_row(back) for back in shared.notable if not _beyond_funnel(back)],
        budgets=shared.budgets,
        checks=len(shared.checks),
        inconsistent=shared.inconsistent,
        counts=[_count(count) for count in shared.counts],
        queries=[
            {
                "return": contracts()[query.contract].name,
                "href": addresses.profile(shared.force_code, query.contract),
                "number": query.number,
                "sentence": query.sentence,
            }
            for query in shared.queries
        ],
        themes=[
            {
                "id": id,
                "name": themes()[id].name if id in themes() else id,
                "rows": [_row(back) for back in backs],
            }
            for id, backs in shared.by_theme.items()
        ],
    )


def share_back_file(_: HttpRequest, slug: str, name: str) -> HttpResponse:
    """The same as CSV. Values of other forces are left to the release's own files."""
    shared = _shared(slug)
    if not addresses.share_back_csv(shared.force_code).endswith(f"/{name}"):
        raise Http404(name)
    return HttpResponse(share_back_csv(shared, others=False), content_type="text/csv")


def _shared(slug: str) -> ShareBack:
    shared = current().shared.get(code_of(slug) or "")
    if shared is None:
        raise Http404(slug)
    return shared


def _beyond_funnel(back: MeasureBack) -> bool:
    return any(mark.method == "funnel" for mark in back.marks)


def _row(back: MeasureBack) -> dict[str, Any]:
    others = sorted(other.value for other in back.others if other.value is not None)
    form = NumberFormat.fitting([*others, back.value.value], back.measure.unit)
    return {
        "name": named(back.measure, back.group),
        "href": measure_page(back.measure.id, "" if back.group == "all" else back.group),
        "unit": words.unit_words(back.measure.unit),
        "period": period_words(back.value.period_start, back.value.period_end),
        "own": _value(back.value, form),
        "why": words.why_missing(back.value) if back.value.value is None else "",
        "marks": [mark.words for mark in back.marks],
        "last_year": _last_year(back.last_year, form) if back.last_year else None,
        "published": _value(back.published.value, form) if back.published else None,
        "published_words": back.published.words if back.published else "",
        "national": _value(back.national, form) if back.national else NOTHING,
        "others": _others(others, form),
        "supplied": back.supplied,
        "missing": words.listed(back.missing) if len(back.missing) < len(all_forces()) else "",
    }


def _value(value: Value, form: NumberFormat) -> dict[str, str]:
    return {
        "value": "" if value.value is None else words.form_of(value, form).text(value.value),
        "interval": words.interval_words(value, form),
        "status": "" if value.status == "ok" else f"[{value.status}]",
        "href": figure(value),
    }


def _others(values: list[float], form: NumberFormat) -> str:
    """`from 1.2 to 8.9, middle 4.5`."""
    if not values:
        return ""
    low, middle, high = (form.text(values[at]) for at in (0, len(values) // 2, -1))
    return f"{low} to {high}, middle {middle}"


def _last_year(then: LastYear, form: NumberFormat) -> dict[str, Any]:
    return _value(then.value, form) | {"verdict": then.verdict, "reason": then.reason}


def _count(count: CountBeside) -> dict[str, Any]:
    return {
        "return": contracts()[count.contract].name,
        "words": count.words,
        "period": period_words(count.period_start, count.period_end),
        "counted": "fewer than 5" if count.counted is None else f"{count.counted:,}",
        "published": plain(count.published, 0),
        "difference": "" if count.difference is None else f"{plain(count.difference, 1)}%",
        "asks": count.asks,
        "within": plain(count.within, 0),
    }
