"""Boundaries: recognised by the forces' codes, and drawn lightly without gaps."""

import json
from collections import Counter
from itertools import pairwise
from pathlib import Path

from csv_edition import aside, read, refusal, written

from openpeel.catalogue.forces import forces
from openpeel.facts.sources.boundaries import ForceBoundaries, outlines
from openpeel.facts.sources.reading import SourceFile

READER = ForceBoundaries()
SQUARE = [[0, 50], [1, 50], [1, 51], [0, 51], [0, 50]]


def feature(code: str, *rings: list[list[float]]) -> dict[str, object]:
    return {
        "type": "Feature",
        "properties": {"PFA23CD": code, "PFA23NM": "x"},
        "geometry": {"type": "MultiPolygon", "coordinates": [[ring] for ring in rings]},
    }


def geojson(path: Path, *features: dict[str, object]) -> Path:
    return written(path, json.dumps({"type": "FeatureCollection", "features": features}))


def test_the_real_file_has_43_forces_and_gives_no_facts(open_data: Path) -> None:
    reading, _ = read(READER, open_data / "reference/police-forces.json")
    assert (reading.rows_read, reading.rows_used, reading.tables) == (43, 43, {})
    assert reading.notes == ()


def test_outlines_are_light_and_every_force_is_there(open_data: Path) -> None:
    found = outlines(open_data / "reference/police-forces.json")
    assert found.keys() == forces().by_code.keys()
    text = json.dumps(found, separators=(",", ":"))
    assert 40_000 < len(text) < 62_000
    for rings in found.values():
        assert all(ring[0] == ring[-1] and len(ring) >= 4 for ring in rings)
        assert all(round(x, 3) == x and round(y, 3) == y for ring in rings for x, y in ring)
    assert len(found["E23000030"]) == 2  # Hampshire with the Isle of Wight


def test_neighbours_share_their_border_to_the_point(open_data: Path) -> None:
    """Of 43 outlines a third or more of all stretches are drawn by two forces alike."""
    found = outlines(open_data / "reference/police-forces.json")
    stretches = Counter(
        frozenset(pair) for rings in found.values() for ring in rings for pair in pairwise(ring)
    )
    assert max(stretches.values()) == 2
    shared = sum(1 for times in stretches.values() if times == 2)
    assert shared > len(stretches) / 3


def test_later_editions_with_other_property_names(tmp_path: Path) -> None:
    path = geojson(tmp_path / "later.json", feature("E23000001", SQUARE), feature("S1", SQUARE))
    reading, _ = read(READER, path)
    assert aside(reading) == {"not one of the 43 forces": 1}
    assert reading.notes[0].startswith("No outline of Avon and Somerset, Bedfordshire")
    assert outlines(path)["E23000001"] == [[(0, 50), (1, 50), (1, 51), (0, 51), (0, 50)]]


def test_small_islands_are_dropped_and_the_largest_ring_comes_first(tmp_path: Path) -> None:
    tiny = [[5, 50], [5.01, 50], [5.01, 50.01], [5, 50]]
    half = [[7, 50], [7.7, 50], [7.7, 50.7], [7, 50.7], [7, 50]]
    path = geojson(tmp_path / "isles.json", feature("W15000004", tiny, half, SQUARE))
    assert [len(ring) for ring in outlines(path)["W15000004"]] == [5, 5]
    assert outlines(path)["W15000004"][0][0] == (0, 50)


def test_broken_geojson_is_refused(tmp_path: Path) -> None:
    whole = geojson(tmp_path / "whole.json", feature("E23000001", SQUARE)).read_text()
    assert "this is not valid GeoJSON" in refusal(
        READER, written(tmp_path / "cut.json", whole[:-20])
    )
    twice = geojson(tmp_path / "twice.json", *[feature("E23000001", SQUARE)] * 2)
    assert "feature 2: E23000001 has a second outline" in refusal(READER, twice)
    empty = geojson(tmp_path / "empty.json", feature("E23000001"))
    assert "feature 1 (E23000001): the feature has no polygon" in refusal(READER, empty)


def test_other_geojson_is_not_recognised(tmp_path: Path) -> None:
    for name, content in (
        ("regions.json", {"type": "FeatureCollection", "features": [feature("E12000001", SQUARE)]}),
        ("list.json", []),
        ("empty.json", {"type": "FeatureCollection"}),
    ):
        path = written(tmp_path / name, json.dumps(content))
        assert not READER.recognise(SourceFile(path, name))
