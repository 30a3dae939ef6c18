"""Times of one row: in order, plausible apart, and read off a clock that exists."""

from __future__ import annotations

from collections.abc import Iterator

from openpeel.catalogue.contracts import MILLISECONDS, Duration
from openpeel.facts.returns.rules.case import Case, last_sundays
from openpeel.facts.returns.rules.registry import Condition, row_rule

_DAY_MS = 86_400_000
_UNITS_A_DAY = {unit: _DAY_MS // length for unit, length in MILLISECONDS.items()}


@row_rule("query")
def times_out_of_order(case: Case) -> Iterator[Condition]:
    """A later time that stands before an earlier one."""
    for first, second in case.pairs:
        yield Condition(
            f"{first}, {second}",
            f"{_reversed(case, first, second)} and not ({_double_hour(case, first, second)})",
            f"`{second}` stands before `{first}` in {{share}} that have both; no duration is"
            " worked out for them.",
            of=_both(first, second),
        )


@row_rule("query")
def times_equal(case: Case) -> Iterator[Condition]:
    """Two times that are the same in many rows."""
    limit, least = case.limit("times-equal", "share"), case.limit("times-equal", "rows")
    for first, second in case.pairs:
        if _are_times(case, first, second):
            yield Condition(
                f"{first}, {second}",
                f'"{first}" = "{second}"',
                f"`{first}` and `{second}` are the same to the second in {{share}} that have"
                " both: was one filled in from the other?",
                of=_both(first, second),
                limit=limit,
                least=least,
            )


@row_rule("query")
def duration_too_long(case: Case) -> Iterator[Condition]:
    """A duration longer than the contract's longest."""
    for name, duration in case.contract.durations.items():
        if case.sends(duration.start, duration.end):
            yield Condition(
                name,
                f"\"{name}_problem\" = 'too-long'",
                f"From `{duration.start}` to `{duration.end}` it is more than {_length(duration)}"
                f" in {{rows}}, so they are left out of `{name}`.",
            )


@row_rule("query")
def duration_over_a_day(case: Case) -> Iterator[Condition]:
    """Many durations of more than a day where minutes or hours are usual."""
    limit = case.limit("duration-over-a-day", "share")
    least = case.limit("duration-over-a-day", "rows")
    for name, duration in case.contract.durations.items():
        fine = duration.unit in ("milliseconds", "seconds")
        if fine and case.sends(duration.start, duration.end):
            yield Condition(
                name,
                f'"{name}" > {_UNITS_A_DAY[duration.unit]}',
                f"From `{duration.start}` to `{duration.end}` it is more than 24 hours in {{share}}"
                " that have both.",
                of=f'"{name}" is not null',
                limit=limit,
                least=least,
            )


@row_rule("query")
def midnight_heap(case: Case) -> Iterator[Condition]:
    """Times at exactly midnight, far more than chance gives."""
    limit, least = case.limit("midnight-heap", "share"), case.limit("midnight-heap", "rows")
    for name in _times(case):
        yield Condition(
            name,
            f'epoch_ms("{name}") % {_DAY_MS} = 0',
            f"`{name}` is exactly 00:00:00 in {{share}} in which it is filled; chance"
            " gives under 0.1%. Was the day sent without its time?",
            of=f'"{name}" is not null',
            limit=limit,
            least=least,
        )


@row_rule("query")
def hour_heap(case: Case) -> Iterator[Condition]:
    """Times on the hour or the quarter, far more than chance gives."""
    hour, quarter = case.limit("hour-heap", "hour"), case.limit("hour-heap", "quarter")
    least = case.limit("hour-heap", "rows")
    for name in _times(case):
        timed = f'epoch_ms("{name}") % {_DAY_MS} <> 0'  # midnight has its own rule
        for minutes, limit, chance in ((60, hour, 1.7), (15, quarter, 6.7)):
            mark = "the hour" if minutes == 60 else "a quarter of an hour"
            yield Condition(
                f"{name}, {mark}",
                f'epoch_ms("{name}") % {minutes * 60_000} = 0 and {timed}',
                f"`{name}` is exactly on {mark} in {{share}} with a time; chance gives {chance}%."
                " Are times written from memory?",
                of=timed,
                limit=limit,
                least=least,
            )


@row_rule("query")
def clock_change_missing_hour(case: Case) -> Iterator[Condition]:
    """Times in the hour that the clocks leave out in March."""
    days = last_sundays(case.contract, case.as_of, 3)
    for name in _times(case):
        yield Condition(
            name,
            f'case when hour("{name}") = 1 then cast("{name}" as date) in ({days}) else false end',
            f"`{name}` lies between 01:00 and 02:00 on the last Sunday of March in {{rows}}; that"
            " hour does not exist by the clocks of the United Kingdom. Are times sent in UTC?",
        )


@row_rule("query")
def clock_change_double_hour(case: Case) -> Iterator[Condition]:
    """Times that run backwards in the night in which the clocks go back."""
    for first, second in case.pairs:
        if _are_times(case, first, second):
            yield Condition(
                f"{first}, {second}",
                _double_hour(case, first, second),
                f"`{second}` stands before `{first}` in {{rows}} of the hour that comes twice in"
                " October; no duration is worked out for them.",
                "Send these times with their offset from UTC, or say that the system can't.",
            )


def _reversed(case: Case, first: str, second: str) -> str:
    """SQL: the second is before the first; when one of them is a day, by days."""
    if _are_times(case, first, second):
        return f'"{second}" < "{first}"'
    return f'cast("{second}" as date) < cast("{first}" as date)'


def _double_hour(case: Case, first: str, second: str) -> str:
    """SQL: going back by up to an hour from the hour that comes twice."""
    if not _are_times(case, first, second):
        return "false"
    days = last_sundays(case.contract, case.as_of, 10)
    return (
        f'case when "{second}" < "{first}" and hour("{first}") = 1'
        f' then cast("{first}" as date) in ({days}) and "{second}" >= "{first}" - interval 1 hour'
        " else false end"
    )


def _both(first: str, second: str) -> str:
    return f'"{first}" is not null and "{second}" is not null'


def _times(case: Case) -> list[str]:
    return [name for name in case.happened if case.contract.fields[name].type == "time"]


def _are_times(case: Case, *names: str) -> bool:
    return all(case.contract.fields[name].type == "time" for name in names)


def _length(duration: Duration) -> str:
    """`7 days`, `2 hours`: the contract's longest in the largest unit that fits."""
    longest, day = duration.longest, _UNITS_A_DAY[duration.unit]
    if longest % day == 0:
        return f"{longest // day:,} {'day' if longest == day else 'days'}"
    hour = day // 24
    whole = hour and longest % hour == 0
    return f"{longest // hour:,} hours" if whole else f"{longest:,} {duration.unit}"
