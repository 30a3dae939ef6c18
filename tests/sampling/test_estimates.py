"""What the settled answers of a round say of the force, as a manual."""

from dataclasses import replace
from random import Random

import pytest
from audit_rounds import ON, coded, design, files_of, round_of, simple
from hypothesis import given, settings
from hypothesis import strategies as st

from openpeel.errors import UserError
from openpeel.sampling.answers import Answers, RoundAnswers
from openpeel.sampling.breakdown import to_hide
from openpeel.sampling.estimates import IntervalName, QuestionResult, estimate
from openpeel.sampling.sentences import against, cautions, finding, finding_of, headline

POPULATIONS = {"rape": 100, "burglary": 900}


def of(round: RoundAnswers, id: str, interval: IntervalName = "covering") -> QuestionResult:
    return next(r for r in estimate(round, on=ON, interval=interval) if r.question.id == id)


def plain(rape: str, burglary: str, question: str = "A1") -> RoundAnswers:
    """Files by letters: y yes, n no, p poor, x not applicable, r not recorded."""
    words = {"y": "yes", "n": "no", "p": "poor", "x": "not-applicable", "r": "not-recorded"}
    strata = {
        "rape": coded(question, [words[c] for c in rape]),
        "burglary": coded(question, [words[c] for c in burglary]),
    }
    return round_of(strata, POPULATIONS)


def test_the_forces_share_weighs_each_kind_by_how_many_the_frame_holds() -> None:
    """By hand: 5 of 10 rapes, 27 of 30 burglaries; 0.1 * 0.5 + 0.9 * 0.9 = 0.86, while 32 of the 40
    files reviewed are 0.80.

    se^2 = 0.1^2 (1 - 10/100) 0.25/9 + 0.9^2 (1 - 30/900) 0.09/29 = 0.00268, by p (1 - p) / (n - 1).
    """
    result = of(plain("yyyyynnnnn", "y" * 27 + "nnn"), "A1", "logit")
    assert (result.x, result.y, result.status) == (32, 40, "")
    assert result.headline is result.weighted is not None
    assert result.weighted.value == pytest.approx(0.86)
    odds = 0.86 / 0.14
    se = (0.1**2 * 0.9 * 0.25 / 9 + 0.9**2 * (1 - 1 / 30) * 0.09 / 29) ** 0.5
    step = 2.0243941639119707 * se / (0.86 * 0.14)  # t with 38 degrees of freedom
    e = 2.718281828459045
    assert result.weighted.lower == pytest.approx(odds / (odds + e**step))
    assert result.weighted.upper == pytest.approx(odds / (odds + e**-step))
    assert result.weighted.method == "logit"
    assert result.unweighted is not None
    assert result.unweighted.value == 0.8


def test_sentences_carry_their_x_and_y_and_say_which_figure_is_the_forces() -> None:
    result = of(plain("yyyyynnnnn", "y" * 27 + "nnn"), "A1")
    assert finding(result) == "Triaged: yes in most of the relevant files (32 of 40)."
    assert against(result) == "Triaged: no in one fifth of the relevant files (8 of 40)."
    assert headline(result).startswith("For the force as a whole: 86.0% (")
    assert "Of the files reviewed it was 80.0%, which is not the force's share." in headline(result)


def test_all_and_none_are_said_of_all_and_none() -> None:
    assert finding(of(plain("y" * 10, "y" * 30), "A1")) == (
        "Triaged: yes in all relevant files (40 of 40)."
    )
    assert finding(of(plain("n" * 10, "n" * 30), "A1")) == (
        "Triaged: yes in none of the relevant files (0 of 40)."
    )


def test_where_no_is_the_good_answer_it_is_no_that_is_counted_and_named() -> None:
    result = of(plain("n" * 10, "n" * 22 + "y" * 8, "A4"), "A4")
    assert (result.x, result.y, result.against) == (32, 40, 8)
    assert finding(result) == "Avoidable delay: no in most of the relevant files (32 of 40)."
    assert against(result) == "Avoidable delay: yes in one fifth of the relevant files (8 of 40)."


def test_a_word_that_would_not_be_the_forces_is_said_so() -> None:
    """Yes in all 10 rapes and 14 of 30 burglaries: 24 of 40 files, and 52% of the force's."""
    result = of(plain("y" * 10, "y" * 14 + "n" * 16), "A1")
    assert (result.word and result.word.share) == "most"
    assert (result.weighted_word and result.weighted_word.share) == "about half"
    assert cautions(result) == [
        "“Most” is said of the files reviewed; the weighted share would be called “about half”."
    ]


