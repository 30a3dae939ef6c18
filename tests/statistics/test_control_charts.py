"""Control charts and their rules."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stat_reference_values import agree, read_json

from openpeel.statistics import (
    p_prime,
    seven_one_side,
    seven_trend,
    special_causes,
    two_in_three,
    u_prime,
    xmr,
)

CASES = ("stable", "step", "step_rebased", "trend", "outlier_screened")


@pytest.mark.parametrize("case", CASES)
def test_xmr_agrees_with_nhsrplotthedots(stat_refs, case):
    """NHSRplotthedots 0.2.2: mean, limits and the label of each point."""
    expected = read_json(stat_refs, "xmr.json")["cases"][case]
    start = expected["rebase_at_1based"]
    chart = xmr(
        expected["values"],
        baseline=expected["fix_after_n_points"] or None,
        rebase_at=[start - 1] if start else [],
        screen=expected["screen_outliers"],
    )
    points = expected["points"]
    for ours, theirs in (("mean", "mean_col"), ("lower", "lpl"), ("upper", "upl")):
        agree(getattr(chart, ours), [point[theirs] for point in points])
    assert list(chart.signals) == [point["special_cause_type"] for point in points]
    assert list(chart.segment) == [point["rebase_group"] for point in points]
    assert chart.special.tolist() == [point["point_type"] != "common_cause" for point in points]


def test_rules_agree_with_nhsrplotthedots(stat_refs):
    vectors = read_json(stat_refs, "xmr.json")["rule_vectors"]
    for row in vectors["seven_one_side"]:
        assert seven_one_side(row["signs"]).tolist() == row["out"]
    for row in vectors["seven_trend"]:
        assert seven_trend(row["y"]).tolist() == row["out"]
    for row in vectors["two_in_three"]:
        assert two_in_three(row["close"], row["side"]).tolist() == row["out"]


def test_constants_are_the_published_ones(stat_refs):
    """Limits at 2.66, near limits at two thirds, screening at 3.267 mean moving ranges."""
    constants = read_json(stat_refs, "xmr.json")["constants"]
    flat = [10.0, 12.0] * 12
    chart = xmr(flat)
    agree(chart.upper - chart.mean, np.full(24, constants["limit"] * 2))
    close = xmr([*flat[:-3], *(11 + 2 * constants["near"] * 1.01,) * 2, 12.0], baseline=21)
    assert close.signals[-3:] == ("2 in 3 Above CL", "2 in 3 Above CL", "Common Cause")
    ranges = np.abs(np.diff([*flat, 40.0]))
    assert ranges[-1] > constants["screen"] * ranges.mean()
    agree(xmr([*flat, 40.0]).upper - xmr([*flat, 40.0]).mean, np.full(25, 2 * 2.66))
    unscreened = xmr([*flat, 40.0], screen=False)
    agree(unscreened.upper - unscreened.mean, np.full(25, 2.66 * ranges.mean()))


def test_a_baseline_fixes_the_limits_for_later_points():
    rng = np.random.default_rng(2)
    before, after = rng.normal(50, 2, 15), rng.normal(56, 2, 10)
    fixed, alone = xmr([*before, *after], baseline=15), xmr(before)
    agree(fixed.upper[20], alone.upper[0])
    assert fixed.special[15:].any()


def test_a_turning_point_goes_with_the_trend_that_follows():
    up_and_down = np.array([*range(10, 18), *range(16, 8, -1)], dtype=float)
    labels = special_causes(up_and_down, np.full(16, 13.0), np.full(16, 100.0))
    rising, falling = "7 Point Trend (Increasing)", "7 Point Trend (Decreasing)"
    assert labels == (rising,) * 7 + (falling,) * 9


def test_outside_the_limits_comes_before_a_trend_and_a_trend_before_a_side():
    run = np.array([1.0, 2, 3, 4, 5, 6, 7, 7, 7])
    labels = special_causes(run, np.full(9, 0.0), np.full(9, 2.2))
    assert labels[5:] == ("7 Point Trend (Increasing)", "Above UCL", "Above UCL", "Above UCL")
    labels = special_causes(run, np.full(9, 0.0), np.full(9, 100.0))
    assert labels[6:] == ("7 Point Trend (Increasing)", "7 Points Above CL", "7 Points Above CL")


def test_missing_points_stay_and_break_runs():
    run = [9.0, 11.0] * 6 + [12.0, 12.1, 12.0, 12.1, 12.0, 12.1, 12.0]
    assert "7 Points Above CL" in xmr(run).signals
    broken = [*run[:15], None, *run[16:]]
    chart = xmr(broken)
    assert np.isnan(chart.values[15])
    assert chart.signals[15] == "Common Cause"
    assert "7 Points Above CL" not in chart.signals


def test_a_short_series_gets_a_warning_and_no_limits():
    chart = xmr([5, 6, 7, 5, 90, 6, 5, 7, 6, 5, 6])
    assert np.isnan(chart.lower).all()
    assert np.isnan(chart.upper).all()
    assert not chart.special.any()
    assert chart.warnings == ("Only 11 points: too few for limits, which need 12.",)


def test_a_short_segment_keeps_its_limits_with_a_warning():
    chart = xmr([5, 6, 7] * 8, rebase_at=[20])
    assert np.isfinite(chart.upper).all()
    assert chart.warnings == ("Segment 2 has 4 points: its limits are uncertain.",)


def test_nothing_is_rebased_on_its_own():
    step = [10.0, 11.0] * 10 + [20.0, 21.0] * 10
    assert np.unique(xmr(step).mean).size == 1


def test_a_series_that_never_moves_has_no_signals():
    assert not xmr([0.1] * 20).special.any()
    assert not p_prime([10] * 20, [100] * 20).special.any()
    assert not u_prime([0] * 20, [100] * 20).special.any()


def test_p_prime_by_laneys_formula():
    rng = np.random.default_rng(4)
    n = rng.integers(20_000, 40_000, 24).astype(float)
    x = np.round(n * rng.normal(0.3, 0.01, 24))
    chart = p_prime(x, n)
    p = x.sum() / n.sum()
    within = np.sqrt(p * (1 - p) / n)
    between = np.abs(np.diff((x / n - p) / within)).mean() / 1.128
    assert between > 2  # plain p limits would be far too narrow
    agree(chart.upper, p + 3 * within * between)
    agree(chart.lower, p - 3 * within * between)
    assert not chart.special.any()


def test_u_prime_by_laneys_formula():
    rng = np.random.default_rng(4)
    n = rng.uniform(900, 1100, 24)
    x = rng.poisson(n * rng.normal(5, 0.5, 24))
    chart = u_prime(x, n)
    u = x.sum() / n.sum()
    within = np.sqrt(u / n)
    between = np.abs(np.diff((x / n - u) / within)).mean() / 1.128
    agree(chart.upper, u + 3 * within * between)


def test_prime_charts_keep_missing_periods_and_natural_bounds():
    chart = p_prime([1, 0, None, 3] * 6, [100, 90, 110, 0] * 6, minimum=5)
    assert np.isnan(chart.values).reshape(6, 4).tolist() == [[False, False, True, True]] * 6
    assert np.nanmin(chart.lower) == 0


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 50), min_size=12, max_size=40), st.integers(1, 9))
def test_adding_and_scaling_move_the_chart_with_the_data(values, factor):
    chart = xmr(values)
    moved = xmr([factor * value + 3 for value in values])
    np.testing.assert_allclose(moved.upper, factor * chart.upper + 3, rtol=1e-9)
    np.testing.assert_allclose(moved.lower, factor * chart.lower + 3, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: xmr([1, 2, 3], rebase_at=[3]), "rebase_at must hold"),
        (lambda: xmr([1, 2, 3], rebase_at=[0]), "rebase_at must hold"),
        (lambda: xmr([1, 2, 3], rebase_at=[1, 1]), "rebase_at must hold"),
        (lambda: xmr([1, 2, 3], baseline=1), "baseline must be at least 2"),
        (lambda: xmr([[1, 2, 3]]), "one-dimensional"),
        (lambda: p_prime([5], [4]), "must not be greater"),
        (lambda: p_prime([5, 6], [10]), "same length"),
        (lambda: u_prime([-5], [10]), "must not be negative"),
    ],
)
def test_wrong_arguments_are_refused_in_a_sentence(call, words):
    with pytest.raises(ValueError, match=words):
        call()
