"""What an amount looks like, by kind: patterns made of the words that reports use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from openpeel.catalogue.report_reading import amount_words

_BEFORE = r"(?<![\w.,/£$€])"
_NUMBER = rf"{_BEFORE}-?(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?(?![\w/])"


@dataclass(frozen=True)
class Patterns:
    """One for each kind of amount, and for what is none."""

    none: re.Pattern[str]
    interval: re.Pattern[str]
    money: re.Pattern[str]
    per: re.Pattern[str]
    number: re.Pattern[str]
    percents: re.Pattern[str]
    percent: re.Pattern[str]
    of: re.Pattern[str]
    parts: re.Pattern[str]
    multiples: re.Pattern[str]
    ratios: tuple[tuple[re.Pattern[str], float], ...]
    ranks: tuple[re.Pattern[str], ...]
    duration: re.Pattern[str]
    counted: re.Pattern[str]
    qualifier: re.Pattern[str]


@cache
def patterns() -> Patterns:
    """The patterns, without case."""
    words = amount_words()
    some = "|".join(sorted(words.numbers, key=lambda word: -len(word)))
    tens = "|".join(word for word, value in words.numbers.items() if value >= 20)
    word = rf"(?:(?:{tens})-(?:one|{some})|{some})"
    number = rf"(?:{_NUMBER}|\b{word}\b)"
    scale = "|".join(sorted(words.scales, key=lambda word: -len(word)))
    long_scale = "|".join(one for one in words.scales if len(one) > 2)
    short_scale = "|".join(one for one in words.scales if len(one) <= 2)
    unit = "|".join(map(re.escape, words.percent))
    parts = "|".join(words.parts)
    after = "|".join(map(re.escape, words.not_parts))
    some_of = rf"(?:a|one|{some})"
    percent = rf"(?P<number>{_NUMBER}|\b{word}\b|\b{some_of}\b)(?: |-)?(?P<unit>{unit})(?!\w)"
    of_all = "|".join(words.before_the)
    qualifiers = "|".join(sorted(map(re.escape, words.qualifiers), key=lambda word: -len(word)))
    times = "|".join(sorted(words.durations, key=lambda word: -len(word)))

    def compiled(pattern: str) -> re.Pattern[str]:
        return re.compile(words.filled(pattern), re.IGNORECASE)

    return Patterns(
        none=compiled("|".join(f"(?:{one})" for one in words.not_numbers)),
        interval=compiled(words.interval),
        money=compiled(rf"£ ?(?P<number>\d[\d,]*(?:\.\d+)?)(?P<scale> ?(?:{scale})\b)?"),
        per=compiled(rf"\b{words.denominators}"),
        number=compiled(_NUMBER),
        percents=compiled(rf"(?P<first>{_NUMBER})(?: to | and | or | ?[–-] ?){percent}"),
        percent=compiled(percent),
        of=compiled(
            rf"\b(?P<top>\d{{1,6}}|one|{some})"
            r" (?:in(?: every)?|out of(?: (?:the|every))?|of(?: (?:the|these))?)"
            rf" (?P<bottom>\d{{1,3}}(?:,\d{{3}})+|\d{{1,6}}|{some})\b"
            r"(?![–/.]\d|,\d| ?(?:percent|per cent|%))"
        ),
        parts=compiled(
            rf"(?:(?:\b(?P<count>{some_of})[ -])(?=(?:{parts})s?\b)|\b(?=half\b))"
            rf"(?P<part>{parts})s?\b(?![ -](?:{after})|-)"
        ),
        multiples=compiled(words.multiples.replace("{number}", number)),
        ratios=tuple((compiled(one.pattern), one.value) for one in words.ratios),
        ranks=tuple(compiled(one) for one in words.ranks),
        duration=compiled(
            rf"(?P<number>{number}|\bone)[ -](?:or more )?(?P<unit>{times})s?\b(?:’|')?"
        ),
        counted=compiled(
            rf"(?P<number>{_BEFORE}\d[\d,]*(?:\.\d+)?(?=(?:{short_scale})\b)|{number})"
            rf"(?P<scale> (?:{long_scale})\b|(?:{short_scale})\b)?"
        ),
        qualifier=compiled(
            rf"(?:(?:\b(?:{qualifiers})\s+){{1,2}}(?:(?:a|an|all)\s+)?"
            rf"|\b(?:{of_all})\s+(?:the|its)\s+)$"
        ),
    )
