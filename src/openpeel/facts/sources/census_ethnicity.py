"""Residents by ethnic group and district, from the censuses of 2011 and 2021.

Published long (a row is a district and one detailed group) or wide (a row is a district, with a
column a group, broad groups beside their details). Only the five broad groups are kept: in a wide
file the broad columns, checked against the total; in a long file the sum of their details.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from duckdb import DuckDBPyConnection

from openpeel.catalogue.codes import codes
from openpeel.catalogue.forces import District, districts
from openpeel.facts.sources.csv_file import (
    ROWS,
    Field,
    Header,
    csv_header,
    load,
    plain_header,
    text_rows,
)
from openpeel.facts.sources.csv_values import MISSING, count_numbers
from openpeel.facts.sources.reading import Edition, Facts, Ledger, Reading, SourceFile

CENSUS_DAY = {2011: date(2011, 3, 27), 2021: date(2021, 3, 21)}
GROUPS = ("asian", "black", "mixed", "other", "white")

CODE = Field(
    "district",
    (
        "lad code",
        "geography code",
        "lower tier local authorities code",
        "local authority district code",
        "local authority code",
        "area code",
        "lad21cd",
        "lad22cd",
        "lad23cd",
        "lad11cd",
        "lad16cd",
    ),
)
NAME = Field(
    "name",
    ("lad name", "geography", "lower tier local authorities", "local authority", "area name"),
    needed=False,
)
COUNT = Field("persons", ("observation", "count", "value", "number", "persons"))
LONG_GROUP = re.compile(r"(?:eth\d*|ethnic group(?: \d+[ab]? categories)?)(?: (name|label))?")
DATE = Field("date", ("date", "year"), needed=False)
RURAL_URBAN = Field("rural_urban", ("rural urban",), needed=False)
WIDE_GROUP = re.compile(
    r"^ethnic group\s*:\s*(.+?)\s*(?:;\s*measures\s*:\s*value)?$", re.IGNORECASE
)
TOTAL = re.compile(r"^(all categories|total|all usual residents)\b", re.IGNORECASE)
# Words that only one census used.
WORDS_OF_2021 = ("asian welsh", "roma", "black welsh", "all usual residents")
# Areas that are sums of districts: countries, regions, counties, forces.
WIDER_AREA = re.compile(r"^(K0[2-4]|E92|W92|E12|E10|E11|E13|E23|W15)\d+$")


class CensusEthnicity:
    """Reader of ethnic group by district of one census."""

    version = 1

    def __init__(self, year: int) -> None:
        self.year = year
        self.publication = f"census-{year}-ethnicity"

    def recognise(self, file: SourceFile) -> bool:
        """A district's code with ethnic groups, in the words or under the date of this census."""
        if file.workbook is not None:
            return False
        header = csv_header(file, (CODE,))
        if header is None or (_long_group(header) is None and not _wide_groups(header)):
            return False
        return _census(file, header) == self.year

    def read(self, file: SourceFile, con: DuckDBPyConnection) -> Reading:
        """Table `population_ethnicity`."""
        header = csv_header(file, (CODE,))
        assert header is not None
        wide = _wide_groups(header)
        counted = Counted(file, self.year)
        if wide:
            ledger = _read_wide(file, con, header, wide, counted)
        else:
            ledger = _read_long(file, con, header, counted)
        facts, notes = counted.facts()
        return ledger.reading(
            self.publication,
            Edition("Ethnic group by district", f"Census {self.year}"),
            {"population_ethnicity": facts.into(con)},
            notes,
        )


class Counted:
    """Residents of each district by broad group, with the rows they stand in."""

    def __init__(self, file: SourceFile, year: int) -> None:
        self.file = file
        self.year = year
        self.persons: dict[tuple[str, str], int | None] = {}
        self.rows: dict[tuple[str, str], list[int]] = defaultdict(list)
        self.seen: dict[tuple[str, str], int] = {}

    def add(
        self, district: District, label: str, group: str, persons: int | None, row: int
    ) -> None:
        """Add a number to a broad group; one that is missing makes the group's sum missing."""
        if (first := self.seen.setdefault((district.code, label), row)) != row:
            raise self.file.refuse(
                f"{district.name} has {label!r} a second time, after row {first}; keep one",
                f"row {row}",
            )
        key = district.code, group
        before = self.persons.get(key, 0)
        self.persons[key] = None if persons is None or before is None else before + persons
        self.rows[key].append(row)

    def facts(self) -> tuple[Facts, list[str]]:
        """The facts, and what to know of them; a district without all groups is refused."""
        facts = Facts("population_ethnicity")
        found = sorted({code for code, _ in self.persons})
        for code in found:
            district = districts().by_code[code]
            if lacking := [group for group in GROUPS if (code, group) not in self.persons]:
                row = min(rows[0] for (of, _), rows in self.rows.items() if of == code)
                raise self.file.refuse(
                    f"{district.name} has no number for {', '.join(lacking)}", f"row {row}"
                )
            for group in GROUPS:
                persons = self.persons[code, group]
                facts.add(
                    force_code=district.force_code,
                    area_code=districts().today(district).csp_code,
                    period_start=CENSUS_DAY[self.year],
                    period_end=CENSUS_DAY[self.year],
                    status="x" if persons is None else None,
                    source_ref=_rows_in_words(self.rows[code, group]),
                    district_code=code,
                    base=f"census-{self.year}",
                    ethnicity=group,
                    persons=persons,
                )
        if not facts.rows:
            raise self.file.refuse("no row is a local authority district of England or Wales")
        total = sum(persons or 0 for persons in self.persons.values())
        return facts, [f"{len(found)} districts with {total:,} residents."]


