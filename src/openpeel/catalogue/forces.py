"""The 43 forces, their districts and partnerships, and every name that a publisher gives them."""

from __future__ import annotations

import re
from functools import cache, cached_property
from typing import Literal

from pydantic import Field

from openpeel.catalogue.loading import DATA, Entry, load_yaml, read_csv
from openpeel.errors import UserError

ENGLAND_AND_WALES = "K04000001"


class Force(Entry):
    """A territorial police force."""

    code: str = Field(pattern=r"^(E23|W15)\d{6}$")
    name: str  # short: West Mercia
    title: str  # as it calls itself: West Mercia Police
    slug: str  # in addresses and on data.police.uk: west-mercia
    names: tuple[str, ...] = ()
    region: str
    country: Literal["England", "Wales"]
    population: int = Field(gt=0)  # residents, mid-2020
    area_sq_km: float = Field(gt=0)
    short: str  # fits in a map tile
    tile: tuple[int, int]  # column, row
    resident_rates: bool = True  # False: a rate per resident means nothing

    @property
    def density(self) -> float:
        """Residents per square kilometre, mid-2020."""
        return self.population / self.area_sq_km


class Body(Entry):
    """Something that stands where forces stand and is not one of the 43."""

    name: str
    names: tuple[str, ...] = ()
    why: str


class District(Entry):
    """A local authority district of some year, with its partnership and force.

    A district abolished before 2022 carries its `successor` and the partnership of its last year;
    for the partnership of December 2022 ask `Districts.today(district).csp_code`. Districts made
    after 2022 have none.
    """

    code: str
    name: str
    csp_code: str | None
    csp: str | None
    force_code: str
    first: int
    last: int | None
    successor: str | None


class _Checked(Entry):
    on: object
    next: object


class _ForcesFile(Entry):
    checked: _Checked
    forces: tuple[Force, ...]


class _BodiesFile(Entry):
    checked: _Checked
    bodies: tuple[Body, ...]
    regions: tuple[str, ...]
    totals: tuple[str, ...]


# What a name in a force column can turn out to be.
Kind = Literal["force", "body", "region", "total", "unknown"]

_FOOTNOTES = re.compile(r"(?<=[^\d\s])\s*\d{1,2}(\s*,\s*\d{1,2})*\s*$")
_SUFFIX = re.compile(r" (police service|police force|police|constabulary)$")


def plain_name(name: str) -> str:
    """A name without what publishers add: case, '&', asterisks, footnote digits, stray spaces."""
    text = name.replace("\xa0", " ").strip().lstrip("*").strip()
    text = _FOOTNOTES.sub("", text)
    return " ".join(text.casefold().replace("&", " and ").replace(",", " ").split())


class Forces:
    """Look forces up by code, slug, or whatever a publisher calls them."""

    def __init__(self, forces: tuple[Force, ...], bodies: _BodiesFile) -> None:
        self.all = tuple(sorted(forces, key=lambda force: force.name))
        self.by_code = {force.code: force for force in forces}
        self.by_slug = {force.slug: force for force in forces}
        self._names = {
            plain_name(name): force
            for force in forces
            for name in (force.code, force.name, force.title, force.slug, *force.names)
        }
        self._bodies = {
            plain_name(name): body for body in bodies.bodies for name in (body.name, *body.names)
        }
        self._regions = {plain_name(name) for name in bodies.regions}
        self._totals = tuple(plain_name(name) for name in bodies.totals)

    def find(self, name: str) -> Force | None:
        """The force of that name, or None.

        "West Midlands" and other names that are also a region's find the force: the reader must
        know from the table's layout which of the two a row is.
        """
        plain = plain_name(name)
        return self._names.get(plain) or self._names.get(_SUFFIX.sub("", plain))

    def body(self, name: str) -> Body | None:
        """The body outside the 43 of that name, or None."""
        return self._bodies.get(plain_name(name))

    def is_region(self, name: str) -> bool:
        """Whether a region or country has that name."""
        return plain_name(name) in self._regions

    def is_total(self, name: str) -> bool:
        """Whether that name heads a row of totals over forces."""
        plain = plain_name(name)
        return any(plain == total or plain.startswith(total + " ") for total in self._totals)

    def kind(self, name: str) -> Kind:
        """What a name in a force column is; a force wins over a region of the same name."""
        if self.find(name):
            return "force"
        if self.body(name):
            return "body"
        if self.is_region(name):
            return "region"
        return "total" if self.is_total(name) else "unknown"


class Districts:
    """Look districts up by code of any year, or by name."""

    def __init__(self, districts: tuple[District, ...]) -> None:
        self.all = districts
        self.by_code = {district.code: district for district in districts}
        self._by_name = {plain_name(d.name): d for d in sorted(districts, key=lambda d: d.first)}

    def find(self, code: str) -> District | None:
        """The district with that ONS code (spaces, also no-break ones, do not matter)."""
        return self.by_code.get(code.replace("\xa0", " ").strip())

    def named(self, name: str) -> District | None:
        """The district of that name; of two that shared it, the later one."""
        return self._by_name.get(plain_name(name))

    def today(self, district: District) -> District:
        """The district of December 2022 in which `district` lies."""
        return self.by_code[district.successor] if district.successor else district

    @cached_property
    def partnerships(self) -> dict[str, str]:
        """Community safety partnerships of 2022: code to name.

        A partnership that covers exactly one district is named by it: the lookup gives merged
        districts the name of only one of their former partnerships (Corby for the whole of North
        Northamptonshire).
        """
        members: dict[str, list[District]] = {}
        for district in self.all:
            if district.csp_code and not district.successor:
                members.setdefault(district.csp_code, []).append(district)
        return {
            code: group[0].name if len(group) == 1 else str(group[0].csp)
            for code, group in sorted(members.items())
        }


@cache
def forces() -> Forces:
    """The 43 forces as the catalogue has them."""
    path = DATA / "forces.yaml"
    file = load_yaml(path, _ForcesFile)
    if len(file.forces) != 43 or len({force.code for force in file.forces}) != 43:
        raise UserError(f"{path}, key forces: there must be 43 forces, each once.")
    return Forces(file.forces, load_yaml(DATA / "bodies.yaml", _BodiesFile))


@cache
def districts() -> Districts:
    """Every district code since 2009 that a publication may use, with its force."""
    return Districts(tuple(read_csv(DATA / "districts.csv", District)))
