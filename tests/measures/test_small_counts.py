"""METHODS 9: counts of people under 5 are hidden, and no sum gives them back."""

from __future__ import annotations

import numpy as np
import pytest
from drawn import DrawnFile, drawn_measure, shown, values_of
from hypothesis import given, settings
from hypothesis import strategies as st

from openpeel.catalogue.contracts import contracts
from openpeel.catalogue.forces import forces
from openpeel.catalogue.tables import tables
from openpeel.errors import UserError
from openpeel.measures.values import Value

NAMES = [force.name for force in forces().all]
SLUGS = {force.name: force.slug for force in forces().all}
BY_ETHNICITY = """
numerator: {table: stop_searches, words: searches}
by: ethnicity
unit: count
direction: context
"""
ARRESTS = """
numerator: {table: stop_searches, where: "outcome = 'arrest'", words: arrests}
denominator: {table: stop_searches, words: searches}
unit: percent
direction: neutral
"""


def searches(rows: dict[tuple[str, str], int], column: str = "ethnicity") -> DrawnFile:
    """So many searches for each force and group."""
    lines = [f"{force} | 2025-04 | {group} | {n}" for (force, group), n in rows.items() if n]
    return DrawnFile("stop_searches", "\n".join([f"force | period | {column} | times", *lines]))


def of(found: dict[str, Value], force: str) -> dict[str, str]:
    start = f"{SLUGS.get(force, force)}.2025-04."
    return {name[len(start) :]: shown(v) for name, v in found.items() if name.startswith(start)}


def test_only_record_level_tables_about_people_are_protected() -> None:
    about_people = {name for name, table in tables().items() if table.people}
    assert about_people == {held.lake_table for held in contracts().values() if held.people}
    assert "stop_searches" in about_people
    assert not about_people & {"calls", "incidents", "recorded_crime", "population"}
    published = DrawnFile(
        "stop_search_published", "force|period|ethnicity|searches\nKent|2019-20|black|3"
    )
    found = values_of(
        "numerator: {table: stop_search_published, sum: searches, words: searches}\n"
        "by: ethnicity\nunit: count\ndirection: context",
        published,
    )
    assert shown(found["kent.2019-20.black"]) == "3"  # printed by its publisher already


def test_a_count_of_one_to_four_is_hidden_wherever_it_would_stand() -> None:
    found = values_of(BY_ETHNICITY, searches({("Kent", "black"): 3, ("Kent", "white"): 40}))
    small = found["kent.2025-04.black"]
    assert (small.status, small.value, small.numerator, small.lower) == ("c", None, None, None)
    assert [(working.number, working.rows) for working in small.workings] == [(None, 0)]
    assert "fewer than 5 people" in small.reason


def test_neither_the_rest_of_the_force_nor_the_other_forces_give_it_back() -> None:
    table = {
        ("Kent", "black"): 3, ("Kent", "white"): 40, ("Kent", "asian"): 9,
        ("Essex", "black"): 20, ("Essex", "white"): 50, ("Essex", "asian"): 7,
        ("Surrey", "black"): 30, ("Surrey", "white"): 60, ("Surrey", "asian"): 50,
    }  # fmt: skip
    found = values_of(BY_ETHNICITY, searches(table))
    assert of(found, "Kent") == {"all": "52", "asian": "[c]", "black": "[c]", "white": "40"}
    assert of(found, "Essex") == {"all": "77", "asian": "[c]", "black": "[c]", "white": "50"}
    assert of(found, "Surrey") == {"all": "140", "asian": "50", "black": "30", "white": "60"}
    total = of(found, "england-and-wales")
    assert {name: text.split()[0] for name, text in total.items()} == {
        "all": "269", "asian": "66", "black": "53", "white": "150",
    }  # fmt: skip


def test_zero_is_shown_and_nothing_is_hidden_when_no_count_is_small() -> None:
    found = values_of(BY_ETHNICITY, searches({("Kent", "black"): 5, ("Essex", "white"): 6}))
    assert of(found, "Kent") == {"all": "5", "black": "5", "white": "0"}


def test_rows_of_no_group_count_as_one_more_cell() -> None:
    rows = {("Kent", ""): 2, ("Kent", "white"): 40, ("Kent", "black"): 10}
    found = values_of(BY_ETHNICITY, searches(rows))
    # 52 in all less 40 and 10 would tell of two people
    assert "[c]" in of(found, "Kent").values()


