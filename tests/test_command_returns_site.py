"""Returns on the site: what build, trace and verify make of what was submitted and answered."""

from __future__ import annotations

import csv
import re
import shutil
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import duckdb
import pytest

from drawn_files import ANNA, NO_AUGUST, ON, VOLUNTARY, WORDS, answered, attendances, batch_of, send
from openpeel import site as site_module
from openpeel.catalogue.measures import measures
from openpeel.catalogue.response_times import response_times
from openpeel.facts.simulator import simulate
from test_command_line import contents, run

RECORDED = "voluntary-attendance-recorded.kent.2025-26"


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with Kent's return `va.csv`, submitted to `site.lake`; one query is open."""
    return send(tmp_path_factory.mktemp("asked"))


@pytest.fixture(scope="module")
def built(asked: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with the query answered, and the site built from it."""
    place = tmp_path_factory.mktemp("built") / "kent"
    shutil.copytree(asked, place)
    run("reply", answered(place / "back.csv"), *ANNA, "--lake", place / "site.lake")
    result = run("build", place / "data", "--out", place / "site")
    assert result.exit_code == 0, result.output
    return place


@pytest.fixture
def place(asked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of one's own with `va.csv` and `site.lake`, in which the command runs."""
    shutil.copytree(asked, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def site(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same with the site."""
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def simulated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three small returns of a simulated year in `data`, and the site after they were submitted."""
    place = tmp_path_factory.mktemp("simulated")
    simulate(
        place / "data", 1, 0.0005, years=1, only=["arrests", "releases", "voluntary-attendance"]
    )
    sent = run("submit", place / "data", *ANNA, *ON, "--lake", place / "site.lake")
    assert sent.exit_code == 0, sent.output
    (place / "submitted.txt").write_text(sent.output)
    result = run("build", place / "data", "--out", place / "site")
    assert result.exit_code == 0, result.output
    (place / "built.txt").write_text(result.output)
    return place


def test_a_simulated_folder_stands_for_the_returns_in_it(simulated: Path) -> None:
    lines = (simulated / "submitted.txt").read_text().splitlines()
    sent = [line.partition(": ")[2].partition(",")[0] for line in lines]
    assert [line.partition(" rows of ")[2] for line in sent] == [
        "arrests", "releases", "voluntary-attendance"
    ]  # fmt: skip


def words_of(page: Path) -> str:
    """What a page says, without its marks."""
    found: list[str] = []
    reader = HTMLParser()
    reader.handle_data = found.append  # type: ignore[method-assign]
    reader.feed(page.read_text(encoding="utf-8"))
    return " ".join(" ".join(found).split())


def test_a_reply_stands_on_the_forces_page_and_in_the_note_on_sources(built: Path) -> None:
    for page in ("returns/kent/index.html", "sources/index.html"):
        words = words_of(built / "site" / page)
        assert NO_AUGUST in words
        assert WORDS in words
        assert "Zoë Analyst" in words
    assert "Submitted by Anna Example on" in words
    assert "0 queries are open and 1 answered" in words_of(built / "site/returns/kent/index.html")
    assert WORDS not in words_of(built / "site/returns/surrey/index.html")
    assert NO_AUGUST not in words_of(built / "site/returns/kent/share-back/index.html")


def test_trace_of_a_figure_on_returns_names_the_batch_and_its_hash(built: Path) -> None:
    batch = batch_of(
        run("submit", built / "va.csv", *VOLUNTARY, *ANNA, "--lake", built / "site.lake").output
    )
    sha256 = contents(built)["va.csv"]
    assert batch.startswith(f"return-{sha256[:16]}-voluntary-attendance-1-")
    traced = run("trace", RECORDED, "--site", built / "site")
    assert "132 / 132" in traced.output
    name = f"returns/voluntary-attendance/kent/2025-04-to-2026-03 (batch {sha256[:12]})"
    assert f"file {name}, SHA-256 {sha256}" in traced.output


def test_a_month_without_rows_counts_as_none_supplied_until_somebody_says_that_it_is_none(
    place: Path,
) -> None:
    published = [line for line in _build_and_trace().splitlines() if line.startswith("  published")]
    assert published == ["  published    100 [p] 11 of 12 months supplied"]
    run("reply", answered(place / "back.csv"), *ANNA)
    assert "  published    100\n" in _build_and_trace()


def _build_and_trace() -> str:
    assert run("build", "data", "--out", "site").exit_code == 0
    return run("trace", RECORDED, "--site", "site").output


def test_verify_confirms_a_site_on_returns_and_names_one_that_changed(site: Path) -> None:
    verify = ("verify", "site", "--data", "data")
    assert "site is confirmed: the same inputs gave the same bytes." in run(*verify).output
    old = contents(site)["va.csv"][:12]
    (site / "va.csv").write_text(attendances().replace("yes", "no", 1))
    run("submit", "va.csv", *VOLUNTARY, *ANNA)
    result = run(*verify)
    assert result.exit_code == 1
    name = "returns/voluntary-attendance/kent/2025-04-to-2026-03"
    assert f"{name} (batch {old}) in the lake is gone since" in result.output
    assert f"{name} (batch {contents(site)['va.csv'][:12]}) in the lake is new" in result.output
    assert run("build", "data", "--out", "site").exit_code == 0
    assert run(*verify).exit_code == 0
    assert "131 / 132" in run("trace", RECORDED, "--site", "site").output
    assert WORDS in words_of(site / "site" / "returns" / "kent" / "index.html")


def test_a_file_that_was_submitted_counts_once(simulated: Path) -> None:
    printed = (simulated / "built.txt").read_text()
    for table in ("arrests", "releases", "voluntary_attendance"):
        assert f"{table}.parquet: submitted as a return, which counts instead" in printed
    traced = run("trace", "arrests-force-recorded.kent.2020-21", "--site", simulated / "site")
    sent = duckdb.sql(
        f"select count(*), count(*) filter (where force_recorded)"
        f" from '{simulated}/data/arrests.parquet' where force = 'E23000032'"
    ).fetchall()
    assert [int(n) for n in re.findall(r"from (\d+) rows", traced.output)] == [
        sent[0][1], sent[0][0]
    ]  # fmt: skip


# What the report could not say, and could once the times of arrival were there


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Incidents of a simulated year: the site `before` and `after` the later file was submitted."""
    place = tmp_path_factory.mktemp("corrected")
    listed = response_times()
    shown = {listed.unusable, *(column.measure for column in (*listed.answers, *listed.clocks))}
    few = {id: measure for id, measure in measures().items() if id in shown}
    lake = ("--lake", place / "lake")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(site_module, "measures", lambda: few)  # the others would take a minute
        run("simulate", "--out", place / "data", "--scale", 0.0005, "--years", 1,
            "--only", "incidents")  # fmt: skip
        for out in ("before", "after"):
            if out == "after":
                run("samples", "--arrivals", place / "data", "--out", place / "later")
            sent = place / ("data" if out == "before" else "later")
            result = run("submit", sent, *ANNA, *ON, *lake)
            assert result.exit_code == 0, result.output
            assert run("build", place / "data", "--out", place / out, *lake).exit_code == 0
        verified = run("verify", place / "after", "--data", place / "data", *lake)
    (place / "submitted.txt").write_text(result.output)
    (place / "verified.txt").write_text(verified.output)
    return place


def rows_about(page: Path, force: str) -> list[str]:
    """The force's row in each table of a page, in words."""
    rows = re.findall(r"<tr\b.*?</tr>", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    plain = [" ".join(unescape(re.sub("<[^>]+>", " ", row)).split()) for row in rows]
    return [row.removeprefix(force).strip() for row in plain if row.startswith(force)]


def test_response_times_can_be_told_once_the_times_of_arrival_are_sent(corrected: Path) -> None:
    (why,) = rows_about(corrected / "before" / "response-times" / "index.html", "West Mercia")
    assert why.startswith("100.0% [x] The force's system cannot report it;")
    assert "takes the place of return-" in (corrected / "submitted.txt").read_text()

    later = corrected / "later" / "incidents-west-mercia.parquet"
    (told,) = duckdb.sql(
        "select count(*) filter (where date_diff('second', created_at, arrived_at) <= target_s),"
        f" count(*) from '{later}' where first_grade = 'immediate' and arrived_at is not null"
    ).fetchall()
    in_target, of = told
    assert of >= 30
    times, _ = rows_about(corrected / "after" / "response-times" / "index.html", "West Mercia")
    assert times.startswith("0.00% ")
    assert f" {in_target / of:.1%} " in times


def test_nobody_elses_figures_change_with_it(corrected: Path) -> None:
    before, after = (
        [row for row in values_of(corrected / site) if row["force"] not in CHANGED]
        for site in ("before", "after")
    )
    assert len({row["force"] for row in before}) == 42
    assert before == after
    assert "is confirmed" in (corrected / "verified.txt").read_text()


def test_what_was_asked_about_the_first_file_is_asked_no_more(corrected: Path) -> None:
    page, sources = "returns/west-mercia/index.html", "sources/index.html"
    before, after = (corrected / site for site in ("before", "after"))
    assert "is in the file and empty in all of its" in (before / page).read_text()
    assert "is in the file and empty in all of its" not in (after / page).read_text()
    assert "Corrected since by later submissions of West Mercia" in (after / sources).read_text()


CHANGED = ("West Mercia", "England and Wales")


def values_of(site: Path) -> list[dict[str, str]]:
    with (site / "data" / "values.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
