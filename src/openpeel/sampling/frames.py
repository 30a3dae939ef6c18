"""Frames: the files of a force that a draw can reach, frozen before a seed is known.

    frame = freeze(path, design, force, target)

`path` is a file sent as the design's return, a lake with the force's current submission of it, or
a CSV that already is a frame, with the columns reference, stratum and, if there are any, cluster
and the ids of facts. What is frozen is one text, `frame.csv`: UTF-8, lines that end in a line
feed, the header `reference,stratum,cluster` and the facts' ids, then one line a file in the order
of the references' bytes; a cell that holds a comma or a quotation mark stands in quotation marks,
with those inside doubled. Facts are `yes`, `no` or empty. Strata of several samples have a space
between them. The SHA-256 of that text is the frame's. Nothing else of the source goes into it.
"""

from __future__ import annotations

import csv
import hashlib
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from duckdb import DuckDBPyConnection

from openpeel.catalogue.audit_designs import Design
from openpeel.catalogue.forces import Force
from openpeel.errors import UserError
from openpeel.facts.engine import connect
from openpeel.facts.lake import whole
from openpeel.sampling.drawing import FrameRow
from openpeel.sampling.frame_rows import OUTSIDE, Asked, read_rows
from openpeel.sampling.plain_frames import NO_STRATUM, ROWS
from openpeel.sampling.sheets import Excluded, FrameCount, Source

MEMORY = "900MB"
SHOWN = 5  # rows that a refusal names
LONGEST = 100  # characters of a reference
# as SQL: controls, formats, breaks of lines, and what is no sign at all and YAML refuses
UNPRINTED = r"'[\p{C}\p{Zl}\p{Zp}\x{FFFE}\x{FFFF}]'"


@dataclass(frozen=True)
class Frame:
    """A frozen frame: its text on disk, its count and hash, and where its rows came from."""

    path: Path
    source: Source
    count: FrameCount

    def rows(self) -> Iterator[FrameRow]:
        """Its files, in the order of their references."""
        return frozen_rows(self.path)


def freeze(
    path: Path,
    design: Design,
    force: Force,
    target: Path,
    *,
    contract: str | None = None,
    mapping: Path | None = None,
    sheet: str | None = None,
    first_day: date | None = None,
    last_day: date | None = None,
) -> Frame:
    """Read a source, leave out what the design excludes, and write the frozen text to `target`.

    Args:
        contract: The return that the file is; by default the design's, unless its header says
            that it already is a frame.
        mapping: What the force calls the return's columns.
        sheet: The sheet of a workbook.
        first_day: Files of earlier days are outside the audit; None sets no bound.
        last_day: Files of later days are outside the audit.

    Raises:
        UserError: a file that can't be read, two rows with one reference, a row without one, or
            a column that is missing; the sentence names the file and the rows.
    """
    asked = Asked(design, force, contract, mapping, sheet, first_day, last_day)
    with tempfile.TemporaryDirectory(prefix="openpeel-") as folder, connect(MEMORY) as con:
        source = read_rows(con, path, asked, Path(folder))
        _refuse_references(con, source)
        count = _write(con, design, target)
    return Frame(target, source, count)


def frozen_rows(path: Path) -> Iterator[FrameRow]:
    """The files of a frozen text, as `freeze` wrote it."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        _, _, _, *facts = next(reader)
        for reference, strata, cluster, *told in reader:
            known = {fact: cell == "yes" for fact, cell in zip(facts, told, strict=True) if cell}
            yield FrameRow(reference, tuple(strata.split()), cluster or None, known)


def _refuse_references(con: DuckDBPyConnection, source: Source) -> None:
    """A file is known by its reference alone, so every row needs one of its own."""
    long = f"is longer than {LONGEST} characters or has signs in it that can't be printed"
    for where, says in (
        ("reference is null", "there is no reference; fill it in, or take the row out"),
        (_odd("reference"), f"the reference {long}; check the export"),
        (_odd("cluster"), f"the cluster {long}; check the export"),
    ):
        found = con.execute(f'select "row" from {ROWS} where {where} order by 1').fetchall()
        if found:
            raise UserError(f"{source.name}, {_rows([row for (row,) in found])}: {says}.")
    twice = con.execute(
        f'select reference, list("row" order by "row"), count(*) over () from {ROWS}'
        ' group by reference having count(*) > 1 order by min("row") limit 1'
    ).fetchone()
    if twice:
        reference, at, every = twice
        others = {1: "", 2: ", and 1 more reference stands twice"}.get(
            every, f", and {every - 1:,} more references stand twice"
        )
        raise UserError(
            f"{source.name}, {_rows(at)}: {reference!r} stands {len(at)} times{others}; a frame"
            " has one row for each file, so take out what is double."
        )


def _odd(column: str) -> str:
    return f"length({column}) > {LONGEST} or regexp_matches({column}, {UNPRINTED})"


def _rows(numbers: Sequence[int]) -> str:
    """`row 3`, or `rows 3, 4`, and how many more there are."""
    named = ", ".join(f"{row:,}" for row in numbers[:SHOWN])
    more = f" and {len(numbers) - SHOWN:,} more" if len(numbers) > SHOWN else ""
    return f"row{'s' if len(numbers) > 1 else ''} {named}{more}"


def _write(con: DuckDBPyConnection, design: Design, target: Path) -> FrameCount:
    facts = [fact.id for fact in design.questions.facts]
    told = [name for (name, *_) in con.execute(f"describe {ROWS}").fetchall()]
    held = [fact for fact in facts if fact in told]
    cells = [_cell(name) for name in ("reference", "stratum", "cluster")]
    cells += [
        f"case \"{fact}\" when true then 'yes' when false then 'no' else '' end" for fact in held
    ]
    line = " || ',' || ".join(cells)
    digest = hashlib.sha256()
    files = 0
    with whole(target) as waiting, waiting.open("wb") as out:

        def put(text: str) -> None:
            piece = text.encode()
            digest.update(piece)
            out.write(piece)

        put(",".join(("reference", "stratum", "cluster", *held)) + "\n")
        lines = con.execute(
            f"select {line} || chr(10) from {ROWS} where excluded is null order by reference"
        )
        while some := lines.fetchmany(50_000):
            files += len(some)
            put("".join(text for (text,) in some))
    counted = dict(
        con.execute(f"select excluded, count(*) from {ROWS} group by excluded").fetchall()
    )
    words = {OUTSIDE: "outside the audit's period, or without a day"}
    words |= {one.id: one.words for one in design.exclusions}
    words |= {NO_STRATUM: "in none of the design's strata"}
    left = [Excluded(id=id, words=text, rows=counted.get(id, 0)) for id, text in words.items()]
    return FrameCount(
        files=files,
        sha256=digest.hexdigest(),
        rows_read=sum(counted.values()),
        exclusions=tuple(one for one in left if one.rows),
    )


def _cell(column: str) -> str:
    """SQL: a text as a cell of CSV, empty when there is none."""
    text = f"coalesce({column}, '')"
    marked = f"'\"' || replace({text}, '\"', '\"\"') || '\"'"
    return f"case when {text} like '%,%' or {text} like '%\"%' then {marked} else {text} end"
