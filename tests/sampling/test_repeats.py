"""A round beside the one before it, as a manual."""

from dataclasses import replace
from typing import Any

import pytest
from audit_rounds import DESIGN, ON, QUESTIONS, coded, design, questions, reworded, round_of, simple
from hypothesis import given, settings
from hypothesis import strategies as st

from openpeel.errors import UserError
from openpeel.sampling.answers import RoundAnswers
from openpeel.sampling.differences import difference
from openpeel.sampling.estimate_text import repeats_text
from openpeel.sampling.figures import Figure
from openpeel.sampling.repeats import QuestionChange, compare, next_round
from openpeel.statistics import compare_shares, files_needed, share_interval


def plain(
    yes: int, no: int, question: str = "A1", good: str = "yes", **options: Any
) -> RoundAnswers:
    bad = "no" if good == "yes" else "yes"
    codes = [good] * yes + [bad] * no
    options.setdefault("plan", simple(yes + no))
    return round_of({"all": coded(question, codes)}, {"all": 5000}, **options)


def of(earlier: RoundAnswers, later: RoundAnswers, id: str = "A1") -> QuestionChange:
    return next(c for c in compare(earlier, later, on=ON) if c.question.id == id)


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        ((104, 26), (124, 6), "clear rise"),
        ((124, 6), (104, 26), "clear fall"),
        ((104, 26), (112, 18), "no clear change"),
        # Two such rounds find only a move from 80% to about 92% (METHODS 5).
        ((104, 26), (120, 10), "clear rise"),
        ((9, 0), (120, 10), "cannot say"),
    ],
)
def test_the_verdict_on_two_rounds(
    before: tuple[int, int], after: tuple[int, int], verdict: str
) -> None:
    assert of(plain(*before), plain(*after)).verdict == verdict


def test_the_stop_and_search_figures_of_two_years_show_no_clear_change() -> None:
    """The report calls 94.4% (101 of 107) higher than 92.7% (253 of 273)."""
    change = of(plain(253, 20), plain(101, 6))
    assert change.difference is not None
    assert f"{change.difference.value:.1%}" == "1.7%"
    assert change.verdict == "no clear change"


def test_for_two_plain_shares_the_interval_is_newcombes() -> None:
    ends = [share_interval(x, n) for x, n in ((101, 107), (253, 273))]
    figures = [
        Figure(float(i.value), float(i.lower), float(i.upper), i.level, i.method)  # type: ignore[arg-type]
        for i in ends
    ]
    ours, theirs = difference(*figures), compare_shares(101, 107, 253, 273)
    assert (ours.lower, ours.upper) == pytest.approx((theirs.lower, theirs.upper))


def test_weights_decide_and_not_the_files_reviewed() -> None:
    """More rapes were drawn the second time, and rapes fare worse: 28 of 40, then 32 of 60. The
    force's share stayed as it was."""

    def round(rape: tuple[int, int], burglary: tuple[int, int]) -> RoundAnswers:
        strata = {
            name: coded("A1", ["yes"] * yes + ["no"] * no)
            for name, (yes, no) in (("rape", rape), ("burglary", burglary))
        }
        return round_of(strata, {"rape": 100, "burglary": 900})

    change = of(round((4, 6), (24, 6)), round((12, 18), (24, 6)))
    assert change.difference is not None
    assert change.difference.value == pytest.approx(0)
    assert change.verdict == "no clear change"


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"ask": "Was the call triaged in full?"}, "its wording changed"),
        ({"answers": ["yes", "no", "poor"]}, "its answers, or what they count as, changed"),
        ({"good": "no"}, "which answer is good changed"),
        ({"not_recorded": "no"}, "what “not recorded” counts as changed"),
        ({"relevant": "calls"}, "which files it is relevant to changed"),
        ({"when": [{"fact": "victim"}]}, "which files it is relevant to changed"),
    ],
)
def test_a_question_that_changed_can_not_be_compared(changed: dict[str, Any], why: str) -> None:
    change = of(plain(104, 26), plain(124, 6, asks=reworded("A1", **changed)))
    assert (change.verdict, change.difference) == ("cannot say", None)
    assert change.why is not None
    assert change.why.startswith(why)
    assert change.before is not None  # what was found is told all the same


def test_a_question_that_rests_on_a_changed_one_changed_too() -> None:
    later = plain(124, 6, asks=reworded("A1", ask="Was the call triaged in full?"))
    earlier, later = (replace(r, files=coded_triage(r)) for r in (plain(104, 26), later))
    change = of(earlier, later, "A2")
    assert change.verdict == "cannot say"
    assert change.why == "which files it is relevant to changed"


