"""The entry point for ASGI servers."""

from config.env import choose_settings

choose_settings(otherwise="production")

from django.core.asgi import get_asgi_application  # noqa: E402  (the settings are chosen first)

application = get_asgi_application()
