"""The file in which answers are collected: its empty form, and reading one, whole or not at all.

A message never repeats what a cell holds: where a code should stand there may be a name.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from openpeel.catalogue.forces import forces
from openpeel.catalogue.survey_questions import SurveyQuestions, survey_question_sets
from openpeel.errors import UserError
from openpeel.facts.returns.limits import regular, shown_name
from openpeel.survey.collected import CollectedAnswers, Response

LARGEST = 64 << 20  # bytes
MOST = 250_000  # responses: more than everybody who works for the 43 forces
SHOWN = 20
"""So many problems are told at once; the rest are counted."""

# A number or a code that a form's program gives; a name has no digit.
_ID = re.compile(r"R?(?=[0-9A-Fa-f-]*[0-9])[0-9A-Fa-f-]{1,40}")
_FORMULA = ("=", "+", "-", "@")


def form(questions: SurveyQuestions) -> str:
    """An empty file of answers: a CSV with the columns of a question set and no row."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(questions.columns)
    return out.getvalue()


def read_answers(path: Path, questions: SurveyQuestions) -> CollectedAnswers:
    """The answers in a CSV, or a sentence for each of the first rows that can't be taken.

    Raises:
        UserError: no plain file, too large, not UTF-8, other columns; or, row by row, a code that
            is none, an item answered by somebody who is not asked it, a response that stands twice.
    """
    name = shown_name(path)
    rows = _rows(name, _text(path, name))
    header = next(rows, (1, []))[1]
    _check_header(name, header, questions)
    responses: list[Response] = []
    wrong: list[str] = []
    first: dict[str, int] = {}
    for number, values in rows:
        if len(responses) == MOST:
            raise UserError(
                f"{name}: a survey has no more than {MOST:,} responses; check what was exported."
            )
        if len(values) != len(header):
            raise UserError(
                f"{name}, row {number}: a row has {len(header)} values and this one {len(values)};"
                " export the file again."
            )
        row = dict(zip(header, values, strict=True))
        found = [*_problems(row, questions), *_twice(row["response"], first, number)]
        wrong += [f"{name}, row {number}, {problem}" for problem in found]
        if not wrong:
            responses.append(_response(row, questions))
    if wrong:
        more = f"\n(and {len(wrong) - SHOWN:,} more)" if len(wrong) > SHOWN else ""
        raise UserError("\n".join(wrong[:SHOWN]) + more)
    return CollectedAnswers(questions, tuple(responses))


def _text(path: Path, name: str) -> str:
    with regular(path) as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise UserError(f"{name}: a file of answers has no more than {LARGEST >> 20} MB; check it.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise UserError(
            f"{name}: byte {problem.start} is not UTF-8; save the file as CSV in UTF-8."
        ) from None


def _rows(name: str, text: str) -> Iterator[tuple[int, list[str]]]:
    """Rows that hold anything, each with its line."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for row in reader:
            values = [value.strip() for value in row]
            if any(values):
                yield reader.line_num, values
    except csv.Error as problem:
        raise UserError(
            f"{name}, row {reader.line_num}: this is no CSV ({problem}); export the file again."
        ) from None


def _check_header(name: str, header: list[str], questions: SurveyQuestions) -> None:
    for column in header:
        if header.count(column) > 1:
            raise UserError(f"{name}, row 1: column {column!r} stands twice; keep one.")
    missing = [column for column in questions.columns if column not in header]
    extra = [column for column in header if column not in questions.columns]
    for other in survey_question_sets().values():
        if extra and other.id != questions.id and set(extra) <= other.by_id.keys():
            raise UserError(
                f"{name}, row 1: column {extra[0]!r} belongs to {other.id} and not to"
                f" {questions.id}; two question sets are never mixed."
            )
    if missing:
        raise UserError(
            f"{name}, row 1: column {missing[0]!r} is not there; begin with the form of"
            f" {questions.id}."
        )
    if extra:
        raise UserError(
            f"{name}, row 1: column {extra[0]!r} is not in {questions.id}; remove it: names, dates"
            " and free text are not collected."
        )


def _problems(row: Mapping[str, str], questions: SurveyQuestions) -> Iterator[str]:
    """What is wrong with a row, each beginning with the column."""
    if not _ID.fullmatch(row["response"]):
        yield _refused("response", row["response"], "write a number or code that names nobody")
    if forces().find(row["force"]) is None:
        yield _refused("force", row["force"], "write the name or code of one of the 43 forces")
    coded = {"role": questions.roles, "rank": questions.ranks, "area": questions.places}
    for column, codes in coded.items():
        if row[column] not in codes:
            yield _refused(column, row[column], f"write one of {', '.join(codes)}")
    for item in questions.items:
        value, answers = row[item.id], questions.answers(item)
        if value not in answers and value not in questions.no_answers and value:
            codes_of = ", ".join((*answers, *questions.no_answers))
            yield _refused(item.id, value, f"write one of {codes_of}, or leave it empty")
        elif value in answers and row["role"] not in questions.asked(item):
            asked = ", ".join(questions.asked(item))
            yield f"column {item.id}: only {asked} is asked this; leave the cell empty."


def _refused(column: str, value: str, todo: str) -> str:
    if not value:
        what = "the cell is empty"
    elif value.startswith(_FORMULA):
        what = f"the cell begins with {value[0]} as a formula does, and is not read"
    else:
        what = "the cell holds something else than one of its codes"
    return f"column {column}: {what}; {todo}."


def _twice(id: str, first: dict[str, int], number: int) -> Iterator[str]:
    if first.setdefault(id, number) != number:
        yield f"column response: the response of row {first[id]} stands here again; keep one."


def _response(row: Mapping[str, str], questions: SurveyQuestions) -> Response:
    force = forces().find(row["force"])
    assert force is not None  # the row was checked
    given = (row[item.id] for item in questions.items)
    answers = tuple(value if value and value not in questions.no_answers else None
                    for value in given)  # fmt: skip
    return Response(force.code, row["role"], answers)
