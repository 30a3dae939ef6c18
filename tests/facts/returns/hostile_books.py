"""Zip, XLSX and ODS files that mean harm."""

from __future__ import annotations

import io
import os
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

from danger import CSV, MB, NO_MORE, Danger, Make, cut_short, text_file
from files import parts_of, write_ods, write_xlsx, write_zip

SHEET = "xl/worksheets/sheet1.xml"
BOOK = "xl/workbook.xml"
SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"


def _book(folder: Path) -> dict[str, bytes]:
    path = write_xlsx(folder / "honest.xlsx")
    parts = parts_of(path)
    path.unlink()
    return parts


def _xlsx(change: Callable[[bytes], bytes], part: str = SHEET) -> Make:
    """A workbook of which one part was changed."""

    def make(folder: Path) -> Path:
        parts = _book(folder)
        return write_zip(folder / "calls.xlsx", parts | {part: change(parts[part])})

    return make


def _with(name: str, content: Callable[[], bytes], attr: int = 0) -> Make:
    """A workbook with one part more."""

    def make(folder: Path) -> Path:
        path = write_zip(folder / "calls.xlsx", _book(folder))
        with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
            part = zipfile.ZipInfo(name)
            part.external_attr, part.compress_type = attr, zipfile.ZIP_DEFLATED
            archive.writestr(part, content())
        return path

    return make


def _ods(change: Callable[[bytes], bytes], part: str = "content.xml") -> Make:
    def make(folder: Path) -> Path:
        path = write_ods(folder / "honest.ods")
        parts = parts_of(path)
        path.unlink()
        return write_zip(folder / "calls.ods", parts | {part: change(parts[part])})

    return make


def _typed(declared: str) -> Callable[[bytes], bytes]:
    """A document type before the root of an XML document."""
    return lambda xml: xml.replace(b"?>", f"?>{declared}".encode(), 1)


def _laughs() -> str:
    entities = "".join(
        f'<!ENTITY l{at} "{f"&l{at - 1};" * 10 if at else "ha"}">' for at in range(10)
    )
    return f"<!DOCTYPE worksheet [{entities}]>"


_QUADRATIC = f'<!DOCTYPE worksheet [<!ENTITY a "{"a" * 50_000}">]>'
_EXTERNAL = '<!DOCTYPE worksheet [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def _row(cells: str) -> Callable[[bytes], bytes]:
    """Another row at the end of a sheet."""
    return lambda xml: xml.replace(b"</sheetData>", cells.encode() + b"</sheetData>", 1)


def _late_type(xml: bytes) -> bytes:
    """A document type across the seam of two pieces of a megabyte."""
    return b"<?xml version='1.0'?>" + b" " * (MB - 26) + _EXTERNAL.encode() + xml


def _patched(
    folder: Path, change: Callable[[bytearray, int, int], None], content: bytes = b" " * MB
) -> Path:
    """A workbook with one part more, whose headers are then changed where they stand."""
    path = _with("xl/worksheets/sheet2.xml", lambda: content)(folder)
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        local = archive.getinfo("xl/worksheets/sheet2.xml").header_offset
    change(data, local, data.rindex(b"PK\x01\x02"))
    path.write_bytes(data)
    return path


def _lies(size: int, content: bytes = b" " * MB) -> Make:
    """A part that states another size than it has."""

    def change(data: bytearray, local: int, central: int) -> None:
        struct.pack_into("<I", data, local + 22, size)
        struct.pack_into("<I", data, central + 24, size)

    return lambda folder: _patched(folder, change, content)


def _flagged(folder: Path) -> Path:
    def change(data: bytearray, local: int, central: int) -> None:
        data[local + 6] |= 1
        data[central + 8] |= 1

    return _patched(folder, change)


def _method(folder: Path) -> Path:
    def change(data: bytearray, local: int, central: int) -> None:
        data[local + 8] = data[central + 10] = 99

    return _patched(folder, change)


def _overlapping(folder: Path) -> Path:
    """Hundreds of names for the same packed bytes."""
    path = _with("xl/worksheets/s.xml", lambda: b" " * MB)(folder)
    data = path.read_bytes()
    central, end = data.index(b"PK\x01\x02"), data.rindex(b"PK\x05\x06")
    entry = data[data.rindex(b"PK\x01\x02") : end]
    more = b"".join(
        entry.replace(b"worksheets/s.xml", b"worksheets/%05d" % at) for at in range(500)
    )
    entries, size = struct.unpack_from("<HI", data, end + 10)
    tail = struct.pack(
        "<4sHHHHIIH", b"PK\5\6", 0, 0, entries + 500, entries + 500, size + len(more), central, 0
    )
    path.write_bytes(data[:end] + more + tail)
    return path


