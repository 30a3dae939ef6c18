"""Parquet files that mean harm."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

import duckdb
from danger import Danger, Make, cut_short, file_of, text_file
from files import write_parquet


def _varint(number: int) -> bytes:
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes((*out, number))


def _element(name: str, children: int = 0) -> bytes:
    """An entry of a schema in Thrift's compact protocol: a group, or an optional text."""
    named = _varint(len(name)) + name.encode()
    if children:
        return b"\x48" + named + b"\x15" + _varint(children * 2) + b"\0"
    return b"\x15\x0c\x25\x02\x18" + named + b"\x25\x00\0"


def _parquet(columns: int, rows: int) -> Make:
    """A Parquet file without row groups that states its columns and rows."""

    def content() -> bytes:
        schema = b"".join(_element(name) for name in _names(columns))
        entries = b"\xfc" + _varint(columns + 1) + _element("schema", columns) + schema
        footer = b"\x15\x02\x19" + entries + b"\x16" + _varint(rows * 2) + b"\x19\x0c\0"
        return b"PAR1" + footer + struct.pack("<I", len(footer)) + b"PAR1"

    return file_of("calls.parquet", content)


def _names(columns: int) -> Iterator[str]:
    yield from ("call_ref", "line", "received_at", "abandoned")
    yield from (f"c{at}" for at in range(columns - 4))


def _query(select: str) -> Make:
    def make(folder: Path) -> Path:
        path = folder / "calls.parquet"
        duckdb.connect().execute(f"copy ({select}) to '{path}' (format parquet)")
        return path

    return make


def _honest_parquet(folder: Path) -> Path:
    return write_parquet(folder / "calls.parquet")


def _lying_group(folder: Path) -> Path:
    """Row groups that state a million times the rows that their pages hold."""
    path = _query("select 'C' || i as call_ref, '101' as line from range(77) t(i)")(folder)
    data = path.read_bytes()
    told = b"\x16" + _varint(77 * 2)
    at = data.rindex(told)  # of the row group, behind that of the file
    length = struct.unpack("<I", data[-8:-4])[0]
    changed = data[:at] + b"\x16" + _varint(77_000_000 * 2) + data[at + len(told) : -8]
    longer = length + len(changed) - len(data) + 8
    path.write_bytes(changed + struct.pack("<I", longer) + b"PAR1")
    return path


PARQUETS = [
    Danger("Parquet cut short", cut_short(_honest_parquet, 0.8), "the Parquet in it is damaged"),
    Danger(
        "Parquet of four bytes", text_file(b"PAR1", "calls.parquet"), "is damaged; write it again"
    ),
    Danger(
        "Parquet with a footer beyond the file",
        text_file(b"PAR1" + b"\xff\xff\xff\x7fPAR1", "calls.parquet"),
        "the Parquet in it is damaged; write it again, or send CSV",
    ),
    Danger(
        "Parquet with an encrypted footer",
        text_file(b"PARE" + bytes(200) + b"\x60\0\0\0PARE", "calls.parquet"),
        "the file is encrypted; write it without encryption",
    ),
    Danger("Parquet with columns and no rows", _parquet(4, 0), rows=0),
    Danger(
        "Parquet with a million columns",
        _parquet(1_000_000, 0),
        "it has more than 1,000 columns, which no return has; check the export",
        heavy=True,
    ),
    Danger(
        "Parquet that states more rows than there are calls in a century",
        _parquet(4, 1 << 60),
        "it has more than 200,000,000 rows; split it by period",
        heavy=True,
    ),
    Danger("Parquet that states rows it does not have", _parquet(4, 9), "is damaged"),
    Danger(
        "Parquet whose groups state more rows than they have",
        _lying_group,
        "is damaged",
        heavy=True,
    ),
    Danger(
        "Parquet with columns in columns",
        _query("select 'C1' as call_ref, '101' as line, {'at': 1} as received_at"),
        r"column 'received_at' holds struct values and not plain ones; leave it out",
    ),
    Danger(
        "Parquet with lists",
        _query("select 'C1' as call_ref, ['101'] as line"),
        "column 'line' holds .* values and not plain ones; leave it out",
    ),
    Danger(
        "Parquet with a name to break out of a query",
        _query("""select 'C1' as call_ref, '101' as line, 1 as "x"" from y; drop table z --" """),
        rows=1,
    ),
]
