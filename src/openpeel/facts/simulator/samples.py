"""A force's returns as its own systems would export them: CSV, with the mapping files that read it.

The rows are simulated; headers, dates and codes are of the kind that a command and control system
and a telephone system write, so that the mapping has something to do.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from openpeel.catalogue.areas import areas_of
from openpeel.catalogue.contracts import Field, contract
from openpeel.catalogue.forces import forces
from openpeel.errors import UserError
from openpeel.facts.simulator.clock import Year
from openpeel.facts.simulator.returns import returns_of
from openpeel.facts.simulator.rows import Columns
from openpeel.facts.simulator.truth import ForceTruth, nation
from openpeel.facts.simulator.volumes import VOLUMES

_TIME = "%d/%m/%Y %H:%M:%S"
MOST_ROWS = 100_000


@dataclass(frozen=True)
class Export:
    """What a system writes of one return: its header for each field, and its own codes."""

    file: str
    headers: dict[str, str]  # field -> header
    codes: dict[str, dict[str, str]] = field(default_factory=dict)  # field -> theirs -> ours


EXPORTS = {
    "incidents": Export(
        "command-and-control.csv",
        {
            "incident_ref": "Incident No",
            "received_at": "Contact Date Time",
            "created_at": "Create Date Time",
            "graded_at": "Grade Date Time",
            "area": "LPA",
            "first_grade": "Init Grade",
            "final_grade": "Fin Grade",
            "dispatched_at": "Despatched",
            "arrived_at": "State 6",
            "closed_at": "Resulted",
            "attended": "Resourced Y/N",
            "rural": "Rural Y/N",
            "domestic_abuse": "Qual DA",
            "vulnerable": "Qual VULN",
            "repeat_caller": "Rpt",
            "triage": "THRIVE",
            "waiting_threshold": "Upper Threshold",
        },
        {
            grade: {
                "I": "immediate",
                "P": "priority",
                "S": "scheduled",
                "R": "resolved-without-deployment",
            }
            for grade in ("first_grade", "final_grade")
        },
    ),
    "calls": Export(
        "telephony.csv",
        {
            "call_ref": "Interaction",
            "line": "Queue",
            "received_at": "Offered",
            "answered_at": "Connected",
            "ended_at": "Disconnected",
            "abandoned": "Lost Y/N",
            "incident_ref": "Incident No",
        },
        {"line": {"Emergency": "999", "Non-Em": "101"}},
    ),
}


def write_csv_samples(out: Path, force: str = "West Mercia", rows: int = 500) -> list[Path]:
    """Write a year of a force's incidents (about `rows`) and its calls as CSV, each with a mapping.

    Returns the files: for each return the CSV, then its mapping. Raises UserError for a force that
    is none of the 43 or too many rows.
    """
    found = forces().find(force)
    if found is None:
        raise UserError(f"There is no force {force!r}; give one of the 43 by name.")
    if not 1 <= rows <= MOST_ROWS:
        raise UserError(f"{rows} rows are asked for; give a number from 1 to {MOST_ROWS:,}.")
    truth = next(t for t in nation(1, Year(date(2020, 4, 1))) if t.force.code == found.code)
    scale = rows / VOLUMES["incidents"].expected(truth, 1.0)
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for name, export in EXPORTS.items():
        path = out / export.file
        _write_csv(path, name, export, truth, scale)
        mapping = path.with_suffix(".yaml")
        mapping.write_text(_mapping(name, export, truth), encoding="utf-8")
        written += [path, mapping]
    return written


def _write_csv(path: Path, name: str, export: Export, truth: ForceTruth, scale: float) -> None:
    asked = contract(name)
    names = areas_of(truth.force.code)
    with path.open("w", encoding="cp1252", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*export.headers.values(), "Operator"])
        for area, _, columns in returns_of(asked.lake_table, truth, 1, scale):
            columns["area"] = np.array([names.get(code, "") for code in area], dtype=object)
            shown = [_cells(asked.asked[f], f, export, columns) for f in export.headers]
            writer.writerows(
                [*cells, f"OP{n % 40:02d}"] for n, cells in enumerate(zip(*shown, strict=True))
            )


def _cells(asked: Field, name: str, export: Export, columns: Columns) -> list[str]:
    """A column as the system writes it; an empty cell where nothing is known."""
    theirs = {code: label for label, code in export.codes.get(name, {}).items()}
    show: dict[str, Callable[[Any], str]] = {
        "time": lambda moment: moment.strftime(_TIME),
        "flag": lambda yes: "Y" if yes else "N",
        "reference": lambda number: f"{number % 10**9:06d}/{number // 10**9:02d}",
        "code": lambda code: theirs.get(code, code),
    }
    write = show.get(asked.type, str)
    return ["" if value is None else write(value) for value in columns[name].tolist()]


def _mapping(name: str, export: Export, truth: ForceTruth) -> str:
    asked = contract(name).asked
    lines = [f"return: {name}", f"force: {truth.force.name}", "columns:"]
    for field_name, header in export.headers.items():
        more = ""
        if asked[field_name].type == "time":
            more = f', format: "{_TIME}"'
        elif asked[field_name].type == "flag":
            more = ", yes: [Y], no: [N]"
        elif codes := export.codes.get(field_name):
            listed = ", ".join(f'{theirs}: "{ours}"' for theirs, ours in codes.items())
            more = f", codes: {{{listed}}}"
        lines.append(f'  {field_name}: {{column: "{header}"{more}}}')
    if name == "calls":
        lines.append("  target_s: {constant: 30}")
    return "\n".join([*lines, "ignore: [Operator]", "clock: uk", ""])
