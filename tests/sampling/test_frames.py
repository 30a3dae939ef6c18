"""Frames: what goes in, what is left out and why, and the text that is hashed."""

from __future__ import annotations

import csv
import gzip
import hashlib
import random
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest
import xlsxwriter
from crimes_files import crime, west_mercia, write
from hypothesis import given, settings
from hypothesis import strategies as some

from openpeel.catalogue.audit_designs import find_design
from openpeel.catalogue.contracts import contract
from openpeel.collecting import Given, submit_file
from openpeel.errors import UserError
from openpeel.sampling.draws import draw_sheet
from openpeel.sampling.frames import Frame, freeze
from openpeel.sampling.sheets import read_sheet, write_sheet

VICTIM = find_design("victim-service-2021")
SEARCHES = find_design("stop-search-grounds-2020")


def frozen(path: Path, **options: object) -> Frame:
    return freeze(path, VICTIM, west_mercia(), path.parent / "frozen.csv", **options)  # type: ignore[arg-type]


def left_out(frame: Frame) -> dict[str, int]:
    return {one.id: one.rows for one in frame.count.exclusions}


def strata(frame: Frame) -> dict[str, tuple[str, ...]]:
    return {row.reference: row.strata for row in frame.rows()}


def test_each_row_is_in_the_first_stratum_of_each_sample_that_it_meets(tmp_path: Path) -> None:
    """Rape before other sexual offences; and an outcome's stratum beside an offence's."""
    rows = [
        crime("a", offence_code="8L"),
        crime("b", offence_code="8Q/02", outcome="16"),
        crime("c", offence_code="8N"),
        crime("d", offence_group="sexual", rape="yes"),
        crime("e", offence_group="sexual", outcome="8"),
        crime("f", offence_group="theft", outcome="3A"),
        crime("g", offence_group="theft", vehicle_offence="yes"),
    ]
    assert strata(frozen(write(tmp_path / "crimes.csv", rows))) == {
        "a": ("harassment-stalking",),
        "b": ("harassment-stalking", "victim-withdrew"),
        "c": ("violence",),
        "d": ("rape",),
        "e": ("sexual-other", "community-resolution"),
        "f": ("caution",),
        "g": ("vehicle",),
    }


def test_a_row_is_left_out_for_the_first_reason_that_holds(tmp_path: Path) -> None:
    rows = [
        crime("kept"),
        crime("1", cancelled="yes", has_victim="no", offence_group="fraud"),
        crime("2", has_victim="no", offence_group="fraud"),
        crime("3", has_victim="no", offence_group="drugs"),
        crime("4", outcome="0", recorded_at="2021-06-03 10:00:00"),
        crime("5", offence_group="drugs"),
    ]
    frame = frozen(write(tmp_path / "crimes.csv", rows))
    assert left_out(frame) == {
        "cancelled": 1, "fraud": 1, "no-victim": 1, "too-recent": 1, "no-stratum": 1,
    }  # fmt: skip
    assert (frame.count.rows_read, frame.count.files) == (6, 1)


def test_an_empty_cell_never_leaves_a_row_out(tmp_path: Path) -> None:
    """Nobody said that it was cancelled, or that there was no victim."""
    rows = [crime("a", cancelled="", has_victim=""), crime("b")]
    frame = frozen(write(tmp_path / "crimes.csv", rows))
    assert frame.count.files == 2
    (a, b) = frame.rows()
    assert "cancelled" not in a.facts  # not known, so the reviewer is asked
    assert b.facts["cancelled"] is False


def test_the_period_bounds_the_days_both_included(tmp_path: Path) -> None:
    days = ("2020-12-31 23:59:59", "2021-01-01 00:00:00", "2021-01-31 23:59:59", "2021-02-01")
    rows = [crime(str(n), recorded_at=day) for n, day in enumerate(days)]
    path = write(tmp_path / "crimes.csv", rows)
    frame = frozen(path, first_day=date(2021, 1, 1), last_day=date(2021, 1, 31))
    assert [row.reference for row in frame.rows()] == ["1", "2"]
    assert left_out(frame) == {"outside-period": 2}


