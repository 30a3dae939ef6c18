"""Submissions: who sent what and when, as a whole or not at all, corrected and never edited."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sent import ANNA, NINE, Sent, answer, empty_month, send

from openpeel.catalogue.tables import tables
from openpeel.errors import UserError
from openpeel.facts.engine import connect
from openpeel.facts.lake import Lake
from openpeel.facts.returns.findings import Finding, Reply
from openpeel.facts.returns.references import Salt
from openpeel.facts.returns.store import current, submissions
from openpeel.facts.returns.submissions import reply, submit

SPRING = "West Mercia calls: 2025-04 x3, 2025-05 x2"


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "lake")


def test_what_was_submitted_is_there_with_who_when_and_the_whole_report(lake: Lake) -> None:
    sent = Sent(SPRING, (empty_month("2025-07"),))
    batch = send(lake, sent, at=datetime(2026, 4, 20, 10, 0, 0, 7, timezone(timedelta(hours=1))))
    assert submissions(Lake(lake.root)) == [batch] == [lake.get(batch.id)]
    own = batch.submission
    assert own is not None
    assert (own.by, own.at, own.number, own.corrects) == (ANNA, NINE, 1, ())
    assert (own.contract, own.contract_version, own.file) == ("calls", 1, "calls.csv")
    assert (own.period_start, own.period_end) == (date(2025, 4, 1), date(2025, 5, 31))
    assert own.report == sent.report()
    assert batch.edition.title == "Calls from the public: return of West Mercia"
    assert batch.edition.covers == "1 April 2025 to 31 May 2025"
    assert batch.facts == {"calls": 5}
    assert [(part.period_start.month, part.rows) for part in batch.slices] == [(4, 3), (5, 2)]


def test_the_rows_are_sorted_parquet_of_exactly_the_lakes_columns(lake: Lake) -> None:
    batch = send(lake, "West Mercia calls: 2025-05 x2, 2025-04 x3")
    rows = lake.path("calls", batch.id)
    con = connect()
    described = con.execute(f"describe select * from '{rows}'").fetchall()
    assert {name: kind for name, kind, *_ in described} == tables()["calls"].types
    there = con.execute(f"select period_start, call_ref from '{rows}'").fetchall()
    assert there == sorted(there)
    codec = con.execute(f"select distinct compression from parquet_metadata('{rows}')").fetchall()
    assert codec == [("ZSTD",)]
    assert batch.submission is not None
    assert batch.submission.rows_sha256 == hashlib.sha256(rows.read_bytes()).hexdigest()


def test_keys_of_the_force_are_stored_as_hashes_with_the_lakes_own_secret(lake: Lake) -> None:
    one = send(lake, "West Mercia calls: 2025-04 x1 call_ref=A1 incident_ref=WM7")
    two = send(lake, "West Mercia incidents: 2025-04 x1 incident_ref=wm7 first_grade=immediate")
    con = connect()
    found = [
        con.execute(f"select incident_ref from '{lake.path(table, batch.id)}'").fetchone()
        for table, batch in (("calls", one), ("incidents", two))
    ]
    assert found[0] == found[1]  # so that a call can be linked to its incident
    assert found[0] is not None
    assert found[0][0].startswith("h:") and "wm7" not in found[0][0]
    assert (lake.submitted / "salt").stat().st_mode & 0o077 == 0


def test_a_salt_of_the_forces_own_can_be_given(lake: Lake) -> None:
    batch = send(lake, "West Mercia calls: 2025-04 x1 call_ref=A1", salt=Salt(b"ours" * 8))
    found = connect().execute(f"select call_ref from '{lake.path('calls', batch.id)}'").fetchone()
    assert found is not None
    assert found[0].startswith("h:")
    assert not (lake.submitted / "salt").exists()


ERROR = Finding("key-twice", "error", "E23000016", "call_ref", "", "2 rows have one key.", 2)


@pytest.mark.parametrize(
    ("sent", "by", "sentence"),
    [
        (Sent(SPRING), "  ", "say who submits it"),
        (Sent(SPRING, (ERROR,)), ANNA, r"the report has 1 error; put them right"),
        (Sent("Nowhere calls: 2025-04 x1"), ANNA, "some rows name no force"),
        (Sent(f"{SPRING}\nKent calls: 2025-04 x1"), ANNA, "it holds 2 forces; submit one file"),
    ],
)
def test_what_is_not_fit_is_refused_in_a_sentence(
    lake: Lake, sent: Sent, by: str, sentence: str
) -> None:
    with pytest.raises(UserError, match=rf"calls.csv, Calls from the public: .*{sentence}"):
        send(lake, sent, by=by)
    assert submissions(lake) == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"sha256": "0" * 64}, "the report is of another file"),
        ({"contract_version": 99}, "does not fit the file any more"),
        ({"rows": 4}, "does not fit the file any more"),
    ],
)
def test_a_report_of_something_else_is_refused(
    lake: Lake, changes: dict[str, object], sentence: str
) -> None:
    con, sent = connect(), Sent(SPRING)
    report = replace(sent.report(), **changes)  # type: ignore[arg-type]
    with pytest.raises(UserError, match=sentence):
        submit(con, lake, sent.stage(con), report, by=ANNA, at=NINE)


def test_a_return_without_rows_is_refused(lake: Lake) -> None:
    con, sent = connect(), Sent(SPRING)
    staged = replace(sent.stage(con), rows=0)
    con.execute("delete from typed")
    with pytest.raises(UserError, match="it holds no rows"):
        submit(con, lake, staged, replace(sent.report(), rows=0), by=ANNA, at=NINE)


def test_simulated_rows_may_be_of_several_forces(lake: Lake) -> None:
    batch = send(lake, f"{SPRING}\nKent calls: 2025-04 x1", simulated=True)
    assert batch.simulated
    assert batch.submission is not None
    assert len(batch.submission.forces) == 2
    assert batch.edition.title == "Calls from the public: return of 2 forces"


def test_open_queries_do_not_stop_a_submission(lake: Lake) -> None:
    query = empty_month("2025-05")
    own = send(lake, Sent("West Mercia calls: 2025-04 x1, 2025-06 x1", (query,))).submission
    assert own is not None
    assert own.report.open == (query,)


# Corrections


def test_a_correction_replaces_what_it_covers_and_the_old_one_stays(lake: Lake) -> None:
    old = send(lake, SPRING)
    new = send(lake, "West Mercia calls: 2025-04 x4, 2025-05 x1", at=NINE + timedelta(days=1))
    assert new.submission is not None
    assert new.submission.corrects == (old.id,)
    assert submissions(lake) == [old, new]
    assert current(lake) == [new]


def test_a_submission_stays_current_while_any_of_its_months_counts(lake: Lake) -> None:
    year = send(lake, "West Mercia calls: 2025-04 x1, 2025-05 x1, 2025-06 x1")
    may = send(lake, "West Mercia calls: 2025-05 x2", at=NINE + timedelta(hours=1))
    assert current(lake) == [year, may]
    spring = send(lake, "West Mercia calls: 2025-04 x2, 2025-05 x2", at=NINE + timedelta(hours=2))
    assert current(lake) == [year, spring]
    assert spring.submission is not None
    assert spring.submission.corrects == (year.id, may.id)
    june = send(lake, "West Mercia calls: 2025-06 x2", at=NINE + timedelta(hours=3))
    assert current(lake) == [spring, june]


def test_other_forces_and_other_returns_are_not_touched(lake: Lake) -> None:
    sent = [
        SPRING, "Kent calls: 2025-04 x1", "West Mercia incidents: 2025-04 x1 first_grade=priority",
    ]  # fmt: skip
    batches = [send(lake, text, at=NINE + timedelta(hours=n)) for n, text in enumerate(sent)]
    assert current(lake) == batches
    assert all(batch.submission and not batch.submission.corrects for batch in batches)


def test_of_two_in_the_same_second_the_one_that_came_later_counts(lake: Lake) -> None:
    send(lake, SPRING)
    later = send(lake, "West Mercia calls: 2025-04 x9, 2025-05 x9")
    assert current(lake) == [later]


def test_a_clock_that_is_behind_is_told_instead_of_losing_a_correction(lake: Lake) -> None:
    send(lake, SPRING)
    with pytest.raises(
        UserError, match=r"Anna Example submitted the same return and period on 2026-04-20 at 09:00"
    ):
        send(lake, "West Mercia calls: 2025-04 x9", at=NINE - timedelta(minutes=1))


def test_the_same_bytes_are_one_batch(lake: Lake) -> None:
    first = send(lake, SPRING)
    assert send(lake, SPRING, at=NINE + timedelta(days=3), by="Somebody Else") == first
    assert submissions(lake) == [first]


def test_the_same_bytes_with_a_reply_add_the_reply(lake: Lake) -> None:
    query = empty_month("2025-05")
    text = "West Mercia calls: 2025-04 x1, 2025-06 x1"
    send(lake, Sent(text, (query,)))
    again = send(lake, Sent(text, (query,), (answer(query),)))
    assert submissions(lake) == [again]
    assert again.submission is not None
    assert (again.submission.version, again.submission.report.open) == (2, ())


def test_bytes_that_were_corrected_can_be_sent_once_more(lake: Lake) -> None:
    first = send(lake, SPRING)
    send(lake, "West Mercia calls: 2025-04 x9, 2025-05 x9", at=NINE + timedelta(days=1))
    third = send(lake, SPRING, at=NINE + timedelta(days=2))
    assert third.id == f"{first.id}-again-1"
    assert current(lake) == [third]
    assert send(lake, SPRING, at=NINE + timedelta(days=3)) == third


def test_the_same_bytes_read_otherwise_are_another_batch(lake: Lake) -> None:
    """A mapping that was wrong is put right without a change to the file."""
    con, sent = connect(), Sent(SPRING)
    first = send(lake, sent)
    staged = sent.stage(con)
    con.execute("update typed set line = '101'")
    second = submit(con, lake, staged, sent.report(), by=ANNA, at=NINE + timedelta(days=1))
    assert second.id != first.id
    assert current(lake) == [second]


# Months without rows


GAP = "West Mercia calls: 2025-04 x1, 2025-06 x1"


def test_an_empty_month_is_no_zero_until_somebody_says_why(lake: Lake) -> None:
    query = empty_month("2025-05")
    before = send(lake, Sent(GAP, (query,)))
    assert [part.period_start.month for part in before.slices] == [4, 6]
    after = reply(lake, before.id, [answer(query)], by="Ben Example", at=NINE)
    assert [(part.period_start.month, part.rows) for part in after.slices] == [
        (4, 1), (5, 0), (6, 1),
    ]  # fmt: skip
    assert after.slices[1].period_end == date(2025, 5, 31)


def test_an_empty_month_that_chance_explains_is_a_zero(lake: Lake) -> None:
    """The checker asks only where so many rows are usual that a month can't be empty."""
    batch = send(lake, GAP)
    assert [(part.period_start.month, part.rows) for part in batch.slices] == [
        (4, 1), (5, 0), (6, 1),
    ]  # fmt: skip


