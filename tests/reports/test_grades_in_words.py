"""Grades that a text states: as judged, never of the whole, of two cycles or by a mark."""

from __future__ import annotations

import pytest
from small_report import found, inspection, rules

from openpeel.inspecting.record import Inspection

OVERALL = ["overall-grade"]
NOT_JUDGED = ["grade-not-the-judgment"]


@pytest.mark.parametrize(
    "said",
    [
        "Overall, the force requires improvement.",
        "Overall we found that the force requires improvement.",
        "Taking all areas together, the force requires improvement.",
        "The force as a whole is good.",
        "The force, as a whole, requires improvement.",
        "The force got an overall mark of adequate.",
        "The force's average grade is adequate.",
        "The force's overall performance is good.",
        "The force is, overall, good.",
        "The force is good across the board.",
        "West Mercia is good overall.",
        "There is no doubt that its overall grade is good.",
        "It has not lost its overall grade.",
    ],
)
def test_the_whole_force_has_no_grade(said: str) -> None:
    assert rules(said) == OVERALL


@pytest.mark.parametrize(
    "said",
    [
        "There is no overall grade for the force.",
        "The force has no overall grade.",
        "We don't give an overall grade.",
        "We do not give overall grades.",
        "The areas are not added up into an overall grade.",
        "An overall grade isn't given.",
        "Overall, the force answers its calls.",
    ],
)
def test_that_there_is_no_overall_grade_can_be_said(said: str) -> None:
    assert rules(said) == []


@pytest.mark.parametrize(
    "said",
    [
        "Its grade here is outstanding.",
        "The grade for this area is adequate.",
        "The grade we gave here is adequate.",
        "We grade the force as inadequate at responding.",
        "We have graded responding as good.",
        "We judged responding to the public to be inadequate.",
        "We judged West Mercia Police to be inadequate.",
        "We rate its response as good.",
        "Responding to the public: outstanding.",
        "Responding to the public is outstanding.",
        "The force's response is of a good grade.",
        "The force is inadequate: callers give up.",
        "In our judgment the force is adequate here.",
        "We gave the force an inadequate grade.",
        "The force has been judged as being good.",
    ],
)
def test_a_grade_in_other_words_is_held_against_the_judgment(said: str) -> None:
    (problem,) = found(said)
    assert (problem.rule, problem.suggestion) == (NOT_JUDGED[0], "requires improvement")


@pytest.mark.parametrize(
    "said",
    [
        "Its grade here is requires improvement.",
        "The force requires improvement at responding to the public.",
        "The grade for this area is requires improvement, because victims wait.",
        "Responding to the public: requires improvement.",
        "We judged that supervision was good enough.",
        "We judged supervision to be good.",
        "Officers' judgment at the scene is good.",
        "A good grade needs plans that work.",
        "To get a good grade the force has to plan.",
        "Overall, supervision is good.",
        "The force is good to its staff.",
    ],
)
def test_true_grades_and_words_that_state_none_pass(said: str) -> None:
    assert rules(said) == []


def with_good_prevention() -> Inspection:
    """Responding requires improvement, and preventing crime is good."""
    made = inspection()
    good = made.judgments[0].model_copy(update={"area": "preventing-crime", "grade": "good"})
    return made.model_copy(update={"judgments": (*made.judgments, good)})


@pytest.mark.parametrize(
    "said",
    [
        "The force's grade for preventing crime is {}.",
        "We judged preventing crime to be {}.",
        "Preventing crime is {}.",
        "We graded the force {} at preventing crime.",
    ],
)
def test_the_grade_of_the_area_that_the_words_name_counts(said: str) -> None:
    of = with_good_prevention()
    told = [r for r in rules(said.format("good"), of=of) if r in NOT_JUDGED]
    assert told == []
    assert NOT_JUDGED[0] in rules(said.format("adequate"), of=of)


def test_an_area_that_the_rest_of_a_sentence_speaks_of_is_not_the_graded_one() -> None:
    assert rules("Its grade is requires improvement, and victims feel it.") == []


@pytest.mark.parametrize(
    "said",
    [
        "In 2018/19 this area was good; now it requires improvement.",
        "It went from adequate in 2018/19 to requires improvement in 2021/22.",
        "This was good at the last inspection.",
        "At the last inspection this area was good.",
        "It requires improvement and was good in 2018/19.",
        "Responding was good in 2018/19, and it requires improvement today.",
        "Last time this area was good.",
    ],
)
def test_grades_of_two_cycles_are_not_set_beside_each_other(said: str) -> None:
    assert rules(said) == ["grades-across-frameworks"]


@pytest.mark.parametrize(
    "said",
    [
        "Grades can't be compared with those of 2018/19.",
        "These grades and those from the last inspection can't be set side by side.",
        "Supervision was good at the last inspection.",
        "In 2014 the force was good at responding.",
    ],
)
def test_that_two_cycles_are_unlike_and_what_was_found_can_be_said(said: str) -> None:
    assert rules(said) == []


@pytest.mark.parametrize("grade", ["is inadequate", "requires improvement"])
def test_a_mark_is_never_a_grade(grade: str) -> None:
    """Not even where the judgment is that grade."""
    mark = "[well above average](compare:abandoned?with=average)"
    for said in (
        f"The mark shows that the force {grade}: {mark}.",
        f"It is {mark}, so it {grade}.",
    ):
        (problem,) = found(said)
        assert problem.rule == NOT_JUDGED[0]
        assert "never a grade" in problem.data


def test_a_mark_can_stand_beside_what_was_found() -> None:
    mark = "[well above average](compare:abandoned?with=average)"
    assert rules(f"The share is {mark}, so supervisors look at it.") == []
    assert rules(f"The force requires improvement at responding; its share is {mark}.") == []
