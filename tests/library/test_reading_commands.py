"""The commands on published reports, as people type them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from openpeel.cli_reading import COMMANDS
from openpeel.errors import UserError

REPORTS = Path(__file__).resolve().parents[1] / "reading" / "reports"


def run(*words: str) -> str:
    group = click.Group("report", commands={str(one.name): one for one in COMMANDS})
    done = CliRunner().invoke(group, words, catch_exceptions=True)
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.output


def test_read_prints_what_it_found_and_what_it_could_not_place(tmp_path: Path) -> None:
    out = tmp_path / "read.json"
    said = run("read", str(REPORTS / "leadership-2023-25.html"), "--json", str(out))
    assert said.startswith("Kent Police, PEEL 2023-25.\n")
    assert "  Investigating crime: requires improvement, findings: 1, causes of concern: 1" in said
    assert "Areas: 5, findings: 5, statistics: 12, update notices: 0" in said
    assert "Every line has its place." in said
    assert json.loads(out.read_text())["force"]["code"] == "E23000032"
    stray = tmp_path / "stray.txt"
    text = (REPORTS / "three-pillars-2018-19.txt").read_text()
    stray.write_text(text.replace("Force in context", "overleaf", 1))
    said = run("read", str(stray))
    assert "Could not be placed: 1.\n  line 25: overleaf" in said


def test_what_is_no_report_gets_its_sentence() -> None:
    with pytest.raises(UserError, match="no inspection report"):
        run("read", str(REPORTS / "no-report.txt"))


def test_the_library_wants_to_know_who_adds() -> None:
    with pytest.raises(UserError, match="--by"):
        run("library", "add", str(REPORTS / "leadership-2023-25.html"))


def test_add_search_and_export_in_a_database_of_ones_own(tmp_path: Path) -> None:
    """In a process of its own, since the database is chosen when Django starts."""
    db, out = str(tmp_path / "library.db"), tmp_path / "library.json"
    reports = [str(REPORTS / name) for name in ("leadership-2023-25.html", "wrapped-2021-22.txt")]
    typed = [
        ["library", "add", *reports, "--by", "ada", "--db", db],
        ["read", reports[0], "--library", "--by", "ada", "--db", db],
        ["library", "search", '"in good time"', "--force", "Derbyshire", "--db", db],
        ["library", "export", "--out", str(out), "--db", db],
    ]
    program = (
        "from pathlib import Path; import click\n"
        "from openpeel.cli_reading import COMMANDS; from openpeel.service import prepare\n"
        f"prepare(Path({db!r}))\n"
        "from openpeel.people.actions import add_person; add_person('ada', name='Ada')\n"
        "group = click.Group(commands={one.name: one for one in COMMANDS})\n"
        f"for words in {typed!r}: group.main(words, standalone_mode=False)\n"
    )
    without = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "SECRET_KEY")}
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=without, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "wrapped-2021-22.txt is in the library: Derbyshire Constabulary 2021/22." in done.stdout
    assert "in the library already; nothing was changed." in done.stdout
    assert "Responding to the public, line 45 (finding-heading):" in done.stdout
    assert "Passages found: 1, shown: 1." in done.stdout
    assert len(json.loads(out.read_text())["reports"]) == 2
