"""The Django app of the pages."""

from django.apps import AppConfig


class ReleasesConfig(AppConfig):
    """Pages that read one release; there are no models."""

    name = "openpeel.releases"
