"""What each link claims, held against the data."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from openpeel.catalogue.forces import forces
from openpeel.catalogue.report_rules import house_style
from openpeel.inspecting.record import Inspection
from openpeel.reports.checks import around, openings, parts, two_amounts
from openpeel.reports.checks.comparing import compare, told_of_comparison
from openpeel.reports.checks.problems import Problem
from openpeel.reports.checks.stating import (
    parts_stated,
    stated_amount,
    told_of,
    why_missing,
)
from openpeel.reports.data.figures import BESIDE, NO_SUCH_FIGURE, Bundle, Compared, Figure
from openpeel.reports.text.document import Link
from openpeel.reports.text.sentences import Placed, Sentence
from openpeel.reports.wording import Verdict, check_amount, check_comparison
from openpeel.survey.sentences import sentence_problem

_RANGE = re.compile(r"(-?\d+(?:\.\d+)?)\D*?(?:\bto\b|\band\b|–)\s*(-?\d+(?:\.\d+)?)")
_HALF_WIDTH = re.compile(r"(?:\+/-|±|plus or minus)\s*(\d+(?:\.\d+)?)")
_LEVEL = re.compile(r"(?i)\b(\d\d)(?: ?%| per ?cent) (?:confidence |probability )?intervals?\b")
_COVERAGE = re.compile(r"\b(\d+)(?: of (?:the |all )?43)?(?: (?:other|similar|police))* forces\b")
_PEERS = re.compile(
    r"\b(\d+)(?: of (?:the |its )?\d+)?(?: (?:other|most|similar|police))* forces\b"
)
_EVERY = re.compile(r"\b(?:all|every one of) (?:the |police )*forces\b|\bevery (?:police )?force\b")
_OF_WHOM = re.compile(r"(?i)\bof (?:the |its |all )?(?:officers|staff|workforce|police)\b")


@dataclass(frozen=True)
class Checked:
    """What a claim is held against."""

    bundle: Bundle
    inspection: Inspection

    def problems(self, sentence: Sentence) -> Iterator[Problem]:
        """What is wrong with the links of one sentence."""
        for placed in sentence.links:
            if placed.link.claims:
                yield from self._link(placed, sentence)

    def _link(self, placed: Placed, sentence: Sentence) -> Iterator[Problem]:
        link = placed.link
        if link.scheme == "evidence":
            yield from self._evidence(link)
            return
        figure = self.bundle.figures.get(link.target)
        if figure is None:
            yield unknown_figure(link.target, link.line, link.words, self.bundle)
            return
        if link.scheme == "figure":
            yield from _amount(link, figure, sentence.text[placed.end :])
            yield from around.in_apposition(placed, figure, sentence)
        elif link.scheme == "interval":
            yield from _interval(link, figure, sentence)
        else:
            yield from self._comparison(link, figure, sentence.text[placed.end :])
            yield from around.another_side(placed, sentence)
        yield from around.denied(placed, sentence)
        yield from openings.opened(placed, figure, sentence, self.bundle)
        yield from self._around(placed, figure, sentence)

    def _evidence(self, link: Link) -> Iterator[Problem]:
        found = next((e for e in self.inspection.evidence if e.id == link.target), None)
        if found is None:
            told = f"the record has no evidence {link.target}"
            yield Problem("unknown-evidence", link.line, link.words, told)
        elif found.marking != "official":
            told = f"evidence {found.id} is marked {found.marking}"
            yield Problem("sensitive-evidence", link.line, link.words, told)
        elif found.kind == "survey":
            told = f"evidence {found.id} is a theme of the workforce survey"
            do = "name what was found when the theme was explored"
            yield Problem("survey-as-evidence", link.line, link.words, told, do)
        elif found.kind != "document":
            yield from around.number_from_evidence(link)

    def _comparison(self, link: Link, figure: Figure, after: str) -> Iterator[Problem]:
        made = self.bundle.comparison(link.target, link.with_)
        survey = "survey" in (figure.kind, self._kind(link.with_))
        if survey:
            told = "a voluntary survey carries no comparison"
            yield Problem("survey-compared", link.line, link.words, told, "state it by itself")
        elif made is not None and made.why.startswith(NO_SUCH_FIGURE):
            yield unknown_figure(link.with_, link.line, link.words, self.bundle, BESIDE)
        elif made is None or (made.why and not _says_that_nobody_can(link.words)):
            told = made.why if made else "it was not worked out"
            yield Problem("comparison-not-possible", link.line, link.words, told, "cannot say")
        elif not made.why:
            yield from _compared(link, figure, made, after)
            yield from openings.years_inside(link, figure, made)

    def _around(self, placed: Placed, figure: Figure, sentence: Sentence) -> Iterator[Problem]:
        """What the rest of the sentence has to say for such a figure."""
        link = placed.link
        style, text = house_style(), sentence.text.lower()
        yield from self._of_another_force(link, figure, sentence)
        made = self.bundle.comparison(link.target, link.with_) if link.scheme == "compare" else None
        supplied = figure.supplied if made is None else made.supplied
        national = figure.supplied is not None or self._national(link.with_)
        if national and supplied is not None and not _covered(text, supplied):
            without = (made or figure).without
            told = f"it rests on {supplied} of 43 forces" + (
                f", without {', '.join(without)}" if without else ""
            )
            forces = "all 43 forces" if supplied == 43 else f"the {supplied} forces with figures"
            do = f"write “{forces}”"
            yield Problem("national-figure-without-coverage", link.line, sentence.text, told, do)
        if link.with_ == "peers" and made is not None and made.without and not made.why:
            yield from _missing_peers(link, made, sentence)
        if figure.status == "p" and not any(words in text for words in style.partial):
            told = f"the figure is partial: {why_missing(figure)}"
            yield Problem("partial-figure-unsaid", link.line, sentence.text, told)
        if figure.kind == "survey":
            after = sentence.text[placed.end :]
            said = any(words in text for words in style.answered)
            if not said or _OF_WHOM.match(after.strip()):
                told = f"{figure.denominator:g} answered" if figure.denominator else "few answered"
                do = f'write "{link.words} of those who answered"'
                yield Problem("survey-words", link.line, sentence.text, told, do)
            elif too_much := sentence_problem(sentence.text):
                yield Problem("survey-words", link.line, sentence.text, too_much)

    def _of_another_force(
        self, link: Link, figure: Figure, sentence: Sentence
    ) -> Iterator[Problem]:
        """A figure of a force that was not inspected needs that force's name beside it."""
        own = {forces().by_code[code].name for code in self.inspection.forces}
        beside = self.bundle.figures.get(link.with_)
        for one in (figure, beside):
            if one is None or one.kind not in ("measure", "audit", "working"):
                continue
            if one.place in own or one.supplied is not None or one.place in sentence.text:
                continue
            told = f"it is a figure of {one.place}: {told_of(one)}"
            do = f"name {one.place} in the sentence, or take the figure of the inspected force"
            yield Problem("another-force-unsaid", link.line, sentence.text, told, do)

    def _national(self, with_: str) -> bool:
        """Whether a comparison is with England and Wales, or with a figure of both."""
        other = self.bundle.figures.get(with_)
        return with_ == "england-and-wales" or (other is not None and other.supplied is not None)

    def _kind(self, id: str) -> str:
        other = self.bundle.figures.get(id)
        return other.kind if other else ""


