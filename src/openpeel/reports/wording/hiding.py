"""Where words only look like an amount or a comparison: years, sections, the line 999."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from openpeel.catalogue.wording_exceptions import LooksLike
from openpeel.catalogue.wording_rules import WordingRules
from openpeel.reports.wording.text import Token

Spot = tuple[int, int]  # from a place among the characters up to another


def hidden(
    plain_text: str, exceptions: Iterable[LooksLike], rules: WordingRules
) -> tuple[Spot, ...]:
    """Where something stands that only looks like an amount or a comparison."""
    return tuple(
        found.span()
        for entry in exceptions
        for pattern in entry.patterns
        for found in re.finditer(pattern, plain_text)
        if found.end() > found.start() and not _is_amount(found, entry, rules)
    )


def blank(listed: Iterable[Token], spots: Sequence[Spot]) -> tuple[Token, ...]:
    """The tokens, without a text where they are hidden: no rule reads them."""
    return tuple(
        replace(token, text="\0") if any(s <= token.start < e for s, e in spots) else token
        for token in listed
    )


def _is_amount(found: re.Match[str], entry: LooksLike, rules: WordingRules) -> bool:
    """Whether it ends in a number that is an amount, by what stands after it."""
    if not found[0][-1].isdecimal():
        return False
    percent, counted = _after(rules)
    after = found.string, found.end()
    return bool(percent.match(*after) or (entry.unless_counted and counted.match(*after)))


@cache
def _after(rules: WordingRules) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What makes a number an amount when it follows: percent, and what is counted."""
    numbers = rules.numbers
    percent, nouns, qualities = (
        "|".join(map(re.escape, words))
        for words in (numbers.percent, numbers.counted.values(), numbers.qualities)
    )
    return (
        re.compile(rf"\s?(?:(?:{percent})(?!\w)|percentage points?\b)"),
        re.compile(rf"\s(?:(?:{qualities})\s)*(?:{nouns})\b(?!'| surveys?\b)"),
    )
