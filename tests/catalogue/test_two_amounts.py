"""Ways to say two amounts in one comparison: dated data, each pattern true to its own example."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from openpeel.catalogue.two_amounts import Pattern, load_patterns, two_amounts
from openpeel.errors import UserError

GOOD = """checked: {on: 2026-11-23, next: 2027-11-23}
patterns:
  - {id: from-to, own: TWO, words: 'from ONE to TWO', pattern: 'from ONE to TWO'}
"""


@pytest.mark.parametrize("pattern", two_amounts(), ids=lambda pattern: pattern.id)
def test_each_way_of_saying_it_is_found_by_its_own_pattern_first(pattern: Pattern) -> None:
    first = next(p for p in two_amounts() if re.search(p.pattern, pattern.words))
    assert first.id == pattern.id


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("from ONE to TWO'}", "from ONE'}", "does not name both ONE and TWO"),
        ("from ONE to TWO'}", "from (ONE to TWO'}", "is no regular expression"),
        ("own: TWO", "own: THREE", "own"),
        ("id: from-to", "id: From To", "id"),
    ],
)
def test_a_pattern_that_can_t_be_used_is_refused(
    tmp_path: Path, before: str, after: str, said: str
) -> None:
    path = tmp_path / "two-amounts.yaml"
    path.write_text(GOOD)
    assert [p.id for p in load_patterns(path)] == ["from-to"]
    path.write_text(GOOD.replace(before, after))
    with pytest.raises(UserError, match=re.escape(said)):
        load_patterns(path)
