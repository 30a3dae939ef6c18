"""National recommendations: what is asked of every force, and how far each has come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from openpeel.catalogue.forces import forces as all_forces
from openpeel.errors import UserError
from openpeel.inspecting import record as records
from openpeel.inspections.actions.asking import append, follows, history_of, note
from openpeel.inspections.actions.writing_down import said, short_name, signed, valid
from openpeel.inspections.log import of_programme
from openpeel.inspections.models import Applied, NationalRecommendation, Programme
from openpeel.inspections.monitored import Monitored
from openpeel.inspections.permissions import require
from openpeel.inspections.rows import row
from openpeel.inspections.writing import write_steps
from openpeel.people.models import Person
from openpeel.releases.words import counted


@transaction.atomic
def recommend(
    programme: Programme,
    *,
    title: str,
    words: str,
    published: date | str,
    forces: Sequence[str],
    by: Person,
) -> NationalRecommendation:
    """A national recommendation; of `forces` (codes) it is asked from the day of publication."""
    programme = _begin(programme, "recommend nationally", by)
    taken = programme.national.values_list("slug", flat=True)
    one = valid(
        records.NationalRecommendation,
        {
            "id": short_name(said(title, "the title"), taken),
            "title": title,
            "words": said(words, "what every force should do"),
            "published": published,
            "signed": signed(by),
        },
    )
    _not_to_come(one.published)
    saved = row(NationalRecommendation, one, programme=programme)
    saved.save()
    if forces:
        _apply(saved, forces, one.published, by)
    asked = f"{one.id}: {counted(len(forces), 'force')}"
    of_programme(programme, "recommend nationally", by=by, words=asked)
    return saved


@transaction.atomic
def apply(
    recommendation: NationalRecommendation, *, forces: Sequence[str], on: date | str, by: Person
) -> None:
    """Ask it of further forces (codes); it is open in each from a day on."""
    programme = _begin(recommendation.programme, "recommend nationally", by)
    _apply(recommendation, forces, on, by)
    asked = f"{recommendation.slug}: {counted(len(forces), 'force')}"
    of_programme(programme, "apply a national recommendation", by=by, words=asked)


def _apply(
    recommendation: NationalRecommendation, forces: Sequence[str], on: date | str, by: Person
) -> None:
    step = valid(records.Step, {"status": "open", "by": by.name, "on": on})
    _not_to_come(step.on)
    if step.on < recommendation.published:
        raise UserError(f"it was published on {recommendation.published}; no force had it before.")
    if not forces:
        raise UserError("choose at least one force.")
    known = all_forces().by_code
    has_it = set(recommendation.applied.values_list("force", flat=True))
    for code in sorted(set(forces)):
        if code not in known:
            raise UserError(f"there is no force {code!r}; choose among those listed.")
        if code in has_it:
            raise UserError(f"{known[code].name} was asked already; leave it out.")
        applied = Applied.objects.create(recommendation=recommendation, force=code)
        write_steps((step,), applied=applied)


@transaction.atomic
def follow(applied: Applied, *, status: str, words: str, on: date | str, by: Person) -> None:
    """Write down what a force did, as it was seen on a day, and where that leaves it."""
    programme = _begin(applied.recommendation.programme, "follow up", by, applied.force)
    said(words, "what the force did")
    step = valid(records.Step, {"status": status, "words": words, "by": by.name, "on": on})
    _not_to_come(step.on)
    last = max((one.on for one in history_of(applied)), default=date.min)
    if step.on < last:
        raise UserError(f"the history goes on from {last}; write down when it was seen after that.")
    follows(step, applied)
    append(applied, step)
    told = f"{_named(applied)}: {step.status}"
    of_programme(programme, "follow up a national recommendation", by=by, words=told)


@transaction.atomic
def note_progress(applied: Applied, *, words: str, by: Person) -> None:
    """The force says how far it has come. The status stays: others look and decide."""
    programme = _begin(applied.recommendation.programme, "note progress", by, applied.force)
    append(applied, note(applied, words, by))
    of_programme(programme, "note progress", by=by, words=_named(applied))


def _begin(programme: Programme, action: str, by: Person, force: str = "") -> Programme:
    """The programme, held until the transaction ends; PermissionDenied for who may not."""
    held = Programme.objects.select_for_update().get(pk=programme.pk)
    require(by, action, Monitored(held, force))
    return held


def _named(applied: Applied) -> str:
    return f"{applied.recommendation.slug}, {all_forces().by_code[applied.force].name}"


def _not_to_come(day: date) -> None:
    if day > timezone.localdate():
        raise UserError(f"{day} is still to come; write it down on that day.")
