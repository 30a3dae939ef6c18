"""Which words of a sentence state an amount or compare, and which only look so."""

from __future__ import annotations

import pytest

from openpeel.catalogue.wording_rules import wording_rules
from openpeel.reports.wording import find_comparisons, find_numbers

EXCEPTIONS = wording_rules().exceptions

NUMBERS = [
    ("It answers around half of its calls.", [("around half", "share")]),
    ("Almost 20 percent of them hang up.", [("Almost 20 percent", "share")]),
    ("Only one in five said so, and £6m is planned.",
     [("Only one in five", "share"), ("£6m", "pounds")]),
    ("Most of the files and few calls.", [("Most", "word"), ("few", "word")]),
    ("It rose from 4 percent to 7 percent.", [("4 percent", "share"), ("7 percent", "share")]),
    ("It lies between 4 and 6 percent.", [("between 4 and 6 percent", "share")]),
    ("Victims aren’t always told.", [("aren’t always", "word")]),
    ("There were 3.9 requests per 10,000 people.", [("3.9", "number")]),
    ("In 2020-21 and 2021/22 it took 999 calls, 24/7.", []),
    ("All 43 forces answered, one of them on 3 July 2023.", []),
    ("A PIP2 investigator met them one-to-one under section 60.", []),
    ("The first team and a third party, during COVID-19.", []),
    ("Double the rate, and a third fewer files.", []),
    ("One call in five was abandoned; one officer told us.", [("One call in five", "share")]),
    ("It recorded 61 crimes for each 10,000 people.", [("61", "number")]),
    ("Victims over 30 days and the over 85 percent graded high.",
     [("over 30", "number"), ("over 85 percent", "share")]),
]  # fmt: skip
COMPARISONS = [
    ("It is higher than 92.7 percent.", [("higher", "comparison")]),
    ("Abandonment isn’t improving.", [("isn’t improving", "comparison")]),
    ("It is double the standard.", [("double", "ratio")]),
    ("A third fewer files were read.", [("A third fewer", "ratio")]),
    ("It has one of the lowest rates.", [("one of the lowest", "rank")]),
    ("Its savings lie in the upper quarter.", [("upper quarter", "rank")]),
    ("It was slightly lower, and similar to peers.",
     [("slightly lower", "comparison"), ("similar to", "comparison")]),
    ("There was no clear change.", [("no clear change", "comparison")]),
    ("Crime rose by almost a third.", [("rose by almost a third", "ratio")]),
    ("Crime was up 12 percent, and fell to almost half.",
     [("up 12 percent", "ratio"), ("fell", "comparison")]),
    ("The increase was not statistically significant.",
     [("increase was not statistically significant", "comparison")]),
    ("It lags behind its peers.", [("lags behind", "comparison")]),
    ("It answers calls more slowly than they do.", [("more slowly", "comparison")]),
    ("Victims are twice as likely to withdraw.", [("twice", "ratio")]),
    ("There was little evidence of improvement.",
     [("little evidence of improvement", "comparison")]),
    ("Calls take longer, and the gap is greater.",
     [("longer", "comparison"), ("greater", "comparison")]),
    ("The force has increased confidence in its work.", [("increased", "comparison")]),
    ("More than half of the calls and fewer than 20 files.", []),
    ("For more information, it no longer looks further.", []),
    ("It set up a team of similar forces to reduce crime.", []),
    ("An area for improvement.", []),
]  # fmt: skip

