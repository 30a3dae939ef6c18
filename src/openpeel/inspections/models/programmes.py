"""A programme, its inspections with their rounds and stages, who takes part, and the log."""

from __future__ import annotations

from django.db import models
from django.db.models import UniqueConstraint
from django.utils import timezone

from openpeel.inspections import states
from openpeel.inspections.fields import in_order, signed, slug, text
from openpeel.inspections.roles import ROLES
from openpeel.people.fields import one_of, together, who


class Programme(models.Model):
    """A programme of inspections."""

    slug = models.CharField(max_length=100, unique=True)
    name = text()
    organisation = text()

    def __str__(self) -> str:
        return self.name


class Inspection(models.Model):
    """An inspection of a force or a region, and how far it is."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="inspections")
    slug = slug()
    name = text()
    body = models.CharField(max_length=6)
    place = text()
    framework = models.CharField(max_length=100, db_index=True)
    window_from = models.DateField()
    window_to = models.DateField()
    release = text()
    simulated = models.BooleanField(default=False)
    signed_by = text()
    signed_on = models.DateField()
    state = models.CharField(max_length=10, default="open", db_index=True)
    settled_by = who(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            UniqueConstraint("programme", "slug", name="inspection_once"),
            one_of("inspection", "body", ("force", "region")),
            one_of("inspection", "state", states.names("inspection")),
            in_order("inspection", "window_from", "window_to"),
            signed("inspection"),
            together("inspection", "settled_by", "settled_at"),
        )

    def __str__(self) -> str:
        return self.name


class InspectedForce(models.Model):
    """A force that an inspection is of, or that belongs to the region."""

    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="forces")
    place = models.PositiveIntegerField()
    force = models.CharField(max_length=9, db_index=True)

    class Meta:
        ordering = ("inspection", "place")
        constraints = (UniqueConstraint("inspection", "place", name="inspectedforce_once"),)


class Member(models.Model):
    """A person's role in an inspection; one person may have several."""

    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="members")
    person = who()
    role = models.CharField(max_length=10)
    by = who()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            UniqueConstraint("inspection", "person", "role", name="inspection_member_once"),
            one_of("inspection_member", "role", ROLES),
        )


class Event(models.Model):
    """A line of the log: who did what when. `about` is the inspection, empty for the programme."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="events")
    about = models.CharField(max_length=100, blank=True, default="")
    action = models.CharField(max_length=60)
    words = text()
    by = who()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("at", "pk")


class Round(models.Model):
    """One visit under the inspection's framework."""

    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="rounds")
    slug = slug()
    kind = models.CharField(max_length=13)
    start = models.DateField()
    end = models.DateField()
    published = models.DateField(null=True)
    purpose = text()

    class Meta:
        ordering = ("inspection", "start", "pk")
        constraints = (
            UniqueConstraint("inspection", "slug", name="inspection_round_once"),
            one_of("inspection_round", "kind", ("inspection", "revisit", "re-inspection")),
            in_order("inspection_round", "start", "end"),
        )


class Stage(models.Model):
    """A stage of monitoring; it has no end while it lasts."""

    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="stages")
    stage = models.CharField(max_length=6)
    start = models.DateField()
    end = models.DateField(null=True)
    reason = text()
    signed_by = text()
    signed_on = models.DateField()

    class Meta:
        constraints = (
            UniqueConstraint("inspection", "start", name="stage_once"),
            one_of("stage", "stage", ("scan", "engage")),
            in_order("stage", "start", "end"),
            signed("stage"),
        )
