"""What people decide about the files of a sample. Rounds from the first migration.

Whatever was decided stores who and when together. Answers keep every version, also those that were
set aside because somebody else had saved first; settled answers are added to, never edited.
"""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from openpeel.audits import states
from openpeel.audits.clock import now
from openpeel.audits.roles import ROLES
from openpeel.people.fields import one_of, together, who

CHOSEN = ("", "random", "worst", "first files")
HOW = ("one review", "agreed", "resolved", "after reply")
FACT = "fact:"
"""Facts of a file are answers too; their names in the tables begin with this."""


class Audit(models.Model):
    """An audit of one force by one design; it has rounds."""

    slug = models.SlugField(unique=True, max_length=80)
    name = models.CharField(max_length=160)
    force_code = models.CharField(max_length=9)
    design = models.CharField(max_length=80)
    simulated = models.BooleanField(default=False)
    opened_by = who()
    opened_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return self.name


class Member(models.Model):
    """A person's role in an audit; one person may have several."""

    audit = models.ForeignKey(Audit, on_delete=models.CASCADE, related_name="members")
    person = who()
    role = models.CharField(max_length=20)
    by = who()
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = (
            UniqueConstraint("audit", "person", "role", name="member_once"),
            one_of("member", "role", ROLES),
        )


class Round(models.Model):
    """One drawing and reviewing of a sample; the next round repeats it."""

    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=80)
    state = models.CharField(max_length=20, default="drawn")
    sheet = models.TextField()  # the draw sheet, as it was loaded
    sheet_sha256 = models.CharField(max_length=64)
    populations = models.JSONField()  # files of the frame, by stratum
    facts_until = models.DateField()  # what came to be after this day does not count
    recorded = models.PositiveIntegerField(null=True)  # crimes recorded in the year, less fraud
    purge_on = models.DateField()
    loaded_by = who()
    loaded_at = models.DateTimeField(default=now)
    started_by = who(null=True)
    started_at = models.DateTimeField(null=True)
    settled_by = who(null=True)
    settled_at = models.DateTimeField(null=True)
    published_by = who(null=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("audit", "number")
        constraints = (
            UniqueConstraint("audit", "number", name="round_once"),
            one_of("round", "state", states.names("round")),
            together("round", "started_by", "started_at"),
            together("round", "settled_by", "settled_at"),
            together("round", "published_by", "published_at"),
        )

    def __str__(self) -> str:
        return f"{self.audit.name}, {self.name}"


class File(models.Model):
    """A file of a round's sample, or a reserve. `second` says why it is reviewed twice."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="files")
    number = models.PositiveIntegerField()
    stratum = models.CharField(max_length=60)
    reference = models.CharField(max_length=120)
    cluster = models.CharField(max_length=120, blank=True, default="")
    facts = models.JSONField(default=dict)  # those that the frame tells
    state = models.CharField(max_length=20)
    second = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        ordering = ("round", "number")
        constraints = (
            UniqueConstraint("round", "number", name="file_once"),
            one_of("file", "state", states.names("file")),
            one_of("file", "second", CHOSEN),
        )

    def __str__(self) -> str:
        return f"file {self.number}"


class Replacement(models.Model):
    """A file that could not be reviewed, the reserve that took its place, and why."""

    out = models.OneToOneField(File, on_delete=models.CASCADE, related_name="replacement")
    into = models.OneToOneField(File, on_delete=models.CASCADE, related_name="replaces")
    reason = models.CharField(max_length=300)
    by = who()
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = (CheckConstraint(name="replacement_reason", condition=~Q(reason="")),)


class Review(models.Model):
    """One reviewer's reading of one file: the first, or the second."""

    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="reviews")
    kind = models.CharField(max_length=10)
    reviewer = who()
    state = models.CharField(max_length=20, default="allocated")
    allocated_by = who()
    allocated_at = models.DateTimeField(default=now)
    started_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            UniqueConstraint("file", "kind", name="review_once"),
            UniqueConstraint("file", "reviewer", name="review_by_two"),
            one_of("review", "kind", ("first", "second")),
            one_of("review", "state", states.names("review")),
            CheckConstraint(
                name="review_submitted_at",
                condition=Q(state="submitted", submitted_at__isnull=False)
                | (~Q(state="submitted") & Q(submitted_at__isnull=True)),
            ),
        )

    reviewer_id: int


