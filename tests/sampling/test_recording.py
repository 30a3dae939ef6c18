"""Crime recording: of the crimes that should have been recorded, how many were."""

from typing import Any

import pytest
from audit_rounds import ON, design, questions, round_of

from openpeel.errors import UserError
from openpeel.sampling.answers import Answers, RoundAnswers
from openpeel.sampling.estimate_text import recording_text
from openpeel.sampling.estimates import estimate
from openpeel.sampling.recording import RecordingResult, crime_recording
from openpeel.statistics import published_estimate, unrecorded

COUNTS: dict[str, Any] = {
    "id": "B1", "stage": "call", "ask": "How many crimes, and how many recorded?",
    "short": "Crimes recorded", "relevant": "every incident", "kind": "counts",
    "classes": ["violence", "sexual", "other"], "evidence": "the log",
}  # fmt: skip
ASKS = questions(questions=[COUNTS])


def incidents(listed: list[dict[str, tuple[int, int]]], **changed: Any) -> RoundAnswers:
    one = [{"id": "all", "words": "all", "strata": [{"id": "all", "words": "all",
            "files": len(listed)}]}]  # fmt: skip
    return round_of(
        {"all": [Answers(counts={"B1": counts}) for counts in listed]},
        {"all": 100_000},
        asks=ASKS,
        plan=design(samples=one, estimate="crime recording", **changed),
    )


def of(round: RoundAnswers, name: str, **options: Any) -> RecordingResult:
    return next(r for r in crime_recording(round, on=ON, **options) if r.crime_class == name)


def northumbria() -> list[dict[str, tuple[int, int]]]:
    """1,211 reports in 1,000 incidents, 88 not recorded, twelve of these two to an incident."""
    kinds = {(2, 2): 205, (2, 0): 6, (1, 1): 713, (1, 0): 76}
    return [{"other": counts} for counts, number in kinds.items() for _ in range(number)]


def test_a_rate_is_recorded_crimes_over_those_that_should_have_been() -> None:
    """Shaped as Northumbria 2016 (1,211 reports, 92.72% +/- 1.56): crimes of one incident are
    recorded or missed together, so the interval is wider than the 1.46 of single crimes."""
    result = of(incidents(northumbria()), "overall")
    assert (result.should, result.recorded) == (1211, 1123)
    assert result.rate is not None
    assert f"{result.rate.value:.2%}" == "92.73%"
    assert result.rate.half_width == pytest.approx(0.0156, abs=5e-4)
    assert result.design_effect is not None
    assert result.design_effect == pytest.approx(1.14, abs=0.06)


def test_single_crimes_have_the_margin_of_a_simple_random_sample() -> None:
    """1,211 crimes in 1,211 incidents: +/- 1.46, as the gold figures say."""
    listed = [{"other": (1, 1)}] * 1123 + [{"other": (1, 0)}] * 88
    rate = of(incidents(listed), "overall").rate
    assert rate is not None
    assert rate.half_width == pytest.approx(0.0146, abs=2e-4)


def test_the_crimes_that_go_unrecorded_in_a_year_follow_from_the_rate() -> None:
    """West Mercia 2019: 90.7% +/- 1.78; with some 87,000 crimes recorded, about 8,900 were not."""
    gold = unrecorded(87_000, published_estimate(0.907, 0.0178))
    assert round(gold.value, -2) == 8900
    listed = [{"other": (1, 1)}] * 907 + [{"other": (1, 0)}] * 93
    missed = of(incidents(listed), "overall", recorded_in_year={"overall": 87_000}).missed
    assert missed is not None
    assert round(missed.value, -2) == 8900
    assert missed.lower < gold.value < missed.upper
    assert of(incidents(listed), "overall").missed is None


def test_classes_have_their_own_rates_and_few_crimes_none() -> None:
    listed = [{"violence": (2, 1), "other": (1, 1)}] * 30 + [{"sexual": (1, 0)}] * 9
    round = incidents(listed)
    assert (of(round, "violence").recorded, of(round, "violence").should) == (30, 60)
    few = of(round, "sexual")
    assert (few.status, few.recorded, few.rate) == ("low", None, None)
    assert few.why_not == "9 crimes are too few; a rate needs 10"


def test_an_incident_without_such_a_crime_stays_in_the_sample() -> None:
    some = [{"violence": (1, 1)}] * 20 + [{"violence": (1, 0)}] * 5
    none: list[dict[str, tuple[int, int]]] = [{}] * 25
    short, long = of(incidents(some), "violence"), of(incidents(some + none), "violence")
    assert long.rate is not None
    assert short.rate is not None
    assert long.rate.value == short.rate.value == 0.8
    assert long.files == 50


def test_a_partial_audit_gives_rates_of_its_classes_alone_and_says_why() -> None:
    why = "only violent and sexual offences were audited"
    listed = [{"violence": (1, 1), "other": (1, 1)}] * 30
    round = incidents(listed, partial=why, rates_of=["violence", "sexual"])
    year = {"overall": 87_000, "other": 40_000}
    for name in ("overall", "other"):
        result = of(round, name, recorded_in_year=year)
        assert (result.rate, result.missed, result.why_not) == (None, None, why)
        assert recording_text([result]) == f"{result.words}: no rate: {why}.\n"
    assert of(round, "violence").rate is not None


def test_only_an_audit_of_crime_recording_gives_rates() -> None:
    listed = [Answers(counts={"B1": {"other": (1, 1)}})] * 20
    round = round_of({"rape": listed[:10], "burglary": listed[10:]},
                     {"rape": 10, "burglary": 90}, asks=ASKS)  # fmt: skip
    assert crime_recording(round, on=ON) == ()
    assert estimate(round, on=ON) == ()  # and counts are no shares of files


def test_recorded_crime_of_a_class_that_is_not_there_is_refused() -> None:
    with pytest.raises(UserError, match="'fraud': there is no such class; use overall, violence"):
        of(incidents([{}] * 3), "overall", recorded_in_year={"fraud": 1})


def test_the_text_says_counts_rate_design_effect_and_what_went_unrecorded() -> None:
    rates = crime_recording(incidents(northumbria()), on=ON, recorded_in_year={"overall": 87_000})
    text = recording_text(rates)
    assert text.startswith(
        "All crimes: 1,123 recorded of 1,211 that should have been, in 1,000 files.\n"
        "    For the force as a whole: 92.7% ("
    )
    assert "; design effect 1.1" in text
    assert "About 6,817 crimes a year go unrecorded (" in text
    assert "Violence: no rate: 0 crimes are too few; a rate needs 10.\n" in text


def test_no_rate_has_an_interval_beyond_all() -> None:
    """One crime missed of fifteen: plus or minus would end above 100%."""
    rate = of(incidents([{"sexual": (1, 1)}] * 14 + [{"sexual": (1, 0)}]), "sexual").rate
    assert rate is not None
    assert rate.lower < rate.value < rate.upper < 1
    assert rate.method == "capped-wilson"
