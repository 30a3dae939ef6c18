"""Tables of use of force tactics by police force and a perceived characteristic.

A row is a force and a tactic, a column a group of people (11 to 17 years, female ...). The column
of all people is not a group: it is what the groups must sum to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from openpeel.catalogue.codes import codes
from openpeel.catalogue.forces import Force, forces
from openpeel.facts.sources.dates import Period
from openpeel.facts.sources.force_table import cell, unknown_name
from openpeel.facts.sources.grid import Figure, Rows, Sheet, label, words
from openpeel.facts.sources.reading import Facts, SourceFile

# characteristic: how titles name it, the code list of its groups
_BREAKDOWNS = {
    "age": (r"\bage\b", "perceived_age"),
    "gender": (r"\bgender\b|\bsex\b", "perceived_gender"),
    "ethnicity": (r"\bethnic", "ethnicity"),
    "health": (r"\bhealth\b|\bdisabilit", "perceived_health"),
}
# The 2018/19 edition has two groups more, which later editions do not tell apart.
_MERGED = {"chinese": "other", "don't know": "not-recorded"}
_ALL_PEOPLE = re.compile(r"(total )?number of times tactics?( was| were)?( reported| used)?|total")
_FORCE_HEADS = {"police force", "police force area", "police force name", "force"}
_TACTIC_HEADS = {"tactic", "tactics", "tactic type"}
_OF_WHICH = re.compile(r",?\s*of which:?$", re.IGNORECASE)
_TOLERATED = 0.005  # share by which forces may miss England and Wales
_MISREAD = 0.1  # if more of the rows do not sum, the columns were not understood


@dataclass(frozen=True)
class Tactics:
    """One such table."""

    file: SourceFile
    sheet: Sheet
    heading: int
    breakdown: str
    force_column: int
    group_column: int
    tactic_column: int
    members: dict[str, tuple[int, ...]]
    all_people: int

    def rows(self) -> Iterator[tuple[int, tuple[Any, ...]]]:
        """The rows below the heading with a force's name and figures."""
        for number, row in self.sheet.numbered():
            figures = row[self.tactic_column + 1 :]
            named = words(cell(row, self.force_column))
            if number > self.heading and named and any(map(self.sheet.is_figure, figures)):
                yield number, row


def find_tactics(sheet: Sheet, file: SourceFile) -> Tactics | None:
    """The sheet's table of tactics by force, or None. A group nobody knows is refused."""
    for number, row in sheet.numbered():
        heads = [label(c).casefold() for c in row]
        force = next((i for i, head in enumerate(heads) if head in _FORCE_HEADS), None)
        tactic = next((i for i, head in enumerate(heads) if head in _TACTIC_HEADS), None)
        group = next((i for i, head in enumerate(heads) if head.startswith("type of force")), None)
        if force is None or tactic is None or group is None:
            continue
        breakdown = _breakdown(sheet)
        if breakdown is None:
            return None
        members, all_people = _members(sheet, number, tactic, breakdown, file)
        return Tactics(file, sheet, number, breakdown, force, group, tactic, members, all_people)
    return None


def _breakdown(sheet: Sheet) -> str | None:
    title = label(sheet.title).casefold()
    found = [name for name, (sign, _) in _BREAKDOWNS.items() if re.search(sign, title)]
    return found[0] if len(found) == 1 else None


def _members(
    sheet: Sheet, heading: int, tactic_column: int, breakdown: str, file: SourceFile
) -> tuple[dict[str, tuple[int, ...]], int]:
    """Columns by group (a group may have two, see `_MERGED`), and the column of all people."""
    known = codes(_BREAKDOWNS[breakdown][1])
    members: dict[str, tuple[int, ...]] = {}
    all_people = None
    body = sheet.rows[heading:]
    for column in range(tactic_column + 1, max(map(len, body), default=0)):
        if not any(sheet.is_figure(cell(row, column)) for row in body):
            continue
        head = _head(sheet, heading, column)
        member = known.find(head)
        if member is None and breakdown == "ethnicity":
            member = _MERGED.get(head.casefold())
        if member is not None:
            members[member] = (*members.get(member, ()), column)
        elif _ALL_PEOPLE.fullmatch(head.casefold()) and all_people is None:
            all_people = column
        else:
            raise file.refuse(
                f"column {head!r} is no {breakdown} group that the catalogue knows; add its label"
                f" to the list {known.name} in catalogue/data/codes.yaml",
                sheet.where(heading),
            )
    if all_people is None or not members:
        raise file.refuse(
            "no column gives the times a tactic was reported for all people, with which the"
            " groups could be checked",
            sheet.where(heading),
        )
    return members, all_people


def _head(sheet: Sheet, heading: int, column: int) -> str:
    """The heading of a column, which may stand a few rows above the row that names the tactic."""
    above = reversed(sheet.rows[max(0, heading - 5) : heading])
    texts = (cell(row, column) for row in above)
    return next((label(text) for text in texts if label(text) and not sheet.is_figure(text)), "")


