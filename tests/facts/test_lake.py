"""The lake: a batch is there as a whole or not at all."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from toy_reader import ToyReader, toy

from openpeel.errors import UserError
from openpeel.facts import lake as lake_module
from openpeel.facts.engine import connect
from openpeel.facts.lake import Batch, Lake, attach, batch_id
from openpeel.facts.sources.reading import SourceFile

ID = batch_id("f" * 64, "toy", 1)


def add(lake: Lake, folder: Path, *lines: str, id: str = ID) -> Batch:
    con = connect()
    file = SourceFile(toy(folder / "one.txt", *lines), "one.txt")
    return lake.add(con, id, "f" * 64, ToyReader().read(file, con))


def test_what_was_put_in_comes_out(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    put = add(lake, tmp_path, "Kent 2025-04 101 x3", "Essex 2025-04 999 x1")
    assert Lake(tmp_path / "lake").get(ID) == put
    assert put.facts == {"calls": 4}
    assert [(part.force_code, part.rows) for part in put.slices] == [
        ("E23000028", 1),
        ("E23000032", 3),
    ]
    assert sorted(path.name for path in lake.root.rglob("*") if path.is_file()) == [
        f"{ID}.json",
        f"{ID}.parquet",
    ]


def test_a_batch_is_named_by_the_file_the_publication_and_the_readers_version() -> None:
    names = {
        batch_id(sha, name, n) for sha in ("a" * 64, "b" * 64) for name in "xy" for n in (1, 2)
    }
    assert len(names) == 8


STEPS = ["write_rows", "slices_of", "Path.write_text", "Path.replace"]


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError])
@pytest.mark.parametrize("step", STEPS)
def test_a_batch_that_was_interrupted_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, error: type[BaseException]
) -> None:
    lake = Lake(tmp_path / "lake")

    def stop(*args: object, **keys: object) -> None:
        raise error(28, "stopped here")

    with monkeypatch.context() as patch:
        owner: object = Path if step.startswith("Path.") else lake_module
        patch.setattr(owner, step.removeprefix("Path."), stop)
        with pytest.raises(error):
            con = connect()
            (tmp_path / "one.txt").write_bytes(b"toy\nKent 2025-04 101 x1")
            reading = ToyReader().read(SourceFile(tmp_path / "one.txt", "one.txt"), con)
            lake.add(con, ID, "f" * 64, reading)
    assert lake.get(ID) is None
    assert not list(lake.root.rglob("*.part"))
    assert add(lake, tmp_path, "Kent 2025-04 101 x1") == lake.get(ID)


WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[3])
from toy_reader import ToyReader
from openpeel.facts.engine import connect
from openpeel.facts.lake import Lake
from openpeel.facts.sources.reading import SourceFile
lake, con = Lake(Path(sys.argv[1])), connect()
for number in range(10_000):
    reading = ToyReader().read(SourceFile(Path(sys.argv[2]), "one.txt"), con)
    lake.add(con, f"batch-{number}", "f" * 64, reading)
    print(number, flush=True)
"""


def test_killed_at_any_moment_every_batch_is_whole_or_absent(tmp_path: Path) -> None:
    file = toy(tmp_path / "one.txt", "Kent 2025-04 101 x500")
    root, con = tmp_path / "lake", connect()
    for delay in (0.0, 0.013, 0.029):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(root), str(file), str(Path(__file__).parent)],
            stdout=subprocess.PIPE,
        )
        assert writer.stdout is not None
        assert writer.stdout.readline()  # it is at work
        time.sleep(delay)
        os.kill(writer.pid, signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
        lake = Lake(root)
        for account in (root / "batches").glob("*.json"):
            batch = lake.get(account.stem)
            assert batch is not None
            parquet = lake.path("calls", batch.id)
            assert con.execute(f"select count(*) from '{parquet}'").fetchone() == (500,)


def test_a_batch_whose_parquet_is_gone_is_not_there(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    add(lake, tmp_path, "Kent 2025-04 101 x1")
    lake.path("calls", ID).unlink()
    assert lake.get(ID) is None


@pytest.mark.parametrize(
    "damage",
    ["", "{", "[]", "{}", "null", "cut", "without edition", "with more"],
)
def test_a_damaged_account_is_no_batch(tmp_path: Path, damage: str) -> None:
    lake = Lake(tmp_path / "lake")
    add(lake, tmp_path, "Kent 2025-04 101 x1")
    account = lake.root / "batches" / f"{ID}.json"
    whole = account.read_text(encoding="utf-8")
    found = json.loads(whole)
    if damage == "cut":
        damage = whole[:100]
    elif damage == "without edition":
        del found["edition"]
        damage = json.dumps(found)
    elif damage == "with more":
        damage = json.dumps(found | {"of_another_version": 1})
    account.write_text(damage, encoding="utf-8")
    assert lake.get(ID) is None


def test_a_lake_where_a_file_lies_is_refused(tmp_path: Path) -> None:
    (tmp_path / "lake").write_text("a file")
    with pytest.raises(UserError, match=r"lake: the lake can't be there .* name a folder"):
        Lake(tmp_path / "lake")


def test_no_room_is_told_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lake = Lake(tmp_path / "lake")
    (lake.root / "calls").mkdir()
    monkeypatch.setattr(Path, "with_suffix", lambda *_: tmp_path / "nowhere" / "x")
    with pytest.raises(UserError, match=r"nowhere/x: rows of calls can't be written"):
        add(lake, tmp_path, "Kent 2025-04 101 x1")


def test_a_view_leaves_out_slices_that_are_replaced(tmp_path: Path) -> None:
    lake, con = Lake(tmp_path / "lake"), connect()
    old = add(lake, tmp_path, "Kent 2025-04 101 x3", "Essex 2025-04 101 x5", id="old")
    new = add(lake, tmp_path, "Kent 2025-04 101 x4", "Nowhere 2025-04 101 x2", id="new")
    gone = [("old", part) for part in old.slices if part.force_code == "E23000032"]
    view = attach(con, lake, "calls", [old, new], gone)
    counted = con.execute(
        f"select force_code, count(*) from {view} group by 1 order by 1"
    ).fetchall()
    assert counted == [("E23000028", 5), ("E23000032", 4), (None, 2)]
    assert [name for name, *_ in con.execute(f"describe {view}").fetchall()][:2] == [
        "force_code",
        "area_code",
    ]
