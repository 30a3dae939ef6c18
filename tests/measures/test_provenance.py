"""A figure leads to the files that can hold its rows, and to no others."""

from __future__ import annotations

from drawn import DrawnFile, release_of

from openpeel.releases.queries import Index

HEADS = "force | period | worker | basis | people\n"
OFFICERS = """
numerator:
  table: workforce
  where: "worker = 'officer' and basis = 'fte'"
  sum: people
  words: officers in post
unit: count
direction: context
"""


def test_a_file_that_holds_another_slice_is_not_named() -> None:
    files = (
        DrawnFile("workforce", HEADS + "Kent | 2019-09-30 | officer | fte | 3547.6"),
        DrawnFile("workforce", HEADS + "Kent | 2019-09-30 | officer | headcount | 3601"),
        DrawnFile("workforce", HEADS + "Essex | 2019-09-30 | officer | fte | 3187.5"),
    )
    release = release_of(OFFICERS, *files)
    index = Index(release)
    kent = next(value for value in release.values if value.force == "Kent")
    national = next(value for value in release.values if value.force_code.startswith("K"))
    assert [at for at, _, _ in index.supplied_by(kent.workings[0], kent.force_code)] == [0]
    assert [at for at, _, _ in index.supplied_by(national.workings[0], national.force_code)] == [
        0,
        2,
    ]
