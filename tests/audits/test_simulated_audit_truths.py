"""The truth of simulated files, how reviewers misread it, and whether intervals hold it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from math import sqrt
from pathlib import Path

import numpy as np
import pytest

from openpeel.catalogue.audit_designs import find_design
from openpeel.catalogue.forces import forces
from openpeel.catalogue.simulated_reviewers import Reviewer, reviewers
from openpeel.catalogue.simulated_shares import shares_of
from openpeel.errors import UserError
from openpeel.facts.simulator.one_return import write_return
from openpeel.facts.sources.simulated import is_simulated
from openpeel.sampling.checks_of_answers import problems
from openpeel.sampling.drawing import draw
from openpeel.sampling.draws import draw_into
from openpeel.sampling.estimates import estimate
from openpeel.sampling.frames import frozen_rows
from openpeel.sampling.published import published_files
from openpeel.sampling.sheets import Sheet
from openpeel.sampling.simulated.direct import true_round
from openpeel.sampling.simulated.others import PLANS, direct_round
from openpeel.sampling.simulated.readings import Reader
from openpeel.sampling.simulated.truths import Truths

DESIGN = find_design("victim-service-2021")
SHARES = shares_of("victim-service-2021")
PEOPLE = {one.username: one for one in reviewers()}
DRAWN = date(2021, 6, 14)


@dataclass
class Force:
    """A tenth of a year's crimes of West Mercia under one seed, and the truth of them."""

    crimes: Path
    frame: Path
    sheet: Sheet
    truths: Truths


