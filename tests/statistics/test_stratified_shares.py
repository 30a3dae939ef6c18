"""Shares estimated from stratified samples of files, held to R's survey package."""

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_samples import files_of
from stat_reference_values import agree, column, read_json, read_rows

from openpeel.statistics import design_effect, share_interval, stratified_share
from openpeel.statistics.designs import sample_design
from openpeel.statistics.samples import INTERVALS

R_INTERVALS = ("logit", "likelihood", "beta", "mean", "xlogit")


@pytest.fixture
def audit(stat_refs):
    """130 files of eight offences; seven of them are not applicable."""
    rows = read_rows(stat_refs, "vsa_shaped_sample.csv")
    return {
        "answers": [
            None if row["supervised"] in ("", "NA") else int(row["supervised"]) for row in rows
        ],
        "strata": [row["stratum"] for row in rows],
        "populations": column(rows, "population"),
    }


@pytest.mark.parametrize("interval", R_INTERVALS)
@pytest.mark.parametrize(("name", "fpc"), [("weighted_fpc", True), ("weighted_nofpc", False)])
def test_an_audit_is_estimated_as_r_does(audit, stat_refs, name, fpc, interval):
    """svyciprop(~supervised, subset(design, !is.na(supervised)), method = interval)."""
    theirs = read_json(stat_refs, "vsa_shaped_expected.json")[name]
    ours = stratified_share(**audit, fpc=fpc, interval=interval)
    agree(
        [ours.value, ours.se, ours.lower, ours.upper],
        [theirs["estimate"], theirs["se"], *theirs[f"ci95_{interval}"]],
    )
    assert ours.df == theirs["df"]
    assert ours.method == interval


def test_counts_are_unweighted_and_all_files_are_counted(audit, stat_refs):
    theirs = read_json(stat_refs, "vsa_shaped_expected.json")["unweighted"]
    ours = stratified_share(**audit)
    assert (ours.numerator, ours.denominator, ours.n) == (theirs["yes"], theirs["n"], 130)
    plain = share_interval(ours.numerator, ours.denominator)
    agree([plain.lower, plain.upper], theirs["wilson"])


def test_strata_can_be_estimated_one_by_one(audit, stat_refs):
    """The others need not be taken out of the populations."""
    by_label = dict(zip(audit["strata"], audit["populations"], strict=True))
    for theirs in read_json(stat_refs, "vsa_shaped_expected.json")["by_stratum"]:
        rows = [i for i, label in enumerate(audit["strata"]) if label == theirs["stratum"]]
        ours = stratified_share(
            [audit["answers"][i] for i in rows], [theirs["stratum"]] * len(rows), by_label
        )
        assert (ours.numerator, ours.denominator) == (theirs["yes"], theirs["n"])
        assert ours.value == pytest.approx(theirs["p"])


def test_not_relevant_is_the_same_as_not_applicable(audit):
    relevant = [answer is not None for answer in audit["answers"]]
    answers = [bool(answer) for answer in audit["answers"]]
    assert stratified_share(
        answers, audit["strata"], audit["populations"], relevant
    ) == stratified_share(**audit)


def test_files_that_are_not_relevant_stay_in_the_sample():
    """The textbook's variance of a domain's mean: residuals of all files, 0 if not relevant."""
    answers, strata = [1, 0, 1, None, None, 1, 0, 1, 1, 0], ["a"] * 5 + ["b"] * 5
    made = stratified_share(answers, strata, {"a": 500, "b": 100})
    relevant = 500 * 3 / 5 + 100
    share = (500 * 2 / 5 + 100 * 3 / 5) / relevant
    variance = 0.0
    for population, of_stratum in ((500, answers[:5]), (100, answers[5:])):
        residuals = [0 if answer is None else answer - share for answer in of_stratum]
        variance += population**2 * (1 - 5 / population) * np.var(residuals, ddof=1) / 5
    assert made.value == pytest.approx(share)
    assert made.se == pytest.approx(math.sqrt(variance) / relevant)
    assert made.df == 8 - 2


