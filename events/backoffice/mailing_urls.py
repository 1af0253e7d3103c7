"""Addresses of an event's messages, below the desk's. `which` is a number, or an occasion such as "reminder"."""

from __future__ import annotations

from django.urls import path

from events.backoffice.views import mailing_previews, mailings, undelivered

urlpatterns = [
    path("<int:event_id>/messages/", mailings.index, name="mailings"),
    path("<int:event_id>/messages/new/", mailings.write, name="mailing_new"),
    path("<int:event_id>/messages/undelivered/", undelivered.undelivered_mails, name="undelivered"),
    path("<int:event_id>/messages/<slug:which>/", mailings.mailing, name="mailing"),
    path("<int:event_id>/messages/<slug:which>/words/", mailings.write, name="mailing_words"),
    path("<int:event_id>/messages/<slug:which>/frame/", mailing_previews.frame, name="mailing_frame"),
    path("<int:event_id>/messages/<slug:which>/send/", mailings.send, name="mailing_send"),
    path("<int:event_id>/messages/<slug:which>/stop/", mailings.stop, name="mailing_stop"),
    path("<int:event_id>/messages/<slug:which>/test/", mailings.test, name="mailing_test"),
]
