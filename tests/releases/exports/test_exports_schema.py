"""The schema describes every row of the files that stand beside it."""

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from openpeel.measures.values import Release
from openpeel.releases.exports.by_measure import as_json
from openpeel.releases.exports.columns import COMPARISONS, PEERS, STATUSES, VALUES
from openpeel.releases.exports.schema import reference_markdown, schema
from openpeel.releases.exports.tidy import comparisons_csv, values_csv

DOCS = Path(__file__).resolve().parents[3] / "docs/reference/download-format.md"
TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,), "number": (int, float), "integer": (int,), "null": (type(None),),
    "boolean": (bool,), "object": (dict,), "array": (list,),
}  # fmt: skip


def conforms(item: Any, rule: dict[str, Any], root: dict[str, Any]) -> bool:
    """Whether an item obeys a rule: the few keywords of JSON Schema that ours uses."""
    if "$ref" in rule:
        return conforms(item, root["$defs"][rule["$ref"].rpartition("/")[2]], root)
    kinds = rule.get("type", [])
    kinds = kinds if isinstance(kinds, list) else [kinds]
    if kinds and not any(isinstance(item, TYPES[kind]) for kind in kinds):
        return False
    if "const" in rule and item != rule["const"]:
        return False
    if "enum" in rule and item not in rule["enum"]:
        return False
    if "oneOf" in rule and sum(conforms(item, one, root) for one in rule["oneOf"]) != 1:
        return False
    if "anyOf" in rule and not any(conforms(item, one, root) for one in rule["anyOf"]):
        return False
    if isinstance(item, str):
        if not re.search(rule.get("pattern", ""), item):
            return False
        return rule.get("format") != "date" or date.fromisoformat(item).isoformat() == item
    if isinstance(item, list):
        return all(conforms(one, rule["items"], root) for one in item if "items" in rule)
    if isinstance(item, dict):
        properties = rule.get("properties", {})
        closed = rule.get("additionalProperties") is False
        return (
            set(rule.get("required", ())) <= item.keys()
            and not (closed and item.keys() - properties.keys())
            and all(conforms(item[k], properties[k], root) for k in item.keys() & properties.keys())
        )
    return True


def as_items(text: str, row_rule: dict[str, Any]) -> list[dict[str, Any]]:
    """CSV rows as the schema says to read them: an empty cell is null, or '' in text."""
    found = []
    for row in csv.DictReader(io.StringIO(text, newline="")):
        item: dict[str, Any] = {}
        for name, word in row.items():
            kinds = row_rule["properties"][name]["type"]
            if word == "":
                item[name] = None if "null" in kinds else ""
            else:
                item[name] = json.loads(word) if "string" not in kinds else word
        found.append(item)
    return found


@pytest.mark.parametrize(
    ("name", "write"), [("value", values_csv), ("comparison", comparisons_csv)]
)
def test_every_row_conforms(release: Release, name: str, write: Callable[[Release], str]) -> None:
    root = schema(release)
    items = as_items(write(release), root["$defs"][name])
    assert items
    assert [item for item in items if not conforms(item, root["$defs"][name], root)] == []


def test_every_file_of_measures_conforms(release: Release) -> None:
    root = schema(release)
    for _, text in as_json(release):
        assert conforms(json.loads(text), root, root)


@pytest.mark.parametrize(
    ("column", "wrong"),
    [
        ("status", "missing"), ("status", ""), ("value", "12"), ("value", "NaN"),
        ("measure", "no-such"), ("force_code", "West Mercia"), ("period_end", None),
        ("unit", "per head"),
    ],
)  # fmt: skip
def test_a_wrong_cell_does_not_conform(release: Release, column: str, wrong: str | None) -> None:
    root = schema(release)
    good = as_items(values_csv(release), root["$defs"]["value"])[0]
    assert conforms(good, root["$defs"]["value"], root)
    assert not conforms(good | {column: wrong}, root["$defs"]["value"], root)


def test_each_column_is_described_in_the_order_of_the_file(release: Release) -> None:
    root = schema(release)
    for name, table in (("value", VALUES), ("comparison", COMPARISONS), ("peer", PEERS)):
        properties = root["$defs"][name]["properties"]
        assert tuple(properties) == table.names
        assert all(rule["description"] for rule in properties.values())
    fields = [[field["name"] for field in part["schema"]["fields"]] for part in root["resources"]]
    assert fields == [list(table.names) for table in (VALUES, COMPARISONS, PEERS)]


def test_statuses_are_those_of_the_methods_with_their_meaning(release: Release) -> None:
    choices = schema(release)["$defs"]["value"]["properties"]["status"]["oneOf"]
    assert [choice["const"] for choice in choices] == ["ok", "x", "z", "n", "p", "c", "low", "r"]
    assert [choice["description"] for choice in choices] == list(STATUSES.values())


def test_it_says_that_the_mean_of_logs_is_turned_back(release: Release) -> None:
    mean = schema(release)["$defs"]["comparison"]["properties"]["line_mean"]
    assert "turned back" in mean["description"]


def test_the_reference_page_is_the_one_that_the_code_writes() -> None:
    assert DOCS.read_text(encoding="utf-8") == reference_markdown(), (
        "docs/reference/download-format.md is out of date: write reference_markdown() into it"
    )


def test_the_reference_page_names_every_column() -> None:
    page = reference_markdown()
    named = (*VALUES.names, *COMPARISONS.names, *PEERS.names)
    assert [name for name in named if f"| `{name}` |" not in page] == []
