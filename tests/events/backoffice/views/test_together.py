"""Ticking bookings in the list, the page that asks whether it is meant, and the press."""

import pytest
from django.urls import reverse
from django.utils import timezone

from events.backoffice import choosing
from events.backoffice import together as rules
from events.choices import BookingState, StaffRole, WorkState
from events.management.due import carry_out_work
from events.models.audit import AuditEntry
from events.models.bookings import Booking
from events.models.work import Work
from tests.events.backoffice.conftest import book_earlier, client_of, member, queries_of, soon
from tests.factories.events import make_event

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(own):
    event = make_event("many", host=own, **soon())
    for name in ("Ann", "Bea", "Cai"):
        book_earlier(event, name=f"{name} Sample", email=f"{name.lower()}@example.org")
    return event


def page(client, event, deed, **query):
    return client.get(reverse("desk:together", args=[event.pk, deed]), query)


def ticked(event, *names):
    return {"booking": [row.reference for row in event.bookings.filter(name__in=[f"{name} Sample" for name in names])]}


def press(client, response, **given):
    """Send the form of a page as it stands there."""
    form = response.context["form"]
    fields = {name: form[name].value() or "" for name in form.fields}
    return client.post(response.request["PATH_INFO"], {**fields, **given}, follow=True)


def states(event):
    return list(event.bookings.order_by("name").values_list("state", flat=True))


def test_each_booking_of_the_list_has_a_box_with_its_name(organiser, event):
    text = organiser.get(reverse("desk:bookings", args=[event.pk])).content.decode()
    reference = event.bookings.get(name="Bea Sample").reference
    assert f'<input type="checkbox" name="booking" value="{reference}">' in text
    assert f"Choose Bea Sample, {reference}" in text
    assert f'formaction="{reverse("desk:together", args=[event.pk, "cancel"])}"' in text


@pytest.mark.parametrize(
    ("role", "deeds", "tools"),
    [
        (StaffRole.EVENT_STAFF, ["send-again", "cancel"], 2),
        (StaffRole.DOOR_HELPER, [], 0),
        (StaffRole.DATA_LEAD, [], 0),
    ],
)
def test_only_what_a_role_may_is_offered(own, event, role, deeds, tools):
    response = client_of(member(own, role)).get(reverse("desk:bookings", args=[event.pk]))
    assert [act.slug for act in response.context["deeds"]] == deeds
    assert len(response.context["chosen_tools"]) == tools
    assert (b'name="booking"' in response.content) == bool(deeds or tools)


def test_the_page_names_those_that_were_ticked_and_changes_nothing(organiser, event):
    response = page(organiser, event, "cancel", **ticked(event, "Ann", "Cai"))
    assert [row.booking.name for row in response.context["suiting"]] == ["Ann Sample", "Cai Sample"]
    assert states(event) == [BookingState.CONFIRMED] * 3
    seen = AuditEntry.objects.get(action="bookings.viewed")
    assert (seen.event, seen.count) == (event, 2)


@pytest.mark.parametrize("name", ["desk:mailing_new", "desk:badges"])
def test_pages_that_ask_more_name_the_chosen_too(organiser, event, name, monkeypatch):
    monkeypatch.setattr(choosing, "SHOWN", 1)
    url = reverse(name, args=[event.pk])
    response = organiser.get(url, ticked(event, "Bea", "Cai"))
    text = response.content.decode()
    assert ("Bea Sample" in text, "Cai Sample" in text, "and 1 more booking" in text) == (True, False, True)
    assert AuditEntry.objects.get(action="bookings.viewed").count == 1
    assert "Bea Sample" in press(organiser, response, subject_en="Hello", start=0).content.decode()


def test_the_chosen_of_another_event_are_not_named(organiser, event, foreign_event):
    stranger = foreign_event.bookings.get()
    url = reverse("desk:badges", args=[event.pk])
    assert "Secret" not in organiser.post(url, {"bookings": str(stranger.pk)}).content.decode()


@pytest.mark.parametrize("name", ["desk:mailing_new", "desk:badges", "desk:together"])
def test_a_choice_that_is_too_long_says_what_it_leaves(organiser, event, name, monkeypatch):
    monkeypatch.setattr(choosing, "MOST", 2)
    url = reverse(name, args=[event.pk, *(["cancel"] if name == "desk:together" else [])])
    text = organiser.get(url, {"all": "1"}).content.decode()
    assert "More than 2 bookings are in that list, and 2 at most can be chosen at once." in text
    assert ("Ann Sample" in text, "Cai Sample" in text) == (True, False)


def test_the_press_does_it_and_tells(organiser, event):
    shown = page(organiser, event, "cancel", **ticked(event, "Ann", "Cai"))
    response = press(organiser, shown, reason="Rain")
    assert "Done for 2 bookings." in response.content.decode()
    assert states(event) == [BookingState.CANCELLED, BookingState.CONFIRMED, BookingState.CANCELLED]


def test_a_double_press_does_it_once(organiser, event):
    shown = page(organiser, event, "send-again", **ticked(event, "Ann", "Cai"))
    first, second = press(organiser, shown), press(organiser, shown)
    assert first.request["PATH_INFO"] == second.request["PATH_INFO"]
    assert AuditEntry.objects.filter(action="booking.sent_again").count() == 2


def test_going_back_and_choosing_again_is_another_press(organiser, event):
    for _ in range(2):
        press(organiser, page(organiser, event, "send-again", **ticked(event, "Ann")))
    assert AuditEntry.objects.filter(action="booking.sent_again").count() == 2


