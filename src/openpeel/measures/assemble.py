"""From the numbers of a measure's parts to its values.

First every value is drafted (numerator, denominator, status), then the intervals of a whole
measure are worked out in one call on arrays.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from openpeel.catalogue.codes import codes
from openpeel.catalogue.forces import ENGLAND_AND_WALES, Force, districts, forces
from openpeel.catalogue.measures import Measure
from openpeel.catalogue.tables import tables
from openpeel.measures.disclosure import protect
from openpeel.measures.drafts import Draft
from openpeel.measures.left_out import told
from openpeel.measures.numbers import PRECEDENCE, Number, Numbers
from openpeel.measures.periods import Period, period_name
from openpeel.measures.values import OK, Value, Working
from openpeel.statistics import Interval, rate_interval, rate_ratio, share_interval
from openpeel.statistics.means import mean_interval

LEVEL = 0.95
ALL = "all"
COMPLETE = "complete count"
LEFT_OUT = "left out"
CORRECTED = "corrections of earlier periods make the number impossible"


@dataclass
class MeasureNumbers:
    """A measure with the numbers of its parts, by group and over all groups."""

    measure: Measure
    numerator: Numbers
    denominator: Numbers | None
    by_group: Numbers | None  # the numerator, grouped
    base_by_group: Numbers | None  # the denominator, grouped
    squares: Numbers | None = None  # of a mean: the numerator's squares
    squares_by_group: Numbers | None = None
    left_out: Numbers | None = None  # rows that the denominator leaves out for want of a duration
    left_out_by_group: Numbers | None = None
    area_codes: dict[str, list[str]] = field(default_factory=dict)  # force -> partnerships

    def groups(self) -> list[str]:
        """Codes that get a value of their own, in the order of their list."""
        if self.by_group is None:
            return []
        wanted = self.measure.groups or tuple(
            group for group in self.by_group.groups if group not in self.measure.rest
        )
        column = tables()[self.measure.numerator.table].columns[str(self.measure.by)]
        order = list(codes(column.codes).codes) if isinstance(column.codes, str) else []
        return sorted(wanted, key=lambda g: (order.index(g) if g in order else len(order), g))


def values(numbers: MeasureNumbers) -> list[Value]:
    """Every value of a measure: 43 forces and England and Wales, each period, group and area."""
    measure = numbers.measure
    drafts: list[Draft] = []
    for period in numbers.numerator.periods:
        made = list(_drafts(numbers, period))
        protect(measure, made)
        drafts += made
    return _with_intervals(measure, drafts)


def _drafts(numbers: MeasureNumbers, period: Period) -> Iterator[Draft]:
    measure = numbers.measure
    groups = numbers.groups()
    if measure.ratio:
        groups = [group for group in groups if group != measure.ratio.to]
    elif not groups:
        groups = [""]
    elif measure.all:
        groups = [ALL, *groups]
    for group in groups:
        drafts = [_draft(numbers, force, period, group) for force in forces().all]
        yield from drafts
        yield _national(measure, drafts, period, group)
        if measure.areas and not measure.ratio:
            for force, draft in zip(forces().all, drafts, strict=True):
                if draft.numerator is not None:
                    for area in numbers.area_codes.get(force.code, ()):
                        yield _draft(numbers, force, period, group, area)


def _draft(
    numbers: MeasureNumbers, force: Force, period: Period, group: str, area: str = ""
) -> Draft:
    measure = numbers.measure
    top, bottom = _pair(numbers, force.code, period, group, area)
    found = [number for number, _ in (top, bottom) if number is not None]
    workings = [working for _, working in (top, bottom) if working is not None]
    x = top[0].number if top[0] else None
    base = n = bottom[0].number if bottom[0] else None
    rates = None
    if measure.ratio:
        against = _pair(numbers, force.code, period, measure.ratio.to, area)
        found += [number for number, _ in against if number is not None]
        workings += [
            replace(working, role=f"{working.role} of the reference group")
            for _, working in against if working is not None
        ]  # fmt: skip
        x2, n2 = (number.number if number else None for number, _ in against)
        if x is not None and n and x2 is not None and n2:
            rates = (x, n, x2, n2)
            n = n * x2 / n2  # expected at the reference group's rate
        else:
            n = None
    lost = _number(numbers.left_out, numbers.left_out_by_group, force.code, period, group, area)
    if lost is not None and lost.number is not None and base is not None:
        found.append(_judged(lost, base, period))
        workings.append(_left_out(numbers, lost, period))
    squares = _number(numbers.squares, numbers.squares_by_group, force.code, period, group, area)
    status, reason = status_of(measure, force, found, n)
    area_name = districts().partnerships.get(area, "") if area else ""
    return Draft(
        force.code, force.name, area, area_name, period, group, x, n, status, reason,
        tuple(workings), rates, squares.number if squares else None,
    )  # fmt: skip


def _number(
    total: Numbers | None,
    by_group: Numbers | None,
    force: str,
    period: Period,
    group: str,
    area: str,
) -> Number | None:
    """The number of a part that is neither numerator nor denominator."""
    if by_group is not None and group not in ("", ALL):
        return by_group.get(force, period, group, area)
    return total.get(force, period, "", area) if total else None


def _judged(lost: Number, base: float, period: Period) -> Number:
    """Whether too many rows were left out, as a number that has only a status and a reason."""
    status, reason = told(int(base), {"": int(lost.number or 0)}, period.start)
    return Number(None, 0, status, reason)


def _left_out(numbers: MeasureNumbers, lost: Number, period: Period) -> Working:
    assert numbers.left_out is not None
    part = numbers.left_out.part
    return Working(
        LEFT_OUT, "rows left out because they lack a usable time", part.table,
        part.condition.text, lost.number, lost.rows, period.start, period.end,
    )  # fmt: skip


Found = tuple[Number | None, Working | None]


def _pair(
    numbers: MeasureNumbers, force: str, period: Period, group: str, area: str
) -> tuple[Found, Found]:
    measure = numbers.measure
    grouped = numbers.by_group is not None and group not in ("", ALL)
    top_numbers = numbers.by_group if grouped and numbers.by_group else numbers.numerator
    top = top_numbers.get(force, period, group if grouped else "", area)
    made = working_of(measure, "numerator", group, top, period)
    if measure.denominator is None or numbers.denominator is None:
        return (top, made), (None, None)
    based = grouped and numbers.base_by_group is not None
    base = numbers.base_by_group if based and numbers.base_by_group else numbers.denominator
    when = base.nearest(period) if measure.denominator.is_population else period
    if when is None:
        return (top, made), (Number(None, 0, "x", "no population supplied"), None)
    bottom = base.get(force, when, group if based else "", area)
    under = working_of(measure, "denominator", group, bottom, when)
    return (top, made), (bottom, under)


def working_of(measure: Measure, role: str, group: str, found: Number, period: Period) -> Working:
    """A part's number with what it takes to find it again."""
    part = (
        measure.denominator if role == "denominator" and measure.denominator else measure.numerator
    )
    by = part.by if role == "denominator" else measure.by
    where = part.where or ""
    if by and group not in ("", ALL):
        where = f"({where}) and {by} = '{group}'" if where else f"{by} = '{group}'"
    return Working(
        role, part.words, part.table, where, found.number, found.rows, period.start, period.end
    )


