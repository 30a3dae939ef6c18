"""The pages of a report: drafts beside their problems, points raised and decided, versions."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from one_report import CALLS, KENT, SLUG, WRONG, Team, person

from asking import get, post
from openpeel.reports.checks.problems import Problem
from openpeel.reports.models import AccuracyPoint, Decision

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("service")]

REPORT = f"/reports/{SLUG}/"
DRAFT = f"{REPORT}drafts/1/"
ACCURACY = f"{DRAFT}accuracy/"
RAISE = f"{ACCURACY}raise/"
POINT = {
    "section": f"{CALLS}", "words": "almost 20 percent", "claim": "It was 18 percent.",
    "evidence": "The return of calls, row 12.",
}  # fmt: skip
HOSTILE = "<script>alert(1)</script>'\"&{{ 7|add:7 }}"


def line(page: str, number: int) -> str:
    """What a page shows at one line of the draft."""
    found = re.search(rf'<li id="line-{number}".*?(?=<li id="line-|</ol>)', page, re.DOTALL)
    assert found, number
    return unescape(re.sub(r"<[^>]+>", " ", found[0]))


def test_reports_are_listed_with_version_and_state(team: Team) -> None:
    assert "Not published yet." in get(team.lead, "/reports/")
    team.publish("It was urgent.")
    text = get(team.lead, "/reports/")
    assert "West Mercia Police (simulated)" in text and "Version 1 of 27 April 2022." in text
    assert "You have no part in a report." in get(person("stranger"), "/reports/")


def test_each_problem_stands_under_its_line(team: Team) -> None:
    warning = Problem("house-style", 13, "agreed", "say who agreed", "")
    team.save(sources_sha256="e" * 64, problems=(WRONG, warning))
    page = get(team.lead, f"{REPORT}drafts/2/")
    shown = line(page, 7)
    for words in ("almost 20 percent", "Error", "amount-not-supported", "19.3 percent",
                  "around a fifth"):  # fmt: skip
        assert words in shown
    assert "house-style" in line(page, 13) and "Instead" not in line(page, 13)
    assert "Error" not in line(page, 8)
    assert '1 error</strong> on line <a href="#line-7">' in page
    assert "No notes" in page


def test_a_problem_of_a_line_without_words_is_shown_too(team: Team) -> None:
    team.save(sources_sha256="e" * 64, problems=(Problem("area-missing", 2, "Crime", "missing"),))
    assert "area-missing" in get(team.lead, f"{REPORT}drafts/2/")


def test_many_warnings_at_one_line_are_folded_and_errors_are_not(team: Team) -> None:
    many = [
        Problem("area-missing", 1, "Crime", "missing"),
        *(Problem("house-style", 1, f"word {n}", "another") for n in range(9)),
    ]
    team.save(sources_sha256="e" * 64, problems=tuple(many))
    page = get(team.lead, f"{REPORT}drafts/2/")
    opened, folded = page.split("<summary>9 warnings and notes at this line</summary>")
    assert "area-missing" in opened and "house-style" not in opened and "word 8" in folded


def test_a_check_with_open_points_offers_no_way_to_close_it(team: Team) -> None:
    team.send()
    assert "Close the accuracy check" in get(team.lead, ACCURACY)
    point = team.point()
    assert "Close the accuracy check" not in get(team.lead, ACCURACY)
    team.decide(point)
    assert "Close the accuracy check" in get(team.lead, ACCURACY)


def test_a_draft_with_errors_offers_no_way_to_the_force(team: Team) -> None:
    assert "Send to the force" in get(team.lead, DRAFT)
    assert "Send to the force" not in get(team.author, DRAFT)
    team.save(sources_sha256="e" * 64, problems=(WRONG,))
    assert "Send to the force" not in get(team.lead, f"{REPORT}drafts/2/")
    told = post(team.lead, f"{REPORT}drafts/2/move/", 400, action="send to the force")
    assert "draft 2 has 1 error" in told


def test_a_draft_goes_the_whole_way_by_the_pages(team: Team) -> None:
    told = post(team.lead, f"{DRAFT}move/", action="send to the force")
    assert "The draft is with the force now." in told
    told = post(team.force, RAISE, **POINT)
    assert "Point 1 is sent, and will be decided." in told and "waits for a decision" in told
    told = post(team.lead, f"{DRAFT}move/", 400, action="close the accuracy check")
    assert "1 point of accuracy waits for a decision; decide first." in told
    told = post(team.lead, f"{ACCURACY}1/", decision="accept", reason="So it is.")
    assert "Point 1 is accepted, and the force reads why." in told
    assert "So it is." in get(team.force, ACCURACY)
    told = post(team.lead, f"{DRAFT}move/", action="close the accuracy check")
    assert "The accuracy check is closed." in told and "Raise a point" not in told
    told = post(team.lead, f"{DRAFT}move/", action="ask the force again")
    assert "with the force again" in told


def test_a_point_is_raised_from_the_heading_that_it_is_about(team: Team) -> None:
    team.send()
    page = get(team.force, ACCURACY)
    assert f'href="{RAISE}?section={CALLS}"' in page
    assert f'value="{CALLS}" selected' in get(team.force, f"{RAISE}?section={CALLS}")
    assert "Raise a point" not in get(team.lead, ACCURACY)


@pytest.mark.parametrize(("changed", "told"), [
    ({"words": "19 percent"}, "these words do not stand under"),
    ({"words": " "}, "the words in question can&#x27;t be empty"),
    ({"claim": ""}, "what is so can&#x27;t be empty"),
    ({"evidence": ""}, "the evidence for it can&#x27;t be empty"),
    ({"section": ""}, "choose the heading"),
    ({"section": "x"}, "choose the heading"),
    ({"line": "seven"}, "is no number of a line"),
    ({"line": "9"}, "begin on line 7"),
    ({"evidence": "x" * 4_001}, "at most 4,000 characters"),
])  # fmt: skip
def test_nothing_typed_is_lost_when_a_point_is_refused(
    team: Team, changed: dict[str, str], told: str
) -> None:
    team.send()
    sent = POINT | {"line": "7"} | changed
    page = post(team.force, RAISE, 400, **sent)
    assert told in page and not AccuracyPoint.objects.exists()
    for name in ("words", "claim", "evidence"):
        assert f">{sent[name]}</textarea>" in page
    assert f'name="line" maxlength="8" value="{sent["line"]}"' in page
    if sent["section"] == f"{CALLS}":
        assert f'value="{CALLS}" selected' in page


def test_nothing_typed_is_lost_when_the_check_is_closed_meanwhile(team: Team) -> None:
    team.send()
    team.close()
    page = post(team.force, RAISE, 400, **POINT)
    assert "this draft is decided" in page and f">{POINT['claim']}</textarea>" in page


@pytest.mark.parametrize("form", [
    {"decision": "", "reason": "Typed."}, {"decision": "accept", "reason": ""},
    {"decision": "publish", "reason": "Typed."},
])  # fmt: skip
def test_nothing_typed_is_lost_when_a_decision_is_refused(team: Team, form: dict[str, str]) -> None:
    team.send()
    team.point()
    page = post(team.lead, f"{ACCURACY}1/", 400, **form)
    assert f">{form['reason']}</textarea>" in page and not Decision.objects.exists()
    assert ('value="accept" checked' in page) == (form["decision"] == "accept")


def test_markup_is_shown_and_not_obeyed(team: Team) -> None:
    text = f"# Title\n\n[{HOSTILE}](figure:x) {HOSTILE}"
    problem = Problem("house-style", 3, HOSTILE, HOSTILE)
    team.save(text, sources_sha256="e" * 64, title=f"Title {HOSTILE}", problems=(problem,))
    team.send(2)
    sent = {"section": "1", "words": "alert(1)", "claim": HOSTILE, "evidence": HOSTILE}
    accuracy = f"{REPORT}drafts/2/accuracy/"
    pages = [post(team.force, f"{accuracy}raise/", 400, **(sent | {"section": HOSTILE}))]
    pages.append(post(team.force, f"{accuracy}raise/", **sent))
    pages.append(post(team.lead, f"{accuracy}1/", decision="note", reason=HOSTILE))
    folder = {"sources_sha256": "e" * 64, "changed": HOSTILE, "folder": HOSTILE, "changes": {
        "words": [{"under": HOSTILE, "before": [HOSTILE], "after": [HOSTILE]}]}}  # fmt: skip
    team.publish(HOSTILE, **folder)
    pages += [get(team.lead, address) for address in (
        "/reports/", REPORT, f"{REPORT}drafts/2/", f"{accuracy}1/", f"{REPORT}versions/1/",
    )]  # fmt: skip
    for page in pages:
        assert "<script" not in page and "&lt;script&gt;" in page


def test_what_looks_like_a_person_is_told_to_the_writer_alone(team: Team) -> None:
    team.send()
    named = POINT | {"claim": "Mr Smith rang from 07700 900123."}
    told = post(team.force, RAISE, **named)
    assert "it looks as if it held a name and a phone number" in told
    assert "Only you see this note." in told
    assert "Only you see this note." not in get(team.lead, ACCURACY)


def test_a_decision_made_anew_stands_beside_the_earlier_one(team: Team) -> None:
    team.send()
    point = team.point()
    team.decide(point, "refuse")
    post(team.lead, f"{ACCURACY}1/", decision="accept", reason="It is so after all.")
    page = get(team.force, ACCURACY)
    assert "decided anew below" in page and page.index("Refused") < page.index("Accepted")


def test_a_version_shows_its_hashes_and_what_it_changed(team: Team) -> None:
    team.publish("It was urgent.")
    changes = {"from": 1, "grades": [{"area": "responding", "before": "good", "after": "adequate"}],
               "figures": [{"id": "abandoned", "before": "19", "after": "18"}],
               "words": [{"under": "Calls", "before": ["Old."], "after": ["New."]}]}  # fmt: skip
    team.publish("A notice.", version=2, sources_sha256="e" * 64, changed="Told anew.",
                 changes=changes, manifest_sha256="1" * 64, files_sha256="2" * 64)  # fmt: skip
    page = get(team.force, f"{REPORT}versions/2/")
    for words in ("Told anew.", "1" * 64, "2" * 64, "responding", "adequate", "abandoned",
                  "<del>Old.</del><ins>New.</ins>", "force’s accuracy check: A"):  # fmt: skip
        assert words in page, words
    assert "/srv/reports" not in page and "/srv/reports" in get(team.lead, f"{REPORT}versions/2/")
    assert "It was replaced by" in get(team.force, f"{REPORT}versions/1/")
    assert "replaced by version 2" in get(team.force, REPORT)


def test_members_come_and_go_and_what_was_chosen_is_kept(team: Team) -> None:
    person("kent", KENT)
    told = post(team.lead, f"{REPORT}members/", 400, person="kent", role="force")
    assert "Kent does not work for the force" in told and 'value="force" checked' in told
    person("asha")
    told = post(team.lead, f"{REPORT}members/", person="asha", role="editor")
    assert "Asha is editor now." in told
    member = team.report.members.get(person__username="asha")
    told = post(team.lead, f"{REPORT}members/remove/", member=member.pk)
    assert "Asha is no longer editor." in told
    lead = team.report.members.get(role="lead")
    told = post(team.lead, f"{REPORT}members/remove/", 400, member=lead.pk)
    assert "the only lead" in told


def test_a_page_asks_the_database_as_often_for_many_points_as_for_one(team: Team) -> None:
    team.send()
    asked = []
    for points in (1, 12):
        for n in range(points):
            team.decide(team.point(claim=f"It was {n} percent of {points}."))
        with CaptureQueriesContext(connection) as queries:
            get(team.lead, ACCURACY)
        asked.append(len(queries))
    assert asked[0] == asked[1]
