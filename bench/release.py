"""A release of the contact and response measures out of a lake, as `openpeel build` makes one.

    python bench/release.py LAKE        prints the seconds: to ask the lake, and in all

What was worked out before and is kept in the lake is used again, and what is new is kept.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from ways import batches_of, contact

from openpeel.facts.engine import connect
from openpeel.facts.intake import Taken
from openpeel.facts.lake import Lake
from openpeel.measures import cached
from openpeel.measures.release import make_release


class Asking:
    """Seconds within the two questions that are put to the lake."""

    def __init__(self) -> None:
        self.seconds = 0.0
        for name in ("sums", "spreads"):
            setattr(cached.Facts, name, self._timed(getattr(cached.Facts, name)))

    def _timed(self, ask):  # type: ignore[no-untyped-def]
        def timed(*given):  # type: ignore[no-untyped-def]
            start = time.perf_counter()
            try:
                return ask(*given)
            finally:
                self.seconds += time.perf_counter() - start

        return timed


def main() -> None:
    lake = Lake(Path(sys.argv[1]))
    taken = [Taken(batch.id, batch.sha256, 1, batch) for batch in batches_of(lake, "all")]
    asking, start = Asking(), time.perf_counter()
    make_release(connect(memory="1GB"), lake, taken, {m.id: m for m in contact()})
    print(asking.seconds, time.perf_counter() - start)


if __name__ == "__main__":
    main()
