"""Empty templates: what a force opens, fills in and sends back."""

from __future__ import annotations

import csv
import zipfile
from io import BytesIO, StringIO
from xml.etree import ElementTree

import pytest
from python_calamine import CalamineWorkbook

from openpeel.catalogue.codes import codes
from openpeel.catalogue.contracts import Field, contract, contracts
from openpeel.facts.returns.templates import (
    LISTED_ROWS,
    bounds,
    codes_by_name,
    template_csv,
    template_xlsx,
)

IDS = sorted(contracts())
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def sheets(id: str) -> dict[str, list[list[str]]]:
    """Sheet -> rows, read back as openpeel reads what forces send."""
    book = CalamineWorkbook.from_filelike(BytesIO(template_xlsx(contract(id))))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def part(id: str, name: str) -> ElementTree.Element:
    """One XML file of the workbook."""
    with zipfile.ZipFile(BytesIO(template_xlsx(contract(id)))) as book:
        return ElementTree.fromstring(book.read(name))


@pytest.mark.parametrize("id", IDS)
class TestEveryTemplate:
    def test_csv_is_the_header_alone_as_excel_likes_it(self, id: str) -> None:
        sent = template_csv(contract(id))
        assert sent.startswith(b"\xef\xbb\xbf")
        assert sent.endswith(b"\r\n")
        rows = list(csv.reader(StringIO(sent.decode("utf-8-sig"))))
        assert rows == [list(contract(id).asked)]

    def test_the_first_sheet_of_the_workbook_is_read_back_as_the_header(self, id: str) -> None:
        read = sheets(id)
        assert list(read) == ["return", "fields", "codes", "notes"]
        assert read["return"] == [list(contract(id).asked)]

    def test_every_field_and_every_code_is_explained(self, id: str) -> None:
        read = sheets(id)
        asked = contract(id).asked
        assert [row[0] for row in read["fields"][1:]] == list(asked)
        assert [row[3] for row in read["fields"][1:]] == [field.words for field in asked.values()]
        listed = [(row[0], str(row[1])) for row in read["codes"][1:]]
        assert listed == [(n, code) for n, f in asked.items() for code in f.allowed or ()]

    def test_the_notes_say_what_a_row_is_and_what_never_to_send(self, id: str) -> None:
        notes = [tuple(row) for row in sheets(id)["notes"]]
        assert ("a row is", contract(id).row) in notes
        assert notes[-1][0] == "never send"
        assert {note for what, note in notes if what == "how to fill it in"} > {*contract(id).notes}

    def test_no_cell_holds_or_begins_a_formula(self, id: str) -> None:
        cells = [str(cell) for rows in sheets(id).values() for row in rows for cell in row]
        cells += template_csv(contract(id)).decode("utf-8-sig").split(",")
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
        for number in range(1, 5):
            assert part(id, f"xl/worksheets/sheet{number}.xml").find(f".//{SHEET}f") is None

    def test_a_list_of_values_offers_exactly_the_codes_of_its_column(self, id: str) -> None:
        asked = list(contract(id).asked.items())
        codes_sheet = sheets(id)["codes"]
        offered = {}
        for rule in part(id, "xl/worksheets/sheet1.xml").iter(f"{SHEET}dataValidation"):
            first, last = rule.attrib["sqref"].split(":")
            column = _column(first.rstrip("0123456789"))
            assert (first[-1:], last.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) == (
                "2",
                str(LISTED_ROWS + 1),
            )
            source = rule.findtext(f"{SHEET}formula1") or ""
            if source.startswith("codes!"):
                top, bottom = (int(end.split("$")[2]) for end in source[6:].split(":"))
                values = [str(row[1]) for row in codes_sheet[top - 1 : bottom]]
            else:
                values = source.strip('"').split(",")
            offered[asked[column][0]] = values
        assert offered == {
            name: list(field.allowed or ("yes", "no"))
            for name, field in asked
            if field.type in ("code", "flag")
        }


def _column(letters: str) -> int:
    """The number of a column, from 0."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def test_the_bytes_are_the_same_whenever_it_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    first = template_xlsx(contract("calls"))
    monkeypatch.setattr("time.time", lambda: 4_000_000_000.0)
    assert template_xlsx(contract("calls")) == first
    with zipfile.ZipFile(BytesIO(first)) as book:
        assert b"2026-11-23T00:00:00Z" in book.read("docProps/core.xml")
        assert {entry.date_time for entry in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_header_stays_in_sight_and_stands_out() -> None:
    sheet = part("calls", "xl/worksheets/sheet1.xml")
    pane = sheet.find(f".//{SHEET}pane")
    assert pane is not None
    assert (pane.attrib["ySplit"], pane.attrib["state"]) == ("1", "frozen")
    widths = [float(column.attrib["width"]) for column in sheet.iter(f"{SHEET}col")]
    assert min(widths) > 10
    first = sheet.find(f".//{SHEET}c")
    assert first is not None
    styles = part("calls", "xl/styles.xml")
    style = styles.findall(f".//{SHEET}cellXfs/{SHEET}xf")[int(first.attrib["s"])]
    font = styles.findall(f".//{SHEET}fonts/{SHEET}font")[int(style.attrib["fontId"])]
    assert font.find(f"{SHEET}b") is not None


def test_text_columns_keep_what_is_typed() -> None:
    """A crime number 007/12 stays as it is; Excel would make another thing of it."""
    styles = part("crimes", "xl/styles.xml")
    named = {f.attrib["numFmtId"]: f.attrib["formatCode"] for f in styles.iter(f"{SHEET}numFmt")}
    used = [f.attrib["numFmtId"] for f in styles.findall(f".//{SHEET}cellXfs/{SHEET}xf")]
    names = list(contract("crimes").asked)
    kinds = {}
    for column in part("crimes", "xl/worksheets/sheet1.xml").iter(f"{SHEET}col"):
        for number in range(int(column.attrib["min"]), int(column.attrib["max"]) + 1):
            kinds[names[number - 1]] = named[used[int(column.attrib["style"])]]
    assert {kinds["crime_ref"], kinds["offence_code"], kinds["outcome"], kinds["rape"]} == {"@"}
    assert kinds["recorded_at"] == "yyyy-mm-dd hh:mm:ss"


def test_codes_come_with_their_words_and_the_labels_of_force_systems() -> None:
    grade = contract("incidents").fields["first_grade"]
    assert codes_by_name(grade)["immediate"] == (
        "immediate",
        codes("incident_grade").codes["immediate"].labels,
    )
    statement = contract("crimes").fields["personal_statement"]
    assert codes_by_name(statement)["not-offered"] == ("not offered", ())
    assert codes_by_name(contract("crimes").fields["rape"]) == {}


@pytest.mark.parametrize(
    ("least", "most", "words"),
    [
        (None, None, ""),
        (1, None, "at least 1"),
        (None, 1.5, "at most 1.5"),
        (60, 604800, "from 60 to 604,800"),
        (0, 10_000_000_000, "from 0 to 10,000,000,000"),
    ],
)
def test_bounds_are_said_in_words(least: float | None, most: float | None, words: str) -> None:
    assert bounds(Field(type="number", words="a number", least=least, most=most)) == words
