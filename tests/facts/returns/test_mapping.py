"""Mapping files: what a force calls its columns and codes, drafted, filled in, and read."""

import re
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openpeel.catalogue.contracts import contract
from openpeel.errors import UserError
from openpeel.facts.engine import connect
from openpeel.facts.returns.drafting import draft_mapping
from openpeel.facts.returns.mapping import load_mapping
from openpeel.facts.returns.staging import Staged, stage

CALLS = contract("calls")
EXPORT = """\
Contact No,Svc Line,Time Offered,Answered,Lost Call,SLA,Agent
C1,Emergency,01/04/2025 08:15:02,01/04/2025 08:15:09,N,10,PC 1
C2,Non-Em,01/04/2025 08:16:00,,Lost,30,PC 2
C3,Emergency,02/04/2025 00:00:00,02/04/2025 00:00:04,N,10,PC 3
"""
Rows = list[tuple[object, ...]]
COLUMNS = "call_ref, line, received_at, answered_at, abandoned, target_s, answer_ms"
EXPECTED = [
    ("C1", "999", datetime(2025, 4, 1, 8, 15, 2), datetime(2025, 4, 1, 8, 15, 9), False, 10, 7_000),
    ("C2", "101", datetime(2025, 4, 1, 8, 16), None, True, 30, None),
    ("C3", "999", datetime(2025, 4, 2), datetime(2025, 4, 2, 0, 0, 4), False, 10, 4_000),
]


def staged(
    folder: Path, text: str, mapping: str | None = None, columns: str = COLUMNS
) -> tuple[Staged, Rows]:
    """The account of a CSV file of calls and its typed rows."""
    path, mapped, scratch = folder / "calls.csv", folder / "map.yaml", folder / "scratch"
    path.write_text(text, encoding="utf-8")
    scratch.mkdir(exist_ok=True)
    if mapping is not None:
        mapped.write_text(mapping, encoding="utf-8")
    with connect() as con:
        found = stage(con, path, CALLS, mapping=mapped if mapping else None, scratch=scratch)
        return found, con.execute(f"select {columns} from return_rows order by row").fetchall()


def test_a_draft_filled_in_gives_the_rows(tmp_path: Path) -> None:
    """What `openpeel map` leaves open stands there as a comment; the person fills it in."""
    path = tmp_path / "export.csv"
    path.write_text(EXPORT)
    draft = draft_mapping(path, CALLS)
    filled = draft
    for left_open, entry in {
        r"# force: \?.*": "force: West Mercia",
        r"  # call_ref: \?.*": '  call_ref: {column: "Contact No"}',
        r"  # line: \?.*": "  line: {column: Svc Line, codes: {Emergency: 999, Non-Em: 101}}",
        r"  # target_s: \?.*": "  target_s: {column: SLA}",
        r"    # \? neither yes nor no: \"Lost\".*": "    yes: [Lost]",
    }.items():
        filled, times = re.subn(left_open, entry, filled)
        assert times == 1, left_open
    found, rows = staged(tmp_path, EXPORT, filled)
    assert rows == EXPECTED
    assert found.problems == ()
    assert found.unread == ("Agent",)
    assert found.notes[1:] == ("Mapping map.yaml.", "Columns that no field uses: Agent.")


def test_a_draft_loads_as_it_stands(tmp_path: Path) -> None:
    path, mapped = tmp_path / "export.csv", tmp_path / "draft.yaml"
    path.write_text(EXPORT)
    mapped.write_text(draft_mapping(path, CALLS))
    found = load_mapping(mapped, CALLS)
    assert {name: column.column for name, column in found.columns.items()} == {
        "received_at": "Time Offered", "answered_at": "Answered", "abandoned": "Lost Call",
    }  # fmt: skip


