"""Any file that a force sends becomes the same rows: the manual of reading, by example."""

import csv
import io
import re
from collections.abc import Callable
from datetime import datetime, time
from pathlib import Path

import pytest
from files import (
    CALLS,
    HEADER,
    parts_of,
    text_of,
    write_csv,
    write_gzip,
    write_ods,
    write_parquet,
    write_xlsx,
    write_zip,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openpeel.catalogue.contracts import contract
from openpeel.errors import UserError
from openpeel.facts.engine import connect
from openpeel.facts.returns.reading import open_file
from openpeel.facts.returns.records import pattern
from openpeel.facts.returns.staging import Staged, stage
from openpeel.facts.returns.workbook import text

Rows = list[tuple[object, ...]]


def staged(path: Path, **options: object) -> tuple[Staged, Rows, Rows]:
    """The account of a file of calls, its raw rows and its typed rows (some columns)."""
    scratch = path.parent / f"scratch-{path.name}"
    scratch.mkdir(exist_ok=True)
    con = connect()
    found = stage(con, path, contract("calls"), scratch=scratch, **options)  # type: ignore[arg-type]
    columns = [name for name in ("call_ref", "line", "abandoned") if name in found.sent]
    raw = con.execute(f"select row, {', '.join(columns)} from return_raw order by row").fetchall()
    rows = con.execute(
        "select row, call_ref, line, received_at, answered_at, abandoned, target_s, answer_ms"
        " from return_rows order by row"
    ).fetchall()
    return found, raw, rows


RECEIVED = datetime(2025, 4, 1, 8, 15, 2)
EXPECTED = [
    (2, "C1", "999", RECEIVED, datetime(2025, 4, 1, 8, 15, 9), False, 10, 7000),
    (3, "C2", "101", datetime(2025, 4, 1, 8, 16), None, True, 30, None),
    (4, "C3", "999", datetime(2025, 4, 2), datetime(2025, 4, 2, 0, 0, 4), False, 10, 4000),
]


@pytest.mark.parametrize(
    ("write", "name"),
    [
        (write_csv, "calls.csv"),
        (write_gzip, "calls.csv.gz"),
        (write_xlsx, "calls.xlsx"),
        (write_ods, "calls.ods"),
        (write_parquet, "calls.parquet"),
        (write_xlsx, "content decides, not the name.csv"),
    ],
)
def test_every_format_gives_the_same_rows(
    tmp_path: Path, write: Callable[[Path], Path], name: str
) -> None:
    found, raw, rows = staged(write(tmp_path / name))
    assert rows == EXPECTED
    assert raw == [(2, "C1", "Emergency", "N"), (3, "C2", "101", "Y"), (4, "C3", "999", "N")]
    assert (found.rows, found.file, len(found.sha256)) == (3, name, 64)
    assert [problem.subject for problem in found.problems] == ["force"]  # nobody said whose it is


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_delimiters_line_breaks_and_encodings_of_excel(
    tmp_path: Path, delimiter: str, end: str, encoding: str
) -> None:
    rows = [[*HEADER, "Café £"], *([*call, "Zoë’s – £5"] for call in CALLS)]
    body = text_of(rows, delimiter, end)
    if encoding == "utf-16-le":
        body = "\ufeff" + body
    path = tmp_path / "calls.csv"
    path.write_bytes(body.encode(encoding))
    found, _, typed = staged(path)
    assert typed == EXPECTED
    assert found.unread == ("Café £",)


def test_notes_say_how_a_text_was_read(tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    path.write_bytes(b"sep=;\r\n" + text_of([HEADER, *CALLS], ";").encode())
    found, _, typed = staged(path)
    assert typed == EXPECTED  # Excel hides the line sep=; so the header is row 1
    assert found.notes == ("Text in UTF-8, delimiter semicolon, header in row 1.",)


def test_blank_lines_count_as_a_spreadsheet_counts_them(tmp_path: Path) -> None:
    lines = text_of([HEADER, *CALLS]).splitlines()
    path = tmp_path / "calls.csv"
    path.write_text("\n".join([lines[0], "", lines[1], ",,,,,", "  ", lines[2], lines[3], "", ""]))
    found, raw, _ = staged(path)
    assert [row for row, *_ in raw] == [3, 6, 7]
    assert found.rows == 3
    assert {problem.rule for problem in found.problems} == {"field-missing"}


def test_a_title_above_the_header_is_passed_over(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "calls.csv", [["Calls, April 2025"], [], HEADER, *CALLS])
    found, raw, _ = staged(path)
    assert [row for row, *_ in raw] == [4, 5, 6]
    assert "header in row 3" in found.notes[0]


def test_a_record_with_line_breaks_in_a_cell_is_one_row(tmp_path: Path) -> None:
    rows = [[*HEADER, "Notes"], *([*call, 'two\nlines, and "marks"'] for call in CALLS)]
    for end in ("\n", "\r\n"):
        _, raw, typed = staged(write_csv(tmp_path / "calls.csv", rows, end=end))
        assert typed == EXPECTED
        assert [row for row, *_ in raw] == [2, 3, 4]


def test_spaces_around_quotation_marks_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    path.write_text(
        'call_ref,line, "received_at",abandoned,Notes\n'
        'C1, "999" ,"2025-04-01 08:15:02" , "no" , "of two, one"\n'
    )
    found, raw, _ = staged(path, force="West Mercia")
    assert (raw, found.problems) == ([(2, "C1", "999", "no")], ())


def test_rows_too_long_and_too_short_are_errors_with_their_rows(tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    path.write_text(
        "call_ref,line,received_at,abandoned\n"
        "C1,999,2025-04-01 08:15:02,no\n"
        "C2,999,2025-04-01 08:15:02,no,surplus\n"
        "C3,101\n"
        "C4,101,2025-04-01 08:15:02,no,,,\n"  # empty cells to the right: Excel's habit, no error
        'C5,101,"2025-04-01" 08:15:02,no\n'
    )
    found, raw, _ = staged(path, force="West Mercia")
    assert {problem.rule: problem.rows for problem in found.problems} == {
        "row-too-long": (3,),
        "row-too-short": (4,),
        "row-broken": (6,),
    }
    assert [row for row, *_ in raw] == [2, 3, 4, 5]
    assert raw[2] == (4, "C3", "101", None)


def test_a_quotation_mark_that_never_closes_is_named(tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    path.write_text('call_ref,line,received_at,abandoned\nC1,999,2025-04-01,no\nC2,"999,x,no\nC3')
    with pytest.raises(UserError, match=r"calls\.csv, line 3 \(row 3\): a quotation mark opens"):
        staged(path)


def test_the_sheet_with_the_header_is_found(tmp_path: Path) -> None:
    sheets = {"Cover": [["Calls for April"]], "Data": [["Title"], [], HEADER, *CALLS]}
    found, raw, _ = staged(write_xlsx(tmp_path / "calls.xlsx", sheets))
    assert [row for row, *_ in raw] == [4, 5, 6]
    assert found.notes[0] == "Sheet 'Data', header in row 3."


def test_two_sheets_that_fit_must_be_chosen_between(tmp_path: Path) -> None:
    path = write_xlsx(
        tmp_path / "calls.xlsx", {"April": [HEADER, CALLS[0]], "May": [HEADER, *CALLS]}
    )
    with pytest.raises(UserError, match="'April' and 'May' fit equally well; name one"):
        staged(path)
    assert staged(path, sheet="may")[2] == EXPECTED
    with pytest.raises(UserError, match=r"there is no sheet 'June'; its sheets are 'April', 'May'"):
        staged(path, sheet="June")


def test_a_formula_counts_by_its_stored_value_and_without_one_is_said(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "calls.xlsx", {"Calls": [[*HEADER], [*CALLS[0][:5], "=5+5"]]})
    parts = parts_of(path)
    name = "xl/worksheets/sheet1.xml"
    formula = b"<f>5+5</f><v>0</v>"  # the 0 is what xlsxwriter stores
    stored = parts[name].replace(formula, b"<f>5+5</f><v>10</v>")
    write_zip(path, parts | {name: stored})
    found, _, typed = staged(path)
    assert typed[0][6] == 10
    assert len(found.notes) == 1
    write_zip(path, parts | {name: parts[name].replace(formula, b"<f>5+5</f>")})
    found, _, typed = staged(path)
    assert typed[0][6] is None
    assert found.notes[1].startswith(
        "Formula cells of the workbook without a stored value, read as empty: 1; open it"
    )


def test_cells_that_hold_an_error_are_empty_and_said(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "calls.xlsx", {"Calls": [[*HEADER], [*CALLS[0][:5], "=5/0"]]})
    parts = parts_of(path)
    name = "xl/worksheets/sheet1.xml"
    cell = re.compile(rb'<c r="F2"><f>5/0</f><v>0</v></c>')
    error = b'<c r="F2" t="e"><f>5/0</f><v>#DIV/0!</v></c>'
    write_zip(path, parts | {name: cell.sub(error, parts[name])})
    found, _, typed = staged(path)
    assert typed[0][6] is None
    assert found.notes[1:] == (
        "Cells of the workbook with an error such as #N/A, read as empty: 1.",
    )


@pytest.mark.parametrize("write", [write_xlsx, write_ods])
def test_rows_of_a_sheet_have_the_numbers_that_the_sheet_shows(
    tmp_path: Path, write: Callable[..., Path]
) -> None:
    """Wherever the table stands, and whatever rows in it are empty."""
    rows = [[], [], [None, *HEADER], [], [None, *CALLS[0]], [], [], [None, *CALLS[1]]]
    path = tmp_path / "calls"
    found, raw, _ = staged(write(path, {"Calls": rows} if write is write_xlsx else rows))
    assert [row for row, *_ in raw] == [5, 8]
    assert found.notes[0] == "Sheet 'Calls', header in row 3."


def test_cells_become_the_text_of_a_csv() -> None:
    assert [
        text(cell) for cell in (12.0, 12.5, True, datetime(2025, 4, 1, 8, 15), time(8, 15))
    ] == [
        "12",
        "12.5",
        "TRUE",
        "2025-04-01 08:15:00",
        "08:15:00",
    ]


def test_a_header_without_any_known_column_is_refused(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "other.csv", [["Name", "Colour"], ["a", "b"]])
    with pytest.raises(UserError, match="no column has a name that 'Calls from the public' knows"):
        staged(path)


CELLS = st.text(alphabet='ab"\n\r,; 1é', max_size=4)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    rows=st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=6),
    end=st.sampled_from(["\n", "\r\n"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_the_engine_and_the_careful_way_agree(
    tmp_path: Path, rows: list[list[str]], end: str, quoting: int
) -> None:
    """Whatever the engine reads at full speed, Python's csv reads alike, row by row."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator=end, quoting=quoting)  # type: ignore[arg-type]
    writer.writerows([["k", "l", "m"], *rows])
    path = tmp_path / "any.csv"
    path.write_bytes(out.getvalue().encode())
    con = connect()
    found = open_file(path, tmp_path, frozenset({"k"}))
    loaded = found.load(con, {"k": 0, "l": 1, "m": 2})
    read = con.execute(
        f"select {loaded.row}, k, l, m from read_parquet({pattern(loaded.path)},"
        " file_row_number = true) order by 1"
    ).fetchall()
    records = csv.reader(io.StringIO(out.getvalue(), newline=""), skipinitialspace=True)
    expected = [
        # a line break without quotation marks ends a row, which is then too short
        (number, *(cell.strip(" ") or None for cell in [*cells, "", ""][:3]))
        for number, cells in enumerate(records, start=1)
        if any(cell.strip(" ") for cell in cells) and number > 1
    ]
    assert [row for row in read if any(row[1:])] == expected
