"""What each kind of page says, and that it says what the release holds."""

from __future__ import annotations

import csv
from pathlib import Path

from frozen import Page, read

from openpeel.catalogue.coverage import statuses
from openpeel.catalogue.wording import press_card
from openpeel.measures.values import Release, Standing
from openpeel.releases.calculations import spelled_out


def page(site: Path, *parts: str) -> Page:
    return read(site.joinpath(*parts) / "index.html")


def standing(release: Release, measure: str, force: str, group: str = "") -> Standing:
    latest = [c for c in release.comparisons if (c.measure, c.group) == (measure, group)][-1]
    return next(s for s in latest.standings if s.value.force == force)


def test_home_lists_forces_measures_publications_and_unsureness(site: Path) -> None:
    home = page(site)
    assert sum("forces/" in href for href in home.links) >= 43 * 2  # map and list
    for words in ("101 calls abandoned", "27 October 2020", "How sure is it?", "never as zero"):
        assert words in home.text


def test_force_page_puts_value_interval_whole_peers_and_both_marks_side_by_side(
    site: Path, release: Release
) -> None:
    text = page(site, "forces", "west-mercia").text
    own = standing(release, "use-of-force-rate", "West Mercia").value
    assert own.value is not None and own.lower is not None and own.upper is not None
    assert f"{own.value:.1f}" in text and f"{own.lower:.1f} to {own.upper:.1f}" in text
    assert "Outlier lines: " in text and "Funnel: " in text
    assert "of 42 from the highest" in text


def test_force_page_shows_every_group_of_a_measure_that_has_no_all(site: Path) -> None:
    text = page(site, "forces", "kent").text
    for words in ("Census 2011: Asian", "Census 2011: Black", "Census 2021: Black"):
        assert words in text


def test_chance_budget_counts_comparisons_marks_and_what_chance_would_give(site: Path) -> None:
    text = " ".join(page(site, "forces", "west-mercia").text.split())
    assert "The chance budget" in text and "Benjamini-Hochberg" in text
    assert "ComparedMarksBy chance alone" in text


def test_denominator_panel_has_ratio_difference_bounds_and_both_bases(site: Path) -> None:
    text = page(site, "forces", "west-mercia").text
    assert "Search rates beside White people's: the ratios and what they rest on" in text
    for words in ("Census 2011", "Census 2021", "Rate difference per 1,000", "Bounds"):
        assert words in text


def test_missing_is_named_with_its_reason_and_is_never_zero(site: Path, release: Release) -> None:
    gwent = standing(release, "calls-abandoned", "Gwent").value
    assert gwent.value is None and gwent.status == "x"
    text = page(site, "forces", "gwent").text
    assert "No figure: [x] The force supplied nothing for this period." in text
    chart = page(site, "measures", "calls-abandoned").text
    assert "[x] The force supplied nothing for this period." in chart
    figure = page(site, "figures", "calls-abandoned", "gwent").text
    section = figure.split("Year ending March 2020")[1].split("Year ending March 2019")[0]
    assert "[x]" in section and "0.0" not in section and "0 /" not in section


def test_partial_force_is_shown_but_marked_by_no_method(site: Path, release: Release) -> None:
    manchester = standing(release, "search-rate", "Greater Manchester", "all")
    assert manchester.value.status == "p" and manchester.line_mark is None
    text = page(site, "forces", "greater-manchester").text
    assert "[p] partial" in text and "It is not compared with other forces." in text


def test_measure_page_answers_what_how_sure_and_since_when_first(site: Path) -> None:
    text = page(site, "measures", "search-rate").text
    top = text[: text.index("Allowing for size and chance")]
    for words in (
        "England and Wales:",
        "Of 41 forces compared",
        "Figures since the year ending March 2018.",
        "well below average",
        "Not compared, and why",
        "City of London",
    ):
        assert words in top


def test_measure_page_says_which_method_marks_whom(site: Path, release: Release) -> None:
    comparison = [c for c in release.comparisons if c.measure == "calls-abandoned"][-1]
    text = page(site, "measures", "calls-abandoned").text
    only_lines = [s.value.force for s in comparison.standings if s.line_mark and not s.funnel_mark]
    assert only_lines
    assert f"{', '.join(only_lines[:-1])} and {only_lines[-1]}" in text
    for words in ("W and p before logging", "Scale used", "left out", "phi"):
        assert words in text


