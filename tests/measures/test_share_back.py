"""What is shared back with a force: its values beside everything they can be held against."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from drawn import DrawnFile, _taken, drawn_measure
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[1] / "facts" / "returns"))

from sent import Sent, empty_month, send

from openpeel.catalogue.consistency import consistency, load_consistency
from openpeel.catalogue.forces import forces
from openpeel.catalogue.measures import Measure, measures
from openpeel.errors import UserError
from openpeel.facts.engine import connect
from openpeel.facts.lake import Batch, Lake
from openpeel.facts.returns.inputs import inputs
from openpeel.facts.returns.store import current
from openpeel.measures.release import make_release
from openpeel.measures.share_back import _year_before, share_back
from openpeel.measures.share_back_checks import CountBeside, Returns, check_returns, counts_beside
from openpeel.measures.share_back_text import COLUMNS, share_back_csv, share_back_text
from openpeel.measures.shared import MeasureBack, ShareBack
from openpeel.measures.values import Release
from openpeel.measures.where import condition

KENT, ESSEX = "E23000032", "E23000028"
ABANDONED = drawn_measure(
    """
    numerator: {table: calls, where: "line = '101' and abandoned", words: 101 calls abandoned}
    denominator: {table: calls, where: "line = '101'", words: 101 calls}
    unit: percent
    direction: lower
    """
)


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "lake")


def calls(force: str, month: str, abandoned: int, answered: int) -> str:
    return (
        f"{force} calls: {month} x{abandoned} line=101 abandoned=true,"
        f" {month} x{answered} line=101 abandoned=false"
    )


def released(lake: Lake, *drawn: Measure) -> Release:
    return make_release(connect(), lake, inputs(lake), {one.id: one for one in drawn})


def shared(lake: Lake, force: str = KENT, *drawn: Measure, **more: object) -> ShareBack:
    return share_back(released(lake, *(drawn or (ABANDONED,))), force, **more)  # type: ignore[arg-type]


def only(back: ShareBack) -> MeasureBack:
    (one,) = back.measures
    return one


def test_a_value_stands_beside_all_that_supplied_it_and_those_that_did_not_are_named(
    lake: Lake,
) -> None:
    send(lake, calls("Kent", "2025-04", 20, 80))
    send(lake, calls("Essex", "2025-04", 10, 90))
    back = only(shared(lake))
    assert (back.value.value, back.value.numerator, back.value.denominator) == (20, 20, 100)
    assert back.value.lower is not None and back.value.lower < 20 < (back.value.upper or 0)
    assert [(other.force, other.value) for other in back.others] == [("Essex", 10)]
    assert (back.supplied, len(back.missing)) == (2, 41)
    assert "Kent" not in back.missing and "West Mercia" in back.missing
    assert back.national is not None
    assert back.national.value == 15


def test_a_force_that_supplied_nothing_is_told_so(lake: Lake) -> None:
    send(lake, calls("Essex", "2025-04", 10, 90))
    back = only(shared(lake))
    assert (back.value.value, back.value.status) == (None, "x")
    assert "Kent" in back.missing


def test_measures_on_published_statistics_are_not_shared_back(lake: Lake) -> None:
    officers = drawn_measure(
        """
        numerator: {table: workforce, where: "worker = 'officer'", sum: people, words: officers}
        unit: count
        direction: context
        """
    )
    con = connect()
    text = "force | period | worker | basis | people\nKent | 2025-03-31 | officer | fte | 3500"
    taken = [_taken(lake, con, DrawnFile("workforce", text))]
    release = make_release(con, lake, taken, {"drawn": officers})
    assert share_back(release, KENT).measures == ()


@pytest.mark.parametrize(
    ("then", "verdict"), [((5, 95), "higher"), ((60, 40), "lower"), ((18, 82), "no clear change")]
)
def test_last_year_comes_with_the_difference_and_the_word_for_it(
    lake: Lake, then: tuple[int, int], verdict: str
) -> None:
    send(lake, calls("Kent", "2024-04", *then))
    send(lake, calls("Kent", "2025-04", 20, 80))
    last = only(shared(lake)).last_year
    assert last is not None
    assert (last.value.value, last.difference, last.verdict) == (then[0], 20 - then[0], verdict)
    assert last.lower is not None and last.upper is not None
    assert last.lower < last.difference < last.upper  # both in per cent


def test_last_year_may_come_from_an_earlier_release(lake: Lake, tmp_path: Path) -> None:
    old = Lake(tmp_path / "old")
    send(old, calls("Kent", "2024-04", 5, 95))
    send(lake, calls("Kent", "2025-04", 20, 80))
    assert only(shared(lake)).last_year is None
    last = only(shared(lake, before=released(old, ABANDONED))).last_year
    assert last is not None
    assert last.verdict == "higher"


def test_a_measure_that_was_defined_otherwise_is_not_compared(lake: Lake, tmp_path: Path) -> None:
    old = Lake(tmp_path / "old")
    send(old, calls("Kent", "2024-04", 5, 95))
    send(lake, calls("Kent", "2025-04", 20, 80))
    other = Measure.model_validate(ABANDONED.model_dump(by_alias=True) | {"version": 7})
    before = released(old, other)
    last = only(shared(lake, before=before)).last_year
    assert last is not None
    assert (last.verdict, last.reason) == ("cannot say", "the measure was defined otherwise")
    assert last.difference == 15  # printed all the same; nothing is said of it


def test_of_a_plain_count_no_change_is_claimed(lake: Lake) -> None:
    count = drawn_measure(
        """
        numerator: {table: calls, where: abandoned, words: calls}
        unit: count
        direction: context
        """
    )
    send(lake, calls("Kent", "2024-04", 5, 95))
    send(lake, calls("Kent", "2025-04", 20, 80))
    last = only(shared(lake, KENT, count)).last_year
    assert last is not None
    assert (last.difference, last.verdict) == (15, "cannot say")


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2025, 4, 30), date(2024, 4, 30)),
        (date(2025, 2, 28), date(2024, 2, 29)),
        (date(2024, 2, 29), date(2023, 2, 28)),
        (date(2025, 4, 1), date(2024, 4, 1)),
    ],
)
def test_the_same_day_a_year_before(day: date, before: date) -> None:
    assert _year_before(day) == before


@given(st.dates(date(2001, 1, 1), date(2100, 1, 1)))
def test_a_period_of_months_stays_one_of_months(day: date) -> None:
    start = day.replace(day=1)
    assert _year_before(start).day == 1
    assert _year_before(start).month == start.month


def test_marks_name_both_methods_and_come_with_the_chance_budget(lake: Lake) -> None:
    for force in ("Essex", "Sussex", "Surrey", "Norfolk", "Suffolk", "Dorset", "Cumbria"):
        send(lake, calls(force, "2025-04", 10, 90))
    send(lake, calls("Kent", "2025-04", 90, 10))
    back = shared(lake)
    marks = {mark.method: mark.side for mark in only(back).marks}
    assert marks["outlier lines"] == "above"
    assert {budget.method: budget.made for budget in back.budgets} == {
        "outlier lines": 1,
        "funnel": 1,
    }
    assert back.budgets[0].marked == 1
    assert round(back.budgets[0].by_chance, 2) == 0.32
    assert "each mark asks a question; it is no grade" in share_back_text(back)


def test_open_queries_of_the_force_are_told_and_those_of_others_are_not(lake: Lake) -> None:
    query, other = empty_month("2025-05", "Kent"), empty_month("2025-05", "Essex")
    send(lake, Sent(calls("Kent", "2025-04", 20, 80), (query,)))
    send(lake, Sent(calls("Essex", "2025-04", 20, 80), (other,)))
    (told,) = shared(lake, submissions=current(lake)).queries
    assert (told.number, told.contract) == (query.number("calls"), "calls")


def test_an_unknown_force_is_refused(lake: Lake) -> None:
    send(lake, calls("Kent", "2025-04", 20, 80))
    with pytest.raises(UserError, match="there is no force 'Neverland'"):
        shared(lake, "Neverland")


# Small counts


SEARCHES = drawn_measure(
    """
    numerator: {table: stop_searches, where: "outcome = 'arrest'", words: arrests}
    denominator: {table: stop_searches, words: searches}
    unit: percent
    direction: context
    """
)


def test_small_counts_of_people_are_hidden_as_on_the_published_page(lake: Lake) -> None:
    for force, arrests in (("Kent", 20), ("Essex", 3), ("Surrey", 30)):
        rows = f"2025-04 x{arrests} outcome=arrest, 2025-04 x60 outcome=no-further-action"
        send(lake, f"{force} stop-searches: {rows}")
    back = shared(lake, KENT, SEARCHES)
    hidden = [other for other in only(back).others if other.status == "c"]
    assert "Essex" in [other.force for other in hidden]
    assert all(other.value is other.numerator is None for other in hidden)
    own = [row for row in csv_rows(back) if row["force"] == "Essex"]
    assert [(row["value"], row["numerator"], row["status"]) for row in own] == [("", "", "c")]


# Beside published counts


def searches_published(lake: Lake, searches: int) -> Batch:
    text = "force | period | ethnicity | searches\n" + f"Kent | 2025-26 | white | {searches}"
    taken = _taken(lake, connect(), DrawnFile("stop_search_published", text))
    assert taken.batch is not None
    return taken.batch


def beside(lake: Lake, published: Batch, force: str) -> list[CountBeside]:
    return counts_beside(Returns(connect(), lake, [published, *current(lake)]), force)


YEAR = [f"2025-{month:02}" for month in range(4, 13)] + ["2026-01", "2026-02", "2026-03"]


def test_rows_stand_beside_the_published_count_of_the_same_year(lake: Lake) -> None:
    published = searches_published(lake, 100)
    rows = ", ".join(f"{month} x10 kind=person" for month in YEAR)
    send(lake, f"Kent stop-searches: {rows}, 2025-04 x50 kind=vehicle")
    (count,) = beside(lake, published, KENT)
    assert (count.counted, count.published, count.difference) == (120, 100, 20)
    assert count.asks  # within 5 per cent, says the contract
    assert beside(lake, published, ESSEX) == []


def test_a_year_of_which_a_month_is_missing_is_not_held_against_a_whole_one(lake: Lake) -> None:
    published = searches_published(lake, 100)
    rows = ", ".join(f"{month} x10 kind=person" for month in YEAR[:-1])
    send(lake, f"Kent stop-searches: {rows}")
    assert beside(lake, published, KENT) == []


# Returns that contradict one another


def checked(lake: Lake, id: str) -> list[tuple[int | None, int | None, bool]]:
    results = check_returns(Returns(connect(), lake, current(lake)), KENT)
    return [(r.part, r.of, r.asks) for r in results if r.check.id == id]


def test_crimes_with_a_day_of_the_outcome_and_no_outcome_ask_a_question(lake: Lake) -> None:
    send(
        lake,
        "Kent crimes: 2025-04 x3 outcome=0 outcome_at=2025-04-09,"
        " 2025-04 x7 outcome=16 outcome_at=2025-04-09",
    )
    assert checked(lake, "outcome-day-without-outcome") == [(3, 10, True)]
    assert checked(lake, "outcome-without-day") == [(0, 7, False)]


def test_two_returns_are_held_against_each_other_over_the_months_that_both_cover(
    lake: Lake,
) -> None:
    send(lake, "Kent crimes: 2025-04 x20 domestic_abuse=true, 2025-05 x20 domestic_abuse=true")
    send(lake, "Kent da-assessments: 2025-03 x90, 2025-04 x6")
    assert checked(lake, "abuse-crimes-and-assessments") == [(6, 20, True)]  # April alone
    (result,) = [
        r for r in check_returns(Returns(connect(), lake, current(lake)), KENT)
        if r.check.id == "abuse-crimes-and-assessments"
    ]  # fmt: skip
    assert (result.months, result.period_end) == (1, date(2025, 4, 30))
    assert result.sentence.startswith(
        "6 domestic abuse risk assessments beside 20 crimes flagged as domestic abuse (30.0%). "
    )


def test_a_handful_of_people_is_not_counted_out(lake: Lake) -> None:
    send(lake, "Kent crimes: 2025-04 x20 domestic_abuse=true")
    send(lake, "Kent da-assessments: 2025-04 x3")
    (result,) = [
        r for r in check_returns(Returns(connect(), lake, current(lake)), KENT)
        if r.check.id == "abuse-crimes-and-assessments"
    ]  # fmt: skip
    assert (result.part, result.share, result.asks) == (None, None, True)
    assert result.sentence.startswith("fewer than 5 domestic abuse risk assessments beside 20")


def test_without_both_returns_nothing_is_checked(lake: Lake) -> None:
    send(lake, "Kent crimes: 2025-04 x20 domestic_abuse=true outcome=0")
    assert checked(lake, "abuse-crimes-and-assessments") == []


@pytest.mark.parametrize("check", consistency().checks, ids=lambda check: check.id)
def test_every_check_of_the_catalogue_can_be_asked(check: object) -> None:
    for rows in (check.part, check.of):  # type: ignore[attr-defined]
        condition(rows.table, rows.where, "consistency.yaml")


def test_measures_that_are_also_published_are_on_returns_and_on_publications() -> None:
    from openpeel.measures.share_back import rests_on_returns

    for same in consistency().same:
        assert rests_on_returns(measures()[same.measure])
        assert not rests_on_returns(measures()[same.published])


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("table: crimes, words: crimes}", "table: nowhere, words: crimes}"), "no return fills"),
        (("    most: 0.5\n", ""), "a check needs `least` or `most`"),
        (("id: outcome-without-day", "id: outcome-day-without-outcome"), "stands twice"),
        (("published: crime-total-rate", "published: nothing"), "no measure 'nothing'"),
    ],
)
def test_a_file_of_checks_that_is_wrong_is_refused(
    tmp_path: Path, change: tuple[str, str], sentence: str
) -> None:
    from openpeel.catalogue.consistency import FILE

    path = tmp_path / "consistency.yaml"
    text = FILE.read_text(encoding="utf-8")
    assert change[0] in text
    path.write_text(text.replace(*change, 1), encoding="utf-8")
    with pytest.raises(UserError, match=sentence):
        load_consistency(path)


# Outputs


def csv_rows(back: ShareBack) -> Iterator[dict[str, str]]:
    yield from csv.DictReader(io.StringIO(share_back_csv(back).decode("utf-8-sig")))


def test_the_csv_has_a_row_for_each_figure_and_remark(lake: Lake) -> None:
    send(lake, calls("Kent", "2024-04", 5, 95))
    query = empty_month("2025-05", "Kent")
    send(lake, Sent(calls("Kent", "2025-04", 20, 80), (query,)))
    send(lake, calls("Essex", "2025-04", 10, 90))
    results = check_returns(Returns(connect(), lake, current(lake)), KENT)
    back = shared(lake, checks=results, submissions=current(lake))
    rows = list(csv_rows(back))
    assert tuple(rows[0]) == COLUMNS
    assert [(row["what"], row["force"], row["value"]) for row in rows] == [
        ("own", "Kent", "20.0"),
        ("last-year", "Kent", "5.0"),
        ("change", "Kent", "15.0"),
        ("england-and-wales", "England and Wales", "15.0"),
        ("other", "Essex", "10.0"),
        ("check", "Kent", "0.0"),
        ("query", "Kent", ""),
    ]
    assert rows[2]["status"] == "higher"


def test_words_of_a_file_are_no_formula_in_the_csv(lake: Lake) -> None:
    query = replace(empty_month("2025-05", "Kent"), sentence="=1+1")
    send(lake, Sent(calls("Kent", "2025-04", 20, 80), (query,)))
    (batch,) = current(lake)
    assert batch.submission is not None
    report = replace(batch.submission.report, file="=cmd|x")
    told = replace(batch, submission=replace(batch.submission, file="=cmd|x", report=report))
    (row,) = [row for row in csv_rows(shared(lake, submissions=[told])) if row["what"] == "query"]
    assert row["name"] == "'=cmd|x"


def test_the_text_is_a_page_for_a_person(lake: Lake) -> None:
    send(lake, calls("Kent", "2024-04", 5, 95))
    send(lake, calls("Kent", "2025-04", 20, 80))
    send(lake, calls("Essex", "2025-04", 10, 90))
    missing = ", ".join(f.name for f in forces().all if f.name not in ("Kent", "Essex"))
    text = share_back_text(shared(lake))
    assert text.splitlines()[3:7] == [
        "  A drawn measure (percent), 2025-04: 20.0 (13.3 to 28.9)",
        "      others: from 10.0 to 10.0, middle 10.0; 2 of 43 supplied it",
        f"      missing: {missing}",
        "      last year: 5.00 (2.15 to 11.2), difference 15.0: higher",
    ]