# A force with no use at all on a group, where at the others' share at least this many would be
# expected, has in all likelihood a system that does not offer the group: its zeros are not counts.
# That nothing is left unrecorded is another matter: forms can insist on an answer.
EXPECTED = 30
NOT_RECORDED = "not-recorded"
MISSING = Figure(None, "x")


def not_offered(table: Tactics) -> dict[str, list[Force]]:
    """Groups that a force's system does not offer, though the publisher prints zeros for them."""
    totals: dict[Force, dict[str, float]] = {}
    for number, row in table.rows():
        force = forces().find(label(cell(row, table.force_column)))
        if force and label(cell(row, table.group_column)).startswith("Total"):
            figures = {
                member: _together(
                    table.sheet.count(cell(row, column), number, member, table.file)
                    for column in columns
                )
                for member, columns in table.members.items()
            }
            totals[force] = {m: f.value for m, f in figures.items() if f.value is not None}
    found: dict[str, list[Force]] = {}
    everyone = sum(sum(held.values()) for held in totals.values())
    for member in table.members.keys() - {NOT_RECORDED}:
        share = sum(held.get(member, 0) for held in totals.values()) / everyone if everyone else 0
        found[member] = [
            force
            for force, held in totals.items()
            if held.get(member) == 0 and share * sum(held.values()) >= EXPECTED
        ]
    return {member: found[member] for member in table.members if found.get(member)}


# The tables of a workbook repeat the same totals: what was already told, to tell it once.
Told = dict[tuple[Period, str, str, str], Figure]


def read_tactics(table: Tactics, period: Period, facts: Facts, rows: Rows, told: Told) -> list[str]:
    """Add the table's facts; the notes say where groups or forces do not sum to their totals."""
    sums = _Sums(table)
    without = not_offered(table)
    seen: dict[tuple[str, str, str], int] = {}
    parent = ""
    for number, row in table.rows():
        force = _force(table, number, row, rows)
        name = label(cell(row, table.tactic_column)).lstrip("* ")
        if _OF_WHICH.search(name):
            parent = _OF_WHICH.sub("", name)
        group, tactic = _tactic(table, number, row, parent)
        figures = {
            member: _together(
                table.sheet.count(cell(row, column), number, member, table.file)
                for column in columns
            )
            for member, columns in table.members.items()
        }
        everyone = table.sheet.count(cell(row, table.all_people), number, "all people", table.file)
        sums.add(number, force, (group, tactic), figures, everyone)
        if force is None:
            continue
        key = (force.code, group, tactic)
        if key in seen:
            raise table.file.refuse(
                f"{force.name}, {name!r} stands twice (first in row {seen[key]})",
                table.sheet.where(number),
            )
        seen[key] = number
        # With no group at all, "not recorded" holds everyone: that says nothing about recording.
        none = all(figure.value is None for m, figure in figures.items() if m != NOT_RECORDED)
        gone = {member for member, those in without.items() if force in those}
        gone |= {NOT_RECORDED} & figures.keys() if none else set()
        stored = [
            (table.breakdown, member, MISSING if member in gone else figure)
            for member, figure in figures.items()
        ]
        if told.setdefault((period, *key), everyone) is everyone:
            stored.append(("total", "all", everyone))
        elif told[period, *key] != everyone:
            sums.other_totals.append(number)
        for breakdown, member, figure in stored:
            facts.add(
                force_code=force.code,
                period_start=period[0],
                period_end=period[1],
                status=figure.status,
                source_ref=table.sheet.reference(number),
                breakdown=breakdown,
                member=member,
                tactic_group=group,
                tactic=tactic,
                uses=figure.value,
            )
        rows.use(table.sheet, number)
    return sums.notes({code for code, _, _ in seen}) + [
        f"{table.sheet.name}: 0 for {member} throughout from"
        f" {', '.join(force.name for force in those)}, where the other forces' share would give at"
        f" least {EXPECTED}; most likely their systems do not offer the group, so these zeros"
        " count as missing numbers [x]."
        for member, those in without.items()
    ]


def _force(table: Tactics, number: int, row: tuple[Any, ...], rows: Rows) -> Force | None:
    """Whose row it is; None for totals and bodies, which are set aside."""
    name = label(cell(row, table.force_column))
    kind = forces().kind(name)
    if kind == "unknown":
        raise table.file.refuse(unknown_name(name), table.sheet.where(number))
    if kind == "force":
        return forces().find(name)
    body = forces().body(name)
    rows.set_aside(table.sheet, number, f"{name}: {body.why}" if body else f"{name}: a total")
    return None


