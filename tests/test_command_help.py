"""The command `openpeel` explains itself, at once."""

from __future__ import annotations

import subprocess
import sys

import pytest
from click.testing import CliRunner

from openpeel.cli import main


def test_help_loads_nothing_heavy_and_so_answers_at_once() -> None:
    program = (
        "import sys; from openpeel.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'scipy', 'numpy', 'duckdb', 'django', 'sqlglot', 'yaml', 'pydantic', 'rich'}\n"
        "assert not heavy & sys.modules.keys(), heavy & sys.modules.keys()\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "Compare the 43 police forces" in done.stdout


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_explains_itself(command: str) -> None:
    result = CliRunner().invoke(main, [command, "--help"])
    assert result.exit_code == 0
    assert main.commands[command].help.splitlines()[0] in result.output


def test_a_reader_who_has_seen_enough_is_no_error() -> None:
    command = subprocess.Popen(
        [sys.executable, "-m", "openpeel", "returns", "crimes"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert command.stdout is not None
    assert command.stderr is not None
    command.stdout.close()
    with command.stderr as errors:
        assert errors.read() == b""
    assert command.wait() == 0
