"""A reviewer's open files as a spreadsheet, and back: the same checks as on the page.

Whatever comes back is checked as a whole before anything is saved. An answer that was changed on
the page meanwhile is not written over: what the sheet says is set aside, and told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from openpeel.audits.actions.reviews import Said, save_answer
from openpeel.audits.log import record
from openpeel.audits.models import FACT, Answer, AnswerVersion, Review, Round
from openpeel.audits.queries import reviews_of, round_named
from openpeel.audits.questions import (
    all_facts,
    check,
    design_of,
    given_of,
    items_of,
)
from openpeel.audits.sheet_rows import TEXTS, Change, changes_of, clean
from openpeel.catalogue.question_sets import Question
from openpeel.errors import UserError
from openpeel.people.models import Person
from openpeel.sampling.answers import Answers
from openpeel.sampling.checks_of_answers import problems
from openpeel.sampling.reading_sheets import ReadRow, read_sheet_of_answers
from openpeel.sampling.review_sheets import SheetRow, sheet_csv, sheet_xlsx

YES_OR_NO = ("Yes", "No")
COVER = (
    "Answers to the files of {round}, for {reviewer}",
    "Fill in the white columns of the sheet `answers`: answer (or the two numbers), evidence,"
    " comment, note. Leave the grey ones as they are: they say what each row is about.",
    "Choose answers from the list in the cell. The facts of a file come first, because other"
    " questions hang on them. Answer a question only when what stands under `relevant when` holds.",
    "A question that counts crimes has a row for each class: how many should be recorded, and how"
    " many are. Write 0 where there is none.",
    "Evidence is a reference: where in the file it is. A comment may be published; a note is for"
    " the team alone. Facts take a yes or a no and nothing beside it. Name no person anywhere.",
    "Send the sheet back on the page where you got it, as XLSX or CSV. Everything is checked first:"
    " if anything is wrong, nothing is saved, and you are told in which row. An answer that was"
    " changed on the page after {at:%-d %B %Y, %H:%M} UTC is not written over.",
    "Then open each file on its page and finish it there.",
)


@dataclass(frozen=True)
class Imported:
    """What became of a sheet: answers saved, rows that said nothing new, and those set aside."""

    saved: int
    unchanged: int
    set_aside: tuple[str, ...]


class RefusedSheet(UserError):
    """Rows of a sheet are wrong, each with its sentence; nothing was saved."""

    def __init__(self, told: Sequence[str]) -> None:
        self.told = tuple(told)
        more = f"\n(and {len(told) - SHOWN} more)" if len(told) > SHOWN else ""
        super().__init__("\n".join(self.told[:SHOWN]) + more)


SHOWN = 20


def open_reviews(round: Round, person: Person) -> list[Review]:
    """The reviews of a round that a person can work on, in the order of the sheet."""
    found = reviews_of(person).filter(file__round=round).order_by("file__number")
    return list(found.prefetch_related("answers"))


def export_xlsx(round: Round, person: Person, *, at: datetime) -> bytes:
    """A workbook of a person's open files; UserError when there is none."""
    rows, choices = _table(round, person)
    record(round, "take a spreadsheet", by=person, words="XLSX")
    words = [line.format(round=round, reviewer=person.name, at=at) for line in COVER]
    return sheet_xlsx(rows, choices, words, at)


def export_csv(round: Round, person: Person) -> str:
    """The same table as CSV."""
    rows, _ = _table(round, person)
    record(round, "take a spreadsheet", by=person, words="CSV")
    return sheet_csv(rows)


def import_sheet(path: Path, *, by: Person, round: Round | None = None) -> Imported:
    """Save the answers of a sheet; it says itself of which round it is, unless that is told.

    Raises:
        UserError: the file is no sheet of answers.
        RefusedSheet: rows of it are wrong; all of them are told, and nothing is saved.
    """
    read = read_sheet_of_answers(path)
    round = round or _named(read[0])
    reviews = {review.file.number: review for review in open_reviews(round, by)}
    rows, wrong = changes_of(read, round, reviews)
    changes = [change for change in rows if not _says_nothing_new(change)]
    wrong += _problems(changes)
    if wrong:
        raise RefusedSheet(wrong)
    saved = 0
    aside: list[str] = []
    for review in reviews.values():
        with transaction.atomic():
            for change in changes:
                if change.review != review:
                    continue
                done = save_answer(review, change.question, change.said, seen=change.seen, by=by)
                saved += done.kept
                if not done.kept:
                    aside.append(f"{change.where}: {done.why} What the sheet says is set aside.")
    record(round, "send a spreadsheet back", by=by, words=f"{saved} answers")
    unchanged = len(rows) - len(changes)
    return Imported(saved, unchanged, tuple(aside))


