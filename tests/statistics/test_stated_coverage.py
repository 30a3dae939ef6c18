"""Stated coverage and false marks, by simulation: seeded, so the same every time."""

import numpy as np
import pytest

from openpeel.statistics import (
    compare_rates,
    compare_shares,
    funnel,
    outlier_lines,
    rate_interval,
    rate_ratio,
    share_interval,
)

WORLDS = 4000
UNEQUAL = np.round([*np.geomspace(20_000, 3_000_000, 41), 8_600, 9_000_000])
"""43 bases of very unequal size, as of people searched, victims or officers."""
FORCES = np.round([*np.geomspace(500_000, 2_900_000, 41), 8_600, 9_000_000])
"""43 populations as of the forces: 41 ordinary ones, the City of London's and the Met's."""


def coverage(interval, truth) -> float:
    """Return the share of intervals with the truth in them (NaN ends do not bind)."""
    inside = ~(np.asarray(interval.lower) > truth) & ~(np.asarray(interval.upper) < truth)
    return float(inside.mean())


def test_wilson_covers_what_it_states():
    """Case files and survey items: 20 to 500 files, true shares 5% to 95%."""
    rng = np.random.default_rng(11)
    found = [
        coverage(share_interval(rng.binomial(n, p, WORLDS), n), p)
        for n in (20, 60, 107, 130, 500)
        for p in (0.05, 0.2, 0.5, 0.8, 0.95)
    ]
    assert 0.93 <= np.mean(found) <= 0.97


def test_wald_does_not():
    """Why Wald is only there by name: 107 files at 99%."""
    rng = np.random.default_rng(12)
    x = rng.binomial(107, 0.99, WORLDS)
    assert coverage(share_interval(x, 107, method="wald"), 0.99) < 0.75
    assert coverage(share_interval(x, 107), 0.99) > 0.93


def test_rates_cover_what_they_state():
    """5 to 5,000 events expected: exact under 10, Byar's from 10."""
    rng = np.random.default_rng(13)
    found = [
        coverage(rate_interval(rng.poisson(mean, WORLDS), 1), mean)
        for mean in (5, 8, 12, 30, 100, 1000, 5000)
    ]
    assert 0.93 <= np.mean(found) <= 0.97


def test_newcombe_covers_what_it_states():
    """Two reviews of 60 to 300 files, true shares 50% to 95%, alike or ten points apart."""
    rng = np.random.default_rng(14)
    found = []
    for n1, n2 in ((60, 60), (107, 273), (130, 300)):
        for p1, p2 in ((0.5, 0.5), (0.8, 0.7), (0.94, 0.94), (0.85, 0.95)):
            x1, x2 = rng.binomial(n1, p1, WORLDS), rng.binomial(n2, p2, WORLDS)
            found.append(coverage(compare_shares(x1, n1, x2, n2), p1 - p2))
    assert 0.93 <= np.mean(found) <= 0.97


@pytest.mark.parametrize("method", ["mid-p", "exact"])
def test_differences_of_rates_cover_what_they_state(method):
    """8 to 400 events expected in two periods, alike or a quarter apart."""
    rng = np.random.default_rng(15)
    found = []
    for mean1, mean2 in ((8, 8), (20, 25), (60, 60), (100, 80), (400, 300)):
        x1, x2 = rng.poisson(mean1, WORLDS), rng.poisson(mean2, WORLDS)
        change = compare_rates(x1, 1, x2, 1, method=method)
        found.append(coverage(change, mean1 - mean2))
    assert 0.93 <= np.mean(found) <= (0.97 if method == "mid-p" else 0.98)


def test_ratios_of_rates_cover_what_they_state():
    """Disproportionality: 6 to 200 events in the group, 100 to 4,000 in the reference."""
    rng = np.random.default_rng(16)
    found = []
    for mean1, mean2 in ((6, 100), (12, 400), (30, 1000), (60, 4000), (200, 3500)):
        x1, x2 = rng.poisson(mean1, WORLDS), rng.poisson(mean2, WORLDS)
        found.append(coverage(rate_ratio(x1, 1, x2, 20), 20 * mean1 / mean2))
    assert 0.93 <= np.mean(found) <= 0.97


def worlds_of_lines(scores_of_world, worlds=150):
    rng = np.random.default_rng(17)
    return [outlier_lines(scores_of_world(rng)).marks for _ in range(worlds)]


