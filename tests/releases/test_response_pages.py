"""Response times: who can't report them and why comes first."""

from __future__ import annotations

from pathlib import Path

from frozen import Page, read


def page(lake_site: Path) -> Page:
    return read(lake_site / "response-times" / "index.html")


def test_a_force_without_times_of_arrival_is_named_with_the_reason(lake_site: Path) -> None:
    text = page(lake_site).text
    silent = text.partition("Immediate incidents: times and what is left out")[0]
    assert "West Mercia" in silent
    assert "100.0%" in silent  # of its times of arrival can't be used
    assert "[x]" in silent
    assert "Kent" not in silent


def test_forces_that_sent_no_incidents_are_told_apart_from_those_that_can_t_say(
    lake_site: Path,
) -> None:
    text = page(lake_site).text
    assert "1 force can say" in text
    assert "1 force sent incidents and can't" in text
    assert "41 forces sent none" in text
    assert "Not supplied [x]: Avon and Somerset, Bedfordshire" in text


def test_a_force_that_can_report_stands_in_the_table_by_each_clock(lake_site: Path) -> None:
    _, _, told = page(lake_site).text.partition("Immediate incidents: times and what is left out")
    assert "Kent" in told
    assert "10 to 10" in told  # minutes from creation to arrival in every row
    assert "The same median by" in told


def test_the_page_is_reached_from_the_list_of_measures(lake_site: Path) -> None:
    links = read(lake_site / "measures" / "index.html").links
    assert any("response-times" in link for link in links)
