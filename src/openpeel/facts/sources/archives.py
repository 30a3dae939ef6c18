"""data.police.uk's own archive: a zip of CSV files, taken out one by one and safely.

XLSX and ODS files are zips too; they are workbooks, not archives. Nothing is written outside the
folder given, and an archive that would fill the disk is refused before it can.
"""

from __future__ import annotations

import shutil
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from openpeel.facts.sources.reading import SourceFile

ZIP = b"PK\x03\x04"
ENTRIES = 20_000  # ten years of every force and kind of file are some 16,000
MEMBER_BYTES = 2 << 30
TOTAL_BYTES = 20 << 30
RATIO = 200  # CSV of this kind shrinks 5 to 30 times; a bomb shrinks 1,000 times
RATIO_FROM = 10 << 20  # small members may shrink as much as they like
WORKBOOK_PARTS = ("[Content_Types].xml", "mimetype")
READ = (".csv", ".csv.gz")
_ENCRYPTED = 0x1


def is_archive(file: SourceFile) -> bool:
    """Whether the file is a zip and no workbook."""
    if not file.head.startswith(ZIP) or not zipfile.is_zipfile(file.path):
        return False
    try:
        with zipfile.ZipFile(file.path) as archive:
            names = {name.lstrip("/") for name in archive.namelist()}
    except (zipfile.BadZipFile, OSError):
        return True  # damaged: `members` says so
    return not any(part in names for part in WORKBOOK_PARTS)


def is_cut_short(file: SourceFile) -> bool:
    """Whether the file begins as a zip (so also XLSX or ODS) and is not whole."""
    return file.head.startswith(ZIP) and not zipfile.is_zipfile(file.path)


def members(file: SourceFile, into: Path) -> tuple[list[SourceFile], list[str]]:
    """The CSV files in the archive, taken out into the folder `into`, in the order of their names.

    Each is called `archive.zip!2019-01/2019-01-norfolk-street.csv`. Archives inside the archive
    and files of other kinds stay where they are; their names are the second answer. UserError when
    the archive is damaged, encrypted, too big, or names a place outside itself.
    """
    try:
        with zipfile.ZipFile(file.path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            _check(file, entries)
            entries.sort(key=lambda entry: entry.filename)
            found = [entry for entry in entries if entry.filename.lower().endswith(READ)]
            others = [entry.filename for entry in entries if entry not in found]
            return [_take(file, archive, entry, into, at) for at, entry in enumerate(found)], others
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as problem:
        raise file.refuse(f"the archive can't be opened ({problem}); fetch it again") from None


def _check(file: SourceFile, entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > ENTRIES:
        raise file.refuse(f"the archive holds {len(entries):,} files, more than {ENTRIES:,}")
    if sum(entry.file_size for entry in entries) > TOTAL_BYTES:
        raise file.refuse("the archive unpacks to more than 20 GiB; split it")
    seen: set[str] = set()
    for entry in entries:
        path = PurePosixPath(entry.filename.replace("\\", "/"))
        where = f"member {entry.filename!r}"
        if path.is_absolute() or ".." in path.parts or str(path).partition("/")[0].endswith(":"):
            raise file.refuse("the member's name points outside the archive", where)
        if str(path) in seen:
            raise file.refuse("two members have this name; keep one", where)
        seen.add(str(path))
        if entry.flag_bits & _ENCRYPTED:
            raise file.refuse("the member is encrypted; unpack the archive first", where)
        if entry.file_size > MEMBER_BYTES or _is_bomb(entry.file_size, entry.compress_size):
            raise file.refuse(
                f"the member unpacks from {entry.compress_size:,} to {entry.file_size:,} bytes,"
                " which no publication does",
                where,
            )


def _is_bomb(unpacked: int, packed: int) -> bool:
    return unpacked > RATIO_FROM and unpacked > RATIO * max(packed, 1)


def _take(
    file: SourceFile, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, into: Path, at: int
) -> SourceFile:
    # numbered, so that no name in the archive decides where anything is written
    suffix = ".csv.gz" if entry.filename.lower().endswith(".gz") else ".csv"
    path = into / f"member-{at:05}{suffix}"
    with archive.open(entry) as packed, path.open("wb") as out:
        # the zip module stops at the size stated and checks the sum, so the checks above hold
        shutil.copyfileobj(packed, out, 1 << 20)
    return SourceFile(path, f"{file.name}!{entry.filename}")
