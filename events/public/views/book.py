"""Booking a place: the form under an event's page."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods
from wagtail.views import serve as serve_page
from wagtail.wagtail_hooks import check_view_restrictions

from events import errors
from events.booking.admission import require_code
from events.booking.bookings import place_booking
from events.booking.fresh_links import send_links
from events.booking.holds import keep_answers
from events.booking.links import derived_token
from events.booking.sales_window import require_open
from events.choices import BookingState, PayBy
from events.models.bookings import Booking
from events.models.events import Event
from events.payments.balance import balance
from events.payments.checkout import close_open_page
from events.payments.gateway import connected, takes_cards
from events.public import form_tokens, refusals, visitors
from events.public.bookable import Bookable, find_event, restricted_page
from events.public.forgery import looks_forged, notes_forgery
from events.public.forms.booking import MOST_PEOPLE, BookingForm, number_in, with_another, without
from events.public.held import COOKIE, forget_hold, form_of, held_booking, remember_hold, typed_so_far
from events.public.links import booking_path, remember
from events.public.placed import placed_before, remember_placed
from events.public.views.form_page import closed_page, form_page, hold_now
from events.public.views.hold import follow
from events.public.ways import ways_for

EDITS = ("add", "remove", "switch", "more")


@notes_forgery
@cache_control(private=True, no_cache=True)  # and not no-store: Back must find what was typed
@require_http_methods(["GET", "HEAD", "POST"])
def book(request: HttpRequest, language: str, path: str) -> HttpResponseBase:
    event = find_event(path, language=language)
    if event is None:  # a page of this name may lie below any other page
        return serve_page(request, f"{path}/book/")
    if page := restricted_page(event, language=language):
        return check_view_restrictions(lambda *_: _answer(request, event, language))(page, request, (), {})
    return _answer(request, event, language)


def _answer(request: HttpRequest, event: Event, language: str) -> HttpResponse:
    if request.method != "POST" and "hold" in request.GET:
        return hold_now(request, event)
    bookable = Bookable.read(event, language=language, now=timezone.now())
    return _submit(request, bookable) if request.method == "POST" else _open(request, bookable)


def _open(request: HttpRequest, bookable: Bookable) -> HttpResponse:
    event, code = bookable.event, request.GET.get("code", "")
    try:
        require_code(event, code)
        require_open(event, now=timezone.now())
        if not bookable.ticket_types:
            raise refusals.NoWayToPay if bookable.not_payable else refusals.NothingOnSale
    except errors.WrongCode:
        return _to_invitation(event, code)
    except errors.BookingError as refusal:
        return closed_page(request, event, refusal)
    token, waits, now = request.COOKIES.get(COOKIE, ""), "waits" in request.GET, timezone.now()
    if token and not waits and (held := held_booking(token, event)):
        return form_page(request, form_of(held, bookable, token=token, code=code, now=now))
    return form_page(request, BookingForm.blank(bookable, code=code, waits=waits))


def _to_invitation(event: Event, code: str) -> HttpResponse:
    """The event's page asks for the code, and tells nothing else."""
    asks = f"?{urlencode({'code': code})}" if code else ""
    return HttpResponseRedirect(f"{event.say('path')}{asks}")


def _has_seen_form(form_token: str, event: Event) -> bool:
    """Forms are drawn for those only who have the code, and each has a token of ours."""
    return form_tokens.secret_of(form_token, event=event) is not None


def _submit(request: HttpRequest, bookable: Bookable) -> HttpResponse:
    try:
        require_code(bookable.event, request.POST.get("code", ""))
    except errors.WrongCode:
        if not _has_seen_form(request.POST.get("token", ""), bookable.event):
            return _to_invitation(bookable.event, request.POST.get("code", ""))
    if any(name in request.POST for name in EDITS):
        return _edited(request, bookable)
    form = BookingForm.typed(bookable, request.POST)
    try:
        _require_calm(request, form)
        if not form.is_valid():
            return form_page(request, form)
        if "send_link" in request.POST:
            send_links(email=form.booker.cleaned_data["email"], event_id=bookable.event.pk, now=timezone.now())
            return form_page(request, form, link_sent=True)
        booking = _place(request, form)
    except errors.AlreadyBooked as refusal:
        if before := placed_before(request, form):
            return _to_booking(request, *before)
        return form_page(request, form, refusal=refusal)
    except errors.BookingError as refusal:
        return form_page(request, form, refusal=refusal)
    response = _to_booking(request, booking, form.secret or "", is_direct=len(form.people) == 1)
    remember_placed(response, form, request=request)
    if booking.state == BookingState.HELD:
        keep_answers(booking, fields=typed_so_far(form), now=timezone.now())
        remember_hold(response, form.token, path=request.path, request=request)
    return response


