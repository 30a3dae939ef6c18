"""What somebody can do with a round now: the next step, as one clear button, and the others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from openpeel.audits import addresses, states
from openpeel.audits.actions import allocation
from openpeel.audits.models import Review, Round
from openpeel.audits.progress import Progress
from openpeel.people.models import Person


@dataclass(frozen=True)
class Step:
    """Something that can be done with a round now: a link, or an action that a button sends."""

    words: str
    button: str
    href: str = ""
    action: str = ""
    reason: bool = False  # it has to be said why


def deal(round: Round, *, by: Person) -> str:
    """Deal every review that nobody has, and say how many were dealt."""
    dealt = allocation.allocate_evenly(round, by=by)
    if dealt:
        return "1 review is dealt." if dealt == 1 else f"{dealt} reviews are dealt."
    return (
        "Nothing could be dealt: a second review goes to somebody who did not make the first."
        " Add a reviewer, if one waits."
    )


def steps(
    round: Round, roles: frozenset[str], done: Progress | None, person: Person
) -> Iterator[Step]:
    """What the person can do with the round now, the most needed first."""
    if "lead" in roles and done is not None:
        yield from _steps_of_lead(round, done)
    if "moderator" in roles and done is not None and done.whole.counts["conflicted"]:
        files = done.whole.counts["conflicted"]
        words = f"{files} {'file waits' if files == 1 else 'files wait'} for a third person."
        yield Step(words, "Decide where they differ", addresses.conflicts(round))
    if "reviewer" in roles and round.state in states.REVIEWING:
        mine = Review.objects.filter(
            file__round=round, reviewer=person, state__in=("allocated", "started")
        ).exclude(file__state="replaced")
        if mine:
            many = "One of the files is" if len(mine) == 1 else f"{len(mine)} of the files are"
            words = f"{many} yours to review."
            yield Step(words, "Go to my work", "/")
    if "force" in roles and round.state == "right of reply":
        words = "You may question the facts of a file, until the round is settled."
        yield Step(words, "Look at the settled answers", addresses.replies(round))


def _steps_of_lead(round: Round, done: Progress) -> Iterator[Step]:
    reviewers = round.audit.members.filter(role="reviewer").exists()
    if round.state in states.REVIEWING and done.to_deal:
        if reviewers:
            one = done.to_deal == 1
            words = f"{done.to_deal} {'review waits' if one else 'reviews wait'} for a reviewer."
            yield Step(words, "Deal them evenly", action="deal")
        else:
            yield Step("There are no reviewers yet.", "Add reviewers", addresses.members(round))
    if round.state == "drawn":
        yield Step("Reviewers wait for the round to start.", "Start the round", action="start")
    if round.state == "in review" and done.whole.settled == done.whole.files:
        words = "Every file is settled."
        yield Step(words, "Send it to the force", action="send to the force")
        words = "Without the force's reply, nobody has checked the facts but the reviewers."
        yield Step(words, "Settle it without a reply", action="settle")
    if round.state == "right of reply":
        if done.replies:
            one = done.replies == 1
            words = f"{done.replies} {'reply waits' if one else 'replies wait'} for a decision."
            yield Step(words, "Decide the replies", addresses.replies(round))
        else:
            words = "No reply waits. Settle the round when the force's time is over."
            yield Step(words, "Settle the round", action="settle")
    if round.state in ("settled", "published"):
        words = "Look at the figures, explain what needs a note, and publish."
        if round.state == "published":
            words = "The results are published."
        yield Step(words, "Go to the results", addresses.results(round))
    if states.may("round", "reopen", round.state):
        words = "Take the round back, to replace a file or hear the force again; the log says why."
        yield Step(words, "Open it for reviews again", action="reopen", reason=True)
