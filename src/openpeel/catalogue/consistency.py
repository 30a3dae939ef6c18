"""What a force's returns should agree on with each other and with what is published."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import Field, field_validator, model_validator

from openpeel.catalogue.contracts import contract_of_table
from openpeel.catalogue.dated import Checked, Dated, at
from openpeel.catalogue.loading import DATA, Entry, load_yaml
from openpeel.catalogue.measures import measures

FILE = DATA / "consistency.yaml"


class Rows(Entry):
    """Some rows of a return."""

    table: str
    where: str | None = None  # SQL as in measures
    words: str

    @field_validator("table")
    @classmethod
    def _of_a_return(cls, name: str) -> str:
        if contract_of_table(name) is None:
            raise ValueError(f"no return fills a table {name!r}")
        return name


class Check(Dated):
    """Rows of `part` as per cent of the rows of `of`; outside the bounds a question is asked."""

    id: str = Field(pattern=r"^[a-z]+(-[a-z]+)*$")
    part: Rows
    of: Rows
    least: float | None = None
    most: float | None = None
    question: str

    @model_validator(mode="after")
    def _bounded(self) -> Check:
        if self.least is None and self.most is None:
            raise at(("most",), "a check needs `least` or `most`")
        return self


class Same(Entry):
    """A measure on returns and the one on published statistics that should come near to it."""

    measure: str
    published: str
    words: str  # why they may differ all the same

    @field_validator("measure", "published")
    @classmethod
    def _known(cls, id: str) -> str:
        if id not in measures():
            raise ValueError(f"there is no measure {id!r}")
        return id


class Consistency(Entry):
    """The file."""

    checked: Checked
    checks: tuple[Check, ...]
    same: tuple[Same, ...]

    @field_validator("checks")
    @classmethod
    def _once(cls, listed: tuple[Check, ...]) -> tuple[Check, ...]:
        for number, check in enumerate(listed):
            if check.id in {other.id for other in listed[:number]}:
                raise at((number, "id"), f"{check.id!r} stands twice")
        return listed


def load_consistency(path: Path) -> Consistency:
    """The checks of a file; UserError names file, line and key."""
    return load_yaml(path, Consistency)


@cache
def consistency() -> Consistency:
    """The checks that come with openpeel."""
    return load_consistency(FILE)
