"""Incidents that wait for a resource, hour by hour, against the force's own upper threshold.

At a full hour an incident waits when it was created by then and nobody had been sent, had arrived
or had closed it. Every incident adds one at the first full hour at which it waits and takes one
away at the first at which it no longer does; running sums of these give how many wait, without a
row for every hour of every incident.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlglot
from sqlglot import exp

from openpeel.catalogue.contracts import contracts
from openpeel.catalogue.tables import tables
from openpeel.catalogue.unusable import most_unusable

TABLE = "waiting_hours"
DERIVED = {TABLE: "incidents"}  # tables that are worked out from another one
GRADES = ("immediate", "priority", "scheduled")  # those to which somebody is to be sent
KEYS = "force_code, level, area_code"


def month_before(start: date) -> date:
    """The first day of the month before: its incidents may still wait at the start of this one.

    >>> month_before(date(2025, 1, 1))
    datetime.date(2024, 12, 1)
    """
    return date(start.year - (start.month == 1), (start.month - 2) % 12 + 1, 1)


def waiting_hours(source: str, starts: Sequence[date]) -> exp.Query:
    """The query of `waiting_hours` for the months that begin on `starts`.

    `source` holds incidents of these months and the months before them. An incident without a
    time at which its wait ended, or that waited longer than the contract believes, is left out
    and counted; where too many are, hours over the threshold, highest and median are null.
    """
    grades = ", ".join(f"'{grade}'" for grade in GRADES)
    longest = contracts()["incidents"].durations["dispatch_s"].longest // 3600
    months = ", ".join(f"(cast('{start}' as date), {_most(start)})" for start in starts)
    columns = ", ".join(f'"{name}"' for name in tables()[TABLE].types)
    text = f"""
    with months as (select m.month, m.most from (values {months}) as m(month, most)),
    asked as (
        select force_code, area_code, period_start, period_end, waiting_threshold, created_at,
            coalesce(dispatched_at, arrived_at, closed_at) as ended_at
        from {source}
        where first_grade in ({grades}) and appointment_at is null and force_code is not null
    ),
    hours as (
        select *, {_full_hour("created_at")} as waits, {_full_hour("ended_at")} as ends,
            case when created_at is not null and ended_at >= created_at
                and ended_at <= created_at + interval {longest} hour then 1 else 0 end as known
        from asked
    ),
    ends as (
        select force_code, area_code, waits as at, 1 as change from hours
        where known = 1 and waits < ends
        union all
        select force_code, area_code, ends as at, -1 as change from hours
        where known = 1 and waits < ends
    ),
    summed as (
        select force_code, area_code, at, sum(change) as change from ends
        group by force_code, area_code, at
    ),
    changes as (
        select force_code, 'force' as level, cast(null as varchar) as area_code, at,
            sum(change) as change
        from summed group by force_code, at
        union all
        select force_code, 'area' as level, area_code, at, change
        from summed where area_code is not null
    ),
    steps as (
        select {KEYS}, at, sum(change) over (partition by {KEYS} order by at) as waiting,
            coalesce(lead(at) over (partition by {KEYS} order by at), at) as until
        from changes
    ),
    supplied as (
        select force_code, area_code, period_start, period_end,
            min(waiting_threshold) as least, max(waiting_threshold) as most_waiting,
            count(*) as incidents, sum(1 - known) as left_out
        from hours group by force_code, area_code, period_start, period_end
    ),
    held as (
        select force_code, 'force' as level, cast(null as varchar) as area_code,
            period_start, period_end, sum(incidents) as incidents, sum(left_out) as left_out,
            case when min(least) = max(most_waiting) then max(most_waiting)
                else sum(most_waiting) end as threshold
        from supplied group by force_code, period_start, period_end
        union all
        select s.force_code, 'area' as level, s.area_code, s.period_start, s.period_end,
            s.incidents, s.left_out,
            case when f.least < f.most_waiting then s.most_waiting end as threshold
        from supplied as s join (
            select force_code, period_start, min(least) as least, max(most_waiting) as most_waiting
            from supplied group by force_code, period_start
        ) as f on f.force_code = s.force_code and f.period_start = s.period_start
        where s.area_code is not null
    ),
    wanted as (
        select h.*, cast(h.period_start as timestamp) as opens,
            cast(h.period_end as timestamp) + interval 1 day as closes,
            cast(date_diff('day', h.period_start, h.period_end) + 1 as bigint) * 24 as hours,
            case when 100 * h.left_out > m.most * h.incidents then 1 else 0 end as unknown
        from held as h join months as m on m.month = h.period_start
    ),
    counted as (
        select w.force_code, w.level, w.area_code, w.period_start, s.waiting,
            sum(date_diff('hour', greatest(s.at, w.opens), least(s.until, w.closes))) as hours
        from wanted as w join steps as s
            on s.force_code = w.force_code and s.level = w.level
            and coalesce(s.area_code, '') = coalesce(w.area_code, '')
            and s.at < w.closes and s.until > w.opens
        group by w.force_code, w.level, w.area_code, w.period_start, s.waiting
    ),
    none_waiting as (
        select w.force_code, w.level, w.area_code, w.period_start, 0 as waiting,
            w.hours - coalesce(sum(c.hours), 0) as hours
        from wanted as w left join counted as c
            on c.force_code = w.force_code and c.level = w.level
            and coalesce(c.area_code, '') = coalesce(w.area_code, '')
            and c.period_start = w.period_start and c.waiting > 0
        group by w.force_code, w.level, w.area_code, w.period_start, w.hours
    ),
    spread as (
        select *, sum(hours) over (
            partition by {KEYS}, period_start order by waiting
        ) as up_to
        from (
            select * from counted where waiting > 0 union all
            select * from none_waiting where hours > 0
        ) as both
    ),
    found as (
        select w.force_code, w.area_code, w.period_start, w.period_end, w.level, w.hours,
            w.threshold, w.left_out, w.unknown,
            coalesce(sum(case when s.waiting > w.threshold then s.hours end), 0) as hours_over,
            max(s.waiting) as highest,
            min(case when 2 * s.up_to >= w.hours then s.waiting end) as low,
            min(case when 2 * s.up_to > w.hours then s.waiting end) as high
        from wanted as w join spread as s
            on s.force_code = w.force_code and s.level = w.level
            and coalesce(s.area_code, '') = coalesce(w.area_code, '')
            and s.period_start = w.period_start
        group by w.force_code, w.area_code, w.period_start, w.period_end, w.level, w.hours,
            w.threshold, w.left_out, w.unknown
    ),
    made as (
        select force_code, area_code, period_start, period_end,
            case when unknown = 1 or threshold is null then 'x' end as status,
            cast(null as varchar) as source_ref, level, cast(hours as double) as hours,
            case when unknown = 0 and threshold is not null
                then cast(hours_over as double) end as hours_over,
            cast(threshold as bigint) as threshold,
            case when unknown = 0 then cast(highest as bigint) end as highest,
            case when unknown = 0 then cast(low + high as double) / 2 end as median,
            cast(left_out as bigint) as left_out
        from found
    )
    select {columns} from made
    """
    query = sqlglot.parse_one(text, dialect="duckdb")
    assert isinstance(query, exp.Query)
    return query


def _full_hour(time: str) -> str:
    """SQL: the first full hour that is not before a time."""
    hour = f"date_trunc('hour', {time})"
    return f"case when {hour} = {time} then {hour} else {hour} + interval 1 hour end"


def _most(start: date) -> float:
    most = most_unusable(start)
    return 100.0 if most is None else most
