"""Agreement of reviewers: per cent, Cohen's kappa, Gwet's AC1 and Fleiss' kappa."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats import inter_rater

from openpeel.statistics import agreement, fleiss_kappa, share_interval

ABSTRACTORS = [[13, 0, 0], [0, 20, 7], [0, 4, 56]]
"""100 pregnancies by two abstractors: the example of R's irrCAC."""
PAIRS = st.lists(st.tuples(st.sampled_from("ynu"), st.sampled_from("ynu")), min_size=3, max_size=40)


def reviews(table):
    """The two lists of answers that a table of first by second counts."""
    pairs = [(i, j) for i, row in enumerate(table) for j, n in enumerate(row) for _ in range(n)]
    return [list(side) for side in zip(*pairs, strict=True)]


def test_the_example_of_irrcac():
    """kappa2.table: 0.7964094, SE 0.05891072; gwet.ac1.table: 0.8493305, SE 0.04321747.

    Those divide by n where raw ratings divide by n - 1, as here.
    """
    made, smaller = agreement(*reviews(ABSTRACTORS)), math.sqrt(99 / 100)
    assert made.percent.value == 0.89
    assert made.kappa.value == pytest.approx(0.7964094, abs=5e-8)
    assert made.kappa.se * smaller == pytest.approx(0.05891072, abs=5e-9)
    assert made.ac1.value == pytest.approx(0.8493305, abs=5e-8)
    assert made.ac1.se * smaller == pytest.approx(0.04321747, abs=5e-9)
    assert made.percent.se * smaller == pytest.approx(0.03128898, abs=5e-9)
    assert (made.ac1.lower, made.ac1.upper) == pytest.approx((0.763, 0.936), abs=5e-4)


def test_per_cent_has_wilsons_interval():
    made = agreement(*reviews(ABSTRACTORS)).percent
    wilson = share_interval(89, 100)
    assert (made.lower, made.upper, made.method) == (wilson.lower, wilson.upper, "wilson")


def test_kappa_collapses_when_nearly_all_say_yes_and_ac1_does_not():
    made = agreement(*reviews([[94, 3], [3, 0]]))
    assert made.percent.value == 0.94
    assert made.kappa.value < 0
    assert made.ac1.value > 0.93


def test_one_answer_throughout_has_no_kappa():
    for categories in (None, ["yes", "no"]):
        made = agreement(["yes"] * 5, ["yes"] * 5, categories)
        assert math.isnan(made.kappa.value)
        assert (made.ac1.value, made.ac1.lower, made.ac1.upper) == (1, 1, 1)
        assert made.percent.lower == share_interval(5, 5).lower


def test_categories_that_nobody_used_count_for_ac1_alone():
    used, listed = (agreement(*reviews([[40, 5], [4, 1]]), names) for names in (None, [0, 1, 2]))
    assert used.kappa == listed.kappa
    assert used.ac1.value < listed.ac1.value


def test_pairs_with_a_missing_side_are_left_out_and_counted():
    first, second = ["yes", "no", None, "yes", None], ["yes", "no", "no", float("nan"), None]
    made = agreement(first, second)
    assert (made.n, made.left_out) == (2, 3)
    assert made.percent.value == 1


def test_no_pair_is_missing_and_not_an_error():
    made = agreement([None], ["yes"])
    assert made.n == 0
    assert all(math.isnan(one.value) for one in (made.percent, made.kappa, made.ac1))


def test_wrong_arguments_are_named():
    with pytest.raises(ValueError, match="on the same files"):
        agreement(["yes"], ["yes", "no"])
    with pytest.raises(ValueError, match="'maybe' is not there"):
        agreement(["yes"], ["maybe"], ["yes", "no"])
    with pytest.raises(ValueError, match="table must have a row a file"):
        fleiss_kappa([1, 2, 3])
    with pytest.raises(ValueError, match="table must not be negative"):
        fleiss_kappa([[3, -1]])


@given(PAIRS)
def test_kappa_is_statsmodels(pairs):
    table = np.array([[pairs.count((a, b)) for b in "ynu"] for a in "ynu"])
    ours = agreement([a for a, _ in pairs], [b for _, b in pairs]).kappa
    if math.isnan(ours.value):
        return
    with np.errstate(invalid="ignore"):  # rounding may leave its variance just below 0
        theirs = inter_rater.cohens_kappa(table)
    n = len(pairs)
    assert ours.value == pytest.approx(theirs.kappa)
    assert ours.se * math.sqrt((n - 1) / n) == pytest.approx(
        np.nan_to_num(theirs.std_kappa), abs=1e-7
    )


