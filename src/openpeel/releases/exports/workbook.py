"""The workbook that readers download: cover, contents, notes, and one sheet a theme.

A theme's sheet holds the latest period of each of its measures. No cell is empty: where there is
no number stands the shorthand that says why.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from operator import attrgetter
from pathlib import Path

from openpeel.catalogue.coverage import statuses
from openpeel.catalogue.forces import ENGLAND_AND_WALES
from openpeel.catalogue.measures import Measure, themes
from openpeel.measures.values import Release, Standing, Value
from openpeel.releases.exports.columns import FUNNEL_MARKS, LINE_MARKS, STATUSES
from openpeel.releases.exports.numbers import rounded
from openpeel.releases.exports.spreadsheet import Cell, Link, Number, Sheet, write_ods
from openpeel.releases.queries import NEARLY_AS_MANY

NOT_APPLICABLE = "[z]"
UNMARKED = "none"
HEADER = (
    "Measure",
    "Force",
    "Force code",
    "Group",
    "Period starts",
    "Period ends",
    "Value",
    "Lower",
    "Upper",
    "Unit",
    "Status",
    "England and Wales",
    "Mark by the outlier lines",
    "Mark by the funnel",
    "Figure",
)
WIDTHS = (10.0, 5.0, 3.0, 4.0, 3.0, 3.0, 3.0, 3.0, 3.0, 3.0, 2.5, 3.0, 3.5, 3.5, 14.0)
DECIMALS = {"count": 0, "pounds": 0, "percent": 1, "ratio": 2}  # of all others: two
SHORTHAND = {f"[{code}]": words for code, words in STATUSES.items() if code != "ok"}

FigureLink = Callable[[Value], str]  # from a figure to the address of its page
Question = tuple[str, date, date, str]  # measure, period and group: what forces are compared on


def workbook(release: Release, path: Path, figure_link: FigureLink | None = None) -> None:
    """Write the release as an ODS workbook.

    Args:
        release: What to write; only the latest period of each measure is.
        path: The file to write, `.ods`.
        figure_link: The address of a figure's page; without it figures are given by name alone,
            since an address inside the site leads nowhere from a downloaded file.
    """
    tables = tuple(_theme_sheets(release, figure_link))
    notes = _notes()
    sheets = (_cover(release), _contents((notes, *tables)), notes, *tables)
    write_ods(path, sheets, title=_title(release), subject=f"Release {release.id}")


def latest(values: Iterable[Value]) -> dict[str, tuple[date, date]]:
    """The latest period of each measure that nearly as many forces supply as its fullest one.

    Of two that end together, the longer. The pages choose in the same way (`Index.full`).
    """
    periods: dict[str, dict[tuple[date, date], set[str]]] = defaultdict(lambda: defaultdict(set))
    for value in values:
        supplied = periods[value.measure][value.period_start, value.period_end]
        if value.value is not None and not value.area_code:
            supplied.add(value.force_code)
    return {measure: _latest_full(found) for measure, found in periods.items()}


def _latest_full(periods: dict[tuple[date, date], set[str]]) -> tuple[date, date]:
    enough = NEARLY_AS_MANY * max(len(forces) for forces in periods.values())
    full = (period for period, forces in periods.items() if len(forces) >= enough)
    return max(full, key=lambda period: (period[1], -period[0].toordinal()))


def _title(release: Release) -> str:
    title = "Police forces of England and Wales compared"
    return f"{title}: SIMULATED figures" if release.simulated else title


def _cover(release: Release) -> Sheet:
    words: list[Cell] = [
        "Figures for each police force, computed by openpeel from published statistics.",
        f"Release {release.id}.",
        "Each sheet from the third on holds one table for one theme: the latest period of each"
        " measure. All periods and areas are in values.csv, published beside this file.",
        "Lower and upper are the ends of an interval whose level and method are in values.csv.",
        "A mark asks a question. It is not a grade, and there is no overall grade.",
        "Words in square brackets stand where a number is missing; the sheet Notes explains them.",
    ]
    if release.simulated:
        words.insert(0, "These figures are simulated. They say nothing about any real force.")
    return Sheet("Cover", _title(release), tuple(words), widths=(24.0,))


def _contents(sheets: tuple[Sheet, ...]) -> Sheet:
    rows = tuple((sheet.link, sheet.title, Number(len(sheet.rows))) for sheet in sheets)
    words = ("This sheet contains one table: the sheets that follow.",)
    header = ("Sheet", "What it holds", "Rows")
    return Sheet("Contents", "Contents", words, header, rows, (8.0, 18.0, 3.0))


def _notes() -> Sheet:
    marks = {
        f"{mark} ({by})": words
        for by, meanings in (("outlier lines", LINE_MARKS), ("funnel", FUNNEL_MARKS))
        for mark, words in meanings.items()
    }
    marks[UNMARKED] = "compared with the other forces and not marked"
    return Sheet(
        "Notes",
        "Shorthand and marks",
        ("This sheet contains one table: what words in brackets and marks mean.",),
        ("In the tables", "Meaning"),
        tuple((SHORTHAND | {"ok": STATUSES["ok"]} | marks).items()),
        (6.0, 22.0),
    )


def _theme_sheets(release: Release, figure_link: FigureLink | None) -> Iterator[Sheet]:
    rows = _rows(release, figure_link)
    simulated = ", simulated" if release.simulated else ""
    for id, theme in themes().items():
        measures = [m for m in release.measures.values() if m.theme == id and m.id in rows]
        if measures:
            yield Sheet(
                theme.name,
                f"{theme.name}: {theme.words}{simulated}",
                (
                    "This sheet contains one table: the latest period of each measure, by force.",
                    "Some cells hold shorthand in square brackets: see the sheet Notes.",
                ),
                HEADER,
                tuple(row for measure in measures for row in rows[measure.id]),
                WIDTHS,
            )


def _rows(release: Release, figure_link: FigureLink | None) -> dict[str, list[tuple[Cell, ...]]]:
    """Rows of the latest period by measure, each sorted by group and force."""
    periods = latest(release.values)
    shown = [
        value
        for value in release.values
        if not value.area_code and (value.period_start, value.period_end) == periods[value.measure]
    ]
    national = {_question(v): v for v in shown if v.force_code == ENGLAND_AND_WALES}
    standings = {
        (_question(standing.value), standing.value.force_code): standing
        for comparison in release.comparisons
        for standing in comparison.standings
    }
    rows: dict[str, list[tuple[Cell, ...]]] = defaultdict(list)
    for value in sorted(shown, key=attrgetter("group", "force", "force_code")):
        if value.force_code != ENGLAND_AND_WALES:
            question = _question(value)
            figure = Link(value.figure, figure_link(value)) if figure_link else value.figure
            rows[value.measure].append(
                (
                    *_of_value(release.measures[value.measure], value),
                    _number(value.unit, national.get(question), "value"),
                    *_marks(value, standings.get((question, value.force_code))),
                    figure,
                )
            )
    return rows


def _question(value: Value) -> Question:
    return value.measure, value.period_start, value.period_end, value.group


def _of_value(measure: Measure, value: Value) -> Iterator[Cell]:
    yield from (measure.name, value.force, value.force_code, value.group or NOT_APPLICABLE)
    yield from (value.period_start.isoformat(), value.period_end.isoformat())
    yield from (_number(value.unit, value, end) for end in ("value", "lower", "upper"))
    yield from (value.unit, "ok" if value.status == "ok" else f"[{value.status}]")


def _number(unit: str, value: Value | None, name: str) -> Cell:
    """A number of a value, or the shorthand for why there is none."""
    if value is None:
        return NOT_APPLICABLE
    number = rounded(getattr(value, name))
    if number is None:
        # what is usable has nothing missing: a count has no interval, nothing over nothing no ratio
        usable = value.status == "ok" or value.value is not None
        return NOT_APPLICABLE if usable else f"[{value.status}]"
    return Number(number, DECIMALS.get(unit, 2))


def _marks(value: Value, standing: Standing | None) -> tuple[Cell, Cell]:
    """Marks by the outlier lines and by the funnel."""
    if standing is None:
        return _mark(value, None, None), _mark(value, None, None)
    return (
        _mark(value, standing.z, standing.line_mark),
        _mark(value, standing.funnel_z, standing.funnel_mark),
    )


def _mark(value: Value, z: float | None, mark: str | None) -> Cell:
    """A mark, `none` for a force that was compared, or why it was not."""
    if mark:
        return mark
    if value.status != "ok" and not statuses()[value.status].compared:
        return f"[{value.status}]"
    return NOT_APPLICABLE if z is None else UNMARKED
