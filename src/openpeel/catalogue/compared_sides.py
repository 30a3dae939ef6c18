"""How a sentence names what a figure is set beside, as dated data."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import Field

from openpeel.catalogue.dated import Checked
from openpeel.catalogue.loading import DATA, Entry, load_yaml
from openpeel.catalogue.patterns import Regex


class Side(Entry):
    """One side that a sentence can name, and what its link may then be with."""

    id: str = Field(pattern=r"^[a-z][a-z-]*$")
    words: str
    with_: tuple[str, ...] = Field(alias="with")
    pattern: Regex


class _SidesFile(Entry):
    checked: Checked
    sides: tuple[Side, ...]


def load_sides(path: Path) -> tuple[Side, ...]:
    """Sides from a file, in its order; UserError names file, line and key."""
    return load_yaml(path, _SidesFile).sides


@cache
def compared_sides() -> tuple[Side, ...]:
    """The sides in force."""
    return load_sides(DATA / "compared-sides.yaml")
