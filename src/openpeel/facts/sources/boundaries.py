"""ONS boundaries of police force areas (GeoJSON), and light outlines of them for the map.

The file gives no facts. Outlines are simplified line by line, not area by area: a border that two
forces share is one line and stays one, so that no slivers open between neighbours.
"""

from __future__ import annotations

import gzip
import json
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

from openpeel.catalogue.forces import forces
from openpeel.facts.sources.reading import Edition, Ledger, Reading, SourceFile

Point = tuple[float, float]
Ring = list[Point]

FORCE_CODE = re.compile(r"(?:E23|W15)\d{6}")
DECIMALS = 3  # about 100 m
BUDGET = 60_000  # bytes of coordinates, about what a page can bear
POINT_BYTES = 13  # "-1.234,52.345"
SMALLEST_SHARE = 0.004  # of a force's largest ring; smaller islands can't be seen
TOLERANCES = (0.002, 0.004, 0.006, 0.008, 0.012, 0.016, 0.024, 0.032, 0.05)  # degrees


class ForceBoundaries:
    """Reader of the boundaries."""

    publication = "force-boundaries"
    version = 1

    def recognise(self, file: SourceFile) -> bool:
        """GeoJSON features, one of which has the code of a police force area."""
        head = file.head.lstrip(b"\xef\xbb\xbf \r\n\t")
        if not head.startswith(b"{") or b"FeatureCollection" not in head:
            return False
        try:
            return any(_code(feature) for feature in _features(file.path))
        except (ValueError, OSError):
            # broken in the middle; of this publication all the same if its codes are there
            return FORCE_CODE.search(head.decode(errors="replace")) is not None

    def read(self, file: SourceFile, con: DuckDBPyConnection) -> Reading:  # noqa: ARG002
        """No table; used are the features that are one of the 43 forces."""
        ledger = Ledger()
        try:
            features = list(_features(file.path))
        except (ValueError, OSError) as problem:
            raise file.refuse(f"this is not valid GeoJSON ({problem})") from None
        found: set[str] = set()
        for number, feature in enumerate(features, start=1):
            code = _code(feature)
            if code not in forces().by_code:
                ledger.set_aside("not one of the 43 forces", "", f"feature {number}: {code}")
                continue
            if code in found:
                raise file.refuse(f"{code} has a second outline; keep one", f"feature {number}")
            if not _rings(feature):
                raise file.refuse("the feature has no polygon", f"feature {number} ({code})")
            found.add(code)
            ledger.use()
        missing = [force.name for force in forces().all if force.code not in found]
        notes = [f"No outline of {', '.join(missing)}."] if missing else []
        return ledger.reading(
            self.publication,
            Edition("Police force area boundaries", f"{len(found)} forces"),
            {},
            notes,
        )


def outlines(path: Path) -> dict[str, list[Ring]]:
    """Each force's outline: rings of (longitude, latitude), closed, the largest first.

    Rounded to three decimals; islands too small to see are dropped; simplified as little as keeps
    the whole under 60 KB of coordinates.
    """
    rings: dict[str, list[Ring]] = {}
    for feature in _features(path):
        code = _code(feature)
        if code in forces().by_code:
            rings[code] = _worth_drawing(_rings(feature))
    simplified: dict[str, list[Ring]] = rings
    for tolerance in (0.0, *TOLERANCES):
        simplified = _simplify(rings, tolerance)
        points = sum(len(ring) for force in simplified.values() for ring in force)
        if points * POINT_BYTES <= BUDGET:
            break
    return simplified


def _features(path: Path) -> Iterator[dict[str, Any]]:
    raw = path.read_bytes()
    if raw.startswith(b"\x1f\x8b"):
        raw = gzip.decompress(raw)
    collection = json.loads(raw.decode("utf-8-sig"))
    features = collection.get("features") if isinstance(collection, dict) else None
    for feature in features or ():
        if isinstance(feature, dict):
            yield feature


def _code(feature: dict[str, Any]) -> str | None:
    """The force's code, under whatever property the edition holds it (PFA22CD, id)."""
    values = (feature.get("properties") or {}).values()
    return next((v for v in values if isinstance(v, str) and FORCE_CODE.fullmatch(v)), None)


