"""A true value that every simulated force has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Base = Literal["share", "per 1,000", "per 10,000"]


@dataclass(frozen=True)
class Parameter:
    """One true value that every force has.

    `part` and `of` are SQL conditions over the table's contract: the share of the rows of `of`
    that are also in `part`. For a rate, `of` names the residents: everyone, or an ethnic group.
    `spread` is the standard deviation between forces, of the log odds of a share and of the log
    of a rate: it is what makes real forces differ by more than chance. `swing` moves a share with
    the season: positive when it rises in the busy summer, negative when it falls, 0 for no change.
    Parameters of one `family` tend to be high or low together in a force.
    """

    id: str
    words: str
    table: str
    part: str
    of: str
    national: float
    spread: float
    base: Base = "share"
    swing: float = 0.0
    family: str = ""

    @property
    def per(self) -> int:
        """Residents to whom a rate is the number of rows; 0 for a share."""
        return {"share": 0, "per 1,000": 1_000, "per 10,000": 10_000}[self.base]
