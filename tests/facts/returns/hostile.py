"""Files that mean harm, or look as if they did: one small generator for each kind of danger.

Nothing here is stored: each danger is written when it is needed. `DANGERS` is the list, each with
the sentence that a person must get, or with the rows that must be read all the same.
"""

from __future__ import annotations

import codecs
import gzip
import os
from pathlib import Path

from danger import CSV, MB, Danger, Make, file_of, text_file
from hostile_books import BOOKS
from hostile_parquet import PARQUETS


def _folder(folder: Path) -> Path:
    path = folder / "calls.csv"
    path.mkdir()
    return path


def _pipe(folder: Path) -> Path:
    path = folder / "calls.csv"
    os.mkfifo(path)
    return path


def _link_to(target: str) -> Make:
    def make(folder: Path) -> Path:
        path = folder / "calls.csv"
        path.symlink_to(target)
        return path

    return make


PLACES = [
    Danger(
        "a file that is not there", lambda folder: folder / "calls.csv", "there is no such file"
    ),
    Danger("a folder", _folder, "this is a folder, not a file"),
    Danger("a pipe that nobody writes to", _pipe, "this is a pipe or a device, not a file"),
    Danger("a device without end", lambda _: Path("/dev/zero"), "this is a pipe or a device"),
    Danger("a link", _link_to("/etc/passwd"), "this is a link to another place"),
    Danger("a link to itself", _link_to("calls.csv"), "this is a link to another place"),
    Danger(
        "a name with a NUL", lambda folder: folder / "a\0b.csv", r"a\\x00b.csv: the file can't be"
    ),
]


def _long_line() -> bytes:
    return CSV.encode() + b"x" * (32 * MB) + b"\n"


def _many_columns() -> bytes:
    return b"call_ref,line,received_at," + b"a," * 10_000_000 + b"\n"


