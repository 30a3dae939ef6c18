"""`openpeel inspection export` on what is no database, and into a folder that can't be replaced."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from inspecting.making import record
from openpeel.errors import UserError
from openpeel.inspecting.folder import read_record, write_record


def export(db: Path) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own: the service's database is chosen once in each."""
    return subprocess.run(
        [sys.executable, "-m", "openpeel", "inspection", "export", "peel", "--out", "out",
         "--db", str(db)],
        cwd=db.parent, env=os.environ | {"SECRET_KEY": "x" * 50}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip


def no_database(path: Path) -> None:
    path.write_text("x\n")


def truncated(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE words (word TEXT)")
        connection.executemany("INSERT INTO words VALUES (?)", [("word" * 100,)] * 100)
    connection.close()
    path.write_bytes(path.read_bytes()[:6000])


def folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (no_database, "file is not a database"),
        (truncated, "database disk image is malformed"),
        (folder, "unable to open database file"),
    ],
)
def test_what_is_no_database_is_one_sentence(
    tmp_path: Path, make: Callable[[Path], None], why: str
) -> None:
    make(tmp_path / "service.db")
    result = export(tmp_path / "service.db")
    assert result.returncode == 2
    assert result.stderr == (
        f"openpeel: the database can't be used: {why}; look at --db or DATABASE_URL.\n"
    )


@pytest.mark.parametrize("out", [".", "..", "", "../here", "../../here/."])
def test_a_record_is_not_written_over_the_folder_from_which_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, out: str
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    if out.startswith("../../"):
        here = here / "inspections"
        here.mkdir()
    monkeypatch.chdir(here)
    with pytest.raises(UserError, match="the command was run from within it; run it from elsewhe"):
        write_record(record(), Path(out))
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    write_record(record(), Path("record"))
    assert read_record(here / "record") == record()
