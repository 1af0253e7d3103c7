"""The demo site, loaded once for all these tests: whom it holds, and what its events teach."""

import datetime as dt
from collections import Counter

from django.test import TestCase
from wagtail.models import Page

from events.booking.bookings import cancel_places
from events.booking.capacity import public_places, read_places, waiting_parties
from events.booking.journal import By
from events.booking.waitlist import position
from events.choices import BookingState, DateState
from events.management.demo import content, loader
from events.management.demo.facts import key_of
from events.models.bookings import Answer, Attendee, Booking, Interest
from events.models.checkins import CheckIn
from events.models.events import Event
from events.models.messages import Message
from events.models.needs import Need
from events.pages.event import EventPage
from home.models import ContentPage

NOW = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)

LEFT = {
    "homecare": 0,
    "time-banking": 6,
    "think-session": 3,
    "more-to-life": 19,
    "behaviour-festival": 62,
    "dementia-meet-up": 15,
    "abcd-training": 40,
    "well-being": 50,
    "time-bank-for-wales": 200,
    "coffee": 41,
    "together-stronger": 7,
    "community-engagement": 4,
    "members-forum": 22,
}


def event(key: str) -> Event:
    return Event.objects.get(key=key_of("event", key))


def states(key: str) -> dict[str, int]:
    """Bookings of an event by their state."""
    return dict(Counter(event(key).bookings.values_list("state", flat=True)))


