"""What of a report's source folder is published with it: all but what is marked as sensitive."""

from __future__ import annotations

import hashlib
from pathlib import Path

from openpeel.inspecting.evidence_table import evidence_text, read_evidence
from openpeel.inspecting.record import Evidence
from openpeel.reports.text.definitions import FIGURES, FRAME, RECORD, TEXT

EVIDENCE, OPEN = "evidence.csv", "official"
WITHHELD = "Withheld: it is marked as sensitive."


def published_files(folder: Path) -> dict[str, bytes]:
    """Each file of a source folder by its path, as a published report carries it.

    Of evidence that is marked as sensitive its place, its kind and its weight are left, and who
    signed it; what it says and where it comes from are not. Taken from what was published before,
    the files are the same again.
    """
    paths = [folder / name for name in (TEXT, FRAME, FIGURES)]
    paths += [path for path in (folder / RECORD).rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): _content(path) for path in sorted(paths)}


def hashes(files: dict[str, bytes]) -> dict[str, str]:
    """The SHA-256 of each file."""
    return {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}


def _content(path: Path) -> bytes:
    content = path.read_bytes()
    if path.name != EVIDENCE:
        return content
    evidence = read_evidence(content.decode("utf-8-sig"), path)
    if all(one.marking == OPEN for one in evidence):
        return content
    return evidence_text(_without_sensitive(one) for one in evidence).encode()


def _without_sensitive(evidence: Evidence) -> Evidence:
    if evidence.marking == OPEN:
        return evidence
    sources = ("figure", "release", "audit", "question", "document", "sha256", "section", "theme")
    return evidence.model_copy(update={"says": WITHHELD, **dict.fromkeys(sources)})
