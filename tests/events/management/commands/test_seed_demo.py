import json
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command

from events.management.demo.staff import PASSWORD
from events.models.events import Event
from events.models.staff import Membership

pytestmark = pytest.mark.django_db


def seed_demo(*arguments: str) -> str:
    out = StringIO()
    call_command("seed_demo", *arguments, stdout=out)
    return out.getvalue()


def test_seed_demo_describes_the_site_and_makes_nothing_twice(settings):
    settings.DEBUG = False
    found = json.loads(seed_demo("--json"))
    assert sorted(found) == ["commands", "events", "users"]
    assert (found["users"], get_user_model().objects.count(), Membership.objects.count()) == ([], 0, 0)
    assert "python manage.py worker" in found["commands"].values()
    lacking = [{"slug", "url", "kind", "capacity", "book_url"} - set(event) for event in found["events"]]
    assert lacking == [set()] * 13
    assert Event.objects.filter(slug__in=[event["slug"] for event in found["events"]]).count() == 13
    coffee = next(event for event in found["events"] if event["slug"] == "coffee-and-co-production")
    assert coffee["url"] == {
        "en": "http://testserver/en/events/coffee-and-co-production/",
        "cy": "http://testserver/cy/digwyddiadau/coffi-a-chydgynhyrchu/",
    }
    assert coffee["book_url"] == "http://testserver/en/events/coffee-and-co-production/book/"
    assert (coffee["kind"], coffee["capacity"]) == ("meet-up", 60)

    settings.DEBUG = True
    again = json.loads(seed_demo("--json"))
    assert again["events"] == found["events"]
    assert {"role": "organiser", "username": "organiser", "password": PASSWORD} in again["users"]
    said = seed_demo()
    assert Event.objects.count() == 13
    assert get_user_model().objects.filter(username="organiser").count() == 1
    assert said.splitlines()[0] == "The demo site has 13 events."
    assert f"  organiser    {PASSWORD}    organiser" in said.splitlines()
