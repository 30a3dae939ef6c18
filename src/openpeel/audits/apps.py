"""The Django app of the audits."""

from django.apps import AppConfig


class AuditsConfig(AppConfig):
    """Everything that people decide about the files of a sample."""

    name = "openpeel.audits"
