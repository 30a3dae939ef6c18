"""What West Mercia can send once its times of arrival have been found.

In the first return no incident has one, so nothing can be said about response times. The same
incidents with their times are a correction that takes its place.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from openpeel.catalogue.contracts import contract
from openpeel.errors import UserError
from openpeel.facts.simulator import stated
from openpeel.facts.simulator.account import TRUTH
from openpeel.facts.simulator.clock import Year
from openpeel.facts.simulator.returns import returns_of
from openpeel.facts.simulator.truth import nation
from openpeel.facts.simulator.writing import SIMULATED_KEY, ReturnFile


def write_later(simulated: Path, out: Path) -> Path:
    """Write `incidents-west-mercia.parquet` into `out`: the incidents of a folder that `simulate`
    made, with times of arrival. Keep it apart from that folder, of which every file is read.
    """
    try:
        account = json.loads((simulated / TRUTH).read_text(encoding="utf-8"))
        seed, scale, years = account["seed"], account["scale"], account["years"]
        latest = Year(date.fromisoformat(account["year"][0]))
    except (OSError, ValueError, LookupError, TypeError):
        raise UserError(
            f"{simulated / TRUTH}: no account of a simulation stands there; name a folder that"
            " `openpeel simulate` made."
        ) from None
    out.mkdir(parents=True, exist_ok=True)
    path = out / "incidents-west-mercia.parquet"
    file = ReturnFile(path, contract("incidents"), {SIMULATED_KEY: f"seed {seed}, scale {scale:g}"})
    for back in range(years - 1, -1, -1):
        truth = next(t for t in nation(seed, latest, back=back) if t.force.name == stated.FORCE)
        mended = truth.without("no-arrival-times")
        for batch in returns_of("incidents", mended, seed, scale):
            file.add(truth.force.code, *batch)
    file.finish()
    return path
