"""A submission that is killed, interrupted or runs beside another leaves the lake whole."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from sent import ANNA, NINE, Sent, answer, empty_month, send

from openpeel.errors import UserError
from openpeel.facts import lake as lake_module
from openpeel.facts.lake import Lake
from openpeel.facts.returns import store
from openpeel.facts.returns import submissions as actions
from openpeel.facts.returns.store import sha256_of, submissions
from openpeel.facts.returns.submissions import reply

HERE = str(Path(__file__).parent)

# One process that has all modules loaded forks the ones that are killed.
KILLED = f"""
import os, random, signal, sys, time
from datetime import timedelta
from pathlib import Path
sys.path.insert(0, {HERE!r})
from sent import NINE, Sent, answer, empty_month, send
from openpeel.catalogue.forces import forces
from openpeel.catalogue.tables import tables
from openpeel.facts.lake import Lake
from openpeel.facts.returns.store import own, sha256_of, submissions
from openpeel.facts.returns.submissions import reply

def work(root, turn, told):
    lake, query = Lake(root), empty_month("2025-05")
    for n in range(1000):
        text = f"West Mercia calls: 2025-04 x1 call_ref={{turn}}-{{n}}, 2025-06 x1"
        batch = send(lake, Sent(text, (query,)), at=NINE + timedelta(days=turn, seconds=n))
        os.write(told, b"s")
        reply(lake, batch.id, [answer(query)], by="B", at=NINE)
        os.write(told, b"r")

tables(), forces()  # read once, before the forks
root, dice = Path(sys.argv[1]), random.Random(int(sys.argv[2]))
sure = 0
for turn in range(15):
    hears, told = os.pipe()
    child = os.fork()
    if not child:
        work(root, turn, told)
    os.close(told)
    said = os.read(hears, 1)
    time.sleep(dice.uniform(0, 0.15))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while more := os.read(hears, 100):
        said += more
    os.close(hears)
    held = submissions(Lake(root))
    sure += said.count(b"s")
    assert sure <= len(held) <= sure + 1, (turn, sure, len(held))
    sure = len(held)
    for batch in held:
        assert sha256_of(Lake(root).path("calls", batch.id)) == own(batch).rows_sha256
        zeros = [part for part in batch.slices if not part.rows]
        assert len(zeros) == len(own(batch).report.replies) == own(batch).version - 1
