"""Delete references, evidence and everything people wrote, on the round's day, and record it."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Model, QuerySet

from openpeel.audits import states
from openpeel.audits.log import record
from openpeel.audits.models import (
    Answer,
    AnswerVersion,
    Event,
    Purge,
    Replacement,
    Reply,
    Round,
    Settled,
    UrgentRisk,
)
from openpeel.audits.permissions import require
from openpeel.errors import UserError
from openpeel.people.models import Person

GONE = "purged"


def due(on: date) -> QuerySet[Round]:
    """Rounds whose day to be purged has come."""
    return Round.objects.filter(purge_on__lte=on, state__in=("settled", "published"))


def held_up(on: date) -> QuerySet[Round]:
    """Rounds whose day has come and that can't be purged, for they were never settled."""
    open_rounds = Round.objects.filter(state__in=(*states.REVIEWING, "right of reply"))
    return open_rounds.filter(purge_on__lte=on).select_related("audit")


@transaction.atomic
def purge(round: Round, *, on: date, by: Person) -> Purge:
    """Delete what could lead back to a file or a person; codes and who decided when remain.

    Estimates can be worked out again afterwards, the draw can't be checked any more.
    """
    require(by, "purge", round.audit)
    if on < round.purge_on:
        raise UserError(f"{round} is kept until {round.purge_on}; it can't be purged before.")
    round = Round.objects.select_for_update().get(pk=round.pk)
    round.state = states.after("round", "purge", round.state)
    references = round.files.exclude(reference="").update(reference="", cluster="")
    texts = 0
    everything: tuple[tuple[type[Model], str, dict[str, str]], ...] = (
        (Answer, "review__file__round", {"evidence": "", "comment": "", "note": ""}),
        (AnswerVersion, "review__file__round", {"evidence": "", "comment": "", "note": ""}),
        (Settled, "file__round", {"reason": ""}),
        (Reply, "file__round", {"claim": "", "evidence": ""}),
        (UrgentRisk, "file__round", {"words": ""}),
        (Replacement, "out__round", {"reason": GONE}),
        (Event, "round", {"words": ""}),
    )
    for model, path, blank in everything:
        texts += model._default_manager.filter(**{path: round}).update(**blank)
    UrgentRisk.objects.filter(file__round=round).exclude(told="").update(told=GONE)
    Reply.objects.filter(file__round=round, decided_at__isnull=False).update(reason=GONE)
    round.sheet = ""
    round.save(update_fields=["state", "sheet"])
    done = Purge.objects.create(round=round, references=references, texts=texts, by=by)
    record(round, "purge", by=by, words=f"{references} references, {texts} texts")
    return done
