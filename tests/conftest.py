"""What every test can ask for."""

import logging
import os
from collections.abc import Iterator

import hypothesis
import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from django.db import connection
from django.test import override_settings
from django.utils import translation
from pytest_django import DjangoDbBlocker
from wagtail.models import Collection, Locale, Page, Site

from home.models import HomePage
from tests.migrated import keep_template, load_template, postgres_template

# The same examples in each run of the suite; script/soak asks for new ones.
hypothesis.settings.register_profile("suite", derandomize=True, deadline=None)
hypothesis.settings.register_profile("soak", deadline=None, max_examples=1000)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))


@pytest.fixture(scope="session", autouse=True)
def _media_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Files sent by tests, and files made for them, lie in folders that go with the run."""
    private = {**settings.STORAGES["private"], "OPTIONS": {"location": tmp_path_factory.mktemp("private")}}
    storages = {**settings.STORAGES, "private": private}
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"), STORAGES=storages):
        yield


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    """What one test caches is nothing to the next."""
    yield
    for name in settings.CACHES:
        caches[name].clear()


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb: bool) -> bool:
    """A database in a file is filled before Django opens it, so Django must not begin by deleting it."""
    in_a_file = connection.vendor == "sqlite" and "memory" not in connection.creation._get_test_db_name()
    return django_db_keepdb or in_a_file


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Start from the kept, migrated database where there is one."""
    loaded = None
    if connection.vendor == "sqlite":
        loaded = load_template()
    else:
        with django_db_blocker.unblock():
            connection.settings_dict["TEST"]["TEMPLATE"] = postgres_template()
    yield
    if loaded:
        loaded.close()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Keep what the migrations made for the next run."""
    if connection.vendor == "sqlite":
        with django_db_blocker.unblock():
            keep_template()


@pytest.fixture(autouse=True)
def _own_language() -> Iterator[None]:
    """A page asked for in Welsh leaves its language behind; the next test begins in the site's own."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def _no_complaints_about_papers(request: pytest.FixtureRequest) -> Iterator[None]:
    """WeasyPrint goes on after an error and only logs it: a picture that is missing, a rule that it cannot read."""
    kept = Kept(logging.WARNING)
    logger = logging.getLogger("weasyprint")
    logger.addHandler(kept)
    yield
    logger.removeHandler(kept)
    if not request.node.get_closest_marker("complains"):
        assert kept.messages == []


class Kept(logging.Handler):
    """Remembers what was logged."""

    def __init__(self, level: int) -> None:
        super().__init__(level)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@pytest.fixture
def root_page(db: None) -> HomePage:
    """The English front page, with the site and both languages.

    Migrations make all of them; a test with real transactions empties the tables and leaves none to the next.
    """
    english, _ = Locale.objects.get_or_create(language_code="en")
    Locale.objects.get_or_create(language_code="cy")
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    home = HomePage.objects.filter(locale=english).first()
    if home is None:
        page_type = ContentType.objects.get_for_model(Page)
        top = Page.get_first_root_node() or Page.add_root(title="Root", slug="root", content_type=page_type)
        home = top.add_child(instance=HomePage(title="Croeso", slug="home", locale=english))
    if not Site.objects.exists():
        Site.objects.create(hostname="localhost", root_page=home, is_default_site=True, site_name="Croeso")
    return home
