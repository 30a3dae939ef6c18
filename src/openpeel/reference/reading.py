"""What is read from a published report: its page, from the objects and the catalogue."""

from __future__ import annotations

from typing import get_args

from openpeel.catalogue.report_reading import report_words
from openpeel.reading.report import SCHEMA_VERSION, AmountKind, PassageKind
from openpeel.reading.source import LARGEST, MOST_LINES
from openpeel.reading.statistics import LONGEST_PARAGRAPH

_PAGE = """\
# What is read from a published report

The JSON of `openpeel report read FILE --json OUT`; objects in `openpeel.reading.report`, read by
`openpeel.reading.reader.read_report(path)`. `schema_version` is {schema}. `reader_version` is \
raised when the
reader would read the same file differently.

| Key | What it holds |
|---|---|
| `file` | name, SHA-256, text or HTML, encoding, number of lines |
| `title`, `published` | as the report has them; empty or null when it has none |
| `force` | name, code, and how it was known: from the title, or named so often in the text |
| `framework` | year, the catalogue's id, number of tiers, how it was known; null with a note \
when it can't be told |
| `counted` | the sentence with the numbers of areas, and whether as many were found |
| `areas` | see below, in the report's order; those that only a list of grades names come last |
| `observations` | HM Inspector's, with name and role |
| `changes` | what has changed in the framework |
| `updates` | notices of changes since, with their days as dates |
| `statistics` | see below |
| `annex` | sections about the data |
| `passages` | every paragraph, heading and item: [kind](#kinds-of-passages), area, heading \
above, lines |
| `unplaced` | what found no place, with its lines |
| `notes` | what does not agree, or can't be told |

Lines are those of a text file, from 1; in HTML a line is an element with text (a heading, \
paragraph,
list item or table row) in its order. Scripts and styles are no text. Menus, cookie notices, page \
numbers
and running heads are passages of the kind `furniture`. Each line with text is in exactly one \
passage or
in `unplaced`.

An area that only points to another report may be left out of what the summary counts; a note \
says so. A grade in a list beside a name that no year's reports have goes to no area, and a note \
says which line it
is. A line of a grade below such a heading is in `unplaced`. Tabs between the cells of a table of \
grades are kept.

## An area

| Key | What it holds |
|---|---|
| `id`, `name`, `line` | the catalogue's id (null for a name that it does not know), the name as \
written |
| `pillar` | true for effectiveness, efficiency and legitimacy |
| `in_framework` | whether the report's framework lists the area in the catalogue |
| `graded`, `grade`, `grade_from` | `graded` is null when it can't be told; the grade comes from \
a sentence, a line or a list |
| `grade_sentence` | as written |
| `other_reports`, `background` | pointers to other reports, with their dates as stated |
| `concerns` | causes of concern: text, recommendations with items and deadline |
| `recommendations` | those that belong to no cause of concern |
| `improvements`, `innovative`, `promising` | statement and text |
| `findings` | heading, paragraphs, line |
| `text` | paragraphs that stand under no heading |

Where sentence, line and list give different grades, the sentence is taken and a note says so. \
"Needs to
improve" gives "requires improvement" only when nothing else gives a grade.

## A statistic

| Key | What it holds |
|---|---|
| `words`, `qualifier` | "20 percent", "almost" |
| `kind` | {amounts} |
| `value`, `unit` | 20, percent; 0.5 for "half"; 13000000, £ for "£13m"; null for a rank |
| `unit_from` | `the sentence before`, for a rate whose denominator stands there |
| `interval` | 3.9 for "+/- 3.9 percent" |
| `period`, `comparator` | as stated, or null |
| `sentence`, `line`, `area`, `heading` | where it stands; `area` is a position in `areas` |

Years, dates, times of day, telephone numbers (999, 101), and numbers in names (section 60, PIP2) \
are no
statistics. Nor are numbers without a unit ("290 of them"), "one" before anything but a length of
time, or the numbers of areas that the summary counts. Statistics are not read from tables and \
captions, nor from a paragraph of more than {letters:,} letters. "2 minutes and 14 seconds" is one \
length of
time, in seconds. A time right behind an earlier amount ("up from 61 percent in 2022") is of that \
amount alone.

## Kinds of passages

{kinds}.

## Limits

A file of more than {megabytes} MB or {lines:,} lines is refused, and so is one that is no text, a
report with parts on several forces or on a region, one on a fire and rescue service, or a news \
release. \
UTF-8, UTF-16 and
Windows-1252 are told apart. Entities that a page declares are not expanded.

## Areas that are known by name

A heading of another name opens an area too if a sentence that grades the force stands below it, and
so does a question with a line of a grade below it. A report on one subject, such as crime data
integrity, is one area. Reports of 2014 to 2019 give their questions as headings: those are areas,
and what stands below them are findings.

| Id | Names and questions, without case and punctuation |
|---|---|
{areas}
"""


def page_of_reading() -> str:
    """The page."""
    return _PAGE.format(
        schema=SCHEMA_VERSION,
        amounts=_listed(get_args(AmountKind)),
        kinds=_listed(get_args(PassageKind)),
        letters=LONGEST_PARAGRAPH,
        megabytes=LARGEST // 1_000_000,
        lines=MOST_LINES,
        areas="\n".join(
            f"| `{area.id}` | {'; '.join(area.names)} |" for area in report_words().areas
        ),
    )


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(f"`{word}`" for word in words)
