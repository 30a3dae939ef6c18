"""Django settings, of the site that is frozen and of the service in which people work.

The site answers from one release in memory and asks no database. The service (`openpeel audit
serve`) has one: a file of SQLite unless DATABASE_URL names another.
"""

import os
from pathlib import Path
from typing import Any
from urllib.parse import quote

import dj_database_url

HERE = Path(__file__).parent
SERVICE = os.environ.get("OPENPEEL_SERVICE") == "1"
# On one's own machine people pick their name instead of signing in.
LOCAL = os.environ.get("OPENPEEL_LOCAL") == "1"
SQLITE = Path(os.environ.get("OPENPEEL_DB", "openpeel.db")).resolve()
# The folders of published rounds, which go among the inputs of a site.
PUBLISHED = Path(
    os.environ.get("OPENPEEL_PUBLISHED") or SQLITE.with_name(SQLITE.stem + ".published")
)

DEBUG = False
SECRET_KEY = os.environ.get("SECRET_KEY", "")
ALLOWED_HOSTS = os.environ.get("OPENPEEL_HOSTS", "127.0.0.1,localhost" if SERVICE else "*").split(
    ","
)
# Behind a proxy with TLS the page's origin is https, whatever reaches this server.
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if SERVICE and not LOCAL]
ROOT_URLCONF = "openpeel.web.service_urls" if SERVICE else "openpeel.web.urls"
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "axes",
    "openpeel.people",
    "openpeel.audits",
    "openpeel.inspections",
    "openpeel.releases",
    "openpeel.collection",
    "openpeel.reports",
    "openpeel.library",
]
MIDDLEWARE = [
    "openpeel.web.headers.headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "axes.middleware.AxesMiddleware",
    "openpeel.web.headers.problems",
]

DATABASE_URL = os.environ.get("DATABASE_URL", "")
_OPTIONS: dict[str, dict[str, object]] = {
    # the same few statements all day: planned once a connection
    "django.db.backends.postgresql": {"server_side_binding": True, "prepare_threshold": 3},
    "django.db.backends.sqlite3": {
        # a transaction that will write takes the lock at once and waits for it
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # what a purge deletes is overwritten, whatever the build of SQLite does by itself
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
        ),
    },
}
_database: dict[str, Any] = dict(
    dj_database_url.parse(DATABASE_URL or f"sqlite:///{quote(str(SQLITE))}", conn_max_age=600)
)
_database["OPTIONS"] = _OPTIONS.get(_database["ENGINE"], {}) | _database.get("OPTIONS", {})
DATABASES = {"default": _database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_VERBOSE = False
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SERVICE and not LOCAL
CSRF_FAILURE_VIEW = "openpeel.web.headers.stale_form"
SILENCED_SYSTEM_CHECKS = ["axes.W002", "axes.W003"]

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en-gb"
USE_I18N = False
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [
            HERE / "templates",
            *(
                HERE.parent / room / "templates"
                for room in (
                    "releases",
                    "collection",
                    "audits",
                    "people",
                    "inspections",
                    "reports",
                    "library",
                )
            ),
        ],
        "OPTIONS": {
            "builtins": ["openpeel.web.templatetags.pages"],
            "context_processors": ["django.template.context_processors.request"],
        },
    }
]
