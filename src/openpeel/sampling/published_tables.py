"""The two tables of a published round: settled answers, and pairs of reviews."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import NamedTuple, get_args

from openpeel.errors import UserError
from openpeel.sampling.answer_rows import (
    FACT,
    AnswerRow,
    answers_of,
    file_number,
    read_table,
    rows_of,
)
from openpeel.sampling.answers import Answers, Chosen, FileAnswers, Pair

ANSWER_COLUMNS = (
    "number", "stratum", "cluster", "question", "class", "answer", "should", "recorded", "settled",
)  # fmt: skip
PAIR_COLUMNS = (
    "number", "stratum", "chosen", "day", "first_by", "second_by", "review", "question", "class",
    "answer", "should", "recorded",
)  # fmt: skip
REVIEWS = ("first", "second")
_CHOSEN: dict[str, Chosen] = {words: words for words in get_args(Chosen)}
_REVIEWER = re.compile(r"R[1-9][0-9]{0,3}")


def answers_csv(files: Iterable[FileAnswers]) -> str:
    """A row for each answer; a file without any has one row without a question."""
    return _csv(ANSWER_COLUMNS, (row for file in files for row in _file_rows(file)))


def pairs_csv(pairs: Iterable[Pair]) -> str:
    """A row for each answer of each of the two reviews."""
    return _csv(PAIR_COLUMNS, (row for pair in pairs for row in _pair_rows(pair)))


def _file_rows(file: FileAnswers) -> Iterator[tuple[object, ...]]:
    for row in _rows(file.answers):
        how = file.settled.get(row.question.removeprefix(FACT), "")
        yield file.number, file.stratum, file.cluster or "", *row, how


def _pair_rows(pair: Pair) -> Iterator[tuple[object, ...]]:
    head = (
        pair.number, pair.stratum, pair.chosen, pair.at.date(), pair.first_by, pair.second_by,
    )  # fmt: skip
    for review, answers in zip(REVIEWS, (pair.first, pair.second), strict=True):
        for row in _rows(answers):
            yield *head, review, *row


def _rows(answers: Answers) -> list[AnswerRow]:
    return list(rows_of(answers)) or [AnswerRow("")]


def _csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue()


class _File(NamedTuple):
    stratum: str
    cluster: str | None


class _PairHead(NamedTuple):
    number: int
    stratum: str
    chosen: Chosen
    day: date
    first_by: str
    second_by: str


def read_answers_csv(path: Path, strata: Iterable[str]) -> tuple[FileAnswers, ...]:
    """Settled answers by file; UserError names the row that can't be read."""
    known = set(strata)
    files: dict[int, _File] = {}
    rows: dict[int, list[tuple[str, AnswerRow]]] = {}
    settled: dict[int, dict[str, str]] = {}
    for where, row in read_table(path, ANSWER_COLUMNS):
        number = file_number(where, row["number"])
        head = _File(_stratum(where, row["stratum"], known), row["cluster"] or None)
        if files.setdefault(number, head) != head:
            raise UserError(f"{where}: file {number} had another stratum or cluster before.")
        entry = _entry(row)
        listed = rows.setdefault(number, [])
        if entry.question:
            listed.append((where, entry))
        if row["settled"]:
            settled.setdefault(number, {})[entry.question.removeprefix(FACT)] = row["settled"]
    return tuple(
        FileAnswers(n, head.stratum, answers_of(rows[n]), head.cluster, settled.get(n, {}))
        for n, head in files.items()
    )


def read_pairs_csv(path: Path, strata: Iterable[str]) -> tuple[Pair, ...]:
    """Pairs of reviews; UserError names the row that can't be read."""
    known = set(strata)
    found: dict[_PairHead, dict[str, list[tuple[str, AnswerRow]]]] = {}
    for where, row in read_table(path, PAIR_COLUMNS):
        sides = found.setdefault(_pair_head(where, row, known), {name: [] for name in REVIEWS})
        if row["review"] not in sides:
            raise UserError(
                f"{where}, column review: {row['review']!r} is neither first nor second."
            )
        entry = _entry(row)
        if entry.question:
            sides[row["review"]].append((where, entry))
    return tuple(
        Pair(
            number=head.number,
            stratum=head.stratum,
            chosen=head.chosen,
            first_by=head.first_by,
            second_by=head.second_by,
            at=datetime.combine(head.day, time(), UTC),
            first=answers_of(sides["first"]),
            second=answers_of(sides["second"]),
        )
        for head, sides in found.items()
    )


def _pair_head(where: str, row: Mapping[str, str], known: set[str]) -> _PairHead:
    for side in ("first_by", "second_by"):
        if not _REVIEWER.fullmatch(row[side]):
            raise UserError(f"{where}, column {side}: {row[side]!r} is no reviewer; write R1.")
    if row["first_by"] == row["second_by"]:
        raise UserError(f"{where}: {row['first_by']} can't have made both reviews of a file.")
    if row["chosen"] not in _CHOSEN:
        choices = ", ".join(_CHOSEN)
        raise UserError(f"{where}, column chosen: {row['chosen']!r} is none of {choices}.")
    try:
        day = date.fromisoformat(row["day"])
    except ValueError:
        raise UserError(
            f"{where}, column day: {row['day']!r} is no day; write 2021-05-31."
        ) from None
    return _PairHead(
        file_number(where, row["number"]),
        _stratum(where, row["stratum"], known),
        _CHOSEN[row["chosen"]],
        day,
        row["first_by"],
        row["second_by"],
    )


def _entry(row: Mapping[str, str]) -> AnswerRow:
    return AnswerRow(row["question"], row["class"], row["answer"], row["should"], row["recorded"])


def _stratum(where: str, id: str, known: set[str]) -> str:
    if id not in known:
        raise UserError(f"{where}, column stratum: {id!r} is no stratum of the design.")
    return id
