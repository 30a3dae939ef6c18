"""The files of published rounds beside the pages: each folder as it is, and its tables."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from openpeel.audits.site.current import find, preceding
from openpeel.audits.site.places import data_folder
from openpeel.audits.site.results import Repeated, Results
from openpeel.audits.site.tables import TABLES, round_tables, schema_text
from openpeel.sampling.published import (
    ANSWERS,
    DESIGN,
    PAIRS,
    QUESTIONS,
    ROUND,
    PublishedRound,
    write_published,
)

SCHEMA = "data/audits/schema.json"
EVERY_ROUND = "Audits: all rounds"
WORDS = {
    ROUND: "force, frame, seed, numbers of files by kind, notes, and the hashes of the rest",
    DESIGN: "the design as it was",
    QUESTIONS: "the questions as they were",
    ANSWERS: "settled answers by file number; no file and nobody is named",
    PAIRS: "both reviews of the files that were read twice",
}


def write_files(rounds: Iterable[PublishedRound], out: Path) -> None:
    """Write the files of some rounds into the folder of a site; nothing when there are none."""
    every = [Results(round) for round in rounds]
    for results in every:
        folder = out / data_folder(results.answers.slug)
        write_published(results.round, folder / "round")
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