class TheDemo(TestCase):
    @classmethod
    def setUpTestData(cls):
        loader.load(now=NOW)

    def test_load_gives_three_hundred_people_a_place(self):
        assert Attendee.objects.claiming(NOW).count() == 300

    def test_load_lets_most_people_of_past_events_in_and_nobody_else(self):
        came = Counter(CheckIn.objects.live().values_list("event__slug", flat=True))
        assert came == {"together-stronger": 34, "community-engagement-workshop": 24}
        assert CheckIn.objects.conflicts().count() == 2

    def test_load_fills_each_event_as_far_as_its_content_says(self):
        claims = {row["key"]: event(row["key"]).attendees.claiming(NOW).count() for row in content.events()}
        assert claims == {row["key"]: row["sample"]["attendees"] for row in content.events()}

    def test_load_leaves_the_places_that_are_left(self):
        assert {key: read_places(event(key), now=NOW).free(("event", 0)) for key in LEFT} == LEFT

    def test_load_makes_everybody_somebody_else(self):
        usual = [name for name in Attendee.objects.values_list("name", flat=True) if "Sampl" not in name]
        addresses = Booking.objects.values_list("email_key", flat=True)
        assert len(set(addresses)) == len(addresses)
        assert [name for name, number in Counter(usual).items() if number > 1 and " " in name] == []

    def test_load_publishes_every_event_in_both_languages(self):
        for row in content.events():
            pages = EventPage.objects.live().filter(translation_key=key_of("event", row["key"]))
            found = {page.locale.language_code: (page.slug, page.title) for page in pages}
            assert found == {code: (row["slug"][code], row["title"][code]) for code in content.LANGUAGES}

    def test_load_says_everything_in_welsh_on_the_welsh_pages(self):
        for row in content.events():
            page = EventPage.objects.get(translation_key=key_of("event", row["key"]), locale__language_code="cy")
            assert (page.summary, page.audience, page.bring) == tuple(
                row[name]["cy"] for name in ("summary", "who_for", "bring")
            )
            assert [block.value for block in page.body if block.block_type == "heading"] == [
                item["heading"]["cy"] for item in row["body"] if "heading" in item
            ]

    def test_load_gives_booked_rows_the_words_of_both_languages(self):
        ticket = event("time-banking").ticket_types.get(credits=4)
        assert {code: said["name"] for code, said in ticket.words.items()} == {
            "en": "Time credits",
            "cy": "Credydau amser",
        }
        question = event("behaviour-festival").questions.get()
        assert question.words["cy"]["choices"] == [
            "Ar droed neu ar feic",
            "Bws neu drên",
            "Mewn car",
            "Dwi ddim yn gwybod eto",
        ]

    def test_load_publishes_the_pages_of_words_in_both_languages(self):
        slugs = ContentPage.objects.live().values_list("locale__language_code", "slug")
        assert sorted(slugs) == [
            ("cy", "amdanom-ni"),
            ("cy", "hygyrchedd"),
            ("cy", "preifatrwydd"),
            ("en", "about-us"),
            ("en", "accessibility"),
            ("en", "privacy"),
        ]

    def test_every_page_answers_in_its_language(self):
        silent = []
        for page in Page.objects.live().filter(depth__gt=1).select_related("locale"):
            answer = self.client.get(page.specific.get_url_parts()[2])
            spoken = f'<html lang="{page.locale.language_code}"' in answer.content.decode()
            if answer.status_code != 200 or not spoken:
                silent.append((page.slug, answer.status_code))
        assert silent == []

    def test_the_lists_name_every_event_but_the_one_by_invitation(self):
        for language, path in (("en", "/en/events/"), ("cy", "/cy/digwyddiadau/")):
            shown = "".join(self.client.get(path, {"when": when}).content.decode() for when in ("", "past"))
            missing = [row["key"] for row in content.events() if f"/{row['slug'][language]}/" not in shown]
            assert missing == ["think-session"]

    def test_load_moves_events_to_dates_that_lie_ahead_or_behind(self):
        assert event("homecare").starts_at == dt.datetime(2027, 9, 20, 8, 30, tzinfo=dt.UTC)
        assert event("together-stronger").is_over(NOW)
        assert [event(key).starts_at for key in ("abcd-training", "well-being", "time-bank-for-wales")] == [None] * 3

    def test_homecare_is_full_and_a_party_of_three_waits_third(self):
        homecare = event("homecare")
        places = public_places(read_places(homecare, now=NOW), queue=waiting_parties(homecare.pk))
        assert (places.left, places.waiting, states("homecare")) == (0, 11, {"confirmed": 21, "waiting": 8})
        three = next(b for b in homecare.bookings.in_queue() if b.attendees.count() == 3)
        assert position(three) == 3

    def test_time_banking_sells_five_kinds_of_place(self):
        taken = Counter(event("time-banking").attendees.values_list("ticket_type__price_kind", flat=True))
        assert taken == {"free": 10, "concession": 6, "pay_what_you_can": 8, "fixed": 6, "time_credits": 4}

    def test_think_session_is_in_no_list(self):
        assert event("think-session").invitation_code == "AMSER347"
        assert event("think-session") not in Event.objects.listed()

    def test_more_to_life_has_answered_thirteen_requests_and_not_four(self):
        assert states("more-to-life") == {"confirmed": 13, "requested": 4}
        assert event("more-to-life").needs_approval
        waiting = event("more-to-life").bookings.filter(state=BookingState.REQUESTED)
        assert [booking for booking in waiting if booking.deadline_at <= NOW] == []

    def test_festival_sessions_fill_to_their_own_limits(self):
        festival = event("behaviour-festival")
        places = read_places(festival, now=NOW)
        free = {row.words["en"]["title"]: places.free(("session", row.pk)) for row in festival.sessions.all()}
        assert [title for title, number in free.items() if number == 0] == [
            "Rewrite one letter so that people answer it"
        ]
        assert len(free) == 12

    def test_dementia_meet_up_counts_supporters_once_beside_the_one_they_support(self):
        supporters = event("dementia-meet-up").attendees.filter(ticket_type__is_supporter=True)
        assert supporters.count() == 11
        assert [person for person in supporters if person.supports is None] == []

    def test_abcd_training_waits_for_dates_with_six_sessions_and_two_limits(self):
        training = event("abcd-training")
        assert (training.date_state, training.room_capacity, training.online_capacity) == ("to_be_confirmed", 16, 24)
        assert list(training.sessions.values_list("starts_at", flat=True)) == [None] * 6

    def test_interest_is_registered_with_dates_that_suit(self):
        lists = Counter(interest.event.slug for interest in Interest.objects.select_related("event"))
        assert lists == {
            "asset-based-community-development-training": 18,
            "measuring-well-being-in-dementia-care": 24,
            "a-time-bank-for-wales": 37,
        }
        assert Interest.objects.filter(dates=None).count() == 0

    def test_coffee_is_one_booking_for_twelve_mornings(self):
        coffee = event("coffee")
        starts = list(coffee.sessions.values_list("starts_at", flat=True))
        assert (len(starts), coffee.session_choice, coffee.join_url) == (12, "whole", "https://meet.example.org/coffi")
        assert coffee.booking_closes_at == max(starts)

    def test_past_events_say_how_it_went(self):
        page = EventPage.objects.get(slug="together-stronger")
        assert [block.value["title"] for block in page.resources] == [
            "Report of the day, 8 pages",
            "Sample rules for a care co-operative",
            "Recording of the morning, 52 minutes, with captions",
        ]
        assert "The report is being written." in str(EventPage.objects.get(slug="community-engagement-workshop").report)

    def test_members_forum_was_booked_and_then_cancelled(self):
        forum = event("members-forum")
        assert (forum.date_state, states("members-forum")) == (DateState.CANCELLED, {"confirmed": 13})
        assert forum.say("reason", "cy").startswith("Ni all y neuadd agor ar y diwrnod hwn")

    def test_required_questions_are_answered_by_everybody_who_is_asked(self):
        asked = event("dementia-meet-up").questions.get(kind="yes_no")
        people = event("dementia-meet-up").attendees.filter(ticket_type__is_supporter=False)
        assert Answer.objects.filter(question=asked, attendee__in=people).count() == people.count() == 34

    def test_needs_are_as_many_as_the_content_says(self):
        wanted = {
            row["slug"]["en"]: sum(need["times"] for need in row["sample"]["needs"])
            for row in content.events()
            if row["sample"]["needs"]
        }
        assert Counter(Need.objects.values_list("attendee__event__slug", flat=True)) == wanted

    def test_sample_people_are_not_written_to(self):
        unsent = Message.objects.filter(sent_at=None)
        assert set(unsent.values_list("kind", flat=True)) <= {"event_cancelled"}

    def test_load_again_changes_nothing(self):
        before = self.counted()
        bookings = list(Booking.objects.values_list("pk", "reference", "state", "created_at"))
        loader.load(now=NOW + dt.timedelta(days=400))
        assert self.counted() == before
        assert list(Booking.objects.values_list("pk", "reference", "state", "created_at")) == bookings

    def test_load_leaves_alone_what_organisers_took_off_the_site(self):
        page = EventPage.objects.get(slug="coffi-a-chydgynhyrchu")
        page.unpublish()
        loader.load(now=NOW)
        assert not EventPage.objects.get(pk=page.pk).live

    def test_load_brings_back_a_deleted_translation_but_no_cancelled_booking(self):
        EventPage.objects.get(slug="coffi-a-chydgynhyrchu").delete()
        booking = event("coffee").bookings.get(attendees__name=event("coffee").attendees.first().name)
        cancel_places(booking.pk, now=NOW, by=By.system())
        loader.load(now=NOW)
        assert EventPage.objects.get(slug="coffi-a-chydgynhyrchu").title == "Coffi a chydgynhyrchu"
        assert event("coffee").attendees.claiming(NOW).count() == 19 - booking.attendees.count()

    @staticmethod
    def counted() -> list[int]:
        return [model.objects.count() for model in (Page, Event, Booking, Attendee, Answer, Need, Interest, Message)]
