"""Rounds whose answers are written straight from the truth, without the service's database.

Every file drawn is settled with the true answers. The random share of second reviews is read by
reviewers with known error rates, so that agreement has something to show.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from itertools import permutations
from math import ceil

from openpeel.catalogue.simulated_reviewers import Reviewer, reviewers
from openpeel.sampling.answers import Answers, FileAnswers, Pair, RoundAnswers
from openpeel.sampling.sheets import DrawnFile, Sheet
from openpeel.sampling.simulated.readings import Reader
from openpeel.sampling.simulated.truths import Truths

NOTE = (
    "Two reviewers of one file differed on this question more often than the rule allows, so its"
    " figures are less sure than their intervals say."
)
"""What readers are told of a question on which simulated reviewers agree too seldom."""

FAULTLESS = Reviewer(username="faultless", name="Faultless", wrong=0)


def true_round(sheet: Sheet, truths: Truths, slug: str, name: str) -> RoundAnswers:
    """A round in which every file of the sample is answered as is true."""
    reader = Reader(FAULTLESS, truths.shares, "")
    return RoundAnswers(
        slug=slug,
        name=name,
        force_code=sheet.force_code,
        design=sheet.design,
        questions=sheet.questions,
        populations=sheet.populations,
        drawn=sheet.drawn,
        files=tuple(
            FileAnswers(
                number=file.number,
                stratum=file.stratum,
                answers=_read(reader, sheet, file, truths),
                cluster=file.cluster,
            )
            for file in sheet.files
            if file.role == "sample"
        ),
    )


def pairs_read(sheet: Sheet, truths: Truths, begin: datetime, a_day: int = 6) -> tuple[Pair, ...]:
    """The random share of a sample's files, each read by two reviewers in turn; `a_day` a day."""
    couples = list(permutations(reviewers(), 2))
    files = [file for file in sheet.files if file.role == "sample"]
    order = sorted(
        files, key=lambda f: sha256(f"{sheet.seed}\nsecond\n{f.reference}".encode()).digest()
    )
    found = []
    for n, file in enumerate(order[: ceil(sheet.design.second_review.share * len(files))]):
        moment = begin + timedelta(days=n // a_day)
        week = (moment - begin).days // 7
        one, other = couples[n * 7 % len(couples)]
        first, second = (
            _read(Reader(who, truths.shares, sheet.seed), sheet, file, truths, week)
            for who in (one, other)
        )
        found.append(
            Pair(file.number, file.stratum, "random", one.name, other.name, moment, first, second)
        )
    return tuple(found)


def _read(reader: Reader, sheet: Sheet, file: DrawnFile, truths: Truths, week: int = 0) -> Answers:
    given = reader.reading(
        file.reference,
        truths.file(file.reference),
        asked=sheet.design.asked(file.stratum),
        told=file.facts,
        week=week,
    )
    return Answers({**given.facts, **file.facts}, given.codes, given.counts)
