"""The engine: DuckDB inside the process, with the network and the clock kept out."""

from __future__ import annotations

import duckdb


def connect(memory: str = "1GB", threads: int | None = None) -> duckdb.DuckDBPyConnection:
    """A connection in memory that never looks for extensions and keeps to a memory limit."""
    settings: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "memory_limit": memory,
        "preserve_insertion_order": True,
    }
    if threads:
        settings["threads"] = threads
    return duckdb.connect(config=settings)


def quoted(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"
