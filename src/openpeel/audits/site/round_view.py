"""What a round's page shows: the findings first, then what was drawn, then stage by stage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from openpeel.audits.charts import questions_chart, recording_chart
from openpeel.audits.site.places import Places, figure_anchor
from openpeel.audits.site.results import Results
from openpeel.catalogue.audit_designs import Sample
from openpeel.releases.words import counted
from openpeel.sampling.estimates import QuestionResult
from openpeel.sampling.figures import Figure
from openpeel.sampling.recording import OVERALL, RecordingResult
from openpeel.sampling.sentences import against, cautions, files, finding, headline

FEW = 3  # findings at either end
EXPECTED = 0.95


def round_view(results: Results, places: Places) -> dict[str, Any]:
    """Everything that the template of a round's page needs."""
    samples = [_sample(results, sample, places) for sample in results.design.samples]
    return {
        "results": results,
        "places": places,
        "lead": lead(results),
        "waiting": waiting(results),
        "findings": list(_findings(results, places)),
        "why_weighted": why_weighted(results),
        "drawn": drawn(results),
        "samples": samples,
        "recording": [recording_entry(results, r) for r in results.recording],
        "recording_chart": recording_chart(results) if results.recording else None,
        "truth": _truth(results),
        "links": _links(results, places),
    }


def lead(results: Results) -> str:
    """What was reviewed, in a sentence."""
    drawn = sum(results.answers.drawn.values())
    settled = len(results.answers.files)
    unit = results.answers.questions.unit
    told = f"{files(settled)} of {results.force} {'was' if settled == 1 else 'were'} reviewed"
    if settled < drawn:
        told = f"{settled:,} of {files(drawn)} of {results.force} are settled so far"
    told += f", drawn by chance from {results.round.frame.files:,}. One file is {unit}."
    return f"{told} {_rate(results)}".rstrip()


def _rate(results: Results) -> str:
    """The recording rate for all crimes in a sentence; nothing where there is none."""
    for result in results.recording:
        if result.crime_class == OVERALL and result.rate is not None:
            told = f"Of the crimes that should have been recorded {result.rate.percent()} were."
            if result.missed is not None:
                low, high = result.missed.lower, result.missed.upper
                told += (
                    f" In a year about {result.missed.value:,.0f} were not ({low:,.0f} to"
                    f" {high:,.0f})."
                )
            return told
    return ""


def waiting(results: Results) -> str:
    """How many files are still out; nothing when every file is settled."""
    drawn = sum(results.answers.drawn.values())
    out = drawn - len(results.answers.files)
    if not out:
        return ""
    return (
        f"{out:,} of the {files(drawn)} drawn {'is' if out == 1 else 'are'} not settled yet, so"
        " every figure here may still change."
    )


def why_weighted(results: Results) -> str:
    """Which share is the headline, and why."""
    if results.recording:
        return (
            "The rate weighs each kind of incident by how many the frame holds, and its interval is"
            " that of incidents, whose crimes are alike. Crimes counted as they were found speak of"
            " the incidents reviewed alone."
        )
    if results.simple:
        return (
            "Every file had the same chance of being drawn, so the share of the files reviewed is"
            " the estimate for the force."
        )
    return (
        "The figure for the force is the weighted share: kinds of file were drawn in unequal parts,"
        " so each counts for as many as the frame holds. “x of y” are the files as they were found;"
        " they say what was seen, and not what share it is of the force's work."
    )


def drawn(results: Results) -> dict[str, Any]:
    """What was drawn from what."""
    settled: dict[str, int] = {}
    for file in results.answers.files:
        settled[file.stratum] = settled.get(file.stratum, 0) + 1
    answers = results.answers
    return {
        "frame": results.round.frame,
        "seed": results.round.seed,
        "sheet": results.round.sheet_sha256,
        "on": results.round.drawn_on,
        "design": results.design,
        "questions": answers.questions,
        "strata": [
            {
                "sample": sample.words,
                "words": stratum.words,
                "population": answers.populations.get(stratum.id),
                "drawn": answers.drawn.get(stratum.id, 0),
                "settled": settled.get(stratum.id, 0),
                "stands": _stands(answers.populations.get(stratum.id), settled.get(stratum.id, 0)),
            }
            for sample in results.design.samples
            for stratum in sample.strata
        ],
    }


def _stands(population: int | None, settled: int) -> str:
    """For how many files of the frame one that was reviewed stands."""
    return f"{population / settled:,.1f}" if population and settled else ""


def _findings(results: Results, places: Places) -> Iterator[dict[str, Any]]:
    """The surest findings at either end, by the nearer end of the interval and not by chance."""
    told = [r for r in results.estimates if r.weighted is not None]
    low = sorted(told, key=lambda r: r.weighted.upper if r.weighted else 0)
    high = sorted(told, key=lambda r: -r.weighted.lower if r.weighted else 0)
    if len(told) < 2 * FEW:  # so few are all seen at a glance
        return
    groups = (
        ("Furthest from what is asked", "The three lowest, by the upper end of the interval.", low),
        ("Nearest to what is asked", "The three highest, by the lower end of the interval.", high),
    )
    for title, rule, every in groups:
        chosen = every[:FEW]
        if chosen:
            yield {
                "title": title,
                "rule": rule,
                "entries": [entry(results, result, places) for result in chosen],
            }


