"""A lake with one submission, and a catalogue of one measure that counts its rows."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "facts" / "returns"))

from sent import Sent, send

from openpeel import accounts
from openpeel import site as site_module
from openpeel.catalogue.measures import load_measures
from openpeel.facts.lake import Lake

CALLS = """
id: drawn
version: 1
name: Calls on 101
why: To see what a site makes of it.
theme: context
checked: {by: a test, on: 2026-01-01, next: 2027-01-01}
numerator: {table: calls, where: "line = '101'", words: calls on 101}
unit: count
direction: context
"""
TEXT = "Kent calls: 2025-04 x7 line=101, 2025-06 x7 line=101"


def one_measure(folder: Path, sent: Sent, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sites are made of one measure from now on; what was sent lies in `site.lake`."""
    (folder / "measures").mkdir()
    (folder / "measures" / "drawn.yaml").write_text(CALLS)
    drawn = load_measures(folder / "measures")
    for module in (site_module, accounts):
        monkeypatch.setattr(module, "measures", lambda: drawn)
    send(Lake(folder / "site.lake"), sent)
