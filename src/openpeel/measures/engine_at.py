"""Which engine computes: DuckDB here, or a cluster by its URL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from openpeel.facts.engine import connect
from openpeel.measures.engines import DuckDBEngine, Engine


@contextmanager
def engine_at(url: str | None) -> Iterator[Engine]:
    """DuckDB here, or Spark behind `sc://host:port`; UserError when there is none."""
    if url is None:
        yield DuckDBEngine(connect())
        return
    from openpeel.measures.spark import SparkEngine  # its client takes a second to import

    engine = SparkEngine(url)
    try:
        yield engine
    finally:
        engine.close()
