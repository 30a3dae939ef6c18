"""The Django app of the library."""

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    """Reports that were read, and their passages."""

    name = "openpeel.library"
