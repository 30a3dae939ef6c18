"""Draw sheets: the account of a draw, with everything that is needed to do it again.

A sheet is one YAML file. Its head says what was drawn from, how and when; then comes one line for
each file. The same sheet gives the same bytes on any machine, so its own hash names it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal

import yaml

from openpeel.catalogue.audit_designs import Design, find_design
from openpeel.catalogue.forces import forces
from openpeel.catalogue.loading import Entry, check, read_yaml
from openpeel.catalogue.question_sets import QuestionSet
from openpeel.errors import UserError
from openpeel.facts.lake import whole
from openpeel.facts.returns.limits import regular

LARGEST = 16 << 20  # bytes of a sheet: some 30,000 files
DEEPEST = 6  # levels of lists and keys

Role = Literal["sample", "reserve"]
MADE, GIVEN = "made by chance after the frame was frozen", "given"


class Source(Entry):
    """Where a frame's rows came from."""

    kind: Literal["return", "lake", "frame"]  # `frame`: a file that already was one
    name: str
    sha256: str
    contract: str | None = None  # of a return, with its version
    contract_version: int | None = None
    mapping: str | None = None
    mapping_sha256: str | None = None
    first_day: date | None = None  # the audit's period, where it was bounded
    last_day: date | None = None


class Excluded(Entry):
    """How many rows were left out of the frame for one reason, the first that held of them."""

    id: str
    words: str
    rows: int


class FrameCount(Entry):
    """The frame: its number of files, and the SHA-256 of its canonical text (`frame.csv`)."""

    files: int
    sha256: str
    rows_read: int
    exclusions: tuple[Excluded, ...]


class DrawnStratum(Entry):
    """What was drawn from one stratum.

    `left_out` files of its population had been drawn by an earlier sample of the design.
    """

    id: str
    sample: str
    population: int
    left_out: int
    asked: int
    files: int
    reserves: int


class DrawnFile(Entry):
    """One file of the sheet. A fact that the frame did not tell is not there."""

    number: int
    stratum: str
    reference: str
    role: Role
    cluster: str | None = None
    facts: dict[str, bool]


class _Versioned(Entry):
    id: str
    version: int


class _Seed(Entry):
    text: str
    how: Literal["made by chance after the frame was frozen", "given"]


class _SheetFile(Entry):
    sheet: Literal[1]
    rule: str
    force: str
    design: _Versioned
    question_set: _Versioned
    source: Source
    frame: FrameCount
    seed: _Seed
    drawn_at: datetime
    drawn_by: str | None = None
    strata: tuple[DrawnStratum, ...]
    files: tuple[DrawnFile, ...]


@dataclass(frozen=True)
class Sheet:
    """A draw from one force's frame, by one design.

    `seed_made` tells a seed that was made by chance after the frame had been frozen from one that
    was given.
    """

    force_code: str
    design_id: str
    design_version: int
    question_set_id: str
    question_set_version: int
    source: Source
    frame: FrameCount
    seed: str
    seed_made: bool
    drawn_at: datetime  # UTC, whole seconds
    drawn_by: str | None
    strata: tuple[DrawnStratum, ...]
    files: tuple[DrawnFile, ...] = field(repr=False)

    @property
    def design(self) -> Design:
        """The design by which it was drawn; UserError when the catalogue has another version."""
        found = find_design(self.design_id)
        if found.version != self.design_version:
            raise UserError(
                f"the sheet was drawn by version {self.design_version} of {self.design_id}, and"
                f" here is version {found.version}; use the openpeel of {self.drawn_at:%B %Y}."
            )
        return found

    @property
    def questions(self) -> QuestionSet:
        """The question set of its files; UserError when the catalogue has another version."""
        found = self.design.questions
        if (found.id, found.version) != (self.question_set_id, self.question_set_version):
            raise UserError(
                f"the sheet asks version {self.question_set_version} of {self.question_set_id},"
                f" and here is version {found.version} of {found.id}; use the openpeel of"
                f" {self.drawn_at:%B %Y}."
            )
        return found

    @property
    def populations(self) -> dict[str, int]:
        """Files of the frame, by stratum."""
        return {stratum.id: stratum.population for stratum in self.strata}

    @property
    def drawn(self) -> dict[str, int]:
        """Files of the sample, by stratum."""
        return {stratum.id: stratum.files for stratum in self.strata}

    @property
    def sha256(self) -> str:
        """Of the bytes in which the sheet is written."""
        return hashlib.sha256(sheet_text(self).encode()).hexdigest()


