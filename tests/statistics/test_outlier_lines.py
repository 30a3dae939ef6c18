"""The inspectorate's outlier lines."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from stat_reference_values import agree, read_json

from openpeel.statistics import outlier_lines

CASES = ("near_normal", "log_normal", "neither_bimodal")


@pytest.mark.parametrize("case", CASES)
def test_default_reading_agrees_with_r(stat_refs, case):
    """R: shapiro.test, mean, sd on 43 scores; logs only if the logs pass."""
    given_ = read_json(stat_refs, "outlier_lines.json")[case]
    expected = given_["reading_A_log_if_log_is_normal"]
    lines = outlier_lines(given_["values"])
    agree([lines.w_raw, lines.w_log], [given_["shapiro_raw"]["W"], given_["shapiro_log"]["W"]])
    for p, name in ((lines.p_raw, "shapiro_raw"), (lines.p_log, "shapiro_log")):
        assert p == pytest.approx(given_[name]["p"], rel=1e-6)
    assert lines.scale == expected["scale"].removesuffix("_fallback")
    agree(
        [lines.mean, lines.sd, lines.lower, lines.upper],
        [expected["center"], expected["sd"], expected["lower"], expected["upper"]],
    )
    agree(lines.z, expected["z"])
    assert lines.marks.count("above") == expected["n_above"]
    assert lines.marks.count("below") == expected["n_below"]


@pytest.mark.parametrize("case", CASES)
def test_reading_more_normal_agrees_with_r(stat_refs, case):
    """Near-normal scores stay as they are, though their logs have the higher W."""
    given_ = read_json(stat_refs, "outlier_lines.json")[case]
    expected = given_["reading_B_log_if_more_normal"]
    lines = outlier_lines(given_["values"], reading="more-normal")
    assert lines.scale == expected["scale"]
    agree([lines.lower, lines.upper], [expected["lower"], expected["upper"]])
    assert lines.marks.count("above") == expected["n_above"]
    assert lines.marks.count("below") == expected["n_below"]


def test_the_two_readings_mark_different_forces(stat_refs):
    scores = read_json(stat_refs, "outlier_lines.json")["neither_bimodal"]["values"]
    passes, more_normal = outlier_lines(scores), outlier_lines(scores, reading="more-normal")
    assert (passes.scale, more_normal.scale) == ("raw", "log")
    assert passes.marks != more_normal.marks


def test_missing_forces_keep_their_place_and_change_nothing():
    scores = [5.0, 6.5, 4.0, 9.0, 5.5, 6.0]
    lines = outlier_lines(scores)
    gaps = outlier_lines([5.0, None, 6.5, 4.0, float("nan"), 9.0, 5.5, 6.0])
    assert (gaps.mean, gaps.lower, gaps.upper) == (lines.mean, lines.lower, lines.upper)
    assert (gaps.forces, gaps.left_out) == (6, 2)
    assert np.isnan(gaps.z[[1, 4]]).all()
    assert gaps.marks == (None, None, None, "below", None, "above", None, None)


def test_scores_of_zero_or_less_cannot_be_logged():
    skewed = [0.0, 1, 1, 1, 2, 2, 3, 5, 40, 90]
    lines = outlier_lines(skewed)
    assert lines.p_raw < 0.05
    assert lines.scale == "raw"
    assert np.isnan([lines.w_log, lines.p_log]).all()
    assert outlier_lines([s - 1 for s in skewed], reading="more-normal").scale == "raw"


@pytest.mark.parametrize("scores", [[], [4.0], [4.0, 9.0], [None, None, 4.0]])
def test_under_three_scores_there_are_no_lines(scores):
    lines = outlier_lines(scores)
    assert np.isnan([lines.lower, lines.upper]).all()
    assert np.isnan(lines.z).all()
    assert lines.marks == (None,) * len(scores)


def test_equal_scores_mark_nobody():
    lines = outlier_lines([0.1] * 43)
    assert (lines.mean, lines.sd, lines.lower, lines.upper) == (0.1, 0.0, 0.1, 0.1)
    assert set(lines.marks) == {None}


scores_of_forces = arrays(
    np.float64, st.integers(5, 60), elements=st.floats(0.5, 1000).map(lambda v: round(v, 3))
)


@settings(max_examples=80, deadline=None)
@given(scores_of_forces, st.sampled_from(["passes", "more-normal"]), st.randoms())
def test_units_and_order_do_not_matter(scores, reading, random):
    """Marks are the same in percent as in shares, and follow each force however listed."""
    lines = outlier_lines(scores, reading=reading)
    if np.ptp(scores) < 1e-6 or np.nanmin(np.abs(np.abs(lines.z) - 1)) < 1e-9:
        return  # a score on a line is marked or not by rounding
    order = list(range(scores.size))
    random.shuffle(order)
    shuffled = outlier_lines(100 * scores[order], reading=reading)
    if shuffled.scale == lines.scale:  # scale can flip only where p lies on alpha
        assert shuffled.marks == tuple(lines.marks[i] for i in order)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"scores": [1, 2], "reading": "best"}, "reading must be one of"),
        ({"scores": [1, 2], "alpha": 5}, "alpha must lie between"),
        ({"scores": [[1, 2], [3, 4]]}, "one-dimensional"),
        ({"scores": [1, float("inf")]}, "finite or missing"),
    ],
)
def test_wrong_arguments_are_refused_in_a_sentence(arguments, words):
    with pytest.raises(ValueError, match=words):
        outlier_lines(**arguments)