def test_an_empty_month_that_nobody_looked_at_is_missing(lake: Lake) -> None:
    con, sent = connect(), Sent(GAP)
    report = replace(sent.report(), rules_run=())
    batch = submit(con, lake, sent.stage(con), report, by=ANNA, at=NINE)
    assert [part.period_start.month for part in batch.slices] == [4, 6]


def test_a_correction_takes_back_a_month_in_which_it_has_no_rows(lake: Lake) -> None:
    send(lake, "West Mercia calls: 2025-04 x1, 2025-05 x7, 2025-06 x1")
    new = send(lake, GAP, at=NINE + timedelta(days=1))
    assert current(lake) == [new]


def test_a_period_that_ends_without_rows_is_covered_as_the_report_says(lake: Lake) -> None:
    send(lake, "West Mercia calls: 2025-04 x1, 2025-05 x7")
    new = send(lake, Sent("West Mercia calls: 2025-04 x1", ends=date(2025, 5, 31)))
    assert current(lake) == [new]


def test_a_snapshot_covers_its_own_day(lake: Lake) -> None:
    """Suspects outstanding on one day say nothing of another day."""
    one = send(lake, "West Mercia suspects: 2025-04-01 x2")
    two = send(lake, "West Mercia suspects: 2025-07-01 x3", at=NINE + timedelta(days=1))
    assert current(lake) == [one, two]
    assert one.submission is not None
    assert one.submission.period_start == one.submission.period_end == date(2025, 4, 1)


