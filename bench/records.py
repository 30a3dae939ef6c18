"""Records for the benchmarks: incidents and calls of 43 forces, in batches.

They have the shape of what forces send (areas, grades, waits, gaps), not its truth; the simulator
makes that. Columns that no benchmark reads are left empty.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from duckdb import DuckDBPyConnection

from openpeel.catalogue.tables import tables
from openpeel.facts.engine import connect, quoted
from openpeel.facts.lake import Batch, Lake
from openpeel.facts.sources.reading import Edition, Reading
from openpeel.measures.parts import partnerships


@dataclass(frozen=True)
class Size:
    """How many rows of each table a year."""

    incidents: int
    calls: int
    pairs: int = 3  # rounds of the benchmark

    def part(self, of: int) -> Size:
        """One of so many equal parts."""
        return Size(self.incidents // of, self.calls // of)


SIZES = {
    "tiny": Size(400_000, 270_000, pairs=1),
    "quick": Size(4_000_000, 2_700_000),
    "national": Size(40_000_000, 27_000_000),
    "five-years": Size(40_000_000, 27_000_000, pairs=1),
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
    """A year of each force in a batch, in bounded memory; what is there already is kept."""
    con = connect(memory="2GB")
    con.execute("select setseed(0.43)")
    return [
        _batch(con, lake, f"{force}-2025", [force], date(2025, 1, 1), 12, size.part(43))
        for force in sorted(partnerships())
    ]


def make_months(lake: Lake, size: Size, months: int) -> list[Batch]:
    """A batch for each month, of all forces, that many from January 2020 on."""
    con = connect(memory="2GB")
    con.execute("select setseed(0.43)")
    firsts = [date(2020 + month // 12, month % 12 + 1, 1) for month in range(months)]
    forces = sorted(partnerships())
    return [_batch(con, lake, f"{day:%Y-%m}", forces, day, 1, size.part(12)) for day in firsts]


def _batch(
    con: DuckDBPyConnection,
    lake: Lake,
    id: str,
    forces: list[str],
    first: date,
    months: int,
    size: Size,
) -> Batch:
    if batch := lake.get(id):
        return batch
    for table, rows, sql in (
        ("incidents", size.incidents, INCIDENTS),
        ("calls", size.calls, CALLS),
    ):
        con.execute(_dated(forces, first, months, rows))
        con.execute(_fitted(table, sql))
    tables_made = {table: f"made_{table}" for table in ("incidents", "calls")}
    edition = Edition("Benchmark", id)
    return lake.add(con, id, "f" * 64, Reading("bench", edition, tables_made, 2, 2, simulated=True))


def _dated(forces: list[str], first: date, months: int, rows: int) -> str:
    """Rows of forces, and of each in order of time, as systems export them."""
    areas = ", ".join(
        f"({at}, {quoted(force)}, [{', '.join(map(quoted, partnerships()[force]))}])"
        for at, force in enumerate(forces)
    )
    return f"""
        create or replace temp view dated as
        select force_code, areas[1 + (random() * len(areas))::int % len(areas)] as area_code,
               period_start, last_day(period_start) as period_end
        from (
            select i * {len(forces)} // {rows} as number,
                   (date '{first}' + to_months((i * {months} // {rows})::int))::date as period_start
            from range({rows}) as t(i)
        ) join (values {areas}) as f(number, force_code, areas) using (number)
    """


def _fitted(table: str, sql: str) -> str:
    """A table in exactly the columns of its contract."""
    nothing = ", ".join(f'null::{kind} as "{name}"' for name, kind in tables()[table].types.items())
    names = ", ".join(f'"{name}"' for name in tables()[table].types)
    return (
        f"create or replace temp table made_{table} as select {names} from"
        f" ((select {nothing} limit 0) union all by name ({sql}))"
    )
