"""Addresses of the audits' pages in the service."""

from __future__ import annotations

from openpeel.audits.models import File, Review, Round

AUDITS = "/audits/"
PLAN = "/plan/"
SCHEDULE = "/schedule/"


def round_page(round: Round) -> str:
    """Overview of a round."""
    return f"/audits/{round.audit.slug}/{round.number}/"


def results(round: Round) -> str:
    """Estimates and agreement of a round."""
    return f"{round_page(round)}results/"


def file_page(file: File) -> str:
    """One file: its reviews, what was settled, what was decided."""
    return f"{round_page(file.round)}files/{file.number}/"


def resolve(file: File) -> str:
    """Where a moderator decides."""
    return f"{file_page(file)}resolve/"


def replies(round: Round) -> str:
    """The force's replies, and the files it may question."""
    return f"{round_page(round)}replies/"


def review(review: Review) -> str:
    """The page on which a file is reviewed."""
    return f"/reviews/{review.pk}/"
