"""A figure with its interval, as plain numbers: what pages, tables and archives take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from openpeel.errors import UserError

AS_PUBLISHED = (
    "x of y, plus or minus half the width of the 90% Agresti-Coull interval; it is no 95% interval,"
    " and it is for a simple random sample only"
)


@dataclass(frozen=True)
class Figure:
    """A figure, the ends of its interval at `level`, and how they were worked out.

    Shares run from 0 to 1.
    """

    value: float
    lower: float
    upper: float
    level: float
    method: str

    @property
    def half_width(self) -> float:
        """Half of the interval's width: the "plus or minus" of a symmetric one."""
        return (self.upper - self.lower) / 2

    def percent(self) -> str:
        """The figure in words for a share; the published formula has its plus or minus.

        >>> Figure(0.8123, 0.7301, 0.8744, 0.95, "logit").percent()
        '81.2% (73.0 to 87.4, 95% interval)'
        """
        if self.method == AS_PUBLISHED:
            return f"{100 * self.value:.1f}% +/- {100 * self.half_width:.1f}"
        ends = f"{100 * self.lower:.1f} to {100 * self.upper:.1f}"
        return f"{100 * self.value:.1f}% ({ends}, {self.level:.0%} interval)"


class Estimated(Protocol):
    """What the statistics give back: an estimate, a share with its interval, an agreement."""

    @property
    def value(self) -> object: ...  # noqa: D102
    @property
    def lower(self) -> object: ...  # noqa: D102
    @property
    def upper(self) -> object: ...  # noqa: D102


def figure(estimated: Estimated, level: float, method: str) -> Figure | None:
    """An estimate as plain numbers; None where it, or an end of its interval, can't be told."""
    ends = [float(np.asarray(n)) for n in (estimated.value, estimated.lower, estimated.upper)]
    if not np.all(np.isfinite(ends)):
        return None
    value, lower, upper = ends
    return Figure(value, lower, upper, level, method)


def finite(number: float) -> float | None:
    """The number; None where it can't be told."""
    return number if np.isfinite(number) else None


def check_simple(strata: int) -> None:
    """Refuse the published formula where files of several kinds were drawn apart."""
    if strata > 1:
        raise UserError(
            "--interval as-published is for a simple random sample, and this sample has"
            f" {strata} strata; leave the option out."
        )