# Replies


def test_a_reply_makes_a_new_version_and_the_old_one_is_kept(lake: Lake) -> None:
    query = empty_month("2025-05")
    batch = send(lake, Sent(GAP, (query,)))
    rows = lake.path("calls", batch.id).read_bytes()
    one = reply(lake, batch.id, [answer(query)], by="Ben Example", at=NINE)
    two = reply(lake, batch.id, [answer(query, "In truth the system was down.")], by="C", at=NINE)
    assert submissions(lake) == [two]
    assert two.submission is not None
    assert (two.submission.version, two.submission.changed_by, two.submission.by) == (3, "C", ANNA)
    said = [given.words for given in two.submission.report.replies]
    assert said == ["None were made.", "In truth the system was down."]  # both, for ever
    assert lake.path("calls", batch.id).read_bytes() == rows
    earlier = sorted((lake.submitted / "earlier").iterdir())
    assert [path.name for path in earlier] == [f"{batch.id}.1.json", f"{batch.id}.2.json"]
    assert json.loads(earlier[0].read_text())["submission"]["report"]["replies"] == []
    assert one.submission is not None
    assert json.loads(earlier[1].read_text())["submission"]["version"] == one.submission.version


def test_the_same_reply_twice_changes_nothing(lake: Lake) -> None:
    query = empty_month("2025-05")
    batch = send(lake, Sent(GAP, (query,)))
    once = reply(lake, batch.id, [answer(query)], by="Ben Example", at=NINE)
    assert reply(lake, batch.id, [answer(query)], by="D", at=NINE) == once


