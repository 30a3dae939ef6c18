"""Work on a file's insides in a process of its own, with limits on memory, time and disk.

Workbooks and Parquet are read by libraries that believe what a file says of itself: a sheet that
claims a cell in its last corner, or a page that claims to unpack to terabytes, would take the
whole program down. Here it takes down only the helper, and the person gets a sentence.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from openpeel.facts.returns.limits import Taken

HELPER = f"{__package__}.helper"
SECONDS = 30  # of one core, whatever the file
BYTES_A_SECOND = 1 << 20  # ... and what is added for its size; honest files take a tenth


class NotReadableError(Exception):
    """What a job raises when the file is at fault: what is wrong and what to do, in words."""


def apart(file: Taken, job: str, path: Path, **given: Any) -> dict[str, Any]:
    """Run `module:function` of this package on `path` apart; its answer, or UserError.

    What is given and what is answered are plain values that JSON can hold; the job finds the path
    among them, as `path`.
    """
    seconds = SECONDS + path.stat().st_size // BYTES_A_SECOND
    try:
        done = subprocess.run(
            # -P: nothing is imported from the folder in which somebody happens to work
            [sys.executable, "-P", "-m", HELPER, job, str(seconds)],
            input=json.dumps(given | {"path": str(path)}).encode(),
            capture_output=True,
            timeout=seconds * 3,
            check=False,
        )
        answer = json.loads(done.stdout) if done.returncode == 0 else {}
    except (subprocess.TimeoutExpired, ValueError):
        answer = {}
    if "answer" in answer:
        found: dict[str, Any] = answer["answer"]
        return found
    raise file.refuse(
        answer.get("refused")
        or "it takes more memory or time than a return may, or is damaged; open it, save it as CSV,"
        " and send that"
    )
