"""A whole audit, simulated: it says what the inspection report says, and what is true."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from math import sqrt
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from openpeel.audits.models import (
    Answer,
    Audit,
    File,
    Replacement,
    Reply,
    Review,
    Round,
    Settled,
    UrgentRisk,
)
from openpeel.audits.queries import reviews_of, round_answers
from openpeel.audits.simulating.plans import FIRST, PUBLISHER, REVISIT, SLUG, UNDER_WAY
from openpeel.audits.simulating.simulate import Simulated, simulate_audit
from openpeel.catalogue.simulated_reviewers import reviewers
from openpeel.catalogue.simulated_shares import shares_of
from openpeel.errors import UserError
from openpeel.people.models import Person
from openpeel.sampling.agreements import headline_pairs
from openpeel.sampling.estimates import QuestionResult, estimate
from openpeel.sampling.published import PublishedRound
from openpeel.sampling.reading_published import read_published
from openpeel.sampling.recording import crime_recording
from openpeel.sampling.redraw import redraw
from openpeel.sampling.repeats import compare
from openpeel.sampling.sheets import read_sheet
from openpeel.sampling.simulated.others import write_others


@dataclass
class Demo:
    """What the demo's seed gives: folders, and the same as plain values."""

    made: Simulated
    out: Path
    draws: Path
    rounds: dict[str, PublishedRound]

    def result(self, round: str, question: str, sample: str = "journey") -> QuestionResult:
        held = self.rounds[round]
        results = estimate(held.answers, on=held.published_on)
        return next(r for r in results if (r.question.id, r.sample.id) == (question, sample))


ONE, TWO = f"{SLUG}-1", f"{SLUG}-2"
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def demo(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Demo]:
    """The audits of the demo, made once for all these tests, and then rolled back."""
    folder = tmp_path_factory.mktemp("simulated")
    with django_db_blocker.unblock(), transaction.atomic():
        made = simulate_audit(folder / "audits", 1, folder / "draws")
        others = write_others(folder / "audits", 1, folder / "draws", PUBLISHER)
        rounds = {path.name: read_published(path) for path in (*made.published, *others)}
        yield Demo(made, folder / "audits", folder / "draws", rounds)
        transaction.set_rollback(True)


# What the report of 2021/22 says


def test_in_one_fifth_of_cases_some_lines_of_enquiry_were_not_pursued(demo: Demo) -> None:
    found = demo.result(ONE, "IN5")
    assert (found.against, found.y, found.fraction) == (20, 99, "one fifth")
    assert found.weighted is not None
    assert found.weighted.lower < demo.rounds[ONE].truth["IN5"] < found.weighted.upper


def test_in_all_cases_of_community_resolution_the_victims_views_were_recorded(demo: Demo) -> None:
    found = demo.result(ONE, "OU3", "community-resolutions")
    assert (found.x, found.y) == (10, 10)
    assert found.word is not None and found.word.share == "all"


def test_the_few_cautions_carry_no_figure_though_views_were_often_not_sought(demo: Demo) -> None:
    found = demo.result(ONE, "OU3", "outcomes")
    assert (found.y, found.x, found.status) == (5, None, "low")
    assert demo.rounds[ONE].truth["OU3/outcomes"] < 0.5


def test_in_most_cases_the_offender_met_the_criteria(demo: Demo) -> None:
    found = demo.result(ONE, "OU2", "community-resolutions")
    assert (found.x, found.y) == (7, 10)
    assert found.word is not None and found.word.share == "most"


@pytest.mark.parametrize("question", ["IN1", "IN2"])
def test_crimes_are_allocated_rightly_and_victims_told_in_all_cases(
    demo: Demo, question: str
) -> None:
    found = demo.result(ONE, question)
    assert found.x == found.y > 10
    assert found.word is not None and found.word.often == "always"


def test_supervision_is_frequently_lacking(demo: Demo) -> None:
    found = demo.result(ONE, "IN4")
    assert found.weighted_word is not None and found.weighted_word.share == "about half"


@pytest.mark.parametrize("question", ["CH4", "CH6", "CH8", "CH9", "IN7", "IN8", "OU4"])
def test_what_is_not_always_done_is_done_usually_or_half_the_time(
    demo: Demo, question: str
) -> None:
    found = demo.result(ONE, question)
    assert found.word is not None and found.word.often in ("usually", "about half the time")


def test_the_revisit_finds_investigations_somewhat_better(demo: Demo) -> None:
    for question in ("IN3", "IN4", "IN5", "IN6", "IN7"):
        before, after = demo.result(ONE, question).weighted, demo.result(TWO, question).weighted
        assert before is not None and after is not None and after.value > before.value, question
        assert demo.rounds[TWO].truth[question] > demo.rounds[ONE].truth[question]


def test_only_what_got_better_is_said_to_have_risen(demo: Demo) -> None:
    before, after = demo.rounds[ONE], demo.rounds[TWO]
    changes = compare(before.answers, after.answers, on=after.published_on)
    clear = {c.question.id: c.verdict for c in changes if c.verdict in ("clear rise", "clear fall")}
    assert clear == {"IN3": "clear rise", "IN4": "clear rise", "IN7": "clear rise"}