def _census(file: SourceFile, header: Header) -> int:
    """Which census: by the date in the first row of data, else by the words for the groups."""
    if (at := header.column(DATE)) is not None:
        for cells in _first_rows(file, header):
            if found := re.search(r"\b(20[0-9]1)\b", cells[at]):
                return int(found[1])
    text = file.text_head.casefold()
    return 2021 if any(words in text for words in WORDS_OF_2021) else 2011


def _first_rows(file: SourceFile, header: Header) -> list[list[str]]:
    rows = text_rows(file, header.delimiter)[header.row :]
    return [row for row in rows[:1] if len(row) == len(header.cells)]


def _long_group(header: Header) -> Field | None:
    """The column of a long file that names the group; one with a code beside it is not it."""
    for plain in header.plain:
        if LONG_GROUP.fullmatch(plain) and not plain.endswith("code"):
            return Field("ethnicity", (plain,)) if header.has([COUNT]) else None
    return None


def _wide_groups(header: Header) -> dict[str, str]:
    """The columns of a wide file that hold groups: plain header to the group's label."""
    return {
        plain_header(cell): found[1]
        for cell in header.cells
        if (found := WIDE_GROUP.match(cell.strip()))
    }


def _district(file: SourceFile, code: str, name: str, row: int) -> District | None:
    """The district of a row, or None for a wider area; refuses what is neither."""
    if district := districts().find(code):
        return district
    if WIDER_AREA.match(code) or code.startswith(("S", "N")):
        return None
    raise file.refuse(
        f"{code!r} ({name}) is no district that the catalogue knows; add it there", f"row {row}"
    )


def _read_long(
    file: SourceFile, con: DuckDBPyConnection, header: Header, counted: Counted
) -> Ledger:
    group = _long_group(header)
    assert group is not None
    ledger = load(file, con, (CODE, group), (CODE, NAME, group, COUNT))
    count_numbers(file, con, "persons")
    rows = con.execute(
        f"select row, district, name, ethnicity, persons_number from {ROWS} order by row"
    ).fetchall()
    for row, code, name, label, persons in rows:
        district = _district(file, code, name, row)
        if district is None:
            ledger.set_aside("an area wider than a district", "", f"row {row}: {name or code}")
        elif label.casefold() == "does not apply":
            ledger.set_aside("does not apply to anyone counted", "", f"row {row}: {persons}")
        elif TOTAL.match(label):
            ledger.set_aside("total of all groups", "", f"row {row}")
        else:
            counted.add(district, label, _broad(file, label, row), persons, row)
            ledger.use()
    return ledger


def _broad(file: SourceFile, label: str, row: int) -> str:
    found = codes("ethnicity").find(label) or codes("ethnicity").find(label.partition(":")[0])
    if found is None:
        raise file.refuse(
            f"{label!r} is no ethnic group that the code list ethnicity knows; add it there",
            f"row {row}",
        )
    return found


def _read_wide(
    file: SourceFile,
    con: DuckDBPyConnection,
    header: Header,
    groups: dict[str, str],
    counted: Counted,
) -> Ledger:
    totals, chosen = _columns(file, header, groups)
    fields = [Field(f"n{number}", (plain,)) for number, (plain, _) in enumerate(chosen)]
    total = [Field("total", totals[:1])] if totals else []
    ledger = load(file, con, (CODE,), (CODE, NAME, RURAL_URBAN, *total, *fields))
    for field in (*total, *fields):
        count_numbers(file, con, field.name)
    numbers = ", ".join(f"{field.name}_number" for field in (*fields, *total))
    rows = con.execute(
        f"select row, district, name, rural_urban, {numbers} from {ROWS} order by row"
    ).fetchall()
    for row, code, name, rural_urban, *found in rows:
        district = _district(file, code, name, row)
        if district is None:
            ledger.set_aside("an area wider than a district", "", f"row {row}: {name or code}")
            continue
        if rural_urban.casefold() not in (*MISSING, "total"):
            ledger.set_aside("part of a district, rural or urban", "", f"row {row}")
            continue
        _check_sum(file, name, row, found[: len(fields)], found[len(fields) :])
        for (plain, group), persons in zip(chosen, found, strict=False):
            counted.add(district, plain, group, persons, row)
        ledger.use()
    return ledger


def _columns(
    file: SourceFile, header: Header, groups: dict[str, str]
) -> tuple[tuple[str, ...], list[tuple[str, str]]]:
    """Columns of the total, and of the groups to add: a broad group's own, else its details."""
    totals = tuple(plain for plain, label in groups.items() if TOTAL.match(label))
    broad: dict[str, str] = {}
    details: dict[str, list[str]] = defaultdict(list)
    for plain, label in groups.items():
        if plain in totals:
            continue
        group = _broad(file, label, header.row)
        if ":" in label:
            details[group].append(plain)
        else:
            broad[group] = plain
    chosen = []
    for group in GROUPS:
        columns = [broad[group]] if group in broad else details[group]
        if not columns:
            raise file.refuse(f"there is no column for the group {group}", f"row {header.row}")
        chosen += [(plain, group) for plain in columns]
    return totals, chosen


def _check_sum(
    file: SourceFile, name: str, row: int, groups: Sequence[int | None], total: Sequence[int | None]
) -> None:
    if total and total[0] is not None and None not in groups:
        found = sum(number or 0 for number in groups)
        if found != total[0]:
            raise file.refuse(
                f"the five groups of {name} sum to {found:,}, its total is {total[0]:,}",
                f"row {row}",
            )


def _rows_in_words(rows: Sequence[int]) -> str:
    first, last = rows[0], rows[-1]
    if len(rows) == 1:
        return f"row {first}"
    if last - first + 1 == len(rows):
        return f"rows {first} to {last}"
    return f"rows {', '.join(map(str, rows))}"
