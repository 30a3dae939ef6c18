"""Rules of audits as dated data, with a failing file for each."""

from datetime import date
from pathlib import Path

import pytest

from openpeel.catalogue.audit_rules import audit_rules, load_audit_rules
from openpeel.catalogue.loading import DATA
from openpeel.errors import UserError

FILE = DATA / "audit-rules.yaml"


def test_the_rules_of_a_day() -> None:
    rules = audit_rules(date(2026, 11, 23))
    assert rules.smallest_base == 10
    assert rules.agreement.pairs >= 2
    assert (rules.schedule.recording_years, rules.schedule.recording_every) == (3, 2)


def test_a_day_before_the_first_edition_has_none() -> None:
    with pytest.raises(UserError, match="no rules for 2001-01-01"):
        audit_rules(date(2001, 1, 1))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("smallest_base: 10\n", "smallest_base: 0\n", "smallest_base"),
        ("pairs: 10", "pairs: 1", "agreement.pairs"),
        ("ac1: 0.6", "ac1: 60", "agreement.ac1"),
        ("percent: 0.8", "percent: 80", "agreement.percent"),
        ("cycle_months: 24", "cycle_months: 0", "schedule.cycle_months"),
        ("to: null", "to: 2013-01-01", "before 2014-04-01"),
    ],
)
def test_a_rule_out_of_its_bounds_is_refused(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "rules.yaml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(UserError, match=message):
        load_audit_rules(path)


def test_two_editions_on_one_day_are_refused(tmp_path: Path) -> None:
    head, edition = FILE.read_text(encoding="utf-8").split("editions:\n")
    path = tmp_path / "rules.yaml"
    path.write_text(f"{head}editions:\n{edition}{edition}", encoding="utf-8")
    with pytest.raises(UserError, match="two editions of the rules"):
        load_audit_rules(path)