def test_the_design_effect_of_the_audit(audit):
    """svymean(deff = TRUE): variance / (p q / (n - 1) (1 - n / N)); n, N of the relevant files."""
    ours = stratified_share(**audit)
    strata, populations = np.array(audit["strata"]), audit["populations"]
    sizes = {name: (strata == name).sum() for name in set(audit["strata"])}
    weights = [
        n / sizes[s]
        for n, s, a in zip(populations, audit["strata"], audit["answers"], strict=True)
        if a is not None
    ]
    simple = ours.value * (1 - ours.value) / 122
    assert design_effect(ours, "with-replacement") == pytest.approx(ours.se**2 / simple)
    assert design_effect(ours) == pytest.approx(ours.se**2 / simple / (1 - 123 / sum(weights)))


class TestAStratumWithOneFile:
    """Strata a (2 of 10), b (1 of 5), c (2 of 8): the scores are worked out by hand."""

    answers, strata = (1, 0, 1, 1, 0), ("a", "a", "b", "c", "c")
    populations = {"a": 10, "b": 5, "c": 8}  # noqa: RUF012

    def variance(self, lonely):
        made = stratified_share(self.answers, self.strata, self.populations, lonely=lonely)
        return made.se**2

    @property
    def others(self):
        # f n / (n - 1) * sum of squares about the mean; a yes and a no differ by weight / 23.
        a = (1 - 2 / 10) * 2 * 2 * (5 / 23 / 2) ** 2
        c = (1 - 2 / 8) * 2 * 2 * (4 / 23 / 2) ** 2
        return a + c

    def test_fails_by_default_and_is_named(self):
        with pytest.raises(ValueError, match="Stratum 'b' has one sampled unit"):
            self.variance("fail")

    def test_adds_nothing_when_certain_or_removed(self):
        assert self.variance("certainty") == pytest.approx(self.others)
        assert self.variance("remove") == pytest.approx(self.others)

    def test_adds_its_distance_from_the_overall_share_when_adjusted(self):
        share = (5 + 5 + 4) / 23
        own = (1 - 1 / 5) * (5 * (1 - share) / 23) ** 2
        assert self.variance("adjust") == pytest.approx(self.others + own)

    def test_adds_the_mean_of_the_others_when_averaged(self):
        assert self.variance("average") == pytest.approx(self.others * 3 / 2)

    def test_is_no_matter_when_it_is_all_there_is(self):
        made = stratified_share(self.answers, self.strata, {"a": 10, "b": 1, "c": 8})
        assert made.se > 0

    def test_is_no_matter_when_its_file_is_not_relevant(self):
        made = stratified_share((1, 0, None, 1, 0), self.strata, self.populations)
        assert made.df == 2


@pytest.mark.parametrize(("lonely", "variance"), [("remove", 126625), ("certainty", 126625)])
def test_lonely_strata_add_nothing_to_a_total_as_in_rs_own_tests(lonely, variance):
    """survey/tests/lonely.psu.R: vcov(svytotal(~Age)) of five people in three strata."""
    weights = np.array([10.5, 10.5, 20, 20, 15])
    design = sample_design(5, [1, 1, 2, 2, 3], None, None, weights, fpc=False, lonely=lonely)
    ages = np.array([30.5, 40.5, 35, 52, 44])
    assert design.variance(ages * weights, np.ones(5, dtype=bool)) == pytest.approx(variance)


