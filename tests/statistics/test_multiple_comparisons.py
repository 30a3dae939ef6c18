"""Many comparisons at once."""

from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stat_reference_values import agree, read_json
from statsmodels.stats.multitest import multipletests

from openpeel.statistics import adjust, chance_budget


@pytest.mark.parametrize(
    ("method", "name"),
    [("holm", "holm"), ("benjamini-hochberg", "bh"), ("bonferroni", "bonferroni")],
)
def test_adjusted_p_values_agree_with_r(stat_refs, method, name):
    """R: p.adjust on the p-values of 43 z-scores."""
    case = read_json(stat_refs, "multiple_comparisons.json")
    agree(adjust(case["p"], method=method), case[name])


pvalues = st.lists(st.floats(0, 1), min_size=1, max_size=60)


@settings(max_examples=40, deadline=None)
@given(pvalues)
def test_adjusted_p_values_agree_with_statsmodels(p):
    names = {"benjamini-hochberg": "fdr_bh", "holm": "holm", "bonferroni": "bonferroni"}
    for ours, theirs in names.items():
        with mock.patch("gc.collect"):  # statsmodels collects each time: seconds, in a long run
            expected = multipletests(p, method=theirs)[1]
        np.testing.assert_allclose(adjust(p, method=ours), expected, atol=1e-12)


def test_comparisons_not_made_are_not_counted():
    with_gaps = adjust([0.01, None, 0.04, float("nan"), 0.03])
    assert np.isnan(with_gaps[[1, 3]]).all()
    agree(with_gaps[[0, 2, 4]], adjust([0.01, 0.04, 0.03]))
    assert adjust([]).size == 0


def test_chance_budget():
    assert chance_budget(43) == pytest.approx(43 * 0.31731050786)
    assert chance_budget(1000, "funnel-95") == pytest.approx(50)
    assert chance_budget(1000, "funnel-998") == pytest.approx(2)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: adjust([0.5, 1.2]), "from 0 to 1"),
        (lambda: adjust([0.5], method="fdr"), "method must be one of"),
        (lambda: chance_budget(-1), "must not be negative"),
        (lambda: chance_budget(1, "two-sd"), "rule must be one of"),
    ],
)
def test_wrong_arguments_are_refused_in_a_sentence(call, words):
    with pytest.raises(ValueError, match=words):
        call()
