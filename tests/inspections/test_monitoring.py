"""What belongs to a programme: national recommendations, and the stages of its forces."""

from __future__ import annotations

import copy
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from asking import get, post
from inspecting.making import STAFFORDSHIRE, WEST_MERCIA, good, record, west_mercia
from inspections.making import PLACE, Made, made
from openpeel.catalogue.forces import forces
from openpeel.errors import UserError
from openpeel.inspecting.folder import read_record, record_files, write_record
from openpeel.inspecting.record import NationalRecommendation as Recommended
from openpeel.inspecting.rules import Context, check_record
from openpeel.inspections.actions import national
from openpeel.inspections.actions.monitoring import move
from openpeel.inspections.exporting import export, inspection_of
from openpeel.inspections.loading import load
from openpeel.inspections.models import (
    Applied,
    Event,
    Inspection,
    Member,
    NationalRecommendation,
    Programme,
)
from openpeel.people.models import Person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("service")]

HERE = "/monitoring/peel-2021-22/"
FORCE = f"{HERE}forces/west-mercia/"
SEARCHES = f"{HERE}national/searches-2017/"
STEP = f"{FORCE}national/searches-2017/"
RECOMMENDED = {"title": "Answer in time", "words": "Answer every call.", "published": "2022-02-01",
               "to": "all"}  # fmt: skip
SEEN = {"words": "A plan is published.", "status": "progress seen", "on": "2022-05-01"}
TODAY = timezone.localdate
TO_COME = f"{TODAY() + timedelta(days=1)}"


@pytest.fixture
def it() -> Made:
    return made()


def recommended(slug: str) -> Recommended:
    """A national recommendation as the record has it."""
    return next(one for one in export("peel-2021-22").recommendations if one.id == slug)


def held(force: str = WEST_MERCIA) -> Applied:
    return Applied.objects.get(recommendation__slug="searches-2017", force=force)


class TestANationalRecommendation:
    def test_is_asked_of_every_force_from_the_day_it_was_published(self, it: Made) -> None:
        told = post(it.lead, f"{HERE}add-national/", **RECOMMENDED)
        assert "It is entered; 43 forces are asked." in told
        one = recommended("answer-in-time")
        assert [each.force for each in one.applied] == sorted(forces().by_code)
        (step,) = one.applied[0].history
        assert (step.status, step.on, step.by) == ("open", date(2022, 2, 1), "The lead")
        assert one.signed is not None
        assert (one.signed.by, one.signed.on) == ("The lead", TODAY())

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"title": ""}, "the title is needed"),
            ({"words": " "}, "what every force should do is needed"),
            ({"published": ""}, "a day is written like"),
            ({"published": TO_COME}, "is still to come"),
            ({"to": "some"}, "say of which forces"),
        ],
        ids=str,
    )
    def test_that_lacks_something_is_refused_and_what_was_typed_stays(
        self, it: Made, change: dict[str, str], words: str
    ) -> None:
        events = Event.objects.count()
        told = post(it.lead, f"{HERE}add-national/", 400, **RECOMMENDED | change)
        assert words in told.lower()
        assert ("Answer every call." if "words" not in change else "Answer in time") in told
        assert NationalRecommendation.objects.count() == 1
        assert Event.objects.count() == events

    def test_gets_an_id_of_its_own(self, it: Made) -> None:
        for _ in range(2):
            post(it.lead, f"{HERE}add-national/", **RECOMMENDED | {"to": "later"})
        assert recommended("answer-in-time-2").applied == ()

    def test_is_applied_to_chosen_forces(self, it: Made) -> None:
        chosen = ["E23000032", "W15000001"]
        form = {"which": "some", "forces": chosen, "on": "2022-06-01"}
        told = post(it.lead, f"{SEARCHES}apply/", **form)
        assert "2 more forces are asked." in told
        assert [one.force for one in recommended("searches-2017").applied] == [
            STAFFORDSHIRE, WEST_MERCIA, *chosen,
        ]  # fmt: skip

    def test_is_applied_to_all_that_are_left(self, it: Made) -> None:
        post(it.lead, f"{SEARCHES}apply/", which="all", on="2022-06-01")
        assert len(recommended("searches-2017").applied) == 43
        shown = get(it.lead, SEARCHES)
        assert "43 forces are asked." in shown and "Ask further forces" not in shown

    @pytest.mark.parametrize(
        ("form", "words"),
        [
            ({"which": "some", "on": "2022-06-01"}, "choose at least one force"),
            ({"which": "some", "forces": [STAFFORDSHIRE], "on": "2022-06-01"}, "was asked already"),
            ({"which": "some", "forces": ["E99999999"], "on": "2022-06-01"}, "there is no force"),
            ({"which": "all", "on": "2017-12-11"}, "no force had it before"),
            ({"which": "all", "on": TO_COME}, "is still to come"),
            ({"forces": ["E23000032"], "on": "2022-06-01"}, "say which forces"),
        ],
    )
    def test_is_not_applied_otherwise(self, it: Made, form: dict[str, object], words: str) -> None:
        assert words in post(it.lead, f"{SEARCHES}apply/", 400, **form).lower()
        assert Applied.objects.count() == 2

    def test_counts_forces_by_where_they_stand(self, it: Made) -> None:
        post(it.inspector, STEP, **SEEN)
        row = get(it.observer, f"{HERE}national/").split("searches-2017/")[1].split("</tr>")[0]
        assert [cell.split("<")[0] for cell in row.split('data-label="')[2:]] == [
            'Open">1', 'Progress seen">1', 'Closed">0', 'Not asked">41',
        ]  # fmt: skip

    @pytest.mark.usefixtures("it")
    def test_has_who_entered_it_and_when_or_neither(self) -> None:
        one = NationalRecommendation.objects.filter(slug="searches-2017")
        for change in ({"signed_by": "A"}, {"signed_on": "2022-01-01"},
                       {"signed_by": "", "signed_on": "2022-01-01"}):  # fmt: skip
            with pytest.raises(IntegrityError), transaction.atomic():
                one.update(**change)
        assert one.update(signed_by="A. Lead", signed_on="2022-01-01") == 1


