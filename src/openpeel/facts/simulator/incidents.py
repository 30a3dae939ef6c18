"""Incidents on the command and control system."""

from __future__ import annotations

import numpy as np

from openpeel.facts.simulator import national
from openpeel.facts.simulator.clock import DAY, HOUR, existing, later
from openpeel.facts.simulator.dice import Bools, Ints
from openpeel.facts.simulator.plants import STEP_MONTH
from openpeel.facts.simulator.rows import Column, Columns, Rows, moments, where, words

_GRADES = ("immediate", "priority", "scheduled", "resolved-without-deployment")
_OTHER_GRADES = (0.39, 0.18, 0.43)  # of what is not immediate
_ATTENDED = (0.97, 0.90, 0.80, 0.0)  # share of each grade that somebody attends
_SLOWEST_S = (10_800, 43_200, 604_800)
_TARGET_S = (national.IMMEDIATE_S, national.PRIORITY_S, 2 * DAY, 0)
_LOWER = ("priority", "scheduled", "scheduled", "scheduled")
_REASONS = ("new-information", "first-grade-wrong", "caller-request", "no-resource", "duplicate",
            "other", "not-recorded")  # fmt: skip
_REASON = (0.42, 0.18, 0.14, 0.09, 0.06, 0.06, 0.05)
_CLOCK_ERRORS = 0.02
# Hours' worth of incidents that may wait; where it keeps up an incident waits two hours on average.
_TOO_LOW_H = 3
_AMPLE_H = 5
_TRAVEL_S = 2 * HOUR  # nobody is longer on the way


def incidents(rows: Rows) -> Columns:
    """Grades, what is known of the people, and the times of what was done."""
    grade = _first_grades(rows)
    rural = rows.chance(rows.truth.rural)
    attended = rows.chance(np.array(_ATTENDED)[grade])
    regraded = rows.happens("regraded", grade <= 1)
    raised = (grade == 2) & rows.chance(0.02)
    domestic = rows.happens("domestic-abuse")
    child = rows.chance(np.where(domestic, 0.35, 0.06))
    told = rows.pick((0.82, 0.13, 0.05), ("before-school", "later", "not-notified"))
    final = np.where(raised, "priority", words(grade, _LOWER))
    changed = regraded | raised
    target = np.where((grade == 0) & rural, national.IMMEDIATE_RURAL_S, np.array(_TARGET_S)[grade])
    return {
        "incident_ref": rows.number,
        **_times(rows, grade, rural, attended),
        "first_grade": words(grade, _GRADES),
        "final_grade": where(changed, final.astype(object)),
        "regrade_reason": where(changed, rows.pick(_REASON, _REASONS)),
        "attended": attended,
        "rural": rural,
        "target_s": where(grade < 3, target),
        "domestic_abuse": domestic,
        "vulnerable": rows.happens("vulnerable"),
        "repeat_caller": rows.chance(0.21),
        "child_present": child,
        "triage": rows.happens("triage"),
        "antisocial_behaviour": ~domestic & rows.chance(0.09),
        "encompass_notified": where(domestic & child, told),
        "waiting_threshold": _threshold(rows),
    }


def _first_grades(rows: Rows) -> Ints:
    immediate = rows.happens("immediate")
    return np.where(immediate, 0, 1 + rows.dice.pick(_OTHER_GRADES, rows.n))


def _times(rows: Rows, grade: Ints, rural: Bools, attended: Bools) -> Columns:
    created = rows.start
    attend = _attendance(rows, grade, rural, attended)
    # part of the way to arrival is waiting for somebody to be free
    waiting = attend * (13 + 35 * grade + rows.dice.below(20, rows.n)) >> 7
    arrived = later(created, attend, as_written=rows.truth.has("october-hour"))
    sent = later(created, np.maximum(waiting, attend - _TRAVEL_S))
    sent = np.where(arrived >= created, np.minimum(sent, arrived), sent)
    arrived = _as_written(rows, arrived)
    finished = later(created, np.where(attended, attend, 0) + rows.between(600, 8 * HOUR))
    graded = created + rows.between(5, 150)
    told = rows.chance(0.88)
    received = np.minimum(existing(created - rows.between(15, 300)), created)
    appointment = (grade == 2) & attended & rows.chance(0.5)
    day = DAY * (1 + rows.dice.below(6, rows.n))
    at = (created + day) // HOUR * HOUR
    shown = attended & ~np.full(rows.n, rows.truth.has("no-arrival-times"))
    return {
        "received_at": where(told, moments(received)),
        "created_at": moments(created),
        "graded_at": moments(graded),
        "dispatched_at": where(attended, moments(sent)),
        "arrived_at": where(shown, moments(arrived)),
        "closed_at": moments(np.maximum(finished, existing(np.where(attended, arrived, graded)))),
        "appointment_at": where(appointment, moments(at)),
        "appointment_kept": where(appointment, rows.chance(0.91)),
    }


def _attendance(rows: Rows, grade: Ints, rural: Bools, attended: Bools) -> Ints:
    """Seconds from creation to arrival."""
    immediate, priority = (grade == 0) & attended, (grade == 1) & attended
    in_target = rows.happens("immediate-attended-in-target", immediate) | rows.happens(
        "priority-attended-in-60-min", priority
    )
    first = grade == 0
    limit = np.where(first & rural, national.IMMEDIATE_RURAL_S, np.array(_TARGET_S)[grade])
    slowest = np.array((*_SLOWEST_S, 0))[grade]
    quick = rows.dice.level(np.where(first, 60, 120), limit, rows.n)
    slow = rows.between(limit + 1, np.maximum(slowest, limit + 1))
    within_days = rows.dice.level(national.PRIORITY_S, _SLOWEST_S[2], rows.n)
    today = rows.between(national.PRIORITY_S, 22 * HOUR)
    waits = 1.0 if rows.truth.has("waiting") else 0.12
    scheduled = np.where(rows.chance(waits), within_days, today)
    return np.where(grade >= 2, scheduled, np.where(in_target, quick, slow))


def _as_written(rows: Rows, arrived: Ints) -> Ints:
    """Times of arrival as the system of this force writes them."""
    if rows.truth.has("clock-errors"):
        wrong = rows.chance(_CLOCK_ERRORS)
        return np.where(wrong, rows.start - rows.between(30, 3_000), arrived)
    if rows.truth.has("hour-late"):
        return np.where(rows.month >= STEP_MONTH, arrived + HOUR, arrived)
    return arrived


def _threshold(rows: Rows) -> Column:
    """How many may wait: less than usually do where the force cannot keep up, else twice that."""
    per_hour = rows.a_year / 8_766
    hours = _TOO_LOW_H if rows.truth.has("waiting") else _AMPLE_H
    return np.full(rows.n, max(1, int(per_hour * hours)), dtype=np.int64)
