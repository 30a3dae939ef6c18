"""The press card: what not to say, why, and what to say instead."""

from pathlib import Path

import pytest

from openpeel.catalogue.loading import DATA
from openpeel.catalogue.wording import load_press_card, press_card
from openpeel.errors import UserError


def test_the_press_card_warns_of_what_these_figures_are_most_often_made_to_say() -> None:
    assert {entry.id for entry in press_card()} >= {
        "no-overall-grade",
        "no-league-table",
        "marks-by-chance",
        "no-clear-change",
        "missing-is-not-zero",
        "disproportionality",
        "city-of-london",
    }


def test_each_entry_has_a_wrong_sentence_a_reason_and_another_sentence() -> None:
    for entry in press_card():
        assert entry.wrong != entry.instead
        assert all(text.endswith(".") for text in (entry.wrong, entry.why, entry.instead))


def test_no_right_sentence_ranks_without_its_interval_or_gives_a_force_one_grade() -> None:
    for entry in press_card():
        assert "overall" not in entry.instead
        assert " of 43 for " not in entry.instead


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("wrong:", "worng:", "line 5, key advice.0.wrong: this key is needed"),
        ("id: no-league-table", "id: no-overall-grade", "line 9, key advice.1.id: 'no-overall-gra"),
        ("id: no-league-table", "id: No league", "line 9, key advice.1.id: string should match"),
        ("instead: ", "instead: 3 #", "line 8, key advice.0.instead: text is needed here"),
    ],
)
def test_a_broken_file_is_told_with_file_line_and_key(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    text = (DATA / "press-card.yaml").read_text()
    assert old in text
    path = tmp_path / "press-card.yaml"
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(UserError) as error:
        load_press_card(path)
    assert str(error.value).startswith(f"{path}, {words}"), error.value
