"""Who entered a national recommendation; histories that the database keeps."""

from django.db import migrations, models

from openpeel.people.histories import History, keep


class Migration(migrations.Migration):
    dependencies = [
        ("inspections", "0001_initial"),
        ("people", "0002_setting_aside"),
    ]

    operations = [
        migrations.AddField(
            model_name="nationalrecommendation",
            name="signed_by",
            field=models.TextField(null=True),
        ),
        migrations.AddField(
            model_name="nationalrecommendation",
            name="signed_on",
            field=models.DateField(null=True),
        ),
        migrations.AddConstraint(
            model_name="nationalrecommendation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("signed_by__isnull", True), ("signed_on__isnull", True)),
                    models.Q(("signed_by__isnull", False), ("signed_on__isnull", False)),
                    _connector="OR",
                ),
                name="national_signed_by_and_signed_on",
            ),
        ),
        migrations.AddConstraint(
            model_name="nationalrecommendation",
            constraint=models.CheckConstraint(
                condition=models.Q(("signed_by", ""), _negated=True), name="national_signed_by"
            ),
        ),
        keep(
            "inspections",
            History("Step"),
            History("Stage", filled=("end",)),
            History("Dissent"),
            History("Moderation"),
            History("Event"),
        ),
    ]
