"""Measures are files: what a file may say, and that every one shipped says it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from openpeel.catalogue.comparability import load_rules, rules
from openpeel.catalogue.frameworks import frameworks
from openpeel.catalogue.left_out import beside_the_list, load_beside_the_list
from openpeel.catalogue.measures import FOLDER, load_measure, load_measures, measures
from openpeel.catalogue.question_sets import question_sets
from openpeel.catalogue.tables import tables
from openpeel.errors import UserError
from openpeel.measures.where import condition

(FRAMEWORK,) = (f for f in frameworks() if f.id == "peel-2021-22-revised")

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
        (GOOD.replace("unit:", "comparability: own-clock\nunit:"),
         "line 13, key comparability: there is no counting rule 'own-clock'"),
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


def test_at_least_150_ship_each_with_a_file_named_by_its_id() -> None:
    assert len(measures()) >= 150
    assert {path.stem for path in FOLDER.rglob("*.yaml")} == measures().keys()


@pytest.mark.parametrize("id", sorted(measures()))
def test_every_measure_shipped_is_whole(id: str) -> None:
    measure = measures()[id]
    parts = [("numerator", measure.numerator)]
    parts += [("denominator", measure.denominator)] if measure.denominator else []
    for key, part in parts:
        condition(part.table, part.where, f"{id}.yaml, key {key}.where")
        assert part.words
    assert set(measure.themes) <= {area.id for area in FRAMEWORK.areas}
    assert len(measure.why.split()) >= 5
    assert measure.why.endswith((".", "?"))
    if measure.resident:
        assert any("residents" in pitfall for pitfall in measure.pitfalls), "residents mislead"
    if measure.kind == "ratio":
        assert measure.pitfalls
    if measure.kind == "share" and tables()[measure.numerator.table].kind == "events":
        assert measure.minimum >= 1, "a share of nobody is no share"


def test_no_two_measures_have_the_same_name() -> None:
    assert len({measure.name for measure in measures().values()}) == len(measures())


def test_every_counting_rule_is_named_by_a_measure() -> None:
    assert rules().keys() == {m.comparability for m in measures().values() if m.comparability}


# Beside the reference list


@pytest.fixture(scope="session")
def listed(reference: Path) -> dict[str, str]:
    """The better direction of every measure of the reference list, in our words."""
    words = {"higher_better": "higher", "lower_better": "lower"}
    with (reference / "measures.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 163
    return {row["id"]: words.get(row["direction"], row["direction"]) for row in rows}


REFERRING = {id: measure for id, measure in measures().items() if measure.reference}


def test_every_measure_of_the_list_has_a_file_or_a_reason_for_having_none(
    listed: dict[str, str],
) -> None:
    with_file = {measure.reference for measure in REFERRING.values()}
    left_out = beside_the_list().reasons.keys()
    audited = beside_the_list().audited_ids
    assert with_file | left_out | audited == listed.keys()
    assert not with_file & (left_out | audited)


def test_a_measure_that_audits_answer_is_named_by_a_question_or_worked_out_from_one() -> None:
    beside = beside_the_list()
    named = {id for asked in question_sets().values() for q in asked.questions for id in q.measures}
    assert {beside.worked_from.get(id, id) for id in beside.audited_ids} <= named
    assert len(beside.audited_ids) == 29 + 6 + 1


@pytest.mark.parametrize("id", REFERRING)
def test_a_measure_points_where_the_list_points_or_says_why_not(
    id: str, listed: dict[str, str]
) -> None:
    measure = REFERRING[id]
    differs = measure.direction != listed[measure.reference]
    assert differs == (id in beside_the_list().other_direction)


@pytest.mark.parametrize("id", REFERRING)
def test_a_measure_of_the_list_tells_its_traps_and_its_counting_rule(id: str) -> None:
    measure = REFERRING[id]
    assert measure.pitfalls
    assert measure.comparability in rules()


def test_reasons_are_given_for_measures_that_there_are() -> None:
    assert beside_the_list().other_direction.keys() <= REFERRING.keys()


BESIDE = """\
checked: {on: 2026-01-01, next: 2027-01-01}
left_out:
  - {ids: [R01], reason: It rests on a sample.}
  - {ids: [R02, R01], reason: It rests on a sample.}
other_direction: {}
"""


def test_a_measure_is_left_out_for_one_reason(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"line 4, key left_out.1.ids: the id R01 stands twice"):
        load_beside_the_list(write(tmp_path, BESIDE))


RULES = """\
checked: {on: 2026-01-01, next: 2027-01-01}
rules:
  example-clock:
    words: The clock runs from one thing to another.
    changed:
      - {on: 2023-04-01, words: shorter}
      - {on: 2020-04-01, words: longer}
"""


def test_changes_of_a_counting_rule_stand_in_order(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="2020-04-01 does not come after 2023-04-01"):
        load_rules(write(tmp_path, RULES))
