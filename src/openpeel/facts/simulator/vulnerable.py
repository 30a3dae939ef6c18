"""People at risk, and those who are a risk to them."""

from __future__ import annotations

import numpy as np

from openpeel.facts.simulator.clock import DAY, HOUR, later
from openpeel.facts.simulator.incidents import incidents
from openpeel.facts.simulator.investigation import offence_groups
from openpeel.facts.simulator.logs import some
from openpeel.facts.simulator.people import residents
from openpeel.facts.simulator.rows import Columns, Rows, kept, moments, where, words

_DOMESTIC = ("high", "medium", "standard")
_MISSING = ("high", "medium", "low", "no-apparent-risk")


def da_assessments(rows: Rows) -> Columns:
    """One for each incident of domestic abuse that somebody attended."""
    of = incidents(rows)
    area = rows.areas()
    attended = of["domestic_abuse"] & of["attended"]
    needed = attended & rows.chance(0.96)
    done = rows.happens("assessed", needed)
    first = rows.dice.pick((0.12, 0.33, 0.55), rows.n)
    moved = rows.chance(0.08)
    grade = np.where(moved, np.clip(first + np.where(rows.chance(0.6), -1, 1), 0, 2), first)
    columns: Columns = {
        "area": area,
        "assessment_ref": rows.number,
        "incident_ref": of["incident_ref"],
        "crime_ref": some("crimes", rows, 0.4),
        "incident_on": moments(rows.today),
        "needed": needed,
        "completed": done,
        "refused": ~done & rows.chance(0.6),
        "completed_on": where(done, moments(rows.today + rows.between(0, 3) * DAY)),
        "tool": where(done, rows.pick((0.8, 0.2), ("dash", "dara"))),
        "grade": where(done, words(grade, _DOMESTIC)),
        "first_grade": where(done, words(first, _DOMESTIC)),
        "checked": where(done, rows.chance(0.66)),
        "child_present": of["child_present"],
    }
    return kept(columns, attended)


def disclosures(rows: Rows) -> Columns:
    """As many right to ask applications and right to know disclosures as the rates say."""
    people, value = residents(rows.truth.places), rows.truth.values
    asked = round(people * value["right-to-ask"] / 10_000)
    told = round(people * value["right-to-know"] / 10_000)
    ask = rows.exactly("ask", asked / rows.a_year)
    known = rows.exactly("told", told / max(rows.a_year - asked, 1), ~ask)
    disclosed = known | (ask & rows.chance(0.38))
    decided = rows.today + rows.between(2, 45) * DAY
    told_on = decided + rows.between(0, 20) * DAY
    known_by = np.minimum(decided, rows.extracted - DAY)
    return {
        "application_ref": rows.number,
        "applied_on": moments(rows.today),
        "route": words(ask.astype(np.int64), ("right-to-know", "right-to-ask")),
        "disclosed": disclosed,
        "nothing_held": ~disclosed & rows.chance(0.55),
        "decided_on": where(disclosed | (decided < rows.extracted), moments(known_by)),
        "disclosed_on": where(disclosed, moments(np.minimum(told_on, rows.extracted - DAY))),
        "extracted_on": rows.all(rows.extracted),
    }


_KINDS = ("dvpn", "dvpo", "stalking-protection", "sexual-harm", "sexual-risk", "other")


def orders(rows: Rows) -> Columns:
    """Notices that a superintendent authorises and orders that a court makes."""
    kind = rows.dice.pick((0.34, 0.30, 0.06, 0.22, 0.03, 0.05), rows.n)
    notice = kind == 0
    authorised = notice & rows.chance(0.8)
    applied = ~notice & rows.chance(0.93)
    granted = applied & rows.chance(0.9)
    asked = rows.today + rows.between(0, 20) * DAY
    made = asked + rows.between(0, 25) * DAY
    ends = made + np.where(kind == 1, 28, 730) * DAY
    refused = (notice & ~authorised) | (applied & ~granted)
    breached = granted & rows.chance(0.16)
    return {
        "order_ref": rows.number,
        "kind": words(kind, _KINDS),
        "opened_on": moments(rows.today),
        "considered_on": moments(rows.today),
        "authorised_on": where(authorised, moments(rows.today)),
        "applied_on": rows.known(asked, applied),
        "granted_on": rows.known(made, granted),
        "refused_on": rows.known(made, refused),
        "ends_on": where(granted & (made < rows.extracted), moments(ends)),
        "breached_on": rows.known(made + rows.between(1, 28) * DAY, breached),
        "crime_ref": some("crimes", rows, 0.8),
        "incident_ref": some("incidents", rows, 0.6),
    }


_SOURCES = ("police", "idva", "social-care", "health", "housing", "probation", "voluntary", "other")


