"""Force used, complaints, digital contact, and the work of neighbourhood teams."""

from __future__ import annotations

import numpy as np

from openpeel.facts.simulator.clock import DAY, HOUR, later
from openpeel.facts.simulator.dice import Ints
from openpeel.facts.simulator.logs import some
from openpeel.facts.simulator.national import ETHNIC_GROUPS
from openpeel.facts.simulator.rows import Columns, Rows, moments, where, words

_TACTICS = (
    "compliant-handcuffing", "non-compliant-handcuffing", "limb-body-restraint", "ground-restraint",
    "unarmed-skills", "irritant-spray", "baton", "ced", "spit-bite-guard", "dog", "shield",
)  # fmt: skip
_TACTIC = (0.40, 0.19, 0.05, 0.12, 0.13, 0.02, 0.01, 0.05, 0.02, 0.005, 0.005)
_REASONS = ("arrest", "search", "protect-self", "protect-other", "protect-subject",
            "prevent-offence", "prevent-escape")  # fmt: skip
_REASON = (0.44, 0.14, 0.16, 0.06, 0.07, 0.07, 0.06)
_AGES = ("under-11", "11-17", "18-34", "35-49", "50-64", "65-and-over")


def use_of_force(rows: Rows) -> Columns:
    """One record for each officer who used force."""
    unseen = rows.happens("force-no-ethnicity")
    group = rows.pick((0.09, 0.15, 0.03, 0.02, 0.71), ETHNIC_GROUPS)
    unasked = rows.happens("force-no-disability")
    health = rows.pick(
        (0.84, 0.12, 0.02, 0.02), ("none", "mental", "physical", "physical-and-mental")
    )
    hurt = rows.happens("force-injury")
    unsaid = rows.pick((0.93, 0.07), ("no", "not-recorded"))
    tactic = rows.pick(_TACTIC, _TACTICS)
    arrest = rows.chance(0.62)
    compliant = tactic == "compliant-handcuffing"
    return {
        "record_ref": rows.number,
        "used_at": moments(rows.start),
        "incident_ref": some("incidents", rows, 0.8),
        "arrest_ref": where(arrest, some("arrests", rows)),
        "search_ref": where(~arrest & rows.chance(0.2), some("stop_searches", rows)),
        "arrest": arrest,
        "ethnicity": np.where(unseen, "not-recorded", group).astype(object),
        "gender": rows.pick((0.17, 0.825, 0.005), ("female", "male", "other")),
        "age_group": rows.pick((0.002, 0.108, 0.48, 0.28, 0.11, 0.02), _AGES),
        "disability": np.where(unasked, "not-recorded", health).astype(object),
        "main_tactic": tactic,
        "compliant_handcuffing": compliant | rows.chance(0.06),
        "reason": rows.pick(_REASON, _REASONS),
        "subject_injury": np.where(hurt, "yes", unsaid).astype(object),
        "officer_injury": rows.pick((0.04, 0.9, 0.06), ("yes", "no", "not-recorded")),
        "filmed": rows.happens("force-filmed"),
        "reviewed": rows.happens("force-reviewed"),
    }


_ALLEGATIONS = (
    "delivery-of-duties", "powers-procedures", "property", "access-disclosure", "vehicles",
    "discrimination", "behaviour", "personal-information", "other",
)  # fmt: skip
_ALLEGATION = (0.52, 0.21, 0.03, 0.02, 0.02, 0.03, 0.13, 0.02, 0.02)
_HANDLING = ("outside-schedule-3", "schedule-3", "investigated", "not-decided")