def _zip(folder: Path) -> Path:
    return write_zip(folder / "calls.zip", {"calls.csv": CSV.encode()})


def _nested(folder: Path) -> Path:
    """A zip of zips of zips, as the known ones are."""
    inner = b"0" * (16 * MB)
    for depth in range(4):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for at in range(16 if depth else 1):
                archive.writestr(f"lib {at}.zip", inner)
        inner = out.getvalue()
    path = folder / "calls.xlsx"
    path.write_bytes(inner)
    return path


def _many_parts(folder: Path) -> Path:
    path = folder / "calls.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for at in range(20_000):
            archive.writestr(f"{at}", b"")
    return path


def _honest(folder: Path) -> Path:
    return write_xlsx(folder / "calls.xlsx")


def _password(folder: Path) -> Path:
    path = folder / "calls.xlsx"
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    path.write_bytes(ole + "EncryptedPackage".encode("utf-16-le").ljust(1_024, b"\0"))
    return path


_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4_096)


def _cells(first: str) -> Callable[[bytes], bytes]:
    return lambda xml: xml.replace(b"<table:table-row>", first.encode() + b"<table:table-row>", 1)


_BIG = (  # a cell that stands for two thousand million
    '<table:table-row><table:table-cell office:value-type="string"'
    ' table:number-columns-repeated="2000000000"><text:p>a</text:p></table:table-cell>'
    "</table:table-row>"
)
_TALL = _BIG.replace("columns-repeated", "rows-spanned").replace(
    "<table:table-row>", '<table:table-row table:number-rows-repeated="2000000000">'
)
_SPACES = (
    '<table:table-row><table:table-cell office:value-type="string"><text:p>a'
    '<text:s text:c="2000000000"/></text:p></table:table-cell></table:table-row>'
)
_TYPES = "it has a document type or entities of its own, which no workbook needs; save it again"

