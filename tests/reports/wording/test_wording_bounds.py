"""What can't be a figure, an interval or a rank is refused; what is missing supports nothing."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from openpeel.catalogue.wording_exceptions import ExceptionRules
from openpeel.catalogue.wording_rules import (
    ComparisonRules,
    RankRules,
    load_editions,
)
from openpeel.errors import UserError
from openpeel.reports.wording import (
    check_amount,
    check_comparison,
    check_rank,
    find_comparisons,
    find_numbers,
)


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (1.2, "share", "between 0 and 1"),
        (-0.1, "share", "between 0 and 1"),
        (-1, "ratio", "0 or more"),
        (math.inf, "count", "an end"),
        (0.5, "percent", "unit is 'percent'"),
    ],
)
def test_what_is_no_figure_of_the_unit(value: float, unit: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        check_amount("half", value, unit)


@pytest.mark.parametrize(
    ("interval", "words"),
    [
        ((1, 2, 0), "reversed"),
        ((5, 0, 2), "outside"),
        ((math.inf, 0, math.inf), "an end"),
        ((1, math.inf, -math.inf), "reversed"),
    ],
)
def test_what_is_no_interval(interval: tuple[float, float, float], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        check_comparison("higher", *interval)


def test_an_interval_may_have_one_end() -> None:
    assert check_comparison("higher", 0.05, 0.02, math.inf).supported
    assert check_comparison("lower", -0.05, -math.inf, -0.02).supported
    verdict = check_comparison("higher", 0.05, -math.inf, 0.08)
    assert not verdict.supported
    assert "its interval, 0.08 and down, includes zero" in verdict.reason


@pytest.mark.parametrize("ranks", [(0, 3), (3, 2), (1, 44)])
def test_what_is_no_interval_of_ranks(ranks: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="ranks lie between 1 and 43"):
        check_rank("the lowest", *ranks, 43)


def test_a_direction_is_one_of_four() -> None:
    with pytest.raises(ValueError, match="direction is 'up'"):
        check_comparison("higher", 1, 0.5, 2, "up")
    with pytest.raises(ValueError, match="direction is 'up'"):
        check_rank("the highest", 1, 1, 43, "up")


@pytest.mark.parametrize("unit", ["share", "ratio", "count", "pounds"])
@pytest.mark.parametrize("words", ["half", "none", "0", "half, cannot say why", "purple", ""])
def test_missing_is_never_zero(unit: str, words: str) -> None:
    for value in (None, math.nan):
        verdict = check_amount(words, value, unit)
        assert not verdict.supported
        assert "missing is never zero" in verdict.reason


def test_of_what_is_missing_it_is_true_that_nothing_can_be_said() -> None:
    for value in (None, math.nan):
        verdict = check_amount("half", value)
        assert check_amount(verdict.suggestion, value).supported
        verdict = check_comparison("higher", 0.1, value, 0.2)
        assert check_comparison(verdict.suggestion, 0.1, value, 0.2).supported
    verdict = check_amount("not known", 0.43)
    assert (verdict.supported, verdict.rule, verdict.suggestion) == (
        False,
        "cannot-say",
        "43 percent",
    )


@pytest.mark.parametrize(
    ("value", "words"),
    [(0.1 + 0.2, "at most 30 percent"), (0.1 + 0.2, "30 percent"), (1 - 0.9, "at least a tenth"),
     (0.7 + 0.2 + 0.1, "all"), (1 / 3, "at least a third"), (0.55, "around half"),
     (0.52, "half"), (0.48, "half"), (0.15, "at least 15 percent")],
)  # fmt: skip
def test_noise_of_floating_point_never_decides(value: float, words: str) -> None:
    assert check_amount(words, value).supported


@pytest.mark.parametrize("words", ["  Half ", "HALF", "half.", "“half”", "half\u00a0of its calls"])
def test_case_spaces_and_marks_make_no_difference(words: str) -> None:
    assert check_amount(words, 0.5).supported


def test_a_pattern_that_cant_be_read_is_named(tmp_path: Path) -> None:
    path = tmp_path / "exceptions.yaml"
    path.write_text(
        "checked: {on: 2026-11-23, next: 2027-11-23}\neditions:\n  - from: 2014-04-01\n"
        "    to: null\n    comparisons: []\n    numbers:\n"
        "      - {id: year, example: In 2014., patterns: ['(']}\n"
    )
    with pytest.raises(UserError, match=r"line 7, key .*patterns\.0: '\(' is no regular exp"):
        load_editions(path, ExceptionRules)


def test_a_denial_that_is_no_term_is_named(tmp_path: Path) -> None:
    path = tmp_path / "comparisons.yaml"
    empty = ("negations", "between", "not_negations", "significance", "degree", "cannot_say",
             "changes", "shapes")  # fmt: skip
    path.write_text(
        "checked: {on: 2026-11-23, next: 2027-11-23}\neditions:\n  - from: 2014-04-01\n"
        "    to: null\n    terms:\n      - {id: as-high, needs: none, denial: loower, words: []}\n"
        + "".join(f"    {key}: []\n" for key in empty)
    )
    with pytest.raises(UserError, match=r"line 6, key .*denial: no term has the id loower"):
        load_editions(path, ComparisonRules)


def test_two_editions_on_one_day_are_refused(tmp_path: Path) -> None:
    edition = "\n".join(
        ["  - from: 2014-04-01", "    to: null", "    one_of: 0.25"]
        + [f"    {key}: {{}}" for key in ("parts", "ends", "counts", "ordinals")]
        + [
            f"    {key}: []"
            for key in ("among", "above", "below", "better", "worse", "average", "outlier",
                        "negations")
        ]
    )  # fmt: skip
    path = tmp_path / "ranks.yaml"
    path.write_text(
        f"checked: {{on: 2026-11-23, next: 2027-11-23}}\neditions:\n{edition}\n{edition}\n"
    )
    with pytest.raises(UserError, match="two editions of the words hold on one day"):
        load_editions(path, RankRules)


@pytest.mark.parametrize("word", ["not", "no", "just", "exactly", "almost", "not higher", "never"])
def test_a_word_said_a_thousand_times_is_read_in_time(word: str) -> None:
    words = f"{word} " * 1000 + "20 percent"
    assert check_amount(words, 0.9, "share").reason
    assert check_comparison(words, 1, 0.5, 2).reason
    assert find_numbers(words)
    find_comparisons(words)