@pytest.mark.parametrize(
    ("given", "by", "sentence"),
    [
        (Reply("Q00000000", "Yes.", "B", NINE.date()), ANNA, "it was asked no query 'Q00000000'"),
        (answer(empty_month("2025-05"), " "), ANNA, "a reply needs words"),
        (answer(empty_month("2025-05")), "", "the person who records it"),
    ],
)
def test_a_reply_that_says_nothing_is_refused(
    lake: Lake, given: Reply, by: str, sentence: str
) -> None:
    batch = send(lake, Sent(GAP, (empty_month("2025-05"),)))
    with pytest.raises(UserError, match=sentence):
        reply(lake, batch.id, [given], by=by, at=NINE)
    assert submissions(lake) == [batch]


def test_a_reply_to_nothing_is_refused(lake: Lake) -> None:
    with pytest.raises(UserError, match="there is no submission 'return-x'"):
        reply(lake, "return-x", [], by=ANNA, at=NINE)


def test_a_submission_needs_a_time_with_its_zone(lake: Lake) -> None:
    with pytest.raises(ValueError, match="time zone"):
        send(lake, SPRING, at=datetime(2026, 4, 20, 9, 0))


# Damage


@pytest.mark.parametrize("damage", ["account", "rows gone", "rows cut", "not ours"])
def test_a_damaged_submission_is_told_never_left_out(lake: Lake, damage: str) -> None:
    batch = send(lake, SPRING)
    account, rows = lake.submitted / f"{batch.id}.json", lake.path("calls", batch.id)
    if damage == "account":
        account.write_text(account.read_text()[:500])
    elif damage == "rows gone":
        rows.unlink()
    elif damage == "rows cut":
        rows.write_bytes(rows.read_bytes()[:-9])
    else:
        account.write_text("{}")
    with pytest.raises(UserError, match=r"return-.*json: the submission is damaged"):
        submissions(lake)
