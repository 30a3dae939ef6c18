"""Ten ways to misuse a survey, and how each is refused.

Nobody is kept from typing a percentage by hand. What is refused is that the platform does it.
"""

from __future__ import annotations

import dataclasses
import operator
from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pytest
from survey_making import ABOUT, ESSEX, KENT, QUESTIONS, WEST_MERCIA, belonging, results

from openpeel.catalogue.survey_questions import load_survey_questions
from openpeel.errors import UserError
from openpeel.inspecting.record import Record
from openpeel.inspecting.rules import Context, check_record
from openpeel.statistics import compare_shares, funnel, outlier_lines, rank_interval, share_interval
from openpeel.survey import (
    collected,
    figures,
    published,
    rendering,
    sentences,
    themes,
)
from openpeel.survey import results as results_module
from openpeel.survey.published import PublishedSurvey, publish, write_survey
from openpeel.survey.sentences import sentence_problem

MADE = publish(
    results(
        west_mercia=belonging(agree=50, neither=20, disagree=30),
        kent=belonging(agree=60, neither=20, disagree=40),
        essex=belonging(agree=5, neither=2, disagree=1),
    ),
    ABOUT,
)
HERE = MADE.result(WEST_MERCIA, "belonging", "agree")
THERE = MADE.result(KENT, "belonging", "agree")
TINY = MADE.result(ESSEX, "belonging", "agree")
SHOULD_NOT_BE = (
    "interval", "lower", "upper", "level", "method", "margin", "margin_of_error", "standard_error",
    "se", "variance", "z", "p_value", "test", "compare", "difference", "significant", "rank",
    "ranks", "mean", "average", "outlier", "mark", "funnel", "trend", "change", "weight", "weights",
    "weighted", "population", "scaled", "grade", "score", "answers", "responses", "rows", "raw",
)  # fmt: skip


def refuses(error: type[Exception], words: str, misuse: Callable[[], Any]) -> None:
    with pytest.raises(error, match=words):
        misuse()


