"""Publications, reason codes and frameworks from the catalogue."""

from __future__ import annotations

import inspect
import sys

from openpeel.catalogue.coverage import exceptions, statuses
from openpeel.catalogue.forces import forces
from openpeel.catalogue.frameworks import Area, Framework, frameworks
from openpeel.catalogue.publications import publications
from openpeel.catalogue.tables import tables
from openpeel.facts.sources.reading import Reader
from openpeel.facts.sources.registry import READERS
from openpeel.reference.markdown import bullets, code, head, page, table


def publications_page() -> str:
    """What each reader reads."""
    parts = [
        head(
            "Publications",
            "The publications that openpeel reads. A file is recognised by what it contains, never"
            " by its name. “How it is read” is what the reader says of itself."
            " [What happens to another edition](../how-to/read-another-edition.md).",
        )
    ]
    readers = {reader.publication: reader for reader in READERS}
    for id, entry in publications().items():
        facts = (
            f"id: {code(id)}",
            f"publisher: {entry.publisher}",
            f"covers: {entry.covers}",
            f"status: {entry.status}",
            f"published: {entry.often}",
            f"revisions: {entry.revisions}",
            f"licence: {entry.licence}",
            f"address: {entry.address or 'none'}",
        )
        parts += [f"## {entry.name}", bullets(facts)]
        parts += ["What it can't say:", bullets(entry.limits)]
        if id in readers:
            parts += [f"How it is read (reader version {readers[id].version}):"]
            parts += [_quoted(_says(readers[id]))]
    return page(*parts)


def _says(reader: Reader) -> str:
    """The docstring of the reader's module."""
    return inspect.cleandoc(sys.modules[type(reader).__module__].__doc__ or "")


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.splitlines())


def statuses_page() -> str:
    """Reason codes, and the cases known beforehand."""
    rows = [
        [
            code(status.shorthand),
            status.label,
            status.sentence,
            "yes" if status.shown else "no",
            "yes" if status.compared else "no",
        ]
        for status in statuses().values()
    ]
    known = [
        [
            code(table_id),
            forces().by_code[entry.force_code].name,
            f"{entry.start} to {entry.end or 'no end known'}",
            code(f"[{entry.status}]") if entry.status else "none",
            entry.reason,
            entry.source,
        ]
        for table_id in tables()
        for entry in exceptions(table_id)
    ]
    return page(
        head(
            "Reason codes",
            "Why a value is missing or how it is qualified. In CSV and JSON the column `status`"
            " holds the code without brackets, or `ok`."
            " [Why](../explanation/missing-is-never-zero.md).",
        ),
        table(["Code", "Label", "What it says", "Value shown", "Compared"], rows),
        "## Cases known beforehand",
        "Published files do not mark these where the number stands, so the catalogue does.",
        table(["Table", "Force", "Dates", "Code", "Reason", "Source"], known),
    )


def frameworks_page() -> str:
    """Versions of the inspection framework."""
    parts = [
        head(
            "Inspection frameworks",
            "Versions of the inspectorate's framework as far as the sources tell; what they do not"
            " tell is left out, not guessed. Questions are in our own words. No grade is held"
            " here.",
        )
    ]
    for entry in frameworks():
        parts += _framework(entry)
    return page(*parts)


def _framework(entry: Framework) -> list[str]:
    end = f"to {entry.end}" if entry.end else "with no successor known"
    pillars = [f"{pillar.name} ({code(pillar.id)})" for pillar in entry.pillars]
    parts = [
        f"## {entry.name}",
        f"Id {code(entry.id)}, from {entry.start} {end}; for {entry.for_forces}.",
        table(["Tier", "Meaning"], [[t.word, t.meaning or "not told"] for t in entry.tiers]),
        f"Pillars, each with a grade of its own: {', '.join(pillars)}." if pillars else "",
        table(["Area", "Question", "Graded", "Forces"], [_area(area) for area in entry.areas]),
    ]
    listed = [
        [f"{area.name}\n{code(area.id)}", code(one.id), one.words]
        for area in entry.areas
        for one in area.characteristics
    ]
    if listed:
        parts += ["What good performance is, in our own words:"]
        parts += [table(["Area", "Characteristic", "Words"], listed)]
    if entry.not_comparable:
        parts.append(bullets(f"{code(b.framework)}: {b.reason}" for b in entry.not_comparable))
    return [*parts, f"What is known: {entry.known}"]


def _area(area: Area) -> list[str]:
    graded = {True: "yes", False: "no", None: "not told"}[area.graded]
    return [f"{area.name}\n{code(area.id)}", area.question, graded, area.forces]
