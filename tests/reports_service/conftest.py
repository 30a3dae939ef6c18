"""The service's addresses, for tests that ask its pages; a report with its people."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from one_report import Team, team_of_one_report

from answering import service, signing_key

# a small report's folder with the site that it reads
sys.path.append(str(Path(__file__).parents[1] / "reports"))

__all__ = ["service", "signing_key"]


@pytest.fixture
def team(db: Any) -> Team:
    """A report with one draft that has nothing wrong, and one of everybody."""
    return team_of_one_report()