def _rings(feature: dict[str, Any]) -> list[Ring]:
    """The outer rings of a feature, rounded."""
    geometry = feature.get("geometry") or {}
    polygons = geometry.get("coordinates") or []
    if geometry.get("type") == "Polygon":
        polygons = [polygons]
    rings = []
    for polygon in polygons:
        ring = _without_repeats((round(x, DECIMALS), round(y, DECIMALS)) for x, y, *_ in polygon[0])
        if len(ring) >= 4:
            rings.append(ring)
    return rings


def _without_repeats(points: Iterable[Point]) -> Ring:
    ring: Ring = []
    for point in points:
        if not ring or point != ring[-1]:
            ring.append(point)
    return ring


def _area(ring: Ring) -> float:
    pairs = pairwise(ring)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2


def _worth_drawing(rings: list[Ring]) -> list[Ring]:
    largest_first = sorted(rings, key=_area, reverse=True)
    least = SMALLEST_SHARE * _area(largest_first[0]) if rings else 0.0
    return [ring for ring in largest_first if _area(ring) >= least]


def _simplify(rings: dict[str, list[Ring]], tolerance: float) -> dict[str, list[Ring]]:
    joints = _joints(ring for force in rings.values() for ring in force)
    simplified: dict[str, list[Ring]] = {}
    for code, force in rings.items():
        thin = [_simplify_ring(ring, joints, tolerance) for ring in force]
        kept = [ring for ring in thin if len(ring) >= 4]
        simplified[code] = kept or force[:1]  # a force never vanishes
    return simplified


def _joints(rings: Iterable[Ring]) -> set[Point]:
    """Points where borders meet: those with other than two neighbours over all rings."""
    neighbours: dict[Point, set[Point]] = defaultdict(set)
    for ring in rings:
        for one, other in pairwise(ring):
            neighbours[one].add(other)
            neighbours[other].add(one)
    return {point for point, around in neighbours.items() if len(around) != 2}


def _simplify_ring(ring: Ring, joints: set[Point], tolerance: float) -> Ring:
    """The ring with each stretch between two joints made straighter on its own."""
    open_ring = ring[:-1]
    cuts = [at for at, point in enumerate(open_ring) if point in joints]
    if len(cuts) < 2:
        # an island: cut where it begins and where it is farthest from there, whoever draws it
        start = cuts[0] if cuts else open_ring.index(min(open_ring))
        far = max(range(len(open_ring)), key=lambda at: math.dist(open_ring[at], open_ring[start]))
        cuts = sorted((start, far))
    turned = open_ring[cuts[0] :] + open_ring[: cuts[0] + 1]
    stops = [cut - cuts[0] for cut in cuts] + [len(turned) - 1]
    result: Ring = [turned[0]]
    for first, last in pairwise(stops):
        result += _straighter(turned[first : last + 1], tolerance)[1:]
    return result


def _straighter(line: Ring, tolerance: float) -> Ring:
    """Douglas and Peucker's simplification, the same whichever way the line is walked."""
    if line[0] > line[-1]:
        return _straighter(line[::-1], tolerance)[::-1]
    keep = {0, len(line) - 1}
    stack = [(0, len(line) - 1)]
    while stack:
        first, last = stack.pop()
        if last - first < 2:
            continue
        at = max(range(first + 1, last), key=lambda n: _distance(line[n], line[first], line[last]))
        if _distance(line[at], line[first], line[last]) > tolerance:
            keep.add(at)
            stack += [(first, at), (at, last)]
    return [line[at] for at in sorted(keep)]


def _distance(point: Point, start: Point, end: Point) -> float:
    """Distance of a point from a stretch of line, in degrees of latitude."""
    scale = math.cos(math.radians(point[1]))  # a degree of longitude is shorter
    px, py = (point[0] - start[0]) * scale, point[1] - start[1]
    dx, dy = (end[0] - start[0]) * scale, end[1] - start[1]
    length = dx * dx + dy * dy
    along = min(1.0, max(0.0, (px * dx + py * dy) / length)) if length else 0.0
    return math.hypot(px - along * dx, py - along * dy)
