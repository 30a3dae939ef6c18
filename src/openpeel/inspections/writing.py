"""Rows of what an inspection holds, in the order in which one refers to another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from django.db.models import Model

from openpeel.inspecting import record as records
from openpeel.inspecting.texts import Written
from openpeel.inspections.models import (
    Applied,
    Concern,
    ConcernFinding,
    Dissent,
    Evidence,
    Finding,
    FindingEvidence,
    Gap,
    Improvement,
    ImprovementFinding,
    Inspection,
    JudgedForce,
    Judgment,
    Line,
    LineEvidence,
    Moderation,
    NationalRecommendation,
    Programme,
    Recommendation,
    Round,
    Stage,
    Step,
)
from openpeel.inspections.rows import row

M = TypeVar("M", bound=Model)
W = TypeVar("W", bound=Written)


def write_parts(inspection: Inspection, one: records.Inspection) -> None:
    """Everything that an inspection holds but its forces; all of it must resolve."""
    rounds = {entry.slug: entry for entry, _ in _write(Round, one.rounds, inspection)}
    _write(Stage, one.stages, inspection)
    _write(Gap, one.gaps, inspection)
    pieces = _write(Evidence, one.evidence, inspection, rounds)
    evidence = {piece.slug: piece for piece, _ in pieces}
    for line, of in _write(Line, one.lines, inspection):
        _refer(LineEvidence, {"line": line}, "evidence", of.evidence, evidence)
    found = _write(Finding, one.findings, inspection, rounds)
    findings = {finding.slug: finding for finding, _ in found}
    for finding, told in found:
        _refer(FindingEvidence, {"finding": finding}, "evidence", told.evidence, evidence)
    for judgment, given in _write(Judgment, one.judgments, inspection, rounds):
        _write_judgment(judgment, given)
    for concern, raised in _write(Concern, one.concerns, inspection, rounds):
        _refer(ConcernFinding, {"concern": concern}, "finding", raised.findings, findings)
        write_steps(raised.history, concern=concern)
        for advice in raised.recommendations:
            recommendation = row(Recommendation, advice, concern=concern)
            recommendation.save()
            write_steps(advice.history, recommendation=recommendation)
    for improvement, asked in _write(Improvement, one.improvements, inspection, rounds):
        _refer(
            ImprovementFinding, {"improvement": improvement}, "finding", asked.findings, findings
        )
        write_steps(asked.history, improvement=improvement)


def write_national(
    programme: Programme, recommendations: Iterable[records.NationalRecommendation]
) -> None:
    """National recommendations with their histories, force by force."""
    for one in recommendations:
        saved = row(NationalRecommendation, one, programme=programme)
        saved.save()
        for entry in one.applied:
            applied = row(Applied, entry, recommendation=saved)
            applied.save()
            write_steps(entry.history, applied=applied)


def write_steps(history: Sequence[records.Step], first: int = 0, **of: Model) -> None:
    """Entries of a history, as they were written; `first` is the place of the first."""
    Step.objects.bulk_create(
        row(Step, step, place=first + number, **of) for number, step in enumerate(history)
    )


def _write_judgment(judgment: Judgment, one: records.Judgment) -> None:
    JudgedForce.objects.bulk_create(
        JudgedForce(judgment=judgment, place=place, force=code)
        for place, code in enumerate(one.forces)
    )
    Dissent.objects.bulk_create(_placed(Dissent, one.dissents, judgment))
    Moderation.objects.bulk_create(_placed(Moderation, one.moderations, judgment))


def _placed(model: type[M], entries: Sequence[Written], judgment: Judgment) -> Iterator[M]:
    for place, entry in enumerate(entries):
        yield row(model, entry, judgment=judgment, place=place)


def _write(
    model: type[M],
    entries: Sequence[W],
    inspection: Inspection,
    rounds: dict[str, Round] | None = None,
) -> list[tuple[M, W]]:
    """Rows of an inspection, each with what it was made of, and in its round if it has one."""
    made = []
    for entry in entries:
        given: dict[str, Any] = {"inspection": inspection}
        if rounds is not None:
            given["round"] = rounds[getattr(entry, "round")]  # noqa: B009 - what is in a round
        if isinstance(entry, records.Judgment):
            given["first_force"] = entry.first_force
        made.append(row(model, entry, **given))
    return list(zip(model._default_manager.bulk_create(made), entries, strict=True))


def _refer(
    model: type[Model], of: dict[str, Model], other: str, ids: Sequence[str], among: dict[str, Any]
) -> None:
    """Rows that say on what something rests, in the order in which it was written."""
    model._default_manager.bulk_create(
        model(**of, place=place, **{other: among[id]}) for place, id in enumerate(ids)
    )