def test_the_frozen_text_is_what_is_said_of_it(tmp_path: Path) -> None:
    """Anybody with a text editor and sha256sum gets the same hash."""
    rows = "reference,stratum,note\nb,rape,x\nÀ,violence caution,x\n" + '"a,""1""",rape,x\nc,,x\n'
    path = tmp_path / "list.csv"
    path.write_text(rows, encoding="utf-8")
    frame = frozen(path)
    expected = (
        'reference,stratum,cluster\n"a,""1""",rape,\nb,rape,\nÀ,violence caution,\n'
    ).encode()
    assert frame.path.read_bytes() == expected
    assert frame.count.sha256 == hashlib.sha256(expected).hexdigest()
    assert left_out(frame) == {"no-stratum": 1}


def test_nothing_but_reference_stratum_cluster_and_facts_is_frozen(tmp_path: Path) -> None:
    rows = [crime("a") | {"victim_name": "Jo Example", "note": "07700 900123"}]
    text = frozen(write(tmp_path / "crimes.csv", rows)).path.read_text(encoding="utf-8")
    header = text.partition("\n")[0].split(",")
    facts = {fact.id for fact in VICTIM.questions.facts}
    assert header[:3] == ["reference", "stratum", "cluster"]
    assert set(header[3:]) <= facts
    assert "Example" not in text
    assert "07700" not in text


def test_the_frame_of_a_frozen_frame_is_the_same(tmp_path: Path) -> None:
    """Also after a spreadsheet has put its mark and its line ends into it."""
    first = frozen(write(tmp_path / "crimes.csv", [crime("a", outcome="16"), crime("b")]))
    text = first.path.read_text(encoding="utf-8")
    again = tmp_path / "again.csv"
    again.write_bytes("\ufeff".encode() + text.replace("\n", "\r\n").encode())
    second = freeze(again, VICTIM, west_mercia(), tmp_path / "second.csv")
    assert second.count.sha256 == first.count.sha256
    assert list(second.rows()) == list(first.rows())


def test_the_order_of_the_rows_does_not_matter(tmp_path: Path) -> None:
    rows = [crime(f"22/{n}", outcome=("16", "8", "18")[n % 3]) for n in range(200)]
    one = frozen(write(tmp_path / "crimes.csv", rows)).count.sha256
    random.Random(1).shuffle(rows)
    assert frozen(write(tmp_path / "other.csv", rows)).count.sha256 == one


def test_any_kind_of_file_gives_the_same_frame(tmp_path: Path) -> None:
    rows = [crime("a"), crime("b", outcome="16")]
    text = write(tmp_path / "crimes.csv", rows)
    packed = tmp_path / "crimes.csv.gz"
    packed.write_bytes(gzip.compress(text.read_bytes()))
    parquet = tmp_path / "crimes.parquet"
    duckdb.sql(f"copy (from read_csv('{text}', all_varchar = true)) to '{parquet}'")
    hashes = {frozen(path).count.sha256 for path in (text, packed, parquet)}
    assert len(hashes) == 1


def test_a_mapping_translates_the_forces_own_columns_and_codes(tmp_path: Path) -> None:
    rows = [{"Niche OEL": "a", **crime("")}, {"Niche OEL": "b", **crime("")}]
    for row in rows:
        del row["crime_ref"]
    mapping = tmp_path / "map.yaml"
    mapping.write_text("return: crimes\ncolumns:\n  crime_ref: {column: Niche OEL}\n")
    frame = frozen(write(tmp_path / "crimes.csv", rows), mapping=mapping)
    assert [row.reference for row in frame.rows()] == ["a", "b"]
    assert frame.source.mapping == "map.yaml"
    assert frame.source.mapping_sha256 == hashlib.sha256(mapping.read_bytes()).hexdigest()


