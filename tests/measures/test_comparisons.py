"""Comparisons of the 43 forces: who is compared, who is left out, and what is marked."""

from __future__ import annotations

import pytest
from drawn import DrawnFile, release_of

from openpeel.catalogue.forces import forces
from openpeel.catalogue.peers import peer_group
from openpeel.measures.values import PEERS, Comparison, Standing
from openpeel.statistics import funnel, outlier_lines

NAMES = [force.name for force in forces().all]
SHARE = """
numerator: {table: outcomes, where: "outcome = '1'", sum: offences, words: charged}
denominator: {table: outcomes, sum: offences, words: offences}
unit: percent
direction: higher
"""


def outcomes(charged: dict[str, int], of: int = 1000) -> DrawnFile:
    lines = [
        f"{force} | 2019-20 | {code} | {n}"
        for force, x in charged.items()
        for code, n in (("1", x), ("14", of - x))
    ]
    return DrawnFile("outcomes", "\n".join(["force | period | outcome | offences", *lines]))


def compared(file: DrawnFile, measure: str = SHARE) -> tuple[Comparison, dict[str, Standing]]:
    (comparison,) = release_of(measure, file).comparisons
    return comparison, {standing.value.force: standing for standing in comparison.standings}


CHARGED = {name: 60 + 3 * at for at, name in enumerate(NAMES)}


def test_lines_and_limits_are_those_of_the_statistics_room() -> None:
    comparison, standings = compared(outcomes(CHARGED))
    lines = outlier_lines([x / 10 for x in CHARGED.values()])
    limits = funnel(list(CHARGED.values()), [1000] * 43, kind="share")
    assert [standings[name].line_mark for name in NAMES] == list(lines.marks)
    assert [standings[name].funnel_mark for name in NAMES] == list(limits.marks)
    assert comparison.lines.mean == pytest.approx(lines.mean)
    assert standings[NAMES[0]].funnel_upper == pytest.approx(limits.upper_998[0] * 100)
    assert {"above", "below", None} == set(lines.marks)
    assert comparison.compared == 43


def test_rank_one_is_the_highest_value_and_its_interval_holds_it() -> None:
    _, standings = compared(outcomes(CHARGED))
    assert (standings[NAMES[-1]].rank, standings[NAMES[0]].rank) == (1, 43)
    for standing in standings.values():
        assert standing.rank_lower <= standing.rank <= standing.rank_upper


def test_the_peers_value_is_pooled_over_those_that_have_one() -> None:
    some = {name: x for name, x in CHARGED.items() if name != "Kent"}
    _, standings = compared(outcomes(some))
    west_mercia = forces().find("West Mercia")
    peers = [forces().by_code[code].name for code in peer_group(PEERS).of(west_mercia.code)]
    have = [CHARGED[name] for name in peers if name in some]
    assert standings["West Mercia"].peer_value == pytest.approx(sum(have) / len(have) / 10)


def test_a_force_without_a_value_stands_in_the_comparison_and_is_marked_by_nothing() -> None:
    some = {name: x for name, x in CHARGED.items() if name != "Kent"}
    comparison, standings = compared(outcomes(some))
    kent = standings["Kent"]
    assert kent.value.status == "x"
    assert (kent.z, kent.line_mark, kent.funnel_mark, kent.rank) == (None, None, None, None)
    assert comparison.compared == 42


def test_a_partial_value_is_shown_and_left_out_of_mean_lines_limits_ranks_and_marks() -> None:
    measure = """
        numerator: {table: stop_search_published, sum: searches, words: searches}
        denominator: {table: population, sum: persons, words: residents}
        unit: per 1,000
        direction: neutral
    """
    lines = [f"{name} | 2019-20 | white | {1000 + at}" for at, name in enumerate(NAMES)]
    searches = DrawnFile(
        "stop_search_published", "\n".join(["force|period|ethnicity|searches", *lines])
    )
    people = DrawnFile(
        "population",
        "\n".join(["force | period | persons", *(f"{n} | 2019-06-30 | 9000" for n in NAMES)]),
    )
    (comparison,) = release_of(measure, searches, people).comparisons
    standings = {standing.value.force: standing for standing in comparison.standings}
    manchester, city = standings["Greater Manchester"], standings["City of London"]
    assert (manchester.value.status, city.value.status) == ("p", "z")
    assert manchester.value.value is not None
    for left_out in (manchester, city):
        assert (left_out.z, left_out.line_mark, left_out.funnel_mark) == (None, None, None)
        assert left_out.rank is None
    used = [s.value.value for s in comparison.standings if s not in (manchester, city)]
    assert comparison.lines.mean == pytest.approx(outlier_lines(used).mean)
    assert comparison.compared == 41


def test_fewer_than_three_forces_are_not_compared_and_counts_never_are() -> None:
    assert not release_of(SHARE, outcomes({"Kent": 5, "Essex": 6})).comparisons
    assert release_of(SHARE, outcomes({"Kent": 5, "Essex": 6, "Surrey": 9})).comparisons
    count = "numerator: {table: outcomes, sum: offences, words: n}\nunit: count\ndirection: context"
    assert not release_of(count, outcomes(CHARGED)).comparisons


RATIO = """
numerator: {table: use_of_force, where: "breakdown = 'ethnicity'", sum: uses, words: uses of force}
denominator: {table: population_ethnicity, sum: persons, by: ethnicity, words: residents}
by: member
groups: [black]
all: false
ratio: {to: white}
unit: ratio
direction: neutral
"""


def ratios(black: int) -> tuple[DrawnFile, DrawnFile]:
    """Ten forces; in two of them many Black people live and everyone meets more force."""
    uses, residents = [], []
    for at, force in enumerate(NAMES[:10]):
        rate, people = (50, 90_000) if at < 2 else (5, 1_000)
        for group, number, times in (("white", 500_000, 1), ("black", people, black)):
            total = rate * number * times // 1000
            uses.append(f"{force} | 2019-20 | ethnicity | {group} | all | total | {total}")
            residents.append(f"{force} | 2021-03-21 | {group} | {number}")
    heads = "force | period | breakdown | member | tactic_group | tactic | uses"
    return (
        DrawnFile("use_of_force", "\n".join([heads, *uses])),
        DrawnFile(
            "population_ethnicity",
            "\n".join(["force | period | ethnicity | persons", *residents]),
        ),
    )


def test_the_middle_of_a_ratios_funnel_does_not_move_with_where_groups_live() -> None:
    """Each force has a ratio of 3, but England and Wales has over 10."""
    (comparison,) = release_of(RATIO, *ratios(3)).comparisons
    assert comparison.national.value == pytest.approx(27_120 / 188_000 / 0.014)
    assert comparison.funnel is not None
    assert comparison.funnel.target == pytest.approx(3)
    assert not any(standing.funnel_mark for standing in comparison.standings)


def test_a_ratio_of_which_nobody_has_any_draws_no_error() -> None:
    (comparison,) = release_of(RATIO, *ratios(0)).comparisons
    assert comparison.funnel is not None
    assert comparison.funnel.target == 1
