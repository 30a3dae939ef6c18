"""Which forces a site compares a force with: peers.csv, as the site publishes it."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from openpeel.catalogue.peers import peer_group
from openpeel.errors import UserError
from openpeel.measures.values import PEERS

PUBLICATION = "peer-list"  # of a list that somebody laid into the folder


@dataclass(frozen=True)
class SitePeers:
    """The list of a site: what it is called, of which day, and each force's peers by code."""

    name: str
    words: str
    dated: date | None
    sha256: str  # of the file that it was read from; empty for a list of the catalogue
    peers: Mapping[str, tuple[str, ...]]

    def of(self, force_code: str) -> tuple[str, ...]:
        """Codes of a force's peers in the list's order; none where the list gives it none."""
        return self.peers.get(force_code, ())


def site_peers(site: Path, manifest: Mapping[str, Any]) -> SitePeers:
    """The peers of a site; UserError when it does not say which forces they are."""
    given = [item for item in manifest["inputs"] if item["publication"] == PUBLICATION]
    sha256 = str(given[0]["sha256"]) if given else ""
    path = site / "data" / "peers.csv"
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        return _read(rows, sha256)
    except FileNotFoundError:
        if given:
            raise UserError(f"{path} is not there; build the site again.") from None
        # Sites of before published no list; without a list in the folder it was this one.
        group = peer_group(PEERS)
        return SitePeers(group.name, group.words, group.dated, "", group.peers)
    except (OSError, ValueError, KeyError, IndexError):
        raise UserError(f"{path}: it is damaged; build the site again.") from None


def _read(rows: list[dict[str, str]], sha256: str) -> SitePeers:
    peers: dict[str, tuple[str, ...]] = {}
    for row in sorted(rows, key=lambda row: int(row["place"])):
        peers[row["force_code"]] = (*peers.get(row["force_code"], ()), row["peer_code"])
    first = rows[0]
    dated = date.fromisoformat(first["dated"]) if first["dated"] else None
    return SitePeers(first["list"], first["words"], dated, sha256, peers)
