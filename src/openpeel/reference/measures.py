"""Measures and the tables that they ask."""

from __future__ import annotations

from openpeel.catalogue.codes import codes
from openpeel.catalogue.comparability import rules
from openpeel.catalogue.left_out import beside_the_list
from openpeel.catalogue.measures import Measure, Part, measures, themes
from openpeel.catalogue.question_sets import question_sets
from openpeel.catalogue.tables import COMMON, Column, Table, tables
from openpeel.reference.markdown import code, head, page, table
from openpeel.releases.definitions import aggregate, formula
from openpeel.releases.words import DIRECTION_WORDS

COMMON_WORDS = {
    "force_code": "ONS code of one of the 43 forces; null when the source does not say",
    "area_code": "community safety partnership (2022); null when not placed",
    "period_start": "first day of the period; equal to `period_end` for a count on a day",
    "period_end": "last day of the period",
    "status": "reason code when the number is missing or qualified, else null",
    "source_ref": "where in the file: `sheet!row` in a workbook; null in files of one row an event",
}
KINDS = {
    "counts": "A row is a published number.",
    "events": "A row is one thing that happened; parts count rows.",
}


def measures_page() -> str:
    """Every measure by theme."""
    known = measures()
    parts = [
        head(
            "Measures",
            f"The {len(known)} measures that come with openpeel. A value is the numerator over the"
            " denominator, times what the unit says; a ratio is the rate of a group over that of a"
            " reference group. `openpeel measures ID` prints one with its pitfalls, and a site"
            " prints all of it on the measure's page. Adding one takes a file, no Python:"
            " [how to add a measure](../how-to/add-a-measure.md).",
        ),
        table(["Direction", "Meaning"], [[code(d), w] for d, w in DIRECTION_WORDS.items()]),
    ]
    for id, theme in themes().items():
        held = [measure for measure in known.values() if measure.theme == id]
        if held:
            rows = [_measure(measure) for measure in held]
            header = ["Measure", "Unit", "Direction", "Numerator", "Denominator"]
            parts += [f"## {theme.name}", f"{theme.words.capitalize()}.", table(header, rows)]
    return page(*parts, *_rules(), *_left_out())


def _rules() -> list[str]:
    rows = [
        [code(word), "\n".join([rule.words, *(f"{c.on}: {c.words}" for c in rule.changed)])]
        for word, rule in rules().items()
    ]
    words = (
        "What forces must have in common before a measure compares them. A force that is known to"
        " count otherwise carries [n]. Figures on either side of a day named here are not alike."
    )
    return ["## Counting rules", words, table(["Word", "Rule"], rows)]


def _left_out() -> list[str]:
    beside = beside_the_list()
    none = [[", ".join(entry.ids), entry.reason] for entry in beside.left_out]
    audited = [[", ".join(entry.ids), entry.reason] for entry in beside.audited]
    differs = [[code(id), reason] for id, reason in sorted(beside.other_direction.items())]
    return [
        "## Beside the reference list",
        "Measures that rest on reviewed files, where their figures are, and the questions that"
        " answer them. On a site with published audits the page on audits leads from each of these"
        " measures to its figures.",
        table(["Measures", "Where"], audited),
        table(["Measure", "Questions"], _questions_by_measure()),
        "Measures of the reference list that have no file, and why:",
        table(["Measures", "Reason"], none),
        "Measures whose better direction is not that of the list, and why:",
        table(["Measure", "Reason"], differs),
    ]


def _questions_by_measure() -> list[list[str]]:
    """Each measure that audits answer, with the questions that name it, by question set."""
    beside = beside_the_list()
    rows = []
    for id in sorted(beside.audited_ids):
        named = beside.worked_from.get(id, id)
        found = [
            f"[{asked.id}](question-sets/{asked.id}.md): {', '.join(code(q) for q in ids)}"
            for asked in question_sets().values()
            if (ids := [q.id for q in asked.questions if named in q.measures])
        ]
        rows.append([id if named == id else f"{id}, from {named}", "\n".join(found)])
    return rows


def _measure(measure: Measure) -> list[str]:
    name = [code(measure.id), measure.name]
    if measure.by:
        name.append(f"by {code(measure.by)}")
    if measure.reference:
        name.append(f"{measure.reference} of the reference list")
    if measure.areas:
        name.append("also by community safety partnership")
    unit: list[str] = [measure.unit]
    if measure.minimum:
        unit.append(f"from a base of {measure.minimum}")
    if measure.ratio:
        unit.append(formula(measure))
    bottom = measure.denominator
    return [
        "\n".join(name),
        "\n".join(unit),
        measure.direction,
        _part(measure.numerator),
        _part(bottom) if bottom else "none",
    ]


def _part(part: Part) -> str:
    number = aggregate(part)
    where = f" where {part.where}" if part.where else ""
    by = f" group by {part.by}" if part.by else ""
    return f"{part.words}\n{code(f'select {number} from {part.table}{where}{by}')}"


def tables_page() -> str:
    """The contracts of the lake's tables."""
    common = [[code(name), kind.lower(), COMMON_WORDS[name]] for name, kind in COMMON.items()]
    parts = [
        head(
            "Tables",
            "What readers deliver and measures ask. Every table begins with these columns:",
        ),
        table(["Column", "Type", "What it holds"], common),
    ]
    for id, contract in tables().items():
        columns = [
            [code(name), column.type.lower(), column.words, _codes(column)]
            for name, column in contract.columns.items()
        ]
        header = ["Column", "Type", "What it holds", "Codes"]
        parts += [f"## {id}", _about(contract), table(header, columns)]
    return page(*parts)


def _about(contract: Table) -> str:
    number = f" It stands in {code(contract.number)}." if contract.number else ""
    people = " A row is about one person, so small counts are hidden." if contract.people else ""
    keys = ["force", "period", *map(code, contract.slice)]
    slices = f"{', '.join(keys[:-1])} and {keys[-1]}"
    return (
        f"{contract.name}. {KINDS[contract.kind]}{number}{people} A later edition replaces"
        f" all rows of the same {slices}."
    )


def _codes(column: Column) -> str:
    if column.codes is None:
        return ""
    if isinstance(column.codes, tuple):
        return ", ".join(map(code, column.codes))
    listed = codes(column.codes)
    return "\n".join(f"{code(value)} {listed.words(value)}" for value in listed.codes)
