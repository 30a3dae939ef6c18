"""A reader of toy files, so that the lake and the intake can be tried without a publication.

toy 2020-10-01          the mark, and the day of publication if there is one
Kent 2025-04 101 x3     force, month, line, how often
refuse                  a line that can't be read
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from duckdb import DuckDBPyConnection

from openpeel.catalogue.forces import forces
from openpeel.facts.sources.dates import month_end
from openpeel.facts.sources.reading import Edition, Facts, Reading, SourceFile


class ToyReader:
    """Counts how often it is asked to read."""

    publication = "toy"

    def __init__(self, version: int = 1) -> None:
        self.version = version
        self.read_files: list[str] = []

    def recognise(self, file: SourceFile) -> bool:
        return file.head.startswith(b"toy")

    def read(self, file: SourceFile, con: DuckDBPyConnection) -> Reading:
        self.read_files.append(file.name)
        mark, *lines = file.head.decode().strip().splitlines()
        published = mark.removeprefix("toy").strip()
        facts = Facts("calls")
        for number, line in enumerate(lines, start=2):
            found = re.fullmatch(r"(.+) (\d{4})-(\d\d) (\d{3}) x(\d+)", line)
            if not found:
                raise file.refuse(f"{line!r} can't be read", f"row {number}")
            name, year, month, code, times = found.groups()
            force, start = forces().find(name), date(int(year), int(month), 1)
            for _ in range(int(times)):
                facts.add(
                    force_code=force.code if force else None,
                    period_start=start,
                    period_end=month_end(int(year), int(month)),
                    line=code,
                )
        rows = len(facts.rows)
        day = date.fromisoformat(published) if published else None
        return Reading(
            "toy", Edition("Toy", "a month", day), {"calls": facts.into(con)}, rows, rows
        )


def toy(path: Path, *lines: str, mark: str = "toy") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([mark, *lines]), encoding="utf-8")
    return path
