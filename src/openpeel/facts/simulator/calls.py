"""Calls from the public."""

from __future__ import annotations

import numpy as np

from openpeel.facts.simulator import national
from openpeel.facts.simulator.clock import existing
from openpeel.facts.simulator.logs import Linked
from openpeel.facts.simulator.rows import Columns, Rows, numbered, where, words

_LINKED = 0.42  # calls that lead to an incident


def calls(rows: Rows) -> Columns:
    """Waits are drawn around each line's target; who gives up is never answered."""
    value = rows.truth.values
    emergency = rows.chance(value["calls-999"] / (value["calls-999"] + value["calls-101"]))
    other = ~emergency
    abandoned = rows.happens("abandoned-999", emergency) | rows.happens("abandoned-101", other)
    in_time = rows.happens("answered-999-in-10-s", emergency & ~abandoned) | rows.happens(
        "answered-101-in-30-s", other & ~abandoned
    )
    limit = np.where(emergency, national.ANSWER_999_MS, national.ANSWER_101_MS)
    longest = np.where(emergency, 240_000, 1_800_000)
    wait = np.where(in_time, rows.between(800, limit), rows.between(limit + 1, longest))
    talk = rows.between(20_000, 1_200_000)
    given_up = rows.between(4_000, np.where(emergency, 60_000, 900_000))
    received = rows.start * 1_000
    # where the clocks go back a call is told by the clock as it began: it lasts minutes
    answered = received + wait
    ended = np.where(abandoned, received + given_up, answered + talk)
    answered, ended = (t + (existing(t // 1_000) - t // 1_000) * 1_000 for t in (answered, ended))
    incident = Linked("calls", _LINKED, rows).of(rows)
    return {
        "call_ref": rows.number,
        "line": words(emergency.astype(np.int64), ("101", "999")),
        "received_at": received.view("datetime64[ms]"),
        "answered_at": where(~abandoned, answered.view("datetime64[ms]")),
        "ended_at": ended.view("datetime64[ms]"),
        "abandoned": abandoned,
        "target_s": np.where(emergency, 10, 30),
        "first_answer": words(rows.chance(0.7).astype(np.int64), ("switchboard", "operator")),
        "incident_ref": where((incident >= 0) & ~abandoned, numbered(rows.year, incident)),
    }