def unknown_figure(
    id: str, line: int, words: str, bundle: Bundle, others: tuple[str, ...] = ()
) -> Problem:
    """Nobody defined it; the names most like it are offered."""
    near = get_close_matches(id, [*bundle.figures, *others], n=3, cutoff=0.6)
    known = f"; write one of {', '.join(others)} or a figure's name" if others else ""
    told = f"figures.yaml does not define {id}{known}"
    return Problem("unknown-figure", line, words or id, told, " or ".join(near))


def _compared(link: Link, figure: Figure, made: Compared, after: str) -> Iterator[Problem]:
    """A comparison that was made; where its words state the two amounts, those as well."""
    said = [link.words]
    amounts = two_amounts.amounts_of(link.words)
    if made.other_value is not None and made.mark is None and len(amounts) > 1:
        yield from two_amounts.problems(link, figure, made, after)
        said = two_amounts.comparisons_of(link.words)
    for words in said:
        verdict = compare(words, figure, made)
        rule = "comparison-could-be-nearer" if verdict.supported else "comparison-not-supported"
        yield from _said(
            rule, link, verdict, f"{told_of_comparison(made, figure)}; {verdict.reason}"
        )


def _amount(link: Link, figure: Figure, after: str) -> Iterator[Problem]:
    """An amount, and what the link says beside it; `after` is what follows in the sentence."""
    if figure.value is None:
        if check_amount(link.words, None).supported:
            return  # it says that nobody knows
        named = f"{figure.title}, {figure.place}, {figure.period}"
        told = f"{named}: there is no figure, {why_missing(figure)}"
        yield Problem("missing-figure", link.line, link.words, told, "not known")
        return
    beside = list(parts.problems(link, figure))
    yield from beside
    if beside or (parts_stated(link.words) and figure.denominator is not None):
        return
    verdict = stated_amount(parts.without_the_whole(link.words, figure), figure, after)
    rule = "amount-not-supported" if not verdict.supported else "amount-could-be-nearer"
    yield from _said(rule, link, verdict, f"{told_of(figure)}; {verdict.reason}")


