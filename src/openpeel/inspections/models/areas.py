"""What is known, found and judged in the areas of an inspection."""

from __future__ import annotations

from django.db import models
from django.db.models import UniqueConstraint

from openpeel.inspecting.record import EVIDENCE_KINDS
from openpeel.inspections.fields import in_order, signed, slug, text
from openpeel.inspections.models.programmes import Inspection, Round
from openpeel.people.fields import one_of, together


class InArea(models.Model):
    """Something about an area of an inspection."""

    inspection = models.ForeignKey(
        Inspection, on_delete=models.CASCADE, related_name="%(class)s_set"
    )
    area = slug()

    class Meta:
        abstract = True
        indexes = (models.Index("inspection", "area", name="%(class)s_area"),)


class Evidence(InArea):
    """One thing known, where it came from, and what it says of which characteristic."""

    slug = slug()
    kind = models.CharField(max_length=11)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+")
    characteristic = models.CharField(max_length=100, blank=True, default="")
    speaks = models.CharField(max_length=7)
    strength = models.CharField(max_length=8)
    marking = models.CharField(max_length=18)
    says = text()
    figure = text()
    release = text()
    audit = text()
    question = text()
    document = text()
    sha256 = models.CharField(max_length=64, blank=True, default="")
    shows = models.DateField(null=True)
    received = models.DateField(null=True)
    section = text()
    theme = text()
    period_from = models.DateField(null=True)
    period_to = models.DateField(null=True)
    signed_by = text()
    signed_on = models.DateField()

    class Meta(InArea.Meta):
        constraints = (
            UniqueConstraint("inspection", "slug", name="evidence_once"),
            one_of("evidence", "kind", EVIDENCE_KINDS),
            one_of("evidence", "speaks", ("for", "against", "context")),
            one_of("evidence", "strength", ("strong", "moderate", "weak")),
            one_of("evidence", "marking", ("official", "official-sensitive")),
            together("evidence", "period_from", "period_to"),
            in_order("evidence", "period_from", "period_to"),
            signed("evidence"),
        )


class Gap(InArea):
    """A characteristic that was not assessed, and why."""

    characteristic = slug()
    reason = text()
    signed_by = text()
    signed_on = models.DateField()

    class Meta:
        constraints = (
            UniqueConstraint("inspection", "area", "characteristic", name="gap_once"),
            signed("gap"),
        )


class Line(InArea):
    """A line of enquiry: a question that marks raised, and what came of it."""

    slug = slug()
    question = text()
    figures = models.JSONField(default=list)
    themes = models.JSONField(default=list)
    release = text()
    signed_by = text()
    signed_on = models.DateField()
    outcome = text()
    closed_by = models.TextField(null=True)  # as the day beside it
    closed_on = models.DateField(null=True)

    class Meta(InArea.Meta):
        constraints = (
            UniqueConstraint("inspection", "slug", name="line_once"),
            signed("line"),
            together("line", "closed_by", "closed_on"),
        )


class LineEvidence(models.Model):
    """Evidence by which a line was closed."""

    line = models.ForeignKey(Line, on_delete=models.CASCADE, related_name="rests_on")
    place = models.PositiveIntegerField()
    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ("line", "place")
        constraints = (UniqueConstraint("line", "place", name="line_evidence_once"),)


class Finding(InArea):
    """A heading of the report with what carries it."""

    slug = slug()
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+")
    heading = text()
    tone = models.CharField(max_length=9)
    consequence = text()
    signed_by = text()
    signed_on = models.DateField()
    words = text()

    class Meta(InArea.Meta):
        constraints = (
            UniqueConstraint("inspection", "slug", name="finding_once"),
            one_of("finding", "tone", ("praise", "criticism", "mixed")),
            signed("finding"),
        )


class FindingEvidence(models.Model):
    """Evidence that carries a finding."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="rests_on")
    place = models.PositiveIntegerField()
    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="carries")

    class Meta:
        ordering = ("finding", "place")
        constraints = (UniqueConstraint("finding", "place", name="finding_evidence_once"),)


class Judgment(InArea):
    """A grade, or none, with its reasons. `first_force` tells a region's judgments apart."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+")
    first_force = models.CharField(max_length=9, blank=True, default="")
    grade = models.CharField(max_length=100, blank=True, default="")
    date = models.DateField(db_index=True)
    report = text()
    rationale = text()
    concerns_explained = text()
    signed_by = text()
    signed_on = models.DateField()

    class Meta:
        constraints = (
            UniqueConstraint("inspection", "area", "round", "first_force", name="judgment_once"),
            signed("judgment"),
        )


class JudgedForce(models.Model):
    """A force of the region that a judgment holds for."""

    judgment = models.ForeignKey(Judgment, on_delete=models.CASCADE, related_name="forces")
    place = models.PositiveIntegerField()
    force = models.CharField(max_length=9, db_index=True)

    class Meta:
        ordering = ("judgment", "place")
        constraints = (UniqueConstraint("judgment", "place", name="judgedforce_once"),)


class Dissent(models.Model):
    """Somebody would have given another grade, and why."""

    judgment = models.ForeignKey(Judgment, on_delete=models.CASCADE, related_name="dissents")
    place = models.PositiveIntegerField()
    grade = models.CharField(max_length=100, blank=True, default="")
    reason = text()
    signed_by = text()
    signed_on = models.DateField()

    class Meta:
        ordering = ("judgment", "place")
        constraints = (
            UniqueConstraint("judgment", "place", name="dissent_once"),
            signed("dissent"),
        )


class Moderation(models.Model):
    """A judgment was set beside those of like inspections (ids, also of other programmes)."""

    judgment = models.ForeignKey(Judgment, on_delete=models.CASCADE, related_name="moderations")
    place = models.PositiveIntegerField()
    beside = models.JSONField(default=list)
    words = text()
    signed_by = text()
    signed_on = models.DateField()

    class Meta:
        ordering = ("judgment", "place")
        constraints = (
            UniqueConstraint("judgment", "place", name="moderation_once"),
            signed("moderation"),
        )
