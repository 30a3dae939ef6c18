"""The PDF of the small report, made once."""

import pytest
from report_views import ABOUT, CHARTS, REGISTER, REPORT
from tagged_pdf import TaggedPdf

from openpeel.reports.output.typesetting import pdf


@pytest.fixture(scope="session")
def made() -> bytes:
    """The file."""
    return pdf(REPORT, CHARTS, ABOUT, REGISTER)


@pytest.fixture(scope="session")
def read(made: bytes) -> TaggedPdf:
    """The file as assistive technology reads it."""
    return TaggedPdf(made)
