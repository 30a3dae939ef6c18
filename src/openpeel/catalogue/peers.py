"""Peer groups: the forces with which a force is compared, dated and with the rule in words."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, field_validator, model_validator

from openpeel.catalogue.dated import Checked, ForceCode, at, force_code
from openpeel.catalogue.forces import Force, forces
from openpeel.catalogue.loading import DATA, Entry, load_yaml
from openpeel.errors import UserError

FOLDER = DATA / "peer-groups"
DAY = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)")  # in the name of a user's file
NEAREST = 7  # how many peers the nearest-by-population-and-density group gives a force


@dataclass(frozen=True)
class PeerGroup:
    """For each force, its peers. Being a peer need not be mutual."""

    id: str
    name: str
    words: str
    dated: date | None  # the day of the data behind it; None when a user's file does not say
    peers: Mapping[str, tuple[str, ...]]

    def of(self, force_code: str) -> tuple[str, ...]:
        """Codes of the force's peers, never its own; empty for a force without peers."""
        if force_code not in forces().by_code:
            raise UserError(f"{force_code!r} is not the code of one of the 43 forces.")
        return self.peers.get(force_code, ())


class _GroupFile(Entry):
    """A group either follows from another column of forces.yaml (`by`) or lists its peers."""

    checked: Checked
    id: str = Field(pattern=r"^[a-z][a-z-]*$")
    name: str
    words: str
    dated: date
    by: Literal["region"] | None = None
    peers: dict[ForceCode, tuple[ForceCode, ...]] | None = None

    @field_validator("peers")
    @classmethod
    def _each_once(
        cls, peers: dict[str, tuple[str, ...]] | None
    ) -> dict[str, tuple[str, ...]] | None:
        for code, others in (peers or {}).items():
            name = forces().by_code[code].name
            if code in others:
                raise at((name,), "a force is not its own peer")
            if len(set(others)) < len(others):
                raise at((name,), "a peer stands twice")
        return peers

    @model_validator(mode="after")
    def _one_rule(self) -> Self:
        if (self.by is None) == (self.peers is None):
            raise ValueError("give either `by` or `peers`")
        return self


def nearest(candidates: Iterable[Force], count: int = NEAREST) -> dict[str, tuple[str, ...]]:
    """The forces most alike in population and density, nearest first, by force code.

    Distance is Euclidean on two z-scores: log of mid-2020 residents, log of residents per square
    kilometre (mean and sample standard deviation over the forces compared). Logs, because London
    and Greater Manchester would otherwise stretch both scales for everyone. Forces without
    meaningful resident rates (City of London) neither have peers nor are peers. Equal distances
    are settled by code. This makes data/peer-groups/population-and-density.yaml.
    """
    compared = [force for force in candidates if force.resident_rates]
    population = _z_scores(compared, lambda force: force.population)
    density = _z_scores(compared, lambda force: force.density)
    points = {
        force.code: point
        for force, point in zip(compared, zip(population, density, strict=True), strict=True)
    }
    return {
        code: tuple(
            sorted(
                points.keys() - {code},
                key=lambda other: (math.dist(points[other], here), other),
            )[:count]
        )
        for code, here in points.items()
    }


def _z_scores(compared: list[Force], size: Callable[[Force], float]) -> list[float]:
    logs = [math.log(size(force)) for force in compared]
    mean = math.fsum(logs) / len(logs)
    spread = math.sqrt(math.fsum((value - mean) ** 2 for value in logs) / (len(logs) - 1))
    return [(value - mean) / spread for value in logs]


def _same_region() -> dict[str, tuple[str, ...]]:
    return {
        force.code: tuple(
            other.code
            for other in forces().all
            if other.region == force.region and other.code != force.code
        )
        for force in forces().all
    }


def load_group(path: Path) -> PeerGroup:
    """One peer group from a catalogue file; UserError names file, line and key."""
    file = load_yaml(path, _GroupFile)
    peers = _same_region() if file.peers is None else file.peers
    return PeerGroup(file.id, file.name, file.words, file.dated, peers)


@cache
def peer_groups() -> dict[str, PeerGroup]:
    """Every peer group of the catalogue, by id."""
    groups = [load_group(path) for path in sorted(FOLDER.glob("*.yaml"))]
    return {group.id: group for group in groups}


def peer_group(name: str) -> PeerGroup:
    """The peer group of that id; UserError when there is none."""
    groups = peer_groups()
    if name not in groups:
        raise UserError(f"There is no peer group {name!r}; choose one of {', '.join(groups)}.")
    return groups[name]


def load_groups(
    path: Path, *, name: str = "most similar forces", dated: date | None = None
) -> PeerGroup:
    """A user's own peer group from a CSV with the columns `force` and `peer`, one pair a row.

    Both columns take names, codes or slugs. Peers keep the file's order; a force that the file
    does not mention has none. The list's date is `dated`, or else the day that the file's name
    holds (`similar-2023-04-01.csv`). UserError names file, row (the header is row 1) and value.
    """
    peers: dict[str, list[str]] = {}
    for row, pair in _pairs(path):
        force, peer = (_force(path, row, column, pair) for column in ("force", "peer"))
        if force == peer:
            raise UserError(
                f"{path}, row {row}: {pair['peer']!r} is given as its own peer; remove the row."
            )
        listed = peers.setdefault(force, [])
        if peer in listed:
            raise UserError(
                f"{path}, row {row}: {pair['peer']!r} is already a peer of {pair['force']!r};"
                " remove the row."
            )
        listed.append(peer)
    if not peers:
        raise UserError(f"{path}: there are no pairs under the header; add rows of force,peer.")
    words = f"As listed in {path.name}."
    listed_by = {force: tuple(named) for force, named in peers.items()}
    return PeerGroup(path.stem, name, words, dated or _day_in(path), listed_by)


def _day_in(path: Path) -> date | None:
    found = DAY.search(path.stem)
    if not found:
        return None
    try:
        return date.fromisoformat(found[0])
    except ValueError:
        raise UserError(f"{path}: {found[0]} in its name is no day; name it otherwise.") from None


def _pairs(path: Path) -> list[tuple[int, dict[str, str]]]:
    """Rows of the CSV with the row in the file on which each ends; blank rows are left out."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            header = [cell.strip().casefold() for cell in next(reader, [])]
            if header != ["force", "peer"]:
                raise UserError(
                    f"{path}, row 1: the header is {','.join(header)!r}; it must be 'force,peer'."
                )
            pairs = []
            for cells in reader:
                if not any(cell.strip() for cell in cells):
                    continue
                if len(cells) != 2:
                    raise UserError(
                        f"{path}, row {reader.line_num}: {','.join(cells)!r} has {len(cells)}"
                        " columns; give a force and one peer (quote names with a comma)."
                    )
                pairs.append((reader.line_num, dict(zip(header, cells, strict=True))))
            return pairs
    except OSError as problem:
        raise UserError(f"{path}: this file can't be read: {problem.strerror}.") from None
    except UnicodeDecodeError as problem:
        raise UserError(
            f"{path}: byte {problem.start} is not UTF-8; save the file as CSV UTF-8."
        ) from None
    except csv.Error as problem:
        raise UserError(
            f"{path}, row {reader.line_num}: this is not valid CSV: {problem}."
        ) from None


def _force(path: Path, row: int, column: str, pair: dict[str, str]) -> str:
    try:
        return force_code(pair[column])
    except ValueError as problem:
        raise UserError(f"{path}, row {row}, column {column}: {problem}.") from None
