"""A reviewer's files as a spreadsheet: from the page, and from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from making import Made, person, say
from sheets import exported, handed_out, row_of, rows_of, text_of, written

from asking import client_of, get, post
from openpeel.audits import addresses
from openpeel.audits.models import Round
from openpeel.audits.spreadsheets import export_csv
from openpeel.cli import main

pytestmark = pytest.mark.django_db


@pytest.fixture
def audit() -> Made:
    return handed_out()


@pytest.mark.usefixtures("service")
def test_the_page_gives_a_sheet_and_takes_it_back(audit: Made) -> None:
    address = addresses.spreadsheets(audit.round)
    assert "You have 2 open files" in get(audit.asha, address)
    response = client_of(audit.asha).get(addresses.spreadsheet(audit.round, "csv"))
    assert response["Content-Disposition"].endswith('west-mercia-2021-1-asha.csv"')
    rows = rows_of(response.content.decode("utf-8-sig"))
    row_of(rows, 1, "OU1").update(answer="Yes", comment="Mr John Smith rang")
    text = post(audit.asha, address, 200, sheet=upload(text_of(rows)))
    assert "1 answer saved" in text
    assert "look again" in text and "Mr John Smith" in text


@pytest.mark.usefixtures("service")
def test_the_page_tells_what_is_wrong_in_which_row(audit: Made) -> None:
    address = addresses.spreadsheets(audit.round)
    text = export_csv(audit.round, audit.asha).replace("west-mercia-2021/1", "other/1")
    told = post(audit.asha, address, 400, sheet=upload(text))
    assert "Nothing was saved." in told
    assert "back.csv, row 2: it is of the round" in told
    assert "choose a file first" in post(audit.asha, address, 400)


@pytest.mark.usefixtures("service")
def test_what_the_page_changed_meanwhile_is_told_on_the_page(audit: Made) -> None:
    rows = exported(audit)
    say(audit.review(1), "OU1", "yes")
    row_of(rows, 1, "OU1")["answer"] = "No"
    text = post(audit.asha, addresses.spreadsheets(audit.round), 409, sheet=upload(text_of(rows)))
    assert "Set aside:" in text


def upload(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("../back.csv", text.encode())


@pytest.fixture
def no_migration(monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands work on the test's own database."""
    monkeypatch.setattr("openpeel.service.prepare", lambda *_, **__: None)


@pytest.mark.usefixtures("no_migration")
def test_the_command_line_takes_a_sheet_out_and_in(audit: Made, tmp_path: Path) -> None:
    for kind in ("xlsx", "csv"):
        out = tmp_path / f"asha.{kind}"
        done = CliRunner().invoke(
            main, ["audit", "export", "west-mercia-2021/1", "--for", "asha", "--out", str(out)]
        )
        assert done.exit_code == 0, done.output
        done = CliRunner().invoke(main, ["audit", "import", str(out), "--by", "asha"])
        assert done.exit_code == 0 and done.output.startswith("0 answers are saved"), done.output


@pytest.mark.usefixtures("no_migration")
def test_the_command_line_never_writes_over_a_sheet(audit: Made, tmp_path: Path) -> None:
    out = tmp_path / "asha.csv"
    out.write_text("my answers")
    done = CliRunner().invoke(
        main, ["audit", "export", "west-mercia-2021/1", "--for", "asha", "--out", str(out)]
    )
    assert done.exit_code == 2 and out.read_text() == "my answers"


@pytest.mark.usefixtures("no_migration")
def test_the_command_line_says_what_was_set_aside(audit: Made, tmp_path: Path) -> None:
    rows = exported(audit)
    say(audit.review(1), "OU1", "yes")
    row_of(rows, 1, "OU1")["answer"] = "No"
    path = written(tmp_path, rows)
    done = CliRunner().invoke(main, ["audit", "import", str(path), "--by", "asha"])
    assert done.exit_code == 1 and "set aside" in done.output
    assert Round.objects.count() == 1 and person("dai")
