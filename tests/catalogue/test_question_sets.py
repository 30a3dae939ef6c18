"""Question sets and designs: what they ask, when, and what their files are refused for."""

import csv
import shutil
from pathlib import Path

import pytest

from openpeel.catalogue.audit_designs import designs, find_design, load_design
from openpeel.catalogue.contracts import contract
from openpeel.catalogue.question_sets import FOLDER, load_question_set, question_set, question_sets
from openpeel.errors import UserError
from openpeel.measures.where import condition

VICTIM = "victim-service-2021"
CODES = {
    "NR": "not-recorded", "NA": "not-applicable", "G": "given-not-recorded",
    "N-too low": "too-low", "N-too high": "too-high", "time missing": "time-missing",
    "N-none": "none", "N-poor": "poor", "N-ineffective": "ineffective",
}  # fmt: skip


def listed(reference: Path) -> dict[str, dict[str, str]]:
    with (reference / "review_questions.csv").open(encoding="utf-8") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def test_victim_service_asks_the_41_questions_of_the_reference_list(reference: Path) -> None:
    """Same ids in the same order, and the same seven stages."""
    rows = listed(reference)
    asked = question_set(VICTIM)
    assert [question.id for question in asked.questions] == list(rows)
    stages = {row["stage"]: None for row in rows.values()}
    assert [f"{n} {words}" for n, words in enumerate(asked.stages.values(), 1)] == list(stages)
    for question in asked.questions:
        assert asked.stages[question.stage] == rows[question.id]["stage"][2:], question.id


def test_its_sentences_are_its_own(reference: Path) -> None:
    for id, row in listed(reference).items():
        ask = question_set(VICTIM).by_id[id].ask
        assert ask.endswith("?")
        assert ask.casefold() != row["question"].casefold()


def test_its_answers_and_measures_are_those_of_the_reference_list(reference: Path) -> None:
    """NR, NA and G (given, not recorded) are offered where the list has them, and only there."""
    for id, row in listed(reference).items():
        question = question_set(VICTIM).by_id[id]
        given = [part.strip().partition(" (")[0] for part in row["answers"].split("/")]
        for words, code in CODES.items():
            assert (words in given) == (code in question.answers), (id, words)
        assert list(question.measures) == row["measures"].split(","), id


def test_every_question_has_an_answer_for_and_one_against_the_force() -> None:
    for asked in question_sets().values():
        for question in asked.questions:
            if question.kind == "choice":
                counted = {asked.counts(code) for code in question.answers}
                assert {"yes", "no"} <= counted, (asked.id, question.id)


def test_a_delay_speaks_for_the_force_when_there_was_none() -> None:
    assert question_set(VICTIM).by_id["IN6"].good == "no"


def test_not_recorded_is_no_only_where_somebody_can_answer_it() -> None:
    for asked in question_sets().values():
        for question in asked.questions:
            if question.not_recorded == "no":
                assert "not-recorded" in question.answers, (asked.id, question.id)
    counted = {q.id for q in question_set(VICTIM).questions if q.not_recorded == "no"}
    assert counted == {"CH3", "CH4", "DR4", "IN2", "IN7", "IN8", "IN9", "OU3", "OU5"}


@pytest.mark.parametrize(
    ("id", "facts", "answers", "relevant"),
    [
        ("CH3", {}, {}, True),
        ("IN11", {"domestic-abuse": True}, {}, True),
        ("IN11", {"domestic-abuse": False}, {}, False),
        ("IN11", {}, {}, None),
        ("CH5", {}, {"CH4": "yes"}, True),
        ("CH5", {}, {"CH4": "not-recorded"}, False),
        ("DR4", {"attendance-needed": True}, {"DR3": "no"}, True),
        ("DR4", {"attendance-needed": True}, {"DR3": "time-missing"}, False),
        ("DR4", {"attendance-needed": True}, {}, None),
        ("DR4", {"attendance-needed": False}, {}, False),
        ("OU3", {"out-of-court": True, "victim": False}, {}, False),
        ("OU3", {"out-of-court": True, "victim": True}, {}, True),
        ("OU4", {"outcome-16": True}, {}, True),
    ],
)
def test_when_a_question_is_relevant(
    id: str, facts: dict[str, bool], answers: dict[str, str], relevant: bool | None
) -> None:
    """None: what decides it is not known yet."""
    asked = question_set(VICTIM)
    assert asked.relevant(asked.by_id[id], facts, answers) is relevant


def test_the_service_review_has_every_question_of_the_victim_service_and_more() -> None:
    ids = [question.id for question in question_set("service-review-2025").questions]
    assert {question.id for question in question_set(VICTIM).questions} < set(ids)
    assert ids[ids.index("SG1") :] == [
        "SG1", "SG2", "SG3", "AS1", "AS2", "AS3", "FR1", "FR2", "FR3", "FR4", "FR5",
    ]  # fmt: skip


