"""Intervals for one share and one rate."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stat_reference_values import agree, column, read_json, read_rows
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.rates import confint_poisson

from openpeel.statistics import rate_interval, share_interval

METHODS = ("wilson", "wilson-cc", "clopper-pearson", "jeffreys", "agresti-coull", "wald")


@pytest.mark.parametrize("method", METHODS)
def test_shares_agree_with_r(stat_refs, method):
    """R: prop.test, binom.test and the binom package, on shares from 0 of 20 to 107 of 107."""
    rows = [
        row
        for row in read_rows(stat_refs, "proportion_ci_methods.csv")
        if row["method"] == method.replace("-", "_")
    ]
    share = share_interval(column(rows, "x"), column(rows, "n"), method=method)
    agree(share.value, column(rows, "proportion"))
    agree(share.lower, column(rows, "lower"))
    agree(share.upper, column(rows, "upper"))


def test_wilson_agrees_with_fingertips_also_for_weighted_counts(stat_refs):
    """PHEindicatormethods: phe_proportion and wilson_lower/upper, 95% and 99.8%."""
    for row in read_rows(stat_refs, "published/phe_wilson_counts.csv"):
        level = float(row["confidence"].rstrip("%")) / 100
        share = share_interval(float(row["x"]), float(row["n"]), level=level)
        agree([share.lower, share.upper], [float(row["lowercl"]), float(row["uppercl"])])
    rows = [r for r in read_rows(stat_refs, "published/phe_proportions.csv") if r["value"]]
    multiplier = column(rows, "multiplier")
    for level, tag in ((0.95, "95_0"), (0.998, "99_8")):
        share = share_interval(column(rows, "Numerator"), column(rows, "Denominator"), level=level)
        agree(share.value * multiplier, column(rows, "value"))
        agree(share.lower * multiplier, column(rows, f"lower{tag}cl"))
        agree(share.upper * multiplier, column(rows, f"upper{tag}cl"))


def test_case_file_shares_agree_with_r(stat_refs):
    expected = read_json(stat_refs, "vsa_shaped_expected.json")
    plain = expected["unweighted"]
    wilson = share_interval(plain["yes"], plain["n"])
    exact = share_interval(plain["yes"], plain["n"], method="clopper-pearson")
    agree([wilson.value, wilson.lower, wilson.upper], [plain["p"], *plain["wilson"]])
    agree([exact.lower, exact.upper], plain["clopper_pearson"])
    strata = expected["by_stratum"]
    shares = share_interval([s["yes"] for s in strata], [s["n"] for s in strata])
    agree(shares.value, [s["p"] for s in strata])


def test_case_file_sample_counts_to_the_expected_shares(stat_refs):
    rows = read_rows(stat_refs, "vsa_shaped_sample.csv")
    expected = read_json(stat_refs, "vsa_shaped_expected.json")["by_stratum"]
    for stratum in expected:
        mine = [r["supervised"] for r in rows if r["stratum"] == stratum["stratum"]]
        answers = np.array(mine)
        share = share_interval((answers == "1").sum(), np.isin(answers, ["0", "1"]).sum())
        agree([share.numerator, share.denominator], [stratum["yes"], stratum["n"]])
        agree(share.value, stratum["p"])


def test_report_figure_is_reproduced_only_as_published(stat_refs):
    """94.4% +/- 3.9 is no 95% interval: Wald gives 4.36; a 90% Agresti-Coull gives 3.93."""
    figure = read_json(stat_refs, "seed_report_figures.json")["stop_search_grounds"][0]
    x, n = figure["check"]["nearest_count"], figure["sample"]
    published = share_interval(x, n, method="as-published")
    assert round(100 * published.value, 1) == figure["estimate_percent"]
    assert round(100 * (published.upper - published.value), 1) == figure["margin_percent"]
    assert round(100 * (published.value - published.lower), 1) == figure["margin_percent"]
    assert (published.level, published.method) == (0.90, "as-published")
    wald = share_interval(x, n, method="wald")
    assert round(100 * (wald.upper - wald.value), 2) == figure["check"]["wald_margin_95_percent"]
    wilson = share_interval(x, n)
    ends = [round(100 * end, 1) for end in (wilson.lower, wilson.upper)]
    assert ends == figure["check"]["wilson_95_percent"]
    assert round(100 * (wilson.upper - wilson.lower) / 2, 2) == 4.55


def test_previous_review_fits_a_wald_interval_of_about_270(stat_refs):
    figure = read_json(stat_refs, "seed_report_figures.json")["stop_search_grounds"][1]
    n = figure["check"]["implied_simple_random_n"]
    wald = share_interval(n * figure["estimate_percent"] / 100, n, method="wald")
    assert round(100 * (wald.upper - wald.value), 1) == figure["margin_percent"]


def test_exact_counts_agree_with_r(stat_refs):
    """R: poisson.test at 95% and 99.8%."""
    rows = read_rows(stat_refs, "poisson_exact_ci.csv")
    for level, tag in ((0.95, "95"), (0.998, "998")):
        count = rate_interval(column(rows, "count"), 1, method="exact", level=level)
        agree(count.lower, column(rows, f"exact_lower{tag}"))
        agree(count.upper, column(rows, f"exact_upper{tag}"))


def test_byar_agrees_with_fingertips(stat_refs):
    """PHEindicatormethods: byars_lower, byars_upper; blank where Byar's lower end is below 0."""
    for row in read_rows(stat_refs, "published/phe_byars_counts.csv"):
        level = float(row["confidence"].rstrip("%")) / 100
        count = rate_interval(float(row["x"]), 1, method="byar", level=level)
        agree(count.lower, float(row["lowercl"] or 0))
        agree(count.upper, float(row["uppercl"]))


