"""The room of the survey can't reach what a survey can't carry."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import openpeel.survey

MODULES = sorted(Path(openpeel.survey.__file__).parent.glob("*.py"))
REFUSED = ("openpeel.statistics", "openpeel.measures", "scipy", "numpy", "statistics", "math")
ALLOWED = {"simulated": {"math"}}  # it makes answers up; it tells nothing of them


def imports(text: str) -> set[str]:
    """Modules that a text imports, wherever it does so."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {str(node.module)} | {f"{node.module}.{a.name}" for a in node.names}
    return found


def refused(text: str) -> set[str]:
    return {r for r in REFUSED for name in imports(text) if name == r or name.startswith(f"{r}.")}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_no_interval_test_or_array_is_within_reach(path: Path) -> None:
    assert refused(path.read_text("utf-8")) <= ALLOWED.get(path.stem, set())


def test_the_check_sees_what_it_looks_for() -> None:
    text = "from openpeel import statistics\ndef f():\n    import scipy.stats\n"
    assert refused(text) == {"openpeel.statistics", "scipy"}


def test_the_private_answers_are_looked_into_in_two_places_only() -> None:
    users = {
        path.stem
        for path in MODULES
        if any(name.startswith("openpeel.survey.collected") for name in imports(path.read_text()))
    }
    assert users == {"collecting", "results"}
