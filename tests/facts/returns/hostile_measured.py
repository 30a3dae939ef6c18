"""Stages files in this one process and says what each took, a line of JSON for each."""

import contextlib
import json
import resource
import sys
import tempfile
import time
from pathlib import Path

from openpeel.catalogue.contracts import contract
from openpeel.errors import UserError
from openpeel.facts.engine import connect
from openpeel.facts.returns.staging import stage


def most() -> dict[str, float]:
    """The most megabytes until now in this process, and in any one that it started."""
    # getrusage would count the process from which this one was started
    status = Path("/proc/self/status").read_text(encoding="ascii")
    own = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    helpers = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return {"own": int(own) / 1024, "helpers": helpers / 1024}


def measured(path: Path, scratch: Path) -> dict[str, float]:
    """Seconds and megabytes that staging a file took."""
    start = time.monotonic()
    with contextlib.suppress(UserError), connect() as con:
        stage(con, path, contract("calls"), scratch=scratch)
    return {"seconds": time.monotonic() - start} | most()


for file in sys.argv[1:]:
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(measured(Path(file), Path(folder))), flush=True)
