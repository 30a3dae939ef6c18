"""What a `where` may say; everything else is refused in a sentence that names file and key."""

from __future__ import annotations

import pytest

from openpeel.errors import UserError
from openpeel.measures.where import condition, may_hold

SOURCE = "drawn.yaml, key numerator.where"


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ("line in (select line from calls)", "must compare one column"),
        ("exists (select 1)", "is not allowed in a where"),
        ("select 1", "is not allowed in a where"),
        ("line = '101'; drop table calls", "is not allowed in a where"),
        ("lower(line) = '101'", "must compare one column"),
        ("line like '1%'", "is not allowed in a where"),
        ("case when abandoned then true end", "is not allowed in a where"),
        ("answer_ms::int < 5", "must compare one column"),
        ("answer_ms + 1 < 5", "must compare one column"),
        ("answer_ms < answer_ms", "must compare one column"),
        ("answer_ms < ?", "must compare one column"),
        ("'101' = line", "must compare one column"),
        ("line in ()", "must compare one column"),
        ("line in abandoned", "must compare one column"),
        ("line in ('101', null)", "must compare one column"),
        ("1=1", "must compare one column"),
        ("answer_ms is true", "`TRUE` is not a whole number"),
        ("abandoned is answer_ms", "must compare one column"),
        ("(abandoned or abandoned) is null", "must compare one column"),
        ("queue = '1'", "table calls has no column queue; it has call_ref, line, received_at"),
        ("force_code = 'E23000001'", "table calls has no column force_code"),
        ("LINE = '101'", "table calls has no column LINE"),
        ("calls.line = '101'", "names a table; write line alone"),
        ("line = '102'", "line has no code '102'; it has 999, 101"),
        ("line in ('101', '112')", "line has no code '112'"),
        ("line = 101", "line holds words; put `101` in single quotes"),
        ("answer_ms < 1.5", "`1.5` is not a whole number"),
        ("answer_ms < '5'", "`'5'` is not a whole number"),
        ("answer_ms < 99999999999999999999", "beyond any number"),
        ("abandoned = 1", "abandoned is true or false; `1` is neither"),
        ("line", "line is not true or false, so compare it with something"),
        ("not answer_ms", "answer_ms is not true or false"),
        ("1", "`1` stands alone"),
        ("true", "`TRUE` stands alone"),
        ("null", "`NULL` stands alone"),
        ("abandoned and null", "`NULL` stands alone"),
        ("-abandoned", "`-abandoned` stands alone"),
        ("", "is not a condition in SQL"),
        ("line = '101' or", "is not a condition in SQL"),
        ("line = '101", "is not a condition in SQL; look for a word or a quote that is missing"),
        ("line == == '101'", "is not a condition in SQL"),
    ],
)
def test_refused_with_one_sentence_that_names_file_and_key(where: str, words: str) -> None:
    with pytest.raises(UserError, match=words) as refused:
        condition("calls", where, SOURCE)
    message = str(refused.value)
    assert message.startswith(SOURCE + ": ")
    assert message.endswith(".")
    assert "\n" not in message


def test_a_column_that_is_neither_words_nor_whole_is_asked_only_whether_it_is_there() -> None:
    with pytest.raises(UserError, match="searched_on holds neither words nor whole numbers"):
        condition("stop_searches", "searched_on = '2020-01-01'", SOURCE)
    assert condition("stop_searches", "searched_on is not null", SOURCE).columns == ("searched_on",)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("line = '101'", "line='101'"),
        ("line = '101'", "\"line\" = '101'"),
        ("line = '101'", "line = '101' -- the non-emergency number"),
        ("line <> '101'", "line != '101'"),
        ("answer_ms is null", "answer_ms isnull"),
        ("answer_ms < -5", "answer_ms < - 5"),
        ("not line = '101' AND abandoned", "NOT line = '101'   and abandoned"),
    ],
)
def test_spellings_of_one_condition_are_equal(one: str, other: str) -> None:
    assert condition("calls", one, SOURCE) == condition("calls", other, SOURCE)


def test_no_condition_is_true_of_every_row() -> None:
    everything = condition("calls", None, SOURCE)
    assert (everything.tree, everything.columns, everything.cuts) == (None, (), {})


@pytest.mark.parametrize(
    ("where", "cuts"),
    [
        ("answer_ms < 10", {10}),
        ("answer_ms <= 10", {11}),
        ("answer_ms > 10", {11}),
        ("answer_ms >= 10", {10}),
        ("answer_ms = 10", {10, 11}),
        ("answer_ms <> 10", {10, 11}),
        ("answer_ms in (10, 12)", {10, 11, 12, 13}),
        ("answer_ms between 10 and 20", {10, 21}),
        ("answer_ms > -1 or answer_ms < -5", {0, -5}),
        ("answer_ms is null", set()),
    ],
)
def test_cuts_part_the_numbers_below_from_those_at_or_above(where: str, cuts: set[int]) -> None:
    assert condition("calls", where, SOURCE).cuts == {"answer_ms": cuts}


def test_columns_that_hold_no_numbers_have_no_cuts() -> None:
    assert condition("calls", "line = '101' and abandoned", SOURCE).cuts == {}


@pytest.mark.parametrize(
    ("where", "can"),
    [
        (None, True),
        ("worker = 'pcso'", True),
        ("worker = 'officer'", False),
        ("worker <> 'pcso'", False),
        ("worker in ('officer', 'pcso')", True),
        ("worker = 'officer' and basis = 'fte'", False),
        ("worker = 'officer' or basis = 'fte'", True),  # the basis is not known here
        ("worker = 'pcso' and basis = 'fte'", True),
        ("not (worker = 'pcso')", False),
        ("not (worker = 'officer' and basis = 'fte')", True),
        ("worker is null", True),  # tests of nothing are left undecided
    ],
)
def test_whether_a_row_of_which_the_worker_is_known_can_fit(where: str | None, can: bool) -> None:
    assert may_hold(condition("workforce", where, SOURCE), {"worker": "pcso"}) is can
