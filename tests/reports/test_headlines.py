"""Headlines of charts: their amounts, and what they compare, held against what the chart shows."""

from __future__ import annotations

from datetime import date

import pytest
from small_report import COMPARED, FIGURE, FIGURES, bundle, found, rules

from openpeel.catalogue.headline_words import headline_words
from openpeel.reports.data.figures import (
    BarOf,
    Bundle,
    ChartData,
    Compared,
    Figure,
    PeriodOf,
    TrendData,
)

AMOUNT, COMPARISON = "headline-amount-not-supported", "headline-comparison-not-supported"
BEFORE = FIGURE.model_copy(
    update={"id": "before", "period": "year ending March 2020", "value": 12.463}
)
WAIT = FIGURE.model_copy(
    update={
        "id": "wait", "title": "101 calls: median wait", "unit": "seconds", "value": 20.15,
        "lower": 15.0, "upper": 24.0, "numerator": None, "denominator": None,
    }
)  # fmt: skip
RIGHT_TO_ASK = FIGURE.model_copy(
    update={
        "id": "asked", "title": "Right to ask", "unit": "per 10,000", "value": 3.897,
        "lower": 3.6, "upper": 4.3, "numerator": 506, "denominator": 1298424,
        "denominator_words": "people", "direction": "context",
    }
)  # fmt: skip


def compared(with_: str, other: str, **changed: float) -> Compared:
    """The share of calls abandoned beside something."""
    return Compared(figure="abandoned", with_=with_, other=other, **changed)


ROSE = {"difference": 6.88, "lower": 4.6, "upper": 9.1, "ratio": 1.552, "other_value": 12.463}
FROM_THE_FIRST = compared("abandoned/trend", "year ending March 2020", **ROSE)
FROM_THE_YEAR_BEFORE = compared("before", "year ending March 2020", **ROSE)


def trend_of(*values: float) -> dict[str, TrendData]:
    """The trend of calls abandoned."""
    periods = tuple(
        PeriodOf(
            start=date(2010 + at, 4, 1), label=f"{2010 + at}/{11 + at}", value=value, lower=None,
            upper=None, status="", signal="", national=None, national_status="",
        )
        for at, value in enumerate(values)
    )  # fmt: skip
    drawn = TrendData(
        figure="abandoned", measure="x", code="x", force="West Mercia", title="", subtitle="",
        unit="percent", periods=periods, breaks=(), limits=None, source="", address="", note="",
    )  # fmt: skip
    return {"abandoned": drawn}


def bars_of(mark: str | None) -> dict[str, ChartData]:
    """The bars of calls abandoned, with the force beyond a line or beyond neither."""
    own = BarOf(
        code="x", force="West Mercia", value=19.3, lower=17.7, upper=21.1, status="ok", mark=mark
    )
    drawn = ChartData(
        figure="abandoned", measure="x", title="", subtitle="", unit="percent", direction="lower",
        bars=(own,), lines=(8.0, 12.0, 16.0), national=13.5, source="", address="", note="",
    )  # fmt: skip
    return {"abandoned": drawn}


def data(*more: Compared, figures: tuple[Figure, ...] = (), **changed: object) -> Bundle:
    """Everything of the small report, and some more."""
    held = (*FIGURES, BEFORE, WAIT, RIGHT_TO_ASK, *figures)
    return bundle(held, compared=(*COMPARED, *more), **changed)


def of_bars(headline: str, *more: Compared, of: str = "abandoned") -> list[str]:
    return rules(f"![{headline}](chart:{of})", data=data(*more))


def of_trend(headline: str, *more: Compared, values: tuple[float, ...] = ()) -> list[str]:
    trends = trend_of(*values) if values else {}
    return rules(f"![{headline}](trend:abandoned)", data=data(*more, trends=trends))


@pytest.mark.parametrize(
    "headline",
    [
        "More than half of those who call give up",
        "Calls are given up by most callers",
        "Nearly all who call give up",
        "All who call give up",
        "Few who call give up",
        "The majority of callers give up",
        "Nobody hangs on",
        "Everyone hangs on",
    ],
)
def test_quantity_words_of_a_headline_are_read(headline: str) -> None:
    (problem,) = found(f"![{headline}](chart:abandoned)", data=data())
    assert (problem.rule, problem.level) == (AMOUNT, "error")
    assert "383 of 1,980" in problem.data


@pytest.mark.parametrize(
    "headline",
    [
        "Almost one in five callers gives up",
        "Many callers give up",
        "Fewer than half of those who call give up",
        "How many callers give up, all 42 forces",
        "Most forces answer sooner",
        "Nobody knows why callers give up",
    ],
)
def test_true_quantities_and_those_of_something_else_pass(headline: str) -> None:
    assert AMOUNT not in of_bars(headline)


def test_an_amount_of_the_others_bears_a_headline_out_only_where_it_names_them() -> None:
    assert of_bars("A share of 13.5 percent") == [AMOUNT]
    said = "Callers give up on 19 percent of calls, against 13.5 percent in other forces"
    assert of_bars(said) == []
    assert of_bars("19.3 percent given up, against a standard of 10 percent") == []
    assert of_bars("19.3 percent given up, against a standard of 15 percent") == [AMOUNT]


