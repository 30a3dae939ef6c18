"""Which numbers of one item are withheld, so that no small count of people can be had back.

One item of one force is a small table: the answers of everybody, and of each role group. Two sums
hold in it that a reader can use: the answers of a group add up to its base, and the groups add up
to the force. All forces together add up from what is published of each, so they tell nothing more.

* Everybody: an answer that fewer than `small` people gave is withheld, and its neighbour on the
  scale with it. No people are fewer than `small` too: that nobody gave an answer would tell what
  each of them said. All answers are withheld where that is not enough: two small ones that are no
  neighbours, or two that are together still small. What is withheld is one answer from there on.
* Groups: all are shown, or none is. With one base under `least`, no base is shown; with one small
  count, no group's answers are.

A reader who also knows this rule can't do better: which numbers are withheld hangs on where the
small ones stand and never on what would be cheapest to withhold, and everything that a group could
be subtracted from goes with it. The tests list every table that publishes the same as a given one,
and find `small` values or more for each number that is withheld.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

Counts = Sequence[int]


@dataclass(frozen=True, slots=True)
class Withheld:
    """What is not published of one item of one force.

    `answers` are positions on the scale, withheld of everybody and of every group; `bases` and
    `groups` say that no group's base, or no group's answers, are shown. `everything` when fewer
    than `least` answered at all.
    """

    everything: bool
    answers: frozenset[int]
    bases: bool
    groups: bool


def withheld(table: Sequence[Counts], *, least: int, small: int) -> Withheld:
    """What to withhold of a table of counts: a row for each group that is asked, answers across.

    >>> withheld([[40, 50, 3], [60, 20, 3]], least=10, small=10)
    Withheld(everything=False, answers=frozenset({1, 2}), bases=False, groups=False)
    >>> withheld([[40, 50, 3], [60, 20, 30]], least=10, small=10)
    Withheld(everything=False, answers=frozenset(), bases=False, groups=True)
    """
    total = [sum(column) for column in zip(*table, strict=True)]
    if sum(total) < least:
        return Withheld(True, frozenset(range(len(total))), True, True)
    answers = _answers(total, small)
    bases = any(sum(counts) < least for counts in table)
    seen = (count for counts in table for count in _merged(counts, answers))
    return Withheld(False, answers, bases, bases or any(count < small for count in seen))


def _answers(counts: Counts, small: int) -> frozenset[int]:
    """Answers withheld of everybody: none, two neighbours that hold every small one, or all."""
    few = [n for n, count in enumerate(counts) if count < small]
    if not few:
        return frozenset()
    first = min(few[0], len(counts) - 2)
    pair = frozenset({first, first + 1})
    enough = pair.issuperset(few) and _sum(counts, pair) >= small
    return pair if enough else frozenset(range(len(counts)))


def _merged(counts: Counts, together: Collection[int]) -> list[int]:
    """Counts with the withheld answers as one, which a reader can subtract from the base."""
    alone = [count for n, count in enumerate(counts) if n not in together]
    return [*alone, _sum(counts, together)] if together else alone


def _sum(counts: Counts, some: Collection[int]) -> int:
    return sum(counts[n] for n in some)