def test_one_sd_marks_a_quarter_of_forces_that_do_not_differ():
    """43 forces, one true rate of 3 per 10,000: about 10 marks, mostly on the small forces."""
    sizes = UNEQUAL
    marks = worlds_of_lines(lambda rng: 10_000 * rng.poisson(sizes * 3e-4) / sizes)
    counts = [43 - one.count(None) for one in marks]
    assert 8 <= np.mean(counts) <= 13
    marked = np.array([[mark is not None for mark in one] for one in marks]).mean(axis=0)
    small = sizes < np.median(sizes)
    assert marked[small].mean() > 4 * marked[~small].mean()


def test_equal_forces_are_marked_as_the_chance_budget_says():
    marks = worlds_of_lines(lambda rng: rng.normal(50, 5, 43))
    counts = [43 - one.count(None) for one in marks]
    assert np.mean(counts) == pytest.approx(0.317 * 43, abs=0.7)


def test_one_extreme_force_halves_the_marks_of_the_others():
    """City of London: its few residents make any rate per head extreme."""

    def scores(rng, extreme):
        values = rng.normal(50, 5, 43)
        values[0] = extreme or values[0]
        return values

    usual = worlds_of_lines(lambda rng: scores(rng, None))
    beside = worlds_of_lines(lambda rng: scores(rng, 90.0))
    count = [np.mean([42 - one[1:].count(None) for one in world]) for world in (usual, beside)]
    assert count[1] < 0.55 * count[0]


def marked_by_funnel(kind, between, overdispersion, winsorise=0.1, sizes=FORCES, worlds=150):
    """Return the shares of 43 forces beyond the 99.8% and 95% limits, over simulated worlds.

    The forces' true values differ at random (log SD `between`); none is an outlier among them.
    Limits are those of openpeel's own comparisons.
    """
    rng = np.random.default_rng(18)
    marked, outside = [], []
    for _ in range(worlds):
        true = (0.3 if kind == "share" else 0.002) * rng.lognormal(0, between, 43)
        if kind == "share":
            counts = rng.binomial(sizes.astype(int), true)
        else:
            counts = rng.poisson(sizes * true)
        ours = funnel(counts, sizes, kind, overdispersion, winsorise, as_funnelplotr=False)
        marked.append([mark is not None for mark in ours.marks])
        outside.append((ours.values > ours.upper_95) | (ours.values < ours.lower_95))
    return float(np.mean(marked)), float(np.mean(outside))


@pytest.mark.parametrize(("kind", "between"), [("share", 0.05), ("rate", 0.2)])
def test_plain_limits_mark_nearly_everyone(kind, between):
    """Forces of hundreds of thousands of people that differ a little: METHODS, section 2."""
    marked, _ = marked_by_funnel(kind, between, None)
    assert marked > 0.7


@pytest.mark.parametrize(("kind", "between"), [("share", 0.05), ("rate", 0.2)])
def test_additive_funnel_marks_near_its_nominal_rate(kind, between):
    """Nominal 0.2% and 5%: reached without winsorising; 1 to 2% and 10 to 14% with it."""
    marked, outside = marked_by_funnel(kind, between, "additive", winsorise=0)
    assert marked < 0.005
    assert 0.04 < outside < 0.065
    marked, outside = marked_by_funnel(kind, between, "additive")
    assert marked < 0.03
    assert outside < 0.15


def test_winsorising_takes_away_a_third_of_the_variance():
    """Why: the variance of a normal z winsorised at 10% each end is 0.68, so tau2 is too small."""
    z = np.random.default_rng(19).standard_normal(400_000)
    assert np.mean(np.clip(z, *np.quantile(z, [0.1, 0.9])) ** 2) == pytest.approx(0.68, abs=0.01)


def test_rates_of_small_counts_need_their_own_standard_error():
    """About 5 events a force: limits with FunnelPlotR's 1 / (2 sqrt(n)) mark 5 times as many."""
    rng = np.random.default_rng(20)
    sizes = np.geomspace(20_000, 200_000, 43)
    ours, copied = [], []
    for _ in range(100):
        counts = rng.poisson(sizes * 6e-5 * rng.lognormal(0, 0.5, 43))
        for found, copy in ((ours, False), (copied, True)):
            drawn = funnel(counts, sizes, "rate", as_funnelplotr=copy)
            found.append([mark is not None for mark in drawn.marks])
    assert np.mean(ours) < 0.03
    assert np.mean(copied) > 5 * np.mean(ours)


@pytest.mark.parametrize("overdispersion", ["additive", None])
def test_funnels_mark_about_none_where_forces_do_not_differ(overdispersion):
    marked, _ = marked_by_funnel("rate", 0.0, overdispersion)
    assert marked < 0.005
