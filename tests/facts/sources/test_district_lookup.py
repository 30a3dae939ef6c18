"""The lookup gives no facts: it is compared with the catalogue."""

from pathlib import Path

from csv_edition import aside, read, text_of, written

from openpeel.facts.sources.district_lookup import DistrictLookup
from openpeel.facts.sources.reading import SourceFile

READER = DistrictLookup()
HEADER = ["FID", "LAD23CD", "LAD23NM", "CSP23CD", "CSP23NM", "PFA23CD", "PFA23NM"]


def test_the_lookups_of_2016_and_2022_agree_with_the_catalogue(open_data: Path) -> None:
    for path, rows, boundaries in (
        (open_data / "population/LAD22_CSP22_PFA22_EW_LU.csv", 331, "2022"),
        (next((open_data / "population").glob("Local_Authority_District*2016*.csv")), 348, "2016"),
    ):
        reading, _ = read(READER, path)
        assert (reading.rows_read, reading.rows_used) == (rows, rows)
        assert (reading.tables, reading.notes) == ({}, ())
        assert reading.edition.covers == f"boundaries of {boundaries}"


def test_what_does_not_agree_is_set_aside_and_named(tmp_path: Path) -> None:
    rows = [
        HEADER,
        [1, "E06000001", "Hartlepool", "E22000027", "Hartlepool", "E23000013", "Cleveland"],
        [2, "E06000002", "Middlesbrough", "E22000029", "Middlesbrough", "E23000008", "Durham"],
        [3, "E06999999", "Atlantis", "E22999999", "Atlantis", "E23000013", "Cleveland"],
        [4, "E06000003", "Redcar and Cleveland", "E22000028", "Redcar", "S23000009", "Scotland"],
    ]
    reading, _ = read(READER, written(tmp_path / "later.csv", "\ufeff" + text_of(rows, ";")))
    assert (reading.rows_used, sum(aside(reading).values())) == (1, 3)
    assert reading.notes == (
        "A district that the catalogue puts in another force: Middlesbrough: Durham here,"
        " Cleveland in the catalogue (row 3).",
        "A district that the catalogue does not know: E06999999 (row 4).",
        "A police force area that is none of the 43: Redcar and Cleveland: S23000009 (row 5).",
    )


def test_a_lookup_without_forces_is_another_publication(tmp_path: Path) -> None:
    path = written(tmp_path / "other.csv", [["LAD22CD", "RGN22CD"], ["E06000001", "E12000001"]])
    assert not READER.recognise(SourceFile(path, path.name))
