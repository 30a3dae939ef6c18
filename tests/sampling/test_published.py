"""A published round as a folder: nothing that names anybody, and every figure again from it."""

import hashlib
import os
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from audit_rounds import ON, coded, files_of, pair, round_of
from hypothesis import given, settings
from hypothesis import strategies as st

from openpeel.catalogue.audit_designs import designs
from openpeel.errors import UserError
from openpeel.sampling.agreements import by_question
from openpeel.sampling.answers import Answers, FileAnswers, RoundAnswers
from openpeel.sampling.drift import drift
from openpeel.sampling.estimates import estimate
from openpeel.sampling.published import (
    PublishedRound,
    anonymous,
    published_files,
    text_sha256,
    write_published,
)
from openpeel.sampling.reading_published import read_published
from openpeel.sampling.sheets import Excluded, FrameCount

SHA = hashlib.sha256(b"x").hexdigest()
FRAME = FrameCount(
    files=1000, sha256=SHA, rows_read=1020,
    exclusions=(Excluded(id="fraud", words="fraud", rows=20),),
)  # fmt: skip


def published(answers: RoundAnswers, **changed: Any) -> PublishedRound:
    told = {
        "audit": "Small audit of West Mercia", "number": 1, "frame": FRAME, "seed": "a seed",
        "sheet_sha256": SHA, "drawn_on": date(2026, 9, 1), "published_on": ON,
        "published_by": "the audit team", "notes": {"A1": "Read with care: “reviewers” differ."},
    }  # fmt: skip
    return PublishedRound(answers=answers, **{**told, **changed})


def small() -> RoundAnswers:
    strata = {
        "rape": coded("A1", ["yes"] * 7 + ["no"] * 3, A3="poor"),
        "burglary": coded("A1", ["yes"] * 24 + ["not-recorded"] * 6, A4="no"),
    }
    reviews = [
        pair(n, strata["burglary"][n], strata["burglary"][-n], by=by, week=n // 6)
        for n, by in zip(
            range(11, 30), [("Ann Lee", "Bob Ray"), ("Cy Hale", "Ann Lee")] * 10, strict=False
        )
    ]
    round = round_of(strata, {"rape": 100, "burglary": 900}, pairs=reviews)
    files = [replace(f, settled={"A1": "agreed", "victim": "one review"}) for f in round.files]
    return replace(round, files=tuple(files))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_published(published(small()), tmp_path / "round")
    return tmp_path / "round"


def test_the_same_round_gives_the_same_bytes_and_is_read_back(folder: Path) -> None:
    read = read_published(folder)
    assert read == published(anonymous(small()))
    for name, text in published_files(read).items():
        assert (folder / name).read_bytes() == text.encode()
    assert sorted(path.name for path in folder.iterdir()) == [
        "answers.csv", "design.yaml", "pairs.csv", "question-set.yaml", "round.yaml",
    ]  # fmt: skip


def test_every_figure_comes_again_from_the_folder_alone(folder: Path) -> None:
    read = read_published(folder).answers
    assert estimate(read, on=ON) == estimate(small(), on=ON)
    assert by_question(read, on=ON) == by_question(small(), on=ON)
    weeks = [(w.week, w.files, w.good) for w in drift(read, on=ON)]
    assert sorted(map(str, weeks)) == sorted(
        str((w.week, w.files, w.good)) for w in drift(small(), on=ON)
    )


def test_no_name_no_reference_and_no_time_of_day_is_in_it(folder: Path) -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in folder.iterdir())
    for name in ("Ann", "Bob", "Cy", "09:3", "T09"):
        assert name not in text.replace("Small audit", "")
    assert ",R1,R2,first," in text
    assert "2026-01-" in text


def test_clusters_lose_their_references() -> None:
    files = [FileAnswers(n, "all", Answers(), cluster=f"INC-{n % 2}") for n in range(1, 5)]
    round = replace(small(), files=tuple(reversed(files)))
    assert [file.cluster for file in anonymous(round).files] == ["C1", "C2", "C1", "C2"]
    assert anonymous(anonymous(round)) == anonymous(round)


def test_a_simulated_round_carries_its_truth(tmp_path: Path) -> None:
    round = published(small(), simulated=True, truth={"A1": 0.75}, recorded_in_year={"overall": 9})
    write_published(round, tmp_path)
    read = read_published(tmp_path)
    assert (read.simulated, read.truth, read.recorded_in_year) == (
        True,
        {"A1": 0.75},
        {"overall": 9},
    )