def marac(rows: Rows) -> Columns:
    """Cases at conferences."""
    return {
        "case_ref": rows.number,
        "discussed_on": moments(rows.today),
        "referred_on": moments(rows.today - rows.between(4, 35) * DAY),
        "referred_by": rows.pick((0.64, 0.12, 0.06, 0.06, 0.03, 0.03, 0.04, 0.02), _SOURCES),
        "repeat_case": rows.happens("marac-repeat"),
        "child_present": rows.chance(0.62),
        "victim_male": rows.chance(0.06),
    }


def referrals(rows: Rows) -> Columns:
    """The list soon after eight in the morning of the last day of the year."""
    moment = rows.today + 8 * HOUR + 7 * 60
    waits = rows.happens("referrals-waiting")
    received = moment - rows.between(HOUR, 30 * DAY)
    assessed = np.minimum(received + rows.between(HOUR, 4 * DAY), moment - 60)
    return {
        "snapshot_at": moments(moment),
        "referral_ref": rows.number,
        "unit": rows.pick((0.7, 0.3), ("mash", "hau")),
        "received_at": moments(received),
        "assessed_at": where(~waits, moments(np.maximum(assessed, received))),
        "target_h": np.where(rows.chance(0.3), 24, 72),
        "subject": rows.pick((0.5, 0.2, 0.27, 0.03), ("child", "adult", "domestic-abuse", "other")),
        "risk_grade": rows.pick((0.15, 0.4, 0.4, 0.05), ("high", "medium", "low", "not-graded")),
    }


def missing(rows: Rows) -> Columns:
    """Reports of missing people; nearly all come back."""
    child = rows.chance(0.62)
    high = rows.happens("missing-high")
    risk = np.where(high, 0, 1 + rows.dice.pick((0.6, 0.2, 0.2), rows.n))
    back = later(rows.start, rows.between(HOUR // 2, 6 * DAY))
    needed = child | rows.chance(0.2)
    held = rows.pick((0.7, 0.14, 0.16), ("held", "refused", "not-held"))
    return {
        "report_ref": rows.number,
        "reported_at": moments(rows.start),
        "found_at": rows.known(back, rows.chance(0.997)),
        "risk": words(risk, _MISSING),
        "highest_risk": words(np.where(rows.chance(0.1), np.maximum(risk - 1, 0), risk), _MISSING),
        "child": child,
        "in_care": child & rows.chance(0.36),
        "repeat_report": rows.chance(0.55),
        "incident_ref": some("incidents", rows, 0.95),
        "interview_needed": needed,
        "return_interview": where(needed, held),
        "extracted_on": rows.all(rows.extracted),
    }


def offender_visits(rows: Rows) -> Columns:
    """Registered sex offenders on the last day of the year."""
    community = rows.chance(0.74)
    active = rows.chance(0.83)
    risk = rows.dice.pick((0.03, 0.18, 0.42, 0.35, 0.02), rows.n)
    expected = community & active
    overdue = rows.happens("visits-overdue", expected)
    due = np.where(
        overdue, rows.today - rows.between(1, 120) * DAY, rows.today + rows.between(0, 180) * DAY
    )
    visited = rows.today - rows.between(5, 300) * DAY
    unsigned = rows.happens("visits-unsigned", community)
    signed = np.minimum(visited + rows.between(0, 45) * DAY, rows.today)
    arms = community & rows.chance(0.9)
    assessed = rows.today - rows.between(5, 360) * DAY
    arms_signed = np.minimum(assessed + rows.between(0, 60) * DAY, rows.today)
    arms_due = np.where(
        rows.chance(0.12),
        rows.today - rows.between(1, 200) * DAY,
        rows.today + rows.between(0, 300) * DAY,
    )
    return {
        "snapshot_on": moments(rows.today),
        "offender_ref": rows.number,
        "in_community": community,
        "managed": where(community, words(active.astype(np.int64), ("reactive", "active"))),
        "risk_level": words(risk, ("very-high", "high", "medium", "low", "not-graded")),
        "visit_due_on": where(expected, moments(due)),
        "visited_on": where(community, moments(visited)),
        "visit_signed_off_on": where(community & ~unsigned, moments(signed)),
        "arms_needed": arms,
        "arms_due_on": where(arms, moments(arms_due)),
        "arms_done_on": where(arms, moments(assessed)),
        "arms_signed_off_on": where(arms & rows.chance(0.8), moments(arms_signed)),
    }


def offender_management(rows: Rows) -> Columns:
    """People who joined the cohort; whether they offended again is known after a year."""
    followed = rows.today + 365 * DAY <= rows.extracted
    again = rows.happens("reoffended", followed)
    before = rows.between(1, 30)
    left = rows.today + rows.between(60, 700) * DAY
    return {
        "member_ref": rows.number,
        "joined_on": moments(rows.today),
        "left_on": rows.known(left, rows.chance(0.9)),
        "scheme": rows.pick((0.6, 0.3, 0.08, 0.02), ("fixed", "flex", "free", "other")),
        "offence_group": offence_groups(rows),
        "reoffended": where(followed, again),
        "offences_before": before,
        "offences_after": where(followed, np.where(again, rows.between(1, 20), 0)),
        "extracted_on": rows.all(rows.extracted),
    }