def complaints(rows: Rows) -> Columns:
    """Complaints, and dissatisfaction that may be settled at first contact."""
    report = rows.chance(0.38)
    at_once = rows.happens("resolved-at-once", report)
    inside = rows.dice.pick((0.5, 0.36, 0.11, 0.03), rows.n)
    contacted = rows.today + np.where(at_once, 0, rows.between(0, 14)) * DAY
    settled = contacted + np.where(at_once, 0, rows.between(3, 240)) * DAY
    settled_so = at_once | rows.chance(0.92)
    return {
        "complaint_ref": rows.number,
        "received_on": moments(rows.today),
        "kind": words(report.astype(np.int64), ("complaint", "dissatisfaction")),
        "handling": words(np.where(report, 0, inside), _HANDLING),
        "resolved_at_once": at_once,
        "contacted_on": rows.known(contacted, rows.chance(0.97) | at_once),
        "resolved_on": rows.known(settled, settled_so),
        "allegation": rows.pick(_ALLEGATION, _ALLEGATIONS),
        "review_asked": ~report & rows.chance(0.07),
        "extracted_on": rows.all(rows.extracted),
    }


_CHANNELS = ("online-form", "social-media", "live-chat", "email", "other")
_DIGITAL_TARGET_S = 4 * HOUR


def digital_contacts(rows: Rows) -> Columns:
    """What people write; an answer is in target or takes up to two days."""
    needed = rows.chance(0.83)
    answered = needed & rows.chance(0.94)
    in_time = rows.happens("digital-in-target", answered)
    wait = np.where(
        in_time, rows.between(60, _DIGITAL_TARGET_S), rows.between(_DIGITAL_TARGET_S + 60, 2 * DAY)
    )
    return {
        "contact_ref": rows.number,
        "received_at": moments(rows.start),
        "channel": rows.pick((0.52, 0.16, 0.12, 0.18, 0.02), _CHANNELS),
        "response_needed": needed,
        "first_answered_at": where(answered, moments(later(rows.start, wait))),
        "target_s": np.full(rows.n, _DIGITAL_TARGET_S, dtype=np.int64),
        "duplicate": rows.chance(0.08),
        "incident_ref": some("incidents", rows, 0.35),
    }


_TOPICS = ("antisocial-behaviour", "burglary", "vehicle-crime", "violence", "drugs",
           "domestic-abuse", "exploitation", "road-safety", "hate-crime", "other")  # fmt: skip
_TOPIC = (0.42, 0.07, 0.06, 0.1, 0.11, 0.06, 0.05, 0.05, 0.02, 0.06)


def problem_solving(rows: Rows) -> Columns:
    """Plans open on the last day of the year or closed in it."""
    closed = rows.chance(0.55)
    ended = rows.today - rows.between(0, 350) * DAY
    opened = np.where(closed, ended, rows.today) - rows.between(20, 500) * DAY
    reviewed = np.where(closed, ended, rows.today) - rows.between(0, 20) * DAY
    return {
        "snapshot_on": moments(rows.today),
        "plan_ref": rows.number,
        "opened_on": moments(opened),
        "closed_on": where(closed, moments(ended)),
        "topic": rows.pick(_TOPIC, _TOPICS),
        "model": rows.chance(0.82),
        "partners": rows.chance(0.7),
        "reviewed_on": where(rows.chance(0.8), moments(reviewed)),
        "evaluated": rows.happens("evaluated", closed),
    }


_POWERS = ("protection-warning", "protection-notice", "criminal-behaviour-order", "closure",
           "injunction", "dispersal", "behaviour-contract", "other")  # fmt: skip
_POWER = (0.46, 0.09, 0.05, 0.04, 0.03, 0.13, 0.18, 0.02)


def civil_powers(rows: Rows) -> Columns:
    """Notices, orders and contracts against antisocial behaviour."""
    kind = rows.dice.pick(_POWER, rows.n)
    ended = rows.today + np.where(kind == _POWERS.index("dispersal"), 2, _length(rows)) * DAY
    breach = rows.today + rows.between(0, 60) * DAY
    return {
        "power_ref": rows.number,
        "issued_on": moments(rows.today),
        "kind": words(kind, _POWERS),
        "issued_by": rows.pick((0.7, 0.26, 0.04), ("police", "council", "other")),
        "child": rows.chance(0.24),
        "ended_on": rows.known(ended, rows.chance(0.9)),
        "breached_on": rows.known(breach, rows.chance(0.12)),
    }


def _length(rows: Rows) -> Ints:
    return rows.between(28, 730)
