"""What the dated catalogue files share: when they were checked, from when to when a thing holds.

Rules that pydantic can't state by type are written as validators here, so that `loading.check`
gives each of them the same message: file, line, key and what is wrong.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Annotated, Self

from pydantic import AfterValidator, Field, ValidationError, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from openpeel.catalogue.forces import forces
from openpeel.catalogue.loading import Entry, Key, read_yaml
from openpeel.errors import UserError


class Checked(Entry):
    """When somebody last compared the file with its sources, and when it is due again."""

    on: date
    next: date

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.next <= self.on:
            raise at(("next",), f"{self.next} is not after {self.on}, the day of the last check")
        return self


class Dated(Entry):
    """Something that holds from one day to another, both included; no end while it still holds.

    In the files the keys are `from` and `to`.
    """

    start: date = Field(alias="from")
    end: date | None = Field(alias="to")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.end is not None and self.end < self.start:
            raise at(("to",), f"{self.end} is before {self.start}, where it begins")
        return self


def overlap(one: Dated, other: Dated) -> bool:
    """Whether two dated things share a day."""
    first, second = sorted((one, other), key=lambda dated: dated.start)
    return first.end is None or second.start <= first.end


def first_overlap(named: Iterable[tuple[Hashable, Dated]]) -> tuple[int, int] | None:
    """Positions of the first two that have the same name and share a day, or None."""
    listed = list(named)
    for (i, (name, one)), (j, (other_name, other)) in combinations(enumerate(listed), 2):
        if name == other_name and overlap(one, other):
            return i, j
    return None


def at(key: Key, words: str) -> ValidationError:
    """An error for a validator to raise that blames one key below the value it validates."""
    problem = PydanticCustomError("catalogue", "{words}", {"words": words})
    return ValidationError.from_exception_data(
        "catalogue", [InitErrorDetails(type=problem, loc=key, input=None)]
    )


def blame(path: Path, key: Key, words: str) -> UserError:
    """The error for a key that is wrong only beside other files: file, line, key and `words`."""
    _, lines = read_yaml(path)
    dotted = ".".join(str(part) for part in key)
    return UserError(f"{path}, line {lines.get(key, 1)}, key {dotted}: {words}.")


def force_code(name: str) -> str:
    """The code of the force with that name, code or slug; ValueError if it is none of the 43."""
    force = forces().find(name)
    if force is not None:
        return force.code
    body = forces().body(name)
    if body is not None:
        raise ValueError(f"{name!r} is not one of the 43 forces: {body.name} {body.why}")
    raise ValueError(f"{name!r} is not the name or code of a force; see forces.yaml")


# Written as a name in the files, a code once it has been read.
ForceCode = Annotated[str, AfterValidator(force_code)]
