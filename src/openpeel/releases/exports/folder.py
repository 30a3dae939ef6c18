"""Write everything that a release offers for download into one folder of the site."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from openpeel.measures.values import Release
from openpeel.releases.exports.by_measure import as_json
from openpeel.releases.exports.schema import schema
from openpeel.releases.exports.tidy import write_comparisons, write_peers, write_values
from openpeel.releases.exports.workbook import FigureLink, workbook

Progress = Callable[[str, int, int], None]  # file, files written, files in all
WORKBOOK = "openpeel.ods"
TABLES = {
    "values.csv": write_values,
    "comparisons.csv": write_comparisons,
    "peers.csv": write_peers,
}


def write_all(
    release: Release,
    folder: Path,
    on_progress: Progress | None = None,
    *,
    figure_link: FigureLink | None = None,
) -> list[Path]:
    """Write values.csv, comparisons.csv, peers.csv, schema.json, manifest.json, openpeel.ods and
    measures/.

    The folder is made if need be; files of the same name are written over. Returns the files in
    the order in which they were written. `on_progress` is called after each of them.
    """
    (folder / "measures").mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    total = len(TABLES) + 3 + len(release.measures)

    def done(path: Path) -> None:
        written.append(path)
        if on_progress:
            on_progress(path.name, len(written), total)

    for name, write in TABLES.items():
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            write(release, file)
        done(folder / name)
    done(_write(folder / "schema.json", _indented(schema(release))))
    done(_write(folder / "manifest.json", _indented(release.manifest, sort_keys=True)))
    for id, text in as_json(release):
        done(_write(folder / "measures" / f"{id}.json", text))
    workbook(release, folder / WORKBOOK, figure_link)
    done(folder / WORKBOOK)
    return written


def _indented(content: dict[str, Any], *, sort_keys: bool = False) -> str:
    """JSON for people to read; a schema keeps its columns in the order of the file."""
    return (
        json.dumps(content, indent=2, sort_keys=sort_keys, ensure_ascii=False, allow_nan=False)
        + "\n"
    )


def _write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8", newline="")
    return path
