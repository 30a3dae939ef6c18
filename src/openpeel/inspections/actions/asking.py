"""What is asked of a force, and how far it has come: histories that are only added to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from openpeel.errors import UserError
from openpeel.inspecting import record as records
from openpeel.inspecting.histories import last_step
from openpeel.inspections import states
from openpeel.inspections.actions.writing_down import (
    begin,
    hold_together,
    round_of,
    said,
    short_name,
    signed,
    valid,
)
from openpeel.inspections.exporting import steps
from openpeel.inspections.log import record
from openpeel.inspections.models import (
    Applied,
    Concern,
    ConcernFinding,
    Finding,
    Improvement,
    ImprovementFinding,
    Inspection,
    Recommendation,
)
from openpeel.inspections.rows import row
from openpeel.inspections.writing import write_steps
from openpeel.people.models import Person

Asked = Concern | Recommendation | Improvement
WithHistory = Asked | Applied


@transaction.atomic
def raise_concern(
    inspection: Inspection,
    *,
    area: str,
    round: str,
    title: str,
    words: str,
    findings: Sequence[str],
    recommendation: str,
    deadline: date | str | None,
    by: Person,
) -> Concern:
    """A cause of concern with the first recommendation about it and its deadline."""
    inspection = begin(inspection, "raise", by)
    taken = inspection.concern_set.values_list("slug", flat=True)
    one = valid(
        records.Concern,
        {
            "id": short_name(said(title, "the title"), taken),
            "area": area,
            "round": round,
            "title": title,
            "words": said(words, "what the concern is"),
            "findings": tuple(findings),
            "history": (_first(by),),
        },
    )
    saved = row(Concern, one, inspection=inspection, round=round_of(inspection, round))
    saved.save()
    for place, finding in enumerate(_findings(inspection, one.findings)):
        ConcernFinding.objects.create(concern=saved, place=place, finding=finding)
    write_steps(one.history, concern=saved)
    _recommend(saved, recommendation, deadline, by)
    hold_together(inspection)
    record(inspection, "raise a cause of concern", by=by, words=f"{area}: {one.id}")
    return saved


@transaction.atomic
def recommend(
    concern: Concern, *, words: str, deadline: date | str | None, by: Person
) -> Recommendation:
    """One more recommendation about a cause of concern."""
    inspection = begin(concern.inspection, "raise", by)
    saved = _recommend(concern, words, deadline, by)
    record(inspection, "recommend", by=by, words=f"{concern.area}: {saved.slug}")
    return saved


def _recommend(
    concern: Concern, words: str, deadline: date | str | None, by: Person
) -> Recommendation:
    said(words, "what the force should do")
    number = concern.recommendations.count() + 1
    one = valid(
        records.Recommendation,
        {
            "id": f"{concern.slug[:90]}-{number}",
            "words": words,
            "deadline": said(f"{deadline or ''}", "a deadline"),
            "history": (_first(by),),
        },
    )
    saved = row(Recommendation, one, concern=concern)
    saved.save()
    write_steps(one.history, recommendation=saved)
    return saved


@transaction.atomic
def raise_improvement(
    inspection: Inspection,
    *,
    area: str,
    round: str,
    words: str,
    findings: Sequence[str],
    by: Person,
) -> Improvement:
    """An area for improvement."""
    inspection = begin(inspection, "raise", by)
    taken = inspection.improvement_set.values_list("slug", flat=True)
    one = valid(
        records.Improvement,
        {
            "id": short_name(said(words, "what should improve"), taken),
            "area": area,
            "round": round,
            "words": words,
            "findings": tuple(findings),
            "history": (_first(by),),
        },
    )
    saved = row(Improvement, one, inspection=inspection, round=round_of(inspection, round))
    saved.save()
    for place, finding in enumerate(_findings(inspection, one.findings)):
        ImprovementFinding.objects.create(improvement=saved, place=place, finding=finding)
    write_steps(one.history, improvement=saved)
    hold_together(inspection)
    record(inspection, "raise an area for improvement", by=by, words=f"{area}: {one.id}")
    return saved


@transaction.atomic
def add_step(asked: Asked, *, status: str, words: str, by: Person) -> None:
    """One more entry in a history: progress that somebody saw, or the end, with its reason."""
    inspection = begin(inspection_of(asked), "follow up", by)
    step = valid(records.Step, {"status": status, "words": said(words, "what was seen"),
                                **signed(by)})  # fmt: skip
    follows(step, asked)
    if isinstance(asked, Concern) and step.status == "closed":
        still = [one.slug for one in asked.recommendations.all() if status_of(one) != "closed"]
        if still:
            raise UserError(f"recommendation {', '.join(still)} is not closed; close that first.")
    append(asked, step)
    record(inspection, "follow up", by=by, words=f"{asked.slug}: {step.status}")


@transaction.atomic
def note_progress(asked: Asked, *, words: str, by: Person) -> None:
    """The force says how far it has come. The status stays: others look and decide."""
    inspection = begin(inspection_of(asked), "note progress", by)
    append(asked, note(asked, words, by))
    record(inspection, "note progress", by=by, words=asked.slug)


def follows(step: records.Step, asked: WithHistory) -> None:
    """UserError unless a step of that status may be the next one."""
    before = status_of(asked)
    if not states.may_follow(step.status, before):
        raise UserError(f"it is {before}; it can't become {step.status} from there.")


def note(asked: WithHistory, words: str, by: Person) -> records.Step:
    """What the force says of its progress, as a step that leaves the status as it is."""
    before = status_of(asked)
    if before == "closed":
        raise UserError("it is closed; nothing more is asked.")
    who = f"{by.name}, {by.force}" if by.force else by.name
    values = {"status": before, "words": said(words, "how far the force has come"),
              "by": who, "on": timezone.localdate()}  # fmt: skip
    return valid(records.Step, values)


def inspection_of(asked: Asked) -> Inspection:
    """The inspection in which something was asked."""
    return asked.concern.inspection if isinstance(asked, Recommendation) else asked.inspection


def history_of(asked: WithHistory) -> tuple[records.Step, ...]:
    """The history as objects of the record."""
    return tuple(records.Step.model_validate(values) for values in steps(asked))


def status_of(asked: WithHistory) -> records.ConcernStatus:
    """Where it stands after its last step; open when its history is empty."""
    step = last_step(history_of(asked), date.max)
    return step.status if step else "open"


def append(asked: WithHistory, step: records.Step) -> None:
    """Write the next step of a history."""
    held = type(asked).objects.select_for_update().get(pk=asked.pk)
    of = {type(asked).__name__.lower(): held}
    write_steps((step,), first=asked.steps.count(), **of)


def _first(by: Person) -> dict[str, object]:
    return {"status": "open", **signed(by)}


def _findings(inspection: Inspection, slugs: Sequence[str]) -> list[Finding]:
    """Findings by their ids, which a concern or an improvement rests on."""
    if not slugs:
        raise UserError("it rests on findings; choose at least one.")
    among = {one.slug: one for one in inspection.finding_set.filter(slug__in=slugs)}
    for slug in slugs:
        if slug not in among:
            raise UserError(f"findings: there is no {slug!r} in this inspection; choose another.")
    return [among[slug] for slug in slugs]
