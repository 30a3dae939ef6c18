"""Rows without a duration that they ought to have: counted, told, and too many of them decisive.

"The force cannot report this" is a finding in itself: such a figure is missing, never zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from openpeel.catalogue.unusable import most_unusable

WORDS = {
    "missing": "a time missing",
    "negative": "times the wrong way round",
    "too-long": "too long to be true",
    "clock-change": "over a change of the clocks",
}


def told(numbers: int, lost: Mapping[str, int], day: date) -> tuple[str | None, str]:
    """A reason code and words for what was left out; no code when the rest may stand for all.

    `numbers` rows have a usable duration; `lost` ought to, by problem (or by no word at all).
    `day` is the first of the period.

    >>> told(900, {"missing": 90, "negative": 10}, date(2025, 4, 1))
    (None, '100 of 1,000 left out: a time missing 90, times the wrong way round 10')
    >>> told(0, {"missing": 12}, date(2025, 4, 1))[0]
    'x'
    """
    gone = sum(lost.values())
    if not gone:
        return None, ""
    why = ", ".join(f"{WORDS[code]} {count:,}" for code, count in lost.items() if code and count)
    words = f"{gone:,} of {gone + numbers:,} left out" + (f": {why}" if why else "")
    if not numbers:
        return "x", f"the force's system cannot report it; {words}"
    most = most_unusable(day)
    if most is not None and 100 * gone > most * (gone + numbers):
        return "x", f"too few usable times: {words}; no figure is shown above {most:g}%"
    return None, words
