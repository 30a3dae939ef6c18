"""Answers to the survey as a test needs them: so many people of a group gave each answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from openpeel.catalogue.survey_questions import survey_questions
from openpeel.survey.collected import CollectedAnswers, Response
from openpeel.survey.published import Collection, PublishedSurvey, publish
from openpeel.survey.results import SurveyResults, results_of

QUESTIONS = survey_questions("workforce-2021")
ON = date(2021, 12, 10)
ABOUT = Collection(id="autumn", start=date(2021, 11, 1), end=ON)
WEST_MERCIA, KENT, ESSEX = "E23000016", "E23000032", "E23000028"

Counts = Mapping[str, int]  # answers, or no answers, of an item
Groups = Mapping[str, Mapping[str, Counts]]  # role -> item -> counts


def responses(force: str, groups: Groups) -> list[Response]:
    """One response for each answer to the longest item of a group; shorter items end in None."""
    made = []
    for role, items in groups.items():
        columns = {id: [code for code, n in c.items() for _ in range(n)] for id, c in items.items()}
        for n in range(max(map(len, columns.values()))):
            given = (columns.get(item.id, [])[n : n + 1] for item in QUESTIONS.items)
            made.append(Response(force, role, tuple(code[0] if code else None for code in given)))
    return made


def collected(**forces: Groups) -> CollectedAnswers:
    """Answers of West Mercia, Kent and Essex."""
    codes = {"west_mercia": WEST_MERCIA, "kent": KENT, "essex": ESSEX}
    every = [one for name, groups in forces.items() for one in responses(codes[name], groups)]
    return CollectedAnswers(QUESTIONS, tuple(every))


def results(**forces: Groups) -> SurveyResults:
    return results_of(collected(**forces), on=ON)


def belonging(**counts: int) -> Groups:
    """One group, one item: `agree`, `neither`, `disagree`."""
    return {"response": {"belonging": counts}}


def published(**forces: Groups) -> PublishedSurvey:
    return publish(results(**forces), ABOUT)
