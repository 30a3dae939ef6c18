"""Histories that the database keeps."""

from django.db import migrations

from openpeel.people.histories import History, keep


class Migration(migrations.Migration):
    dependencies = [
        ("audits", "0002_assessment"),
        ("people", "0002_setting_aside"),
    ]

    operations = [
        keep(
            "audits",
            History("AnswerVersion", blanked=("evidence", "comment", "note")),
            History("Settled", blanked=("reason",)),
            History("Event", blanked=("words",)),
            History("Purge"),
        ),
    ]
