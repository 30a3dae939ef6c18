"""The engine, as the checker uses it."""

from collections.abc import Iterator

import duckdb
import pytest

from openpeel.facts.engine import connect


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with connect(memory="500MB", threads=1) as connection:
        yield connection
