"""The planner and the schedule as pages."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from making import Made, made, person

from asking import client_of, get, nothing_saved, post
from openpeel.audits import assessments
from openpeel.audits.models import Assessment
from openpeel.catalogue.audit_designs import designs
from openpeel.cli import main
from openpeel.errors import UserError
from openpeel.people.models import Person
from openpeel.sampling.planning import plan_files

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("service")]

HEAD = "force,finished_on,victim_service,crime_recording,source\n"
KENT = HEAD + "Kent,2024-05-31,yes,no,the report of 2024\n"


@pytest.fixture
def boss() -> Person:
    boss = person("boss")
    boss.administrator = True
    boss.save()
    return boss


# The plan


def test_the_form_alone_plans_nothing(boss: Person) -> None:
    text = get(boss, "/plan/")
    assert "<figure" not in text
    for design in designs().values():
        assert design.name in text


def test_a_decision_gives_the_files_that_it_needs(boss: Person) -> None:
    text = get(boss, "/plan/?share=80&after=90&power=80")
    needed = plan_files(0.8, after=0.9).work.files
    assert f"each of two rounds needs {needed} files" in text
    assert "<svg" in text and "<table" in text


@pytest.mark.parametrize("design", list(designs()))
def test_every_design_can_be_planned(boss: Person, design: str) -> None:
    text = get(boss, f"/plan/?design={design}&share=80&after=90&power=80")
    assert designs()[design].name in text and "Expected interval" in text


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("share=lots&power=80", "&#x27;lots&#x27; is no number"),
        ("share=nan&power=80", "between 0% and 100%"),
        ("share=0&power=80&files=10", "between 0% and 100%"),
        ("share=80&power=80", "say how many files"),
        ("share=80&power=80&files=-3", "is no whole number"),
        ("share=80&power=80&files=10&population=5", "drawn from a population of 5"),
        ("share=80&after=80&power=80", "the two shares are the same"),
        ("share=80&power=80&design=nonsense", "there is no audit design"),
        ("share=80&power=80&design=victim-service-2021&files=7", "leave the number empty"),
    ],
)
def test_what_can_not_be_planned_is_told_with_what_was_typed(
    boss: Person, asked: str, words: str
) -> None:
    text = get(boss, f"/plan/?{asked}", 400)
    assert words in text
    for part in asked.split("&"):
        assert part.partition("=")[2] in text


# The schedule


def history(text: str = KENT) -> SimpleUploadedFile:
    return SimpleUploadedFile("history.csv", text.encode())


def test_a_history_that_is_uploaded_says_who_is_due(boss: Person) -> None:
    assert "42 not known" not in get(boss, "/schedule/?on=2026-11-23")
    text = post(boss, "/schedule/", history=history())
    assert "1 row is added." in text
    text = get(boss, "/schedule/?on=2026-11-23")
    assert "42 not known" in text and "31 May 2024" in text
    assert Assessment.objects.get().by == boss


def test_the_same_history_again_adds_nothing(boss: Person) -> None:
    post(boss, "/schedule/", history=history())
    with nothing_saved(Assessment):
        post(boss, "/schedule/", history=history())


def test_a_correction_is_added_and_counts(boss: Person) -> None:
    post(boss, "/schedule/", history=history())
    post(boss, "/schedule/", history=history(KENT.replace("yes,no", "no,yes")))
    assert Assessment.objects.count() == 2
    (kent,) = assessments.history()
    assert (kent.victim_service, kent.crime_recording) == (False, True)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("force\n", "row 1: the columns must be"),
        (HEAD + "Kent,soon,yes,no,x\n", "is no day"),
        (HEAD + "Ruritania,2024-05-31,yes,no,x\n", "none of the 43 forces"),
        (HEAD + f"Kent,2024-05-31,yes,no,{'x' * 301}\n", "shorten it"),
        (HEAD + f"Kent,2024-05-31,yes,no,{'x' * 200_000}\n", "told apart"),
    ],
)
def test_a_history_with_a_mistake_adds_nothing(boss: Person, text: str, words: str) -> None:
    with nothing_saved(Assessment):
        told = post(boss, "/schedule/", 400, history=history(text))
    assert words in told and "/tmp" not in told


def test_only_administrators_add_to_the_history(boss: Person) -> None:
    other = person("other")
    assert "Add assessments" not in get(other, "/schedule/")
    with nothing_saved(Assessment):
        post(other, "/schedule/", 403, history=history())


def test_a_day_that_is_none_is_told(boss: Person) -> None:
    assert "is no day" in get(boss, "/schedule/?on=tomorrow", 400)
    assert client_of(boss).get("/schedule/schedule.csv?on=tomorrow").status_code == 400


def test_the_schedule_as_csv(boss: Person) -> None:
    text = get(boss, "/schedule/schedule.csv?on=2026-11-23")
    assert text.startswith("force_code,force,what,state") and text.count("\n") > 43


def test_a_round_that_is_published_counts_and_a_simulated_one_never() -> None:
    audit: Made = made()
    audit.round.published_by = audit.lead
    audit.round.published_at = datetime(2021, 9, 1, tzinfo=UTC)
    audit.round.state = "published"
    audit.round.save()
    (found,) = assessments.history()
    assert found.victim_service and not found.crime_recording
    assert (found.force_code, str(found.finished_on)) == (audit.audit.force_code, "2021-09-01")
    audit.audit.simulated = True
    audit.audit.save()
    assert assessments.history() == ()


@pytest.fixture
def no_migration(monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands work on the test's own database."""
    monkeypatch.setattr("openpeel.service.prepare", lambda *_, **__: None)


@pytest.mark.usefixtures("no_migration")
def test_the_command_line_loads_a_history_and_asks_it(boss: Person, tmp_path: Path) -> None:
    path = tmp_path / "history.csv"
    path.write_text(KENT)
    done = CliRunner().invoke(main, ["audit", "schedule", str(path), "--load", "--by", "boss"])
    assert (done.exit_code, done.output) == (0, "1 rows are added.\n")
    done = CliRunner().invoke(main, ["audit", "schedule", "--on", "2026-11-23"])
    assert "42 not known" in done.output and "Kent" in done.output
    done = CliRunner().invoke(main, ["audit", "schedule", "--load", "--by", "boss"])
    assert done.exit_code == 2 and "--load needs a HISTORY" in done.output


@pytest.mark.usefixtures("no_migration")
def test_the_command_line_lets_only_administrators_load(tmp_path: Path) -> None:
    other = person("other")
    path = tmp_path / "history.csv"
    path.write_text(KENT)
    with pytest.raises(PermissionDenied):
        assessments.load(path, by=other)
    done = CliRunner().invoke(main, ["audit", "schedule", str(path), "--load", "--by", "other"])
    assert done.exit_code == 2 and "no administrator" in done.output
    with pytest.raises(UserError, match="no such file"):
        other.administrator = True
        assessments.load(tmp_path / "none.csv", by=other)
