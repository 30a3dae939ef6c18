"""Rules on grades, moderation and regions: the good record changed in one place."""

from __future__ import annotations

from inspecting.making import (
    KENT,
    REGION,
    WEST_MERCIA,
    changed,
    context,
    evidence,
    good,
    only,
    put,
    record,
    signed,
    step,
)
from openpeel.inspecting.rules import check_record


def test_inadequate_without_cause_of_concern() -> None:
    words = only(
        "inadequate-without-cause-of-concern", changed("concerns", to=[], inspection=REGION)
    )
    assert words.startswith("serious-organised-crime is inadequate without a cause of concern")


def test_inadequate_is_not_borne_out_by_a_cause_of_concern_that_was_closed_before() -> None:
    values = good()
    steps = [step("open", "2024-01-20"), step("closed", "2024-02-01", "Threats are met.")]
    concern = ("inspections", REGION, "concerns", "threats")
    put(values, *concern, "history", to=steps)
    put(values, *concern, "recommendations", 0, "history", to=steps)
    only("inadequate-without-cause-of-concern", record(values))


def test_good_with_open_cause_of_concern_unexplained() -> None:
    values = good()
    judgment = values["inspections"][0]["judgments"][0]
    judgment |= {"grade": "good", "concerns_explained": "It is about one line of calls."}
    put(values, "inspections", 0, "evidence", "e-1", "strength", to="moderate")
    assert check_record(record(values), context()) == ()
    judgment["concerns_explained"] = ""
    only("good-with-open-cause-of-concern-unexplained", record(values))


def test_requires_improvement_without_improvement_or_concern() -> None:
    values = good()
    put(values, "inspections", 0, "improvements", to=[])
    put(values, "inspections", 0, "concerns", to=[])
    only("requires-improvement-without-improvement-or-concern", record(values))


def test_ungraded_area_with_a_grade() -> None:
    values = good()
    inspection = values["inspections"][0]
    ids = ("calls", "first-assessment", "attendance", "allocation", "inquiry", "outcome")
    inspection["gaps"] += [
        {"area": "victims", "characteristic": id, "reason": "No files.", "signed": signed()}
        for id in ids
    ]
    inspection["judgments"][1] |= {
        "grade": "adequate",
        "moderations": inspection["judgments"][0]["moderations"],
    }
    words = only("ungraded-area-with-a-grade", record(values))
    assert words == "PEEL 2021/22, revised version gives no grade in victims; take “adequate” out."


def test_graded_area_without_a_grade() -> None:
    only("graded-area-without-a-grade", changed("judgments", "responding", "grade", to=None))


def test_judgment_without_rationale() -> None:
    only("judgment-without-rationale", changed("judgments", "victims", "rationale", to=" \n "))


def test_dissent_without_reason() -> None:
    broken = changed("judgments", "responding", "dissents", 0, "reason", to="")
    assert "B. Second would have given “adequate”" in only("dissent-without-reason", broken)


def test_dissent_with_the_same_grade() -> None:
    way = ("judgments", "responding", "dissents", 0, "grade")
    words = only("dissent-with-the-same-grade", changed(*way, to="requires improvement"))
    assert words.startswith("B. Second is said to dissent in responding")


def test_judgment_without_moderation() -> None:
    only("judgment-without-moderation", changed("judgments", "responding", "moderations", to=[]))


def test_judgment_before_its_round() -> None:
    early = changed("judgments", "responding", "date", to="2019-10-31")
    assert "before its round began" in only("judgment-before-its-round", early)


def test_moderation_before_judgment() -> None:
    way = ("judgments", "responding", "moderations", 0, "signed", "on")
    only("moderation-before-judgment", changed(*way, to="2021-10-31"))


def test_moderation_by_who_judged() -> None:
    way = ("judgments", "responding", "moderations", 0, "signed", "by")
    only("moderation-by-who-judged", changed(*way, to="a. lead"))


