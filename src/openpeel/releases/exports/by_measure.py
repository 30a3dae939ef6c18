"""One JSON file a measure: small enough for a phone, with everything to show that measure.

A file holds the measure's definition and its rows of both tables, each row an object with the
names of the CSV columns. Numbers are rounded as in the CSV; what is missing is null. Each row
stands on a line of its own, so that two releases can be compared with a line tool.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from openpeel.measures.values import Release, Value
from openpeel.releases.exports.columns import (
    COMPARISONS,
    VALUES,
    Item,
    Row,
    Table,
    comparison_rows,
    value_rows,
)
from openpeel.releases.exports.numbers import rounded


def as_json(release: Release) -> Iterator[tuple[str, str]]:
    """The id of each measure and the text of its file, in the release's order of measures."""
    values: dict[str, list[Value]] = defaultdict(list)
    for value in release.values:
        values[value.measure].append(value)
    for id, measure in release.measures.items():
        head = {
            "release": release.id,
            "simulated": release.simulated,
            "measure": measure.model_dump(mode="json"),
            "measure_version": measure.signature,
        }
        yield (
            id,
            _document(
                head,
                {
                    "values": _objects(VALUES, value_rows(tuple(values[id]))),
                    "comparisons": _objects(COMPARISONS, comparison_rows(release, id)),
                },
            ),
        )


def _document(head: dict[str, object], tables: dict[str, list[str]]) -> str:
    members = [f"{_dumps(key)}: {_dumps(value)}" for key, value in head.items()]
    for name, rows in tables.items():
        lines = ",\n".join(rows)
        members.append(f"{_dumps(name)}: [\n{lines}\n]" if rows else f"{_dumps(name)}: []")
    return "{\n" + ",\n".join(members) + "\n}\n"


def _objects(table: Table, rows: Iterable[Row]) -> list[str]:
    return [
        _dumps({name: plain(item) for name, item in zip(table.names, row, strict=True)})
        for row in rows
    ]


def plain(item: Item) -> str | int | float | None:
    """An item as JSON holds it: dates as ISO text, numbers rounded, no NaN."""
    if isinstance(item, str):
        return item
    return item.isoformat() if isinstance(item, date) else rounded(item)


def _dumps(thing: object) -> str:
    return json.dumps(thing, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
