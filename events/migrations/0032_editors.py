from django.db import migrations

ROWS = ("venue", "person")


def adopt(apps, _schema_editor):
    """Wagtail brings a group "Editors" along, which opens every file and no venue; our editors' group has the same name.

    Without members it goes, and is made anew with the first editor. With members it becomes what it would have been."""
    group = apps.get_model("auth", "Group").objects.filter(name="Editors").first()
    if group is None:
        return
    if not group.user_set.exists():
        group.delete()
        return
    apps.get_model("wagtailcore", "GroupCollectionPermission").objects.filter(group=group).delete()
    codenames = [f"{verb}_{row}" for verb in ("add", "change", "view") for row in ROWS]
    permissions = apps.get_model("auth", "Permission").objects
    group.permissions.add(*permissions.filter(content_type__app_label="events", codename__in=codenames))


class Migration(migrations.Migration):
    dependencies = [("events", "0031_collections_of_organisations"), ("auth", "0012_alter_user_first_name_max_length")]

    operations = [migrations.RunPython(adopt, migrations.RunPython.noop)]
