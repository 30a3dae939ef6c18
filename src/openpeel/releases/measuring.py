"""What every page and chart says of a measure: its name, its number format, its source."""

from __future__ import annotations

from openpeel.catalogue.measures import Measure
from openpeel.catalogue.units import UNDIVIDED
from openpeel.charts.numbers import NumberFormat
from openpeel.measures.values import Comparison, FileAccount, Value
from openpeel.releases.periods import day_words
from openpeel.releases.queries import Index, group_words


def number_format(measure: Measure, comparison: Comparison | None) -> NumberFormat:
    """How the numbers of a measure are written wherever they stand side by side."""
    if comparison is None:
        return NumberFormat(measure.unit, 1)
    values = [standing.value.value for standing in comparison.standings]
    return NumberFormat.fitting([*values, comparison.national.value], measure.unit)


def compared(measure: Measure) -> bool:
    """Whether marks mean anything: a plain count or sum grows with the force, so it gets none."""
    return measure.unit not in UNDIVIDED


def named(measure: Measure, group: str) -> str:
    """The measure's name, with its group where it has one."""
    words = group_words(measure, group)
    return f"{measure.name}: {words}" if words and group != "all" else measure.name


def source_line(index: Index, national: Value) -> str:
    """Publications and editions behind a comparison, as they call themselves."""
    titles: dict[str, None] = {}
    for working in national.workings:
        for _, file, _ in index.supplied_by(working, national.force_code):
            titles[_edition(file)] = None
    return "; ".join(titles)


def _edition(file: FileAccount) -> str:
    """`Police workforce, released 30 January 2020`; no date where the file states none."""
    if file.edition is None:
        return file.publication or file.name
    day = file.edition.published
    return f"{file.edition.title}, released {day_words(day)}" if day else file.edition.title
