"""An event's page: facts from the booked event, words from the page, in each state and in previews."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale

from events.models.bookings import Interest
from events.models.events import Event, ProposedDate, Session, TicketType
from events.models.people_places import Organisation, Person
from events.pages.children import PagePartner, PageSpeaker, ProgrammeItem
from events.pages.event import EventPage
from tests.events.pages.editor import TICKET, Editor, add_row
from tests.factories.bookings import book
from tests.factories.events import make_organisation
from tests.factories.pages import HOUR, change, event_of, in_welsh, make_index, make_page

NOW = dt.datetime(2029, 12, 1, 10, 0, tzinfo=dt.UTC)


def context_of(page: EventPage, *, preview: bool = False, **query: str) -> SimpleNamespace:
    request = RequestFactory().get(page.url or "/", query)
    request.is_preview = preview
    return SimpleNamespace(**EventPage.objects.get(pk=page.pk).get_context(request))


def text_of(client: Client, address: str) -> str:
    return BeautifulSoup(client.get(address).content, "html.parser").get_text(" ", strip=True)


def test_facts_are_the_booked_events_and_words_the_pages(index, client):
    page = make_page(index, "Time banking", capacity=5)
    welsh = in_welsh(page, title="Bancio amser")
    change(page, capacity=3)
    Event.objects.update(capacity=4)  # whatever the page says, the event is what can be booked
    shown = context_of(welsh)
    assert (shown.event.capacity, shown.sales.places_left, shown.words["title"]) == (4, 4, "Bancio amser")
    html = BeautifulSoup(client.get(welsh.url).content, "html.parser")
    assert html.select_one("data.places-left")["value"] == "4"
    assert html.select_one("h1").get_text() == "Bancio amser"


def test_places_left_is_what_the_public_may_book(index, client):
    page = make_page(index, capacity=5)
    book(event_of(page), 2, now=timezone.now())
    assert BeautifulSoup(client.get(page.url).content, "html.parser").select_one("data.places-left")["value"] == "3"
    unlimited = make_page(index, "Another")
    html = BeautifulSoup(client.get(unlimited.url).content, "html.parser")
    assert html.select_one("data.places-left")["value"] == "unlimited"


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({}, "open"),
        ({"capacity": 0}, "waitlist"),
        ({"capacity": 0, "waitlist": False}, "full"),
        ({"booking_opens_at": timezone.now() + HOUR}, "not_yet"),
        ({"booking_closes_at": timezone.now() - HOUR}, "closed"),
        ({"is_bookable": False}, "not_bookable"),
        ({"date_state": "to_be_confirmed"}, "not_bookable"),
    ],
)
def test_sales_state(index, fields, state):
    assert context_of(make_page(index, **fields)).sales.state == state


def test_event_that_nobody_can_pay_for_says_whom_to_ask(index, client):
    page = make_page(index, host=make_organisation(email="hello@example.org"))
    event = event_of(page)
    event.ticket_types.update(price_kind="fixed", price="75.00")
    html = BeautifulSoup(client.get(page.url).content, "html.parser")
    box = html.select_one("aside.book")
    assert (box.h2.text, box.select(".btn")) == ("Ask us to book", [])
    assert "Cannot be booked here yet" in box.select_one(".prices").text
    assert box.select_one("a[href='mailto:hello@example.org']") is not None
    assert html.select_one("data.places-left")["value"] == "0"
    assert '"offers"' not in html.select_one("script[type='application/ld+json']").text


def test_page_is_in_the_currency_of_the_site(index, client, settings):
    settings.CURRENCY = "EUR"
    page = make_page(index, takes_at_door=True)
    event_of(page).ticket_types.update(price_kind="fixed", price="75.00")
    html = BeautifulSoup(client.get(page.url).content, "html.parser")
    assert "€75" in html.select_one("aside.book").text
    (told,) = html.select("script[type='application/ld+json']")
    assert '"priceCurrency": "EUR"' in told.text
    assert "£" not in html.get_text()


def test_waiting_people_are_counted(index):
    page = make_page(index, capacity=2)
    book(event_of(page), 2, now=NOW)
    book(event_of(page), 2, now=NOW, joins_waitlist=True)
    sales = context_of(page).sales
    assert (sales.state, sales.waiting, sales.taken, sales.places_left) == ("waitlist", 2, 2, 0)


def test_sessions_say_what_is_left(index):
    page = make_page(index, session_choice="any", sessions=[{"capacity": 3}, {"capacity": None}])
    first = event_of(page).sessions.all()[0]
    book(event_of(page), 2, sessions=(first.pk,), now=NOW)
    assert [row.places_left for row in context_of(page).sessions] == [1, None]


def test_withdrawn_rows_are_not_shown(index):
    page = make_page(index, tickets=[{"name": "Free"}, {"name": "Gone"}], sessions=[{}])
    TicketType.objects.filter(words__en__name="Gone").update(withdrawn=True)
    Session.objects.update(withdrawn=True)
    shown = context_of(page)
    assert ([row.name for row in shown.ticket_types], list(shown.sessions)) == (["Free"], [])


def test_rows_of_a_translation_have_the_sources_facts_and_their_own_words(index):
    person = Person.objects.create(name="Sample Speaker")
    other = Person.objects.create(name="Another Speaker")
    page = make_page(
        index,
        programme=[
            ProgrammeItem(title="Tea", time=dt.time(9, 30), is_pause=True, sort_order=0),
            ProgrammeItem(title="Talk", sort_order=1),
        ],
        speakers=[PageSpeaker(person=person, role="Opens the day", sort_order=0)],
        partners=[PagePartner(organisation=make_organisation())],
    )
    welsh = in_welsh(page)
    version = welsh.get_latest_revision_as_object()
    tea, talk = version.programme.all()
    tea.title, tea.time, talk.title = "Te", dt.time(7, 0), ""
    version.programme = [talk, tea]
    version.save_revision().publish()
    change(page, speakers=[*page.speakers.all(), PageSpeaker(person=other, role="Closes it", sort_order=1)])
    shown = context_of(welsh)
    assert [(row.title, row.time, row.is_pause) for row in shown.programme] == [
        ("Te", dt.time(9, 30), True),
        ("Talk", None, False),
    ]
    assert [(row.person, row.role) for row in shown.speakers] == [(person, "Opens the day"), (other, "Closes it")]
    assert [row.organisation for row in shown.partners] == [Organisation.objects.get()]


def test_addresses_lie_under_the_page(index):
    page = make_page(index)
    shown = context_of(page)
    assert (shown.index_url, shown.book_url, shown.calendar_url) == (
        "/en/events/",
        "/en/events/sample-event/book/",
        "/en/events/sample-event/event.ics",
    )
    assert shown.share_url.endswith("/en/events/sample-event/")


def buttons(client: Client, address: str) -> list[tuple[str, str]]:
    """What "Book your place" does, in the box and at the foot of the page."""
    html = BeautifulSoup(client.get(address).content, "html.parser")
    found = [("post", form["action"]) for form in html.select("form[action$='book/hold/']")]
    return found + [("get", link["href"]) for link in html.select("a.btn[href*='book/']")]


@pytest.mark.parametrize(("capacity", "held"), [(20, True), (21, False), (None, False)])
def test_scarce_places_are_kept_by_the_press_that_opens_the_form(index, client, capacity, held):
    page = make_page(index, capacity=capacity)
    expected = ("post", f"{page.url}book/hold/") if held else ("get", f"{page.url}book/")
    assert buttons(client, page.url) == [expected] * 2


def test_page_of_scarce_places_holds_no_token(index, client):
    answer = client.get(make_page(index, capacity=5).url)
    assert (b"csrf" in answer.content, dict(answer.cookies)) == (False, {})


def test_code_of_an_invitation_goes_along_with_the_press(index, client):
    page = make_page(index, capacity=5, invitation_code="sesame")
    html = BeautifulSoup(client.get(f"{page.url}?code=sesame").content, "html.parser")
    assert [field["value"] for field in html.select("form input[name=code]")] == ["sesame"] * 2


def test_larger_groups_are_sent_to_the_host(index, client):
    page = make_page(index, "Tea & talk", max_per_booking=4, host=make_organisation(email="host@example.org"))
    html = BeautifulSoup(client.get(page.url).content, "html.parser")
    link = html.select_one("aside a[href^='mailto:host']")
    assert link.get_text() == "Book for more than 4 people: ask us"
    assert link["href"] == "mailto:host@example.org?subject=A%20larger%20group%3A%20Tea%20%26%20talk"


def test_page_without_a_date_holds_the_form_for_interest_and_no_token(index, client):
    page = make_page(index, date_state="to_be_confirmed", starts_at=None, ends_at=None)
    date = ProposedDate.objects.create(event=event_of(page), starts_at=NOW)
    answer = client.get(page.url)
    form = BeautifulSoup(answer.content, "html.parser").select_one("aside form")
    assert form["action"] == f"{page.url}interest/"
    fields = {field["name"]: field["value"] for field in form.select("input[value]")}
    assert fields == {"people": "1", "dates": str(date.pk)}
    assert not answer.cookies
    sent = client.post(form["action"], {"name": "Sam Sample", "email": "sam@example.org", **fields})
    assert sent.status_code == 303
    assert list(Interest.objects.values_list("dates", flat=True)) == [date.pk]


def test_switch_leads_to_the_same_page_in_the_other_language(index):
    page = make_page(index)
    welsh = in_welsh(page)
    assert context_of(page).other_language_url == welsh.url
    assert context_of(welsh).other_language_url == page.url


def test_switch_of_a_page_without_translation_leads_to_the_front_page_there(index, root_page):
    page = make_page(index)
    assert context_of(page).other_language_url == "/en/"  # there is no Welsh front page either
    root_page.copy_for_translation(Locale.objects.get(language_code="cy")).specific.latest_revision.publish()
    assert context_of(page).other_language_url == "/cy/"


def test_alias_shows_the_original_event(index, root_page, client):
    page = make_page(index, capacity=5)
    book(event_of(page), 2, now=timezone.now())
    alias = page.create_alias(parent=make_index(root_page, "Other events"), update_slug="alias")
    html = BeautifulSoup(client.get(alias.url).content, "html.parser")
    assert html.select_one("data.places-left")["value"] == "3"


def test_alias_in_the_other_language_shows_the_original_event(index, client):
    page = make_page(index, capacity=5)
    alias = page.copy_for_translation(Locale.objects.get(language_code="cy"), copy_parents=True, alias=True)
    html = BeautifulSoup(client.get(alias.url).content, "html.parser")
    assert html.select_one("data.places-left")["value"] == "5"


def test_cancelled_event_says_why_and_offers_others(index, client):
    page = make_page(index, "Forum", date_state="cancelled", reason="The hall is closed.")
    make_page(index, "Coffee")
    make_page(index, "Secret", invitation_code="sesame")
    make_page(index, "Off", date_state="cancelled", reason="No hall.")
    assert "The hall is closed." in text_of(client, page.url)
    assert [card.title for card in context_of(page).others] == ["Coffee"]
    assert context_of(index.get_children().get(title="Coffee").specific).others == []


def test_published_page_whose_event_was_not_made_yet_still_shows(index, client, unprojected):
    page = make_page(index, "Time banking")
    assert not Event.objects.exists()
    assert client.get(page.url).status_code == 200
    assert context_of(page).sales.state == "not_bookable"


def test_event_page_asks_as_often_for_many_rows_as_for_one(index, count_queries):
    people = [Person.objects.create(name=f"Speaker {n}", organisation=make_organisation(f"n{n}")) for n in range(3)]
    programme = [ProgrammeItem(title="A")]
    page = make_page(index, speakers=[PageSpeaker(person=people[0])], sessions=[{}], programme=programme)

    def show() -> None:
        EventPage.objects.get(pk=page.pk).serve(RequestFactory().get(page.url)).render()

    show()
    for_one = count_queries(show)
    change(
        page,
        speakers=[PageSpeaker(person=person, sort_order=n) for n, person in enumerate(people)],
        programme=[ProgrammeItem(title=name) for name in "ABC"],
    )
    show()
    assert count_queries(show) == for_one


# Previews


def test_draft_that_was_never_published_can_be_previewed(index, editor: Editor):
    page = make_page(
        index, "Time banking", capacity=7, live=False, tickets=[{"name": "Adult"}], sessions=[{"title": "Walk"}]
    )
    answer = editor.client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    html = BeautifulSoup(answer.content, "html.parser")
    assert html.select_one("data.places-left")["value"] == "7"
    assert "Adult" in html.get_text()
    assert "Walk" in html.get_text()
    assert not Event.objects.exists()


def test_preview_of_a_live_page_shows_the_draft_and_the_true_number_of_places(index, editor: Editor):
    page = make_page(index, capacity=5)
    book(event_of(page), 2, now=timezone.now())
    boxes = editor.open(page) | {"capacity": "9", "title": "Another title"}
    add_row(boxes, "ticket_types", **{**TICKET, "name": "Late"})
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    assert editor.client.post(address, boxes).json() == {"is_valid": True, "is_available": True}
    html = BeautifulSoup(editor.client.get(address).content, "html.parser")
    assert html.select_one("data.places-left")["value"] == "7"
    assert "Late" in html.get_text()
    assert (event_of(page).capacity, event_of(page).ticket_types.count()) == (5, 1)


def test_preview_of_a_new_event_needs_nothing_saved(index, editor: Editor):
    boxes = editor.open_new(index) | {"title": "A new event", "slug": "new", "attendance": "online"}
    boxes |= {"starts_at": "2030-07-01 09:00", "capacity": "3"}
    address = reverse("wagtailadmin_pages:preview_on_add", args=["events", "eventpage", index.pk])
    assert editor.client.post(address, boxes).json()["is_valid"]
    html = BeautifulSoup(editor.client.get(address).content, "html.parser")
    assert (html.select_one("h1").get_text(), html.select_one("data.places-left")["value"]) == ("A new event", "3")
    assert not EventPage.objects.exists()


def test_preview_of_a_draft_that_is_not_whole_shows_what_there_is(index, editor: Editor):
    page = make_page(index, live=False, starts_at=None, ends_at=None, summary="", tickets=[{}], attendance="venue")
    answer = editor.client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    assert answer.status_code == 200


def test_preview_of_a_translation_shows_the_events_facts(index, editor: Editor):
    page = make_page(index, capacity=5)
    welsh = in_welsh(page, live=False, title="Bancio amser")
    EventPage.objects.filter(pk=welsh.pk).update(capacity=99)
    answer = editor.client.get(reverse("wagtailadmin_pages:view_draft", args=[welsh.pk]))
    html = BeautifulSoup(answer.content, "html.parser")
    assert (html.select_one("h1").get_text(), html.select_one("data.places-left")["value"]) == ("Bancio amser", "5")


# By invitation


def test_event_by_invitation_asks_for_its_code_and_says_nothing(index, client):
    page = make_page(index, "A secret meeting", summary="About secrets.", invitation_code="sesame")
    html = client.get(page.url).content.decode()
    assert "This event is by invitation" in html
    assert "secret" not in html.replace("secret-meeting", "")


def test_right_code_opens_the_event_and_goes_on_to_the_form(index, client):
    page = make_page(index, "A secret meeting", invitation_code="Sesame")
    answer = client.post(page.url, {"code": " sesame "})
    assert (answer.status_code, answer.url) == (302, f"{page.url}?code=sesame")
    html = BeautifulSoup(client.get(answer.url).content, "html.parser")
    assert html.select_one("h1").get_text() == "A secret meeting"
    assert html.select_one(f"a[href='{page.url}book/?code=sesame']")


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("open", "That invitation code does not open this event."),
        ("", "Type the code from your invitation."),
        ("x" * 500, "Ensure this value has at most 40 characters"),
    ],
)
def test_wrong_code_says_what_to_do(index, client, code, reason):
    page = make_page(index, "A secret meeting", invitation_code="sesame")
    for answer in (client.post(page.url, {"code": code}), client.get(page.url, {"code": code})):
        html = BeautifulSoup(answer.content, "html.parser")
        assert reason in html.select_one(".errors").get_text()
        assert "Error:" in html.title.get_text()
        assert "A secret meeting" not in html.get_text()


def test_event_by_invitation_can_be_previewed_without_a_code(index, editor: Editor):
    page = make_page(index, "A secret meeting", invitation_code="sesame")
    answer = editor.client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    assert "A secret meeting" in answer.content.decode()
