"""All that the link of a figure says is the figure's: its parts, its whole, and nothing compared.

The figure is 383 of 1,980 calls, 19.3 percent; or 31 of 31 files.
"""

from __future__ import annotations

import pytest
from small_report import FIGURE, bundle, found, rules

FILES = FIGURE.model_copy(
    update={
        "id": "files", "kind": "audit", "value": 100.0, "lower": 89.0, "upper": 100.0,
        "numerator": 31, "denominator": 31, "denominator_words": "files reviewed",
        "title": "Victim told: yes",
    }
)  # fmt: skip
DATA = bundle((FIGURE, FILES))


@pytest.mark.parametrize(
    "words",
    [
        "383 of the 1,980 calls",
        "383 of the 1,980 calls, almost one in five,",
        "383 of 1,980 calls (19.3 percent)",
        "19.3 percent, or 383 of 1,980 calls",
        "19 percent (383 calls)",
        "19 percent of the 1,980 calls",
        "almost a fifth of all calls",
        "as many as 383 of 1,980",
        "higher than 15 percent",
        "no more than 20 percent",
        "19.3 percent in the year to March 2021",
        "19 percent of calls in 12 months",
        "19.3 percent, a minority,",
    ],
)
def test_parts_and_shares_that_are_the_figures(words: str) -> None:
    assert rules(f"The force let [{words}](figure:abandoned) go.", data=DATA) == []


@pytest.mark.parametrize("words", ["all", "all 31", "all of the 31", "each of the 31", "all 31 of"])
def test_the_whole_may_be_named_behind_all(words: str) -> None:
    body = f"The victim was told in [{words}](figure:files) files."
    assert not [p for p in rules(body, data=DATA) if "amount" in p or "parts" in p]


@pytest.mark.parametrize(
    "words",
    ["383 of 1,979", "19 percent of 5,000 calls", "19 percent (500 calls)", "a fifth of 900 calls",
     "19 percent, or 500 calls"],
)  # fmt: skip
def test_a_whole_that_is_not_the_figures(words: str) -> None:
    (problem,) = found(f"The force let [{words}](figure:abandoned) go.", data=DATA)
    assert (problem.rule, problem.suggestion) == ("parts-not-the-figure", "383 of 1,980")


@pytest.mark.parametrize("words", ["all 32", "all of 500 files", "all nine", "all of the nine"])
def test_all_of_another_number(words: str) -> None:
    (problem,) = found(f"The victim was told in [{words}](figure:files).", data=DATA)
    assert (problem.rule, problem.suggestion) == ("parts-not-the-figure", "31 of 31")


@pytest.mark.parametrize(
    "words",
    ["383 of the 1,980 calls, nearly half,", "383 of 1,980 (half)", "383 of 1,980, or 90 percent,",
     "383 of the 1,980 calls, nearly all,", "19.3 percent, the majority,"],
)  # fmt: skip
def test_a_second_way_to_say_it_is_checked_as_the_first(words: str) -> None:
    (problem,) = found(f"The force let [{words}](figure:abandoned) go.", data=DATA)
    assert problem.rule == "amount-not-supported"
    assert words in problem.says


@pytest.mark.parametrize(
    ("words", "compares"),
    [
        ("19.3 percent, or the best in England,", "the best"),
        ("19 percent, fewer than before,", "fewer"),
        ("19 percent, higher than average,", "higher"),
        ("19 percent, one of the highest rates,", "one of the highest"),
        ("19 percent, double the standard,", "double"),
        ("19.3 percent and rising", "rising"),
    ],
)
def test_what_compares_has_a_link_of_its_own(words: str, compares: str) -> None:
    (problem,) = found(f"The force let [{words}](figure:abandoned) go.", data=DATA)
    assert problem.rule == "amount-not-supported"
    assert problem.suggestion == f"link “{compares}” by itself, with compare:"


def test_a_ratio_is_no_comparison_of_its_figure() -> None:
    times = FIGURE.model_copy(update={"unit": "ratio", "value": 2.3, "lower": None, "upper": None})
    body = "Black people are [2.3 times as likely](figure:abandoned) to be searched."
    assert rules(body, data=bundle((times,))) == []


def test_a_side_of_the_amount_is_no_comparison() -> None:
    wait = FIGURE.model_copy(update={"unit": "seconds", "value": 20.0, "denominator": None})
    for words in ("20 seconds or less", "under a minute", "as little as 20 seconds"):
        assert rules(f"It took [{words}](figure:abandoned).", data=bundle((wait,))) == []


@pytest.mark.parametrize(
    "words",
    [
        "almost one in five (19.3 percent)",
        "19.3 percent (almost a fifth)",
        "19.3 percent, or almost one in five,",
        "almost one in five (383 of 1,980)",
    ],
)
def test_an_amount_can_be_said_again_in_another_form(words: str) -> None:
    assert rules(f"It let [{words}](figure:abandoned) of calls go.") == []


@pytest.mark.parametrize("words", ["almost one in five (29 percent)", "a third (19.3 percent)"])
def test_both_forms_of_an_amount_are_held_against_the_figure(words: str) -> None:
    assert rules(f"It let [{words}](figure:abandoned) of calls go.") == ["amount-not-supported"]