def status_of(
    measure: Measure, force: Force, found: list[Number], base: float | None
) -> tuple[str, str]:
    """The status of a value and its reason, out of those of the numbers that make it up."""
    reasons = {number.status: number.reason for number in reversed(found) if number.status}
    if measure.resident and not force.resident_rates:
        reasons["z"] = (
            f"{force.name} has {force.population:,} residents; a rate per resident means nothing"
        )
    if "x" not in reasons and (too_small := _too_small(measure, base)):
        reasons["low"] = too_small
    for status in PRECEDENCE:
        if status in reasons:
            return status, reasons[status]
    notes = [number.reason for number in found if number.reason]
    return OK, notes[0] if notes else ""


def _too_small(measure: Measure, base: float | None) -> str:
    if measure.denominator is None:
        return ""
    if not base:
        return "the base is zero"
    return f"the base is under {measure.minimum}" if 0 < base < measure.minimum else ""


def _national(measure: Measure, drafts: list[Draft], period: Period, group: str) -> Draft:
    """All forces that supplied both parts; partial numbers count in a count only."""
    count = measure.denominator is None
    supplied = [
        draft for draft in drafts
        if draft.numerator is not None
        and (count or (draft.denominator is not None and draft.status in (OK, "r", "z", "low")))
    ]  # fmt: skip
    national = Draft(
        ENGLAND_AND_WALES, "England and Wales", "", "", period, group, None, None,
        "x", "no force supplied it",
    )  # fmt: skip
    if not supplied:
        return national
    national.numerator = math.fsum(draft.numerator or 0 for draft in supplied)
    if not count:
        national.denominator = math.fsum(draft.denominator or 0 for draft in supplied)
    if measure.ratio:
        rates = [draft.rates for draft in supplied if draft.rates]
        x1, e1, x2, e2 = (math.fsum(column) for column in zip(*rates, strict=True))
        national.rates = (x1, e1, x2, e2)
        national.denominator = e1 * x2 / e2 if e2 and x2 else None
    if measure.kind == "mean":
        national.squares = math.fsum(draft.squares or 0 for draft in supplied)
    partial = [draft.force for draft in supplied if draft.status == "p"]
    left_out = [draft.force for draft in drafts if draft not in supplied]
    national.status, national.reason = ("p" if partial else OK), f"{len(supplied)} of 43 forces"
    if partial:
        national.reason += f"; partial: {', '.join(partial)}"
    if left_out:
        national.reason += f"; without {', '.join(left_out)}"
    if too_small := _too_small(measure, national.denominator):
        national.status, national.reason = "low", f"{too_small}; {national.reason}"
    national.workings = _summed([draft.workings for draft in supplied])
    national.adds_up = frozenset(draft.force_code for draft in supplied)
    return national


