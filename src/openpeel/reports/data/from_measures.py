"""Figures of measures: a value of a release with all that there is to know of it."""

from __future__ import annotations

from difflib import get_close_matches

from openpeel.catalogue.contracts import contract_of_table
from openpeel.catalogue.forces import ENGLAND_AND_WALES, forces
from openpeel.catalogue.measures import Measure
from openpeel.errors import UserError
from openpeel.measures.waiting import DERIVED
from openpeel.releases.periods import period_words
from openpeel.releases.queries import slug_of
from openpeel.reports.data.figures import Figure
from openpeel.reports.data.site_release import (
    MeasureFile,
    Row,
    SiteRelease,
    day,
    place_name,
)
from openpeel.reports.text.definitions import Definition

USED = ("ok", "r")  # statuses whose values count in comparisons


def row_of(asked: Definition, release: SiteRelease, force_code: str, id: str) -> Row:
    """The value that a definition names; UserError when the release has none."""
    held = _measure(str(asked.measure), release, id)
    place = asked.force or slug_of(force_code)
    name = ".".join(p for p in (asked.measure, place, asked.period, asked.group) if p)
    row = held.value(name)
    if row is None:
        why = _why_not(asked, place, [v["figure"].split(".") for v in held.values])
        raise UserError(f"figures.yaml, key {id}: the release has no value {name}; {why}.")
    return row


def _measure(measure: str, release: SiteRelease, id: str) -> MeasureFile:
    names = [path.stem for path in (release.site / "data" / "measures").glob("*.json")]
    if measure not in names:
        near = " or ".join(get_close_matches(measure, names, n=2))
        do = f"did you mean {near}?" if near else "`openpeel measures` lists them all."
        raise UserError(f"figures.yaml, key {id}: the site has no measure {measure}; {do}")
    return release.measure(measure)


def _why_not(asked: Definition, place: str, names: list[list[str]]) -> str:
    """What of a figure's name leads nowhere: its force, its period or its group."""
    places = {name[1] for name in names}
    if place not in places:
        near = " or ".join(get_close_matches(place.lower(), sorted(places), n=2))
        return f"no force is called {place} in names of figures; " + (
            f"did you mean {near}" if near else "write one like west-mercia"
        )
    periods = dict.fromkeys(name[2] for name in names if name[1] == place)
    if asked.period not in periods:
        return f"periods there: {', '.join(periods)}"
    groups = sorted({"".join(name[3:4]) for name in names if name[1:3] == [place, asked.period]})
    if groups == [""]:
        return "it has no groups; take group out"
    return f"it is told for groups; write `group`, one of {', '.join(g for g in groups if g)}"


def figure(id: str, row: Row, held: MeasureFile, release: SiteRelease) -> Figure:
    """A value as a figure of a report."""
    measure, code = held.measure, row["force_code"]
    national = code == ENGLAND_AND_WALES
    there, without = coverage(held.like(row)) if national else (None, ())
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
        source=source_of(measure, release),
        address=f"/figures/{measure.id}/{slug_of(code)}/#{row['figure']}",
        name=row["figure"],
        version=held.version,
        provenance="sent by forces" if _return_of(measure, release) else "published statistics",
        caution=measure.pitfalls[0] if measure.pitfalls else "",
        supplied=there,
        without=without,
        simulated=release.release.simulated,
        end=day(row, "period_end"),
    )


def coverage(values: dict[str, Row]) -> tuple[int, tuple[str, ...]]:
    """How many of the 43 forces are in the figure of England and Wales, and who is not.

    `values` are those of one period and group. A force whose own value is hidden or too small to
    show is in the sum of both countries all the same.
    """
    whole = values.get(ENGLAND_AND_WALES)
    if whole is None:
        return 0, ()
    if "forces" in whole:
        return whole["forces"], tuple(name for name in whole["without"].split("; ") if name)
    # Sites of before did not say it: a force is in the sum unless it sent nothing to add.
    inside = {code for code, value in values.items() if _adds(value)}
    missing = tuple(f.name for f in forces().all if f.code not in inside)
    return len(forces().all) - len(missing), missing


def _adds(value: Row) -> bool:
    if value["status"] == "z":
        return value["numerator"] is not None
    return value["status"] in (*USED, "low", "c")


def used(values: dict[str, Row]) -> tuple[int, tuple[str, ...]]:
    """How many of the 43 forces have a value that is compared, and the names of those without."""
    there = {code for code, value in values.items() if value["status"] in USED}
    missing = tuple(f.name for f in forces().all if f.code not in there)
    return len(forces().all) - len(missing), missing


def _return_of(measure: Measure, release: SiteRelease) -> str:
    """The name of the return that a measure's numerator comes from; empty for published data."""
    table = measure.numerator.table
    contract = contract_of_table(DERIVED.get(table, table))
    sent = {str(item["publication"]) for item in release.release.inputs}
    return contract.name if contract and f"return-{contract.id}" in sent else ""


def source_of(measure: Measure, release: SiteRelease) -> str:
    """Where a measure's numbers come from, in words."""
    name = _return_of(measure, release)
    if name:
        return f"data that forces sent: {name}"
    return f"published statistics, table {measure.numerator.table.replace('_', ' ')}"
