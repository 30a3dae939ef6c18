"""Small returns as files, as an analyst at Kent might export them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection
from pathlib import Path

from test_command_line import contents, run

ON = ("--on", "2026-04-20")
VOLUNTARY = ("--as", "voluntary-attendance", *ON)
ARRESTS = ("--as", "arrests", *ON)
RELEASES = ("--as", "releases", *ON)
YEAR = [f"2025-{month:02d}" for month in range(4, 13)] + ["2026-01", "2026-02", "2026-03"]

ANNA = ("--by", "Anna Example")
WORDS = "The suite was closed all month."
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


def send(place: Path) -> Path:
    """A return `va.csv` in a folder, submitted to `site.lake` beside it; one query is open."""
    (place / "data").mkdir()
    (place / "va.csv").write_text(attendances())
    sent = run("submit", place / "va.csv", *VOLUNTARY, *ANNA, "--lake", place / "site.lake")
    assert sent.exit_code == 0, sent.output
    return place


def batch_of(output: str) -> str:
    (found,) = re.findall(r": batch (\S+)", output)
    return str(found)


def rows_of(report: Path) -> list[dict[str, str]]:
    """A CSV report, as a spreadsheet shows it."""
    return list(csv.DictReader(io.StringIO(report.read_text("utf-8-sig"), newline="")))


def fill_in(report: Path, words: str, *, excel: bool = False) -> None:
    """Answer every query in a CSV report; Excel here saves it with semicolons in Windows-1252."""
    rows = rows_of(report)
    for row in rows:
        if row["kind"] == "query":
            row["reply"], row["reply by"] = words, "Zoë Analyst"
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, rows[0].keys(), delimiter=";" if excel else ",")
    writer.writeheader()
    writer.writerows(rows)
    report.write_bytes(text.getvalue().encode("cp1252" if excel else "utf-8"))


def answered(file: Path, number: str = NO_AUGUST, words: str = WORDS) -> Path:
    """A report that came back with a reply."""
    file.write_text(f"number,reply,reply by\n{number},{words},Zoë Analyst\n", encoding="utf-8")
    return file


def kept(lake: Path) -> dict[str, str]:
    """All that a lake holds; the lock file is empty and says nothing."""
    return {name: sha256 for name, sha256 in contents(lake).items() if not name.endswith("/lock")}
