"""What is kept from one release to the next changes how long it takes, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from duckdb import DuckDBPyConnection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openpeel.facts.engine import connect
from openpeel.facts.lake import Batch, Lake
from openpeel.facts.sources.reading import Edition, Facts, Reading
from openpeel.measures import cached
from openpeel.measures.cached import Dropped
from openpeel.measures.cube import compute
from openpeel.measures.engines import DuckDBEngine
from openpeel.measures.quantiles import Left, QuantileCell, Spread
from openpeel.measures.sums import Cell, Sum
from openpeel.measures.where import condition

MONTHS = [(date(2025, 4, 1), date(2025, 4, 30)), (date(2025, 5, 1), date(2025, 5, 31))]
FORCES = ["E23000032", "E23000028", None]
GRADES = ["immediate", "priority", None]
TABLE = "incidents"
QUICK = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
PARTS = [
    Sum(condition(TABLE, None, "")),
    Sum(condition(TABLE, None, ""), areas=True),
    Sum(condition(TABLE, None, ""), by="grade"),
    Sum(condition(TABLE, "grade = 'immediate' and attend_s <= 5", "")),
    Sum(condition(TABLE, "closed_at is null", "")),
    Sum(condition(TABLE, None, ""), "attend_s"),
    Sum(condition(TABLE, "attend_s > 3", ""), "attend_s", squares=True),
]
SPREADS = {
    Spread(condition(TABLE, None, ""), "attend_s"): {0.5, 0.9},
    Spread(condition(TABLE, "grade = 'immediate'", ""), "attend_s", areas=True): {0.5},
    Spread(condition(TABLE, None, ""), "attend_s", by="grade", national=True): {0.5},
}
rows_drawn = st.fixed_dictionaries(
    {
        "force_code": st.sampled_from(FORCES),
        "area_code": st.sampled_from(["E22000137", None]),
        "month": st.sampled_from(MONTHS),
        "grade": st.sampled_from(GRADES),
        "attend_s": st.none() | st.integers(0, 12),
        "attend_s_problem": st.sampled_from(["missing", None]),
    }
)
batches_drawn = st.lists(st.lists(rows_drawn, max_size=12), min_size=1, max_size=3)


@pytest.fixture(scope="module")
def con() -> DuckDBPyConnection:
    return connect(threads=1)


@pytest.fixture
def lake(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Lake:
    monkeypatch.setattr(cached, "WORTH_KEEPING", 3)  # rows: so some batches are kept, others not
    return Lake(tmp_path_factory.mktemp("lake"))


def put(con: DuckDBPyConnection, lake: Lake, rows: list[dict[str, Any]], name: str) -> Batch:
    facts = Facts(TABLE)
    for row in rows:
        values = {key: value for key, value in row.items() if key != "month"}
        facts.add(**values, period_start=row["month"][0], period_end=row["month"][1])
    reading = Reading("drawn", Edition(name, name, None), {TABLE: facts.into(con)}, 0, 0)
    return lake.add(con, name, name, reading)


def fresh(lake: Lake, name: str) -> Lake:
    """A lake of another name with nothing in it, so that names of batches do not meet."""
    return Lake(lake.root / name)


def answers(
    con: DuckDBPyConnection, lake: Lake, batches: list[Batch], dropped: Dropped, parts: list[Sum]
) -> tuple[dict[Sum, set[Cell]], dict[Spread, list[QuantileCell]]]:
    facts = cached.Facts(DuckDBEngine(con), lake, batches, dropped)
    sums = {part: set(cells) for part, cells in facts.sums(TABLE, parts).items()}
    without = frozenset({Left(str(FORCES[0]), MONTHS[0][0], "immediate")})
    return sums, {s: in_order(cells) for s, cells in facts.spreads(SPREADS, without).items()}


def in_order(cells: Iterable[QuantileCell]) -> list[QuantileCell]:
    return sorted(cells, key=lambda cell: (cell.force_code or "", *cell[1:5]))


def plain(
    con: DuckDBPyConnection, lake: Lake, batches: list[Batch], dropped: Dropped
) -> dict[Sum, set[Cell]]:
    source = DuckDBEngine(con).attach(lake, TABLE, batches, dropped)
    return {part: set(cells) for part, cells in compute(con, source, PARTS)}


def files(lake: Lake) -> list[Path]:
    return sorted((lake.root / cached.FOLDER).glob("*"))


@given(data=st.data(), lots=batches_drawn)
@QUICK
def test_the_same_values_with_nothing_something_or_all_kept(
    con: DuckDBPyConnection, lake: Lake, data: st.DataObject, lots: list[list[dict[str, Any]]]
) -> None:
    own = fresh(lake, str(len(list(lake.root.iterdir()))))
    batches = [put(con, own, rows, f"batch{number}") for number, rows in enumerate(lots)]
    held = [batch for batch in batches if TABLE in batch.facts]
    if not held:
        return
    slices = [(b.id, part) for b in held for part in b.slices if part.force_code]
    dropped = data.draw(st.lists(st.sampled_from(slices), unique=True)) if slices else []
    first = answers(con, own, held, dropped, PARTS)
    assert first[0] == plain(con, own, held, dropped)
    assert answers(con, own, held, dropped, PARTS) == first  # all kept
    for file in data.draw(st.lists(st.sampled_from(files(own)), unique=True)) if files(own) else ():
        damage = data.draw(st.sampled_from(["gone", "cut", "other bytes", "empty"]))
        if damage == "gone":
            file.unlink()
        else:
            held_bytes = bytearray(file.read_bytes())
            held_bytes[len(held_bytes) // 2] ^= 1
            cut = {"cut": held_bytes[:-7], "other bytes": held_bytes, "empty": b""}
            file.write_bytes(cut[damage])
    assert answers(con, own, held, dropped, PARTS) == first  # half of it kept, or damaged


def month(number: int, rows: int = 4) -> list[dict[str, Any]]:
    return [
        {
            "force_code": FORCES[0], "area_code": None, "month": MONTHS[number],
            "grade": "immediate", "first_grade": "immediate",
            "attend_s": at, "attend_s_problem": None,
        }
        for at in range(rows)
    ]  # fmt: skip


def test_a_new_month_reads_only_its_own_rows(
    con: DuckDBPyConnection, lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    april = put(con, lake, month(0), "april")
    answers(con, lake, [april], [], PARTS)
    may = put(con, lake, month(1), "may")
    read: list[str] = []
    attach = DuckDBEngine.attach

    def watched(self: DuckDBEngine, at: Lake, table: str, batches: Any, without: Any) -> str:
        read.extend(batch.id for batch in batches)
        return attach(self, at, table, batches, without)

    monkeypatch.setattr(DuckDBEngine, "attach", watched)
    answers(con, lake, [april, may], [], PARTS)
    assert set(read) == {"may"}


def test_a_few_parts_are_asked_of_the_rows_unless_all_cubes_are_there(
    con: DuckDBPyConnection, lake: Lake
) -> None:
    batch = put(con, lake, month(0), "april")
    facts = cached.Facts(DuckDBEngine(con), lake, [batch], [])
    facts.sums(TABLE, PARTS[:2])
    assert files(lake) == []
    facts.sums(TABLE, PARTS)
    assert len(files(lake)) == 1


def test_another_definition_is_another_file(con: DuckDBPyConnection, lake: Lake) -> None:
    batch = put(con, lake, month(0), "april")
    facts = cached.Facts(DuckDBEngine(con), lake, [batch], [])
    facts.sums(TABLE, PARTS)
    facts.sums(TABLE, [*PARTS, Sum(condition(TABLE, "attend_s <= 7", ""))])
    assert len(files(lake)) == 2


def test_a_part_that_was_cut_short_leaves_no_file(
    con: DuckDBPyConnection, lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = put(con, lake, month(0), "april")

    def killed(self: DuckDBEngine, query: Any, path: Path) -> None:
        path.write_bytes(b"PAR1")
        raise KeyboardInterrupt

    monkeypatch.setattr(DuckDBEngine, "save", killed)
    with pytest.raises(KeyboardInterrupt):
        cached.Facts(DuckDBEngine(con), lake, [batch], []).sums(TABLE, PARTS)
    assert files(lake) == []


def test_a_lake_that_can_only_be_read_gives_the_same(
    con: DuckDBPyConnection, lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    batches = [put(con, lake, month(0), "april")]
    hours = Sum(condition("waiting_hours", "level = 'force'", ""), "hours")
    with monkeypatch.context() as read_only:
        read_only.setattr("os.access", lambda *_: False)
        first = answers(con, lake, batches, [], PARTS)
        waited = cached.Facts(DuckDBEngine(con), lake, batches, []).sums("waiting_hours", [hours])
    assert files(lake) == []
    assert answers(con, lake, batches, [], PARTS) == first
    assert cached.Facts(DuckDBEngine(con), lake, batches, []).sums("waiting_hours", [hours]) == (
        waited
    )


def test_waiting_hours_are_kept_by_month(con: DuckDBPyConnection, lake: Lake) -> None:
    batches = [put(con, lake, month(0), "april"), put(con, lake, month(1), "may")]
    part = Sum(condition("waiting_hours", "level = 'force'", ""), "hours")
    first = cached.Facts(DuckDBEngine(con), lake, batches[:1], []).sums("waiting_hours", [part])
    assert len(files(lake)) == 1
    both = cached.Facts(DuckDBEngine(con), lake, batches, []).sums("waiting_hours", [part])
    assert len(files(lake)) == 2
    assert set(first[part]) < set(both[part])
    again = cached.Facts(DuckDBEngine(con), lake, batches, []).sums("waiting_hours", [part])
    assert again == both
