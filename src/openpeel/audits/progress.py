"""How far a round has come: its files by state, by stratum and by reviewer, and what comes next."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Count

from openpeel.audits import states
from openpeel.audits.models import Reply, Review, Round, UrgentRisk
from openpeel.audits.queries import LEFT, sample_of
from openpeel.catalogue.audit_designs import find_design

WAY = tuple(name for name in states.names("file") if name not in LEFT)


@dataclass(frozen=True)
class Line:
    """Numbers of files by state, in the order of `states`, of one stratum or of a whole round."""

    name: str
    counts: dict[str, int]

    @property
    def files(self) -> int:
        """All of them."""
        return sum(self.counts.values())

    @property
    def settled(self) -> int:
        """Those of which the answers stand."""
        return self.counts["settled"]


@dataclass(frozen=True)
class Share:
    """One reviewer's reviews, by how far they are."""

    name: str
    allocated: int
    started: int
    submitted: int


@dataclass(frozen=True)
class Progress:
    """A round's progress."""

    whole: Line
    strata: tuple[Line, ...]
    reviewers: tuple[Share, ...]
    without_second: int  # second reviews that are due and that nobody has
    replies: int  # that wait for a decision
    untold: tuple[UrgentRisk, ...]  # urgent risks of which nobody in the force has been told

    @property
    def to_deal(self) -> int:
        """Reviews that nobody has yet."""
        return self.whole.counts["waiting"] + self.without_second


def progress(round: Round) -> Progress:
    """Where a round stands."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    rows = sample_of(round).order_by().values_list("stratum", "state").annotate(Count("pk"))
    for stratum, state, files in rows:
        found[stratum][state] = files
    whole: Counter[str] = Counter()
    for counts in found.values():
        whole.update(counts)
    design = find_design(round.audit.design)
    strata = [stratum for sample in design.samples for stratum in sample.strata]
    second = round.files.filter(state="second review")
    return Progress(
        whole=_line("All files", whole),
        strata=tuple(_line(s.words, found[s.id]) for s in strata if s.id in found),
        reviewers=_reviewers(round),
        without_second=second.exclude(reviews__kind="second").count(),
        replies=Reply.objects.filter(file__round=round, decided_at__isnull=True).count(),
        untold=tuple(untold(round)),
    )


def untold(round: Round) -> list[UrgentRisk]:
    """Urgent risks of which nobody in the force has been told, the oldest first."""
    found = UrgentRisk.objects.filter(file__round=round, told_at__isnull=True)
    return list(found.select_related("file__round__audit", "by").order_by("at"))


def _line(name: str, counts: Counter[str]) -> Line:
    return Line(name, {state: counts[state] for state in WAY})


def _reviewers(round: Round) -> tuple[Share, ...]:
    found: dict[str, Counter[str]] = defaultdict(Counter)
    people = round.audit.members.filter(role="reviewer").select_related("person")
    for member in people.order_by("person__name"):
        found[member.person.name] = Counter()
    rows = (
        Review.objects.filter(file__round=round)
        .exclude(file__state="replaced")
        .values_list("reviewer__name", "state")
        .annotate(Count("pk"))
    )
    for name, state, reviews in rows.order_by("reviewer__name"):
        found[name][state] += reviews
    return tuple(
        Share(name, counts["allocated"], counts["started"], counts["submitted"])
        for name, counts in found.items()
    )
