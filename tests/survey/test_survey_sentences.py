"""Sentences about a survey's results: which are refused, and why."""

from __future__ import annotations

from datetime import date

import pytest

from openpeel.catalogue.survey_rules import survey_rules
from openpeel.survey.sentences import sentence_problem

ON = date(2026, 11, 23)


@pytest.mark.parametrize(
    "sentence",
    [
        "Half of those who answered said that they submitted a form.",
        "Only one in five of those who answered said that they had enough time.",
        "Fewer than a third of the neighbourhood officers who answered felt recognised.",
        "A third of respondents said that nobody looked at their use of force with them.",
        "Of those who answered, 44% felt equipped to stay well (501 of 1,139).",
        "Half of those who answered said that officers are moved at short notice.",
        "Many told us that their supervisors look at forms.",
        "Officers told us that forms are checked.",
        "The force should ask its staff again.",
        "The rank and file answered too.",
        "Half of those who answered in West Mercia said that supervisors confirm the record.",
        "Of those who answered at Kent Police, 44% agreed.",
        "Of those who answered 44% agree, so we explored it in the force.",
        "44% of those who answered said so, and supervisors told us that training is good.",
        "Half of those who answered said so, which is why we asked where systems fail.",
        "Those who answered may not be representative of the workforce.",
        "Half of those who answered said that the force as a whole listens.",
        "Half of those who answered said that promotion to the next grade is fair.",
        "Half of those who answered trust the judgment of their supervisor.",
        "Half of those who answered felt supported, but this is no evidence about the others.",
    ],
)
def test_what_a_survey_can_say(sentence: str) -> None:
    assert sentence_problem(sentence, ON) is None


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Half of officers submit no form.", "“Half of officers”"),
        ("Fewer than half of the surveyed workforce felt equipped.", "share of the workforce"),
        (
            "Fewer than a third of neighbourhood policing staff we surveyed felt so.",
            "share of the workforce",
        ),
        ("44% of staff felt equipped.", "“44% of staff”"),
        ("One in five officers had enough time.", "“One in five officers”"),
        ("Most officers are skilled.", "“Most officers”"),
        ("50% of those who answered, +/- 3.", "no margin of error"),
        ("50% (95% confidence interval 46 to 54) of those who answered.", "margin of error"),
        ("Significantly fewer of those who answered agreed.", "no test can be made"),
        ("Fewer of those who answered agreed, lower than in other forces.", "not compared"),
        ("Of those who answered 44% agreed, below the average.", "not compared"),
        ("Four out of ten neighbourhood officers agreed.", "share of the workforce"),
        ("Half the officers agreed.", "“Half the officers”"),
        ("44% of those who answered agreed, compared with other forces.", "not compared"),
        ("West Mercia ranked 40th.", "not ranked"),
        ("Half of those who answered agreed, worse than in Kent.", "not compared"),
        ("44% of those who answered agreed, unlike those of Dyfed-Powys.", "not compared"),
        ("The survey proves that half of those who answered agree.", "settle none"),
        ("It was one of the lowest.", "not ranked"),
        ("It has fallen since 2020.", "no trend"),
        ("50% of those who answered, up from 40.", "no trend"),
        ("Those who answered are representative of the workforce.", "whom those who answered"),
        ("Half of those who answered agree, a representative picture of it.", "whom those who"),
        ("44% of those who answered agree, last of all forces.", "not ranked"),
        ("44% of those who answered agree, the least of any force.", "not ranked"),
        ("44% of those who answered agree, so wellbeing requires improvement.", "no ground"),
        ("44% of those who answered agree, so wellbeing is poor.", "no ground"),
        ("44% of those who answered agree, which is why we grade this area as we do.", "no ground"),
        ("We grade this area so because 44% of those who answered agree.", "no ground"),
        (
            "44% of those who answered agree; the force is therefore failing its people.",
            "no ground",
        ),
        (
            "44% of those who answered agree, which is evidence that wellbeing is poor.",
            "no evidence",
        ),
        ("44% of those who answered agree, which holds for every officer.", "who did not answer"),
        ("44% of those who answered agree, and so do the others.", "who did not answer"),
        ("Of those who answered, and of officers in general, 44% agree.", "who did not answer"),
    ],
)
def test_what_it_can_t(sentence: str, words: str) -> None:
    problem = sentence_problem(sentence, ON)
    assert problem is not None and words in problem


def test_the_caution_itself_can_be_said() -> None:
    rules = survey_rules(ON)
    assert sentence_problem(rules.caution, ON) is None
    assert sentence_problem(rules.few, ON) is None


def test_every_rule_refuses_its_example() -> None:
    for rule in survey_rules(ON).refused:
        assert rule.why in str(sentence_problem(rule.example, ON))
