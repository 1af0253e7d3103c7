"""Put our front page at the root of the site, in the place of Wagtail's welcome page, and add Welsh."""

from django.db import migrations

WELCOME_PAGE = {"depth": 2, "slug": "home"}


def make_front_page(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    HomePage = apps.get_model("home", "HomePage")
    Locale = apps.get_model("wagtailcore", "Locale")
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")

    page_type = ContentType.objects.get(app_label="wagtailcore", model="page")
    Page.objects.filter(content_type=page_type, **WELCOME_PAGE).delete()
    english, _ = Locale.objects.get_or_create(language_code="en")
    Locale.objects.get_or_create(language_code="cy")
    home_type, _ = ContentType.objects.get_or_create(app_label="home", model="homepage")
    home = HomePage.objects.create(
        title="Croeso",
        draft_title="Croeso",
        slug="home",
        url_path="/home/",
        path="00010001",
        depth=2,
        numchild=0,
        content_type=home_type,
        locale=english,
    )
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "localhost", "port": 80, "root_page_id": home.pk, "site_name": "Croeso"},
    )


def remove_front_page(apps, schema_editor):
    """The site goes with its root page; the language stays, for other pages may use it."""
    apps.get_model("home", "HomePage").objects.filter(**WELCOME_PAGE).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(make_front_page, remove_front_page)]
