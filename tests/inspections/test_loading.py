"""A record in the database: all of it or nothing, and the same when it comes out again."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings

from inspecting.making import changed, good, record, step
from inspecting.records import records
from openpeel.errors import UserError
from openpeel.inspecting.folder import read_record, record_files, write_record
from openpeel.inspecting.record import Record
from openpeel.inspections.exporting import export, inspection_of
from openpeel.inspections.loading import load
from openpeel.inspections.models import (
    Event,
    Evidence,
    Inspection,
    Line,
    Member,
    NationalRecommendation,
    Programme,
    Step,
)
from openpeel.people.models import Person

pytestmark = pytest.mark.django_db

WEST = "west-mercia-2021-22"


@pytest.fixture
def boss() -> Person:
    return Person.objects.create_user("boss", administrator=True)


def test_a_record_comes_out_as_it_went_in(boss: Person) -> None:
    load(record(), by=boss)
    assert export("peel-2021-22") == record()


def test_a_folder_comes_out_byte_for_byte(boss: Person, tmp_path: Path) -> None:
    write_record(record(), tmp_path / "in")
    load(read_record(tmp_path / "in"), by=boss)
    write_record(export("peel-2021-22"), tmp_path / "out")
    first, second = (
        {path.relative_to(tmp_path / name): path.read_bytes() for path in files(tmp_path / name)}
        for name in ("in", "out")
    )
    assert first == second
    assert len(first) > 10


def files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file()]


class _Back(Exception):
    """So that nothing of an example stays for the next one."""


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(any_record=records(), other=records())
def test_any_record_comes_out_as_it_went_in_also_over_another(
    any_record: Record, other: Record
) -> None:
    with pytest.raises(_Back), transaction.atomic():
        boss = Person.objects.create_user("boss", administrator=True)
        assert not load(any_record, by=boss).same
        assert record_files(export(any_record.id)) == record_files(any_record)
        assert load(any_record, by=boss).same
        instead = other.model_copy(update={"id": any_record.id})
        load(instead, by=boss, replace=True)
        assert export(any_record.id) == instead
        raise _Back


def test_order_that_somebody_chose_is_kept(boss: Person) -> None:
    values = good()
    mine = values["inspections"][0]
    mine["findings"][0]["evidence"] = ["e-5", "e-1", "e-2"]
    mine["lines"][0]["figures"] = ["b.west-mercia.2020-21", "a.west-mercia.2020-21"]
    mine["concerns"][0]["history"] = [
        step(on="2022-06-01", words="later, written first"), step(), step("closed", "2022-05-01"),
    ]  # fmt: skip
    load(record(values), by=boss)
    assert export("peel-2021-22") == record(values)


def test_loading_the_same_again_changes_nothing_and_says_so(boss: Person) -> None:
    assert load(record(), by=boss).added == (
        "staffordshire-2021-22", WEST, "west-midlands-soc-2024",
    )  # fmt: skip
    rows = list(Evidence.objects.order_by("pk").values_list("pk", flat=True))
    events = Event.objects.count()
    assert load(record(), by=boss).same
    assert list(Evidence.objects.order_by("pk").values_list("pk", flat=True)) == rows
    assert Event.objects.count() == events


class TestAChangedRecord:
    other = changed("judgments", "responding", "grade", to="adequate")

    def test_is_refused_unless_asked_to_replace(self, boss: Person) -> None:
        load(record(), by=boss)
        with pytest.raises(UserError, match=f"{WEST} is there otherwise.*--replace"):
            load(self.other, by=boss)
        assert export("peel-2021-22") == record()

    def test_replaces_the_inspection_that_changed_alone(self, boss: Person) -> None:
        load(record(), by=boss)
        keep = Inspection.objects.get(slug="west-midlands-soc-2024").concern_set.get().pk
        done = load(self.other, by=boss, replace=True)
        assert (done.added, done.replaced, done.removed, done.programme) == ((), (WEST,), (), False)
        assert export("peel-2021-22") == self.other
        assert Inspection.objects.get(slug="west-midlands-soc-2024").concern_set.get().pk == keep

    def test_keeps_who_takes_part_and_the_log_of_who_and_when(self, boss: Person) -> None:
        load(record(), by=boss)
        asha = Person.objects.create_user("asha")
        mine = Inspection.objects.get(slug=WEST)
        Member.objects.create(inspection=mine, person=asha, role="grader", by=boss)
        load(self.other, by=boss, replace=True)
        assert mine.members.filter(person=asha, role="grader").exists()
        told = Event.objects.filter(about=WEST).values_list("action", "by__username")
        assert list(told) == [("load", "boss"), ("replace by a load", "boss")]

    def test_a_new_inspection_needs_no_replacing(self, boss: Person) -> None:
        fewer = good()
        del fewer["inspections"][2]
        load(record(fewer), by=boss)
        assert load(record(), by=boss).added == ("west-midlands-soc-2024",)

    def test_what_the_record_no_longer_has_is_removed_only_when_asked(self, boss: Person) -> None:
        fewer = good()
        del fewer["inspections"][2]
        load(record(), by=boss)
        with pytest.raises(UserError, match="west-midlands-soc-2024 is not in what is loaded"):
            load(record(fewer), by=boss)
        assert load(record(fewer), by=boss, replace=True).removed == ("west-midlands-soc-2024",)
        assert export("peel-2021-22") == record(fewer)
        assert Event.objects.filter(about="west-midlands-soc-2024", action="remove").exists()

    def test_a_changed_national_recommendation_is_a_changed_programme(self, boss: Person) -> None:
        values = copy.deepcopy(good())
        values["recommendations"][0]["applied"][0]["history"].append(step("closed", "2022-05-05"))
        load(record(), by=boss)
        with pytest.raises(UserError, match="the programme itself is there otherwise"):
            load(record(values), by=boss)
        assert load(record(values), by=boss, replace=True).programme
        assert export("peel-2021-22") == record(values)
        assert NationalRecommendation.objects.count() == 1


class TestWhoMayLoad:
    def test_somebody_who_is_no_administrator_adds_no_programme(self) -> None:
        with pytest.raises(UserError, match="asha may not load this"):
            load(record(), by=Person.objects.create_user("asha"))
        assert not Programme.objects.exists()

    def test_a_lead_replaces_their_own_inspection_and_no_other(self, boss: Person) -> None:
        load(record(), by=boss)
        asha = Person.objects.create_user("asha")
        mine = Inspection.objects.get(slug=WEST)
        Member.objects.create(inspection=mine, person=asha, role="lead", by=boss)
        assert load(TestAChangedRecord.other, by=asha, replace=True).replaced == (WEST,)
        values = good()
        values["inspections"][1]["name"] = "Another"
        with pytest.raises(UserError, match="asha may not load this"):
            load(record(values), by=asha, replace=True)


def test_nothing_is_loaded_when_something_does_not_resolve(boss: Person) -> None:
    lost = changed("findings", "callers-give-up", "evidence", to=["e-1", "e-99"])
    with pytest.raises(UserError, match=r"callers-give-up\.md.*there is no evidence 'e-99'"):
        load(lost, by=boss)
    assert not Programme.objects.exists()


def test_a_fault_half_way_leaves_nothing(boss: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    from openpeel.inspections import loading

    def broken(*told: object) -> None:
        raise RuntimeError("the power went")

    monkeypatch.setattr(loading, "_log", broken)
    with pytest.raises(RuntimeError), transaction.atomic():
        load(record(), by=boss)
    assert not Programme.objects.exists()
    assert not Step.objects.exists()


def test_a_record_whose_rounds_are_published_is_published(boss: Person) -> None:
    load(record(), by=boss)
    states = dict(Inspection.objects.values_list("slug", "state"))
    assert states == {WEST: "published", "west-midlands-soc-2024": "published",
                      "staffordshire-2021-22": "published"}  # fmt: skip
    values = good()
    values["id"] = "another"
    del values["inspections"][0]["rounds"][0]["published"]
    load(record(values), by=boss)
    assert Inspection.objects.get(programme__slug="another", slug=WEST).state == "open"


def test_an_unknown_programme_is_told_with_those_there_are(boss: Person) -> None:
    with pytest.raises(UserError, match="no programme 'x'; load one"):
        export("x")
    load(record(), by=boss)
    with pytest.raises(UserError, match="choose one of peel-2021-22"):
        export("x")


def test_one_inspection_alone_is_what_the_whole_says(boss: Person) -> None:
    load(record(), by=boss)
    mine = Inspection.objects.get(slug=WEST)
    assert inspection_of(mine) == next(o for o in record().inspections if o.id == WEST)


class TestTheDatabaseHolds:
    @pytest.fixture(autouse=True)
    def _loaded(self, boss: Person) -> None:
        load(record(), by=boss)

    def refused(self, **change: object) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            Evidence.objects.filter(slug="e-1").update(**change)

    def test_that_evidence_has_somebody_who_wrote_it(self) -> None:
        self.refused(signed_by="")
        self.refused(signed_on=None)

    def test_that_words_are_those_of_the_record(self) -> None:
        self.refused(kind="rumour")
        self.refused(speaks="loudly")
        self.refused(marking="secret")

    def test_that_a_period_has_both_days_in_order(self) -> None:
        self.refused(period_from="2021-01-01")
        self.refused(period_from="2021-01-02", period_to="2021-01-01")

    def test_that_who_closed_a_line_and_when_stand_together(self) -> None:
        for change in ({"closed_by": None}, {"closed_on": None}):
            with pytest.raises(IntegrityError), transaction.atomic():
                Line.objects.update(**change)

    def test_that_a_step_belongs_to_one_thing(self) -> None:
        one = Step.objects.filter(concern__isnull=False)[0]
        improvement = Step.objects.filter(improvement__isnull=False)[0].improvement
        with pytest.raises(IntegrityError), transaction.atomic():
            Step.objects.filter(pk=one.pk).update(improvement=improvement, place=9)
        with pytest.raises(IntegrityError), transaction.atomic():
            Step.objects.filter(pk=one.pk).update(concern=None)

    def test_that_a_step_is_never_edited(self) -> None:
        one = Step.objects.all()[0]
        one.words = "It never was so."
        with pytest.raises(TypeError, match="never edited"):
            one.save()
