"""Parts that test the same columns share a cube; those that would only multiply it do not."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openpeel.catalogue.measures import measures
from openpeel.facts.engine import connect
from openpeel.measures import lots as module
from openpeel.measures.cube import DIRECT, Cube, compute
from openpeel.measures.lots import COMBINATIONS, lots
from openpeel.measures.parts import Parts
from openpeel.measures.sums import Sum
from openpeel.measures.where import condition

FLAGS = (
    "domestic_abuse", "vulnerable", "repeat_caller", "triage", "antisocial_behaviour", "raised",
    "regraded", "rural", "attended", "appointment", "child_present",
)  # fmt: skip


def asked(*conditions: str, by: str | None = None) -> list[Sum]:
    return [Sum(condition("incidents", text, "test"), None, by) for text in conditions]


def columns(found: Sequence[Sequence[Sum]]) -> list[set[str]]:
    return [{name for part in lot for name in part.condition.columns} for lot in found]


def test_columns_that_are_tested_together_share_a_cube() -> None:
    parts = asked("rural and attend_s <= 1200", "attend_s <= 900", "rural")
    assert columns(lots(parts)) == [{"rural", "attend_s"}]


def test_many_flags_do_not_share_one_cube() -> None:
    """Eleven flags have 2,048 combinations: more than a month of an area may have rows."""
    assert 2 ** len(FLAGS) > COMBINATIONS
    found = columns(lots(asked(*FLAGS)))
    assert len(found) == 2
    assert set().union(*found) == set(FLAGS)


def test_durations_of_one_incident_count_once() -> None:
    """An incident that was attended late was dispatched late: four clocks are no thousand bands."""
    clocks = ("attend_s", "graded_attend_s", "received_attend_s", "dispatched_attend_s")
    parts = asked(*(f"{name} <= {at}" for name in clocks for at in (300, 600, 900, 1200, 3600)))
    assert len(lots(parts)) == 1


def test_a_part_on_columns_that_a_cube_has_changes_no_cube() -> None:
    parts = [
        part
        for measure in measures().values()
        if measure.kind != "quantile"
        for part in Parts.of(measure).all
        if part.table == "incidents"
    ]
    more = asked("grade = 'priority' and rural and attend_s <= 3600")
    before, after = (
        {str(Cube(lot).query("rows")) for lot in lots(list(dict.fromkeys(some)))}
        for some in (parts, [*parts, *more])
    )
    assert before == after


@given(st.lists(st.sampled_from(FLAGS), min_size=1, max_size=30), st.randoms())
def test_every_part_is_in_one_lot_in_whatever_order_they_come(
    flags: list[str], random: object
) -> None:
    parts = list(dict.fromkeys(asked(*flags, *(f"not {flag}" for flag in flags))))
    found = lots(parts)
    assert sorted(map(id, parts)) == sorted(id(part) for lot in found for part in lot)
    shuffled = list(parts)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert columns(lots(shuffled)) == columns(found)


@pytest.mark.parametrize(("most", "cubes"), [(1, 11), (8, 7), (10_000, 1)])
def test_the_lots_give_what_the_rows_give(
    monkeypatch: pytest.MonkeyPatch, most: int, cubes: int
) -> None:
    monkeypatch.setattr(module, "COMBINATIONS", most)
    con = connect(threads=1)
    con.execute("select setseed(0.43)")
    flags = ", ".join(f"[true, false, null][1 + (random() * 3)::int % 3] as {f}" for f in FLAGS)
    con.execute(
        "create table rows_of_it as select 'E23000032' as force_code, 'E22000137' as area_code,"
        " date '2025-04-01' as period_start, date '2025-04-30' as period_end,"
        f" (random() * 2000)::bigint as attend_s, {flags} from range(500)"
    )
    pairs = pairwise(FLAGS)
    parts = asked(
        *FLAGS, *(f"{one} and not {other}" for one, other in pairs), "rural and attend_s < 900"
    )
    assert len(parts) > DIRECT
    together = dict(compute(con, "rows_of_it", parts))
    assert len(lots(parts)) == cubes
    for part in parts:
        assert together[part] == dict(compute(con, "rows_of_it", [part]))[part]
