"""The published rounds that the site's pages read, held in memory beside the release."""

from __future__ import annotations

from collections.abc import Iterable

from openpeel.audits.site.places import Places, on_site
from openpeel.audits.site.results import Repeated, Results
from openpeel.sampling.published import PublishedRound

_current: dict[str, Results] = {}


def use_rounds(rounds: Iterable[PublishedRound]) -> None:
    """Let the pages answer from these rounds until others are set."""
    _current.clear()
    for round in sorted(rounds, key=lambda r: (r.answers.slug, r.number)):
        _current[round.answers.slug] = Results(round)


def every_round() -> tuple[Results, ...]:
    """The rounds by slug."""
    return tuple(_current.values())


def find(slug: str) -> Results | None:
    """One round, or None."""
    return _current.get(slug)


def audit_slug(round: PublishedRound) -> str:
    """The slug that the rounds of one audit share."""
    return round.answers.slug.removesuffix(f"-{round.number}")


def before(results: Results) -> Results | None:
    """The round of the same audit that came before, if it is here."""
    return preceding(results, every_round())


def preceding(results: Results, rounds: Iterable[Results]) -> Results | None:
    """Of some rounds, the last before this one of the same audit and force."""
    earlier = [
        other
        for other in rounds
        if audit_slug(other.round) == audit_slug(results.round)
        and other.answers.force_code == results.answers.force_code
        and other.round.number < results.round.number
    ]
    return max(earlier, key=lambda other: other.round.number, default=None)


def repeated(results: Results) -> Repeated | None:
    """The round beside the one before it."""
    earlier = before(results)
    return Repeated(earlier, results) if earlier else None


def places(results: Results) -> Places:
    """Where its pages stand."""
    return on_site(results.answers.slug, repeated=before(results) is not None)