BOOKS = [
    Danger("a zip of a CSV", _zip, "this is a zip archive and no workbook; unpack it and send"),
    Danger(
        "a zip of zips",
        _nested,
        "this is a zip archive and no workbook",
        heavy=True,
    ),
    Danger("a zip with more parts than a workbook", _many_parts, "it holds 20,000 parts, which no"),
    Danger(
        "a zip bomb in a sheet",
        _with("xl/worksheets/sheet2.xml", lambda: b" " * (64 * MB)),
        r"part 'xl/worksheets/sheet2.xml': it unpacks from [\d,]+ to 67,108,864 bytes, which no",
        heavy=True,
    ),
    Danger(
        "a zip bomb in a picture",
        _with("xl/media/image1.png", lambda: bytes(64 * MB)),
        "part 'xl/media/image1.png': it unpacks from",
    ),
    Danger(
        "parts that lie over one another",
        _overlapping,
        "its parts lie over one another",
        heavy=True,
    ),
    Danger("a part that states too small a size", _lies(1_000), "the workbook is damaged"),
    Danger(
        "a bomb that states a small size", _lies(1_000, b" " * (64 * MB)), "damaged", heavy=True
    ),
    Danger("a part that states too large a size, which is not believed", _lies(2 * MB)),
    Danger(
        "a part that states four gigabytes",
        _lies(0xFFFFFFF0),
        "it unpacks from",
        heavy=True,
    ),
    Danger("a part that climbs out", _with("../../etc/cron.d/x", lambda: b"x"), "points outside"),
    Danger("a part with an absolute name", _with("/etc/passwd", lambda: b"x"), "points outside"),
    Danger("a part on another drive", _with("C:\\x", lambda: b"x"), "points outside the file"),
    Danger(
        "a part that is a link",
        _with("xl/worksheets/sheet2.xml", lambda: b"/etc/passwd", 0o120777 << 16),
        "it is a link to another place; save the workbook again",
    ),
    Danger("two parts of one name", lambda folder: _twice(folder), "two parts have this name"),
    Danger("an encrypted part", _flagged, "it is encrypted; save it without a password"),
    Danger("a part packed in an unknown way", _method, "can't be opened .* save it as XLSX"),
    Danger(
        "a workbook cut short", cut_short(_honest, 0.7), "the workbook is damaged .* save it again"
    ),
    Danger("a workbook of four bytes", cut_short(_honest, 0.001), "the workbook is damaged"),
    Danger("an XLSX with a password", _password, "is protected by a password; save it without one"),
    Danger(
        "an old workbook that is none",
        text_file(_OLD, "calls.xlsx"),
        "no workbook can be read in it .* save it again",
    ),
    Danger("macros, which are left behind", _with("xl/vbaProject.bin", lambda: b"Sub X")),
    Danger(
        "a billion laughs",
        _xlsx(_typed(_laughs())),
        _TYPES,
        heavy=True,
    ),
    Danger("one entity many times", _xlsx(_typed(_QUADRATIC)), _TYPES),
    Danger("an entity from a file", _xlsx(_typed(_EXTERNAL)), _TYPES),
    Danger("an entity on a seam", _xlsx(_late_type), _TYPES),
    Danger(
        "a document type in UTF-16",
        _xlsx(lambda xml: _typed(_EXTERNAL)(xml).decode().encode("utf-16")),
        "it is not in UTF-8; save the workbook again",
    ),
    Danger(
        "an attribute of eight megabytes",
        _xlsx(lambda xml: xml.replace(b"<sheetData", b'<sheetData a="' + _noise(8) + b'"', 1)),
        heavy=True,
    ),
    Danger(
        "elements a million deep",
        _xlsx(_row("".join(f"<a{at % 97}>" for at in range(1_000_000)))),
        rows=3,
        heavy=True,
    ),
    Danger(
        "a sheet that claims every cell there is",
        _xlsx(lambda xml: xml.replace(b'ref="A1:F4"', b'ref="A1:XFD1048576"')),
        heavy=True,
    ),
    Danger(
        "a cell in the last corner",
        _xlsx(_row('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')),
        NO_MORE,
        heavy=True,
    ),
    Danger(
        "a cell beyond the last column",
        _xlsx(_row('<row r="5"><c r="ZZZZZZZZZ5"><v>1</v></c></row>')),
        NO_MORE,
        heavy=True,
    ),
    Danger(
        "a cell in column 16,384",
        _xlsx(_row('<row r="5"><c r="XFD5"><v>1</v></c></row>')),
        "sheet 'Calls' has cells in column 16,384, and no return has more than 1,000; delete what",
    ),
    Danger(
        "a row beyond counting",
        _xlsx(_row('<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>')),
        NO_MORE,
        heavy=True,
    ),
    Danger(
        "a string that is not in the list",
        _xlsx(_row('<row r="5"><c r="A5" t="s"><v>999999</v></c></row>')),
        "no workbook can be read in it .* save it again",
    ),
    Danger(
        "a sheet that writes backwards",
        _xlsx(lambda xml: xml.replace(b'name="Calls"', b'name="\xe2\x80\xaesllaC"'), BOOK),
    ),
    Danger("a workbook without sheets", _xlsx(lambda _: b"<workbook/>", BOOK), "there is no sheet"),
    Danger("an ODS with a billion laughs", _ods(_typed(_laughs())), _TYPES),
    Danger(
        "an ODS cell repeated without end",
        _ods(_cells(_BIG)),
        "has cells in column 16,384, and no return",
        heavy=True,
    ),
    Danger(
        "an ODS row repeated without end",
        _ods(_cells(_TALL)),
        "the header that was found is 'a'",
        heavy=True,
    ),
    Danger(
        "spaces repeated without end",
        _ods(_cells(_SPACES)),
        NO_MORE,
        heavy=True,
    ),
    Danger(
        "an ODS with a password",
        _ods(
            lambda xml: xml.replace(b"</manifest:manifest>", b"<manifest:encryption-data/>"),
            "META-INF/manifest.xml",
        ),
        "the workbook is protected by a password; save it without one",
    ),
    Danger(
        "a text document called .ods",
        _ods(lambda _: SPREADSHEET.replace(b"spreadsheet", b"text"), "mimetype"),
        "this is a zip archive and no workbook",
    ),
]


def _noise(megabytes: int) -> bytes:
    """Text that packs no better than records do."""
    return os.urandom(megabytes * MB // 2).hex().encode()


def _twice(folder: Path) -> Path:
    path = _with("xl/worksheets/sheetx.xml", lambda: b"<a/>")(folder)
    path.write_bytes(path.read_bytes().replace(b"sheetx.xml", b"sheet1.xml"))
    return path
