"""What looks like an amount or a comparison in running text and is none."""

from __future__ import annotations

import re

from pydantic import Field, field_validator

from openpeel.catalogue.dated import Dated, at
from openpeel.catalogue.loading import Entry


class LooksLike(Entry):
    """What looks like an amount or a comparison and is none."""

    id: str
    example: str
    patterns: tuple[str, ...] = Field(min_length=1)
    unless_counted: bool = False  # "999" is a number before "vacancies"

    @field_validator("patterns")
    @classmethod
    def _compile(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        for number, pattern in enumerate(patterns):
            try:
                re.compile(pattern)
            except re.error as problem:
                raise at((number,), f"the pattern can't be read: {problem}") from None
        return patterns


class ExceptionRules(Dated):
    """What looks like an amount or a comparison in running text and is none."""

    numbers: tuple[LooksLike, ...]
    comparisons: tuple[LooksLike, ...]
