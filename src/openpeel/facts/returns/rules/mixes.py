"""The mix of a field's values: one value alone, or a mix that changes at a stroke."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from openpeel.facts.returns.rules.case import ROWS, Case
from openpeel.facts.returns.rules.evidence import mixes_apart
from openpeel.facts.returns.rules.phrases import (
    month_key,
    month_words,
    percent,
    rows_of,
    shown,
)
from openpeel.facts.returns.rules.registry import Found, whole_rule

Mix = dict[str, int]


@whole_rule("query", "mixes")
def mix_break(case: Case) -> Iterator[Found]:
    """A field in which every row says the same, or whose mix changes at once."""
    one_value = case.limit("mix-break", "one-value")
    for name in case.contract.breaks:
        if not case.can_ask(name):
            continue
        for force, months in _mixes(case, name).items():
            total = _added(months.values())
            if len(total) == 1:
                count = sum(total.values())
                if count >= one_value:
                    yield _alone(case, force, name, next(iter(total)), count)
            elif case.contract.period.by == "month":
                yield from _change(case, force, name, months)


@whole_rule("query", "mixes")
def constant_field(case: Case) -> Iterator[Found]:
    """A field that holds one value in every row where others are usual."""
    least = case.limit("constant-field", "rows")
    kinds = ("code", "flag", "label", "time")
    names = [
        name
        for name in case.own
        if case.contract.fields[name].type in kinds
        and name not in case.contract.breaks
        and name not in case.contract.key
    ]
    if not names:
        return
    columns = "".join(f', count("{n}"), min("{n}"), max("{n}")' for n in names)
    for force, *found in case.con.execute(
        f"select force_code{columns} from {ROWS} where force_code is not null"
        " group by force_code order by force_code"
    ).fetchall():
        for at, name in enumerate(names):
            count, low, high = found[3 * at : 3 * at + 3]
            if count >= least and low == high:
                text = "yes" if low is True else "no" if low is False else str(low)
                yield _alone(case, force, name, text, count)


def _alone(case: Case, force: str, name: str, value: str, count: int) -> Found:
    field = case.contract.fields.get(name)
    echo = field is None or field.type in ("code", "flag", "time")
    said = f"says {shown(value)}" if echo else "has the same value"
    says = f"`{name}` {said} in all of the {rows_of(count)} in which it is filled."
    return Found(force, name, says, count=count)


def _mixes(case: Case, name: str) -> dict[str, dict[date, Mix]]:
    """Rows by force, period and value."""
    value = f'cast("{name}" as varchar)'
    found: dict[str, dict[date, Mix]] = defaultdict(lambda: defaultdict(dict))
    for force, start, text, count in case.con.execute(
        f"select force_code, period_start, {value} as value, count(*) from {ROWS}"
        f' where force_code is not null and "{name}" is not null and {case.in_bounds}'
        " group by all order by all"
    ).fetchall():
        found[force][start][{"true": "yes", "false": "no"}.get(text, text)] = count
    return found


def _change(case: Case, force: str, name: str, months: dict[date, Mix]) -> Iterator[Found]:
    """The strongest change of the mix: from some month on, or in one month alone."""
    least, far = case.limit("mix-break", "rows"), case.limit("mix-break", "scores")
    distance = case.limit("mix-break", "distance") / 100
    whole = _added(months.values())
    values, starts = sorted(whole), sorted(months)
    totals = [whole[value] for value in values]
    best: tuple[float, date, bool, list[int], list[int]] | None = None
    later = [0] * len(values)
    for start in reversed(starts):
        month = [months[start].get(value, 0) for value in values]
        later = [a + b for a, b in zip(later, month, strict=True)]
        for part, onwards in ((later, True), (month, False)):
            rest = [a - b for a, b in zip(totals, part, strict=True)]
            if min(sum(part), sum(rest)) < least:
                continue
            apart, score = mixes_apart(part, rest)
            if apart >= distance and score > far and (best is None or score > best[0]):
                best = (score, start, onwards, part, rest)
    if best:
        _, start, onwards, part, rest = best
        yield _moved(force, name, values, month_key(start), onwards, part, rest)


def _moved(
    force: str, name: str, values: list[str], month: str, onwards: bool, part: list[int],
    rest: list[int],
) -> Found:  # fmt: skip
    n, m = sum(part), sum(rest)
    most = max(range(len(values)), key=lambda at: abs(part[at] / n - rest[at] / m))
    when = f"From {month_words(month)} on" if onwards else f"In {month_words(month)}"
    others = "before" if onwards else "in the other months"
    says = (
        f"{when} `{name}` says {shown(values[most])} in {percent(part[most], n)} of rows, {others}"
        f" in {percent(rest[most], m)}."
    )
    return Found(force, name, says, period=month, count=n)


def _added(mixes: object) -> Mix:
    total: Mix = defaultdict(int)
    for mix in mixes:  # type: ignore[attr-defined]
        for value, count in mix.items():
            total[value] += count
    return total
