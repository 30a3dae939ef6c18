"""What holds of every figure, whatever the words."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openpeel.catalogue.verdict_words import verdict_words
from openpeel.catalogue.wording_rules import wording_rules
from openpeel.reports.wording import check_amount, check_comparison, check_rank
from openpeel.statistics import compare_shares
from openpeel.statistics import verdict_words as change_words

few = settings(max_examples=60, deadline=None)
shares = st.floats(0, 1) | st.sampled_from([0.0, 1.0, 0.5, 1 / 3, 0.1 + 0.2, 0.15, 0.07, 0.9])

RULES = wording_rules()
SHARE_WORDS = [
    *(word for q in RULES.amounts.quantities if q.share for word in (*q.words, *q.often)),
    *("half", "a third", "around half", "almost a quarter", "over half", "fewer than a third"),
    *("well over half", "well under a quarter", "one in five", "about one in three", "2 in 10"),
    *("20 percent", "94.4 per cent", "almost 20%", "over 85 percent", "about 50 percent"),
    *("at least half", "up to 10 percent", "between 4 and 6 percent", "not half", "not all"),
    *("exactly half", "101 of 107", "just over two thirds", "10 percent or more", "half a percent"),
]
RATIO_WORDS = [
    *("double", "almost double", "three times", "half as many", "more than double", "doubled"),
    *("50 percent higher", "a quarter lower", "halved", "1.5 times", "ten-fold", "a third of the"),
]
COUNT_WORDS = ["550", "around 550", "over 1,000", "a dozen", "hundreds", "sixty-seven", "2.5"]
COMPARED = [
    *("higher", "lower", "fewer", "rose", "fell", "reduced", "similar", "no clear change"),
    *("different", "better", "worse", "improved", "an increase", "more", "unchanged"),
]


@st.composite
def intervals(draw: st.DrawFn) -> tuple[float, float, float]:
    low, middle, high = sorted(draw(st.tuples(*[st.floats(-1, 1)] * 3)))
    return middle, low, high


@settings(max_examples=400, deadline=None)
@given(words=st.sampled_from(SHARE_WORDS), share=shares)
def test_every_suggestion_for_a_share_is_itself_true(words: str, share: float) -> None:
    instead = check_amount(words, share).suggestion
    if instead:
        assert check_amount(instead, share).supported, (words, share, instead)


@few
@given(ratio=st.floats(0, 30), words=st.sampled_from(RATIO_WORDS))
def test_every_suggestion_for_a_ratio_is_itself_true(ratio: float, words: str) -> None:
    instead = check_amount(words, ratio, "ratio").suggestion
    if instead:
        assert check_amount(instead, ratio, "ratio").supported, (words, ratio, instead)


@few
@given(count=st.integers(0, 10**7), words=st.sampled_from(COUNT_WORDS))
def test_every_suggestion_for_a_count_is_itself_true(count: int, words: str) -> None:
    instead = check_amount(words, count, "count").suggestion
    if instead:
        assert check_amount(instead, count, "count").supported, (words, count, instead)


@few
@given(pounds=st.floats(1, 10**11), words=st.sampled_from(["£6m", "£13,000", "over £1.2bn"]))
def test_every_suggestion_for_money_is_itself_true(pounds: float, words: str) -> None:
    instead = check_amount(words, pounds, "pounds").suggestion
    if instead:
        assert check_amount(instead, pounds, "pounds").supported, (words, pounds, instead)


BEFORE = ["", *(phrase for r in RULES.amounts.relations for phrase in r.before)]
AFTER = ["", *(f" {phrase}" for r in RULES.amounts.relations for phrase in r.after)]
NAMED = {
    "share": ["half", "a third", "nine in ten", "one in 20", "20 percent", "94.4 percent", "100%"],
    "ratio": ["double", "twice as high", "three times", "half as many", "1.4 times", "a third of"],
    "count": ["1,200", "1,234", "a dozen", "two", "half a million", "1.2 million", "0"],
    "pounds": ["£1.2 million", "£13m", "£500", "£28.3bn", "a million pounds", "£1,234.56"],
}
VALUES = {
    "share": shares,
    "ratio": st.floats(0, 12) | st.sampled_from([0.5, 1.0, 2.0, 3.0]),
    "count": st.integers(0, 3000) | st.integers(0, 2 * 10**6),
    "pounds": st.floats(0, 3000) | st.floats(0, 4 * 10**10),
}


@settings(max_examples=400, deadline=None)
@given(data=st.data(), unit=st.sampled_from(sorted(NAMED)))
def test_every_suggestion_for_a_relation_is_itself_true(data: st.DataObject, unit: str) -> None:
    """Every relation before or after an amount of every unit, with words that follow."""
    before, after = data.draw(st.sampled_from([(b, "") for b in BEFORE] + [("", a) for a in AFTER]))
    tail = data.draw(st.sampled_from(["", " of its calls", ", in all", "."]))
    words = f"{before} {data.draw(st.sampled_from(NAMED[unit]))}{after}{tail}".strip()
    value = data.draw(VALUES[unit])
    verdict = check_amount(words, value, unit)
    assert verdict.supported or verdict.suggestion, (words, value, verdict)
    if verdict.suggestion:
        assert check_amount(verdict.suggestion, value, unit).supported, (words, value, verdict)


@few
@given(
    share=shares, decimals=st.integers(0, 3), unit=st.sampled_from([" percent", "%", " per cent"])
)
def test_a_numeral_made_by_rounding_is_true(share: float, decimals: int, unit: str) -> None:
    assert check_amount(f"{100 * share:.{decimals}f}{unit}", share).supported


@few
@given(value=st.floats(-(10**9), 10**9), decimals=st.integers(0, 2))
def test_a_count_made_by_rounding_is_true(value: float, decimals: int) -> None:
    assert check_amount(f"{value:,.{decimals}f}", value, "count").supported


@few
@given(share=shares, named=st.integers(1, 99))
def test_over_and_under_are_never_both_true(share: float, named: int) -> None:
    over = check_amount(f"over {named} percent", share).supported
    under = check_amount(f"under {named} percent", share).supported
    at_most = check_amount(f"at most {named} percent", share).supported
    assert not (over and under)
    assert over != at_most


@few
@given(share=shares, word=st.sampled_from(["all", "most", "many", "few", "half", "20 percent"]))
def test_not_turns_an_amount_round(share: float, word: str) -> None:
    assert check_amount(f"not {word}", share).supported != check_amount(word, share).supported


@few
@given(interval=intervals(), direction=st.sampled_from(["higher", "lower", "neutral", "context"]))
def test_higher_lower_and_similar_exclude_each_other(
    interval: tuple[float, float, float], direction: str
) -> None:
    said = [
        check_comparison(word, *interval, direction).supported
        for word in ("higher", "lower", "no clear change")
    ]
    assert said.count(True) == 1


@few
@given(interval=intervals(), word=st.sampled_from(COMPARED))
def test_not_turns_a_comparison_round(interval: tuple[float, float, float], word: str) -> None:
    plain = check_comparison(word, *interval, "higher").supported
    assert check_comparison(f"not {word}", *interval, "higher").supported != plain


@few
@given(
    interval=intervals(),
    word=st.sampled_from([*COMPARED, "slightly higher", "not lower", "soared", "declined"]),
    direction=st.sampled_from(["higher", "lower", "neutral", "context"]),
)
def test_every_suggestion_for_a_comparison_is_itself_true(
    interval: tuple[float, float, float], word: str, direction: str
) -> None:
    instead = check_comparison(word, *interval, direction).suggestion
    if instead:
        assert check_comparison(instead, *interval, direction).supported, (word, instead)


@few
@given(interval=intervals(), direction=st.sampled_from(["neutral", "context"]))
def test_nothing_is_better_where_no_way_is_good(
    interval: tuple[float, float, float], direction: str
) -> None:
    for word in ("better", "worse", "improved", "not better", "deteriorated", "isn't improving"):
        assert not check_comparison(word, *interval, direction).supported


@few
@given(low=st.integers(1, 43), width=st.integers(0, 42),
       word=st.sampled_from(["the highest", "one of the lowest", "upper quarter", "top five",
                             "average", "above average", "5th", "bottom third"]))  # fmt: skip
def test_every_suggestion_for_a_rank_is_itself_true(low: int, width: int, word: str) -> None:
    high = min(43, low + width)
    instead = check_rank(word, low, high, 43).suggestion
    if instead:
        assert check_rank(instead, low, high, 43).supported, (word, low, high, instead)


def parts_of_samples() -> list[Fraction]:
    """Every share that x of y files can be, with y from 10 to 150."""
    return sorted({Fraction(x, y) for y in range(10, 151) for x in range(y + 1)})


def test_what_openpeel_writes_of_files_is_what_the_check_lets_stand() -> None:
    """One rule for words: the verdict words are true, and no other word says more."""
    words = verdict_words(RULES.day)
    for part in parts_of_samples():
        share = float(part)
        pair = words.of_share(share)
        for said in (pair.share, pair.often):
            verdict = check_amount(said, share)
            assert verdict.supported and not verdict.suggestion, (said, part, verdict)


def test_fractions_that_openpeel_writes_of_files_are_true() -> None:
    words = verdict_words(RULES.day)
    for part in parts_of_samples():
        said = words.fraction(10 * part.numerator, 10 * part.denominator)
        if said is not None:
            assert check_amount(said, float(part)).supported, (said, part)


@few
@given(
    first=st.tuples(st.integers(0, 130), st.just(130)),
    second=st.tuples(st.integers(0, 90), st.just(90)),
    direction=st.sampled_from(["higher", "lower", "neutral", "context"]),
)
def test_the_verdict_of_two_reviews_is_true_of_their_difference(
    first: tuple[int, int], second: tuple[int, int], direction: str
) -> None:
    change = compare_shares(*first, *second)
    said = change_words(change.verdict, direction)
    interval = (change.difference, change.lower, change.upper)
    verdict = check_comparison(said, *interval, direction)
    assert verdict.supported and not verdict.suggestion, (said, verdict)


@few
@given(words=st.text(max_size=40), share=shares)
def test_any_text_gets_a_verdict(words: str, share: float) -> None:
    assert check_amount(words, share).reason
    assert check_comparison(words, share, 0, 1).reason
    assert check_rank(words, 1, 5, 43).reason


def test_the_rules_of_a_day_without_rules_are_refused() -> None:
    from openpeel.errors import UserError

    with pytest.raises(UserError, match=r"wording/numbers.yaml has no words for 1999-01-01"):
        check_amount("half", 0.5, on=date(1999, 1, 1))
