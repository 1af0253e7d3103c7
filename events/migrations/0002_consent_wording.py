"""Lay down the first wording beside the question about needs, so that every need can say what people agreed to."""

from django.db import migrations

TEXT_EN = (
    "Only the people running this event see what you write here, and the kitchen sees food without names. "
    "We delete it after the event, on the day the page about your data says."
)
TEXT_CY = (
    "Dim ond y bobl sy’n cynnal y digwyddiad hwn sy’n gweld yr hyn rydych chi’n ei ysgrifennu yma, a’r gegin yn gweld "
    "y bwyd heb enwau. Rydym yn ei ddileu ar ôl y digwyddiad, ar y diwrnod a nodir ar y dudalen am eich data."
)


def lay_down(apps, schema_editor):
    wording = apps.get_model("events", "ConsentWording")
    wording.objects.get_or_create(topic="needs", version=1, defaults={"text_en": TEXT_EN, "text_cy": TEXT_CY})


class Migration(migrations.Migration):
    dependencies = [("events", "0001_initial")]

    operations = [migrations.RunPython(lay_down, migrations.RunPython.noop)]
