"""Sides that a sentence names after a comparison: dated data, each found by its own pattern."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from openpeel.catalogue.compared_sides import compared_sides, load_sides
from openpeel.errors import UserError

GOOD = """checked: {on: 2026-11-23, next: 2027-11-23}
sides:
  - {id: standard, words: the standard, with: [standard], pattern: 'the standard'}
"""


@pytest.mark.parametrize(
    ("words", "side"),
    [
        ("the national standard", "standard"),
        ("in any other force", "each-force"),
        ("in each of its similar forces", "each-force"),
        ("in similar forces", "peers"),
        ("the average of its similar forces", "peers"),
        ("the year before", "a-time-before"),
        ("in the last inspection", "a-time-before"),
        ("before", "a-time-before"),
    ],
)
def test_a_side_is_known_by_its_words(words: str, side: str) -> None:
    found = next(s for s in compared_sides() if re.match(s.pattern, words, re.IGNORECASE))
    assert found.id == side


@pytest.mark.parametrize("words", ["in the other 42 forces", "in all 42 forces", "expected"])
def test_other_words_name_no_side_in_particular(words: str) -> None:
    assert not [s for s in compared_sides() if re.match(s.pattern, words, re.IGNORECASE)]


def test_a_pattern_that_can_t_be_used_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "compared-sides.yaml"
    path.write_text(GOOD)
    assert [side.id for side in load_sides(path)] == ["standard"]
    path.write_text(GOOD.replace("'the standard'", "'the (standard'"))
    with pytest.raises(UserError, match="is no regular expression"):
        load_sides(path)
