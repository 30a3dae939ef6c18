"""Numbers and comparisons that stand without a link, and words that are not in the house style."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from openpeel.catalogue.forces import forces
from openpeel.catalogue.report_rules import house_style
from openpeel.reports.checks.problems import Problem
from openpeel.reports.text.definitions import Abbreviation
from openpeel.reports.text.document import Document, Link
from openpeel.reports.text.sentences import Sentence
from openpeel.reports.wording import find_comparisons, find_numbers

_FORCES = re.compile(
    r"(?:all |the |other )*\d+ (?:of (?:the |its )?\d+ )?(?:other |most |similar )*forces\b"
)
_SHORT = re.compile(r"\b[A-Z][A-Z&]+s?\b")


def bare(sentence: Sentence) -> Iterator[Problem]:
    """Amounts and words that compare, in a sentence, that no link answers for."""
    for span in find_numbers(sentence.text):
        if not sentence.claimed(span.start, span.end) and not _of_forces(sentence, span.start):
            told = "nothing: no link says where it comes from"
            do = f"[{span.text}](figure:NAME), with the figure in figures.yaml"
            rule = "bare-quantity" if span.kind == "word" else "bare-number"
            yield Problem(rule, sentence.line, f"{span.text} in: {sentence.text}", told, do)
    for span in find_comparisons(sentence.text):
        if not sentence.claimed(span.start, span.end):
            told = "nothing: no link says what is compared with what"
            do = f"[{span.text}](compare:NAME?with=OTHER) or [{span.text}](evidence:ID)"
            says = f"{span.text} in: {sentence.text}"
            yield Problem("bare-comparison", sentence.line, says, told, do)


def _of_forces(sentence: Sentence, start: int) -> bool:
    """Whether it is the number of forces that a linked figure rests on, which has its own check."""
    linked = any(placed.link.claims for placed in sentence.links)
    return linked and bool(_FORCES.match(sentence.text, start))


def in_house_style(sentence: Sentence) -> Iterator[Problem]:
    """Habits of the house, and names of forces."""
    for habit in house_style().habits:
        for found in re.finditer(habit.pattern, sentence.text):
            yield Problem("house-style", sentence.line, found[0], habit.why, habit.instead)
    if (words := len(sentence.text.split())) > house_style().longest:
        told = f"it has {words} words, and {house_style().longest} are enough"
        begins = " ".join(sentence.text.split()[:8])
        yield Problem("long-sentence", sentence.line, f"{begins} ...", told, "make two of it")
    for wrong, right in _wrong_names():
        if re.search(rf"\b{re.escape(wrong)}\b", sentence.text):
            told = f"the force calls itself {right}"
            yield Problem("force-name", sentence.line, wrong, told, right)


def abbreviations(document: Document, explained: Iterable[Abbreviation]) -> Iterator[Problem]:
    """Short forms that are not explained where they first stand; headings may use them."""
    long = {a.short: a.long for a in explained}
    met = set(house_style().known)
    for line, text in _texts(document):
        for found in _SHORT.finditer(text):
            short = found[0]
            if short.endswith("s") and short[:-1].isupper() and len(short) > 2:
                short = short[:-1]
            if short in met or len(short) < 2:
                continue
            met.add(short)
            words = long.get(short)
            if words is None:
                told = "report.yaml gives no long form under abbreviations"
                yield Problem("abbreviation-unexplained", line, short, told, f"the words ({short})")
            elif words.lower() not in text[: found.start()].lower():
                told = f"{short} is short for {words}"
                yield Problem("abbreviation-unexplained", line, short, told, f"{words} ({short})")


def _texts(document: Document) -> Iterator[tuple[int, str]]:
    for paragraph in document.paragraphs():
        text = "".join(p.words if isinstance(p, Link) else p.text for p in paragraph.inlines)
        yield paragraph.line, text


def _wrong_names() -> Iterator[tuple[str, str]]:
    """A force's short name with another word behind it than its own."""
    for force in forces().all:
        if force.title == force.name:
            continue
        for word in ("Police", "Constabulary", "Police Service", "Police Force"):
            called = f"{force.name} {word}"
            if called != force.title and not force.title.startswith(called):
                yield called, force.title
