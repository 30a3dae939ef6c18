"""Django settings: pages from one release in memory, frozen to files. No database, no sessions."""

from pathlib import Path

HERE = Path(__file__).parent

DEBUG = False
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "openpeel.web.urls"
INSTALLED_APPS = ["openpeel.releases", "openpeel.collection"]
MIDDLEWARE: list[str] = []
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en-gb"
USE_I18N = False
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [
            HERE / "templates",
            HERE.parent / "releases" / "templates",
            HERE.parent / "collection" / "templates",
        ],
        "OPTIONS": {"builtins": ["openpeel.web.templatetags.pages"]},
    }
]
