"""The rules of a report on what has no figure, its sources, its structure and its style."""

from __future__ import annotations

from datetime import date

import pytest
from small_report import (
    FIGURE,
    bundle,
    found,
    inspection,
    report,
    rules,
    source,
)

from openpeel.reports.checks.checking import check_report


def test_number_from_evidence() -> None:
    """More of it stands in test_words_around_links.py."""
    (problem,) = found("The force lost [40 officers](evidence:e1).")
    assert (problem.rule, problem.level) == ("number-from-evidence", "error")


def test_another_side_named() -> None:
    """More of it stands in test_words_around_links.py."""
    (problem,) = found("That is [more](compare:abandoned?with=standard) than the year before.")
    assert (problem.rule, problem.level) == ("another-side-named", "error")


def test_another_time_named() -> None:
    """More of it stands in test_words_around_links.py."""
    (problem,) = found("In 2015 it let [19 percent](figure:abandoned) of calls go.")
    assert (problem.rule, problem.suggestion) == ("another-time-named", "year ending March 2021")


def test_another_place_named() -> None:
    """More of it stands in test_words_around_links.py."""
    (problem,) = found("In Kent [19 percent](figure:abandoned) of calls were let go.")
    assert (problem.rule, problem.level) == ("another-place-named", "error")


def test_bare_number() -> None:
    (problem,) = found("It let 20 percent of its calls go.")
    assert (problem.rule, problem.level) == ("bare-number", "error")
    assert rules("In March 2021 it answered 999 and 101 calls.") == []


def test_words_that_change_a_number_belong_into_its_link() -> None:
    assert rules("It let only [almost 20 percent](figure:abandoned) go.") == []
    assert rules("It let almost [20 percent](figure:abandoned) go.") == [
        "amount-not-supported",
        "bare-number",
    ]


def test_bare_quantity() -> None:
    (problem,) = found("Most of its calls are answered.")
    assert (problem.rule, problem.level) == ("bare-quantity", "note")


def test_bare_comparison() -> None:
    (problem,) = found("Calls are answered worse than before.")
    assert (problem.rule, problem.level) == ("bare-comparison", "warning")


def test_untraced_in_the_record() -> None:
    """More of it stands in test_unlinked_words.py."""
    step = {"status": "open", "by": "A. Lead", "on": date(2022, 4, 27), "words": "Now 30 wait."}
    placed = {"area": "responding", "round": "inspection"}
    improvement = {"id": "i", "words": "Calls should be answered.", "history": [step], **placed}
    (problem,) = found("It waits.", of=inspection(improvements=[improvement]))
    assert (problem.rule, problem.level) == ("untraced-in-the-record", "warning")
    assert "the history of the area for improvement i, 2022-04-27" in problem.says


def test_figure_of_another_release() -> None:
    other = inspection(release="000000000000")
    assert rules("It answers calls.", of=other) == ["figure-of-another-release"]


def test_figure_after_the_window() -> None:
    early = inspection(window={"from": date(2018, 4, 1), "to": date(2020, 3, 31)})
    body = "It let [almost 20 percent](figure:abandoned) go."
    assert rules(body, of=early) == ["figure-after-the-window"]


def test_simulated_beside_real() -> None:
    real = FIGURE.model_copy(update={"simulated": False})
    body = "It let [almost 20 percent](figure:abandoned) go."
    assert rules(body, data=bundle((real,))) == ["simulated-beside-real"]


def test_unused_figure() -> None:
    problems = check_report(source(report("It answers calls.")), bundle((FIGURE,)))
    assert [(p.rule, p.level) for p in problems] == [("unused-figure", "note")]


def test_unknown_section() -> None:
    whole = report("It answers calls.") + "\n## Traffic\n\nIt drives.\n"
    (problem,) = found("", whole=whole)
    assert (problem.rule, problem.says) == ("unknown-section", "Traffic")
    assert "Investigating crime" in problem.data


def test_text_before_the_first_section_has_no_place() -> None:
    whole = report("It answers calls.").replace("(simulated)\n", "(simulated)\n\nHello.\n", 1)
    assert "unknown-section" in [p.rule for p in found("", whole=whole)]


def test_section_twice() -> None:
    whole = report("It answers calls.") + "\n## Responding to the public\n\nAgain.\n"
    assert [p.rule for p in found("", whole=whole)] == ["section-twice"]


def test_area_missing() -> None:
    whole = "# A report\n\n## HM Inspector's observations\n\nIt is told.\n"
    assert [p.rule for p in found("", whole=whole)] == ["area-missing", "finding-not-in-the-report"]


def test_finding_not_in_the_record() -> None:
    whole = report("It answers calls.") + "\n### Cars are clean\n\nThey are.\n"
    assert [p.rule for p in found("", whole=whole)] == ["finding-not-in-the-record"]