class TestWhatAForceDid:
    def test_is_added_to_its_history_with_day_and_name(self, it: Made) -> None:
        told = post(it.inspector, STEP, **SEEN)
        assert "A plan is published." in told
        assert 'datetime="2022-05-01"' in told and "The inspector" in told
        mine = next(a for a in recommended("searches-2017").applied if a.force == WEST_MERCIA)
        assert [(s.status, s.by, s.on) for s in mine.history] == [
            ("open", "A. Lead", date(2022, 4, 1)),
            ("progress seen", "The inspector", date(2022, 5, 1)),
        ]
        assert held(STAFFORDSHIRE).steps.count() == 1

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"words": ""}, "what the force did is needed"),
            ({"status": "done"}, "input should be"),
            ({"status": ""}, "input should be"),
            ({"on": "2022-03-31"}, "the history goes on from 2022-04-01"),
            ({"on": TO_COME}, "is still to come"),
            ({"on": ""}, "a day is written like"),
        ],
        ids=str,
    )
    def test_is_refused_otherwise_and_what_was_typed_stays(
        self, it: Made, change: dict[str, str], words: str
    ) -> None:
        told = post(it.inspector, STEP, 400, **SEEN | change)
        assert words in told.lower()
        assert ("A plan is published." if "words" not in change else 'value="2022-05-01"') in told
        assert held().steps.count() == 1

    def test_does_not_show_progress_in_what_is_closed(self, it: Made) -> None:
        post(it.lead, STEP, **SEEN | {"status": "closed"})
        told = post(it.lead, STEP, 400, **SEEN)
        assert "it is closed; it can&#x27;t become progress seen" in told.lower()
        assert 'value="progress seen"' not in get(it.lead, STEP)

    def test_is_told_by_the_force_itself_and_the_status_stays(self, it: Made) -> None:
        it.state("published")
        told = post(it.force, STEP, words="We publish it.", status="closed", on="2020-01-01")
        assert "We publish it." in told and "Liaison, West Mercia" in told
        last = held().steps.order_by("-place")[0]
        assert (last.status, last.on) == ("open", TODAY())
        assert "how far the force has come is needed" in post(it.force, STEP, 400).lower()

    def test_is_not_followed_up_by_the_forces_own_staff(self, it: Made) -> None:
        """Who works for one force may inspect another; their own they do not judge."""
        other = Inspection.objects.get(slug="staffordshire-2021-22")
        officer = Person.objects.create_user("officer", force_code=WEST_MERCIA)
        Member.objects.create(inspection=other, person=officer, role="inspector", by=it.lead)
        post(officer, STEP, 404, **SEEN)
        assert "West Mercia" not in get(officer, HERE)
        told = post(officer, STEP.replace("west-mercia", "staffordshire"), **SEEN)
        assert "A plan is published." in told

    def test_is_escaped(self, it: Made) -> None:
        told = post(it.inspector, STEP, **SEEN | {"words": "<b>x</b>"})
        assert "&lt;b&gt;x" in told and "<b>x" not in told


