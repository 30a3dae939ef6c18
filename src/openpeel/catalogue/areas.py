"""Local policing areas: the places within a force, by code and name."""

from __future__ import annotations

from functools import cache
from typing import Any

from openpeel.catalogue.codes import plain_label
from openpeel.catalogue.forces import districts, forces
from openpeel.catalogue.loading import DATA, Entry, load_yaml


class _Area(Entry):
    code: str
    names: tuple[str, ...] = ()


class _AreasFile(Entry):
    checked: dict[str, Any]
    forces: dict[str, dict[str, _Area]]


@cache
def _named() -> dict[str, dict[str, _Area]]:
    """Areas by the code of their force."""
    listed = load_yaml(DATA / "areas.yaml", _AreasFile).forces
    return {_code(force): areas for force, areas in listed.items()}


def _code(force: str) -> str:
    found = forces().find(force)
    assert found is not None, f"areas.yaml names {force!r}, which is no force"
    return found.code


@cache
def areas_of(force_code: str) -> dict[str, str]:
    """A force's areas: name by code, sorted by name."""
    if named := _named().get(force_code):
        return {area.code: name for name, area in sorted(named.items())}
    names = districts().partnerships
    codes = {
        d.csp_code
        for d in districts().all
        if d.force_code == force_code and d.csp_code and not d.successor
    }
    return {code: names[code] for code in sorted(codes, key=lambda code: names[code])}


@cache
def area_labels(force_code: str) -> dict[str, str]:
    """Codes by every label (as `plain_label` has it) that a force may use for its areas."""
    found = {plain_label(name): code for code, name in areas_of(force_code).items()}
    found |= {plain_label(code): code for code in areas_of(force_code)}
    for name, area in _named().get(force_code, {}).items():
        found |= {plain_label(label): area.code for label in (name, *area.names)}
    return found


def area_name(force_code: str, code: str) -> str:
    """What to call an area; the code itself when it is not known."""
    return areas_of(force_code).get(code) or districts().partnerships.get(code, code)