def test_a_share_hides_numerator_and_value_and_the_total_gives_nothing_back() -> None:
    found = values_of(
        ARRESTS,
        searches(
            {
                ("Kent", "arrest"): 2, ("Kent", "no-further-action"): 50,
                ("Essex", "arrest"): 9, ("Essex", "no-further-action"): 50,
                ("Surrey", "arrest"): 30, ("Surrey", "no-further-action"): 60,
            },
            "outcome",
        ),
    )  # fmt: skip
    assert shown(found["kent.2025-04"]) == "[c]"
    assert shown(found["essex.2025-04"]) == "[c]"  # or 41 - 9 - 30 would tell
    assert shown(found["surrey.2025-04"]) == "30/90 = 33.33"
    assert found["england-and-wales.2025-04"].numerator == 41
    assert found["kent.2025-04"].denominator == 52


def test_a_small_base_is_hidden_too() -> None:
    found = values_of(
        ARRESTS, searches({("Kent", "arrest"): 3, ("Essex", "arrest"): 50}, "outcome")
    )
    kent = found["kent.2025-04"]
    assert (kent.status, kent.numerator, kent.denominator) == ("c", None, None)
    assert {working.number for working in kent.workings} == {None}


def test_a_ratio_is_hidden_when_the_reference_group_is_small() -> None:
    found = values_of(
        """
        numerator: {table: stop_searches, words: searches}
        denominator: {table: population_ethnicity, sum: persons, by: ethnicity, words: residents}
        by: ethnicity
        groups: [black]
        ratio: {to: white}
        unit: ratio
        direction: neutral
        """,
        searches({("Kent", "black"): 30, ("Kent", "white"): 2}),
        DrawnFile(
            "population_ethnicity",
            """
            force | period     | base        | ethnicity | persons
            Kent  | 2021-03-21 | census-2021 | black     | 100
            Kent  | 2021-03-21 | census-2021 | white     | 900
            """,
        ),
    )
    kent = found["kent.2025-04.black"]
    assert (kent.status, kent.value, kent.numerator, kent.denominator) == ("c", None, None, None)
    assert 2 not in {working.number for value in found.values() for working in value.workings}


def test_people_are_never_counted_by_small_area() -> None:
    with pytest.raises(UserError, match="key areas: stop_searches is about people"):
        drawn_measure(BY_ETHNICITY + "areas: true")


GROUPS = ["asian", "black", "white"]


@given(
    counts=st.lists(
        st.lists(st.integers(0, 12), min_size=3, max_size=3).filter(any), min_size=1, max_size=5
    )
)
@settings(max_examples=40, deadline=None)
def test_no_hidden_count_can_be_worked_out_from_what_is_published(counts: list[list[int]]) -> None:
    rows = {
        (force, group): n
        for force, row in zip(NAMES, counts, strict=False)
        for group, n in zip(GROUPS, row, strict=True)
    }
    found = values_of(BY_ETHNICITY, searches(rows))
    present = sorted({name.rpartition(".")[2] for name in found} - {"all"})
    cells = {
        (force, group): found[f"{SLUGS[force]}.2025-04.{group}"]
        for force in NAMES[: len(counts)]
        for group in present
    }
    for (force, group), value in cells.items():
        true = rows[force, group]
        assert value.numerator in (None, true)
        assert not (value.numerator is not None and 0 < value.numerator < 5)
    assert _undetermined(found, [key for key, v in cells.items() if v.numerator is None], cells)


def _undetermined(
    found: dict[str, Value], hidden: list[tuple[str, str]], cells: dict[tuple[str, str], Value]
) -> bool:
    """Whether the published sums leave every hidden cell open (no unit vector in their span)."""
    lines: list[list[float]] = []
    for force, slug in SLUGS.items():
        if found[f"{slug}.2025-04.all"].numerator is not None:
            lines.append([float(key[0] == force) for key in hidden])
    for group in {group for _, group in cells}:
        if found[f"england-and-wales.2025-04.{group}"].numerator is not None:
            lines.append([float(key[1] == group) for key in hidden])
    if found["england-and-wales.2025-04.all"].numerator is not None:
        lines.append([1.0] * len(hidden))
    known = np.array(lines, dtype=float).reshape(len(lines), len(hidden))
    rank = np.linalg.matrix_rank(known) if known.size else 0
    return all(
        np.linalg.matrix_rank(np.vstack([known, np.eye(len(hidden))[n]])) > rank
        for n in range(len(hidden))
    )
