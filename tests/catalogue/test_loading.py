"""Catalogue files are hand-written, so every mistake is told with file, line and key."""

import re
from datetime import date
from pathlib import Path

import pytest

from openpeel.catalogue.loading import DATA, Entry, load_yaml, read_csv, read_yaml
from openpeel.errors import UserError


class Checked(Entry):
    on: date
    next: date


class Thing(Entry):
    name: str
    size: int
    checked: Checked


GOOD = """\
name: a thing
size: 3
checked: {on: 2026-11-23, next: 2027-11-23}
"""


@pytest.fixture
def thing(tmp_path: Path) -> Path:
    return tmp_path / "thing.yaml"


def refusal(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UserError) as error:
        load_yaml(path, Thing)
    return str(error.value)


def test_a_good_file_becomes_a_frozen_entry(thing: Path) -> None:
    thing.write_text(GOOD)
    entry = load_yaml(thing, Thing)
    assert (entry.name, entry.size) == ("a thing", 3)
    with pytest.raises(ValueError, match="frozen"):
        entry.size = 4


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("size: 3", "sise: 3"), "line 1, key size: this key is needed and is not there (and 1"),
        (("size: 3\n", "size: 3\ncolour: red\n"), "line 3, key colour: no such key is known here"),
        (("size: 3", "size: three"), "line 2, key size: a whole number is needed here"),
        (("next: 2027-11-23", "next: soon"), "line 3, key checked.next: a day like 2021-10-04 is"),
        ((", next: 2027-11-23", ""), "line 3, key checked.next: this key is needed"),
        (("size: 3", "size: [3"), "line 3: this is not valid YAML"),
        (("size: 3", "size: 0b_"), "line 2, key size: this number can't be read: 0b_."),
        (
            ("size: 3", f"size: {'9' * 5000}"),
            f"line 2, key size: this number can't be read: {'9' * 40}...",
        ),
        (("size: 3", "size:"), "line 2, key size: nothing stands here, where a whole number is"),
        (
            ("2027-11-23", "2027-11-31"),
            "line 3, key checked.next: there is no such day: 2027-11-31.",
        ),
        (
            ("2027-11-23", "0000-11-23"),
            "line 3, key checked.next: there is no such day: 0000-11-23.",
        ),
        (("size: 3", "2027-11-31: 3"), "line 2, key 2027-11-31: there is no such day"),
        (("size: 3", "size: 3\n3: 3"), "line 3, key 3: a key is a word, never a number or a day"),
        (("checked: {", "checked: ["), "line 3: this is not valid YAML"),
        (("name: a thing", "name: [a]"), "line 1, key name: text is needed here"),
    ],
)
def test_each_mistake_is_told_with_file_line_and_key(
    thing: Path, change: tuple[str, str], words: str
) -> None:
    message = refusal(thing, GOOD.replace(*change))
    assert message.startswith(f"{thing}, {words}"), message


def test_a_key_that_stands_twice_is_refused_with_both_lines(thing: Path) -> None:
    message = refusal(thing, GOOD + "size: 4\n")
    assert (
        message == f"{thing}, line 4, key size: the key stands twice (first on line 2); keep one."
    )


def test_a_nested_key_that_stands_twice_is_refused(thing: Path) -> None:
    message = refusal(thing, GOOD.replace("on: 2026", "on: 2025-01-01, on: 2026"))
    assert "line 3, key checked.on: the key stands twice" in message


@pytest.mark.parametrize("word", ["on", "off", "yes", "no", "y", "n", "True", "NO"])
def test_words_are_words_and_not_booleans(thing: Path, word: str) -> None:
    """YAML 1.1 reads `on: ...` as `True: ...`; a catalogue says `checked: {on: ...}`."""
    thing.write_text(f"{word}: {word}\n")
    assert read_yaml(thing)[0] == {word: word}


@pytest.mark.parametrize(("word", "value"), [("true", True), ("false", False)])
def test_only_true_and_false_are_booleans(thing: Path, word: str, value: bool) -> None:
    thing.write_text(f"graded: {word}\n")
    assert read_yaml(thing)[0] == {"graded": value}


def test_lines_are_known_for_keys_inside_lists(thing: Path) -> None:
    thing.write_text("a:\n  - b: 1\n  - b: 2\n    c: 3\n")
    assert read_yaml(thing)[1][("a", 1, "c")] == 4


def test_an_empty_file_a_missing_file_and_a_file_in_another_encoding(thing: Path) -> None:
    assert "the file is empty" in refusal(thing, "")
    thing.write_bytes("name: caf\xe9\n".encode("latin-1"))
    with pytest.raises(UserError, match=r"byte 9 is not UTF-8"):
        load_yaml(thing, Thing)
    thing.unlink()
    with pytest.raises(UserError, match="there is no such file"):
        load_yaml(thing, Thing)


def test_a_wrong_cell_of_a_csv_is_told_with_its_line(tmp_path: Path) -> None:
    class Row(Entry):
        name: str
        size: int | None

    path = tmp_path / "rows.csv"
    path.write_text("name,size\na,1\nb,\nc,many\n")
    rows = read_csv(path, Row)
    assert [next(rows).size, next(rows).size] == [1, None]
    with pytest.raises(UserError, match=re.escape(f"{path}, line 4, key size: ")):
        next(rows)


@pytest.mark.parametrize(
    "path", sorted(DATA.rglob("*.yaml")), ids=lambda path: str(path.relative_to(DATA))
)
def test_every_file_of_the_catalogue_says_when_it_was_checked_and_when_it_is_due(
    path: Path,
) -> None:
    checked = read_yaml(path)[0]["checked"]
    assert isinstance(checked["on"], date)
    assert checked["on"] < checked["next"]
