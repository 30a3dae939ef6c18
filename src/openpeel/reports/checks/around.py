"""What stands around a link: it may not deny the link, nor name another side than the link's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from openpeel.catalogue.compared_sides import compared_sides
from openpeel.reports.checks.problems import Problem
from openpeel.reports.checks.stating import told_of
from openpeel.reports.data.figures import BESIDE, Figure
from openpeel.reports.text.document import Link
from openpeel.reports.text.sentences import Placed, Sentence
from openpeel.reports.wording import check_amount, find_comparisons, find_numbers

# "44 percent" after any of these is what they speak of: "Most leavers (44 percent)".
_QUANTITY = re.compile(
    r"(?i)\b(?P<all>every(?:body|one)?|each|all)\b|\b(?P<none>nobody|no ?one|none|no)\b"
    r"|\b(?P<words>(?:nearly|almost|virtually) (?:all|every(?:body|one)?|none|nobody)"
    r"|most|(?:the|a) (?:vast |large |clear )?majority|few|a minority)\b"
)
_FEW = frozenset(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"])
_DENIED = re.compile(
    r"(?i)\W*(?:not at all\b|is (?:wrong|false|untrue|mistaken|not true|not so|a myth)\b"
    r"|(?:did|does|has|have) not happen)"
)
_BESIDE = re.compile(r"(?i)[\s,]*(?:than|compared (?:with|to)|against|beside)\s+(?:it was )?")


def denied(placed: Placed, sentence: Sentence) -> Iterator[Problem]:
    """Words after a link that take back what it says: "[rose](...) not at all"."""
    if found := _DENIED.match(sentence.text, placed.end):
        link = placed.link
        rule = "amount-not-supported" if link.scheme == "figure" else "comparison-not-supported"
        told = f"the link says what is so, and “{found[0].strip()}” takes it back"
        yield Problem(rule, link.line, sentence.text, told, "put the denial into the link")


def in_apposition(placed: Placed, figure: Figure, sentence: Sentence) -> Iterator[Problem]:
    """A quantity that a link in brackets gives in numbers: "Most leavers ([44 percent](...))"."""
    before = sentence.text[: placed.start].rstrip()
    if figure.share is None or not 0 <= figure.share <= 1 or not before.endswith("("):
        return
    begins = max(before.rfind(mark) for mark in (",", ";", ":", ")"))
    spoken = list(_QUANTITY.finditer(before, begins + 1))
    if len(spoken) != 1 or any(
        p.end > spoken[0].start() for p in sentence.links if p.end <= placed.start
    ):
        return
    (found,) = spoken
    said = "all" if found["all"] else "none" if found["none"] else found[0]
    verdict = check_amount(said, figure.share, unit="share")
    if not verdict.supported:
        told = f"{told_of(figure)}; {verdict.reason}"
        says = f"{found[0]} in: {sentence.text}"
        yield Problem("amount-not-supported", placed.link.line, says, told, verdict.suggestion)


def another_side(placed: Placed, sentence: Sentence) -> Iterator[Problem]:
    """A comparison with one side whose sentence names another: "higher than the standard"."""
    link = placed.link
    begins = _BESIDE.match(sentence.text, placed.end)
    if link.scheme != "compare" or begins is None:
        return
    with_ = link.with_ if link.with_ in BESIDE else "figure"
    for side in compared_sides():
        found = re.compile(side.pattern, re.IGNORECASE).match(sentence.text, begins.end())
        if found and with_ not in side.with_:
            told = f"the link is with {link.with_}, and the sentence names {side.words}"
            do = f"compare:{link.target}?with={side.with_[0]}" if side.with_[0] in BESIDE else ""
            yield Problem("another-side-named", link.line, sentence.text, told, do)
            return
        if found:
            return


def number_from_evidence(link: Link) -> Iterator[Problem]:
    """What was seen or heard bears out "improved", and no amount: "40 officers", "the lowest"."""
    spans = [s for s in find_numbers(link.words) if s.kind != "word" and s.text.lower() not in _FEW]
    spans += [s for s in find_comparisons(link.words) if s.kind in ("ratio", "rank")]
    for span in spans:
        told = "what was seen or heard shows no number"
        do = "state a figure of figures.yaml, of a document perhaps, or say it without the number"
        says = f"{span.text} in: {link.words}"
        yield Problem("number-from-evidence", link.line, says, told, do)
