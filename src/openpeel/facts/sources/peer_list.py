"""A list of peers that a user lays into the folder: `force,peer`, one pair a row.

It gives no facts. When it is there, each force is compared with its own list (most similar
forces, say) in place of the group that comes with openpeel.
"""

from __future__ import annotations

from duckdb import DuckDBPyConnection

from openpeel.catalogue.peers import load_groups
from openpeel.facts.sources.reading import Edition, Reading, SourceFile

HEADER = "force,peer"


class PeerList:
    """Reader of a user's list of peers."""

    publication = "peer-list"
    version = 1

    def recognise(self, file: SourceFile) -> bool:
        """A text file whose first line is `force,peer`."""
        first = file.text_head.split("\n", 1)[0]
        return ",".join(cell.strip().strip('"').casefold() for cell in first.split(",")) == HEADER

    def read(self, file: SourceFile, con: DuckDBPyConnection) -> Reading:  # noqa: ARG002
        """No table; the list is checked, and every pair is used."""
        group = load_groups(file.path)
        pairs = sum(len(peers) for peers in group.peers.values())
        return Reading(
            self.publication,
            Edition("List of peers", f"{len(group.peers)} forces"),
            {},
            pairs,
            pairs,
        )
