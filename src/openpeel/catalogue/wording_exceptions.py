"""What looks like an amount or a comparison in running text and is none."""

from __future__ import annotations

from pydantic import Field

from openpeel.catalogue.dated import Dated
from openpeel.catalogue.loading import Entry
from openpeel.catalogue.patterns import Regex


class LooksLike(Entry):
    """What looks like an amount or a comparison and is none."""

    id: str
    example: str
    patterns: tuple[Regex, ...] = Field(min_length=1)
    unless_counted: bool = False  # "999" is a number before "vacancies"


class ExceptionRules(Dated):
    """What looks like an amount or a comparison in running text and is none."""

    numbers: tuple[LooksLike, ...]
    comparisons: tuple[LooksLike, ...]