def test_all_of_the_list_are_those_that_filters_and_search_show(organiser, event):
    def names(**query):
        shown = page(organiser, event, "cancel", all="1", **query)
        return [row.booking.name for row in shown.context["suiting"]]

    assert names() == ["Ann Sample", "Bea Sample", "Cai Sample"]
    assert names(q="bea") == ["Bea Sample"]


def test_a_filter_that_cannot_be_read_chooses_nobody(organiser, event):
    response = page(organiser, event, "cancel", all="1", state="nonsense")
    assert response.url == reverse("desk:bookings", args=[event.pk])


def test_the_list_hands_on_what_narrows_it(organiser, event):
    query = {"q": "Sample", "state": "confirmed", "p": "1"}
    response = organiser.get(reverse("desk:bookings", args=[event.pk]), query)
    assert response.context["kept"] == [("q", "Sample"), ("state", "confirmed")]


def test_nothing_ticked_is_told(organiser, event):
    response = organiser.get(reverse("desk:together", args=[event.pk, "cancel"]), follow=True)
    assert "Tick the bookings that you mean." in response.content.decode()


def test_what_does_not_suit_is_named_and_left_out(organiser, event):
    press(organiser, page(organiser, event, "cancel", **ticked(event, "Ann")))
    shown = page(organiser, event, "cancel", all="1")
    assert [row.booking.name for row in shown.context["suiting"]] == ["Bea Sample", "Cai Sample"]
    assert [row.booking.name for row in shown.context["left"]] == ["Ann Sample"]


def test_a_missing_reason_keeps_what_was_chosen(organiser, own):
    event = make_event("asks", host=own, needs_approval=True, **soon())
    book_earlier(event, name="Ann Sample")
    shown = page(organiser, event, "reject", all="1")
    response = press(organiser, shown)
    assert [row.booking.name for row in response.context["suiting"]] == ["Ann Sample"]
    assert list(response.context["form"].errors) == ["reason"]
    press(organiser, response, reason="Not a member")
    assert states(event) == [BookingState.REJECTED]


@pytest.mark.parametrize("chosen", ["", "x:1", "1 OR 1:2", "9" * 30])
def test_a_choice_that_cannot_be_read_changes_nothing(organiser, event, chosen):
    shown = page(organiser, event, "cancel", all="1")
    response = press(organiser, shown, chosen=chosen)
    assert len(response.context["form"].non_field_errors()) == 1
    assert states(event) == [BookingState.CONFIRMED] * 3


def test_many_go_through_background_work(organiser, event, monkeypatch):
    monkeypatch.setattr("events.backoffice.views.together.MOST_AT_ONCE", 2)
    response = press(organiser, page(organiser, event, "cancel", all="1"))
    work = Work.objects.get()
    assert (work.state, states(event)) == (WorkState.WAITING, [BookingState.CONFIRMED] * 3)
    assert response.request["PATH_INFO"] == reverse("desk:work", args=[event.pk, work.pk])
    assert carry_out_work(timezone.now()) == 1
    assert states(event) == [BookingState.CANCELLED] * 3


def test_fifty_are_done_at_once():
    assert rules.MOST_AT_ONCE == 50


def test_stopping_says_that_what_is_done_stays(organiser, event, monkeypatch):
    monkeypatch.setattr("events.backoffice.views.together.MOST_AT_ONCE", 0)
    press(organiser, page(organiser, event, "cancel", all="1"))
    url = reverse("desk:cancel_work", args=[event.pk, Work.objects.get().pk])
    assert "What was done until now stays done." in organiser.post(url, follow=True).content.decode()


def test_what_was_left_is_named_on_the_page_of_the_work(organiser, event):
    shown = page(organiser, event, "cancel", all="1")
    Booking.objects.filter(name="Bea Sample").update(state=BookingState.CANCELLED)
    text = press(organiser, shown).content.decode()
    assert "Done for 2 bookings. 1 booking was left as it is." in text
    assert "Bea Sample</a>" in text
    assert "As it stands, that is not possible." in text


def test_a_role_without_the_permission_is_refused(own, event):
    client = client_of(member(own, StaffRole.FINANCE))
    assert page(client, event, "cancel", all="1").status_code == 403
    assert page(client, event, "mark-paid", all="1").context["number"] == 0  # it may, and nothing is to pay here


def test_another_organisation_is_refused(organiser, foreign_event):
    assert page(organiser, foreign_event, "cancel", all="1").status_code == 403


def test_bookings_of_another_event_cannot_be_chosen(organiser, event, foreign_event):
    query = {"booking": [foreign_event.bookings.get().reference]}
    assert page(organiser, event, "cancel", **query).status_code == 302


def test_the_page_takes_as_many_queries_for_three_as_for_one(organiser, event):
    def ask(**query):
        return queries_of(lambda: page(organiser, event, "cancel", **query))

    ask(**ticked(event, "Ann"))
    assert ask(**ticked(event, "Ann")) == ask(**ticked(event, "Ann", "Bea", "Cai"))


def test_the_chosen_get_a_message_of_their_own(organiser, event):
    url = reverse("desk:mailing_new", args=[event.pk])
    shown = organiser.get(url, ticked(event, "Ann", "Cai"))
    assert "It goes to the 2 bookings that you chose." in shown.content.decode()
    form = shown.context["form"]
    given = {"audience": "chosen", "bookings": form["bookings"].value(), "subject_en": "Hello", "body_en": "Words"}
    response = organiser.post(url, given, follow=True)
    assert [one.email for one in response.context["people"]] == ["ann@example.org", "cai@example.org"]


def test_the_chosen_get_their_badges(organiser, event, no_pango):
    url = reverse("desk:badges", args=[event.pk])
    shown = organiser.get(url, ticked(event, "Ann", "Cai"))
    assert "For the people of 2 bookings that you chose." in shown.content.decode()
    assert "person" not in shown.context["form"].fields
