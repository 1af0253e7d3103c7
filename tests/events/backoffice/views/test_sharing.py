"""Code that shows an organisation's events on its own site."""

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.urls import reverse
from wagtail.models import Locale

from tests.events.backoffice.conftest import queries_of
from tests.factories.events import make_organisation
from tests.factories.pages import make_index

pytestmark = pytest.mark.django_db


@pytest.fixture
def lists(root_page):
    welsh = root_page.copy_for_translation(Locale.objects.get(language_code="cy"))
    welsh.save_revision().publish()
    return [make_index(root_page), make_index(welsh, "Digwyddiadau")]


def codes(client):
    page = BeautifulSoup(client.get(reverse("desk:embed_code")).content, "html.parser")
    return [box.get_text() for box in page.select("textarea[readonly]")]


def test_code_is_for_ones_own_organisation_in_both_languages(organiser, own, foreign, lists):
    site = settings.SITE_URL
    assert codes(organiser) == [
        f'<iframe src="{site}/embed/en/events/?host=own" title="Events: Own Network" width="100%"'
        ' height="700"></iframe>',
        f'<iframe src="{site}/embed/cy/digwyddiadau/?host=own" title="Digwyddiadau: Rhwydwaith Sampl" width="100%"'
        ' height="700"></iframe>',
    ]


def test_code_leads_to_a_page_that_may_be_framed(organiser, own, lists, client):
    for code in codes(organiser):
        path = BeautifulSoup(code, "html.parser").iframe["src"].removeprefix(settings.SITE_URL)
        assert client.get(path).status_code == 200


def test_name_of_an_organisation_stays_a_name(organiser, own, lists):
    own.name_en = '"><script>alert(1)</script>'
    own.save()
    frame = BeautifulSoup(codes(organiser)[0], "html.parser")
    assert frame.iframe["title"] == 'Events: "><script>alert(1)</script>'
    assert frame.script is None


def test_code_is_found_from_the_list_itself(organiser, own, lists):
    address = reverse("desk:embed_code")
    explorer = organiser.get(reverse("wagtailadmin_explore", args=[lists[0].pk])).content.decode()
    assert address in explorer
    assert (
        address not in organiser.get(reverse("wagtailadmin_explore", args=[lists[0].get_parent().pk])).content.decode()
    )


def test_code_is_for_people_of_an_organisation_only(client, lists):
    assert client.get(reverse("desk:embed_code")).status_code == 302


def test_three_organisations_take_as_many_queries_as_one(admin_client, own, lists):
    admin_client.get(reverse("desk:embed_code"))  # addresses of the site are read once
    one = queries_of(lambda: admin_client.get(reverse("desk:embed_code")))
    for number in (1, 2):
        make_organisation(f"sample-{number}", name_en=f"Sample {number}")
    assert queries_of(lambda: admin_client.get(reverse("desk:embed_code"))) == one
