"""Records for the benchmarks: incidents and calls of 43 forces, a batch for each force and year.

They have the shape of what forces send (areas, grades, waits, gaps), not its truth; the simulator
makes that. Columns that no benchmark reads are left empty.
"""

from __future__ import annotations

from dataclasses import dataclass

from openpeel.catalogue.tables import tables
from openpeel.facts.engine import connect, quoted
from openpeel.facts.lake import Batch, Lake
from openpeel.facts.sources.reading import Edition, Reading
from openpeel.measures.parts import partnerships


@dataclass(frozen=True)
class Size:
    """How many rows of each table a year, and how many years."""

    incidents: int
    calls: int
    years: int = 1
    pairs: int = 3  # rounds of the benchmark


SIZES = {
    "tiny": Size(400_000, 270_000, pairs=1),
    "quick": Size(4_000_000, 2_700_000),
    "national": Size(40_000_000, 27_000_000),
    "five-years": Size(40_000_000, 27_000_000, years=5, pairs=1),
}

INCIDENTS = """
    select *, attend_s - (random() * 60)::bigint as graded_attend_s,
           attend_s + (random() * 90)::bigint as received_attend_s,
           greatest(attend_s - (random() * 300)::bigint, 0) as dispatched_attend_s,
           attend_s <= target_s as in_target, first_grade as grade,
           if(attended and attend_s is null, 'missing', null) as attend_s_problem,
           final_grade is not null as regraded, false as raised
    from (
        select *, created_at as received_at, created_at + to_seconds(attend_s) as arrived_at,
               if(random() < 0.06, 'resolved-without-deployment', null) as final_grade
        from (
            select *, random() < 0.05 as appointment,
                   case first_grade when 'immediate' then if(rural, 1200, 900)
                        when 'priority' then 3600 end as target_s,
                   if(attended and random() < 0.93,
                      (-ln(random()) * case first_grade when 'immediate' then 720
                                       when 'priority' then 4200 else 60000 end)::bigint,
                      null) as attend_s
            from (
                select *, period_start + to_seconds((random() * 2400000)::bigint) as created_at,
                       case when grade_at < 0.25 then 'immediate'
                            when grade_at < 0.6 then 'priority'
                            when grade_at < 0.75 then 'scheduled'
                            else 'resolved-without-deployment' end as first_grade,
                       grade_at < 0.7 as attended, random() < 0.3 as rural,
                       random() < 0.14 as domestic_abuse, random() < 0.2 as vulnerable,
                       random() < 0.15 as repeat_caller, random() < 0.8 as triage,
                       random() < 0.1 as antisocial_behaviour,
                       if(random() < 0.05, random() < 0.9, null) as appointment_kept
                from (select *, random() as grade_at from dated)
            )
        )
    )
"""
CALLS = """
    select *, answer_ms <= target_s * 1000 as in_target
    from (
        select *, if(line = '999', 10, 30) as target_s,
               if(abandoned, null, (-ln(random()) * if(line = '999', 5000, 90000))::bigint)
               as answer_ms
        from (
            select *, random() < if(line = '999', 0.01, 0.12) as abandoned
            from (select *, if(random() < 0.35, '999', '101') as line from dated)
        )
    )
"""


def make_records(lake: Lake, size: Size) -> list[Batch]:
    """A batch for each force and year, in bounded memory; what is there already is kept."""
    con = connect(memory="2GB")
    con.execute("select setseed(0.43)")
    made = []
    for force, areas in sorted(partnerships().items()):
        for year in range(2025 - size.years + 1, 2026):
            id = f"{force}-{year}"
            if (batch := lake.get(id)) is None:
                for table, rows, sql in (
                    ("incidents", size.incidents // 43, INCIDENTS),
                    ("calls", size.calls // 43, CALLS),
                ):
                    con.execute(_dated(force, areas, year, rows))
                    con.execute(_fitted(table, sql))
                reading = Reading(
                    "bench", Edition("Benchmark", str(year)),
                    {table: f"made_{table}" for table in ("incidents", "calls")},
                    2, 2, simulated=True,
                )  # fmt: skip
                batch = lake.add(con, id, "f" * 64, reading)
            made.append(batch)
    return made


def _dated(force: str, areas: list[str], year: int, rows: int) -> str:
    """A force's rows in order of time, as a system exports them."""
    named = "[" + ", ".join(quoted(area) for area in areas) + "]"
    return f"""
        create or replace temp view dated as
        select *, last_day(period_start) as period_end
        from (
            select {quoted(force)} as force_code,
                   {named}[1 + (random() * {len(areas)})::int % {len(areas)}] as area_code,
                   make_date({year}, (1 + i * 12 // {rows})::int, 1) as period_start
            from range({rows}) as t(i)
        )
    """


def _fitted(table: str, sql: str) -> str:
    """A table in exactly the columns of its contract."""
    nothing = ", ".join(f'null::{kind} as "{name}"' for name, kind in tables()[table].types.items())
    names = ", ".join(f'"{name}"' for name in tables()[table].types)
    return (
        f"create or replace temp table made_{table} as select {names} from"
        f" ((select {nothing} limit 0) union all by name ({sql}))"
    )
