"""What the command line says of a draw."""

from __future__ import annotations

from collections.abc import Iterator

from openpeel.catalogue.forces import forces
from openpeel.sampling.sheets import GIVEN, MADE, DrawnStratum, Sheet


def account_of_draw(sheet: Sheet) -> str:
    """The frame, what was left out of it, each stratum, and the seed."""
    return "\n".join(_lines(sheet))


def _lines(sheet: Sheet) -> Iterator[str]:
    frame, design = sheet.frame, sheet.design
    yield f"{design.name}, {forces().by_code[sheet.force_code].name}: {sheet.source.name}"
    yield f"{frame.rows_read:,} rows read, {frame.files:,} files in the frame"
    for one in frame.exclusions:
        yield f"    left out: {one.rows:,} {one.words}"
    yield f"Frame SHA-256 {frame.sha256}"
    yield ""
    yield f"{'stratum':<24} {'in the frame':>12} {'drawn':>6} {'reserves':>8}"
    for stratum in sheet.strata:
        yield (
            f"{stratum.id:<24} {stratum.population:>12,} {stratum.files:>6,} {stratum.reserves:>8,}"
        )
    for stratum in sheet.strata:
        if stratum.files < stratum.asked:
            yield _fewer(stratum)
    yield ""
    yield f"Seed ({MADE if sheet.seed_made else GIVEN}): {sheet.seed}"


def _fewer(stratum: DrawnStratum) -> str:
    asked = f"{stratum.id}: {stratum.asked:,} files were asked for and the frame has"
    if not stratum.population:
        return f"{asked} none."
    left = f", {stratum.left_out:,} of them drawn before" if stratum.left_out else ""
    return f"{asked} {stratum.population:,}{left}, so all that there are were taken."
