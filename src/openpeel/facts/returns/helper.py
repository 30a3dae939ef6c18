"""The process in which a file's insides are read: `python -m ...helper JOB SECONDS`.

What is given stands on standard input and the answer on standard output, both as JSON.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

from openpeel.facts.returns.apart import NotReadableError

MEMORY = 3 << 30  # of addresses; what is really used is about half of it
DISK = 20 << 30  # of any one file written

Job = Callable[[dict[str, Any]], dict[str, Any]]


def _limit(seconds: int) -> None:
    """Hold this process to its limits, where the system knows them."""
    try:
        import resource
    except ImportError:  # Windows
        return
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, DISK),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(limit)
        lower = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(limit, (lower, lower))
        except (ValueError, OSError):  # macOS has no limit on addresses
            continue


def _answer(job: str, given: dict[str, Any]) -> dict[str, Any]:
    module, _, function = job.partition(":")
    work: Job = getattr(import_module(f"{__package__}.{module}"), function)
    try:
        return {"answer": work(given)}
    except NotReadableError as problem:
        return {"refused": str(problem)}


def main() -> None:
    """Do one job within the limits."""
    _limit(int(sys.argv[2]))
    given = json.loads(sys.stdin.buffer.read())
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # libraries that print can't spoil the answer
    with out:
        json.dump(_answer(sys.argv[1], given), out)


if __name__ == "__main__":
    main()
