"""The tables that are written of a published round, column by column."""

from __future__ import annotations

from openpeel.audits.site.tables import TABLES
from openpeel.reference.markdown import bullets, code, head, table
from openpeel.reference.markdown import page as joined


def page() -> str:
    """A section for each table."""
    parts = [
        head(
            "Tables of audits",
            "What a site writes of each published round, in the folder `data/audits` under the"
            " round's name, and what the service gives as CSV. `schema.json` there says the same"
            " to machines. They are written as [all downloads](download-format.md) are. Shares run"
            " from 0 to 1; an empty cell means that there is nothing, and `status` says why.",
        )
    ]
    for one in TABLES:
        rows = [
            [code(column.name), column.kind, column.words, column.empty or "never empty"]
            for column in one.columns
        ]
        parts += [
            f"## {one.name}.csv",
            one.words,
            table(["Column", "Type", "What it holds", "Empty means"], rows),
        ]
        for column in one.columns:
            if column.allowed:
                words = [f"{code(value)}: {said}" for value, said in column.allowed.items()]
                parts += [f"{code(column.name)} is one of:", bullets(words)]
    return joined(*parts)
