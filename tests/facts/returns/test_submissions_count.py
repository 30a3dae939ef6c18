"""Which rows count: the later submission before the earlier, a return before a published file."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sent import NINE, Sent, answer, empty_month, send

from openpeel.catalogue.forces import forces
from openpeel.catalogue.measures import Measure
from openpeel.errors import UserError
from openpeel.facts.editions import attach_counting, replaced
from openpeel.facts.engine import connect
from openpeel.facts.intake import Taken
from openpeel.facts.lake import Batch, Lake
from openpeel.facts.returns.inputs import bring, input_of, inputs
from openpeel.facts.returns.store import current, sha256_of, submissions
from openpeel.facts.returns.submissions import reply
from openpeel.facts.sources.reading import Edition, Facts, Reading
from openpeel.measures.release import make_release
from openpeel.measures.values import Release

KENT, WEST_MERCIA = "E23000032", "E23000016"


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "lake")


def counted(lake: Lake, table: str, batches: list[Batch]) -> dict[tuple[str, str], int]:
    """Rows that count by force and month."""
    con = connect()
    view = attach_counting(con, lake, table, batches)
    rows = con.execute(f"select force_code, period_start from {view}").fetchall()
    return dict(Counter((forces().by_code[code].slug, f"{day:%Y-%m}") for code, day in rows))


def published(lake: Lake, *rows: tuple[str, str], edition: date = date(2025, 9, 1)) -> Batch:
    """Searches as data.police.uk publishes them: (force's code, month) a row."""
    facts = Facts("stop_searches")
    for code, month in rows:
        start = date.fromisoformat(f"{month}-01")
        end = (start + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        facts.add(force_code=code, period_start=start, period_end=end, kind="person")
    reading = Reading(
        "police-uk-stop-search", Edition("Searches", "some months", edition),
        {"stop_searches": facts.into(connect_in(lake))}, len(rows), len(rows),
    )  # fmt: skip
    return lake.add(connect_in(lake), f"{edition:%Y%m%d}-police-uk-1", "f" * 64, reading)


_open: dict[Path, object] = {}


def connect_in(lake: Lake):  # type: ignore[no-untyped-def]
    """One connection a lake, in which the facts lie that are added to it."""
    return _open.setdefault(lake.root, connect())


def test_a_later_submission_takes_the_place_of_an_earlier_one(lake: Lake) -> None:
    send(lake, "Kent calls: 2025-04 x3, 2025-05 x3")
    send(lake, "Kent calls: 2025-05 x5", at=NINE + timedelta(days=1))
    assert counted(lake, "calls", current(lake)) == {
        ("kent", "2025-04"): 3,
        ("kent", "2025-05"): 5,
    }


def test_also_in_a_month_for_which_it_has_no_rows(lake: Lake) -> None:
    send(lake, "Kent calls: 2025-04 x3, 2025-05 x3, 2025-06 x3")
    send(lake, "Kent calls: 2025-04 x1, 2025-06 x1", at=NINE + timedelta(days=1))
    assert counted(lake, "calls", current(lake)) == {
        ("kent", "2025-04"): 1,
        ("kent", "2025-06"): 1,
    }


def test_what_a_correction_emptied_stays_empty_when_the_correction_is_corrected(lake: Lake) -> None:
    """The second is wholly replaced only when all that it covers is, not only its rows."""
    send(lake, "Kent calls: 2025-04 x3, 2025-05 x3, 2025-06 x3")
    send(lake, Sent("Kent calls: 2025-04 x2", ends=date(2025, 6, 30)), at=NINE + timedelta(days=1))
    send(lake, "Kent calls: 2025-04 x1", at=NINE + timedelta(days=2))
    assert counted(lake, "calls", current(lake)) == {("kent", "2025-04"): 1}


def test_a_return_counts_before_a_published_file_where_it_holds_the_force_and_month(
    lake: Lake,
) -> None:
    file = published(
        lake, *[(KENT, "2025-04")] * 4, *[(KENT, "2025-05")] * 4, (WEST_MERCIA, "2025-04")
    )
    sent = send(lake, "Kent stop-searches: 2025-04 x7")
    assert counted(lake, "stop_searches", [file, sent]) == {
        ("kent", "2025-04"): 7,
        ("kent", "2025-05"): 4,
        ("west-mercia", "2025-04"): 1,
    }
    (gone,) = replaced([file, sent])
    assert (gone.batch, gone.by, gone.changed) == (file, sent, False)  # no revision by a publisher


def test_a_month_about_which_the_return_is_silent_is_left_to_the_published_file(lake: Lake) -> None:
    file = published(lake, *[(KENT, "2025-05")] * 4)
    text, query = "Kent stop-searches: 2025-04 x7, 2025-06 x7", empty_month("2025-05", "Kent")
    sent = send(lake, Sent(text, (query,)))
    counts = {("kent", "2025-04"): 7, ("kent", "2025-06"): 7}
    assert counted(lake, "stop_searches", [file, sent]) == counts | {("kent", "2025-05"): 4}
    said = answer(query, "No search was made.", contract="stop-searches")
    reply(lake, sent.id, [said], by="Ben Example", at=NINE)
    assert counted(lake, "stop_searches", [file, *current(lake)]) == counts


def test_an_older_edition_does_not_come_back_where_a_return_replaces_the_later_one(
    lake: Lake,
) -> None:
    old = published(lake, *[(KENT, "2025-04")] * 2, edition=date(2025, 6, 1))
    new = published(lake, *[(KENT, "2025-04")] * 3, edition=date(2025, 9, 1))
    sent = send(lake, "Kent stop-searches: 2025-04 x7")
    assert counted(lake, "stop_searches", [old, new, sent]) == {("kent", "2025-04"): 7}


MONTHS = [f"2025-{month:02}" for month in range(1, 8)]
spans = st.tuples(st.integers(0, 6), st.integers(0, 6)).map(sorted)


@settings(max_examples=12, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["Kent", "Essex"]), spans, st.sets(st.integers(0, 6))),
        min_size=1,
        max_size=5,
    )
)
def test_the_rows_that_count_are_those_of_the_last_to_cover_a_month(
    tmp_path_factory: pytest.TempPathFactory, sent: list[tuple[str, list[int], set[int]]]
) -> None:
    """Against a plain rule: go through the submissions in order and overwrite what each covers."""
    lake = Lake(tmp_path_factory.mktemp("lake"))
    expected: dict[tuple[str, str], int] = {}
    for n, (force, (first, last), gaps) in enumerate(sent, start=1):
        held = [m for m in range(first, last + 1) if m in (first, last) or m not in gaps]
        rows = ", ".join(f"{MONTHS[m]} x{n}" for m in held)
        send(lake, f"{force} calls: {rows}", at=NINE + timedelta(days=n))
        slug = force.lower()
        for m in range(first, last + 1):
            expected.pop((slug, MONTHS[m]), None)
        expected |= {(slug, MONTHS[m]): n for m in held}
    assert counted(lake, "calls", current(lake)) == expected
    assert counted(lake, "calls", submissions(lake)) == expected


