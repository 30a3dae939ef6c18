"""Table contracts and code lists: what readers deliver and measures ask."""

import re

import pytest

from openpeel.catalogue.codes import codes, plain_label
from openpeel.catalogue.loading import DATA, read_yaml
from openpeel.catalogue.tables import COMMON, tables
from openpeel.errors import UserError

LISTS = sorted(read_yaml(DATA / "codes.yaml")[0]["lists"])


@pytest.mark.parametrize("name", LISTS)
def test_no_label_of_a_list_stands_for_two_codes(name: str) -> None:
    owners: dict[str, str] = {}
    for code, entry in codes(name).codes.items():
        for label in (code, *entry.labels):
            assert owners.setdefault(plain_label(label), code) == code, label


@pytest.mark.parametrize("name", LISTS)
def test_each_code_label_and_only_those_are_found(name: str) -> None:
    for code, entry in codes(name).codes.items():
        assert codes(name).find(code) == code
        assert all(codes(name).find(label) == code for label in entry.labels)
        assert codes(name).words(code) == entry.words
    assert codes(name).find("no such label") is None


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("Asian (or Asian British)", "asian"),
        ("asian/asian  british", "asian"),
        ("Black/African/Caribbean/Black British", "black"),
        ("Other\xa0including Chinese", "other"),
        ("Vehicle only", "not-recorded"),
    ],
)
def test_publishers_labels_of_ethnic_groups(label: str, code: str) -> None:
    assert codes("ethnicity").find(label) == code


def test_a_code_without_words_is_named_by_itself() -> None:
    assert codes("ethnicity").words("martian") == "martian"


def test_an_unknown_list_is_an_error() -> None:
    with pytest.raises(UserError, match=r"codes\.yaml, key lists: there is no code list 'colours'"):
        codes("colours")


@pytest.mark.parametrize("name", sorted(tables()))
def test_a_table_has_the_common_columns_first_and_its_number_and_slice_among_its_own(
    name: str,
) -> None:
    table = tables()[name]
    assert list(table.types)[: len(COMMON)] == list(COMMON)
    assert len(table.types) == len(COMMON) + len(table.columns), "a column hides a common one"
    assert (table.number is not None) == (table.kind == "counts")
    assert {*table.slice, *filter(None, [table.number])} <= set(table.columns)
    assert all(re.fullmatch(r"[a-z_]+", column) for column in table.types)


@pytest.mark.parametrize("name", sorted(tables()))
def test_columns_with_codes_name_a_list_that_exists(name: str) -> None:
    for column in tables()[name].columns.values():
        if isinstance(column.codes, str):
            assert codes(column.codes).codes
