"""Addresses of the audits' pages in the service."""

from __future__ import annotations

from openpeel.audits.models import File, Reply, Review, Round, UrgentRisk

AUDITS = "/audits/"
PLAN = "/plan/"
SCHEDULE = "/schedule/"


def round_page(round: Round) -> str:
    """Overview of a round."""
    return f"/audits/{round.audit.slug}/{round.number}/"


def move(round: Round) -> str:
    """Where a round is taken to its next state."""
    return f"{round_page(round)}move/"


def results(round: Round) -> str:
    """What a round found; questions and tables lie below."""
    return f"{round_page(round)}results/"


def note(round: Round, question: str) -> str:
    """Where the note on a question is written."""
    return f"{results(round)}{question}/note/"


def agreement(round: Round) -> str:
    """How far reviewers agree."""
    return f"{round_page(round)}agreement/"


def repeat(round: Round) -> str:
    """A round beside the one before it."""
    return f"{round_page(round)}repeat/"


def publish(round: Round) -> str:
    """Where a round is published."""
    return f"{round_page(round)}publish/"


def published_zip(round: Round) -> str:
    """The folder of a published round, packed."""
    return f"{round_page(round)}{round.audit.slug}-{round.number}.zip"


def files(round: Round) -> str:
    """The files of a round."""
    return f"{round_page(round)}files/"


def deal(round: Round) -> str:
    """Where files are dealt to the reviewers."""
    return f"{files(round)}deal/"


def file_page(file: File) -> str:
    """One file: its reviews, what was settled, what was decided."""
    return f"{files(file.round)}{file.number}/"


def allocate(file: File) -> str:
    """Where a file is given to a reviewer."""
    return f"{file_page(file)}allocate/"


def replace(file: File) -> str:
    """Where a reserve is called up for a file."""
    return f"{file_page(file)}replace/"


def hand_over(file: File) -> str:
    """Where a review that has begun is given to somebody else."""
    return f"{file_page(file)}hand-over/"


def conflicts(round: Round) -> str:
    """The files on which two reviews differ."""
    return f"{round_page(round)}conflicts/"


def resolve(file: File) -> str:
    """Where a moderator decides."""
    return f"{file_page(file)}resolve/"


def members(round: Round) -> str:
    """Who takes part."""
    return f"{round_page(round)}members/"


def remove_member(round: Round) -> str:
    """Where a role is taken from somebody."""
    return f"{members(round)}remove/"


def replies(round: Round) -> str:
    """The force's replies, and the files it may question."""
    return f"{round_page(round)}replies/"


def reply(file: File) -> str:
    """The settled answers of a file, as the force sees and questions them."""
    return f"{replies(file.round)}files/{file.number}/"


def decide(reply: Reply) -> str:
    """Where a reply is decided."""
    return f"{replies(reply.file.round)}{reply.pk}/"


def risks(round: Round) -> str:
    """The urgent risks of a round."""
    return f"{round_page(round)}risks/"


def told(risk: UrgentRisk) -> str:
    """Where it is logged who was told of a risk."""
    return f"{risks(risk.file.round)}{risk.pk}/"


def spreadsheets(round: Round) -> str:
    """One's open files as a spreadsheet, out and in."""
    return f"{round_page(round)}spreadsheets/"


def spreadsheet(round: Round, kind: str) -> str:
    """The spreadsheet itself; `kind` is xlsx or csv."""
    return f"{spreadsheets(round)}answers.{kind}"


def review(review: Review) -> str:
    """The page on which a file is reviewed."""
    return f"/reviews/{review.pk}/"