def _named(row: ReadRow) -> Round:
    try:
        return round_named(row.cells["round"])
    except UserError as problem:
        raise UserError(f"{row.where}: {problem}") from None


def _table(round: Round, person: Person) -> tuple[list[SheetRow], list[tuple[str, ...]]]:
    reviews = open_reviews(round, person)
    if not reviews:
        raise UserError(f"{person.name} has no open files in {round}; there is nothing to export.")
    found = [row for review in reviews for row in _rows_of(round, review)]
    return [row for row, _ in found], [choices for _, choices in found]


def _rows_of(round: Round, review: Review) -> Iterator[tuple[SheetRow, tuple[str, ...]]]:
    """A review's rows, facts first, each with the words of its answers."""
    file = review.file
    questions = design_of(file).questions
    answers = {answer.question: answer for answer in review.answers.all()}

    def row(item: str, asked: str, when: str, **cells: str) -> SheetRow:
        answer = answers.get(item)
        texts = {name: clean(getattr(answer, name)) if answer else "" for name in TEXTS}
        blank = {"class_": "", "answer": "", "should": "", "recorded": ""}
        return SheetRow(
            round=f"{round.audit.slug}/{round.number}",
            file=str(file.number),
            reference=file.reference,
            question=item,
            asked=asked,
            relevant_when=when,
            version=str(answer.version if answer else 0),
            **(blank | texts | cells),
        )

    facts = {FACT + fact.id: fact.ask for fact in questions.facts}
    for item, question in items_of(file).items():
        given = answers.get(item)
        code = given.code if given else ""
        if question is None:
            yield row(item, facts[item], "always", answer=code.capitalize()), YES_OR_NO
            continue
        when = question.relevant if question.when else "always"
        if question.kind == "counts":
            for cells in _count_rows(question, given):
                yield row(item, question.ask, when, **cells), ()
            continue
        words = questions.answers[code].words if code else ""
        offered = tuple(questions.answers[code].words for code in question.answers)
        yield row(item, question.ask, when, answer=words), offered


def _count_rows(question: Question, answer: Answer | None) -> Iterator[dict[str, str]]:
    """A row for each class; what is written beside the answer stands in the first."""
    counts = (answer.counts if answer else None) or {}
    for n, name in enumerate(question.classes):
        should, recorded = counts.get(name, ("", ""))
        cells = {"class_": name, "should": str(should), "recorded": str(recorded)}
        yield cells | dict.fromkeys(TEXTS, "") if n else cells


def _problems(changes: Iterable[Change]) -> list[str]:
    """What is wrong with changed answers, one by one and as a file's answers together."""
    wrong: list[str] = []
    whole: dict[int, list[Change]] = defaultdict(list)
    for change in changes:
        whole[change.review.pk].append(change)
        said = change.said
        try:
            check(change.review.file, change.question, said.code, said.counts, said.evidence)
        except UserError as problem:
            wrong.append(f"{change.where}: {problem}")
    if not wrong:
        for listed in whole.values():
            wrong += _together(listed)
    return wrong


def _together(changes: list[Change]) -> Iterator[str]:
    """Changed answers of one file that do not go with its others."""
    review = changes[0].review
    file = review.file
    standing = {answer.question: answer for answer in review.answers.all()}
    where = {change.question: change.where for change in changes}
    for change in changes:
        standing[change.question] = Answer(
            question=change.question, code=change.said.code, counts=change.said.counts
        )
    given = given_of(standing.values())
    design = design_of(file)
    told = Answers(all_facts(file, given), given.codes, given.counts)
    for problem in problems(design.questions, told, asked=design.asked(file.stratum)):
        item = problem.item if problem.item in where else FACT + problem.item
        if item in where:
            yield f"{where[item]}: file {file.number}: {problem.words}"


def _says_nothing_new(change: Change) -> bool:
    """Whether a row says what stands now, or what stood when the sheet was made."""
    standing = next((a for a in change.review.answers.all() if a.question == change.question), None)
    if change.said == _cleaned(standing):
        return True
    if change.seen == (standing.version if standing else 0):
        return False
    before = change.review.versions.filter(
        question=change.question, version=change.seen, kept=True
    ).first()
    return change.said == _cleaned(before)


def _cleaned(answer: Answer | AnswerVersion | None) -> Said:
    """What an answer says, as a sheet says it."""
    if answer is None:
        return Said()
    texts = {name: clean(getattr(answer, name)) for name in TEXTS}
    return Said(code=answer.code, counts=answer.counts, **texts)
