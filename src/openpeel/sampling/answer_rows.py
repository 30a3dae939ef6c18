"""A file's answers as rows of a table, and back: archives and spreadsheets share this form.

A row is a question or a fact (`fact:` before its id), and either an answer or, for one class of a
question that asks for counts, two numbers.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from openpeel.errors import UserError
from openpeel.facts.returns.limits import regular, shown_name
from openpeel.sampling.answers import Answers
from openpeel.sampling.checks_of_answers import read_count

FACT = "fact:"
LARGEST = 32 << 20  # bytes of a table of answers
_YES = {True: "yes", False: "no"}
_HELD = {words: held for held, words in _YES.items()}


class AnswerRow(NamedTuple):
    """One answer, as texts."""

    question: str
    crime_class: str = ""
    answer: str = ""
    should: str = ""
    recorded: str = ""


def rows_of(answers: Answers) -> Iterator[AnswerRow]:
    """Rows in a fixed order: facts, answers, counts, each by id."""
    for id, held in sorted(answers.facts.items()):
        yield AnswerRow(FACT + id, answer=_YES[held])
    for id, code in sorted(answers.codes.items()):
        yield AnswerRow(id, answer=code)
    for id, counts in sorted(answers.counts.items()):
        for name, (should, recorded) in sorted(counts.items()):
            yield AnswerRow(id, name, "", str(should), str(recorded))


def answers_of(rows: Iterable[tuple[str, AnswerRow]]) -> Answers:
    """Answers from rows with where each stands; UserError names the row that can't be read.

    Only the form is looked at: whether the answers hold together, checks_of_answers says.
    """
    facts: dict[str, bool] = {}
    codes: dict[str, str] = {}
    counts: dict[str, dict[str, tuple[int, int]]] = {}
    for where, row in rows:
        once: Collection[str] = (
            counts.get(row.question, {}) if row.crime_class else (*facts, *codes)
        )
        name = row.question.removeprefix(FACT)
        if (row.crime_class or name) in once:
            raise UserError(f"{where}: {row.question} is answered twice; keep one row.")
        if row.crime_class or row.should or row.recorded:
            counts.setdefault(name, {})[row.crime_class] = _pair(where, row)
        elif row.question.startswith(FACT):
            if row.answer not in _HELD:
                raise UserError(f"{where}: {row.answer!r} is neither yes nor no.")
            facts[name] = _HELD[row.answer]
        elif row.answer:
            codes[name] = row.answer
    return Answers(facts=facts, codes=codes, counts=counts)


def read_table(path: Path, columns: Sequence[str]) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Rows of a CSV with exactly these columns, each with the words for where it stands.

    Raises:
        UserError: no plain file, too large, not UTF-8, other columns, a row of another length.
    """
    name = shown_name(path)
    with regular(path) as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise UserError(f"{name}: a table of answers has no more than {LARGEST >> 20} MB.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise UserError(f"{name}: byte {problem.start} is not UTF-8; save it as UTF-8.") from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        if next(reader, None) != list(columns):
            raise UserError(f"{name}, row 1: the columns must be {', '.join(columns)}.")
        for row in reader:
            where = f"{name}, row {reader.line_num}"
            if len(row) != len(columns):
                raise UserError(f"{where}: a row has {len(columns)} values; this one {len(row)}.")
            yield where, dict(zip(columns, (value.strip() for value in row), strict=True))
    except csv.Error as problem:
        raise UserError(f"{name}, row {reader.line_num}: this is no CSV ({problem}).") from None


def file_number(where: str, text: str) -> int:
    """The number of a file, from 1; UserError when it is none."""
    if not (text.isascii() and text.isdigit() and 0 < len(text) <= 6) or int(text) == 0:
        raise UserError(f"{where}, column number: {text!r} is no number of a file.")
    return int(text)


def _pair(where: str, row: AnswerRow) -> tuple[int, int]:
    should, recorded = read_count(row.should), read_count(row.recorded)
    if should is None or recorded is None or row.answer:
        raise UserError(
            f"{where}: {row.question} takes a class and two whole numbers from 0, in `should` and"
            " `recorded`."
        )
    return should, recorded