def test_finding_not_in_the_report() -> None:
    whole = report("It answers calls.").replace("### Calls wait too long\n", "")
    (problem,) = found("", whole=whole)
    assert (problem.rule, problem.level) == ("finding-not-in-the-report", "warning")


def test_grade_not_the_judgment() -> None:
    whole = report("It answers calls.", opening="West Mercia Police is good at responding.")
    (problem,) = found("", whole=whole)
    assert problem.rule == "grade-not-the-judgment"
    assert problem.suggestion == "requires improvement"


@pytest.mark.parametrize(
    "said",
    [
        "We graded the force good.",
        "The force is good.",
        "The force was graded as ‘good’ in this area.",
        "Its grade is good.",
        "Grade: outstanding.",
        "The force is now good.",
        "It went from inadequate to adequate.",
        "West Mercia Police remains adequate at responding.",
        "* The force is good at responding.",
    ],
)
def test_a_grade_can_be_stated_in_many_ways(said: str) -> None:
    (problem,) = found(said)
    assert (problem.rule, problem.suggestion) == ("grade-not-the-judgment", "requires improvement")
    assert "the judgment on Responding to the public" in problem.data


def test_a_grade_is_held_against_the_area_that_the_sentence_names() -> None:
    good = (
        inspection().judgments[0].model_copy(update={"area": "preventing-crime", "grade": "good"})
    )
    of = inspection().model_copy(update={"judgments": (*inspection().judgments, good)})
    said = "The force is {} at preventing crime."
    found_ = [p for p in found(said.format("good"), of=of) if p.rule == "grade-not-the-judgment"]
    assert found_ == []
    assert "grade-not-the-judgment" in rules(said.format("adequate"), of=of)


@pytest.mark.parametrize(
    "said",
    [
        "We found good work in this area.",
        "We judged that supervision was good enough.",
        "It was once called good and is now called adequate.",
        "In 2014 the force was good at responding.",
        "The force is good-natured.",
    ],
)
def test_words_of_a_grade_that_state_none(said: str) -> None:
    assert rules(said) == []


@pytest.mark.parametrize(
    "said",
    ["Its overall grade shows that.", "It is an outstanding force.", "Overall, the force is good."],
)
def test_overall_grade(said: str) -> None:
    assert rules(said) == ["overall-grade"]


def test_grades_across_frameworks() -> None:
    body = "The force was graded better than in its last inspection."
    assert "grades-across-frameworks" in rules(body)


def test_generated_part_typed() -> None:
    whole = report("It answers calls.") + "\n## About the data\n\nIt is good.\n"
    assert [p.rule for p in found("", whole=whole)] == ["generated-part-typed"]


def test_notice_nowhere() -> None:
    assert of_notice(place="traffic") == ["notice-nowhere"]
    assert of_notice(concern="nobody") == ["notice-nowhere"]
    assert of_notice() == []


def test_notice_after_its_version() -> None:
    assert of_notice(on=date(2022, 4, 28)) == ["notice-after-its-version"]


def test_the_words_of_a_notice_are_checked_as_the_text_is() -> None:
    assert of_notice(words="Now 20 percent wait.") == ["bare-number"]
    assert of_notice(words="The force is good at responding.") == ["grade-not-the-judgment"]
    assert of_notice(words="It let [a third](figure:abandoned) go.") == ["amount-not-supported"]
    assert of_notice(words="It let [19 percent](figure:abandoned) go.") == []


def of_notice(**changed: object) -> list[str]:
    """The rules that found something in a notice of the day on which its version was published."""
    notice = {"on": date(2022, 4, 27), "place": "responding", "words": "We visited it again."}
    return rules("It answers calls.", notices=[notice | changed])


def test_published_before_its_judgment() -> None:
    early = {"published": date(2022, 4, 26)}
    assert rules("It answers calls.", **early) == ["published-before-its-judgment"]


def test_house_style() -> None:
    (problem,) = found("It let [20%](figure:abandoned) go.", data=bundle((
        FIGURE.model_copy(update={"value": 20.0}),
    )))  # fmt: skip
    assert (problem.rule, problem.suggestion) == ("house-style", "percent")


def test_long_sentence() -> None:
    (problem,) = found(f"It answers calls{' and calls' * 24}.")
    assert (problem.rule, problem.level) == ("long-sentence", "note")
    assert "51 words" in problem.data
    assert rules(f"It answers calls{' and calls' * 23}.") == []


def test_force_name() -> None:
    (problem,) = found("West Mercia Constabulary answers calls.")
    assert (problem.rule, problem.suggestion) == ("force-name", "West Mercia Police")


def test_abbreviation_unexplained() -> None:
    assert rules("The force carries BWV.") == ["abbreviation-unexplained"]
    explained = [{"short": "BWV", "long": "body-worn video"}]
    assert rules("The force carries BWV.", abbreviations=explained) == ["abbreviation-unexplained"]
    body = "The force carries body-worn video (BWV). BWV helps."
    assert rules(body, abbreviations=explained) == []
