"""The rules that a report is checked by, its sections, and the house style, as dated data."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator

from openpeel.catalogue.dated import Checked, at
from openpeel.catalogue.loading import DATA, Entry, load_yaml
from openpeel.catalogue.patterns import Regex

Level = Literal["error", "warning", "note"]


class Rule(Entry):
    """One rule: its name, how grave it is, what it says and why."""

    id: str = Field(pattern=r"^[a-z][a-z-]*$")
    level: Level
    words: str
    why: str


class Section(Entry):
    """A section that a report has beside its areas."""

    id: str
    heading: str


class _RulesFile(Entry):
    checked: Checked
    sections: tuple[Section, ...]
    rules: tuple[Rule, ...]

    @field_validator("rules")
    @classmethod
    def _once(cls, rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
        ids = [rule.id for rule in rules]
        for number, id in enumerate(ids):
            if id in ids[:number]:
                raise at((number, "id"), f"{id!r} stands twice")
        return rules


class Style(Entry):
    """One habit of the house: what not to write (a regular expression), and what instead."""

    id: str
    pattern: Regex
    instead: str
    why: str


class HouseStyle(Entry):
    """The house style: habits, abbreviations that everybody knows, and words for surveys."""

    checked: Checked
    habits: tuple[Style, ...]
    longest: int = Field(ge=1)  # words of a sentence
    known: tuple[str, ...]
    answered: tuple[str, ...]  # a sentence on a survey has one of them
    partial: tuple[str, ...]  # a sentence on a partial figure has one of them


@cache
def _file() -> _RulesFile:
    return load_yaml(DATA / "report-rules.yaml", _RulesFile)


@cache
def report_rules() -> dict[str, Rule]:
    """Every rule by its id, in the file's order."""
    return {rule.id: rule for rule in _file().rules}


def sections() -> tuple[Section, ...]:
    """Sections beside the areas, in their order."""
    return _file().sections


def load_house_style(path: Path) -> HouseStyle:
    """A house style from a file; UserError names file, line and key."""
    return load_yaml(path, HouseStyle)


@cache
def house_style() -> HouseStyle:
    """The house style in force."""
    return load_house_style(DATA / "house-style.yaml")
