"""How far reviewers agree, and whether a reviewer's standard moves, as a manual."""

from dataclasses import replace

import pytest
from audit_rounds import ON, coded, pair, round_of
from hypothesis import given, settings
from hypothesis import strategies as st

from openpeel.sampling.agreements import QuestionAgreement, by_question, by_reviewer
from openpeel.sampling.answers import Answers, Pair, RoundAnswers
from openpeel.sampling.drift import drift
from openpeel.sampling.estimate_text import agreement_text


def answered(**codes: str) -> Answers:
    return Answers(facts={"victim": False}, codes=codes)


def pairs_of(question: str, listed: list[tuple[str, str]], **options: object) -> list[Pair]:
    """A pair of reviews for each pair of answers to one question."""
    return [
        pair(n + 1, answered(**{question: one}), answered(**{question: other}), **options)  # type: ignore[arg-type]
        for n, (one, other) in enumerate(listed)
    ]


def round_with(pairs: list[Pair]) -> RoundAnswers:
    return round_of({"burglary": coded("A1", ["yes"] * 10)}, {"burglary": 500}, pairs=pairs)


def on(pairs: list[Pair], question: str) -> QuestionAgreement:
    found = by_question(round_with(pairs), on=ON)
    return next(one for one in found if one.question.id == question)


def test_agreement_on_a_question_is_percent_kappa_and_ac1() -> None:
    """40 yes-yes, 5 yes-no, 5 no-yes, 10 no-no: 50 of 60 agree.

    Kappa by hand: chance 0.75^2 + 0.25^2 = 0.625, so (0.8333 - 0.625) / 0.375 = 0.5556.
    AC1 with yes and no alone: chance 2 * 0.75 * 0.25 = 0.375, so 0.4583 / 0.625 = 0.7333.
    """
    listed = [("yes", "yes")] * 40 + [("yes", "no")] * 5 + [("no", "yes")] * 5 + [("no", "no")] * 10
    pairs = [
        replace(p, first=_with(p.first), second=_with(p.second)) for p in pairs_of("A2", listed)
    ]
    found = on(pairs, "A2").headline
    assert (found.pairs, found.agreed) == (60, 50)
    assert found.percent is not None
    assert found.kappa is not None
    assert found.percent.value == pytest.approx(50 / 60)
    assert found.kappa.value == pytest.approx(0.5556, abs=1e-4)
    assert found.percent.method == "wilson"
    # A2 can also be not applicable: three categories, chance (2 * 0.75 * 0.25 + 0) / 2 = 0.1875.
    assert found.ac1 is not None
    assert found.ac1.value == pytest.approx((50 / 60 - 0.1875) / 0.8125)
    assert found.ac1.lower < found.ac1.value < found.ac1.upper


def _with(answers: Answers) -> Answers:
    return replace(answers, codes={**answers.codes, "A1": "yes"})


def test_answers_agree_by_what_they_count_as_and_the_finer_answers_stand_beside() -> None:
    found = on(pairs_of("A3", [("no", "poor")] * 12), "A3")
    assert found.headline.agreed == 12
    assert found.finer.agreed == 0


def test_relevance_that_is_seen_differently_is_a_disagreement() -> None:
    pairs = [pair(n, answered(A1="yes", A2="yes"), answered(A1="no")) for n in range(1, 13)]
    found = on(pairs, "A2")
    assert (found.headline.pairs, found.headline.agreed) == (12, 0)


def test_an_answer_on_one_side_only_is_counted_apart() -> None:
    pairs = [
        pair(1, answered(A1="yes"), answered()),
        pair(2, answered(A1="yes"), answered(A1="yes")),
    ]
    found = on(pairs, "A1").headline
    assert (found.pairs, found.agreed, found.one_sided) == (1, 1, 1)


def test_files_chosen_as_the_worst_stand_beside_and_never_in_the_headline() -> None:
    random = pairs_of("A1", [("yes", "yes")] * 12)
    first = [replace(p, chosen="first files") for p in pairs_of("A1", [("yes", "yes")] * 3)]
    worst = [replace(p, chosen="worst") for p in pairs_of("A1", [("no", "yes")] * 20)]
    found = on([*random, *first, *worst], "A1")
    assert (found.headline.pairs, found.headline.agreed) == (15, 15)
    assert (found.of_worst.pairs, found.of_worst.agreed) == (20, 0)
    assert not found.below_threshold


def test_a_question_below_its_threshold_says_which_and_needs_a_note() -> None:
    found = on(pairs_of("A1", [("yes", "yes")] * 8 + [("yes", "no")] * 7), "A1")
    assert found.below_threshold
    assert found.below is not None
    assert found.below.startswith("53% agree, below 80% and AC1 is 0.")
    assert found.below.endswith("below 0.60 (15 pairs)")


