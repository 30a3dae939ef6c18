"""Words are earned by rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sample import sample_release
from sample_measures import measures

from openpeel.charts.numbers import NumberFormat
from openpeel.measures.values import Release, Value
from openpeel.releases import words
from openpeel.releases.calculations import spelled_out


@pytest.fixture
def value(release: Release) -> Value:
    return next(v for v in release.values if v.measure == "officers" and v.force == "West Mercia")


def test_the_calculation_of_a_rate_is_spelled_out(value: Value) -> None:
    rate = replace(
        value, unit="per 1,000", numerator=4661.0, denominator=1298422.0, value=3.5897,
        lower=3.4874, upper=3.6943, method="byar-exact", level=0.95,
    )  # fmt: skip
    assert spelled_out(rate) == (
        "4,661 / 1,298,422 × 1,000 = 3.59 per 1,000; Byar's 95% interval 3.49 to 3.69"
    )


def test_under_ten_events_the_interval_is_called_exact(value: Value) -> None:
    assert "exact Poisson 95% interval" in spelled_out(replace(value, numerator=9.0))


def test_the_calculation_of_a_median_names_how_many_durations_were_put_in_order(
    value: Value,
) -> None:
    median = replace(
        value, unit="minutes", numerator=1234.0, denominator=None, value=12.6667,
        lower=12.5, upper=12.9, method="order statistics", level=0.95,
    )  # fmt: skip
    assert spelled_out(median) == (
        "1,234 durations in order = 12.67 minutes; order-statistic 95% interval 12.50 to 12.90"
    )


def test_the_calculation_of_an_average_and_of_money(value: Value) -> None:
    mean = replace(
        value, unit="seconds", numerator=25_000.0, denominator=4.0, value=6.25,
        lower=None, upper=None, level=None,
    )  # fmt: skip
    assert spelled_out(mean) == "25,000 / 4, in seconds, = 6.25 seconds"
    each = replace(mean, unit="pounds per resident", numerator=500.0, denominator=4.0, value=125.0)
    assert spelled_out(each) == "500 / 4 = £125.00 per resident"
    whole = replace(mean, unit="pounds", numerator=500.0, denominator=None, value=500.0)
    assert spelled_out(whole) == "£500: the rows added up"


@pytest.mark.parametrize(
    ("unit", "number", "decimals", "said"),
    [
        ("minutes", 12.6667, 1, "12.7 minutes"),
        ("pounds", 41_000_000, 0, "£41.0m"),
        ("pounds per resident", 212.4, 0, "£212 per resident"),
        ("per 100", 33.3, 1, "33.3 per 100"),
    ],
)
def test_a_value_stands_in_a_sentence_with_its_unit(
    unit: str, number: float, decimals: int, said: str
) -> None:
    assert words.with_unit(number, NumberFormat(unit, decimals)) == said


def test_a_missing_value_has_no_calculation(value: Value) -> None:
    assert spelled_out(replace(value, value=None, lower=None, upper=None)) == ""


def test_a_ratio_is_spelled_out_from_its_four_numbers(release: Release) -> None:
    ratio = next(v for v in release.values if v.unit == "ratio" and v.value is not None)
    x1, n1, x2, n2 = (f"{working.number:,.0f}" for working in ratio.workings)
    assert spelled_out(ratio).startswith(f"({x1} / {n1}) / ({x2} / {n2}) = ")


@pytest.mark.parametrize(
    ("lower", "upper", "said"),
    [(1.0, 2.0, "lies below"), (4.0, 5.0, "lies above"), (2.0, 4.0, "no clear difference")],
)
def test_higher_and_lower_are_said_only_when_the_interval_excludes_the_whole(
    value: Value, lower: float, upper: float, said: str
) -> None:
    whole = replace(value, value=3.0)
    assert said in words.beside_national(replace(value, lower=lower, upper=upper), whole)


def test_a_rank_is_never_given_without_its_interval(release: Release) -> None:
    standing = release.comparisons[0].standings[0]
    spread = replace(standing, rank=9, rank_lower=4, rank_upper=19)
    assert words.rank_words(spread, 42) == "between 4th and 19th of 42 from the highest"
    assert words.rank_words(replace(spread, rank_lower=None), 42) == ""


@pytest.mark.parametrize(
    ("number", "said"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (11, "11th"), (22, "22nd")]
)
def test_ordinals(number: int, said: str) -> None:
    assert words.ordinal(number) == said


def test_units_in_sentences() -> None:
    assert words.with_unit(12.34, NumberFormat("percent", 1)) == "12.3%"
    assert words.with_unit(3.59, NumberFormat("per 1,000", 1)) == "3.6 per 1,000"
    assert words.with_unit(4.2, NumberFormat("ratio", 1)) == "4.2 times"


def test_an_interval_that_rounds_to_one_number_gets_a_decimal_more_as_does_its_value(
    value: Value,
) -> None:
    close = replace(value, value=9.797, lower=9.771, upper=9.823)
    form = NumberFormat("per 1,000", 1)
    assert words.interval_words(close, form) == "9.77 to 9.82"
    assert words.form_of(close, form).text(9.797) == "9.80"
    assert words.interval_words(replace(close, lower=9.6), form) == "9.6 to 9.8"


def test_no_direction_no_better_or_worse() -> None:
    for measure in measures().values():
        said = words.DIRECTION_WORDS[measure.direction]
        assert ("is better" in said.split(".")[0] and "Neither" not in said) == (
            measure.direction in ("higher", "lower")
        )


def test_the_sample_is_the_same_each_time(release: Release) -> None:
    assert sample_release().values == release.values
    assert release.values[0].period_end == date(2018, 3, 31)
