"""The entry point for gunicorn and other WSGI servers."""

from config.env import choose_settings

choose_settings(otherwise="production")

from django.core.wsgi import get_wsgi_application  # noqa: E402  (the settings are chosen first)

application = get_wsgi_application()