def coded_triage(round: RoundAnswers) -> tuple[Any, ...]:
    """Every file triaged, and rightly."""
    answers = coded("A2", ["yes"], A1="yes")[0]
    return tuple(replace(file, answers=answers) for file in round.files)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"exclusions": []}, "other files are left out of the frame"),
        ({"frame": {"return": "crimes", "reference": "crime_ref", "day": "recorded_at"}},
         "the frame comes from another return or is made up of other rows"),
    ],
)  # fmt: skip
def test_other_files_in_the_frame_can_not_be_compared(changed: dict[str, Any], why: str) -> None:
    samples = simple(130).model_dump(mode="json")["samples"]
    change = of(plain(104, 26), plain(124, 6, plan=design(samples=samples, **changed)))
    assert (change.verdict, change.why) == ("cannot say", why)


def test_other_kinds_of_files_can_not_be_compared_but_other_numbers_of_them_can() -> None:
    assert of(plain(104, 26), plain(57, 3)).verdict == "clear rise"
    strata = DESIGN["samples"][0]["strata"]
    narrower = [{**strata[0], "where": "rape and not attempted"}, strata[1]]
    later = design(samples=[{"id": "all", "words": "all", "strata": narrower}])
    files = {"rape": coded("A1", ["yes"] * 10), "burglary": coded("A1", ["yes"] * 30)}
    rounds = [round_of(files, {"rape": 100, "burglary": 900}, plan=p) for p in (design(), later)]
    assert of(*rounds).why == "the kinds of files that were drawn differ"


def test_a_round_without_a_figure_says_why_nothing_can_be_said() -> None:
    change = of(plain(9, 0), plain(120, 10))
    assert change.why == (
        "there is no figure for the earlier round: 9 relevant files are too few; a figure needs 10"
    )


def test_a_question_that_is_new_can_not_be_compared() -> None:
    without = [q for q in QUESTIONS["questions"] if q["id"] != "A4"]
    older = plain(104, 26, asks=questions(questions=without))
    assert of(older, plain(124, 6, "A4", "no"), "A4").why == (
        "the question was not asked of such files in the earlier round"
    )


def test_rounds_of_two_forces_are_refused() -> None:
    with pytest.raises(UserError, match="rounds of two forces"):
        compare(plain(20, 5), replace(plain(20, 5), force_code="E23000001"), on=ON)


def test_the_next_round_needs_so_many_files_for_the_move_that_was_seen() -> None:
    change = of(plain(104, 26), plain(112, 18))
    sample = next_round(change)
    assert sample is not None
    assert (sample.start, sample.end) == pytest.approx((0.8, 112 / 130))
    assert sample.relevant == files_needed(0.8, 112 / 130)
    assert sample.files == sample.relevant


def test_a_stated_move_is_planned_from_where_the_later_round_stands() -> None:
    """80% to 90% takes 199 files in each of two rounds."""
    sample = next_round(of(plain(90, 40), plain(104, 26)), to=0.9)
    assert sample is not None
    assert (sample.start, sample.end) == pytest.approx((0.8, 0.9))
    assert sample.relevant == files_needed(0.8, 0.9) == 199


def test_files_that_a_question_does_not_apply_to_are_drawn_all_the_same() -> None:
    codes = ["yes"] * 80 + ["no"] * 20 + ["not-applicable"] * 100
    later = round_of({"all": coded("A1", codes)}, {"all": 5000}, plan=simple(200))
    sample = next_round(of(plain(90, 40), later), to=0.9)
    assert sample is not None
    assert sample.relevant is not None
    assert sample.files == 2 * sample.relevant


def test_nothing_is_planned_for_no_move_at_all() -> None:
    assert next_round(of(plain(104, 26), plain(104, 26))) is None
    assert next_round(of(plain(104, 26), plain(9, 0)), to=0.9) is None
    with pytest.raises(UserError, match=r"write 0\.9 for 90%"):
        next_round(of(plain(104, 26), plain(104, 26)), to=90)


def test_where_no_is_good_a_rise_is_of_no() -> None:
    change = of(plain(104, 26, "A4", "no"), plain(126, 4, "A4", "no"), "A4")
    assert change.verdict == "clear rise"


def test_the_text_says_verdict_difference_and_what_the_next_round_needs() -> None:
    text = repeats_text(compare(plain(104, 26), plain(112, 18), on=ON))
    assert "A1  Triaged: no clear change, +6.2 points (" in text
    assert "To find a move from 80.0% to 86.2% four times in five, each of two rounds" in text
    assert "A2  Triage right: cannot say" in text


@settings(max_examples=30)
@given(*[st.integers(10, 120)] * 4)
def test_turned_round_the_verdict_is_the_other(a: int, b: int, c: int, d: int) -> None:
    turned = {"clear rise": "clear fall", "clear fall": "clear rise"}
    there, back = of(plain(a, b), plain(c, d)).verdict, of(plain(c, d), plain(a, b)).verdict
    assert back == turned.get(there, there)