@pytest.mark.parametrize("id", sorted(designs()))
def test_every_design_and_question_set_of_the_catalogue_is_archived_whole(
    tmp_path: Path, id: str
) -> None:
    design = designs()[id]
    strata = [s.id for sample in design.samples for s in sample.strata]
    answers = replace(
        small(), design=design, questions=design.questions, populations=dict.fromkeys(strata, 50),
        drawn=dict.fromkeys(strata, 5), files=(), pairs=(),
    )  # fmt: skip
    write_published(published(answers, notes={}), tmp_path)
    read = read_published(tmp_path).answers
    assert (read.design, read.questions) == (design, design.questions)


CODES = st.fixed_dictionaries({}, optional={
    "A1": st.sampled_from(["yes", "no", "not-applicable", "not-recorded"]),
    "A3": st.sampled_from(["yes", "no", "poor", "not-recorded"]),
    "A4": st.sampled_from(["yes", "no"]),
})  # fmt: skip
FACTS = st.dictionaries(st.just("victim"), st.booleans())
ANSWERS = st.builds(Answers, facts=FACTS, codes=CODES)


@settings(max_examples=25, deadline=None)
@given(st.lists(ANSWERS, max_size=6), st.lists(ANSWERS, max_size=6))
def test_any_answers_come_back_as_they_were(
    tmp_path_factory: pytest.TempPathFactory, rape: list[Answers], burglary: list[Answers]
) -> None:
    folder = tmp_path_factory.mktemp("round")
    round = round_of({"rape": rape, "burglary": burglary}, {"rape": 100, "burglary": 900})
    write_published(published(round), folder)
    assert read_published(folder).answers == round


WRITTEN = st.characters(codec="utf-8", exclude_categories=["Cc"], include_characters="\n\t")


@settings(max_examples=40, deadline=None)
@given(st.text(WRITTEN, max_size=30), st.text(WRITTEN, min_size=1, max_size=30))
def test_any_words_come_back_but_for_space_around_them(
    tmp_path_factory: pytest.TempPathFactory, note: str, by: str
) -> None:
    folder = tmp_path_factory.mktemp("round")
    write_published(published(small(), notes={"A1": note}, published_by=by), folder)
    read = read_published(folder)
    assert (read.notes["A1"], read.published_by) == (note.strip(), by.strip())


def rewrite(folder: Path, name: str, old: str, new: str) -> None:
    """Change a file, and what round.yaml says of its hash with it."""
    path, told = folder / name, folder / "round.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    changed = text.replace(old, new, 1)
    path.write_text(changed, encoding="utf-8")
    if path != told:
        held = told.read_text(encoding="utf-8")
        assert text_sha256(text) in held
        told.write_text(held.replace(text_sha256(text), text_sha256(changed)), encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("answers.csv", "1,rape,,A1,,yes", "1,rape,,A1,,maybe", "file 1: A1: 'maybe' is none of"),
        ("answers.csv", "1,rape,,A1,,yes", "1,rape,,A9,,yes", "A9 is no question of small"),
        ("answers.csv", "1,rape,,A1,,yes", "0,rape,,A1,,yes", "column number: '0' is no number"),
        ("answers.csv", "1,rape,,A1,,yes", "1,robbery,,A1,,yes", "'robbery' is no stratum"),
        ("answers.csv", "1,rape,,A1,,yes", "1,burglary,,A1,,yes", "file 1 had another stratum"),
        ("answers.csv", "1,rape,,A1,,yes", "1,rape,,A3,,yes", "A3 is answered twice"),
        ("answers.csv", "1,rape,,A1,,yes,,,agreed", "1,rape,,A1,,yes,-1,2,", "two whole numbers"),
        ("answers.csv", "1,rape,,A1,,yes,", "1,rape,,A1,,yes", "a row has 9 values; this one 8"),
        ("answers.csv", "number,stratum", "stratum,number", "row 1: the columns must be number"),
        ("answers.csv", "fact:victim,,no", "fact:victim,,perhaps", "'perhaps' is neither yes nor"),
        ("answers.csv", "fact:victim", "fact:weather", "weather is no fact"),
        ("pairs.csv", ",R1,R2,", ",Ann,R2,", "'Ann' is no reviewer; write R1"),
        ("pairs.csv", ",R1,R2,", ",R1,R1,", "R1 can't have made both reviews"),
        ("pairs.csv", "random", "chance", "'chance' is none of random, worst, first files"),
        ("pairs.csv", "2026-01-12", "12/01/2026", "'12/01/2026' is no day"),
        ("pairs.csv", ",first,", ",third,", "'third' is neither first nor second"),
        ("round.yaml", "force: West Mercia", "force: Atlantis", "'Atlantis' is none of the 43"),
        ("round.yaml", "notes:\n  A1:", "notes:\n  B7:", "key notes.B7: there is no such question"),
        ("round.yaml", "truth: {}", "truth: {A1: 0.5}", "only a simulated round knows the truth"),
        ("round.yaml", "  drawn: 30", "  drawn: 29", "burglary: 30 files are settled of 29 drawn"),
        ("round.yaml", "  drawn: 30", "  drawn: 901", "more files are drawn than the frame holds"),
        ("round.yaml", "- id: rape", "- id: arson", "key strata: the design has rape, burglary"),
        ("round.yaml", "seed: a seed", "", "key seed: this key is needed"),
        ("round.yaml", "seed: a seed", "seed: a seed\nextra: 1", "key extra: no such key"),
        ("round.yaml", "seed: a seed", "seed: &a a seed", "aliases and tags are not read"),
        ("round.yaml", "seed: a seed", "seed: !!python/name:os.system", "aliases and tags are"),
        ("round.yaml", "recorded_in_year: {}", "recorded_in_year: {fraud: 1}", "no such class"),
        ("design.yaml", "question_set: small", "question_set: other", "the design asks other"),
    ],
)  # fmt: skip
def test_what_does_not_hold_together_is_refused_in_a_sentence(
    folder: Path, name: str, old: str, new: str, message: str
) -> None:
    rewrite(folder, name, old, new)
    with pytest.raises(UserError) as refused:
        read_published(folder)
    assert message in str(refused.value)
    assert name.split(".")[0] in str(refused.value) or name == "design.yaml"


