"""Questions asked of a release. Every page asks here; nothing on a page is worked out twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cache

from openpeel.catalogue.codes import codes
from openpeel.catalogue.forces import ENGLAND_AND_WALES, Force, forces
from openpeel.catalogue.measures import Measure, themes
from openpeel.catalogue.peers import PeerGroup, peer_groups
from openpeel.catalogue.tables import tables
from openpeel.measures.values import (
    Comparison,
    FileAccount,
    Release,
    Standing,
    Supply,
    Value,
    Working,
)
from openpeel.measures.where import condition, may_hold
from openpeel.statistics import outlier_lines

ALL = "all"
NEARLY_AS_MANY = 0.75  # of the forces in the fullest period: enough to stand for the measure
NATIONAL_SLUG = "england-and-wales"
NATIONAL_NAME = "England and Wales"
Period = tuple[date, date]


class Index:
    """A release whose values, comparisons and supplies can be found without looking through all."""

    def __init__(self, release: Release) -> None:
        self.release = release
        self._values: dict[tuple[str, str], list[Value]] = defaultdict(list)
        for value in release.values:
            self._values[value.measure, value.force_code].append(value)
        self._comparisons: dict[tuple[str, str], list[Comparison]] = defaultdict(list)
        everything = [*release.comparisons, *_uncompared(release)]
        for comparison in everything:
            self._comparisons[comparison.measure, comparison.group].append(comparison)
        for history in self._comparisons.values():
            history.sort(key=lambda comparison: comparison.period_end)
        self._standings = {
            id(comparison): {s.value.force_code: s for s in comparison.standings}
            for comparison in everything
        }
        self._supplies: dict[tuple[str, str], list[Supply]] = defaultdict(list)
        for supply in release.supplies:
            self._supplies[supply.table, supply.force_code].append(supply)
        self._groups = self._groups_in_order()

    @property
    def peer_groups(self) -> list[PeerGroup]:
        """The group that forces are compared with, and the others that the catalogue has."""
        others = [group for group in peer_groups().values() if group.id != self.release.peers.id]
        return [self.release.peers, *others]

    # measures

    def by_theme(self) -> list[tuple[str, str, list[Measure]]]:
        """(theme's name, its words, its measures), in the catalogue's order, none empty."""
        found: dict[str, list[Measure]] = defaultdict(list)
        for measure in sorted(self.release.measures.values(), key=_by_source_and_name):
            found[measure.theme].append(measure)
        order = [*themes(), *(theme for theme in found if theme not in themes())]
        return [
            (themes()[key].name, themes()[key].words, found[key])
            if key in themes()
            else (key, "", found[key])
            for key in order
            if key in found
        ]

    def groups(self, measure: Measure) -> list[str]:
        """The groups that have a comparison, the main one first."""
        return self._groups.get(measure.id, [])

    def main_group(self, measure: Measure) -> str | None:
        """The group that stands for the measure; None when nothing was compared."""
        groups = self.groups(measure)
        return groups[0] if groups else None

    def leading_groups(self, measure: Measure) -> list[str]:
        """The groups that a force's page shows: all together, or each where there is no such."""
        groups = self.groups(measure)
        return groups[:1] if groups[:1] in ([""], [ALL]) else groups

    def _groups_in_order(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for measure, group in self._comparisons:
            found[measure].append(group)
        return {
            id: sorted(groups, key=lambda group: _group_order(self.release.measures[id], group))
            for id, groups in found.items()
        }

    # comparisons

    def history(self, measure: Measure, group: str) -> list[Comparison]:
        """The comparisons of a measure and group, oldest first."""
        return self._comparisons.get((measure.id, group), [])

    def full(self, measure: Measure, group: str) -> list[Comparison]:
        """The history without the periods that far fewer forces supplied than the fullest.

        One force's early return is no picture of England and Wales, nor the end of a trend.
        """
        history = self.history(measure, group)
        most = max((comparison.compared for comparison in history), default=0)
        return [c for c in history if c.compared >= NEARLY_AS_MANY * most]

    def latest(self, measure: Measure, group: str | None = None) -> Comparison | None:
        """The latest full period of a group (of the main one, if none is named)."""
        chosen = self.main_group(measure) if group is None else group
        history = self.full(measure, chosen) if chosen is not None else []
        return history[-1] if history else None

    def after(self, comparison: Comparison) -> list[Comparison]:
        """Later periods of the same measure and group that some forces supplied."""
        history = self._comparisons[comparison.measure, comparison.group]
        return [c for c in history if c.period_end > comparison.period_end and c.compared]

    def standing(self, comparison: Comparison, force_code: str) -> Standing | None:
        """How a force stands in a comparison."""
        return self._standings[id(comparison)].get(force_code)

    # values

    def values(self, measure: Measure, force_code: str) -> list[Value]:
        """A force's values of a measure: latest period first, its groups in order, then areas."""
        order = {group: place for place, group in enumerate(self.groups(measure))}
        found = self._values.get((measure.id, force_code), [])
        return sorted(
            found,
            key=lambda v: (
                bool(v.area_code),
                -v.period_end.toordinal(),
                order.get(v.group, len(order)),
                v.group,
                v.area,
            ),
        )

    def value(self, measure: Measure, force_code: str, group: str, end: date) -> Value | None:
        """A force's value for one group and period, or None when the release has none."""
        for value in self._values.get((measure.id, force_code), []):
            if value.group == group and value.period_end == end and not value.area_code:
                return value
        return None

    def has_values(self, measure: Measure, force_code: str) -> bool:
        """Whether there is anything to show on the figure page."""
        return (measure.id, force_code) in self._values

    # where the numbers come from

    def supplied_by(self, working: Working, force_code: str) -> list[tuple[int, FileAccount, int]]:
        """(position, file, rows) of each file that can hold rows of a working's number.

        For England and Wales the rows of all forces are added up by file.
        """
        rows: dict[int, int] = defaultdict(int)
        for supply in self._supplies_of(working.table, force_code):
            overlaps = (
                supply.period_start <= working.period_end
                and supply.period_end >= working.period_start
            )
            if overlaps and _can_hold(working.table, working.where, supply.key):
                rows[supply.file] += supply.rows
        return [(at, self.release.files[at], count) for at, count in sorted(rows.items())]

    def _supplies_of(self, table: str, force_code: str) -> Iterable[Supply]:
        if force_code != ENGLAND_AND_WALES:
            return self._supplies.get((table, force_code), [])
        return (s for (t, _), supplies in self._supplies.items() if t == table for s in supplies)


@cache
def _can_hold(table: str, where: str, key: tuple[str, ...]) -> bool:
    """Whether rows with these values of the table's slice columns can meet the condition."""
    known = dict(zip(tables()[table].slice, key, strict=False))
    return not known or may_hold(condition(table, where or None, table), known)


def _uncompared(release: Release) -> list[Comparison]:
    """Values that the release does not compare (counts, or too few forces), without any mark."""
    made = {(c.measure, c.period_start, c.period_end, c.group) for c in release.comparisons}
    by_key: dict[tuple[str, date, date, str], dict[str, Value]] = defaultdict(dict)
    for v in release.values:
        key = (v.measure, v.period_start, v.period_end, v.group)
        if not v.area_code and key not in made:
            by_key[key][v.force_code] = v
    nothing = outlier_lines([None] * len(all_forces()))
    return [
        Comparison(
            *key, tuple(_unmarked(found[f.code]) for f in all_forces() if f.code in found),
            found[ENGLAND_AND_WALES], nothing, None,
        )
        for key, found in by_key.items()
        if ENGLAND_AND_WALES in found
    ]  # fmt: skip


def _unmarked(value: Value) -> Standing:
    return Standing(
        value, z=None, line_mark=None, funnel_z=None, funnel_p=None, funnel_mark=None,
        funnel_lower=None, funnel_upper=None, peer_value=None, rank=None, rank_lower=None,
        rank_upper=None,
    )  # fmt: skip


def _by_source_and_name(measure: Measure) -> tuple[str, str]:
    """What is counted in one table stands together: searches, then use of force."""
    return measure.numerator.table, measure.name


def _group_order(measure: Measure, group: str) -> tuple[int, str]:
    """All together first, then the order of the measure's file, then by code."""
    if group in ("", ALL):
        return -1, group
    listed = measure.groups
    return (listed.index(group) if group in listed else len(listed)), group


def group_words(measure: Measure, group: str) -> str:
    """What to call a group: `Black`, `theft offences`, `all`; empty when there are no groups."""
    if not group:
        return ""
    if group == ALL or not measure.by:
        return group
    listed = tables()[measure.numerator.table].columns[measure.by].codes
    # A column that holds codes of several lists names none; those of ethnic groups are standard.
    words = codes(listed if isinstance(listed, str) else "ethnicity").words(group)
    return words.replace("-", " ") if words == group else words


def all_forces() -> tuple[Force, ...]:
    """The 43, by name."""
    return forces().all


def slug_of(force_code: str) -> str:
    """The force's name in addresses; England and Wales has one too."""
    return NATIONAL_SLUG if force_code == ENGLAND_AND_WALES else forces().by_code[force_code].slug


def code_of(slug: str) -> str | None:
    """The code of a force (or of England and Wales) by its name in addresses."""
    if slug == NATIONAL_SLUG:
        return ENGLAND_AND_WALES
    force = forces().by_slug.get(slug)
    return force.code if force else None


def name_of(force_code: str) -> str:
    """The force's short name."""
    return NATIONAL_NAME if force_code == ENGLAND_AND_WALES else forces().by_code[force_code].name
