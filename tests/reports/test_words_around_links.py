"""What stands beside a link may not deny it, say otherwise, or name another side."""

from __future__ import annotations

import pytest
from small_report import rules


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ("Most callers ([19 percent](figure:abandoned)) gave in.", "amount-not-supported"),
        ("Every caller was lost ([19 percent](figure:abandoned)).", "amount-not-supported"),
        ("Nobody was lost ([19 percent](figure:abandoned)).", "amount-not-supported"),
        ("Nearly all were lost ([19 percent](figure:abandoned)).", "amount-not-supported"),
        ("Few searches had grounds ([94.4 percent](figure:searches)).", "amount-not-supported"),
    ],
)
def test_a_quantity_is_that_of_the_figure_in_brackets_after_it(body: str, rule: str) -> None:
    assert rule in rules(body)


@pytest.mark.parametrize(
    "body",
    [
        "Nearly all searches had grounds ([94.4 percent](figure:searches)).",
        "All calls are recorded, and some are lost ([19 percent](figure:abandoned)).",
        "The force reads each message and each call (of which [19 percent](figure:abandoned)).",
        "Each lost call (in all [19 percent](figure:abandoned)) is looked into.",
    ],
)
def test_other_quantities_of_the_sentence_are_left_alone(body: str) -> None:
    assert "amount-not-supported" not in rules(body)


@pytest.mark.parametrize(
    "body",
    [
        "The share is [higher](compare:abandoned?with=standard) not at all.",
        "That the share is [higher](compare:abandoned?with=standard) is wrong.",
    ],
)
def test_a_denial_after_a_link_is_not_what_the_link_says(body: str) -> None:
    assert rules(body) == ["comparison-not-supported"]


@pytest.mark.parametrize(
    "body",
    [
        "It is [higher](compare:abandoned?with=standard) than in every other force.",
        "It is [higher](compare:abandoned?with=standard) than in similar forces.",
        "It is [higher](compare:abandoned?with=standard) than last year.",
        "It is [higher](compare:abandoned?with=england-and-wales) than the national standard,"
        " in 42 of 43 forces.",
    ],
)
def test_another_side_than_the_link_s_is_refused(body: str) -> None:
    assert rules(body) == ["another-side-named"]


@pytest.mark.parametrize(
    "body",
    [
        "It is [higher](compare:abandoned?with=standard) than the national standard.",
        "It is [higher](compare:abandoned?with=standard) than the standard, which every force has.",
        "It is [higher](compare:abandoned?with=england-and-wales) than in the other 42 forces.",
        "It shows [no clear change](compare:searches?with=searches-before) against the year.",
    ],
)
def test_the_side_that_the_link_is_with_can_be_named(body: str) -> None:
    assert rules(body) == []


@pytest.mark.parametrize(
    "words",
    ["40 officers", "90 percent", "a million", "fell by half", "the lowest in England", "£3m"],
)
def test_what_was_seen_or_heard_shows_no_number(words: str) -> None:
    assert set(rules(f"It saw [{words}](evidence:e1).")) == {"number-from-evidence"}


@pytest.mark.parametrize("words", ["improved", "two", "more", "one of its teams", "far better"])
def test_what_was_seen_or_heard_bears_out_words(words: str) -> None:
    assert rules(f"It saw [{words}](evidence:e1).") == []
