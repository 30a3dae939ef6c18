"""Replies come back in the CSV report, whatever a spreadsheet did to it, and are never lost."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openpeel.errors import UserError
from openpeel.facts.returns.findings import Reply, latest
from openpeel.facts.returns.replies import escaped, merge, replies_from_csv, unescaped

ON = date(2026, 11, 24)
HEAD = "number,reply,reply by,reply on\n"


def back(text: str, encoding: str = "utf-8") -> tuple[Reply, ...]:
    return replies_from_csv(text.encode(encoding), "report.csv", on=ON, by="West Mercia")


def test_a_reply_has_words_a_person_and_a_day() -> None:
    assert back(HEAD + 'Q12345678,"It snowed, and\nit was real",A. Analyst,2026-11-20\n') == (
        Reply("Q12345678", "It snowed, and\nit was real", "A. Analyst", date(2026, 11, 20)),
    )


def test_rows_without_a_reply_are_passed_over_and_what_is_missing_is_filled_in() -> None:
    assert back(HEAD + "Q12345678,,,\nq00000001,Yes,,\n") == (
        Reply("Q00000001", "Yes", "West Mercia", ON),
    )


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Number;Reply;Reply by;Reply on\r\nQ12345678;Café;A;24/11/2026\r\n", "cp1252"),
        ("number\treply\treply by\treply on\nQ12345678\tCafé\tA\t2026-11-24\n", "utf-8-sig"),
    ],
)
def test_what_excel_makes_of_the_file_is_read(text: str, encoding: str) -> None:
    assert back(text, encoding) == (Reply("Q12345678", "Café", "A", ON),)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"a,b\n1,2\n", "it needs the columns `number` and `reply`"),
        (b"", "it needs the columns"),
        (b"PK\x03\x04\0\0", "it is no CSV file"),
        (b"number,reply\x81\n", "can't be read as text"),
        (HEAD.encode() + b"12,Yes,A,\n", "line 2: '12' is no number of a query"),
        (HEAD.encode() + b"Q12345678,Yes,A,soon\n", "line 2: 'soon' is no day"),
        (HEAD.encode() + b"Q12345678,Yes,A,31/02/2026\n", "line 2: '31/02/2026' is no day"),
        (HEAD.encode() + b"Q12345678," + b"x" * 4001 + b",A,\n", "longer than 4,000 characters"),
        (HEAD.encode() + b"Q12345678," + b"x" * 140_000 + b",A,\n", "it is no CSV"),
        (b" " * 20_000_001, "it is too large"),
    ],
)
def test_a_file_that_is_no_report_is_refused_in_a_sentence(data: bytes, says: str) -> None:
    with pytest.raises(UserError, match=r"^report\.csv") as refused:
        replies_from_csv(data, "report.csv", on=ON, by="A")
    assert says in str(refused.value)


def test_a_reply_needs_somebody_who_gives_it() -> None:
    with pytest.raises(UserError, match="say who replies in the column `reply by`"):
        replies_from_csv(b"number,reply\nQ12345678,Yes\n", "report.csv", on=ON)


@given(st.binary(max_size=400))
def test_no_bytes_do_anything_but_give_replies_or_a_sentence(data: bytes) -> None:
    try:
        replies_from_csv(HEAD.encode() + data, "report.csv", on=ON, by="A")
    except UserError as problem:
        assert str(problem).startswith("report.csv")


@given(st.text())
def test_no_cell_begins_a_formula_and_every_cell_comes_back(cell: str) -> None:
    assert not escaped(cell).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert unescaped(escaped(cell)) == cell


def test_every_version_of_a_reply_is_kept_and_the_last_one_counts() -> None:
    first = Reply("Q00000002", "I think so", "A", date(2026, 11, 1))
    later = Reply("Q00000002", "No", "B", date(2026, 11, 2))
    same_day = Reply("Q00000002", "No, see the log", "B", date(2026, 11, 2))
    other = Reply("Q00000001", "Yes", "A", date(2026, 11, 9))
    kept = merge([later, first], [same_day, later, other])
    assert kept == (other, first, later, same_day)
    assert latest(kept, "Q00000002") == same_day
    assert latest(kept, "Q00000003") is None
    assert merge(kept, kept) == kept
