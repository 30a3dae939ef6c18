"""A value of a measure beside its standard, other forces, its peers, their ranks or another value.

Everything is worked out from what the site publishes. Where METHODS 2 allows no statement, the
result says why in a sentence, and no number is given.
"""

from __future__ import annotations

from openpeel.catalogue.forces import ENGLAND_AND_WALES
from openpeel.catalogue.measures import Measure
from openpeel.releases.periods import day_words, period_words
from openpeel.releases.rule_changes import Period, change_between, change_words
from openpeel.reports.data.differences import Side, difference, pooled, rest_of, side
from openpeel.reports.data.figures import Compared
from openpeel.reports.data.from_measures import USED, coverage, used
from openpeel.reports.data.site_peers import SitePeers
from openpeel.reports.data.site_release import MeasureFile, Row, SiteRelease, day, place_name

WITHIN = "; England and Wales holds the force, so the interval is rather too wide than too narrow"
ONE_LENGTH = 3  # days by which two months, or two years, may differ


def beside(id: str, with_: str, row: Row, held: MeasureFile, release: SiteRelease) -> Compared:
    """A value beside its standard, the other forces, its peers, their ranks or their lines."""
    if with_ == "peers":
        made = _peers(row, held, release.peers)
    else:
        made = {
            "standard": _standard,
            "england-and-wales": _others,
            "rank": _rank,
            "average": _lines,
        }[with_](row, held)
    return made.model_copy(update={"figure": id, "with_": with_})


def two_values(id: str, with_: str, first: Row, second: Row, held: MeasureFile) -> Compared:
    """Two values of one measure, the first less the second."""
    place = "" if first["force_code"] == second["force_code"] else place_name(second["force_code"])
    when = period_words(*_period(second))
    group = "" if first["group"] == second["group"] else second["group"]
    words = ", ".join(part for part in (place, group, when) if part)
    made = _cannot(words, why) if (why := _unlike(held.measure, first, second)) else None
    made = made or _apart(held.measure, first, side(second), words)
    if second["force_code"] == ENGLAND_AND_WALES:
        there, without = coverage(held.like(second))
        within = WITHIN if made.difference is not None and _period(first) == _period(second) else ""
        told = {"other": f"{words} ({there} of 43 forces)", "method": made.method + within}
        made = made.model_copy(update={"supplied": there, "without": without, **told})
    return made.model_copy(update={"figure": id, "with_": with_})


def peers_words(peers: SitePeers) -> str:
    """`most similar forces, list of 1 April 2023`."""
    return f"{peers.name}, {f'list of {day_words(peers.dated)}' if peers.dated else 'undated list'}"


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
    if ENGLAND_AND_WALES not in values:
        return _cannot("England and Wales", "the release has no value for England and Wales")
    if held.measure.kind == "mean":  # how sure the mean of the others is, only theirs tell
        there, without = used(values)
        apart = (ENGLAND_AND_WALES, row["force_code"])
        rest = [v for code, v in values.items() if code not in apart and v["status"] in USED]
        others = pooled(held.measure, rest)
    else:
        there, without = coverage(values)
        others = rest_of(held.measure, values[ENGLAND_AND_WALES], row)
    words = f"the other forces of England and Wales together ({there} of 43 supplied figures)"
    made = _apart(held.measure, row, others, words)
    if made.why and held.measure.kind == "quantile":
        hint = "compare with a figure of England and Wales (force: england-and-wales) instead"
        made = made.model_copy(update={"why": f"{made.why}; {hint}"})
    return made.model_copy(update={"supplied": there, "without": without})


def _peers(row: Row, held: MeasureFile, peers: SitePeers) -> Compared:
    codes = peers.of(row["force_code"])
    listed = peers_words(peers)
    if not codes:
        force = place_name(row["force_code"])
        return _cannot(f"similar forces ({listed})", f"the list gives {force} no similar forces")
    values = held.like(row)
    there = [values[code] for code in codes if code in values and values[code]["status"] in USED]
    without = tuple(place_name(code) for code in codes if values.get(code) not in there)
    words = f"{len(there)} of {len(codes)} similar forces together ({listed})"
    if not there:
        return _cannot(words, "none of them has a figure that can be compared")
    made = _apart(held.measure, row, pooled(held.measure, there), words)
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
    if first is None and held.measure.complete:
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


def _apart(measure: Measure, first: Row, other: Side | str, words: str) -> Compared:
    """The first less the other side; a sentence in its place says why there is none."""
    if not _is_used(first):
        return _cannot(words, f"the value is missing or not comparable, [{first['status']}]")
    if isinstance(other, str):
        return _cannot(words, other)
    found = difference(measure, side(first), other)
    if isinstance(found, str):
        return _cannot(words, found, other.value)
    by_parts = measure.kind in ("share", "rate", "amount")
    return Compared(
        figure="", with_="", other=words, other_value=other.value,
        other_lower=None if by_parts else other.lower,
        other_upper=None if by_parts else other.upper,
        other_numerator=other.numerator if by_parts else None,
        other_denominator=other.denominator if by_parts else None,
        difference=found.difference, lower=found.lower, upper=found.upper, ratio=found.ratio,
        method=found.method,
    )  # fmt: skip


def _is_used(row: Row) -> bool:
    return row["value"] is not None and row["status"] in USED


def _unlike(measure: Measure, first: Row, second: Row) -> str:
    """Why nothing can be said of two values: one is missing, or they are not alike."""
    one, other = _period(first), _period(second)
    if not _is_used(second):
        return f"the other value is missing or not comparable, [{second['status']}]"
    if change := change_between(measure, one, other):
        return f"{change_words(change)}; figures on either side of that day are not alike"
    apart = abs((one[1] - one[0]).days - (other[1] - other[0]).days)
    if apart > ONE_LENGTH and (measure.denominator is None or measure.resident):
        return "the two periods are not equally long, so what was counted in them is not alike"
    return ""


def _period(row: Row) -> Period:
    return day(row, "period_start"), day(row, "period_end")


def _cannot(words: str, why: str, other: float | None = None) -> Compared:
    return Compared(figure="", with_="", other=words, why=why, other_value=other)
