"""Columns of very many values never become columns of the cube."""

from __future__ import annotations

import pytest
from drawn import drawn_measure

from openpeel.catalogue.tables import tables
from openpeel.errors import UserError
from openpeel.facts.engine import connect
from openpeel.facts.sources.reading import Facts
from openpeel.measures.cube import Cube, compute
from openpeel.measures.sums import Sum
from openpeel.measures.where import condition


def cube(*texts: str, table: str = "incidents") -> Cube:
    return Cube([Sum(condition(table, text, "")) for text in texts])


@pytest.mark.parametrize("column", ["closed_at", "incident_ref", "encompass_notified"])
def test_a_column_asked_only_whether_it_is_there_has_two_bands(column: str) -> None:
    assert column in tables()["incidents"].columns
    made = cube(f"{column} is not null")
    assert made.dims == []
    assert f"{column}__band" in made.names


def test_a_label_has_a_band_for_each_word_that_is_named_and_one_for_the_rest() -> None:
    made = cube("age_range = '18-24'", "age_range in ('18-24', '25-34')", table="stop_searches")
    assert made.named == {"age_range": ["18-24", "25-34"]}
    assert made.dims == []


def test_a_column_with_a_list_of_codes_stays_as_it_is() -> None:
    assert cube("first_grade = 'immediate'", "first_grade is null").dims == ["first_grade"]


def test_the_key_of_a_record_is_compared_with_nothing() -> None:
    with pytest.raises(UserError, match="incident_ref is a reference; only ask whether it is null"):
        condition("incidents", "incident_ref = 'x'", "test")


def test_the_key_of_a_record_makes_no_groups() -> None:
    with pytest.raises(UserError, match=r"key by: incident_ref holds the keys of records"):
        drawn_measure(
            """
            numerator: {table: incidents, words: incidents}
            by: incident_ref
            unit: count
            direction: context
            """
        )


def test_bands_of_words_give_what_the_rows_give() -> None:
    con = connect(threads=1)
    facts = Facts("stop_searches")
    words = ["18-24", "18-24", "25-34", "over 34", None]
    day = {"period_start": "2025-04-01", "period_end": "2025-04-30", "force_code": "E23000032"}
    for word in words:
        facts.add(**day, age_range=word)
    texts = {
        "age_range = '18-24'": 2,
        "age_range <> '18-24'": 2,
        "age_range in ('18-24', '25-34')": 3,
        "not age_range in ('25-34')": 3,
        "age_range is null": 1,
        "age_range is not null and age_range <> 'over 34'": 3,
    }
    parts = [Sum(condition("stop_searches", text, "")) for text in texts]
    found = dict(compute(con, facts.into(con), parts))
    assert [found[part][0].rows for part in parts] == list(texts.values())
