"""What of a report's source folder is published: no sensitive words, and no names of people."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from openpeel.inspecting.folder import read_record, record_files
from openpeel.inspecting.record import Evidence, Record
from openpeel.reports.text.definitions import FIGURES, FRAME, RECORD, TEXT

OPEN = "official"
WITHHELD = "Withheld: it is marked as sensitive."
SOURCES = ("figure", "release", "audit", "question", "document", "sha256", "section", "theme")
NUMBERED = re.compile(r"person (\d+)")


def published_files(folder: Path) -> dict[str, bytes]:
    """Each file of a source folder by its path, as a published report carries it.

    Of evidence that is marked as sensitive its place, its kind and its weight are left; what it
    says and where it comes from are not. Whoever signed anything is "Person 1", "Person 2" and so
    on: a reader sees that somebody else moderated, not who. Taken from what was published before,
    the files are the same again.
    """
    found = {name: (folder / name).read_bytes() for name in (FIGURES, TEXT, FRAME)}
    record = _without_names(_without_sensitive(read_record(folder / RECORD)))
    for name, text in record_files(record).items():
        found[f"{RECORD}/{name}"] = text.encode()
    return dict(sorted(found.items()))


def hashes(files: dict[str, bytes]) -> dict[str, str]:
    """The SHA-256 of each file."""
    return {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}


def _without_sensitive(record: Record) -> Record:
    open_ones = [
        one.model_copy(update={"evidence": tuple(map(_withheld, one.evidence))})
        for one in record.inspections
    ]
    return record.model_copy(update={"inspections": tuple(open_ones)})


def _withheld(evidence: Evidence) -> Evidence:
    if evidence.marking == OPEN:
        return evidence
    return evidence.model_copy(update={"says": WITHHELD, **dict.fromkeys(SOURCES)})


def _without_names(record: Record) -> Record:
    written = record.model_dump(by_alias=True)
    names = sorted({name.casefold() for name in _names(written)}, key=_number)
    given = {name: f"Person {number}" for number, name in enumerate(names, 1)}
    return Record.model_validate(_renamed(written, given))


def _number(name: str) -> tuple[int, str]:
    """People who have a number already keep it."""
    found = NUMBERED.fullmatch(name)
    return (int(found[1]), "") if found else (0, name)


def _names(value: object) -> Iterator[str]:
    """Whoever signed: what stands under "by", however deep."""
    if isinstance(value, Mapping):
        for key, held in value.items():
            yield from [held] if key == "by" and isinstance(held, str) else _names(held)
    elif isinstance(value, Iterable) and not isinstance(value, str):
        for held in value:
            yield from _names(held)


def _renamed(value: object, given: Mapping[str, str]) -> object:
    if isinstance(value, Mapping):
        return {
            key: given[held.casefold()]
            if key == "by" and isinstance(held, str)
            else _renamed(held, given)
            for key, held in value.items()
        }
    if isinstance(value, list | tuple):
        return [_renamed(held, given) for held in value]
    return value
