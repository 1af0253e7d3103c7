"""The generation of what pages share."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Locale, PageViewRestriction, Site

from events.models.people_places import EventKind, Person
from home.generation import count_together, current_generation, next_generation
from home.models import ContentPage, Generation, SharedChange, SiteDetails

pytestmark = pytest.mark.django_db


def test_current_generation_is_one_query_and_begins_anywhere():
    Generation.objects.all().delete()
    SharedChange.objects.all().delete()
    with CaptureQueriesContext(connection) as seen:
        assert current_generation() == 0
    assert len(seen) == 1


def test_next_generation_is_another_one():
    seen = [current_generation()]
    for _ in range(3):
        next_generation()
        seen.append(current_generation())
    assert seen == [seen[0], seen[0] + 1, seen[0] + 2, seen[0] + 3]


def test_next_generation_waits_for_no_other_change():
    """It adds a row. Where two transactions change one, the second waits for the first, and perhaps in a ring."""
    with CaptureQueriesContext(connection) as seen:
        next_generation()
    written = [query["sql"].split(" ", 3)[:3] for query in seen if not query["sql"].startswith("SELECT")]
    assert written == [["INSERT", "INTO", '"home_sharedchange"']]


def test_change_that_is_taken_back_begins_no_generation():
    before = current_generation()
    with transaction.atomic():
        next_generation()
        transaction.set_rollback(True)
    assert current_generation() == before


def test_counting_together_begins_no_generation():
    Generation.objects.all().delete()
    SharedChange.objects.all().delete()
    for changes in (3, 2, 0):
        for _ in range(changes):
            next_generation()
        before = current_generation()
        assert count_together() == changes
        assert (current_generation(), SharedChange.objects.count()) == (before, 0)
    assert Generation.objects.get().number == 5


def pages_that_come_and_go(home):
    page = ContentPage(title="About", locale=home.locale)
    yield lambda: home.add_child(instance=page)
    yield lambda: page.save_revision().publish()
    yield lambda: page.move(home, pos="first-child")
    yield page.unpublish
    yield page.delete


def test_pages_that_come_and_go_begin_a_generation(root_page):
    for deed in pages_that_come_and_go(root_page):
        before = current_generation()
        deed()
        assert current_generation() > before


def test_a_draft_begins_no_generation(root_page):
    before = current_generation()
    page = root_page.add_child(instance=ContentPage(title="About", locale=root_page.locale, live=False))
    page.save_revision()
    assert current_generation() == before


def rows(home):
    yield SiteDetails(site=Site.objects.get())
    yield Person(name="Sample Speaker")
    yield EventKind(slug="walk", name_en="Walk")
    yield PageViewRestriction(page=home, restriction_type="login")
    yield Locale(language_code="fr")
    yield get_image_model()(title="Sample", file=get_test_image_file())


def test_rows_that_pages_share_begin_a_generation_when_saved_and_deleted(root_page):
    for row in rows(root_page):
        before = current_generation()
        row.save()
        assert current_generation() > before, row
        before = current_generation()
        row.delete()
        assert current_generation() > before, row
