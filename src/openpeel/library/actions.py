"""What people do with the library: add a report that was read, and export them all."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from openpeel.library.models import Passage, Report
from openpeel.library.words import searched
from openpeel.people.models import Person
from openpeel.reading.report import ReadReport

SCHEMA_VERSION = 1
_LONGEST_PASSAGE = 8000
_SILENT = {"furniture", "contents"}


@dataclass(frozen=True)
class Added:
    """The report in the library, and whether it was put there just now."""

    report: Report
    new: bool

    @property
    def words(self) -> str:
        """What was done, in a sentence."""
        if not self.new:
            return f"{self.report.file_name} is in the library already; nothing was changed."
        again = f", version {self.report.version}" if self.report.version > 1 else ""
        return f"{self.report.file_name} is in the library: {self.report}{again}."


@transaction.atomic
def add(read: ReadReport, *, by: Person) -> Added:
    """Put a report into the library.

    The same file again changes nothing, unless a newer reader has read it: that is a new version.
    """
    before = Report.objects.select_for_update().filter(sha256=read.file.sha256, latest=True).first()
    if before is not None and before.reader_version >= read.reader_version:
        return Added(before, new=False)
    if before is not None:
        before.latest = False
        before.save(update_fields=["latest"])
    report = Report.objects.create(
        sha256=read.file.sha256,
        version=before.version + 1 if before else 1,
        reader_version=read.reader_version,
        file_name=read.file.name[:255],
        title=read.title[:300],
        force_code=read.force.code if read.force else "",
        force_name=read.force.name if read.force else "",
        framework=(read.framework.id or "") if read.framework else "",
        year=read.framework.year if read.framework else "",
        read=read.model_dump(mode="json"),
        read_by=by,
    )
    Passage.objects.bulk_create(_passages(report, read), batch_size=500)
    return Added(report, new=True)


def export() -> str:
    """Every report in its latest version as JSON: the same reports give the same bytes."""
    latest = Report.objects.filter(latest=True).select_related("read_by")
    reports = sorted(latest, key=lambda one: (one.force_code, one.year, one.sha256))
    listed = [
        {
            "read_by": one.read_by.username,
            "read_on": one.read_on.isoformat(),
            "version": one.version,
            "report": one.read,
        }
        for one in reports
    ]
    whole: dict[str, Any] = {"schema_version": SCHEMA_VERSION, "reports": listed}
    return json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _passages(report: Report, read: ReadReport) -> list[Passage]:
    placed: list[tuple[int, str, int | None, str, str]] = [
        (one.lines[0], one.kind, one.area, one.heading, one.text)
        for one in read.passages
        if one.kind not in _SILENT
    ]
    placed += [(one.lines[0], "unplaced", None, "", one.text) for one in read.unplaced]
    made: list[Passage] = []
    for line, kind, number, heading, text in sorted(placed, key=lambda one: one[0]):
        area = None if number is None else read.areas[number]
        for piece in _pieces(text):
            made.append(
                Passage(
                    report=report,
                    order=len(made),
                    kind=kind,
                    area=(area.id or "") if area else "",
                    area_name=area.name[:200] if area else "",
                    heading=heading,
                    text=piece,
                    position=line,
                    words=searched(piece),
                )
            )
    return made


def _pieces(text: str) -> list[str]:
    """A passage beyond measure in pieces, cut between words."""
    made: list[str] = []
    start = 0
    while len(text) - start > _LONGEST_PASSAGE:
        space = text.rfind(" ", start + 1, start + _LONGEST_PASSAGE)
        end = space if space > 0 else start + _LONGEST_PASSAGE
        made.append(text[start:end])
        start = end
    return [*made, text[start:]]
