"""The truth of every file of a frozen frame, and the true shares that a sample estimates.

What is true hangs on the seed, the file's reference and the question alone, so a file has one truth
in whatever sample, and the frame's true shares are counted, not estimated.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from openpeel.catalogue.audit_designs import Design, Sample
from openpeel.catalogue.question_sets import Question
from openpeel.catalogue.simulated_shares import AnswerShares, FactShare, Share, Shares
from openpeel.errors import UserError

Bools = NDArray[np.bool_]
Keys = NDArray[np.uint64]
Floats = NDArray[np.float64]

TINY = 2.0**-64  # so that nothing is divided by a share of 0


@dataclass(frozen=True)
class TrueFile:
    """What is true of a file. `codes` has an answer to every question, relevant or not."""

    facts: Mapping[str, bool]
    codes: Mapping[str, str]
    counts: Mapping[str, Mapping[str, tuple[int, int]]]


class Truths:
    """The truth of each file of a frame, column by column."""

    def __init__(
        self, frame: Path, design: Design, shares: Shares, seed: int, *, later: bool = False
    ) -> None:
        """Args:
        frame: The frozen text of `frames.freeze`.
        design: By which it was frozen.
        shares: Of the design's question set.
        seed: Another seed is another truth.
        later: Whether it is the second round, in which some shares are others.
        """
        self.design, self.shares, self.later = design, shares, later
        self.references, self.strata, self.facts = _read(frame, design)
        self._key = _keys(seed, self.references)
        self._place = {reference: n for n, reference in enumerate(self.references)}
        self._refuse_unknown_strata()
        for id, fact in shares.facts.items():
            if id not in self.facts:
                self.facts[id] = self._fact(id, fact)
        self.codes = {id: self._codes(id, entry) for id, entry in shares.questions.items()}
        self.relevant: dict[str, Bools] = {}
        self.due, self.recorded = self._counts()
        needed = {c.fact for q in shares.set.questions for c in q.when if c.fact}
        for id in sorted(needed - self.facts.keys()):
            raise UserError(f"{shares.question_set}: nothing tells the fact {id}; give its share.")
        for question in shares.set.questions:
            self._is_relevant(question)

    def file(self, reference: str) -> TrueFile:
        """The truth of one file, by its reference."""
        n = self._place[reference]
        counts = {}
        if self.shares.counts is not None:
            pairs = zip(self.due.items(), self.recorded.values(), strict=True)
            counts[self.shares.counts.question] = {
                name: (int(due[n]), int(recorded[n])) for (name, due), recorded in pairs
            }
        return TrueFile(
            {id: bool(held[n]) for id, held in self.facts.items()},
            {id: list(self.shares.questions[id].answers)[c[n]] for id, c in self.codes.items()},
            counts,
        )

    def true_shares(self) -> dict[str, float]:
        """Of each question the share of good answers among the frame's relevant files.

        A question that an earlier sample asks too is named with its sample, as `OU3/outcomes`: its
        files are others. One that asks for counts has the share of crimes recorded.
        """
        found: dict[str, float] = {}
        before: set[str] = set()
        for sample in self.design.samples:
            asked = sample.questions or tuple(self.shares.set.by_id)
            for id in asked:
                share = self._true_share(sample, self.shares.set.by_id[id])
                if share is not None:
                    found[f"{id}/{sample.id}" if id in before else id] = round(share, 6)
            before |= set(asked)
        return found

    def _refuse_unknown_strata(self) -> None:
        every = {**self.shares.facts, **self.shares.questions}
        for id, entry in every.items():
            for stratum in entry.strata.keys() - self.strata.keys():
                raise UserError(
                    f"{self.shares.question_set}, {id}: {self.design.id} has no stratum"
                    f" {stratum!r}; take its share out, or spell it as the design does."
                )

    def _true_share(self, sample: Sample, question: Question) -> float | None:
        within = self._within(s.id for s in sample.strata) & self.relevant[question.id]
        if question.kind == "counts":
            if self.design.estimate != "crime recording":
                return None
            due = sum(int(counts[within].sum()) for counts in self.due.values())
            recorded = sum(int(counts[within].sum()) for counts in self.recorded.values())
            return recorded / due if due else None
        counts_as = [self.shares.set.counts(code) for code in self._answers(question.id)]
        if question.not_recorded == "no":
            counts_as = ["no" if one == "not recorded" else one for one in counts_as]
        table = np.bincount(self.codes[question.id][within], minlength=len(counts_as))
        base = sum(int(n) for n, one in zip(table, counts_as, strict=True) if one in ("yes", "no"))
        good = sum(int(n) for n, one in zip(table, counts_as, strict=True) if one == question.good)
        return good / base if base else None

    def _within(self, strata: Iterable[str]) -> Bools:
        found = np.zeros(len(self.references), dtype=np.bool_)
        for id in strata:
            found |= self.strata[id]
        return found

    def _answers(self, id: str) -> list[str]:
        return list(self.shares.questions[id].answers)

    def _fact(self, id: str, entry: FactShare) -> Bools:
        held = self._chance(f"fact:{id}") < self._shares(entry, entry.share)
        for other in entry.needs:
            held &= self.facts[other]
        return held

    def _shares(self, entry: Share, usual: float) -> Floats:
        """The share for each file: that of the first fact given, else its stratum's, else usual."""
        found = np.full(len(self.references), usual)
        for id, share in entry.strata.items():
            found[self.strata[id]] = share
        for id, share in reversed(entry.given.items()):
            found[self.facts[id]] = share
        return found

    def _codes(self, id: str, entry: AnswerShares) -> NDArray[np.int8]:
        """The place of each file's answer in the list of answers, whether or not it is relevant."""
        questions = self.shares.set
        good = questions.by_id[id].good
        parts = np.array(list(entry.answers.values()))
        speaks = np.array([questions.counts(code) == good for code in entry.answers])
        usual = float(parts[speaks].sum())
        share = self._shares(entry, usual)
        if self.later and entry.later is not None:
            # the step of odds is the same for every kind of file
            share = _moved(share, usual, entry.later)
        chance = self._chance(id)
        of_good = _picked(parts, speaks, chance / np.maximum(share, TINY))
        of_others = _picked(parts, ~speaks, (chance - share) / np.maximum(1 - share, TINY))
        return np.where(chance < share, of_good, of_others).astype(np.int8)

    def _counts(self) -> tuple[dict[str, NDArray[np.int64]], dict[str, NDArray[np.int64]]]:
        """Crimes due and on record by class; and the facts that follow from them."""
        entry = self.shares.counts
        if entry is None:
            return {}, {}
        n = len(self.references)
        number = 1 + np.searchsorted(np.cumsum(entry.due)[:-1], self._chance("due"), side="right")
        names = list(entry.classes)
        kind = np.searchsorted(
            np.cumsum(list(entry.classes.values()))[:-1], self._chance("classes"), side="right"
        )
        for id, name in entry.strata.items():
            kind[self.strata[id]] = names.index(name)
        rate = np.array([entry.recorded[name] for name in names])[kind]
        on_record = np.zeros(n, dtype=np.int64)
        for crime in range(len(entry.due)):
            there = (crime < number) & (self._chance(f"recorded {crime}") < rate)
            on_record += there | (crime == 0) & entry.first_recorded
        reported = self._is_relevant(self.shares.set.by_id[entry.question])
        self.facts["unrecorded"] = reported & (on_record < number)
        if "some-recorded" not in self.facts:
            self.facts["some-recorded"] = reported & (on_record > 0)
        due = {name: np.where(kind == k, number, 0) for k, name in enumerate(names)}
        recorded = {name: np.where(kind == k, on_record, 0) for k, name in enumerate(names)}
        return due, recorded

    def _is_among(self, id: str, codes: Iterable[str]) -> Bools:
        places = [n for n, code in enumerate(self._answers(id)) if code in set(codes)]
        return np.isin(self.codes[id], places)

    def _is_relevant(self, question: Question) -> Bools:
        """Of which files a question is to be asked."""
        if question.id not in self.relevant:
            held = np.ones(len(self.references), dtype=np.bool_)
            for condition in question.when:
                if condition.fact:
                    held &= self.facts[condition.fact]
                else:
                    before = self.shares.set.by_id[str(condition.answer)]
                    held &= self._is_relevant(before) & self._is_among(before.id, condition.among)
            self.relevant[question.id] = held
        return self.relevant[question.id]

    def _chance(self, what: str) -> Floats:
        """A number from 0 to 1 for each file, as if by chance, and always the same one."""
        name = np.uint64(int.from_bytes(sha256(what.encode()).digest()[:8], "big"))
        return _mixed(self._key ^ name) / 2.0**64


