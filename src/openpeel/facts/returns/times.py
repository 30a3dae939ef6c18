"""Dates and times: which way of writing a column uses, and SQL that reads it.

The way is chosen once for a column, from values spread evenly over it, so that 03/04/2025 can't
be a day in April in one row and in March in the next. The day always comes before the month.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from duckdb import DuckDBPyConnection, InvalidInputException

from openpeel.errors import UserError
from openpeel.facts.engine import quoted
from openpeel.facts.returns.mapping import Clock

SAMPLE = 20_000
FEW = 500  # of the sample, to see which way is worth trying first
_CLOCKS = ("", " %H:%M:%S", " %H:%M", " %H:%M:%S.%f", " %I:%M:%S %p", " %I:%M %p")
_ISO = r"\d{4}-\d\d?-\d\d?([T ].*)?"
_PLAIN = "____-__-__ __:__:__"
_SERIAL = r"[1-9]\d{4}(\.\d+)?"  # days since the end of 1899, as spreadsheets count
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

    def sql(self, column: str, first: Sequence[str] = ()) -> str:
        """A text as TIMESTAMP (UTC when it carries an offset), NULL when it is not this way.

        Formats in `first` are tried before the others: a format that fails costs ten times one
        that fits.
        """
        if self.name == "ISO":
            iso = f"regexp_full_match({column}, {quoted(_ISO)})"
            plain = f"{column} like {quoted(_PLAIN)} and {column} >= '1'"
            read = f"try_cast(try_cast({column} as timestamptz) as timestamp)"
            # nearly all are plain, and need no pattern and no time zone: a fifth of the work
            return (
                f"case when {plain} then try_cast({column} as timestamp) when {iso} then {read} end"
            )
        if self.name == "serial":
            days = f"try_cast({column} as decimal(18, 10))"
            return (
                f"case when regexp_full_match({column}, {quoted(_SERIAL)})"
                f" then timestamp '1899-12-30' + to_seconds(cast(round({days} * 86400) as bigint))"
                " end"
            )
        others = [text for text in self.formats if text not in first]
        tries = ", ".join(f"try_strptime({column}, {quoted(text)})" for text in first)
        rest = f"try_strptime({column}, [{', '.join(quoted(text) for text in others)}])"
        read = f"coalesce({tries}{', ' if tries else ''}{rest})"
        return f"case when year({read}) >= 1000 then {read} end"


WAYS = (
    Way("ISO", ()),
    Way("day/month/year", ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")),
    Way("day month-name year", ("%d-%b-%Y", "%d %b %Y", "%d %B %Y", "%d-%b-%y", "%d/%b/%Y")),
    Way("day/month/short year", ("%d/%m/%y", "%d-%m-%y", "%d.%m.%y")),
    Way("yearmonthday", ("%Y%m%d", "%Y%m%dT%H%M%S", "%Y%m%d%H%M%S")),
    Way("serial", ()),
)


@dataclass(frozen=True)
class Choice:
    """The way in which a column is read."""

    way: Way
    sql: str
    seen: int  # values looked at
    read: int  # of these, values that could be read


def choose(con: DuckDBPyConnection, source: str, column: str) -> Choice:
    """The way in which most of a column's values can be read, and SQL for it."""
    name = f'"{column}"'
    con.execute(
        f"create or replace temp table staging_sample as with"
        f" filled as (select {name} from {source} where {name} is not null),"
        " numbered as (select *, row_number() over () as n, count(*) over () as total from filled)"
        f" select {name} from numbered where n % greatest(1, total // {SAMPLE}) = 0"
    )
    (seen,) = _counts(con, [name])
    way = _best(con, name, seen)
    formats = [f"try_strptime({name}, {quoted(text)})" for text in way.formats]
    tried = dict(zip(way.formats, _counts(con, formats, FEW), strict=True))
    first = sorted((text for text in tried if tried[text]), key=lambda text: -tried[text])
    sql = way.sql(name, first)
    (read,) = _counts(con, [sql])
    return Choice(way, sql, seen, read)


def _best(con: DuckDBPyConnection, name: str, seen: int) -> Way:
    """The way that reads most of the sample, of several alike the first.

    Those that read most of a few values are tried first, since a way that does not fit costs far
    more than one that does, and none can read more than all.
    """
    few = dict(zip(WAYS, _counts(con, [way.sql(name) for way in WAYS], FEW), strict=True))
    best, most = WAYS[0], -1
    for way in sorted(WAYS, key=lambda way: -few[way]):
        (read,) = _counts(con, [way.sql(name)])
        if read > most:
            best, most = way, read
        if read == seen:
            break
    return best


def _counts(con: DuckDBPyConnection, sqls: Sequence[str], few: int = SAMPLE * 2) -> tuple[int, ...]:
    """How many values of the sample each SQL reads, asked all at once: it is ten times quicker."""
    if not sqls:
        return ()
    counts = ", ".join(f"count({sql})" for sql in sqls)
    found = con.execute(f"select {counts} from (select * from staging_sample limit {few})")
    (row,) = found.fetchall()
    return tuple(row)


def as_uk(read: str, column: str, clock: Clock) -> str:
    """SQL: the clock on the wall, from a time that was read and the text it came from."""
    moved = f"({read} + cast({_summer_utc(read)} as integer) * interval 1 hour)"
    if clock == "utc":
        return moved
    offset = f"length({column}) > 11 and regexp_matches({column}, {quoted(_OFFSET)})"
    return f"case when {offset} then {moved} else {read} end"


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
