from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("events", "0025_chosen_bookings"),
    ]

    operations = [
        migrations.AddField(
            model_name='work',
            name='outcome',
            field=models.JSONField(blank=True, default=dict, help_text='What was left undone, by primary key, and why.'),
        ),
    ]
