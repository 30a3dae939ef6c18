"""What pages say beside the author's words: charts, footnotes, registers and what changed."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from small_report import FIGURE, inspection, report, source

from openpeel import reporting
from openpeel.inspecting.record import Inspection, Record
from openpeel.reports.data.figures import Bundle, ReleaseOf
from openpeel.reports.output.differences import difference_text, differences
from openpeel.reports.output.registers import register_files, register_view
from openpeel.reports.output.views import figure_view, footnote
from openpeel.statistics import chance_budget

OPEN = {"status": "open", "by": "A. Lead", "on": date(2022, 4, 27), "words": "Raised."}
CLOSED = {"status": "closed", "by": "A. Lead", "on": date(2023, 7, 8), "words": "It is done."}
DATA = Bundle(release=ReleaseOf(id="r", code="0", simulated=True, inputs=()), figures={})


def with_concern(*steps: dict[str, Any], **changed: Any) -> Inspection:
    """An inspection with a cause of concern and an area for improvement that share an id."""
    asked = {
        "id": "calls", "words": "Answer calls in time.", "deadline": date(2022, 7, 27),
        "history": steps,
    }  # fmt: skip
    concern = {
        "id": "calls", "area": "responding", "round": "inspection", "title": "Calls wait",
        "words": "They wait.", "findings": ["calls"], "recommendations": [asked], "history": [OPEN],
    }  # fmt: skip
    improvement = {
        "id": "calls", "area": "responding", "round": "inspection", "words": "Know who waits.",
        "history": steps,
    }  # fmt: skip
    return inspection(concerns=[concern], improvements=[improvement], **changed)


def of(one: Inspection) -> Record:
    return Record(id="peel", name="PEEL", organisation="A team", inspections=(one,))


def test_a_chart_says_what_is_measured_where_when_and_in_which_unit(
    folder: Path, small_site: Path, tmp_path: Path
) -> None:
    """The author's headline is the message; the line under it says what the bars are."""
    out = reporting.build(folder, small_site, tmp_path / "out").folder
    page = (out / "responding" / "index.html").read_text()
    found = re.search(r"<figcaption><h4>(.*?)</h4><p>(.*?)</p>", page)
    assert found is not None
    assert found[1] == "Too many callers give up"
    assert found[2].startswith("101 calls abandoned. Police forces in England and Wales, year")


def test_a_chart_with_outlier_lines_says_how_they_were_made_and_what_chance_alone_gives(
    folder: Path, small_site: Path, tmp_path: Path
) -> None:
    out = reporting.build(folder, small_site, tmp_path / "out").folder
    told = (out / "responding" / "index.html").read_text()
    found = re.search(r"(\d+) of (\d+) forces lie beyond the dotted lines", told)
    assert found is not None
    assert "on the scores; " in told
    assert f"chance alone would put about {chance_budget(int(found[2])):.0f} there" in told
    assert "“passes”: Shapiro-Wilk W = 0.960, p = 0.210 of the scores, can&#x27;t be made" in told
    assert "W = 0.960" in (out / "about-the-data" / "index.html").read_text()


def test_a_partial_figure_says_so_in_its_footnote_and_on_its_page() -> None:
    part = FIGURE.model_copy(update={"status": "p", "reason": "[p]"})
    assert "; [p] partial. Source:" in footnote(part)
    assert ("Status", "[p] partial") in figure_view(part, DATA).rows


def test_a_number_and_the_words_for_it_are_kept_apart() -> None:
    """Not "383 101 calls"."""
    figure = FIGURE.model_copy(update={"numerator_words": "101 calls given up"})
    assert ("Numerator", "383: 101 calls given up") in figure_view(figure, DATA).rows


def test_entries_of_a_register_have_anchors_of_their_own() -> None:
    view = register_view(of(with_concern(OPEN)), "E23000016", date(2022, 5, 1))
    places = [entry["place"] for entry in view["entries"]]
    assert places == ["concern-calls", "recommendation-calls", "improvement-calls"]


