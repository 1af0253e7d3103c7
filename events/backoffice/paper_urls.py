"""Addresses of background work and its files, below the desk's."""

from __future__ import annotations

from django.urls import path

from events.backoffice.views import work

urlpatterns = [
    path("<int:event_id>/work/<int:work_id>/", work.work, name="work"),
    path("<int:event_id>/work/<int:work_id>/file/", work.work_file, name="work_file"),
    path("<int:event_id>/work/<int:work_id>/stop/", work.cancel_work, name="cancel_work"),
]
