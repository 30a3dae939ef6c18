"""A report is built from its evidence, stands as versions, and can be built again to the byte."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from small_folder import change, write_folder

from openpeel import reporting
from openpeel.cli import main
from openpeel.errors import UserError
from openpeel.verifying import verify

FIRST = "version: 1\npublished: 2022-04-27"
NEXT = "version: 2\npublished: 2023-07-08\nchanged: The revisit is told.\nnotices:\n  - {on: 2023-07-08, place: responding, words: We revisited the force.}"  # noqa: E501


def files(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


@pytest.fixture
def published(folder: Path, small_site: Path, tmp_path: Path) -> Path:
    made = reporting.build(folder, small_site, tmp_path / "out" / "report")
    assert [p.text("report.md") for p in made.problems] == []
    return made.folder


def test_a_report_is_pages_pdf_registers_and_everything_that_it_was_made_from(
    published: Path,
) -> None:
    there = files(published)
    for name in (
        "index.html", "responding/index.html", "figures/index.html", "about-the-data/index.html",
        "history/index.html", "register/register.csv", "register/register.json",
        "changes/index.html", "press/index.html", "report.pdf", "data/figures.json",
        "data/charts/abandoned.csv", "data/source/report.md",
        "data/source/record/programme.yaml",
    ):  # fmt: skip
        assert name in there, name
    assert there["report.pdf"].startswith(b"%PDF")
    rows = list(csv.DictReader(there["data/charts/abandoned.csv"].decode().splitlines()))
    assert len(rows) == 43


def test_every_figure_leads_to_its_trace_and_that_to_the_release(published: Path) -> None:
    page = (published / "responding" / "index.html").read_text()
    assert '<a class="live" href="../figures/index.html#abandoned">almost 20 percent</a>' in page
    traced = (published / "figures" / "index.html").read_text()
    assert 'id="abandoned"' in traced
    assert "383: 101 calls the caller ended" in traced
    assert "17.7 to 21.1" in traced
    assert "openpeel trace calls-101-abandoned.west-mercia.2020-21" in traced
    leads = re.findall(r'href="([^"]*)#calls-101-abandoned[^"]*"', traced)
    site = published.parent.parent.parent  # any folder above: the path is relative
    assert leads and all(place.startswith("../") for place in leads), site


def test_links_between_pages_lead_somewhere(published: Path) -> None:
    for path in published.rglob("*.html"):
        for href in re.findall(r'href="([^"#]*)["#]', path.read_text()):
            if href and "://" not in href:
                target = (path.parent / href).resolve()
                if target.is_relative_to(published.resolve()):
                    assert target.is_file(), (path, href)


def test_the_numbers_stand_in_footnotes(published: Path) -> None:
    page = (published / "responding" / "index.html").read_text()
    assert "Show me the numbers" in page
    assert "383 of 1,980; 95 percent interval 17.7 to 21.1" in page


def test_a_report_with_an_error_is_not_built(
    folder: Path, small_site: Path, tmp_path: Path
) -> None:
    change(folder, "report.md", "[almost 20 percent]", "[almost 30 percent]")
    made = reporting.build(folder, small_site, tmp_path / "out")
    assert (made.version, [p.rule for p in made.problems]) == (0, ["amount-not-supported"])
    assert not (tmp_path / "out").exists()


def test_built_again_from_its_own_folder_it_is_the_same(published: Path, small_site: Path) -> None:
    assert verify(published) == []
    assert verify(published, small_site) == []


@pytest.mark.parametrize(
    ("name", "before", "after", "said"),
    [
        ("index.html", "Calls wait", "Calls fly", "index.html: built again it is not the same."),
        ("data/source/report.md", "almost", "nearly", "data/source/report.md was changed by hand."),
        ("data/figures.json", "19.34", "18.34", "figures/index.html: built again"),
        ("register/register.csv", "kind", "kin", "register/register.csv: built again"),
    ],
)
def test_what_was_changed_by_hand_is_named(
    published: Path, name: str, before: str, after: str, said: str
) -> None:
    change(published, name, before, after)
    assert any(words.startswith(said) for words in verify(published))


def test_another_release_is_noticed(published: Path, small_site: Path, tmp_path: Path) -> None:
    import shutil

    other = tmp_path / "other"
    shutil.copytree(small_site, other)
    change(other, "data/measures/calls-101-abandoned.json", '"numerator": 383', '"numerator": 384')
    assert "abandoned: worked out again it is not the same." in verify(published, other)


def test_a_later_version_keeps_the_earlier_one_and_says_what_changed(
    published: Path, small_site: Path, tmp_path: Path
) -> None:
    before = files(published)
    later = write_folder(tmp_path / "later")
    change(later, "report.yaml", FIRST, NEXT)
    change(later, "report.md", "Calls wait.", "Calls are answered.")
    made = reporting.build(later, small_site, published)
    assert made.version == 2
    now = files(published)
    page = now["responding/index.html"].decode()
    assert "UPDATE, 8 July 2023:</strong> We revisited the force." in page
    old = now["versions/1/index.html"].decode()
    assert "Calls wait." in old and "which a later one has replaced" in old
    assert 'href="../../index.html"' in old
    assert now["versions/1/data/source/report.md"] == before["data/source/report.md"]
    changes = now["changes/index.html"].decode()
    assert "<del>Calls wait.</del>" in changes and "<ins>Calls are answered.</ins>" in changes
    assert verify(published) == []


def test_a_later_version_without_an_earlier_one_is_said(
    folder: Path, small_site: Path, tmp_path: Path
) -> None:
    def built(out: str) -> str:
        words = [str(folder), "--site", str(small_site), "--out", str(tmp_path / out)]
        return CliRunner().invoke(main, ["report", "build", *words]).output

    assert "No earlier version" not in built("kept")
    change(folder, "report.yaml", FIRST, NEXT)
    assert "No earlier version" not in built("kept")
    assert f"No earlier version stands in {tmp_path / 'alone'}" in built("alone")


def test_a_published_version_is_not_written_over(
    published: Path, small_site: Path, folder: Path
) -> None:
    change(folder, "report.md", "Calls wait.", "Calls are answered.")
    with pytest.raises(UserError, match=r"version 1 is published already, with other words"):
        reporting.build(folder, small_site, published)


def test_building_the_same_again_gives_the_same_bytes(
    published: Path, small_site: Path, folder: Path
) -> None:
    before = files(published)
    reporting.build(folder, small_site, published)
    assert files(published) == before


def test_an_older_version_does_not_replace_a_newer_one(
    published: Path, small_site: Path, folder: Path, tmp_path: Path
) -> None:
    later = write_folder(tmp_path / "later")
    change(later, "report.yaml", FIRST, NEXT)
    reporting.build(later, small_site, published)
    with pytest.raises(UserError, match="version 2 is published already"):
        reporting.build(folder, small_site, published)


def test_a_folder_that_is_no_report_is_left_alone(
    folder: Path, small_site: Path, tmp_path: Path
) -> None:
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.txt").write_text("Years of work")
    with pytest.raises(UserError, match="this is no published report"):
        reporting.build(folder, small_site, tmp_path / "thesis")
    assert (tmp_path / "thesis" / "chapter.txt").read_text() == "Years of work"


def test_commands(folder: Path, small_site: Path, tmp_path: Path) -> None:
    run, out = CliRunner(), tmp_path / "out"
    site = ["--site", str(small_site)]
    checked = run.invoke(main, ["report", "check", str(folder), *site])
    assert (checked.exit_code, checked.output) == (0, "no errors, no warnings, no notes.\n")
    built = run.invoke(main, ["report", "build", str(folder), *site, "--out", str(out)])
    assert built.exit_code == 0 and "Version 1 is in" in built.output
    verified = run.invoke(main, ["report", "verify", str(out), *site])
    assert (verified.exit_code, verified.output.split(":")[0]) == (0, "Confirmed")
    same = run.invoke(main, ["report", "diff", str(out), str(out)])
    assert "Nothing else changed." in same.output
    change(folder, "report.md", "[double]", "[three times]")
    wrong = run.invoke(main, ["report", "check", str(folder), *site, "--json"])
    assert wrong.exit_code == 1
    (problem,) = json.loads(wrong.output)
    assert problem["rule"] == "comparison-not-supported" and problem["line"] == 18


@pytest.mark.parametrize(
    ("name", "before", "after", "said"),
    [
        (
            "figures.yaml",
            "period: 2020-21}\n  abandoned-before",
            "period: 1999-00}\n  abandoned-before",
            "west-mercia.1999-00; periods there: 2019-20, 2020-21",
        ),
        (
            "figures.yaml",
            "calls-101-abandoned, period: 2020-21",
            "calls-7, period: 2020-21",
            "the site has no measure calls-7",
        ),
        ("figures.yaml", "GR6", "GR7", "has no estimate of question GR7"),
        (
            "figures.yaml",
            "document: charter",
            "document: rumour",
            "the record has no evidence rumour",
        ),
        (
            "figures.yaml",
            "document: charter",
            "survey: bail",
            "a figure of kind survey needs answer",
        ),
        (
            "report.yaml",
            "inspection: west-mercia-2021-22",
            "inspection: kent",
            "the record has no kent",
        ),
        ("report.yaml", "version: 1", "version: 2", "a later version says in a sentence"),
        ("report.md", "[465](figure:parishes)", "[465](https:parishes)", "is no link of a report"),
        ("report.md", "* [107]", "1. [107]", "no ordered list here"),
        ("report.md", "Calls wait.", "Calls `wait`.", "no code inline here"),
        ("report.md", "Calls wait.", "<b>Calls</b> wait.", "HTML can't be used"),
        ("report.md", "Calls wait.", "Calls wait. <!-- not yet -->", "HTML can't be used"),
        ("report.md", "Calls wait.", "[Calls](javascript:alert()) wait.", "is no link of a report"),
        ("report.md", "Calls wait.", "[Calls](data:text/html;x) wait.", "is no link of a report"),
        ("report.md", "Calls wait.", "[Calls][here] wait.", "write the address of a link behind"),
        ("report.md", "Calls wait.", "Calls wait[^a].", "no footnotes of its own"),
        ("report.md", "Calls wait.", "| Calls | wait |\n|---|---|", "a report has no tables"),
        ("report.md", "Calls wait.", "\tCalls wait.", "begins with a tab or four spaces"),
        ("report.md", "Calls wait.", "Calls ![x](chart:abandoned).", "a chart stands by itself"),
        ("report.md", "Calls wait.", "Calls\u202e wait.", "an invisible character (U+202E)"),
        ("report.md", "Calls wait.", "Calls\u200b wait.", "an invisible character (U+200B)"),
        ("figures.yaml", "document: charter", "document: charter, group: x", "not this key"),
        ("figures.yaml", "calls-101-abandoned", "calls-101-abandond", "did you mean calls-101-ab"),
        ("figures.yaml", "2019-20}", "2019-20, force: utopia}", "write one like west-mercia"),
        ("figures.yaml", "2019-20}", "2019-20, force: West-Mercia}", "did you mean west-mercia"),
        ("figures.yaml", "2019-20}", "2019-20, group: asian}", "it has no groups"),
        ("figures.yaml", "2019-20}", "2019}", "periods there: 2"),
        ("report.md", "(chart:abandoned)", "(chart:records)", "report.md, line 23: records is no"),
    ],
)
def test_what_can_t_be_read_is_said_in_a_sentence(
    folder: Path, small_site: Path, name: str, before: str, after: str, said: str
) -> None:
    change(folder, name, before, after)
    with pytest.raises(UserError) as problem:
        reporting.check(folder, small_site)
    assert said in str(problem.value)


def test_hostile_words_stay_words(folder: Path, small_site: Path, tmp_path: Path) -> None:
    change(
        folder, "report.yaml", "Alex Example", "'<script>alert()</script> & {{ secrets }} #let x'"
    )
    made = reporting.build(folder, small_site, tmp_path / "out")
    page = (made.folder / "index.html").read_text()
    assert "<script>" not in page
    assert "&lt;script&gt;alert()&lt;/script&gt; &amp; {{ secrets }} #let x" in page
