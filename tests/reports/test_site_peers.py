"""Which forces a report compares with: those that the site says it compared with."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from openpeel.catalogue.peers import peer_group
from openpeel.errors import UserError
from openpeel.measures.values import PEERS
from openpeel.reports.data.site_peers import site_peers

HEAD = "list,dated,words,force_code,force,place,peer_code,peer"
ROWS = """most similar forces,2021-04-01,As listed in similar.csv.,E23000016,West Mercia,2,E23000025,Suffolk
most similar forces,2021-04-01,As listed in similar.csv.,E23000016,West Mercia,1,E23000024,Norfolk
"""  # noqa: E501
LIST = {"publication": "peer-list", "sha256": "f" * 64}
OTHER = {"publication": "outcomes", "sha256": "0" * 64}


def manifest(*inputs: dict[str, str]) -> dict[str, Any]:
    return {"inputs": list(inputs)}


def site(folder: Path, text: str | None) -> Path:
    (folder / "data").mkdir(parents=True)
    if text is not None:
        (folder / "data" / "peers.csv").write_text(text)
    return folder


def test_a_list_of_the_folder_is_read_with_its_day_and_its_hash(tmp_path: Path) -> None:
    found = site_peers(site(tmp_path, f"{HEAD}\n{ROWS}"), manifest(OTHER, LIST))
    assert (found.name, found.dated) == ("most similar forces", date(2021, 4, 1))
    assert (found.words, found.sha256) == ("As listed in similar.csv.", "f" * 64)
    assert found.of("E23000016") == ("E23000024", "E23000025")
    assert found.of("E23000032") == ()


def test_a_list_without_a_day_has_none(tmp_path: Path) -> None:
    undated = f"{HEAD}\n{ROWS}".replace("2021-04-01", "")
    assert site_peers(site(tmp_path, undated), manifest(LIST)).dated is None


def test_a_site_of_before_compared_with_the_group_of_the_catalogue(tmp_path: Path) -> None:
    found = site_peers(site(tmp_path, None), manifest(OTHER))
    assert found.peers == peer_group(PEERS).peers and found.sha256 == ""


def test_a_site_of_before_with_a_list_has_to_be_built_again(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"peers\.csv is not there; build the site again"):
        site_peers(site(tmp_path, None), manifest(LIST))


@pytest.mark.parametrize("text", ["", HEAD, "a,b\n1,2\n", f"{HEAD}\n{ROWS}".replace(",1,", ",x,")])
def test_a_damaged_list_is_not_guessed_at(tmp_path: Path, text: str) -> None:
    with pytest.raises(UserError, match=r"peers\.csv: it is damaged; build the site again"):
        site_peers(site(tmp_path, text), manifest(LIST))