def test_not_recorded_is_left_out_and_its_number_printed() -> None:
    result = of(plain("y" * 8 + "rr", "y" * 20 + "n" * 10), "A1")
    assert (result.x, result.y, result.not_recorded) == (28, 38, 2)
    assert "Not recorded in 2 files, left out of the base." in cautions(result)


def test_not_recorded_counts_as_no_only_where_the_question_says_so() -> None:
    result = of(plain("y" * 8 + "rr", "y" * 20 + "p" * 10, "A3"), "A3")
    assert (result.x, result.y, result.not_recorded) == (28, 40, 2)
    assert "Not recorded in 2 files, counted as no." in cautions(result)


def test_not_applicable_is_outside_the_base_and_stays_in_the_sample() -> None:
    result = of(plain("y" * 8 + "xx", "y" * 20 + "n" * 10), "A1")
    assert (result.y, result.not_applicable, result.settled) == (38, 2, 40)


def test_a_question_that_rests_on_another_is_asked_of_fewer_files() -> None:
    asked = [Answers({"victim": False}, {"A1": "yes", "A2": "yes"})] * 12
    passed = [Answers({"victim": False}, {"A1": "no"})] * 18
    result = of(round_of({"rape": asked[:2] + passed[:3], "burglary": asked[2:] + passed[3:]},
                         POPULATIONS), "A2")  # fmt: skip
    assert (result.x, result.y, result.not_applicable) == (12, 12, 18)
    by_fact = of(plain("y" * 10, "y" * 30), "A5")
    assert (by_fact.y, by_fact.not_applicable) == (0, 40)


def test_under_ten_relevant_files_nothing_but_their_number_is_shown() -> None:
    result = of(plain("yyyyxxxxxx", "yyyyn" + "x" * 25), "A1")
    assert (result.y, result.status) == (9, "low")
    assert result.x is result.word is result.weighted is result.unweighted is result.against is None
    assert result.why_not == "9 relevant files are too few; a figure needs 10"
    assert finding(result) == "Triaged: too few relevant files (9) to say."


def test_a_breakdown_follows_the_same_rule_and_gives_nothing_away() -> None:
    """Of 4 rapes nothing is shown; burglaries neither, since 34 files less 30 are the 4."""
    result = of(plain("yyyy" + "x" * 6, "y" * 30), "A1")
    assert result.x == 34
    rape, burglary = result.strata
    assert (rape.status, rape.x, rape.share, rape.word) == ("low", None, None, None)
    assert (burglary.status, burglary.x, burglary.share) == ("c", None, None)
    shown = of(plain("y" * 10, "y" * 27 + "nnn"), "A1").strata[1]
    assert (shown.status, shown.x, shown.y, shown.population) == ("", 27, 30, 900)
    assert shown.share is not None
    assert (shown.share.lower, shown.share.upper) == pytest.approx((0.7438, 0.9654), abs=1e-4)
    assert shown.word is not None
    assert shown.word.share == "nearly all"


def test_one_kind_of_file_has_its_own_sentence_where_its_count_is_shown() -> None:
    result = of(plain("y" * 10, "y" * 27 + "nnn"), "A1")
    assert [finding_of(result, kind) for kind in result.strata] == [
        "Triaged: yes in all relevant files of rape (10 of 10).",
        "Triaged: yes in nearly all of the relevant files of burglary (27 of 30).",
    ]
    hidden = of(plain("yyyy" + "x" * 6, "y" * 30), "A1")
    assert [finding_of(hidden, kind) for kind in hidden.strata] == [None, None]


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 40), max_size=8))
def test_what_a_breakdown_hides_adds_up_to_a_base_or_to_everything(bases: dict[str, int]) -> None:
    hidden = to_hide(bases, 10)
    assert {id for id, y in bases.items() if 0 < y < 10} <= hidden
    held = {id for id, y in bases.items() if y > 0}
    if hidden and hidden != held:
        assert len(hidden) >= 2
        assert sum(bases[id] for id in hidden) >= 10


def test_files_that_wait_are_part_of_every_result() -> None:
    round = replace(plain("y" * 10, "y" * 27 + "nnn"), drawn={"rape": 10, "burglary": 35})
    result = of(round, "A1")
    assert (result.waiting, result.drawn, result.settled) == (5, 45, 40)
    assert "5 of the 45 files drawn are not settled yet" in cautions(result)[0]


