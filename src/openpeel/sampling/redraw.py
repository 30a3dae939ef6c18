"""Whether a draw sheet is true: the draw is done again from the frame, and compared."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

from openpeel.catalogue.forces import forces
from openpeel.sampling.drawing import draw, seed_text
from openpeel.sampling.frames import freeze
from openpeel.sampling.sheets import DrawnFile, DrawnStratum, FrameCount, Sheet, Source

GIVEN = {
    "sample": "is of the sample",
    "population": "has a population of",
    "asked": "is asked to give",
}
DRAWN = {
    "left_out": "passes over as drawn before",
    "files": "gives a sample of",
    "reserves": "gives reserves of",
}


def redraw(
    sheet: Sheet,
    path: Path,
    *,
    contract: str | None = None,
    mapping: Path | None = None,
    workbook_sheet: str | None = None,
) -> str | None:
    """The first difference between a sheet and what its frame gives, in words; None when it holds.

    `path` is the frozen frame or the source that the frame was made from; only the source can
    tell whether the exclusions are true. Looked at in this order: the frame's count, its hash,
    the exclusions, the strata, the files, the numbers drawn. UserError when it can't be read.
    """
    design, _ = sheet.design, sheet.questions
    with tempfile.TemporaryDirectory(prefix="openpeel-") as scratch:
        frame = freeze(
            path,
            design,
            forces().by_code[sheet.force_code],
            Path(scratch) / "frame.csv",
            contract=contract,
            mapping=mapping,
            sheet=workbook_sheet,
            first_day=sheet.source.first_day,
            last_day=sheet.source.last_day,
        )
        different = _frame(sheet.frame, frame.count)
        if different is None and _tells_exclusions(sheet.source, frame.source):
            different = _exclusions(sheet.frame, frame.count)
        expected = [one.id for sample in design.samples for one in sample.strata]
        if different is None and [one.id for one in sheet.strata] != expected:
            different = f"the strata of the design are {', '.join(expected)}; the sheet has others."
        if different:
            return different
        instead = {stratum.id: max(stratum.asked, 0) for stratum in sheet.strata}
        strata, files = draw(frame.rows(), design, seed_text(sheet.seed), instead)
    return (
        _strata(sheet.strata, strata, GIVEN)
        or _files(sheet.files, files)
        or _strata(sheet.strata, strata, DRAWN)
    )


def _frame(told: FrameCount, found: FrameCount) -> str | None:
    if told.files != found.files:
        return f"the frame has {found.files:,} files; the sheet says {told.files:,}."
    if told.sha256 != found.sha256:
        return (
            f"the frame has {found.files:,} files, as the sheet says, but not the same ones: its"
            f" SHA-256 is {found.sha256}; the sheet says {told.sha256}."
        )
    return None


def _tells_exclusions(told: Source, found: Source) -> bool:
    """Whether a source can: not a frozen frame, which holds no row that was left out."""
    if told.kind == "frame":
        return told.sha256 == found.sha256
    return found.kind != "frame"


def _exclusions(told: FrameCount, found: FrameCount) -> str | None:
    ours = {one.id: one.rows for one in found.exclusions}
    theirs = {one.id: one.rows for one in told.exclusions}
    for id in ours | theirs:
        if ours.get(id, 0) != theirs.get(id, 0):
            return (
                f"the exclusion {id} leaves out {ours.get(id, 0):,} rows; the sheet says"
                f" {theirs.get(id, 0):,}."
            )
    if told.rows_read != found.rows_read:
        return f"{found.rows_read:,} rows were read; the sheet says {told.rows_read:,}."
    return None


def _strata(
    told: tuple[DrawnStratum, ...], found: tuple[DrawnStratum, ...], fields: Mapping[str, str]
) -> str | None:
    for theirs, ours in zip(told, found, strict=True):
        for field, words in fields.items():
            one, other = getattr(ours, field), getattr(theirs, field)
            if one != other:
                return (
                    f"the stratum {ours.id} {words} {_shown(one)}; the sheet says {_shown(other)}."
                )
    return None


def _files(told: tuple[DrawnFile, ...], found: tuple[DrawnFile, ...]) -> str | None:
    for theirs, ours in zip(told, found, strict=False):
        for field in ("stratum", "role", "reference", "cluster", "facts"):
            one, other = getattr(ours, field), getattr(theirs, field)
            if one != other:
                return (
                    f"file {ours.number} (stratum {ours.stratum}): the draw gives the {field}"
                    f" {_shown(one)}; the sheet says {_shown(other)}."
                )
    if len(told) != len(found):
        return f"the draw gives {len(found):,} files; the sheet lists {len(told):,}."
    return None


def _shown(value: object) -> str:
    """A value as it may stand in a sentence."""
    if isinstance(value, dict):
        return ", ".join(f"{name}: {'yes' if held else 'no'}" for name, held in value.items())
    return f"{value:,}" if isinstance(value, int) else str(value or "(none)")