class TestNoSpread:
    """At 0% and 100%, and where strata are alike within, there is no standard error to use."""

    strata, populations = ["a"] * 30 + ["b"] * 30, {"a": 300, "b": 900}

    @pytest.mark.parametrize("interval", R_INTERVALS)
    def test_other_intervals_become_korn_graubards_and_say_so(self, interval):
        made = stratified_share([1] * 60, self.strata, self.populations, interval=interval)
        assert made.method.startswith(f"korn-graubard instead of {interval}")
        assert made.upper == 1
        # Clopper and Pearson's lower end for 60 of 60, but for the degrees of freedom.
        assert made.lower == pytest.approx(0.025 ** (1 / 60), abs=1e-3)

    def test_none_and_all_mirror_each_other(self):
        none, every = (
            stratified_share([answer] * 60, self.strata, self.populations) for answer in (0, 1)
        )
        assert none.lower == 0
        assert none.upper == pytest.approx(1 - every.lower)

    def test_strata_alike_within_have_no_spread_either(self):
        made = stratified_share([1] * 30 + [0] * 30, self.strata, self.populations)
        assert made.value == 0.25
        assert made.lower < 0.25 < made.upper
        assert made.method == "korn-graubard"

    def test_a_census_is_exact(self):
        made = stratified_share([1, 1, 0, 0], ["a", "a", "b", "b"], {"a": 2, "b": 2})
        assert (made.value, made.se, made.lower, made.upper) == (0.5, 0, 0.5, 0.5)
        assert made.method == "census"

    def test_a_stratum_wholly_sampled_adds_no_variance(self):
        answers, strata = [1, 0, 1, 1, 0, 1], ["a"] * 3 + ["b"] * 3
        whole = stratified_share(answers, strata, {"a": 3, "b": 30})
        alike = stratified_share([1, 1, 0, 1, 0, 1], strata, {"a": 3, "b": 30})
        assert whole.se == pytest.approx(alike.se)
        assert whole.se == pytest.approx(30 / 33 * math.sqrt((1 - 3 / 30) * 2 / 9 / 2))


def test_results_are_frozen():
    made = stratified_share([1, 0], None)
    with pytest.raises(dataclasses.FrozenInstanceError):
        made.value = 1.0


def test_nothing_relevant_is_missing_and_not_an_error():
    made = stratified_share([None, None], ["a", "a"], {"a": 10})
    assert all(math.isnan(number) for number in (made.value, made.se, made.lower, made.upper))
    assert (made.numerator, made.denominator, made.n) == (0, 0, 2)


def test_covering_takes_the_logit_until_few_files_say_yes_or_no():
    strata = ["a"] * 60
    logit = stratified_share([0] * 10 + [1] * 50, strata, interval="covering")
    assert logit.method == "logit"
    assert logit.lower == stratified_share([0] * 10 + [1] * 50, strata).lower
    few = stratified_share([0] * 9 + [1] * 51, strata, interval="covering")
    assert few.method == "capped-wilson"


def test_the_likelihood_interval_is_where_the_deviance_says():
    """R reads its ends off a curve through a few points, so they are near the exact ones only.

    Both the deviance's dispersion and the design's variance have n / (n - 1) in them.
    """
    answers, t = [1] * 45 + [0] * 15, 2.0009953780882688  # qt(0.975, 59)
    made = stratified_share(answers, None, interval="likelihood")
    for end in (made.lower, made.upper):
        deviance = 2 * (45 * math.log(0.75 / end) + 15 * math.log(0.25 / (1 - end)))
        assert math.sqrt(deviance) * 59 / 60 == pytest.approx(t, abs=1e-3)


def test_the_likelihood_interval_gives_way_where_its_ends_cannot_be_found():
    made = stratified_share([1, 0], None, interval="likelihood")
    assert made.method == "korn-graubard instead of likelihood, which has no ends here"
    assert 0 <= made.lower < 0.5 < made.upper <= 1