def _to_booking(request: HttpRequest, booking: Booking, secret: str, *, is_direct: bool = False) -> HttpResponse:
    """To the booking that a form with this secret made: what is to pay is paid first, by one person `is_direct`ly."""
    following = booking_path(booking.reference, "booking_placed")
    if booking.state == BookingState.HELD:
        is_direct = is_direct and not booking.attendees.filter(discount_code__isnull=False).exists()
        following = _payment_page(booking) if is_direct else booking_path(booking.reference, "booking_pay")
    response = HttpResponseRedirect(following, status=303)
    remember(response, derived_token(secret), booking, request=request)
    forget_hold(response, path=request.path, request=request)
    return response


def _payment_page(booking: Booking) -> str:
    """Where the only way to pay leads to: Stripe's page, or ours that says why it does not open."""
    check = booking_path(booking.reference, "booking_pay")
    ways = ways_for(booking, balance(booking))
    if len(ways) != 1:
        return check
    try:
        return ways[0].begin(booking, timezone.now())
    except errors.PaymentRefused:
        return f"{check}?refused"
    except errors.BookingError:
        return f"{check}?trouble"


def _edited(request: HttpRequest, bookable: Bookable) -> HttpResponse:
    """Add a person, remove one, ask for more time or change the language: the page comes back with every answer."""
    typed: QueryDict = request.POST
    data, focus, refusal = typed, 0, None
    if "add" in typed:
        data, focus = with_another(typed), MOST_PEOPLE
    elif gone := number_in(typed.get("remove", ""), otherwise=0):
        data, focus = without(typed, gone), max(gone - 1, 1)
    form = BookingForm.typed(bookable, data, judged=False)
    try:
        _hold_follows(request, form)
    except errors.BookingError as refused:
        refusal, focus = refused, 0
        form = BookingForm.typed(bookable, typed, judged=False)  # nobody more has a place kept
    return form_page(request, form, refusal=refusal, focus=min(focus, len(form.people)))


def _hold_follows(request: HttpRequest, form: BookingForm) -> None:
    asked = next((name for name in ("more", "add", "remove") if name in request.POST), "")
    if not asked or "held" not in request.POST or looks_forged(request):
        return
    if held := held_booking(form.token, form.bookable.event):
        close_open_page(held.pk, now=timezone.now(), gateway=connected())
        follow(held, asked, size=len(form.people), now=timezone.now())


def _require_calm(request: HttpRequest, form: BookingForm) -> None:
    if visitors.is_too_fast(request, doing="book", most=visitors.BOOKINGS):
        raise refusals.TooFast
    if looks_forged(request) or form.secret is None:
        raise refusals.FormTooOld
    event = form.bookable.event
    if not form.has_possible_size:
        raise errors.WrongPartySize(least=event.min_per_booking, most=event.max_per_booking)


def _place(request: HttpRequest, form: BookingForm) -> Booking:
    party = form.party(
        joins_waitlist=form.waits or "waitlist" in request.POST,
        knows_other=form.knows_other or "anyway" in request.POST,
    )
    event, now = form.bookable.event, timezone.now()
    if takes_cards() and not form.bookable.is_free:
        if held := held_booking(form.token, event):
            close_open_page(held.pk, now=now, gateway=connected())
        party = replace(party, pay_by=PayBy.CARD)
    elif form.bookable.takes_credits:
        party = replace(party, pay_by=PayBy.CREDITS)
    return place_booking(event_id=event.pk, party=party, form_token=form.secret or "", now=now)
