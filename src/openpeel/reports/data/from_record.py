"""Figures that a document states, by way of the record's evidence, and sums of other figures."""

from __future__ import annotations

from collections.abc import Mapping

from openpeel.catalogue.forces import forces
from openpeel.errors import UserError
from openpeel.inspecting.record import Evidence, Inspection
from openpeel.reports.data.figures import Figure
from openpeel.reports.text.definitions import Definition

STATING = ("document", "statement", "interview")  # kinds of evidence that can state a number


def figure(id: str, asked: Definition, inspection: Inspection) -> Figure:
    """A number as a document states it; UserError when the record has no such evidence."""
    evidence = next((e for e in inspection.evidence if e.id == asked.document), None)
    if evidence is None:
        raise UserError(
            f"figures.yaml, key {id}: the record has no evidence {asked.document}; add the document"
            " to its evidence first."
        )
    if evidence.kind not in STATING:
        raise UserError(
            f"figures.yaml, key {id}: evidence {evidence.id} is of kind {evidence.kind}; a number"
            f" can be taken from {', '.join(STATING)}."
        )
    if evidence.marking != "official":
        raise UserError(
            f"figures.yaml, key {id}: evidence {evidence.id} is marked {evidence.marking}; a number"
            " taken from it can't be published."
        )
    where = f", {asked.where}" if asked.where else ""
    return Figure(
        id=id,
        kind="document",
        title=str(asked.words),
        place=place_of(inspection),
        period=asked.period or (f"as of {evidence.shows}" if evidence.shows else ""),
        unit=str(asked.unit),
        value=asked.value,
        method="as stated",
        source=f"{_named(evidence)}{where}",
        name=evidence.id,
        version=(evidence.sha256 or "")[:12],
        provenance="document",
        area=evidence.area,
        simulated=inspection.simulated,
        end=evidence.shows,
        received=evidence.received,
    )


def added(id: str, definitions: Mapping[str, Definition], made: Mapping[str, Figure]) -> Figure:
    """The sum of other figures, all complete counts of one thing in one unit."""
    asked = definitions[id]
    parts = [made[name] for name in asked.sum if name in made]
    if len(parts) != len(asked.sum):
        unknown = next(name for name in asked.sum if name not in made)
        raise UserError(f"figures.yaml, key {id}: there is no figure {unknown} to add up.")
    first = parts[0]
    if any(p.kind == "survey" for p in parts):
        raise UserError(
            f"figures.yaml, key {id}: answers of a survey are not added up; state each by itself."
        )
    if any(p.unit != first.unit or p.lower is not None for p in parts):
        raise UserError(
            f"figures.yaml, key {id}: only complete counts of one unit add up; {first.id} and the"
            " others are not."
        )
    _only_once(id, definitions, made)
    _only_alike(id, parts)
    missing = [p for p in parts if p.value is None]
    return first.model_copy(
        update={
            "id": id,
            "kind": "working",
            "title": str(asked.words),
            "period": f"{first.period} to {parts[-1].period}" if len(parts) > 1 else first.period,
            "value": None if missing else sum(p.value or 0 for p in parts),
            "numerator": None,
            "numerator_words": " + ".join(f"{p.value:,.15g}" for p in parts if p.value is not None),
            "denominator": None,
            "denominator_words": "",
            "status": missing[0].status if missing else "ok",
            "name": " + ".join(p.name for p in parts),
            "provenance": "worked out in this report",
        }
    )


def _only_once(id: str, definitions: Mapping[str, Definition], made: Mapping[str, Figure]) -> None:
    """No number is counted twice, by its own name, by another, or in a sum that is a part."""
    seen: dict[str, str] = {}
    for name in definitions[id].sum:
        for leaf in _leaves(name, definitions):
            # An audit or a document tells several numbers under one permalink.
            of_measure = made[leaf].kind == "measure"
            number = made[leaf].name if of_measure else repr(definitions[leaf])
            if number in seen:
                raise UserError(
                    f"figures.yaml, key {id}: {name} counts again what {seen[number]} has counted;"
                    " take one of the two out of the sum."
                )
            seen[number] = name


def _leaves(name: str, definitions: Mapping[str, Definition]) -> list[str]:
    """The figures that a sum comes down to; of any other figure, itself."""
    parts = definitions[name].sum
    return [leaf for part in parts for leaf in _leaves(part, definitions)] or [name]


def _only_alike(id: str, parts: list[Figure]) -> None:
    """One thing is counted; money adds up, whatever it is for."""
    things = {_counted(part): part.id for part in parts}
    things.pop("", None)
    if parts[0].unit != "pounds" and len(things) > 1:
        one, other = list(things.values())[:2]
        raise UserError(
            f"figures.yaml, key {id}: {one} and {other} count different things, so their sum is no"
            " figure; state each by itself."
        )


def _counted(part: Figure) -> str:
    """What a part counts: its measure, or the title of an audit's number; empty if nobody knows."""
    if part.kind == "audit":
        return part.title
    return part.name.partition(".")[0] if "." in part.name else ""


def place_of(inspection: Inspection) -> str:
    """The force's name, or the region's."""
    if inspection.body == "region":
        return inspection.place
    return forces().by_code[inspection.place].name


def _named(evidence: Evidence) -> str:
    said = evidence.document or evidence.section or evidence.says
    return f"{evidence.kind}: {said}"
