"""Differences, ratios, verdicts."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from stat_reference_values import agree, read_json
from statsmodels.stats.proportion import confint_proportions_2indep

from openpeel.statistics import (
    compare_rates,
    compare_shares,
    rate_difference,
    rate_ratio,
    verdict_words,
)


def test_differences_of_shares_agree_with_r(stat_refs):
    """Newcombe's interval; x1 of n1 less x2 of n2."""
    for case in read_json(stat_refs, "two_proportions.json"):
        change = compare_shares(case["x1"], case["n1"], case["x2"], case["n2"])
        agree(change.difference, case["diff"])
        agree([change.lower, change.upper], case["newcombe95"])
        clear = case["newcombe95"][0] > 0
        assert change.verdict == ("higher" if clear else "no clear change")


def test_the_report_should_not_have_said_higher(stat_refs):
    """94.4% after 92.7%: minus 4.9 to plus 6.5 points."""
    said = read_json(stat_refs, "seed_report_figures.json")["stop_search_grounds"][2]
    change = compare_shares(101, 107, 253, 273)
    assert change.verdict == "no clear change"
    assert round(100 * change.difference, 1) == said["difference_points"]
    ends = [round(100 * change.lower, 1), round(100 * change.upper, 1)]
    assert ends == said["newcombe_95_points"]


counts = st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@settings(max_examples=100, deadline=None)
@given(counts, counts, st.floats(0.5, 0.999))
def test_newcombe_agrees_with_statsmodels(first, second, level):
    change = compare_shares(*first, *second, level=level)
    lower, upper = confint_proportions_2indep(
        *first, *second, compare="diff", method="newcomb", alpha=1 - level
    )
    np.testing.assert_allclose([change.lower, change.upper], [lower, upper], atol=1e-9)


@settings(max_examples=60, deadline=None)
@given(counts, counts)
def test_swapping_the_two_swaps_the_verdict(first, second):
    there, back = compare_shares(*first, *second), compare_shares(*second, *first)
    swapped = {"higher": "lower", "lower": "higher"}
    assert back.verdict == swapped.get(there.verdict, there.verdict)
    np.testing.assert_allclose([-there.upper, -there.lower], [back.lower, back.upper], atol=1e-12)


def test_verdict_only_where_the_interval_excludes_zero():
    changes = compare_shares([80, 40, 81], 100, [60, 60, 80], 100)
    assert changes.verdict == ("higher", "lower", "no clear change")
    assert compare_shares(80, 100, 60, 100, comparable=False).verdict == "cannot say"
    assert np.isnan(compare_shares(80, 100, 60, 100, comparable=False).difference)
    assert compare_shares(0, 0, 60, 100).verdict == "cannot say"


@pytest.mark.parametrize(
    ("verdict", "direction", "words"),
    [
        ("higher", "higher", "better"),
        ("higher", "lower", "worse"),
        ("lower", "lower", "better"),
        ("lower", "higher", "worse"),
        ("higher", "neutral", "higher"),
        ("lower", "context", "lower"),
        ("no clear change", "higher", "no clear change"),
        ("cannot say", "lower", "cannot say"),
    ],
)
def test_better_and_worse_only_where_one_way_is_good(verdict, direction, words):
    assert verdict_words(verdict, direction) == words


def test_unknown_verdicts_and_directions_are_refused():
    with pytest.raises(ValueError, match="verdict must be one of"):
        verdict_words("better", "higher")
    with pytest.raises(ValueError, match="direction must be one of"):
        verdict_words("higher", "up")


def test_differences_of_rates():
    change = compare_rates(60, 50_000, 30, 50_000, per=1000)
    assert change.difference == pytest.approx(0.6)
    assert change.verdict == "higher"
    exact = compare_rates(60, 50_000, 30, 50_000, per=1000, method="exact")
    assert exact.lower < change.lower < change.upper < exact.upper
    interval = rate_difference(60, 50_000, 30, 50_000, per=1000)
    assert (interval.lower, interval.upper) == (change.lower, change.upper)
    assert compare_rates(5, 1000, 0, 0).verdict == "cannot say"


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 400), st.integers(0, 400), st.floats(1, 1e5), st.floats(1, 1e5))
def test_rate_ratio_is_never_infinite_and_holds_its_value(x1, x2, e1, e2):
    ratio = rate_ratio(x1, e1, x2, e2)
    assert not np.isinf([ratio.value, ratio.lower, ratio.upper]).any()
    if x2 > 0:
        assert ratio.lower <= ratio.value <= ratio.upper
        agree(ratio.value, (x1 / e1) / (x2 / e2))
    if min(x1, x2) > 0:
        back = rate_ratio(x2, e2, x1, e1)
        agree([back.lower, back.upper], [1 / ratio.upper, 1 / ratio.lower], tolerance=1e-8)


def test_small_ratios_agree_with_the_exact_binomial_test():
    """The lower end is the ratio at which the one-sided exact test just rejects."""
    x1, e1, x2, e2 = 7, 1500.0, 3, 4000.0
    ratio = rate_ratio(x1, e1, x2, e2)
    share = ratio.lower * e1 / (ratio.lower * e1 + e2)
    assert stats.binom.sf(x1 - 1, x1 + x2, share) == pytest.approx(0.025, rel=1e-9)
    share = ratio.upper * e1 / (ratio.upper * e1 + e2)
    assert stats.binom.cdf(x1, x1 + x2, share) == pytest.approx(0.025, rel=1e-9)


def test_large_ratios_are_log_normal():
    ratio = rate_ratio(210, 9_000, 3533, 1_200_000)
    reach = np.exp(1.959963984540054 * np.sqrt(1 / 210 + 1 / 3533))
    agree([ratio.lower, ratio.upper], [ratio.value / reach, ratio.value * reach])


def test_zeros_in_a_ratio():
    none_in_group = rate_ratio(0, 100, 8, 100)
    assert none_in_group.value == none_in_group.lower == 0
    assert 0.4 < none_in_group.upper < 0.7
    none_in_reference = rate_ratio(8, 100, 0, 100)
    agree(none_in_reference.lower, 1 / none_in_group.upper)
    assert np.isnan([none_in_reference.value, none_in_reference.upper]).all()
    for nothing in (rate_ratio(0, 100, 0, 100), rate_ratio(5, 0, 5, 100), rate_ratio(5, 9, 5, 0)):
        assert np.isnan([nothing.value, nothing.lower, nothing.upper]).all()
    with pytest.raises(ValueError, match="x2 must not be negative"):
        rate_ratio(1, 1, -1, 1)


def test_ratios_of_many_forces_at_once():
    ratio = rate_ratio([210, 2, None], 9_000, [3533, 40, 10], 1_200_000)
    one = rate_ratio(2, 9_000, 40, 1_200_000)
    assert (ratio.value[1], ratio.upper[1]) == (one.value, one.upper)
    assert np.isnan(ratio.lower[2])
