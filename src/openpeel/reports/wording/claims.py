"""What words claim about an amount: "just over half", "£6m", "most", "50 percent higher"."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import Literal

from openpeel.catalogue.wording_rules import Quantity
from openpeel.reports.wording.numerals import Numeral

Kind = Literal["percent", "points", "fraction", "in", "of", "number", "pounds", "times"]
PLAIN = "plain"


@dataclass(frozen=True)
class Amount:
    """A number with what it counts.

    `value` is a share for percent, fractions, "x in y" and "x of y", a multiple for times, and the
    number itself otherwise. `numeral` is how it was written, if it was: in percent for percent.
    """

    kind: Kind
    value: float
    numeral: Numeral | None = None
    base: int = 0  # the y of "x in y" and "x of y"
    per: float = 0  # 10,000 in "3.9 per 10,000"
    change: int = 0  # 1: so much more; -1: so much less; 0: so much
    change_words: str = ""  # "higher", "fewer"; empty for a verb before it
    word: str = ""  # the word for a multiple: "double", "twice"
    moves: bool = False  # "doubled", "halved", "rose by": a verb
    ambiguous: bool = False  # "three times higher"

    @property
    def step(self) -> float:
        """One unit of the last place that is written, in terms of `value`; 0 for a fraction."""
        if self.numeral is None or self.kind in {"in", "of"}:
            return 0
        return self._in_terms_of_value(self.numeral.step)

    @property
    def last_figure(self) -> float:
        """One unit of the last figure that is no trailing zero, in terms of `value`."""
        return self._in_terms_of_value(self.numeral.last_figure) if self.numeral else inf

    def _in_terms_of_value(self, written: float) -> float:
        return written / 100 if self.kind in {"percent", "points"} else written


@dataclass(frozen=True)
class Claim:
    """What is said of one figure, and where: from `start` up to `end` in the text.

    `rule` is the relation ("plain", "almost", "over" ...), "between", or the quantity word's id.
    """

    start: int
    end: int
    rule: str
    amount: Amount | None = None  # of a range, its lower end
    high: Amount | None = None
    quantity: Quantity | None = None
    often: bool = False
    denied: bool = False
    said: str = ""  # the relation before the amount, in the author's words: "around"

    @property
    def kind(self) -> str:
        """What is named: an amount's kind (of a range, its upper end's) or "word"."""
        amount = self.high or self.amount
        return "word" if amount is None else amount.kind
