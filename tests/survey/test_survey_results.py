"""What may be shown of collected answers, at each boundary of the rule."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from survey_making import ESSEX, KENT, QUESTIONS, WEST_MERCIA, belonging, results

from openpeel.errors import UserError
from openpeel.survey.figures import SurveyFigure, whole_percent
from openpeel.survey.themes import OTHER_KINDS, Theme


def figure(answer: str = "agree", **counts: int) -> SurveyFigure:
    return results(west_mercia=belonging(**counts)).result(WEST_MERCIA, "belonging", answer)


class TestBases:
    def test_under_10_answers_show_nothing(self) -> None:
        one = figure(agree=9)
        assert (one.status, one.count, one.base, one.percent) == ("low", None, None, None)
        assert one.reason == "Fewer than 10 people answered, so nothing is shown."

    def test_10_to_29_answers_show_counts_with_a_caution(self) -> None:
        one = figure("neither", agree=15, neither=14, disagree=0)
        assert (one.status, one.count, one.base) == ("c", None, 29)  # nobody disagreed: withheld
        made = results(west_mercia={"neighbourhood": {"handcuffing-form": {"yes": 15, "no": 14}}})
        told = made.result(WEST_MERCIA, "handcuffing-form", "yes")
        assert (told.status, told.count, told.base, told.percent) == ("ok", 15, 29, None)
        assert told.caution.endswith("read them with caution.")

    def test_from_30_answers_there_are_whole_percentages(self) -> None:
        one = figure(agree=10, neither=10, disagree=10)
        assert (one.count, one.base, one.percent) == (10, 30, 33)
        assert "read them with caution" not in one.caution

    @pytest.mark.parametrize(("count", "base", "percent"), [(1, 200, 1), (25, 200, 13), (1, 3, 33)])
    def test_halves_are_rounded_up(self, count: int, base: int, percent: int) -> None:
        assert whole_percent(count, base) == percent

    @given(st.integers(0, 1000), st.integers(30, 1000))
    def test_a_percentage_is_the_nearest_whole_number(self, count: int, more: int) -> None:
        share = 100 * count / (count + more)
        assert abs(whole_percent(count, count + more) - share) <= 0.5 + 1e-9


class TestWhoIsInABase:
    def test_no_answer_is_in_no_base_and_is_not_zero(self) -> None:
        none = {"response": {"belonging": {"agree": 20, "disagree": 10, "neither": 10},
                             "skilled": {"agree": 12, "neither": 11, "disagree": 10}}}  # fmt: skip
        made = results(west_mercia=none)
        assert made.result(WEST_MERCIA, "belonging", "agree").base == 40
        assert made.result(WEST_MERCIA, "skilled", "agree").base == 33
        assert made.result(WEST_MERCIA, "workload", "agree").status == "low"

    def test_a_force_without_answers_is_not_supplied(self) -> None:
        one = results(west_mercia=belonging(agree=50)).result(KENT, "belonging", "agree")
        assert (one.status, one.count, one.base) == ("x", None, None)
        assert "not zero" in one.reason

    def test_an_item_of_one_group_is_shown_once(self) -> None:
        asked = {"neighbourhood": {"neighbourhood-time": {"enough": 20, "some": 40, "little": 40}}}
        made = results(west_mercia=asked)
        (group,) = QUESTIONS.groups(QUESTIONS.item("neighbourhood-time"))
        assert group == "all"
        for name in ("all", "neighbourhood"):
            assert made.result(WEST_MERCIA, "neighbourhood-time", "enough", name).percent == 20

    def test_what_is_not_there_is_named(self) -> None:
        made = results(west_mercia=belonging(agree=50))
        for asked, words in [
            ((WEST_MERCIA, "morale", "agree"), "no item 'morale' in this question set"),
            ((WEST_MERCIA, "belonging", "yes"), "no answer 'yes'; use one of agree, neither"),
            (("E99", "belonging", "agree"), "no code of one of the 43 forces"),
            ((WEST_MERCIA, "neighbourhood-time", "some", "contact"), "is not asked this; use all"),
        ]:
            with pytest.raises(UserError, match=words):
                made.result(*asked)


GROUPS = {
    "response": {"belonging": {"agree": 40, "neither": 20, "disagree": 10}},
    "contact": {"belonging": {"agree": 12, "neither": 11, "disagree": 10}},
}


class TestGroups:
    def test_a_group_from_which_nobody_answered_withholds_the_bases_of_all(self) -> None:
        made = results(west_mercia=GROUPS)
        one = made.result(WEST_MERCIA, "belonging", "agree", "response")
        assert (one.status, one.base) == ("c", None)
        assert made.result(WEST_MERCIA, "belonging", "agree").count == 52

    def test_all_groups_are_shown_when_each_can_be(self) -> None:
        every = dict.fromkeys(QUESTIONS.roles, GROUPS["contact"])
        made = results(west_mercia=every)
        one = made.result(WEST_MERCIA, "belonging", "agree", "contact")
        assert (one.status, one.count, one.base, one.percent) == ("ok", 12, 33, 36)
        assert one.group_words == "Control room and front counter"


class TestAllForces:
    def test_they_are_the_sum_of_what_is_published_of_each(self) -> None:
        made = results(
            west_mercia=belonging(agree=50, neither=20, disagree=30),
            kent=belonging(agree=30, neither=30, disagree=40),
            essex=belonging(agree=30, neither=30, disagree=4),  # withheld, so not in the sum
        )
        assert made.result(ESSEX, "belonging", "disagree").status == "c"
        together = made.result("all", "belonging", "agree")
        assert (together.count, together.base, together.forces) == (80, 200, 2)

    def test_without_a_force_that_can_be_shown_there_is_nothing(self) -> None:
        together = results(kent=belonging(agree=5)).result("all", "belonging", "agree")
        assert (together.status, together.base, together.forces) == ("c", None, 0)


class TestThemes:
    def test_a_theme_opens_whatever_was_answered(self) -> None:
        for counts in ({"agree": 80, "neither": 10, "disagree": 10},
                       {"agree": 10, "neither": 10, "disagree": 80}):  # fmt: skip
            (theme,) = results(west_mercia=belonging(**counts)).themes(WEST_MERCIA)
            assert (theme.id, theme.area) == ("belonging", "workforce")

    def test_nothing_is_said_of_it_until_other_evidence_stands_beside_the_survey(self) -> None:
        theme = Theme("bail", "Use of bail", "Is it understood?", "managing-offenders")
        assert not theme.triangulated_by([])
        assert not theme.triangulated_by(["survey", "survey"])
        assert "another kind of evidence is needed" in str(theme.open_question(["survey"]))
        assert theme.triangulated_by(["survey", "interview"])
        assert theme.open_question(["audit"]) is None

    def test_a_kind_of_evidence_that_there_is_not_is_refused(self) -> None:
        theme = Theme("bail", "Use of bail", "Is it understood?", "managing-offenders")
        with pytest.raises(UserError, match="'rumour' is no kind of evidence"):
            theme.triangulated_by(["rumour"])

    def test_the_kinds_are_those_of_a_record(self) -> None:
        from openpeel.inspecting.record import EVIDENCE_KINDS

        assert {*OTHER_KINDS, "survey"} == set(EVIDENCE_KINDS)


def test_a_figure_is_a_sentence_of_those_who_answered() -> None:
    made = results(west_mercia=belonging(agree=40, neither=30, disagree=30))
    assert made.result(WEST_MERCIA, "belonging", "agree").sentence == (
        "40% of those who answered (40 of 100) said “Agree” (A sense of belonging)."
    )
    assert figure(agree=3).sentence.startswith("A sense of belonging, “Agree”: [low] Fewer than 10")
    few = results(west_mercia={"neighbourhood": {"handcuffing-form": {"yes": 15, "no": 14}}})
    assert few.result(WEST_MERCIA, "handcuffing-form", "yes").sentence.startswith(
        "15 of those who answered (29) said “Yes”"
    )
