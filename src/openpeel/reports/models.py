"""What people do with a report before and after it is published.

The report itself is a folder. Here lie its drafts as they were checked, what the force said to
their accuracy and what was decided, and a record of each publication. Whatever was decided stores
who and when together; points, decisions, publications and the log are added to, never changed.
"""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from openpeel.audits.clock import now
from openpeel.people.fields import one_of, together, who
from openpeel.reports import states
from openpeel.reports.permissions import ROLES

SENT = Q(sent_by__isnull=False)
DECIDED = Q(decided_by__isnull=False)


def said(name: str, *fields: str) -> CheckConstraint:
    """Some texts are never empty: the database holds it."""
    condition = Q()
    for field in fields:
        condition &= ~Q(**{field: ""})
    return CheckConstraint(name=name, condition=condition)


class KeptRows(models.QuerySet[Any]):
    """Rows that can be added and read."""

    def update(self, **changed: Any) -> NoReturn:  # noqa: ARG002
        """Refused."""
        raise TypeError(f"a row of {self.model.__name__} stays as it was written")

    def delete(self) -> NoReturn:
        """Refused."""
        raise TypeError(f"a row of {self.model.__name__} stays")


class Kept(models.Model):
    """A row that is written once, by somebody, at a time."""

    by = who()
    at = models.DateTimeField(default=now)

    objects = KeptRows.as_manager()

    class Meta:
        abstract = True

    def save(self, **options: Any) -> None:
        """Write the row, if it is new."""
        if not self._state.adding:
            raise TypeError(f"a row of {type(self).__name__} stays as it was written")
        super().save(**options)

    def delete(self, **options: Any) -> NoReturn:  # type: ignore[override]  # noqa: ARG002
        """Refused."""
        raise TypeError(f"a row of {type(self).__name__} stays")


class Report(models.Model):
    """The report of one inspection; `inspection` is the inspection's id in its record."""

    slug = models.SlugField(unique=True, max_length=100)
    title = models.TextField()  # as the newest draft has it
    inspection = models.CharField(max_length=100)
    force_code = models.CharField(max_length=9)
    simulated = models.BooleanField(default=False)
    opened_by = who()
    opened_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ("title", "slug")

    def __str__(self) -> str:
        return self.title


class Member(models.Model):
    """A person's role in a report; one person may have several."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="members")
    person = who()
    role = models.CharField(max_length=20)
    by = who()
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = (
            UniqueConstraint("report", "person", "role", name="report_member_once"),
            one_of("report_member", "role", ROLES),
        )


class Draft(models.Model):
    """The source of a report as it stood once, with what the checks found.

    `sources_sha256` is of every file of the source folder, `figures_sha256` of all that the words
    were held against. Counts and `problems` are the checks' own; a problem is an object with rule,
    level, line, says, data and suggestion.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="drafts")
    number = models.PositiveIntegerField()
    title = models.TextField()
    state = models.CharField(max_length=20, default="draft")
    text = models.TextField()  # report.md
    sources_sha256 = models.CharField(max_length=64)
    figures_sha256 = models.CharField(max_length=64)
    release = models.TextField()
    errors = models.PositiveIntegerField()
    warnings = models.PositiveIntegerField()
    notes = models.PositiveIntegerField()
    problems = models.JSONField()
    saved_by = who()
    saved_at = models.DateTimeField(default=now)
    sent_by = who(null=True)
    sent_at = models.DateTimeField(null=True)
    decided_by = who(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("report", "number")
        constraints = (
            UniqueConstraint("report", "number", name="report_draft_once"),
            one_of("report_draft", "state", states.names("draft")),
            together("report_draft", "sent_by", "sent_at"),
            together("report_draft", "decided_by", "decided_at"),
            CheckConstraint(
                name="report_draft_sent_without_errors", condition=Q(state="draft") | Q(errors=0)
            ),
            CheckConstraint(
                name="report_draft_sent",
                condition=~Q(state__in=(states.WITH_THE_FORCE, "decided")) | SENT,
            ),
            CheckConstraint(
                name="report_draft_decided", condition=~Q(state="decided") | (SENT & DECIDED)
            ),
        )

    def __str__(self) -> str:
        return f"draft {self.number}"


class AccuracyPoint(Kept):
    """What the force says to the accuracy of some words of a draft, and the evidence it offers."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="points")
    number = models.PositiveIntegerField()
    heading = models.TextField()  # the heading that the words stand under
    line = models.PositiveIntegerField()
    words = models.TextField()
    claim = models.TextField()
    evidence = models.TextField()

    class Meta:
        ordering = ("draft", "number")
        constraints = (
            UniqueConstraint("draft", "number", name="report_point_once"),
            said("report_point_says", "words", "claim", "evidence"),
        )

    def __str__(self) -> str:
        return f"point {self.number}"

    @property
    def decision(self) -> Decision | None:
        """The decision that stands: the last one."""
        return max(self.decisions.all(), key=lambda one: one.number, default=None)

    @property
    def state(self) -> str:
        """The point's state: open, or as it was decided."""
        return self.decision.decision if self.decision else "open"


class Decision(Kept):
    """What was decided about a point, and why. A later one takes the place of an earlier."""

    point = models.ForeignKey(AccuracyPoint, on_delete=models.PROTECT, related_name="decisions")
    number = models.PositiveIntegerField()
    decision = models.CharField(max_length=10)
    reason = models.TextField()

    class Meta:
        ordering = ("point", "number")
        constraints = (
            UniqueConstraint("point", "number", name="report_decision_once"),
            one_of("report_decision", "decision", states.names("point")[1:]),
            said("report_decision_reason", "reason"),
        )


class Publication(Kept):
    """A version of a report that was published: its folder, its hashes, and what changed.

    `files_sha256` is of all `files` of the folder but those of earlier versions. Without a draft
    that the force saw, `without_accuracy` says why.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="publications")
    draft = models.ForeignKey(
        Draft, on_delete=models.PROTECT, null=True, related_name="publications"
    )
    version = models.PositiveIntegerField()
    published_on = models.DateField()
    manifest_sha256 = models.CharField(max_length=64)
    files_sha256 = models.CharField(max_length=64)
    files = models.PositiveIntegerField()
    folder = models.TextField()
    release = models.TextField()
    changed = models.TextField(blank=True, default="")  # in the report's own words
    changes = models.JSONField(default=dict)  # words, figures and grades, as `report diff` has them
    without_accuracy = models.TextField(blank=True, default="")
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="replaced_by"
    )

    class Meta:
        ordering = ("report", "version")
        constraints = (
            UniqueConstraint("report", "version", name="report_publication_once"),
            CheckConstraint(
                name="report_publication_of_a_draft",
                condition=Q(draft__isnull=False) | ~Q(without_accuracy=""),
            ),
        )

    def __str__(self) -> str:
        return f"version {self.version}"


class Event(Kept):
    """A line of the report's log: who did what when."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="events")
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, null=True, related_name="+")
    action = models.CharField(max_length=60)
    words = models.TextField(blank=True, default="")

    class Meta:
        ordering = ("at", "pk")
