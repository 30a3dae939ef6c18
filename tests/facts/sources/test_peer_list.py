"""A user's own list of peers, laid into the folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from openpeel.catalogue.forces import forces
from openpeel.catalogue.peers import load_groups
from openpeel.errors import UserError
from openpeel.facts.engine import connect
from openpeel.facts.sources.peer_list import PeerList
from openpeel.facts.sources.reading import SourceFile


def listed(folder: Path, text: str) -> SourceFile:
    path = folder / "anything.csv"
    path.write_text(text, encoding="utf-8")
    return SourceFile(path, path.name)


def test_every_pair_is_used(tmp_path: Path) -> None:
    file = listed(tmp_path, "force,peer\nKent,Essex\nKent,Sussex Police\nessex,E23000032\n")
    assert PeerList().recognise(file)
    reading = PeerList().read(file, connect())
    assert (reading.rows_read, reading.rows_used, reading.tables) == (3, 3, {})
    code = {force.name: force.code for force in forces().all}
    assert load_groups(file.path).of(code["Kent"]) == (code["Essex"], code["Sussex"])


@pytest.mark.parametrize("head", ["force,peer", 'Force, "peer"', "\ufeffforce,peer"])
def test_it_is_known_by_its_header(tmp_path: Path, head: str) -> None:
    assert PeerList().recognise(listed(tmp_path, f"{head}\nKent,Essex\n"))


@pytest.mark.parametrize("text", ["", "force\n", "force,peer,weight\n", "Kent,Essex\n"])
def test_other_files_are_not_its_own(tmp_path: Path, text: str) -> None:
    assert not PeerList().recognise(listed(tmp_path, text))


def test_a_name_nobody_knows_is_refused_with_its_row(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"row 3, column peer: .*Loamshire"):
        PeerList().read(listed(tmp_path, "force,peer\nKent,Essex\nKent,Loamshire\n"), connect())
