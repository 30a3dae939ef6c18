"""Tables of audits whose rows the database keeps as they were written.

A purge empties texts, and never puts other words in their place.
"""

from __future__ import annotations

from openpeel.people.histories import History

# As the newest migration puts them up.
HISTORIES = (
    History("AnswerVersion", blanked=("evidence", "comment", "note")),
    History("Settled", blanked=("reason",)),
    History("Event", blanked=("words",)),
    History("Purge"),
)
