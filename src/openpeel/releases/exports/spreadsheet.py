"""Write an ODS file to the government's rules for accessible spreadsheets.

Each sheet has a title, sentences under it, and one table with a marked header row: no merged
cells, no blank rows or columns, numbers as numbers. The same sheets give the same bytes. odfdo
holds the document; the sheets are put in as text when it is saved, because odfdo takes half a
minute to adopt 6,000 rows, and text a third of a second.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from openpeel.releases.exports.numbers import printed

if TYPE_CHECKING:
    from odfdo import Document, Element

LANGUAGE = "en-GB"
FONT = "Arial"
MAX_DECIMALS = 3
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip entry can carry: bytes never change
_PARTS = ("content.xml", "styles.xml", "meta.xml")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Number:
    """A number and how many decimals to show; the cell keeps all ten digits."""

    number: float
    decimals: int = 0


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to an address, in the workbook (`#'Notes'.A1`) or outside."""

    words: str
    address: str


Cell = str | Number | Link


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: title, sentences under it, and a table (the cover has none)."""

    name: str
    title: str
    words: tuple[Cell, ...]
    header: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    widths: tuple[float, ...] = (16.0,)  # centimetres, a column each

    @property
    def link(self) -> Link:
        """A link to the sheet from another one."""
        return Link(self.name, f"#{_quoted(self.name)}.A1")


def write_ods(path: Path, sheets: Iterable[Sheet], *, title: str, subject: str) -> None:
    """Write the sheets, in order, as an ODS workbook."""
    document = _empty_document()
    document.meta.title = title
    document.meta.subject = subject
    document.meta.language = LANGUAGE
    document.meta.initial_creator = document.meta.creator = "openpeel"
    sheets = tuple(sheets)
    _add_styles(document, sorted({width for sheet in sheets for width in sheet.widths}))
    _save(document, _spreadsheet(sheets), path)


def _empty_document() -> Document:
    """odfdo's empty workbook, without the sheet, styles, dates and extras of its template."""
    from odfdo import Document  # a fifth of a second to import

    document = Document("ods")
    document.delete_styles()
    document.body.clear()
    document.language = LANGUAGE
    meta = document.meta
    meta.clear_user_defined_metadata()
    for tag in ("meta:creation-date", "meta:document-statistic"):
        if element := meta.get_element(f"//{tag}"):
            element.delete()
    meta.generator = "openpeel"
    for extra in set(document.manifest.get_paths()) - {"/", *_PARTS}:
        document.manifest.del_full_path(extra)
    return document


def _add_styles(document: Document, widths: list[float]) -> None:
    text = f'style:font-name="{FONT}" fo:font-family="{FONT}"'
    cell = '<style:style style:name="{}" style:family="table-cell"{}>{}</style:style>'
    wrap = '<style:table-cell-properties fo:wrap-option="wrap" style:vertical-align="top"/>'
    styles = [
        cell.format("words", "", wrap + _font(text, 12)),
        cell.format("heading", "", _font(text, 16, bold=True)),
        cell.format("line", "", _font(text, 12)),
        cell.format("header", "", wrap + _font(text, 12, bold=True)),
    ]
    for decimals in range(MAX_DECIMALS + 1):
        styles.append(
            f'<number:number-style style:name="decimals-{decimals}"><number:number'
            f' number:decimal-places="{decimals}" number:min-decimal-places="{decimals}"'
            ' number:min-integer-digits="1" number:grouping="true"/></number:number-style>'
        )
        shown = f' style:data-style-name="decimals-{decimals}"'
        styles.append(cell.format(f"number-{decimals}", shown, _font(text, 12)))
    for width in widths:
        styles.append(
            f'<style:style style:name="{_width(width)}" style:family="table-column">'
            f'<style:table-column-properties style:column-width="{width}cm"/></style:style>'
        )
    holder = document.content.get_element("//office:automatic-styles")
    assert holder is not None  # odfdo's template has it, if empty
    for style in styles:
        holder.append(_element(style))


def _font(text: str, points: int, *, bold: bool = False) -> str:
    weight = ' fo:font-weight="bold"' if bold else ""
    return f'<style:text-properties {text} fo:font-size="{points}pt"{weight}/>'


