"""What is the same wherever the site runs. The environment's part is read through `config.env`."""

from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from config.csp import PAYMENT_PAGES, PUBLIC_POLICY, paying
from config.databases import open_with_care
from config.env import BASE_DIR, CURRENCIES, Environment

env = Environment()

# --- Where things lie -------------------------------------------------------------------------------------------------

VAR_DIR = env.folder("VAR_DIR", default=BASE_DIR / "var")
SITE_URL = env.origin("SITE_URL", default=f"http://127.0.0.1:{env.count('PORT', default=8000, least=1, most=65535)}")
SITE_HOST = urlsplit(SITE_URL).hostname or ""
ALLOWED_HOSTS = [SITE_HOST, *env.names("ALLOWED_HOSTS")]
CSRF_TRUSTED_ORIGINS = [SITE_URL]
ADMIN_PATH = "/admin/"

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

# --- Apps -------------------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "home",
    "events",
    "wagtail_localize",
    "wagtail_localize.locales",  # in place of wagtail.locales
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "whitenoise.runserver_nostatic",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
]

MIDDLEWARE = [
    "events.pages.kept_pages.KeptPages",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "config.bodies.Utf8Middleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.csp.PolicyMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.busy.BusyMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "libraries": {"desk_acts": "events.backoffice.desk_acts"},
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
                "home.context_processors.site_frame",
            ],
        },
    },
]

# --- Data -------------------------------------------------------------------------------------------------------------

DATABASES = {
    "default": open_with_care(
        env.database("DATABASE_URL", default=f"sqlite:///{VAR_DIR}/croeso.sqlite3"),
        base=BASE_DIR,
    )
}
# A page view that only reads must not become a writer, which it would within an IMMEDIATE transaction on SQLite.
ATOMIC_REQUESTS = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": env.cache("CACHE_URL", default="locmem://")}
# Kept pages apart, so that a flood of addresses pushes nothing else out. Compressed, 500 of them are a few megabytes.
CACHES["pages"] = CACHES["default"] | {"KEY_PREFIX": "pages"}
if CACHES["default"]["BACKEND"].endswith("LocMemCache"):
    CACHES["pages"] |= {"LOCATION": "pages", "OPTIONS": {"MAX_ENTRIES": 500}}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
# The editor of one long page sends more fields than Django allows by default.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# --- Files ------------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = env.folder("STATIC_ROOT", default=VAR_DIR / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = env.folder("MEDIA_ROOT", default=VAR_DIR / "media")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # What is made for one person and fetched through a view: no address leads here. Several machines must share it.
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": env.folder("PRIVATE_ROOT", default=VAR_DIR / "private"),
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# --- Languages and time -----------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("cy", _("Welsh"))]
# The first folder also takes the words of templates/, which belongs to no app.
LOCALE_PATHS = [BASE_DIR / "events" / "locale", BASE_DIR / "home" / "locale"]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/London"

# --- Wagtail ----------------------------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "Croeso"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILADMIN_RECENT_EDITS_LIMIT = 5
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "ods", "odp", "pdf", "pptx", "txt", "xlsx"]
# A translation is published on its own, not together with its source.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
# The admin asks nobody outside for pictures of its users or for news of releases.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False

# --- Safety -----------------------------------------------------------------------------------------------------------

LOGIN_URL = "wagtailadmin_login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
# Messages travel in their own cookie, so a visitor needs no session.
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
CONTENT_SECURITY_POLICY = {"DIRECTIVES": PUBLIC_POLICY}
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SITE_URL.startswith("https:")
if env.flag("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- Mail -------------------------------------------------------------------------------------------------------------

globals().update(env.mail("EMAIL_URL", default=f"file://{VAR_DIR}/mail"))
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", default=f"Croeso <croeso@{SITE_HOST}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Payments ---------------------------------------------------------------------------------------------------------

CURRENCY = env.choice("CURRENCY", default="GBP", among=CURRENCIES)
STRIPE_API_BASE = env.origin("STRIPE_API_BASE", default="https://api.stripe.com")
STRIPE_SECRET_KEY = env.text("STRIPE_SECRET_KEY")
# Two while they are changed over, with a comma between.
STRIPE_WEBHOOK_SECRETS = env.names("STRIPE_WEBHOOK_SECRET")
if STRIPE_SECRET_KEY:
    CONTENT_SECURITY_POLICY = {"DIRECTIVES": paying(*PAYMENT_PAGES)}

# --- Personal data ----------------------------------------------------------------------------------------------------

# Months after an event until its people are forgotten. Access and food notes go much earlier, as each event says.
PEOPLE_KEPT_MONTHS = env.count("PEOPLE_KEPT_MONTHS", default=24, least=1, most=120)

# --- Log --------------------------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"secret_links": {"()": "config.logs.SecretLinks"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["secret_links"]},
    },
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "stripe": {"level": "WARNING"},
        "django_tasks": {"level": "WARNING"},
        "django_tasks_db": {"level": "WARNING"},
    },
}
