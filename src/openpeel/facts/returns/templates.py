"""Empty returns for a force to fill in: CSV with a header, and a workbook that explains itself.

Both are made from the contract alone and are the same bytes every time, so that a template in an
old mail can be told from today's by its hash. Code and flag columns of the workbook offer their
values in a list but take others too, because a mapping may translate the force's own words.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time
from io import BytesIO, StringIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from openpeel.catalogue.codes import codes
from openpeel.catalogue.contracts import Contract, Field, FieldType

LISTED_ROWS = 10_000  # rows below the header that offer lists of values

TYPE_WORDS: dict[FieldType, str] = {
    "reference": "your own key for the record; it is stored as a salted hash",
    "code": "one of the codes",
    "label": "a short text",
    "flag": "yes or no",
    "whole": "a whole number",
    "number": "a number",
    "pounds": "pounds, without a sign or thousands",
    "date": "a day such as 2025-04-01",
    "time": "a day and a time such as 2025-04-01 08:15:02, by the clock in the United Kingdom",
}
PERIOD_WORDS = {
    "day": "the day of {field}",
    "month": "the month of {field}",
    "year": "the year from April to March that holds {field}",
}
KIND_WORDS = {
    "log": "a log of what happened in the period",
    "snapshot": "a snapshot of what stood at a moment",
}
EMPTY = (
    "Leave a cell empty when the answer is not known; an empty cell is never nought and never no."
)

# Text stays as it is typed: no leading noughts lost, and 1/2 does not become a day.
_CELL_FORMATS: dict[FieldType, str] = {
    "reference": "@",
    "code": "@",
    "label": "@",
    "flag": "@",
    "whole": "0",
    "number": "0.00",
    "pounds": "0.00",
    "date": "yyyy-mm-dd",
    "time": "yyyy-mm-dd hh:mm:ss",
}


def template_csv(contract: Contract) -> bytes:
    """The header row alone: UTF-8 with a byte order mark (for Excel), lines end in CR LF."""
    text = StringIO()
    csv.writer(text).writerow(contract.asked)
    return text.getvalue().encode("utf-8-sig")


def template_xlsx(contract: Contract) -> bytes:
    """A workbook: the empty sheet `return`, then `fields`, `codes` and `notes` that explain it."""
    file = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = Workbook(file, options)
    # the date of the contract's last check stands in for the clock, which would change the bytes
    made = datetime.combine(contract.checked.on, time(), UTC).replace(tzinfo=None)
    book.set_properties({"title": contract.name, "author": "openpeel", "created": made})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet("return")
    _sheet(book, "fields", _field_rows(contract), (22, 28, 10, 60, 46, 28, 50), bold, wrap)
    listed = _code_rows(contract)
    _sheet(book, "codes", listed, (24, 26, 40, 70), bold, wrap)
    _sheet(book, "notes", _note_rows(contract), (20, 100), bold, wrap)
    _empty_return(book, sheet, contract, _ranges(listed), bold)
    book.close()
    return file.getvalue()


def codes_by_name(field: Field) -> dict[str, tuple[str, tuple[str, ...]]]:
    """The codes of a field: code -> its words and the labels of force systems for it."""
    if isinstance(field.codes, str):
        entries = codes(field.codes).codes
        return {code: (entry.words, entry.labels) for code, entry in entries.items()}
    return {code: (code.replace("-", " "), ()) for code in field.codes or ()}


def bounds(field: Field) -> str:
    """What a number may be, in words; empty when it has no bounds."""
    if field.least is None and field.most is None:
        return ""
    least, most = (None if n is None else f"{n:,.15g}" for n in (field.least, field.most))
    if most is None:
        return f"at least {least}"
    return f"at most {most}" if least is None else f"from {least} to {most}"


def _empty_return(
    book: Workbook,
    sheet: Worksheet,
    contract: Contract,
    ranges: dict[str, str],
    bold: Format,
) -> None:
    sheet.freeze_panes(1, 0)
    for column, (name, field) in enumerate(contract.asked.items()):
        cells = book.add_format({"num_format": _CELL_FORMATS[field.type]})
        sheet.set_column(column, column, max(12, len(name) + 4), cells)
        sheet.write_string(0, column, name, bold)
        source = ["yes", "no"] if field.type == "flag" else ranges.get(name)
        if source:
            rule = {
                "validate": "list",
                "source": source,
                "error_type": "warning",
                "error_title": "Not in the list",
                "error_message": "Keep it only if your mapping file translates it.",
            }
            sheet.data_validation(1, column, LISTED_ROWS, column, rule)


def _sheet(
    book: Workbook,
    name: str,
    rows: Iterable[Sequence[str]],
    widths: Sequence[int],
    bold: Format,
    wrap: Format,
) -> None:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            sheet.write_string(row, column, text, wrap if row else bold)


def _field_rows(contract: Contract) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [
        ("field", "type", "required", "what it holds", "values", "example", "also known as")
    ]
    for name, field in contract.asked.items():
        values = ", ".join(codes_by_name(field)) or bounds(field)
        required = "required" if field.required else ""
        kind = TYPE_WORDS[field.type]
        rows.append(
            (name, kind, required, field.words, values, field.example, ", ".join(field.names))
        )
    return rows


def _code_rows(contract: Contract) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [
        ("field", "code", "what it means", "labels that are read as the code")
    ]
    for name, field in contract.asked.items():
        for code, (words, labels) in codes_by_name(field).items():
            rows.append((name, code, words, "; ".join(labels)))
    return rows


def _ranges(rows: list[tuple[str, ...]]) -> dict[str, str]:
    """Where the codes of each field stand in the sheet `codes`."""
    found: dict[str, tuple[int, int]] = {}
    for line, (name, *_) in enumerate(rows[1:], start=2):
        first, _ = found.get(name, (line, line))
        found[name] = (first, line)
    return {name: f"=codes!$B${first}:$B${last}" for name, (first, last) in found.items()}


def _note_rows(contract: Contract) -> list[tuple[str, ...]]:
    period = PERIOD_WORDS[contract.period.by].format(field=contract.period.field)
    return [
        ("return", f"{contract.name} ({contract.id}), version {contract.version}"),
        ("why", contract.why),
        ("a row is", contract.row),
        ("it is", KIND_WORDS[contract.kind]),
        ("period", f"{period}; asked from {contract.since.isoformat()}"),
        ("key", f"no two rows have the same {' and '.join(contract.key)}"),
        *(("how to fill it in", note) for note in (*contract.notes, EMPTY)),
        ("never send", "names, dates of birth, addresses or other details that identify a person"),
    ]