@pytest.mark.parametrize(
    ("rape", "drawn", "populations", "why"),
    [
        ("", {"rape": 10, "burglary": 30}, POPULATIONS,
         "none of the 10 files drawn of “rape” is settled yet"),
        ("y", {"rape": 10, "burglary": 30}, POPULATIONS,
         "only one file of “rape” is settled, which can't tell how its files differ"),
        ("", {"burglary": 30}, POPULATIONS, "none of the 100 files of “rape” was drawn"),
        ("yy", {"rape": 2, "burglary": 30}, {"burglary": 900},
         "how many files of “rape” the frame holds is not known"),
    ],
)  # fmt: skip
def test_without_a_whole_kind_there_is_no_figure_for_the_force_and_why_is_said(
    rape: str, drawn: dict[str, int], populations: dict[str, int], why: str
) -> None:
    round = replace(plain(rape, "y" * 20 + "n" * 10), drawn=drawn, populations=populations)
    result = of(round, "A1")
    assert result.weighted is None
    assert result.why_not == why
    assert headline(result) == f"No figure for the force: {why}."
    assert result.x == 20 + len(rape)  # x of y of the files reviewed are said all the same


def test_a_kind_that_the_frame_does_not_hold_needs_no_files() -> None:
    round = replace(plain("", "y" * 20 + "n" * 10), populations={"rape": 0, "burglary": 900})
    weighted = of(round, "A1").weighted
    assert weighted is not None
    assert weighted.value == pytest.approx(2 / 3)


def test_a_kind_that_was_reviewed_whole_is_certain() -> None:
    """All 10 of 10 rapes were drawn: only burglaries leave anything open."""
    result = of(replace(plain("yyyyynnnnn", "y" * 30), populations={"rape": 10, "burglary": 30}),
                "A1")  # fmt: skip
    assert result.weighted is not None
    assert result.weighted.lower == result.weighted.value == result.weighted.upper == 0.875


def test_as_published_reproduces_the_stop_and_search_figure_and_names_the_formula() -> None:
    """The report: 94.4 percent, +/- 3.9 percent, of 107 records."""
    round = round_of({"all": coded("A1", ["yes"] * 101 + ["no"] * 6)}, {"all": 4000},
                     plan=simple(107))  # fmt: skip
    figure = of(round, "A1", "as-published").weighted
    assert figure is not None
    assert f"{figure.value:.1%} +/- {figure.half_width:.1%}" == "94.4% +/- 3.9%"
    assert figure.level == 0.9
    assert "half the width of the 90% Agresti-Coull interval" in figure.method


def test_as_published_is_refused_where_kinds_were_drawn_apart() -> None:
    with pytest.raises(UserError, match="simple random sample, and this sample has 2 strata"):
        estimate(plain("y" * 10, "y" * 30), on=ON, interval="as-published")


def test_near_all_the_interval_is_one_that_covers() -> None:
    figure = of(plain("y" * 10, "y" * 29 + "n"), "A1").weighted
    assert figure is not None
    assert "wilson" in figure.method


def test_a_second_sample_is_estimated_apart_and_asks_its_own_questions() -> None:
    first = {"id": "all", "words": "all", "strata": [{"id": "all", "words": "all", "files": 20}]}
    more = {"id": "ended", "words": "ended", "strata": [{"id": "ended", "words": "ended",
            "files": 10}], "questions": ["A3"]}  # fmt: skip
    round = round_of(
        {"all": coded("A3", ["yes"] * 20, A1="yes"), "ended": coded("A3", ["no"] * 10)},
        {"all": 500, "ended": 50},
        plan=design(samples=[first, more]),
    )
    results = estimate(round, on=ON)
    assert [r.question.id for r in results if r.sample.id == "ended"] == ["A3"]
    assert [(r.sample.id, r.x, r.y) for r in results if r.question.id == "A3"] == [
        ("all", 20, 20), ("ended", 0, 10),
    ]  # fmt: skip


@settings(max_examples=25)
@given(st.randoms(), st.text("ynxr", min_size=10, max_size=10), st.text("ynxr", min_size=30,
       max_size=30))  # fmt: skip
def test_the_order_of_files_does_not_matter(random: Random, rape: str, burglary: str) -> None:
    round = plain(rape, burglary)
    shuffled = list(round.files)
    random.shuffle(shuffled)
    assert estimate(round, on=ON) == estimate(replace(round, files=tuple(shuffled)), on=ON)


def test_a_settled_file_without_an_answer_is_counted_as_such() -> None:
    round = plain("y" * 10, "y" * 30)
    empty = files_of("burglary", 41, [Answers({"victim": False}, {})])
    result = of(replace(round, files=(*round.files, *empty)), "A1")
    assert (result.unanswered, result.y) == (1, 40)
    assert "1 settled file has no answer to this question." in cautions(result)
