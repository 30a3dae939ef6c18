"""Row headers in the tags of a PDF that Typst made.

Typst tags the header row of a table, and has no word yet for the header of a row; in our tables
the first cell of every row is one. Typst writes the objects of a PDF one after the other and
uncompressed, so the cells can be tagged in the file itself and its table of offsets written anew.
"""

from __future__ import annotations

import re

_START = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")
_TABLE = re.compile(rb"xref\n0 (\d+)\n")
_LINE = 20  # bytes of one line of the table of offsets

_ROW = re.compile(rb"^<</Type/StructElem/S/TR/.*/K\[((?:\d+ 0 R ?)+)\]", re.DOTALL)
_CELL = b"<</Type/StructElem/S/TD/"
_HEADERS = re.compile(rb"/Headers\[[^\]]*\]")
_TABLE_ATTRIBUTES = b"<</O/Table"


def tag_row_headers(pdf: bytes) -> bytes:
    """The PDF with the first cell of each row of cells tagged as its header (TH, Scope Row).

    The cells of such a row no longer list the headers of their columns one by one: readers that
    find a list go by it alone, and those that find none go by the scopes of rows and columns.
    """
    start = int(_START.search(pdf)[1])  # type: ignore[index]
    offsets = _offsets(pdf, start)
    objects = {
        number: pdf[offset:end]
        for (number, offset), end in zip(
            offsets, [offset for _, offset in offsets[1:]] + [start], strict=True
        )
    }
    bodies = {number: body.partition(b" obj\n")[2] for number, body in objects.items()}
    for body in bodies.values():
        row = _ROW.match(body)
        cells = [int(number) for number in re.findall(rb"(\d+) 0 R", row[1])] if row else []
        if cells and all(bodies[cell].startswith(_CELL) for cell in cells):
            objects[cells[0]] = _as_row_header(objects[cells[0]])
            for cell in cells[1:]:
                objects[cell] = _HEADERS.sub(b"", objects[cell], count=1)
    return _written(pdf[: offsets[0][1]], objects, pdf[start:])


def _offsets(pdf: bytes, start: int) -> list[tuple[int, int]]:
    """(number of the object, where it begins), in the order of the file."""
    table = _TABLE.match(pdf, start)
    if table is None:
        raise ValueError("The PDF has no plain table of offsets, so its rows can't be tagged.")
    first = table.end()
    lines = [pdf[first + _LINE * i : first + _LINE * (i + 1)] for i in range(int(table[1]))]
    used = [(number, int(line[:10])) for number, line in enumerate(lines) if line[17:18] == b"n"]
    return sorted(used, key=lambda entry: entry[1])


def _as_row_header(cell: bytes) -> bytes:
    cell = _HEADERS.sub(b"", cell.replace(b"/S/TD/", b"/S/TH/", 1), count=1)
    if _TABLE_ATTRIBUTES in cell:
        return cell.replace(_TABLE_ATTRIBUTES, _TABLE_ATTRIBUTES + b"/Scope/Row", 1)
    if b"/A[" in cell:
        return cell.replace(b"/A[", b"/A[<</O/Table/Scope/Row>>", 1)
    return cell.replace(b"/K[", b"/A[<</O/Table/Scope/Row>>]/K[", 1)


def _written(head: bytes, objects: dict[int, bytes], tail: bytes) -> bytes:
    """The file from its parts, its table of offsets counted anew; unused numbers stay unused."""
    body, places, at = [head], dict[int, int](), len(head)
    for number, content in objects.items():
        places[number], at = at, at + len(content)
        body.append(content)
    table = _TABLE.match(tail)
    assert table is not None
    first = table.end()
    lines = [tail[first + _LINE * i : first + _LINE * (i + 1)] for i in range(int(table[1]))]
    for number, place in places.items():
        lines[number] = b"%010d" % place + lines[number][10:]
    trailer = tail[first + _LINE * len(lines) :]
    return b"".join([*body, table[0], *lines, _START.sub(b"startxref\n%d\n%%%%EOF" % at, trailer)])
