"""What the page on agreement shows: by question, by reviewer, and over the weeks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from openpeel.audits.site.places import Places
from openpeel.audits.site.results import Results
from openpeel.audits.site.round_view import waiting
from openpeel.catalogue.audit_rules import audit_rules
from openpeel.charts.numbers import MINUS
from openpeel.releases.words import listed
from openpeel.sampling.agreements import PairsAgree, QuestionAgreement
from openpeel.sampling.answers import Chosen, Pair
from openpeel.sampling.drift import Moving, Week
from openpeel.sampling.figures import Figure

CHOSEN: dict[Chosen, str] = {
    "random": "chosen by chance",
    "first files": "as the first files of a reviewer who was new",
    "worst": "because the first review found much wrong",
}
UNKNOWN = "–"  # kappa and AC1 where every answer is the same, say


def agreement_view(
    results: Results, places: Places, names: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Everything that the template needs; `names` tells those who may know who R1, R2 ... are."""
    stages = results.answers.questions.stages
    rule = audit_rules(results.on).agreement
    pairs = results.answers.pairs
    return {
        "results": results,
        "places": places,
        "waiting": waiting(results),
        "rule": {
            "pairs": rule.pairs,
            "percent": f"{rule.percent:.0%}",
            "ac1": f"{rule.ac1:.2f}",
        },
        "pairs": len(pairs),
        "chosen": listed(_chosen(pairs)),
        "below": [agreed_view(a) for a in results.agreement.values() if a.below],
        "stages": [
            {
                "words": words,
                "rows": [
                    agreed_view(a)
                    | {
                        "href": places.question(id),
                        "noted": id in results.round.notes,
                    }
                    for id, a in results.agreement.items()
                    if a.question.stage == stage
                ],
            }
            for stage, words in stages.items()
            if any(a.question.stage == stage for a in results.agreement.values())
        ],
        "reviewers": [
            {
                "name": reviewer.reviewer,
                "who": (names or {}).get(reviewer.reviewer, ""),
                "files": reviewer.files,
                "agreed": reviewer.agreed,
                "answers": reviewer.answers,
                "percent": _percent(reviewer.percent),
                "status": reviewer.status,
            }
            for reviewer in results.reviewers
        ],
        "weeks": [
            {
                "name": name,
                "who": (names or {}).get(name, ""),
                "rows": [_week(week) for week in results.weeks if week.reviewer == name],
            }
            for name in dict.fromkeys(week.reviewer for week in results.weeks)
        ],
        "named": names is not None,
    }


def _chosen(pairs: Iterable[Pair]) -> Iterator[str]:
    tally = Counter(pair.chosen for pair in pairs)
    for chosen, words in CHOSEN.items():
        if tally[chosen]:
            yield f"{tally[chosen]} {words}"


def agreed_view(one: QuestionAgreement) -> dict[str, Any]:
    """Agreement on one question, in words."""
    return {
        "id": one.question.id,
        "short": one.question.short,
        "status": one.status,
        "below": one.below or "",
        "headline": _pairs(one.headline),
        "finer": _pairs(one.finer),
        "of_worst": _pairs(one.of_worst),
    }


def _pairs(pairs: PairsAgree) -> dict[str, Any]:
    return {
        "pairs": pairs.pairs,
        "agreed": pairs.agreed,
        "one_sided": pairs.one_sided,
        "percent": _percent(pairs.percent),
        "kappa": _number(pairs.kappa),
        "ac1": _number(pairs.ac1),
    }


def _percent(figure: Figure | None) -> str:
    if figure is None:
        return ""
    return f"{100 * figure.value:.0f}% ({100 * figure.lower:.0f} to {100 * figure.upper:.0f})"


def _number(figure: Figure | None) -> str:
    if figure is None:
        return UNKNOWN
    return f"{figure.value:.2f} ({figure.lower:.2f} to {figure.upper:.2f})".replace("-", MINUS)


def _week(week: Week) -> dict[str, Any]:
    return {
        "week": week.week,
        "files": week.files,
        "pairs": week.pairs,
        "status": week.status,
        "good": _moving(week.good),
        "agreed": _moving(week.agreed),
    }


def _moving(moving: Moving) -> dict[str, Any]:
    return {
        "x": moving.x,
        "y": moving.y,
        "share": _percent(moving.share),
        "verdict": moving.verdict,
    }
