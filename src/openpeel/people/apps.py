"""The Django app of the people who work in the service."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Persons and their sign-in; what they may do in an audit is for `openpeel.audits`."""

    name = "openpeel.people"
