"""Plans: what a sample can show before it is drawn, what a decision needs, and what it costs."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from crimes_files import crime, rape, write
from hypothesis import given
from hypothesis import strategies as some

from openpeel.audits.plans import plan_chart, plan_csv, plan_html, plan_text
from openpeel.catalogue.audit_designs import designs, find_design
from openpeel.cli import main
from openpeel.errors import UserError
from openpeel.sampling.planning import (
    expected,
    percent,
    plan_design,
    plan_files,
    sentences,
    weights_effect,
)
from openpeel.statistics import share_interval

VICTIM = find_design("victim-service-2021")


def test_130_files_at_80_percent() -> None:
    """They say 72 to 86%, and two such rounds find no smaller rise than to 92%."""
    row = plan_files(0.8, files=130).samples[0].whole
    assert (percent(row.lower), percent(row.upper)) == ("72%", "86%")
    assert row.rise is not None
    assert percent(row.rise) == "92%"


def test_ten_files_at_80_percent_say_next_to_nothing() -> None:
    """49 to 94%, and no rise at all would be found."""
    row = plan_files(0.8, files=10).samples[0].whole
    assert (percent(row.lower), percent(row.upper), row.rise) == ("49%", "94%", None)
    assert "no rise at all" in " ".join(sentences(plan_files(0.8, files=10)))


def test_the_decision_names_the_files_that_it_needs() -> None:
    plan = plan_files(0.8, after=0.9)
    assert plan.samples[0].whole.files == 199
    assert next(sentences(plan)) == (
        "To see a rise from 80% to 90% with 80% power, each of two rounds needs 199 files."
    )


def test_a_design_is_held_against_the_decision() -> None:
    assert "needs 199 files; here are 130, which is not enough." in next(
        sentences(plan_design(VICTIM, 0.8, after=0.9))
    )
    assert "a fall from 80% to 50%" in next(sentences(plan_design(VICTIM, 0.8, after=0.5)))
    assert "which is enough" in next(sentences(plan_design(VICTIM, 0.8, after=0.5)))


def test_a_move_that_only_every_file_would_show() -> None:
    assert next(sentences(plan_files(0.8, after=0.81, population=40))) == (
        "To see a rise from 80% to 81% with 80% power, each of two rounds needs 40 files, which"
        " is every file that there is."
    )


def test_each_sample_stands_before_its_strata() -> None:
    names = [row.name for row in plan_design(VICTIM, 0.8).rows]
    assert names[0] == "journey"
    # a sample of one stratum stands alone
    assert names[9:] == ["community-resolutions", "outcomes", "caution", "victim-withdrew"]


def test_a_known_population_makes_the_interval_narrower() -> None:
    free = expected("a", "a", 100, 0.8)
    bound = expected("a", "a", 100, 0.8, population=150)
    assert free.lower < bound.lower < 0.8 < bound.upper < free.upper
    all_of_them = expected("a", "a", 100, 0.8, population=100)
    assert (all_of_them.lower, all_of_them.upper, all_of_them.rise) == (0.8, 0.8, 0.8)
    assert expected("a", "a", 100, 0.8, population=60).files == 60


def test_unequal_weights_cost_files(stat_refs: Path) -> None:
    """The sample of 130 in eight strata of very unequal size is worth about 87 of equal weight."""
    with (stat_refs / "vsa_shaped_sample.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    populations = {row["stratum"]: int(row["population"]) for row in rows}
    files = {row["stratum"]: int(row["sampled"]) for row in rows}
    effect = weights_effect(populations, files)
    weights = [float(row["weight"]) for row in rows]
    kish = len(weights) * sum(w * w for w in weights) / sum(weights) ** 2
    assert effect == pytest.approx(kish, rel=1e-9)
    assert effect > 1.4


@given(
    some.dictionaries(
        some.sampled_from("abcdef"), some.tuples(some.integers(1, 10_000), some.integers(1, 50)),
        min_size=1,
    )
)  # fmt: skip
def test_weights_never_gain_files(strata: dict[str, tuple[int, int]]) -> None:
    sizes = {id: size for id, (size, _) in strata.items()}
    files = {id: n for id, (_, n) in strata.items()}
    assert weights_effect(sizes, files) >= 1 - 1e-12


@given(some.integers(1, 500), some.floats(0, 1))
def test_the_interval_is_wilsons_and_holds_the_share(files: int, share: float) -> None:
    row = expected("a", "a", files, share)
    wilson = share_interval(share * files, files)
    assert (row.lower, row.upper) == (wilson.lower, wilson.upper)
    assert row.lower <= share + 1e-9
    assert share <= row.upper + 1e-9
    assert row.fall is None or row.fall < share
    assert row.rise is None or row.rise > share


def test_second_reviews_and_hours() -> None:
    """0.15 of 150 files are 23; the first three of each of six reviewers are 18."""
    work = plan_design(VICTIM, 0.8, reviewers=6).work
    assert (work.files, work.second_reviews, work.minutes) == (150, 41, 25)
    assert work.hours == pytest.approx(191 * 25 / 60)
    assert plan_design(VICTIM, 0.8, reviewers=100).work.second_reviews == 150


def test_every_design_has_a_plan() -> None:
    for design in designs().values():
        plan = plan_design(design, 0.9)
        assert plan_text(plan)
        assert all(row.files for row in plan.rows)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ({"files": None}, "say how many files, or from what share"),
        ({"after": 0.8}, "the two shares are the same"),
        ({"files": 10, "population": 9}, "10 files can't be drawn from a population of 9"),
    ],
)
def test_what_a_plan_is_refused_for(words: dict[str, object], says: str) -> None:
    with pytest.raises(UserError, match=says):
        plan_files(0.8, **words)  # type: ignore[arg-type]


def test_text_csv_chart_and_page_hold_the_same_numbers() -> None:
    plan = plan_design(VICTIM, 0.8, after=0.9)
    rows = list(csv.DictReader(plan_csv(plan).splitlines()))
    assert [row["name"] for row in rows] == [row.name for row in plan.rows]
    assert float(rows[0]["lower"]) == plan.rows[0].lower
    assert rows[1]["rise_found"] == ""
    chart = plan_chart(plan)
    assert chart.title == "130 files at 80% say 72% to 86%; 5 files say 38% to 96%"
    page = plan_html(plan)
    for row in plan.rows:
        assert row.name in plan_text(plan)
        shown = f"{percent(row.lower)} to {percent(row.upper)}"
        assert shown in plan_text(plan)
        assert f'<td class="n">{shown}</td>' in page
    assert page.count("<svg") == 2


def test_the_page_stands_alone() -> None:
    page = plan_html(plan_design(VICTIM, 0.8))
    assert page.startswith('<!doctype html>\n<html lang="en-GB">')
    assert page.count("<h1>") == 1
    assert not re.search(r'(?:src|href)="(?!#)', page)
    assert "<script" not in page
    assert "url(" not in page


def run(*words: object) -> Result:
    return CliRunner().invoke(main, ["audit", "plan", *map(str, words)])


def test_the_command_writes_a_page_or_a_table(tmp_path: Path) -> None:
    for name in ("plan.html", "plan.csv"):
        done = run("--files", 130, "--share", 0.8, "--population", 5000, "--out", tmp_path / name)
        assert done.exit_code == 0, done.output
        assert "130 files at 80% say 72% to 86%" in done.output
        assert (tmp_path / name).stat().st_size


def test_a_sheet_tells_what_its_weights_cost(tmp_path: Path) -> None:
    rows = [crime(f"22/{n}") for n in range(2_000)] + [rape(f"23/{n}") for n in range(40)]
    source = write(tmp_path / "crimes.csv", rows)
    drawn = CliRunner().invoke(main, [
        "audit", "draw", str(source), "--design", "victim-service-2021", "--force", "West Mercia",
        "--out", str(tmp_path),
    ])  # fmt: skip
    assert drawn.exit_code == 0, drawn.output
    done = run("--sheet", tmp_path / "sheet.yaml")
    assert "35 files (worth 21 of equal weight) at 80% say" in " ".join(done.output.split())
    done = run("--sheet", tmp_path / "sheet.yaml", "--design", "service-review-2025")
    assert (done.exit_code, "not by service-review-2025" in done.output) == (2, True)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "say how many files"),
        (("--from", "0.8"), "a move has two shares"),
        (("--from", "0.8", "--to", "0.9", "--share", "0.7"), "two different shares"),
        (("--files", "10", "--design", "victim-service-2021"), "leave out --files"),
        (("--files", "10", "--share", "80"), "not in the range"),
        (("--files", "10", "--out", "plan.pdf"), ".html or .csv"),
        (("--design", "none"), "no audit design 'none'"),
    ],
)
def test_what_the_command_is_refused_for(words: tuple[str, ...], says: str) -> None:
    done = run(*words)
    assert done.exit_code == 2
    assert says in done.output
