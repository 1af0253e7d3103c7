"""For tests: a database in memory unless DATABASE_URL names one, mails kept in memory, tasks done at once."""

import os
import re

from config.settings.base import *  # noqa: F403
from config.settings.base import CACHES, DATABASES, STATIC_ROOT, VAR_DIR, env

DEBUG = False
SECRET_KEY = "only-for-tests-and-the-same-in-each-run"
SITE_URL = WAGTAILADMIN_BASE_URL = "http://testserver"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = False

if not env.text("DATABASE_URL"):
    DATABASES["default"]["NAME"] = ":memory:"
elif DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Django would take a database in memory for tests, which other processes cannot open.
    DATABASES["default"]["TEST"] = {"NAME": str(DATABASES["default"]["NAME"])}
for found in CACHES.values():
    # Each parallel run of tests empties its own Redis database, and no other's.
    number = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    found["LOCATION"] = re.sub(r"/\d+$", f"/{number}", found.get("LOCATION", ""))
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
MEDIA_ROOT = VAR_DIR / "test-media"  # tests/conftest.py puts a folder of each run's own in its place
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True  # looks a file up when it is asked for, not all of them at each start
# Connected by the tests that pay, to a stand-in.
STRIPE_SECRET_KEY = ""
STRIPE_WEBHOOK_SECRETS = ["whsec_only_for_tests"]

env.stop_on_problems()
