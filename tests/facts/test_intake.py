"""From a folder to batches: every file is accounted for, and nothing is read twice."""

from __future__ import annotations

import os
import shutil
import zipfile
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection
from toy_reader import ToyReader, toy

from openpeel.errors import UserError
from openpeel.facts import intake
from openpeel.facts.intake import take_in
from openpeel.facts.lake import Lake
from openpeel.facts.sources.reading import Reading, SourceFile

STREET = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,"
    "Crime type,Last outcome category,Context\n"
    ",2019-01,Kent Police,Kent Police,0.5,51.2,On or near A Road,E01000001,Ashford 001A,"
    "Anti-social behaviour,,\n"
)


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> ToyReader:
    made = ToyReader()
    monkeypatch.setattr(intake, "READERS", (*intake.READERS, made))
    return made


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "lake")


def test_unchanged_files_are_not_read_again(tmp_path: Path, lake: Lake, reader: ToyReader) -> None:
    toy(tmp_path / "data" / "a.txt", "Kent 2025-04 101 x1")
    toy(tmp_path / "data" / "b.txt", "Kent 2025-05 101 x1")
    first = take_in(tmp_path / "data", lake)
    again = take_in(tmp_path / "data", Lake(lake.root))
    assert reader.read_files == ["a.txt", "b.txt"]
    assert again == first
    toy(tmp_path / "data" / "b.txt", "Kent 2025-05 101 x2")
    take_in(tmp_path / "data", lake)
    assert reader.read_files == ["a.txt", "b.txt", "b.txt"]


def test_a_new_version_of_the_reader_reads_again(
    tmp_path: Path, lake: Lake, reader: ToyReader
) -> None:
    toy(tmp_path / "data" / "a.txt", "Kent 2025-04 101 x1")
    (first,) = take_in(tmp_path / "data", lake)
    reader.version = 2
    (second,) = take_in(tmp_path / "data", lake)
    assert first.batch is not None
    assert second.batch is not None
    assert (first.batch.id, reader.read_files) != (second.batch.id, ["a.txt"])
    assert lake.get(first.batch.id) == first.batch  # nothing in the lake is ever changed


@pytest.mark.parametrize("what", ["parquet", "json", "parquet cut short", "parquet empty"])
def test_a_batch_that_is_not_whole_is_read_again(
    tmp_path: Path, lake: Lake, reader: ToyReader, what: str
) -> None:
    toy(tmp_path / "data" / "a.txt", "Kent 2025-04 101 x1")
    before = take_in(tmp_path / "data", lake)
    (damaged,) = lake.root.rglob(f"*.{what.split()[0]}")
    if what == "parquet":
        damaged.unlink()
    elif what == "json":
        damaged.write_text("{broken")
    else:
        damaged.write_bytes(damaged.read_bytes()[: -9 if "cut" in what else 0])
    assert take_in(tmp_path / "data", lake) == before
    assert reader.read_files == ["a.txt", "a.txt"]


def test_the_same_bytes_under_two_names_count_once(
    tmp_path: Path, lake: Lake, reader: ToyReader
) -> None:
    toy(tmp_path / "data" / "a.txt", "Kent 2025-04 101 x1")
    shutil.copy(tmp_path / "data" / "a.txt", tmp_path / "data" / "b.txt")
    first, second = take_in(tmp_path / "data", lake)
    assert first.batch is not None
    assert (second.batch, second.same_as) == (None, "a.txt")
    assert second.left == "the same bytes as another file, which counts instead"


def test_a_file_that_nobody_knows_is_named_and_left_alone(tmp_path: Path, lake: Lake) -> None:
    (tmp_path / "data" / "deep").mkdir(parents=True)
    (tmp_path / "data" / "deep" / "notes.txt").write_text("holidays")
    (tmp_path / "data" / "empty.csv").write_bytes(b"")
    found = {file.name: file for file in take_in(tmp_path / "data", lake)}
    assert found.keys() == {"deep/notes.txt", "empty.csv"}
    assert all(file.batch is None for file in found.values())
    assert found["deep/notes.txt"].left == "not a publication that openpeel knows; left alone"


def test_a_workbook_cut_short_is_named_as_such(tmp_path: Path, lake: Lake) -> None:
    (tmp_path / "data").mkdir()
    with zipfile.ZipFile(tmp_path / "data" / "tables.ods", "w") as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr("content.xml", "x" * 2000)
    whole = (tmp_path / "data" / "tables.ods").read_bytes()
    (tmp_path / "data" / "tables.ods").write_bytes(whole[:1000])
    (file,) = take_in(tmp_path / "data", lake)
    assert file.left == "a workbook or an archive that is cut short; left alone, fetch it again"


def test_a_file_that_can_not_be_read_stops_with_a_sentence_and_stores_nothing_of_it(
    tmp_path: Path, lake: Lake, reader: ToyReader
) -> None:
    toy(tmp_path / "data" / "a.txt", "Kent 2025-04 101 x1")
    toy(tmp_path / "data" / "b.txt", "Kent 2025-04 101 x1", "refuse")
    toy(tmp_path / "data" / "c.txt", "nonsense")
    with pytest.raises(UserError) as refused:
        take_in(tmp_path / "data", lake)
    assert str(refused.value).splitlines() == [
        "b.txt, row 3: 'refuse' can't be read.",
        "c.txt, row 2: 'nonsense' can't be read.",
    ]
    stored = sorted(path.suffix for path in lake.root.rglob("*") if path.is_file())
    assert stored == [".json", ".parquet"]  # those of a.txt
    (tmp_path / "data" / "b.txt").unlink()
    (tmp_path / "data" / "c.txt").unlink()
    take_in(tmp_path / "data", lake)
    assert reader.read_files.count("a.txt") == 1  # it was stored the first time