@pytest.fixture(scope="module", params=[2, 3])
def force(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Force:
    folder = tmp_path_factory.mktemp("force")
    return made(folder, request.param)


@pytest.fixture(scope="module")
def one_force(tmp_path_factory: pytest.TempPathFactory) -> Force:
    return made(tmp_path_factory.mktemp("force"), 2)


def made(folder: Path, seed: int) -> Force:
    west_mercia = forces().find("West Mercia")
    assert west_mercia is not None
    crimes = folder / "crimes.parquet"
    write_return(crimes, "crimes", west_mercia, seed, date(2020, 4, 1), 0.1)
    sheet = draw_into(
        folder / "draw", crimes, DESIGN, west_mercia, at=datetime(2021, 6, 14, tzinfo=UTC), seed="a"
    )
    frame = folder / "draw" / "frame.csv"
    return Force(crimes, frame, sheet, Truths(frame, DESIGN, SHARES, seed))


# The truth


def test_the_return_bears_the_simulators_mark(one_force: Force) -> None:
    assert is_simulated(one_force.crimes)


def test_a_file_has_one_truth_whoever_asks(one_force: Force) -> None:
    again = Truths(one_force.frame, DESIGN, SHARES, 2)
    other = Truths(one_force.frame, DESIGN, SHARES, 9)
    references = one_force.truths.references[:200]
    assert [again.file(r) for r in references] == [one_force.truths.file(r) for r in references]
    assert [other.file(r) for r in references] != [one_force.truths.file(r) for r in references]


def test_what_the_frame_tells_is_true(one_force: Force) -> None:
    for drawn in one_force.sheet.files[:50]:
        truth = one_force.truths.file(drawn.reference)
        assert all(truth.facts[id] == held for id, held in drawn.facts.items())


def test_true_shares_are_counted_over_the_whole_frame(one_force: Force) -> None:
    good = relevant = 0
    for row in frozen_rows(one_force.frame):
        truth = one_force.truths.file(row.reference)
        journey = any(s.id in row.strata for s in DESIGN.samples[0].strata)
        if journey and truth.facts["investigated"]:
            relevant += 1
            good += truth.codes["IN5"] == "yes"
    assert one_force.truths.true_shares()["IN5"] == pytest.approx(good / relevant, abs=1e-6)


def test_shares_differ_by_kind_of_file_and_by_fact(one_force: Force) -> None:
    truths = one_force.truths
    resolved = truths.facts["community-resolution"]
    views = np.array(list(SHARES.questions["OU3"].answers))[truths.codes["OU3"]]
    assert set(views[resolved]) == {"yes"}
    assert 0.3 < (views[truths.facts["caution"]] == "yes").mean() < 0.5
    assert truths.facts["vulnerable"][truths.strata["rape"]].mean() > 0.6
    assert truths.facts["vulnerable"][truths.strata["vehicle"]].mean() < 0.2


def test_a_second_round_has_the_later_shares(one_force: Force) -> None:
    later = Truths(one_force.frame, DESIGN, SHARES, 2, later=True).true_shares()
    before = one_force.truths.true_shares()
    assert later["IN5"] == pytest.approx(0.88, abs=0.02)
    assert {id for id in later if later[id] != before[id]} == {
        id for id, entry in SHARES.questions.items() if entry.later is not None
    }


def test_an_unrecorded_crime_shows_in_the_counts(one_force: Force) -> None:
    seen = set()
    for reference in one_force.truths.references[:2_000]:
        truth = one_force.truths.file(reference)
        due = sum(n for n, _ in truth.counts["CR2"].values())
        recorded = sum(n for _, n in truth.counts["CR2"].values())
        assert 1 <= recorded <= due
        if truth.facts["incident"] and truth.codes["CR1"] == "yes":
            assert truth.facts["unrecorded"] == (recorded < due)
            seen.add(truth.facts["unrecorded"])
    assert seen == {True, False}


def test_a_fact_that_nothing_tells_is_asked_for(one_force: Force) -> None:
    facts = {id: share for id, share in SHARES.facts.items() if id != "evidence"}
    with pytest.raises(UserError, match="nothing tells the fact evidence"):
        Truths(one_force.frame, DESIGN, SHARES.model_copy(update={"facts": facts}), 1)


def test_a_share_of_a_kind_of_file_that_is_not_drawn_is_refused(one_force: Force) -> None:
    entry = SHARES.questions["IN5"].model_copy(update={"strata": {"burglary": 0.5}})
    shares = SHARES.model_copy(update={"questions": {**SHARES.questions, "IN5": entry}})
    with pytest.raises(UserError, match="victim-service-2021 has no stratum 'burglary'"):
        Truths(one_force.frame, DESIGN, shares, 1)


# Estimates from samples of it

DRAWS = 6


def intervals(force: Force) -> Iterator[bool]:
    """Of several draws: whether each interval holds the true share."""
    shares = force.truths.true_shares()
    rows = list(frozen_rows(force.frame))
    for n in range(DRAWS):
        strata, files = draw(rows, DESIGN, f"draw {n}")
        sheet = replace(force.sheet, strata=strata, files=files)
        seen: dict[str, str] = {}
        for result in estimate(true_round(sheet, force.truths, "a", "a"), on=DRAWN):
            first = seen.setdefault(result.question.id, result.sample.id) == result.sample.id
            id = result.question.id if first else f"{result.question.id}/{result.sample.id}"
            if result.weighted is not None:
                yield result.weighted.lower <= shares[id] <= result.weighted.upper


def test_intervals_hold_the_truth_as_often_as_they_should(force: Force) -> None:
    held = list(intervals(force))
    assert len(held) > 35 * DRAWS
    tolerance = 3.5 * sqrt(0.95 * 0.05 / len(held))
    assert 0.95 - tolerance < sum(held) / len(held)


# Reviewers


def answered(force: Force, reviewer: Reviewer, question: str, week: int = 0) -> list[str | None]:
    """What a reviewer answers to one question of many files."""
    reader = Reader(reviewer, SHARES, "a round")
    told = {"investigated": True, "victim": True}
    return [
        reader.reading(r, force.truths.file(r), asked=[question], told=told, week=week).codes.get(
            question
        )
        for r in force.truths.references[:3_000]
    ]


def true_answers(force: Force, question: str) -> list[str]:
    return [force.truths.file(r).codes[question] for r in force.truths.references[:3_000]]


def near(share: float, expected: float, n: int) -> bool:
    """Within four standard errors."""
    return abs(share - expected) < 4 * sqrt(expected * (1 - expected) / n)


@pytest.mark.parametrize("name", sorted(PEOPLE))
def test_each_reviewer_errs_as_often_as_is_stated(one_force: Force, name: str) -> None:
    truth = true_answers(one_force, "IN5")
    read = answered(one_force, PEOPLE[name], "IN5")
    wrong = sum(a != b for a, b in zip(read, truth, strict=True)) / len(truth)
    assert near(wrong, PEOPLE[name].wrong, len(truth))


def test_two_reviewers_agree_as_often_as_their_errors_imply(one_force: Force) -> None:
    one, other = PEOPLE["dev"], PEOPLE["farah"]
    pairs = list(
        zip(answered(one_force, one, "IN5"), answered(one_force, other, "IN5"), strict=True)
    )
    agreed = sum(a == b for a, b in pairs) / len(pairs)
    implied = (1 - one.wrong) * (1 - other.wrong) + one.wrong * other.wrong
    assert near(agreed, implied, len(pairs))


def test_one_reviewer_drifts_from_week_to_week(one_force: Force) -> None:
    truth = true_answers(one_force, "IN5")
    for week in (0, 3):
        read = answered(one_force, PEOPLE["elin"], "IN5", week)
        wrong = sum(a != b for a, b in zip(read, truth, strict=True)) / len(truth)
        assert near(wrong, 0.015 + 0.03 * week, len(truth))


def test_one_reviewer_says_too_readily_that_the_file_does_not_tell(one_force: Force) -> None:
    truth = true_answers(one_force, "IN7")
    read = answered(one_force, PEOPLE["carys"], "IN7")
    done = [answer for answer, true in zip(read, truth, strict=True) if true == "yes"]
    unsaid = sum(answer == "not-recorded" for answer in done) / len(done)
    # beside those misread as one of the two other answers
    assert near(unsaid, 0.02 / 2 + 0.98 * 0.1, len(done))


def test_what_stands_on_the_files_face_is_never_misread(one_force: Force) -> None:
    assert answered(one_force, PEOPLE["farah"], "IN1") == true_answers(one_force, "IN1")


def test_a_reading_holds_together(one_force: Force) -> None:
    for drawn in one_force.sheet.files:
        asked = DESIGN.asked(drawn.stratum)
        given = Reader(PEOPLE["farah"], SHARES, "a").reading(
            drawn.reference,
            one_force.truths.file(drawn.reference),
            asked=asked,
            told=drawn.facts,
        )
        whole = replace(given, facts={**given.facts, **drawn.facts})
        assert not problems(DESIGN.questions, whole, asked=asked, known=drawn.facts, complete=True)


# Rounds without a database


def test_the_same_seed_gives_the_same_searches(tmp_path: Path) -> None:
    one, again, other = (
        published_files(direct_round(PLANS[1], seed, tmp_path / name, "the simulator"))
        for name, seed in (("one", 1), ("again", 1), ("other", 2))
    )
    assert one == again
    assert one["answers.csv"] != other["answers.csv"]