def test_measure_page_has_definition_in_words_and_sql(site: Path) -> None:
    text = page(site, "measures", "calls-abandoned").text
    assert "from calls\nwhere line = '101' and abandoned" in text
    assert "National standard. 10 % since 1 April 2014." in text
    assert "Forces start the clock at different moments." in text
    assert "A lower value is better." in text


def test_a_force_can_be_highlighted_without_javascript(site: Path) -> None:
    """The address names the force; the stylesheet colours it and shows its sentence."""
    measure = page(site, "measures", "charged")
    assert measure.links.count("#at-kent") == 1 and "at-kent" in measure.ids
    force = page(site, "forces", "kent")
    assert "../../measures/charged/index.html#at-kent" in force.links
    styles = (site / "static" / "openpeel.css").read_text(encoding="utf-8")
    assert 'main:has(#at-kent:target) [data-code="E23000032"] .bar' in styles


def test_groups_and_earlier_periods_are_on_pages_of_their_own_and_in_a_table(site: Path) -> None:
    main = page(site, "measures", "search-rate")
    assert "black/index.html" in " ".join(main.links)
    assert (
        "Stops and searches by ethnic group: Black"
        in page(site, "measures", "search-rate", "black").text
    )
    assert "All periods" in main.text and "Mar 2018" in main.text


def test_a_count_gets_no_marks(site: Path) -> None:
    text = page(site, "measures", "residents").text
    assert "A count grows with the size of a force, so it gets no marks." in text
    assert "well above average" not in text


def test_chart_csv_holds_the_numbers_of_the_chart(site: Path, release: Release) -> None:
    path = site / "measures" / "charged" / "charged-bars.csv"
    rows = {
        row["name"]: row for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    }
    assert len(rows) == 43
    kent = standing(release, "charged", "Kent").value
    assert kent.value is not None
    assert float(rows["Kent"]["value"]) == kent.value


def test_figure_page_spells_out_the_calculation_and_names_the_files(
    site: Path, release: Release
) -> None:
    text = page(site, "figures", "search-rate", "west-mercia").text
    value = standing(release, "search-rate", "West Mercia", "black").value
    assert spelled_out(value) in text
    assert "Byar's 95% interval" in text
    for words in ("stop-search/stop-search-2020.ods", "ab" * 32, "1,290 rows read", "file 1"):
        assert words in text
    assert value.measure_version in text


def test_figure_page_lists_partnerships(site: Path) -> None:
    text = page(site, "figures", "street-antisocial", "kent").text
    assert "By community safety partnership, December 2021" in text and "Dartford" in text


def test_england_and_wales_has_figures_too(site: Path) -> None:
    assert "England and Wales" in page(site, "figures", "charged", "england-and-wales").text


def test_methods_page_is_made_from_the_functions_and_the_codes(site: Path) -> None:
    text = page(site, "methods").text
    assert "Shapiro and Wilk 1965" in text and "Wilson 1927" in text
    for status in statuses().values():
        assert status.shorthand in text


def test_frameworks_are_never_put_on_one_line(site: Path) -> None:
    text = page(site, "frameworks").text
    assert "there is no overall grade" in text and "Not comparable" in text


def test_sources_account_for_every_row_and_name_files_nobody_recognised(site: Path) -> None:
    text = page(site, "sources").text
    assert "1,290 rows read, 1,180 used, 110 set aside" in text
    assert "British Transport Police is outside every total" in text
    assert "notes/holiday-list.txt" in text
    assert "The file states no release date." in text


def test_downloads_lists_what_lies_beside_the_pages(site: Path) -> None:
    downloads = page(site, "downloads")
    assert "../data/values.csv" in downloads.links and "8 bytes" in downloads.text


def test_press_card_gives_every_piece_of_advice(site: Path) -> None:
    text = page(site, "press").text
    for advice in press_card():
        assert advice.wrong in text and advice.instead in text


def test_values_that_are_not_compared_still_have_pages_and_places(site: Path) -> None:
    """A count is in no comparison of the release, and yet every force's count can be found."""
    assert "Metropolitan Police" in page(site, "measures", "residents").text
    assert "1,298,422" in page(site, "forces", "west-mercia").text
    assert "A count: no marks" in page(site, "forces", "west-mercia").text
