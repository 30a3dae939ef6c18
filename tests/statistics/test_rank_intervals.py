"""Ranks with their intervals."""

import numpy as np
import pytest

from openpeel.statistics import rank_interval


def test_rank_one_is_the_highest_and_ties_share():
    ranks = rank_interval([5.0, 9.0, 5.0, 1.0], [0.1, 0.1, 0.1, 0.1])
    assert ranks.rank.tolist() == [2, 1, 2, 4]
    assert ranks.lower.tolist() == [2, 1, 2, 4]
    assert ranks.upper.tolist() == [3, 1, 3, 4]


def test_forces_without_a_value_have_no_rank():
    ranks = rank_interval(numerators=[5, None, 30, 7], denominators=[10, 10, 100, 0])
    assert np.isnan(ranks.rank).tolist() == [False, True, False, True]
    assert np.isnan(ranks.upper).tolist() == [False, True, False, True]
    assert (ranks.forces, ranks.left_out) == (2, 2)
    assert np.isnan(rank_interval([None], [None]).rank).all()


def test_the_same_seed_gives_the_same_ranks():
    x, n = np.arange(1, 44), np.full(43, 100)
    first, again = (rank_interval(numerators=x, denominators=n) for _ in range(2))
    assert (first.lower == again.lower).all()
    assert (first.upper == again.upper).all()


def test_alike_forces_could_have_nearly_any_rank():
    """43 forces with one true share: the intervals run from about 2nd to about 42nd."""
    x = np.random.default_rng(0).binomial(500, 0.3, 43)
    ranks = rank_interval(numerators=x, denominators=np.full(43, 500))
    assert np.median(ranks.upper - ranks.lower) > 25


@pytest.mark.parametrize("kind", ["share", "rate"])
def test_true_ranks_lie_in_their_intervals(kind):
    """43 forces with different true values, 60 worlds: about 95% of true ranks covered."""
    rng = np.random.default_rng(1)
    n = rng.integers(500, 20_000, 43)
    hits = []
    for world in range(60):
        true = rng.beta(30, 70, 43)
        x = rng.binomial(n, true) if kind == "share" else rng.poisson(n * true)
        ranks = rank_interval(numerators=x, denominators=n, kind=kind, draws=500, seed=world)
        rank = (-true).argsort().argsort() + 1
        hits.append((ranks.lower <= rank) & (rank <= ranks.upper))
    assert 0.93 <= np.mean(hits) <= 0.99


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({}, "give either"),
        ({"values": [1]}, "give either"),
        (
            {"values": [1], "standard_errors": [1], "numerators": [1], "denominators": [2]},
            "give either",
        ),
        ({"values": [1], "standard_errors": [-1]}, "must not be negative"),
        ({"values": [1, 2], "standard_errors": [1]}, "same length"),
        ({"numerators": [3], "denominators": [2]}, "must not be greater"),
        ({"numerators": [3], "denominators": [4], "draws": 0}, "draws must be at least 1"),
        ({"numerators": [3], "denominators": [4], "kind": "ratio"}, "kind must be one of"),
    ],
)
def test_wrong_arguments_are_refused_in_a_sentence(arguments, words):
    with pytest.raises(ValueError, match=words):
        rank_interval(**arguments)
