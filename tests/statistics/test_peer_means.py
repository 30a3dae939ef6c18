"""Peers and disproportionality."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stat_reference_values import agree

from openpeel.statistics import disproportionality, peer_mean, rate_ratio


def test_a_force_is_no_peer_of_its_own():
    assert peer_mean([10, 20, 60], leave_out=0).value == 40
    assert peer_mean([10, 20, 60]).value == 30
    assert peer_mean([10, 20, 60], leave_out="each").value.tolist() == [40, 35, 15]


def test_weighted_by_denominators_is_the_pooled_share():
    x, n = np.array([5.0, 40, 30]), np.array([50.0, 100, 200])
    mean = peer_mean(x / n, weights=n, leave_out=1)
    assert mean.value == pytest.approx(35 / 250)
    assert mean.method == "weighted"


def test_peers_without_a_value_are_not_counted():
    mean = peer_mean([10, None, 60, 80], leave_out="each")
    assert mean.peers.tolist() == [2, 3, 2, 2]
    assert mean.value[1] == 50
    assert np.isnan(peer_mean([10, None], leave_out=0).value)
    assert np.isnan(peer_mean([], leave_out=None).value)


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=43))
def test_each_in_turn_is_one_at_a_time(values):
    each = peer_mean(values, leave_out="each")
    for place in range(len(values)):
        agree(each.value[place], peer_mean(values, leave_out=place).value)


def test_peer_arguments_are_checked():
    with pytest.raises(ValueError, match="position from 0 to 1"):
        peer_mean([1, 2], leave_out=2)
    with pytest.raises(ValueError, match="same length"):
        peer_mean([1, 2], weights=[1])
    with pytest.raises(ValueError, match="must not be negative"):
        peer_mean([1, 2], weights=[1, -1])


def test_disproportionality_of_west_mercia_2019_20():
    """210 searches of Black people and 3,533 of White people in populations like its own."""
    result = disproportionality(210, 9_000, 3533, 1_200_000, unrecorded=400, x_other=500)
    assert result.rate_group.value == pytest.approx(1000 * 210 / 9000)
    assert result.rate_reference.per == 1000
    agree(result.ratio.value, rate_ratio(210, 9_000, 3533, 1_200_000).value)
    assert result.difference.value == pytest.approx(
        result.rate_group.value - result.rate_reference.value
    )
    assert result.unrecorded_share == pytest.approx(400 / (210 + 3533 + 400 + 500))
    agree(result.ratio_if_reference.value, (210 / 9000) / (3933 / 1_200_000))
    agree(result.ratio_if_group.value, (610 / 9000) / (3533 / 1_200_000))
    assert result.ratio_if_reference.value < result.ratio.value < result.ratio_if_group.value


def test_the_population_base_can_halve_the_ratio():
    census_2011 = disproportionality(210, 4_800, 3533, 1_170_000)
    census_2021 = disproportionality(210, 9_600, 3533, 1_170_000)
    assert census_2021.ratio.value == pytest.approx(census_2011.ratio.value / 2)


def test_all_forces_at_once_with_gaps():
    result = disproportionality([210, None, 0], [9_000, 500, 0], 3533, 1_200_000, [10, 5, None])
    assert np.isnan(result.ratio.value).tolist() == [False, True, True]
    assert np.isnan(result.unrecorded_share).tolist() == [False, True, True]
    assert not np.isinf(result.ratio_if_group.upper).any()
    with pytest.raises(ValueError, match="must not be negative"):
        disproportionality(-1, 10, 5, 10)