# Ordinary prose, which states no amount and compares nothing.
PROSE = [
    "These factors reduce the service that victims receive.",
    "A lack of information reduces transparency.",
    "Staff told us about an increased workload.",
    "The force deals with the most serious crimes first.",
    "At the same time, it has trained its call handlers.",
    "This is more than just a matter of training.",
    "It works with higher education, and goes further.",
    "Suspects are graded as lower risk or as high risk.",
    "Officers attend a half-day course, which gives a first-class start.",
    "Teams help one another, with two-way feedback and 24-hour cover.",
    "It shows zero tolerance of abuse, and takes part in Operation Encompass.",
    "Section 60 powers are used with care.",
    "A number of officers told us so.",
    "The public can have greater confidence in the force.",
    "Supervisors use a better system to allocate work.",
    "Footage is reviewed in less than ideal conditions.",
    "Officers fall back on informal channels, and raise concerns at meetings.",
    "The victim dropped the charges.",
    "Twice a year, the board meets, and double-crewed cars attend.",
    "Children under 18 are seen by a nurse.",
    "The Act changed this, and the report said the same.",
    "The force needs more detectives; this is no more than a plan.",
    "So that it can answer calls more quickly, it answers as soon as possible.",
    "The inspection of 2014-15 said so.",
    "Callers gave up on the line.",
    "The longest-serving officer serves its poorest communities.",
    "Its number one priority is children, and the victim comes first.",
    "The force has widened its use of volunteers, and narrowed down its aims.",
    "It meets the needs of victims, and does not meet its duties.",
    "It should meet the national standard, and the board meets every other week.",
    "Every second counts, and every other agency took part.",
    "Officers attend a shortened course; this comes down to training.",
    "There is a time lag before drinks were found to be spiked.",
    "Officers in their 30s and the over 60s met.",
    "It met its savings target, and does not meet the standard expected of it.",
    "This has eased pressure on its 30-second target, and no case fell behind schedule.",
]


# What an exception would hide, if it did not look at what stands after the number.
NUMBERS_AFTER_ALL = [
    ("Section 40 percent of officers left.", "40 percent"),
    ("Under section 60 percent of the searches had no grounds.", "60 percent"),
    ("Officers aged 40 percent of the workforce leave.", "40 percent"),
    ("The force has 999 vacancies.", "999"),
    ("The force has 999 new recruits.", "999"),
    ("The force left 101 victims without help.", "101"),
    ("A total of 2019 crimes went unsolved.", "A total of 2019"),
    ("In 2021 the force lost 2021 officers.", "2021"),
    ("On 12 March 60 victims were let down.", "60"),
    ("On 12 March 20 victims were let down.", "20"),
    ("Those aged 17 victims were let down.", "17"),
    ("Of 43 victims, it let each go.", "43"),
    ("We note 40 complaints about this.", "40"),
]
# Comparisons that stand in no list of "higher" and "lower".
COMPARED = [
    ("The force is the slowest in England.", "slowest"),
    ("It is the fastest response in England.", "fastest"),
    ("It has the poorest response of any force.", "poorest"),
    ("The force is last of all forces.", "last of all"),
    ("The force comes top.", "comes top"),
    ("The force is number one in England.", "number one"),
    ("Victims wait the longest in the country.", "longest"),
    ("Delays have lengthened.", "lengthened"),
    ("Delays have shortened.", "shortened"),
    ("Delays have come down.", "come down"),
    ("The gap has widened.", "widened"),
    ("The gap has narrowed.", "narrowed"),
    ("The backlog has ballooned.", "ballooned"),
    ("Abandonment has spiked.", "has spiked"),
    ("Crime is at a record high.", "record high"),
    ("The force lags its peers.", "lags"),
    ("The force meets the national standard on abandoned calls.", "meets"),
    ("The force beats the standard.", "beats the standard"),
    ("The force leads the country on this.", "leads the country"),
    ("The force is second only to Kent.", "second only to"),
    ("The force ranks last.", "ranks last"),
    ("The force has fallen behind its peers.", "fallen behind"),
    ("Crime has crept up.", "crept up"),
    ("Waits have edged down.", "edged down"),
    ("Waits have eased.", "have eased"),
    ("The wait is unusually long.", "unusually long"),
]
AMOUNTS = [
    ("Every third victim was let down.", "Every third"),
    ("Every other detective has left.", "Every other"),
    ("Every second young victim was let down.", "Every second"),
    ("Victims wait 30s.", "30"),
    ("Victims wait 20min.", "20"),
    ("There is a 20-minute wait.", "a 20"),
]
DATES = [
    "In 2021 officers were trained, and by the end of 2020 officers had left.",
    "Since 2019 victims have been told, and in March 2021 officers were.",
    "Between 2018 and 2020 officers left, and in 2020/21 officers came.",
    "On 12 March officers met, and on March 12 officers met again.",
    "Outcome 18 crimes, grade 1 incidents and section 60 searches need authority.",
    "Victims aged 17 were told, and officers in their 20s and 30s were not.",
    "In the 1990s officers walked.",
    "Callers wait on 999 and on 101 calls.",
]