# As inputs of a release


SEARCHES = Measure.model_validate(
    {
        "id": "searches", "version": 1, "name": "Searches", "why": "To see.", "theme": "context",
        "numerator": {"table": "stop_searches", "words": "searches"}, "unit": "count",
        "direction": "context",
        "checked": {"by": "a test", "on": "2026-01-01", "next": "2027-01-01"},
    }
)  # fmt: skip


def release(lake: Lake, *files: Taken) -> Release:
    return make_release(connect(), lake, [*files, *inputs(lake)], {"searches": SEARCHES})


def test_a_submission_is_an_input_with_its_hash_and_its_account(lake: Lake) -> None:
    batch = send(lake, "Kent stop-searches: 2025-04 x7, 2025-05 x9")
    made = release(lake)
    (account,) = made.files
    assert account.name == (
        f"returns/stop-searches/kent/2025-04-to-2025-05 (batch {batch.sha256[:12]})"
    )
    assert (account.sha256, account.rows_read, account.rows_used) == (batch.sha256, 16, 16)
    assert account.notes[0].startswith(
        "Submitted by Anna Example on 2026-04-20 at 09:00 UTC: stop-searches.csv"
    )
    (item,) = made.manifest["inputs"]  # type: ignore[misc]
    assert item["batch"] == batch.id
    assert item["account"] == sha256_of(lake.submitted / f"{batch.id}.json")
    assert [supply.file for supply in made.supplies] == [0, 0]  # figures lead to it
    kent = {v.period_start.month: v.value for v in made.values if v.force_code == KENT}
    assert kent == {4: 7, 5: 9}


