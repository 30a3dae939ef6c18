"""Published rounds on the site: what a reader finds, and how it can be worked out again."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from frozen import Page, read
from playwright.sync_api import Browser
from published_rounds import every_round, published, round_answers

from openpeel.audits.site.places import figure_anchor, on_site
from openpeel.audits.site.question_view import as_published
from openpeel.audits.site.repeat_view import repeat_view
from openpeel.audits.site.results import Repeated, Results
from openpeel.audits.site.round_view import round_view
from openpeel.audits.site.tables import TABLES, round_tables
from openpeel.catalogue.left_out import beside_the_list
from openpeel.sampling.estimates import estimate

VSA = "audits/west-mercia-vsa-1"


def page(site: Path, address: str) -> Page:
    return read(site / address / "index.html")


def words(site: Path, address: str) -> str:
    return re.sub(r"\s+", " ", page(site, address).text)


def test_audits_are_a_section_of_a_site_that_has_some(returns_site: Path, site: Path) -> None:
    assert "../audits/index.html" in page(returns_site, "forces").links
    assert not [link for link in page(site, "forces").links if "audits" in link]
    assert not (site / "audits").exists()


def test_there_is_a_page_for_each_question_that_was_asked(returns_site: Path) -> None:
    for round in every_round():
        folder = returns_site / "audits" / round.answers.slug
        for question in Results(round).questions:
            assert (folder / question.id / "index.html").is_file()


def test_a_round_says_what_was_drawn_from_what(returns_site: Path) -> None:
    text = words(returns_site, VSA)
    assert "150 files of West Mercia were reviewed, drawn by chance from " in text
    assert "321: cancelled: no longer a crime" in text
    assert "1" * 64 in text and "2" * 64 in text and "with the seed a seed" in text
    assert "openpeel audit redraw SHEET FRAME" in text


def test_which_share_is_the_headline_is_said_once(returns_site: Path) -> None:
    assert words(returns_site, VSA).count("The figure for the force is the weighted share") == 1
    simple = words(returns_site, "audits/west-mercia-grounds-1")
    assert simple.count("Every file had the same chance of being drawn") == 1


def test_the_figures_are_those_of_the_estimates(returns_site: Path) -> None:
    round = next(r for r in every_round() if r.answers.slug == "west-mercia-vsa-1")
    text = words(returns_site, VSA)
    for result in estimate(round.answers, on=round.published_on):
        if result.weighted:
            w = result.weighted
            ends = f"({100 * w.lower:.1f}% to {100 * w.upper:.1f}%)"
            assert f"{100 * w.value:.1f}% {ends}" in text
            here = words(returns_site, f"{VSA}/{result.question.id}")
            assert result.weighted.percent() in here


def test_every_figure_has_a_permalink(returns_site: Path) -> None:
    for result in Results(every_round()[0]).estimates:
        here = page(returns_site, f"{VSA}/{result.question.id}")
        anchor = figure_anchor(result.question.id, result.sample.id)
        assert anchor in here.ids
        assert any(link.endswith(f"#{anchor}") for link in here.links)
        if len(result.strata) > 1:
            assert {f"{anchor}.{s.stratum.id}" for s in result.strata} <= set(here.ids)


def test_links_of_the_audits_lead_to_what_is_there(returns_site: Path) -> None:
    found = 0
    for path in sorted((returns_site / "audits").rglob("*.html")):
        held = read(path)
        for href in held.links:
            to, _, anchor = href.partition("#")
            target = (path.parent / to).resolve() if to else path
            assert target.is_file(), f"{path}: {href}"
            if anchor and target.suffix == ".html":
                assert anchor in read(target).ids, f"{path}: {href}"
            found += 1
    assert found > 1000


def test_pages_of_audits_hold_to_the_rules_of_all_pages(returns_site: Path) -> None:
    for path in sorted((returns_site / "audits").rglob("*.html")):
        held = read(path)
        assert held.headings.count(1) == 1 and held.headings[0] == 1
        steps = zip(held.headings, held.headings[1:], strict=False)
        assert all(after <= before + 1 for before, after in steps), path
        assert len(held.ids) == len(set(held.ids)), path
        assert len(held.all("caption")) == len(held.all("table")), path
        assert all(header.get("scope") for header in held.all("th")), path
        assert not held.all("script")
        assert not re.search(r"\b(best|worst|league)\b", held.text, re.IGNORECASE), path


def test_a_few_files_are_not_shown_nor_can_they_be_worked_out(returns_site: Path) -> None:
    hidden = 0
    for result in Results(every_round()[0]).estimates:
        rows = _rows(returns_site, f"{VSA}/{result.question.id}")
        for stratum in result.strata:
            if stratum.status and len(result.strata) > 1:
                cells = rows[
                    figure_anchor(result.question.id, result.sample.id, stratum.stratum.id)
                ]
                assert cells[3] == f"[{stratum.status}]" and cells[5:] == ["", ""]
                hidden += 1
    assert hidden > 20


def _rows(site: Path, address: str) -> dict[str, list[str]]:
    """Cells of the rows that have an anchor."""
    text = (site / address / "index.html").read_text(encoding="utf-8")
    found = {}
    for id, row in re.findall(r'<tr id="([^"]+)">(.*?)</tr>', text, re.DOTALL):
        cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        found[id] = [re.sub(r"<[^>]+>", "", cell) for cell in cells]
    return found


def test_the_inspectorates_own_plus_or_minus_is_for_simple_samples_alone(
    returns_site: Path,
) -> None:
    text = words(returns_site, "audits/west-mercia-grounds-1/GR1")
    assert "As the inspectorate printed it in 2021/22" in text and " ± " in text
    assert "90% Agresti-Coull" in text
    assert "As the inspectorate printed it" not in words(returns_site, f"{VSA}/CH1")
    results = Results(every_round()[0])
    journey = next(r for r in results.estimates if len(r.sample.strata) > 1)
    assert as_published(journey) is None


def test_crime_recording_is_told_overall_and_by_class(returns_site: Path) -> None:
    text = words(returns_site, "audits/west-mercia-cdi-1")
    results = Results(every_round()[3])
    for one in results.recording:
        assert one.rate and one.rate.percent() in text
    missed = results.recording[0].missed
    assert missed and f"In a year about {missed.value:,.0f} were not" in text
    assert "Crimes recorded in the year, without fraud: year to March 2026." in text


def test_a_partial_audit_gives_rates_of_its_classes_alone_and_says_why(returns_site: Path) -> None:
    text = words(returns_site, "audits/west-mercia-partial-1")
    none = "No rate: not all crimes could be drawn."
    assert text.count(none) == 2
    for one in Results(every_round()[4]).recording:
        if one.crime_class in ("violence", "sexual"):
            assert one.rate and one.rate.percent() in text
        else:
            assert f"{one.words}{none}" in text
            assert f"{one.recorded}" not in text and f"{one.should}" not in text
    assert "there is no recording rate for all crime" in text
    assert "Of the crimes that should have been recorded" not in text


def test_reviewers_are_numbers_and_files_apart_stay_apart(returns_site: Path) -> None:
    text = words(returns_site, f"{VSA}/agreement")
    assert "R1" in text and "Reviewers are not named." in text
    assert not re.search(r"Asha|Ben|Carys|Dev\b", text)
    assert "because the first review found much wrong" in text
    assert "published only with a note" in text


def test_a_note_stands_beside_its_figure(returns_site: Path) -> None:
    assert "Two readings of the rule were in use." in words(returns_site, f"{VSA}/CH1")
    assert "Two readings of the rule were in use." in words(returns_site, VSA)


def test_the_second_round_is_laid_beside_the_first(returns_site: Path) -> None:
    rounds = every_round()
    repeated = Repeated(Results(rounds[0]), Results(rounds[1]))
    text = words(returns_site, "audits/west-mercia-vsa-2/repeat")
    for change in repeated.every:
        assert change.verdict in text
    assert any(change.verdict == "clear rise" for change in repeated.every)
    assert not (returns_site / VSA / "repeat").exists()


def test_no_sample_is_named_for_a_move_that_none_could_show() -> None:
    rounds = [published(round_answers()), published(round_answers(number=2, good=0.801))]
    repeated = Repeated(*map(Results, rounds))
    view = repeat_view(repeated, on_site("x", repeated=True))
    told = [row["next"] for group in view["groups"] for row in group["rows"] if row["next"]]
    assert any("would show so small a move" in sentence for sentence in told)
    largest = sum(rounds[1].answers.populations.values())
    for sentence in told:
        for number in re.findall(r"([\d,]+) drawn", sentence):
            assert int(number.replace(",", "")) <= largest


def test_measures_of_the_reference_list_lead_to_their_questions_and_back(
    returns_site: Path,
) -> None:
    index = page(returns_site, "audits")
    for id in (f"V{n:02}" for n in range(1, 30)):
        assert id in index.ids
    assert {"R01", "R02", "R03", "R04", "R06", "R07", "F10"} <= set(index.ids)
    for question in Results(every_round()[0]).questions:
        links = page(returns_site, f"{VSA}/{question.id}").links
        for measure in beside_the_list().audited_ids.intersection(question.measures):
            assert f"../../../audits/index.html#{measure}" in links


def test_a_simulated_round_shows_the_truth_and_how_many_intervals_hold_it() -> None:
    made = published(round_answers())
    truth = dict.fromkeys(made.answers.questions.by_id, 0.8) | {"OU1/caution-withdrawn": 0.5}
    results = Results(replace(made, simulated=True, truth=truth))
    view = round_view(results, on_site("x", repeated=False))
    held, known = results.held
    assert view["truth"]["held"] == held
    assert view["truth"]["expected"] == f"about {0.95 * known:.0f}"
    first = results.of_question("OU1")[0]
    assert results.truth(first) == 0.8
    for later in results.of_question("OU1")[1:]:
        assert results.truth(later) == truth.get(f"OU1/{later.sample.id}")


def test_tables_hold_to_their_schema(returns_site: Path) -> None:
    schema = json.loads((returns_site / "data/audits/schema.json").read_text(encoding="utf-8"))
    folder = returns_site / "data" / "audits" / "west-mercia-vsa-2"
    names = sorted(path.stem for path in folder.glob("*.csv"))
    assert names == ["agreement", "estimates", "repeat", "reviewers", "strata", "weeks"]
    for table in TABLES:
        assert list(schema["$defs"][table.name]["properties"]) == list(table.names)
        path = folder / f"{table.name}.csv"
        if not path.is_file():
            continue
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        keys = [tuple(row[name] for name in table.key) for row in rows]
        assert rows and len(set(keys)) == len(keys)
        for column in table.columns:
            for row in rows:
                assert row[column.name] or column.empty, (table.name, column.name)
                if column.allowed:
                    assert row[column.name] in column.allowed


def test_text_that_a_spreadsheet_would_run_is_made_harmless() -> None:
    made = published(round_answers())
    answers = replace(made.answers, slug="=cmd|1-1")
    text = round_tables(Results(replace(made, answers=answers)), None)["estimates"]
    assert "\n'=cmd|1-1," in text and "\n=cmd" not in text


def test_answers_file_by_file_are_not_on_the_site(returns_site: Path) -> None:
    """They would give back what pages and tables leave out as [low]."""
    for round in every_round():
        folder = returns_site / "data" / "audits" / round.answers.slug
        there = {path.name for path in folder.iterdir()}
        assert {"round.yaml", "design.yaml", "question-set.yaml", "estimates.csv"} <= there
        assert not there & {"answers.csv", "pairs.csv"}
        held = yaml.safe_load((folder / "round.yaml").read_text(encoding="utf-8"))
        assert held["seed"] == round.seed
    listed = words(returns_site, "downloads")
    assert "Audits: Victim service assessment, West Mercia, round 1" in listed
    assert "question-set.yaml: The questions as they were." in listed


KINDS = {
    "audits": "audits",
    "round": VSA,
    "question in several samples": f"{VSA}/OU1",
    "simple sample": "audits/west-mercia-grounds-1/GR1",
    "crime recording": "audits/west-mercia-cdi-1",
    "counts": "audits/west-mercia-cdi-1/CR2",
    "agreement": f"{VSA}/agreement",
    "repeat": "audits/west-mercia-vsa-2/repeat",
}


@pytest.fixture(scope="module", params=[1280, 390], ids=["desk", "phone"])
def sized(browser: Browser, request: pytest.FixtureRequest) -> Iterator[object]:
    opened = browser.new_page(viewport={"width": request.param, "height": 900}, bypass_csp=True)
    yield opened
    opened.close()


@pytest.mark.browser
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_serious(sized, returns_site: Path, kind: str) -> None:  # type: ignore[no-untyped-def]
    sized.goto(f"file://{returns_site / KINDS[kind] / 'index.html'}")
    sized.eval_on_selector_all("details", "all => all.forEach(each => each.open = true)")
    found = Axe().run(sized).response["violations"]
    grave = [v["id"] for v in found if v["impact"] in ("serious", "critical")]
    assert not grave


@pytest.mark.browser
def test_nothing_needs_sideways_scrolling_at_320_pixels(
    browser: Browser, returns_site: Path
) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 900}, java_script_enabled=False)
    opened = context.new_page()
    for kind, address in KINDS.items():
        opened.goto(f"file://{returns_site / address / 'index.html'}")
        assert opened.locator("html").evaluate("e => e.scrollWidth") <= 320, kind
    context.close()
