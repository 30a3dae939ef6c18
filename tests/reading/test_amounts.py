"""Amounts in sentences: what is one, what is none, and what belongs to it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openpeel.reading.amounts import amounts
from openpeel.reading.paragraphs import Block
from openpeel.reading.places import Placed
from openpeel.reading.sentences import sentences
from openpeel.reading.statistics import statistics

READ = [
    ("It answered 71 percent of calls.", [("percent", 71, "percent", "")]),
    ("It answered 71 per cent of calls.", [("percent", 71, "percent", "")]),
    ("It answered 71.5% of calls.", [("percent", 71.5, "percent", "")]),
    ("It rose by 3 percentage points.", [("percent", 3, "percentage points", "")]),
    ("10 to 15% left.", [("percent", 10, "percent", ""), ("percent", 15, "percent", "")]),
    ("It has around 1,250 officers.", [("count", 1250, "officers", "around")]),
    ("It costs £1.2 million.", [("money", 1200000, "£", "")]),
    ("It saved just over £3bn.", [("money", 3e9, "£", "just over")]),
    ("It costs £12,500.", [("money", 12500, "£", "")]),
    ("It had 4.2 fires per 1,000 people.", [("rate", 4.2, "fires per 1,000 people", "")]),
    ("It had 12 fires for every 1,000 homes.", [("rate", 12, "fires for every 1,000 homes", "")]),
    ("For every 100 thefts it made 7 visits.", [("rate", 7, "visits for every 100 thefts", "")]),
    (
        "It has 3 vans, and for every 100 thefts in the 12 months to then it made 7 visits.",
        [("count", 3, "vans", ""), ("duration", 12, "months", ""),
         ("rate", 7, "visits for every 100 thefts", "")],
    ),
    ("For every 100 thefts, 20 percent were solved.", [("percent", 20, "percent", "")]),
    ("It gave 12 hours of training for every officer.", [("duration", 12, "hours", "")]),
    ("They were 2.4 times more likely to be searched.", [("ratio", 2.4, "times", "")]),
    ("They were six times as likely to be searched as others.", [("ratio", 6, "times", "")]),
    ("It is 1.5 times the national rate.", [("ratio", 1.5, "times", "")]),
    ("He was seen 12 times as a witness.", [("count", 12, "times", "")]),
    ("It took 2 minutes and 14 seconds.", [("duration", 134, "seconds", "")]),
    ("It took 1 hour, 2 minutes and 14 seconds.", [("duration", 3734, "seconds", "")]),
    (
        "It took 15 minutes and 90 seconds.",
        [("duration", 15, "minutes", ""), ("duration", 90, "seconds", "")],
    ),
    (
        "It took between 3 hours and 45 minutes.",
        [("duration", 3, "hours", ""), ("duration", 45, "minutes", "")],
    ),
    ("Over the five years it fell.", [("duration", 5, "years", "")]),
    ("It is below the 90 percent standard.", [("percent", 90, "percent", "")]),
    ("It has only the 20 vans.", [("count", 20, "vans", "only the")]),
    (
        "It rose from 61 percent in 2021 to 88 percent.",
        [("percent", 61, "percent", ""), ("percent", 88, "percent", "")],
    ),
    ("Two thirds of victims were told.", [("fraction", 0.666667, "of the whole", "")]),
    ("Nine out of ten victims were told.", [("fraction", 0.9, "of the whole", "")]),
    ("In 45 of 60 cases it was right.", [("fraction", 0.75, "of the whole", "")]),
    ("Nearly three quarters left.", [("fraction", 0.75, "of the whole", "nearly")]),
    ("More than half left.", [("fraction", 0.5, "of the whole", "more than")]),
    ("The number doubled.", [("ratio", 2, "times", "")]),
    ("It is twice as high.", [("ratio", 2, "times", "")]),
    ("It has one of the highest rates in England and Wales.", [("rank", None, "rank", "")]),
    ("It is in the bottom quarter of forces.", [("rank", None, "rank", "")]),
    ("It took 4 minutes.", [("duration", 4, "minutes", "")]),
    ("A five-year plan was made.", [("duration", 5, "years", "")]),
    ("It has twenty-one vans.", [("count", 21, "vans", "")]),
    ("We saw 2.5 million records.", [("count", 2500000, "records", "")]),
    ("We read 107 stop and search records.", [("count", 107, "stop and search records", "")]),
]  # fmt: skip
NONE = [
    "It met its target in 2020–21.",
    "We came on 3 July 2023 and on 1 January.",
    "The 2017 recommendation stands.",
    "Between 3 and 8 July 2023, we revisited the force.",
    "In 2021/22 and in 2022 and 2023 it grew.",
    "People who call 999 or 101 are answered.",
    "Section 60 and PIP2 and COVID-19 and tier 4 are names.",
    "It works 24/7 and from 8.30am.",
    "A third party was one of them on behalf of the other.",
    "One officer spoke to another one-to-one, in a two-way talk.",
    "The highest risk offenders are seen, and those most at risk.",
    "Cars are double-crewed.",
    "Kent Police 269 England and Wales 281",
]


@pytest.mark.parametrize(("sentence", "expected"), READ, ids=[s for s, _ in READ])
def test_an_amount_has_kind_value_unit_and_qualifier(
    sentence: str, expected: list[tuple[str, float | None, str, str]]
) -> None:
    read = [(one.kind, one.value, one.unit, one.qualifier) for one in amounts(sentence)]
    assert read == expected


@pytest.mark.parametrize("sentence", NONE)
def test_years_dates_and_names_are_no_amounts(sentence: str) -> None:
    assert amounts(sentence) == []


@pytest.mark.parametrize(
    "written", ["+/- 3.9 percent", "± 3.9%", "plus or minus 3.9 percentage points"]
)
def test_an_interval_goes_to_its_estimate(written: str) -> None:
    (one,) = amounts(
        f"We estimate that 94.4 percent (with a confidence interval of {written}) were."
    )
    assert (one.value, one.interval) == (94.4, 3.9)


PERIODS = [
    ("It met 88 percent of targets, up from 61 percent in 2022.", [None, "in 2022"]),
    ("In 2023 it met 88 percent, up from 61 percent in 2022.", ["In 2023", "in 2022"]),
    ("It met 88 targets, compared with 61 targets in 2022.", [None, "in 2022"]),
    ("It met 88 percent of targets in 2022.", ["in 2022"]),
    ("It met 88 percent of targets and 61 percent of aims in 2022.", ["in 2022", "in 2022"]),
]


@pytest.mark.parametrize(("sentence", "periods"), PERIODS, ids=[s for s, _ in PERIODS])
def test_a_time_is_of_the_amount_that_it_speaks_of(
    sentence: str, periods: list[str | None]
) -> None:
    block = Block(sentence, (1,), (0,))
    assert [one.period for one in statistics([Placed(block, "finding")], [])] == periods


@given(st.integers(1, 99), st.sampled_from(["officers", "calls", "vans"]))
def test_any_count_before_a_noun_is_read(number: int, noun: str) -> None:
    read = amounts(f"There were {number} {noun}.")
    assert [one.value for one in read] == ([number] if number > 1 else [])


@given(st.text(max_size=300))
def test_no_text_breaks_the_reading_and_no_letter_is_read_twice(text: str) -> None:
    read = amounts(text)
    ends = [(one.start, one.end) for one in read]
    assert all(0 <= start < end <= len(text) for start, end in ends)


@given(
    st.lists(
        st.sampled_from(["5", " percent", ". ", "Half ", "Mr. ", "A", "£3m", " and "]), max_size=60
    )
)
def test_sentences_hold_every_word_of_a_paragraph(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert "".join("".join(s for _, s in sentences(text)).split()) == "".join(text.split())
    assert all(text.startswith(sentence, start) for start, sentence in sentences(text))
