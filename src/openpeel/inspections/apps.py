"""The Django app."""

from django.apps import AppConfig


class Inspections(AppConfig):
    """Programmes of inspections, and what is known, judged and asked in them."""

    name = "openpeel.inspections"
    default_auto_field = "django.db.models.BigAutoField"
