"""Measures are files: what a file may say, and that every one shipped says it."""

from __future__ import annotations

from pathlib import Path

import pytest

from openpeel.catalogue.measures import FOLDER, load_measure, load_measures, measures
from openpeel.catalogue.tables import tables
from openpeel.errors import UserError
from openpeel.measures.where import condition

GOOD = """\
id: example
version: 1
name: An example
why: To show what a file says.
theme: responding
numerator:
  table: calls
  where: "line = '101'"
  words: 101 calls
denominator:
  table: calls
  words: calls
unit: percent
direction: neutral
checked: {by: a test, on: 2026-01-01, next: 2027-01-01}
"""


def write(folder: Path, text: str, name: str = "example.yaml") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_is_a_measure(tmp_path: Path) -> None:
    measure = load_measure(write(tmp_path, GOOD))
    assert (measure.id, measure.kind, measure.per, measure.resident) == (
        "example", "share", 100, False,
    )  # fmt: skip
    assert measure.numerator.where == "line = '101'"


def test_the_signature_changes_with_anything_in_the_file(tmp_path: Path) -> None:
    one = load_measure(write(tmp_path, GOOD))
    other = load_measure(write(tmp_path, GOOD.replace("To show", "To tell")))
    assert one.signature.startswith("1-")
    assert one.signature != other.signature
    assert load_measure(write(tmp_path, "# a comment\n" + GOOD)).signature == one.signature


BY = GOOD.replace("unit:", "by: line\nunit:")
SUMMED = GOOD.replace("  table: calls\n  words", "  table: population\n  sum: persons\n  words")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (GOOD.replace("table: calls\n  where", "table: cals\n  where"),
         "line 7, key numerator.table: there is no table 'cals'"),
        (GOOD.replace("  table: calls\n  words", "  table: population\n  words"),
         "line 10, key denominator: table population holds counts, so say which column to `sum`"),
        (SUMMED.replace("sum: persons", "sum: people"),
         "line 12, key denominator.sum: table population has no number 'people' to add up;"
         " it has persons"),
        (SUMMED.replace("sum: persons", "sum: district_code"),
         "line 12, key denominator.sum: table population has no number 'district_code'"),
        (GOOD.replace("unit: percent", "unit: count"),
         "key denominator: unit `count` has no denominator"),
        (GOOD.replace("denominator:\n  table: calls\n  words: calls\n", ""),
         "key denominator: unit `percent` needs a denominator"),
        (GOOD.replace("unit: percent", "unit: per cent"), "line 13, key unit: "),
        (GOOD.replace("unit: percent", "unit: ratio"), "unit `ratio` and key `ratio` go together"),
        (GOOD.replace("unit:", "ratio: {to: '999'}\nunit:"), "unit `ratio` and key `ratio` go"),
        (BY.replace("unit: percent", "unit: ratio\nratio: {to: '999'}"),
         "a ratio compares groups, so measure and denominator need `by`"),
        (BY.replace("by: line", "by: queue"),
         "line 13, key by: `by` must name a column of words of calls, not 'queue'"),
        (BY.replace("by: line", "by: answer_ms"), "must name a column of words of calls"),
        (SUMMED.replace("sum: persons", "sum: persons\n  by: line"),
         "line 13, key denominator.by: `by` must name a column of words of population"),
        (BY.replace("by: line", "by: line\ngroups: ['101', '112']"),
         "line 14, key groups.1: line has no code '112'; it has 999, 101"),
        (BY.replace("by: line", "by: line\nrest: ['112']"),
         "line 14, key rest.0: line has no code '112'"),
        (GOOD.replace("unit:", "groups: ['101']\nunit:"),
         "line 13, key groups.0: groups are codes of a column; name the column with `by`"),
        (GOOD.replace("table: calls", "table: stop_searches").replace("line = '101'", "kind = 'x'")
         .replace("unit:", "areas: true\nunit:"), "key areas: stop_searches is about people"),
        (GOOD.replace("id: example", "id: another"),
         "line 1, key id: the id is 'another'; it must be the file's name, 'example'"),
        (GOOD.replace("id: example", "id: Example"), "line 1, key id: "),
        (GOOD.replace("theme: responding", "theme: parking"),
         "line 5, key theme: there is no theme 'parking'; known are fair-treatment"),
        (GOOD.replace("why: To", "whi: To"), "key why: this key is needed and is not there"),
        (GOOD + "colour: red\n", "line 16, key colour: no such key is known here"),
        (GOOD + "name: Again\n", "line 16, key name: the key stands twice (first on line 3)"),
        (GOOD.replace("next: 2027", "next: 2025"), "line 15, key checked.next: 2025-01-01 is not"),
        (GOOD.replace("id: example", "id: [example"), "this is not valid YAML"),
        ("", "the file is empty"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_file_line_and_key(tmp_path: Path, text: str, words: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(UserError) as refused:
        load_measure(path)
    message = str(refused.value)
    assert message.startswith(str(path))
    assert words in message
    assert "\n" not in message


def test_two_files_can_not_define_one_measure(tmp_path: Path) -> None:
    first, second = write(tmp_path, GOOD, "a/example.yaml"), write(tmp_path, GOOD, "b/example.yaml")
    with pytest.raises(UserError) as refused:
        load_measures(tmp_path)
    assert str(refused.value) == (
        f"{second}, line 1, key id: {first} defines the measure 'example' too; keep one."
    )


def test_measures_stand_in_the_order_of_their_themes(tmp_path: Path) -> None:
    write(tmp_path, GOOD.replace("theme: responding", "theme: context"))
    write(tmp_path, GOOD.replace("id: example", "id: last"), "last.yaml")
    assert list(load_measures(tmp_path)) == ["last", "example"]


# Those that are shipped


def test_at_least_sixty_ship_each_with_a_file_named_by_its_id() -> None:
    assert len(measures()) >= 60
    assert {path.stem for path in FOLDER.rglob("*.yaml")} == measures().keys()


@pytest.mark.parametrize("id", sorted(measures()))
def test_every_measure_shipped_is_whole(id: str) -> None:
    measure = measures()[id]
    parts = [("numerator", measure.numerator)]
    parts += [("denominator", measure.denominator)] if measure.denominator else []
    for key, part in parts:
        condition(part.table, part.where, f"{id}.yaml, key {key}.where")
        assert part.words
    assert len(measure.why.split()) >= 5
    assert measure.why.endswith((".", "?"))
    if measure.resident:
        assert any("residents" in pitfall for pitfall in measure.pitfalls), "residents mislead"
    if measure.kind == "ratio":
        assert measure.pitfalls
    if measure.kind == "share" and tables()[measure.numerator.table].kind == "events":
        assert measure.minimum >= 1, "a share of nobody is no share"
