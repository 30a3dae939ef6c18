"""What the keys of a measure's file say about its kind, and which of them do not fit together."""

from __future__ import annotations

import pytest
from drawn import drawn_measure

from openpeel.errors import UserError

MEDIAN = """
numerator: {table: incidents, where: attended, column: attend_s, quantile: 0.5, words: arrival}
unit: minutes
direction: lower
"""
MEAN = """
numerator: {table: calls, where: "line = '101'", sum: answer_ms, words: time waited}
denominator: {table: calls, where: "line = '101' and answer_ms is not null", words: calls answered}
unit: seconds
direction: lower
"""
OFFICERS = (
    "{table: workforce, where: \"worker = 'officer' and basis = 'fte'\", sum: people, words: w}"
)
RESIDENTS = "{table: population, sum: persons, words: residents}"


def test_a_quantile_names_a_duration_and_a_unit_of_time() -> None:
    measure = drawn_measure(MEDIAN)
    assert measure.kind == "quantile"
    assert measure.shown(90) == 1.5  # attend_s is held in seconds


def test_a_mean_adds_up_a_duration_over_the_rows_that_have_it() -> None:
    measure = drawn_measure(MEAN)
    assert measure.kind == "mean"
    assert measure.shown(1500) == 1.5  # answer_ms is held in milliseconds


def test_full_time_equivalents_are_an_amount_and_things_counted_over_them_a_rate() -> None:
    per_resident = f"numerator: {OFFICERS}\ndenominator: {RESIDENTS}\nunit: per 1,000\n"
    assert drawn_measure(per_resident + "direction: context").kind == "amount"
    uses = "{table: use_of_force, where: \"breakdown = 'total'\", sum: uses, words: w}"
    per_officer = f"numerator: {uses}\ndenominator: {OFFICERS}\nunit: per 100\n"
    found = drawn_measure(per_officer + "direction: neutral")
    assert (found.kind, found.per) == ("rate", 100)


def test_a_share_of_amounts_is_an_amount() -> None:
    share = f"numerator: {OFFICERS}\ndenominator: {OFFICERS}\nunit: percent\ndirection: neutral"
    assert drawn_measure(share).kind == "amount"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (MEDIAN.replace(", quantile: 0.5", ""), "numerator.column"),
        (MEDIAN.replace("column: attend_s, ", ""), "numerator.quantile"),
        (MEDIAN.replace("quantile: 0.5", "quantile: 1.5"), "numerator.quantile"),
        (MEDIAN.replace("attend_s", "target_s"), "numerator.column"),
        (MEDIAN.replace("quantile: 0.5", "quantile: 0.5, sum: attend_s"), "numerator.sum"),
        (MEDIAN.replace("minutes", "percent"), "denominator"),
        (MEDIAN.replace("minutes", "pounds"), "unit"),
        (MEDIAN + "period: year ending March", "period"),
        (MEDIAN + f"denominator: {RESIDENTS}", "denominator"),
        (MEAN.replace("sum: answer_ms", "sum: target_s"), "numerator.sum"),
        (MEAN.replace(" and answer_ms is not null", ""), "denominator.where"),
        (f"numerator: {RESIDENTS}\nunit: pounds\ndirection: neutral", "numerator.sum"),
        (MEAN.replace("seconds", "pounds"), "denominator"),
        (MEAN.replace("seconds", "pounds per resident"), "denominator.table"),
        (MEAN + "reference: number 9", "reference"),
    ],
)
def test_the_error_names_the_key(text: str, key: str) -> None:
    with pytest.raises(UserError, match=f"key {key}:"):
        drawn_measure(text)
