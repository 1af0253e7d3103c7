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


def no_live_key(value: str) -> str | None:
    if value and not value.startswith(("sk_live", "rk_live")):
        return "a test key was given, with which nobody really pays; expected a live key, such as sk_live_…, or nothing"
    return None


DEBUG = False
if env.flag("DEBUG", default=False):
    env.problems.append("DEBUG: 'true' was given; expected false or nothing with the production settings.")
SECRET_KEY = env.secret("SECRET_KEY", refuse=weak_secret)
env.required("SITE_URL", expected="the address people type, such as https://events.example.org")
env.required("EMAIL_URL", expected="smtp+tls://USER:PASSWORD@HOST:PORT, or file:///FOLDER to try it out")

STRIPE_SECRET_KEY = env.secret("STRIPE_SECRET_KEY", refuse=no_live_key)
if STRIPE_SECRET_KEY:
    env.required("STRIPE_WEBHOOK_SECRET", expected="the secret of the webhook /webhooks/stripe/, such as whsec_…")

STORAGES["staticfiles"] = {"BACKEND": "config.static.CollectedFiles"}
WHITENOISE_USE_FINDERS = not (STATIC_ROOT / "staticfiles.json").exists()

if SITE_URL.startswith("https:"):
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_SSL_REDIRECT = env.flag("REDIRECT_TO_HTTPS", default=True)
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]

env.stop_on_problems()
