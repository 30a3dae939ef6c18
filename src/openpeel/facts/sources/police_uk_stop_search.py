"""data.police.uk stop and search records: one row a search, one file a force and month.

The rows name no force: it is known only from the site's own file name. Times are in UTC, so the
last hours of a summer month's eve belong to the month: days and months are those of UK time.
Exactly repeated rows are kept, for two searches can look alike, and their number is noted.
"""

from __future__ import annotations

import re

from duckdb import DuckDBPyConnection

from openpeel.catalogue.codes import codes
from openpeel.catalogue.forces import forces
from openpeel.facts.sources.csv_file import ROWS, Field, is_table, load, place
from openpeel.facts.sources.csv_values import (
    fact_table,
    from_to,
    one_number,
    translate,
    translate_codes,
)
from openpeel.facts.sources.reading import Edition, Reading, SourceFile

TYPE = Field("kind", ("type",))
DATE = Field("date", ("date",))
LEGISLATION = Field("legislation", ("legislation",))
SELF_DEFINED = Field("self_defined", ("self defined ethnicity",))
OFFICER_DEFINED = Field("officer_defined", ("officer defined ethnicity",))
SIGNATURE = (TYPE, DATE, LEGISLATION)
FIELDS = (
    *SIGNATURE,
    SELF_DEFINED,
    OFFICER_DEFINED,
    Field("gender", ("gender",)),
    Field("age_range", ("age range",)),
    Field("object", ("object of search",)),
    Field("outcome", ("outcome",)),
    Field("linked", ("outcome linked to object of search",), needed=False),
    Field("strip", ("removal of more than just outer clothing",), needed=False),
    Field("operation", ("part of a policing operation",), needed=False),
    Field("operation_name", ("policing operation",), needed=False),
    Field("latitude", ("latitude",), needed=False),
    Field("longitude", ("longitude",), needed=False),
)
KINDS = {
    "person search": "person",
    "vehicle search": "vehicle",
    "person and vehicle search": "person-and-vehicle",
}
GENDERS = {"female": "female", "male": "male", "other": "other", "": None}
FLAGS = {"true": True, "false": False, "1": True, "0": False, "1.0": True, "0.0": False, "": None}
SITE_NAME = re.compile(r"(?:^|[/!\\])\d{4}-\d{2}-([a-z-]+)-stop-and-search\.csv(?:\.gz)?$")
DAY_FIRST = "['%d/%m/%Y %H:%M:%S', '%d/%m/%Y %H:%M', '%d/%m/%Y']"
_CODE = re.compile(r"\s*\([A-Z]{1,2}\d?\)$")  # "White - White British (W1)"


class PoliceUkStopSearch:
    """Reader of stop and search records."""

    publication = "police-uk-stop-search"
    version = 1

    def recognise(self, file: SourceFile) -> bool:
        """A type, a date, a power, and an ethnicity as defined by the person or the officer."""
        return any(
            is_table(file, (*SIGNATURE, ethnicity)) for ethnicity in (SELF_DEFINED, OFFICER_DEFINED)
        )

    def read(self, file: SourceFile, con: DuckDBPyConnection) -> Reading:
        """Table `stop_searches`."""
        ledger = load(file, con, SIGNATURE, FIELDS)
        force_code, other, notes = _force(file)
        if other:
            rows = one_number(con, f"select count(*) from {ROWS}")
            ledger.set_aside(other, "", f"{rows:,} rows", rows)
            con.execute(f"delete from {ROWS}")
        notes += _repeats(con)
        kinds = _translate_label(file, con, "kind", KINDS, "kind of search")
        genders = _translate_label(file, con, "gender", GENDERS, "gender")
        linked = _translate_label(file, con, "linked", FLAGS, "yes or no", "boolean")
        strip = _translate_label(file, con, "strip", FLAGS, "yes or no", "boolean")
        outcomes = translate_codes(file, con, "outcome", codes("search_outcome"), empty=True)
        _add_uk_day(file, con)
        self_defined = _translate_ethnicity(file, con, "self_defined")
        officer_defined = _translate_ethnicity(file, con, "officer_defined")
        source = (
            f"{ROWS} join {kinds} using (kind) join {genders} using (gender)"
            f" join {linked} using (linked) join {strip} using (strip)"
            f" join {outcomes} using (outcome) join {self_defined} using (self_defined)"
            f" join {officer_defined} using (officer_defined)"
        )
        table = fact_table(
            con,
            "stop_searches",
            {
                "force_code": f"'{force_code}'" if force_code else "null",
                "period_start": "date_trunc('month', uk_day)",
                "period_end": "last_day(uk_day)",
                "searched_on": "uk_day",
                "kind": "kind_code",
                "ethnicity": "self_defined_code",
                "officer_ethnicity": "officer_defined_code",
                "gender": "gender_code",
                "age_range": "nullif(age_range, '')",
                "legislation": "nullif(legislation, '')",
                "object": "nullif(object, '')",
                "outcome": "outcome_code",
                "linked": "linked_code",
                "strip": "strip_code",
            },
            f"{source} order by row",
        )
        ledger.use(one_number(con, f"select count(*) from {table}"))
        return ledger.reading(
            self.publication,
            Edition("Stop and search records", _covers(con, table)),
            {"stop_searches": table},
            notes,
        )


