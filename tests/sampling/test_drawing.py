"""The draw: a rule that anybody can follow with any tool that knows SHA-256."""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as some
from scipy.stats import chi2

from openpeel.catalogue.audit_designs import Design, find_design
from openpeel.errors import UserError
from openpeel.sampling.drawing import (
    FrameRow,
    draw,
    files_asked,
    largest_remainder,
    rank,
    seed_text,
)
from openpeel.sampling.sheets import DrawnFile

VICTIM = find_design("victim-service-2021")
SEARCHES = find_design("stop-search-grounds-2020")


def rows_of(references: Iterable[str], *strata: str) -> list[FrameRow]:
    return [FrameRow(reference, strata) for reference in references]


def of(files: Iterable[DrawnFile], stratum: str, role: str = "sample") -> list[str]:
    return [one.reference for one in files if (one.stratum, one.role) == (stratum, role)]


def proportional(files: int) -> Design:
    values = VICTIM.model_dump(by_alias=True)
    sample = values["samples"][0] | {"allocation": "proportional", "files": files}
    sample["strata"] = [stratum | {"files": None} for stratum in sample["strata"]]
    return Design.model_validate(values | {"samples": [sample]})


def test_the_rule_in_ten_lines() -> None:
    """Sort by the hash of seed, stratum and reference: the first 107, then 10 reserves."""
    references = [f"SS/{n}" for n in range(1_000)]
    by_hand = sorted(
        references,
        key=lambda ref: hashlib.sha256(f"my seed\nsearches\n{ref}".encode()).hexdigest(),
    )
    _, files = draw(rows_of(references, "searches"), SEARCHES, "my seed")
    assert of(files, "searches") == by_hand[:107]
    assert of(files, "searches", "reserve") == by_hand[107:117]
    assert [one.number for one in files] == list(range(1, 118))


def test_what_sha256sum_says() -> None:
    """printf 'West Mercia 2021\\nrape\\n22/1' | sha256sum"""
    assert rank("West Mercia 2021", "rape", "22/1") == (
        "37a78a89e2275b29c5d4e0dbf9a47cd9846168065d6c72f79527dedb1b65d15e"
    )


