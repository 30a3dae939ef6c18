"""The engine against a plain Python reference, on generated rows and conditions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from duckdb import DuckDBPyConnection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openpeel.facts.engine import connect
from openpeel.facts.sources.reading import Facts
from openpeel.measures.cube import DIRECT, Cube, compute
from openpeel.measures.sums import Cell, Sum
from openpeel.measures.where import condition

Row = dict[str, Any]
Truth = bool | None  # SQL's third truth value is None
Test = Callable[[Row], Truth]

QUICK = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
MONTHS = [(date(2025, 4, 1), date(2025, 4, 30)), (date(2025, 5, 1), date(2025, 5, 31))]
FORCES = ["E23000032", "E23000028", None]
EVENTS = "calls"
COUNTS = "outcomes"


@pytest.fixture(scope="module")
def con() -> DuckDBPyConnection:
    return connect(threads=1)


# Conditions as SQL text and as a Python function, grown together


def _compared(operator: str, left: Any, right: Any) -> Truth:
    if left is None:
        return None
    return {
        "=": left == right, "<>": left != right, "<": left < right,
        "<=": left <= right, ">": left > right, ">=": left >= right,
    }[operator]  # fmt: skip


@st.composite
def number_tests(draw: st.DrawFn, name: str) -> tuple[str, Test]:
    form = draw(st.sampled_from(["compare", "in", "between", "null"]))
    numbers = st.integers(-3, 12)
    if form == "compare":
        operator, value = draw(st.sampled_from(["=", "<>", "<", "<=", ">", ">="])), draw(numbers)
        return f"{name} {operator} {value}", lambda r: _compared(operator, r[name], value)
    if form == "in":
        values = draw(st.lists(numbers, min_size=1, max_size=4))
        text = f"{name} in ({', '.join(map(str, values))})"
        return text, lambda r: None if r[name] is None else r[name] in values
    if form == "between":
        low, high = draw(numbers), draw(numbers)
        text = f"{name} between {low} and {high}"
        return text, lambda r: None if r[name] is None else low <= r[name] <= high
    return f"{name} is null", lambda r: r[name] is None


@st.composite
def word_tests(draw: st.DrawFn, name: str, codes: list[str]) -> tuple[str, Test]:
    form = draw(st.sampled_from(["=", "<>", "in", "null"]))
    if form == "in":
        values = draw(st.lists(st.sampled_from(codes), min_size=1, max_size=3))
        text = f"{name} in ({', '.join(repr(value) for value in values)})"
        return text, lambda r: None if r[name] is None else r[name] in values
    if form == "null":
        return f"{name} is not null", lambda r: r[name] is not None
    value = draw(st.sampled_from(codes))
    return f"{name} {form} '{value}'", lambda r: _compared(form, r[name], value)


def truth_tests(name: str) -> st.SearchStrategy[tuple[str, Test]]:
    return st.sampled_from(
        [
            (name, lambda r: r[name]),
            (f"{name} = false", lambda r: _compared("=", r[name], False)),
        ]
    )


def _not(one: Truth) -> Truth:
    return None if one is None else not one


def _and(one: Truth, other: Truth) -> Truth:
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


def conditions(leaves: st.SearchStrategy[tuple[str, Test]]) -> st.SearchStrategy[tuple[str, Test]]:
    def grown(inner: st.SearchStrategy[tuple[str, Test]]) -> st.SearchStrategy[tuple[str, Test]]:
        pairs = st.tuples(inner, inner)
        return st.one_of(
            inner.map(lambda c: (f"not ({c[0]})", lambda r: _not(c[1](r)))),
            inner.map(lambda c: (f"not {c[0]}", lambda r: _not(c[1](r))) if _plain(c[0]) else c),
            pairs.map(
                lambda p: (f"({p[0][0]}) and ({p[1][0]})", lambda r: _and(p[0][1](r), p[1][1](r)))
            ),
            pairs.map(
                lambda p: (
                    f"({p[0][0]}) or ({p[1][0]})",
                    lambda r: _not(_and(_not(p[0][1](r)), _not(p[1][1](r)))),
                )
            ),
        )

    return st.recursive(leaves, grown, max_leaves=5)


def _plain(text: str) -> bool:
    """A single comparison, which `not` may stand before without brackets."""
    return not any(word in text for word in (" and ", " or ", "not "))


LINES = ["101", "999"]
ASKED = {
    EVENTS: conditions(
        st.one_of(number_tests("answer_ms"), word_tests("line", LINES), truth_tests("abandoned"))
    ),
    COUNTS: conditions(
        st.one_of(word_tests("offence_group", ["theft", "robbery"]), number_tests("outcomes"))
    ),
}
COMMON = {
    "force_code": st.sampled_from(FORCES),
    "area_code": st.sampled_from(["E22000137", None]),
    "month": st.sampled_from(MONTHS),
}
ROWS = {
    EVENTS: st.fixed_dictionaries(
        COMMON
        | {
            "line": st.sampled_from([*LINES, None]),
            "abandoned": st.sampled_from([True, False, None]),
            "answer_ms": st.none() | st.integers(-4, 13),
        }
    ),
    COUNTS: st.fixed_dictionaries(
        COMMON
        | {
            "offence_group": st.sampled_from(["theft", "robbery", None]),
            "offence_code": st.just("1"),
            "offences": st.none() | st.integers(-5, 50),
            "outcomes": st.none() | st.integers(-4, 13),
            "status": st.just("x"),
        }
    ),
}
BY = {EVENTS: "line", COUNTS: "offence_group"}


@st.composite
def questions(draw: st.DrawFn, table: str) -> tuple[list[Row], list[tuple[Sum, Test]]]:
    """Rows of a table, and parts to ask of them: both few and many, so both paths are taken."""
    rows = draw(st.lists(ROWS[table], max_size=25))
    asked = draw(st.lists(ASKED[table], min_size=1, max_size=DIRECT + 4))
    parts: dict[Sum, Test] = {}
    for text, test in asked:
        column = "offences" if table == COUNTS else None
        by, areas = draw(st.sampled_from([None, BY[table]])), draw(st.booleans())
        parts[Sum(condition(table, text, "test"), column, by, areas)] = test
    return rows, list(parts.items())


def put(con: DuckDBPyConnection, table: str, rows: list[Row]) -> str:
    facts = Facts(table)
    for row in rows:
        values = {key: value for key, value in row.items() if key != "month"}
        facts.add(**values, period_start=row["month"][0], period_end=row["month"][1])
    return facts.into(con)


def expected(part: Sum, test: Test, rows: list[Row]) -> set[Cell]:
    """The part in plain Python."""
    held: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in rows:
        if test(row) is True:
            area = (row["area_code"] or "") if part.areas else ""
            group = (row[part.by] or "") if part.by else ""
            held[row["force_code"], area, *row["month"], group].append(row)
    cells = set()
    for key, found in held.items():
        numbers = [row[part.column] for row in found] if part.column else [1] * len(found)
        known = [number for number in numbers if number is not None]
        status = "x" if part.column and len(known) < len(numbers) else None
        cells.add(Cell(*key, len(found), float(sum(known)) if known else None, status))
    return cells


@pytest.mark.parametrize("table", [EVENTS, COUNTS])
@given(data=st.data())
@QUICK
def test_every_part_equals_the_reference(
    con: DuckDBPyConnection, table: str, data: st.DataObject
) -> None:
    rows, parts = data.draw(questions(table))
    asked = [part for part, _ in parts]
    found = dict(compute(con, put(con, table, rows), asked))
    for part, test in parts:
        assert set(found[part]) == expected(part, test, rows), part.condition.text


@pytest.mark.parametrize("table", [EVENTS, COUNTS])
@given(data=st.data())
@QUICK
def test_the_cube_gives_what_the_rows_give(
    con: DuckDBPyConnection, table: str, data: st.DataObject
) -> None:
    rows, parts = data.draw(questions(table))
    source = put(con, table, rows)
    one_by_one = {
        part: set(cells) for part, _ in parts for _, cells in compute(con, source, [part])
    }
    # enough parts that nobody asks for, so that the cube is taken
    spare = [Sum(condition(table, None, ""), None, None, n % 2 == 0) for n in range(2)]
    spare += [Sum(condition(table, None, ""), None, BY[table], n % 2 == 0) for n in range(2)]
    spare += [Sum(condition(table, "offences > 0" if table == COUNTS else "abandoned", ""))]
    together = list(dict.fromkeys([*one_by_one, *spare]))
    assert len(together) > DIRECT
    found = {part: set(cells) for part, cells in compute(con, source, together)}
    assert {part: found[part] for part in one_by_one} == one_by_one


@given(data=st.data())
@QUICK
def test_parts_add_up_across_batches_in_any_order(
    con: DuckDBPyConnection, tmp_path: Path, data: st.DataObject
) -> None:
    rows, parts = data.draw(questions(COUNTS))
    cut = data.draw(st.integers(0, len(rows)))
    shuffled = data.draw(st.permutations(rows))
    asked = [part for part, _ in parts]
    whole = {part: set(cells) for part, cells in compute(con, put(con, COUNTS, rows), asked)}
    files = []
    for number, half in enumerate((shuffled[cut:], shuffled[:cut])):
        files.append(str(tmp_path / f"{number}.parquet"))
        con.execute(f"copy {put(con, COUNTS, half)} to '{files[-1]}' (format parquet)")
    con.execute(f"create or replace temp view halves as select * from read_parquet({files})")
    halves = {part: set(cells) for part, cells in compute(con, "halves", asked)}
    assert halves == whole


@given(people=st.lists(st.floats(0, 1e6), min_size=1, max_size=20), data=st.data())
@QUICK
def test_sums_of_fractions_do_not_depend_on_the_order_of_rows(
    con: DuckDBPyConnection, people: list[float], data: st.DataObject
) -> None:
    part = Sum(condition("workforce", None, ""), "people")

    def total(numbers: list[float]) -> float | None:
        facts = Facts("workforce")
        for number in numbers:
            facts.add(
                force_code="E23000032", period_start=date(2020, 3, 31),
                period_end=date(2020, 3, 31), worker="officer", basis="fte", people=number,
            )  # fmt: skip
        ((_, (cell,)),) = compute(con, facts.into(con), [part])
        return cell.total

    assert total(people) == total(data.draw(st.permutations(people)))


def test_a_column_asked_only_whether_it_is_null_does_not_swell_the_cube() -> None:
    cube = Cube([Sum(condition("calls", "answer_ms is null", ""))])
    assert cube.dims == []
    assert cube.cuts == {"answer_ms": []}
