import pytest
from wagtail_localize.models import StringTranslation

from events.management.demo.welsh import publish_in_welsh
from home.models import ContentPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(root_page):
    page = ContentPage(
        title="Privacy", slug="privacy", intro="What we keep & why.", body=[("text", "<p>Tea & toast</p>")]
    )
    root_page.add_child(instance=page)
    return page


WORDS = {"Privacy": "Preifatrwydd", "What we keep & why.": "Yr hyn a gadwn <a> pham.", "Tea & toast": "Te & thost"}


def test_publish_in_welsh_makes_a_live_page_with_its_own_address(page):
    welsh = publish_in_welsh(page, words=WORDS, slug="preifatrwydd")
    assert (welsh.live, welsh.slug, welsh.title, welsh.locale.language_code) == (
        True,
        "preifatrwydd",
        "Preifatrwydd",
        "cy",
    )
    assert welsh.translation_key == page.translation_key


def test_publish_in_welsh_keeps_signs_as_they_are(page):
    welsh = publish_in_welsh(page, words=WORDS, slug="preifatrwydd")
    assert welsh.intro == "Yr hyn a gadwn <a> pham."
    assert str(welsh.body[0].value) == "<p>Te &amp; thost</p>"


def test_publish_in_welsh_names_a_text_that_has_no_welsh(page):
    with pytest.raises(KeyError, match="Tea & toast"):
        publish_in_welsh(page, words={k: v for k, v in WORDS.items() if k != "Tea & toast"}, slug="preifatrwydd")


def test_publish_in_welsh_leaves_what_a_translator_wrote(page):
    publish_in_welsh(page, words=WORDS, slug="preifatrwydd")
    StringTranslation.objects.filter(data="Preifatrwydd").update(data="Eich preifatrwydd")
    again = publish_in_welsh(page, words=WORDS, slug="preifatrwydd")
    assert again.title == "Eich preifatrwydd"