class TestAStage:
    def test_is_shown_with_its_reason_and_who_said_so(self, it: Made) -> None:
        shown = get(it.observer, FORCE)
        assert "In engage since 1 May 2022." in shown
        assert "Slow investigations." in shown and "A. Lead, 1 May 2022" in shown

    def test_ends_on_the_day_before_the_next_one_begins(self, it: Made) -> None:
        told = post(it.lead, f"{FORCE}stage/", start="2022-09-01", reason="It is quicker.")
        assert "West Mercia is in scan." in told
        first, second = inspection_of(it.inspection).stages
        assert (first.stage, first.end) == ("engage", date(2022, 8, 31))
        assert (second.stage, second.start, second.end) == ("scan", date(2022, 9, 1), None)
        assert (second.reason, second.signed.by) == ("It is quicker.", "The lead")
        assert second.signed.on == TODAY()
        last = Event.objects.filter(about="west-mercia-2021-22").last()
        assert last is not None and last.action == "move back to scan"
        post(it.lead, f"{FORCE}stage/", start="2022-09-02", reason="Slower again.")
        assert [one.stage for one in inspection_of(it.inspection).stages] == [
            "engage", "scan", "engage",
        ]  # fmt: skip
        assert it.inspection.stages.filter(end__isnull=True).count() == 1

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"reason": ""}, "the reason is needed"),
            ({"start": TO_COME}, "is still to come"),
            ({"start": ""}, "a day is written like"),
            ({"start": "2022-05-01"}, "was moved on 2022-05-01"),
            ({"start": "2022-04-01"}, "is in scan on 2022-04-01 already"),
        ],
        ids=str,
    )
    def test_without_day_and_reason_is_refused_and_what_was_typed_stays(
        self, it: Made, change: dict[str, str], words: str
    ) -> None:
        form = {"start": "2022-09-01", "reason": "It is quicker."} | change
        told = post(it.lead, f"{FORCE}stage/", 400, **form)
        assert words in told.lower()
        assert ("It is quicker." if "reason" not in change else 'value="2022-09-01"') in told
        assert it.inspection.stages.get().end is None

    def test_is_not_begun_where_another_one_is_said_to_last(self, it: Made) -> None:
        it.inspection.stages.update(end="2022-08-31")
        with pytest.raises(UserError, match="in engage on 2022-07-01 already"):
            move(it.inspection, stage="engage", start="2022-07-01", reason="x", by=it.lead)
        with pytest.raises(UserError, match="ends on 2022-08-31; begin after that"):
            move(it.inspection, stage="scan", start="2022-07-01", reason="x", by=it.lead)

    def test_of_an_earlier_inspection_ends_when_a_later_one_moves_the_force(self) -> None:
        values = west_mercia() | {"id": "west-mercia-2023", "stages": []}
        whole = good()
        whole["id"] = "another"
        whole["inspections"].append(copy.deepcopy(values))
        boss = Person.objects.create_user("boss", administrator=True)
        load(record(whole), by=boss)
        later = Inspection.objects.get(slug="west-mercia-2023")
        move(later, stage="scan", start="2023-01-01", reason="It is quicker.", by=boss)
        found = export("another")
        earlier = next(one for one in found.inspections if one.id == "west-mercia-2021-22")
        assert earlier.stages[0].end == date(2022, 12, 31)
        rules = {one.rule for one in check_record(found, Context(on=TODAY()))}
        assert "stage-overlap" not in rules

    def test_is_not_of_a_region(self, it: Made) -> None:
        region = Inspection.objects.get(slug="west-midlands-soc-2024")
        Member.objects.create(inspection=region, person=it.lead, role="lead", by=it.lead)
        with pytest.raises(UserError, match="is of a region"):
            move(region, stage="engage", start="2022-09-01", reason="x", by=it.lead)

    def test_is_moved_by_who_leads_an_inspection_of_the_force_alone(self, it: Made) -> None:
        other = f"{HERE}forces/staffordshire/"
        assert "Move to engage" not in get(it.lead, other)
        post(it.lead, f"{other}stage/", 403, start="2022-09-01", reason="x")

    def test_is_not_shown_to_who_has_no_part_in_an_inspection_of_the_force(self, it: Made) -> None:
        shown = get(it.lead, f"{HERE}forces/staffordshire/")
        assert "In scan" not in shown and "Publish what searches show" in shown
        rows = get(it.lead, HERE)
        inspected, others = rows.split("Other forces")
        assert "engage" in inspected and "West Mercia" in inspected
        assert "Staffordshire" in others and "scan" not in others

    def test_of_a_force_that_was_never_moved_is_scan(self, it: Made) -> None:
        other = Inspection.objects.get(slug="staffordshire-2021-22")
        Member.objects.create(inspection=other, person=it.observer, role="observer", by=it.lead)
        assert "In scan" in get(it.observer, f"{HERE}forces/staffordshire/")


