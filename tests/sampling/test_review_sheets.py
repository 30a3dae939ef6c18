"""Whatever somebody writes into an answer comes back from a spreadsheet as it was."""

from __future__ import annotations

import tempfile
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from openpeel.errors import UserError
from openpeel.sampling.reading_sheets import read_sheet_of_answers
from openpeel.sampling.review_sheets import (
    COLUMNS,
    SheetRow,
    guarded,
    sheet_csv,
    sheet_xlsx,
    unguarded,
)

AT = datetime(2021, 7, 2, tzinfo=UTC)


def row(comment: str) -> SheetRow:
    values = {field.name: "x" for field in fields(SheetRow)} | {"comment": comment}
    return SheetRow(**values)


def plain(text: str) -> str:
    """As a cell keeps a text: what can't be seen is left out before."""
    return "".join(sign for sign in text if sign.isprintable() or sign in "\n\t").strip()


TEXTS = st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=40).map(plain)


@settings(deadline=None, max_examples=25)
@given(st.lists(TEXTS, min_size=1, max_size=5))
@example(["=cmd|' /C calc'!A0", "'=1", "''", "-", "@x", "+1", "0012", "1e5", "TRUE", "1/2"])
@example(["_x000D_", "_x0041_", "a\nb", "a\tb", 'a "quoted" b', "a;b,c|d", "&amp;<b>", "#N/A"])
def test_texts_come_back_as_they_were(texts: list[str]) -> None:
    rows = [row(text) for text in texts]
    with tempfile.TemporaryDirectory() as folder:
        for name, content in (
            ("a.csv", sheet_csv(rows).encode("utf-8-sig")),
            ("b.xlsx", sheet_xlsx(rows, [()] * len(rows), ["cover"], AT)),
        ):
            path = Path(folder) / name
            path.write_bytes(content)
            back = [read.cells["comment"] for read in read_sheet_of_answers(path)]
            assert back == texts, name


@given(TEXTS)
def test_what_is_guarded_begins_no_formula_and_is_found_again(text: str) -> None:
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert unguarded(guarded(text)) == text


def test_columns_may_stand_in_any_order_and_beside_others(tmp_path: Path) -> None:
    names = ["mine", *reversed(COLUMNS)]
    path = tmp_path / "a.csv"
    path.write_text(";".join(names) + "\n" + ";".join(f"<{name}>" for name in names) + "\n")
    (read,) = read_sheet_of_answers(path)
    assert read.cells == {name: f"<{name}>" for name in COLUMNS}
    assert read.where == "a.csv, row 2"


def test_a_text_that_no_cell_holds_is_refused_and_not_lost() -> None:
    with pytest.raises(UserError, match="take the CSV instead"):
        sheet_xlsx([row("x" * 40_000)], [()], ["cover"], AT)
    assert "x" * 40_000 in sheet_csv([row("x" * 40_000)])


def test_the_same_rows_give_the_same_workbook() -> None:
    first, second = (sheet_xlsx([row("a")], [("Yes", "No")], ["cover"], AT) for _ in range(2))
    assert first == second
