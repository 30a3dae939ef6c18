"""The schema published beside the downloads: what every column holds, in words machines can check.

A JSON Schema (draft 2020-12). Its root describes a file of `measures/`; `$defs/value`,
`$defs/comparison` and `$defs/peer` describe a row of values.csv, comparisons.csv and peers.csv,
where an empty cell stands for null, or for '' in a column that is text. `resources` repeats the
columns in the way of Frictionless Data for tools that read that.
"""

from __future__ import annotations

from typing import Any

from openpeel.catalogue.measures import Measure
from openpeel.measures.values import Release
from openpeel.releases.exports.columns import (
    BY_MEASURE,
    COMPARISONS,
    PEERS,
    TABLES,
    VALUES,
    Column,
    Table,
)
from openpeel.releases.exports.numbers import DIGITS

VERSION = "2"  # goes up whenever a column or the meaning of one changes
DRAFT = "https://json-schema.org/draft/2020-12/schema"

_TYPES = {"text": "string", "date": "string", "number": "number", "whole": "integer"}
_FIELDS = {"text": "string", "date": "date", "number": "number", "whole": "integer"}
_ROW = {VALUES.name: "value", COMPARISONS.name: "comparison", PEERS.name: "peer"}

Schema = dict[str, Any]


def schema(release: Release) -> Schema:
    """The schema of a release's downloads; its column `measure` lists what the release has."""
    measures = {id: measure.name for id, measure in release.measures.items()}
    definition = Measure.model_json_schema(ref_template="#/$defs/{model}")
    parts = definition.pop("$defs", {})
    rows = {_ROW[table.name]: _row(table, measures) for table in TABLES}
    return {
        "$schema": DRAFT,
        "$id": f"urn:openpeel:downloads:{VERSION}",
        "title": "Downloads of an openpeel release",
        "description": "A file of measures/. Rows of values.csv, comparisons.csv and peers.csv are"
        " under $defs; there an empty cell stands for null, and for '' in a column of text.",
        "version": VERSION,
        "release": release.id,
        "simulated": release.simulated,
        "type": "object",
        "properties": {
            "release": {"type": "string"},
            "simulated": {"type": "boolean", "description": "true: about no real force"},
            "measure": {"$ref": "#/$defs/Measure"},
            "measure_version": {"type": "string"},
            **{
                table.name: {"type": "array", "items": {"$ref": f"#/$defs/{_ROW[table.name]}"}}
                for table in BY_MEASURE
            },
        },
        "required": [
            "release",
            "simulated",
            "measure",
            "measure_version",
            *(table.name for table in BY_MEASURE),
        ],
        "additionalProperties": False,
        "$defs": {**rows, "Measure": definition, **parts},
        "resources": [table_resource(table) for table in TABLES],
    }


def _row(table: Table, measures: dict[str, str]) -> Schema:
    properties = {column.name: column_schema(column) for column in table.columns}
    if "measure" in properties:
        named = [{"const": id, "title": name} for id, name in measures.items()]
        properties["measure"]["oneOf"] = named
    return {
        "title": f"a row of {table.name}.csv",
        "description": table.words,
        "type": "object",
        "properties": properties,
        "required": list(table.names),
        "additionalProperties": False,
    }


def column_schema(column: Column) -> Schema:
    """One column: type, words, and the allowed values with their meaning."""
    kind = _TYPES[column.kind]
    found: Schema = {"type": [kind, "null"] if _nullable(column) else kind}
    found["description"] = _description(column)
    if column.kind == "date":
        found["format"] = "date"
    if column.pattern:
        found["pattern"] = column.pattern
    if column.unit:
        found["unit"] = column.unit
    if column.allowed:
        choices: list[Schema] = [
            {"const": value, "description": words} for value, words in column.allowed.items()
        ]
        if column.open:
            found["anyOf"] = [*choices, {"type": "string"}]
        else:
            empty = [{"const": None, "description": column.empty}] if column.empty else []
            found["oneOf"] = choices + empty
    return found


