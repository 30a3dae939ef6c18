"""The results of a round as the service shows them: from the database, or from what was published.

While a round is under way they are made of what is settled so far. A round that has been purged is
shown from its published folder: the draw that its figures rest on is not in the database any more.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from openpeel.audits import addresses
from openpeel.audits.models import Round
from openpeel.audits.publishing import published_round
from openpeel.audits.queries import round_answers
from openpeel.audits.site.places import Places
from openpeel.audits.site.results import Repeated, Results
from openpeel.errors import UserError
from openpeel.sampling.published import (
    ANSWERS,
    DESIGN,
    PAIRS,
    QUESTIONS,
    ROUND,
    anonymous,
    numbered,
)
from openpeel.sampling.reading_published import read_published

FRAME: dict[str, Any] = {"base": "audits/round_base.html", "site": False}
"""What the templates are told in the service; on the site they stand in another frame."""
FILES = (ROUND, DESIGN, QUESTIONS, ANSWERS, PAIRS)
STAMP = (1980, 1, 1, 0, 0, 0)  # of every file in the zip: the same round gives the same bytes


def published_folder(round: Round) -> Path:
    """Where the service writes a round that it publishes (settings: OPENPEEL_PUBLISHED)."""
    return Path(settings.PUBLISHED) / f"{round.audit.slug}-{round.number}"


def results_of(round: Round) -> Results:
    """The results of a round, whatever its state; UserError when nothing is left to show."""
    folder = published_folder(round)
    if round.state in ("published", "purged") and (folder / ROUND).is_file():
        return Results(read_published(folder))
    if round.state == "purged":
        raise UserError(
            f"{round} has been purged, and its published folder is not at {folder}; put it back"
            " there to see its results here."
        )
    on = round.published_at.date() if round.published_at else timezone.localdate()
    made = published_round(round, published_by="", published_on=on)
    hidden = replace(made, answers=anonymous(made.answers))
    return Results(hidden, under_way=round.state != "published")


def repeated_of(round: Round, later: Results) -> Repeated | None:
    """A round beside the one before it, or None when it is the first."""
    earlier = round.audit.rounds.filter(number__lt=round.number).order_by("-number").first()
    return Repeated(results_of(earlier), later) if earlier else None


def places_of(round: Round) -> Places:
    """Where the service has the pages."""
    root = addresses.results(round)
    return Places(
        results=root,
        agreement=addresses.agreement(round),
        repeat=addresses.repeat(round) if round.number > 1 else "",
        tables=root,
    )


def names_of(round: Round) -> dict[str, str]:
    """Who R1, R2 ... are, for those who may know."""
    return {hidden: name for name, hidden in numbered(round_answers(round)).items()}


def zipped(round: Round) -> bytes:
    """The published folder as one file; UserError when it is not where it was written."""
    folder = published_folder(round)
    if not (folder / ROUND).is_file():
        raise UserError(
            f"{round} was published into another folder than {folder}; get it from whoever did."
        )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in FILES:
            info = zipfile.ZipInfo(f"{folder.name}/{name}", STAMP)
            archive.writestr(info, (folder / name).read_bytes())
    return out.getvalue()
