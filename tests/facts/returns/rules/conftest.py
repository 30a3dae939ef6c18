"""The engine, as the checker uses it."""

from collections.abc import Iterator

import duckdb
import pytest
import staged

from openpeel.facts.engine import connect


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with connect(memory="500MB", threads=1) as connection:
        yield connection


@pytest.fixture(scope="session", autouse=True)
def _folder(tmp_path_factory: pytest.TempPathFactory) -> None:
    staged.FOLDER[:] = [tmp_path_factory.mktemp("returns")]