def _tactic(table: Tactics, number: int, row: tuple[Any, ...], parent: str) -> tuple[str, str]:
    """Codes of the family and the tactic; "not stated" alone belongs to the tactic above it."""
    family = label(cell(row, table.group_column))
    name = _OF_WHICH.sub("", label(cell(row, table.tactic_column)).lstrip("* "))
    group = "all" if family.startswith("Total") else codes("tactic_group").find(family)
    if group in ("all", "communication") or (group and name.casefold().startswith("total")):
        return group, "total"
    tactic = _tactics().get(_only_words(name)) or _tactics().get(_only_words(f"{parent} {name}"))
    if group is None or tactic is None:
        raise table.file.refuse(
            f"{family!r}, {name!r} is no tactic that the catalogue knows; add its label to the"
            " lists tactic_group and tactic in catalogue/data/codes.yaml",
            table.sheet.where(number),
        )
    return group, tactic


@cache
def _tactics() -> dict[str, str]:
    """Tactics by their labels without signs: "CED (not stated)", "Irritant spray: drawn"."""
    known = codes("tactic").codes
    return {_only_words(name): code for code, entry in known.items() for name in entry.labels}


def _only_words(name: str) -> str:
    return " ".join(re.findall(r"\w+", name.casefold()))


def _together(figures: Iterator[Figure]) -> Figure:
    """Groups that are one to us: their sum, missing if one of them is."""
    parts = list(figures)
    missing = next((part for part in parts if part.value is None), None)
    return missing or Figure(sum(part.value or 0 for part in parts))


class _Sums:
    """Whether groups sum to all people, and forces to England and Wales."""

    def __init__(self, table: Tactics) -> None:
        self._table = table
        self._compared = 0
        self._gaps: list[tuple[int, float]] = []  # row, groups less all people
        self._forces: dict[tuple[str, str], float] = {}
        self._country: dict[tuple[str, str], float] = {}
        self._unsure: set[tuple[str, str]] = set()  # tactics for which a force is missing
        self._no_groups: list[str] = []  # forces that cannot say who the people were
        self.other_totals: list[int] = []  # rows whose total another table gives otherwise

    def add(
        self,
        row: int,
        force: Force | None,
        tactic: tuple[str, str],
        figures: dict[str, Figure],
        everyone: Figure,
    ) -> None:
        if everyone.value is None:
            self._unsure.add(tactic)
        elif force is None:
            self._country.setdefault(tactic, everyone.value)
        else:
            self._forces[tactic] = self._forces.get(tactic, 0) + everyone.value
        values = [figure.value for figure in figures.values() if figure.value is not None]
        if force and tactic == ("all", "total") and len(values) < len(figures):
            self._no_groups.append(force.name)
        if everyone.value is not None and len(values) == len(figures):
            self._compared += 1
            if sum(values) != everyone.value:
                self._gaps.append((row, sum(values) - everyone.value))

    def notes(self, codes_seen: set[str]) -> list[str]:
        table, notes = self._table, list[str]()
        place, everything = table.sheet.name, ("all", "total")
        absent = [force.name for force in forces().all if force.code not in codes_seen]
        if absent and not self._country:
            raise table.file.refuse(
                f"there is no row for {', '.join(absent)} and no total over forces; the table may"
                " have been cut short",
                f"sheet {place.strip()!r}",
            )
        if len(self._gaps) > _MISREAD * self._compared:
            row, gap = self._gaps[0]
            raise table.file.refuse(
                f"in {len(self._gaps)} of {self._compared} rows the groups do not sum to all"
                f" people (here they differ by {gap:+,.0f}); the columns may have changed",
                table.sheet.where(row),
            )
        if self._gaps:
            worst = max(self._gaps, key=lambda pair: abs(pair[1]))
            notes.append(
                f"{place}: in {len(self._gaps)} of {self._compared} rows the groups do not sum to"
                f" all people, at most by {worst[1]:+,.0f} (row {worst[0]})."
            )
        if self.other_totals:
            notes.append(
                f"{place}: in {len(self.other_totals)} rows all people differ from an earlier"
                f" table, which counts (first in row {self.other_totals[0]})."
            )
        if absent:
            notes.append(f"{place}: no rows for {', '.join(absent)}.")
        if self._no_groups:
            notes.append(
                f"{place}: no {table.breakdown} groups from {', '.join(self._no_groups)}; all"
                " their tactics stand under not recorded, which counts as missing [x] too."
            )
        gaps = {
            tactic: total - self._country[tactic]
            for tactic, total in self._forces.items()
            if tactic in self._country and total != self._country[tactic]
        }
        if gaps:
            (group, tactic), gap = max(gaps.items(), key=lambda pair: abs(pair[1]))
            notes.append(
                f"{place}: for {len(gaps)} of {len(self._forces)} tactics the forces do not sum to"
                f" England and Wales, at most by {gap:+,.0f} ({group}, {tactic})."
            )
        gap = 0 if everything in self._unsure else gaps.get(everything, 0)
        if abs(gap) > _TOLERATED * self._country.get(everything, 0):
            raise table.file.refuse(
                f"the forces' tactics differ from England and Wales by {gap:+,.0f}; rows may be"
                f" missing ({', '.join(absent) or 'no force'} has none)",
                f"sheet {place.strip()!r}",
            )
        return notes
