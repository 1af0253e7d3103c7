from django.db import migrations
from django.utils.http import int_to_base36

WRITERS = ("organiser", "editor")
STEP = 4


def give_collections(apps, _schema_editor):
    """Each organisation gets its collection. A file goes there with who sent it, if they write for one organisation and
    no other; all the others stay where they are, which is shared from now on."""
    Organisation = apps.get_model("events", "Organisation")
    Collection = apps.get_model("wagtailcore", "Collection")
    root = Collection.objects.filter(depth=1).order_by("path").first()
    if root is None:
        return
    for organisation in Organisation.objects.filter(collection=None).order_by("name_en"):
        organisation.collection = _add_below(root, organisation.name_en)
        organisation.save(update_fields=["collection"])
        _move_files(apps, organisation, root)


def _add_below(root, name):
    """As the tree's own code does, which a migration cannot call."""
    collections = type(root).objects
    last = collections.filter(depth=2, path__startswith=root.path).order_by("path").last()
    number = int(last.path[-STEP:], 36) + 1 if last else 1
    root.numchild += 1
    root.save(update_fields=["numchild"])
    return collections.create(name=name, depth=2, path=root.path + int_to_base36(number).upper().zfill(STEP))


def _move_files(apps, organisation, root):
    writers = apps.get_model("events", "Membership").objects.filter(role__in=WRITERS)
    here = writers.filter(organisation=organisation).values("user")
    elsewhere = writers.exclude(organisation=organisation).values("user")
    for label in ("wagtailimages.Image", "wagtaildocs.Document"):
        sent = apps.get_model(label).objects.filter(collection=root, uploaded_by_user__in=here)
        own = sent.exclude(uploaded_by_user__in=elsewhere).exclude(uploaded_by_user__is_superuser=True)
        own.update(collection=organisation.collection)


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0030_organisation_collection"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
    ]

    operations = [migrations.RunPython(give_collections, migrations.RunPython.noop)]
