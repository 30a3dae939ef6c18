"""The source folder of a small report, on the small site."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from small_report import evidence, inspection

from openpeel.inspecting.folder import write_record
from openpeel.inspecting.record import Record

FIGURES = """figures:
  abandoned: {measure: calls-101-abandoned, period: 2020-21}
  abandoned-before: {measure: calls-101-abandoned, period: 2019-20}
  know: {measure: disclosures-know-rate, period: 2020-21}
  searches: {audit: searches-2, question: GR6, interval: as-published}
  searches-before: {audit: searches-1, question: GR6, interval: as-published}
  records: {audit: searches-2, says: drawn}
  parishes: {document: charter, value: 465, unit: count, words: parish councils, where: page 3}
"""
FRAME = """title: West Mercia Police (simulated)
inspection: west-mercia-2021-22
version: 1
published: 2022-04-27
inspector: Alex Example
"""
TEXT = """# West Mercia Police (simulated)

## Overall summary

Calls wait.

## HM Inspector's observations

I look forward to what comes next.

## Responding to the public

The charter was agreed with [465](figure:parishes) parish councils.

### Calls wait too long

The force let [almost 20 percent](figure:abandoned) of calls go,
[double](compare:abandoned?with=standard) the national standard and
[worse](compare:abandoned?with=abandoned-before) than the year before.
In the 42 forces with figures, disclosures show
[no clear difference](compare:know?with=england-and-wales).

![Too many callers give up](chart:abandoned)

* [107](figure:records) records were reviewed.
* Of them [94.4 percent](figure:searches) ([+/- 3.9 percent](interval:searches)) had grounds, with
  [no clear change](compare:searches?with=searches-before) from
  [92.7 percent](figure:searches-before).
"""


def record(**changed: Any) -> Record:
    charter = evidence(
        "charter", "document", document="Community charter", sha256="0" * 64,
        shows=date(2021, 2, 1), received=date(2021, 8, 3),
    )  # fmt: skip
    made = inspection(evidence=[evidence("e1", "interview"), charter], **changed)
    return Record(id="peel", name="PEEL", organisation="A team", inspections=(made,))


def write_folder(folder: Path, *, text: str = TEXT, frame: str = FRAME) -> Path:
    folder.mkdir(parents=True)
    write_record(record(), folder / "record")
    (folder / "figures.yaml").write_text(FIGURES)
    (folder / "report.yaml").write_text(frame)
    (folder / "report.md").write_text(text)
    return folder


def change(folder: Path, name: str, before: str, after: str) -> None:
    """Put one thing in the place of another in a file that holds it."""
    path = folder / name
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after))
