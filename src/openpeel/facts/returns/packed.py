"""The zip that an XLSX, XLSB or ODS workbook is: looked through, and packed again without its pack.

Only the parts that hold cells are taken out, each counted while it unpacks. They go into a new zip
that is not compressed, so what reads the workbook reads what was counted, whatever the first zip
says of itself. Macros, pictures and everything else stay behind.
"""

from __future__ import annotations

import re
import stat
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal

from openpeel.facts.returns.limits import PIECE, Taken, is_bomb

Format = Literal["xlsx", "xlsb", "ods"]

PARTS = 10_000
PART_BYTES = 2 << 30
ALL_BYTES = 4 << 30
_ENCRYPTED = 0x1
_TAKEN = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|mimetype|content\.xml|META-INF/manifest\.xml"
    r"|xl/(workbook|styles|sharedStrings)\.(xml|bin)|xl/_rels/workbook\.(xml|bin)\.rels"
    r"|xl/worksheets/[^/]+\.(xml|bin)",
    re.IGNORECASE,
)
_TAIL = 4_096  # bytes kept between pieces, so that nothing hides on the seam


@dataclass(frozen=True)
class Unpacked:
    """A workbook that is safe to open, and how many of its cells hold no value that counts."""

    path: Path
    format: Format
    formulas: int  # without a stored value
    errors: int  # such as #N/A


def repack(file: Taken, scratch: Path) -> Unpacked:
    """Take a workbook's cells into a new, plain zip; UserError when anything is not as it should.

    Refused: damaged or encrypted zips, names that point elsewhere, parts that unpack to too much,
    XML with a document type or its own entities, and zips that are no workbook.
    """
    try:
        with zipfile.ZipFile(file.path) as archive:
            parts = _checked(file, archive)
            format = _format(file, archive, [part.filename for part in parts])
            target = scratch / f"workbook.{format}"
            with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED, allowZip64=True) as plain:
                counts = [
                    _copy(file, archive, part, plain)
                    for part in parts
                    if _TAKEN.fullmatch(part.filename)
                ]
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as problem:
        raise file.refuse(f"the workbook is damaged ({problem}); save it again") from None
    except (NotImplementedError, RuntimeError, ValueError) as problem:
        raise file.refuse(f"the workbook can't be opened ({problem}); save it as XLSX") from None
    formulas, errors = (sum(column) for column in zip(*counts, strict=True))
    return Unpacked(target, format, formulas, errors)


def _checked(file: Taken, archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    parts = archive.infolist()
    if len(parts) > PARTS:
        raise file.refuse(f"it holds {len(parts):,} parts, which no workbook does; send it as CSV")
    seen: set[str] = set()
    for part in parts:
        path = PurePosixPath(part.filename.replace("\\", "/"))
        where = f"part {part.filename[:100]!r}"
        if path.is_absolute() or ".." in path.parts or ":" in str(path).partition("/")[0]:
            raise file.refuse("its name points outside the file; save the workbook again", where)
        if stat.S_ISLNK(part.external_attr >> 16):
            raise file.refuse("it is a link to another place; save the workbook again", where)
        if part.filename in seen:
            raise file.refuse("two parts have this name; save the workbook again", where)
        seen.add(part.filename)
        if part.flag_bits & _ENCRYPTED:
            raise file.refuse("it is encrypted; save it without a password", where)
        if part.file_size > PART_BYTES or is_bomb(part.file_size, part.compress_size):
            raise file.refuse(
                f"it unpacks from {part.compress_size:,} to {part.file_size:,} bytes, which no"
                " return does; send it as CSV",
                where,
            )
    if sum(part.compress_size for part in parts) > file.path.stat().st_size:
        raise file.refuse("its parts lie over one another; save the workbook again")
    if sum(part.file_size for part in parts) > ALL_BYTES:
        raise file.refuse(f"it unpacks to more than {ALL_BYTES >> 30} GB; send it as CSV")
    return [part for part in parts if not part.is_dir()]


def _format(file: Taken, archive: zipfile.ZipFile, names: list[str]) -> Format:
    plain = {name.lower() for name in names}
    if "xl/workbook.xml" in plain:
        return "xlsx"
    if "xl/workbook.bin" in plain:
        return "xlsb"
    if "content.xml" in plain and "mimetype" in plain:
        with archive.open("mimetype") as part:
            if part.read(100).startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
                return "ods"
    raise file.refuse("this is a zip archive and no workbook; unpack it and send the file itself")


def _copy(
    file: Taken, archive: zipfile.ZipFile, part: zipfile.ZipInfo, plain: zipfile.ZipFile
) -> tuple[int, int]:
    """Copy a part; its formula cells without a value, and its errors."""
    where = f"part {part.filename[:100]!r}"
    formulas = errors = written = 0
    tail = b""
    with archive.open(part) as source, plain.open(part.filename, "w", force_zip64=True) as out:
        while piece := source.read(PIECE):
            written += len(piece)
            if written > PART_BYTES or is_bomb(written, part.compress_size):
                raise file.refuse("it unpacks to more than a return holds; send it as CSV", where)
            out.write(piece)
            if not part.filename.lower().endswith(".bin"):
                _refuse_entities(file, tail + piece, where, first=written == len(piece))
                formulas += _count(_EMPTY, piece, tail)
                errors += _count(_ERROR, piece, tail)
                tail = piece[-_TAIL:]
    return formulas, errors


def _refuse_entities(file: Taken, xml: bytes, where: str, first: bool) -> None:
    if first and (xml[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in xml[:4]):
        raise file.refuse("it is not in UTF-8; save the workbook again", where)
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        what = "it has a document type or entities of its own, which no workbook needs"
        raise file.refuse(f"{what}; save it again", where)
    if b"manifest:encryption-data" in xml:
        raise file.refuse("the workbook is protected by a password; save it without one")


Marked = tuple[bytes, re.Pattern[bytes]]  # what a piece must hold, to be worth the pattern

# a formula's cell that ends without a value (XLSX), and one that states no type of value (ODS)
_EMPTY: tuple[Marked, Marked] = (
    (b"<f", re.compile(rb"(?:</f>|<f\b[^<>]*/>)\s*</c>")),
    (
        b"table:formula=",
        re.compile(rb"<table:table-cell\b(?=[^<>]*table:formula=)(?![^<>]*office:value-type)"),
    ),
)
_ERROR: tuple[Marked, Marked] = (
    (b't="e"', re.compile(rb'<c\b[^<>]*\st="e"')),
    (b'"error"', re.compile(rb'<table:table-cell\b[^<>]*calcext:value-type="error"')),
)
_SEAM = 500  # bytes that a cell's tag may have before a seam


def _count(either: tuple[Marked, Marked], piece: bytes, tail: bytes) -> int:
    """Cells, by the pattern for XLSX or for ODS, that end in this piece."""
    mark, pattern = either[b"table:table-cell" in piece]
    before = tail[-_SEAM:]
    text = before + piece
    if mark not in text:
        return 0
    return sum(match.end() > len(before) for match in pattern.finditer(text))
