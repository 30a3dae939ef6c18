"""A folder that is replaced as a whole: whoever interrupts, the old one still stands."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from openpeel.errors import UserError

SIGN = Path("static") / "openpeel.css"  # only a site has it


@contextmanager
def replaced(out: Path) -> Iterator[Path]:
    """Yield a new, empty folder that takes the place of `out` when the block ends without error.

    Raises:
        UserError: `out` is a file, or a folder that holds something that is not a site.
    """
    refuse_strangers(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    new = out.parent / f".{out.name}.new-{os.getpid()}"
    old = out.parent / f".{out.name}.old-{os.getpid()}"
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir()
    try:
        yield new
        _swap(new, out, old)
    finally:
        shutil.rmtree(new, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def refuse_strangers(out: Path) -> None:
    """Raise UserError when writing a site to `out` would destroy something else."""
    if out.is_file():
        raise UserError(f"{out} is a file; name a folder for the site.")
    if out.is_dir() and any(out.iterdir()) and not (out / SIGN).is_file():
        raise UserError(f"{out} holds files that are not a site; name a new or an empty folder.")


def _swap(new: Path, out: Path, old: Path) -> None:
    moved = out.exists()
    if moved:
        out.rename(old)
    try:
        new.rename(out)
    except BaseException:
        if moved:
            old.rename(out)
        raise
