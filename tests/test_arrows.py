"""The arrows between rooms point down only, and no module grows past one reading."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

import openpeel

PACKAGE = Path(openpeel.__file__).parent
# Migrations are written by Django.
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path.parent.name != "migrations")

# What each room may import, besides itself, the standard library and openpeel.errors.
ROOMS: dict[str, set[str]] = {
    "errors": set(),
    "statistics": {"numpy", "scipy"},
    "catalogue": {"pydantic", "pydantic_core", "yaml"},
    "facts": {
        "catalogue", "duckdb", "numpy", "python_calamine", "xlsxwriter", "fsspec", "pydantic",
        "yaml",
    },
    "measures": {
        "facts", "statistics", "catalogue", "duckdb", "sqlglot", "numpy", "pyspark", "grpc",
    },
    "sampling": {
        "measures", "facts", "statistics", "catalogue", "duckdb", "numpy", "yaml", "xlsxwriter",
        "python_calamine",
    },
    "inspecting": {"measures", "catalogue", "pydantic", "yaml"},
    "survey": {"facts", "statistics", "catalogue", "pydantic", "yaml"},
    "reading": {"catalogue", "pydantic", "lxml"},
    "charts": set(),
    "releases": {
        "measures", "facts", "statistics", "catalogue", "charts", "django", "numpy", "odfdo",
    },
    "collection": {"releases", "measures", "facts", "statistics", "catalogue", "charts", "django"},
    "people": {"catalogue", "django"},
    "audits": {
        "people", "releases", "sampling", "measures", "facts", "statistics", "catalogue", "charts",
        "django",
    },
    "inspections": {
        "people", "inspecting", "sampling", "releases", "measures", "catalogue", "django",
        "pydantic",
    },
    "library": {"people", "reading", "catalogue", "django"},
    "reports": {
        "people", "inspections", "inspecting", "survey", "audits", "releases", "sampling",
        "measures", "facts", "statistics", "catalogue", "charts", "django", "markdown_it", "typst",
        "yaml", "pydantic",
    },
    "web": {
        "reports", "library", "inspections", "audits", "people", "collection", "releases",
        "sampling", "measures", "catalogue", "charts", "django", "dj_database_url",
    },
}  # fmt: skip


def room_of(name: str) -> str:
    """`openpeel.charts.bars` is in the room charts; a module on top is its own."""
    return name.removeprefix("openpeel").strip(".").split(".")[0]


def name_of(path: Path) -> str:
    return ".".join(("openpeel", *path.relative_to(PACKAGE).with_suffix("").parts))


def imports(path: Path) -> set[str]:
    """Rooms of openpeel and packages of others that a module imports, wherever it does so."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            if name.split(".")[0] == "openpeel":
                found.add(room_of(name))
            elif name.split(".")[0] not in sys.stdlib_module_names:
                found.add(name.split(".")[0])
    return found


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_imports_only_what_lies_below_its_room(path: Path) -> None:
    room = room_of(name_of(path))
    if room not in ROOMS:  # the command line and its helpers stand on top
        return
    above = imports(path) - ROOMS[room] - {room, "errors", "__version__", ""}
    assert not above, f"{name_of(path)} imports {sorted(above)}"


def test_nothing_below_imports_the_top() -> None:
    top = {room_of(name_of(path)) for path in MODULES} - ROOMS.keys() - {"__init__"}
    assert {"cli", "site", "accounts", "serving", "swap"} <= top
    for path in MODULES:
        if room_of(name_of(path)) in ROOMS:
            assert not imports(path) & top, name_of(path)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_can_be_read_in_one_go(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) < 400


def test_the_check_sees_an_arrow_that_points_up(tmp_path: Path) -> None:
    module = tmp_path / "bad.py"
    module.write_text(
        "def f() -> None:\n    from openpeel.measures import cube\n    import scipy\n"
    )
    assert imports(module) == {"measures", "scipy"}