def _summed(workings: Iterable[tuple[Working, ...]]) -> tuple[Working, ...]:
    columns = zip(*workings, strict=True)
    return tuple(
        replace(
            column[0],
            number=math.fsum(working.number or 0 for working in column),
            rows=sum(working.rows for working in column),
        )
        for column in columns
    )


def _with_intervals(measure: Measure, drafts: list[Draft]) -> list[Value]:
    usable = [draft for draft in drafts if _computable(measure, draft)]
    interval = _interval(measure, usable) if usable and not measure.complete else None
    if interval is None:
        ends = {id(draft): (_complete(measure, draft), math.nan, math.nan) for draft in usable}
        return [make_value(measure, draft, ends.get(id(draft)), COMPLETE, None) for draft in drafts]
    columns = (np.asarray(end) for end in (interval.value, interval.lower, interval.upper))
    ends = {
        id(draft): (measure.shown(value), measure.shown(lower), measure.shown(upper))
        for draft, value, lower, upper in zip(
            usable, *(column.tolist() for column in columns), strict=True
        )
    }
    method, level = interval.method, interval.level
    return [make_value(measure, draft, ends.get(id(draft)), method, level) for draft in drafts]


def _interval(measure: Measure, usable: list[Draft]) -> Interval:
    x = [draft.numerator for draft in usable]
    n = [draft.denominator for draft in usable]
    if measure.kind == "share":
        return share_interval(x, n, level=LEVEL)
    if measure.kind == "rate":
        return rate_interval(x, n, level=LEVEL)
    if measure.kind == "mean":
        return mean_interval(x, n, [draft.squares for draft in usable], level=LEVEL)
    x1, e1, x2, e2 = zip(*(draft.rates for draft in usable if draft.rates), strict=True)
    return rate_ratio(x1, e1, x2, e2, level=LEVEL)


def _complete(measure: Measure, draft: Draft) -> float:
    """A count or an amount, or the quotient of two."""
    number = draft.numerator or 0.0
    return measure.shown(number / draft.denominator if draft.denominator else number)


def _computable(measure: Measure, draft: Draft) -> bool:
    """Whether a value can be shown; corrections can push a number below zero or above its base."""
    if not draft.shown or draft.numerator is None:
        return False
    if measure.denominator is None:
        return True
    if not draft.denominator:
        return False
    if measure.kind == "amount":
        return True
    over = measure.kind == "share" and draft.numerator > draft.denominator
    if draft.numerator < 0 or draft.denominator < 0 or over:
        draft.status, draft.reason = "n", CORRECTED
        return False
    return measure.kind != "ratio" or draft.rates is not None


def make_value(
    measure: Measure,
    draft: Draft,
    ends: tuple[float, float, float] | None,
    method: str,
    level: float | None,
) -> Value:
    """The value of a draft; `ends` are value, lower and upper in the measure's unit."""
    value, lower, upper = (None if math.isnan(end) else end for end in ends or [math.nan] * 3)
    return Value(
        measure=measure.id,
        force_code=draft.force_code,
        force=draft.force,
        area_code=draft.area_code,
        area=draft.area,
        period_start=draft.period.start,
        period_end=draft.period.end,
        group=draft.group,
        numerator=draft.numerator,
        denominator=draft.denominator,
        value=value,
        lower=lower,
        upper=upper,
        level=level if lower is not None or upper is not None else None,
        method=method if value is not None else "",
        unit=measure.unit,
        status=draft.status,
        reason=draft.reason,
        measure_version=measure.signature,
        figure=figure_name(measure, draft),
        workings=draft.workings,
        adds_up=draft.adds_up,
    )


def figure_name(measure: Measure, draft: Draft) -> str:
    """The permalink's name: measure.force.period[.group][.area]."""
    national = draft.force_code == ENGLAND_AND_WALES
    slug = "england-and-wales" if national else forces().by_code[draft.force_code].slug
    parts = [measure.id, slug, period_name(draft.period), draft.group, draft.area_code]
    return ".".join(part for part in parts if part)
