"""Which force a report is about, and under which framework it stands."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from openpeel.catalogue.forces import Force, forces
from openpeel.catalogue.frameworks import Framework, framework, frameworks
from openpeel.catalogue.report_reading import FrameworkNames, plain, report_words
from openpeel.reading.report import Area, ForceRead, FrameworkRead

_KIND = re.compile(r"\b(?:Police|Constabulary)\b", re.IGNORECASE)
_LONGEST_NAME = 40
_LONGEST_REPORT = 1_000_000  # letters: enough to see which force is named most
_OWN, _TITLE, _FRAMEWORK_NAMED = 6, 40, 4
_NAMES_ALONE = 2  # so many names of areas that no other year has tell the year
_CLOSE = 0.6  # a second force named so often as a share of the first is worth a note


@cache
def _force_pattern() -> tuple[re.Pattern[str], dict[str, Force]]:
    """Titles of forces: with "Police" or "Constabulary", so that a region's name is none."""
    titles: dict[str, Force] = {}
    for force in forces().all:
        short = {force.name, *(name for name in force.names if not name.isupper())}
        for name in {
            force.title,
            *short,
            *(f"{one} Police" for one in short),
            *(f"{one} Constabulary" for one in short),
        }:
            if re.search(r"\b(?:Police|Constabulary|Heddlu)\b", name) and "District" not in name:
                titles[_spelt(name)] = force
    longest = sorted(titles, key=lambda name: (-len(name), name))
    joined = "|".join(re.escape(name).replace(r"\ ", r"[\s-]") for name in longest)
    joined = joined.replace(r"[\s-]and[\s-]", r"\s(?:and|&)\s")
    return re.compile(rf"\b(?:{joined})\b", re.IGNORECASE), titles


def _spelt(name: str) -> str:
    """A name as it is compared: "Devon & Cornwall" is "devon and cornwall"."""
    return " ".join(name.casefold().replace("&", "and").replace("-", " ").split())


def named_forces(text: str) -> Counter[str]:
    """Codes of the forces that a text names by title, and how often."""
    pattern, titles = _force_pattern()
    counted: Counter[str] = Counter()
    last = 0
    for kind in _KIND.finditer(text):
        found = pattern.search(text, max(last, kind.start() - _LONGEST_NAME), kind.end() + 10)
        if found:
            counted[titles[_spelt(found[0])].code] += 1
            last = found.end()
    return counted


def read_force(titles: list[str], text: str, notes: list[str]) -> ForceRead | None:
    """The force in the title, else the one that the text names most often."""
    for title in [*titles, " ".join(titles)]:
        codes = list(named_forces(title)) or _by_short_name(title)
        if len(codes) == 1:
            return _read(codes[0], f"the title: {title}")
    counted = named_forces(text[:_LONGEST_REPORT]).most_common(2)
    if not counted:
        notes.append("The force can't be told: no force of the catalogue is named by its title.")
        return None
    code, times = counted[0]
    if len(counted) > 1 and counted[1][1] > times * _CLOSE:
        other = forces().by_code[counted[1][0]].title
        if counted[1][1] == times:
            taken = forces().by_code[code].title
            notes.append(f"The force can't be told: {taken} and {other} are named alike.")
            return None
        notes.append(f"{other} is named nearly as often as the force that was taken.")
    return _read(code, f"named {times} {'time' if times == 1 else 'times'} in the text")


def _by_short_name(title: str) -> list[str]:
    """A title such as "PEEL 2023-25: Kent" or "Kent PEEL 2018" names the force without its kind."""
    parts = re.split(r"[:–—|]| - ", title)
    for entry in report_words().frameworks:
        parts += [found["force"] for one in entry.titled if (found := re.fullmatch(one, title))]
        parts += [re.sub(one, "", title) for one in entry.own if re.search(one, title)]
    short = [part.strip() for part in parts if 3 < len(part.strip()) < _LONGEST_NAME]
    return list({force.code for part in short if (force := forces().find(part))})


def _read(code: str, known_by: str) -> ForceRead:
    return ForceRead(name=forces().by_code[code].title, code=code, known_by=known_by)


