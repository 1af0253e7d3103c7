import datetime as dt

from django.db import migrations

LONG_AGO = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def read_again(apps, _schema_editor):
    """Events that were published before they could be searched are found by title, summary and audience only. They count
    as fallen behind, so the next `run_due` reads the rest of their words from their pages, and changes nothing else."""
    apps.get_model("events", "Event").objects.exclude(projected_at=None).update(projected_at=LONG_AGO)


class Migration(migrations.Migration):
    dependencies = [("events", "0023_calendar_links")]

    operations = [migrations.RunPython(read_again, migrations.RunPython.noop)]