def test_designs_have_the_sizes_that_were_published() -> None:
    sizes = {
        sample.id: [stratum.files for stratum in sample.strata]
        for sample in find_design(VICTIM).samples
    }
    assert sizes == {
        "journey": [20, 20, 15, 15, 15, 15, 15, 15],
        "community-resolutions": [10],
        "outcomes": [5, 5],
    }
    assert find_design("stop-search-grounds-2020").samples[0].strata[0].files == 107
    review = {
        sample.id: [stratum.files for stratum in sample.strata]
        for sample in find_design("service-review-2025").samples
    }
    assert review == {
        "journey": [10] * 8, "fraud-calls": [15], "fraud-investigations": [15],
        "set-outcome": [15],
    }  # fmt: skip


def test_a_partial_audit_names_its_classes_and_says_why_it_has_no_overall_rate() -> None:
    assert "no recording rate" in (
        find_design("crime-data-integrity-violence-sexual").partial or ""
    )
    whole, part = (find_design(f"crime-data-integrity-{id}") for id in ("2014", "violence-sexual"))
    assert whole.partial is None
    assert all(whole.gives_rate_of(name) for name in ("overall", *whole.questions.classes))
    assert [n for n in ("overall", *part.questions.classes) if part.gives_rate_of(n)] == [
        "violence", "sexual",
    ]  # fmt: skip


def test_every_condition_is_on_columns_of_the_return() -> None:
    """Strata, exclusions and facts: a column or a code that is not there is refused here."""
    tried = 0
    for design in designs().values():
        table = contract(design.frame.source).lake_table
        assert design.frame.reference in contract(design.frame.source).fields
        wheres = [one.where for one in design.exclusions]
        strata = [stratum for sample in design.samples for stratum in sample.strata]
        wheres += [stratum.where for stratum in strata if stratum.where]
        wheres += [fact.told_by for fact in design.questions.facts if fact.told_by]
        for where in wheres:
            condition(table, where, design.id)
            tried += 1
    assert tried > 60


def spoilt(folder: Path, id: str, old: str, new: str) -> Path:
    """A set's file with one thing changed, beside the others."""
    for path in FOLDER.glob("*.yaml"):
        shutil.copy(path, folder)
    path = folder / f"{id}.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('answers: ["yes", "no"]', 'answers: ["yes", perhaps]', "'perhaps' is no answer"),
        ("stage: response", "stage: reply", "'reply' is no stage"),
        ("{fact: regraded}", "{fact: graded}", "'graded' is no fact"),
        ("{answer: CH4,", "{answer: IN4,", "'IN4' is no question that stands before"),
        ('CH4, among: ["yes"]', "CH4, among: [poor]", "'poor' is no answer of CH4"),
        ("id: DR2", "id: DR1", "'DR1' stands twice"),
        ("column: cancelled", "column: cancelled, where: cancelled", "not by both"),
        ("classes: [violence, sexual, other]", "classes: [arson]", "'arson' is no class"),
        ("kind: counts", "kind: choice", "a choice lists its answers"),
        ("answers: [\"yes\", none, poor", "answers: [\"no\", none, poor", "the same key"),
    ],
)  # fmt: skip
def test_what_a_file_is_refused_for(tmp_path: Path, old: str, new: str, says: str) -> None:
    path = spoilt(tmp_path, VICTIM, old, new)
    with pytest.raises(UserError) as refused:
        load_question_set(path)
    assert says in str(refused.value)
    assert f"{path}, line " in str(refused.value)


def test_a_mistake_in_a_set_that_extends_another_is_named_by_its_own_line(tmp_path: Path) -> None:
    path = spoilt(tmp_path, "service-review-2025", "[{fact: fraud-under-way}]", "[{fact: funds}]")
    line = path.read_text(encoding="utf-8").split("[{fact: funds}]")[0].count("\n") + 1
    with pytest.raises(UserError, match=f"line {line}, .*'funds' is no fact of this set"):
        load_question_set(path)


def test_a_set_extends_the_version_that_it_was_written_for(tmp_path: Path) -> None:
    path = spoilt(tmp_path, "service-review-2025", "version: 1}", "version: 2}")
    with pytest.raises(UserError, match="victim-service-2021 must be version 2"):
        load_question_set(path)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("return: crimes", "return: crime", "no return 'crime'"),
        ("reference: crime_ref", "reference: crime_id", "'crime_id' is no field of the return"),
        ("day: recorded_at", "day: recorded", "'recorded' is no field of the return crimes"),
        ("[IN10, OU1", "[CH5, OU1", "CH5 rests on CH4, which this sample is not asked"),
        ("[IN10, OU1", "[IN99, OU1", "'IN99' is no question of the set"),
        ("question_set: victim-service-2021", "question_set: none-such", "no question set"),
        ("id: caution,", "id: rape,", "'rape' stands twice"),
        (", files: 5}", "}", "only strata of a fixed sample say how many"),
        ("reserves:", "partial: Because.\nreserves:", "lists the classes it gives rates of"),
        ("reserves:", "rates_of: [violence]\nreserves:", "lists the classes it gives rates of"),
        ("reserves:", "partial: Why.\nrates_of: [arson]\nreserves:", "'arson' is no class"),
    ],
)
def test_what_a_design_is_refused_for(tmp_path: Path, old: str, new: str, says: str) -> None:
    source = FOLDER.parent / "audit-designs" / f"{VICTIM}.yaml"
    text = source.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "design.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(UserError, match=says):
        load_design(path)
