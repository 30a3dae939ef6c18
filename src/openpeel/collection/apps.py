"""The Django app of the pages on returns."""

from django.apps import AppConfig


class CollectionConfig(AppConfig):
    """Pages that read the submissions behind one release; there are no models."""

    name = "openpeel.collection"
