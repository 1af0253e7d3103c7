"""For a site that people use: secrets are required, files are collected once and kept for good by browsers."""

from config.settings.base import *  # noqa: F403
from config.settings.base import SITE_URL, STATIC_ROOT, STORAGES, env

SHORTEST_SECRET = 24
KNOWN_SECRETS = ("dev-only", "django-insecure", "change-me", "changeme")


def weak_secret(value: str) -> str | None:
    if not value:
        return f"nothing was given; expected {SHORTEST_SECRET} or more random characters"
    if len(value) < SHORTEST_SECRET or value.startswith(KNOWN_SECRETS):
        return f"the value given is short or well known; expected {SHORTEST_SECRET} or more random characters"
    return None


DEBUG = False
if env.flag("DEBUG", default=False):
    env.problems.append("DEBUG: 'true' was given; expected false or nothing with the production settings.")
SECRET_KEY = env.secret("SECRET_KEY", refuse=weak_secret)
env.required("SITE_URL", expected="the address people type, such as https://events.example.org")
env.required("EMAIL_URL", expected="smtp+tls://USER:PASSWORD@HOST:PORT, or file:///FOLDER to try it out")

STORAGES["staticfiles"] = {"BACKEND": "config.static.CollectedFiles"}
WHITENOISE_USE_FINDERS = not (STATIC_ROOT / "staticfiles.json").exists()

if SITE_URL.startswith("https:"):
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_SSL_REDIRECT = env.flag("REDIRECT_TO_HTTPS", default=True)
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]

env.stop_on_problems()
