"""A record as a folder of Markdown, YAML and CSV, and a record from such a folder.

Every record has one form as files: what is written, read and written again is the same to the
byte. The reader also takes what people write by hand in another order or with other line ends.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, TypeVar

from openpeel.catalogue.loading import Key, check
from openpeel.errors import UserError
from openpeel.inspecting import files, references
from openpeel.inspecting.evidence_table import evidence_text, read_evidence
from openpeel.inspecting.markdown_files import markdown_text, markdown_values
from openpeel.inspecting.order import listed_by
from openpeel.inspecting.places import NATIONAL, PROGRAMME, judgment_name
from openpeel.inspecting.record import (
    Concern,
    Finding,
    Gap,
    Improvement,
    Inspection,
    Judgment,
    Line,
    NationalRecommendation,
    Record,
)
from openpeel.inspecting.texts import Written
from openpeel.inspecting.yaml_files import plain, yaml_text, yaml_values

M = TypeVar("M", bound=Written)

# What of an inspection stands in files of its own.
APART = ("lines", "evidence", "gaps", "findings", "judgments", "concerns", "improvements")


class NationalFile(Written):
    """national-recommendations.yaml."""

    recommendations: Annotated[tuple[NationalRecommendation, ...], listed_by("id")]


class GapsFile(Written):
    """gaps.yaml of an inspection."""

    gaps: Annotated[tuple[Gap, ...], listed_by("area", "characteristic")]


class LinesFile(Written):
    """lines-of-enquiry.yaml of an inspection."""

    lines: Annotated[tuple[Line, ...], listed_by("id")]


class ImprovementsFile(Written):
    """improvements.yaml of an inspection."""

    improvements: Annotated[tuple[Improvement, ...], listed_by("id")]


LISTS: tuple[tuple[str, str, type[Written]], ...] = (
    ("gaps", "gaps.yaml", GapsFile),
    ("lines", "lines-of-enquiry.yaml", LinesFile),
    ("improvements", "improvements.yaml", ImprovementsFile),
)


def record_files(record: Record) -> dict[str, str]:
    """A record's files, name within its folder to text, in the order of their names."""
    found = {PROGRAMME: yaml_text(plain(record, ("recommendations", "inspections")))}
    if record.recommendations:
        found[NATIONAL] = _list_text("recommendations", record.recommendations)
    for inspection in record.inspections:
        for name, text in _inspection_files(inspection).items():
            found[f"inspections/{inspection.id}/{name}"] = text
    return dict(sorted(found.items()))


def _inspection_files(inspection: Inspection) -> dict[str, str]:
    found = {"inspection.yaml": yaml_text(plain(inspection, ("id", *APART)))}
    if inspection.evidence:
        found["evidence.csv"] = evidence_text(inspection.evidence)
    for key, name, _ in LISTS:
        if listed := getattr(inspection, key):
            found[name] = _list_text(key, listed)
    for finding in inspection.findings:
        found[f"findings/{finding.id}.md"] = _with_words(finding, "words", "id")
    for judgment in inspection.judgments:
        found[judgment_name(judgment)] = _with_words(judgment, "rationale")
    for concern in inspection.concerns:
        found[f"concerns/{concern.id}.md"] = _with_words(concern, "words", "id")
    return found


def _list_text(key: str, listed: Iterable[Written]) -> str:
    return yaml_text({key: [plain(one) for one in listed]})


def _with_words(entry: Written, words: str, *leave: str) -> str:
    return markdown_text(plain(entry, (words, *leave)), getattr(entry, words))


def write_record(record: Record, folder: Path) -> None:
    """Write a record as `folder`, whole or not at all.

    An older record there is replaced; UserError when the folder holds anything else.
    """
    files.put(record_files(record), folder)


def read_record(folder: Path) -> Record:
    """The record in a folder; UserError names file, line and key of the first thing wrong.

    Every reference resolves: to areas and characteristics of the framework, to grades among its
    tiers, to forces, rounds, evidence and findings.
    """
    return _record(files.take(folder), folder)


