"""Funnels."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from stat_reference_values import agree, column, read_json, read_rows

from openpeel.statistics import funnel
from openpeel.statistics.funnel_limits import poisson_limit

LIMITS = ("lower_95", "upper_95", "lower_998", "upper_998")


@pytest.fixture(scope="module")
def hearts(stat_refs):
    """Deaths and operations in 12 hospitals, child heart surgery 1991-95."""
    rows = read_rows(stat_refs, "published/funnel_limits_child_heart_1991.csv")
    return column(rows, "numerator"), column(rows, "denominator")


@pytest.mark.parametrize("method", ["SHMI", "CQC"])
def test_standardised_ratios_agree_with_funnelplotr(stat_refs, method):
    """FunnelPlotR 0.6.0 on six ratios: phi, tau2, z, limits."""
    case = read_json(stat_refs, "funnel_overdispersed.json")["six"]
    expected = case[f"SR_{method}"]
    ours = funnel(case["num"], case["den"], kind="ratio", sr_method=method, as_funnelplotr=True)
    assert ours.target == expected["target"]
    agree([ours.phi, ours.tau2], [expected["phi"], expected["tau2"]])
    agree(ours.z, expected["z"])
    rows = expected["limits_sorted_by_denominator"]
    limits = ours.limits([row["number_seq"] for row in rows])
    for name, theirs in zip(LIMITS, ("odll95", "odul95", "odll998", "odul998"), strict=True):
        agree(getattr(limits, name), [row[theirs] for row in rows])
    sorted_by_denominator = np.argsort(case["den"])
    agree(ours.lower_998[sorted_by_denominator], [row["odll998"] for row in rows])


def test_default_ratio_is_the_shmi(stat_refs):
    case = read_json(stat_refs, "funnel_overdispersed.json")
    ours = funnel(case["six"]["num"], case["six"]["den"], kind="ratio")
    assert ours.phi == pytest.approx(case["from_package_tests"]["phi_six_default"], rel=1e-6)
    agree(ours.upper_95[0], 1.394103709462)


def test_cqc_limits_are_squared_back_to_ratios(stat_refs):
    """FunnelPlotR leaves CQC limits on the square-root scale; ours are ratios."""
    case = read_json(stat_refs, "funnel_overdispersed.json")["six"]
    roots = funnel(case["num"], case["den"], "ratio", sr_method="CQC", as_funnelplotr=True)
    ratios = funnel(case["num"], case["den"], "ratio", sr_method="CQC", as_funnelplotr=False)
    for name in LIMITS:
        agree(getattr(ratios, name), getattr(roots, name) ** 2)


def test_poisson_limits_agree_with_funnelplotr(stat_refs):
    case = read_json(stat_refs, "funnel_overdispersed.json")["from_package_tests"]
    case = case["poisson_limits"]
    expected = np.array(case["expected"], dtype=float)
    ours = funnel(expected, expected, kind="ratio", overdispersion=None)
    for name, theirs in zip(LIMITS, ("ll95", "ul95", "ll998", "ul998"), strict=True):
        agree(getattr(ours, name), case[theirs], tolerance=2e-7)  # given to seven digits
    assert stats.poisson.cdf(14, poisson_limit(0.025, np.array([15.0]))) == pytest.approx(0.975)


@pytest.mark.parametrize("name", ["child_heart_1991", "bowel_first60"])
def test_binomial_limits_agree_with_spiegelhalter(stat_refs, name):
    """Exact limits interpolated between whole counts, and the normal approximation."""
    rows = read_rows(stat_refs, f"published/funnel_limits_{name}.csv")
    x, n, target = (column(rows, c) for c in ("numerator", "denominator", "target"))
    exact = funnel(x, n, "share", None, target=target[0])
    normal = funnel(x, n, "share", None, target=target[0], unadjusted="normal")
    agree(exact.values, column(rows, "proportion"))
    for ours, theirs in zip(LIMITS, ("ll95", "ul95", "ll998", "ul998"), strict=True):
        agree(getattr(exact, ours), column(rows, f"exact_{theirs}"))
        agree(getattr(normal, ours), np.maximum(column(rows, f"approx_{theirs}"), 0))
    marks = np.array([mark or "" for mark in exact.marks])
    assert ((marks == "above") == (x / n > column(rows, "exact_ul998"))).all()
    assert ((marks == "below") == (x / n < column(rows, "exact_ll998"))).all()


def test_the_published_counts_are_the_ones_the_limits_were_made_from(stat_refs, hearts):
    rows = read_rows(stat_refs, "published/spiegelhalter_child_heart_surgery.csv")
    early = [row for row in rows if row["period"] == "1991-95"]
    agree(hearts[0], column(early, "Deaths"))
    agree(hearts[1], column(early, "Operations"))
    bowel = read_rows(stat_refs, "published/spiegelhalter_bowel_cancer.csv")
    first = read_rows(stat_refs, "published/funnel_limits_bowel_first60.csv")
    agree(column(bowel[: len(first)], "n"), column(first, "numerator"))
    whole = funnel(column(bowel, "n"), column(bowel, "d"), "share", None)
    assert whole.target == pytest.approx(float(first[0]["target"]), rel=1e-12)
    agree(whole.upper_998[:60], column(first, "exact_ul998"))


def test_bristol_alone_stood_out(hearts):
    """What the Bristol inquiry found: one hospital of twelve beyond 99.8%."""
    for kind in ("share", "rate"):
        marks = funnel(*hearts, kind=kind, as_funnelplotr=False).marks
        assert marks[0] == "above"
        assert set(marks[1:]) == {None}


def test_normal_limits_agree_with_fingertips(stat_refs):
    """PHEindicatormethods: calculate_funnel_limits for proportions, in per cent."""
    areas = read_rows(stat_refs, "published/phe_funnel_prop_inputs.csv")
    curve = read_rows(stat_refs, "published/phe_funnel_prop_outputs.csv")
    x, n = column(areas, "numerator"), column(areas, "denominator")
    ours = funnel(x, n, "share", None, unadjusted="normal")
    assert 100 * ours.target == pytest.approx(float(curve[0]["Baseline"]), abs=5e-7)
    limits = ours.limits(column(curve, "Population"))
    names = ("Lower2s0025limit", "Upper2s0025limit", "Lower3s0001limit", "Upper3s0001limit")
    for name, theirs in zip(LIMITS, names, strict=True):
        np.testing.assert_allclose(
            100 * getattr(limits, name), column(curve, theirs), rtol=0, atol=6e-7
        )
    expected = {"High (0.001)": "above", "Low (0.001)": "below"}
    for funnel_ in (ours, funnel(x, n, "share", None)):
        assert list(funnel_.marks) == [expected.get(row["significance"]) for row in areas]


@pytest.mark.parametrize("kind", ["share", "rate"])
def test_funnelplotr_formulas_for_shares_and_rates_by_hand(kind, hearts):
    """Phi, tau2 and z of "PR" and "RC", worked out again in plain Python."""
    x, n = hearts
    pooled = x.sum() / n.sum()
    if kind == "share":
        spread = [1 / (2 * b**0.5) for b in n]
        middle, places = (
            np.arcsin(pooled**0.5),
            [np.arcsin((a / b) ** 0.5) for a, b in zip(x, n, strict=True)],
        )
    else:
        spread = [
            (a / (a + 0.5) ** 2 + b / (b + 0.5) ** 2) ** 0.5 for a, b in zip(x, n, strict=True)
        ]
        middle, places = (
            np.log(pooled),
            [np.log((a + 0.5) / (b + 0.5)) for a, b in zip(x, n, strict=True)],
        )
    z = [(place - middle) / s for place, s in zip(places, spread, strict=True)]
    low, high = np.quantile(z, [0.1, 0.9])
    phi = sum(min(max(value, low), high) ** 2 for value in z) / len(z)
    weights = [1 / s**2 for s in spread]
    tau2 = (len(z) * phi - (len(z) - 1)) / (
        sum(weights) - sum(w * w for w in weights) / sum(weights)
    )
    ours = funnel(x, n, kind=kind, as_funnelplotr=False)
    agree(ours.z, z)
    agree([ours.phi, ours.tau2], [phi, tau2])
    agree(ours.z_adjusted, np.array(z) * spread / np.sqrt(np.square(spread) + tau2))


def test_overdispersed_limits_of_rates_are_never_inside_the_plain_ones(hearts):
    """FunnelPlotR's are: it takes 1 / (2 sqrt(n)) for a rate's standard error."""
    for kind in ("share", "rate"):
        plain, wider = funnel(*hearts, kind, None), funnel(*hearts, kind, as_funnelplotr=False)
        assert wider.tau2 > 0
        assert (wider.upper_95 - wider.lower_95 > plain.upper_95 - plain.lower_95).all()
    copied = funnel(*hearts, "rate", as_funnelplotr=True)
    narrower = copied.upper_95 - copied.lower_95 < plain.upper_95 - plain.lower_95
    assert narrower[:3].all()  # "overdispersed", yet inside the limits of chance alone
    s = 1 / (2 * np.sqrt(hearts[1]))
    expected = np.exp(np.log(copied.target) - 1.959964 * np.sqrt(s**2 + copied.tau2))
    agree(copied.lower_95, expected)


def test_no_overdispersion_falls_back_to_plain_limits():
    """Forces more alike than chance would have them: phi under 1, tau2 zero."""
    n = np.linspace(1000, 5000, 43)
    alike = np.round(0.2 * n)
    wide, plain = funnel(alike, n), funnel(alike, n, overdispersion=None)
    assert wide.phi < 1
    assert wide.tau2 == 0
    assert wide.method == plain.method == "exact binomial limits"
    for name in LIMITS:
        agree(getattr(wide, name), getattr(plain, name))
    multiplicative = funnel(alike, n, overdispersion="multiplicative")
    agree(multiplicative.upper_998, plain.upper_998)


def test_multiplicative_limits_widen_by_the_root_of_phi(hearts):
    ours = funnel(*hearts, overdispersion="multiplicative")
    assert ours.phi > 1
    assert ours.tau2 == 0
    agree(ours.z_adjusted, ours.z / np.sqrt(ours.phi))
    reach = 3.090232 * np.sqrt(ours.phi) / (2 * np.sqrt(hearts[1]))
    agree(ours.upper_998, np.sin(np.arcsin(np.sqrt(ours.target)) + reach) ** 2)


def test_winsorising_keeps_one_extreme_force_from_hiding_the_others():
    rng = np.random.default_rng(5)
    n = rng.integers(2000, 20000, 43)
    x = rng.binomial(n, 0.2)
    x[7] = 0.9 * n[7]
    assert funnel(x, n).phi < 10 < 100 < funnel(x, n, winsorise=0).phi
    assert funnel(x, n).marks[7] == "above"


def test_shmi_drops_the_ends_and_the_rest_is_kept():
    """43 ratios: ranks 1 to 4 and 40 to 43 are dropped before phi."""
    rng = np.random.default_rng(9)
    expected = rng.integers(50, 500, 43).astype(float)
    observed = rng.poisson(expected * rng.lognormal(0, 0.2, 43))
    ours = funnel(observed, expected, kind="ratio")
    z = np.sort(ours.z)
    agree(ours.phi, np.mean(z[4:39] ** 2))


def test_forces_that_do_not_supply_are_left_out():
    x, n = [50, None, 70, 60, 0], [500, 400, None, 550, 0]
    ours = funnel(x, n)
    assert (ours.forces, ours.left_out) == (2, 3)
    assert ours.target == pytest.approx(110 / 1050)
    for array in (ours.z, ours.values, ours.lower_95, ours.p_values):
        assert np.isnan(array).tolist() == [False, True, True, False, True]
    assert ours.marks == (None,) * 5


@pytest.mark.parametrize("kind", ["share", "rate", "ratio"])
@pytest.mark.parametrize("overdispersion", ["additive", "multiplicative", None])
@pytest.mark.parametrize(
    ("x", "n"),
    [([], []), ([None], [10]), ([3], [10]), ([0, 0, 0], [1, 1, 2]), ([5, 9], [5, 9])],
)
def test_thin_data_do_not_crash_and_mark_nobody(kind, overdispersion, x, n):
    assert set(funnel(x, n, kind, overdispersion).marks) <= {None}


@pytest.mark.parametrize("kind", ["rate", "ratio"])
def test_a_count_of_zero_has_a_finite_z_and_can_be_marked(kind):
    x = [0, 210, 190, 205, 400, 600]
    n = [200, 200, 200, 200, 400, 600]
    ours = funnel(x, n, kind, None)
    assert np.isfinite(ours.z).all()
    assert ours.marks[0] == "below"


def test_all_of_all_is_not_marked_where_chance_makes_it_common():
    """Nearly everyone has it: 5 of 5 has a chance of 95% at a target of 99%."""
    ours = funnel([5, 990, 1000], [5, 1000, 1000], "share", None, target=0.99)
    assert ours.upper_998[0] < 1
    assert ours.marks == (None, None, "above")


@pytest.mark.parametrize("kind", ["share", "rate", "ratio"])
@pytest.mark.parametrize("overdispersion", ["additive", "multiplicative", None])
def test_no_events_is_not_marked_where_few_were_expected(kind, overdispersion):
    """City of London: 2 expected, none seen (14% by chance), beside forces that differ."""
    x = [0, 400, 700, 520, 610, 900, 350]
    n = [4, 1000, 1000, 1000, 1000, 1000, 1000]
    ours = funnel(x, n, kind, overdispersion, target=0.5)
    assert ours.marks[0] is None
    assert funnel([0, *x], [300, *n], kind, None, target=0.5).marks[:2] == ("below", None)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 400), st.integers(400, 4000)), min_size=3, max_size=43),
    st.sampled_from(["share", "rate", "ratio"]),
    st.sampled_from(["additive", "multiplicative", None]),
)
def test_limits_nest_and_narrow_with_size(pairs, kind, overdispersion):
    x, n = zip(*pairs, strict=True)
    ours = funnel(x, n, kind, overdispersion)
    if not ours.target > 0.002 or (kind == "share" and ours.target > 0.998):
        return  # without spread there are no limits
    small, large = ours.limits([2000]), ours.limits([20000])
    for limits in (small, large):
        inside = [limits.lower_998, limits.lower_95, limits.upper_95, limits.upper_998]
        assert (np.diff(np.ravel(inside)) >= 0).all()
    assert small.lower_998 <= large.lower_998
    assert small.upper_998 >= large.upper_998


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"numerators": [5], "denominators": [4]}, "numerator must not be greater"),
        ({"numerators": [5, 6], "denominators": [40]}, "same length"),
        ({"numerators": [-5], "denominators": [40]}, "must not be negative"),
        ({"numerators": [5], "denominators": [40], "kind": "percent"}, "kind must be one of"),
        ({"numerators": [5], "denominators": [40], "target": 40}, "target must be above 0"),
        ({"numerators": [5], "denominators": [40], "winsorise": 0.5}, "winsorise must be"),
        ({"numerators": [5], "denominators": [40], "overdispersion": "phi"}, "overdispersion"),
    ],
)
def test_wrong_arguments_are_refused_in_a_sentence(arguments, words):
    with pytest.raises(ValueError, match=words):
        funnel(**arguments)