def test_of_107_searches_the_report_finds_944_percent_reasonable(demo: Demo) -> None:
    for round, share, margin in (
        ("west-mercia-stop-search-2", 94.4, 3.9),
        ("west-mercia-stop-search-1", 92.7, 3.1),
    ):
        held = demo.rounds[round]
        results = estimate(held.answers, on=held.published_on, interval="as-published")
        found = next(r.weighted for r in results if r.question.id == "GR6")
        assert found is not None
        half = (found.upper - found.lower) / 2
        assert (round_(found.value), round_(half)) == (share, margin)


def round_(share: float) -> float:
    return round(100 * share, 1)


def test_about_nine_crimes_in_ten_are_recorded(demo: Demo) -> None:
    held = demo.rounds["west-mercia-crime-recording-1"]
    found = crime_recording(
        held.answers, on=held.published_on, recorded_in_year=held.recorded_in_year
    )[0]
    assert found.rate is not None and found.missed is not None
    assert found.rate.lower < held.truth["CR2"] < found.rate.upper
    assert 0.88 < held.truth["CR2"] < 0.93
    assert 6_000 < found.missed.value < 12_000


# How it came about


def test_150_files_are_drawn_and_anybody_can_draw_them_again(demo: Demo) -> None:
    sheet = read_sheet(demo.draws / "round-1" / "sheet.yaml")
    sizes = Counter(s.sample for s in sheet.strata for _ in range(s.files))
    assert sizes == {"journey": 130, "community-resolutions": 10, "outcomes": 10}
    assert sheet.frame.files > 70_000
    assert redraw(sheet, demo.draws / "round-1" / "frame.csv") is None


def test_every_step_of_an_audit_was_taken(demo: Demo) -> None:
    first = Round.objects.get(audit__slug=SLUG, number=1)
    assert first.state == "published"
    assert Replacement.objects.filter(out__round=first).count() == 2
    assert UrgentRisk.objects.filter(file__round=first).exclude(told="").count() == 1
    assert Settled.objects.filter(file__round=first, how="resolved").exists()
    decided = Reply.objects.filter(file__round=first).values_list("accepted", flat=True)
    assert set(decided) == {True, False}
    assert Review.objects.filter(file__round=first, kind="second").count() == len(
        demo.rounds[ONE].answers.pairs
    )
    reviewers = Review.objects.filter(file__round=first).values("reviewer").distinct()
    assert reviewers.count() == 6


def test_measured_agreement_is_what_the_stated_error_rates_imply(demo: Demo) -> None:
    """Over questions without "not recorded", on files that were not chosen for what they show."""
    rates = {one.name: one for one in reviewers()}
    shares = shares_of("victim-service-2021")
    agreed = expected = variance = compared = 0.0
    for plan in (FIRST, REVISIT):
        round = Round.objects.get(audit__slug=SLUG, number=plan.number)
        for pair in headline_pairs(round_answers(round)):
            week = plan.week(pair.at.date())
            for id in pair.first.codes.keys() & pair.second.codes.keys():
                entry = shares.questions[id]
                if len(entry.answers) != 2 or not entry.misread:
                    continue
                one, other = (
                    entry.misread * rates[name].wrong_in(week)
                    for name in (pair.first_by, pair.second_by)
                )
                both = (1 - one) * (1 - other) + one * other
                agreed += pair.first.codes[id] == pair.second.codes[id]
                expected, variance = expected + both, variance + both * (1 - both)
                compared += 1
    assert compared > 200
    assert agreed < compared
    assert abs(agreed - expected) < 3.5 * sqrt(variance)


def test_every_question_that_is_relevant_has_a_settled_answer(demo: Demo) -> None:
    for held in demo.rounds.values():
        results = estimate(held.answers, on=held.published_on)
        assert sum(r.unanswered + r.waiting for r in results) == 0


def test_what_is_done_first_is_dated_first(demo: Demo) -> None:
    for review in Review.objects.filter(state="submitted"):
        times = [review.allocated_at, review.started_at, review.submitted_at]
        assert times == sorted(t for t in times if t)


def test_what_people_did_carries_the_days_of_the_plan(demo: Demo) -> None:
    for plan in (FIRST, REVISIT):
        answers = Answer.objects.filter(review__file__round__number=plan.number)
        days = {moment.date() for moment in answers.values_list("at", flat=True)}
        assert min(days) == plan.first_day and max(days) == plan.last_day
    assert demo.rounds[TWO].published_on == date(2023, 9, 4)


def test_a_round_is_left_under_way_for_whoever_wants_to_try(demo: Demo) -> None:
    last = demo.made.under_way
    last.refresh_from_db()
    assert (last.number, last.state) == (UNDER_WAY.number, "in review")
    states = Counter(File.objects.filter(round=last).values_list("state", flat=True))
    assert states["allocated"] >= 10 and states["in review"] == 1
    assert reviews_of(Person.objects.get(username="asha")).count() >= 2
    assert Review.objects.filter(file__round=last, state="submitted").count() == 6


def test_nobody_simulates_twice_into_one_database(demo: Demo, tmp_path: Path) -> None:
    assert Audit.objects.filter(slug=SLUG, simulated=True).exists()
    with pytest.raises(UserError, match=r"name a new one with --db"):
        simulate_audit(tmp_path / "out", 1, tmp_path / "draws")
