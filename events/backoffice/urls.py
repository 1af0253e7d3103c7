"""Addresses of the events desk, below the admin's."""

from __future__ import annotations

from django.urls import include, path

from events.backoffice.views import (
    acts,
    all_bookings,
    bookings,
    desk,
    disclosures,
    doors,
    entry,
    event,
    imports,
    papers,
    sharing,
    together,
)

app_name = "desk"
urlpatterns = [
    path("", include("events.backoffice.mailing_urls")),
    path("", include("events.backoffice.paper_urls")),
    path("", desk.index, name="index"),
    path("", include("events.backoffice.person_urls")),
    path("results/", desk.index_results, name="index_results"),
    path("bookings/", all_bookings.all_bookings, name="all_bookings"),
    path("bookings/results/", all_bookings.all_bookings_results, name="all_bookings_results"),
    path("embed/", sharing.embed_code, name="embed_code"),
    path("log/", disclosures.log, name="log"),
    path("log/results/", disclosures.log_results, name="log_results"),
    path("log/log.csv", disclosures.log_csv, name="log_csv"),
    path("<int:event_id>/log/", disclosures.event_log, name="event_log"),
    path("money/", include("events.backoffice.money_urls")),
    path("<int:event_id>/", event.event_page, name="event"),
    path("<int:event_id>/access/", event.arranged, name="arranged"),
    path("<int:event_id>/attendee-list.pdf", papers.attendee_list, name="attendee_list"),
    path("<int:event_id>/sign-in.pdf", papers.sign_in_sheet, name="sign_in_sheet"),
    path("<int:event_id>/badges/", papers.badges, name="badges"),
    path("<int:event_id>/attendees.csv", papers.attendees_csv, name="attendees_csv"),
    path("<int:event_id>/attendees.xlsx", papers.attendees_xlsx, name="attendees_xlsx"),
    path("<int:event_id>/spreadsheet/", papers.columns, name="columns"),
    path("<int:event_id>/doors/", doors.doors, name="doors"),
    path("<int:event_id>/doors/<int:number>/close/", doors.close_door, name="close_door"),
    path("<int:event_id>/people/<int:person>/notes/", doors.door_notes, name="door_notes"),
    path("<int:event_id>/add/", entry.add_booking, name="add_booking"),
    path("<int:event_id>/import/", imports.import_bookings, name="import_bookings"),
    path("<int:event_id>/import/confirm/", imports.confirm_import, name="confirm_import"),
    path("<int:event_id>/bookings/", bookings.bookings, name="bookings"),
    path("<int:event_id>/bookings/results/", bookings.bookings_results, name="bookings_results"),
    path("<int:event_id>/bookings/together/<slug:deed>/", together.together, name="together"),
    path("<int:event_id>/bookings/<slug:reference>/", bookings.booking, name="booking"),
    path("<int:event_id>/bookings/<slug:reference>/cancel/", bookings.cancel, name="cancel"),
    path("<int:event_id>/bookings/<slug:reference>/<slug:act>/", acts.act, name="act"),
]
