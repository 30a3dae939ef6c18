"""Where submissions lie in the lake, and how they are read.

    LAKE/<table>/return-*.parquet             the rows, references hashed; written first
    LAKE/submissions/return-*.json            the account with the whole report; written last
    LAKE/submissions/earlier/return-*.N.json  the account as it was before a round of replies
    LAKE/submissions/salt                     what references are hashed with, unless one is given

Rows without an account are no submission, so a process that is killed leaves the old or the new.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from openpeel.catalogue.contracts import contracts
from openpeel.errors import UserError
from openpeel.facts.editions import wholly_replaced
from openpeel.facts.lake import Batch, Lake, sweep, whole
from openpeel.facts.records import to_json
from openpeel.facts.returns.references import Salt, make_salt, read_salt
from openpeel.facts.returns.submitted import Submission


def submissions(lake: Lake) -> list[Batch]:
    """Every submission, also those that were replaced, in order of time.

    Raises UserError when one is damaged: unlike a published file it can't be read again.
    """
    held = [_read(lake, path) for path in lake.submitted.glob("return-*.json")]
    return sorted(held, key=lambda batch: own(batch).order)


def current(lake: Lake) -> list[Batch]:
    """The submissions that later ones do not wholly replace, in order of time."""
    held = submissions(lake)
    return [one for one in held if not wholly_replaced(own(one), map(own, held))]


def own(batch: Batch) -> Submission:
    """The submission that a batch of `submissions` is."""
    assert batch.submission is not None, batch.id
    return batch.submission


@contextmanager
def alone(lake: Lake) -> Iterator[None]:
    """Hold the lake's submissions for this process; another that wants them waits."""
    lake.submitted.mkdir(parents=True, exist_ok=True)
    with (lake.submitted / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # let go by the system, however the process ends
        yield


def write_account(lake: Lake, batch: Batch) -> None:
    """Put an account in its place; from then on the submission is there, or has changed."""
    with whole(lake.submitted / f"{batch.id}.json") as waiting:
        waiting.write_text(to_json(batch), encoding="utf-8")
        to_disk(waiting)
    to_disk(lake.submitted)


def sweep_submissions(lake: Lake) -> None:
    """Remove what submissions left behind that were killed; only for who holds the lake `alone`."""
    for folder in {lake.submitted / "earlier", *lake.root.glob("*/")}:
        sweep(folder)
    for made in contracts().values():
        for rows in (lake.root / made.lake_table).glob("return-*.parquet"):
            account = lake.submitted / f"{rows.stem}.json"
            first = account.parent / "earlier" / f"{rows.stem}.1.json"
            if not account.exists() and not first.exists():
                rows.unlink()


def salt_of(lake: Lake) -> Salt:
    """The lake's own secret, made when it is first wanted."""
    place = lake.submitted / "salt"
    if not place.exists():
        with whole(place) as waiting:
            make_salt(waiting)
            to_disk(waiting)
    return read_salt(place)


def _read(lake: Lake, account: Path) -> Batch:
    batch = lake.get(account.stem)
    if batch is None or batch.submission is None or batch.id != account.stem:
        raise UserError(
            f"{account}: the submission is damaged, or was written by another version of openpeel;"
            " put it and its Parquet file back from a copy of the lake."
        )
    return batch


def to_disk(path: Path) -> None:
    """Wait until a file's bytes, or a folder's names, have reached the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sha256_of(path: Path) -> str:
    """Hash of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
