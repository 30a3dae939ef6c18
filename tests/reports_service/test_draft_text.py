"""A draft's text: lines with the numbers that the checks use, links as words, words found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from one_report import AREA, CALLS, TEXT

from openpeel.errors import UserError
from openpeel.reports.draft_text import Piece, find, lines, sections


def test_lines_keep_their_numbers_and_empty_ones_are_left_out() -> None:
    assert [line.number for line in lines(TEXT)] == [1, 3, 5, 7, 8, 9, 11, 13]


def test_headings_have_their_level_and_no_hashes() -> None:
    found = [(line.level, line.words) for line in lines(TEXT) if line.level]
    assert found == [(1, "West Mercia Police (simulated)"), (2, "Responding to the public"),
                     (3, "Calls wait too long")]  # fmt: skip


def test_a_link_is_its_words_with_what_they_rest_on() -> None:
    line = next(line for line in lines(TEXT) if line.number == 7)
    assert line.pieces == (
        Piece("The force let "), Piece("almost 20 percent", "figure:abandoned"),
        Piece(" of its 101 calls go,"),
    )  # fmt: skip


def test_a_link_over_two_lines_is_on_both() -> None:
    first, second = lines("so [many\nmore](figure:x) calls")
    assert first.pieces[1] == Piece("many", "figure:x")
    assert second.pieces == (Piece("more", "figure:x"), Piece(" calls"))


def test_a_chart_says_that_it_is_one() -> None:
    line = next(line for line in lines(TEXT) if line.number == 11)
    assert line.pieces == (Piece("Chart: Too many callers give up", "chart:abandoned"),)


def test_text_before_the_first_heading_is_a_section_too() -> None:
    assert [(one.heading, one.line) for one in sections("words\n\n# Title\n")] == [
        ("", 1), ("Title", 3),
    ]  # fmt: skip


@given(st.lists(st.text(st.characters(exclude_characters="\r\n")), max_size=12))
def test_every_line_has_the_number_that_an_editor_shows(written: list[str]) -> None:
    found = {line.number for line in lines("\n".join(written))}
    assert found <= set(range(1, len(written) + 1))
    assert {n for n, line in enumerate(written, 1) if line.strip() and "[" not in line} <= found


def test_words_are_found_where_they_begin() -> None:
    assert find(TEXT, CALLS, "double the national standard") == ("Calls wait too long", 8)


def test_words_are_found_over_line_ends_and_whatever_the_quotes() -> None:
    assert find(TEXT, CALLS, "calls  go, double") == ("Calls wait too long", 7)
    assert find(TEXT, CALLS, "The force's charter") == ("Calls wait too long", 13)


def test_a_heading_can_be_questioned() -> None:
    assert find(TEXT, AREA, "Responding to the public") == ("Responding to the public", 3)


def test_words_that_stand_twice_ask_for_their_line() -> None:
    with pytest.raises(UserError, match="begin on line 8; say which"):
        find(TEXT, CALLS, "callers wait", line=7)
    assert find("# A\nso it is\nso it is", 1, "so it is", line=3) == ("A", 3)
    with pytest.raises(UserError, match="begin on line 2 and 3; say which"):
        find("# A\nso it is\nso it is", 1, "so it is")


@pytest.mark.parametrize("words", ["callers queue", "", "   ", "figure:abandoned"])
def test_words_that_are_not_there_are_refused(words: str) -> None:
    with pytest.raises(UserError, match="do not stand under 'Calls wait too long'"):
        find(TEXT, CALLS, words)


def test_a_section_that_is_not_there_is_refused() -> None:
    with pytest.raises(UserError, match="choose the heading"):
        find(TEXT, 6, "callers wait")


@given(st.lists(st.lists(st.sampled_from("ab"), min_size=1), min_size=1), st.data())
def test_whatever_is_copied_from_the_draft_is_found(
    written: list[list[str]], data: st.DataObject
) -> None:
    """Words of any line and on into the next ones begin on that line."""
    text = "# Title\n" + "\n".join(" ".join(words) for words in written)
    at = data.draw(st.integers(0, len(written) - 1))
    first = data.draw(st.integers(0, len(written[at]) - 1))
    copied = " ".join(
        [*written[at][first:], *(word for line in written[at + 1 :] for word in line)]
    )
    heading, line = find(text, 1, copied, at + 2)
    assert (heading, line) == ("Title", at + 2)
