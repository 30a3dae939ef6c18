"""Differences of figures that have a value and an interval each: means, medians."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openpeel.statistics import Interval, compare_intervals
from openpeel.statistics.means import mean_interval, pooled_mean
from openpeel.statistics.quantiles import quantile_ranks


def interval(value, lower, upper, level=0.95):
    return Interval(value, lower, upper, level, "order statistics", 0, 0, "simple random")


def test_two_means_have_the_usual_interval_of_their_difference():
    """R: sqrt(1.2^2 + 0.5^2) = 1.3 on either side of 35 - 31."""
    change = compare_intervals(interval(35, 33.8, 36.2), interval(31, 30.5, 31.5))
    np.testing.assert_allclose([change.lower, change.upper], [2.7, 5.3])
    assert change.verdict == "higher"


def test_uneven_limits_count_on_their_own_side():
    """A long upper tail of the second widens the difference downwards."""
    change = compare_intervals(interval(40, 38, 42), interval(30, 29, 39))
    np.testing.assert_allclose(change.lower, 10 - np.hypot(2, 9))
    np.testing.assert_allclose(change.upper, 10 + np.hypot(2, 1))


def test_without_an_interval_nothing_can_be_said():
    change = compare_intervals(interval(35, np.nan, np.nan), interval(31, 30, 32))
    assert change.verdict == "cannot say"
    there = interval(35, 33, 37), interval(31, 30, 32)
    assert compare_intervals(*there, comparable=False).verdict == "cannot say"


def test_intervals_of_two_levels_are_refused():
    with pytest.raises(ValueError, match=r"two levels, 0\.95 and 0\.9"):
        compare_intervals(interval(1, 0, 2), interval(1, 0, 2, level=0.9))


def test_differences_of_medians_are_covered_as_stated():
    """Long-tailed waits, 120 and 200 of them, their medians e apart: 95% or more in 2,000 draws."""
    rng = np.random.default_rng(20261123)
    ends = []
    for size, middle in ((120, 1.0), (200, 0.0)):
        waits = np.sort(rng.lognormal(middle, 1.0, (2000, size)), axis=1)
        (low,), (high,) = (ranks.astype(int) for ranks in quantile_ranks([size], 0.5))
        ends.append(interval(np.median(waits, axis=1), waits[:, low - 1], waits[:, high - 1]))
    change = compare_intervals(*ends)
    inside = (change.lower <= np.e - 1) & (np.e - 1 <= change.upper)
    assert 0.94 <= inside.mean() <= 0.985


def test_of_a_force_within_the_whole_the_interval_is_too_wide_rather_than_too_narrow():
    """A fifth of the whole's calls are the force's own: no difference is covered more than 95%."""
    rng = np.random.default_rng(1)
    own = rng.lognormal(0, 1, (1500, 100))
    whole = np.concatenate([own, rng.lognormal(0, 1, (1500, 400))], axis=1)
    ends = []
    for waits in (np.sort(own, axis=1), np.sort(whole, axis=1)):
        (low,), (high,) = (r.astype(int) for r in quantile_ranks([waits.shape[1]], 0.5))
        ends.append(interval(np.median(waits, axis=1), waits[:, low - 1], waits[:, high - 1]))
    change = compare_intervals(*ends)
    assert ((change.lower <= 0) & (change.upper >= 0)).mean() > 0.96


@given(st.lists(st.tuples(st.floats(0, 100), st.integers(2, 500)), min_size=1, max_size=6))
def test_a_pooled_mean_lies_among_its_groups_and_is_surer_than_the_least_sure(groups):
    mean, size = (np.array(column, dtype=float) for column in zip(*groups, strict=True))
    half = 10 / np.sqrt(size)
    whole = pooled_mean(mean, mean + half, size)
    assert mean.min() - 1e-9 <= whole.value <= mean.max() + 1e-9
    assert whole.upper - whole.value <= half.max() + 1e-9


def test_a_pooled_mean_is_the_mean_of_all_its_numbers():
    first, second = np.array([1.0, 2.0, 6.0]), np.array([4.0, 9.0])
    each = mean_interval([first.sum(), second.sum()], [3, 2], [(first**2).sum(), (second**2).sum()])
    together = pooled_mean(each.value, each.upper, [3, 2])
    assert together.value == pytest.approx(np.concatenate([first, second]).mean())
    alone = mean_interval(first.sum(), 3, (first**2).sum())
    np.testing.assert_allclose(pooled_mean([alone.value], [alone.upper], [3]).upper, alone.upper)
    assert np.isnan(pooled_mean([3, 4], [None, 5], [1, 9]).upper), "one of them is not known"
