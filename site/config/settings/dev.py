"""For one person's machine and for the demo: logins are printed, mails are written to files, nothing is collected."""

from config.csp import PAYMENT_PAGES, PRETEND_PAYMENT_PAGES, paying
from config.settings.base import *  # noqa: F403
from config.settings.base import ALLOWED_HOSTS, STATIC_ROOT, STRIPE_SECRET_KEY, env

LIVE = ("sk_live", "rk_live")

DEBUG = env.flag("DEBUG", default=True)
SECRET_KEY = env.text("SECRET_KEY", default="dev-only-key-that-is-no-secret-and-never-used-in-production")
ALLOWED_HOSTS += ["localhost", "127.0.0.1", "[::1]"]
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # empty, but looked for
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

if STRIPE_SECRET_KEY.startswith(LIVE):
    env.problems.append("STRIPE_SECRET_KEY: a live key was given; expected a test key, such as sk_test_…, or nothing.")
if STRIPE_SECRET_KEY:
    CONTENT_SECURITY_POLICY = {"DIRECTIVES": paying(*PAYMENT_PAGES, *PRETEND_PAYMENT_PAGES)}

env.stop_on_problems()