class TestTenMisuses:
    def test_1_a_margin_of_error(self) -> None:
        refuses(AttributeError, "'margin_of_error'", lambda: HERE.margin_of_error)  # type: ignore[attr-defined]
        refuses(AttributeError, "'interval'", lambda: MADE.interval)  # type: ignore[attr-defined]
        refuses(ValueError, "must be numbers", lambda: share_interval(HERE, 100))  # type: ignore[arg-type]
        assert "no margin of error" in str(sentence_problem("50% of those who answered, +/- 9."))

    def test_2_a_significance_test_between_two_forces(self) -> None:
        refuses(AttributeError, "'compare'", lambda: HERE.compare(THERE))  # type: ignore[attr-defined]
        refuses(ValueError, "must be numbers", lambda: compare_shares(HERE, 100, THERE, 120))  # type: ignore[arg-type]
        told = sentence_problem("Significantly fewer of those who answered than in Kent agreed.")
        assert "no test can be made" in str(told)

    def test_3_a_rank_of_forces(self) -> None:
        refuses(TypeError, "not supported between", lambda: sorted([HERE, THERE]))  # type: ignore[type-var]
        refuses(TypeError, "not supported between", lambda: max(HERE, THERE))  # type: ignore[type-var]
        refuses(ValueError, "must be numbers", lambda: rank_interval([HERE, THERE], [1, 1]))  # type: ignore[list-item]
        refuses(AttributeError, "'rank'", lambda: MADE.rank("belonging"))  # type: ignore[attr-defined]
        assert "not ranked" in str(sentence_problem("West Mercia is ranked 3rd of 43."))

    def test_4_outlier_lines_or_a_funnel_of_survey_percentages(self) -> None:
        both = [HERE, THERE, HERE, THERE]
        refuses(TypeError, "SurveyFigure", lambda: float(HERE))  # type: ignore[arg-type]
        refuses(TypeError, "SurveyFigure", lambda: int(HERE))  # type: ignore[call-overload]
        refuses(TypeError, "SurveyFigure", lambda: np.asarray(both, dtype=float))
        refuses(ValueError, "must be numbers", lambda: outlier_lines(both))  # type: ignore[arg-type]
        refuses(ValueError, "must be numbers", lambda: funnel(both, [100, 120, 100, 120]))  # type: ignore[arg-type]

    def test_5_a_trend_of_two_years(self) -> None:
        refuses(TypeError, "unsupported operand", lambda: HERE - THERE)  # type: ignore[operator]
        refuses(TypeError, "unsupported operand", lambda: MADE - MADE)  # type: ignore[operator]
        refuses(AttributeError, "'trend'", lambda: MADE.trend)  # type: ignore[attr-defined]
        assert "no trend" in str(sentence_problem("44% of those who answered, up from 40%."))

    @pytest.mark.parametrize("speaks", ["for", "against"])
    def test_6_evidence_for_or_against_a_grade(self, speaks: str) -> None:
        problems = check_record(record(speaks), Context(on=date(2022, 6, 1)))
        (found,) = [one for one in problems if one.rule == RULE]
        assert f"lets the survey speak {speaks} the force" in found.words
        assert RULE not in {p.rule for p in check_record(record("context"), Context(on=ABOUT.end))}
        (theme,) = MADE.themes(WEST_MERCIA)
        assert not theme.triangulated_by(["survey"])
        refuses(AttributeError, "'grade'", lambda: theme.grade)  # type: ignore[attr-defined]

    def test_7_a_base_under_10(self) -> None:
        assert (TINY.status, TINY.base, TINY.count, TINY.percent) == ("low", None, None, None)
        refuses(AttributeError, "'responses'", lambda: MADE.responses)  # type: ignore[attr-defined]
        assert not any(n == 8 for cell in MADE.cells.values() for n in dataclasses.astuple(cell))
        # Nor by putting a number there: the folder would not be read.
        forged = dataclasses.replace(
            MADE.cells[(ESSEX, "belonging", "all", "agree")], status="ok", count=5, base=8
        )
        cells = {**MADE.cells, (ESSEX, "belonging", "all", "agree"): forged}
        refuses(UserError, "a base under 10 is never shown", lambda: read_back(cells))

    def test_8_a_withheld_number_back_by_subtraction(self) -> None:
        made = results(west_mercia=belonging(agree=50, neither=20, disagree=3),
                       kent=belonging(agree=60, neither=20, disagree=40))  # fmt: skip
        here = {a: made.result(WEST_MERCIA, "belonging", a) for a in ("agree", "neither")}
        assert here["agree"].base == 73 and here["agree"].count == 50
        assert here["neither"].count is None  # else 73 - 50 - 20 = 3
        together = made.result("all", "belonging", "disagree")
        assert (together.count, together.forces) == (40, 1)  # else all less Kent = 3
        refuses(TypeError, "unsupported operand", lambda: together - THERE)  # type: ignore[operator]

    def test_9_a_percentage_of_20_answers(self) -> None:
        few = results(west_mercia={"response": {"handcuffing-form": {"yes": 10, "no": 10}}})
        one = few.result(WEST_MERCIA, "handcuffing-form", "yes")
        assert (one.count, one.base, one.percent) == (10, 20, None)
        assert "%" not in one.sentence
        cell = dataclasses.replace(
            few.cells[(WEST_MERCIA, "handcuffing-form", "all", "yes")], percent=50
        )
        cells = {**few.cells, (WEST_MERCIA, "handcuffing-form", "all", "yes"): cell}
        refuses(UserError, "or the base carries none", lambda: read_back(cells))

    def test_10_of_officers(self) -> None:
        assert sentence_problem(HERE.sentence) is None
        told = sentence_problem(HERE.sentence.replace("of those who answered", "of officers"))
        assert told is not None and told.endswith("write “of those who answered”.")