def test_strata_of_a_list_are_read_in_any_spelling(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("reference,stratum\na,Sexual_Other\nb,RAPE Victim-Withdrew\n")
    assert strata(frozen(path)) == {"a": ("sexual-other",), "b": ("rape", "victim-withdrew")}


def test_facts_of_a_list_are_read(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Reference,Stratum,Domestic Abuse,victim\na,rape,Y,no\nb,rape,,true\n")
    assert {row.reference: row.facts for row in frozen(path).rows()} == {
        "a": {"domestic-abuse": True, "victim": False},
        "b": {"victim": True},
    }


@settings(max_examples=25, deadline=None)
@given(
    some.lists(
        some.text(some.characters(categories=("L", "N", "P", "S")), min_size=1, max_size=60),
        min_size=1, max_size=20, unique=True,
    )
)  # fmt: skip
def test_whatever_references_hold_they_come_through_as_they_are(references: list[str]) -> None:
    """Commas, quotation marks, formulas, any script: in the frame and on the sheet."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, quoting=csv.QUOTE_ALL)
            writer.writerow(("reference", "stratum"))
            writer.writerows((reference, "rape") for reference in references)
        frame = frozen(path)
        assert [row.reference for row in frame.rows()] == sorted(references)
        sheet = draw_sheet(
            frame, VICTIM, west_mercia(), seed="s", seed_made=False, at=datetime.now(UTC)
        )
        write_sheet(Path(folder) / "sheet.yaml", sheet)
        assert read_sheet(Path(folder) / "sheet.yaml") == sheet


def text_of(rows: str) -> str:
    return "reference,stratum,victim\n" + rows


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (text_of("a,rape,\nb,rape,\na,violence,\n"), "rows 2, 4: 'a' stands 2 times"),
        (text_of("a,rape,\na,rape,\nb,rape,\nb,,\n"), "and 1 more reference stands twice"),
        (text_of("a,rape,\n,rape,\n ,violence,\n"), "rows 3, 4: there is no reference"),
        (text_of("a,arson,\n"), "row 2: 'arson' is no stratum of victim-service-2021"),
        (text_of("a,rape violence,\n"), "row 2: 'rape violence' are strata of one sample"),
        (text_of("a,rape rape,\n"), "are strata of one sample"),
        (text_of("a,rape,perhaps\n"), "row 2: victim is 'perhaps'; write yes or no"),
        (text_of('"a\nb",rape,\n'), "row 2: the reference is longer than 100 characters or has"),
        (text_of("a\u202eb,rape,\n"), "signs in it that can't be printed"),
        (text_of("a\uffffb,rape,\n"), "signs in it that can't be printed"),
        (text_of("a" * 101 + ",rape,\n"), "longer than 100 characters"),
        (text_of("a,rape,,b,c\n"), "Rows have more cells than the header"),
        (text_of("a\n"), "Rows have fewer cells than the header"),
        (text_of('a,"rape,\n'), "a quotation mark opens here and is not closed"),
        ("reference,stratum,Stratum\na,rape,rape\n", "are both called stratum"),
        ("", "the file is empty"),
        ("PAR1 but no Parquet", "Parquet"),
    ],
)
def test_what_a_list_is_refused_for(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UserError) as refused:
        frozen(path)
    assert says in str(refused.value)
    assert str(refused.value).startswith("list.csv")


def test_a_double_reference_in_a_return_is_refused_with_its_rows(tmp_path: Path) -> None:
    path = write(tmp_path / "crimes.csv", [crime("a"), crime("b"), crime(" a ")])
    with pytest.raises(UserError, match=r"crimes.csv, rows 2, 4: 'a' stands 2 times"):
        frozen(path)


def test_a_return_without_a_column_that_decides_is_refused(tmp_path: Path) -> None:
    """Whether rows are cancelled can't be told, so none can be said to be left out for it."""
    row = crime("a")
    del row["cancelled"], row["extracted_on"]
    with pytest.raises(UserError, match="no column for extracted_on, cancelled, which the draw"):
        frozen(write(tmp_path / "crimes.csv", [row]))


def test_rows_of_another_force_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "crimes.csv", [crime("a") | {"force": "Kent"}])
    with pytest.raises(UserError, match="row 2: the row is of Kent"):
        frozen(path)


def test_another_return_than_the_designs_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "crimes.csv", [crime("a")])
    with pytest.raises(UserError, match="drawn from the return crimes, not calls"):
        frozen(path, contract="calls")