def not_canonical(folder: Path) -> tuple[str, ...]:
    """A sentence for each file that is not as it would be written; the record must be readable."""
    taken = files.take(folder)
    written = record_files(_record(taken, folder))
    found = []
    for name in sorted(taken.keys() | written.keys()):
        if name not in written:
            found.append(f"{folder / name}: the file says nothing; it would not be written.")
        elif name not in taken:
            found.append(f"{folder / name}: what it holds stands in another file.")
        elif taken[name] != written[name].encode():
            line = _first_other_line(taken[name], written[name].encode())
            found.append(f"{folder / name}, line {line}: it would be written in another way.")
    return tuple(found)


def _first_other_line(one: bytes, other: bytes) -> int:
    pairs = zip(one.split(b"\n"), other.split(b"\n"), strict=False)
    return next((n for n, (a, b) in enumerate(pairs, 1) if a != b), 1)


def _record(taken: Mapping[str, bytes], folder: Path) -> Record:
    texts = {name: files.text_of(content, folder / name) for name, content in taken.items()}
    by_inspection: dict[str, dict[str, str]] = defaultdict(dict)
    for name, text in texts.items():
        if name.startswith("inspections/"):
            _, id, rest = name.split("/", 2)
            by_inspection[id][rest] = text
    head = _from_yaml(
        texts[PROGRAMME], folder / PROGRAMME, Record, ("recommendations", "inspections")
    )
    national = (
        _from_yaml(texts[NATIONAL], folder / NATIONAL, NationalFile).recommendations
        if NATIONAL in texts
        else ()
    )
    inspections = [
        _inspection(id, found, folder / "inspections" / id) for id, found in by_inspection.items()
    ]
    record = Record.model_validate(
        {**dict(head), "recommendations": national, "inspections": inspections}
    )
    for broken in references.broken(record):
        raise UserError(f"{files.shown(folder / broken.where)}, key {broken.key}: {broken.words}.")
    return record


def _inspection(id: str, texts: Mapping[str, str], folder: Path) -> Inspection:
    if "inspection.yaml" not in texts:
        raise UserError(f"{folder}: the inspection has no inspection.yaml; write one.")
    head = _from_yaml(
        texts["inspection.yaml"], folder / "inspection.yaml", Inspection, APART, {"id": id}
    )
    parts: dict[str, Any] = {
        key: getattr(_from_yaml(texts[name], folder / name, model), key)
        for key, name, model in LISTS
        if name in texts
    }
    if "evidence.csv" in texts:
        parts["evidence"] = read_evidence(texts["evidence.csv"], folder / "evidence.csv")
    parts["findings"] = [
        _from_markdown(text, folder / name, Finding, "words", {"id": Path(name).stem})
        for name, text in texts.items()
        if name.startswith("findings/")
    ]
    parts["concerns"] = [
        _from_markdown(text, folder / name, Concern, "words", {"id": Path(name).stem})
        for name, text in texts.items()
        if name.startswith("concerns/")
    ]
    parts["judgments"] = [
        _judgment(text, name, folder)
        for name, text in texts.items()
        if name.startswith("judgments/")
    ]
    return Inspection.model_validate({**dict(head), **parts})


def _judgment(text: str, name: str, folder: Path) -> Judgment:
    judgment = _from_markdown(text, folder / name, Judgment, "rationale")
    if judgment_name(judgment) != name:
        raise UserError(
            f"{folder / name}: by its round, area and forces the file is named"
            f" {judgment_name(judgment)}; rename it or change the keys."
        )
    return judgment


def _from_yaml(
    text: str,
    path: Path,
    model: type[M],
    apart: Iterable[str] = (),
    given: Mapping[str, str] | None = None,
) -> M:
    return _checked(*yaml_values(text, path), path, model, apart, given or {})


def _from_markdown(
    text: str, path: Path, model: type[M], words: str, given: Mapping[str, str] | None = None
) -> M:
    return _checked(*markdown_values(text, path, words), path, model, (), given or {})


def _checked(
    values: Mapping[str, Any],
    lines: dict[Key, int],
    path: Path,
    model: type[M],
    apart: Iterable[str],
    given: Mapping[str, str],
) -> M:
    for key in (*apart, *given):
        if key in values:
            where = "is the name of the file or folder" if key in given else "has a file of its own"
            raise UserError(f"{path}, line {lines[(key,)]}, key {key}: this {where}; take it out.")
    return check({**values, **given}, model, path, lines)
