"""Small counts can't be had back: not by sums, not by bounds, not by knowing the rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from survey_making import ESSEX, KENT, WEST_MERCIA, results

from openpeel.survey.disclosure import withheld
from openpeel.survey.results import SurveyResults

Table = tuple[tuple[int, ...], ...]


class TestTheRule:
    def test_a_table_without_small_counts_is_shown_whole(self) -> None:
        told = withheld([[20, 30, 40], [10, 10, 10]], least=10, small=10)
        assert (told.everything, told.answers, told.bases, told.groups) == (
            False, frozenset(), False, False,
        )  # fmt: skip

    @pytest.mark.parametrize(
        ("counts", "hidden"),
        [
            ([50, 30, 3], {1, 2}),  # the last takes the one before it
            ([3, 30, 50], {0, 1}),
            ([50, 9, 30], {1, 2}),
            ([50, 30, 0], {1, 2}),  # that nobody said it would tell what everybody said
            ([3, 50, 3], {0, 1, 2}),  # no neighbours
            ([50, 4, 5], {0, 1, 2}),  # together still small
            ([40, 3], {0, 1}),
        ],
    )
    def test_a_small_answer_is_withheld_with_its_neighbour(
        self, counts: list[int], hidden: set[int]
    ) -> None:
        assert withheld([counts], least=10, small=10).answers == hidden

    def test_one_small_base_withholds_the_bases_of_all_groups(self) -> None:
        told = withheld([[50, 50], [40, 40], [5, 4]], least=10, small=10)
        assert told.bases and told.groups and not told.answers

    def test_one_small_count_withholds_the_answers_of_all_groups_and_no_base(self) -> None:
        told = withheld([[50, 50], [40, 9]], least=10, small=10)
        assert told.groups and not told.bases and not told.answers

    def test_groups_see_withheld_answers_as_one(self) -> None:
        # 6 and 5 would be small; together, which is all that can be worked out, they are not
        told = withheld([[50, 6, 5], [40, 14, 3]], least=10, small=10)
        assert told.answers == {1, 2} and not told.groups

    def test_too_few_answers_show_nothing(self) -> None:
        assert withheld([[5, 4]], least=10, small=10).everything


def tables(total: int, groups: int, answers: int) -> Iterator[Table]:
    """Every table of counts with a total."""

    def parts(n: int, k: int) -> Iterator[tuple[int, ...]]:
        if k == 1:
            yield (n,)
            return
        for first in range(n + 1):
            for rest in parts(n - first, k - 1):
                yield (first, *rest)

    for flat in parts(total, groups * answers):
        yield tuple(flat[g * answers : (g + 1) * answers] for g in range(groups))


def shown(table: Table, small: int) -> tuple[object, ...]:
    """What is published of a table: None where it is withheld."""
    told = withheld(table, least=small, small=small)
    if told.everything:
        return ("low",)
    total = [sum(column) for column in zip(*table, strict=True)]
    out: list[object] = [sum(total), *_without(total, told.answers)]
    if len(table) > 1:
        for counts in table:
            out.append(None if told.bases else sum(counts))
            hidden = range(len(counts)) if told.groups else told.answers
            out += _without(counts, hidden)
    return tuple(out)


def _without(counts: Sequence[int], hidden: object) -> list[int | None]:
    return [None if n in hidden else c for n, c in enumerate(counts)]  # type: ignore[operator]


def numbers(table: Table) -> tuple[int, ...]:
    """The same numbers as in `shown`, nothing withheld."""
    total = [sum(column) for column in zip(*table, strict=True)]
    out = [sum(total), *total]
    if len(table) > 1:
        for counts in table:
            out += [sum(counts), *counts]
    return tuple(out)


@pytest.mark.parametrize(
    ("groups", "answers", "most", "small"),
    [
        (1, 2, 14, 3), (1, 3, 14, 3), (1, 4, 12, 3), (1, 5, 10, 2),
        (2, 2, 13, 3), (3, 2, 10, 3), (2, 3, 10, 3), (4, 2, 8, 2), (3, 3, 7, 2),
    ],
)  # fmt: skip
def test_whoever_knows_the_rule_still_finds_as_many_values_as_a_small_count_has(
    groups: int, answers: int, most: int, small: int
) -> None:
    """Every table is listed; those that publish the same can't be told apart by anybody.

    Sums, differences, bounds, percentages and the rule itself are all in that. Each withheld
    number then takes `small` values or more, one of which is as good as any other.
    """
    for total in range(small, most + 1):
        alike = defaultdict(list)
        for table in tables(total, groups, answers):
            alike[shown(table, small)].append(numbers(table))
        for published, every in alike.items():
            for n, number in enumerate(published):
                values = {one[n] for one in every}
                assert len(values) == 1 if number is not None else len(values) >= small


COUNTS = st.one_of(st.integers(0, 14), st.integers(10, 60))
ROLES = ("response", "investigation", "safeguarding")  # those asked of crimes carried
CODES = ("agree", "neither", "disagree")
FORCES = {"west_mercia": WEST_MERCIA, "kent": KENT, "essex": ESSEX}


@settings(max_examples=8, deadline=None)
@given(st.lists(st.lists(COUNTS, min_size=9, max_size=9), min_size=3, max_size=3))
def test_no_sum_or_bound_over_all_published_cells_gives_a_count_back(flat: list[list[int]]) -> None:
    """Three forces, their groups and all together: linear programs over everything published."""
    truth = np.array(flat).reshape(3, 3, 3)
    made = results(**{
        name: {
            role: {"crimes-carried": dict(zip(CODES, map(int, truth[f, g]), strict=True))}
            for g, role in enumerate(ROLES)
        }
        for f, name in enumerate(FORCES)
        if truth[f].sum()
    })  # fmt: skip
    sums, totals = everything_published(made)
    for f, force in enumerate(FORCES.values()):
        for group in ("all", *ROLES):
            which = range(3) if group == "all" else [ROLES.index(group)]
            for a, code in enumerate(CODES):
                figure = made.result(force, "crimes-carried", code, group)
                if figure.status != "c":
                    continue
                wanted = np.zeros((3, 3, 3))
                wanted[f, list(which), a] = 1
                least, most = bounds(wanted, sums, totals)
                assert most - least >= 9.5
                assert least - 0.5 <= truth[f, list(which), a].sum() <= most + 0.5


def everything_published(made: SurveyResults) -> tuple[list[np.ndarray], list[int]]:
    """Each published number as a sum over the 27 counts."""
    sums, totals = [], []
    for f, force in enumerate(FORCES.values()):
        for group in ("all", *ROLES):
            which = list(range(3)) if group == "all" else [ROLES.index(group)]
            for a, code in enumerate(CODES):
                figure = made.result(force, "crimes-carried", code, group)
                if figure.base is not None:
                    row = np.zeros((3, 3, 3))
                    row[f, which, :] = 1
                    sums.append(row)
                    totals.append(figure.base)
                if figure.count is not None:
                    row = np.zeros((3, 3, 3))
                    row[f, which, a] = 1
                    sums.append(row)
                    totals.append(figure.count)
    for group in ("all", *ROLES):
        which = list(range(3)) if group == "all" else [ROLES.index(group)]
        inside = [
            f for f, force in enumerate(FORCES.values())
            if all(made.result(force, "crimes-carried", c, group).count is not None for c in CODES)
        ]  # fmt: skip
        for a, code in enumerate(CODES):
            figure = made.result("all", "crimes-carried", code, group)
            assert figure.forces == len(inside)
            if figure.count is not None:
                row = np.zeros((3, 3, 3))
                row[np.ix_(inside, which, [a])] = 1
                sums.append(row)
                totals.append(figure.count)
    return sums, totals


def bounds(wanted: np.ndarray, sums: list[np.ndarray], totals: list[int]) -> tuple[float, float]:
    """The least and most that a sum of counts can be, given everything published."""
    equal = {"A_eq": np.array([row.ravel() for row in sums]), "b_eq": totals} if sums else {}
    cost = wanted.ravel()
    low = linprog(cost, bounds=(0, None), **equal)
    high = linprog(-cost, bounds=(0, None), **equal)
    assert low.status == 0
    return low.fun, np.inf if high.status == 3 else -high.fun