RULE = (
    "Files of a stratum stand in the order of the SHA-256 (hexadecimal) of the seed, the stratum"
    " and the reference, joined by line feeds, in UTF-8. The first are the sample, the next the"
    " reserves. A later sample passes over what the samples before it drew."
)


def sheet_text(sheet: Sheet) -> str:
    """A sheet as YAML: its head in blocks, then one line a file."""
    head = {
        "sheet": 1,
        "rule": RULE,
        "force": forces().by_code[sheet.force_code].name,
        "design": {"id": sheet.design_id, "version": sheet.design_version},
        "question_set": {"id": sheet.question_set_id, "version": sheet.question_set_version},
        "source": _told(sheet.source),
        "frame": _told(sheet.frame),
        "seed": {"text": sheet.seed, "how": MADE if sheet.seed_made else GIVEN},
        "drawn_at": f"{sheet.drawn_at:%Y-%m-%dT%H:%M:%SZ}",
        **({"drawn_by": sheet.drawn_by} if sheet.drawn_by else {}),
    }
    lines = [
        "# An openpeel draw sheet. To draw again: openpeel audit redraw sheet.yaml frame.csv",
        *_block(head),
        "strata:",
        *(f"- {_flow(_told(stratum))}" for stratum in sheet.strata),
        "files:" if sheet.files else "files: []",
        *(f"- {_flow(_told(drawn))}" for drawn in sheet.files),
    ]
    return "\n".join(lines) + "\n"


def write_sheet(path: Path, sheet: Sheet) -> None:
    """Write a sheet, whole or not at all."""
    with whole(path) as waiting:
        waiting.write_text(sheet_text(sheet), encoding="utf-8", newline="")


def read_sheet(path: Path) -> Sheet:
    """A sheet from its file; UserError names file, line and key when it is none.

    Only the form is looked at: whether its draw is true, `redraw` says.
    """
    _refuse_tricks(path)
    values, lines = read_yaml(path)
    read = check(values, _SheetFile, path, lines)
    force = forces().find(read.force)
    if force is None:
        raise UserError(f"{path}, key force: {read.force!r} is none of the 43 forces.")
    for at, drawn in enumerate(read.files):
        if drawn.number != at + 1:
            raise UserError(
                f"{path}, line {lines[('files', at)]}: file number {drawn.number} stands where"
                f" number {at + 1} should; the files are numbered from 1 without a gap."
            )
    return Sheet(
        force_code=force.code,
        design_id=read.design.id,
        design_version=read.design.version,
        question_set_id=read.question_set.id,
        question_set_version=read.question_set.version,
        source=read.source,
        frame=read.frame,
        seed=read.seed.text,
        seed_made=read.seed.how == MADE,
        drawn_at=read.drawn_at.astimezone(UTC),
        drawn_by=read.drawn_by,
        strata=read.strata,
        files=read.files,
    )


def _told(entry: Entry) -> dict[str, Any]:
    """What an entry says, without what it leaves out."""
    return entry.model_dump(mode="json", exclude_none=True, exclude_defaults=True)


def _block(values: Mapping[str, Any], indent: str = "") -> Iterator[str]:
    """Lines of block YAML; lists of entries get a line each."""
    for key, value in values.items():
        if isinstance(value, dict):
            yield f"{indent}{key}:"
            yield from _block(value, indent + "  ")
        elif isinstance(value, list) and value:
            yield f"{indent}{key}:"
            yield from (f"{indent}- {_flow(item)}" for item in value)
        else:
            yield f"{indent}{key}: {_flow(value)}"


def _flow(value: Any) -> str:
    """A value on one line. Texts are in quotation marks, so that none is taken for a number."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(item)}" for key, item in value.items()) + "}"
    return json.dumps(value, ensure_ascii=False)


def _refuse_tricks(path: Path) -> None:
    """UserError for what could hurt a reader of YAML: length, depth, and what refers to itself."""
    with regular(path) as file:
        text = file.read(LARGEST + 1)
    if len(text) > LARGEST:
        raise UserError(f"{path}: a draw sheet has at most {LARGEST >> 20} MB; check the file.")
    depth = 0
    try:
        for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            tricky = isinstance(event, yaml.NodeEvent) and (
                event.anchor or getattr(event, "tag", None)
            )
            if tricky or depth > DEEPEST:
                line = event.start_mark.line + 1 if event.start_mark else 1
                raise UserError(
                    f"{path}, line {line}: a draw sheet has no aliases, no tags and no more than"
                    f" {DEEPEST} levels; it is none that openpeel wrote."
                )
    except (yaml.YAMLError, UnicodeDecodeError):  # told with its line by what reads the file next
        return
