"""Rules on findings, causes of concern, histories and the programme: one place changed in each."""

from __future__ import annotations

from typing import Any

import pytest

from inspecting.making import (
    WEST_MERCIA,
    changed,
    good,
    only,
    put,
    record,
    signed,
    staffordshire,
    step,
)

ADVICE = ("concerns", "calls", "recommendations", 0)


def test_finding_without_evidence() -> None:
    only("finding-without-evidence", changed("findings", 0, "evidence", to=[]))


def test_criticism_without_consequence() -> None:
    only("criticism-without-consequence", changed("findings", 0, "consequence", to=""))


def test_finding_without_its_areas_judgment() -> None:
    only("finding-without-its-areas-judgment", changed("findings", 0, "area", to="workforce"))


def test_tone_against_the_evidence() -> None:
    words = only("tone-against-the-evidence", changed("findings", 0, "tone", to="praise"))
    assert words.endswith("is praise, and all its evidence speaks against the force.")


def test_sensitive_evidence_in_a_finding() -> None:
    broken = changed("evidence", "e-2", "marking", to="official-sensitive")
    assert "from 2022-04-01 on and cites e-2" in only("sensitive-evidence-in-a-finding", broken)


def test_cause_of_concern_without_recommendation() -> None:
    only(
        "cause-of-concern-without-recommendation", changed("concerns", 0, "recommendations", to=[])
    )


def test_recommendation_without_deadline() -> None:
    only("recommendation-without-deadline", changed(*ADVICE, "deadline", to=None))


def test_cause_of_concern_without_finding() -> None:
    only("cause-of-concern-without-finding", changed("concerns", "calls", "findings", to=[]))


def test_deadline_before_publication() -> None:
    values = good()
    put(values, "inspections", 0, *ADVICE, "deadline", to="2022-03-31")
    put(values, "inspections", 0, *ADVICE, "history", 1, to=step("closed", "2022-05-01", "Done."))
    only("deadline-before-publication", record(values))


def test_deadline_passed_and_open() -> None:
    words = only("deadline-passed-and-open", changed(*ADVICE, "deadline", to="2022-05-31"))
    assert words == "calls-1 was due on 2022-05-31 and is still open."


def test_cause_of_concern_closed_with_an_open_recommendation() -> None:
    closed = step("closed", "2022-05-01", "Calls are answered.")
    only(
        "cause-of-concern-closed-with-an-open-recommendation",
        changed("concerns", "calls", "history", 1, to=closed),
    )


HISTORIES: list[tuple[Any, ...]] = [
    ("inspections", 0, *ADVICE, "history"),
    ("inspections", 0, "improvements", "response-times", "history"),
    ("recommendations", 0, "applied", 0, "history"),
]


def of_history(way: tuple[Any, ...], *steps: dict[str, Any]) -> Any:
    values = good()
    put(values, *way, to=list(steps))
    return record(values)


@pytest.mark.parametrize("way", HISTORIES, ids=lambda way: way[-2])
def test_entry_without_a_status(way: tuple[Any, ...]) -> None:
    only("entry-without-a-status", of_history(way))


@pytest.mark.parametrize("way", HISTORIES, ids=lambda way: way[-2])
def test_history_out_of_order(way: tuple[Any, ...]) -> None:
    only("history-out-of-order", of_history(way, step(), step("progress seen", "2022-03-31")))


@pytest.mark.parametrize("way", HISTORIES, ids=lambda way: way[-2])
def test_closed_before_it_was_raised(way: tuple[Any, ...]) -> None:
    only("closed-before-it-was-raised", of_history(way, step("closed", words="Done.")))


@pytest.mark.parametrize("way", HISTORIES, ids=lambda way: way[-2])
def test_closed_without_reason(way: tuple[Any, ...]) -> None:
    only("closed-without-reason", of_history(way, step(), step("closed", "2022-05-01")))


WORDED: list[tuple[Any, ...]] = [
    ("inspections", 0, *ADVICE, "words"),
    ("inspections", 0, "improvements", "response-times", "words"),
    ("inspections", 0, "concerns", "calls", "words"),
    ("inspections", 0, "concerns", "calls", "title"),
    ("recommendations", 0, "words"),
    ("recommendations", 0, "title"),
]


@pytest.mark.parametrize("way", WORDED, ids=lambda way: f"{way[-3]}-{way[-1]}")
@pytest.mark.parametrize("words", ["", " \n", "…", "-"])
def test_entry_without_words(way: tuple[Any, ...], words: str) -> None:
    values = good()
    put(values, *way, to=words)
    only("entry-without-words", record(values))


EARLIER: list[tuple[Any, ...]] = [*HISTORIES[:2], ("inspections", 0, "concerns", 0, "history")]


@pytest.mark.parametrize("way", EARLIER, ids=lambda way: way[-2])
def test_raised_before_its_round(way: tuple[Any, ...]) -> None:
    told = only("raised-before-its-round", of_history(way, step(on="2020-01-01"), step()))
    assert "a step on 2020-01-01, before its round main began on 2021-09-01" in told


def test_national_recommendation_not_applied() -> None:
    values = good()
    put(values, "recommendations", 0, "applied", 1, to=...)
    words = only("national-recommendation-not-applied", record(values))
    assert words.endswith("nobody says where Staffordshire stands.")


def test_revisit_without_a_cause_of_concern() -> None:
    visit = {"id": "revisit", "kind": "revisit", "from": "2022-03-01", "to": "2022-03-03"}
    only("revisit-without-a-cause-of-concern", changed("rounds", 1, to=visit))


def test_published_before_its_round_ended() -> None:
    values = good()
    values["inspections"][1]["rounds"][0]["published"] = "2021-04-28"
    told = only("published-before-its-round-ended", record(values))
    assert told == "The round main was published on 2021-04-28, before it ended on 2021-09-30."


def test_stage_overlap() -> None:
    more = {"stage": "scan", "from": "2022-05-20", "reason": "", "signed": signed()}
    only("stage-overlap", changed("stages", 1, to=more))
    # also of a force's earlier inspection, in which nobody ended the stage
    earlier = good()
    before = staffordshire() | {
        "id": "west-mercia-2019",
        "place": WEST_MERCIA,
        "forces": [WEST_MERCIA],
        "stages": [more | {"from": "2021-01-01"}],
    }
    earlier["inspections"].append(before)
    assert "“engage” begins on 2022-05-01" in only("stage-overlap", record(earlier))


def test_engage_without_reason() -> None:
    only("engage-without-reason", changed("stages", 0, "reason", to=""))


def test_simulated_mixed_with_real() -> None:
    words = only("simulated-mixed-with-real", changed("simulated", to=True))
    assert words.startswith("west-mercia-2021-22 is simulated and stands beside real inspections")
