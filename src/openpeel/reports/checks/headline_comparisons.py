"""Words in the headline of a chart that compare, held against what the chart shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from openpeel.catalogue.headline_words import Beside, headline_words
from openpeel.reports.checks.comparing import compare, told_of_comparison
from openpeel.reports.checks.headline_sides import Shown
from openpeel.reports.checks.problems import Problem
from openpeel.reports.data.figures import Compared
from openpeel.reports.wording import Span, Verdict, check_comparison, find_comparisons

RULE = "headline-comparison-not-supported"
_DENIED = re.compile(
    r"(?i)(?:\bnot|n['’]t|\bnever|\bfail(?:s|ed)? to|\bcannot|\bwithout)\s+(?:\w+ )?$"
)
_AMONG = re.compile(r"(?i)\b(?:one of|among|amongst|some of) (?:the )?$")


@dataclass(frozen=True)
class Said:
    """Words that compare, where they stand, how they are read and what they are read beside."""

    start: int
    end: int
    words: str
    beside: Beside = ""


def comparisons(shown: Shown) -> Iterator[Problem]:
    """What is wrong with the words of a headline that compare."""
    headline = shown.chart.headline
    said = list(_said(headline))
    for at, one in enumerate(said):
        until = said[at + 1].start if at + 1 < len(said) else len(headline)
        around = headline[one.start : until]
        if not headline_words().of(around) - {"change", "every_time"}:
            around = headline
        made = _sides(shown, one, around)
        verdicts = [_verdict(shown, one, c) for c in made]
        if not any(verdict.supported for verdict in verdicts):
            yield _problem(shown, headline[one.start : one.end], made, verdicts)
    yield from _every_time(shown)


def _said(headline: str) -> Iterator[Said]:
    """Words that compare, in their order: those of the text, and those of headlines."""
    spans = (s for s in find_comparisons(headline) if not _ends_an_amount(s, headline))
    known = [_with_its_group(span, headline) for span in spans]
    also: list[Said] = []
    for entry in headline_words().also:
        for found in entry.compiled.finditer(headline):
            made = Said(*found.span(), entry.reading(found), entry.beside)
            # "Below average" is a place among the forces, "below" alone is a difference.
            if entry.beside == "average":
                known = [one for one in known if not _overlap(one, made)]
            if not any(_overlap(one, made) for one in (*known, *also)):
                also.append(made)
    yield from sorted((*known, *also), key=lambda one: one.start)


def _with_its_group(span: Span, headline: str) -> Said:
    """One of the slowest, and not the slowest."""
    group = _AMONG.search(headline[: span.start]) if span.kind == "rank" else None
    start = group.start() if group else span.start
    return Said(start, span.end, headline[start : span.end])


def _ends_an_amount(span: Span, headline: str) -> bool:
    """Twenty seconds or less."""
    after = headline[span.end :].split()[:1]
    return bool(re.search(r"(?i)\bor\s+$", headline[: span.start])) and after != ["than"]


def _overlap(one: Said, other: Said) -> bool:
    return one.start < other.end and other.start < one.end


def _sides(shown: Shown, said: Said, around: str) -> list[Compared]:
    """What the words are held against."""
    if said.beside == "rank":
        return [c for c in shown.compared if c.with_ == "rank"]
    if said.beside == "average":
        lines = [c for c in shown.compared if c.with_ == "average"]
        ranks = [c for c in shown.compared if c.with_ == "rank"]
        near = said.words.startswith("near")
        return lines or ranks if near else [*lines, *ranks]
    sides = shown.sides(f"{around} before" if said.beside == "time" else around)
    if "each" in headline_words().of(around):
        return [c for c in sides if c.with_ == "rank"]
    return sides


def _verdict(shown: Shown, said: Said, made: Compared) -> Verdict:
    """Whether one thing that the figure stands beside bears the words out."""
    figure, denied = shown.figure, bool(_DENIED.search(shown.chart.headline[: said.start]))
    words = said.words
    if made.with_ == "rank" and "each" in headline_words().of(shown.chart.headline):
        words = _furthest(words, shown)
    elif said.beside == "average" and made.mark and not words.startswith(("near", "well", "not")):
        words = f"well {words}"
    verdict = compare(words, figure, made)
    if said.beside and denied and said.beside != "average":
        return Verdict(not verdict.supported, verdict.reason)
    return verdict


def _furthest(words: str, shown: Shown) -> str:
    """Beside each of the other forces: fewer than in any other is the lowest."""
    kinds = find_comparisons(words)
    if any(one.kind == "rank" for one in kinds):
        return words
    up = check_comparison(words, 1, 0.5, 1.5, shown.figure.direction).supported
    return "the highest" if up else "the lowest"


def _every_time(shown: Shown) -> Iterator[Problem]:
    """A change in each period is a change from every one of them to the next."""
    headline = shown.chart.headline
    found = re.search(headline_words().speaks.every_time, headline, re.IGNORECASE)
    if not found or not headline_words().of(headline) & {"change"}:
        return
    drawn = shown.bundle.trends.get(shown.figure.id) if shown.chart.kind == "trend" else None
    values = [p.value for p in drawn.periods if p.value is not None] if drawn else []
    steps = [after - before for before, after in pairwise(values)]
    up = sum(step > 0 for step in steps)
    down = sum(step < 0 for step in steps)
    if not steps or (up and down) or up + down < len(steps):
        told = f"of {len(steps)} steps from one period to the next {up} go up and {down} down"
        says = f"{found[0]} in: {headline}"
        yield Problem(RULE, shown.chart.line, says, told if steps else "the chart shows no periods")


def _problem(shown: Shown, words: str, made: list[Compared], verdicts: list[Verdict]) -> Problem:
    told = "; ".join(dict.fromkeys(told_of_comparison(one, shown.figure) for one in made))
    says = f"{words} in: {shown.chart.headline}"
    do = next((v.suggestion for v in verdicts if v.suggestion), "")
    told = told or "nothing that the chart shows can be compared"
    return Problem(RULE, shown.chart.line, says, told, do)
