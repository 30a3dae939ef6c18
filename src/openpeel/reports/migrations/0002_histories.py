"""Histories that the database keeps."""

from django.db import migrations

from openpeel.people.histories import History, keep


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0001_initial"),
        ("people", "0002_setting_aside"),
    ]

    operations = [
        keep(
            "reports",
            History("AccuracyPoint"),
            History("Decision"),
            History("Publication"),
            History("Event"),
        ),
    ]
