"""Templates outside a web server: Django is set up once, without a database."""

from __future__ import annotations

import os


def ready() -> None:
    """Make Django's templates usable, whoever asks first."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openpeel.web.settings")
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()
