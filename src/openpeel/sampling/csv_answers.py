"""A round without a server: a draw sheet, and the answers to its files in one CSV."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from openpeel.catalogue.forces import forces
from openpeel.errors import UserError
from openpeel.facts.returns.limits import shown_name
from openpeel.sampling.answer_rows import FACT, AnswerRow, answers_of, file_number, read_table
from openpeel.sampling.answers import Answers, FileAnswers, RoundAnswers
from openpeel.sampling.checks_of_answers import Problem, problems
from openpeel.sampling.sheets import DrawnFile, Sheet

COLUMNS = ("number", "question", "class", "answer", "should", "recorded", "evidence", "comment")
SHOWN = 20
"""So many problems are told at once; the rest are counted."""


def round_from_csv(sheet: Sheet, path: Path) -> RoundAnswers:
    """The round of a draw sheet, with the answers that a CSV holds.

    A file counts as settled when everything that is relevant to it is answered. One without any
    row is not settled yet; one that is answered in part is refused. Facts that the sheet tells
    need no row. A reserve that stands in for a file of the sample is answered under its own number;
    the file that it replaces then has no rows.

    Raises:
        UserError: names each row, or each file and question, that is wrong (the first of them, when
            they are many).
    """
    design, questions = sheet.design, sheet.questions
    files = []
    wrong: list[str] = []
    for number, answers in sorted(read_answers(sheet, path).items()):
        drawn = sheet.files[number - 1]
        asked = design.asked(drawn.stratum)
        found = problems(questions, answers, asked=asked, known=drawn.facts, complete=True)
        wrong += [f"file {number}: {problem.words}" for problem in _once(found)]
        files.append(FileAnswers(number, drawn.stratum, answers, drawn.cluster))
    wrong += _replaced(sheet, {file.number for file in files})
    if wrong:
        more = f"\n(and {len(wrong) - SHOWN} more)" if len(wrong) > SHOWN else ""
        raise UserError(f"{shown_name(path)}: " + "\n".join(wrong[:SHOWN]) + more)
    force = forces().by_code[sheet.force_code]
    return RoundAnswers(
        slug=f"{design.id}-{force.slug}",
        name=f"{design.name}: {force.name}",
        force_code=sheet.force_code,
        design=design,
        questions=questions,
        populations=sheet.populations,
        drawn=sheet.drawn,
        files=tuple(files),
    )


def answers_form(sheet: Sheet) -> str:
    """A CSV to fill in: a row for each fact, question and class that may come up in each file.

    What the sheet tells, and questions that are then not relevant, have no row. A row that turns
    out not to be relevant stays without an answer. It has file numbers only; their references are
    on the sheet.
    """
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    for drawn in sheet.files:
        if drawn.role == "sample":
            for id, name in _to_ask(sheet, drawn):
                writer.writerow({"number": drawn.number, "question": id, "class": name})
    return out.getvalue()


def _to_ask(sheet: Sheet, drawn: DrawnFile) -> Iterator[tuple[str, str]]:
    """Questions and facts of one file, each with a class where it asks for counts."""
    questions = sheet.questions
    for fact in questions.facts:
        if fact.id not in drawn.facts:
            yield FACT + fact.id, ""
    for id in sheet.design.asked(drawn.stratum):
        question = questions.by_id[id]
        if questions.relevant(question, drawn.facts, {}) is not False:
            for name in question.classes or ("",):
                yield id, name


def read_answers(sheet: Sheet, path: Path) -> dict[int, Answers]:
    """Answers by file number, with the facts that the sheet tells; UserError names the row."""
    rows: dict[int, list[tuple[str, AnswerRow]]] = defaultdict(list)
    for where, row in read_table(path, COLUMNS):
        number = file_number(where, row["number"])
        if number > len(sheet.files):
            raise UserError(f"{where}, column number: the sheet has {len(sheet.files)} files.")
        entry = AnswerRow(
            row["question"], row["class"], row["answer"], row["should"], row["recorded"]
        )
        if any(entry[1:]):  # a row that waits for its answer says nothing yet
            rows[number].append((where, entry))
    return {number: _with_facts(answers_of(listed), sheet.files[number - 1])
            for number, listed in rows.items()}  # fmt: skip


def _with_facts(answers: Answers, drawn: DrawnFile) -> Answers:
    return replace(answers, facts={**drawn.facts, **answers.facts})


def _once(found: Sequence[Problem]) -> list[Problem]:
    """Problems without those that say the same again."""
    return list({(p.item, p.crime_class, p.missing): p for p in reversed(found)}.values())[::-1]


def _replaced(sheet: Sheet, answered: set[int]) -> list[str]:
    """Reserves that were used while no file of their stratum was left out for them."""
    wrong = []
    for stratum in sheet.strata:
        files = [drawn for drawn in sheet.files if drawn.stratum == stratum.id]
        used = [d for d in files if d.role == "reserve" and d.number in answered]
        left = [d for d in files if d.role == "sample" and d.number not in answered]
        if len(used) > len(left):
            wrong.append(
                f"{stratum.id}: {len(used)} reserves are answered, and {len(left)} files of the"
                " sample are without answers; a reserve stands in for a file that can't be read."
            )
    return wrong
