"""What two values of a measure have between them, from what a site publishes: METHODS 2."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_measures import count, gone, held, mean, row, share, wait

from openpeel.reports.data.comparing import beside, two_values
from openpeel.reports.data.figures import Compared
from openpeel.reports.data.from_measures import figure
from openpeel.reports.data.site_peers import SitePeers
from openpeel.reports.data.site_release import MeasureFile, SiteRelease
from openpeel.reports.output.views import footnote
from openpeel.statistics import compare_shares

MEDIAN, MEAN, SHARE = "calls-101-median-wait", "calls-101-mean-wait", "calls-101-abandoned"
OWN, WHOLE = ("west-mercia", "2020-21"), ("england-and-wales", "2020-21")


def between(of: MeasureFile, first: tuple[str, str], second: tuple[str, str]) -> Compared:
    return two_values("a", "b", row(of, *first), row(of, *second), of)


def with_(name: str, of: MeasureFile, site: Path) -> Compared:
    return beside("a", name, row(of, *OWN), of, SiteRelease(site))


# two values


def test_two_medians_are_compared_by_their_intervals(tmp_path: Path) -> None:
    """30 to 36 seconds, and 27 to 29: the difference of 5 reaches from 1.8 to 8.2."""
    of = held(tmp_path, MEDIAN, {OWN: wait(33, 3), ("kent", "2020-21"): wait(28, 1)})
    made = between(of, OWN, ("kent", "2020-21"))
    assert (made.other, made.difference) == ("Kent, year ending March 2021", 5)
    assert (made.lower, made.upper) == pytest.approx((5 - 10**0.5, 5 + 10**0.5))
    assert (made.other_value, made.other_lower, made.other_upper) == (28, 27, 29)
    assert made.other_numerator is None, "a median is not made of its parts"
    assert made.ratio == pytest.approx(33 / 28)
    assert made.method == "square-and-add of the two intervals"


def test_a_median_without_an_interval_is_not_compared(tmp_path: Path) -> None:
    few = wait(28, lower=None, upper=None)
    of = held(tmp_path, MEDIAN, {OWN: wait(33, 3), ("kent", "2020-21"): few})
    made = between(of, OWN, ("kent", "2020-21"))
    assert made.difference is None
    assert made.why == "one of the two has no interval, so nothing can be said of their difference"


def test_a_median_beside_that_of_both_countries_says_that_it_is_part_of_it(tmp_path: Path) -> None:
    of = held(tmp_path, MEDIAN, {OWN: wait(33, 3), WHOLE: wait(28, 1)})
    made = between(of, OWN, WHOLE)
    assert made.other == "England and Wales, year ending March 2021 (42 of 43 forces)"
    assert (made.supplied, made.without) == (42, ("Cumbria",))
    assert "rather too wide than too narrow" in made.method


def test_shares_are_compared_by_their_parts_which_are_told(tmp_path: Path) -> None:
    of = held(
        tmp_path, SHARE, {OWN: share(383, 1980), ("west-mercia", "2019-20"): share(257, 2062)}
    )
    made = between(of, OWN, ("west-mercia", "2019-20"))
    change = compare_shares(383, 1980, 257, 2062)
    assert made.lower == pytest.approx(100 * float(change.lower))
    assert (made.other_numerator, made.other_denominator) == (257, 2062)
    assert made.other_lower is None


def test_counts_differ_by_what_they_differ(tmp_path: Path) -> None:
    of = held(tmp_path, "searches", {OWN: count(52), ("west-mercia", "2019-20"): count(41)})
    made = between(of, OWN, ("west-mercia", "2019-20"))
    assert (made.difference, made.lower, made.upper) == (11, 11, 11)


def test_counts_of_a_month_and_of_a_year_are_not_alike(tmp_path: Path) -> None:
    of = held(tmp_path, "searches", {OWN: count(52), ("west-mercia", "2020-04"): count(4)})
    assert "not equally long" in between(of, OWN, ("west-mercia", "2020-04")).why


def test_a_value_that_is_not_comparable_is_not_compared(tmp_path: Path) -> None:
    rows = {OWN: wait(33), ("kent", "2020-21"): wait(28, status="n"), ("essex", "2020-21"): gone()}
    of = held(tmp_path, MEDIAN, rows)
    assert between(of, OWN, ("kent", "2020-21")).why == (
        "the other value is missing or not comparable, [n]"
    )
    assert "[x]" in between(of, OWN, ("essex", "2020-21")).why
    assert (
        between(of, ("kent", "2020-21"), OWN).why == "the value is missing or not comparable, [n]"
    )


def test_figures_on_either_side_of_a_new_counting_rule_are_not_compared(tmp_path: Path) -> None:
    """Crimes count otherwise from 1 May 2023: that year is like none beside it."""
    years = {("west-mercia", f"{y}-{y - 1999:02}"): share(40, 100) for y in range(2020, 2026)}
    of = held(tmp_path, "crimes-charged", years)
    assert of.measure.comparability != "recorded-crime"
    of.measure = of.measure.model_copy(update={"comparability": "recorded-crime"})
    made = between(of, ("west-mercia", "2023-24"), ("west-mercia", "2022-23"))
    assert made.difference is None
    assert made.why.startswith("The counting rule changed on 1 May 2023: crimes that are")
    assert between(of, ("west-mercia", "2024-25"), ("west-mercia", "2022-23")).why
    assert between(of, ("west-mercia", "2024-25"), ("west-mercia", "2023-24")).why
    assert not between(of, ("west-mercia", "2022-23"), ("west-mercia", "2020-21")).why
    assert not between(of, ("west-mercia", "2025-26"), ("west-mercia", "2024-25")).why


# several forces together


PEERS = SitePeers(
    "most similar forces", "As listed in similar.csv.", None, "f" * 64,
    {"E23000016": ("E23000035", "E23000024", "E23000025")},
)  # fmt: skip


def with_peers(of: MeasureFile, monkeypatch: pytest.MonkeyPatch, site: Path) -> Compared:
    monkeypatch.setattr("openpeel.reports.data.site_release.site_peers", lambda *_: PEERS)
    return with_("peers", of, site)


def test_peers_are_those_of_the_site_and_the_missing_are_named(
    tmp_path: Path, small_site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = {
        OWN: share(30, 100), ("devon-and-cornwall", "2020-21"): share(10, 100),
        ("norfolk", "2020-21"): share(30, 300), ("suffolk", "2020-21"): gone(),
        ("kent", "2020-21"): share(99, 100),
    }  # fmt: skip
    made = with_peers(held(tmp_path, SHARE, rows), monkeypatch, small_site)
    assert made.other == "2 of 3 similar forces together (most similar forces, undated list)"
    assert (made.other_numerator, made.other_denominator) == (40, 400)
    assert (made.supplied, made.without) == (2, ("Suffolk",))
    assert made.difference == pytest.approx(20)


def test_a_force_without_a_row_in_the_list_has_no_similar_forces(
    tmp_path: Path, small_site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    of = held(tmp_path, SHARE, {("kent", "2020-21"): share(30, 100)})
    monkeypatch.setattr("openpeel.reports.data.site_release.site_peers", lambda *_: PEERS)
    made = beside("a", "peers", row(of, "kent", "2020-21"), of, SiteRelease(small_site))
    assert made.why == "the list gives Kent no similar forces"


def test_the_median_of_several_forces_can_t_be_worked_out(
    tmp_path: Path, small_site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = {OWN: wait(33), ("devon-and-cornwall", "2020-21"): wait(28), WHOLE: wait(28)}
    of = held(tmp_path, MEDIAN, rows)
    made = with_peers(of, monkeypatch, small_site)
    assert made.why.startswith("a median or other quantile of several forces can't be worked out")
    made = with_("england-and-wales", of, small_site)
    assert "compare with a figure of England and Wales" in made.why


def test_means_of_several_forces_are_put_together_by_their_numbers(
    tmp_path: Path, small_site: Path
) -> None:
    """300 calls of 20 seconds and 100 of 40: 25 seconds, its error by the part of each."""
    rows = {
        OWN: mean(30, 3, 100), ("kent", "2020-21"): mean(20, 2, 300),
        ("essex", "2020-21"): mean(40, 4, 100), WHOLE: mean(26, 2, 500),
    }  # fmt: skip
    made = with_("england-and-wales", held(tmp_path, MEAN, rows), small_site)
    half = (600**2 + 400**2) ** 0.5 / 400
    assert made.other_value == pytest.approx(25)
    assert made.other_upper == pytest.approx(25 + half)
    assert made.lower == pytest.approx(5 - (3**2 + half**2) ** 0.5)
    assert made.supplied == 3


def test_a_footnote_tells_what_a_mean_and_its_difference_are_made_of(
    tmp_path: Path, small_site: Path
) -> None:
    rows = {OWN: mean(30, 3, 100), ("west-mercia", "2019-20"): mean(40, 4, 300)}
    of = held(tmp_path, MEAN, rows)
    made = between(of, OWN, ("west-mercia", "2019-20"))
    told = footnote(figure("a", row(of, *OWN), of, SiteRelease(small_site)), made)
    assert "30.0 seconds; mean of 100; 95 percent interval 27.0 to 33.0" in told
    assert "(40.0; 95 percent interval 36.0 to 44.0)" in told
    assert "difference \N{MINUS SIGN}10.0 (95 percent interval" in told


def test_beside_the_others_a_force_is_taken_out_of_the_whole(
    tmp_path: Path, small_site: Path
) -> None:
    """Forces whose own share is too small to show are in the whole, and so among the others."""
    rows = {OWN: share(30, 100), ("kent", "2020-21"): gone("low"), WHOLE: share(130, 1100)}
    made = with_("england-and-wales", held(tmp_path, SHARE, rows), small_site)
    assert (made.other_numerator, made.other_denominator) == (100, 1000)
    assert made.difference == pytest.approx(20)
    assert (made.supplied, made.without) == (42, ("Cumbria",))


def test_a_number_is_no_part_of_a_sum_to_be_compared_with(tmp_path: Path, small_site: Path) -> None:
    of = held(tmp_path, "searches", {OWN: count(52), WHOLE: count(4000)})
    assert (
        "a number grows with the forces counted" in with_("england-and-wales", of, small_site).why
    )