def _interval(link: Link, figure: Figure, sentence: Sentence) -> Iterator[Problem]:
    if figure.value is None or figure.lower is None or figure.upper is None:
        told = f"{figure.title} has no interval"
        yield Problem("interval-not-supported", link.line, link.words, told)
        return
    half = (figure.upper - figure.lower) / 2
    true = f"{figure.lower:.1f} to {figure.upper:.1f}"
    width, ends = _HALF_WIDTH.search(link.words), _RANGE.search(link.words)
    if width:
        good, true = _rounds(half, width[1]), f"{true}, or +/- {half:.1f}"
    elif ends:
        good = _rounds(figure.lower, ends[1]) and _rounds(figure.upper, ends[2])
    else:
        good = False
    level = _LEVEL.search(sentence.text)
    if not good or (level and figure.level and not math.isclose(int(level[1]) / 100, figure.level)):
        told = f"{true} ({figure.level or 0:.0%}, {figure.method})"
        yield Problem("interval-not-supported", link.line, link.words, told, true)


def _says_that_nobody_can(words: str) -> bool:
    return check_comparison(words, None, None, None).supported


def _rounds(value: float, written: str) -> bool:
    decimals = len(written.partition(".")[2])
    return abs(value - float(written)) <= 0.5 * math.pow(10, -decimals) + 1e-9


def _said(rule: str, link: Link, verdict: Verdict, told: str) -> Iterator[Problem]:
    if not verdict.supported or verdict.suggestion:
        yield Problem(rule, link.line, link.words, told, verdict.suggestion)


def _missing_peers(link: Link, made: Compared, sentence: Sentence) -> Iterator[Problem]:
    """Some similar forces are missing, and the sentence does not say how many are there."""
    there, all_ = made.supplied or 0, (made.supplied or 0) + len(made.without)
    said = (int(found[1]) for found in _PEERS.finditer(sentence.text.lower()))
    if there not in said:
        told = f"it rests on {made.other}, without {', '.join(made.without)}"
        do = f"write “{there} of its {all_} similar forces”"
        yield Problem("missing-peers-unsaid", link.line, sentence.text, told, do)


def _covered(text: str, supplied: int) -> bool:
    """Whether a sentence says how many forces a national figure rests on."""
    if any(int(found[1]) == supplied for found in _COVERAGE.finditer(text)):
        return True
    return supplied == 43 and bool(_EVERY.search(text))
