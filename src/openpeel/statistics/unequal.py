"""Disproportionality: how much more often something happens to one group than to another."""

from dataclasses import dataclass

import numpy as np

from openpeel.statistics.arrays import Numbers, Values, floats, plain
from openpeel.statistics.change import rate_difference
from openpeel.statistics.intervals import Interval, rate_interval
from openpeel.statistics.ratios import rate_ratio

PER = 1000


@dataclass(frozen=True, slots=True, eq=False)
class Disproportionality:
    """A group beside a reference: rates per 1,000, ratio, difference, and what is not known.

    `ratio_if_reference` and `ratio_if_group` are the ratios if every event without a recorded
    group had been of the reference or of the group: the truth lies between them as far as
    recording goes. `unrecorded_share` is of all events given.
    """

    rate_group: Interval
    rate_reference: Interval
    ratio: Interval
    difference: Interval
    unrecorded: Numbers
    unrecorded_share: Numbers
    ratio_if_reference: Interval
    ratio_if_group: Interval


def disproportionality(
    x_group: Values,
    pop_group: Values,
    x_reference: Values,
    pop_reference: Values,
    unrecorded: Values = 0,
    level: float = 0.95,
    *,
    x_other: Values = 0,
) -> Disproportionality:
    """Compare a group's rate with a reference group's, with the bounds unrecorded events imply.

    Args:
        x_group, pop_group: Events and population of the group; numbers or arrays.
        x_reference, pop_reference: The same of the reference group.
        unrecorded: Events with no group recorded. None or NaN if that is not known: the bounds
            and the share are then NaN.
        level: Nominal coverage of every interval.
        x_other: Events recorded as of other groups; they count in `unrecorded_share` alone.

    The population base is the caller's choice and can halve the ratio: show each one there is.

    Raises:
        ValueError: negative numbers or a level outside 0 to 1.

    >>> result = disproportionality(210, 9_000, 3533, 1_200_000, unrecorded=400)
    >>> f"{result.rate_group.value:.1f} v {result.rate_reference.value:.1f} per 1,000"
    '23.3 v 2.9 per 1,000'
    >>> f"{result.ratio_if_reference.value:.1f} to {result.ratio_if_group.value:.1f}"
    '7.1 to 23.0'
    """
    group, reference = floats(x_group, "x_group"), floats(x_reference, "x_reference")
    missing = floats(unrecorded, "unrecorded")
    total = group + reference + missing + floats(x_other, "x_other")
    with np.errstate(divide="ignore", invalid="ignore"):
        unrecorded_share = np.where(total > 0, missing / total, np.nan)
    return Disproportionality(
        rate_group=rate_interval(group, pop_group, per=PER, level=level),
        rate_reference=rate_interval(reference, pop_reference, per=PER, level=level),
        ratio=rate_ratio(group, pop_group, reference, pop_reference, level),
        difference=rate_difference(
            group, pop_group, reference, pop_reference, per=PER, level=level
        ),
        unrecorded=plain(missing),
        unrecorded_share=plain(unrecorded_share),
        ratio_if_reference=rate_ratio(group, pop_group, reference + missing, pop_reference, level),
        ratio_if_group=rate_ratio(group + missing, pop_group, reference, pop_reference, level),
    )