def _force(file: SourceFile) -> tuple[str | None, str | None, list[str]]:
    """The force of the file's name: its code; or why it is none of the 43; or a note."""
    named = SITE_NAME.search(file.name)
    if named is None:
        return None, None, ["The file names no force."]
    if force := forces().by_slug.get(named[1]):
        return force.code, None, []
    if body := forces().body(named[1]):
        return None, f"{body.name}: {body.why}", []
    raise file.refuse(
        f"{named[1]!r} in the file's name is no force that the catalogue knows; add the name there"
    )


def _repeats(con: DuckDBPyConnection) -> list[str]:
    columns = ", ".join(field.name for field in FIELDS)
    repeats = one_number(
        con,
        f"select sum(times - 1) from (select count(*) as times from {ROWS} group by {columns})",
    )
    if not repeats:
        return []
    return [f"Exact repeats of another row: {repeats:,}, kept, for two searches can be alike."]


def _translate_label(
    file: SourceFile,
    con: DuckDBPyConnection,
    column: str,
    meanings: dict[str, str] | dict[str, str | None] | dict[str, bool | None],
    what: str,
    kind: str = "varchar",
) -> str:
    def meaning(label: str) -> tuple[str | bool | None] | None:
        plain = label.casefold()
        return (meanings[plain],) if plain in meanings else None

    unknown = f"{{}} is no {what} that is known"
    return translate(file, con, column, {f"{column}_code": kind}, meaning, unknown)


def _translate_ethnicity(file: SourceFile, con: DuckDBPyConnection, column: str) -> str:
    return translate(
        file,
        con,
        column,
        {f"{column}_code": "varchar"},
        lambda label: (code,) if (code := ethnicity(label)) else None,
        "{} is no ethnic group that the code list ethnicity knows; add it there",
    )


def ethnicity(label: str) -> str | None:
    """The standard code of a label such as `White - Irish` or `Asian`; empty is not recorded."""
    group, _, detail = _CODE.sub("", label.strip()).partition(" - ")
    known = codes("ethnicity")
    if not group or known.find(detail) == "not-recorded":
        return "not-recorded"
    return known.find(group)


def _add_uk_day(file: SourceFile, con: DuckDBPyConnection) -> None:
    """Add `uk_day`: the day in UK time. A date without a time is taken to be one already.

    The engine's own time zones need an extension that may not be there, and its cast to a
    timestamp ignores an offset, so both are worked out here.
    """
    offset = r"regexp_extract(date, '[+-]\d{2}:?\d{2}$')"
    minutes = (
        f"case when {offset} = '' then 0 else if({offset}[1] = '-', -1, 1)"
        f" * (cast({offset}[2:3] as int) * 60 + cast(right({offset}, 2) as int)) end"
    )
    bare = r"regexp_replace(date, '(Z|[+-]\d{2}:?\d{2})$', '')"
    read = f"coalesce(try_cast({bare} as timestamp), try_strptime({bare}, {DAY_FIRST}))"
    con.execute(f"alter table {ROWS} add column uk_day date")
    con.execute(
        f"update {ROWS} set uk_day ="
        f" cast(if(length(date) <= 10, moment, {uk_time('moment')}) as date)"
        f" from (select row as of_row, {read} - to_minutes({minutes}) as moment from {ROWS})"
        " where row = of_row"
    )
    found = con.execute(
        f"select sheet, row, date from {ROWS} where uk_day is null order by row limit 1"
    ).fetchone()
    if found:
        raise file.refuse(
            f"{found[2]!r} is no date and time such as '2019-04-30T22:54:00+00:00'",
            place(found[0], found[1]),
        )


def uk_time(utc: str) -> str:
    """SQL: a timestamp in UTC as UK time; summer time runs from and to 01:00 UTC on a Sunday.

    It begins on the last Sunday of March and ends on the last of October, as since 1996.
    """

    def change(month: int) -> str:
        last = f"make_date(year({utc}), {month}, 31)"
        return f"({last} - cast(dayofweek({last}) as int) + interval 1 hour)"

    summer = f"{utc} >= {change(3)} and {utc} < {change(10)}"
    return f"if({summer}, {utc} + interval 1 hour, {utc})"


def _covers(con: DuckDBPyConnection, table: str) -> str:
    found = con.execute(
        f"select strftime(min(searched_on), '%Y-%m'), strftime(max(searched_on), '%Y-%m')"
        f" from {table}"
    ).fetchone()
    first, last = found or (None, None)
    if not first:
        return "no rows"
    return from_to(first, last)