def test_what_is_refused_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(UserError):
        frozen(write(tmp_path / "crimes.csv", [crime("a"), crime("a")]))
    assert [path.name for path in tmp_path.iterdir()] == ["crimes.csv"]


def test_a_frame_from_a_forces_submission_in_a_lake(tmp_path: Path) -> None:
    """Its references are the lake's hashes, and the force's own rows alone are in it."""
    rows = [
        crime(f"22/{n}", outcome_at="2021-05-01 10:00:00") | {"force": "West Mercia"}
        for n in range(3)
    ]
    path = write(tmp_path / "crimes.csv", rows)
    (tmp_path / "lake").mkdir()
    how = Given(contract("crimes"), date(2021, 7, 1), lake=tmp_path / "lake")
    report, batch = submit_file(path, how, by="Ann", at=datetime(2021, 7, 1, tzinfo=UTC))
    assert batch is not None, report.errors
    frame = freeze(tmp_path / "lake", VICTIM, west_mercia(), tmp_path / "frozen.csv")
    assert frame.count.files == 3
    assert frame.source.kind == "lake"
    assert all(row.reference.startswith("h:") for row in frame.rows())


def test_a_lake_without_the_return_says_so(tmp_path: Path) -> None:
    (tmp_path / "lake").mkdir()
    with pytest.raises(UserError, match="West Mercia has submitted no return crimes to it"):
        freeze(tmp_path / "lake", VICTIM, west_mercia(), tmp_path / "frozen.csv")


def test_searches_of_people_make_one_stratum(tmp_path: Path) -> None:
    path = tmp_path / "searches.csv"
    path.write_text("search_ref,searched_at,kind,bwv\n1,2020-05-01 10:00:00,person,yes\n"
                    "2,2020-05-01 11:00:00,vehicle,no\n")  # fmt: skip
    frame = freeze(path, SEARCHES, west_mercia(), tmp_path / "frozen.csv")
    assert [(row.strata, dict(row.facts)) for row in frame.rows()] == [
        (("searches",), {"filmed": True})
    ]
    assert left_out(frame) == {"vehicle-only": 1}


def test_a_list_of_any_encoding_delimiter_or_kind(tmp_path: Path) -> None:
    """What a desk exports: UTF-16 with tabs, semicolons, a workbook with a title above."""
    text = "reference,stratum\nÉ/1,rape\n22/2,violence\n"
    plain = tmp_path / "list.csv"
    plain.write_text(text, encoding="utf-8")
    wide = tmp_path / "wide.txt"
    wide.write_text(text.replace(",", "\t"), encoding="utf-16")
    semicolons = tmp_path / "semicolons.csv"
    semicolons.write_text(text.replace(",", ";"), encoding="cp1252")
    book = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(str(book)) as workbook:
        sheet = workbook.add_worksheet("Files")
        sheet.write_row(0, 0, ["Sample, 2021"])
        for n, line in enumerate(text.splitlines()):
            sheet.write_row(n + 2, 0, line.split(","))
    assert len({frozen(path).count.sha256 for path in (plain, wide, semicolons, book)}) == 1


def test_a_correction_takes_the_place_of_what_it_covers(tmp_path: Path) -> None:
    """The frame of a lake holds what counts now, not what was first sent."""
    (tmp_path / "lake").mkdir()
    how = Given(contract("crimes"), date(2021, 7, 1), lake=tmp_path / "lake")
    done = {"outcome_at": "2021-05-01 10:00:00", "force": "West Mercia"}
    for hour, count in ((1, 5), (2, 3)):
        rows = [crime(f"22/{n}", **done) for n in range(count)]
        path = write(tmp_path / f"crimes-{count}.csv", rows)
        _, batch = submit_file(path, how, by="Ann", at=datetime(2021, 7, 1, hour, tzinfo=UTC))
        assert batch is not None
    frame = freeze(tmp_path / "lake", VICTIM, west_mercia(), tmp_path / "frozen.csv")
    assert frame.count.rows_read == 3
