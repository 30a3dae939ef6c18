"""Rules on evidence, figures, surveys and lines of enquiry: one place changed in each."""

from __future__ import annotations

from datetime import date

import pytest

from inspecting.making import (
    AUDIT,
    FIGURE,
    HASH,
    RELEASE,
    changed,
    context,
    evidence,
    good,
    only,
    put,
    record,
    signed,
)
from openpeel.inspecting.rules import check_record


@pytest.mark.parametrize(
    ("kind", "given", "missing"),
    [
        ("data", {}, "figure"),
        ("audit", {"question": "q-1"}, "audit"),
        ("audit", {"audit": AUDIT}, "question"),
        ("document", {"sha256": HASH}, "document"),
        ("statement", {}, "section"),
    ],
)
def test_evidence_without_its_source(kind: str, given: dict[str, str], missing: str) -> None:
    more = evidence("e-8", "first-risk", kind=kind, **given)
    words = only("evidence-without-its-source", changed("evidence", 7, to=more))
    assert words == f"e-8 is of kind {kind} and does not name its {missing}."


def test_evidence_outside_the_window() -> None:
    period = {"from": "2020-01-01", "to": "2020-12-31"}
    words = only("evidence-outside-the-window", changed("evidence", "e-3", "period", to=period))
    assert "not within the window from 2020-04-01 to 2021-09-30" in words


def test_what_was_heard_before_the_window_is_outside_it() -> None:
    """It may be written up after the visit."""
    way = ("evidence", "e-3", "signed", "on")
    only("evidence-outside-the-window", changed(*way, to="2018-05-10"))
    found = check_record(changed(*way, to="2021-10-08"), context())
    assert "evidence-outside-the-window" not in {problem.rule for problem in found}


@pytest.mark.parametrize("kind", ["interview", "observation"])
def test_what_was_heard_or_seen_after_the_report_is_outside_its_round(kind: str) -> None:
    """The round was published on 2022-04-01."""
    found = evidence("e-8", "first-risk", kind=kind, signed=signed(on="2023-01-01"))
    words = only("evidence-outside-the-window", changed("evidence", 7, to=found))
    assert words.startswith("e-8 speaks of 2023-01-01 to 2023-01-01, which is not within")
    found["signed"] = signed(on="2022-04-01")
    assert check_record(changed("evidence", 7, to=found), context()) == ()


def test_what_was_heard_on_a_revisit_belongs_to_the_revisit() -> None:
    values = good()
    values["inspections"][0]["rounds"][0]["published"] = None
    visit = {"id": "revisit", "kind": "revisit", "from": "2023-07-03", "to": "2023-07-08"}
    put(values, "inspections", 0, "rounds", 1, to=visit)
    heard = evidence("e-8", "first-risk", signed=signed(on="2023-07-05"))
    put(values, "inspections", 0, "evidence", 7, to=heard)
    only("evidence-outside-the-window", record(values))
    heard["round"] = "revisit"
    assert check_record(record(values), context()) == ()


def test_dated_in_the_future() -> None:
    broken = changed("findings", 0, "signed", "on", to="2031-11-12")
    words = only("dated-in-the-future", broken)
    assert words == "A. Lead signed this on 2031-11-12, which has not come yet."


@pytest.mark.parametrize(
    ("way", "where"),
    [
        (("signed", "on"), "inspection.yaml, signed"),
        (("gaps", 0, "signed", "on"), "gaps.yaml, responding.response-teams.signed"),
        (
            ("judgments", "responding", "dissents", 0, "signed", "on"),
            "judgments/main/responding.md, dissents.0.signed",
        ),
        (("lines", "l-1", "closed", "on"), "lines-of-enquiry.yaml, l-1.closed"),
        (("evidence", "e-2", "received"), "evidence.csv, e-2.received"),
        (("evidence", "e-5", "signed", "on"), "evidence.csv, e-5.on"),
    ],
)
def test_a_day_that_has_not_come_is_named_wherever_it_stands(
    way: tuple[str | int, ...], where: str
) -> None:
    broken = changed(*way, to="2026-11-26")
    for today, places in ((24, [f"inspections/west-mercia-2021-22/{where}"]), (25, [])):
        found = check_record(broken, context(today=date(2026, 11, today)))
        assert [one.where for one in found if one.rule == "dated-in-the-future"] == places


def test_a_check_for_a_day_to_come_knows_the_days_before_it() -> None:
    later = context(on=date(2024, 6, 1), today=date(2021, 1, 1))
    assert "dated-in-the-future" not in {one.rule for one in check_record(record(), later)}


@pytest.mark.parametrize(
    ("key", "kind", "given"),
    [
        ("theme", "interview", {"theme": "development"}),
        ("figure", "observation", {"figure": FIGURE, "release": RELEASE}),
        ("audit", "interview", {"audit": AUDIT}),
    ],
)
def test_source_of_another_kind(key: str, kind: str, given: dict[str, str]) -> None:
    more = evidence("e-8", "first-risk", kind=kind, speaks="context", **given)
    words = only("source-of-another-kind", changed("evidence", 7, to=more))
    assert words.startswith(f"e-8 is of kind {kind} and names a {key}, which is of kind ")


def test_audit_not_at_the_site() -> None:
    more = evidence("e-8", "first-risk", kind="audit", audit=AUDIT, question="IN1")
    assert check_record(changed("evidence", 7, to=more), context()) == ()
    for key, wrong, words in (
        ("audit", "bogus", "names the audit bogus, which is none of the site's"),
        ("question", "ZZ9", f"names the question ZZ9, for which {AUDIT} has"),
    ):
        broken = changed("evidence", 7, to=more | {key: wrong})
        assert words in only("audit-not-at-the-site", broken)
    unknown = check_record(changed("evidence", 7, to=more), context(audits=None))
    assert [(one.rule, one.level) for one in unknown] == [("audit-not-at-the-site", "note")]