@pytest.mark.parametrize(("sentence", "found"), NUMBERS_AFTER_ALL)
def test_a_number_before_what_it_counts_is_no_exception(sentence: str, found: str) -> None:
    assert [span.text for span in find_numbers(sentence)] == [found]


@pytest.mark.parametrize(("sentence", "found"), COMPARED)
def test_a_comparison_in_other_words(sentence: str, found: str) -> None:
    assert [span.text for span in find_comparisons(sentence)] == [found]
    assert find_numbers(sentence) == ()


@pytest.mark.parametrize(("sentence", "found"), AMOUNTS)
def test_an_amount_in_other_words(sentence: str, found: str) -> None:
    assert [span.text for span in find_numbers(sentence)] == [found]


@pytest.mark.parametrize("sentence", DATES)
def test_a_date_before_officers_or_victims_counts_none(sentence: str) -> None:
    assert find_numbers(sentence) == ()


@pytest.mark.parametrize("sentence", PROSE)
def test_ordinary_prose_needs_no_link(sentence: str) -> None:
    assert find_numbers(sentence) == ()
    assert find_comparisons(sentence) == ()


@pytest.mark.parametrize(("sentence", "found"), NUMBERS)
def test_numbers_of_a_sentence(sentence: str, found: list[tuple[str, str]]) -> None:
    assert [(span.text, span.kind) for span in find_numbers(sentence)] == found


@pytest.mark.parametrize(("sentence", "found"), COMPARISONS)
def test_comparisons_of_a_sentence(sentence: str, found: list[tuple[str, str]]) -> None:
    assert [(span.text, span.kind) for span in find_comparisons(sentence)] == found


@pytest.mark.parametrize("sentence", [sentence for sentence, _ in NUMBERS + COMPARISONS])
def test_a_span_is_a_place_in_the_authors_own_text(sentence: str) -> None:
    for span in (*find_numbers(sentence), *find_comparisons(sentence)):
        assert sentence[span.start : span.end] == span.text


@pytest.mark.parametrize("entry", EXCEPTIONS.numbers, ids=lambda entry: entry.id)
def test_the_example_of_an_exception_states_no_amount(entry) -> None:
    assert find_numbers(entry.example) == ()


@pytest.mark.parametrize("entry", EXCEPTIONS.comparisons, ids=lambda entry: entry.id)
def test_the_example_of_an_exception_compares_nothing(entry) -> None:
    assert find_comparisons(entry.example) == ()


@pytest.mark.parametrize("kind", ["numbers", "comparisons"])
def test_every_exception_is_needed_for_its_example(kind: str, monkeypatch) -> None:
    from dataclasses import replace

    from openpeel.reports.wording import finding

    find = find_numbers if kind == "numbers" else find_comparisons
    bare = EXCEPTIONS.model_copy(update={kind: ()})
    rules = replace(wording_rules(), exceptions=bare)
    monkeypatch.setattr(finding, "wording_rules", lambda _: rules)
    # Readers are kept by the rules' day; these are made anew.
    monkeypatch.setattr(finding, "claim_reader", finding.claim_reader.__wrapped__)
    monkeypatch.setattr(finding, "comparison_reader", finding.comparison_reader.__wrapped__)
    for entry in getattr(EXCEPTIONS, kind):
        assert find(entry.example), entry.id
