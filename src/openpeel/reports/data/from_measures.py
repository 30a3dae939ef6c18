"""Figures of measures: a value of a release, and what it can be set beside."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from openpeel.catalogue.contracts import contract_of_table
from openpeel.catalogue.forces import ENGLAND_AND_WALES, forces
from openpeel.catalogue.measures import Measure
from openpeel.catalogue.peers import peer_group
from openpeel.catalogue.units import PER
from openpeel.errors import UserError
from openpeel.measures.values import PEERS
from openpeel.measures.waiting import DERIVED
from openpeel.releases.periods import period_words
from openpeel.releases.queries import slug_of
from openpeel.reports.data.figures import BarOf, ChartData, Compared, Figure
from openpeel.reports.data.site_release import (
    MeasureFile,
    Row,
    SiteRelease,
    day,
    place_name,
)
from openpeel.reports.text.definitions import Definition
from openpeel.statistics import compare_rates, compare_shares

USED = ("ok", "r")  # statuses whose values count in comparisons
COMPLETE = "complete count"  # no sample and no chance: a difference is what it is


def row_of(asked: Definition, release: SiteRelease, force_code: str, id: str) -> Row:
    """The value that a definition names; UserError when the release has none."""
    held = release.measure(str(asked.measure))
    place = asked.force or slug_of(force_code)
    name = ".".join(p for p in (asked.measure, place, asked.period, asked.group) if p)
    row = held.value(name)
    if row is None:
        same = [
            v["figure"].split(".")[2] for v in held.values if v["figure"].split(".")[1] == place
        ]
        there = ", ".join(dict.fromkeys(same)) or "none"
        raise UserError(
            f"figures.yaml, key {id}: the release has no value {name}; periods there: {there}."
        )
    return row


def figure(id: str, row: Row, held: MeasureFile, release: SiteRelease) -> Figure:
    """A value as a figure of a report."""
    measure, code = held.measure, row["force_code"]
    national = code == ENGLAND_AND_WALES
    supplied, without = _supplied(held.like(row)) if national else (None, ())
    group = f", {row['group']}" if row["group"] and row["group"] != "all" else ""
    return Figure(
        id=id,
        kind="measure",
        title=f"{measure.name}{group}",
        place=place_name(code),
        period=period_words(day(row, "period_start"), day(row, "period_end")),
        unit=measure.unit,
        value=row["value"],
        lower=row["lower"],
        upper=row["upper"],
        level=row["level"],
        method=row["method"] or "",
        numerator=row["numerator"],
        numerator_words=measure.numerator.words,
        denominator=row["denominator"],
        denominator_words=measure.denominator.words if measure.denominator else "",
        status=row["status"],
        reason="" if row["status"] == "ok" else f"[{row['status']}]",
        direction=measure.direction,
        source=_source(measure, release),
        address=f"/figures/{measure.id}/{slug_of(code)}/#{row['figure']}",
        name=row["figure"],
        version=held.version,
        provenance="sent by forces" if _return_of(measure, release) else "published statistics",
        caution=measure.pitfalls[0] if measure.pitfalls else "",
        supplied=supplied,
        without=without,
        simulated=release.release.simulated,
        end=day(row, "period_end"),
    )


def beside(id: str, with_: str, row: Row, held: MeasureFile) -> Compared:
    """A value beside its standard, the other forces, its peers, their ranks or their lines."""
    made = {
        "standard": _standard,
        "england-and-wales": _others,
        "peers": _peers,
        "rank": _rank,
        "average": _lines,
    }[with_](row, held)
    return made.model_copy(update={"figure": id, "with_": with_})


def two_values(id: str, with_: str, first: Row, second: Row, held: MeasureFile) -> Compared:
    """Two values of one measure, the first less the second."""
    place = "" if first["force_code"] == second["force_code"] else place_name(second["force_code"])
    when = period_words(day(second, "period_start"), day(second, "period_end"))
    group = "" if first["group"] == second["group"] else second["group"]
    words = ", ".join(part for part in (place, group, when) if part)
    made = _difference(held.measure, _parts(first), _parts(second), words, second["value"], first)
    return made.model_copy(update={"figure": id, "with_": with_})


def chart(id: str, row: Row, held: MeasureFile, release: SiteRelease) -> ChartData:
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
        source=_source(measure, release),
        address=f"/measures/{measure.id}/",
        note=(
            f"{marked} of {sum(v['status'] in USED for v in values.values()) - 1} forces lie beyond"
            " the dotted lines, one standard deviation from the mean of the forces"
            f"{' (on logged scores)' if line and line['line_scale'] == 'log' else ''}; with no true"
            " difference at all chance alone would put about 10 of 43 there."
            if lines
            else ""
        ),
    )


def _standard(row: Row, held: MeasureFile) -> Compared:
    until = row["period_end"]
    held_then = [s for s in held.measure.standard if s.since.isoformat() <= until]
    if not held_then:
        return _cannot("the standard", f"{held.measure.name} has no standard in that period")
    standard = held_then[-1]
    words = f"the {standard.words}, {standard.value:g} {held.measure.unit}"
    value, lower, upper = (row[key] for key in ("value", "lower", "upper"))
    if value is None:
        return _cannot(words, f"the value is missing, [{row['status']}]")
    if lower is None:
        lower = upper = value
    return Compared(
        figure="", with_="", other=words, other_value=standard.value,
        difference=value - standard.value, lower=lower - standard.value,
        upper=upper - standard.value, ratio=value / standard.value,
        ratio_lower=lower / standard.value, ratio_upper=upper / standard.value,
        method="the value's interval beside a fixed number",
    )  # fmt: skip


def _others(row: Row, held: MeasureFile) -> Compared:
    values = held.like(row)
    national = values.get(ENGLAND_AND_WALES)
    others = [v for code, v in values.items() if code not in (ENGLAND_AND_WALES, row["force_code"])]
    if national is None:
        return _cannot("England and Wales", "the release has no value for England and Wales")
    supplied, without = _supplied(values)
    words = f"the other forces of England and Wales together ({supplied} of 43 supplied figures)"
    made = _difference(held.measure, _parts(row), _summed(others), words, national["value"], row)
    return made.model_copy(update={"supplied": supplied, "without": without})


def _peers(row: Row, held: MeasureFile) -> Compared:
    group = peer_group(PEERS)
    codes = group.peers.get(row["force_code"], ())
    values = held.like(row)
    there = [values[code] for code in codes if code in values and values[code]["status"] in USED]
    without = tuple(place_name(code) for code in codes if values.get(code) not in there)
    words = f"{len(there)} similar forces ({group.name})"
    summed = _summed(there)
    pooled = _quotient(held.measure, summed)
    made = _difference(held.measure, _parts(row), summed, words, pooled, row)
    return made.model_copy(update={"supplied": len(there), "without": without})


def _rank(row: Row, held: MeasureFile) -> Compared:
    standings = held.standings(row)
    own = standings.get(row["force_code"])
    used = [s for s in standings.values() if s["status"] in USED and s["value"] is not None]
    words = f"the {len(used)} forces with figures"
    if own is None or own not in used:
        return _cannot(words, f"the value is missing or not compared, [{row['status']}]")
    first, last = own["rank_lower"], own["rank_upper"]
    method = "simulated rank interval"
    if first is None and row["method"] == COMPLETE:
        first = 1 + sum(s["value"] > own["value"] for s in used)
        last = sum(s["value"] >= own["value"] for s in used)
        method = "rank of complete counts"
    if first is None:
        return _cannot(words, "no rank interval was worked out for this measure")
    return Compared(
        figure="", with_="", other=words, rank_lower=first, rank_upper=last, of=len(used),
        method=method,
    )  # fmt: skip


def _lines(row: Row, held: MeasureFile) -> Compared:
    own = held.standings(row).get(row["force_code"])
    if own is None or own["z"] is None:
        return _cannot("the outlier lines", "the force is not compared")
    mark = f"well {own['line_mark']} average" if own["line_mark"] else "between the lines"
    return Compared(
        figure="", with_="", other="the outlier lines", mark=mark, other_value=own["line_mean"],
        method="mean of the forces plus and minus one standard deviation",
    )  # fmt: skip


Parts = tuple[float | None, float | None]


def _parts(row: Row) -> Parts:
    return row["numerator"], row["denominator"]


def _summed(rows: Iterable[Row]) -> Parts:
    used = [r for r in rows if r["status"] in USED]
    if not used or any(r["numerator"] is None or r["denominator"] is None for r in used):
        return None, None
    return sum(r["numerator"] for r in used), sum(r["denominator"] for r in used)


def _quotient(measure: Measure, parts: Parts) -> float | None:
    top, below = parts
    return PER.get(measure.unit, 1) * top / below if top is not None and below else None


def _difference(
    measure: Measure, first: Parts, second: Parts, words: str, other: float | None, row: Row
) -> Compared:
    """The first less the second: shares by Newcombe, rates by their intervals, amounts as such."""
    (x1, n1), (x2, n2) = first, second
    if row["value"] is None or row["status"] not in USED:
        return _cannot(words, f"the value is missing or not comparable, [{row['status']}]")
    if x1 is None or not n1 or x2 is None or not n2:
        return _cannot(words, "the other side has no parts to compare with", other)
    per = PER.get(measure.unit, 1)
    if measure.kind not in ("share", "rate") and row["method"] != COMPLETE:
        return _cannot(words, "no interval is worked out for such a difference", other)
    if row["method"] == COMPLETE:
        difference = per * (x1 / n1 - x2 / n2)
        lower = upper = difference
        method = "complete counts: the difference itself"
    elif measure.unit == "percent" and row["method"] == "wilson":
        change = compare_shares(x1, n1, x2, n2)
        difference, lower, upper = (
            100 * float(cast(float, end)) for end in (change.difference, change.lower, change.upper)
        )
        method = change.method
    else:
        change = compare_rates(x1, n1, x2, n2, per=per)
        difference, lower, upper = (
            float(cast(float, end)) for end in (change.difference, change.lower, change.upper)
        )
        method = change.method
    ratio = (x1 / n1) / (x2 / n2) if x2 else None
    return Compared(
        figure="", with_="", other=words, other_value=other, difference=difference, lower=lower,
        upper=upper, ratio=ratio, method=method,
    )  # fmt: skip


def _cannot(words: str, why: str, other: float | None = None) -> Compared:
    return Compared(figure="", with_="", other=words, why=why, other_value=other)


def _supplied(values: dict[str, Row]) -> tuple[int, tuple[str, ...]]:
    used = {code for code, value in values.items() if value["status"] in USED}
    missing = tuple(f.name for f in forces().all if f.code not in used)
    return len(forces().all) - len(missing), missing


def _return_of(measure: Measure, release: SiteRelease) -> str:
    """The name of the return that a measure's numerator comes from; empty for published data."""
    table = measure.numerator.table
    contract = contract_of_table(DERIVED.get(table, table))
    sent = {str(item["publication"]) for item in release.release.inputs}
    return contract.name if contract and f"return-{contract.id}" in sent else ""


def _source(measure: Measure, release: SiteRelease) -> str:
    name = _return_of(measure, release)
    if name:
        return f"data that forces sent: {name}"
    return f"published statistics, table {measure.numerator.table.replace('_', ' ')}"
