"""`python -m openpeel.reference --write FOLDER` or `--check FOLDER`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from openpeel.errors import UserError
from openpeel.reference import stale, write


def main() -> int:
    """Write the pages, or say which are stale; 0 when all is well."""
    parser = argparse.ArgumentParser(prog="python -m openpeel.reference", description=__doc__)
    wish = parser.add_mutually_exclusive_group(required=True)
    wish.add_argument("--write", type=Path, metavar="FOLDER", help="write every page")
    wish.add_argument("--check", type=Path, metavar="FOLDER", help="name the pages that are stale")
    asked = parser.parse_args()
    if asked.write:
        write(asked.write)
        return 0
    try:
        problems = stale(asked.check)
    except UserError as error:
        problems = [str(error)]
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


sys.exit(main())
