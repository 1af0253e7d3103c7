import datetime as dt

import pytest
from django.utils import timezone

from events.checkin.links import GRACE
from events.models.checkins import DoorLink
from events.models.events import Event
from tests.events.public.door.telephone import Telephone
from tests.public_site import Visitor

TOKEN = "door-token-that-is-long-enough"


def test_link_leaves_the_address_and_opens_the_door(link, people):
    visitor = Visitor()
    response = visitor.client.get(f"/check-in/l/{TOKEN}/")
    assert (response.status_code, response["Location"]) == (302, f"/check-in/{link.pk}/")
    cookie = response.cookies["door"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (f"/check-in/{link.pk}/", True, "Lax")
    page = visitor.open(f"/check-in/{link.pk}/")
    assert (page.status, page.heading) == (200, "Conversations that last")
    assert TOKEN not in page.text


@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_a_link_changes_nothing(link, method, django_assert_num_queries):
    before = DoorLink.objects.values().get()
    getattr(Visitor().client, method)(f"/check-in/l/{TOKEN}/")
    assert DoorLink.objects.values().get() == before


def test_nobody_else_opens_a_door(telephone, link):
    stranger = Telephone(link)
    for name in ("", "search/?q=sample", "recent/", "code/", "walk-in/"):
        page = stranger.page(name)
        assert (page.status, page.heading) == (410, "This door is closed")
        assert "Sample Person" not in page.text
    for path in ("/check-in/", "/check-in/l/another-token-that-is-long-enough/"):
        assert stranger.open(path).status == 410


def test_cookie_of_one_door_opens_no_other(telephone, link):
    other = DoorLink.objects.create(
        event=link.event, name="Other", token_hash="x", created_at=timezone.now(), expires_at=timezone.now()
    )
    assert telephone.client.get(f"/check-in/{other.pk}/").status_code == 410


def test_closed_door_says_who_closed_it_and_that_nothing_is_lost(telephone, link):
    DoorLink.objects.update(revoked_at=timezone.now())
    page = telephone.page()
    assert page.status == 410
    assert "The organisers have closed this door link." in page.text
    assert "Nobody who was checked in is lost." in page.text
    assert telephone.open(f"/check-in/l/{TOKEN}/").status == 410


def test_door_of_an_event_that_is_over_says_so(telephone, event):
    ended = timezone.now() - GRACE - dt.timedelta(minutes=1)
    Event.objects.update(starts_at=ended - dt.timedelta(hours=1), ends_at=ended)
    assert "The event is over, so this door is closed." in telephone.page().text


def test_language_is_switched_and_kept(telephone, people):
    assert "Pwyntiwch y camera at y cod" in telephone.page("?language=cy").text
    page = telephone.page("search/", q="sample")
    assert page.soup.html["lang"] == "cy"
    assert "3 o bobl wedi’u canfod" in page.text
