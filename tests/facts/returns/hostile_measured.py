"""What comes of staging files; run as a program, a line of JSON for each, with what it took."""

import json
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from openpeel.catalogue.contracts import contract
from openpeel.errors import UserError
from openpeel.facts.engine import connect
from openpeel.facts.returns.staging import stage


def came_of(path: Path, scratch: Path) -> dict[str, Any]:
    """What a person is told of a file: the sentence it is refused with, or rows and notes."""
    try:
        with connect() as con:
            found = stage(con, path, contract("calls"), scratch=scratch)
    except UserError as problem:
        return {"refused": str(problem)}
    return {"rows": found.rows, "told": "".join([found.file, *found.notes, *found.unread])}


def most() -> dict[str, float]:
    """The most megabytes until now in this process, and in any one that it started."""
    # getrusage would count the process from which this one was started
    status = Path("/proc/self/status")
    if not status.exists():
        return {}  # only Linux says it
    lines = status.read_text(encoding="ascii").splitlines()
    own = next(line.split()[1] for line in lines if line.startswith("VmHWM"))
    helpers = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return {"own": int(own) / 1024, "helpers": helpers / 1024}


if __name__ == "__main__":
    for file in sys.argv[1:]:
        with tempfile.TemporaryDirectory() as folder:
            start = time.monotonic()
            found = came_of(Path(file), Path(folder))
            took = {"seconds": time.monotonic() - start} | most()
            print(json.dumps(found | took), flush=True)
