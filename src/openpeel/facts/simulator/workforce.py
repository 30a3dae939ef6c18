"""People, their hours, and those who give their time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from openpeel.facts.simulator.clock import DAY
from openpeel.facts.simulator.dice import Bools, Ints
from openpeel.facts.simulator.national import ETHNIC_GROUPS
from openpeel.facts.simulator.people import split
from openpeel.facts.simulator.rows import Column, Columns, Rows, moments, where, words
from openpeel.facts.simulator.volumes import headcounts, teams, units

_ROLES = ("officer", "staff", "pcso", "special")
_RANKS = ("constable", "sergeant", "inspector", "chief-inspector", "superintendent",
          "chief-superintendent", "chief-officer", "none")  # fmt: skip
_RANK = (0.775, 0.155, 0.046, 0.013, 0.007, 0.003, 0.001)
_NO_RANK = 7
_FUNCTIONS = ("neighbourhood", "response", "investigation", "public-protection", "contact",
              "custody", "operations", "intelligence", "support", "other")  # fmt: skip
_OFFICERS = (0.10, 0.42, 0.17, 0.10, 0.02, 0.03, 0.08, 0.04, 0.01, 0.03)
_STAFF = (0.02, 0.00, 0.11, 0.06, 0.24, 0.08, 0.03, 0.06, 0.36, 0.04)
_JOIN = (0.085, 0.09, 0.06, 0.14)  # of those in post, by role
_FEMALE = (0.32, 0.62, 0.45, 0.30)
_MINORITY = (0.075, 0.07, 0.09, 0.11)
_REASONS = ("resignation", "retirement", "ill-health", "dismissal", "transfer", "other")
_HOURS = 2_080


def people(rows: Rows) -> Columns:
    """Those in post on the last day of the year, and those who left in it."""
    counts = headcounts(rows.truth)
    role = np.repeat(np.repeat(np.arange(4), 2), counts)[rows.index]
    left = np.repeat(np.tile([False, True], 4), counts)[rows.index]
    officer = role == 0
    joiner = ~left & rows.chance(np.array(_JOIN)[role])
    transfer = officer & rows.chance(np.where(joiner, 0.08, 0.03))
    back = np.where(joiner, rows.dice.below(364, rows.n), rows.between(400, 30 * 365))
    joined = rows.today - back * DAY
    since = joined - np.where(transfer, rows.between(400, 5_000), 0) * DAY
    gone = rows.today - rows.dice.below(364, rows.n) * DAY
    function = np.where(officer, rows.dice.pick(_OFFICERS, rows.n), rows.dice.pick(_STAFF, rows.n))
    function = np.select([role == 2, role == 3], [0, 1], function)
    detective = officer & np.isin(function, (2, 3)) & rows.chance(0.7)
    rank = np.where(officer, rows.dice.pick(_RANK, rows.n), _NO_RANK)
    interviewed = rows.happens("exit-interviews", left)
    return {
        "snapshot_on": moments(rows.today),
        "person_ref": rows.number,
        "role": words(role, _ROLES),
        "rank": words(rank, _RANKS),
        "temporary_rank": officer & (rank > 0) & rows.chance(0.12),
        **_who(rows, role, joiner, transfer),
        "fte": where(role != 3, np.where(rows.chance(0.85), 1.0, 0.6)),
        "joined_on": moments(joined),
        "service_since": moments(since),
        "left_on": where(left, moments(gone)),
        "transfer_in": transfer,
        "leaving_reason": where(left, rows.pick((0.34, 0.5, 0.04, 0.02, 0.07, 0.03), _REASONS)),
        "exit_interview": where(left, _interviews(rows, interviewed)),
        "police_function": words(function, _FUNCTIONS),
        "student": officer & (back < 3 * 365) & ~transfer,
        "detective": detective,
        "investigator_post": np.isin(function, (2, 3)) & (role < 2),
        "pip_post": detective,
        "pip_accredited": rows.happens("pip-accredited", detective & ~left),
        "offender_manager": (function == 3) & rows.chance(0.09),
        "response_duty": function == 1,
        **_wellbeing(rows, role, left),
    }


def _interviews(rows: Rows, held: Bools) -> Column:
    other = rows.pick((0.3, 0.7), ("refused", "not-held"))
    return np.where(held, "held", other).astype(object)


def _who(rows: Rows, role: Ints, joiner: Bools, transfer: Bools) -> Columns:
    """Sex and ethnic group; for officers who join they are what the truth says."""
    new = joiner & (role == 0)
    female = ~new & rows.chance(np.array(_FEMALE)[role])
    unsaid = rows.chance(0.03)
    minority = ~new & ~unsaid & rows.chance(np.array(_MINORITY)[role])
    for part in (new & ~transfer, new & transfer):  # with the transfers and without them
        female |= rows.happens("joiners-female", part)
        minority |= rows.happens("joiners-minority", part & ~unsaid)
    group = rows.pick((0.45, 0.2, 0.25, 0.1), ETHNIC_GROUPS[:-1])
    named = np.where(minority, group, np.where(unsaid, "not-recorded", "white"))
    return {
        "sex": words(female.astype(np.int64), ("male", "female")),
        "ethnicity": named.astype(object),
    }


def _wellbeing(rows: Rows, role: Ints, left: Bools) -> Columns:
    needed = ~left & (role != 1)
    in_date = rows.happens("training-in-date", needed)
    due = rows.today + np.where(in_date, rows.between(0, 360), -rows.between(1, 300)) * DAY
    referred = rows.chance(0.11) & (role < 3)
    asked = rows.today - rows.between(1, 360) * DAY
    seen = asked + rows.between(3, 70) * DAY
    hours = np.where(role == 3, 200, _HOURS)
    ill = np.where(rows.chance(0.55), rows.between(4, 900), 0)
    return {
        "training_needed": needed,
        "training_due_on": where(needed, moments(due)),
        "health_referred_on": where(referred, moments(asked)),
        "health_seen_on": where(referred & (seen <= rows.today), moments(seen)),
        "contracted_h": hours.astype(np.float64),
        "sickness_h": np.minimum(ill, hours).astype(np.float64),
    }


_TEAM_HOURS = 140  # of one person in a month
_ELSEWHERE = (0.14, 0.02, 0.05, 0.03, 0.01, 0.01, 0.04, 0.02, 0.01, 0.01)


def duty_hours(rows: Rows) -> Columns:
    """Every team in every month."""
    all_teams = teams(rows.truth)
    team = rows.index % len(all_teams)
    function = np.array([function for function, _ in all_teams])[team]
    people = np.array([12 + 7 * (n * 37 % 11) for n in range(len(all_teams))])[team]
    contracted = people * _TEAM_HOURS
    away = rows.between(4, 22)
    rostered = contracted * (100 - away) // 100
    usual = (np.array(_ELSEWHERE)[function] * 1_000).astype(np.int64)
    elsewhere = rostered * (usual * (50 + rows.dice.below(101, rows.n)) // 100) // 1_000
    return {
        "area": _areas_of_teams(all_teams, team),
        "month_from": moments(rows.today),
        "team_ref": team + 1,
        "police_function": words(function, _FUNCTIONS),
        "role": words((function == 4).astype(np.int64), ("officer", "staff")),
        "contracted_h": contracted.astype(np.float64),
        "rostered_h": rostered.astype(np.float64),
        "abstracted_h": elsewhere.astype(np.float64),
        "training_h": (rostered * rows.between(0, 9) // 100).astype(np.float64),
        "sickness_h": (contracted * away // 300).astype(np.float64),
        "leave_h": (contracted * away // 200).astype(np.float64),
        "overtime_h": (rostered * rows.between(0, 8) // 100).astype(np.float64),
    }


def _areas_of_teams(all_teams: Sequence[tuple[int, str | None]], team: Ints) -> Column:
    return words(team, [area for _, area in all_teams])


_KINDS = ("special", "support-volunteer", "cadet-leader")
_HOURS_GIVEN = (24, 8, 6)


def volunteers(rows: Rows) -> Columns:
    """Every kind of volunteer in every area and month."""
    areas = rows.truth.areas
    unit = rows.index % units(rows.truth)
    kind, place = unit // len(areas), unit % len(areas)
    specials = headcounts(rows.truth)[6]
    in_post = [split(round(specials * part), list(areas.values())) for part in (1.0, 0.8, 0.15)]
    there = np.array(in_post)[kind, place]
    active = there * (55 + rows.dice.below(35, rows.n)) // 100
    return {
        "area": words(place, list(areas)),
        "month_from": moments(rows.today),
        "kind": words(kind, _KINDS),
        "unit_ref": place + 1,
        "in_post": there,
        "active": active,
        "hours_given": (active * np.array(_HOURS_GIVEN)[kind]).astype(np.float64),
        "independent": where(kind == 0, there * 2 // 3),
        "joined": there * rows.dice.below(4, rows.n) // 100,
        "left_force": there * rows.dice.below(4, rows.n) // 100,
    }
