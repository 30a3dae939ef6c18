"""The golden set: phrases of reports, true and false, and what the check must say of each."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from openpeel.catalogue.wording_rules import wording_rules
from openpeel.reports.wording import Verdict, check_amount, check_comparison, check_rank

GOLDEN: dict[str, list[list[Any]]] = yaml.safe_load(
    (Path(__file__).parent / "golden.yaml").read_text("utf-8")
)
RULES = wording_rules()


def name(case: list[Any]) -> str:
    return " ".join(map(str, case[:-1]))


def holds(verdict: Verdict, supported: bool, rule: str, part: str = "") -> None:
    assert verdict.supported is supported, verdict
    assert verdict.rule == rule, verdict
    said = f"{verdict.reason} {verdict.suggestion}".lower()
    assert any(one.lower() in said for one in part.split("|")), verdict
    if not supported:
        assert verdict.reason.endswith(".")
        assert verdict.suggestion


@pytest.mark.parametrize("case", GOLDEN["amounts"], ids=name)
def test_amount(case: list[Any]) -> None:
    words, value, unit, *expected = case
    holds(check_amount(words, value, unit), *expected)


@pytest.mark.parametrize("case", GOLDEN["comparisons"], ids=name)
def test_comparison(case: list[Any]) -> None:
    words, difference, lower, upper, direction, *expected = case
    holds(check_comparison(words, difference, lower, upper, direction), *expected)


@pytest.mark.parametrize("case", GOLDEN["ranks"], ids=name)
def test_rank(case: list[Any]) -> None:
    words, low, high, of, direction, *expected = case
    holds(check_rank(words, low, high, of, direction), *expected)


CHECKS: dict[str, tuple[Callable[..., Verdict], int]] = {
    "amounts": (check_amount, 2),
    "comparisons": (check_comparison, 4),
    "ranks": (check_rank, 4),
}


@pytest.mark.parametrize("kind", CHECKS)
def test_every_suggestion_of_the_set_is_itself_true(kind: str) -> None:
    check, figures = CHECKS[kind]
    for words, *rest in GOLDEN[kind]:
        instead = check(words, *rest[:figures]).suggestion
        if instead and kind != "ranks":
            assert check(instead, *rest[:figures]).supported, (words, rest[:figures], instead)


@pytest.mark.parametrize("kind", CHECKS)
def test_every_reason_is_one_plain_sentence(kind: str) -> None:
    check, figures = CHECKS[kind]
    for words, *rest in GOLDEN[kind]:
        reason = check(words, *rest[:figures]).reason
        without_quotes = re.sub("“[^”]*”", "Words", reason)
        assert re.fullmatch(r"[A-Z](?:[^.?!\n]|\.(?=\w))+\.", without_quotes), reason


def failing(kind: str, place: int) -> set[str]:
    """Rules that a case of the golden set breaks."""
    return {case[place + 1] for case in GOLDEN[kind] if case[place] is False}


def test_every_rule_about_amounts_has_a_failing_example() -> None:
    rules = {r.id for r in RULES.amounts.relations} | {q.id for q in RULES.amounts.quantities}
    assert rules | {"plain", "between", "the-same", "about-the-same"} <= failing("amounts", 3)


def test_every_rule_about_comparisons_has_a_failing_example() -> None:
    assert {term.id for term in RULES.comparisons.terms} <= failing("comparisons", 5)


def test_every_rule_about_ranks_has_a_failing_example() -> None:
    rules = {"one-of", "single", "count", "ranks", "average", "above-average", "below-average"}
    assert rules | {"part-half", "part-third", "part-quartile", "outlier"} <= failing("ranks", 5)


def test_the_set_is_large_enough() -> None:
    assert sum(map(len, GOLDEN.values())) >= 650
