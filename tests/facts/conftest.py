"""One small simulated year, for all tests that only read it."""

from __future__ import annotations

import pytest

from openpeel.facts.simulator import Summary, simulate


@pytest.fixture(scope="session")
def year(tmp_path_factory: pytest.TempPathFactory) -> Summary:
    """Every return of one year."""
    return simulate(tmp_path_factory.mktemp("simulated") / "year", 5, 0.001, years=1)