def test_hidden_files_and_folders_are_not_looked_at(
    tmp_path: Path, lake: Lake, reader: ToyReader
) -> None:
    toy(tmp_path / ".data" / "a.txt", "Kent 2025-04 101 x1")  # the folder named may be hidden
    toy(tmp_path / ".data" / ".hidden.txt", "refuse")
    toy(tmp_path / ".data" / ".git" / "b.txt", "refuse")
    assert [file.name for file in take_in(tmp_path / ".data", lake)] == ["a.txt"]


@pytest.mark.parametrize("hidden", [False, True])
def test_a_folder_without_files_is_refused(tmp_path: Path, lake: Lake, hidden: bool) -> None:
    (tmp_path / "data").mkdir()
    if hidden:
        (tmp_path / "data" / ".gitkeep").write_text("")
    with pytest.raises(UserError, match="data: the folder holds no files; put published files"):
        take_in(tmp_path / "data", lake)


@pytest.mark.parametrize("there", ["nothing", "a file"])
def test_a_folder_that_is_not_there_is_refused(tmp_path: Path, lake: Lake, there: str) -> None:
    if there == "a file":
        (tmp_path / "data").write_text("")
    with pytest.raises(UserError, match="data: there is no such folder; name the folder"):
        take_in(tmp_path / "data", lake)


def test_members_of_an_archive_are_files_of_their_own(tmp_path: Path, lake: Lake) -> None:
    (tmp_path / "data").mkdir()
    with zipfile.ZipFile(tmp_path / "data" / "all.zip", "w") as archive:
        archive.writestr("2019-01/2019-01-kent-street.csv", STREET)
        archive.writestr("2019-01/readme.txt", "not looked at")
    file, other = take_in(tmp_path / "data", lake)
    assert file.name == "all.zip!2019-01/2019-01-kent-street.csv"
    assert file.batch is not None
    assert file.batch.facts == {"street_crime": 1}
    assert (other.name, other.batch) == ("all.zip!2019-01/readme.txt", None)
    assert other.left == "in an archive, from which only CSV files are taken; left alone"


def test_what_is_no_file_is_named_and_left_alone(
    tmp_path: Path, lake: Lake, reader: ToyReader
) -> None:
    data = tmp_path / "data"
    toy(data / "a.txt", "Kent 2025-04 101 x1")
    (data / "folder.csv").mkdir()
    (data / "broken").symlink_to("nowhere")
    (data / "circle").symlink_to("circle")
    (data / "elsewhere").symlink_to(tmp_path)
    os.mkfifo(data / "pipe.csv")
    found = {file.name: file.left for file in take_in(data, lake)}
    left = "left alone, put the files themselves here"
    assert found == {
        "a.txt": "",
        "broken": f"a link to nothing that can be read; {left}",
        "circle": f"a link to nothing that can be read; {left}",
        "elsewhere": f"a link to a folder; {left}",
        "pipe.csv": "neither a file nor a folder; left alone",
    }


def test_names_that_would_break_a_line_or_no_text_are_escaped(tmp_path: Path, lake: Lake) -> None:
    (tmp_path / "data").mkdir()
    for name in (b"two\nlines", b"colour\x1b[31m", b"latin\xe9", "Lôn ☃".encode()):
        (tmp_path / "data" / os.fsdecode(name)).write_bytes(name)
    names = {file.name for file in take_in(tmp_path / "data", lake)}
    assert names == {r"two\nlines", r"colour\x1b[31m", r"latin\xe9", "Lôn ☃"}


def test_a_file_that_changes_while_it_is_read_is_refused(
    tmp_path: Path, lake: Lake, reader: ToyReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "data" / "a.txt"
    toy(path, "Kent 2025-04 101 x1")
    read = reader.read

    def read_and_grow(file: SourceFile, con: DuckDBPyConnection) -> Reading:
        reading = read(file, con)
        path.write_text(path.read_text() + "more")
        return reading

    monkeypatch.setattr(reader, "read", read_and_grow)
    with pytest.raises(UserError, match=r"^a\.txt: the file changed while it was read"):
        take_in(tmp_path / "data", lake)
    assert not [path for path in lake.root.rglob("*") if path.is_file()]


def test_a_damaged_archive_is_refused_by_name(tmp_path: Path, lake: Lake) -> None:
    (tmp_path / "data").mkdir()
    path = tmp_path / "data" / "all.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("2019-01/2019-01-kent-street.csv", STREET)
    content = bytearray(path.read_bytes())
    content[60:90] = bytes(30)  # the member's bytes, not the directory
    path.write_bytes(content)
    with pytest.raises(UserError, match=r"all\.zip"):
        take_in(tmp_path / "data", lake)
    assert not [path for path in lake.root.rglob("*") if path.is_file()]


def test_progress_names_each_file(tmp_path: Path, lake: Lake, reader: ToyReader) -> None:
    toy(tmp_path / "data" / "a.txt", "Kent 2025-04 101 x1")
    toy(tmp_path / "data" / "b.txt", "Kent 2025-05 101 x1")
    seen: list[tuple[str, int, int]] = []
    take_in(tmp_path / "data", lake, lambda *step: seen.append(step))
    assert seen == [("a.txt", 0, 2), ("b.txt", 1, 2)]
