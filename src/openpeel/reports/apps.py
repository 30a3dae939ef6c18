"""The Django app of reports."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Reports, their templates and tags."""

    name = "openpeel.reports"
    label = "reports"
