"""The files of published rounds beside the pages: what a round is, and its tables.

Answers file by file stay with the folder: they would give back what pages and tables leave out as
`[low]`, and they say of single files whether somebody was vulnerable.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from openpeel.audits.site.current import find, preceding
from openpeel.audits.site.places import data_folder
from openpeel.audits.site.results import Repeated, Results
from openpeel.audits.site.tables import TABLES, round_tables, schema_text
from openpeel.sampling.published import (
    DESIGN,
    QUESTIONS,
    ROUND,
    PublishedRound,
    published_files,
)

SCHEMA = "data/audits/schema.json"
EVERY_ROUND = "Audits: all rounds"
WORDS = {
    ROUND: "force, frame, seed, numbers of files by kind, notes, and the hashes of the rest",
    DESIGN: "the design as it was",
    QUESTIONS: "the questions as they were",
}


def write_files(rounds: Iterable[PublishedRound], out: Path) -> None:
    """Write the files of some rounds into the folder of a site; nothing when there are none."""
    every = [Results(round) for round in rounds]
    for results in every:
        folder = out / data_folder(results.answers.slug)
        folder.mkdir(parents=True)
        texts = published_files(results.round)
        for name in WORDS:
            (folder / name).write_text(texts[name], encoding="utf-8", newline="")
        earlier = preceding(results, every)
        both = Repeated(earlier, results) if earlier else None
        for name, text in round_tables(results, both).items():
            (folder / f"{name}.csv").write_text(text, encoding="utf-8", newline="")
    if every:
        (out / SCHEMA).write_text(schema_text(), encoding="utf-8", newline="")


def about(path: str) -> tuple[str, str]:
    """The heading of a file on the page of downloads, and what it holds; nothing of other files."""
    if path == SCHEMA:
        return EVERY_ROUND, "what the columns of the tables of audits hold"
    parts = path.split("/")
    results = find(parts[2]) if parts[:2] == ["data", "audits"] and len(parts) > 3 else None
    if results is None:
        return "", ""
    tables = {f"{table.name}.csv": table.words for table in TABLES}
    return f"Audits: {results.answers.name}", (WORDS | tables)[parts[-1]]