def test_replies_are_published_and_change_the_release(lake: Lake) -> None:
    query = empty_month("2025-05", "Kent")
    batch = send(lake, Sent("Kent stop-searches: 2025-04 x7, 2025-06 x7", (query,)))
    before = release(lake)
    assert before.files[0].notes[1] == "1 query, 1 without a reply"
    number = query.number("stop-searches")
    assert before.files[0].notes[2] == f"Query {number}: {query.sentence} No reply yet."
    assert {
        v.status for v in before.values if (v.force, v.period_start.month) == ("Kent", 5)
    } == set()
    said = answer(query, "No search was made.", contract="stop-searches")
    reply(lake, batch.id, [said], by="Ben Example", at=NINE)
    after = release(lake)
    assert after.id != before.id
    assert after.files[0].notes[2] == (
        f"Query {number}: {query.sentence} Reply: No search was made."
        " (by Ben Example on 2026-04-21)"
    )
    may = [v.value for v in after.values if (v.force, v.period_start.month) == ("Kent", 5)]
    assert may == [0]


def test_both_accounts_say_that_the_return_replaced_the_published_rows(lake: Lake) -> None:
    file = published(lake, *[(KENT, "2025-04")] * 4)
    send(lake, "Kent stop-searches: 2025-04 x7")
    made = release(lake, Taken("searches.csv", "f" * 64, 1, file))
    of_file, of_return = made.files
    assert of_file.notes == (
        f"4 facts are replaced by {of_return.name}, which covers the same force and periods",
    )
    assert of_return.notes[-1] == (
        "It takes the place of 4 facts of searches.csv for the same force and periods"
    )


def test_a_month_that_a_correction_emptied_is_missing_not_zero(lake: Lake) -> None:
    send(lake, "Kent stop-searches: 2025-04 x7, 2025-05 x7, 2025-06 x7")
    query = empty_month("2025-05", "Kent")
    text = "Kent stop-searches: 2025-04 x6, 2025-06 x6"
    send(lake, Sent(text, (query,)), at=NINE + timedelta(days=1))
    send(lake, "Essex stop-searches: 2025-05 x6")
    found = {
        (v.period_start.month, v.status): v.value
        for v in release(lake).values
        if v.force_code == KENT
    }
    assert found == {(4, "ok"): 6, (5, "x"): None, (6, "ok"): 6}


def test_queries_on_a_handful_of_people_are_published_without_their_figures(lake: Lake) -> None:
    from openpeel.facts.returns.findings import Finding

    few = Finding(
        "pattern", "query", KENT, "age_range", "2025-04", "3 people are 140.", 3, (2, 3, 4)
    )
    send(lake, Sent("Kent stop-searches: 2025-04 x7", (few,)))
    text = " ".join(release(lake).files[0].notes)
    assert "pattern (age_range, 2025-04), in fewer than 5 rows." in text
    assert "140" not in text


def test_rows_that_were_altered_stop_the_build(lake: Lake) -> None:
    batch = send(lake, "Kent calls: 2025-04 x7")
    rows = lake.path("calls", batch.id)
    content = bytearray(rows.read_bytes())
    content[len(content) // 2] ^= 1
    rows.write_bytes(content)
    with pytest.raises(UserError, match=r"these are not the rows that Anna Example submitted"):
        inputs(lake)


def test_a_release_can_be_traced_to_the_account_that_it_saw(lake: Lake) -> None:
    query = empty_month("2025-05", "Kent")
    batch = send(lake, Sent("Kent stop-searches: 2025-04 x7, 2025-06 x7", (query,)))
    account = sha256_of(lake.submitted / f"{batch.id}.json")
    said = answer(query, contract="stop-searches")
    reply(lake, batch.id, [said], by="Ben Example", at=NINE)
    seen = input_of(lake, batch.id, account)
    assert seen is not None
    assert seen.batch is not None
    assert seen.batch.slices == batch.slices
    assert input_of(lake, batch.id, "0" * 64) is None


def test_submissions_can_be_shown_in_another_lake(lake: Lake, tmp_path: Path) -> None:
    send(lake, "Kent calls: 2025-04 x7")
    other = Lake(tmp_path / "other")
    bring(lake, other)
    assert current(other) == current(lake)
    assert counted(other, "calls", current(other)) == {("kent", "2025-04"): 7}