def test_comparison_across_frameworks() -> None:
    values = good()
    put(values, "inspections", 1, "framework", to="peel-2018-19")
    words = only("comparison-across-frameworks", record(values))
    assert words.startswith("responding was set beside staffordshire-2021-22. ")


def test_moderation_beside_an_unknown_inspection() -> None:
    way = ("judgments", "responding", "moderations", 0, "beside")
    only("moderation-beside-an-unknown-inspection", changed(*way, to=["kent-2021-22"]))
    only("moderation-beside-an-unknown-inspection", changed(*way, to=[]))


def test_moderation_beside_itself() -> None:
    way = ("judgments", "responding", "moderations", 0, "beside")
    ids = ["staffordshire-2021-22", "west-mercia-2021-22"]
    only("moderation-beside-itself", changed(*way, to=ids))


def test_regional_judgment_without_forces() -> None:
    way = ("judgments", 0, "forces")
    only("regional-judgment-without-forces", changed(*way, to=[], inspection=REGION))


def test_regional_judgment_without_its_own_date() -> None:
    way = ("judgments", 0, "date")
    broken = changed(*way, to="2022-06-01", inspection=REGION)
    assert "was published on 2024-05-10" in only("regional-judgment-without-its-own-date", broken)


def test_judgment_of_a_force_outside_the_region() -> None:
    broken = changed("judgments", 0, "forces", to=[WEST_MERCIA, KENT], inspection=REGION)
    assert only("judgment-of-a-force-outside-the-region", broken).startswith("Kent is judged")


def test_characteristic_neither_evidenced_nor_excused() -> None:
    words = only("characteristic-neither-evidenced-nor-excused", changed("gaps", to=[]))
    assert "nothing speaks for or against response-teams" in words


def test_a_survey_or_context_leaves_a_characteristic_without_evidence() -> None:
    broken = changed("evidence", "e-3", "speaks", to="context")
    assert "first-risk" in only("characteristic-neither-evidenced-nor-excused", broken)


def test_characteristic_both_evidenced_and_excused() -> None:
    more = evidence("e-8", "response-teams")
    only("characteristic-both-evidenced-and-excused", changed("evidence", 7, to=more))


def test_gap_without_reason() -> None:
    only("gap-without-reason", changed("gaps", 0, "reason", to=""))


def test_grade_without_evidence() -> None:
    judgment = {
        "area": "workforce", "round": "main", "grade": "adequate",
        "date": "2022-04-01", "signed": signed(on="2021-11-01"), "rationale": "So it seemed.",
        "moderations": [
            {"beside": ["kent"], "words": "Held.", "signed": signed("C. Moderator", "2021-12-01")}
        ],
    }  # fmt: skip
    values = good()
    one, two = values["inspections"][1], dict(values["inspections"][1])
    one |= {"framework": "peel-2023-25", "judgments": [judgment]}
    two |= {"id": "kent", "framework": "peel-2023-25", "place": KENT, "forces": [KENT]}
    values |= {"recommendations": [], "inspections": [one, two]}
    only("grade-without-evidence", record(values))


def test_grade_resting_on_one_kind_of_evidence() -> None:
    values = good()
    for one in values["inspections"][REGION]["evidence"]:
        one["kind"] = "interview"
    words = only("grade-resting-on-one-kind-of-evidence", record(values))
    assert "is of one kind, interview" in words


def test_grade_against_the_weight() -> None:
    values = good()
    put(values, "inspections", 0, "concerns", to=[])
    put(values, "inspections", 0, "judgments", "responding", "grade", to="good")
    words = only("grade-against-the-weight", record(values))
    assert "more strong evidence speaks against the force (1) than for it (0)" in words


def test_a_low_grade_without_a_word_against_the_force_is_asked_about() -> None:
    values = good()
    for one in values["inspections"][REGION]["evidence"]:
        one["speaks"] = "for"
    put(values, "inspections", REGION, "findings", 0, "tone", to="mixed")
    only("grade-against-the-weight", record(values))
