"""What is shared back with a force before anything is published of its returns.

For every measure on returns: the force's value beside all others', last year's and the published
one, and what is notably different. Then what does not agree: counts beside published counts, open
queries, and returns that contradict one another. Everything asks a question; nothing is a grade.

Values come from a release, so small counts are hidden here as they are on its pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from openpeel.catalogue.consistency import Same, consistency
from openpeel.catalogue.contracts import contract_of_table
from openpeel.catalogue.forces import ENGLAND_AND_WALES, forces
from openpeel.catalogue.measures import Measure
from openpeel.errors import UserError
from openpeel.facts.editions import replaced_for
from openpeel.facts.lake import Batch
from openpeel.facts.returns.inputs import asked
from openpeel.measures.compare import is_compared
from openpeel.measures.share_back_checks import (
    CheckResult,
    CountBeside,
    Returns,
    check_returns,
    counts_beside,
)
from openpeel.measures.shared import (
    Budget,
    LastYear,
    Mark,
    MeasureBack,
    OpenQuery,
    PublishedValue,
    ShareBack,
)
from openpeel.measures.values import Release, Standing, Value
from openpeel.statistics import Change, chance_budget, compare_rates, compare_shares

MISSING = "x"


def share_back(
    release: Release,
    force_code: str,
    *,
    before: Release | None = None,
    counts: Iterable[CountBeside] = (),
    checks: Iterable[CheckResult] = (),
    submissions: Iterable[Batch] = (),
) -> ShareBack:
    """What `release` says of a force's returns.

    Args:
        release: Values, comparisons and status of every force, after disclosure control.
        force_code: One of the 43.
        before: An earlier release, for last year's values that this one does not hold.
        counts: The force's rows beside published counts (`share_back_checks.counts_beside`).
        checks: What its returns say of each other (`share_back_checks.check_returns`).
        submissions: The current submissions; those of other forces are passed over.

    Raises UserError when there is no such force.
    """
    if force_code not in forces().by_code:
        raise UserError(f"there is no force {force_code!r}; name one of the 43.")
    return _share_back(_Index(release, before), force_code, counts, checks, submissions)


def share_backs(
    release: Release,
    returns: Returns,
    force_codes: Iterable[str],
    *,
    submissions: Sequence[Batch],
    before: Release | None = None,
) -> dict[str, ShareBack]:
    """The same for several forces at the price of one look through release and lake."""
    index = _Index(release, before)
    return {
        code: _share_back(
            index, code, counts_beside(returns, code), check_returns(returns, code), submissions
        )
        for code in force_codes
    }


def _share_back(
    index: _Index,
    force_code: str,
    counts: Iterable[CountBeside],
    checks: Iterable[CheckResult],
    submissions: Iterable[Batch],
) -> ShareBack:
    release = index.release
    backs = tuple(_backs(index, force_code))
    return ShareBack(
        force_code=force_code,
        force=forces().by_code[force_code].name,
        release=release.id,
        simulated=release.simulated,
        measures=backs,
        budgets=_budgets(index.standing(back.value) for back in backs),
        counts=tuple(counts),
        checks=tuple(checks),
        queries=tuple(_open_queries(submissions, force_code)),
    )


Key = tuple[str, str, str]  # measure, force, group


class _Index:
    """A release's values and standings, found by what they are of."""

    def __init__(self, release: Release, before: Release | None) -> None:
        self.release = release
        self._own = _by_key(release)
        self._before = _by_key(before) if before else {}
        self.groups: dict[str, dict[str, None]] = {}  # measure -> its groups, in order
        for measure, _, group in self._own:
            self.groups.setdefault(measure, {})[group] = None
        self._standings = {
            s.value.figure: s for made in release.comparisons for s in made.standings
        }

    def history(self, key: Key) -> dict[date, Value]:
        """By last day of the period."""
        return self._own.get(key, {})

    def year_before(self, value: Value, key: Key) -> Value | None:
        """The same a year earlier, from this release or else from the one before."""
        end = _year_before(value.period_end)
        for held in (self._own, self._before):
            found = held.get(key, {}).get(end)
            if found and found.period_start == _year_before(value.period_start):
                return found
        return None

    def of_all(self, value: Value) -> dict[str, Value]:
        """The same measure, group and period of every force, by code."""
        every = [*forces().by_code, ENGLAND_AND_WALES]
        found = {
            code: self.history((value.measure, code, value.group)).get(value.period_end)
            for code in every
        }
        return {
            code: one
            for code, one in found.items()
            if one and one.period_start == value.period_start
        }

    def standing(self, value: Value) -> Standing | None:
        """How the value stands in its comparison, if it was compared."""
        return self._standings.get(value.figure)


def _by_key(release: Release) -> dict[Key, dict[date, Value]]:
    found: dict[Key, dict[date, Value]] = {}
    for value in release.values:
        if not value.area_code:
            key = (value.measure, value.force_code, value.group)
            found.setdefault(key, {})[value.period_end] = value
    return found


def _backs(index: _Index, force_code: str) -> Iterator[MeasureBack]:
    same = {entry.measure: entry for entry in consistency().same}
    for id, measure in index.release.measures.items():
        if not rests_on_returns(measure):
            continue
        for group in index.groups.get(id, ()):
            value = _latest(index.history((id, force_code, group)).values())
            if value is not None:
                yield _back(index, measure, value, same.get(id))


