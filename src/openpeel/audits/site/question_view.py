"""What a question's page shows: its figures by sample and kind of file, and how they are made."""

from __future__ import annotations

from typing import Any

from openpeel.audits.charts import strata_chart
from openpeel.audits.site.agreement_view import agreed_view
from openpeel.audits.site.places import Places, figure_anchor
from openpeel.audits.site.results import LEVEL, Results
from openpeel.audits.site.round_view import (
    recording_entry,
    said,
    told_against,
    truth_words,
    waiting,
    why_weighted,
)
from openpeel.catalogue.left_out import beside_the_list
from openpeel.catalogue.question_sets import Question, QuestionSet
from openpeel.sampling.breakdown import StratumResult
from openpeel.sampling.estimates import QuestionResult
from openpeel.sampling.figures import AS_PUBLISHED, Figure, figure
from openpeel.sampling.sentences import cautions, headline
from openpeel.statistics import share_interval

METHODS = {
    "logit": "the logit interval of the design",
    "wilson": "Wilson's interval",
}


def question_view(results: Results, id: str, places: Places) -> dict[str, Any]:
    """Everything that the template of a question's page needs; KeyError when it was not asked."""
    question = next((q for q in results.questions if q.id == id), None)
    if question is None:
        raise KeyError(id)
    asked = results.of_question(id)
    asked = [result for result in asked if result.settled] or asked[:1]
    agreed = results.agreement.get(id)
    ids = [q.id for q in results.questions]
    at = ids.index(id)
    return {
        "results": results,
        "places": places,
        "question": question,
        "waiting": waiting(results),
        "why_weighted": why_weighted(results),
        "samples": [_sample(results, result) for result in asked],
        "recording": [
            recording_entry(results, r) for r in results.recording if r.question.id == id
        ],
        "recorded_source": results.round.recorded_source,
        "agreement": agreed_view(agreed) if agreed else None,
        "note": results.round.notes.get(id, ""),
        "definition": definition_view(results.answers.questions, question),
        "smallest": results.smallest,
        "before": _neighbour(results, places, ids, at - 1),
        "after": _neighbour(results, places, ids, at + 1),
    }


def definition_view(questions: QuestionSet, question: Question) -> dict[str, Any]:
    """What is asked, of which files, and how answers count."""
    return {
        "ask": question.ask,
        "relevant": question.relevant,
        "evidence": question.evidence,
        "stage": questions.stages[question.stage],
        "good": question.good,
        "serious": question.serious,
        "answers": [
            {"words": questions.answers[code].words, "counts": _counts(questions, question, code)}
            for code in question.answers
        ],
        "classes": [questions.classes[name] for name in question.classes],
        "measures": [(id, id in beside_the_list().audited_ids) for id in question.measures],
        "set": questions,
    }


def _counts(questions: QuestionSet, question: Question, code: str) -> str:
    counts = questions.counts(code)
    if counts != "not recorded":
        return counts
    return "no" if question.not_recorded == "no" else "left out of the base, and printed"


def as_published(result: QuestionResult) -> Figure | None:
    """The inspectorate's plus or minus of 2021/22, for a simple random sample alone."""
    if result.x is None or len(result.sample.strata) > 1:
        return None
    share = share_interval(result.x, result.y, level=LEVEL, method="as-published")
    return figure(share, share.level, AS_PUBLISHED)


def _sample(results: Results, result: QuestionResult) -> dict[str, Any]:
    question, sample = result.question, result.sample
    printed = as_published(result)
    truth = results.truth(result)
    return {
        "anchor": figure_anchor(question.id, sample.id),
        "words": sample.words,
        "result": result,
        "said": said(result),
        "against": told_against(result),
        "headline": headline(result),
        "cautions": [one for one in cautions(result) if "not settled" not in one],
        "truth": truth_words(result.weighted, truth),
        "chart": strata_chart(result, truth),
        "rows": [_row(question, sample.id, stratum) for stratum in result.strata],
        "weighted": shown(result.weighted),
        "unweighted": shown(result.unweighted),
        "effect": f"{result.design_effect:.2f}" if result.design_effect else "",
        "method": _method(result.weighted),
        "published": (
            f"{100 * printed.value:.1f}% ± {100 * printed.half_width:.1f}" if printed else ""
        ),
        "published_method": AS_PUBLISHED,
    }


def shown(figure: Figure | None) -> str:
    """A share with its interval, or nothing."""
    return figure.percent() if figure else ""


def _method(figure: Figure | None) -> str:
    if figure is None:
        return ""
    return f"{METHODS.get(figure.method, figure.method)}, {figure.level:.0%}"


def _row(question: Question, sample: str, stratum: StratumResult) -> dict[str, Any]:
    return {
        "anchor": figure_anchor(question.id, sample, stratum.stratum.id),
        "words": stratum.stratum.words,
        "population": stratum.population,
        "drawn": stratum.drawn,
        "settled": stratum.settled,
        "x": stratum.x,
        "y": stratum.y,
        "status": stratum.status,
        "word": stratum.word.share if stratum.word else "",
        "share": shown(stratum.share),
    }


def _neighbour(results: Results, places: Places, ids: list[str], at: int) -> tuple[str, str] | None:
    if not 0 <= at < len(ids):
        return None
    question = results.answers.questions.by_id[ids[at]]
    return question.short, places.question(question.id)
