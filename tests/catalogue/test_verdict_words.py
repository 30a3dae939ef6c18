"""Words for x of y files, as a manual."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openpeel.catalogue.loading import DATA
from openpeel.catalogue.verdict_words import (
    fraction_for,
    load_verdict_words,
    often_for,
    verdict_words,
    words_for,
)
from openpeel.errors import UserError

DAY = date(2026, 11, 23)
FILE = DATA / "verdict-words.yaml"


@pytest.mark.parametrize(
    ("x", "y", "share", "often"),
    [
        (130, 130, "all", "always"),
        (129, 130, "nearly all", "nearly always"),
        (117, 130, "nearly all", "nearly always"),
        (116, 130, "most", "usually"),
        (104, 130, "most", "usually"),
        (72, 130, "most", "usually"),
        (71, 130, "about half", "about half the time"),
        (65, 130, "about half", "about half the time"),
        (59, 130, "about half", "about half the time"),
        (58, 130, "some", "sometimes"),
        (26, 130, "some", "sometimes"),
        (10, 130, "few", "rarely"),
        (1, 130, "few", "rarely"),
        (0, 130, "none", "never"),
        (9, 10, "nearly all", "nearly always"),
    ],
)
def test_the_word_for_x_of_y_files(x: int, y: int, share: str, often: str) -> None:
    assert words_for(x, y, on=DAY) == share
    assert often_for(x, y, on=DAY) == often


def test_under_ten_files_there_is_no_word() -> None:
    assert words_for(9, 9, on=DAY) is None
    assert often_for(0, 9, on=DAY) is None
    assert fraction_for(3, 9, on=DAY) is None


@pytest.mark.parametrize(
    ("x", "y", "words"),
    [
        (26, 130, "one fifth"),  # "in one fifth of cases investigators failed ..."
        (27, 130, "one fifth"),
        (29, 130, "about one fifth"),
        (33, 100, "a third"),
        (25, 100, "a quarter"),
        (65, 130, "half"),
        (15, 100, None),  # between one tenth and one fifth, and near neither
        (130, 130, None),  # "all" is the word for that
        (0, 130, None),
    ],
)
def test_a_share_near_a_fraction_is_called_by_it(x: int, y: int, words: str | None) -> None:
    assert fraction_for(x, y, on=DAY) == words


def order(word: str | None) -> int:
    rule = verdict_words(DAY)
    return [pair.share for pair in (rule.none, *reversed(rule.shares), rule.all)].index(str(word))


@given(st.integers(10, 400), st.data())
def test_one_more_good_file_never_makes_the_word_weaker(y: int, data: st.DataObject) -> None:
    x = data.draw(st.integers(0, y - 1))
    assert order(words_for(x, y, on=DAY)) <= order(words_for(x + 1, y, on=DAY))


@given(st.integers(10, 100_000), st.data())
def test_all_and_none_are_said_of_nothing_else(y: int, data: st.DataObject) -> None:
    x = data.draw(st.integers(0, y))
    assert (words_for(x, y, on=DAY) == "all") == (x == y)
    assert (words_for(x, y, on=DAY) == "none") == (x == 0)


@pytest.mark.parametrize(("x", "y"), [(5, 4), (-1, 4), (0, 0)])
def test_counts_that_are_no_part_of_a_whole_are_refused(x: int, y: int) -> None:
    with pytest.raises(ValueError, match="x lies between 0 and y"):
        words_for(x, y, on=DAY)


def test_a_day_before_the_first_edition_has_no_words() -> None:
    with pytest.raises(UserError, match="no words for 2001-01-01"):
        words_for(1, 20, on=date(2001, 1, 1))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("least: 0.55", "least: 0.95", "0.95 does not lie below 0.9"),
        ("least: 0,", "least: 0.01,", "the last word begins at 0"),
        ("least: 0.9,", "least: 1.2,", "less than 1"),
    ],
)
def test_a_rule_with_a_gap_or_out_of_order_is_refused(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "words.yaml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(UserError, match=message):
        load_verdict_words(path)


def test_two_editions_on_one_day_are_refused(tmp_path: Path) -> None:
    head, edition = FILE.read_text(encoding="utf-8").split("editions:\n")
    path = tmp_path / "words.yaml"
    path.write_text(f"{head}editions:\n{edition}{edition}", encoding="utf-8")
    with pytest.raises(UserError, match="two editions"):
        load_verdict_words(path)
