"""Every audit of the catalogue, from answers given by chance to figures."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from audit_rounds import ON
from test_published import published

from openpeel.catalogue.audit_designs import Design, designs
from openpeel.catalogue.question_sets import QuestionSet
from openpeel.sampling.agreements import by_question
from openpeel.sampling.answers import Answers, FileAnswers, Pair, RoundAnswers
from openpeel.sampling.checks_of_answers import problems
from openpeel.sampling.counting import counted
from openpeel.sampling.estimates import estimate
from openpeel.sampling.published import anonymous, write_published
from openpeel.sampling.reading_published import read_published
from openpeel.sampling.recording import OVERALL, crime_recording
from openpeel.sampling.repeats import compare
from openpeel.sampling.sentences import finding


def reviewed(questions: QuestionSet, asked: tuple[str, ...], random: Random) -> Answers:
    """A file as somebody might answer it: everything that is relevant, and nothing else."""
    facts = {fact.id: random.random() < 0.7 for fact in questions.facts}
    codes: dict[str, str] = {}
    counts: dict[str, dict[str, tuple[int, int]]] = {}
    for id in asked:
        question = questions.by_id[id]
        if not questions.relevant(question, facts, codes):
            continue
        if question.kind == "counts":
            should = {name: random.randint(0, 2) for name in question.classes}
            counts[id] = {name: (n, random.randint(0, n)) for name, n in should.items()}
        else:
            codes[id] = random.choice(question.answers)
    return Answers(facts, codes, counts)


def round_by_chance(design: Design, seed: int) -> RoundAnswers:
    random, questions = Random(seed), design.questions
    files, pairs, populations = [], [], {}
    for sample in design.samples:
        for stratum in sample.strata:
            populations[stratum.id] = random.randint(200, 3000)
            for _ in range(stratum.files or 20):
                answers = reviewed(questions, design.asked(stratum.id), random)
                number = len(files) + 1
                files.append(FileAnswers(number, stratum.id, answers))
                if random.random() < 0.3:
                    second = reviewed(questions, design.asked(stratum.id), random)
                    at = datetime(2026, 3, 2, 10, tzinfo=UTC) + timedelta(days=number)
                    pairs.append(
                        Pair(number, stratum.id, "random", "Ann", "Bob", at, answers, second)
                    )
    drawn = {id: sum(file.stratum == id for file in files) for id in populations}
    return RoundAnswers(
        "by-chance", "By chance", "E23000016", design, questions, populations, drawn,
        tuple(files), tuple(pairs),
    )  # fmt: skip


EVERY = pytest.mark.parametrize("id", sorted(designs()))


@EVERY
def test_figures_are_those_of_a_plain_count_and_come_again_from_the_archive(
    id: str, tmp_path: Path
) -> None:
    round = round_by_chance(designs()[id], 7)
    results = estimate(round, on=ON)
    for result in results:
        strata = {stratum.id for stratum in result.sample.strata}
        answers = [file.answers for file in round.files if file.stratum in strata]
        counts = [counted(round.questions, result.question, given) for given in answers]
        assert result.y == counts.count("yes") + counts.count("no")
        assert result.unanswered == 0
        if result.x is not None:
            assert result.x == counts.count(result.question.good)
            assert f"({result.x} of {result.y})" in finding(result)
            assert result.weighted is not None
            assert result.weighted.lower <= result.weighted.value <= result.weighted.upper
    write_published(published(round, notes={}), tmp_path)
    read = read_published(tmp_path).answers
    assert read == anonymous(round)
    assert estimate(read, on=ON) == results
    assert by_question(read, on=ON) == by_question(round, on=ON)
    assert crime_recording(read, on=ON) == crime_recording(round, on=ON)


@EVERY
def test_every_file_that_was_reviewed_whole_passes_the_checks(id: str) -> None:
    round = round_by_chance(designs()[id], 8)
    for file in round.files:
        asked = round.design.asked(file.stratum)
        assert problems(round.questions, file.answers, asked=asked, complete=True) == []


@EVERY
def test_a_round_beside_itself_shows_no_change(id: str) -> None:
    round = round_by_chance(designs()[id], 9)
    for change in compare(round, round, on=ON):
        assert change.verdict == ("no clear change" if change.after else "cannot say")


def test_a_partial_audit_of_the_catalogue_gives_rates_of_its_classes_alone() -> None:
    partial = [design for design in designs().values() if design.partial]
    assert partial
    for design in partial:
        results = {r.crime_class: r for r in crime_recording(round_by_chance(design, 3), on=ON)}
        assert {name for name, r in results.items() if r.rate} == set(design.rates_of)
        without = results.keys() - set(design.rates_of)
        assert without > {OVERALL}
        assert all(results[name].why_not == design.partial for name in without)
