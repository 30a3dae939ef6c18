"""Published rounds of audits among the inputs of a site: found, checked, named by their hash."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from openpeel.errors import UserError
from openpeel.sampling.published import ROUND, PublishedRound
from openpeel.sampling.reading_published import read_published

SLUG = re.compile(r"[-a-zA-Z0-9_]+")


@dataclass(frozen=True)
class RoundIn:
    """One published round: where it lies, its name there, and the hash of what it holds."""

    path: Path
    name: str
    sha256: str  # of round.yaml, which holds the hashes of the other files
    round: PublishedRound

    @property
    def entry(self) -> dict[str, str]:
        """As the manifest names it."""
        return {"name": self.name, "slug": self.round.answers.slug, "sha256": self.sha256}


def find_rounds(folder: Path) -> list[RoundIn]:
    """Every published round under a folder, each read with every check.

    Raises:
        UserError: a round is damaged; two have one slug; some are simulated and others are not.
    """
    found = []
    for path in sorted(folder.rglob(ROUND)):
        inside = path.relative_to(folder)
        if any(part.startswith(".") for part in inside.parts) or not path.is_file():
            continue
        if path.parent == folder:
            raise UserError(
                f"{path}: a published round needs a folder of its own; put its files into one."
            )
        found.append(_read(path, inside.parent.as_posix()))
    by_slug: dict[str, RoundIn] = {}
    for one in found:
        other = by_slug.setdefault(one.round.answers.slug, one)
        if other is not one:
            raise UserError(
                f"{other.path} and {one.path}: both are the round {one.round.answers.slug}; keep"
                " one of them."
            )
    if len({one.round.simulated for one in found}) > 1:
        real = next(one for one in found if not one.round.simulated)
        made_up = next(one for one in found if one.round.simulated)
        raise UserError(
            f"{made_up.path} is simulated and {real.path} is not; build a site of one or the other."
        )
    return found


def _read(path: Path, name: str) -> RoundIn:
    round = read_published(path.parent)
    if not SLUG.fullmatch(round.answers.slug):  # it names folders and pages of the site
        raise UserError(
            f"{path}, key slug: {round.answers.slug!r} may have letters, digits, - and _ alone."
        )
    printable = name.encode("utf-8", "backslashreplace").decode()
    return RoundIn(path.parent, printable, hashlib.sha256(path.read_bytes()).hexdigest(), round)


def check_simulated(rounds: Iterable[RoundIn], data: bool | None) -> None:
    """Refuse to lay real figures and simulated ones side by side.

    `data` says whether the other inputs are simulated; None when there are no others.
    """
    for one in rounds:
        if data is not None and one.round.simulated != data:
            words = "simulated, and the data are real" if not data else "real, and the data are not"
            raise UserError(f"{one.path}: this audit is {words}; build a site of one or the other.")