def rests_on_returns(measure: Measure) -> bool:
    """Whether what it counts is in a table that returns fill."""
    return contract_of_table(measure.numerator.table) is not None


def _latest(history: Iterable[Value]) -> Value | None:
    """The last value fit to be compared; else the last supplied; else the last of all."""
    order = sorted(history, key=lambda value: value.period_end)
    supplied = [value for value in order if value.status != MISSING]
    compared = [value for value in supplied if is_compared(value)]
    return (compared or supplied or order)[-1] if order else None


def _back(index: _Index, measure: Measure, value: Value, same: Same | None) -> MeasureBack:
    key = (measure.id, value.force_code, value.group)
    every = index.of_all(value)
    national = every.pop(ENGLAND_AND_WALES, None)
    supplied = {code: one for code, one in every.items() if one.status != MISSING}
    missing = [force.name for force in forces().all if force.code not in supplied]
    then = index.year_before(value, key)
    return MeasureBack(
        measure=measure,
        group=value.group,
        value=value,
        others=tuple(
            supplied[force.code]
            for force in forces().all
            if force.code in supplied and force.code != value.force_code
        ),
        supplied=len(supplied),
        missing=tuple(missing),
        national=national,
        last_year=_last_year(measure, value, then) if then else None,
        published=_published(index, value, same) if same else None,
        marks=tuple(_marks(index.standing(value))),
    )


def _last_year(measure: Measure, now: Value, then: Value) -> LastYear:
    difference = None
    if now.value is not None and then.value is not None:
        difference = now.value - then.value
    reason = _why_not(measure, now, then)
    if reason:
        return LastYear(then, difference, None, None, "cannot say", reason)
    change = _change(measure, now, then)
    return LastYear(
        then,
        difference,
        float(change.lower) * (measure.per if measure.kind == "share" else 1),
        float(change.upper) * (measure.per if measure.kind == "share" else 1),
        str(change.verdict),
        "",
    )


def _why_not(measure: Measure, now: Value, then: Value) -> str:
    if measure.kind not in ("share", "rate"):
        return "only shares and rates are tested for a change"
    if now.measure_version != then.measure_version:
        return "the measure was defined otherwise"
    for value in (now, then):
        if not is_compared(value) or value.numerator is None or not value.denominator:
            return value.reason or "one of the two is missing"
    return ""


def _change(measure: Measure, now: Value, then: Value) -> Change:
    numbers = [now.numerator, now.denominator, then.numerator, then.denominator]
    x1, n1, x2, n2 = (float(number or 0) for number in numbers)
    if measure.kind == "share":
        return compare_shares(x1, n1, x2, n2)
    return compare_rates(x1, n1, x2, n2, per=measure.per)


def _published(index: _Index, value: Value, same: Same) -> PublishedValue | None:
    """The published measure for the same force and period; of groups it is the whole."""
    measure = index.release.measures.get(same.published)
    if measure is None or value.group not in ("", "all"):
        return None
    for group in (value.group, "", "all"):
        found = index.history((same.published, value.force_code, group)).get(value.period_end)
        if found and found.period_start == value.period_start:
            both = value.value is not None and found.value is not None
            difference = (value.value or 0) - (found.value or 0) if both else None
            return PublishedValue(measure, found, difference, same.words)
    return None


def _marks(standing: Standing | None) -> Iterator[Mark]:
    if standing is None:
        return
    if standing.line_mark:
        words = f"well {standing.line_mark} the mean of the forces, beyond one standard deviation"
        yield Mark("outlier lines", standing.line_mark, words)
    if standing.funnel_mark:
        words = f"{standing.funnel_mark} the funnel's 99.8% limits, widened for overdispersion"
        yield Mark("funnel", standing.funnel_mark, words)


def _budgets(standings: Iterable[Standing | None]) -> tuple[Budget, ...]:
    made = [standing for standing in standings if standing]
    lined = [s.line_mark is not None for s in made if s.z is not None]
    funnelled = [s.funnel_mark is not None for s in made if s.funnel_z is not None]
    return (
        Budget("outlier lines", len(lined), sum(lined), chance_budget(len(lined), "one-sd")),
        Budget(
            "funnel", len(funnelled), sum(funnelled), chance_budget(len(funnelled), "funnel-998")
        ),
    )


def _open_queries(submissions: Iterable[Batch], force_code: str) -> Iterator[OpenQuery]:
    held = [batch.submission for batch in submissions if batch.submission]
    for sent in held:
        if force_code not in sent.forces or replaced_for(force_code, sent, held):
            continue
        for query in sent.report.open:
            if query.force_code in ("", force_code):
                number = query.number(sent.contract)
                yield OpenQuery(sent.contract, number, asked(query, sent.contract), sent.file)


def _year_before(day: date) -> date:
    """The same day of the year before; the last day of a month stays the last."""
    after = day + timedelta(days=1)
    if after.day == 1:
        return after.replace(year=after.year - 1) - timedelta(days=1)
    return day.replace(year=day.year - 1)
