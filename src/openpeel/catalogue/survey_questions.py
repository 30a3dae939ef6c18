"""Question sets of the workforce survey: items, scales, who is asked, and the themes they open."""

from __future__ import annotations

from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from openpeel.catalogue.dated import Checked, at
from openpeel.catalogue.frameworks import framework
from openpeel.catalogue.loading import DATA, Entry, load_yaml
from openpeel.errors import UserError

FOLDER = DATA / "survey-questions"
ALL = "all"  # of a force's role groups, and of forces
FIXED = ("response", "force", "role", "rank", "area")
"""Columns of a file of answers before those of the items."""

_ID = r"^[a-z][a-z0-9-]*$"


class SurveyTheme(Entry):
    """Something to explore in fieldwork, in an area of the framework."""

    area: str
    name: str
    words: str  # the question that fieldwork would answer


class Item(Entry):
    """One question. `roles` are the groups asked (empty: all); `asked` narrows in words."""

    id: str = Field(pattern=_ID)
    theme: str
    scale: str
    words: str  # for headings and tables
    ask: str  # as it stands in the form
    roles: tuple[str, ...] = ()
    asked: str = "everybody"


class SurveyQuestions(Entry):
    """A dated set of items with everything their answers are coded by.

    `ranks` and `places` code two columns that are checked and then dropped: results are for a
    force and for its role groups only.
    """

    id: str = Field(pattern=_ID)
    version: int = Field(ge=1)
    since: date
    until: date | None = None
    name: str
    why: str
    framework: str
    roles: dict[str, str] = Field(min_length=1)
    ranks: dict[str, str] = Field(min_length=1)
    places: dict[str, str] = Field(min_length=1)
    scales: dict[str, dict[str, str]]
    no_answers: dict[str, str]
    themes: dict[str, SurveyTheme]
    items: tuple[Item, ...] = Field(min_length=1)
    checked: Checked

    @cached_property
    def by_id(self) -> dict[str, Item]:
        """Its items by their ids."""
        return {item.id: item for item in self.items}

    @model_validator(mode="after")
    def _names_hold(self) -> Self:
        areas = {area.id for area in framework(self.framework).areas}
        for id, theme in self.themes.items():
            if theme.area not in areas:
                raise at(("themes", id, "area"), f"{theme.area!r} is no area of {self.framework}")
        for id, scale in self.scales.items():
            if len(scale) < 2 or scale.keys() & self.no_answers.keys():
                raise at(("scales", id), "a scale has two answers or more, none under `no_answers`")
        if ALL in self.roles:
            raise at(("roles", ALL), "`all` stands for every role together; use another id")
        for n, item in enumerate(self.items):
            key = ("items", n)
            if item.id in {*FIXED, *(other.id for other in self.items[:n])}:
                raise at((*key, "id"), f"{item.id!r} stands twice, or is a column of every file")
            if item.scale not in self.scales:
                raise at((*key, "scale"), f"{item.scale!r} is no scale of this set")
            if item.theme not in self.themes:
                raise at((*key, "theme"), f"{item.theme!r} is no theme of this set")
            if unknown := set(item.roles) - self.roles.keys():
                raise at((*key, "roles"), f"{sorted(unknown)[0]!r} is no role of this set")
        return self

    def item(self, id: str) -> Item:
        """The item of that id; UserError when the set has none."""
        if id not in self.by_id:
            raise UserError(
                f"{self.id}: there is no item {id!r} in this question set; use one of"
                f" {', '.join(self.by_id)}."
            )
        return self.by_id[id]

    def answers(self, item: Item) -> dict[str, str]:
        """The answers of an item that count, code to words, in the order of its scale."""
        return self.scales[item.scale]

    def asked(self, item: Item) -> tuple[str, ...]:
        """The roles that an item is asked of, in the set's order."""
        return tuple(role for role in self.roles if not item.roles or role in item.roles)

    def groups(self, item: Item) -> tuple[str, ...]:
        """Groups that an item has results for: `all`, and each role where two or more are asked."""
        asked = self.asked(item)
        return (ALL, *asked) if len(asked) > 1 else (ALL,)

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of a file of answers."""
        return (*FIXED, *self.by_id)


def load_survey_questions(path: Path) -> SurveyQuestions:
    """A question set from a file; UserError names file, line and key."""
    return load_yaml(path, SurveyQuestions)


@cache
def survey_question_sets() -> dict[str, SurveyQuestions]:
    """Every question set by its id, the newest first."""
    every = [load_survey_questions(path) for path in sorted(FOLDER.glob("*.yaml"))]
    return {s.id: s for s in sorted(every, key=lambda s: (s.since, s.id), reverse=True)}


def survey_questions(id: str) -> SurveyQuestions:
    """The question set with that id; UserError lists those there are."""
    if id not in survey_question_sets():
        raise UserError(
            f"there is no question set {id!r}; use one of {', '.join(survey_question_sets())}."
        )
    return survey_question_sets()[id]
