"""Amounts in sentences: what is one, what is none, and what belongs to it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openpeel.reading.amounts import amounts
from openpeel.reading.sentences import sentences

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
