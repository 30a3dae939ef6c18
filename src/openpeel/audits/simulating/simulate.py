"""The simulated audit from beginning to end: frame, draw, reviews, replies, publication."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from openpeel.audits.actions import allocation, publishing, rounds
from openpeel.audits.clock import as_if
from openpeel.audits.models import Round
from openpeel.audits.publishing import notes_of, unexplained
from openpeel.audits.queries import round_answers
from openpeel.audits.simulating.plans import (
    DESIGN,
    FIRST,
    FORCE,
    PUBLISHER,
    REVISIT,
    SLUG,
    UNDER_WAY,
    RoundPlan,
    at,
)
from openpeel.audits.simulating.replying import reply_and_decide
from openpeel.audits.simulating.reviewing import Reviewing
from openpeel.audits.simulating.team import Team, gathered
from openpeel.catalogue.audit_designs import find_design
from openpeel.catalogue.forces import Force, forces
from openpeel.catalogue.simulated_reviewers import reviewers
from openpeel.catalogue.simulated_shares import shares_of
from openpeel.errors import UserError
from openpeel.facts.simulator.one_return import write_return
from openpeel.people.models import Person
from openpeel.sampling.draws import FRAME, draw_into
from openpeel.sampling.sheets import sheet_text
from openpeel.sampling.simulated.direct import NOTE
from openpeel.sampling.simulated.truths import Truths


@dataclass(frozen=True)
class Simulated:
    """What was made: folders of published rounds, and the round that is still under way."""

    published: tuple[Path, ...]
    under_way: Round


def simulate_audit(
    out: Path,
    seed: int,
    draws: Path,
    on_step: Callable[[str], None] = lambda _: None,
    *,
    plans: Sequence[RoundPlan] = (FIRST, REVISIT),
    scale: float = 1.0,
) -> Simulated:
    """Simulate an audit of West Mercia with a revisit; its published rounds lie in `out`.

    The database must be empty; all is written into it, or nothing. Frames, sheets and
    the returns that they were drawn from stay in the folder `draws`. The same seed gives the same
    published bytes. `plans` are the rounds that are published, and `scale` is the part of a year's
    rows that frames are made of.

    Raises:
        UserError: there are people in the database; something else stands where a round goes.
    """
    if Person.objects.exists():
        raise UserError("the database is in use already; name a new one with --db.")
    force = forces().find(FORCE)
    assert force is not None
    folders = []
    with transaction.atomic():
        with as_if(at(FIRST.drawn, 8)):
            team = gathered(force, reviewers())
        for plan in plans:
            on_step(f"round {plan.number}: the frame and the draw")
            crimes = _crimes(plan, force, seed, draws, scale)
            round, frame = _loaded(plan, team, force, seed, draws, crimes)
            truths = Truths(frame, find_design(DESIGN), shares_of(DESIGN), seed, later=plan.later)
            on_step(f"round {plan.number}: the reviews")
            folders.append(_worked(round, plan, team, truths, seed, out))
        on_step(f"round {UNDER_WAY.number}, which is left under way")
        # the last frame once more, with another seed
        round, _ = _loaded(UNDER_WAY, team, force, seed, draws, frame)
        _begun(round, UNDER_WAY, team, truths, seed)
    return Simulated(tuple(folders), round)


def _crimes(plan: RoundPlan, force: Force, seed: int, draws: Path, scale: float) -> Path:
    """The return of the round's year."""
    draws.mkdir(parents=True, exist_ok=True)
    path = draws / f"crimes-{plan.year_start.year}.parquet"
    write_return(path, find_design(DESIGN).frame.source, force, seed, plan.year_start, scale)
    return path


def _loaded(
    plan: RoundPlan, team: Team, force: Force, seed: int, draws: Path, source: Path
) -> tuple[Round, Path]:
    """Draw from a return or a frame and load the sheet; the round and its frozen frame."""
    folder = draws / f"round-{plan.number}"
    sheet = draw_into(
        folder,
        source,
        find_design(DESIGN),
        force,
        at=at(plan.drawn, 10),
        by=PUBLISHER,
        seed=f"{FORCE} {plan.drawn.year}, round {plan.number}, seed {seed}/{plan.draw}",
        instead=plan.instead,
    )
    with as_if(at(plan.drawn, 11)):
        round = rounds.load_round(
            team.audit, sheet, sheet_text(sheet), facts_until=plan.drawn, by=team.lead
        )
    return round, folder / FRAME


def _started(round: Round, plan: RoundPlan, team: Team) -> None:
    with as_if(at(plan.first_day, 7)):
        for number, reason in plan.replaced.items():
            allocation.replace(round.files.get(number=number), reason, by=team.lead)
        allocation.allocate_evenly(round, by=team.lead)
        rounds.start(round, by=team.lead)


def _worked(
    round: Round, plan: RoundPlan, team: Team, truths: Truths, seed: int, out: Path
) -> Path:
    """From the allocation of files to the published folder."""
    _started(round, plan, team)
    Reviewing(round, plan, team, truths, seed).until_settled()
    with as_if(at(plan.replies, 9)):
        rounds.send_to_the_force(round, by=team.lead)
    reply_and_decide(round, plan, team, truths)
    with as_if(at(plan.settled)):
        rounds.settle(round, by=team.lead)
        for one in unexplained(round_answers(round), notes_of(round), on=plan.published):
            rounds.explain(round, one.question.id, NOTE, by=team.lead)
    folder = out / f"{SLUG}-{plan.number}"
    with as_if(at(plan.published)):
        publishing.publish(
            round,
            folder,
            by=team.lead,
            publisher=PUBLISHER,
            on=plan.published,
            truth=truths.true_shares(),
        )
    return folder


def _begun(round: Round, plan: RoundPlan, team: Team, truths: Truths, seed: int) -> None:
    """Some files are reviewed, and of one more the half."""
    _started(round, plan, team)
    work = Reviewing(round, plan, team, truths, seed)
    waiting = list(work.open("first"))
    for number, review in enumerate(waiting[: plan.answered]):
        work.make(review, at(plan.first_day, 9 + number))
    work.make(waiting[plan.answered], at(plan.first_day, 16), only=12)
    work.evening(plan.first_day)
