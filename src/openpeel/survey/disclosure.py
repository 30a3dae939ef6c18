"""Which numbers of one item are withheld, so that no small count of people can be had back.

One item of one force is a small table: the answers of everybody, and of each role group. Two sums
hold in it that a reader can use: the answers of a group add up to its base, and the groups add up
to the force. All forces together add up from what is published of each, so they tell nothing more.

* Everybody: an answer given by fewer than `small` people is withheld, none at all included: that
  nobody said it would tell what each of them said. It is joined by others until two or more are
  withheld and together they are no small count. The rest of the table sees them as one answer.
* A group's base under `least` is withheld, and others with it, until two or more are withheld and
  together they are no small count.
* A group with a small count shows no answers, and others join it until what is left of the force
  without the groups shown is itself fit to publish: two groups or more, no small count in it.

So every withheld number can be anything in a range of `small` values or more. What joins is the
next in the order of the question set, never the smallest: a choice that looked at the counts would
tell of them. That all of this holds is tested by listing every table that publishes the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

Counts = Sequence[int]


@dataclass(frozen=True, slots=True)
class Withheld:
    """What is not published of one item of one force; positions from 0.

    `everything` when fewer than `least` answered at all. `answers` are withheld of everybody and of
    every group; `bases` are groups of which nothing is shown, `groups` those without answers.
    """

    everything: bool
    answers: frozenset[int]
    bases: frozenset[int]
    groups: frozenset[int]


def withheld(groups: Sequence[Counts], *, least: int, small: int) -> Withheld:
    """What to withhold of a table of counts: a row for each group that is asked, answers across.

    With one group there is no breakdown, and nothing is said of groups.

    >>> withheld([[40, 50, 3], [60, 20, 30]], least=10, small=10).answers
    frozenset({0, 2})
    """
    total = [sum(column) for column in zip(*groups, strict=True)]
    every = frozenset(range(len(groups)))
    if sum(total) < least:
        return Withheld(True, frozenset(range(len(total))), every, every)
    answers = _joined([count < small for count in total], lambda some: _sum(total, some) >= small)
    if len(groups) < 2:
        return Withheld(False, answers, frozenset(), frozenset())
    bases = [sum(counts) for counts in groups]
    no_base = _joined([base < least for base in bases], lambda some: _sum(bases, some) >= least)
    seen = [_merged(counts, answers) for counts in groups]
    no_answers = _joined(
        [n in no_base or min(counts) < small for n, counts in enumerate(seen)],
        lambda some: all(_sum(column, some) >= small for column in zip(*seen, strict=True)),
    )
    return Withheld(False, answers, no_base, no_answers)


def _joined(small: Sequence[bool], enough: Callable[[frozenset[int]], bool]) -> frozenset[int]:
    """Positions of what is small, and those after the first of it until they are safe together."""
    chosen = frozenset(n for n, is_small in enumerate(small) if is_small)
    if not chosen:
        return chosen
    first = min(chosen)
    for step in range(1, len(small)):
        if len(chosen) > 1 and enough(chosen):
            break
        chosen |= {(first + step) % len(small)}
    return chosen


def _merged(counts: Counts, together: frozenset[int]) -> list[int]:
    """Counts with the withheld answers as one, which a reader can subtract from the base."""
    alone = [count for n, count in enumerate(counts) if n not in together]
    return [*alone, _sum(counts, together)] if together else alone


def _sum(counts: Counts, some: frozenset[int]) -> int:
    return sum(counts[n] for n in some)
