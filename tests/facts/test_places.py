"""A lake's place may be a folder or a URL; either way a file is there as a whole or not at all."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from toy_reader import ToyReader, toy

from openpeel.errors import UserError
from openpeel.facts.engine import connect
from openpeel.facts.lake import Lake, whole
from openpeel.facts.places import Place, address, place, whole_at
from openpeel.facts.sources.reading import SourceFile
from openpeel.measures.cached import Facts
from openpeel.measures.engines import DuckDBEngine
from openpeel.measures.sums import Sum
from openpeel.measures.where import condition

fsspec = pytest.importorskip("fsspec", reason="fsspec is not installed")


@pytest.fixture(params=["memory", "file"])
def root(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """An empty place in memory, and one in a folder that is used as if it were far away."""
    files = fsspec.filesystem(request.param)
    yield Place(files, request.param, f"{tmp_path}/lake")
    if files.exists(f"{tmp_path}/lake"):
        files.rm(f"{tmp_path}/lake", recursive=True)


def put(target: Place, text: str) -> None:
    with whole_at(target) as waiting:
        waiting.write_text(text, encoding="utf-8")


def test_what_was_put_is_read(root: Place) -> None:
    target = root / "batches" / "one.json"
    assert not target.exists()
    put(target, "Dyfed-Powys \N{CHECK MARK}")
    assert target.exists()
    assert target.read_text() == "Dyfed-Powys \N{CHECK MARK}"
    assert (target.name, target.stem, target.parent) == ("one.json", "one", root / "batches")
    put(target, "again")
    assert target.read_bytes() == b"again"


def test_a_file_is_there_as_a_whole_or_not_at_all(root: Place) -> None:
    target = root / "batches" / "one.json"
    put(target, "before")
    with pytest.raises(KeyboardInterrupt), whole_at(target) as waiting:
        waiting.write_text("half")
        raise KeyboardInterrupt
    assert target.read_text() == "before"
    assert [found.name for found in target.parent.glob("*")] == ["one.json"]


def test_files_are_found_by_pattern(root: Place) -> None:
    for name in ("b.json", "a.json", "a.parquet"):
        put(root / "batches" / name, name)
    found = {found.name: found.read_text() for found in (root / "batches").glob("*.json")}
    assert found == {"a.json": "a.json", "b.json": "b.json"}
    assert list((root / "nothing").glob("*")) == []


def test_a_file_is_removed_once(root: Place) -> None:
    put(root / "one.json", "x")
    (root / "one.json").unlink()
    assert not (root / "one.json").exists()
    (root / "one.json").unlink(missing_ok=True)
    with pytest.raises(FileNotFoundError):
        (root / "one.json").unlink()


def test_what_is_not_there_can_not_be_read(root: Place) -> None:
    with pytest.raises(FileNotFoundError):
        (root / "one.json").read_text()


def test_duckdb_reads_parquet_by_its_url() -> None:
    con = connect()
    target = place("memory://somewhere/one.parquet")
    with whole(target) as waiting:
        con.execute(f"copy (select 43 as forces) to '{waiting}' (format parquet)")
    for _ in range(2):
        url = address(con, target)
        assert con.execute(f"select * from read_parquet(['{url}'])").fetchall() == [(43,)]


def test_a_folder_and_a_file_url_are_folders(tmp_path: Path) -> None:
    assert place(str(tmp_path)) == tmp_path
    assert place(f"file://{tmp_path}") == tmp_path


def test_a_url_of_no_known_kind_is_refused() -> None:
    with pytest.raises(UserError, match="nothing://bucket/lake: the lake can't be there"):
        place("nothing://bucket/lake")


def test_what_needs_a_lock_needs_a_folder(root: Place) -> None:
    with pytest.raises(UserError, match="only a folder"):
        (root / "lock").open("a")


def test_a_release_is_made_of_a_lake_in_memory_as_of_one_in_a_folder(tmp_path: Path) -> None:
    """What a reader delivers, what is asked of it, and what is kept of that for the next time."""
    found = []
    for at in (str(tmp_path / "lake"), "memory://lake-of-a-test"):
        lake, con = Lake(place(at)), connect()
        file = SourceFile(toy(tmp_path / "one.txt", "Kent 2025-04 101 x20000"), "one.txt")
        batch = lake.add(con, "toy-1", "f" * 64, ToyReader().read(file, con))
        assert lake.get("toy-1") == batch
        part = Sum(condition("calls", "line = '101'", "test"))
        parts = [part, *(replace(part, by=by, areas=a) for by in ("line",) for a in (True, False))]
        parts += [Sum(condition("calls", f"answer_ms <= {n}", "test")) for n in range(3)]
        for again in (False, True):
            facts = Facts(DuckDBEngine(con), lake, [batch], ())
            assert any(facts.folder.glob("*.parquet")) == again
            found.append(facts.sums("calls", parts))
    assert all(cells == found[0] for cells in found)
    assert [cell.rows for cell in found[0][part]] == [20000]


def test_without_fsspec_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(UserError, match=r"pip install openpeel\[lake\]"):
        place("s3://bucket/lake")
