"""A draw from beginning to end: freeze the frame, take a seed, draw, write what came of it.

The folder then holds `frame.csv` (the frozen frame), `sheet.yaml` (the account of the draw) and
`files.csv` (the list for the desk that fetches the files).
"""

from __future__ import annotations

import csv
import io
import secrets
import shutil
import tempfile
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from openpeel.catalogue.audit_designs import Design
from openpeel.catalogue.forces import Force
from openpeel.errors import UserError
from openpeel.facts.lake import whole
from openpeel.facts.returns.replies import escaped
from openpeel.sampling.drawing import draw, seed_text
from openpeel.sampling.frames import Frame, freeze
from openpeel.sampling.sheets import Sheet, sheet_text, write_sheet

FRAME, SHEET, FILES = "frame.csv", "sheet.yaml", "files.csv"


def draw_into(
    folder: Path,
    path: Path,
    design: Design,
    force: Force,
    *,
    at: datetime,
    by: str | None = None,
    seed: str | None = None,
    instead: Mapping[str, int] | None = None,
    contract: str | None = None,
    mapping: Path | None = None,
    workbook_sheet: str | None = None,
    first_day: date | None = None,
    last_day: date | None = None,
) -> Sheet:
    """Draw from a source and write the three files into `folder`; the sheet.

    Without a seed one is made by chance, after the frame has been frozen. The same source, design,
    force, seed, numbers, time and name give the same bytes. `path` and what follows `instead` are
    as in `frames.freeze`.

    Raises:
        UserError: what was given can't be used, or the folder holds another draw already; then
            nothing has been written.
    """
    given = seed_text(seed) if seed is not None else None
    with tempfile.TemporaryDirectory(prefix="openpeel-") as scratch:
        frame = freeze(
            path,
            design,
            force,
            Path(scratch) / FRAME,
            contract=contract,
            mapping=mapping,
            sheet=workbook_sheet,
            first_day=first_day,
            last_day=last_day,
        )
        if frame.source.kind == "frame" and (first_day or last_day):
            raise UserError(f"{frame.source.name}: a frame has no days, so leave out the period.")
        if not frame.count.files:
            raise UserError(
                f"{frame.source.name}: none of its {frame.count.rows_read:,} rows is in the frame;"
                f" {_exclusions(frame)}."
            )
        sheet = draw_sheet(
            frame, design, force, seed=given or secrets.token_hex(16), seed_made=given is None,
            at=at, by=by, instead=instead,
        )  # fmt: skip
        _refuse_other_draw(folder, sheet)
        with whole(folder / FRAME) as waiting:
            shutil.copyfile(frame.path, waiting)
    with whole(folder / FILES) as waiting:
        waiting.write_bytes(files_csv(sheet))
    write_sheet(folder / SHEET, sheet)
    return sheet


def draw_sheet(
    frame: Frame,
    design: Design,
    force: Force,
    *,
    seed: str,
    seed_made: bool,
    at: datetime,
    by: str | None = None,
    instead: Mapping[str, int] | None = None,
) -> Sheet:
    """The sheet of a draw from a frozen frame. `at` needs its time zone."""
    strata, files = draw(frame.rows(), design, seed, instead)
    return Sheet(
        force_code=force.code,
        design_id=design.id,
        design_version=design.version,
        question_set_id=design.questions.id,
        question_set_version=design.questions.version,
        source=frame.source,
        frame=frame.count,
        seed=seed,
        seed_made=seed_made,
        drawn_at=at.astimezone(UTC).replace(microsecond=0),
        drawn_by=(by or "").strip() or None,
        strata=strata,
        files=files,
    )


def files_csv(sheet: Sheet) -> bytes:
    """The list for the desk; UTF-8 with a mark, so that a spreadsheet reads it.

    A cell that a spreadsheet would take for a formula carries an apostrophe in front.
    """
    words = {stratum.id: stratum.words for s in sheet.design.samples for stratum in s.strata}
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(("number", "role", "reference", "kind of file", "stratum", "cluster"))
    for drawn in sheet.files:
        cells = (drawn.role, drawn.reference, words[drawn.stratum], drawn.stratum)
        writer.writerow([drawn.number, *(escaped(cell) for cell in (*cells, drawn.cluster or ""))])
    return out.getvalue().encode("utf-8-sig")


def _exclusions(frame: Frame) -> str:
    left = [f"{one.rows:,} {one.words}" for one in frame.count.exclusions]
    return "; ".join(left) or "the file is empty"


def _refuse_other_draw(folder: Path, sheet: Sheet) -> None:
    """A second draw in the place of the first would let somebody choose between them."""
    path = folder / SHEET
    if path.exists() and path.read_bytes() != sheet_text(sheet).encode():
        raise UserError(
            f"{path}: there is a draw already, and it is not replaced; name another folder."
        )
