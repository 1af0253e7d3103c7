"""Addresses of what machines ask for."""

from django.urls import URLPattern, URLResolver, path, re_path

from home import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.site_map, name="site_map"),
    re_path(r"^share/(?P<page>\d{1,9})-(?P<digest>[0-9a-f]{16})\.png$", views.share_picture, name="share_picture"),
]