def test_both_amounts_of_a_change_are_checked() -> None:
    rose = "Calls given up rose from {} to {} percent"
    assert of_trend(rose.format("12", "19"), FROM_THE_FIRST) == []
    assert of_trend(rose.format("5", "19"), FROM_THE_FIRST) == [AMOUNT]
    assert of_trend(rose.format("12", "30"), FROM_THE_FIRST) == [AMOUNT]
    (problem,) = found(f"![{rose.format('5', '19')}](trend:abandoned)", data=data(FROM_THE_FIRST))
    assert problem.says.startswith("5 percent in")
    assert "year ending March 2020: 12.46 percent" in problem.data


def test_a_trend_bears_out_the_amount_of_any_of_its_periods() -> None:
    said = "19 percent given up, from {} percent"
    assert of_trend(said.format("15"), values=(12.5, 15.2, 19.3)) == []
    assert of_trend(said.format("11"), values=(12.5, 15.2, 19.3)) == [AMOUNT]


def test_the_unit_of_an_amount_is_read() -> None:
    assert of_bars("Callers wait 20 seconds", of="wait") == []
    assert of_bars("Callers wait a third of a minute", of="wait") == []
    assert of_bars("Callers wait 20 minutes", of="wait") == [AMOUNT]
    assert of_bars("Applications are 3.9 per 10,000 people", of="asked") == []
    assert of_bars("Applications are 3.9 per 1,000 people", of="asked") == [AMOUNT]


def test_numbers_that_count_something_else_are_left() -> None:
    assert of_bars("What callers wait, as two years before", of="wait") == []
    assert of_bars("Half of callers wait 20 seconds or less", of="wait") == []


def test_bars_bear_out_no_change_in_time() -> None:
    growing = "A growing share of calls is given up"
    assert of_bars(growing) == [COMPARISON]
    assert of_bars("More calls are given up than last year") == [COMPARISON]
    assert of_bars(growing, FROM_THE_YEAR_BEFORE) == []


def test_bars_bear_out_what_is_said_beside_the_others() -> None:
    fewer_than_before = compared(
        "before", "year ending March 2020", difference=-3, lower=-4, upper=-2, ratio=0.86
    )
    assert of_bars("Fewer calls are given up than elsewhere", fewer_than_before) == [COMPARISON]
    assert of_bars("Fewer calls are given up", fewer_than_before) == [COMPARISON]
    assert of_bars("Fewer calls are given up than last year", fewer_than_before) == []
    assert of_bars("More calls are given up than elsewhere", fewer_than_before) == []


def test_a_trend_bears_out_changes_alone_unless_it_names_the_others() -> None:
    assert of_trend("Calls given up have doubled", FROM_THE_FIRST) == [COMPARISON]
    assert of_trend("Calls given up are 1.6 times what they were", FROM_THE_FIRST) == []
    assert of_trend("More calls are given up", FROM_THE_FIRST) == []
    assert of_trend("More calls are given up") == [COMPARISON]
    assert of_trend("More calls are given up than in England and Wales") == []


def test_the_standard_is_compared_with_where_the_headline_names_it() -> None:
    assert of_bars("Calls given up are nearly double the national standard") == []
    assert of_bars("Calls given up have doubled", FROM_THE_YEAR_BEFORE) == [COMPARISON]


@pytest.mark.parametrize(
    ("headline", "true"),
    [
        ("West Mercia meets the national standard", False),
        ("West Mercia beats the standard", False),
        ("West Mercia does not meet the national standard", True),
        ("West Mercia misses the standard", True),
        ("West Mercia is the worst force", False),
        ("West Mercia is one of the slowest forces", True),
        ("West Mercia is the slowest force", False),
        ("West Mercia leads the country", False),
        ("More calls are given up than in any other force", False),
        ("Giving up is more common than in other forces", True),
        ("Giving up is less common than in other forces", False),
        ("Calls given up are about average", False),
        ("Calls given up are below average", False),
        ("Calls given up are above average", True),
        ("Calls given up are well above average", True),
        ("Calls given up have come down since last year", False),
        ("More and more calls are given up", False),
    ],
)
def test_words_of_headlines(headline: str, true: bool) -> None:
    """The force lies above the upper line, its rank is 4 to 9 of 42, its standard is missed."""
    assert of_bars(headline) == ([] if true else [COMPARISON])


def test_the_lines_that_are_drawn_bear_average_out() -> None:
    no_lines = tuple(c for c in COMPARED if c.with_ != "average")
    for mark, true in ((None, True), ("above", False)):
        drawn = bundle(FIGURES, compared=no_lines, charts=bars_of(mark))
        said = rules("![Calls given up are about average](chart:abandoned)", data=drawn)
        assert said == ([] if true else [COMPARISON])


def test_a_change_in_every_period_is_one_of_each() -> None:
    always = "The share rose every year"
    assert of_trend(always, FROM_THE_FIRST, values=(12.5, 15.0, 19.3)) == []
    assert of_trend(always, FROM_THE_FIRST, values=(12.5, 20.0, 19.3)) == [COMPARISON]
    told = found(
        "![The share rose every year](trend:abandoned)",
        data=data(FROM_THE_FIRST, trends=trend_of(12.5, 20.0, 19.3)),
    )
    assert told[0].data == "of 2 steps from one period to the next 1 go up and 1 down"


def test_what_nobody_can_bear_out_is_a_warning() -> None:
    (problem,) = found("![Callers wait longer than in 2010](chart:wait)", data=data())
    assert (problem.rule, problem.level) == (COMPARISON, "warning")
    assert problem.data == "nothing that the chart shows can be compared"


def test_every_pattern_of_headline_words_has_a_name_of_its_own() -> None:
    names = [entry.id for entry in headline_words().also]
    assert len(names) == len(set(names))
