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
    near: float
    well: float
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
    "almost": lambda v, a, room: above(a, v) and within(v, a, room.near),
    "just-over": lambda v, a, room: above(v, a) and within(v, a, room.near),
    "over": lambda v, a, _: above(v, a),
    "at-least": lambda v, a, _: not above(a, v),
    "under": lambda v, a, _: above(a, v),
    "at-most": lambda v, a, _: not above(v, a),
    "well-over": lambda v, a, room: above(v, a + room.well),
    "well-under": lambda v, a, room: above(a - room.well, v),
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
        bounds = claim.quantity.share if unit == "share" else claim.quantity.count
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
    itself = min(share, 1 - share)
    about = width.about_half if isclose(share, 0.5) else width.about
    near = min(width.near, width.of_itself * itself)
    plain = min(width.plain, width.plain_of_itself * itself)
    if amount.kind == "of":  # so many of so many: a count
        plain = min(width.exactly, 0.5 / amount.base)
    return Room(
        exactly=min(width.exactly, plain),
        plain=plain,
        about=max(plain, min(about, width.of_itself * itself)),
        near=near,
        well=min(rules.well.points, rules.well.of_itself * share),
        far=rules.far.points,
    )


def _percent_room(amount: Amount, unit: str, rules: Rules) -> Room:
    width, share = rules.percent, named(amount, unit)
    step = amount.step / amount.per if amount.per else amount.step
    return Room(
        exactly=step / 2,
        plain=step / 2,
        about=max(step, min(width.about * share, width.about_points)),
        near=max(step / 2, min(width.near * share, width.near_points)),
        well=min(rules.well.points, rules.well.of_itself * share),
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
        near=width.near * times,
        well=width.well * times,
        far=(rules.far.number_times - 1) * times,
    )


def _number_room(amount: Amount, rules: Rules) -> Room:
    width, size, step = rules.number, abs(amount.value), amount.step
    return Room(
        exactly=step / 2,
        plain=step / 2,
        about=max(step, width.about * size),
        near=max(step / 2, width.near * size),
        well=width.well * size,
        far=(rules.far.number_times - 1) * size,
    )
