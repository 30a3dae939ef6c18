"""A process of one's own for a test: with no database but the one that it names."""

from __future__ import annotations

import os


def own_environment() -> dict[str, str]:
    """The environment without what would name another database."""
    return {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "OPENPEEL_DB")}
