"""Headings, titles and the record's words can have no link: they say again what the text links."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from small_report import found, inspection, report, rules

BODY = "It let [almost 20 percent](figure:abandoned) of calls go, [double](compare:abandoned?with=standard) the standard."  # noqa: E501
HEADING = "Calls wait too long"


def under(heading: str, body: str = BODY) -> list[tuple[str, str]]:
    """What is found in a heading that the record has word for word."""
    (finding,) = inspection().model_dump(by_alias=True)["findings"]
    held = inspection(findings=[finding | {"heading": heading}])
    text = report(body).replace(HEADING, heading)
    return [(p.rule, p.says.split(" in heading")[0]) for p in found("", whole=text, of=held)]


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("Nine in ten victims wait for hours", ("bare-number", "Nine in ten")),
        ("Calls wait for 20 minutes", ("bare-number", "20")),
        ("Response times have trebled", ("bare-comparison", "trebled")),
        ("Calls wait longer than in any other force", ("bare-comparison", "longer")),
        ("The force has the worst response in England", ("bare-comparison", "the worst")),
        ("The force is good at responding", ("grade-not-the-judgment", "is good")),
    ],
)
def test_a_heading_says_nothing_that_the_text_under_it_does_not_link(
    heading: str, said: tuple[str, str]
) -> None:
    rule, words = said
    found = under(heading)
    assert [(name, says.startswith(words) or words in says) for name, says in found] == [
        (rule, True)
    ]


@pytest.mark.parametrize(
    "heading",
    [
        "Almost 20 percent of calls are lost, double the standard",
        "Contact is growing and stronger",
        "Officers are taken off neighbourhoods less often",
        "The 101 line and section 60 are understood",
        "The force requires improvement",
    ],
)
def test_a_heading_may_say_again_what_is_linked_and_what_rests_on_evidence(heading: str) -> None:
    assert under(heading) == []


@pytest.mark.parametrize(
    ("key", "words", "rule"),
    [
        ("changed", "Nine in ten victims are let down.", "bare-number"),
        ("changed", "The force is the worst in England.", "bare-comparison"),
        ("title", "West Mercia Police: 90 percent let down", "bare-number"),
        ("role", "Inspector of 40 officers", "bare-number"),
    ],
)
def test_what_stands_around_the_text_is_read_too(key: str, words: str, rule: str) -> None:
    assert rule in rules(BODY, version=2, **({"changed": "The revisit is told."} | {key: words}))


@pytest.mark.parametrize(
    "changed",
    [
        "Two figures and three sentences were corrected on 8 July 2023.",
        "The revisit of 3 to 8 July 2023 is told.",
        "One area was graded by PEEL 2023-25.",
    ],
)
def test_what_a_version_changed_may_be_counted(changed: str) -> None:
    assert rules(BODY, version=2, changed=changed) == []


def record(words: str, history: str = "Raised.", should: str = "Calls should be taken.") -> Any:
    step = {"status": "open", "by": "A. Lead", "on": date(2022, 4, 27), "words": history}
    placed = {"area": "responding", "round": "inspection"}
    concern = {
        "id": "calls", "title": "Calls wait", "words": words, "history": [step], **placed,
        "recommendations": [{"id": "take", "words": should, "history": [step]}],
    }  # fmt: skip
    return inspection(concerns=[concern])


@pytest.mark.parametrize(
    "words",
    [
        "Ninety percent of victims wait.",
        "Victims wait longer than in any other force.",
        "The backlog doubled.",
        "It has the worst response in England.",
    ],
)
def test_a_number_in_the_record_that_no_link_states(words: str) -> None:
    assert set(rules("It waits.", of=record(words))) == {"untraced-in-the-record"}
    assert set(rules("It waits.", of=record("Calls wait.", history=words))) == {
        "untraced-in-the-record"
    }


@pytest.mark.parametrize(
    "words",
    [
        "Almost 20 percent of calls were lost, double the standard.",
        "This is due within three months.",
        "By 28 July 2022 the force said that it would.",
    ],
)
def test_the_record_may_say_what_the_report_links_and_when(words: str) -> None:
    assert rules(BODY, of=record(words, history=words)) == []


def test_what_should_be_reached_is_no_figure() -> None:
    should = "By 28 July 2022 the force should answer 90 percent of calls in 30 seconds."
    assert rules(BODY, of=record("Calls wait.", should=should)) == []