def test_rates_agree_with_fingertips(stat_refs):
    """PHEindicatormethods: phe_rate, exact under 10 events and Byar's from 10, missing kept."""
    rows = read_rows(stat_refs, "published/phe_rates_Rate.csv")
    for level, tag in ((0.95, "95_0"), (0.998, "99_8")):
        for row in rows:
            x, n = column([row], "Numerator"), column([row], "Denominator")
            rate = rate_interval(x, n, per=float(row["multiplier"]), level=level)
            agree(rate.value, column([row], "value"))
            agree(rate.lower, column([row], f"lower{tag}cl"))
            agree(rate.upper, column([row], f"upper{tag}cl"))


counts = st.integers(1, 2000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
levels = st.floats(0.5, 0.999)


@settings(max_examples=150, deadline=None)
@given(counts, levels)
def test_shares_agree_with_statsmodels(pair, level):
    x, n = pair
    theirs = {"wilson": "wilson", "clopper-pearson": "beta", "agresti-coull": "agresti_coull"}
    for ours, name in {**theirs, "wald": "normal"}.items():
        share = share_interval(x, n, method=ours, level=level)
        lower, upper = proportion_confint(x, n, alpha=1 - level, method=name)
        np.testing.assert_allclose(
            np.clip([share.lower, share.upper], 0, 1), [lower, upper], rtol=1e-8, atol=1e-12
        )


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 5000), st.floats(0.1, 1e6), levels)
def test_exact_rates_agree_with_statsmodels(x, exposure, level):
    rate = rate_interval(x, exposure, method="exact", level=level)
    lower, upper = confint_poisson(x, exposure, method="exact-c", alpha=1 - level)
    np.testing.assert_allclose([rate.lower, rate.upper], [lower, upper], rtol=1e-8)


@settings(max_examples=100, deadline=None)
@given(counts, levels, st.sampled_from(METHODS))
def test_an_interval_holds_its_value_and_mirrors(pair, level, method):
    """x of n and n - x of n have mirrored intervals."""
    x, n = pair
    share = share_interval(x, n, method=method, level=level)
    mirror = share_interval(n - x, n, method=method, level=level)
    slack = 1e-12
    if method != "agresti-coull" or 0 < x < n:  # its end may cross 0 or 1, but not the value
        assert share.lower - slack <= share.value <= share.upper + slack
    np.testing.assert_allclose(share.lower, 1 - mirror.upper, atol=1e-9)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 300), levels)
def test_mid_p_lies_within_exact_and_has_its_tails(x, level):
    from scipy import stats

    exact, mid = (rate_interval(x, 1, method=m, level=level) for m in ("exact", "mid-p"))
    assert exact.lower <= mid.lower <= x <= mid.upper <= exact.upper
    below = stats.poisson.cdf(x, mid.upper) - stats.poisson.pmf(x, mid.upper) / 2
    assert below == pytest.approx((1 - level) / 2, rel=1e-9)


def test_nobody_to_count_is_no_value_and_no_crash():
    share = share_interval([0, 3], [0, 4])
    assert np.isnan([share.value[0], share.lower[0], share.upper[0]]).all()
    assert share.value[1] == 0.75
    assert np.isnan(share_interval(0, 0).value)
    assert np.isnan(rate_interval(0, 0).upper)
    assert np.isnan(share_interval([None, 1], [5, 2]).value[0])


def test_numbers_give_numbers_and_arrays_give_frozen_arrays():
    assert isinstance(share_interval(1, 4).value, float)
    array = share_interval([1, 2], 4).lower
    with pytest.raises(ValueError, match="read-only"):
        array[0] = 0
    with pytest.raises(AttributeError):
        share_interval(1, 4).value = 0.3


def test_no_events_at_all():
    for method in ("byar-exact", "exact", "byar", "mid-p"):
        rate = rate_interval(0, 1000, per=1000, method=method)
        assert rate.value == rate.lower == 0
        assert 2.9 < rate.upper < 3.9


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: share_interval(5, 4), "x must not be greater than n"),
        (lambda: share_interval(-1, 4), "x must not be negative"),
        (lambda: share_interval(1, 4, method="exact"), "method must be one of 'wilson'"),
        (lambda: share_interval(1, 4, level=95), "level must lie between 0 and 1"),
        (lambda: share_interval(1, float("inf")), "n must be finite"),
        (lambda: rate_interval(-1, 4), "events must not be negative"),
        (lambda: rate_interval(1, -4), "exposure must not be negative"),
        (lambda: rate_interval(1, 4, method="wald"), "method must be one of 'byar-exact'"),
    ],
)
def test_wrong_arguments_are_refused_in_a_sentence(call, words):
    with pytest.raises(ValueError, match=words):
        call()
