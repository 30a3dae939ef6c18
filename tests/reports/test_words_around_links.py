"""What stands beside a link may not deny it, say otherwise, or name another side."""

from __future__ import annotations

import pytest
from small_report import bundle, rules

from openpeel.reports.data.figures import Compared


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


@pytest.mark.parametrize(
    ("begins", "rule"),
    [
        ("In 2015, [19 percent](figure:abandoned)", "another-time-named"),
        ("In 2018/19 [19 percent](figure:abandoned)", "another-time-named"),
        ("In the year to March 2020 [19 percent](figure:abandoned)", "another-time-named"),
        ("In Kent, [19 percent](figure:abandoned)", "another-place-named"),
        ("Kent let [19 percent](figure:abandoned)", "another-place-named"),
        ("In England and Wales [19 percent](figure:abandoned)", "another-place-named"),
        ("Every force let [19 percent](figure:abandoned)", "another-place-named"),
    ],
)
def test_a_sentence_does_not_begin_with_another_time_or_place(begins: str, rule: str) -> None:
    assert rules(f"{begins} of calls go.") == [rule]


@pytest.mark.parametrize(
    "body",
    [
        "In 2020/21 [19 percent](figure:abandoned) of calls were let go.",
        "In 2020 it let [19 percent](figure:abandoned) of calls go.",
        "In the year to March 2021 [19 percent](figure:abandoned) of calls were let go.",
        "In the year ending 31 March 2021 [19 percent](figure:abandoned) were let go.",
        "In 2015 it had a plan, and in 2021 [19 percent](figure:abandoned) of calls were let go.",
        "In West Mercia [19 percent](figure:abandoned) of calls were let go.",
        "Kent shares its control room, and [19 percent](figure:abandoned) of calls are let go.",
        "In England and Wales, in 42 of 43 forces, [13.5 percent](figure:national) were let go.",
        "In Kent and in West Mercia it is known that [19 percent](figure:abandoned) are let go.",
        "In 2015 a plan was made. Now [19 percent](figure:abandoned) of calls are let go.",
        "In 2019 records began, and of searches [94.4 percent](figure:searches) had grounds.",
    ],
)
def test_a_sentence_may_begin_with_its_own_time_and_place(body: str) -> None:
    assert rules(body) == []


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("rose from 12.5 percent in 2010 to 19.3 percent in 2021", ["another-time-named"]),
        ("rose from 12.5 percent in 2019/20 to 19.3 percent in 2020/21", []),
        ("rose from 12.5 percent in March 2020 to 19.3 percent in March 2021", []),
    ],
)
def test_years_in_a_comparison_are_those_of_its_two_times(words: str, rule: list[str]) -> None:
    held = Compared(
        figure="abandoned", with_="before", other="year ending March 2020", other_value=12.463,
        other_numerator=257.0, other_denominator=2062.0, difference=6.88, lower=4.6, upper=9.1,
        ratio=1.552,
    )  # fmt: skip
    body = f"The share [{words}](compare:abandoned?with=before)."
    assert rules(body, data=bundle(compared=(held,))) == rule


@pytest.mark.parametrize(
    ("chart", "rule"),
    [
        ("![In 2015 calls were lost](chart:abandoned)", ["another-time-named"]),
        ("![In 2021 calls were lost](chart:abandoned)", []),
        ("![In 2015 it began](trend:abandoned)", []),
    ],
)
def test_the_headline_of_bars_does_not_begin_with_another_time(chart: str, rule: list[str]) -> None:
    assert rules(f"It waits.\n\n{chart}") == rule
