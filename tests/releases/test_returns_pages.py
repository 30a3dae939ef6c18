"""Returns status and the data-quality profile of a force."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from frozen import Page, read
from returned import KENT, SURREY, all_of_it, finding, report, submission

from openpeel.catalogue.contracts import contracts
from openpeel.collection.status import Status


def page(site: Path, *parts: str) -> Page:
    return read(site.joinpath("returns", *parts, "index.html"))


class TestStatus:
    status = Status(all_of_it())

    def test_a_return_of_a_force_knows_its_open_and_answered_queries(self) -> None:
        calls = self.status.get(KENT, "calls")
        assert calls is not None
        assert (calls.open, calls.answered) == (1, 1)

    def test_a_file_of_two_forces_gives_each_its_own_queries(self) -> None:
        kent, surrey = (self.status.get(force, "incidents") for force in (KENT, SURREY))
        assert kent is not None
        assert surrey is not None
        assert (kent.open, surrey.open) == (0, 1)

    def test_what_was_not_received_is_named(self) -> None:
        assert self.status.get(KENT, "crimes") is None
        assert contracts()["crimes"] in self.status.missing_returns(KENT)
        assert "Kent" in self.status.missing_forces("crimes")
        assert "Surrey" not in self.status.missing_forces("crimes")

    def test_a_correction_says_so(self) -> None:
        crimes = self.status.get(SURREY, "crimes")
        assert crimes is not None
        assert crimes.corrected

    def test_what_one_force_corrected_of_a_file_of_two_is_asked_no_more(self) -> None:
        both = submission(report("incidents", (KENT, SURREY), (finding(KENT), finding(SURREY))))
        mended = submission(report("incidents", (SURREY,)), 22, 3)
        status = Status([both, mended])
        kent, surrey = (status.get(force, "incidents") for force in (KENT, SURREY))
        assert kent is not None
        assert surrey is not None
        assert (kent.open, surrey.open) == (1, 0)
        assert surrey.submissions == (mended,)

    def test_a_query_that_two_files_raise_is_asked_once(self) -> None:
        first = submission(report(findings=(finding(),)))
        again = submission(report(findings=(finding(),)), 22, 3)
        half = replace(again, period_start=date(2025, 10, 1))
        calls = Status([first, half]).get(KENT, "calls")
        assert calls is not None
        assert (len(calls.submissions), calls.open) == (2, 1)

    def test_queries_by_rule_count_each_force(self) -> None:
        assert self.status.asked_by_rule["month-empty"] == {KENT: 1, SURREY: 1}


def test_the_status_page_has_every_force_and_every_return(returns_site: Path) -> None:
    found = page(returns_site)
    for contract in contracts().values():
        assert contract.name in found.text
    for name in ("Avon and Somerset", "Kent", "Surrey", "Wiltshire"):
        assert name in found.text
    assert found.text.count("[x]") > 43


def test_the_status_page_says_what_period_each_return_covers(returns_site: Path) -> None:
    assert "Year ending March 2026" in page(returns_site).text


def test_a_cell_leads_to_the_return_on_the_page_of_the_force(returns_site: Path) -> None:
    assert any(link.endswith("kent/index.html#calls") for link in page(returns_site).links)
    assert "calls" in page(returns_site, "kent").ids


def test_the_profile_shows_each_query_with_its_number_and_reply(returns_site: Path) -> None:
    found = page(returns_site, "kent")
    assert finding().number("calls") in found.text
    assert "The switch was replaced <b>that</b> month" in found.text  # escaped, shown as typed
    assert "B. Analyst, 22 April 2026" in found.text


def test_the_profile_says_how_much_of_each_field_is_filled(returns_site: Path) -> None:
    found = page(returns_site, "kent")
    assert "85.0%" in found.text
    assert "not sent" in found.text


def test_the_profile_names_checks_that_could_not_run_and_returns_not_sent(
    returns_site: Path,
) -> None:
    found = page(returns_site, "kent")
    assert "no incidents at hand" in found.text
    assert "Not received [x]" in found.text
    assert "crimes" in found.text


def test_a_force_that_sent_nothing_has_a_page_that_says_so(returns_site: Path) -> None:
    assert "Nothing has been received from Wiltshire" in page(returns_site, "wiltshire").text
