"""The report that the reader must read first, and the reports written for these tests."""

from pathlib import Path

import pytest

from openpeel.reading.reader import read_report
from openpeel.reading.report import ReadReport

SHARED = Path(__file__).resolve().parents[3] / "shared"
REPORTS = Path(__file__).parent / "reports"


@pytest.fixture(scope="session")
def seed_file() -> Path:
    """The published report on West Mercia, 2021/22, as plain text."""
    file = SHARED / "report" / "west-mercia-peel-2021-22.txt"
    if not file.is_file():
        pytest.skip("../shared/report is not here, so tests on it are skipped")
    return file


@pytest.fixture(scope="session")
def seed(seed_file: Path) -> ReadReport:
    """What was read from it."""
    return read_report(seed_file)