def test_the_forces_staff_see_nothing_of_it_before_it_is_published(it: Made) -> None:
    shown = {}
    for state in ("open", "judging", "settled", "published"):
        it.state(state)
        shown[state] = "PEEL 2021/22" in get(it.force, "/monitoring/")
        get(it.force, FORCE, 200 if state == "published" else 404)
    assert shown == {"open": False, "judging": False, "settled": False, "published": True}
    get(it.force, f"{HERE}forces/staffordshire/", 404)


def test_an_inspections_tab_leads_to_its_force(it: Made) -> None:
    assert f'<a href="{FORCE}">Monitoring</a>' in get(it.observer, PLACE)
    assert "Add to the history" not in get(it.observer, STEP)


def test_a_regions_tab_leads_staff_to_all_forces_and_a_force_to_its_own(it: Made) -> None:
    region = Inspection.objects.get(slug="west-midlands-soc-2024")
    for person, role in ((it.observer, "observer"), (it.force, "force")):
        Member.objects.create(inspection=region, person=person, role=role, by=it.lead)
    place = PLACE.replace(it.inspection.slug, region.slug)
    assert f'<a href="{HERE}">Monitoring</a>' in get(it.observer, place)
    assert f'<a href="{FORCE}">Monitoring</a>' in get(it.force, f"{place}asked/")
    get(it.force, FORCE)


def test_what_was_done_on_the_pages_comes_out_as_a_folder_and_goes_in_again(
    it: Made, tmp_path: Path
) -> None:
    post(it.lead, f"{HERE}add-national/", **RECOMMENDED)
    post(it.inspector, STEP, **SEEN)
    post(it.lead, f"{FORCE}stage/", start="2022-09-01", reason="It is quicker.")
    out = export("peel-2021-22")
    write_record(out, tmp_path / "out")
    again = read_record(tmp_path / "out")
    assert record_files(again) == record_files(out)
    boss = Person.objects.create_user("boss", administrator=True)
    assert load(again, by=boss).same
    instead = again.model_copy(update={"id": "instead"})
    load(instead, by=boss)
    assert record_files(export("instead")) == record_files(instead)


def test_nobody_without_the_right_acts_however_it_is_called(it: Made) -> None:
    programme = Programme.objects.get()
    one = NationalRecommendation.objects.get()
    stranger = Person.objects.create_user("stranger")
    for act in (
        lambda by: national.recommend(
            programme, title="x", words="x", published="2022-01-01", forces=(), by=by
        ),
        lambda by: national.apply(one, forces=["E23000032"], on="2022-06-01", by=by),
        lambda by: national.follow(held(), by=by, **SEEN),
        lambda by: national.note_progress(held(), words="x", by=by),
        lambda by: move(it.inspection, stage="scan", start="2022-09-01", reason="x", by=by),
    ):
        for by in (it.observer, stranger):
            with pytest.raises(PermissionDenied):
                act(by)
    assert not Event.objects.filter(by__in=(it.observer, stranger)).exists()
