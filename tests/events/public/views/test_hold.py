"""Places kept while the form is filled in, as somebody without JavaScript meets them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from events.booking.deadlines import end_overdue
from events.booking.holds import MORE_TIMES
from events.choices import BookingState
from events.models.bookings import Attendee, Booking, HeldForm
from events.models.events import Event
from tests.events.public.conftest import OpenEvent
from tests.factories.bookings import book
from tests.public_site import Page, Visitor

pytestmark = pytest.mark.django_db

PAGE = "/en/events/sample-event/"
FORM = f"{PAGE}book/"
SAM = {"name": "Sam Sample", "email": "sam@example.org"}


@pytest.fixture
def event(open_event: OpenEvent, soon):
    return open_event(capacity=3, **soon)


def begin(visitor: Visitor, **typed: str) -> Page:
    return Page(visitor.client.post(f"{FORM}hold/", typed, follow=True))


def banner(page: Page) -> list[str]:
    return page.texts(".hold p")


def claimed() -> int:
    return Attendee.objects.claiming(timezone.now()).count()


def let_time_pass() -> None:
    """Bring every hold to its end, as fifteen minutes would."""
    gone = timezone.now() - dt.timedelta(seconds=1)
    Booking.objects.filter(state=BookingState.HELD).update(deadline_at=gone)
    Attendee.objects.filter(booking__state=BookingState.HELD).update(claimed_until=gone)


# beginning


def test_press_keeps_a_place_and_opens_the_form(event, visitor):
    page = begin(visitor)

    held = Booking.objects.get()
    assert (held.state, claimed(), page.path, page.state) == (BookingState.HELD, 1, FORM, "held")
    assert banner(page)[0].startswith("We are keeping your place until ")
    cookie = visitor.client.cookies["hold"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (FORM, True, "Lax", 86400)
    assert page.fields()["token"] == [cookie.value]


def test_opening_addresses_keeps_nothing(event, visitor):
    pages = [visitor.open(FORM), visitor.open(f"{FORM}hold/")]
    visitor.client.head(f"{FORM}hold/")

    assert [banner(page) for page in pages] == [[], []]
    assert [page.path for page in pages] == [FORM, FORM]
    assert (Booking.objects.count(), Event.objects.get().revision) == (0, 0)


def test_form_that_is_sent_finishes_the_hold(event, visitor):
    form = begin(visitor)

    pages = [visitor.send(form, SAM) for _ in range(2)]

    held = Booking.objects.get()
    assert [(page.state, page.reference) for page in pages] == [("confirmed", held.reference)] * 2
    assert (held.state, claimed(), HeldForm.objects.count()) == (BookingState.CONFIRMED, 1, 0)
    assert visitor.client.cookies["hold"].value == ""


def test_last_place_is_kept_from_others(open_event, soon, visitor):
    open_event(capacity=1, **soon)
    form = begin(visitor)

    other = begin(Visitor())
    refused = Visitor()
    theirs = refused.send(refused.open(FORM), {"name": "Other", "email": "other@example.org"})
    mine = visitor.send(form, SAM)

    assert (other.path, banner(other)) == (PAGE, [])
    assert (theirs.state, mine.state) == ("full", "confirmed")


def test_second_press_comes_back_to_the_same_hold(event, visitor):
    first, second = begin(visitor), begin(visitor)

    assert Booking.objects.count() == 1
    assert first.fields()["token"] == second.fields()["token"]


def test_new_form_after_a_booking_gets_a_hold_of_its_own(event, visitor):
    visitor.send(begin(visitor), SAM)

    page = begin(visitor)

    assert page.state == "held"
    assert Booking.objects.count() == 2


def test_one_visitor_cannot_empty_an_event(open_event, soon):
    open_event(capacity=40, max_per_booking=2, **soon)

    pages = [begin(Visitor()) for _ in range(6)]

    assert [bool(banner(page)) for page in pages] == [True] * 4 + [False] * 2
    assert {page.path for page in pages} == {FORM}
    assert claimed() == 4


def test_visitors_are_counted_by_a_hash_of_the_day(event, visitor):
    begin(visitor)

    kept = Booking.objects.get().visitor_hash
    assert (len(kept), "127.0.0.1" in kept) == (64, False)


def test_nobody_is_limited_on_the_machine_itself_with_debug(event, settings):
    settings.DEBUG = True

    begin(Visitor())

    assert Booking.objects.get().visitor_hash == ""


@pytest.mark.parametrize(("code", "held"), [("sesame", 1), ("wrong", 0), ("", 0)])
def test_invitation_code_is_needed(open_event, soon, visitor, code, held):
    open_event(capacity=3, invitation_code="sesame", **soon)

    page = begin(visitor, code=code)

    assert Booking.objects.count() == held
    assert (page.state == "held") == bool(held)


@pytest.mark.parametrize("said", [{"Origin": "http://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_posts_from_other_sites_keep_nothing(event, visitor, said):
    visitor.client.post(f"{FORM}hold/", headers=said)

    assert Booking.objects.count() == 0


def test_closed_sale_is_said_by_the_form(event, visitor):
    Event.objects.update(booking_closes_at=timezone.now() - dt.timedelta(hours=1))

    page = begin(visitor)

    assert (page.heading, Booking.objects.count()) == ("This cannot be booked just now", 0)


# while it runs


def test_more_time_keeps_every_answer_at_least_ten_times(event, visitor):
    page = begin(visitor)
    until = Booking.objects.get().deadline_at

    for _ in range(10):
        page = visitor.send(page, {**SAM, "p1-access_text": "a chair", "more": "1"})

    assert Booking.objects.get().deadline_at == until + dt.timedelta(minutes=150)
    assert (page.state, page.problems) == ("held", [])
    assert (page.fields()["name"], page.fields()["p1-access_text"]) == (["Sam Sample"], ["a chair"])
    assert page.soup.select_one("button[name=more]").has_attr("formnovalidate")
    assert [found["class"][0] for found in page.soup.select("[autofocus]")] == ["hold"]


def test_errors_say_that_places_are_still_kept(event, visitor):
    page = visitor.send(begin(visitor), {"name": ""})

    assert page.texts(".errors p") == ["Nothing is lost. Your place is still kept."]


def test_time_is_not_given_for_ever(event, visitor):
    form = begin(visitor)
    Booking.objects.update(extensions=MORE_TIMES)

    page = visitor.send(form, {"more": "1"})

    assert (page.state, page.soup.select("button[name=more]")) == ("held", [])


def test_two_minutes_before_the_end_words_and_ground_change(event, visitor):
    form = begin(visitor)
    Booking.objects.update(deadline_at=timezone.now() + dt.timedelta(seconds=100))

    page = visitor.send(form, {"add": "1"})

    assert banner(page)[0].startswith("Nearly out of time: we are keeping your 2 places only until ")
    assert page.soup.select_one(".hold--soon p")["role"] == "alert"


def test_people_added_and_removed_have_their_places_kept(event, visitor):
    two = visitor.send(begin(visitor), {**SAM, "add": "1"})
    kept_two = claimed()
    three = visitor.send(two, {"p2-name": "Ann Sample", "add": "1"})
    kept_three = claimed()
    again = visitor.send(three, {"remove": "2"})

    assert (kept_two, kept_three, claimed()) == (2, 3, 1 + 1)
    assert banner(again)[0].startswith("We are keeping your 2 places until ")
    assert again.texts("section.person h2") == ["You", "Person 2"]


def test_nobody_is_added_without_a_place(event, visitor):
    book(event, 2, now=timezone.now())

    page = visitor.send(begin(visitor), {**SAM, "add": "1"})

    assert (page.state, page.texts(".notice h2")) == ("full", ["This event is fully booked. Nothing was booked."])
    assert (page.fields()["people"], page.fields()["name"]) == (["1"], ["Sam Sample"])


def test_problems_keep_the_hold_in_sight(event, visitor):
    page = visitor.send(begin(visitor), {"name": "Sam Sample", "email": ""})

    assert (page.problems, page.state, len(banner(page))) == (["Type your e-mail address"], "error", 1)
    assert claimed() == 1


def test_language_changes_with_the_hold(event, visitor):
    form = begin(visitor)
    welsh = "/cy/digwyddiadau/sample-event/book/"

    page = visitor.send(form, {**SAM, "switch": "cy"}, to=welsh)
    done = visitor.send(page, to=welsh)

    assert (page.state, page.soup.html["lang"], page.fields()["name"]) == ("held", "cy", ["Sam Sample"])
    assert (done.state, Booking.objects.get().language) == ("confirmed", "cy")


def test_same_person_is_noticed_with_a_hold_too(event, visitor):
    first = Visitor()
    first.send(first.open(FORM), SAM)

    page = visitor.send(begin(visitor), SAM)

    assert page.texts(".notice h2") == [
        "Somebody with this e-mail address has booked this event already. We can send the link to that booking again."
    ]
    assert Booking.objects.filter(state=BookingState.CONFIRMED).count() == 1


# when it has ended


def test_places_that_are_still_free_are_kept_again_with_one_press(event, visitor):
    form = begin(visitor)
    let_time_pass()

    late = visitor.send(form, {**SAM, "email": ""})
    page = visitor.send(late, {"more": "1"})

    assert banner(late) == ["The time ran out, and your place is still free. Carry on."]
    assert (late.state, page.state, claimed()) == ("error", "held", 1)
    assert page.fields()["name"] == ["Sam Sample"]


def test_form_that_is_late_books_what_is_still_free(event, visitor):
    form = begin(visitor)
    let_time_pass()
    end_overdue(timezone.now())

    page = visitor.send(form, SAM)

    assert (page.state, Booking.objects.get().state) == ("confirmed", BookingState.CONFIRMED)


def test_place_that_has_gone_is_counted_and_answers_are_safe(event, visitor):
    three = visitor.send(visitor.send(begin(visitor), {**SAM, "add": "1"}), {"p2-name": "Ann", "add": "1"})
    let_time_pass()
    end_overdue(timezone.now())
    book(event, now=timezone.now())

    late = visitor.send(three, {"p3-name": "Ben", "more": "1"})
    two = visitor.send(late, {"remove": "3"})
    again = visitor.send(two, {"more": "1"})
    done = visitor.send(again)

    assert banner(late) == ["The time ran out and 1 of your 3 places has gone. Your answers are safe."]
    assert late.texts(".hold button") == ["Try again"]
    assert late.fields()["p2-name"] == ["Ann"]
    assert banner(two) == ["The time ran out, and your places are still free. Carry on."]
    assert (again.state, done.state) == ("held", "confirmed")
    assert Attendee.objects.confirmed().count() == 3


def test_only_place_that_has_gone_is_said(open_event, soon, visitor):
    event = open_event(capacity=1, **soon)
    begin(visitor)
    let_time_pass()
    book(event, now=timezone.now())

    page = visitor.open(FORM)

    assert banner(page) == ["The time ran out and your place has gone. Your answers are safe."]


def test_answers_are_given_back_within_a_day_but_never_needs(event, visitor):
    typed = {**SAM, "p1-access": "hearing_loop", "p1-access_text": "a chair", "p1-diet_text": "nuts", "news": "on"}
    visitor.send(begin(visitor), {**typed, "add": "1"})
    let_time_pass()

    page = visitor.open(FORM)

    kept = HeldForm.objects.get()
    assert set(kept.fields) == {"people", "name", "email", "news"}
    assert timezone.now() + dt.timedelta(hours=23) < kept.kept_until <= timezone.now() + dt.timedelta(hours=24)
    assert (page.fields()["name"], page.fields()["news"], page.fields()["people"]) == (["Sam Sample"], ["on"], ["2"])
    assert page.fields()["p1-access_text"] == [""]


def test_answers_are_gone_after_a_day(event, visitor):
    visitor.send(begin(visitor), {**SAM, "more": "1"})
    HeldForm.objects.update(kept_until=timezone.now())

    assert visitor.open(FORM).fields()["name"] == [""]


def test_press_on_the_page_begins_again_what_has_ended(event, visitor):
    visitor.send(begin(visitor), {**SAM, "more": "1"})
    let_time_pass()

    page = begin(visitor)

    assert (page.state, claimed(), page.fields()["name"]) == ("held", 1, ["Sam Sample"])
    assert Booking.objects.count() == 1


# what nobody's browser sends


@pytest.mark.parametrize("cookie", ["x", "x" * 4_000, "a.b.c", ""])
def test_foreign_cookies_open_a_plain_form(event, visitor, cookie):
    visitor.client.cookies["hold"] = cookie

    page = visitor.open(FORM)

    assert (page.status, banner(page), page.fields()["name"]) == (200, [], [""])


@pytest.mark.parametrize("text", ["x" * 10_000, "\x00", "-1", "0", "99999", "<script>alert(1)</script>"])
@pytest.mark.parametrize("button", ["more", "add", "remove"])
def test_hostile_fields_never_break_the_page(event, visitor, button, text):
    form = begin(visitor)
    kept = ("csrfmiddlewaretoken", "token", "held")
    typed = {name: text for name in form.fields() if name not in kept}

    page = visitor.send(form, {**typed, button: text})

    assert page.status == 200
    assert "<script>alert" not in page.text
    assert claimed() <= 3


def test_hold_of_another_event_is_out_of_reach(event, open_event, soon, visitor):
    open_event("other-event", capacity=3, **soon)
    form = begin(visitor)
    other = visitor.open("/en/events/other-event/book/")

    page = visitor.send(other, {"token": form.fields()["token"], "held": "1", "more": "1"})

    assert banner(page) == []
    assert Booking.objects.get().extensions == 0


def test_forged_press_changes_no_hold(event, visitor):
    form = begin(visitor)

    visitor.send(form, {"csrfmiddlewaretoken": "x" * 64, **SAM, "more": "1"})

    assert (Booking.objects.get().extensions, HeldForm.objects.count()) == (0, 0)
