"""Addresses of papers, of background work and its files, below the desk's."""

from __future__ import annotations

from django.urls import path

from events.backoffice.views import papers, work

urlpatterns = [
    path("<int:event_id>/door-list.pdf", papers.door_list, name="door_list"),
    path("<int:event_id>/kitchen.pdf", papers.kitchen_sheet, name="kitchen_sheet"),
    path("<int:event_id>/access.pdf", papers.access_sheet, name="access_sheet"),
    path("<int:event_id>/certificates/", papers.certificates, name="certificates"),
    path("<int:event_id>/work/<int:work_id>/", work.work, name="work"),
    path("<int:event_id>/work/<int:work_id>/file/", work.work_file, name="work_file"),
    path("<int:event_id>/work/<int:work_id>/stop/", work.cancel_work, name="cancel_work"),
]