def test_clopper_pearson_of_files_that_count_the_same_is_nearly_the_plain_one():
    """The effective sample is n - 1, as the variance has n - 1 below it."""
    made = stratified_share([1] * 45 + [0] * 6, None, interval="clopper-pearson")
    plain = share_interval(45 * 50 / 51, 50, method="clopper-pearson")
    agree([made.lower, made.upper], [plain.lower, plain.upper])


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"answers": [1, 2, 0, 1]}, "answers must be"),
        ({"strata": ["a", "a", "b"]}, "strata must have one label"),
        ({"strata": ["a", None, "b", "b"]}, "one is missing"),
        ({"populations": {"a": 10}}, "'b' is absent"),
        ({"populations": {"a": 10, "b": 1}}, "Stratum 'b' must have a population of at least"),
        ({"populations": {"a": 10, "b": None}}, "Stratum 'b' must have a population"),
        ({"populations": [10, 11, 20, 20]}, "the same for all rows"),
        ({"relevant": [True, None, True, True]}, "relevant must be"),
        ({"weights": [1, 1, 1, 0]}, "weights must be"),
        ({"interval": "wald"}, "interval must be one of"),
        ({"level": 95}, "level must lie"),
        ({"lonely": "ignore"}, "lonely must be one of"),
    ],
)
def test_wrong_arguments_are_named(wrong, message):
    right = {"answers": [1, 0, 0, 1], "strata": ["a", "a", "b", "b"]}
    with pytest.raises(ValueError, match=message):
        stratified_share(**(right | wrong))


@given(files_of(), st.sampled_from(INTERVALS))
def test_the_ends_hold_the_share(files, interval):
    made = stratified_share(**files, interval=interval)
    if not math.isnan(made.lower):
        assert made.lower <= made.value + 1e-12
        assert made.upper >= made.value - 1e-12
    if interval not in ("mean",) and not math.isnan(made.lower):
        assert made.lower >= 0
        assert made.upper <= 1


@given(files_of())
def test_correction_for_the_population_never_widens(files):
    corrected, not_corrected = (stratified_share(**files, fpc=fpc) for fpc in (True, False))
    assert corrected.value == not_corrected.value or math.isnan(corrected.value)
    assert not corrected.se > not_corrected.se


@given(files_of())
def test_names_and_order_of_strata_do_not_matter(files):
    renamed = dict(files)
    renamed["strata"] = [f"stratum {label}" for label in reversed(files["strata"])]
    renamed["answers"] = list(reversed(files["answers"]))
    renamed["populations"] = {f"stratum {k}": v for k, v in files["populations"].items()}
    ours, theirs = stratified_share(**files), stratified_share(**renamed)
    agree(numbers(ours), numbers(theirs))


@given(files_of())
def test_yes_and_no_mirror_each_other(files):
    mirrored = files | {"answers": [a if a is None else 1 - a for a in files["answers"]]}
    ours, theirs = (stratified_share(**one, interval="xlogit") for one in (files, mirrored))
    np.testing.assert_allclose(
        [ours.value, ours.se, ours.lower, ours.upper],
        [1 - theirs.value, theirs.se, 1 - theirs.upper, 1 - theirs.lower],
        atol=1e-9,
    )


@given(st.lists(st.sampled_from([0, 1]), min_size=4, max_size=40), st.integers(50, 5000))
def test_equal_populations_and_samples_are_the_unweighted_share(answers, population):
    answers = answers[: len(answers) // 2 * 2]
    strata = ["a", "b"] * (len(answers) // 2)
    weighted = stratified_share(answers, strata, {"a": population, "b": population}, fpc=False)
    agree(numbers(weighted)[:-1], numbers(stratified_share(answers, strata))[:-1])
    assert weighted.value == pytest.approx(np.mean(answers))


@given(files_of())
def test_weights_that_say_what_populations_say_change_nothing(files):
    sampled = {label: files["strata"].count(label) for label in files["populations"]}
    weights = [files["populations"][label] / sampled[label] for label in files["strata"]]
    given_weights = {k: v for k, v in files.items() if k != "populations"} | {"weights": weights}
    ours, theirs = stratified_share(**given_weights), stratified_share(**files, fpc=False)
    agree(numbers(ours), numbers(theirs))


def numbers(estimate):
    """An estimate's numbers, without its words; the share of files sampled is the last."""
    fields = dataclasses.asdict(estimate)
    return [value for value in fields.values() if not isinstance(value, str)]