@given(some.integers(0, 10_000), some.integers(1, 400))
def test_the_order_of_the_rows_never_matters(shuffle: int, size: int) -> None:
    rows = rows_of((f"a{n}" for n in range(size)), "violence", "victim-withdrew")
    rows += rows_of((f"b{n}" for n in range(size // 2)), "rape")
    expected = draw(rows, VICTIM, "seed")
    random.Random(shuffle).shuffle(rows)
    assert draw(rows, VICTIM, "seed") == expected


def test_every_file_is_drawn_equally_often_over_seeds() -> None:
    """Chi-square over 600 fixed seeds: 20 of 60 files each time, so 200 draws of each expected.

    Without replacement the counts vary less than a multinomial's, by the factor (N - n)/(N - 1).
    """
    size, drawn, seeds = 60, 20, 600
    rows = rows_of((f"22/{n}" for n in range(size)), "violence")
    times: Counter[str] = Counter()
    for seed in range(seeds):
        _, files = draw(rows, VICTIM, f"seed {seed}")
        times.update(of(files, "violence"))
    expected = seeds * drawn / size
    assert sum(times.values()) == seeds * drawn
    statistic = sum((times[row.reference] - expected) ** 2 / expected for row in rows)
    statistic *= (size - 1) / (size - drawn)
    assert chi2.ppf(0.001, size - 1) < statistic < chi2.ppf(0.999, size - 1)


def test_pairs_are_drawn_together_as_often_as_by_chance() -> None:
    """Neighbours in the frame, too: 20 of 60 draws both with probability 20/60 x 19/59."""
    rows = rows_of((f"22/{n:03}" for n in range(60)), "violence")
    seeds, together = 600, 0
    for seed in range(seeds):
        _, files = draw(rows, VICTIM, f"pair {seed}")
        chosen = set(of(files, "violence"))
        together += sum({f"22/{n:03}", f"22/{n + 1:03}"} <= chosen for n in range(0, 60, 2))
    expected = seeds * 30 * (20 / 60) * (19 / 59)
    assert abs(together - expected) < 4 * expected**0.5


def test_strata_are_drawn_independently_of_each_other() -> None:
    """A file's rank in one stratum says nothing of its rank in another."""
    rows = rows_of((f"22/{n}" for n in range(400)), "searches")
    one = sorted(rows, key=lambda row: rank("s", "violence", row.reference))[:100]
    other = sorted(rows, key=lambda row: rank("s", "rape", row.reference))[:100]
    both = len({row.reference for row in one} & {row.reference for row in other})
    assert 10 < both < 42  # 25 by chance, standard deviation 3.8


def test_a_later_sample_passes_over_what_an_earlier_one_drew() -> None:
    """Its own stratum keeps its size; what is passed over is counted."""
    rows = rows_of((f"22/{n}" for n in range(30)), "rape", "victim-withdrew")
    strata, files = draw(rows, VICTIM, "seed")
    journey, outcomes = of(files, "rape"), of(files, "victim-withdrew")
    assert (len(journey), len(outcomes)) == (15, 5)
    assert not set(journey) & set(outcomes)
    told = {one.id: one for one in strata}
    assert (told["victim-withdrew"].population, told["victim-withdrew"].left_out) == (30, 15)
    by_rank = sorted(
        (row.reference for row in rows), key=lambda r: rank("seed", "victim-withdrew", r)
    )
    assert outcomes == [r for r in by_rank if r not in journey][:5]


def test_a_reserve_of_an_earlier_sample_can_still_be_drawn_by_a_later_one() -> None:
    rows = rows_of((f"22/{n}" for n in range(20)), "rape", "victim-withdrew")
    _, files = draw(rows, VICTIM, "seed")
    assert set(of(files, "rape", "reserve")) == set(of(files, "victim-withdrew"))


def test_a_stratum_with_fewer_files_than_asked_gives_all() -> None:
    strata, files = draw(rows_of(("a", "b", "c"), "rape"), VICTIM, "seed")
    told = {one.id: one for one in strata}["rape"]
    assert (told.population, told.asked, told.files, told.reserves) == (3, 15, 3, 0)
    assert sorted(of(files, "rape")) == ["a", "b", "c"]


def test_an_empty_stratum_gives_nothing_and_is_still_on_the_sheet() -> None:
    strata, _ = draw(rows_of(("a",), "rape"), VICTIM, "seed")
    assert [one.id for one in strata] == [s.id for x in VICTIM.samples for s in x.strata]
    assert sum(one.population for one in strata) == 1


def test_samples_come_first_then_reserves_each_in_the_order_of_the_design() -> None:
    rows = rows_of((f"v{n}" for n in range(40)), "violence")
    rows += rows_of((f"h{n}" for n in range(40)), "harassment-stalking")
    _, files = draw(rows, VICTIM, "seed")
    assert [(one.stratum, one.role) for one in files] == (
        [("harassment-stalking", "sample")] * 20
        + [("violence", "sample")] * 20
        + [("harassment-stalking", "reserve")] * 5
        + [("violence", "reserve")] * 5
    )


def test_other_numbers_can_be_asked_for_by_name() -> None:
    rows = rows_of((f"22/{n}" for n in range(100)), "rape")
    _, files = draw(rows, VICTIM, "seed", {"rape": 40})
    assert len(of(files, "rape")) == 40
    with pytest.raises(UserError, match="no stratum 'arson'; victim-service-2021 has"):
        draw(rows, VICTIM, "seed", {"arson": 40})


def test_more_files_are_the_same_files_and_more() -> None:
    rows = rows_of((f"22/{n}" for n in range(100)), "rape")
    _, fewer = draw(rows, VICTIM, "seed")
    _, more = draw(rows, VICTIM, "seed", {"rape": 40})
    assert of(more, "rape")[:15] == of(fewer, "rape")


def test_a_proportional_sample_shares_out_its_files_by_size() -> None:
    rows = rows_of((f"v{n}" for n in range(600)), "violence")
    rows += rows_of((f"r{n}" for n in range(150)), "rape")
    rows += rows_of((f"d{n}" for n in range(250)), "criminal-damage")
    strata, _ = draw(rows, proportional(101), "seed")
    drawn = {one.id: one.files for one in strata if one.files}
    assert drawn == {"violence": 61, "rape": 15, "criminal-damage": 25}


@given(
    some.integers(0, 500),
    some.dictionaries(some.text("abcdef", min_size=1), some.integers(0, 300), min_size=1),
)
def test_largest_remainders_add_up_and_stay_within_sizes(total: int, sizes: dict[str, int]) -> None:
    given = largest_remainder(total, sizes)
    every = sum(sizes.values())
    assert sum(given.values()) == min(total, every)
    for name, size in sizes.items():
        assert 0 <= given[name] <= size
        if every > total:
            assert abs(given[name] - total * size / every) < 1


def test_equal_remainders_go_to_the_first_named() -> None:
    assert largest_remainder(2, {"c": 5, "a": 5, "b": 5}) == {"c": 1, "a": 1, "b": 0}


def test_files_asked_of_a_fixed_sample_are_those_of_the_design() -> None:
    asked = files_asked(VICTIM.samples[2], {}, {"caution": 8})
    assert asked == {"caution": 8, "victim-withdrew": 5}


@pytest.mark.parametrize("seed", ["", "  ", "two\nlines", "a" * 201, "bell\x07"])
def test_a_seed_that_nobody_could_type_again_is_refused(seed: str) -> None:
    with pytest.raises(UserError, match="the seed must be one line"):
        seed_text(seed)


def test_a_seed_is_taken_without_outer_spaces() -> None:
    assert seed_text("  West Mercia 2021 ") == "West Mercia 2021"
