"""What an author says beside the text: which figures a report speaks of, and the report's frame."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from openpeel.catalogue.dated import at
from openpeel.catalogue.loading import Entry, load_yaml
from openpeel.reports.text.document import Document, parse

FIGURES, FRAME, TEXT, RECORD = "figures.yaml", "report.yaml", "report.md", "record"
KINDS = ("measure", "audit", "survey", "document", "sum")
TAKES = {  # the keys of each kind beside its own
    "measure": {"period", "group", "force"},
    "audit": {"question", "sample", "says", "interval"},
    "survey": {"answer", "group"},
    "document": {"value", "unit", "words", "where", "period"},
    "sum": {"words"},
}
ID = r"^[a-z0-9][a-z0-9-]*$"


class Definition(Entry):
    """One figure: of a measure, of an audit, of a survey, or as a document states it.

    measure: with `period` (as in permalinks: 2020-21, 2021-03-31), and `group` and `force` (a
        slug; the inspected force unless given; `england-and-wales` for both countries).
    audit: a round's name with `question` and `sample`, and `says`: `share` (for the force as a
        whole), `files` (of the files reviewed), `files against` (those with the other answer),
        `drawn` or `relevant` (numbers of files).
    survey: an item with `answer` and `group`.
    document: the id of the record's evidence, with the number that it states.
    sum: names of other figures of one unit, complete counts, which are added up.
    """

    measure: str | None = None
    period: str | None = None
    group: str = ""
    force: str | None = None

    audit: str | None = None
    question: str | None = None
    sample: str | None = None
    says: Literal["share", "files", "files against", "drawn", "relevant"] = "share"
    interval: Literal["design", "as-published"] = "design"

    survey: str | None = None
    answer: str | None = None

    document: str | None = None
    value: float | None = None
    unit: str | None = None
    words: str | None = None
    where: str = ""

    sum: tuple[str, ...] = ()

    @field_validator("period", mode="before")
    @classmethod
    def _period_without_quotes(cls, period: object) -> object:
        """YAML makes a day of 2021-03-31 and a number of 2021."""
        return str(period) if isinstance(period, date | int) else period

    @field_validator("answer", mode="before")
    @classmethod
    def _answer_with_quotes(cls, answer: object) -> object:
        if isinstance(answer, bool):
            raise at((), 'YAML takes yes and no for true and false; write "yes" or "no" in quotes')
        return answer

    @model_validator(mode="after")
    def _of_one_kind(self) -> Definition:
        kinds = [k for k in KINDS if getattr(self, k)]
        if len(kinds) != 1:
            raise at((), f"a figure has one of {', '.join(KINDS)}")
        needed: dict[str, tuple[str, ...]] = {
            "measure": ("period",),
            "audit": () if self.says == "drawn" else ("question",),
            "survey": ("answer",),
            "document": ("value", "unit", "words"),
            "sum": ("words",),
        }
        for key in needed[kinds[0]]:
            if getattr(self, key) is None:
                raise at((key,), f"a figure of kind {kinds[0]} needs {key}")
        other = sorted(self.model_fields_set - {kinds[0]} - TAKES[kinds[0]])
        if other:
            takes = ", ".join(sorted(TAKES[kinds[0]]))
            raise at((other[0],), f"a figure of kind {kinds[0]} takes {takes}, and not this key")
        return self


class Figures(Entry):
    """The figures of a report, by the name that its links use."""

    figures: dict[Annotated[str, Field(pattern=ID)], Definition]


class Notice(Entry):
    """A dated notice, shown where it belongs: an area's id, or `report`.

    Its words can have links, as the text has; they are checked as the text is.
    """

    on: date
    place: str
    words: str
    concern: str = ""

    @property
    def document(self) -> Document:
        """The words with their links; UserError when they are more than paragraphs and links."""
        return parse(self.words, FRAME)

    @property
    def plain(self) -> str:
        """The words alone."""
        return " ".join(paragraph.plain for paragraph in self.document.paragraphs())


class Abbreviation(Entry):
    """Short form and long form."""

    short: str
    long: str


class Frame(Entry):
    """What stands around the text."""

    title: str
    inspection: str  # id in the record
    version: int = Field(ge=1)
    published: date
    inspector: str
    role: str = "HM Inspector of Constabulary"
    changed: str = ""  # what this version changed, in a sentence; needed from version 2 on
    notices: tuple[Notice, ...] = ()
    abbreviations: tuple[Abbreviation, ...] = ()
    previous: str = ""  # the report before this one: its title, with date

    @model_validator(mode="after")
    def _says_what_changed(self) -> Frame:
        if self.version > 1 and not self.changed:
            raise at(("changed",), "a later version says in a sentence what it changed")
        return self


def read_figures(path: Path) -> dict[str, Definition]:
    """The figures of a file; UserError names file, line and key."""
    return load_yaml(path, Figures).figures


def read_frame(path: Path) -> Frame:
    """The frame of a report; UserError names file, line and key."""
    return load_yaml(path, Frame)
