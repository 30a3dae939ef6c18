"""The files of published rounds beside the pages: each folder as it is, and its tables."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from openpeel.audits.site.current import preceding
from openpeel.audits.site.places import data_folder
from openpeel.audits.site.results import Repeated, Results
from openpeel.audits.site.tables import round_tables, schema_text
from openpeel.sampling.published import PublishedRound, write_published

SCHEMA = "data/audits/schema.json"


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
