"""The rules as a whole: named alike everywhere, each with a failing example, silent on good."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from inspecting.making import changed, context, good, put, record
from openpeel.catalogue.inspection_rules import inspection_rules, load_inspection_rules
from openpeel.catalogue.loading import DATA
from openpeel.errors import UserError
from openpeel.inspecting.rules import check_record, rule_ids

FILE = DATA / "inspection-rules.yaml"


def test_rules_in_the_code_and_in_the_catalogue_are_the_same() -> None:
    assert rule_ids() == inspection_rules().keys()
    assert len(rule_ids()) >= 28


def test_every_rule_has_a_test_of_its_name_with_a_failing_example() -> None:
    text = "".join(path.read_text("utf-8") for path in Path(__file__).parent.glob("test_rules_*"))
    tested = re.findall(r"^def test_(\w+)\(.*?\n(.*?)(?=^def |\Z)", text, re.MULTILINE | re.DOTALL)
    by_name = {name.replace("_", "-"): body for name, body in tested}
    assert not rule_ids() - by_name.keys()
    assert all(re.search(rf'only\(\s*"{id}"', by_name[id]) for id in rule_ids())


def test_a_good_record_has_no_problem() -> None:
    assert check_record(record(), context()) == ()


def test_a_rule_that_lacks_the_site_says_so_and_says_it_once() -> None:
    problems = check_record(record(), context(release=None, figures=None))
    assert [(p.rule, p.level, p.where) for p in problems] == [
        ("figure-from-a-superseded-release", "note", ""),
        ("figure-not-in-the-release", "note", ""),
    ]
    assert all(p.words.startswith("This was not looked at: no site was given") for p in problems)


def test_a_record_without_figures_misses_no_site() -> None:
    values = good()
    values["inspections"] = values["inspections"][1:]
    beside = ("judgments", 0, "moderations", 0, "beside")
    put(values["inspections"][1], *beside, to=["staffordshire-2021-22"])
    assert check_record(record(values), context(release=None, figures=None)) == ()


def test_errors_stand_before_warnings_and_those_before_notes() -> None:
    values = good()
    inspection = values["inspections"][0]
    inspection["concerns"][0]["recommendations"][0]["deadline"] = None
    inspection["judgments"][0]["moderations"] = []
    inspection["judgments"][0]["dissents"][0]["reason"] = ""
    levels = [p.level for p in check_record(record(values), context(figures=None))]
    assert levels == ["error", "error", "warning", "note"]


def test_a_problem_names_file_and_key_and_says_what_to_do() -> None:
    (problem,) = check_record(changed("evidence", "e-7", "speaks", to="against"), context())
    assert problem.where == "inspections/west-mercia-2021-22/evidence.csv, e-7.speaks"
    assert problem.words == (
        "e-7 lets the survey speak against the force; a survey is context and raises a line of"
        " enquiry."
    )


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("level: error", "level: fatal", "level: input should be 'error', 'warning' or 'note'"),
        ("    why: The reasons are", "    whi: The reasons are", "key is needed and is not"),
        ("  dissent-without-reason:", "  Dissent-:", r"Dissent-\.\[key\]: string should match"),
        ("next: 2027", "next: 2025", "is not after 2026-11-23"),
    ],
)
def test_a_wrong_file_of_rules_is_told_with_its_key(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    text = FILE.read_text("utf-8")
    assert old in text
    path = tmp_path / "inspection-rules.yaml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(UserError, match=message):
        load_inspection_rules(path)
