"""ONS lookup of districts to community safety partnerships and police force areas.

It gives no facts: the catalogue holds the districts. An edition in the folder is compared with the
catalogue, and what does not agree is said.
"""

from __future__ import annotations

import re

from duckdb import DuckDBPyConnection

from openpeel.catalogue.forces import districts, forces
from openpeel.facts.sources.csv_file import ROWS, Field, Header, find_header, load
from openpeel.facts.sources.reading import Edition, Reading, SourceFile

_CODE = re.compile(r"(lad|pfa)\d\dcd")
SHOWN = 5


class DistrictLookup:
    """Reader of the lookup from districts to forces."""

    publication = "district-lookup"
    version = 1

    def recognise(self, file: SourceFile) -> bool:
        """Codes of districts and of police force areas in one table."""
        return file.workbook is None and _header(file) is not None

    def read(self, file: SourceFile, con: DuckDBPyConnection) -> Reading:
        """No table; used are the rows that agree with the catalogue."""
        header = _header(file)
        assert header is not None
        columns = _codes(header)
        fields = [Field(kind, (plain,)) for kind, plain in columns.items()]
        ledger = load(file, con, fields, fields)
        notes: dict[str, list[str]] = {}
        rows = con.execute(f"select row, lad, pfa from {ROWS} order by row").fetchall()
        for row, lad, pfa in rows:
            problem, named = _compare(lad, pfa)
            if problem is None:
                ledger.use()
                continue
            ledger.set_aside(problem, "", f"row {row}: {named}")
            notes.setdefault(problem, []).append(f"{named} (row {row})")
        return ledger.reading(
            self.publication,
            Edition("Districts to police force areas", f"boundaries of 20{columns['lad'][3:5]}"),
            {},
            tuple(_in_words(problem, named) for problem, named in notes.items()),
        )


def _header(file: SourceFile) -> Header | None:
    """A header with both kinds of code, of any year: LAD22CD, PFA22CD."""
    return find_header(file, lambda header: _codes(header).keys() == {"lad", "pfa"})


def _codes(header: Header) -> dict[str, str]:
    """The columns of codes by kind: a year's boundaries are in their names."""
    return {found[1]: plain for plain in header.plain if (found := _CODE.fullmatch(plain))}


def _compare(lad: str, pfa: str) -> tuple[str | None, str]:
    """What does not agree, if anything, and what to show of it."""
    district, force = districts().find(lad), forces().by_code.get(pfa)
    if district is None:
        return "a district that the catalogue does not know", lad
    if force is None:
        return "a police force area that is none of the 43", f"{district.name}: {pfa}"
    if district.force_code != force.code:
        ours = forces().by_code[district.force_code].name
        return (
            "a district that the catalogue puts in another force",
            f"{district.name}: {force.name} here, {ours} in the catalogue",
        )
    return None, ""


def _in_words(problem: str, named: list[str]) -> str:
    more = f" and {len(named) - SHOWN} more" if len(named) > SHOWN else ""
    return f"{problem[0].upper()}{problem[1:]}: {', '.join(named[:SHOWN])}{more}."