def test_a_draft_from_the_contracts_own_names_leaves_nothing_open(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    example = ",".join(str(field.example) for field in CALLS.fields.values())
    path.write_text(f"force,{','.join(CALLS.fields)}\nWest Mercia,{example}\n")
    draft = draft_mapping(path, CALLS)
    assert [line for line in draft.splitlines()[1:] if "?" in line and "area" not in line] == []


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    header=st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=12), min_size=1),
    cells=st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)),
)
def test_whatever_the_header_the_draft_loads(
    tmp_path: Path, header: list[str], cells: list[str]
) -> None:
    path, mapped = tmp_path / "any.csv", tmp_path / "draft.yaml"
    quoted = [",".join(f'"{c.replace(chr(34), "")}"' for c in row) for row in (header, cells)]
    path.write_text("\n".join(quoted), encoding="utf-8", newline="")
    try:
        draft = draft_mapping(path, CALLS)
    except UserError:
        return  # nothing that is a header
    mapped.write_text(draft, encoding="utf-8")
    load_mapping(mapped, CALLS)


ROW = "C1,{},2025-04-01 08:15:02,{}\n"
HEAD = "call_ref,Queue,received_at,Lost\n"


def line_and_abandoned(tmp_path: Path, columns: str, *cells: tuple[str, str]) -> Rows:
    text = HEAD + "".join(ROW.format(*pair) for pair in cells)
    _, rows = staged(tmp_path, text, f"return: calls\ncolumns: {columns}\n", "line, abandoned")
    return rows


def test_codes_are_the_forces_own_beside_the_contracts(tmp_path: Path) -> None:
    """Case and outer spaces don't matter; what nobody explained is no value, never a guess."""
    columns = "{line: {column: queue, codes: {Blue: '999', N-E: 101}}}"
    cells = [("Blue", "no"), ("  bLUE", "no"), ("n-e", "no"), ("101", "no"), ("Green", "no")]
    rows = line_and_abandoned(tmp_path, columns, *cells)
    assert rows == [("999", False), ("999", False), ("101", False), ("101", False), (None, False)]


def test_an_empty_cell_means_no_only_if_the_mapping_says_so(tmp_path: Path) -> None:
    cells = [("101", ""), ("101", "Lost"), ("101", "perhaps")]
    said = "{line: {column: Queue}, abandoned: {column: Lost, yes: [LOST], no: ['']}}"
    unsaid = "{line: {column: Queue}, abandoned: {column: Lost, yes: [LOST]}}"
    assert line_and_abandoned(tmp_path, said, *cells) == [
        ("101", False), ("101", True), ("101", None),
    ]  # fmt: skip
    assert line_and_abandoned(tmp_path, unsaid, *cells)[0] == ("101", None)


def test_a_constant_stands_in_every_row(tmp_path: Path) -> None:
    columns = "{line: {constant: 999}, abandoned: {constant: no}}"
    rows = line_and_abandoned(tmp_path, columns, ("Blue", "yes"), ("Green", "yes"))
    assert rows == [("999", False), ("999", False)]


def test_formats_and_clocks_are_the_mappings(tmp_path: Path) -> None:
    text = "call_ref,line,at\nC1,999,07/04/25 1.05PM\nC2,999,07/13/25 1.05PM\n"
    mapping = 'return: calls\ncolumns: {received_at: {column: At, format: "%d/%m/%y %I.%M%p"}}\n'
    _, rows = staged(tmp_path, text, mapping, "received_at")
    assert rows == [(datetime(2025, 4, 7, 13, 5),), (None,)]  # there is no thirteenth month
    _, rows = staged(tmp_path, text, mapping + "clock: utc\n", "received_at")
    assert rows[0] == (datetime(2025, 4, 7, 14, 5),)  # an hour later on the wall in summer


TWO = "call_ref,line,Service,received_at\nC1,999,101,2025-04-01 08:15:02\n"


def test_the_fields_own_name_goes_before_others_and_a_mapping_before_both(tmp_path: Path) -> None:
    found, rows = staged(tmp_path, TWO, columns="line")
    assert (rows, found.unread) == ([("999",)], ("Service",))
    mapping = "return: calls\ncolumns: {line: {column: service}}\n"
    found, rows = staged(tmp_path, TWO, mapping, "line")
    assert (rows, found.unread) == ([("101",)], ("line",))


def test_a_column_that_is_ignored_is_no_fields(tmp_path: Path) -> None:
    found, _ = staged(tmp_path, TWO, "return: calls\nignore: [LINE, service]\n")
    assert [problem.subject for problem in found.problems] == ["force", "line", "abandoned"]


