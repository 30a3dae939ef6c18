"""Where a force stands on a day: judgments by framework, and what is open."""

from __future__ import annotations

from datetime import date
from typing import Any

from inspecting.making import KENT, STAFFORDSHIRE, WEST_MERCIA, good, put, record, signed, step
from openpeel.inspecting.histories import open_on, stage_on, status_on
from openpeel.inspecting.record import Record, Stage, Step
from openpeel.inspecting.standing import Standing, overdue, standing


def on(day: str, made: Record | None = None, force: str = WEST_MERCIA) -> Standing:
    return standing(made or record(), force, date.fromisoformat(day))


def held(found: Standing) -> dict[str, tuple[str | None, bool]]:
    """Area to grade, and whether it is regional."""
    return {one.judgment.area: (one.judgment.grade, one.regional) for one in found.judgments}


def judgment(area: str, grade: str | None, day: str, **given: Any) -> dict[str, Any]:
    return {
        "area": area, "round": "main", "grade": grade, "date": day,
        "signed": signed(on=day), "rationale": "For reasons.", **given,
    }  # fmt: skip


def with_inspection(id: str, framework: str, *judgments: dict[str, Any]) -> Record:
    """The good record, and another inspection of West Mercia."""
    values = good()
    base = values["inspections"][0]
    keys = ("body", "place", "forces", "window", "signed", "rounds", "name")
    more = {key: base[key] for key in keys}
    values["inspections"].append(
        {**more, "id": id, "framework": framework, "judgments": list(judgments)}
    )
    return record(values)


def test_nothing_is_known_before_the_first_judgment() -> None:
    found = on("2022-03-31")
    assert (found.judgments, found.history, found.concerns) == ((), (), ())


def test_a_judgment_holds_from_its_date_also_without_a_grade() -> None:
    assert held(on("2022-04-01")) == {
        "victims": (None, False),
        "responding": ("requires improvement", False),
    }


def test_a_region_s_judgment_attaches_to_the_forces_it_names_from_its_own_date() -> None:
    assert "serious-organised-crime" not in held(on("2024-05-09"))
    found = on("2024-05-10")
    assert held(found)["serious-organised-crime"] == ("inadequate", True)
    assert found.judgments[-1].area_name == "Disrupting serious organised crime"
    assert on("2024-05-10", force=STAFFORDSHIRE).judgments == ()


def test_a_force_that_was_not_inspected_has_no_judgment_and_is_not_good_for_it() -> None:
    found = on("2024-05-10", force=KENT)
    assert (found.judgments, found.history, found.concerns) == ((), (), ())
    assert [one.step for one in found.national] == [None]


def test_a_later_judgment_of_the_same_framework_replaces_an_earlier_one() -> None:
    made = with_inspection(
        "west-mercia-again", "peel-2021-22-revised",
        judgment("responding", "adequate", "2022-12-01"),
    )  # fmt: skip
    assert held(on("2022-11-30", made))["responding"] == ("requires improvement", False)
    found = on("2022-12-01", made)
    assert held(found)["responding"] == ("adequate", False)
    ((_, history),) = found.history
    ended = {(one.judgment.area, one.judgment.grade): one.until for one in history}
    assert ended["responding", "requires improvement"] == date(2022, 12, 1)
    assert ended["responding", "adequate"] is None


def test_history_is_told_framework_by_framework_the_newest_first_and_never_as_one() -> None:
    made = with_inspection(
        "west-mercia-2023-25", "peel-2023-25", judgment("workforce", "good", "2024-12-01")
    )
    found = on("2025-01-01", made)
    assert [(under.id, len(judgments)) for under, judgments in found.history] == [
        ("peel-2023-25", 1),
        ("peel-2021-22-revised", 3),
    ]


def test_areas_of_an_older_framework_end_with_the_next_inspection_but_not_a_region_s() -> None:
    made = with_inspection(
        "west-mercia-2023-25", "peel-2023-25", judgment("workforce", "good", "2024-12-01")
    )
    assert held(on("2025-01-01", made)) == {
        "workforce": ("good", False),
        "serious-organised-crime": ("inadequate", True),
    }


def test_concerns_recommendations_and_improvements_stand_where_their_last_step_says() -> None:
    values = good()
    history = ("inspections", 0, "concerns", "calls", "history")
    put(values, *history, 1, to=step("progress seen", "2023-07-20", "Calls are answered sooner."))
    put(values, *history, 2, to=step("closed", "2024-02-01", "Calls are answered."))
    made = record(values)
    stood = {day: on(day, made).concerns[0] for day in ("2022-04-01", "2023-07-20", "2024-02-01")}
    assert [one.step.status for one in stood.values()] == ["open", "progress seen", "closed"]
    assert [one.is_open for one in stood.values()] == [True, True, False]
    assert on("2024-02-01", made).open_concerns == ()
    found = on("2022-07-02", made)
    assert [one.entry.id for one in found.improvements] == ["response-times"]
    (advice,) = found.recommendations
    assert advice.concern is not None and advice.concern.id == "calls"
    assert overdue(advice, date(2022, 7, 2)) and not overdue(advice, date(2022, 7, 1))
    assert not overdue(found.improvements[0], date(2030, 1, 1))


def test_national_recommendations_stand_for_each_force_from_their_publication_on() -> None:
    assert on("2017-12-11").national == ()
    assert [one.step for one in on("2020-01-01").national] == [None]
    (one,) = on("2022-04-01").national
    assert one.step is not None and one.step.status == "open"


def test_of_two_steps_on_one_day_the_one_written_last_holds() -> None:
    steps = [Step.model_validate(step(status, "2022-04-01")) for status in ("open", "closed")]
    assert status_on(steps, date(2022, 4, 1)) == "closed"
    assert not open_on(steps, date(2022, 4, 1))
    assert status_on(steps, date(2022, 3, 31)) is None
    assert not open_on((), date(2022, 3, 31))


def test_a_stage_lasts_from_its_first_day_to_its_last() -> None:
    told = {"reason": "Slow.", "signed": signed()}
    engage = Stage.model_validate(
        {**told, "stage": "engage", "from": "2022-05-01", "to": "2022-08-31"}
    )
    scan = Stage.model_validate({**told, "stage": "scan", "from": "2022-09-02"})
    days = ("2022-04-30", "2022-05-01", "2022-08-31", "2022-09-01", "2022-09-02", "2030-01-01")
    found = [stage_on((engage, scan), date.fromisoformat(day)) for day in days]
    assert found == [None, engage, engage, None, scan, scan]
