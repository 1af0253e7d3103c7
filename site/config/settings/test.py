"""For tests: a database in memory unless DATABASE_URL names one, mails kept in memory, tasks done at once."""

import tempfile
from pathlib import Path

from config.settings.base import *  # noqa: F403
from config.settings.base import DATABASES, env

DEBUG = False
SECRET_KEY = "only-for-tests-and-the-same-in-each-run"
SITE_URL = WAGTAILADMIN_BASE_URL = "http://testserver"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = False

if not env.text("DATABASE_URL"):
    DATABASES["default"]["NAME"] = ":memory:"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
MEDIA_ROOT = Path(tempfile.mkdtemp(prefix="croeso-media-"))
WHITENOISE_USE_FINDERS = True
STRIPE_SECRET_KEY = "sk_test_only"
STRIPE_WEBHOOK_SECRET = "whsec_only_for_tests"

env.stop_on_problems()
