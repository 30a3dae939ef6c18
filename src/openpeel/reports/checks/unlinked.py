"""Words that can carry no link: headings, what stands around the text, and the record's own.

They may say again what the text says with a link, and not more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from openpeel.inspecting.record import Inspection, Step
from openpeel.reports.checks.grades import Grades
from openpeel.reports.checks.problems import Problem
from openpeel.reports.text.definitions import Frame
from openpeel.reports.text.document import Document, Heading, Link, Paragraph, Text, links_of
from openpeel.reports.text.sentences import Sentence, sentences_of
from openpeel.reports.text.structure import Section, Structure
from openpeel.reports.wording import Span, find_comparisons, find_numbers

_NUMERAL = re.compile(r"\d[\d,.]*\d|\d")
_PERCENT = re.compile(r"%|per ?cent")
_PART = re.compile(
    r"(?i)[\s-]*(?:figures?|sentences?|paragraphs?|areas?|charts?|headings?|notices?|dates?"
    r"|versions?|recommendations?|causes? of concern|findings?)\b"
)
_WITHIN = re.compile(r"(?i)\bwithin\s+(?:the (?:next|first)\s+)?$")  # how long it may take
_WHAT_SHOULD_BE = re.compile(r"(?i)\b(?:should|must|needs? to|has to|have to|ought to)\b")
_THAN = re.compile(r"(?i)\W+(?:\w+\W+){0,4}?than\b")
_OF_FORCES = re.compile(r"(?i)\b(?:forces?|England|Wales|country|nation\w*|peers)\b")


@dataclass(frozen=True)
class Plain:
    """Words without links, where they stand, and the links that may answer for them."""

    place: str
    text: str
    line: int
    links: tuple[Link, ...]

    def amounts(self) -> Iterator[Span]:
        """Amounts that no link states too; not numbers of the report's parts, or of a deadline."""
        for span in find_numbers(self.text):
            part = span.kind == "number" and _PART.match(self.text, span.end)
            deadline = _WITHIN.search(self.text[: span.start])
            if not (span.kind == "word" or part or deadline or self._answered(span)):
                yield span

    def comparisons(self) -> Iterator[Span]:
        """Words that set the force beside another side, and that no link states too.

        "Better" alone may rest on evidence; "better than before", "doubled" and "the worst force"
        need a figure.
        """
        for span in find_comparisons(self.text):
            beside = span.kind == "ratio" or _THAN.match(self.text, span.end)
            ranked = span.kind == "rank" and _OF_FORCES.search(self.text)
            if (beside or ranked) and not self._answered(span):
                yield span

    def _answered(self, span: Span) -> bool:
        said = span.text.lower()
        numerals, percent = set(_NUMERAL.findall(said)), bool(_PERCENT.search(said))
        for link in self.links:
            words = link.words.lower()
            same = numerals <= set(_NUMERAL.findall(words)) if numerals else said in words
            if same and (not numerals or bool(_PERCENT.search(words)) == percent):
                return True
        return False


def headings(document: Document, cut: Structure, frame: Frame, grades: Grades) -> Iterator[Problem]:
    """Numbers, comparisons and grades in headings, and in what report.yaml says in plain words."""
    links = _claims(document.links())
    titles = {b.text: b.line for b in document.blocks if isinstance(b, Heading) and b.level == 1}
    said = {"title": frame.title, "changed": frame.changed, "role": frame.role,
            "previous": frame.previous}  # fmt: skip
    around = [Plain(f"report.yaml, {key}", text, 1, links) for key, text in said.items()]
    around += [Plain("heading", text, line, links) for text, line in titles.items()]
    for plain in around:
        yield from _bare(plain)
        yield from _graded(plain, grades, None)
    for section in cut.areas:
        for finding in section.findings:
            plain = Plain(
                "heading", finding.heading, finding.line, _claims(links_of(finding.blocks))
            )
            yield from _bare(plain)
            yield from _graded(plain, grades, section)


def of_the_record(links: Iterable[Link], inspections: Iterable[Inspection]) -> Iterator[Problem]:
    """Numbers in causes of concern, recommendations, improvements and their histories.

    What should be reached is no figure; what was reached is one.
    """
    answering = _claims(links)
    for inspection in inspections:
        for place, text in _published(inspection):
            for sentence in sentences_of(Paragraph((Text(text, 1),), 1)):
                if _WHAT_SHOULD_BE.search(sentence.text):
                    continue
                plain = Plain(place, sentence.text, 1, answering)
                for span in (*plain.amounts(), *plain.comparisons()):
                    told = "no link of the report states it"
                    do = "say it in the text with a link, or take the number out"
                    says = f"{span.text} in {place}: {sentence.text}"
                    yield Problem("untraced-in-the-record", 1, says, told, do)


def _bare(plain: Plain) -> Iterator[Problem]:
    told = "it can have no link, and no link below it states this"
    for span in plain.amounts():
        says = f"{span.text} in {plain.place}: {plain.text}"
        do = "say it in the text with a link, in the same words, or take it out here"
        yield Problem("bare-number", plain.line, says, told, do)
    for span in plain.comparisons():
        says = f"{span.text} in {plain.place}: {plain.text}"
        do = "say it in the text with a link, in the same words, or take it out here"
        yield Problem("bare-comparison", plain.line, says, told, do)


def _graded(plain: Plain, grades: Grades, section: Section | None) -> Iterator[Problem]:
    sentence = Sentence(plain.text, plain.line, ())
    yield from grades.problems(sentence, section.area if section else None)


def _claims(links: Iterable[Link]) -> tuple[Link, ...]:
    return tuple(link for link in links if link.claims)


def _published(inspection: Inspection) -> Iterator[tuple[str, str]]:
    """Words of the record that a report prints, each with where it stands."""
    for concern in inspection.concerns:
        place = f"the cause of concern {concern.id}"
        yield place, concern.title
        yield place, concern.words
        yield from _steps(place, concern.history)
        for one in concern.recommendations:
            yield f"the recommendation {one.id}", one.words
            yield from _steps(f"the recommendation {one.id}", one.history)
    for improvement in inspection.improvements:
        place = f"the area for improvement {improvement.id}"
        yield place, improvement.words
        yield from _steps(place, improvement.history)


def _steps(place: str, history: Iterable[Step]) -> Iterator[tuple[str, str]]:
    for step in history:
        yield f"the history of {place}, {step.on}", step.words
