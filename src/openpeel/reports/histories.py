"""Tables of reports whose rows the database keeps as they were written."""

from __future__ import annotations

from openpeel.people.histories import History

# As the newest migration puts them up.
HISTORIES = (
    History("AccuracyPoint"),
    History("Decision"),
    History("Publication"),
    History("Event"),
)
