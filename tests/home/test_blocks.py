"""The blocks of a page's body."""

import pytest
from django.test import Client
from wagtail.images.models import Image

from home.blocks import BODY_BLOCKS
from home.models import ContentPage

pytestmark = pytest.mark.django_db


def page_with(*body) -> ContentPage:
    return ContentPage(title="Sample", body=[{"type": kind, "value": value} for kind, value in body])


def shown(page: ContentPage) -> str:
    return "".join(block.render() for block in page.body)


def test_heading_is_escaped():
    assert "<h2>Tea &amp; talk</h2>" in shown(page_with(("heading", "Tea & talk")))


def test_text_keeps_its_lists():
    assert "<ul><li>Tea</li></ul>" in shown(page_with(("text", "<ul><li>Tea</li></ul>")))


def test_quotation_names_who_said_it():
    html = shown(page_with(("quotation", {"text": "It was <good>.", "source": "A visitor"})))
    assert "It was &lt;good&gt;." in html
    assert '<figcaption class="quiet">A visitor</figcaption>' in html


def test_quotation_of_nobody_has_no_caption():
    assert "figcaption" not in shown(page_with(("quotation", {"text": "It was good.", "source": ""})))


def test_highlight_has_a_title():
    html = shown(page_with(("highlight", {"title": "How to pay", "text": "<p>Choose.</p>"})))
    assert "<h2>How to pay</h2>" in html
    assert "<p>Choose.</p>" in html


def test_picture_says_what_it_shows(db):
    image = Image.objects.create(title="A hall", file="hall.png", width=1200, height=800)
    value = {"image": image.pk, "decorative": False, "alt_text": "People around a long table"}
    assert page_with(("picture", value)).body[0].value.contextual_alt_text == "People around a long table"


@pytest.mark.parametrize("block", [block for _, block in BODY_BLOCKS], ids=[name for name, _ in BODY_BLOCKS])
def test_each_block_can_be_seen_before_it_is_chosen(block, admin_client: Client):
    assert block.is_previewable
    assert block.get_description()
    answer = admin_client.get("/admin/block-preview/", {"id": block.definition_prefix})
    assert answer.status_code == 200
    assert "croeso.css" in answer.content.decode()
