"""What the link of a figure says beside the one amount: parts, the whole, and words that compare.

"383 of the 1,980 calls, nearly half," states the parts and a share; each has to be the figure's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from openpeel.catalogue.wording_rules import wording_rules
from openpeel.reports.checks import units
from openpeel.reports.checks.problems import Problem
from openpeel.reports.checks.stating import (
    X_OF_Y,
    parts_stated,
    parts_words,
    stated_amount,
    told_of,
)
from openpeel.reports.data.figures import Figure
from openpeel.reports.text.document import Link
from openpeel.reports.wording import Span, find_comparisons, find_numbers
from openpeel.reports.wording.numerals import numeral_reader
from openpeel.reports.wording.text import tokens

# What stands before a number of things that is the whole, or before something said in addition.
_ALL = re.compile(
    r"(?i)\b(?:all|all of|each of|every one of)(?:\s+(?:the|its|their|these|those))?\s*$"
)
_OF = re.compile(r"(?i)\bof(?:\s+(?:the|its|their|these|those))?\s*$")
_ADDED = re.compile(r"(?i)(?:[,;:(\u2013\u2014]|\s-|\b(?:or|that is|i\.e\.?))\s*$")
_SIDE = re.compile(
    r"(?i).*\bas (?:many|few|much|little) as|or (?:more|less|fewer|longer|shorter|higher|lower)"
)
_NO_WHOLE = re.compile(
    r"(?i)[\s-]*(?:(?:other|similar|police|force|of)\s+)*(?:forces|areas|seconds?|minutes?|hours?"
    r"|days?|weeks?|months?|years?|periods?|samples?|rounds?|points?|per|percent|%)\b"
)


def problems(link: Link, figure: Figure) -> Iterator[Problem]:
    """What is wrong with all that a link says beside its amount."""
    words = link.words
    parts = figure.numerator, figure.denominator
    numbers = find_numbers(words)
    for found in X_OF_Y.finditer(words) if figure.denominator is not None else ():
        if parts_stated(found[0]) != parts:
            told = parts_words(figure)
            yield Problem("parts-not-the-figure", link.line, words, told, told)
            return
    for span in _lone(words, numbers, figure):
        if _count(span.text) not in parts:
            told = parts_words(figure)
            yield Problem("parts-not-the-figure", link.line, words, told, told)
            return
    for span in numbers:
        verdict = stated_amount(span.text, figure)
        if _is_added(words, span) and not verdict.supported:
            told = f"{told_of(figure)}; {verdict.reason}"
            says = f"{span.text} in: {words}"
            yield Problem("amount-not-supported", link.line, says, told, verdict.suggestion)
            return
    yield from _comparisons(link, figure)


def without_the_whole(words: str, figure: Figure) -> str:
    """The words without what is held against the figure by itself; as they are if nothing is left.

    That is the whole or the part ("each of the 31"), and an amount said again: "a fifth (19
    percent)".
    """
    numbers = find_numbers(words)
    lone = _lone(words, numbers, figure)
    apart = [span for span in numbers if span in lone or _is_added(words, span)]
    rest = words
    for span in reversed(apart):
        rest = rest[: span.start] + rest[span.end :]
    return rest if apart and re.search(r"\w", rest) else words


def _lone(words: str, numbers: tuple[Span, ...], figure: Figure) -> list[Span]:
    """The numbers of a whole, or of a part, that stand alone: "all 131", "(500 calls)"."""
    if figure.unit in ("count", "ratio") or parts_words(figure) == "":
        return []
    return [
        span
        for span in numbers
        if span.kind == "number"
        and _count(span.text) is not None
        and not _NO_WHOLE.match(words, span.end)
        and _is_a_whole(words[: span.start], span)
    ]


def _is_a_whole(before: str, number: Span) -> bool:
    """Whether a number is how many there are; in words only after "all", as in "all nine"."""
    if _ALL.search(before):
        return True
    return number.text[0].isdigit() and bool(_OF.search(before) or _ADDED.search(before))


def _count(text: str) -> float | None:
    """The whole number that is written; None of decimals, ranges and "around 500"."""
    listed = tokens(text.lower())
    found = numeral_reader(wording_rules(None)).read(listed, 0)
    whole = found is not None and found[1] == len(listed) and not found[0].decimals
    return found[0].value if found and whole else None


def _is_added(words: str, span: Span) -> bool:
    """Whether an amount stands behind another as a second way to say it: "(half)"."""
    said_before = words[: span.start]
    return (
        span.kind in ("share", "pounds", "word")
        and not X_OF_Y.fullmatch(span.text)
        and _ADDED.search(said_before) is not None
        and bool(find_numbers(said_before))
    )


def _comparisons(link: Link, figure: Figure) -> Iterator[Problem]:
    """A word that compares has to be linked with what it compares with."""
    words = units.said(link.words, "", figure).words
    numbers = find_numbers(words)
    for said in find_comparisons(words) if figure.unit != "ratio" else ():
        if _is_of_the_amount(words, said, numbers):
            continue
        told = f"{told_of(figure)}; an amount is not held against anything that it is set beside"
        says = f"{said.text} in: {link.words}"
        do = f"link “{said.text}” by itself, with compare:"
        yield Problem("amount-not-supported", link.line, says, told, do)
        return


def _is_of_the_amount(words: str, said: Span, numbers: tuple[Span, ...]) -> bool:
    """Whether a word that compares only says on which side an amount is: "20 seconds or less"."""
    if said.kind == "ratio":  # "half" of "by half": what else it says is read with the amounts
        return not any(number.end <= said.start for number in numbers)
    inside = any(n.start < said.end and said.start < n.end for n in numbers)
    return inside or bool(_SIDE.fullmatch(words[max(0, said.start - 3) : said.end]))