def test_two_columns_for_one_field_are_asked_about(tmp_path: Path) -> None:
    text = TWO.replace("line", "queue")
    with pytest.raises(UserError, match=r"'queue' \(column 2\) and 'Service' \(column 3\) could"):
        staged(tmp_path, text)


def test_a_column_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(
        UserError, match=r"calls.csv: the mapping takes line from a column 'q', which is not in"
    ):
        staged(tmp_path, TWO, "return: calls\ncolumns: {line: {column: Q}}\n")


@pytest.mark.parametrize(
    ("mapping", "says"),
    [
        ("", "the file is empty"),
        ("columns: {}", r"line 1, key return: this key is needed"),
        ("return: crimes", r"line 1, key return: this mapping is for 'crimes', not for 'calls'"),
        ("return: rolls", r"line 1, key return: there is no return 'rolls'"),
        ("return: calls\nforce: Narnia", r"line 2, key force: there is no force 'Narnia'"),
        ("return: calls\nclock: bst", r"line 2, key clock: input should be 'uk' or 'utc'"),
        ("return: calls\ncolums: {}", r"line 2, key colums: no such key is known here"),
        ("return: calls\ncolumns: {lines: {column: x}}", r"key columns.lines: calls has no such"),
        ("return: calls\ncolumns: {line: Queue}", r"key columns.line: write it as {column: ...}"),
        ("return: calls\ncolumns: {line: {}}", r"key columns.line: give either `column` or"),
        (
            "return: calls\ncolumns: {line: {column: x, constant: 101}}",
            r"line 2, key columns.line: give either `column` or `constant`",
        ),
        (
            "return: calls\ncolumns:\n  line: {column: x}\n  line: {column: y}",
            r"line 4, key columns.line: the key stands twice",
        ),
        (
            "return: calls\ncolumns:\n  line:\n    column: x\n    codes:\n      E: 998",
            r"line 6, key columns.line.codes.E: '998' is not one of 999, 101",
        ),
        (
            "return: calls\ncolumns: {line: {column: x, codes: {non-em: 101, Non-Em: 999}}}",
            r"key columns.line: 'Non-Em' means both 101 and 999; keep one",
        ),
        (
            "return: calls\ncolumns: {abandoned: {column: x, yes: [Y], no: [y]}}",
            r"key columns.abandoned: 'y' means both yes and no; keep one",
        ),
        (
            "return: calls\ncolumns: {line: {constant: 998}}",
            r"key columns.line.constant: '998' is not one of 999, 101",
        ),
        (
            "return: calls\ncolumns: {line: {column: x, format: '%d'}}",
            r"key columns.line.format: only a date or a time has a format",
        ),
        (
            "return: calls\ncolumns: {received_at: {column: x, codes: {a: b}}}",
            r"key columns.received_at.codes: only a field with a list has `codes`",
        ),
        (
            "return: calls\ncolumns: {line: {column: x, yes: [a]}}",
            r"key columns.line: only a flag has `yes` and `no`",
        ),
        (
            "return: calls\ncolumns: {received_at: {column: received_at, format: '%Q'}}",
            r"key columns.received_at.format: '%Q' is no format; write it as %d/%m/%Y %H:%M",
        ),
        ("return: [", r"this is not valid YAML"),
        ("return: \0", r"character 9 is none of a text in UTF-8; save it again"),
        ("return: " + "[" * 100_000, r"line 1: a mapping has no more than 10 levels"),
        ("ignore: &a [*a, *a]", r"line 1: a mapping has no aliases"),
        ("return: " + "9" * 10_000, r"line 1: a mapping has no texts of more than 500 characters"),
        ("#" * 300_000, r"a mapping has no more than 256 kB; check the file"),
        ("return: !!python/object/apply:os.system [ls]", r"line 1: this is not valid YAML"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_mapping_is_said_with_its_place(
    tmp_path: Path, mapping: str, says: str
) -> None:
    with pytest.raises(UserError, match=rf"map\.yaml\b.*{says}"):
        staged(tmp_path, TWO, mapping or " ")
