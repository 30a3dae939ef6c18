"""One figure of a survey: an answer's count and share of those who answered, or why there is none.

It is no number: it can't be ordered, added, subtracted or turned into a float, and it carries no
interval. A figure of one force is never put beside that of another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Status = Literal["ok", "low", "c", "x"]


@dataclass(frozen=True, slots=True)
class SurveyFigure:
    """What those who answered an item said.

    `force` is a code, or `all` with `forces`, the number of forces whose answers are in it. `base`
    is how many answered the item, `count` how many of them gave this answer, `percent` a whole
    percentage, where the base carries one. `status` is `ok`, `low` (too few answered), `c`
    (withheld, or it would give back what is) or `x` (nothing was supplied); `reason` says it in
    a sentence, and is empty for `ok`. `caution` goes with it wherever it is shown.
    """

    force: str
    place: str
    item: str
    words: str
    group: str
    group_words: str
    answer: str
    answer_words: str
    count: int | None
    base: int | None
    percent: int | None
    status: Status
    reason: str
    caution: str
    among: str
    theme: str
    area: str
    forces: int | None = None

    @property
    def sentence(self) -> str:
        """The figure in words: "50% of those who answered (205 of 410) ..."."""
        said = f"said “{self.answer_words}” ({self.words})"
        if self.count is None:
            return f"{self.words}, “{self.answer_words}”: [{self.status}] {self.reason}"
        if self.percent is None:
            return f"{self.count:,} {self.among} ({self.base:,}) {said}."
        return f"{self.percent}% {self.among} ({self.count:,} of {self.base:,}) {said}."


def whole_percent(count: int, base: int) -> int:
    """A share in whole percent, halves up.

    >>> whole_percent(1, 200), whole_percent(1, 201)
    (1, 0)
    """
    return (200 * count + base) // (2 * base)


def reason(status: Status, least: int, small: int) -> str:
    """Why a figure is not shown, as a sentence; empty when it is."""
    return {
        "ok": "",
        "low": f"Fewer than {least} people answered, so nothing is shown.",
        "c": (
            f"Withheld: it, or a number that could be worked out from it, counts fewer than"
            f" {small} people."
        ),
        "x": "No answers were collected from this force; that is not zero.",
    }[status]
