"""What the rows of a spreadsheet say: which answer of which review, and with which version."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from openpeel.audits.actions.reviews import Said
from openpeel.audits.models import File, Review, Round
from openpeel.audits.questions import design_of, items_of
from openpeel.catalogue.question_sets import Question
from openpeel.errors import UserError
from openpeel.sampling.checks_of_answers import read_count
from openpeel.sampling.reading_sheets import ReadRow

TEXTS = ("evidence", "comment", "note")
YES_OR_NO = {"yes": "yes", "no": "no", "true": "yes", "false": "no"}


@dataclass(frozen=True)
class Change:
    """An answer as a sheet gives it."""

    where: str
    review: Review
    question: str
    said: Said
    seen: int


def clean(text: str) -> str:
    """A text as a cell can hold it: one kind of line break, nothing unseen, no space around it."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    return "".join(sign for sign in plain if sign.isprintable() or sign in "\n\t")


def changes_of(
    rows: Iterable[ReadRow], round: Round, reviews: Mapping[int, Review]
) -> tuple[list[Change], list[str]]:
    """The answers that rows give, and a sentence for each row that can't be one.

    `reviews` are those that the sender can work on, by the number of the file.
    """
    grouped: dict[tuple[int, str], list[ReadRow]] = {}
    wrong: list[str] = []
    asked = {number: items_of(review.file) for number, review in reviews.items()}
    for row in rows:
        try:
            number = _file_of(row.cells, round, reviews)
            item = row.cells["question"]
            if item not in asked[number]:
                raise UserError(f"{item!r} is no question that is asked of file {number}.")
        except UserError as problem:
            wrong.append(f"{row.where}: {problem}")
            continue
        grouped.setdefault((number, item), []).append(row)
    changes = []
    for (number, item), listed in grouped.items():
        review = reviews[number]
        try:
            said = _said(review.file, asked[number][item], listed)
            changes.append(Change(listed[0].where, review, item, said, _seen(listed)))
        except UserError as problem:
            wrong.append(f"{listed[0].where}: file {number}, {item}: {problem}")
    return changes, wrong


def _file_of(cells: Mapping[str, str], round: Round, reviews: Mapping[int, Review]) -> int:
    here = f"{round.audit.slug}/{round.number}"
    if cells["round"] != here:
        raise UserError(f"it is of the round {cells['round'] or '(empty)'!r}, and this is {here}.")
    text = cells["file"]
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
    if number not in reviews:
        raise UserError(f"file {text!r} is none of your open files in this round.")
    return number


def _seen(rows: list[ReadRow]) -> int:
    versions = {row.cells["version"] for row in rows}
    text = versions.pop()
    if versions or not (text.isascii() and text.isdigit() and len(text) < 9):
        raise UserError("the version was changed; it says what the sheet was made with.")
    return int(text)


def _said(file: File, question: Question | None, rows: list[ReadRow]) -> Said:
    counts = None
    code = ""
    if question is not None and question.kind == "counts":
        counts = _counts(question, rows)
    elif len(rows) > 1:
        raise UserError("it stands in two rows; keep one.")
    else:
        cells = rows[0].cells
        if cells["class"] or cells["should"] or cells["recorded"]:
            raise UserError("it asks for an answer; leave class, should and recorded empty.")
        code = _code(file, question, cells["answer"])
    texts = {name: _text(rows, name) for name in TEXTS}
    if question is None and any(texts.values()):
        raise UserError("a fact is yes or no; write what there is to say beside a question.")
    return Said(code=code, counts=counts, **texts)


def _code(file: File, question: Question | None, text: str) -> str:
    """The code of an answer that is given by its words or by the code itself."""
    said = " ".join(text.split()).casefold()
    if not said:
        return ""
    if question is None:
        codes = YES_OR_NO
    else:
        answers = design_of(file).questions.answers
        codes = {code.casefold(): code for code in question.answers}
        codes |= {answers[code].words.casefold(): code for code in question.answers}
        codes |= {flag: code for flag, code in YES_OR_NO.items() if code in question.answers}
    if said not in codes:
        words = ["Yes", "No"] if question is None else [answers[c].words for c in question.answers]
        raise UserError(f"{text[:60]!r} is none of its answers, which are {'; '.join(words)}.")
    return codes[said]


def _counts(question: Question, rows: list[ReadRow]) -> dict[str, list[int]] | None:
    found: dict[str, list[int]] = {}
    often = Counter(row.cells["class"] for row in rows)
    for row in rows:
        name = row.cells["class"]
        if row.cells["answer"]:
            raise UserError("it asks for two numbers; leave the answer empty.")
        if name not in question.classes:
            raise UserError(f"{name!r} is no class of this question.")
        if often[name] > 1:
            raise UserError(f"{name} stands in two rows; keep one.")
        texts = (row.cells["should"], row.cells["recorded"])
        if not any(texts):
            continue
        numbers = [n for n in map(read_count, texts) if n is not None]
        if len(numbers) < 2:
            raise UserError(f"{name}: give two whole numbers in should and recorded.")
        found[name] = numbers
    return found or None


def _text(rows: list[ReadRow], name: str) -> str:
    """What is written beside an answer: of several rows, one may say it."""
    said = list(dict.fromkeys(filter(None, (clean(row.cells[name]) for row in rows))))
    if len(said) > 1:
        raise UserError(f"its rows have different texts under {name}; write it into one of them.")
    return said[0] if said else ""