def _unclosed() -> bytes:
    line = b'C9,101,01/04/2025 08:16:00,,Y,"30\n'
    return CSV.encode() + line + line.replace(b'"', b"") * (32 * MB // len(line))


def _wide_row() -> bytes:
    return b'Call ID,Queue,Notes\n\nC1,101,"' + b"words\n" * 40_000 + b'"\n'


SHORT = "call_ref,line,received_at,abandoned\n"
ONE = "C1,999,2025-04-01 08:15:02,no\n"

TEXTS = [
    Danger("an empty file", text_file(""), "the file is empty; export it again"),
    Danger("only a byte order mark", text_file(codecs.BOM_UTF8), "there is no header"),
    Danger("only blank lines", text_file("\r\n \r\n\r\n"), "there is no header"),
    Danger("only a header", text_file(SHORT), rows=0),
    Danger("a header without a line break", text_file(SHORT.strip()), rows=0),
    Danger(
        "two columns of one name",
        text_file("call_ref,line,line,received_at\nC1,999,101,2025-04-01\n"),
        r"'line' \(column 2\) and 'line' \(column 3\) could both be line; say which in a mapping",
    ),
    Danger(
        "two columns of one name that no field uses",
        text_file("call_ref,x,x,line,received_at,abandoned\nC1,,,999,2025-04-01 08:15:02,no\n"),
        rows=1,
    ),
    Danger(
        "ten million columns",
        file_of("calls.csv", _many_columns),
        r"line 1: the line is longer than 1 MB, which no row of a return is; check the export",
        heavy=True,
    ),
    Danger(
        "two thousand columns",
        text_file("call_ref,line,received_at" + ",a" * 2_000 + "\n" + ONE),
        "the header has 2,003 columns, and no return has more than 1,000; check the export",
    ),
    Danger(
        "one line that does not end",
        file_of("calls.csv", _long_line),
        "line 5: the line is longer than 1 MB, which no row of a return is; check the export",
        heavy=True,
    ),
    Danger(
        "a quotation mark that never closes",
        file_of("calls.csv", _unclosed),
        r"line 5 \(row 5\): a quotation mark opens here and is not closed",
        heavy=True,
    ),
    Danger(
        "a cell as long as a book",
        file_of("calls.csv", _wide_row),
        r"line 3 \(row 3\): a quotation mark opens here .* or the cell is longer than 131,072",
    ),
    Danger(
        "a NUL byte",
        text_file(SHORT + "C1,9\x0099,2025-04-01,no\n"),
        "line 2: here stands a NUL byte, so this is no text; save it as 'CSV UTF-8'",
    ),
    Danger(
        "zeros as a crash leaves them",
        text_file(CSV.encode() + bytes(5_000)),
        "line 5: here stands a NUL byte",
    ),
    Danger(
        "UTF-16 that does not say so",
        text_file(CSV.encode("utf-16-le")),
        "line 1: here stands a NUL byte, so this is no text; save it as 'CSV UTF-8'",
    ),
    Danger("UTF-32", text_file(CSV.encode("utf-32")), "here stands a NUL byte, so this is no text"),
    Danger(
        "half a character of UTF-16",
        text_file(CSV.encode("utf-16") + b"x"),
        r"line 5: here stand bytes that are no text in UTF-8 or UTF-16",
    ),
    Danger(
        "UTF-8 with a byte that is none",
        text_file(CSV.encode() + "C4,é,".encode() + b"\xe9,,,\r\n"),
        "line 5: here stands a byte that is no UTF-8, as the rest is; save it as 'CSV UTF-8'",
    ),
    Danger(
        "bytes of no encoding that Excel writes",
        text_file(CSV.encode() + b"C4,\x81\x8d,,,,\r\n"),
        "line 5: here stand bytes that are no text in UTF-8 or Windows-1252",
    ),
    Danger("a surrogate in UTF-8", text_file(CSV.encode() + b"C4,\xed\xa0\x80,,,,\r\n"), rows=4),
    Danger(
        "a web page called .xls", text_file("<html><table>", "calls.xls"), "this is a web page or"
    ),
    Danger(
        "a PDF called .csv", text_file("%PDF-1.7"), "this is a PDF; send CSV, XLSX, ODS or Parquet"
    ),
    Danger(
        "a database called .csv",
        text_file("SQLite format 3\0"),
        "this is a database; send CSV, XLSX",
    ),
    Danger(
        "a name that writes backwards and steers the terminal",
        text_file(SHORT, "calls\u202evsc.\x1b[2J.csv"),
        rows=0,
    ),
    Danger(
        "an error that would show such a name",
        text_file("", "calls\u202evsc.\x1b[2J.csv"),
        r"calls\\u202evsc\.\\x1b\[2J\.csv: the file is empty",
    ),
    Danger(
        "columns that write backwards and steer the terminal",
        text_file(SHORT.strip() + ",\u202eeton,\x1b[2Jx,\u200b\n" + ONE),
        rows=1,
    ),
    Danger("a name that is no text", lambda folder: _no_name(folder), r"calls\\xff\.csv: the file"),
]


def _no_name(folder: Path) -> Path:
    path = Path(os.fsdecode(os.fsencode(folder / "calls") + b"\xff.csv"))
    path.write_bytes(b"")
    return path


def _bomb_in_members() -> bytes:
    """Many small packed texts one after the other, each of them honest."""
    return gzip.compress(CSV.encode() + b"\n" * MB, mtime=0) * 64


PACKED = [
    Danger(
        "a gzip bomb",
        file_of("calls.csv.gz", lambda: gzip.compress(CSV.encode() + b"\n" * (128 * MB), 6)),
        "it unpacks to far more than records do; send it plain",
        heavy=True,
    ),
    Danger(
        "a gzip bomb in members",
        file_of("calls.csv.gz", _bomb_in_members),
        "it unpacks to far more than records do; send it plain",
        heavy=True,
    ),
    Danger(
        "gzip in gzip",
        file_of("calls.csv.gz", lambda: gzip.compress(gzip.compress(CSV.encode()))),
        "it holds a packed file inside a packed file; unpack it first",
    ),
    Danger(
        "gzip cut short",
        file_of("calls.csv.gz", lambda: gzip.compress(CSV.encode())[:-12]),
        "the compressed data are cut short; send it again",
    ),
    Danger(
        "gzip with a wrong check sum",
        file_of("calls.csv.gz", lambda: gzip.compress(CSV.encode())[:-8] + bytes(8)),
        "the compressed data are damaged .* send it again",
    ),
    Danger(
        "gzip of nothing",
        file_of("calls.csv.gz", lambda: gzip.compress(b"")),
        "there is nothing in it; export it again",
    ),
]

DANGERS = [*PLACES, *TEXTS, *PACKED, *BOOKS, *PARQUETS]
