"""Intervals for medians and other quantiles, from order statistics and from a fixed grid."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openpeel.statistics.means import mean_interval
from openpeel.statistics.quantiles import enclosing, quantile_grid, quantile_ranks

PROBABILITIES = [0.1, 0.25, 0.5, 0.9]
WORLDS = 4000


@pytest.mark.parametrize("p", PROBABILITIES)
def test_ranks_are_those_of_the_binomial(p: float) -> None:
    from scipy.stats import binom

    n = np.r_[np.arange(1, 300), 1_000, 50_000, 2_000_000, 40_000_000]
    lower, upper = quantile_ranks(n, p)
    low, high = binom.ppf(0.025, n, p), binom.ppf(0.975, n, p) + 1
    there = (low >= 1) & (high <= n)
    np.testing.assert_array_equal(lower, np.where(there, low, np.nan))
    np.testing.assert_array_equal(upper, np.where(there, high, np.nan))


def test_ranks_of_a_median_by_hand() -> None:
    """P(at most 1 of 10 below) = 11 / 1024; P(at most 5 of 20) = 2.07%: both under 2.5%."""
    lower, upper = quantile_ranks([10, 20], 0.5)
    assert (lower.tolist(), upper.tolist()) == ([2, 6], [9, 15])


@pytest.mark.parametrize("p", [0.5, 0.9])
@pytest.mark.parametrize("n", [40, 200, 3000])
def test_the_interval_covers_the_true_quantile_at_least_95_times_in_100(n: int, p: float) -> None:
    """Waiting times in whole minutes and in fractions: whatever their shape."""
    rng = np.random.default_rng(n)
    grid = quantile_grid(p)
    (ends,) = enclosing([n], p, grid)
    assert ends is not None
    asked = [grid[end] for end in ends]
    for shape in (rng.exponential, lambda size: np.floor(30 * rng.exponential(size=size))):
        truth = np.quantile(shape(size=1_000_000), p)
        found = np.quantile(shape(size=(WORLDS // 4, n)), asked, axis=1)
        covered = ((found[0] <= truth) & (truth <= found[1])).mean()
        assert covered >= 0.94  # 0.95 less what 1,000 worlds may miss


@given(
    numbers=st.lists(st.integers(0, 50), min_size=1, max_size=400),
    p=st.sampled_from(PROBABILITIES),
)
@settings(max_examples=80, deadline=None)
def test_the_grid_encloses_the_order_statistics(numbers: list[int], p: float) -> None:
    ordered, n = sorted(numbers), len(numbers)
    grid = quantile_grid(p)
    (ends,) = enclosing([n], p, grid)
    lower, upper = (float(rank[0]) for rank in quantile_ranks([n], p))
    assert (ends is None) == np.isnan(lower)
    if ends is not None:
        asked = np.quantile(ordered, [grid[end] for end in ends])
        assert asked[0] <= ordered[int(lower) - 1]
        assert asked[1] >= ordered[int(upper) - 1]


@given(n=st.integers(500, 40_000_000), p=st.sampled_from(PROBABILITIES))
@settings(max_examples=60, deadline=None)
def test_the_grid_is_at_most_a_step_wider_than_the_order_statistics(n: int, p: float) -> None:
    grid = quantile_grid(p)
    (ends,) = enclosing([n], p, grid)
    assert ends is not None
    lower, upper = (float(rank[0]) / n for rank in quantile_ranks([n], p))
    assert p - grid[ends[0]] <= 1.36 * (p - lower) + 1.1e-4 + 2 / n
    assert grid[ends[1]] - p <= 1.36 * (upper - p) + 1.1e-4 + 2 / n


def test_a_mean_and_its_interval() -> None:
    numbers = np.array([1.0, 2, 2, 7, 9])
    found = mean_interval(numbers.sum(), 5, (numbers**2).sum())
    assert found.value == pytest.approx(numbers.mean())
    half = 1.959963984540054 * numbers.std(ddof=1) / np.sqrt(5)
    assert found.upper == pytest.approx(numbers.mean() + half)
    assert found.lower == pytest.approx(numbers.mean() - half)


def test_a_mean_of_nothing_is_missing_and_of_one_has_no_interval() -> None:
    found = mean_interval([0, 4], [0, 1], [0, 16])
    assert np.isnan(found.value[0])
    assert (found.value[1], np.isnan(found.lower[1])) == (4, True)
