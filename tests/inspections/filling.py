"""Fill a database with an inspection that is being judged: `python filling.py DATABASE`."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))


def fill(db: Path) -> None:
    from openpeel.service import prepare

    prepare(db, local=True)
    from inspections.making import made

    made()


if __name__ == "__main__":
    fill(Path(sys.argv[1]))
