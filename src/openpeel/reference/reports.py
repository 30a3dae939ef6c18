"""The rules of a report, its house style, and how its files are written."""

from __future__ import annotations

from openpeel.catalogue.compared_sides import compared_sides
from openpeel.catalogue.headline_words import headline_words
from openpeel.catalogue.report_rules import house_style, report_rules, sections
from openpeel.catalogue.two_amounts import two_amounts
from openpeel.catalogue.unit_words import unit_words
from openpeel.reference.markdown import bullets, code, head, page, table
from openpeel.reports.data.figures import BESIDE

LEVEL_WORDS = {
    "error": "A report with one is not built; `openpeel report check` leaves with 1.",
    "warning": "The author must be able to say why it is so.",
    "note": "A hint.",
}


def pages() -> dict[str, str]:
    """The page on rules of reports: file name -> text."""
    return {"report-rules.md": rules_page()}


def rules_page() -> str:
    """Every rule with its level and its reason, the sections and the house style."""
    rules = table(
        ["Rule", "Level", "What it finds", "Why"],
        [[code(r.id), r.level, r.words, r.why] for r in report_rules().values()],
    )
    habits = table(
        ["Habit", "Instead", "Why"],
        [[code(h.id), h.instead, h.why] for h in house_style().habits],
    )
    named = ", ".join(section.heading for section in sections())
    return page(
        head("Rules of a report"),
        "What `openpeel report check` looks for in a report's text. Words about numbers have"
        " [rules of their own](wording.md), and so has [the record](inspection-rules.md).",
        bullets(f"{code(level)}: {words}" for level, words in LEVEL_WORDS.items()),
        rules,
        "## Sections",
        f"A report has the sections {named}, and one for each area of its framework that was"
        " inspected. Everything else is generated.",
        "## What a comparison can be with",
        bullets([*(code(name) for name in BESIDE), "another figure of that measure or question"]),
        "Where the words right after the link name a side, the link has to be with it:",
        table(
            ["The sentence names", "The link is with"],
            [[side.words, " or ".join(map(_with, side.with_))] for side in compared_sides()],
        ),
        "## Two amounts in one comparison",
        "The link of a comparison can state both amounts; each is held against its own figure."
        " ONE and TWO stand for the amounts as the words have them.",
        table(
            ["Way of saying it", "The figure's own amount"],
            [[p.words, p.own] for p in two_amounts()],
        ),
        "## Units",
        "A unit inside a link or right after it is the figure's own, or worked out from it. What is"
        " not listed is not read as a unit.",
        table(
            ["Words", "Seconds"],
            [[", ".join(t.words), f"{t.seconds:,.15g}"] for t in unit_words().times],
        ),
        table(
            ["What a rate is for, or a number of", "Words"],
            [[kind, ", ".join(words)] for kind, words in unit_words().things.items()],
        ),
        "## Headlines of charts",
        "A headline is held against what its chart shows: bars show the other forces, a trend shows"
        " an earlier time. Beside the words that the text may use, these compare:",
        table(
            ["Words such as", "Read as", "Beside"],
            [
                [one.id.replace("-", " "), one.read or "they stand", one.beside or "what it names"]
                for one in headline_words().also
            ],
        ),
        "## House style",
        habits,
        f"Abbreviations that need no explanation: {', '.join(house_style().known)}.",
    )


def _with(name: str) -> str:
    return "another figure" if name == "figure" else code(name)
