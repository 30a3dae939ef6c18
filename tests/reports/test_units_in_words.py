"""The unit that words give to an amount is the figure's own, or one that it turns into.

In each case the words before the bar are the link's; what follows it stands in the sentence.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from small_folder import FIGURES
from small_report import FIGURE, bundle, found, rules

from openpeel.catalogue.unit_words import load_unit_words, unit_words
from openpeel.errors import UserError
from openpeel.reporting import check
from openpeel.reports.checks.stating import stated_amount
from openpeel.reports.data.figures import Compared, Figure

RESIDENTS = "residents at the mid-year estimate nearest to the middle of the period"


def figure(unit: str, value: float, **other: object) -> Figure:
    plain = {
        "unit": unit, "value": value, "lower": None, "upper": None, "numerator": None,
        "denominator": None, "denominator_words": "", "title": "A figure",
    }  # fmt: skip
    return FIGURE.model_copy(update=plain | other)


KNOWN = {
    "wait": figure("seconds", 20.15, title="101 calls: median wait"),
    "mean": figure("seconds", 240.3),
    "days": figure("days", 91.0),
    "rate": figure("per 10,000", 3.897, denominator_words=RESIDENTS),
    "orders": figure("per 1,000", 12.0, denominator_words="domestic abuse crimes recorded"),
    "plans": figure("per 100", 12.0, denominator_words="neighbourhood officers in post"),
    "managed": figure("per person", 52.0, denominator_words="offender managers in post"),
    "hours": figure(
        "hours per person", 16.49, title="Hours a month given by each special constable"
    ),
    "cost": figure("pounds per resident", 251.4, denominator_words=RESIDENTS),
    "saving": figure("pounds", 4_900_000.0, period="year ending March 2022"),
    "capital": figure(
        "pounds", 41_020_000.0, period="year ending March 2022 to year ending March 2025"
    ),
    "share": figure("percent", 2.0),
    "count": figure("count", 465.0, title="parish councils", period="as of 1 February 2021"),
    "crimes": figure("count", 1200.0),
    "posts": figure("posts", 12.0),
}


def verdict(id: str, said: str) -> tuple[bool, str]:
    words, after = said.split("|")
    made = stated_amount(words, KNOWN[id], after)
    return made.supported, made.suggestion


TRUE = [
    ("wait", "20 seconds|"),
    ("wait", "20|"),
    ("wait", "20| seconds on average"),
    ("wait", "20-second| wait"),
    ("wait", "20|-second wait"),
    ("wait", "20s|"),
    ("wait", "a third of a minute|"),
    ("wait", "a third| of a minute"),
    ("wait", "less than a minute|"),
    ("wait", "20 seconds| a year earlier"),
    ("mean", "four minutes|"),
    ("mean", "around four minutes|"),
    ("mean", "just over four| minutes"),
    ("mean", "between three and five minutes|"),
    ("mean", "4 minutes and 0 seconds|"),
    ("days", "three months|"),
    ("days", "13 weeks|"),
    ("rate", "3.9 per 10,000| people"),
    ("rate", "3.9| for every 10,000 people"),
    ("rate", "3.9 in every 10,000| people"),
    ("rate", "3.9| applications for every 10,000 of the population"),
    ("rate", "39 per 100,000| residents"),
    ("rate", "3.9 per 10,000| people a year"),
    ("rate", "3.9| and 1.4 for every 10,000 people"),
    ("rate", "3.9 per 10,000| adults"),
    ("orders", "12 for every 1,000| domestic abuse crimes"),
    ("plans", "12| for every 100 neighbourhood officers"),
    ("managed", "52| for each offender manager"),
    ("managed", "52| offenders per manager"),
    ("hours", "16.5| hours a month"),
    ("hours", "16.5| hours of duty a month each"),
    ("hours", "198 hours| a year"),
    ("cost", "£251| for each resident"),
    ("cost", "£251| per person"),
    ("saving", "£4.9m| a year"),
    ("saving", "£4.9m| a year later"),
    ("saving", "4.9 million pounds|"),
    ("capital", "£41 million| of capital"),
    ("capital", "£41m over four years|"),
    ("capital", "£10m a year|"),
    ("share", "2 percent| of its budget"),
    ("count", "465| parish councils a year"),
    ("crimes", "1,200| crimes a year"),
    ("count", "465| councils with a plan for each victim"),
    ("share", "2 percent| points to a need"),
    ("rate", "3.9| for every 10,000 people and are counted every month"),
    ("posts", "12| months"),  # nobody knows the unit: nothing is said of it
]
FALSE = [
    ("wait", "20 minutes|", "20 seconds"),
    ("wait", "20| minutes", "20 seconds"),
    ("wait", "20 hours|", "20 seconds"),
    ("wait", "20 weeks|", "20 seconds"),
    ("wait", "20 milliseconds|", "20 seconds"),
    ("wait", "20 calls|", "20 seconds"),
    ("mean", "240 minutes|", "240 seconds"),
    ("mean", "five minutes|", "240 seconds"),
    ("rate", "3.9 per 1,000| people", "3.9 per 10,000 people"),
    ("rate", "3.9 per 100,000|", "3.9 per 10,000 people"),
    ("rate", "3.9 per 10 million|", "3.9 per 10,000 people"),
    ("rate", "3.9| for each person", "3.9 per 10,000 people"),
    ("rate", "3.9| for every thousand people", "3.9 per 10,000 people"),
    ("rate", "3.9 per 10,000| crimes", "3.9 per 10,000 people"),
    ("rate", "3.9 per 10,000| people a month", "3.9 per 10,000 people"),
    ("orders", "12 per 1,000| residents", "12 per 1,000"),
    ("hours", "16.5| hours a week", "16.5 hours a month"),
    ("hours", "16.5| hours a day", "16.5 hours a month"),
    ("hours", "16.5| days a month", "16.5 hours a month"),
    ("cost", "£251| per officer", "£251 in the year ending March 2021"),
    ("saving", "£4.9m a month|", "£4.9m in the year ending March 2022"),
    ("capital", "£41 million a year|", "£41 million over 4 years"),
    ("capital", "41 million| officers", "£41 million over 4 years"),
    ("share", "2 percentage points|", "2 percent"),
    ("count", "465| minutes", "465"),
    ("crimes", "1,200| crimes a week", "1,200"),
]


@pytest.mark.parametrize(("id", "said"), TRUE)
def test_a_unit_that_is_the_figures_or_that_it_turns_into(id: str, said: str) -> None:
    assert verdict(id, said) == (True, "")


@pytest.mark.parametrize(("id", "said", "instead"), FALSE)
def test_another_unit_is_refused_and_the_figures_own_is_offered(
    id: str, said: str, instead: str
) -> None:
    assert verdict(id, said) == (False, instead)


def test_the_sentence_after_the_link_is_read_and_no_further_than_its_clause() -> None:
    data = bundle((KNOWN["wait"].model_copy(update={"id": "wait"}),))
    body = "The median wait was [20](figure:wait)"
    (problem,) = found(f"{body} minutes.", data=data)
    assert (problem.rule, problem.suggestion) == ("amount-not-supported", "20 seconds")
    assert "in the unit that is written it would be 0.3358" in problem.data
    assert rules(f"{body} seconds.", data=data) == []
    assert rules(f"{body}, minutes from the desk.", data=data) == []


@pytest.mark.parametrize(
    ("words", "after", "wrong"),
    [
        ("fell from 165 seconds to 20 seconds", "", 0),
        ("fell from 165 seconds to 20", "", 0),
        ("fell from 165 to 20", " seconds", 0),
        ("fell from almost three minutes to 20 seconds", "", 0),
        ("fell from 165 to 20", "", 0),
        ("fell from 165 minutes to 20", "", 2),
        ("fell from 165 to 20", " minutes", 2),
        ("fell from 165 seconds to 20 minutes", "", 1),
    ],
)
def test_a_unit_that_one_of_two_amounts_has_is_that_of_both(
    words: str, after: str, wrong: int
) -> None:
    made = Compared(
        figure="wait", with_="before", other="2019", other_value=165.2, difference=-145.05,
        lower=-160, upper=-130, ratio=0.122,
    )  # fmt: skip
    data = bundle((KNOWN["wait"].model_copy(update={"id": "wait"}),), compared=(made,))
    body = f"The wait [{words}](compare:wait?with=before){after}."
    assert rules(body, data=data) == ["compared-amount-not-supported"] * wrong


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("145 seconds shorter", 0),
        ("fell by 145 seconds", 0),
        ("fell by more than two minutes", 0),
        ("fell by 88 percent", 0),
        ("rose by 145 seconds", 1),
        ("fell by 145 minutes", 1),
        ("0.12 seconds shorter", 1),  # it is 0.12 times as long
    ],
)
def test_an_amount_with_a_unit_is_the_difference_and_no_ratio(words: str, wrong: int) -> None:
    made = Compared(
        figure="wait", with_="before", other="2019", other_value=165.2, difference=-145.05,
        lower=-160, upper=-130, ratio=0.122,
    )  # fmt: skip
    data = bundle((KNOWN["wait"].model_copy(update={"id": "wait"}),), compared=(made,))
    body = f"The wait [{words}](compare:wait?with=before)."
    assert rules(body, data=data) == ["comparison-not-supported"] * wrong


MINORITY = Compared(
    figure="abandoned", with_="before", other="2018", other_value=11.6, difference=7.7,
    lower=-1.6, upper=17, ratio=1.67,
)  # fmt: skip


@pytest.mark.parametrize(
    "words",
    ["rose by two thirds", "two thirds higher", "67 percent higher", "1.7 times",
     "more than one and a half times", "19 percent, 1.7 times the 11.6 percent"],
)  # fmt: skip
def test_a_ratio_says_nothing_where_the_interval_runs_through_no_difference(words: str) -> None:
    """METHODS 2: higher or lower only where the interval of the difference excludes zero."""
    body = f"It [{words}](compare:abandoned?with=before)."
    (problem,) = found(body, data=bundle(compared=(MINORITY,)))
    assert (problem.rule, problem.suggestion) == ("comparison-not-supported", "no clear difference")
    clear = MINORITY.model_copy(update={"lower": 1.6})
    assert rules(body, data=bundle(compared=(clear,))) == []
    without = MINORITY.model_copy(update={"lower": None, "upper": None})
    assert rules(body, data=bundle(compared=(without,))) == []


def test_a_ratio_that_two_equal_amounts_have_too_claims_no_difference() -> None:
    data = bundle(compared=(MINORITY,))
    for words in ("not double", "less than twice", "no more than twice"):
        assert rules(f"It is [{words}](compare:abandoned?with=before) that.", data=data) == []


@pytest.mark.parametrize(
    ("sum_", "says"),
    [
        ("[parishes, parishes]", "parishes counts again what parishes has counted"),
        ("[parishes, again]", "again counts again what parishes has counted"),
        ("[both, parishes, towns]", "towns counts again what both has counted"),
        ("[both, parishes]", ""),
        ("[records, relevant]", "records and relevant count different things"),
        ("[parishes, hours]", "only complete counts of one unit add up"),
    ],
)
def test_a_sum_counts_one_thing_and_each_number_once(
    folder: Path, small_site: Path, sum_: str, says: str
) -> None:
    parish = "{document: charter, value: 465, unit: count, words: parish councils, where: page 3}"
    more = f"""  again: {parish}
  towns: {parish.replace("465", "12").replace("parish", "town")}
  hours: {parish.replace("unit: count", "unit: hours")}
  relevant: {{audit: searches-2, question: GR6, says: relevant}}
  both: {{sum: [towns, records], words: both}}
  total: {{sum: {sum_}, words: all of them}}
"""
    (folder / "figures.yaml").write_text(FIGURES + more)
    if not says:
        assert not [p for p in check(folder, site=small_site) if p.level == "error"]
        return
    with pytest.raises(UserError, match=f"figures.yaml, key total: {says}"):
        check(folder, site=small_site)


def test_the_words_of_units_are_dated_data(tmp_path: Path) -> None:
    assert unit_words().seconds["fortnight"] == 14 * 24 * 3600
    path = tmp_path / "unit-words.yaml"
    path.write_text("checked: {on: 2026-11-24, next: 2027-11-24}\ntimes: [{id: s, seconds: 0}]\n")
    with pytest.raises(UserError, match=r"unit-words\.yaml"):
        load_unit_words(path)
