"""Questions that ask for counts, as in audits of crime recording: on pages and in spreadsheets."""

from __future__ import annotations

import csv
import io
import time
from datetime import date
from pathlib import Path

import pytest
from making import Made, made

from asking import get, post
from openpeel.audits import addresses
from openpeel.audits.actions import allocation, replies, reviews, rounds
from openpeel.audits.actions.reviews import Said
from openpeel.audits.models import FACT, Answer, Review, Round
from openpeel.audits.questions import facts_asked
from openpeel.audits.settling import standing
from openpeel.audits.spreadsheets import RefusedSheet, export_csv, import_sheet
from openpeel.sampling.review_sheets import COLUMNS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("service")]

Row = dict[str, str]


@pytest.fixture
def audit() -> Made:
    """An audit of crime recording; file 1 is Asha's."""
    audit = made(2)
    audit.audit.design = "crime-data-integrity-2014"
    audit.audit.save()
    audit.round.files.update(stratum="other", facts={})
    audit.round = Round.objects.select_related("audit").get()
    allocation.allocate(audit.file(1), audit.asha, by=audit.lead)
    return audit


def answered(review: Review, violence: tuple[int, int]) -> None:
    """One crime of violence and no others, as somebody counted it."""
    for fact in facts_asked(review.file):
        reviews.save_answer(review, FACT + fact.id, Said("no"), seen=0, by=review.reviewer)
    reviews.save_answer(review, "CR1", Said("yes"), seen=0, by=review.reviewer)
    counts = {"violence": list(violence), "sexual": [0, 0], "other": [0, 0]}
    reviews.save_answer(review, "CR2", Said(counts=counts), seen=0, by=review.reviewer)


def rows_of(audit: Made) -> list[Row]:
    text = export_csv(audit.round, audit.asha)
    return list(csv.DictReader(io.StringIO(text, newline="")))


def counted(rows: list[Row], name: str) -> Row:
    return next(row for row in rows if (row["question"], row["class"]) == ("CR2", name))


def written(folder: Path, rows: list[Row]) -> Path:
    path = folder / "back.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_each_class_has_a_row_and_comes_back(audit: Made, tmp_path: Path) -> None:
    rows = rows_of(audit)
    for row in rows:
        if row["question"] == "CR1":
            row["answer"] = "Yes"
    for name, should, recorded in (
        ("violence", "2", "1"),
        ("sexual", "0", "0"),
        ("other", "0", "0"),
    ):
        counted(rows, name).update(should=should, recorded=recorded)
    counted(rows, "sexual")["evidence"] = "log entry 3"
    assert import_sheet(written(tmp_path, rows), by=audit.asha).saved == 2
    answer = Answer.objects.get(question="CR2")
    assert answer.counts == {"violence": [2, 1], "sexual": [0, 0], "other": [0, 0]}
    assert answer.evidence == "log entry 3"
    again = rows_of(audit)
    assert (counted(again, "violence")["should"], counted(again, "violence")["version"]) == (
        "2",
        "1",
    )
    assert import_sheet(written(tmp_path, again), by=audit.asha).saved == 0


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"should": "1", "recorded": "2"}, "2 recorded of 1 that should be"),
        ({"should": "1"}, "give two whole numbers"),
        ({"should": "1", "recorded": "-1"}, "give two whole numbers"),
        ({"should": "1.5", "recorded": "1"}, "give two whole numbers"),
        ({"should": "99999", "recorded": "1"}, "a count can't be above 10,000"),
        ({"answer": "Yes"}, "it asks for two numbers"),
        ({"class": "arson"}, "'arson' is no class of this question"),
        ({"class": "sexual"}, "sexual stands in two rows"),
        ({"version": "7"}, "the version was changed"),
        ({"comment": "one thing"}, "different texts under comment"),
    ],
)
def test_counts_that_can_not_be_are_refused(
    audit: Made, tmp_path: Path, change: Row, words: str
) -> None:
    rows = rows_of(audit)
    counted(rows, "other")["comment"] = "another thing"
    counted(rows, "violence").update(change)
    with pytest.raises(RefusedSheet) as problem:
        import_sheet(written(tmp_path, rows), by=audit.asha)
    assert words in str(problem.value)
    assert not Answer.objects.exists()


def test_a_moderator_decides_counts(audit: Made) -> None:
    audit.round.files.update(second="random")
    for reviewer, kind, violence in ((audit.asha, "first", (2, 1)), (audit.ben, "second", (1, 1))):
        allocation.allocate(audit.file(1), reviewer, by=audit.lead)
        review = audit.review(1, kind)
        answered(review, violence)
        reviews.submit(audit.review(1, kind), by=reviewer)
    address = addresses.resolve(audit.file(1))
    text = get(audit.moderator, address)
    assert "Violence against the person: 1 of 2" in text
    form = {"question": "CR2", "reason": "two offences in entry 3", "should-violence": "2"}
    text = post(audit.moderator, address, 400, **form)
    assert "give two whole numbers" in text
    assert 'name="should-violence" value="2"' in text and "two offences in entry 3" in text
    form |= {"there-violence": "1", "should-sexual": "0", "there-sexual": "0"}
    form |= {"should-other": "0", "there-other": "0"}
    assert "File 1 is settled." in post(audit.moderator, address, **form)
    assert standing(audit.file(1))["CR2"].counts == {
        "violence": [2, 1], "sexual": [0, 0], "other": [0, 0],
    }  # fmt: skip


def test_a_reply_on_counts_is_decided_with_counts(audit: Made) -> None:
    answered(audit.review(1), (2, 1))
    audit.round.files.filter(number=2).update(state="settled")
    review = audit.review(1)
    audit.round.files.update(second="")
    reviews.submit(review, by=audit.asha)
    if audit.file(1).state == "second review":
        allocation.allocate(audit.file(1), audit.ben, by=audit.lead)
        answered(audit.review(1, "second"), (2, 1))
        reviews.submit(audit.review(1, "second"), by=audit.ben)
    rounds.send_to_the_force(audit.round, by=audit.lead)
    reply = replies.reply(
        audit.file(1), "CR2", "Both are on record", evidence="entry 9",
        evidence_on=date(2021, 5, 1), by=audit.force,
    )  # fmt: skip
    form = {"accepted": "yes", "reason": "entry 9 has it", "should-violence": "2"}
    form |= {"there-violence": "2", "should-sexual": "0", "there-sexual": "0"}
    text = post(audit.lead, addresses.decide(reply), 400, **form)
    assert "give two whole numbers" in text and "entry 9 has it" in text
    form |= {"should-other": "0", "there-other": "0"}
    assert "The reply is decided" in post(audit.lead, addresses.decide(reply), **form)
    counts = standing(audit.file(1))["CR2"].counts
    assert counts is not None and counts["violence"] == [2, 2]
    assert "2 of 2" in get(audit.force, addresses.reply(audit.file(1)))


def test_one_question_in_fifty_thousand_rows_is_refused_quickly(
    audit: Made, tmp_path: Path
) -> None:
    rows = [counted(rows_of(audit), "violence")] * 50_000
    began = time.process_time()
    with pytest.raises(RefusedSheet, match="stands in two rows"):
        import_sheet(written(tmp_path, rows), by=audit.asha)
    assert time.process_time() - began < 20
