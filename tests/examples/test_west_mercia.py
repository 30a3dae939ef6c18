"""The demonstration inspection: its record holds together, and its words are our own."""

import re
from datetime import date
from pathlib import Path

import pytest

from openpeel.catalogue.frameworks import framework
from openpeel.inspecting.folder import not_canonical, read_record
from openpeel.inspecting.record import Inspection, Record
from openpeel.inspecting.rules import Context, check_record
from openpeel.reporting import Written, read_written
from openpeel.reports.data.resolving import BESIDE
from openpeel.reports.text.definitions import read_figures
from openpeel.reports.text.document import ChartOf, read_document
from openpeel.reports.text.structure import structure

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "west-mercia-2021-22"
FIRST = EXAMPLE / "version-1"
# A version's folder, and the day from which it stood.
VERSIONS = [(FIRST, date(2022, 4, 28)), (EXAMPLE, date(2024, 5, 24))]
REGIONAL = "west-midlands-region-soc-2024"


@pytest.fixture(scope="module")
def record() -> Record:
    return read_record(EXAMPLE / "record")


@pytest.fixture(scope="module")
def inspection(record: Record) -> Inspection:
    return next(one for one in record.inspections if one.id == "west-mercia-2021-22")


@pytest.mark.parametrize(("folder", "on"), VERSIONS, ids=["version-1", "version-2"])
def test_the_record_is_consistent_and_in_its_one_form(folder: Path, on: date) -> None:
    problems = check_record(read_record(folder / "record"), Context(on=on))
    assert [p for p in problems if p.level != "note"] == []
    assert not_canonical(folder / "record") == ()


def test_everything_is_labelled_simulated(record: Record) -> None:
    assert all(one.simulated and "(simulated)" in one.name for one in record.inspections)
    for folder, _ in VERSIONS:
        assert "(simulated)" in read_written(folder).source.frame.title


def test_grades_are_those_of_the_published_report(inspection: Inspection) -> None:
    grades = {judgment.area: judgment.grade for judgment in inspection.judgments}
    assert grades == {
        "victims": None,
        "treating-the-public": "adequate",
        "preventing-crime": "good",
        "responding": "requires improvement",
        "investigating-crime": "requires improvement",
        "protecting-vulnerable-people": "adequate",
        "managing-offenders": "adequate",
        "workforce": "adequate",
        "strategic-planning": "requires improvement",
    }


def test_the_region_is_inadequate_with_its_own_date_for_its_four_forces(record: Record) -> None:
    region = next(one for one in record.inspections if one.id == REGIONAL)
    (judgment,) = region.judgments
    assert (judgment.grade, judgment.date) == ("inadequate", date(2024, 5, 24))
    assert set(judgment.forces) == set(region.forces)
    assert len(region.forces) == 4


def test_the_region_s_judgment_stands_in_version_2_alone() -> None:
    area = "serious-organised-crime"
    judged = [{j.area for j in read_written(folder).source.judgments} for folder, _ in VERSIONS]
    assert [area in areas for areas in judged] == [False, True]


def test_the_cause_of_concern_stays_open_after_the_revisit(inspection: Inspection) -> None:
    (concern,) = inspection.concerns
    assert [step.status for step in concern.history] == ["open", "progress seen"]
    (recommendation,) = concern.recommendations
    assert recommendation.deadline == date(2022, 7, 28)  # three months after publication
    assert recommendation.history[-1].words  # closed, with the figures that justify it


def test_improvements_of_2019_are_closed_with_reasons(record: Record) -> None:
    earlier = next(one for one in record.inspections if one.id == "west-mercia-2018-19")
    assert len(earlier.improvements) == 4
    for one in earlier.improvements:
        assert one.history[-1].status == "closed"
        assert one.history[-1].words


@pytest.mark.parametrize("folder", [FIRST, EXAMPLE], ids=["version-1", "version-2"])
def test_the_report_tells_each_finding_of_the_record_under_its_area(folder: Path) -> None:
    written = read_written(folder)
    cut = structure(written.source.document, written.source.framework)
    assert cut.problems == ()
    told = [(s.id, finding.heading) for s in cut.areas for finding in s.findings]
    found = [(f.area, f.heading) for f in written.source.inspection.findings]
    assert sorted(told) == sorted(found)
    assert len(found) == 41


@pytest.mark.parametrize(
    ("folder", "text"),
    [(FIRST, "report.md"), (EXAMPLE, "report.md"), (EXAMPLE, "as-published.md")],
)
def test_each_link_leads_to_a_figure_or_to_evidence(folder: Path, text: str) -> None:
    document, figures = read_document(folder / text), set(read_figures(folder / "figures.yaml"))
    evidence = {one.id for one in read_written(folder).source.inspection.evidence}
    for link in document.links():
        assert link.target in (evidence if link.scheme == "evidence" else figures), link
        assert link.with_ in figures | {"", *BESIDE}, link
    charts = [block.target for block in document.blocks if isinstance(block, ChartOf)]
    assert set(charts) <= figures


def test_the_report_has_at_least_three_charts() -> None:
    blocks = read_document(EXAMPLE / "report.md").blocks
    assert sum(isinstance(block, ChartOf) for block in blocks) >= 3


def test_version_1_knows_nothing_of_the_revisit() -> None:
    first, second = (read_written(folder) for folder, _ in VERSIONS)
    assert _rounds(first) == ["inspection"]
    assert _rounds(second) == ["inspection", "revisit-2023"]
    assert first.source.frame.notices == ()
    earlier, later = (
        {evidence.id for evidence in one.source.inspection.evidence} for one in (first, second)
    )
    assert earlier < later


def test_no_run_of_eight_words_is_the_published_report_s() -> None:
    """Names of areas are the framework's, and everybody's."""
    seed = EXAMPLE.parents[2] / "shared" / "report" / "west-mercia-peel-2021-22.txt"
    if not seed.is_file():
        pytest.skip("../shared/report is not here, so the words can't be held against it")
    names = [
        run
        for area in framework("peel-2021-22-revised").areas
        for run in _runs(f"{area.name} {area.judged or ''}")
    ]
    published = _runs(seed.read_text(encoding="utf-8")) - set(names)
    for path in sorted(EXAMPLE.rglob("*")):
        if path.is_file():
            assert _runs(path.read_text(encoding="utf-8")) & published == set(), path.name


def _rounds(written: Written) -> list[str]:
    return [one.id for one in written.source.inspection.rounds]


def _runs(text: str, length: int = 8) -> set[tuple[str, ...]]:
    plain = re.sub(r"\]\([^)]*\)", "", text).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").lower()
    words = re.findall(r"[a-z0-9£]+", plain.replace("'", ""))
    return {tuple(words[at : at + length]) for at in range(len(words) - length + 1)}
