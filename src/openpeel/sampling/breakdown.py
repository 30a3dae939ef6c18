"""One question by kind of file, with nothing shown of a few files and no way to work it out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from openpeel.catalogue.audit_designs import Stratum
from openpeel.catalogue.audit_rules import audit_rules
from openpeel.catalogue.verdict_words import Pair, verdict_words
from openpeel.sampling.answers import RoundAnswers
from openpeel.sampling.figures import Figure, figure
from openpeel.statistics import share_interval


@dataclass(frozen=True)
class StratumResult:
    """One kind of file: x of y relevant files have the good answer.

    `x`, `word` and `share` are None where `status` is "low" (too few relevant files) or "c" (with
    them those of a stratum with too few could be worked out).
    """

    stratum: Stratum
    population: int | None  # files in the frame
    drawn: int
    settled: int
    x: int | None
    y: int
    word: Pair | None
    share: Figure | None
    status: Literal["", "low", "c"]


def by_stratum(
    counts: Mapping[str, tuple[int, int, int]],
    strata: Sequence[Stratum],
    answers: RoundAnswers,
    on: date,
    level: float,
) -> tuple[StratumResult, ...]:
    """The breakdown, from good answers, relevant and settled files by stratum."""
    smallest, words = audit_rules(on).smallest_base, verdict_words(on)
    hidden = to_hide({id: y for id, (_, y, _) in counts.items()}, smallest)
    found = []
    for stratum in strata:
        x, y, settled = counts[stratum.id]
        status: Literal["", "low", "c"] = "low" if y < smallest else ""
        if not status and stratum.id in hidden:
            status = "c"
        found.append(
            StratumResult(
                stratum=stratum,
                population=answers.populations.get(stratum.id),
                drawn=answers.drawn.get(stratum.id, 0),
                settled=settled,
                x=None if status else x,
                y=y,
                word=None if status else words.of_files(x, y),
                share=None if status else wilson(x, y, level),
                status=status,
            )
        )
    return tuple(found)


def to_hide(bases: Mapping[str, int], smallest: int) -> set[str]:
    """Which parts of a shown total to hide: those under the smallest base, and what guards them.

    The total less the parts shown is the sum of those hidden. It must itself stand on at least
    `smallest` files and on two parts with files; the smallest of the others are hidden until it
    does. Parts without any relevant file hold nothing and guard nothing.

    >>> sorted(to_hide({"burglary": 4, "robbery": 12, "rape": 40}, 10))
    ['burglary', 'robbery']
    """
    hidden = {id for id, base in bases.items() if 0 < base < smallest}
    others = sorted((base, id) for id, base in bases.items() if base >= smallest)
    while hidden and others and (sum(bases[id] for id in hidden) < smallest or len(hidden) < 2):
        hidden.add(others.pop(0)[1])
    return hidden


def wilson(x: int, y: int, level: float) -> Figure | None:
    """The plain share x / y with its Wilson interval; None of nothing."""
    return figure(share_interval(x, y, level=level), level, "wilson")