def test_theme_of_no_question_set() -> None:
    broken = changed("evidence", "e-7", "theme", to="bogus")
    assert "e-7 names the theme bogus" in only("theme-of-no-question-set", broken)
    broken = changed("lines", "l-1", "themes", to=["workload", "bogus"])
    assert "l-1 names the theme bogus" in only("theme-of-no-question-set", broken)


def test_a_figure_s_name_tells_its_days_and_a_later_round_has_its_own() -> None:
    old = "calls-101-abandoned.west-mercia.2018-19"
    way = ("evidence", 7)
    data = evidence("e-8", "answering", kind="data", figure=old, speaks="context")
    only("evidence-outside-the-window", changed(*way, to=data), figures=frozenset({FIGURE, old}))
    values = good()
    visit = {"id": "revisit", "kind": "revisit", "from": "2023-07-03", "to": "2023-07-08"}
    put(values, "inspections", 0, "rounds", 1, to=visit)
    seen = evidence("e-8", "answering", round="revisit", kind="document", document="Log",
                    sha256=HASH, shows="2023-07-01", received="2023-07-03",
                    signed=signed(on="2023-07-05"))  # fmt: skip
    put(values, "inspections", 0, "evidence", 7, to=seen)
    assert check_record(record(values), context()) == ()


def test_evidence_signed_before_it_was_received() -> None:
    only(
        "evidence-signed-before-it-was-received",
        changed("evidence", "e-2", "signed", "on", to="2021-09-09"),
    )


def test_document_without_hash() -> None:
    only("document-without-hash", changed("evidence", "e-2", "sha256", to=None))


def test_document_shows_later_than_received() -> None:
    broken = changed("evidence", "e-2", "shows", to="2021-09-11")
    only("document-shows-later-than-received", broken)


def test_document_received_after_the_window() -> None:
    values = good()
    put(values, "inspections", 0, "evidence", "e-2", "received", to="2021-10-15")
    put(values, "inspections", 0, "evidence", "e-2", "signed", "on", to="2021-10-15")
    only("document-received-after-the-window", record(values))


def test_figure_from_a_superseded_release() -> None:
    way = ("lines", "l-1", "release")
    words = only("figure-from-a-superseded-release", changed(*way, to="ffff00000000"))
    assert f"superseded; the release is {RELEASE} now" in words


def test_a_release_is_superseded_when_the_site_says_so_even_without_the_current_one() -> None:
    problems = check_record(record(), context(release=None, superseded=frozenset({RELEASE})))
    assert {p.rule for p in problems} == {"figure-from-a-superseded-release"}
    assert {p.level for p in problems} == {"error"}


def test_figure_without_a_release() -> None:
    values = good()
    put(values, "inspections", 0, "release", to=None)
    put(values, "inspections", 0, "lines", "l-1", "release", to=None)
    only("figure-without-a-release", record(values))


def test_figure_not_in_the_release() -> None:
    wrong = "calls-101-abandonned.west-mercia.2020-21"
    only("figure-not-in-the-release", changed("lines", "l-1", "figures", to=[wrong]))


def test_figure_of_another_force() -> None:
    kent = "calls-101-abandoned.kent.2020-21"
    broken = changed("lines", "l-1", "figures", to=[FIGURE, kent])
    words = only("figure-of-another-force", broken, figures=frozenset({FIGURE, kent}))
    assert words == f"l-1 names {kent}, which is about Kent."


def test_survey_used_as_evidence_against_a_force() -> None:
    only(
        "survey-used-as-evidence-against-a-force",
        changed("evidence", "e-7", "speaks", to="against"),
    )


def test_a_survey_speaks_no_more_for_a_force_than_against_it() -> None:
    broken = changed("evidence", "e-7", "speaks", to="for")
    assert "speak for the force" in only("survey-used-as-evidence-against-a-force", broken)


def test_a_theme_of_the_survey_does_not_speak_under_another_kind_either() -> None:
    broken = changed("evidence", "e-7", to=evidence("e-7", "first-risk", theme="development",
                                                    speaks="against"))  # fmt: skip
    rules = {one.rule for one in check_record(broken, context())}
    assert {"survey-used-as-evidence-against-a-force", "source-of-another-kind"} <= rules


def test_survey_theme_not_triangulated() -> None:
    values = good()
    line = {
        "id": "l-2", "area": "responding", "question": "Is training kept up?",
        "themes": ["development"], "signed": signed(on="2021-08-01"), "outcome": "It is.",
        "evidence": ["e-7"], "closed": signed(on="2021-09-25"),
    }  # fmt: skip
    put(values, "inspections", 0, "lines", 1, to=line)
    only("survey-theme-not-triangulated", record(values))
    line["evidence"] = ["e-7", "e-6"]
    assert check_record(record(values), context()) == ()


def test_a_finding_that_rests_on_the_survey_alone_is_not_triangulated() -> None:
    broken = changed("findings", "callers-give-up", "evidence", to=["e-7"])
    assert "rests on the survey alone" in only("survey-theme-not-triangulated", broken)


def test_mark_used_as_evidence() -> None:
    words = only("mark-used-as-evidence", changed("lines", "l-1", "evidence", to=["e-1"]))
    assert words.startswith(f"e-1 speaks against the force by the mark of {FIGURE}")


def test_open_line_of_enquiry_at_judgment() -> None:
    broken = changed("lines", "l-1", "closed", "on", to="2021-11-02")
    only("open-line-of-enquiry-at-judgment", broken)


def test_line_of_enquiry_closed_without_outcome() -> None:
    only("line-of-enquiry-closed-without-outcome", changed("lines", "l-1", "outcome", to=""))
