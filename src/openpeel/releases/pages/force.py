"""A force's page: its measures by theme, marks with their chance budget, and its panels."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse

from openpeel.catalogue.forces import ENGLAND_AND_WALES, forces
from openpeel.catalogue.measures import Measure
from openpeel.catalogue.units import UNDIVIDED
from openpeel.charts.numbers import NumberFormat
from openpeel.measures.values import Comparison, Standing
from openpeel.releases import words
from openpeel.releases.addresses import areas_page, figure, force_page, measure_page
from openpeel.releases.budget import budget
from openpeel.releases.current import current
from openpeel.releases.measuring import compared, named, number_format
from openpeel.releases.pages.areas import has_areas
from openpeel.releases.pages.marks import mark_view
from openpeel.releases.pages.panel import panel_view
from openpeel.releases.pages.shell import page
from openpeel.releases.panels import panels
from openpeel.releases.periods import period_words
from openpeel.releases.queries import Index, code_of, name_of
from openpeel.releases.similar import similar
from openpeel.releases.strips import strip


@dataclass(frozen=True)
class Row:
    """One measure on a force's page, ready to print."""

    measure: Measure
    comparison: Comparison
    standing: Standing
    form: NumberFormat
    is_main: bool = True  # whether its group is the one on the measure's own page
    is_group: bool = False  # whether the measure has no value for all together

    @property
    def name(self) -> str:
        """The measure's name with its group."""
        return named(self.measure, self.comparison.group)

    @property
    def href(self) -> str:
        """The measure's chart with this force highlighted."""
        group = "" if self.is_main else self.comparison.group
        return measure_page(self.measure.id, group, self.standing.value.force_code)

    @property
    def figure(self) -> str:
        """The permalink of the value."""
        return figure(self.standing.value)

    @property
    def period(self) -> str:
        """The period in words."""
        return period_words(self.comparison.period_start, self.comparison.period_end)

    @property
    def unit(self) -> str:
        """The unit as it heads a column."""
        return words.unit_words(self.measure.unit)

    @property
    def value(self) -> str:
        """The value with its unit; empty when there is none."""
        value = self.standing.value.value
        form = words.form_of(self.standing.value, self.form)
        return "" if value is None else form.text(value)

    @property
    def interval(self) -> str:
        """The 95% interval."""
        return words.interval_words(self.standing.value, self.form)

    @property
    def national(self) -> str:
        """England and Wales; nothing beside a count or a sum, which is no average."""
        value = self.comparison.national.value
        return "" if value is None or self.measure.unit in UNDIVIDED else self.form.text(value)

    @property
    def peers(self) -> str:
        """The peers' value."""
        value = self.standing.peer_value
        return "" if value is None else self.form.text(value)

    @property
    def rank(self) -> str:
        """The rank, never without its interval."""
        return words.rank_words(self.standing, self.comparison.compared)

    @property
    def status(self) -> str:
        """The reason code and its words; empty for a value as it should be."""
        return words.status_short(self.standing.value.status)

    @property
    def missing(self) -> bool:
        """Whether there is no value to show."""
        return self.standing.value.value is None

    @property
    def line(self) -> dict[str, str]:
        """The outlier line's mark: side, words, and whether a direction gives it a colour."""
        return mark_view(self.measure, self.standing.line_mark, self._line_words)

    @property
    def funnel(self) -> dict[str, str]:
        """The funnel's mark."""
        mark = self.standing.funnel_mark
        return mark_view(self.measure, mark, words.funnel_words(self.standing))

    @property
    def sentence(self) -> str:
        """How the force stands."""
        return words.standing_sentence(self.measure, self.comparison, self.standing)

    @property
    def strip(self) -> str:
        """Where the force lies among all, as a small drawing."""
        return strip(self.comparison, self.standing)

    @property
    def is_count(self) -> bool:
        """Whether it is a count, which grows with the force and gets no marks."""
        return not compared(self.measure)

    @property
    def _line_words(self) -> str:
        mark = self.standing.line_mark
        return "not compared" if self.standing.z is None else words.line_words(mark)


def force(request: HttpRequest, slug: str) -> HttpResponse:
    """One force."""
    code = code_of(slug)
    if code is None or code == ENGLAND_AND_WALES:
        raise Http404(slug)
    index = current().index
    themes = [(name, _rows(index, members, code)) for name, _, members in index.by_theme()]
    rows = [row for _, members in themes for row in members]
    counted = budget(row.standing for row in rows if compared(row.measure))
    surviving = {id(standing) for standing in counted.surviving}
    name = name_of(code)
    return page(
        request,
        "force.html",
        name,
        description=f"What the published figures say about {name}, measure by measure.",
        section="/forces/",
        force=forces().by_code[code],
        areas_href=areas_page(code) if has_areas(index, code) else "",
        themes=[
            (
                name,
                [row for row in members if not row.is_group],
                [row for row in members if row.is_group],
            )
            for name, members in themes
            if members
        ],
        budget=counted,
        surviving=[row for row in rows if id(row.standing) in surviving],
        missing=_missing(rows),
        peer_name=index.release.peers.name,
        panels=[panel_view(panel, code) for panel in panels(index, code)],
        similar=[(likeness, force_page(likeness.force_code)) for likeness in similar(index, code)],
        peer_groups=[
            {
                "name": group.name,
                "words": group.words,
                "forces": [(name_of(peer), force_page(peer)) for peer in group.of(code)],
            }
            for group in index.peer_groups
        ],
    )


def _missing(rows: list[Row]) -> dict[str, list[Row]]:
    """Measures without a value that is compared, by the reason why."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        if row.missing or row.standing.value.status not in words.USED:
            found.setdefault(row.sentence, []).append(row)
    return found


def _rows(index: Index, members: list[Measure], code: str) -> list[Row]:
    """A row a measure; a row a group where there is none for all together."""
    rows = []
    for measure in members:
        for group in index.leading_groups(measure):
            comparison = index.latest(measure, group)
            standing = index.standing(comparison, code) if comparison else None
            if comparison and standing:
                form = number_format(measure, comparison)
                is_main = group == index.main_group(measure)
                is_group = len(index.leading_groups(measure)) > 1
                rows.append(Row(measure, comparison, standing, form, is_main, is_group))
    return rows
