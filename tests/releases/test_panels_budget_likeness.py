"""The chance budget, the denominator panel, and who looks like whom."""

from __future__ import annotations

from dataclasses import replace

import pytest

from openpeel.measures.values import Release
from openpeel.releases.budget import budget
from openpeel.releases.panels import panels
from openpeel.releases.queries import Index, code_of
from openpeel.releases.similar import similar
from openpeel.statistics import disproportionality

WEST_MERCIA = "E23000016"


@pytest.fixture(scope="module")
def index(release: Release) -> Index:
    return Index(release)


def test_only_comparisons_that_were_made_are_counted(index: Index, release: Release) -> None:
    comparison = index.latest(release.measures["search-rate"])
    assert comparison is not None
    counted = budget(comparison.standings)
    assert counted.lines_made == counted.funnels_made == 41
    assert counted.lines_by_chance == pytest.approx(41 * 0.3173, abs=0.01)
    assert counted.funnels_by_chance == pytest.approx(41 * 0.002)


def test_a_mark_that_many_comparisons_explain_does_not_stand(release: Release) -> None:
    """One p of 0.03 among forty of 0.9 is no discovery; one of 0.000001 is."""
    standing = release.comparisons[0].standings[0]
    rest = [replace(standing, funnel_p=0.9, funnel_mark=None) for _ in range(40)]
    weak = replace(standing, funnel_p=0.03, funnel_mark="above")
    strong = replace(standing, funnel_p=1e-6, funnel_mark="above")
    assert budget([weak, *rest]).surviving == ()
    assert budget([strong, *rest]).surviving == (strong,)


def test_the_panel_works_out_difference_and_bounds_from_the_same_counts(index: Index) -> None:
    (panel,) = panels(index, WEST_MERCIA)
    assert panel.bases == 2 and len(panel.ratios) == 4
    row = panel.ratios[1]
    numbers = [working.number for working in row.value.workings]
    missing = panel.unrecorded[0][1].numerator
    assert missing is not None
    expected = disproportionality(*numbers, missing)  # type: ignore[arg-type]
    assert row.difference == pytest.approx(expected.difference.value)
    assert row.least == pytest.approx(expected.ratio_if_reference.value)
    assert row.most == pytest.approx(expected.ratio_if_group.value)
    assert row.least < (row.value.value or 0) < row.most


def test_a_force_without_counts_has_a_panel_without_numbers(index: Index) -> None:
    (panel,) = panels(index, code_of("city-of-london") or "")
    assert all(row.value.value is None and row.difference is None for row in panel.ratios)


def test_the_nearest_pattern_comes_first_and_never_the_force_itself(index: Index) -> None:
    found = similar(index, WEST_MERCIA)
    distances = [likeness.distance for likeness in found]
    assert len(found) == 5 and distances == sorted(distances)
    assert WEST_MERCIA not in [likeness.force_code for likeness in found]
    assert all(likeness.shared >= 5 for likeness in found)
