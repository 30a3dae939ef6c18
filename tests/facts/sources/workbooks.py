"""Small workbooks for tests, and tables of all 43 forces to put into them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import duckdb

from openpeel.catalogue.forces import Force, forces
from openpeel.facts.sources.reading import Reader, Reading, SourceFile

Row = Sequence[Any]
Book = dict[str, list[Row]]


def write(path: Path, book: Book) -> SourceFile:
    """A workbook as XLSX or ODS, by the ending of its name; dates and None are allowed cells."""
    parts = _ods(book) if path.suffix == ".ods" else _xlsx(book)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return SourceFile(path, path.name)


def read(reader: Reader, file: SourceFile) -> tuple[Reading, duckdb.DuckDBPyConnection]:
    """What a reader makes of a file, and the connection that holds the tables."""
    con = duckdb.connect()
    return reader.read(file, con), con


def by_force(values: Callable[[Force], Row], regions: bool = True) -> list[Row]:
    """A row for each force, under its region's row (the sum), with the total of 43 at the end."""

    def total(group: Sequence[Force]) -> list[Any]:
        columns = zip(*(values(force) for force in group), strict=True)
        return [sum(v for v in column if isinstance(v, int | float)) for column in columns]

    ordered = sorted(forces().all, key=lambda force: (force.region, force.name))
    rows: list[Row] = []
    for region, members in groupby(ordered, key=lambda force: force.region):
        group = list(members)
        if regions:
            rows.append([region + " ", *total(group)])
        rows += [[force.name, *values(force)] for force in group]
    return [*rows, ["Total 43 forces", *total(ordered)]]


def _xlsx(book: Book) -> dict[str, str]:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    sheets = "".join(
        f'<sheet name="{escape(name)}" sheetId="{n}" r:id="rId{n}"/>'
        for n, name in enumerate(book, 1)
    )
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{office}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(book) + 1)
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"/>',
        "_rels/.rels": (
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1"'
            f' Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>{sheets}</sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{package}/relationships">{relations}</Relationships>'
        ),
    }
    for n, rows in enumerate(book.values(), 1):
        body = "".join(
            f'<row r="{r}">{"".join(_xlsx_cell(r, c, v) for c, v in enumerate(row))}</row>'
            for r, row in enumerate(rows, 1)
        )
        parts[f"xl/worksheets/sheet{n}.xml"] = (
            f'<worksheet xmlns="{main}"><sheetData>{body}</sheetData></worksheet>'
        )
    return parts


def _xlsx_cell(row: int, column: int, value: Any) -> str:
    place = f"{chr(65 + column)}{row}" if column < 26 else f"A{chr(39 + column)}{row}"
    if value is None or value == "":
        return ""
    if isinstance(value, int | float):
        return f'<c r="{place}"><v>{value}</v></c>'
    text = f'<t xml:space="preserve">{escape(str(value))}</t>'
    return f'<c r="{place}" t="inlineStr"><is>{text}</is></c>'


def _ods(book: Book) -> dict[str, str]:
    namespace = "urn:oasis:names:tc:opendocument:xmlns"
    tables = "".join(
        f'<table:table table:name="{escape(name)}">'
        + "".join(
            f"<table:table-row>{''.join(map(_ods_cell, row)) or _ods_cell(None)}</table:table-row>"
            for row in rows
        )
        + "</table:table>"
        for name, rows in book.items()
    )
    return {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{namespace}:manifest:1.0"/>',
        "content.xml": (
            f'<office:document-content xmlns:office="{namespace}:office:1.0"'
            f' xmlns:table="{namespace}:table:1.0" xmlns:text="{namespace}:text:1.0">'
            f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
            "</office:document-content>"
        ),
    }


def _ods_cell(value: Any) -> str:
    if value is None or value == "":
        return "<table:table-cell/>"
    if isinstance(value, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
    if isinstance(value, date):
        return f'<table:table-cell office:value-type="date" office:date-value="{value}"/>'
    text = f"<text:p>{escape(str(value))}</text:p>"
    return f'<table:table-cell office:value-type="string">{text}</table:table-cell>'