def test_a_file_that_was_changed_after_publication_is_refused(folder: Path) -> None:
    path = folder / "answers.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("yes", "no", 1), encoding="utf-8")
    with pytest.raises(UserError, match="not the file that was published"):
        read_published(folder)
    path = folder / "question-set.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    with pytest.raises(UserError, match="not version 1 of small as it was published"):
        read_published(folder)


def test_folders_links_and_pipes_in_place_of_files_are_refused(folder: Path) -> None:
    with pytest.raises(UserError, match=r"it has no round\.yaml"):
        read_published(folder.parent)
    path = folder / "pairs.csv"
    path.unlink()
    with pytest.raises(UserError, match="there is no such file"):
        read_published(folder)
    path.symlink_to(folder / "answers.csv")
    with pytest.raises(UserError, match="link to another place"):
        read_published(folder)
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(UserError, match="a pipe or a device"):
        read_published(folder)


def test_deep_nesting_does_not_bring_a_reader_down(folder: Path) -> None:
    for deep in ("notes: " + "[" * 50_000, "- " * 50_000 + "a"):
        (folder / "round.yaml").write_text(deep, encoding="utf-8")
        with pytest.raises(UserError, match="line 1: it is nested too deeply"):
            read_published(folder)


def test_a_round_that_was_published_before_is_replaced_whole(folder: Path) -> None:
    round = replace(small(), files=tuple(files_of("rape", 1, [Answers()])))
    write_published(published(round, notes={}), folder)
    assert len(read_published(folder).answers.files) == 1


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(["round.yaml", "design.yaml", "question-set.yaml", "answers.csv", "pairs.csv"]),
    st.floats(0, 1), st.integers(0, 40),
    st.sampled_from([b"", b"\x00", b"\xff", b"[", b"{", b"- ", b": ", b'"', b",", b"\n", b"-1",
                     b"9" * 30, b"NaN", b"1e999", b"null", b"yes", b"\r", b"&a *a"]),
)  # fmt: skip
def test_a_damaged_folder_is_read_or_refused_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, name: str, where: float, gone: int, put: bytes
) -> None:
    """A stretch of one file is replaced; the hash in round.yaml is made to fit."""
    folder = tmp_path_factory.mktemp("round")
    write_published(published(small()), folder)
    path, told = folder / name, folder / "round.yaml"
    held = path.read_bytes()
    at = int(where * len(held))
    path.write_bytes(held[:at] + put + held[at + gone :])
    if path != told:
        old, new = (hashlib.sha256(content).hexdigest() for content in (held, path.read_bytes()))
        told.write_text(told.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    try:
        read = read_published(folder)
    except UserError as refused:
        assert str(refused)
    else:
        estimate(read.answers, on=ON)
        by_question(read.answers, on=ON)
        published_files(read)