def _nullable(column: Column) -> bool:
    """Whether JSON has null for an empty cell: not in free text, where it has ''."""
    closed = bool(column.allowed) and not column.open
    return bool(column.empty) and (column.kind != "text" or closed)


def _description(column: Column) -> str:
    empty = f"; empty: {column.empty}" if column.empty else ""
    return f"{column.words}{empty}"


def table_resource(table: Table) -> Schema:
    """A table in the way of Frictionless Data."""
    fields: list[Schema] = []
    for column in table.columns:
        constraints: Schema = {"required": not column.empty}
        if column.allowed and not column.open:
            constraints["enum"] = list(column.allowed)
        fields.append(
            {
                "name": column.name,
                "type": _FIELDS[column.kind],
                "description": _description(column),
                "constraints": constraints,
            }
        )
    return {
        "name": table.name,
        "path": f"{table.name}.csv",
        "format": "csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "header": True},
        "schema": {"fields": fields, "primaryKey": list(table.key), "missingValues": [""]},
    }


def reference_markdown() -> str:
    """The page docs/reference/download-format.md, made from the same columns as the files."""
    parts = [_INTRODUCTION]
    for table in TABLES:
        parts.append(f"## {table.name}.csv\n\n{table.words}\n")
        parts.append(
            f"Rows are sorted by {_listed(table.key)}; no two rows agree in all of them.\n"
        )
        parts.append(
            _markdown_table(
                ("Column", "Type", "What it holds", "Empty means"),
                [
                    (f"`{c.name}`", c.kind, _with_unit(c), c.empty or "never empty")
                    for c in table.columns
                ],
            )
        )
    parts.append("## Values that a column may take\n")
    seen: set[str] = set()
    for column in (column for table in TABLES for column in table.columns):
        if column.allowed and column.name not in seen:
            seen.add(column.name)
            parts.append(f"### {column.name}\n")
            parts.append(
                _markdown_table(
                    ("Value", "Meaning"),
                    [(f"`{value}`", words) for value, words in column.allowed.items()],
                )
            )
    return "\n".join(parts)


_INTRODUCTION = f"""# The download format

Format version {VERSION}. This page is generated from the code that writes the files.

A release writes into the folder `data` of the site:

| File | What it is |
|---|---|
| `values.csv` | every value, one a row |
| `comparisons.csv` | how each force stands in each comparison |
| `peers.csv` | which forces are the peers of each force, by which list |
| `schema.json` | the tables column by column, as JSON Schema (2020-12) and Frictionless fields |
| `manifest.json` | what the release was made from |
| `measures/<id>.json` | one measure: definition and its rows of both tables |
| `openpeel.ods` | a workbook with the latest period of each measure, one sheet a theme |

The same release gives the same bytes on any machine.

## How the CSV files are written

* UTF-8 without a byte order mark; commas; quotes by RFC 4180. Lines end in LF, which every CSV
  reader takes and which leaves no stray character on the last column in line tools.
* Dates are ISO 8601: `2020-03-31`.
* Whole numbers are printed without a decimal point, others to {DIGITS} significant digits;
  numbers under 0.0001 may have an exponent (`5e-05`).
* An empty cell means that there is nothing; it is never zero. `status` says why.
* A row is a line: tabs and line ends within text become a space.
* Text that begins with `=`, `+`, `-` or `@` gets an apostrophe before it, so that a spreadsheet
  does not take it for a formula. Numbers are never changed.

## How the JSON files are written

A file of `measures/` is one object: `release`, `simulated`, `measure` (its definition),
`measure_version`, `values` and `comparisons`. The last two hold one object a row with the names
of the CSV columns. Numbers are the same as in the CSV; a number or mark that is not there is
`null`. Text is as it is, without the apostrophe. The root of `schema.json` describes the file.
"""


def _with_unit(column: Column) -> str:
    return f"{column.words} (unit: {column.unit})" if column.unit else column.words


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _markdown_table(header: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [header, tuple("---" for _ in header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"
