"""How many files, and what they can show."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from openpeel.statistics import detectable, files_needed, share_interval

SHARES = st.floats(0.02, 0.98)


@pytest.mark.parametrize(
    ("p1", "p2", "power", "theirs"),
    [(0.8, 0.9, 0.8, 198.96), (0.5, 0.75, 0.9, 76.7), (0.5, 0.6, 0.8, 387.3)],
)
def test_files_needed_is_rs_power_prop_test_rounded_up(p1, p2, power, theirs):
    """power.prop.test(p1 = .50, p2 = .75, power = .90): n = 76.7, as on R's own help page."""
    assert files_needed(p1, p2, power) == math.ceil(theirs)


def test_130_files_find_a_move_from_80_to_92():
    seen = detectable(130, 0.8)
    assert seen.upper == pytest.approx(0.92, abs=0.001)
    assert seen.lower == pytest.approx(0.645, abs=0.001)


@pytest.mark.parametrize(("files", "lower", "upper"), [(130, 0.72, 0.86), (10, 0.49, 0.94)])
def test_what_a_share_of_80_says(files, lower, upper):
    """The planner's words come from the Wilson interval: no function of its own is needed."""
    said = share_interval(0.8 * files, files)
    assert (round(said.lower, 2), round(said.upper, 2)) == (lower, upper)


def test_what_cannot_be_seen():
    """Ten files at 80% can't show even a rise to 100%; nothing shows a move that is not there."""
    assert math.isnan(detectable(10, 0.8).upper)
    assert math.isnan(detectable(130, 1.0).upper)
    assert files_needed(0.8, 0.8) is None


def test_a_small_population_needs_fewer_files_and_never_more_than_it_has():
    assert files_needed(0.8, 0.9, population=400) == 134
    assert files_needed(0.8, 0.81, population=60) == 60
    assert detectable(60, 0.8, population=60).upper == 0.8


@given(SHARES, SHARES, st.sampled_from([0.8, 0.9]))
def test_two_rounds_of_the_files_needed_find_the_move_as_often_as_asked(p1, p2, power):
    files = files_needed(p1, p2, power)
    if files is None or abs(p1 - p2) < 0.005:
        return

    def found(n):
        spread = math.sqrt(p1 * (1 - p1) + p2 * (1 - p2))
        both = p1 + p2
        wanted = norm.ppf(0.975) * math.sqrt(both * (1 - both / 2))
        return norm.cdf((math.sqrt(n) * abs(p1 - p2) - wanted) / spread)

    assert found(files) >= power - 1e-9
    assert files == 1 or found(files - 1) < power


@given(st.integers(20, 2000), st.floats(0.05, 0.95), st.sampled_from([None, 5000]))
def test_detectable_and_files_needed_are_counterparts(n, p1, population):
    seen = detectable(n, p1, population=population)
    for p2 in (seen.lower, seen.upper):
        if not math.isnan(p2):
            assert files_needed(p1, p2, population=population) in (n, n + 1)


@given(st.integers(20, 2000), st.floats(0.05, 0.95))
def test_yes_and_no_mirror_each_other(n, p1):
    ours, theirs = detectable(n, p1), detectable(n, 1 - p1)
    np.testing.assert_allclose([ours.lower, ours.upper], [1 - theirs.upper, 1 - theirs.lower])


def test_the_move_is_found_as_often_as_asked_in_simulated_rounds():
    """199 files in each of two rounds, 80% and 90%: the pooled test finds it about 80%."""
    rng = np.random.default_rng(31)
    first, second = (rng.binomial(199, p, 20_000) / 199 for p in (0.8, 0.9))
    pooled = (first + second) / 2
    z = (second - first) / np.sqrt(2 * pooled * (1 - pooled) / 199)
    assert np.mean(z > norm.ppf(0.975)) == pytest.approx(0.8, abs=0.02)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: files_needed(1.2, 0.9), "A share must lie from 0 to 1"),
        (lambda: files_needed(0.8, 0.9, power=80), "power must lie"),
        (lambda: files_needed(0.8, 0.9, population=0), "population must be at least 1"),
        (lambda: detectable(0, 0.8), "n must be at least 1"),
        (lambda: detectable(131, 0.8, population=130), "no more than the population"),
    ],
)
def test_wrong_arguments_are_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
