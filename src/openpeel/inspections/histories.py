"""Tables of inspections whose rows the database keeps as they were written."""

from __future__ import annotations

from openpeel.people.histories import History

# As the newest migration puts them up. A stage gets its end when the next one begins.
HISTORIES = (
    History("Step"),
    History("Stage", filled=("end",)),
    History("Dissent"),
    History("Moderation"),
    History("Event"),
)
