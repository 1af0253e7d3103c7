"""Addresses of doors: /check-in/…"""

from __future__ import annotations

from django.urls import path

from events.public.door import api, opening, payment, people, scanner, walk_in

urlpatterns = [
    path("", opening.without_link, name="doors"),
    path("worker.js", scanner.worker, name="door_worker"),
    path("l/<str:token>/", opening.open_link, name="door_link"),
    path("<int:number>/", scanner.scanner, name="door"),
    path("<int:number>/search/", people.search_page, name="door_search"),
    path("<int:number>/code/", people.code_page, name="door_code"),
    path("<int:number>/admit/", people.admit_page, name="door_admit"),
    path("<int:number>/recent/", people.recent_page, name="door_recent"),
    path("<int:number>/undo/", people.undo_page, name="door_undo"),
    path("<int:number>/notes/<int:person>/", people.notes_page, name="door_notes"),
    path("<int:number>/paid/<int:person>/", payment.paid_page, name="door_paid"),
    path("<int:number>/walk-in/", walk_in.walk_in, name="door_walk_in"),
    path("<int:number>/list.json", api.whole_list, name="door_list"),
    path("<int:number>/news.json", api.news, name="door_news"),
    path("<int:number>/scans.json", api.scans, name="door_scans"),
]
