"""`openpeel inspection load` and `export`: a folder into a database, and out again."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from inspecting.making import changed, record
from openpeel.cli import main
from openpeel.inspecting.folder import write_record
from openpeel.people.models import Person
from served import own_environment


def ran(*words: object, code: int = 0) -> str:
    """What a command says; it ends with the code that is expected."""
    done = CliRunner().invoke(main, ["inspection", *map(str, words)])
    assert done.exit_code == code, done.output
    return done.output


def tree(folder: Path) -> dict[str, bytes]:
    return {f"{p.relative_to(folder)}": p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place with a record's folder; the database is that of the test."""
    monkeypatch.setattr("openpeel.service.prepare", lambda _db: None)
    Person.objects.create_user("boss", administrator=True)
    write_record(record(), tmp_path / "record")
    return tmp_path


@pytest.mark.django_db
def test_a_folder_goes_in_and_comes_out_byte_for_byte(folder: Path) -> None:
    told = ran("load", folder / "record", "--by", "boss")
    assert "west-mercia-2021-22 is added.\n" in told
    again = ran("load", folder / "record", "--by", "boss")
    assert again == "peel-2021-22 was there just so; nothing has changed.\n"
    told = ran("export", "peel-2021-22", "--out", folder / "out")
    assert told == f"peel-2021-22 with 3 inspections is in {folder / 'out'}.\n"
    assert tree(folder / "out") == tree(folder / "record")


@pytest.mark.django_db
def test_a_changed_record_is_loaded_only_with_replace(folder: Path) -> None:
    ran("load", folder / "record", "--by", "boss")
    write_record(changed("name", to="Another name"), folder / "changed")
    told = ran("load", folder / "changed", "--by", "boss", code=2)
    assert "west-mercia-2021-22 is there otherwise" in told
    told = ran("load", folder / "changed", "--by", "boss", "--replace")
    assert "west-mercia-2021-22 is replaced." in told


@pytest.mark.django_db
def test_a_folder_with_something_else_in_it_is_not_written_over(folder: Path) -> None:
    ran("load", folder / "record", "--by", "boss")
    (folder / "mine").mkdir()
    (folder / "mine" / "letter.txt").write_text("Dear Sir")
    told = ran("export", "peel-2021-22", "--out", folder / "mine", code=2)
    assert "letter.txt" in told
    assert list(tree(folder / "mine")) == ["letter.txt"]


def test_it_makes_its_own_database_and_knows_nobody_in_it(tmp_path: Path) -> None:
    write_record(record(), tmp_path / "record")
    command = [sys.executable, "-m", "openpeel", "inspection", "load", str(tmp_path / "record"),
               "--by", "nobody", "--db", str(tmp_path / "x.db")]  # fmt: skip
    done = subprocess.run(
        command, capture_output=True, text=True, env=own_environment(), check=False
    )
    assert done.returncode == 2
    assert done.stderr.startswith("openpeel: nobody is known as 'nobody'")
    assert (tmp_path / "x.db").exists()
