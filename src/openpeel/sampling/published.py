"""A published round as a folder: all that its figures are made of, and nothing that names anybody.

The folder holds `round.yaml`, the design and the question set as they were, `answers.csv` and
`pairs.csv`. It has file numbers and no references, reviewers as R1, R2 ..., days and no times, and
neither comments nor notes. The same round gives the same bytes, and figures are worked out again
from the folder alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from pathlib import Path

from openpeel.catalogue.forces import forces
from openpeel.facts.lake import whole
from openpeel.sampling.answers import FileAnswers, Pair, Reading, RoundAnswers
from openpeel.sampling.definitions import entry_sha256, entry_text
from openpeel.sampling.published_tables import answers_csv, pairs_csv
from openpeel.sampling.sheets import FrameCount
from openpeel.sampling.yaml_text import yaml_text

ROUND, DESIGN, QUESTIONS = "round.yaml", "design.yaml", "question-set.yaml"
ANSWERS, PAIRS = "answers.csv", "pairs.csv"


@dataclass(frozen=True)
class PublishedRound:
    """A round and what stands around its figures.

    `notes` are the publisher's, by question. `truth` holds, for a simulated round, the true share
    of good answers in the frame, by question; what a later sample asks again stands under question
    and sample, as `OU3/outcomes`. `recorded_in_year` is recorded crime without fraud,
    by class and `overall`, for the crimes that went unrecorded; `recorded_source` says whose.
    """

    audit: str
    number: int
    answers: RoundAnswers
    frame: FrameCount
    seed: str
    sheet_sha256: str
    drawn_on: date
    published_on: date
    published_by: str
    notes: Mapping[str, str] = field(default_factory=dict)
    simulated: bool = False
    truth: Mapping[str, float] = field(default_factory=dict)
    recorded_in_year: Mapping[str, int] = field(default_factory=dict)
    recorded_source: str | None = None


def write_published(round: PublishedRound, folder: Path) -> None:
    """Write a round's folder; what stands in it under the same names is replaced.

    `round.yaml` is written last, so that a folder without it was not finished.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ROUND).unlink(missing_ok=True)
    for name, text in published_files(round).items():
        with whole(folder / name) as waiting:
            waiting.write_text(text, encoding="utf-8", newline="")


def published_files(round: PublishedRound) -> dict[str, str]:
    """The text of each file of a round's folder, `round.yaml` last."""
    answers = anonymous(round.answers)
    texts = {
        DESIGN: entry_text(answers.design),
        QUESTIONS: entry_text(answers.questions),
        ANSWERS: answers_csv(answers.files),
        PAIRS: pairs_csv(answers.pairs),
    }
    return {**texts, ROUND: _round_text(replace(round, answers=answers), texts)}


def anonymous(answers: RoundAnswers) -> RoundAnswers:
    """A round in the order of its file numbers, with R1, R2 ... for reviewers and days for times.

    Clusters get the number of their first file. It changes no estimate and no agreement.
    """
    files = sorted(answers.files, key=lambda file: file.number)
    clusters: dict[str, str] = {}
    for file in files:
        if file.cluster is not None:
            clusters.setdefault(file.cluster, f"C{file.number}")
    pairs = sorted(answers.pairs, key=lambda pair: (pair.number, pair.at))
    names = numbered(answers)
    return replace(
        answers,
        files=tuple(_without_cluster(file, clusters) for file in files),
        pairs=tuple(_without_names(pair, names) for pair in pairs),
        readings=tuple(_reading_without_name(one, names) for one in answers.readings),
    )


def numbered(answers: RoundAnswers) -> dict[str, str]:
    """R1, R2 ... for the reviewers of a round, in the order of the files that they read twice."""
    pairs = sorted(answers.pairs, key=lambda pair: (pair.number, pair.at))
    names = [name for pair in pairs for name in (pair.first_by, pair.second_by)]
    names += [reading.by for reading in answers.readings]
    return {name: f"R{n}" for n, name in enumerate(dict.fromkeys(names), start=1)}


def _without_cluster(file: FileAnswers, clusters: Mapping[str, str]) -> FileAnswers:
    return replace(file, cluster=clusters[file.cluster] if file.cluster is not None else None)


def _reading_without_name(reading: Reading, names: Mapping[str, str]) -> Reading:
    return replace(reading, by=names[reading.by], at=_day(reading.at))


def _without_names(pair: Pair, names: Mapping[str, str]) -> Pair:
    first, second = names[pair.first_by], names[pair.second_by]
    return replace(pair, at=_day(pair.at), first_by=first, second_by=second)


def _day(at: datetime) -> datetime:
    return datetime.combine(at.astimezone(UTC).date(), time(), UTC)


def _round_text(round: PublishedRound, texts: Mapping[str, str]) -> str:
    answers = round.answers
    design, questions = answers.design, answers.questions
    told = {
        "round": 1,
        "slug": answers.slug,
        "name": answers.name,
        "audit": round.audit,
        "number": round.number,
        "force": forces().by_code[answers.force_code].name,
        "design": {"id": design.id, "version": design.version, "sha256": entry_sha256(design)},
        "question_set": {
            "id": questions.id, "version": questions.version, "sha256": entry_sha256(questions),
        },
        "frame": round.frame.model_dump(mode="json"),
        "seed": round.seed,
        "sheet_sha256": round.sheet_sha256,
        "drawn_on": round.drawn_on.isoformat(),
        "strata": [
            {"id": s.id, "population": answers.populations.get(s.id),
             "drawn": answers.drawn.get(s.id, 0)}
            for sample in design.samples for s in sample.strata
        ],
        "published_on": round.published_on.isoformat(),
        "published_by": round.published_by,
        "notes": dict(sorted(round.notes.items())),
        "simulated": round.simulated,
        "truth": dict(sorted(round.truth.items())),
        "recorded_in_year": dict(sorted(round.recorded_in_year.items())),
        "recorded_source": round.recorded_source,
        "files": {name: text_sha256(texts[name]) for name in (ANSWERS, PAIRS)},
    }  # fmt: skip
    return "# A published round of an openpeel audit.\n" + yaml_text(told)


def text_sha256(text: str) -> str:
    """SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()
