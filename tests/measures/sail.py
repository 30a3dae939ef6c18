"""Sail: a Spark Connect server in this process, which needs no Java and starts at once."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest


@contextmanager
def served() -> Iterator[str]:
    """The URL of a server, which ends with the block."""
    sail = pytest.importorskip("pysail.spark", reason="pysail is not installed")
    logging.getLogger("pysail").setLevel(logging.ERROR)
    server = sail.SparkConnectServer(ip="127.0.0.1", port=0)
    server.start(background=True)
    yield f"sc://127.0.0.1:{server.listening_address[1]}"
    server.stop()
