"""Fill a database for the browser: a published version, a draft with the force, one with errors.

Run as `python filling_reports.py DB`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from openpeel.service import prepare

if __name__ == "__main__":
    prepare(Path(sys.argv[1]), local=True)
    from one_report import WRONG, team_of_one_report

    from openpeel.reports.checks.problems import Problem

    team = team_of_one_report()
    team.publish("It was urgent.")
    changes = {
        "grades": [{"area": "responding", "before": "good", "after": "adequate"}],
        "figures": [{"id": "abandoned", "before": "19", "after": "18"}],
        "words": [{"under": "Calls", "before": ["Old."], "after": ["New."]}],
    }
    team.publish("A notice.", version=2, sources_sha256="0" * 64, changed="New.", changes=changes)
    team.save(sources_sha256="e" * 64)
    team.send(2)
    team.decide(team.point(2), "refuse")
    team.point(2, words="Callers wait", claim="Sgt Miller says otherwise.")
    many = [Problem("house-style", 9, f"word {n}", "another", "a third") for n in range(5)]
    team.save(sources_sha256="f" * 64, problems=(WRONG, *many))
