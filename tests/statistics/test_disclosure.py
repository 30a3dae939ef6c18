"""Small counts stay hidden."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from openpeel.statistics import round_to, suppress


def can_be_worked_out(published) -> np.ndarray:
    """Tell which hidden cells of a table the published totals give back, by linear algebra.

    A cell is given back if every solution of the sums has the same number in it: if it is zero
    in every vector of the null space.
    """
    full = np.block(
        [
            [published.values, np.atleast_1d(published.totals)[:, np.newaxis]],
            [np.append(published.column_totals, published.grand_total)[np.newaxis]],
        ]
    )
    hidden = np.argwhere(np.isnan(full))
    rows, columns = full.shape
    sums = np.zeros((rows + columns, len(hidden)))
    for place, (row, column) in enumerate(hidden):
        sums[row, place] = -1 if column == columns - 1 else 1
        sums[rows + column, place] = -1 if row == rows - 1 else 1
    if not len(hidden):
        return np.zeros(0, dtype=bool)
    _, size, basis = np.linalg.svd(sums)
    free = basis[(size > 1e-9).sum() :]
    return np.abs(free).max(axis=0, initial=0) < 1e-9


def test_counts_from_one_to_four_are_hidden_and_zero_is_shown():
    published = suppress([0, 1, 4, 5, 90])
    assert np.isnan(published.values).tolist() == [False, True, True, False, False]
    assert published.values[0] == 0
    assert published.totals == 100


def test_a_lone_small_count_takes_the_next_smallest_with_it():
    published = suppress([3, 60, 8, 0])
    assert published.hidden.tolist() == [True, False, True, False]
    assert suppress([3, 60, 8, 0], secondary=False).hidden.tolist() == [True, False, False, False]


def test_hidden_counts_never_add_up_to_a_small_number():
    """1 and 1 hidden under a shown total of 52 would be known to be 1 and 1."""
    assert suppress([1, 1, 50, 90]).hidden.tolist() == [True, True, True, False]
    assert suppress([2, 3, 50, 90]).hidden.tolist() == [True, True, False, False]


def test_the_total_goes_when_nothing_else_can_protect():
    published = suppress([3])
    assert np.isnan(published.totals)
    assert np.isnan(suppress([3, None]).totals)
    assert suppress([3, None]).hidden.tolist() == [True, False]


def test_reviews_and_surveys_hide_under_ten():
    assert suppress([9, 10, 40, 12], threshold=10).hidden.tolist() == [True, True, False, False]


def test_two_hidden_in_every_line_are_not_enough():
    """Two squares of hidden cells joined by one cell: that one can be worked out."""
    counts = np.full((5, 5), 50.0)
    counts[np.ix_([0, 1], [0, 1])] = 4
    counts[np.ix_([2, 3], [2, 3])] = 4
    counts[1, 2] = 4
    naive = suppress(counts, secondary=False)
    lines = [naive.hidden.sum(axis=axis) for axis in (0, 1)]
    assert all((line[line > 0] >= 2).all() for line in lines)
    assert can_be_worked_out(naive).any()
    assert not can_be_worked_out(suppress(counts)).any()


@settings(max_examples=120, deadline=None)
@given(
    arrays(
        np.int64,
        array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=6),
        elements=st.one_of(st.integers(0, 6), st.integers(0, 200)),
    )
)
def test_totals_never_give_a_small_count_back(counts):
    published = suppress(counts)
    shown = np.concatenate(
        [published.values.ravel(), np.ravel(published.totals), published.column_totals]
    )
    assert not ((shown > 0) & (shown < 5)).any()
    assert not can_be_worked_out(published).any()
    for hidden, cells, totals in (
        (published.hidden, counts, np.atleast_1d(published.totals)),
        (published.hidden.T, counts.T, published.column_totals),
    ):
        for line in range(len(totals)):
            if hidden[line].any() and not np.isnan(totals[line]):
                assert cells[line][hidden[line]].sum() >= 5
    kept = ~published.hidden
    assert (published.values[kept] == counts[kept]).all()


@settings(max_examples=100, deadline=None)
@given(st.lists(st.one_of(st.integers(0, 6), st.integers(0, 300)), min_size=1, max_size=12))
def test_lists_never_give_a_small_count_back(counts):
    published = suppress(counts)
    hidden = np.array(counts)[published.hidden]
    if not np.isnan(published.totals) and hidden.size:
        assert hidden.size >= 2
        assert hidden.sum() >= 5
    assert not any(0 < count < 5 for count in published.values)
    if all(count == 0 or count >= 5 for count in counts):
        assert not published.hidden.any()


def test_rounding_by_name():
    assert round_to(7) == 5.0
    assert round_to([12.5, 17.5, None], base=5).tolist()[:2] == [15.0, 20.0]
    assert round_to(1234, base=100) == 1200


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: suppress([-1, 4]), "whole numbers, not negative"),
        (lambda: suppress([1.5, 4]), "whole numbers, not negative"),
        (lambda: suppress([]), "at least one cell"),
        (lambda: suppress(4), "a list or a table"),
        (lambda: round_to(4, base=0), "base must be at least 1"),
    ],
)
def test_wrong_arguments_are_refused_in_a_sentence(call, words):
    with pytest.raises(ValueError, match=words):
        call()
