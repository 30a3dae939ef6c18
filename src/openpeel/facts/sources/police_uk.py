"""data.police.uk street-level crime and its outcomes: one row an event, one file a force and month.

Identical rows are legitimate (antisocial behaviour has no identifier), so none is removed. The
force is the one that the row falls within. The district is the one its small area is named after;
a row is placed in a community safety partnership only if that lies in the row's own force.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from duckdb import CatalogException, DuckDBPyConnection

from openpeel.catalogue.codes import codes
from openpeel.catalogue.forces import districts
from openpeel.facts.sources.csv_file import ROWS, Field, is_table, load
from openpeel.facts.sources.csv_values import (
    fact_table,
    from_to,
    one_number,
    rows_words,
    set_others_aside,
    translate,
    translate_codes,
    translate_forces,
)
from openpeel.facts.sources.dates import month_end
from openpeel.facts.sources.reading import Edition, Reading, SourceFile

MONTH = Field("month", ("month",))
FORCE = Field("force", ("falls within", "reported by"))
CRIME_TYPE = Field("crime_type", ("crime type",))
OUTCOME_TYPE = Field("outcome", ("outcome type",))
LAST_OUTCOME = Field("outcome", ("last outcome category", "context"), needed=False)
PLACE = (  # files before 2013 have a grid reference and no small area
    Field("longitude", ("longitude", "easting"), needed=False),
    Field("latitude", ("latitude", "northing"), needed=False),
    Field("lsoa_name", ("lsoa name",), needed=False),
)
DISTRICTS = "police_uk_districts"
YEAR = 2022  # whose districts and partnerships the tables use
# Districts that changed their name and not their borders; small areas of 2011 keep the old one.
FORMER_NAMES = {"folkestone and hythe": {"shepway"}}


class PoliceUkStreet:
    """Reader of street-level crime."""

    publication = "police-uk-street"
    version = 1

    def recognise(self, file: SourceFile) -> bool:
        """A month, a force and a crime type."""
        return is_table(file, (MONTH, FORCE, CRIME_TYPE))

    def read(self, file: SourceFile, con: DuckDBPyConnection) -> Reading:
        """Table `street_crime`."""
        fields = (MONTH, FORCE, CRIME_TYPE, LAST_OUTCOME, *PLACE)
        return _read_events(
            file,
            con,
            self.publication,
            "Street-level crime",
            "street_crime",
            (MONTH, FORCE, CRIME_TYPE),
            fields,
            {
                "crime_type": "crime_type_code",
                "outcome": "nullif(outcome, '')",
                "located": "longitude <> '' and latitude <> ''",
            },
        )


class PoliceUkOutcomes:
    """Reader of the outcomes of street-level crime."""

    publication = "police-uk-outcomes"
    version = 1

    def recognise(self, file: SourceFile) -> bool:
        """A month, a force and an outcome type, and no crime type."""
        return is_table(file, (MONTH, FORCE, OUTCOME_TYPE)) and not is_table(
            file, (MONTH, FORCE, CRIME_TYPE)
        )

    def read(self, file: SourceFile, con: DuckDBPyConnection) -> Reading:
        """Table `street_outcomes`."""
        return _read_events(
            file,
            con,
            self.publication,
            "Outcomes of street-level crime",
            "street_outcomes",
            (MONTH, FORCE, OUTCOME_TYPE),
            (MONTH, FORCE, OUTCOME_TYPE, *PLACE),
            {"outcome": "nullif(outcome, '')"},
        )


def _read_events(
    file: SourceFile,
    con: DuckDBPyConnection,
    publication: str,
    title: str,
    table: str,
    signature: tuple[Field, ...],
    fields: tuple[Field, ...],
    columns: Mapping[str, str],
) -> Reading:
    ledger = load(file, con, signature, fields)
    names = translate_forces(file, con)
    covers = _covers(con)
    set_others_aside(con, ledger, names)
    months = translate(
        file,
        con,
        "month",
        {"period_start": "date", "period_end": "date"},
        month,
        "{} is no month such as '2019-01'",
    )
    source = f"{ROWS} join {names} using (force) join {months} using (month)"
    if CRIME_TYPE in fields:
        kinds = translate_codes(file, con, "crime_type", codes("crime_type"))
        source += f" join {kinds} using (crime_type)"
    _district_table(con)
    # the small area's name is the district's and a number: "Amber Valley 008B"
    source += (
        f" left join {DISTRICTS} on"
        r" district_name = lower(regexp_replace(lsoa_name, '\s+\S+$', ''))"
    )
    name = fact_table(
        con,
        table,
        {
            "force_code": "force_code",
            "area_code": "case when district_force = force_code then csp_code end",
            "period_start": "period_start",
            "period_end": "period_end",
            "district_code": "district_code",
        }
        | dict(columns),
        f"{source} order by row",
    )
    ledger.use(one_number(con, f"select count(*) from {name}"))
    return ledger.reading(
        publication,
        Edition(title, covers),
        {table: name},
        _place_notes(con, source),
    )


def month(text: str) -> tuple[date, date] | None:
    """First and last day of a month written `2019-01`, or None."""
    year, _, number = text.partition("-")
    if not (len(year) == 4 and year.isdecimal() and number.isdecimal() and 1 <= int(number) <= 12):
        return None
    return date(int(year), int(number), 1), month_end(int(year), int(number))


def _covers(con: DuckDBPyConnection) -> str:
    found = con.execute(
        f"select min(month), max(month), list(distinct force order by force) from {ROWS}"
    ).fetchone()
    first, last, names = found or (None, None, None)
    if not first:
        return "no rows"
    who = ", ".join(names) if len(names) <= 3 else f"{len(names)} forces"
    return f"{from_to(first, last)}, {who}"


def _district_table(con: DuckDBPyConnection) -> None:
    """Every district's name with its district of 2022, partnership and force; once a connection."""
    try:
        con.execute(f"select 1 from {DISTRICTS} limit 0")
        return
    except CatalogException:
        pass
    rows = {}
    # of districts that share a name the one of 2022 counts: Sheffield has a new code since 2025
    for district in sorted(districts().all, key=lambda d: (d.first <= YEAR, d.first)):
        today = districts().today(district)
        for name in _small_area_names(district.name):
            rows[name] = (today.code, today.csp_code, today.force_code)
    lists = [list(rows), *map(list, zip(*rows.values(), strict=True))]
    con.execute(
        f"create temp table {DISTRICTS} as select unnest(?::varchar[]) as district_name,"
        " unnest(?::varchar[]) as district_code, unnest(?::varchar[]) as csp_code,"
        " unnest(?::varchar[]) as district_force",
        lists,
    )


def _small_area_names(district: str) -> set[str]:
    """What small areas call a district: "Bristol" for "Bristol, City of", and former names."""
    name = district.lower().partition(",")[0]
    return {district.lower(), name, f"the {name}"} | FORMER_NAMES.get(name, set())


def _place_notes(con: DuckDBPyConnection, source: str) -> list[str]:
    found = con.execute(
        "select count(*) filter (where district_force <> force_code),"
        " count(*) filter (where lsoa_name = ''),"
        " count(*) filter (where lsoa_name <> '' and district_code is null),"
        f" min(lsoa_name) filter (where lsoa_name <> '' and district_code is null) from {source}"
    ).fetchone()
    elsewhere, nowhere, unknown, example = found or (0, 0, 0, "")
    notes = []
    if elsewhere:
        notes.append(
            f"{rows_words(elsewhere, 'is', 'are')} placed in another force's area, and counted for"
            " the force and for no partnership."
        )
    if nowhere:
        notes.append(
            f"{rows_words(nowhere, 'has', 'have')} no small area, so no district or partnership."
        )
    if unknown:
        notes.append(
            f"{rows_words(unknown, 'is', 'are')} placed in a district that the catalogue does not"
            " know, such as"
            f" {example!r}."
        )
    return notes