def _sample(results: Results, sample: Sample, places: Places) -> dict[str, Any]:
    asked = results.of_sample(sample)
    kinds = {stratum.id for stratum in sample.strata}
    settled = sum(file.stratum in kinds for file in results.answers.files)
    base = f"{files(settled)} of {sample.words}"
    stages = []
    for id, words in results.answers.questions.stages.items():
        mine = [result for result in asked if result.question.stage == id and settled]
        if mine:
            stages.append(
                {
                    "id": f"{sample.id}-{id}",
                    "words": words,
                    "chart": questions_chart(results, mine, words, base),
                    "entries": [entry(results, result, places) for result in mine],
                }
            )
    return {
        "id": sample.id,
        "words": sample.words,
        "settled": settled,
        "drawn": sum(results.answers.drawn.get(s.id, 0) for s in sample.strata),
        "stages": stages,
    }


def entry(results: Results, result: QuestionResult, places: Places) -> dict[str, Any]:
    """One question as the round's page tells it."""
    question = result.question
    agreed = results.agreement.get(question.id)
    truth = results.truth(result)
    return {
        "id": question.id,
        "short": question.short,
        "href": places.question(question.id, figure_anchor(question.id, result.sample.id)),
        "said": said(result),
        "against": told_against(result),
        "of": result.sample.words if len(results.of_question(question.id)) > 1 else "",
        "word": result.word.share if result.word else "",
        "x": result.x,
        "y": result.y,
        "status": result.status,
        "headline": headline(result) if result.weighted is None and not result.status else "",
        "figure": for_the_force(result),
        "cautions": [one for one in cautions(result) if "not settled" not in one],
        "below": agreed.below if agreed and agreed.below else "",
        "note": results.round.notes.get(question.id, ""),
        "truth": truth_words(result.weighted, truth),
    }


def for_the_force(result: QuestionResult) -> str:
    """The weighted share as a sentence, or nothing."""
    if result.weighted is None:
        return ""
    share, _, ends = result.weighted.percent().partition(" ")
    good = result.question.good.capitalize()
    return f"{good} in {share} of the force’s relevant files {ends}."


def said(result: QuestionResult) -> str:
    """The finding without the question's short words, which stand before it."""
    return _after(finding(result), result)


def told_against(result: QuestionResult) -> str:
    """The finding from the other side, where a fraction fits."""
    other = against(result)
    return _after(other, result) if other else ""


def _after(sentence: str, result: QuestionResult) -> str:
    words = sentence.removeprefix(f"{result.question.short}: ")
    return words[:1].upper() + words[1:]


def truth_words(figure: Figure | None, truth: float | None) -> str:
    """The truth of a simulated round beside the estimate."""
    if truth is None:
        return ""
    told = f"Simulated truth {100 * truth:.1f}%"
    if figure is None:
        return f"{told}."
    inside = figure.lower <= truth <= figure.upper
    return f"{told}, {'inside' if inside else 'outside'} the interval."


def recording_entry(results: Results, result: RecordingResult) -> dict[str, Any]:
    """A recording rate as it is told."""
    missed = result.missed
    return {
        "id": f"{result.question.id}.{result.crime_class}",
        "question": result.question.id,
        "words": result.words,
        # counts of crimes that were not drawn for would pass for a rate
        "partial": not results.design.gives_rate_of(result.crime_class),
        "should": result.should,
        "recorded": result.recorded,
        "status": result.status,
        "rate": result.rate.percent() if result.rate else "",
        "why_not": result.why_not or "",
        "missed": (
            f"about {missed.value:,.0f} ({missed.lower:,.0f} to {missed.upper:,.0f})"
            if missed
            else ""
        ),
        "effect": f"{result.design_effect:.2f}" if result.design_effect else "",
        "truth": truth_words(result.rate, results.truth_of_recording(result)),
        "method": result.rate.method if result.rate else "",
    }


def _truth(results: Results) -> dict[str, Any] | None:
    """How many intervals hold the simulated truth, beside how many one would expect."""
    held, known = results.held
    if not known:
        return None
    return {
        "held": held,
        "known": known,
        "expected": f"about {EXPECTED * known:.0f}",
        "intervals": counted(known, "interval"),
    }


def _links(results: Results, places: Places) -> Sequence[tuple[str, str]]:
    names = ["estimates", "strata"]
    names += ["recording"] * bool(results.recording)
    names += ["agreement", "reviewers", "weeks"] * bool(results.answers.pairs)
    return [(f"{name}.csv", places.table(name)) for name in names]