def test_too_few_pairs_are_low_and_under_no_threshold() -> None:
    found = on(pairs_of("A1", [("yes", "no")] * 9), "A1")
    assert (found.status, found.below_threshold) == ("low", False)


def test_where_nearly_all_say_yes_kappa_collapses_and_ac1_does_not() -> None:
    found = on(pairs_of("A1", [("yes", "yes")] * 38 + [("yes", "no"), ("no", "yes")]), "A1")
    assert found.headline.kappa is not None
    assert found.headline.ac1 is not None
    assert found.headline.kappa.value < 0
    assert found.headline.ac1.value > 0.9
    assert not found.below_threshold


@settings(max_examples=25)
@given(st.lists(st.tuples(*[st.sampled_from(["yes", "no", "not-recorded"])] * 2), min_size=1,
       max_size=30))  # fmt: skip
def test_who_was_first_does_not_matter(listed: list[tuple[str, str]]) -> None:
    one = on(pairs_of("A1", listed), "A1").headline
    other = on(pairs_of("A1", [(b, a) for a, b in listed]), "A1").headline
    assert (one.pairs, one.agreed) == (other.pairs, other.agreed)
    for a, b in ((one.kappa, other.kappa), (one.ac1, other.ac1)):
        assert (a is None) == (b is None)
        if a is not None and b is not None:
            assert a.value == pytest.approx(b.value)


def two_reviewers() -> list[Pair]:
    """Cy agrees with everybody, Ann and Bob on half of what they read together."""
    good = pairs_of("A1", [("yes", "yes")] * 12, by=("Cy", "Dee"))
    half = [("yes", "yes")] * 6 + [("yes", "no")] * 6
    return [
        *good,
        *pairs_of("A1", half, by=("Ann", "Bob")),
        *pairs_of("A1", half[:3], by=("Eve", "Bob")),
    ]


def test_each_reviewer_is_set_beside_whoever_read_the_same_files() -> None:
    found = {one.reviewer: one for one in by_reviewer(round_with(two_reviewers()), on=ON)}
    assert list(found) == ["Ann", "Bob", "Cy", "Dee", "Eve"]
    ann, cy, eve = found["Ann"], found["Cy"], found["Eve"]
    assert (ann.files, ann.agreed, ann.answers) == (12, 6, 12)
    assert cy.percent is not None
    assert ann.percent is not None
    assert cy.percent.value == 1
    assert cy.percent.lower > ann.percent.value == 0.5
    assert (eve.status, eve.percent) == ("low", None)


def weeks(first: str, then: str, files: int = 20) -> RoundAnswers:
    """Ann says yes throughout in four weeks; Bob `first` in three of them, and `then`."""
    pairs = []
    for week in range(4):
        code = then if week == 3 else first
        for n in range(files):
            by_bob = code if n % 4 else "yes"
            pairs.append(
                pair(100 * week + n + 1, answered(A1="yes"), answered(A1=by_bob), week=week)
            )
    return round_with(pairs)


def test_a_standard_that_moves_shows_in_the_week_it_does() -> None:
    bob = [week for week in drift(weeks("yes", "no"), on=ON) if week.reviewer == "Bob"]
    assert [week.week.isoformat() for week in bob] == [
        "2026-01-05", "2026-01-12", "2026-01-19", "2026-01-26",
    ]  # fmt: skip
    assert [week.good.verdict for week in bob] == [
        "cannot say", "no clear change", "no clear change", "clear fall",
    ]  # fmt: skip
    assert bob[3].agreed.verdict == "clear fall"
    assert (bob[3].good.x, bob[3].good.y) == (5, 20)
    assert bob[3].good.word is not None
    assert bob[3].good.word.share == "some"
    ann = [week for week in drift(weeks("yes", "no"), on=ON) if week.reviewer == "Ann"]
    assert ann[3].good.verdict == "no clear change"
    assert ann[3].agreed.verdict == "clear fall"


def test_a_steady_standard_shows_nothing_and_a_week_of_few_files_is_low() -> None:
    assert {w.good.verdict for w in drift(weeks("no", "no"), on=ON)} <= {
        "cannot say", "no clear change",
    }  # fmt: skip
    few = drift(weeks("yes", "no", files=9), on=ON)
    assert {(week.status, week.good.share, week.good.verdict) for week in few} == {
        ("low", None, "cannot say")
    }


def test_the_text_says_all_of_it() -> None:
    round = weeks("yes", "no")
    text = agreement_text(by_question(round, on=ON), by_reviewer(round, on=ON), drift(round, on=ON))
    assert "A1  Triaged: 65 of 80 pairs agree; 81.2% (" in text
    assert "Bob, week of 2026-01-26: 20 files; for the force 5 of 20, 25.0% (" in text
    assert "clear fall" in text