def test_a_recommendation_names_its_cause_of_concern() -> None:
    view = register_view(of(with_concern(OPEN)), "E23000016", date(2022, 5, 1))
    _, told, _ = csv.DictReader(register_files(view)["register.csv"].splitlines())
    assert (told["kind"], told["concern"]) == ("recommendation", "calls")
    (asked,) = (e for e in view["entries"] if e["kind"] == "recommendation")
    assert (asked["concern_title"], asked["deadline_words"]) == ("Calls wait", "27 July 2022")


def test_judgments_stand_in_the_order_of_the_framework() -> None:
    one = inspection().judgments[0]
    areas = ("workforce", "responding", "treating-the-public")
    judged = [one.model_copy(update={"area": area}).model_dump(by_alias=True) for area in areas]
    view = register_view(of(inspection(judgments=judged)), "E23000016", date(2022, 5, 1))
    (group,) = view["history"]
    assert [j["area"].split()[0] for j in group["judgments"]] == [
        "Engaging", "Responding", "Building,",
    ]  # fmt: skip


def test_what_was_closed_between_two_versions_is_told() -> None:
    before = source(report("It waits."), of=with_concern(OPEN))
    later = {"version": 2, "published": date(2023, 7, 8), "changed": "The revisit is told."}
    after = source(report("It waits."), of=with_concern(OPEN, CLOSED), **later)
    told = differences(before, DATA, after, DATA)
    assert [(e["kind"], e["before"], e["after"]) for e in told["register"]] == [
        ("recommendation", "open", "closed"),
        ("area for improvement", "open", "closed"),
    ]
    assert "area for improvement, Know who waits.: open -> closed" in difference_text(told)


def test_changes_are_told_in_names_and_not_in_ids() -> None:
    before = source(report("It waits."))
    graded = before.judgments[0].model_copy(update={"grade": "adequate"})
    after = replace(before, judgments=(graded,))
    now = DATA.model_copy(update={"figures": {"abandoned": FIGURE}})
    told = differences(before, DATA, after, now)
    assert told["grades"][0]["name"] == "Responding to the public"
    assert told["figures"][0]["title"] == "101 calls abandoned, West Mercia, year ending March 2021"


def test_a_step_after_publication_is_not_told_yet() -> None:
    before = source(report("It waits."), of=with_concern(OPEN))
    after = source(report("It waits."), of=with_concern(OPEN, CLOSED))
    assert differences(before, DATA, after, DATA)["register"] == []


def test_words_and_deadlines_that_changed_are_told() -> None:
    one = with_concern(OPEN)
    (concern,) = one.concerns
    (asked,) = concern.recommendations
    later = asked.model_copy(update={"deadline": date(2022, 8, 27)})
    update = {"words": "They wait and wait.", "recommendations": (later,)}
    other = one.model_copy(update={"concerns": (concern.model_copy(update=update),)})
    told = differences(source(report("It waits."), of=one), DATA,
                       source(report("It waits."), of=other), DATA)  # fmt: skip
    assert [(e["title"], e["before"], e["after"]) for e in told["register"]] == [
        ("Calls wait", "“They wait.”", "“They wait and wait.”"),
        ("Answer calls in time.", "due 27 July 2022", "due 27 August 2022"),
    ]


def test_the_press_card_has_the_report_first_and_says_that_northshire_is_made_up(
    folder: Path, small_site: Path, tmp_path: Path
) -> None:
    out = reporting.build(folder, small_site, tmp_path / "out").folder
    page = (out / "press" / "index.html").read_text()
    assert page.index("In one sentence each") < page.index("Northshire is made up")


def test_about_the_data_names_the_kinds_of_sources_that_are_used(
    folder: Path, small_site: Path, tmp_path: Path
) -> None:
    out = reporting.build(folder, small_site, tmp_path / "out").folder
    page = (out / "about-the-data" / "index.html").read_text()
    assert "from audits of case files, from documents, as the table says" in page