print(sure)
"""


def strangers(lake: Lake) -> list[str]:
    """Files that belong to no submission."""
    named = {batch.id for batch in submissions(lake)}
    ours = {lake.path("calls", id) for id in named}
    ours |= {lake.submitted / f"{id}.json" for id in named}
    ours |= {lake.submitted / "salt", lake.submitted / "lock"}
    ours |= set((lake.submitted / "earlier").glob("return-*.1.json"))
    found = (path for path in lake.root.rglob("*") if path.is_file())
    return sorted(path.name for path in found if path not in ours)


def test_killed_at_any_moment_the_old_or_the_new_is_there(tmp_path: Path) -> None:
    root = tmp_path / "lake"
    ran = subprocess.run(
        [sys.executable, "-c", KILLED, str(root), "1"], capture_output=True, text=True, timeout=120
    )
    assert ran.returncode == 0, ran.stderr
    assert int(ran.stdout) >= 15
    send(root, "Kent calls: 2025-04 x1")
    assert strangers(Lake(root)) == []  # the next submission swept


def test_what_others_are_still_writing_is_not_swept(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    send(lake, "Kent calls: 2025-04 x1")
    host = lake_module._host()
    mine = lake.root / "calls" / f"return.{host}-1.part"  # process 1 always runs
    theirs = lake.root / "calls" / "return.another_machine-999999999.part"
    dead = lake.root / "calls" / f"return.{host}-999999999.part"
    for path in (mine, theirs, dead):
        path.touch()
    send(lake, "Kent calls: 2025-05 x1")
    assert [path.exists() for path in (mine, theirs, dead)] == [True, True, False]


STEPS = [
    (actions, "write_rows"), (actions, "slices_of"), (actions, "sha256_of"),
    (actions, "to_disk"), (actions, "write_account"), (store, "to_json"), (store, "to_disk"),
    (Path, "replace"), (Path, "write_text"),
]  # fmt: skip


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError])
@pytest.mark.parametrize(("owner", "step"), STEPS)
def test_a_step_that_fails_leaves_the_old_submission(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    owner: object,
    step: str,
    error: type[BaseException],
) -> None:
    lake = Lake(tmp_path / "lake")
    old = send(lake, "West Mercia calls: 2025-04 x1")
    correction = "West Mercia calls: 2025-04 x2"

    def stop(*args: object, **keys: object) -> None:
        raise error(28, "stopped here")

    with monkeypatch.context() as patch:
        patch.setattr(owner, step, stop)
        with pytest.raises(error):
            send(lake, correction)
    assert submissions(lake) == [old]
    assert not list(lake.root.rglob("*.part"))
    new = send(lake, correction)
    assert submissions(lake) == [old, new]
    assert strangers(lake) == []


@pytest.mark.parametrize(
    ("owner", "step"), [(actions, "write_account"), (store, "to_json"), (Path, "write_bytes")]
)
def test_a_reply_that_fails_leaves_the_account_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, owner: object, step: str
) -> None:
    lake, query = Lake(tmp_path / "lake"), empty_month("2025-05")
    old = send(lake, Sent("West Mercia calls: 2025-04 x1, 2025-06 x1", (query,)))

    def stop(*args: object, **keys: object) -> None:
        raise OSError(28, "no room")

    with monkeypatch.context() as patch:
        patch.setattr(owner, step, stop)
        with pytest.raises(OSError, match="no room"):
            reply(lake, old.id, [answer(query)], by=ANNA, at=NINE)
    assert submissions(lake) == [old]
    new = reply(lake, old.id, [answer(query)], by=ANNA, at=NINE)
    assert submissions(lake) == [new]
    kept = json.loads((lake.submitted / "earlier" / f"{old.id}.1.json").read_text())
    assert kept["submission"]["version"] == 1


def test_rows_whose_account_was_lost_are_never_read(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    batch = send(lake, "West Mercia calls: 2025-04 x1")
    (lake.submitted / f"{batch.id}.json").unlink()
    assert submissions(lake) == []
    assert lake.get(batch.id) is None


SENDER = f"""
import sys
from pathlib import Path
sys.path.insert(0, {HERE!r})
from sent import NINE, send
print("ready", flush=True)
sys.stdin.readline()
print(send(Path(sys.argv[1]), sys.argv[2]).id)
"""


def together(root: Path, texts: list[str]) -> list[str]:
    """Submit each text in a process of its own, all let go at the same moment."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    started = [
        subprocess.Popen([sys.executable, "-c", SENDER, str(root), text], **pipes)  # type: ignore[call-overload]
        for text in texts
    ]
    for process in started:
        process.stdout.readline()
    for process in started:
        process.stdin.write("\n")
        process.stdin.flush()
    ended = [process.communicate(timeout=60) for process in started]
    assert [process.returncode for process in started] == [0] * len(texts)
    return [out.strip() for out, _ in ended]


def test_two_at_once_both_survive(tmp_path: Path) -> None:
    texts = ["West Mercia calls: 2025-04 x30", "Kent calls: 2025-04 x30"]
    ids = together(tmp_path / "lake", texts)
    held = submissions(Lake(tmp_path / "lake"))
    assert sorted(batch.id for batch in held) == sorted(ids)
    assert sorted(batch.submission.number for batch in held if batch.submission) == [1, 2]


def test_two_at_once_of_the_same_bytes_are_one(tmp_path: Path) -> None:
    ids = together(tmp_path / "lake", ["Kent calls: 2025-04 x30"] * 2)
    (held,) = submissions(Lake(tmp_path / "lake"))
    assert ids == [held.id, held.id]


def test_rows_that_were_altered_are_seen_by_their_hash(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    batch = send(lake, "Kent calls: 2025-04 x30")
    rows = lake.path("calls", batch.id)
    held = bytearray(rows.read_bytes())
    held[len(held) // 2] ^= 1
    rows.write_bytes(held)
    assert batch.submission is not None
    assert sha256_of(rows) != batch.submission.rows_sha256


def test_a_later_version_of_openpeel_is_not_taken_for_nothing(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    batch = send(lake, "Kent calls: 2025-04 x1", at=NINE + timedelta(days=1))
    account = lake.submitted / f"{batch.id}.json"
    account.write_text(json.dumps(json.loads(account.read_text()) | {"of_tomorrow": 1}))
    with pytest.raises(UserError, match="written by another version of openpeel"):
        submissions(lake)
