"""The public pages of audits, each made from published rounds alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from openpeel.audits.site.agreement_view import agreement_view
from openpeel.audits.site.current import audit_slug, before, every_round, find, places, repeated
from openpeel.audits.site.files import WORDS
from openpeel.audits.site.places import AUDITS
from openpeel.audits.site.question_view import question_view
from openpeel.audits.site.repeat_view import repeat_view
from openpeel.audits.site.results import Results
from openpeel.audits.site.round_view import round_view
from openpeel.catalogue.left_out import beside_the_list
from openpeel.releases.pages.shell import page

PUBLIC = {"base": "base.html", "site": True, "beside": tuple(WORDS)}


def audits(request: HttpRequest) -> HttpResponse:
    """Every audit with its rounds, and the measures of the reference list that they answer."""
    groups: dict[str, list[Results]] = defaultdict(list)
    for results in every_round():
        groups[audit_slug(results.round)].append(results)
    return _page(
        request,
        "audits.html",
        "Audits of case files",
        description="Audits of case files, with every figure's interval and how it was made.",
        audits=[
            {
                "slug": slug,
                "name": rounds[-1].round.audit,
                "force": rounds[-1].force,
                "design": rounds[-1].design.name,
                "rounds": [_listed(results) for results in sorted(rounds, key=_number)],
            }
            for slug, rounds in sorted(groups.items())
        ],
        measures=measures_answered(every_round()),
    )


def measures_answered(rounds: Iterable[Results]) -> list[dict[str, Any]]:
    """Measures of the reference list, with the question of each round that answers it."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    audited = beside_the_list().audited_ids
    for results in rounds:
        for question in results.questions:
            for measure in audited.intersection(question.measures):
                words = f"{question.short}, {results.answers.name}"
                found[measure].append((words, places(results).question(question.id)))
        if results.round.recorded_in_year:
            for id, base in beside_the_list().worked_from.items():
                asked = next((q for q in results.questions if base in q.measures), None)
                if asked is not None:
                    words = f"not recorded in a year, {results.answers.name}"
                    found[id].append((words, f"{places(results).results}#recording"))
    return [{"id": id, "links": links} for id, links in sorted(found.items())]


def round_page(request: HttpRequest, slug: str) -> HttpResponse:
    """A round's results."""
    results = _find(slug)
    return _page(
        request,
        "round.html",
        results.answers.name,
        description=f"What an audit of {results.force}'s case files found.",
        **round_view(results, places(results)),
    )


def question_page(request: HttpRequest, slug: str, id: str) -> HttpResponse:
    """One question of a round."""
    results = _find(slug)
    try:
        view = question_view(results, id, places(results))
    except KeyError:
        raise Http404(id) from None
    question = view["question"]
    return _page(
        request,
        "question.html",
        question.short,
        description=f"{question.short}: {results.answers.name}.",
        links=[(f"{name}.csv", places(results).table(name)) for name in ("estimates", "strata")],
        **view,
    )


def agreement_page(request: HttpRequest, slug: str) -> HttpResponse:
    """How far reviewers agree."""
    results = _find(slug)
    return _page(
        request,
        "agreement.html",
        "Agreement of reviewers",
        description=f"How far reviewers agree: {results.answers.name}.",
        **agreement_view(results, places(results)),
    )


def repeat_page(request: HttpRequest, slug: str) -> HttpResponse:
    """A round beside the one before it."""
    results = _find(slug)
    both = repeated(results)
    if both is None:
        raise Http404(slug)
    return _page(
        request,
        "repeat.html",
        f"What changed by round {results.round.number}",
        description=f"What changed between two rounds: {results.answers.name}.",
        **repeat_view(both, places(results)),
    )


def _page(
    request: HttpRequest, template: str, title: str, *, description: str, **context: Any
) -> HttpResponse:
    return page(
        request,
        f"results/{template}",
        title,
        description=description,
        section=AUDITS,
        room="audits",
        **(PUBLIC | context),
    )


def _find(slug: str) -> Results:
    results = find(slug)
    if results is None:
        raise Http404(slug)
    return results


def _number(results: Results) -> int:
    return results.round.number


def _listed(results: Results) -> dict[str, Any]:
    where = places(results)
    return {
        "href": where.results,
        "name": results.answers.name,
        "files": len(results.answers.files),
        "questions": len(results.questions),
        "on": results.round.published_on,
        "by": results.round.published_by,
        "repeat": where.repeat if before(results) else "",
    }
