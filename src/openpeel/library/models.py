"""Reports that were read, and their passages.

A report is never changed: when a newer reader reads the same file otherwise, that is a further
version, and the one before stays. Who read it and when are both always known.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils import timezone


class Report(models.Model):
    """One reading of one file. `latest` is false once a newer version stands."""

    sha256 = models.CharField(max_length=64)
    version = models.PositiveIntegerField()
    latest = models.BooleanField(default=True)
    reader_version = models.PositiveIntegerField()
    file_name = models.CharField(max_length=255)
    title = models.CharField(max_length=300, blank=True)
    force_code = models.CharField(max_length=9, blank=True)
    force_name = models.CharField(max_length=120, blank=True)
    framework = models.CharField(max_length=60, blank=True)
    year = models.CharField(max_length=20, blank=True)
    read = models.JSONField()  # everything, as `reading.report.ReadReport` has it
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    read_on = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("force_name", "-year", "sha256", "-version")
        constraints = (
            UniqueConstraint("sha256", "version", name="library_report_version_once"),
            UniqueConstraint(
                fields=["sha256"], condition=Q(latest=True), name="library_report_one_latest"
            ),
            CheckConstraint(
                name="library_report_read_by_and_read_on",
                condition=Q(read_by__isnull=False, read_on__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return " ".join(part for part in (self.force_name or self.file_name, self.year) if part)


class Passage(models.Model):
    """A paragraph, heading or item of a report, or part of a very long one.

    `words` is the text as it is searched: see `words.searched`.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="passages")
    order = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    area = models.CharField(max_length=60, blank=True)  # the area's id, where it has one
    area_name = models.CharField(max_length=200, blank=True)
    heading = models.TextField(blank=True)
    text = models.TextField()
    position = models.PositiveIntegerField()  # the line on which it begins
    words = models.TextField()

    class Meta:
        ordering = ("report", "order")
        constraints = (UniqueConstraint("report", "order", name="library_passage_once"),)

    def __str__(self) -> str:
        return f"{self.report_id}, line {self.position}"
