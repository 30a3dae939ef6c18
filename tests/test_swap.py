"""A finished folder takes the place of an old one, and nothing is left behind."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from openpeel import swap
from openpeel.swap import new_folder

NEVER = 2**22 + 1  # above the highest number that Linux gives a process


def test_what_a_killed_process_left_behind_goes_with_the_next(tmp_path: Path) -> None:
    target = tmp_path / "site"
    killed = tmp_path / f".site.{NEVER}.abc.new"
    running = tmp_path / f".site.{os.getpid()}.abc.new"
    for folder in (target, killed, running):
        folder.mkdir()
        (folder / "page").write_text("old")
    with new_folder(target) as fresh:
        (fresh / "page").write_text("new")
    assert (target / "page").read_text() == "new"
    assert sorted(path.name for path in tmp_path.iterdir()) == [running.name, "site"]


def test_folders_of_a_similar_name_are_left_alone(tmp_path: Path) -> None:
    other = tmp_path / f".site[1].{NEVER}.abc.new"
    other.mkdir()
    with new_folder(tmp_path / "site") as fresh:
        (fresh / "page").write_text("new")
    assert other.is_dir()


def test_without_an_exchange_in_one_step_the_old_site_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "site"
    target.mkdir()
    (target / "old").write_text("old")
    monkeypatch.setattr(swap, "_exchange", lambda *_: False)
    with swap.new_folder(target) as fresh:
        (fresh / "new").write_text("new")
    assert sorted(path.name for path in target.iterdir()) == ["new"]

    rename = Path.rename

    def fail(self: Path, to: Path) -> Path:
        if self.suffix == ".new":
            raise KeyboardInterrupt
        return rename(self, to)

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(KeyboardInterrupt), swap.new_folder(target) as fresh:
        (fresh / "newer").write_text("newer")
    assert sorted(path.name for path in target.iterdir()) == ["new"]