class TestAndMore:
    def test_two_question_sets_are_never_mixed(self, tmp_path: Any) -> None:
        from openpeel.catalogue.survey_questions import FOLDER

        text = (FOLDER / "workforce-2021.yaml").read_text("utf-8")
        path = tmp_path / "later.yaml"
        path.write_text(text.replace("id: workforce-2021", "id: workforce-2023")
                        .replace("id: belonging,", "id: at-home,"))  # fmt: skip
        later = load_survey_questions(path)
        refuses(UserError, "no item 'at-home' in this question set",
                lambda: MADE.result(WEST_MERCIA, "at-home", "agree"))  # fmt: skip
        other = PublishedSurvey(later, MADE.terms, {}, ABOUT)
        refuses(TypeError, "unsupported operand", lambda: MADE + other)  # type: ignore[operator]
        two = [collected.CollectedAnswers(asked, ()) for asked in (QUESTIONS, later)]
        refuses(AttributeError, "'questions'", lambda: results_module.results_of(two, ABOUT.end))  # type: ignore[arg-type]
        refuses(TypeError, "unsupported operand", lambda: operator.add(*two))

    def test_weighting_up_to_the_workforce(self) -> None:
        refuses(AttributeError, "'weighted'", lambda: MADE.weighted({WEST_MERCIA: 4_000}))  # type: ignore[attr-defined]
        refuses(TypeError, "unsupported operand", lambda: HERE * 4_000)  # type: ignore[operator]
        refuses(
            TypeError,
            "unexpected keyword argument 'weights'",
            lambda: results_module.results_of(None, ABOUT.end, weights={}),
        )  # type: ignore[call-arg, arg-type]
        told = sentence_problem("Weighted to the workforce, half of those who answered agreed.")
        assert told is not None

    def test_two_figures_are_put_in_no_order(self) -> None:
        for order in (operator.lt, operator.le, operator.gt, operator.ge):
            refuses(TypeError, "not supported between", lambda order=order: order(HERE, THERE))

    def test_no_object_has_a_place_for_it(self) -> None:
        for thing in (HERE, MADE, MADE.themes(WEST_MERCIA)[0]):
            assert not set(SHOULD_NOT_BE) & {name for name in dir(thing) if name[0] != "_"}
            assert not hasattr(thing, "__dict__")

    def test_no_module_offers_it(self) -> None:
        for module in (figures, published, rendering, results_module, sentences, themes):
            names = {name.lower() for name in vars(module)}
            assert not names & set(SHOULD_NOT_BE) - {"answers", "responses"}


RULE = "survey-used-as-evidence-against-a-force"


def read_back(cells: Any) -> None:
    """Write cells as results and read them, as somebody would who edits a folder."""
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as scratch:
        forged = PublishedSurvey(MADE.questions, MADE.terms, cells, ABOUT)
        write_survey(forged, Path(scratch))
        published.read_survey(Path(scratch))


def record(speaks: str) -> Record:
    """A record in which the survey speaks."""
    signed = {"by": "A. Lead", "on": "2022-01-10"}
    window = {"from": "2021-01-01", "to": "2022-03-31"}
    evidence = {
        "id": "belonging", "kind": "survey", "round": "main", "area": "workforce",
        "speaks": speaks, "strength": "weak", "says": "Half of those who answered felt it.",
        "theme": "belonging", "signed": signed,
    }  # fmt: skip
    inspection = {
        "id": "west-mercia", "name": "West Mercia", "body": "force", "place": WEST_MERCIA,
        "forces": [WEST_MERCIA], "framework": "peel-2021-22-revised", "window": window,
        "signed": signed, "rounds": [{"id": "main", "kind": "inspection", **window}],
        "evidence": [evidence],
    }  # fmt: skip
    return Record.model_validate(
        {"id": "peel", "name": "PEEL", "organisation": "The inspectorate",
         "inspections": [inspection]}
    )  # fmt: skip