@given(PAIRS)
def test_who_was_first_does_not_matter(pairs):
    first, second = [a for a, _ in pairs], [b for _, b in pairs]
    one, other = agreement(first, second, "ynu"), agreement(second, first, "ynu")
    for name in ("percent", "kappa", "ac1"):
        ours, theirs = getattr(one, name), getattr(other, name)
        np.testing.assert_allclose(
            [ours.value, ours.se, ours.lower], [theirs.value, theirs.se, theirs.lower], atol=1e-12
        )


@given(PAIRS)
def test_no_measure_is_above_one_and_ac1_is_one_only_in_full_agreement(pairs):
    made = agreement([a for a, _ in pairs], [b for _, b in pairs])
    full = all(a == b for a, b in pairs)
    assert not made.kappa.upper > 1
    assert made.ac1.upper <= 1
    assert (made.ac1.value == pytest.approx(1)) == full


TABLES = st.lists(st.integers(0, 5), min_size=2, max_size=20).map(
    lambda yes: [[one, 5 - one] for one in yes]
)


@given(TABLES)
def test_fleiss_kappa_is_statsmodels(table):
    ours = fleiss_kappa(table).value
    if not math.isnan(ours):
        assert ours == pytest.approx(inter_rater.fleiss_kappa(np.array(table)))


@given(PAIRS)
def test_fleiss_kappa_of_two_reviewers_differs_from_ac1_in_chance_alone(pairs):
    """Per cent agreement, got back from either by its own chance, is the same."""
    table = np.array([[(a == c) + (b == c) for c in "ynu"] for a, b in pairs])
    both = agreement([a for a, _ in pairs], [b for _, b in pairs], "ynu")
    shares = table.mean(axis=0) / 2
    chance_fleiss, chance_ac1 = (shares**2).sum(), (shares * (1 - shares)).sum() / 2
    kappa = fleiss_kappa(table)
    if not math.isnan(kappa.value):
        again = kappa.value * (1 - chance_fleiss) + chance_fleiss
        assert again == pytest.approx(both.percent.value)
    again = both.ac1.value * (1 - chance_ac1) + chance_ac1
    assert again == pytest.approx(both.percent.value)


def test_files_may_have_different_numbers_of_reviews():
    made = fleiss_kappa([[3, 0], [2, 0], [0, 2], [1, 2], [1, 0], [0, 0]])
    shares = np.mean([[1, 0], [1, 0], [0, 1], [1 / 3, 2 / 3], [1, 0]], axis=0)
    chance = (shares**2).sum()
    same = np.mean([1, 1, 1, 1 / 3])
    assert made.value == pytest.approx((same - chance) / (1 - chance))
    assert math.isnan(fleiss_kappa([[1, 0], [0, 1]]).value)


def test_intervals_of_ac1_and_kappa_cover():
    """100 files, four in five yes, each reviewer wrong on 5%: 1,500 worlds."""
    rng = np.random.default_rng(33)
    truth_ac1, truth_kappa = _true_agreement(0.8, 0.05)
    found = []
    for _ in range(1500):
        truth = rng.random(100) < 0.8
        first, second = (np.where(rng.random(100) < 0.05, ~truth, truth) for _ in range(2))
        made = agreement(first.tolist(), second.tolist(), [True, False])
        found.append(
            (
                made.ac1.lower <= truth_ac1 <= made.ac1.upper,
                made.kappa.lower <= truth_kappa <= made.kappa.upper,
            )
        )
    assert np.all(np.abs(np.mean(found, axis=0) - 0.95) < 0.025)


def _true_agreement(yes, wrong):
    same = (1 - wrong) ** 2 + wrong**2
    says_yes = yes * (1 - wrong) + (1 - yes) * wrong
    by_ac1 = 2 * says_yes * (1 - says_yes)
    by_kappa = says_yes**2 + (1 - says_yes) ** 2
    return tuple((same - chance) / (1 - chance) for chance in (by_ac1, by_kappa))


def test_no_interval_of_a_coefficient_goes_beyond_what_it_can_be() -> None:
    made = agreement(["yes", "yes", "no"], ["yes", "no", "no"])
    for one in (made.kappa, made.ac1):
        assert -1 <= one.lower <= one.value <= one.upper <= 1
    assert made.ac1.lower == -1
