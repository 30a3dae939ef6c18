"""Whether a figure is what a claim says: widths around the amount named, and relations to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import isclose

from openpeel.catalogue.wording_rules import NOISE, WordingRules
from openpeel.catalogue.wording_rules import Widths as Rules
from openpeel.reports.wording.claims import Amount, Claim


@dataclass(frozen=True)
class Room:
    """How far a figure may lie from an amount under each kind of word, in the amount's unit."""

    exactly: float
    plain: float
    about: float
    near: tuple[float, float]  # below it, above it
    well: tuple[float, float]
    far: float  # beyond this, literally true words tell too little


def above(value: float, named: float) -> bool:
    """Whether a value is greater, by more than the noise of floating point."""
    return value > named and not isclose(value, named, rel_tol=NOISE, abs_tol=NOISE)


def within(value: float, named: float, width: float) -> bool:
    """Whether a value lies as near as a width, or nearer."""
    return not above(abs(value - named), width)


_RELATIONS: dict[str, Callable[[float, float, Room], bool]] = {
    "plain": lambda v, a, room: within(v, a, room.plain),
    "exactly": lambda v, a, room: within(v, a, room.exactly),
    "about": lambda v, a, room: within(v, a, room.about),
    "almost": lambda v, a, room: above(a, v) and within(v, a, room.near[0]),
    "just-over": lambda v, a, room: above(v, a) and within(v, a, room.near[1]),
    "over": lambda v, a, _: above(v, a),
    "at-least": lambda v, a, _: not above(a, v),
    "under": lambda v, a, _: above(a, v),
    "at-most": lambda v, a, _: not above(v, a),
    "well-over": lambda v, a, room: above(v, a + room.well[1]),
    "well-under": lambda v, a, room: above(a - room.well[0], v),
}
OPEN_ENDED = {
    "over": 1,
    "at-least": 1,
    "well-over": 1,
    "under": -1,
    "at-most": -1,
    "well-under": -1,
}


def measured(amount: Amount, value: float) -> float:
    """A figure in the terms of an amount: a ratio of 1.5 is 0.5 of "50 percent higher"."""
    return amount.change * (value - 1) if amount.change else value


def named(amount: Amount, unit: str) -> float:
    """The number named, in the terms of `measured`: 0.005 for a share of "5 per 1,000"."""
    if amount.change < 0 and amount.kind == "times":
        return 1 - amount.value  # halved: less by a half
    return amount.value / amount.per if unit == "share" and amount.per else amount.value


def room(amount: Amount, unit: str, rules: WordingRules) -> Room:
    """The widths around an amount."""
    widths = rules.amounts.widths
    if amount.kind in {"fraction", "in", "of"} and (unit == "share" or amount.change):
        return _fraction_room(amount, widths)
    if amount.kind in {"percent", "points"} or unit == "share":
        return _percent_room(amount, unit, widths)
    if unit == "ratio":
        return _times_room(amount, widths)
    return _number_room(amount, widths)


def holds(claim: Claim, value: float, unit: str, rules: WordingRules) -> bool:
    """Whether a figure is what a claim says of it."""
    return _affirmed(claim, value, unit, rules) != claim.denied


def _affirmed(claim: Claim, value: float, unit: str, rules: WordingRules) -> bool:
    if claim.quantity is not None:
        bounds = claim.quantity.bounds(unit)
        return bounds is not None and bounds.hold(value)
    assert claim.amount is not None
    figure = measured(claim.amount, value)
    low = named(claim.amount, unit)
    if claim.high is not None:
        return not above(low, figure) and not above(figure, named(claim.high, unit))
    if claim.amount.change and OPEN_ENDED.get(claim.rule, 1) < 0 and not above(figure, 0):
        return False  # "fell by less than a third" says that it fell
    return _RELATIONS[claim.rule](figure, low, room(claim.amount, unit, rules))


def _fraction_room(amount: Amount, rules: Rules) -> Room:
    """A fraction's: in points, and less beside the ends of the scale."""
    width, share = rules.fraction, amount.value
    rest = width.of_rest * max(0, 1 - share)
    is_half = isclose(share, 0.5)
    plain = min(width.plain, width.plain_of_itself * share, rest)
    if amount.kind == "of":  # so many of so many: a count
        plain = min(width.counted, 0.5 / amount.base)
    about = width.half if is_half else min(width.about, width.about_of_itself * share, rest)
    near = width.half if is_half else min(width.near, width.near_of_itself * share)
    return Room(
        exactly=min(width.exactly, plain),
        plain=plain,
        about=max(plain, about),
        near=(near, min(near, rest)),
        well=_well(share, rules),
        far=rules.far.points,
    )


def _well(share: float, rules: Rules) -> tuple[float, float]:
    """How far below and above a share "well" begins."""
    below = min(rules.well.points, rules.well.of_itself * share)
    return below, min(below, rules.well.of_itself * max(0, 1 - share))


def _percent_room(amount: Amount, unit: str, rules: Rules) -> Room:
    width, share = rules.percent, named(amount, unit)
    step, last = amount.step, rules.last_figure * amount.last_figure
    if amount.per:
        step, last = step / amount.per, last / amount.per
    elif amount.kind == "number" and step == 1:
        step = 0  # of a share, "0" and "1" say none and all
    near = max(step / 2, min(width.near * share, width.near_points, last))
    return Room(
        exactly=rules.exactly * step,
        plain=step / 2,
        about=max(step, min(width.about * share, width.about_points, last)),
        near=(near, near),
        well=_well(share, rules),
        far=rules.far.points,
    )


def _times_room(amount: Amount, rules: Rules) -> Room:
    """A multiple's: whole multiples have room, others are as exact as they are written."""
    width, times = rules.times, named(amount, "ratio")
    written = amount.numeral
    plain = width.plain * times
    if written is not None and amount.kind in {"number", "times"}:
        is_whole = written.decimals == 0 and amount.kind == "times"
        rounds = written.step / 2
        if not is_whole:
            plain = rounds
        elif times >= width.rounds_from:
            plain = max(plain, rounds)
    return Room(
        exactly=width.exactly * times,
        plain=plain,
        about=max(width.about * times, plain),
        near=(width.near * times, width.near * times),
        well=(width.well * times, width.well * times),
        far=(rules.far.number_times - 1) * times,
    )


def _number_room(amount: Amount, rules: Rules) -> Room:
    width, size, step = rules.number, abs(amount.value), amount.step
    last = rules.last_figure * amount.last_figure
    near = max(step / 2, min(width.near * size, last))
    return Room(
        exactly=rules.exactly * step,
        plain=step / 2,
        about=max(step, min(width.about * size, last)),
        near=(near, near),
        well=(width.well * size, width.well * size),
        far=(rules.far.number_times - 1) * size,
    )
