from django.db import migrations, models

from events.models.names import sort_key


def fill(apps, _schema_editor):
    bookings = apps.get_model("events", "Booking").objects
    for pk, name in bookings.exclude(name="").values_list("pk", "name").iterator():
        bookings.filter(pk=pk).update(sort_name=sort_key(name))


class Migration(migrations.Migration):
    dependencies = [("events", "0028_credits_kept")]

    operations = [
        migrations.AddField(
            model_name="booking",
            name="sort_name",
            field=models.CharField(blank=True, default="", editable=False, max_length=130),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
