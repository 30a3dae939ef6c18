"""Dates and times: which way of writing a column uses, and SQL that reads it.

The way is chosen once for a column, from values spread evenly over it, so that 03/04/2025 can't
be a day in April in one row and in March in the next. The day always comes before the month.
"""

from __future__ import annotations

from dataclasses import dataclass

from duckdb import DuckDBPyConnection, InvalidInputException

from openpeel.errors import UserError
from openpeel.facts.engine import quoted
from openpeel.facts.returns.mapping import Clock

SAMPLE = 20_000
_CLOCKS = ("", " %H:%M:%S", " %H:%M", " %H:%M:%S.%f", " %I:%M:%S %p", " %I:%M %p")
_OFFSET = r"\d{1,2}:\d{2}.*(Z|[+-]\d{2}(:?\d{2})?)$"


@dataclass(frozen=True)
class Way:
    """One way of writing dates and times."""

    name: str
    days: tuple[str, ...]  # formats of the day; none for ISO and for serial numbers

    @property
    def formats(self) -> list[str]:
        """Every day with every clock."""
        return [day + clock for day in self.days for clock in _CLOCKS]

    def sql(self, column: str) -> str:
        """A text as TIMESTAMP (UTC when it carries an offset), NULL when it is not this way."""
        if self.name == "ISO":
            iso = f"regexp_full_match({column}, '\\d{{4}}-\\d\\d?-\\d\\d?([T ].*)?')"
            return (
                f"case when {iso} then try_cast(try_cast({column} as timestamptz) as timestamp) end"
            )
        if self.name == "serial":
            serial = f"regexp_full_match({column}, '[1-9]\\d{{4}}(\\.\\d+)?')"
            days = f"try_cast({column} as decimal(18, 10))"
            return (
                f"case when {serial} then timestamp '1899-12-30'"
                f" + to_seconds(cast(round({days} * 86400) as bigint)) end"
            )
        listed = ", ".join(quoted(text) for text in self.formats)
        read = f"try_strptime({column}, [{listed}])"
        return f"case when year({read}) >= 1000 then {read} end"


WAYS = (
    Way("ISO", ()),
    Way("day/month/year", ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")),
    Way("day month-name year", ("%d-%b-%Y", "%d %b %Y", "%d %B %Y", "%d-%b-%y", "%d/%b/%Y")),
    Way("day/month/short year", ("%d/%m/%y", "%d-%m-%y", "%d.%m.%y")),
    Way("yearmonthday", ("%Y%m%d", "%Y%m%dT%H%M%S", "%Y%m%d%H%M%S")),
    Way("serial", ()),
)


def choose(con: DuckDBPyConnection, source: str, column: str) -> Way:
    """The way in which most of the column's values can be read."""
    quoted_name = f'"{column}"'
    counts = ", ".join(f"count({way.sql(quoted_name)})" for way in WAYS)
    found = con.execute(
        f"with filled as (select {quoted_name} from {source} where {quoted_name} is not null),"
        f" numbered as (select *, row_number() over () as n, count(*) over () as total from filled)"
        f" select {counts} from numbered where n % greatest(1, total // {SAMPLE}) = 0"
    ).fetchone()
    assert found is not None
    return WAYS[max(range(len(WAYS)), key=lambda at: (found[at], -at))]


def as_uk(read: str, column: str, clock: Clock) -> str:
    """SQL: the clock on the wall, from a time that was read and the text it came from."""
    moved = f"({read} + cast({_summer_utc(read)} as integer) * interval 1 hour)"
    if clock == "utc":
        return moved
    return f"case when regexp_matches({column}, {quoted(_OFFSET)}) then {moved} else {read} end"


def _summer_utc(time: str) -> str:
    """SQL: whether it is summer time in the United Kingdom at a time in UTC."""

    def change(month: int) -> str:
        last = f"make_date(year({time}), {month}, 31)"
        return f"({last} - cast(dayofweek({last}) as integer) + interval 1 hour)"

    return f"({time} >= {change(3)} and {time} < {change(10)})"


def check_format(con: DuckDBPyConnection, format: str, where: str) -> None:
    """UserError when the engine doesn't know a format of a mapping."""
    try:
        con.execute("select try_strptime('', ?)", [format])
    except InvalidInputException:
        raise UserError(f"{where}: {format!r} is no format; write it as %d/%m/%Y %H:%M.") from None
