"""Simulated audits small enough to be made twice: the same seed gives the same bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import transaction

from openpeel.audits.models import Audit
from openpeel.audits.simulating.plans import FIRST, UNDER_WAY
from openpeel.audits.simulating.simulate import simulate_audit
from openpeel.errors import UserError

ONE_OF_EACH = dict.fromkeys(UNDER_WAY.instead, 1)
SMALL = replace(FIRST, instead=ONE_OF_EACH, replaced={3: "It can't be found."})
Bytes = dict[str, bytes]


@pytest.fixture
def simulated(tmp_path: Path) -> Callable[[int], Bytes]:
    """The published bytes of a small audit with a seed; the database is as it was before."""

    def make(seed: int) -> Bytes:
        folder = tmp_path / f"{len(list(tmp_path.iterdir()))}"
        with transaction.atomic():
            simulate_audit(folder / "audits", seed, folder / "draws", plans=(SMALL,), scale=0.03)
            transaction.set_rollback(True)
        files = sorted((folder / "audits").rglob("*.*"))
        return {str(p.relative_to(folder)): p.read_bytes() for p in files}

    return make


@pytest.mark.django_db
def test_the_same_seed_gives_the_same_bytes_and_another_gives_others(
    simulated: Callable[[int], Bytes],
) -> None:
    first, again, other = simulated(2), simulated(2), simulated(3)
    assert first == again
    assert first.keys() == other.keys()
    assert any(name.endswith("answers.csv") for name in first)
    for name in first:
        if name.endswith(("answers.csv", "round.yaml")):
            assert first[name] != other[name]


@pytest.mark.django_db
def test_what_stands_in_the_way_leaves_the_database_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "audits" / "west-mercia-victim-service-1").mkdir(parents=True)
    (tmp_path / "audits" / "west-mercia-victim-service-1" / "mine.txt").write_text("keep me")
    with pytest.raises(UserError, match="something else stands there"):
        simulate_audit(tmp_path / "audits", 2, tmp_path / "draws", plans=(SMALL,), scale=0.03)
    assert not Audit.objects.exists()
    assert (tmp_path / "audits" / "west-mercia-victim-service-1" / "mine.txt").exists()
