"""A file to what it says: the parts of the reading, one after the other."""

from __future__ import annotations

from pathlib import Path

from openpeel.catalogue.frameworks import framework as catalogue_framework
from openpeel.reading.areas import areas_read
from openpeel.reading.identity import read_force, read_framework
from openpeel.reading.numbers_stated import counted
from openpeel.reading.outline import outline
from openpeel.reading.paragraphs import Block, blocks
from openpeel.reading.places import Placed, Walk
from openpeel.reading.refusing import check_is_no_news, check_is_on_one_force, check_is_report
from openpeel.reading.report import (
    Area,
    Counted,
    FileRead,
    FrameworkRead,
    Observations,
    Passage,
    ReadReport,
    Section,
    Unplaced,
)
from openpeel.reading.source import Source, read_source
from openpeel.reading.statistics import statistics
from openpeel.reading.updates import updates


def read_report(path: Path) -> ReadReport:
    """What the report in a file says; UserError when it is no inspection report of one force."""
    source = read_source(path)
    made = blocks(source.lines)
    check_is_no_news(source.name, made)
    check_is_on_one_force(source.name, made)
    walk = Walk(made, outline(made))
    placed = walk.run()
    notes: list[str] = []
    text = "\n".join(block.text for block in made if not block.furniture)
    titles = [one.block.text for one in placed if one.kind == "title"]
    force = read_force(titles, text, notes)
    areas = areas_read(walk.areas, placed, notes)
    check_is_report(source.name, areas, text, force)
    stated = counted(placed, areas, notes)
    victims = _victims_graded(areas, stated)
    framework = read_framework(titles, text, areas, force, victims, notes)
    areas = tuple(_in_framework(area, framework) for area in areas)
    return ReadReport(
        file=_file(source),
        title=" – ".join(titles),
        published=next(iter(_texts(placed, "date")), None),
        force=force,
        framework=framework,
        counted=stated,
        areas=areas,
        observations=_observations(placed),
        changes=_texts(placed, "changes"),
        updates=updates(placed),
        statistics=statistics(placed, notes),
        annex=_annex(placed),
        passages=tuple(_passage(one) for one in placed if one.kind is not None),
        unplaced=tuple(
            Unplaced(text=one.block.text, lines=one.block.lines)
            for one in placed
            if one.kind is None
        ),
        notes=tuple(notes),
    )


def _file(source: Source) -> FileRead:
    return FileRead.model_validate(
        {
            "name": source.name,
            "sha256": source.sha256,
            "kind": source.kind,
            "encoding": source.encoding,
            "lines": len(source.lines),
        }
    )


def _victims_graded(areas: tuple[Area, ...], stated: Counted | None) -> bool | None:
    """Whether the service to victims is graded: as it says, or as the summary's numbers ask."""
    area = next((one for one in areas if one.id == "victims"), None)
    if area is not None and area.graded is None and stated is not None and stated.agrees:
        return area.grade is not None
    return area.graded if area else None


def _in_framework(area: Area, framework: FrameworkRead | None) -> Area:
    if framework is None or framework.id is None or area.pillar:
        return area
    entry = catalogue_framework(framework.id)
    listed = next((one for one in entry.areas if one.id == area.id), None)
    graded = area.graded
    if graded is None and listed is not None and listed.graded is False:
        graded = False
    return area.model_copy(update={"in_framework": listed is not None, "graded": graded})


def _passage(one: Placed) -> Passage:
    assert one.kind is not None
    block: Block = one.block
    return Passage(
        kind=one.kind, text=block.text, lines=block.lines, area=one.area, heading=one.heading
    )


def _texts(placed: list[Placed], kind: str) -> tuple[str, ...]:
    return tuple(one.block.text for one in placed if one.kind == kind)


def _observations(placed: list[Placed]) -> Observations | None:
    text, signed = _texts(placed, "observation"), _texts(placed, "signatory")
    if not text and not signed:
        return None
    return Observations(
        text=text,
        name=signed[0] if len(signed) > 1 else None,
        role=signed[-1] if signed else None,
    )


def _annex(placed: list[Placed]) -> tuple[Section, ...]:
    found: list[tuple[str, int, list[str]]] = []
    for one in placed:
        if one.kind == "annex-heading":
            found.append((one.block.text, one.block.lines[0], []))
        elif one.kind == "annex" and found:
            found[-1][2].append(one.block.text)
    return tuple(Section(heading=h, line=n, text=tuple(text)) for h, n, text in found)