def _spreadsheet(sheets: tuple[Sheet, ...]) -> str:
    """All sheets as XML, in prefixes that the document declares."""
    tables = "".join(map(_table, sheets))
    return f"<office:spreadsheet>{tables}{_ranges(sheets)}</office:spreadsheet>"


def _table(sheet: Sheet) -> str:
    """The sheet as XML: title, words, header row, rows."""
    wide = max(len(sheet.header), 1)
    widths = (*sheet.widths, *[sheet.widths[-1]] * wide)[:wide]
    words = "line" if sheet.header else "words"  # beside a table lines run on to the right
    lines = [_row((sheet.title,), "heading"), *(_row((line,), words) for line in sheet.words)]
    header = ""
    if sheet.header:
        marked = _row(sheet.header, "header")
        header = f"<table:table-header-rows>{marked}</table:table-header-rows>"
    columns = "".join(
        f'<table:table-column table:style-name="{_width(width)}"/>' for width in widths
    )
    rows = "".join(_row(row, "line") for row in sheet.rows)
    name = quoteattr(sheet.name)
    return f"<table:table table:name={name}>{columns}{''.join(lines)}{header}{rows}</table:table>"


def _row(cells: Iterable[Cell], style: str) -> str:
    return f"<table:table-row>{''.join(_cell(cell, style) for cell in cells)}</table:table-row>"


def _cell(cell: Cell, style: str) -> str:
    if isinstance(cell, Number):
        return (
            f'<table:table-cell table:style-name="number-{cell.decimals}"'
            f' office:value-type="float" office:value="{printed(cell.number)}">'
            f"<text:p>{cell.number:,.{cell.decimals}f}</text:p></table:table-cell>"
        )
    words = escape(_clean(cell.words if isinstance(cell, Link) else cell))
    if isinstance(cell, Link):
        address = quoteattr(_clean(cell.address))
        words = f'<text:a xlink:type="simple" xlink:href={address}>{words}</text:a>'
    return (
        f'<table:table-cell table:style-name="{style}" office:value-type="string">'
        f"<text:p>{words}</text:p></table:table-cell>"
    )


def _ranges(sheets: Iterable[Sheet]) -> str:
    """Where each table lies, by name, and that its first row is a header."""
    ranges = []
    for number, sheet in enumerate(sheets):
        if sheet.header:
            top = len(sheet.words) + 2
            last = f"{_letters(len(sheet.header))}{top + len(sheet.rows)}"
            name = _quoted(sheet.name)
            address = quoteattr(f"{name}.A{top}:{name}.{last}")
            ranges.append(
                f'<table:database-range table:name="table_{number}" table:contains-header="true"'
                f" table:target-range-address={address}/>"
            )
    return f"<table:database-ranges>{''.join(ranges)}</table:database-ranges>"


def _save(document: Document, spreadsheet: str, path: Path) -> None:
    """Zip the parts in a fixed order under a fixed date; as ODF asks, the mimetype first, plain."""
    before, body, after = document.content.serialize().partition(b"<office:spreadsheet/>")
    assert body  # the document was emptied
    parts = {
        "content.xml": before + spreadsheet.encode() + after,
        "styles.xml": document.styles.serialize(),
        "meta.xml": document.meta.serialize(),
        "META-INF/manifest.xml": document.manifest.serialize(),
    }
    with zipfile.ZipFile(path, "w") as package:
        mimetype = document.mimetype.encode()
        package.writestr(zipfile.ZipInfo("mimetype", _EPOCH), mimetype, zipfile.ZIP_STORED)
        for name, part in parts.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            package.writestr(entry, part, zipfile.ZIP_DEFLATED, compresslevel=6)


def _element(xml: str) -> Element:
    from odfdo import Element

    return Element.from_tag(xml)


def _width(width: float) -> str:
    return f"width-{round(width * 10)}"


def _quoted(name: str) -> str:
    """A sheet's name as addresses in the workbook write it."""
    return "'" + name.replace("'", "''") + "'"


def _clean(words: str) -> str:
    """Words without the control characters that XML can't hold, on one line."""
    return " ".join(_NOT_IN_XML.sub("", words).split())


def _letters(column: int) -> str:
    """The letters of a column, counted from 1: 1 is A, 27 is AA."""
    letters = ""
    while column:
        column, digit = divmod(column - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters
