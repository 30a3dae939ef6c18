"""Published rounds to show, made without a database: whole designs, with answers by chance."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from openpeel.catalogue.audit_designs import Design, find_design
from openpeel.sampling.answers import Answers, Chosen, FileAnswers, Pair, RoundAnswers
from openpeel.sampling.published import PublishedRound, anonymous
from openpeel.sampling.sheets import Excluded, FrameCount

WEST_MERCIA = "E23000016"
REVIEWERS = ("Asha", "Ben", "Carys", "Dev")
GOOD = 0.8


def reading(design: Design, stratum: str, chance: random.Random, good: float) -> Answers:
    """One file's answers: each question that turns out to be relevant, for the force or not."""
    questions = design.questions
    facts = {fact.id: chance.random() < 0.7 for fact in questions.facts}
    codes: dict[str, str] = {}
    counts: dict[str, Mapping[str, tuple[int, int]]] = {}
    for id in questions.by_id:
        question = questions.by_id[id]
        if id not in design.asked(stratum) or not questions.relevant(question, facts, codes):
            continue
        if question.kind == "counts":
            due = {name: int(chance.random() < 0.6) for name in question.classes}
            counts[id] = {n: (k, k * int(chance.random() < 0.9)) for n, k in due.items()}
            continue
        wanted = (
            question.good if chance.random() < good else {"yes": "no", "no": "yes"}[question.good]
        )
        fits = [code for code in question.answers if questions.counts(code) == wanted]
        silent = [c for c in question.answers if questions.counts(c) == "not recorded"]
        codes[id] = silent[0] if silent and chance.random() < 0.06 else fits[0]
    return Answers(facts, codes, counts)


def round_answers(
    design_id: str = "victim-service-2021",
    *,
    slug: str = "west-mercia-vsa",
    number: int = 1,
    good: float = GOOD,
    twice: float = 0.25,
    slip: float = 0.08,
    left: int = 0,
) -> RoundAnswers:
    """A round in which everything was settled but the last `left` files."""
    design = find_design(design_id)
    chance = random.Random(f"{slug} {number}")
    files, drawn, populations = list[FileAnswers](), dict[str, int](), dict[str, int]()
    for sample in design.samples:
        for stratum in sample.strata:
            drawn[stratum.id] = stratum.files or 10
            populations[stratum.id] = drawn[stratum.id] * chance.randint(4, 60)
            for _ in range(drawn[stratum.id]):
                answers = reading(design, stratum.id, chance, good)
                cluster = f"INC-{len(files)}" if design.frame.cluster else None
                files.append(FileAnswers(len(files) + 1, stratum.id, answers, cluster))
    files = files[: len(files) - left]
    return RoundAnswers(
        slug=f"{slug}-{number}",
        name=f"{design.name}, West Mercia, round {number}",
        force_code=WEST_MERCIA,
        design=design,
        questions=design.questions,
        populations=populations,
        drawn=drawn,
        files=tuple(files),
        pairs=tuple(_pairs(design, files, chance, twice, slip)),
    )


def _pairs(
    design: Design, files: list[FileAnswers], chance: random.Random, twice: float, slip: float
) -> list[Pair]:
    found = []
    for file in files:
        if chance.random() > twice:
            continue
        first, second = chance.sample(REVIEWERS, 2)
        other = {
            id: code
            if chance.random() > slip
            else chance.choice(design.questions.by_id[id].answers)
            for id, code in file.answers.codes.items()
        }
        given = whole(design, file, other)
        at = datetime(2026, 1, 5, 9, tzinfo=UTC) + timedelta(days=len(found))
        why: Chosen = chance.choice(("random", "random", "worst"))
        found.append(Pair(file.number, file.stratum, why, first, second, at, file.answers, given))
    return found


def whole(design: Design, file: FileAnswers, codes: Mapping[str, str]) -> Answers:
    """The answers without those to questions that are no longer relevant."""
    facts, kept, counts = file.answers.facts, dict[str, str](), dict[str, Any]()
    for id, question in design.questions.by_id.items():
        if not design.questions.relevant(question, facts, kept):
            continue
        if id in codes:
            kept[id] = codes[id]
        elif id in file.answers.counts:
            counts[id] = file.answers.counts[id]
    return Answers(facts, kept, counts)


def published(answers: RoundAnswers, **changed: Any) -> PublishedRound:
    """The round as it is published, and read back."""
    number = int(answers.slug.rpartition("-")[2])
    made = PublishedRound(
        audit=f"{answers.design.name}, West Mercia",
        number=number,
        answers=anonymous(answers),
        frame=FrameCount(
            files=sum(answers.populations.values()),
            sha256="1" * 64,
            rows_read=sum(answers.populations.values()) + 321,
            exclusions=(Excluded(id="cancelled", words="cancelled: no longer a crime", rows=321),),
        ),
        seed="a seed",
        sheet_sha256="2" * 64,
        drawn_on=date(2026, 1, 2),
        published_on=date(2026, 9, 1),
        published_by="the audit team",
    )
    return replace(made, **changed)


def every_round() -> list[PublishedRound]:
    """Two rounds of one audit, a simple sample, and crime recording, whole and in part."""
    first = round_answers()
    recorded = {"recorded_in_year": {"overall": 98_000}, "recorded_source": "year to March 2026"}
    return [
        published(first, notes={"CH1": "Two readings of the rule were in use."}),
        published(round_answers(number=2, good=0.95)),
        published(round_answers("stop-search-grounds-2020", slug="west-mercia-grounds")),
        published(round_answers("crime-data-integrity-2014", slug="west-mercia-cdi"), **recorded),
        published(
            round_answers("crime-data-integrity-violence-sexual", slug="west-mercia-partial")
        ),
    ]
