"""Publishing a round: a folder and a state, both or neither."""

from datetime import date
from pathlib import Path

import making
import pytest
from click.testing import CliRunner
from django.core.exceptions import PermissionDenied
from making import Made, made

from openpeel import service
from openpeel.audits.actions import publishing, rounds
from openpeel.audits.actions.publishing import publish
from openpeel.audits.models import Round
from openpeel.audits.publishing import published_round
from openpeel.cli_publish import publish as command
from openpeel.errors import UserError
from openpeel.sampling.reading_published import read_published

NOTE = "Two readings of the rule were in use."

pytestmark = pytest.mark.django_db


@pytest.fixture
def settled() -> Made:
    return making.settled()


def test_a_settled_round_becomes_a_folder_that_is_read_with_every_check(
    settled: Made, tmp_path: Path
) -> None:
    folder = tmp_path / "round-1"
    publish(settled.round, folder, by=settled.lead)
    read = read_published(folder)
    assert read.answers.slug == "west-mercia-2021-1"
    assert (read.audit, read.number, read.seed) == ("West Mercia 2021", 1, "a seed")
    assert (read.frame.files, read.drawn_on) == (400, date(2021, 7, 1))
    assert read.published_by == "the audit team"
    assert len(read.answers.files) == 12
    assert read.answers.files[0].settled["OU1"] in ("one review", "agreed")


def test_the_database_keeps_who_and_when(settled: Made, tmp_path: Path) -> None:
    publish(settled.round, tmp_path / "out", by=settled.lead, publisher="the inspectorate")
    kept = Round.objects.get(pk=settled.round.pk)
    assert (kept.state, kept.published_by) == ("published", settled.lead)
    assert kept.published_at is not None
    assert kept.events.filter(action="publish", by=settled.lead).exists()


def test_nobody_is_named_in_the_folder(settled: Made, tmp_path: Path) -> None:
    publish(settled.round, tmp_path / "out", by=settled.lead)
    text = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "out").iterdir())
    assert "22/10" not in text
    for person in (settled.asha, settled.ben, settled.lead):
        assert person.name not in text


def test_a_round_that_is_not_settled_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    it = made()
    with pytest.raises(UserError, match="this round is in review, and one can only publish"):
        publish(it.round, tmp_path / "out", by=it.lead)
    assert not (tmp_path / "out").exists()


def test_only_the_lead_publishes(settled: Made, tmp_path: Path) -> None:
    with pytest.raises(PermissionDenied):
        publish(settled.round, tmp_path / "out", by=settled.asha)


def test_a_published_round_is_not_published_again(settled: Made, tmp_path: Path) -> None:
    publish(settled.round, tmp_path / "out", by=settled.lead)
    with pytest.raises(UserError, match="this round is published"):
        publish(settled.round, tmp_path / "other", by=settled.lead)


def test_something_else_in_the_way_is_left_alone(settled: Made, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "letter.txt").write_text("keep me", encoding="utf-8")
    with pytest.raises(UserError, match="something else stands there"):
        publish(settled.round, tmp_path / "out", by=settled.lead)
    assert Round.objects.get(pk=settled.round.pk).state == "settled"
    assert (tmp_path / "out" / "letter.txt").read_text(encoding="utf-8") == "keep me"


def test_a_folder_that_cannot_be_written_leaves_the_round_settled(
    settled: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(publishing, "write_published", full)
    with pytest.raises(OSError, match="No space"):
        publish(settled.round, tmp_path / "out", by=settled.lead)
    assert Round.objects.get(pk=settled.round.pk).state == "settled"
    assert list(tmp_path.iterdir()) == []


def test_truth_belongs_to_simulated_rounds_alone(settled: Made) -> None:
    with pytest.raises(UserError, match="is not simulated, so nobody knows its truth"):
        published_round(
            settled.round, published_by="x", published_on=date(2026, 1, 1), truth={"OU1": 0.5}
        )


def test_a_question_that_reviewers_read_differently_needs_a_note(tmp_path: Path) -> None:
    it = making.differing()
    with pytest.raises(UserError, match=r"agreed too seldom on 1 of the questions \(OU1: "):
        publish(it.round, tmp_path / "out", by=it.lead)
    assert not (tmp_path / "out").exists()
    rounds.explain(it.round, "OU1", NOTE, by=it.lead)
    publish(it.round, tmp_path / "out", by=it.lead)
    assert read_published(tmp_path / "out").notes == {
        "OU1": "Two readings of the rule were in use."
    }


def test_the_command_publishes_and_says_how_to_see_the_figures(
    settled: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "prepare", lambda _: None)  # the test has its own database
    asked = ["west-mercia-2021/1", "--by", "lead", "--publisher", "The inspectorate"]
    refused = CliRunner().invoke(command, [*asked[:2], "nobody", "--out", str(tmp_path / "a")])
    assert "nobody is known as 'nobody'" in str(refused.exception)
    told = CliRunner().invoke(command, [*asked, "--on", "2021-09-01", "--out", str(tmp_path / "b")])
    assert told.exit_code == 0, told.output
    assert f"openpeel audit estimate {tmp_path / 'b'}" in told.output
    read = read_published(tmp_path / "b")
    assert (read.published_by, read.published_on) == ("The inspectorate", date(2021, 9, 1))
