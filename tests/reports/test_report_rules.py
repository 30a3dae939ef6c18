"""The rules of a report: what each finds, and that a good report has nothing to find.

Each rule of `report-rules.yaml` has a test of its name: here those on what a link says, in
`test_report_rules_of_the_whole.py` the others. The last test holds rules and tests together.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from small_report import (
    FIGURE,
    NATIONAL,
    SEARCHES,
    bundle,
    found,
    report,
    rules,
    source,
)

from openpeel.catalogue.report_rules import report_rules
from openpeel.reports.checks.checking import check_report
from openpeel.reports.data.figures import Bundle, Compared


def test_a_good_report_has_nothing_to_find() -> None:
    body = (
        "The force let [almost 20 percent](figure:abandoned) of calls go,"
        " [double](compare:abandoned?with=standard) the national standard. Its share is"
        " [well above average](compare:abandoned?with=average). Of searches"
        " [94.4 percent](figure:searches), [101 of 107](figure:searches), had grounds"
        " ([90.5 to 98.3 percent](interval:searches)), with"
        " [no clear change](compare:searches?with=searches-before)."
        " Of those who answered, [half](figure:forms) had submitted a form."
    )
    assert found(body) == []


def test_unknown_figure() -> None:
    assert rules("It was [20 percent](figure:nobody).") == ["unknown-figure"]
    (problem,) = found("It was [20 percent](figure:abandond).")
    assert problem.suggestion == "abandoned"


def test_a_comparison_with_a_figure_that_nobody_defined_is_an_unknown_figure() -> None:
    """A slip of the pen is not answered with "cannot say"."""
    made = Compared(
        figure="searches", with_="average-", other="", why="there is no figure average-"
    )
    data = bundle(compared=(made,))
    (problem,) = found("It is [higher](compare:searches?with=average-).", data=data)
    assert (problem.rule, problem.suggestion) == ("unknown-figure", "average")


def test_amount_not_supported() -> None:
    (problem,) = found("It let [a third](figure:abandoned) of calls go.")
    assert problem.rule == "amount-not-supported"
    assert problem.line == 13
    assert "19.34 percent" in problem.data and "383 of 1,980" in problem.data
    assert problem.suggestion


def test_amount_could_be_nearer() -> None:
    (problem,) = found("It let [fewer than half](figure:abandoned) of calls go.")
    assert (problem.rule, problem.level) == ("amount-could-be-nearer", "note")


def test_parts_not_the_figure() -> None:
    (problem,) = found("Of searches [202 of 214](figure:searches) had grounds.")
    assert (problem.rule, problem.suggestion) == ("parts-not-the-figure", "101 of 107")


def test_missing_figure() -> None:
    gone = FIGURE.model_copy(update={"value": None, "status": "x", "reason": "not supplied"})
    (problem,) = found("It let [none](figure:abandoned) go.", data=bundle((gone,)))
    assert problem.rule == "missing-figure"
    assert "not supplied" in problem.data
    for said in ("not known", "not supplied", "not available", "withheld"):
        assert rules(f"How many is [{said}](figure:abandoned).", data=bundle((gone,))) == []
    assert "amount-not-supported" in rules("It is [not known](figure:abandoned).")


def test_partial_figure_unsaid() -> None:
    part = FIGURE.model_copy(update={"status": "p", "reason": "five months"})
    body = "It let [19 percent](figure:abandoned) of calls go"
    assert rules(f"{body}.", data=bundle((part,))) == ["partial-figure-unsaid"]
    assert rules(f"{body}, in a partial year.", data=bundle((part,))) == []


def test_interval_not_supported() -> None:
    (problem,) = found("The interval is [88 to 99 percent](interval:searches).")
    assert (problem.rule, problem.suggestion) == ("interval-not-supported", "90.5 to 98.3")
    assert rules("It is [+/- 3.9 percent](interval:searches).") == []
    assert rules("It is [+/- 4.4 percent](interval:searches).") == ["interval-not-supported"]
    of_ninety = "The 95 percent interval is [+/- 3.9 percent](interval:searches-as-published)."
    narrow = SEARCHES.model_copy(update={"id": "searches-as-published", "level": 0.9})
    assert "interval-not-supported" in rules(of_ninety, data=bundle((narrow,)))


def test_comparison_not_supported() -> None:
    (problem,) = found("That is [higher](compare:searches?with=searches-before) than before.")
    assert problem.rule == "comparison-not-supported"
    assert "-5.10 to 7.11" in problem.data
    assert "no clear" in problem.suggestion


def test_comparison_could_be_nearer() -> None:
    body = (
        "It is [much higher](compare:abandoned?with=england-and-wales) than in the other 42 forces."
    )
    assert rules(body) == ["comparison-could-be-nearer"]


def beside_before(**changed: object) -> Bundle:
    """A share that rose from 12.5 to 19.3 percent."""
    held = {
        "figure": "abandoned", "with_": "before", "other": "year ending March 2020",
        "other_value": 12.463, "other_numerator": 257.0, "other_denominator": 2062.0,
        "difference": 6.88, "lower": 4.6, "upper": 9.1, "ratio": 1.552,
    }  # fmt: skip
    return bundle(compared=(Compared.model_validate(held | changed),))


@pytest.mark.parametrize(
    "said",
    [
        "from 12.5 to 19.3 percent",
        "rose from 12.5 percent to 19.3 percent",
        "up from 12.5 percent of calls in 2019 to almost 20 percent",
        "19.3 percent, compared with 12.5 percent",
        "19.3 percent (12.5 the year before)",
        "19.3 percent, up from 12.5 percent",
        "almost 20 percent, higher than the 12.5 percent",
        "rose from one in eight to almost one in five",
        "383 of 1,980 calls, after 257 of 2,062",
    ],
)
def test_a_comparison_can_state_both_amounts(said: str) -> None:
    assert rules(f"It is [{said}](compare:abandoned?with=before).", data=beside_before()) == []


def test_compared_amount_not_supported() -> None:
    body = "The share [rose from 11 to 19.3 percent](compare:abandoned?with=before)."
    (problem,) = found(body, data=beside_before())
    assert (problem.rule, problem.level) == ("compared-amount-not-supported", "error")
    assert problem.says.startswith("11 percent in: rose from")
    assert "year ending March 2020: 12.46 percent, 257 of 2,062" in problem.data
    body = "It is [19.3 percent, compared with 20 percent](compare:abandoned?with=before)."
    (problem,) = found(body, data=beside_before())
    assert problem.says.startswith("20 percent in")
    body = "It is [383 of 1,980, after 250 of 2,062](compare:abandoned?with=before)."
    (problem,) = found(body, data=beside_before())
    assert problem.suggestion == "257 of 2,062"


def test_two_amounts_the_other_way_round_are_said_to_be() -> None:
    body = "The share went [from 19.3 to 12.5 percent](compare:abandoned?with=before)."
    (problem,) = found(body, data=beside_before())
    assert problem.rule == "compared-amount-not-supported"
    assert problem.suggestion == "the amounts stand the other way round"


def test_the_word_between_two_amounts_is_checked_as_any_other() -> None:
    body = "The share [fell from 12.5 to 19.3 percent](compare:abandoned?with=before)."
    assert rules(body, data=beside_before()) == ["comparison-not-supported"]
    body = "It [rose from 12.5 to 19.3 percent](compare:abandoned?with=before)."
    unclear = beside_before(lower=-0.4)
    assert rules(body, data=unclear) == ["comparison-not-supported"]
    body = "It is [almost 20 percent, double the 12.5 percent](compare:abandoned?with=before)."
    assert rules(body, data=beside_before()) == ["comparison-not-supported"]


def test_amounts_in_no_order() -> None:
    body = "They were [12.5 percent and 19.3 percent](compare:abandoned?with=before)."
    (problem,) = found(body, data=beside_before())
    assert problem.rule == "amounts-in-no-order"
    assert "“from ONE to TWO”" in problem.suggestion
    body = "They were [12.5, 14 and 19.3 percent](compare:abandoned?with=before)."
    assert rules(body, data=beside_before()) == ["amounts-in-no-order"]


def test_the_points_between_two_amounts_are_their_difference() -> None:
    body = "It [rose by {} points, from 12.5 to 19.3 percent](compare:abandoned?with=before)."
    assert rules(body.format(7), data=beside_before()) == []
    assert rules(body.format(9), data=beside_before()) == ["comparison-not-supported"]


def test_missing_peers_unsaid() -> None:
    some = beside_before(
        with_="peers", other="2 of 3 similar forces", supplied=2, without=("Norfolk",)
    )
    body = "It is [higher](compare:abandoned?with=peers) than in similar forces."
    (problem,) = found(body, data=some)
    assert problem.rule == "missing-peers-unsaid"
    assert "without Norfolk" in problem.data
    assert problem.suggestion == "write “2 of its 3 similar forces”"
    for said in ("2 of its 3 similar forces", "2 of 3 most similar forces", "the 2 similar forces"):
        body = f"It is [higher](compare:abandoned?with=peers) than in {said}."
        assert rules(body, data=some) == []
    whole = beside_before(with_="peers", supplied=3)
    assert rules("It is [higher](compare:abandoned?with=peers).", data=whole) == []


def test_a_comparison_with_a_figure_of_both_countries_says_how_many_forces() -> None:
    national = beside_before(with_="national", supplied=42, without=("City of London",))
    body = "It is [higher](compare:abandoned?with=national) than in England and Wales"
    assert rules(f"{body}.", data=national) == ["national-figure-without-coverage"]
    assert rules(f"{body} (42 forces).", data=national) == []


def test_headline_amount_not_supported() -> None:
    (problem,) = found("![A third of calls are given up](chart:abandoned)")
    assert (problem.rule, problem.level) == ("headline-amount-not-supported", "error")
    assert problem.says == "A third in: A third of calls are given up"
    assert "19.34 percent" in problem.data and problem.suggestion
    for headline in (
        "Almost a fifth of calls are given up",
        "383 of 1,980 calls given up in 2 years",
    ):
        assert rules(f"![{headline}](chart:abandoned)") == []


def test_headline_comparison_not_supported() -> None:
    (problem,) = found("![Fewer calls are given up than elsewhere](chart:abandoned)")
    assert (problem.rule, problem.level) == ("headline-comparison-not-supported", "warning")
    assert "rank 4 to 9 of 42" in problem.data
    for headline in ("More calls are given up than elsewhere", "One of the highest shares"):
        assert rules(f"![{headline}](chart:abandoned)") == []
    fell = "![The share fell](trend:searches)"
    assert rules(fell) == ["headline-comparison-not-supported"]
    clear = Compared(
        figure="searches", with_="searches/trend", other="March 2020", difference=-3, lower=-4,
        upper=-2,
    )  # fmt: skip
    assert rules(fell, data=bundle(compared=(clear,))) == []


def test_a_chart_of_a_figure_that_nobody_defined_is_named() -> None:
    (problem,) = found("![A headline](chart:abandonned)")
    assert (problem.rule, problem.suggestion) == ("unknown-figure", "abandoned")


def test_comparison_not_possible() -> None:
    (problem,) = found("It is [higher](compare:searches?with=standard).")
    assert (problem.rule, problem.data) == ("comparison-not-possible", "an audit has no standard")
    assert rules("What it was before, we [cannot say](compare:searches?with=standard).") == []


def test_national_figure_without_coverage() -> None:
    (problem,) = found("It was [13.5 percent](figure:national) in England and Wales.")
    assert problem.rule == "national-figure-without-coverage"
    assert "42 of 43 forces, without City of London" in problem.data
    assert rules("In the 42 forces with figures it was [13.5 percent](figure:national).") == []
    compared = "It is [higher](compare:abandoned?with=england-and-wales) than elsewhere."
    assert rules(compared) == ["national-figure-without-coverage"]


def test_all_43_forces_can_only_be_said_when_all_supplied() -> None:
    body = "In all 43 forces it was [13.5 percent](figure:national)."
    assert "national-figure-without-coverage" in rules(body)
    whole = NATIONAL.model_copy(update={"supplied": 43, "without": ()})
    assert rules(body, data=bundle((whole,))) == []


@pytest.mark.parametrize(
    "said",
    [
        "In the 42 forces with figures",
        "In 42 of 43 forces",
        "In 42 of the 43 forces",
        "In the other 42 forces",
        "For 1.2 of each kind in all 42 forces",
    ],
)
def test_coverage_can_be_said_in_several_ways(said: str) -> None:
    found_rules = rules(f"{said} it was [13.5 percent](figure:national).")
    assert "national-figure-without-coverage" not in found_rules


def test_more_than_a_hundred_percent_is_a_number_like_any_other() -> None:
    more = FIGURE.model_copy(update={"value": 101.875})
    assert rules("It saved [102 percent](figure:abandoned).", data=bundle((more,))) == []
    wrong = rules("It saved [112 percent](figure:abandoned).", data=bundle((more,)))
    assert wrong == ["amount-not-supported"]


def test_parts_of_a_sum_are_used() -> None:
    parts = [FIGURE.model_copy(update={"id": name, "name": name}) for name in ("a", "b")]
    whole = FIGURE.model_copy(update={"id": "whole", "name": "a + b", "kind": "working"})
    text = source(report("It was [almost 20 percent](figure:whole)."))
    assert check_report(text, bundle((*parts, whole))) == ()


def test_another_force_unsaid() -> None:
    kent = FIGURE.model_copy(update={"id": "kent", "place": "Kent"})
    data = bundle((FIGURE, kent))
    (problem,) = found("It let [19 percent](figure:kent) of calls go.", data=data)
    assert problem.rule == "another-force-unsaid"
    assert "a figure of Kent" in problem.data
    assert rules("Kent let [19 percent](figure:kent) of calls go.", data=data) == []


def test_the_other_side_of_a_comparison_is_named_too() -> None:
    kent = FIGURE.model_copy(update={"id": "kent", "place": "Kent"})
    made = Compared(figure="abandoned", with_="kent", other="Kent", difference=6, lower=4, upper=8)
    data = bundle((FIGURE, kent), compared=(made,))
    said = "That is [higher](compare:abandoned?with=kent) than"
    assert rules(f"{said} elsewhere.", data=data) == ["another-force-unsaid"]
    assert rules(f"{said} in Kent.", data=data) == []


def test_percentage_points_are_held_against_the_difference() -> None:
    made = Compared(
        figure="abandoned", with_="searches", other="before", difference=-3.15, lower=-5.84,
        upper=-0.43, ratio=0.81,
    )  # fmt: skip
    data = bundle(compared=(made,))

    def said(words: str) -> list[str]:
        return rules(f"It [{words}](compare:abandoned?with=searches).", data=data)

    assert said("fell by 3 percentage points") == []
    assert said("fell by three percentage points") == []
    assert said("rose by 3 percentage points") == ["comparison-not-supported"]
    (problem,) = found(
        "It [fell by 5 percentage points](compare:abandoned?with=searches).", data=data
    )
    assert problem.suggestion == "3 percentage points"
    assert "0.81 times as much" in problem.data


@pytest.mark.parametrize("words", ["near average", "about average", "not well above average"])
def test_between_the_outlier_lines_is_near_average(words: str) -> None:
    between = Compared(figure="abandoned", with_="average", other="lines", mark="between the lines")
    data = bundle(compared=(between,))
    assert rules(f"It is [{words}](compare:abandoned?with=average).", data=data) == []
    (problem,) = found("It is [well above average](compare:abandoned?with=average).", data=data)
    assert (problem.rule, problem.suggestion) == ("comparison-not-supported", "near average")


def test_survey_words() -> None:
    (problem,) = found("Only [half](figure:forms) of officers submit a form.")
    assert problem.rule == "survey-words"
    assert "of those who answered" in problem.suggestion


def test_a_sentence_on_a_survey_claims_no_more_than_a_survey_can() -> None:
    body = "Of those who answered [half](figure:forms) had, a significant result."
    assert "survey-words" in rules(body)


def test_survey_compared() -> None:
    body = "Of those who answered, [fewer](compare:forms?with=searches) submit a form."
    assert rules(body) == ["survey-compared"]


def test_unknown_evidence() -> None:
    assert rules("Calls have [improved](evidence:e9).") == ["unknown-evidence"]


def test_sensitive_evidence() -> None:
    assert rules("Calls have [improved](evidence:secret).") == ["sensitive-evidence"]


def test_survey_as_evidence() -> None:
    assert rules("Calls have [improved](evidence:theme).") == ["survey-as-evidence"]
    assert rules("Calls have [improved](evidence:e1).") == []


def test_every_rule_has_a_test_of_its_name() -> None:
    files = Path(__file__).parent.glob("test_report_rules*.py")
    text = "".join(path.read_text(encoding="utf-8") for path in files)
    missing = [id for id in report_rules() if f"def test_{id.replace('-', '_')}(" not in text]
    assert missing == []
