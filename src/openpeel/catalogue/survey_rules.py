"""Rules of the workforce survey that change with the years: bases, small counts, what is said.

A file can make the rules stricter, never looser: the least values are those of METHODS 6 and 9.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Self

from pydantic import Field, field_validator, model_validator

from openpeel.catalogue.dated import Checked, Dated, at, first_overlap
from openpeel.catalogue.forces import forces
from openpeel.catalogue.loading import DATA, Entry, load_yaml
from openpeel.errors import UserError

A_FORCE = "{a force}"  # in a pattern: the name of any force


class Refused(Entry):
    """Words that a sentence about a survey may not have, why, and what to write."""

    pattern: str
    example: str
    why: str
    instead: str

    @field_validator("pattern")
    @classmethod
    def _can_be_read(cls, pattern: str) -> str:
        try:
            _compiled(pattern)
        except re.error as problem:
            raise ValueError(f"this is no pattern: {problem}") from None
        return pattern

    @model_validator(mode="after")
    def _finds_its_example(self) -> Self:
        if self.found_in(self.example) is None:
            raise at(("example",), "the pattern does not find it")
        return self

    def found_in(self, text: str) -> str | None:
        """The refused words of a text, the first of them."""
        found = _compiled(self.pattern).search(text)
        return found.group() if found else None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    names = "|".join(re.escape(force.name) for force in forces().by_code.values())
    return re.compile(pattern.replace(A_FORCE, f"(?:{names})"), re.IGNORECASE)


class SurveyRules(Dated):
    """The rules of some years."""

    nothing_under: int = Field(ge=10)
    percent_from: int = Field(ge=30)
    small: int = Field(ge=10)
    caution: str = Field(min_length=1)
    few: str = Field(min_length=1)
    among: str = Field(min_length=1)
    refused: tuple[Refused, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.percent_from < self.nothing_under:
            raise at(("percent_from",), "percentages can't begin below the least base")
        return self


class _RulesFile(Entry):
    checked: Checked
    editions: tuple[SurveyRules, ...] = Field(min_length=1)

    @field_validator("editions")
    @classmethod
    def _one_at_a_time(cls, listed: tuple[SurveyRules, ...]) -> tuple[SurveyRules, ...]:
        both = first_overlap(("rules", edition) for edition in listed)
        if both is not None:
            raise at((both[1], "from"), "two editions of the rules hold on one day")
        return listed


def load_survey_rules(path: Path) -> tuple[SurveyRules, ...]:
    """The editions in a file; UserError names file, line and key."""
    return load_yaml(path, _RulesFile).editions


@cache
def _editions() -> tuple[SurveyRules, ...]:
    return load_survey_rules(DATA / "survey-rules.yaml")


def survey_rules(on: date) -> SurveyRules:
    """The rules that hold on a day; UserError when there are none.

    >>> survey_rules(date(2026, 11, 23)).percent_from
    30
    """
    for rules in _editions():
        if rules.start <= on and (rules.end is None or on <= rules.end):
            return rules
    raise UserError(f"survey-rules.yaml has no rules for {on}; give a later day or add an edition.")
