"""What the command line says of estimates, agreement and repeats: text, and CSV of the same."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from openpeel.sampling.agreements import PairsAgree, QuestionAgreement, ReviewerAgreement
from openpeel.sampling.drift import Moving, Week
from openpeel.sampling.estimates import QuestionResult
from openpeel.sampling.figures import Figure
from openpeel.sampling.recording import RecordingResult
from openpeel.sampling.repeats import Change, NextRound, QuestionChange, next_round
from openpeel.sampling.sentences import against, cautions, files, finding, finding_of, headline

COLUMNS = (
    "sample", "question", "short", "good", "stratum", "population", "drawn", "settled", "x", "y",
    "not_recorded", "not_applicable", "word", "status", "share", "lower", "upper", "level",
    "method", "unweighted",
)  # fmt: skip


def estimates_text(results: Sequence[QuestionResult]) -> str:
    """Each question's finding, its figure for the force, and what has to stand beside it."""
    lines: list[str] = []
    for result in results:
        lines += [f"{result.question.id}  {finding(result)}"]
        if other := against(result):
            lines.append(f"    {other}")
        lines.append(f"    {headline(result)}")
        if result.weighted:
            lines.append(f"    Interval by {result.weighted.method}.")
        lines += [f"    {caution}" for caution in cautions(result)]
        if len(result.strata) > 1:
            kinds = (finding_of(result, kind) for kind in result.strata)
            lines += [f"    {said}" for said in kinds if said]
    return "".join(f"{line}\n" for line in lines)


def estimates_csv(results: Sequence[QuestionResult]) -> str:
    """A row for each question (the weighted share), and one for each kind of file (the plain one).

    Shares run from 0 to 1. Where a status stands, what it hides is empty.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for result in results:
        writer.writerows(_csv_rows(result))
    return out.getvalue()


def recording_text(results: Sequence[RecordingResult]) -> str:
    """Each class's recording rate, or why there is none."""
    lines = []
    for result in results:
        if result.rate is None:
            lines.append(f"{result.words}: no rate: {result.why_not}.")
            continue
        lines.append(
            f"{result.words}: {result.recorded:,} recorded of {result.should:,} that should have"
            f" been, in {files(result.files)}."
        )
        effect = (
            "" if result.design_effect is None else f"; design effect {result.design_effect:.2f}"
        )
        lines.append(f"    For the force as a whole: {result.rate.percent()}{effect}.")
        if result.missed:
            lower, upper = result.missed.lower, result.missed.upper
            lines.append(
                f"    About {result.missed.value:,.0f} crimes a year go unrecorded"
                f" ({lower:,.0f} to {upper:,.0f})."
            )
        waiting = result.drawn - result.files
        if waiting:
            lines.append(f"    {files(waiting)} of {result.drawn:,} drawn not settled yet.")
    return "".join(f"{line}\n" for line in lines)


def agreement_text(
    questions: Sequence[QuestionAgreement],
    reviewers: Sequence[ReviewerAgreement],
    weeks: Sequence[Week],
) -> str:
    """Agreement by question and by reviewer, and each reviewer's weeks."""
    if not questions:
        return "No file was reviewed twice, so nothing can be said of agreement.\n"
    lines = ["By question (files chosen at random, and first files of new reviewers):"]
    for one in questions:
        low = " [low]" if one.status else ""
        lines.append(f"{one.question.id}  {one.question.short}: {_agreed(one.headline)}{low}")
        if one.below:
            lines.append(f"    Below the threshold, to be published only with a note: {one.below}.")
        if one.of_worst.pairs:
            lines.append(f"    Beside it, files chosen as the worst: {_agreed(one.of_worst)}")
    lines += ["", "By reviewer:"]
    for reviewer in reviewers:
        shown = "[low]" if reviewer.percent is None else reviewer.percent.percent()
        lines.append(f"{reviewer.reviewer}: {files(reviewer.files)}, {shown} of answers agree")
    lines += ["", "By week:", *(_week(week) for week in weeks)]
    return "".join(f"{line}\n" for line in lines)


def repeats_text(changes: Sequence[Change], to: float | None = None) -> str:
    """What changed between two rounds, and the sample that the next one needs."""
    lines: list[str] = []
    for change in changes:
        said: str = change.verdict
        if change.difference:
            low, high = 100 * change.difference.lower, 100 * change.difference.upper
            said += f", {100 * change.difference.value:+.1f} points ({low:+.1f} to {high:+.1f})"
        lines.append(f"{change.question.id}  {change.name}: {said}")
        if change.why:
            lines.append(f"    {change.why}.")
        for words, figure in (("before", change.before), ("after", change.after)):
            if figure:
                lines.append(f"    {words}: {figure.percent()}")
        if isinstance(change, QuestionChange) and (more := next_round(change, to=to)):
            lines.append(f"    {needed(more)}")
    return "".join(f"{line}\n" for line in lines)


def needed(sample: NextRound) -> str:
    """The sample that two rounds need to find a move, in a sentence."""
    move = f"a move from {sample.start:.1%} to {sample.end:.1%}"
    if sample.relevant is None or sample.files is None:
        return f"No number of files would show {move}."
    return (
        f"To find {move} four times in five, each of two rounds needs {sample.relevant:,} relevant"
        f" files, {sample.files:,} drawn."
    )


def _agreed(pairs: PairsAgree) -> str:
    parts = [f"{pairs.agreed} of {pairs.pairs} pairs agree"]
    if pairs.percent:
        parts.append(pairs.percent.percent())
    parts += [
        f"{name} {figure.value:.2f} ({figure.lower:.2f} to {figure.upper:.2f})"
        for name, figure in (("kappa", pairs.kappa), ("AC1", pairs.ac1))
        if figure
    ]
    if pairs.one_sided:
        parts.append(f"{files(pairs.one_sided)} answered in one review only")
    return "; ".join(parts)


def _week(week: Week) -> str:
    head = f"{week.reviewer}, week of {week.week}: {files(week.files)}"
    if week.status:
        return f"{head} [low]"
    good, agreed = _moved(week.good), _moved(week.agreed)
    return f"{head}; for the force {good}; {files(week.pairs)} read twice, agreed {agreed}"


def _moved(moving: Moving) -> str:
    share = moving.share.percent() if moving.share else "not known"
    return f"{moving.x} of {moving.y}, {share}, {moving.verdict}"


def _csv_rows(result: QuestionResult) -> Iterator[tuple[object, ...]]:
    head = (result.sample.id, result.question.id, result.question.short, result.question.good)
    word = result.word.share if result.word else ""
    yield (
        *head, "", "", result.drawn, result.settled, _shown(result.x), result.y,
        result.not_recorded, result.not_applicable, word, result.status, *_figure(result.weighted),
        _shown(result.unweighted.value if result.unweighted else None),
    )  # fmt: skip
    for one in result.strata:
        word = one.word.share if one.word else ""
        yield (
            *head, one.stratum.id, _shown(one.population), one.drawn, one.settled, _shown(one.x),
            one.y, "", "", word, one.status, *_figure(one.share), "",
        )  # fmt: skip


def _figure(figure: Figure | None) -> tuple[object, ...]:
    if figure is None:
        return ("",) * 5
    return figure.value, figure.lower, figure.upper, figure.level, figure.method


def _shown(number: float | None) -> object:
    return "" if number is None else number
