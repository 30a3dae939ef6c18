"""Columns of a return that are worked out: durations, and what follows from them.

Durations are whole numbers from here on, because engines differ on fractions of a second. Times
are those of clocks in the United Kingdom, so a duration over a change of the clocks is put right.
"""

from __future__ import annotations

from openpeel.catalogue.contracts import MILLISECONDS, Contract, Duration
from openpeel.catalogue.tables import COMMON

_HOUR_MS = 3_600_000


def summer(time: str) -> str:
    """SQL: whether a clock on the wall that shows `time` is an hour ahead of UTC.

    The hour that comes twice in October is taken for the first of the two; the hour that March
    leaves out is taken for summer time.
    """

    def last_sunday(month: int) -> str:
        last = f"make_date(year({time}), {month}, 31)"
        return f"({last} - cast(dayofweek({last}) as integer))"

    return (
        f"(case when {time} is null then null when month({time}) between 4 and 9 then true"
        f" when month({time}) = 3 then {time} >= {last_sunday(3)} + interval 1 hour"
        f" when month({time}) = 10 then {time} < {last_sunday(10)} + interval 2 hour"
        " else false end)"
    )


def elapsed_ms(start: str, end: str) -> str:
    """SQL: milliseconds that really went by between two times on the clock."""
    return (
        f"(epoch_ms({end}) - epoch_ms({start})"
        f" - (cast({summer(end)} as integer) - cast({summer(start)} as integer)) * {_HOUR_MS})"
    )


def period_columns(contract: Contract) -> tuple[str, str]:
    """SQL for the first and the last day of a row's period."""
    day = f'cast("{contract.period.field}" as date)'
    if contract.period.by == "day":
        return day, day
    if contract.period.by == "month":
        return f"cast(date_trunc('month', {day}) as date)", f"last_day({day})"
    year = f"(year({day}) - cast(month({day}) < 4 as integer))"
    return f"make_date({year}, 4, 1)", f"make_date({year} + 1, 3, 31)"


def select_lake_rows(contract: Contract, source: str, keep: tuple[str, ...] = ()) -> str:
    """SQL that makes the lake's table of a contract out of typed rows.

    `source` holds force_code, area_code, status and the contract's fields, each in its stored
    type. Columns named in `keep` (such as the number of the row) come first in the result, then
    those of `tables()[contract.lake_table].types`, in that order.
    """
    start, end = period_columns(contract)
    common = {"period_start": start, "period_end": end, "source_ref": "cast(null as varchar)"}
    kept = "".join(f'"{name}", ' for name in keep)
    first = ", ".join(f'{common.get(name, name)} as "{name}"' for name in COMMON)
    fields = "".join(f', "{name}"' for name in contract.fields)
    raw = "".join(
        f', {elapsed_of(contract, duration)} as "{name}__ms"'
        for name, duration in contract.durations.items()
    )
    inner = f"select {kept}{first}{fields}{raw} from {source}"
    durations = "".join(
        f', {_value(name, duration)} as "{name}", {_problem(name, duration)} as "{name}_problem"'
        for name, duration in contract.durations.items()
    )
    columns = ", ".join(f'"{name}"' for name in (*keep, *COMMON, *contract.fields))
    middle = f"select {columns}{durations} from ({inner})"
    if not contract.derived:
        return middle
    derived = "".join(f', ({entry.sql}) as "{name}"' for name, entry in contract.derived.items())
    return f"select *{derived} from ({middle})"


def elapsed_of(contract: Contract, duration: Duration) -> str:
    """SQL: milliseconds of a duration, before its bounds are looked at; days are whole dates."""
    start, end = f'"{duration.start}"', f'"{duration.end}"'
    if duration.unit == "days":
        elapsed = f"date_diff('day', cast({start} as date), cast({end} as date)) * {_DAY_MS}"
    else:
        elapsed = elapsed_ms(*(_as_time(contract, name) for name in (duration.start, duration.end)))
    if duration.unless:
        return f'case when "{duration.unless}" is null then {elapsed} end'
    return elapsed


_DAY_MS = MILLISECONDS["days"]


def _as_time(contract: Contract, name: str) -> str:
    quoted = f'"{name}"'
    return quoted if contract.fields[name].type == "time" else f"cast({quoted} as timestamp)"


def _value(name: str, duration: Duration) -> str:
    unit = MILLISECONDS[duration.unit]
    elapsed = f'"{name}__ms"'
    whole = elapsed if unit == 1 else f"cast(floor({elapsed} / {unit}) as bigint)"
    return f"case when {elapsed} between 0 and {duration.longest * unit} then {whole} end"


def _problem(name: str, duration: Duration) -> str:
    unit = MILLISECONDS[duration.unit]
    elapsed = f'"{name}__ms"'
    missing = (
        f" when {elapsed} is null and ({duration.expected}) then 'missing'"
        if duration.expected
        else ""
    )
    # an hour lost in the night in which the clocks go back explains a small negative number
    back = (
        f'when {elapsed} < 0 and {elapsed} >= -{_HOUR_MS} and month("{duration.start}") = 10'
        f" and cast({summer(chr(34) + duration.start + chr(34))} as integer)"
        f' and day("{duration.start}") >= 25 and hour("{duration.start}") = 1'
        " then 'clock-change' "
        if duration.unit != "days"
        else ""
    )
    return (
        f"case {back}when {elapsed} < 0 then 'negative'"
        f" when {elapsed} > {duration.longest * unit} then 'too-long'{missing} end"
    )
