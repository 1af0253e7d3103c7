from django.db import migrations, models

from events.models.folding import folded


def fill(apps, _schema_editor):
    """Events that were published before can be found by title, summary and audience; by the rest of their words once
    their pages are published again."""
    for event in apps.get_model("events", "Event").objects.iterator():
        said = (words.get(name) or "" for words in event.words.values() for name in ("title", "summary", "audience"))
        event.search_text = folded(" ".join(said))
        event.save(update_fields=["search_text"])


class Migration(migrations.Migration):
    dependencies = [("events", "0015_audience")]

    operations = [
        migrations.AddField(
            model_name='event',
            name='search_text',
            field=models.TextField(blank=True, default='', editable=False, help_text='What its live pages say, in all languages, folded for search'),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
