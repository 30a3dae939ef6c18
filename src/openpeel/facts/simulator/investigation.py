"""What becomes of suspects and evidence."""

from __future__ import annotations

import numpy as np

from openpeel.facts.simulator.clock import DAY
from openpeel.facts.simulator.crimes import crimes
from openpeel.facts.simulator.logs import some
from openpeel.facts.simulator.national import ETHNIC_GROUPS, OFFENCES
from openpeel.facts.simulator.rows import Column, Columns, Rows, kept, moments, where

_ETHNICITY = (*ETHNIC_GROUPS, "not-recorded")
_ETHNIC_MIX = (0.09, 0.10, 0.04, 0.02, 0.65, 0.10)
_OFFENCE_MIX = tuple(share for share, _, _ in OFFENCES.values())
_RISK = ("high", "medium", "low")


def offence_groups(rows: Rows) -> Column:
    """Offence groups in their usual mix."""
    return rows.pick(_OFFENCE_MIX, tuple(OFFENCES))


def outcomes(rows: Rows) -> Columns:
    """The outcomes that crimes were given, and what the record shows of the victim's part."""
    of = crimes(rows)
    area = rows.areas()
    outcome = of["outcome"]
    withdrew = np.isin(outcome, ("14", "16"))
    settled = np.isin(outcome, ("2", "3", "8"))
    sought = of["has_victim"] & rows.chance(np.where(settled, 0.72, 0.85))
    columns: Columns = {
        "area": area,
        "crime_ref": of["crime_ref"],
        "outcome": outcome,
        "outcome_at": of["outcome_at"],
        "offence_group": of["offence_group"],
        "domestic_abuse": of["domestic_abuse"],
        "victim_view_needed": of["has_victim"],
        "victim_view_sought": sought,
        "victim_view_recorded": sought & rows.chance(0.84),
        "criteria_met": where(settled, rows.chance(0.93)),
        "withdrawal_recorded": where(withdrew, rows.happens("withdrawal-recorded", withdrew)),
        "rationale_recorded": rows.chance(0.88),
        "supervised": rows.chance(0.81),
    }
    year_over = np.datetime64(rows.truth.extracted.replace(day=1), "ms")
    return kept(columns, (outcome != "0") & (of["outcome_at"] < year_over))


def arrests(rows: Rows) -> Columns:
    """Arrests, with who was arrested for what."""
    return {
        "arrest_ref": rows.number,
        "arrested_at": moments(rows.start),
        "crime_ref": some("crimes", rows, 0.9),
        "offence_group": offence_groups(rows),
        "domestic_abuse": rows.chance(0.29),
        "ethnicity": rows.pick(_ETHNIC_MIX, _ETHNICITY),
        "gender": rows.pick((0.15, 0.847, 0.003), ("female", "male", "other")),
        "child": rows.chance(0.08),
        "force_recorded": rows.happens("arrests-force-recorded"),
    }


def releases(rows: Rows) -> Columns:
    """Bail and release under investigation; those that run are open on the day of the extract."""
    bail = rows.happens("releases-bail")
    kind = np.where(bail, "bail", np.where(rows.chance(0.96), "rui", "other")).astype(object)
    runs = 28 * (1 + rows.dice.below(3, rows.n))
    ended = rows.today + rows.between(2, np.where(bail, runs, 420)) * DAY
    reviewed = rows.today + rows.between(5, 90) * DAY
    return {
        "release_ref": rows.number,
        "arrest_ref": some("arrests", rows, 0.95),
        "crime_ref": some("crimes", rows, 0.9),
        "extracted_on": rows.all(rows.extracted),
        "released_on": moments(rows.today),
        "kind": kind,
        "bail_due_on": where(bail, moments(rows.today + runs * DAY)),
        "ended_on": rows.known(ended, rows.chance(np.where(bail, 0.995, 0.9))),
        "extended": where(bail, runs > 28),
        "offence_group": offence_groups(rows),
        "domestic_abuse": rows.chance(0.31),
        "reviewed_on": rows.known(reviewed, rows.chance(0.7)),
    }