def _picked(parts: Floats, among: Bools, at: Floats) -> NDArray[np.int64]:
    """Places in `parts`, of those `among` in proportion to them, for numbers from 0 to 1."""
    places = np.flatnonzero(among)
    weights = parts[places] if parts[places].any() else np.ones(len(places))
    edges = np.cumsum(weights / weights.sum())[:-1]
    return places[np.searchsorted(edges, at, side="right")]


def _moved(share: Floats, usual: float, later: float) -> Floats:
    """Shares whose odds move as far as those of `usual` do on the way to `later`."""
    if not (0 < usual < 1 and 0 < later < 1):
        return np.full(len(share), later)
    factor = later / (1 - later) * (1 - usual) / usual
    return share * factor / (1 - share + share * factor)


def _keys(seed: int, references: Iterable[str]) -> Keys:
    digests = (sha256(f"{seed}\n{reference}".encode()).digest()[:8] for reference in references)
    return np.array([int.from_bytes(digest, "big") for digest in digests], dtype=np.uint64)


def _mixed(key: Keys) -> Keys:
    """Sixty-four bits well stirred (the finaliser of SplitMix64); whole numbers only."""
    with np.errstate(over="ignore"):
        key = (key ^ (key >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        key = (key ^ (key >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return key ^ (key >> np.uint64(31))


def _read(frame: Path, design: Design) -> tuple[list[str], dict[str, Bools], dict[str, Bools]]:
    """References, who is in which stratum, and the facts that the frame tells of every file."""
    with frame.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        _, _, _, *names = next(reader)
        rows = list(reader)
    references = [row[0] for row in rows]
    listed = [row[1].split() for row in rows]
    strata = {
        stratum.id: np.array([stratum.id in ids for ids in listed], dtype=np.bool_)
        for sample in design.samples
        for stratum in sample.strata
    }
    facts = {
        name: np.array([row[3 + n] == "yes" for row in rows], dtype=np.bool_)
        for n, name in enumerate(names)
    }
    return references, strata, facts
