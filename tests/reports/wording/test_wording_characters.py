"""Numbers and comparisons in other characters than A to Z and 0 to 9 are seen all the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from openpeel.catalogue.wording_characters import load_look_alikes, look_alikes
from openpeel.errors import UserError
from openpeel.reports.wording import (
    check_amount,
    check_comparison,
    check_rank,
    find_comparisons,
    find_numbers,
)
from openpeel.reports.wording.characters import plain


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("⅖ of victims left.", "⅖"),
        ("⅞ of victims left.", "⅞"),
        ("⑳ percent of victims left.", "⑳ percent"),
        ("❹ victims left.", "❹"),
        ("Ⅻ victims left.", "Ⅻ"),
        ("２０ percent of victims left.", "２０ percent"),
        ("𝟐𝟎 percent of victims left.", "𝟐𝟎 percent"),
        ("²⁰ percent of victims left.", "²⁰ percent"),
        ("f\u043erty percent of victims left.", "f\u043erty percent"),  # a Cyrillic o
        ("f\u00f3rty percent of victims left.", "f\u00f3rty percent"),
        ("\ufb01fty percent of victims left.", "\ufb01fty percent"),  # a ligature for "fi"
        ("for\u00adty percent of victims left.", "for\u00adty percent"),  # a soft hyphen
        ("for\u200bty victims left.", "for\u200bty"),  # a space of no width
        ("сорок percent of victims left.", "сорок"),  # a word of another script
        ("2\u041e percent of victims left.", "2\u041e"),  # a Cyrillic O for a nought
    ],
)
def test_a_number_in_other_characters(sentence: str, found: str) -> None:
    assert [span.text for span in find_numbers(sentence)] == [found]


def test_each_sign_of_another_script_is_a_number() -> None:
    assert [span.text for span in find_numbers("四十 victims left.")] == ["四", "十"]


@pytest.mark.parametrize("word", ["h\u0456gher", "h\u00edgher", "ｈｉｇｈｅｒ", "𝐡𝐢𝐠𝐡𝐞𝐫", "hıgher"])
def test_a_comparison_in_other_characters(word: str) -> None:
    assert [span.text for span in find_comparisons(f"It is {word} than before.")] == [word]


@pytest.mark.parametrize(
    "sentence",
    ["Zoë Łódź met the café’s owner.", "The calls² were lost.", "It stood on the 43ʳᵈ page of it."],
)
def test_names_and_footnotes_are_no_numbers(sentence: str) -> None:
    assert find_numbers(sentence) == ()


def test_what_is_linked_is_read_in_other_characters() -> None:
    assert check_amount("⅖", 0.4).supported
    assert not check_amount("⅖", 0.2).supported
    assert check_amount("⑳ percent", 0.2).supported
    assert not check_amount("⑳ percent", 0.4).supported
    assert check_amount("Ⅻ", 12, "count").supported
    assert not check_amount("❹", 12, "count").supported


def test_what_cant_be_read_is_never_true() -> None:
    assert check_amount("4\u200b0 percent", 0).rule == "unknown-words"
    assert check_amount("сорок percent, or 20 percent", 0.2).rule == "unknown-words"
    assert check_comparison("higher and выше", 3, 1, 5).rule == "unknown-words"
    assert check_rank("the highest, первое", 1, 1, 43).rule == "unknown-words"


def test_a_plain_text_is_as_long_as_the_text() -> None:
    text = "İ ﬁ ½ ⑳ e\u0301 \u200b ẞ ﷺ"
    assert len(plain(text)) == len(text)


def test_a_letter_looks_like_one_other() -> None:
    others = look_alikes()
    assert not set(others) & set(map(chr, range(128)))
    assert set(map(len, others)) == {1}


def test_a_file_of_look_alikes_with_another_key_is_named(tmp_path: Path) -> None:
    path = tmp_path / "characters.yaml"
    path.write_text("checked: {on: 2026-11-24, next: 2027-11-24}\nlook_alike: {a: а}\n", "utf-8")
    with pytest.raises(UserError, match=r"characters\.yaml"):
        load_look_alikes(path)