def read_framework(
    titles: list[str],
    text: str,
    areas: tuple[Area, ...],
    force: ForceRead | None,
    victims_graded: bool | None,
    notes: list[str],
) -> FrameworkRead | None:
    """The framework by its name in title or text, else by areas, or their names, of one alone."""
    scores = {entry.year: _score(entry, titles, text) for entry in report_words().frameworks}
    best = max(report_words().frameworks, key=lambda entry: scores[entry.year])
    if scores[best.year] > 0:
        tied = [e.year for e in report_words().frameworks if scores[e.year] == scores[best.year]]
        if len(tied) > 1:
            notes.append(f"The framework can't be told: {' and '.join(tied)} are named alike.")
            return None
        known_by = (
            "its name in the title" if scores[best.year] >= _TITLE else "its name in the text"
        )
        return _framework(best, known_by, force, victims_graded, notes)
    by_areas = _by_areas({area.id for area in areas if area.id}, text) or _by_names(areas)
    if by_areas is None:
        notes.append("The framework can't be told: none is named, and no area is of one alone.")
        return None
    notes.append(f"No framework is named; {by_areas.year} is taken for its areas.")
    return _framework(by_areas, "its areas", force, victims_graded, notes)


def _score(entry: FrameworkNames, titles: list[str], text: str) -> int:
    own = "|".join(re.escape(words) for words in report_words().own_framework)
    titles = [*titles, ": ".join(titles)]
    score = _TITLE * any(_is_titled(entry, title) for title in titles)
    for name in entry.own:
        score += _TITLE * any(re.search(name, title) for title in titles)
        score += len(re.findall(name, text))
        score += _OWN * len(re.findall(rf"(?:{own}) (?:our )?(?:{name})", text))
        score += _FRAMEWORK_NAMED * sum(
            "Framework" in found[0] for found in re.finditer(name, text)
        )
    return score


def is_force_and_year(title: str) -> bool:
    """Whether a title is a force's name and the year of a framework, and no more: "Kent 2016"."""
    return any(_is_titled(entry, title) for entry in report_words().frameworks)


def _is_titled(entry: FrameworkNames, title: str) -> bool:
    whole = [found for one in entry.titled if (found := re.fullmatch(one, title))]
    return any(forces().find(found["force"]) for found in whole)


def _by_areas(ids: set[str], text: str) -> FrameworkNames | None:
    entries = [
        entry
        for entry in report_words().frameworks
        if not any(re.search(one, text) for one in entry.not_with)
    ]
    pillars = [entry for entry in entries if len(ids & set(entry.areas)) >= 2]
    if len(pillars) == 1:
        return pillars[0]
    lists = {entry.id: {area.id for area in entry.areas} for entry in frameworks()}
    alone = {id: [one for one, areas in lists.items() if id in areas] for id in ids}
    only = {one[0] for one in alone.values() if len(one) == 1}
    named = [entry for entry in entries if only & {entry.framework, *entry.candidates}]
    return named[0] if len(named) == 1 else None


def _by_names(areas: tuple[Area, ...]) -> FrameworkNames | None:
    """The year of whose frameworks alone most of the areas' names are."""
    named = {plain(area.name) for area in areas if not area.pillar}
    years: dict[str, set[str]] = {}
    for entry in report_words().frameworks:
        ids = [*([entry.framework] if entry.framework else []), *entry.candidates]
        listed = {plain(area.name) for id in ids for area in framework(id).areas}
        years[entry.year] = named & listed
    alone = {
        year: len(own.difference(*(other for y, other in years.items() if y != year)))
        for year, own in years.items()
    }
    best = max(alone, key=lambda year: alone[year])
    clear = alone[best] >= _NAMES_ALONE and sum(alone.values()) == alone[best]
    return next(e for e in report_words().frameworks if e.year == best) if clear else None


def _framework(
    entry: FrameworkNames,
    known_by: str,
    force: ForceRead | None,
    victims_graded: bool | None,
    notes: list[str],
) -> FrameworkRead:
    id = entry.framework
    if entry.candidates:
        id, why = _version(entry, force, victims_graded)
        if id is None:
            notes.append(f"{entry.year} has several versions, and the report does not tell which.")
        else:
            known_by = f"{known_by}; the version by {why}"
    elif id is None:
        notes.append(f"PEEL {entry.year} is not in the catalogue of frameworks.")
    tiers = framework(id or entry.candidates[0]).tiers if id or entry.candidates else ()
    return FrameworkRead(year=entry.year, id=id, tiers=len(tiers) or None, known_by=known_by)


def _version(
    entry: FrameworkNames, force: ForceRead | None, victims_graded: bool | None
) -> tuple[str | None, str]:
    """Of versions with one name, the one that a source names the force under."""
    listed: list[Framework] = [framework(id) for id in entry.candidates]
    for one in listed:
        if force and force.code in one.known_forces:
            return one.id, "the force, which a source names"
    if victims_graded is not None:
        fits = [one for one in listed if one.area("victims").graded is victims_graded]
        if len(fits) == 1:
            return fits[0].id, "the grade of the service to victims, or that there is none"
    return None, ""
