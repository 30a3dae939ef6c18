"""Two more simulated audits, written directly: grounds for stop and search, and crime recording."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from pathlib import Path

from openpeel.catalogue.audit_designs import find_design
from openpeel.catalogue.forces import forces
from openpeel.catalogue.simulated_shares import shares_of
from openpeel.facts.simulator.one_return import write_return
from openpeel.sampling.agreements import by_question
from openpeel.sampling.draws import FRAME, draw_into
from openpeel.sampling.published import PublishedRound, write_published
from openpeel.sampling.simulated.direct import NOTE, pairs_read, true_round
from openpeel.sampling.simulated.truths import Truths


@dataclass(frozen=True)
class DirectPlan:
    """A round that is written directly: what is drawn from, and on which days.

    `scale` is the part of a year's rows that the frame is made of. `draw` stands in the draw's
    seed: with those set here and seed 1 the samples show what the reports say.
    """

    slug: str
    name: str
    number: int
    design: str
    year_start: date
    drawn: date
    published: date
    draw: int
    scale: float = 1.0
    later: bool = False
    instead: Mapping[str, int] = field(default_factory=dict)
    recorded: int | None = None

    @property
    def folder(self) -> str:
        """The name of its folder."""
        return f"{self.slug}-{self.number}"


FORCE = "West Mercia"
_GROUNDS = "West Mercia, grounds for stop and search (simulated)"
PLANS = (
    DirectPlan(
        slug="west-mercia-stop-search",
        name=_GROUNDS,
        number=1,
        design="stop-search-grounds-2020",
        year_start=date(2019, 1, 1),
        drawn=date(2020, 2, 3),
        published=date(2020, 6, 1),
        draw=8,
        # with so many records the report's formula gives its plus or minus of 3.1
        instead={"searches": 205},
    ),
    DirectPlan(
        slug="west-mercia-stop-search",
        name=_GROUNDS,
        number=2,
        design="stop-search-grounds-2020",
        year_start=date(2020, 1, 1),
        drawn=date(2021, 2, 1),
        published=date(2021, 6, 7),
        draw=8,
        later=True,
    ),
    DirectPlan(
        slug="west-mercia-crime-recording",
        name="West Mercia, crime data integrity (simulated)",
        number=1,
        design="crime-data-integrity-2014",
        year_start=date(2018, 4, 1),
        drawn=date(2019, 5, 6),
        published=date(2019, 9, 2),
        draw=1,
        scale=0.05,  # a frame of 36,000 incidents shows as much as one of 700,000
        recorded=86_900,
    ),
)
RECORDED_SOURCE = "the simulator, after the real force's year 2018/19"


def write_others(out: Path, seed: int, draws: Path, publisher: str) -> list[Path]:
    """Draw and publish each of them into `out`; their folders. The same seed, the same bytes.

    Frames, sheets and the returns that they were drawn from stay in the folder `draws`.
    """
    for plan in PLANS:
        write_published(direct_round(plan, seed, draws, publisher), out / plan.folder)
    return [out / plan.folder for plan in PLANS]


def direct_round(plan: DirectPlan, seed: int, draws: Path, publisher: str) -> PublishedRound:
    """One of them, drawn from its frame and answered as is true."""
    force = forces().find(FORCE)
    assert force is not None
    design = find_design(plan.design)
    draws.mkdir(parents=True, exist_ok=True)
    rows = draws / f"{design.frame.source}-{plan.year_start.year}.parquet"
    write_return(rows, design.frame.source, force, seed, plan.year_start, plan.scale)
    sheet = draw_into(
        draws / plan.folder,
        rows,
        design,
        force,
        at=_noon(plan.drawn),
        by=publisher,
        seed=f"{force.name} {plan.year_start.year}, round {plan.number}, seed {seed}/{plan.draw}",
        instead=plan.instead,
    )
    frame = draws / plan.folder / FRAME
    truths = Truths(frame, design, shares_of(design.question_set), seed, later=plan.later)
    name = f"{plan.name}, round {plan.number}"
    answers = replace(
        true_round(sheet, truths, plan.folder, name),
        pairs=pairs_read(sheet, truths, _noon(plan.drawn)),
    )
    below = [one for one in by_question(answers, on=plan.published) if one.below_threshold]
    return PublishedRound(
        audit=plan.name,
        number=plan.number,
        answers=answers,
        frame=sheet.frame,
        seed=sheet.seed,
        sheet_sha256=sheet.sha256,
        drawn_on=plan.drawn,
        published_on=plan.published,
        published_by=publisher,
        notes={one.question.id: NOTE for one in below},
        simulated=True,
        truth=truths.true_shares(),
        recorded_in_year={"overall": plan.recorded} if plan.recorded else {},
        recorded_source=RECORDED_SOURCE if plan.recorded else None,
    )


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)
