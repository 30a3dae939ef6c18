"""The engine: DuckDB inside the process, with the network and the clock kept out."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import duckdb

EXACT = "decimal(38, 12)"  # in which fractions are added up: the order of the rows is no matter


def connect(memory: str = "1GB", threads: int | None = None) -> duckdb.DuckDBPyConnection:
    """A connection in memory that never looks for extensions and keeps to a memory limit."""
    settings: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "memory_limit": memory,
        # what doesn't fit is put here, not into the folder in which somebody happens to work
        "temp_directory": str(Path(tempfile.gettempdir()) / f"openpeel-{os.getpid()}"),
        "preserve_insertion_order": True,
    }
    if threads:
        settings["threads"] = threads
    return duckdb.connect(config=settings)


def quoted(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"
