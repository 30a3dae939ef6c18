"""Small returns as files, as an analyst at Kent might export them."""

from __future__ import annotations

from collections.abc import Collection

ON = ("--on", "2026-04-20")
VOLUNTARY = ("--as", "voluntary-attendance", *ON)
ARRESTS = ("--as", "arrests", *ON)
RELEASES = ("--as", "releases", *ON)
YEAR = [f"2025-{month:02d}" for month in range(4, 13)] + ["2026-01", "2026-02", "2026-03"]

NO_AUGUST = "Q91967927"  # what is asked about a month without voluntary interviews


def attendances(without: Collection[str] = ("2025-08",), force: str = "Kent") -> str:
    """A year of voluntary interviews, twelve a month; one month has none."""
    rows = [
        f"{force},VA-{month}-{number},{month}-{number + 2:02d},yes"
        for month in YEAR
        if month not in without
        for number in range(12)
    ]
    return "\n".join(["force,attendance_ref,attended_on,on_system", *rows]) + "\n"


def broken() -> str:
    """The same with two slips in it: a day that is none, and a word that is neither yes nor no."""
    text = attendances().replace("2025-04-03,yes", "yesterday,yes")
    return text.replace("2025-04-04,yes", "2025-04-04,perhaps")


def arrests(first: int = 0) -> str:
    """Ninety arrests, numbered from `first`."""
    rows = [
        f"Kent,CU{n},2025-{4 + n % 9:02d}-{1 + n % 27:02d} 10:00,yes"
        for n in range(first, first + 90)
    ]
    return "\n".join(["force,arrest_ref,arrested_at,force_recorded", *rows]) + "\n"


def releases() -> str:
    """Ninety releases of the people of `arrests`, by the same keys."""
    rows = [
        f"Kent,R{n},cu{n} ,2026-03-31,2025-{4 + n % 9:02d}-{1 + n % 27:02d},{kind}"
        for n, kind in enumerate(["bail", "rui"] * 45)
    ]
    head = "force,release_ref,arrest_ref,extracted_on,released_on,kind"
    return "\n".join([head, *rows]) + "\n"
