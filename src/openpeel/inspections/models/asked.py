"""What is asked of a force, and where it stands: histories of steps."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from openpeel.inspecting.record import STATUSES
from openpeel.inspections.fields import signed, slug, text
from openpeel.inspections.models.areas import Finding, InArea
from openpeel.inspections.models.programmes import Programme, Round
from openpeel.people.fields import one_of, together


class Concern(InArea):
    """A cause of concern."""

    slug = slug()
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+")
    title = text()
    words = text()

    class Meta(InArea.Meta):
        constraints = (UniqueConstraint("inspection", "slug", name="concern_once"),)


class ConcernFinding(models.Model):
    """A finding behind a cause of concern."""

    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="rests_on")
    place = models.PositiveIntegerField()
    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ("concern", "place")
        constraints = (UniqueConstraint("concern", "place", name="concern_finding_once"),)


class Recommendation(models.Model):
    """What the force should do about a cause of concern, and by when."""

    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="recommendations")
    slug = slug()
    words = text()
    deadline = models.DateField(null=True, db_index=True)

    class Meta:
        constraints = (UniqueConstraint("concern", "slug", name="recommendation_once"),)


class Improvement(InArea):
    """An area for improvement."""

    slug = slug()
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+")
    words = text()

    class Meta(InArea.Meta):
        constraints = (UniqueConstraint("inspection", "slug", name="improvement_once"),)


class ImprovementFinding(models.Model):
    """A finding behind an area for improvement."""

    improvement = models.ForeignKey(Improvement, on_delete=models.CASCADE, related_name="rests_on")
    place = models.PositiveIntegerField()
    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ("improvement", "place")
        constraints = (UniqueConstraint("improvement", "place", name="improvement_finding_once"),)


class NationalRecommendation(models.Model):
    """A recommendation to every force."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="national")
    slug = slug()
    title = text()
    words = text()
    published = models.DateField()
    signed_by = models.TextField(null=True)  # as the day beside it
    signed_on = models.DateField(null=True)

    class Meta:
        constraints = (
            UniqueConstraint("programme", "slug", name="national_once"),
            together("national", "signed_by", "signed_on"),
            signed("national"),
        )

    def __str__(self) -> str:
        return self.title


class Applied(models.Model):
    """How far one force is with a national recommendation."""

    recommendation = models.ForeignKey(
        NationalRecommendation, on_delete=models.CASCADE, related_name="applied"
    )
    force = models.CharField(max_length=9, db_index=True)

    class Meta:
        constraints = (UniqueConstraint("recommendation", "force", name="applied_once"),)


# What has a history; a step is of one of these.
WITH_HISTORY = ("concern", "recommendation", "improvement", "applied")


def _of_one() -> Q:
    """A step belongs to exactly one thing."""
    found = Q()
    for name in WITH_HISTORY:
        found |= Q(**{f"{other}__isnull": other != name for other in WITH_HISTORY})
    return found


class Step(models.Model):
    """One entry of a history. Steps are added to; none is ever edited."""

    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, null=True, related_name="steps")
    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.CASCADE, null=True, related_name="steps"
    )
    improvement = models.ForeignKey(
        Improvement, on_delete=models.CASCADE, null=True, related_name="steps"
    )
    applied = models.ForeignKey(Applied, on_delete=models.CASCADE, null=True, related_name="steps")
    place = models.PositiveIntegerField()
    status = models.CharField(max_length=13)
    by = text()
    on = models.DateField()
    words = text()

    class Meta:
        ordering = ("place",)
        constraints = (
            CheckConstraint(name="step_of_one", condition=_of_one()),
            *(UniqueConstraint(name, "place", name=f"{name}_step_once") for name in WITH_HISTORY),
            one_of("step", "status", STATUSES),
            signed("step", "by"),
        )

    def save(self, *args: Any, **options: Any) -> None:
        """A new step; what was written before stays as it was."""
        if not self._state.adding:
            raise TypeError("a step of a history is never edited; add another one")
        super().save(*args, **options)