def voluntary_attendance(rows: Rows) -> Columns:
    """Interviews without arrest; one that is not on the system seldom leads to biometrics."""
    on_system = rows.happens("voluntary-on-system")
    source = rows.pick((0.6, 0.2, 0.2), ("crime-record", "diary", "audit"))
    needed = rows.chance(0.7)
    return {
        "attendance_ref": rows.number,
        "attended_on": moments(rows.today),
        "crime_ref": some("crimes", rows, 0.93),
        "on_system": on_system,
        "source": np.where(on_system, "system", source).astype(object),
        "offence_group": offence_groups(rows),
        "domestic_abuse": rows.chance(0.14),
        "biometrics_needed": needed,
        "biometrics_taken": rows.happens("voluntary-biometrics", needed),
        "risk_assessed": rows.chance(np.where(on_system, 0.9, 0.3)),
    }


def suspects(rows: Rows) -> Columns:
    """The list on the last day of the year."""
    graded = rows.happens("suspects-graded")
    since = rows.today - rows.between(1, 700) * DAY
    grade = rows.pick((0.14, 0.37, 0.49), _RISK)
    wanted = rows.chance(0.42)
    weighed = np.minimum(since + rows.between(0, 40) * DAY, rows.today)
    return {
        "snapshot_on": moments(rows.today),
        "suspect_ref": rows.number,
        "crime_ref": some("crimes", rows),
        "since": moments(since),
        "offence_group": offence_groups(rows),
        "domestic_abuse": rows.chance(0.28),
        "risk_grade": np.where(graded, grade, "not-graded").astype(object),
        "graded_on": where(graded, moments(weighed)),
        "circulated_needed": wanted,
        "circulated": wanted & rows.chance(0.86),
    }


def digital_forensics(rows: Rows) -> Columns:
    """Submissions; some wait whatever their age."""
    route = rows.dice.pick((0.38, 0.14, 0.40, 0.08), rows.n)
    waits = rows.happens("forensics-not-begun")
    cancelled = ~waits & rows.chance(0.02)
    longest = np.array([6, 10, 160, 120])[route]
    accepted = rows.today + rows.between(0, 6) * DAY
    started = accepted + rows.between(0, longest) * DAY
    started = np.minimum(started, rows.extracted - DAY)
    done = started + rows.between(0, longest // 2 + 1) * DAY
    began = ~waits & ~cancelled
    return {
        "submission_ref": rows.number,
        "submitted_on": moments(rows.today),
        "accepted_on": moments(np.minimum(accepted, rows.extracted - DAY)),
        "started_on": where(began, moments(started)),
        "completed_on": rows.known(done, began),
        "cancelled": cancelled,
        "route": np.array(("kiosk", "quick", "lab", "outsourced"), dtype=object)[route],
        "devices": rows.between(1, 12),
        "priority": rows.pick((0.2, 0.45, 0.35), _RISK),
        "crime_ref": some("crimes", rows, 0.95),
        "extracted_on": rows.all(rows.extracted),
    }


def image_uploads(rows: Rows) -> Columns:
    """Cases with indecent images of children, and what was given to the national database."""
    uploaded = rows.happens("images-uploaded")
    found = rows.between(5, 400_000)
    new = found * rows.dice.below(40, rows.n) // 100
    given = found * (60 + rows.dice.below(41, rows.n)) // 100
    day = rows.today + rows.between(3, 20 + 15) * DAY
    return {
        "case_ref": rows.number,
        "found_on": moments(rows.today),
        "images_found": found,
        "images_new": new,
        "images_uploaded": np.where(uploaded, given, 0),
        "category_status": rows.pick((0.6, 0.25, 0.15), ("categorised", "part", "uncategorised")),
        "uploaded_on": where(uploaded, moments(np.minimum(day, rows.extracted - DAY))),
        "crime_ref": some("crimes", rows, 0.95),
    }
