"""Single values: what must be there, how large a number may be, and from when a date."""

from __future__ import annotations

from collections.abc import Iterator

from openpeel.catalogue.contracts import Field
from openpeel.facts.returns.rules.case import Case
from openpeel.facts.returns.rules.cells import bit
from openpeel.facts.returns.rules.registry import Condition, row_rule


@row_rule("error")
def required_empty(case: Case) -> Iterator[Condition]:
    """A field that every row must fill is empty in some."""
    for name in case.own:
        # a key has its own rule; so has the force
        if case.contract.fields[name].required and case.contract.key != (name,):
            yield Condition(
                name,
                _empty(case, name),
                f"`{name}` is empty in {{share}}.",
                "Fill it in every row.",
            )


@row_rule("error")
def key_empty(case: Case) -> Iterator[Condition]:
    """A row without a key, so that it can be neither corrected nor linked."""
    key = [name for name in case.contract.key if name in case.sent]
    if key:
        names = " and ".join(f"`{name}`" for name in key)
        yield Condition(
            key[0],
            " and ".join(_empty(case, name) for name in key),
            f"The key ({names}) is empty in {{share}}.",
            "Send the system's own key: without it a record can be neither corrected nor linked.",
        )


def _empty(case: Case, name: str) -> str:
    """SQL: the cell is empty, not only unreadable."""
    if name in case.unreadable:
        return f'"{name}" is null and unread & {bit(case, name)}::hugeint = 0'
    return f'"{name}" is null'


@row_rule("error")
def number_out_of_range(case: Case) -> Iterator[Condition]:
    """A number below the least or above the most that the contract allows."""
    for name in case.own:
        field = case.contract.fields[name]
        if field.least is None and field.most is None:
            continue
        wrong = [f'"{name}" < {field.least!r}'] if field.least is not None else []
        wrong += [f'"{name}" > {field.most!r}'] if field.most is not None else []
        yield Condition(
            name,
            f"({' or '.join(wrong)})",
            f"`{name}` is {_outside(field)} in {{share}} in which it is filled.",
            "Fix the number, or its unit.",
            of=f'"{name}" is not null',
        )


def _outside(field: Field) -> str:
    """`below 1`, `above 3,600`, `below 1 or above 3,600`."""
    low = f"below {field.least:,g}" if field.least is not None else ""
    high = f"above {field.most:,g}" if field.most is not None else ""
    return " or ".join(words for words in (low, high) if words)


@row_rule("error")
def time_in_future(case: Case) -> Iterator[Condition]:
    """Something that has happened at a time that lies ahead."""
    for name in case.happened:
        yield Condition(
            name,
            f"\"{name}\" >= date '{case.day_after}'",
            f"`{name}` lies after {case.as_of.isoformat()}, the day of the check, in {{rows}}.",
            "Fix the time: check that day and month are not swapped.",
        )


@row_rule("error")
def date_far_past(case: Case) -> Iterator[Condition]:
    """A date so far back that it stands for none."""
    year = int(case.limit("date-far-past", "year"))
    for name in case.own:
        if case.contract.fields[name].type in ("date", "time"):
            yield Condition(
                name,
                f"\"{name}\" < date '{year}-01-01'",
                f"`{name}` lies before {year} in {{rows}}.",
                "Leave the cell empty where the day is not known.",
            )


@row_rule("error")
def period_before_contract(case: Case) -> Iterator[Condition]:
    """A row of a time for which the return is not asked."""
    name, year = case.contract.period.field, int(case.limit("date-far-past", "year"))
    if name in case.sent:
        yield Condition(
            name,
            f"period_start < date '{case.contract.since}' and \"{name}\" >= date '{year}-01-01'",
            f"{{share}} are from before {case.contract.since.isoformat()},"
            " from when on this return is asked.",
            "Take these rows out.",
        )
