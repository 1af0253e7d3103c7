"""Addresses under an event's page, and of what is behind secret links."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, re_path

from events.public.views import (
    add,
    book,
    cancel,
    certificates,
    change,
    give,
    hold,
    interest,
    lost,
    my_booking,
    news,
    offers,
    own_calendar,
    papers,
    pass_on,
    pay,
    stripe_webhook,
    time_credits,
)

LANGUAGE = f"(?P<language>{'|'.join(code for code, _ in settings.LANGUAGES)})"
PAGE = r"(?P<path>[^?#\x00]{1,500})"
REFERENCE = "(?P<reference>[A-Z0-9]{4}-[A-Z0-9]{4})"

urlpatterns: list[URLPattern | URLResolver] = [
    re_path(rf"^{LANGUAGE}/{PAGE}/book/$", book.book, name="book"),
    re_path(rf"^{LANGUAGE}/{PAGE}/book/hold/$", hold.begin, name="book_hold"),
    re_path(rf"^{LANGUAGE}/{PAGE}/event\.ics$", papers.event_entry, name="event_calendar"),
    re_path(rf"^{LANGUAGE}/{PAGE}/interest/$", interest.interest, name="interest"),
    path("certificates/", certificates.check, name="certificates"),
    path("certificates/<str:code>/", certificates.check, name="certificate"),
    path("bookings/interest/<str:token>/", interest.leave, name="interest_leave"),
    path("bookings/", my_booking.without_reference, name="bookings"),
    path("bookings/news/<str:token>/", news.news, name="news"),
    path("time-credits/", time_credits.statement, name="time_credits"),
    re_path(r"^bookings/calendar/(?P<token>[\w-]{1,100})\.ics$", own_calendar.calendar, name="own_calendar"),
    path("bookings/lost/", lost.lost, name="booking_lost"),
    path("bookings/l/<str:token>/", my_booking.open_link, name="booking_link"),
    re_path(rf"^bookings/{REFERENCE}/$", my_booking.my_booking, name="booking"),
    re_path(rf"^bookings/{REFERENCE}/placed/$", my_booking.placed, name="booking_placed"),
    re_path(rf"^bookings/{REFERENCE}/pay/$", pay.pay, name="booking_pay"),
    re_path(rf"^bookings/{REFERENCE}/paid/$", pay.paid, name="booking_paid"),
    path("webhooks/stripe/", stripe_webhook.stripe_webhook, name="stripe_webhook"),
    re_path(rf"^bookings/{REFERENCE}/change/$", change.change, name="booking_change"),
    re_path(rf"^bookings/{REFERENCE}/give/$", give.give, name="booking_give"),
    re_path(rf"^bookings/{REFERENCE}/add/$", add.add, name="booking_add"),
    re_path(rf"^bookings/{REFERENCE}/pass-on/$", pass_on.pass_on, name="booking_pass_on"),
    re_path(rf"^bookings/{REFERENCE}/passed-on/$", pass_on.passed_on, name="booking_passed_on"),
    re_path(rf"^bookings/{REFERENCE}/cancel/$", cancel.cancel, name="booking_cancel"),
    re_path(rf"^bookings/{REFERENCE}/cancelled/$", cancel.cancelled, name="booking_cancelled"),
    re_path(rf"^bookings/{REFERENCE}/offer/$", offers.offer, name="booking_offer"),
    re_path(rf"^bookings/{REFERENCE}/event\.ics$", papers.booked_entry, name="booking_calendar"),
    re_path(rf"^bookings/{REFERENCE}/", include("events.public.paying_urls")),
    re_path(rf"^bookings/{REFERENCE}/calendar/$", own_calendar.own_calendar, name="booking_own_calendar"),
    re_path(rf"^bookings/{REFERENCE}/tickets\.pdf$", papers.tickets, name="booking_tickets"),
    re_path(rf"^bookings/{REFERENCE}/certificates\.pdf$", certificates.own, name="booking_certificates"),
]
