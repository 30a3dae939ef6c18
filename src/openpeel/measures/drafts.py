"""A value on its way: numerator, denominator and status, before its interval is worked out."""

from __future__ import annotations

from dataclasses import dataclass

from openpeel.catalogue.coverage import statuses
from openpeel.measures.periods import Period
from openpeel.measures.values import OK, Working


@dataclass
class Draft:
    """A value before its interval."""

    force_code: str
    force: str
    area_code: str
    area: str
    period: Period
    group: str
    numerator: float | None
    denominator: float | None
    status: str = OK
    reason: str = ""
    workings: tuple[Working, ...] = ()
    rates: tuple[float, float, float, float] | None = None  # of a ratio: x1, e1, x2, e2
    squares: float | None = None  # of a mean: the sum of the squares
    adds_up: frozenset[str] = frozenset()  # of England and Wales: the forces in its sums

    @property
    def shown(self) -> bool:
        """Whether a value stands beside its status."""
        return self.status == OK or statuses()[self.status].shown
