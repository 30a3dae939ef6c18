"""What a sample can show before it is drawn, and how many files a decision needs.

    plan = plan_design(find_design("victim-service-2021"), share=0.8)

All of it is for a share that is expected, such as 80%: the interval to be expected around it, and
the nearest shares that a second round of the same size would find to be different. Nothing here
is read from files, so a page and the command line show the same plan.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from openpeel.catalogue.audit_designs import Design, SecondReview
from openpeel.errors import UserError
from openpeel.statistics import detectable, files_needed, share_interval

MINUTES = 25  # that the review of a file takes
POWER, LEVEL = 0.8, 0.95
REVIEWERS = 6


@dataclass(frozen=True)
class Expected:
    """What some files would say of a share.

    `lower` and `upper` are the interval to be expected. `fall` and `rise` are the nearest shares
    that two such rounds tell from it, or None where no share can be told. `effect` is the design
    effect of unequal weights: so many times as many files as a simple random sample would need.
    """

    name: str
    words: str
    files: int
    population: int | None
    effect: float
    share: float
    lower: float
    upper: float
    fall: float | None
    rise: float | None


@dataclass(frozen=True)
class SamplePlan:
    """One sample of a design: its strata, and all of it together."""

    strata: tuple[Expected, ...]
    whole: Expected


@dataclass(frozen=True)
class Decision:
    """A move from one share to another, and the files that each of two rounds needs to find it."""

    before: float
    after: float
    needed: int


@dataclass(frozen=True)
class Work:
    """What a round costs: files, second reviews that can be foreseen, and hours.

    Files with many answers against the force are reviewed twice as well; nobody knows their
    number beforehand.
    """

    files: int
    second_reviews: int
    minutes: int = MINUTES

    @property
    def hours(self) -> float:
        """Of review, first and second."""
        return (self.files + self.second_reviews) * self.minutes / 60


@dataclass(frozen=True)
class Plan:
    """What a round can show of a share, and what it costs."""

    name: str
    share: float
    power: float
    level: float
    samples: tuple[SamplePlan, ...]
    work: Work
    decision: Decision | None = None

    @property
    def rows(self) -> tuple[Expected, ...]:
        """Each sample, followed by its strata if it has several."""
        return tuple(
            row
            for sample in self.samples
            for row in (sample.whole, *(sample.strata if len(sample.strata) > 1 else ()))
        )


def expected(
    name: str,
    words: str,
    files: int,
    share: float,
    *,
    power: float = POWER,
    level: float = LEVEL,
    population: int | None = None,
    effect: float = 1.0,
) -> Expected:
    """What `files` files say of a share; with a population, corrected for how much was seen.

    The interval is Wilson's on the files that a simple random sample would need to tell as much.
    """
    files = files if population is None else min(files, population)
    if files == 0:
        return Expected(name, words, 0, population, effect, share, 0.0, 1.0, None, None)
    told = max(round(files / effect), 1)
    if population is not None and told >= population:
        return Expected(name, words, files, population, effect, share, share, share, share, share)
    as_good = told if population is None else told * (population - 1) / (population - told)
    interval = share_interval(share * as_good, as_good, level=level)
    seen = detectable(told, share, power, level, population)
    return Expected(
        name, words, files, population, effect, share, float(interval.lower),
        float(interval.upper), _known(seen.lower), _known(seen.upper),
    )  # fmt: skip


def weights_effect(populations: Mapping[str, int], files: Mapping[str, int]) -> float:
    """How much unequal weights cost, if the share is the same in every stratum (Kish 1965).

    Strata of which no file is drawn are not spoken for and are left out.

    >>> weights_effect({"a": 100, "b": 100}, {"a": 10, "b": 10})
    1.0
    >>> round(weights_effect({"a": 900, "b": 100}, {"a": 10, "b": 10}), 2)
    1.64
    """
    strata = [id for id in populations if files.get(id) and populations[id]]
    total = sum(populations[id] for id in strata)
    if not total:
        return 1.0
    squares = sum(populations[id] ** 2 / files[id] for id in strata)
    return sum(files[id] for id in strata) * squares / total**2


def plan_design(
    design: Design,
    share: float,
    *,
    after: float | None = None,
    power: float = POWER,
    level: float = LEVEL,
    population: int | None = None,
    populations: Mapping[str, int] | None = None,
    drawn: Mapping[str, int] | None = None,
    reviewers: int = REVIEWERS,
) -> Plan:
    """What a round of a design shows of a share.

    Args:
        after: The share of a later round, to find the move to it.
        population: Files in the frame, when no more is known of it.
        populations: Files in the frame by stratum: only these give the cost of unequal weights,
            without which the whole is taken for a simple random sample.
        drawn: Files of the sample by stratum, when they are others than the design's.
        reviewers: Each has their first files reviewed twice.
    """
    samples = []
    for sample in design.samples:
        files = {
            stratum.id: (drawn or {}).get(stratum.id, stratum.files or 0)
            for stratum in sample.strata
        }
        sizes = {id: populations[id] for id in files} if populations else {}
        count = sum(files.values()) if drawn or sample.files is None else sample.files
        strata = tuple(
            expected(
                one.id, one.words, files[one.id], share, power=power, level=level,
                population=sizes.get(one.id),
            )
            for one in sample.strata
            if files[one.id]
        )  # fmt: skip
        whole = expected(
            sample.id, sample.words, count, share, power=power, level=level,
            population=sum(sizes.values()) if sizes else population,
            effect=weights_effect(sizes, files) if sizes else 1.0,
        )  # fmt: skip
        samples.append(SamplePlan(strata, whole))
    return Plan(
        name=design.name,
        share=share,
        power=power,
        level=level,
        samples=tuple(samples),
        work=_work(sum(s.whole.files for s in samples), design.second_review, reviewers),
        decision=_decision(share, after, power, level, population),
    )


def plan_files(
    share: float,
    *,
    files: int | None = None,
    after: float | None = None,
    power: float = POWER,
    level: float = LEVEL,
    population: int | None = None,
) -> Plan:
    """What a simple random sample shows: of so many files, or of as many as a decision needs.

    UserError when neither is given, or the files are more than the population.
    """
    decision = _decision(share, after, power, level, population)
    if files is None:
        if decision is None:
            raise UserError("say how many files, or from what share to what share to see a move.")
        files = decision.needed
    if population is not None and files > population:
        raise UserError(f"{files:,} files can't be drawn from a population of {population:,}.")
    whole = expected(
        "all", "a simple random sample", files, share, power=power, level=level,
        population=population,
    )  # fmt: skip
    return Plan(
        name="A simple random sample", share=share, power=power, level=level,
        samples=(SamplePlan((), whole),), work=Work(files, 0), decision=decision,
    )  # fmt: skip


def sentences(plan: Plan) -> Iterator[str]:
    """What the plan comes to, for a reader in a hurry."""
    first = plan.samples[0].whole
    if plan.decision:
        yield _decided(plan, plan.decision, first)
    for sample in plan.samples:
        yield _shown(sample.whole)
    if any(len(s.strata) > 1 and s.strata[0].population is None for s in plan.samples):
        yield (
            "Strata of unequal weight make the intervals of the whole wider; a draw sheet, which"
            " holds the sizes of the strata, tells by how much."
        )
    work = plan.work
    second = (
        f"{work.second_reviews:,} second reviews (and those of the worst files, whose number"
        " nobody knows beforehand)"
        if work.second_reviews
        else "no second reviews"
    )
    yield (
        f"{work.files:,} {'file' if work.files == 1 else 'files'} and {second}, at {work.minutes}"
        f" minutes each: {work.hours:,.0f} {'hour' if round(work.hours) == 1 else 'hours'}."
    )


def percent(share: float) -> str:
    """A share as a whole percentage, with a decimal where it has one that matters.

    >>> percent(0.8), percent(0.925), percent(0.9196)
    ('80%', '92.5%', '92%')
    """
    exact = round(share * 100, 6)
    return f"{exact:.1f}%" if exact * 10 == int(exact * 10) and exact % 1 else f"{exact:.0f}%"


def _decided(plan: Plan, decision: Decision, row: Expected) -> str:
    way = "rise" if decision.after > decision.before else "fall"
    text = (
        f"To see a {way} from {percent(decision.before)} to {percent(decision.after)} with"
        f" {percent(plan.power)} power, each of two rounds needs {decision.needed:,} files"
    )
    if row.population is not None and decision.needed >= row.population:
        text += ", which is every file that there is"
    if row.files == decision.needed and row.effect == 1:
        return f"{text}."
    if row.files / row.effect >= decision.needed:
        return f"{text}; here are {row.files:,}{_worth(row)}, which is enough."
    whole = math.ceil(decision.needed * row.effect)
    more = f" ({whole:,} with these weights)" if _worth(row) else ""
    return f"{text}{more}; here are {row.files:,}, which is not enough."


def _worth(row: Expected) -> str:
    """What unequal weights leave of a sample, in words; nothing when they cost nothing."""
    if row.effect <= 1.005:
        return ""
    return f" (worth {row.files / row.effect:,.0f} of equal weight)"


def _shown(row: Expected) -> str:
    name = row.words[:1].upper() + row.words[1:]
    if not row.files:
        return f"{name}: no files, so nothing can be said."
    if row.lower == row.upper:
        return f"{name}: every file is reviewed, so the share is known and any move shows."
    found = [f"a fall to {percent(row.fall)}" if row.fall is not None else "no fall at all"]
    found += [f"a rise to {percent(row.rise)}" if row.rise is not None else "no rise at all"]
    return (
        f"{name}: {row.files:,} files{_worth(row)} at {percent(row.share)} say"
        f" {percent(row.lower)} to {percent(row.upper)}; two such rounds find {found[0]} and"
        f" {found[1]}."
    )


def _decision(
    before: float, after: float | None, power: float, level: float, population: int | None
) -> Decision | None:
    if after is None:
        return None
    needed = files_needed(before, after, power, level, population)
    if needed is None:
        raise UserError("the two shares are the same, so there is no move to see.")
    return Decision(before, after, needed)


def _work(files: int, second: SecondReview, reviewers: int) -> Work:
    return Work(files, min(files, math.ceil(second.share * files) + second.first_files * reviewers))


def _known(share: float) -> float | None:
    return None if math.isnan(share) else share
