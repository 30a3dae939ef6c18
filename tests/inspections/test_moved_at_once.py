"""Two people at the same moment: one is first, the other is told, and no history is torn."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from at_once import at_once
from inspecting.making import WEST_MERCIA
from inspections.making import Made, made
from keeping import emptied_after
from openpeel.errors import UserError
from openpeel.inspections.actions import monitoring, national
from openpeel.inspections.histories import HISTORIES
from openpeel.inspections.models import Applied, NationalRecommendation, Programme

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def it(transactional_db: None) -> Iterator[Made]:
    with emptied_after("inspections", HISTORIES):
        yield made()


def told(found: list[Any]) -> int:
    return sum(isinstance(one, UserError) for one in found)


def test_a_force_is_moved_once_and_the_history_goes_on(it: Made) -> None:
    def move() -> Any:
        return monitoring.move(
            it.inspection, stage="scan", start="2022-09-01", reason="Quicker.", by=it.lead
        )

    assert told(at_once(*[move] * 4)) == 3
    stages = it.inspection.stages.order_by("start")
    assert [(one.stage, f"{one.end}") for one in stages] == [
        ("engage", "2022-08-31"), ("scan", "None"),
    ]  # fmt: skip
    one = Applied.objects.get(force=WEST_MERCIA)

    def follow(number: int) -> None:
        national.follow(
            one, status="progress seen", words=f"Step {number}.", on="2022-05-01", by=it.inspector
        )

    assert not told(at_once(*(lambda n=n: follow(n) for n in range(4))))
    assert [step.place for step in one.steps.order_by("place")] == [0, 1, 2, 3, 4]


def test_a_recommendation_is_asked_of_a_force_once(it: Made) -> None:
    one = NationalRecommendation.objects.select_related("programme").get()

    def apply() -> None:
        national.apply(one, forces=["E23000032"], on="2022-06-01", by=it.lead)

    def recommend() -> None:
        national.recommend(Programme.objects.get(), title="Answer", words="Answer.",
                           published="2022-01-01", forces=(), by=it.lead)  # fmt: skip

    assert told(at_once(*[apply] * 3)) == 2
    assert not told(at_once(*[recommend] * 3))
    slugs = NationalRecommendation.objects.order_by("slug").values_list("slug", flat=True)
    assert list(slugs) == ["answer", "answer-2", "answer-3", "searches-2017"]