class Given(models.Model):
    """What was answered to a question of a file."""

    question = models.CharField(max_length=60)
    code = models.CharField(max_length=40, blank=True, default="")
    counts = models.JSONField(null=True)

    class Meta:
        abstract = True


class Answer(Given):
    """An answer as it stands; `version` goes up by one whenever it is saved."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="answers")
    evidence = models.CharField(max_length=200, blank=True, default="")
    comment = models.TextField(blank=True, default="")  # may be published
    note = models.TextField(blank=True, default="")  # private to the team
    version = models.PositiveIntegerField(default=1)
    by = who()
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = (UniqueConstraint("review", "question", name="answer_once"),)


class AnswerVersion(Given):
    """Every answer that was ever sent. Not `kept`: somebody else had saved before."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="versions")
    evidence = models.CharField(max_length=200, blank=True, default="")
    comment = models.TextField(blank=True, default="")
    note = models.TextField(blank=True, default="")
    version = models.PositiveIntegerField()
    kept = models.BooleanField()
    by = who()
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = (
            UniqueConstraint(
                "review", "question", "version", name="version_once", condition=Q(kept=True)
            ),
        )


class Settled(Given):
    """The answer that stands for a file's question. A later one takes the place of an earlier."""

    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="settled")
    number = models.PositiveIntegerField(default=1)
    how = models.CharField(max_length=20)
    reason = models.TextField(blank=True, default="")
    by = who()
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = (
            UniqueConstraint("file", "question", "number", name="settled_once"),
            one_of("settled", "how", HOW),
        )


class Reply(models.Model):
    """What the force says about the facts of a file, and what was decided."""

    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="replies")
    question = models.CharField(max_length=60)
    claim = models.TextField()
    evidence = models.CharField(max_length=200)
    evidence_on = models.DateField()  # when what it rests on came to be
    by = who()
    at = models.DateTimeField(default=now)
    accepted = models.BooleanField(null=True)
    reason = models.TextField(blank=True, default="")
    decided_by = who(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("file", "at")
        constraints = (
            together("reply", "decided_by", "decided_at"),
            CheckConstraint(
                name="reply_decided_with_a_reason",
                condition=Q(accepted__isnull=True, decided_at__isnull=True)
                | (Q(accepted__isnull=False, decided_at__isnull=False) & ~Q(reason="")),
            ),
        )


class UrgentRisk(models.Model):
    """Somebody may be at risk now: who said so, and who was told when."""

    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="risks")
    words = models.TextField()
    by = who()
    at = models.DateTimeField(default=now)
    told = models.CharField(max_length=160, blank=True, default="")  # a role, or a duty number
    told_by = who(null=True)
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            together("urgentrisk", "told_by", "told_at"),
            CheckConstraint(
                name="urgentrisk_told_somebody",
                condition=Q(told="", told_at__isnull=True)
                | (~Q(told="") & Q(told_at__isnull=False)),
            ),
        )


class QuestionNote(models.Model):
    """What readers must know about a question, when reviewers did not agree on it, say."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="notes")
    question = models.CharField(max_length=60)
    words = models.TextField()
    by = who()
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = (UniqueConstraint("round", "question", name="note_once"),)


class Event(models.Model):
    """A line of the round's log: who did what when."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="events")
    file = models.ForeignKey(File, on_delete=models.CASCADE, null=True, related_name="events")
    action = models.CharField(max_length=60)
    words = models.TextField(blank=True, default="")
    by = who()
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ("at", "pk")


class Purge(models.Model):
    """That a round was purged, when, by whom, and how much was deleted."""

    round = models.OneToOneField(Round, on_delete=models.CASCADE, related_name="purge")
    references = models.PositiveIntegerField()
    texts = models.PositiveIntegerField()
    by = who()
    at = models.DateTimeField(default=now)


class Assessment(models.Model):
    """An assessment of a force that was finished, as far as it is known from elsewhere.

    Of two about one force and day the later one counts: corrections are added, never edited.
    """

    force_code = models.CharField(max_length=9)
    finished_on = models.DateField()
    victim_service = models.BooleanField()
    crime_recording = models.BooleanField()
    source = models.CharField(max_length=300)
    by = who()
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ("force_code", "finished_on", "at", "pk")
