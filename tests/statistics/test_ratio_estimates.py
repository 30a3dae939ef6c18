"""Ratios from samples of clusters, crimes not recorded, and published figures."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_samples import files_of
from test_stratified_shares import numbers

from openpeel.statistics import (
    Estimate,
    design_effect,
    published_estimate,
    ratio_estimate,
    stratified_share,
    unrecorded,
)


@pytest.mark.parametrize(("fpc", "error"), [(False, 0.7413), (True, 0.616)])
def test_the_example_of_rs_survey_package(fpc, error):
    """example(fpc): svymean(~x) of two strata of 15 and 12 gives 5.4481, SE 0.7413 and 0.616."""
    x, strata = [2.8, 4.1, 6.8, 6.8, 9.2, 3.7, 6.6, 4.2], [1] * 5 + [2] * 3
    made = ratio_estimate(x, [1] * 8, strata=strata, populations={1: 15, 2: 12}, fpc=fpc)
    assert made.value == pytest.approx(5.4481, abs=5e-5)
    assert made.se == pytest.approx(error, abs=5e-5)
    assert made.df == 6


def test_rows_of_a_cluster_are_added_up():
    """Incidents with two crimes, both recorded or neither, tell no more than one crime each."""
    recorded, incidents = [1, 1, 0, 0, 1, 1, 1, 1], [1, 1, 2, 2, 3, 3, 4, 4]
    clustered = ratio_estimate(recorded, [1] * 8, incidents, populations=90)
    by_incident = ratio_estimate([2, 0, 2, 2], [2] * 4, populations=90)
    assert clustered.value == by_incident.value == 0.75
    assert clustered.se == pytest.approx(by_incident.se)
    assert clustered.df == by_incident.df == 3
    assert clustered.se > ratio_estimate(recorded, [1] * 8, populations=180).se
    assert clustered.design == (
        "1 stratum; 4 clusters; weighted by population; finite population correction"
    )


def test_the_linearised_variance_by_hand():
    """Three of 30 incidents: sum of squares of (recorded - r reported), n (1 - f) / (n - 1)."""
    made = ratio_estimate([3, 1, 2], [4, 1, 2], populations=30)
    rate = 6 / 7
    residuals = np.array([3 - 4 * rate, 1 - rate, 2 - 2 * rate]) * 10 / 70
    variance = 3 / 2 * (1 - 3 / 30) * ((residuals - residuals.mean()) ** 2).sum()
    assert made.value == pytest.approx(rate)
    assert made.se == pytest.approx(math.sqrt(variance))
    t = 4.302652729911275  # qt(0.975, 2)
    assert made.upper - made.value == pytest.approx(t * made.se)


@given(files_of(), st.sampled_from(["mean", "xlogit", "beta", "korn-graubard", "capped-wilson"]))
def test_clusters_of_one_file_are_a_stratified_share(files, interval):
    share = stratified_share(**files, interval=interval)
    ratio = ratio_estimate(
        files["answers"],
        [1] * len(files["answers"]),
        clusters=range(len(files["answers"])),
        strata=files["strata"],
        populations=files["populations"],
        interval=interval,
    )
    np.testing.assert_allclose(numbers(ratio), numbers(share), rtol=1e-9)


def test_incidents_without_a_crime_stay_in_the_sample():
    some = ratio_estimate([1, 0, 1, 0], [1, 1, 1, 0])
    assert some.df == 3
    assert some.value == pytest.approx(2 / 3)


def test_where_all_was_recorded_the_interval_has_a_width():
    made = ratio_estimate([2, 1, 3] * 20, [2, 1, 3] * 20)
    assert (made.value, made.upper) == (1, 1)
    assert 0.95 < made.lower < 0.98
    assert made.method.startswith("korn-graubard instead of mean")


def test_nothing_to_record_is_missing_and_not_an_error():
    assert math.isnan(ratio_estimate([0, 0], [0, 0]).value)


def test_ratios_above_one_have_no_interval_of_a_share():
    assert ratio_estimate([3, 1, 2], [1, 1, 1]).value == 2
    with pytest.raises(ValueError, match="interval must be 'mean'"):
        ratio_estimate([3, 1, 2], [1, 1, 1], interval="logit")


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"numerator": [1, 2]}, "rows of the same length"),
        ({"numerator": [1, -1, 1]}, "numerator must not be negative"),
        ({"clusters": ["a", "a", "b"], "strata": [1, 2, 2]}, "lie in one stratum"),
        ({"strata": ["a", "a", "b"]}, "Stratum 'b' has one sampled unit"),
        ({"interval": "likelihood"}, "interval must be one of"),
    ],
)
def test_wrong_arguments_are_named(wrong, message):
    with pytest.raises(ValueError, match=message):
        ratio_estimate(**({"numerator": [1, 1, 0], "denominator": [1, 1, 1]} | wrong))


def test_west_mercia_2019():
    """90.7% plus or minus 1.78: about 8,900 crimes a year, for some 87,000 recorded."""
    crimes = unrecorded(87_000, published_estimate(0.907, 0.0178))
    assert crimes.value == pytest.approx(8_900, abs=50)
    assert crimes.lower == pytest.approx(87_000 * (1 / 0.9248 - 1))
    assert crimes.upper == pytest.approx(87_000 * (1 / 0.8892 - 1))


def test_unrecorded_crimes_are_never_below_none_nor_infinite():
    every = unrecorded(1000, ratio_estimate([1, 1, 1, 0] * 5, [1, 1, 1, 1] * 5, interval="mean"))
    assert every.lower > 0
    wide = unrecorded(1000, published_estimate(0.5, 0.6))
    assert wide.lower == 0
    assert math.isnan(wide.upper)
    with pytest.raises(ValueError, match="recorded_in_year must not be negative"):
        unrecorded(-1, published_estimate(0.5, 0.1))


def test_northumbria_2016():
    """92.72% plus or minus 1.56 on 1,211 reports; a simple random sample would give 1.46."""
    published = published_estimate(0.9272, 0.0156, 1211)
    assert 1.959964 * published.simple_se == pytest.approx(0.0146, abs=5e-5)
    assert design_effect(published) == pytest.approx(1.14, abs=0.005)


def test_clusters_cost_and_strata_gain():
    """Files alike within incidents count for fewer; files alike within strata for more."""
    answers = [1, 1, 1, 0, 0, 0] * 6
    incidents = np.repeat(range(12), 3)
    clustered = ratio_estimate(answers, [1] * 36, incidents, populations=1200)
    assert design_effect(clustered) > 2.5
    strata = ["good" if answer else "bad" for answer in answers[:-1]] + ["good"]
    stratified = stratified_share(answers, strata, {"good": 900, "bad": 900})
    assert design_effect(stratified) < 0.2


def test_design_effects_without_spread_or_population_are_missing():
    assert math.isnan(design_effect(stratified_share([1] * 6, None, 60)))
    not_weighted = stratified_share([1, 0] * 3, None)
    assert math.isnan(design_effect(not_weighted))
    assert design_effect(not_weighted, "with-replacement") == pytest.approx(1)


def test_a_simple_random_sample_has_a_design_effect_of_one():
    made = stratified_share([1, 0, 1, 1] * 5, None, 300)
    assert design_effect(made) == pytest.approx(1)
    with pytest.raises(ValueError, match="against must be one of"):
        design_effect(made, "deff")


def test_what_was_published_without_its_sample_has_no_design_effect():
    made = published_estimate(0.907, 0.0178)
    assert isinstance(made, Estimate)
    assert math.isnan(design_effect(made))
    with pytest.raises(ValueError, match="margin must be above 0"):
        published_estimate(0.9, 0)
