"""Which builder makes which return: by the lake's table."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from openpeel.facts.simulator import investigation, money, neighbourhoods, vulnerable, workforce
from openpeel.facts.simulator.calls import calls
from openpeel.facts.simulator.crimes import crimes
from openpeel.facts.simulator.incidents import incidents
from openpeel.facts.simulator.logs import drawn, last_search_day, month_of_day
from openpeel.facts.simulator.mistakes import with_mistakes
from openpeel.facts.simulator.rows import Column, Columns, Rows
from openpeel.facts.simulator.searches import searches
from openpeel.facts.simulator.truth import ForceTruth

Builder = Callable[[Rows], Columns]

BUILDERS: dict[str, Builder] = {
    "calls": calls,
    "incidents": incidents,
    "crimes": crimes,
    "stop_searches": searches,
    "outcome_records": investigation.outcomes,
    "arrests": investigation.arrests,
    "releases": investigation.releases,
    "voluntary_attendance": investigation.voluntary_attendance,
    "suspects": investigation.suspects,
    "digital_forensics": investigation.digital_forensics,
    "image_uploads": investigation.image_uploads,
    "da_assessments": vulnerable.da_assessments,
    "disclosures": vulnerable.disclosures,
    "orders": vulnerable.orders,
    "marac": vulnerable.marac,
    "referrals": vulnerable.referrals,
    "missing": vulnerable.missing,
    "offender_visits": vulnerable.offender_visits,
    "offender_management": vulnerable.offender_management,
    "force_records": neighbourhoods.use_of_force,
    "complaints": neighbourhoods.complaints,
    "digital_contacts": neighbourhoods.digital_contacts,
    "problem_solving": neighbourhoods.problem_solving,
    "civil_powers": neighbourhoods.civil_powers,
    "people": workforce.people,
    "duty_hours": workforce.duty_hours,
    "volunteers": workforce.volunteers,
    "finance": money.finance,
    "system_availability": money.system_availability,
}


def returns_of(
    table: str, truth: ForceTruth, seed: int, scale: float
) -> Iterator[tuple[Column, Column, Columns]]:
    """One force's year of a return in batches: areas, statuses, and the contract's fields."""
    for rows in drawn(table, truth, seed, scale):
        columns = BUILDERS[table](rows)
        area = columns.pop("area") if "area" in columns else rows.areas()
        area, columns = with_mistakes(table, rows, area, columns)
        yield area, _status(table, rows, len(area)), columns


def _status(table: str, rows: Rows, n: int) -> Column:
    status = np.full(n, None, dtype=object)
    if table == "stop_searches" and rows.truth.has("searches-stop"):
        months = month_of_day(rows.truth)
        status[rows.month == months[last_search_day(rows.truth)]] = "p"
    return status
