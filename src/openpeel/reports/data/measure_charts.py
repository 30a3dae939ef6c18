"""What the charts of a report are drawn from: every force in one period, or one through time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date, timedelta
from itertools import pairwise

from openpeel.catalogue.forces import ENGLAND_AND_WALES
from openpeel.charts import ControlLimits
from openpeel.releases.periods import period_short, period_words
from openpeel.releases.queries import NEARLY_AS_MANY
from openpeel.releases.rule_changes import Period, breaks, change_between
from openpeel.releases.trends import control
from openpeel.reports.data.comparing import ONE_LENGTH
from openpeel.reports.data.figures import (
    BarOf,
    BreakOf,
    ChartData,
    LimitsOf,
    PeriodOf,
    TrendData,
)
from openpeel.reports.data.from_measures import USED, coverage, source_of
from openpeel.reports.data.site_release import MeasureFile, Row, SiteRelease, day, place_name
from openpeel.statistics import chance_budget

FEWEST = 2  # periods with a value, below which there is nothing to join
NOT_SUPPLIED = "x"


def bars(id: str, row: Row, held: MeasureFile, release: SiteRelease) -> ChartData:
    """The bars of every force in the period and group of a value, with the outlier lines."""
    measure = held.measure
    values, standings = held.like(row), held.standings(row)
    when = period_words(day(row, "period_start"), day(row, "period_end"))
    line = next(iter(standings.values()), None)
    lines = None
    if line and line["line_lower"] is not None and measure.unit not in ("count", "pounds"):
        lines = line["line_lower"], line["line_mean"], line["line_upper"]
    marked = sum(1 for s in standings.values() if s["line_mark"])
    return ChartData(
        figure=id,
        measure=measure.id,
        title=measure.name,
        subtitle=f"Police forces in England and Wales, {when}, {measure.unit}",
        unit=measure.unit,
        direction=measure.direction,
        bars=tuple(
            BarOf(
                code=code,
                force=value["force"],
                value=value["value"],
                lower=value["lower"],
                upper=value["upper"],
                status=value["status"],
                mark=standings[code]["line_mark"] if code in standings else None,
            )
            for code, value in values.items()
            if code != ENGLAND_AND_WALES
        ),
        lines=lines,
        national=values[ENGLAND_AND_WALES]["value"] if ENGLAND_AND_WALES in values else None,
        source=source_of(measure, release),
        address=f"/measures/{measure.id}/",
        note=_bars_note(values, marked, line) if line and lines else "",
    )


def _bars_note(values: Mapping[str, Row], marked: int, line: Row) -> str:
    """What METHODS asks to be printed with every chart that has lines."""
    used = sum(v["status"] in USED for c, v in values.items() if c != ENGLAND_AND_WALES)
    scale = "the logarithms of the scores" if line["line_scale"] == "log" else "the scores"
    note = (
        f"{marked} of {used} forces lie beyond the dotted lines, one standard deviation from the"
        f" mean of the forces, on {scale}; with no true difference at all chance alone would put"
        f" about {chance_budget(used):.0f} there."
    )
    if not line.get("line_reading"):  # a site that was built before it published them
        return note
    return (
        f"{note} Scale by the reading “{line['line_reading']}”: Shapiro-Wilk"
        f" {_test(line, 'raw')} of the scores, {_test(line, 'log')} of their logarithms."
    )


def _test(line: Row, scores: str) -> str:
    w, p = line[f"w_{scores}"], line[f"p_{scores}"]
    if w is None:
        return "can't be made"
    return f"W = {w:.3f}, p {'< 0.001' if p < 0.001 else f'= {p:.3f}'}"


def trend(id: str, row: Row, held: MeasureFile, release: SiteRelease) -> TrendData | None:
    """A force's values up to that of `row`, with England and Wales; None for fewer than two.

    Periods that the release does not have, between those that it has, are there as missing.
    England and Wales has no value where far fewer forces supplied one than in the fullest period.
    """
    measure = held.measure
    own = _by_period(held, row, row["force_code"])
    if sum(r["value"] is not None for r in own.values()) < FEWEST:
        return None
    national = _by_period(held, row, ENGLAND_AND_WALES)
    periods = list(_with_gaps(sorted(own.keys() | national.keys())))
    there = {period: coverage(held.like(r))[0] for period, r in national.items()}
    most = max(there.values(), default=0)
    whole = {p: r for p, r in national.items() if there[p] >= NEARLY_AS_MANY * most}
    own = whole if row["force_code"] == ENGLAND_AND_WALES else own
    broken = breaks(measure, periods)
    rows = [own.get(period) for period in periods]
    limits, signals = control(
        measure,
        *(
            [r[key] if r and r["status"] in USED else None for r in rows]
            for key in ("numerator", "denominator", "value")
        ),
        broken=bool(broken),
    )
    code = row["force_code"]
    place = place_name(code)
    beside = "" if code == ENGLAND_AND_WALES else " beside England and Wales"
    group = f", {row['group']}" if row["group"] and row["group"] != "all" else ""
    return TrendData(
        figure=id,
        measure=measure.id,
        code=code,
        force=place,
        title=f"{measure.name}{group}",
        subtitle=(
            f"{measure.name}{group}, {place}{beside},"
            f" {period_words(*periods[0])} to {period_words(*periods[-1])}, {measure.unit}"
        ),
        unit=measure.unit,
        periods=tuple(
            _period_of(period, one, whole.get(period) if beside else None, signal)
            for period, one, signal in zip(periods, rows, signals, strict=True)
        ),
        breaks=tuple(BreakOf(start=b.start, reason=b.reason) for b in broken),
        limits=_limits_of(limits),
        source=source_of(measure, release),
        address=f"/measures/{measure.id}/",
        note=_trend_note(len(periods), [there[p] for p in whole], limits is None, bool(broken)),
    )


def first_alike(row: Row, held: MeasureFile) -> Row:
    """The first value of a trend that its last can be compared with: the counting rule is the same.

    The last itself where there is no other.
    """
    period = day(row, "period_start"), day(row, "period_end")
    own = sorted(_by_period(held, row, row["force_code"]).items())
    alike = (
        value
        for at, value in own
        if value["status"] in USED and change_between(held.measure, at, period) is None
    )
    return next(alike, row)


def _limits_of(limits: ControlLimits | None) -> LimitsOf | None:
    return None if limits is None else LimitsOf.model_validate(asdict(limits))


def _by_period(held: MeasureFile, row: Row, code: str) -> dict[Period, Row]:
    """A force's values of the same group and length of period, up to the end of a value's own."""
    length = _days(row)
    return {
        (day(v, "period_start"), day(v, "period_end")): v
        for v in held.values
        if v["force_code"] == code
        and v["group"] == row["group"]
        and v["period_end"] <= row["period_end"]
        and abs(_days(v) - length) <= ONE_LENGTH
    }


def _days(row: Row) -> int:
    return (day(row, "period_end") - day(row, "period_start")).days


def _with_gaps(periods: Sequence[Period]) -> Iterator[Period]:
    """The periods, and those missing between them where they follow at equal steps of months."""
    months = [_month(start) for start, _ in periods]
    step = min((after - at for at, after in pairwise(months)), default=0)
    before = None
    for period, month in zip(periods, months, strict=True):
        if before is not None and step:
            missing = range(before + step, month, step) if (month - before) % step == 0 else ()
            yield from (_moved(period, at - month) for at in missing)
        before = month
        yield period


def _month(start: date) -> int:
    return start.year * 12 + start.month


def _moved(period: Period, months: int) -> Period:
    """A period so many months on; the end of a month stays one."""
    start, end = period
    if start == end:
        moved = _shifted(end + timedelta(1), months) - timedelta(1)
        return moved, moved
    return _shifted(start, months), _shifted(end + timedelta(1), months) - timedelta(1)


def _shifted(on: date, months: int) -> date:
    year, month = divmod(_month(on) - 1 + months, 12)
    return date(year, month + 1, min(on.day, 28))


def _period_of(period: Period, own: Row | None, national: Row | None, signal: str) -> PeriodOf:
    return PeriodOf(
        start=period[0],
        label=period_short(*period),
        value=own["value"] if own else None,
        lower=own["lower"] if own else None,
        upper=own["upper"] if own else None,
        status=_status(own),
        signal=signal,
        national=national["value"] if national else None,
        national_status=_status(national),
    )


def _status(row: Row | None) -> str:
    """The reason code; empty for a value that is as it should be."""
    if row is None:
        return NOT_SUPPLIED
    return "" if row["status"] == "ok" else str(row["status"])


def _trend_note(periods: int, there: Sequence[int], without_limits: bool, broken: bool) -> str:
    """On how many forces the national line rests, and why there are no limits."""
    told = ""
    if there:
        few, many = min(there), max(there)
        told = (
            f"England and Wales rests on {few if few == many else f'{few} to {many}'} of 43 forces."
        )
    if broken:
        why = "the line is broken where the counting rule changed, so there are no control limits"
    elif without_limits:
        why = f"{periods} periods are too few for control limits, which tell a change from chance"
    else:
        return told
    return f"{told} {why[:1].upper()}{why[1:]}.".strip()
