"""Numbers, scales and the room that words take."""

import doctest
import itertools
import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from openpeel.charts import NumberFormat, base, numbers, scales, svg, text

FINITE = st.floats(-1e9, 1e9)


@pytest.mark.parametrize("module", [base, numbers, scales, svg, text], ids=lambda m: m.__name__)
def test_the_examples_in_the_docstrings_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    ("values", "unit", "written"),
    [
        ([3.589, 10.8, 30.6], "per 1,000", "3.6"),
        ([94.392, 85.0], "percent", "94.4%"),
        ([4661.0, 557085.0], "count", "4,661"),
        ([412.7, 380.2], "per 100,000", "413"),
        ([0.0312, 0.045], "per 1,000", "0.031"),
    ],
)
def test_decimals_suit_the_size(values: list[float], unit: str, written: str) -> None:
    assert NumberFormat.fitting(values, unit).text(values[0]) == written


def test_a_measure_may_fix_its_decimals() -> None:
    assert NumberFormat.fitting([1.0], "ratio", 2).text(1) == "1.00"


@given(FINITE, FINITE, st.integers(2, 9))
def test_ticks_lie_on_the_scale_and_rise(a: float, b: float, count: int) -> None:
    assume(abs(a - b) > 1e-6 * max(abs(a), abs(b), 1))
    ticks = scales.linear_ticks(min(a, b), max(a, b), count)
    slack = abs(a - b) * 1e-6
    assert all(min(a, b) - slack <= tick <= max(a, b) + slack for tick in ticks)
    assert ticks == sorted(set(ticks)) and len(ticks) <= count + 1


@given(st.floats(1e-3, 1e6), st.floats(1.5, 1e5), st.integers(2, 9))
def test_ratio_ticks_lie_on_the_scale(low: float, times: float, count: int) -> None:
    ticks = scales.log_ticks(low, low * times, count)
    assert all(low * 0.999 <= tick <= low * times * 1.001 for tick in ticks)
    assert ticks == sorted(set(ticks)) and len(ticks) <= count + 1


@given(st.floats(-1e6, 1e6))
def test_a_scale_of_one_value_still_has_room(value: float) -> None:
    scale = scales.axis(value, value, 0, 100)
    assert scale.high > scale.low
    assert 0 <= scale(value) <= 100


@given(st.lists(st.floats(0, 300), min_size=1, max_size=8))
def test_spread_labels_keep_their_distance_and_order(wanted: list[float]) -> None:
    placed = text.spread(wanted, 20, 0, 300)
    ordered = sorted(placed)
    assert all(b - a >= 20 - 1e-6 for a, b in itertools.pairwise(ordered))
    for (a, pa), (b, pb) in zip(
        sorted(zip(wanted, placed, strict=True))[:-1],
        sorted(zip(wanted, placed, strict=True))[1:],
        strict=True,
    ):
        assert a == b or pa < pb


@given(st.text(st.characters(whitelist_categories=["L", "Zs"]), max_size=80))
def test_wrapped_words_are_all_there_and_fit(words: str) -> None:
    lines = text.wrap(words, 120, 13)
    assert " ".join(lines).split() == words.split()
    assert all(text.text_width(line, 13) <= 120 or " " not in line for line in lines)


def test_a_width_is_never_less_than_the_font_s_own() -> None:
    """Helvetica's metrics give "West Mercia" 5.5 em tenths: 11 letters, 5,389 thousandths."""
    own = (944 + 556 + 500 + 278 + 278 + 833 + 556 + 333 + 500 + 222 + 556) / 1000 * 14
    assert own <= text.text_width("West Mercia", 14) <= own * 1.12
    assert not math.isnan(text.text_width("", 14))


def test_what_is_not_zero_is_never_written_as_zero() -> None:
    """An interval of 0.0 to 0.0 would say that nothing can happen."""
    form = NumberFormat("percent", 1)
    assert [form.text(v) for v in (0.0, 0.03, 0.0004, -0.02)] == [
        "0.0%",
        "0.03%",
        "0.0004%",
        "−0.02%",
    ]
    assert form.text(1e-12) == "0.0%"  # rounding of the machine, not a number to print
