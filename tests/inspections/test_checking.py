"""What is left to do in an inspection, and where what a rule finds is put right."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from asking import client_of, get
from inspecting import making
from inspections.making import PLACE, Made, made
from openpeel.inspections.checking import problems_of
from openpeel.inspections.loading import load
from openpeel.inspections.models import Inspection, Moderation
from openpeel.inspections.pages.checking import Where, left_to_do
from openpeel.people.histories import setting_aside
from openpeel.people.models import Person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("service")]


@pytest.fixture
def it() -> Made:
    return made()


def left(it: Made) -> list[str]:
    return [words for words, _ in left_to_do(it.inspection)]


class TestWhatIsLeftToDo:
    def test_is_open_lines_while_evidence_is_gathered(self, it: Made) -> None:
        it.state("open")
        assert left(it) == ["1 open line of enquiry: Responding to the public."]

    def test_is_areas_to_judge_and_to_moderate_while_they_are_judged(self, it: Made) -> None:
        it.inspection.evidence_set.filter(slug="e-8").update(area="workforce")
        with setting_aside(it.lead):
            Moderation.objects.filter(judgment__inspection=it.inspection).delete()
        found = left(it)
        assert "Not judged yet: Building, supporting and protecting the workforce." in found
        assert "Not moderated yet: Responding to the public." in found

    def test_is_errors_of_the_rules_with_the_way_to_them(self, it: Made) -> None:
        it.inspection.judgment_set.filter(area="responding").update(rationale="")
        words, href = left_to_do(it.inspection)[-1]
        assert "The rules find 1 error" in words and href == f"{PLACE}check/"
        assert "The rules find 1 error" in get(it.grader, PLACE)

    def test_is_nothing_when_it_can_be_settled_and_that_is_said(self, it: Made) -> None:
        it.inspection.line_set.filter(slug="l-2").delete()
        (words,) = left(it)
        assert "nothing keeps it from being settled" in words

    def test_is_not_told_to_observers_nor_of_what_is_settled(self, it: Made) -> None:
        assert "open line of enquiry" in get(it.inspector, PLACE)
        assert "open line of enquiry" not in get(it.observer, PLACE)
        it.state("published")
        assert left(it) == []


class TestWhereItIsPutRight:
    @pytest.mark.parametrize(
        ("place", "address"),
        [
            ("inspection.yaml, stages", ""),
            ("evidence.csv, e-1.figure", "areas/responding/#e-1"),
            ("gaps.yaml, responding.response-teams.reason", "areas/responding/#response-teams"),
            ("lines-of-enquiry.yaml, l-2.outcome", "areas/responding/#lines"),
            ("findings/callers-give-up.md", "areas/responding/#finding-callers-give-up"),
            ("judgments/main/responding.md, grade", "areas/responding/#judgment"),
            ("judgments/main/responding.west-mercia.md", "areas/responding/#judgment"),
        ],
    )
    def test_is_a_place_on_a_page_of_the_inspection(
        self, it: Made, place: str, address: str
    ) -> None:
        found = Where(it.inspection).address(f"inspections/west-mercia-2021-22/{place}")
        assert found == f"{PLACE}{address}"
        page, _, anchor = found.partition("#")
        assert f'id="{anchor}"' in get(it.lead, page) or not anchor

    def test_is_the_entry_of_what_was_asked(self, it: Made) -> None:
        where, mine = Where(it.inspection), "inspections/west-mercia-2021-22/"
        assert "Callers wait too long." in get(it.lead, where.address(f"{mine}concerns/calls.md"))
        improvement = where.address(f"{mine}improvements.yaml, response-times.history")
        assert "Know how long it takes." in get(it.lead, improvement)

    def test_is_the_national_recommendation_in_the_force(self, it: Made) -> None:
        where, file = Where(it.inspection), "national-recommendations.yaml"
        one = where.address(f"{file}, searches-2017.E23000016")
        assert one == "/monitoring/peel-2021-22/forces/west-mercia/national/searches-2017/"
        assert "Publish the analysis" in get(it.lead, one)
        every = where.address(f"{file}, searches-2017.applied")
        assert every == "/monitoring/peel-2021-22/national/searches-2017/"

    @pytest.mark.parametrize("place", ["", "programme.yaml", "evidence.csv, e-99.says"])
    def test_is_nowhere_for_what_has_no_page(self, it: Made, place: str) -> None:
        assert Where(it.inspection).address(f"inspections/west-mercia-2021-22/{place}") == ""
        assert Where(it.inspection).address(place) == ""


def test_every_link_of_the_check_leads_to_a_page(it: Made) -> None:
    """Of a record with something wrong in each of its files."""
    values = making.good()
    mine = values["inspections"][0]
    mine["evidence"][0]["signed"]["on"] = "2020-01-01"
    mine["evidence"][1]["shows"] = "2019-01-01"
    mine["judgments"][0]["rationale"] = ""
    mine["findings"][0]["consequence"] = ""
    mine["lines"][0]["outcome"] = ""
    mine["concerns"][0]["recommendations"] = []
    mine["improvements"][0]["history"] = []
    mine["gaps"][0]["reason"] = ""
    mine["stages"][0]["reason"] = ""
    values["recommendations"][0]["applied"] = values["recommendations"][0]["applied"][:1]
    boss = Person.objects.create_user("boss", administrator=True)
    load(making.record(values), by=boss, replace=True)
    inspection = Inspection.objects.get(slug="west-mercia-2021-22")
    files = {re.split("[,/]", one.where.removeprefix("inspections/west-mercia-2021-22/"))[0]
             for one in problems_of(inspection, timezone.localdate())}  # fmt: skip
    assert files >= {"inspection.yaml", "evidence.csv", "judgments", "findings", "concerns",
                     "improvements.yaml", "lines-of-enquiry.yaml", "gaps.yaml",
                     "national-recommendations.yaml"}  # fmt: skip
    shown = get(it.lead, f"{PLACE}check/")
    links = set(re.findall(r'<li>[^<]*<a href="([^"]+)"', shown))
    assert len(links) >= len(files) - 1
    for address in links:
        assert client_of(it.lead).get(address.partition("#")[0]).status_code == 200, address
