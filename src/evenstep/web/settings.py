"""Django's settings for the private app: one encrypted store at a time, no debug mode, nothing read from outside."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).resolve().parent

DEBUG = False
DEVELOPMENT = False  # adds /style, the page of all components; never True in a release (tests/web/test_settings.py)
SECRET_KEY = secrets.token_urlsafe(50)  # lives as long as the process; nothing signed outlives it
ALLOWED_HOSTS = ["127.0.0.1", "[::1]"]  # middleware.Door is stricter: the exact port as well
ROOT_URLCONF = "evenstep.web.urls"
INSTALLED_APPS = ["evenstep.web.apps.Notes"]
# Which file, and its key, is said by vault/opened.py for each thread; there is none while no store is unlocked.
DATABASES = {"default": {"ENGINE": "evenstep.web.sqlcipher", "NAME": "the store this thread has unlocked"}}
MIDDLEWARE = [
    "evenstep.web.middleware.Door",
    "evenstep.web.middleware.CalmErrors",
    "django.middleware.csrf.CsrfViewMiddleware",  # before Store, which keeps a form that comes to a locked store
    "evenstep.web.middleware.Store",
    "evenstep.web.sending.OnceOnly",  # after both: only what they let through counts as sent
    "evenstep.web.language.Language",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "OPTIONS": {"context_processors": ["evenstep.web.views.page.shell"]},
    }
]

# The form's secret lives in the visit, in memory, not in a cookie: cookies are shared by all ports of this computer.
CSRF_USE_SESSIONS = True
CSRF_FAILURE_VIEW = "evenstep.web.views.errors.refused"

MAX_UPLOAD_BYTES: Final = 500 * 2**20
MAX_BODY_BYTES: Final = 512 * 2**20  # what waitress accepts at all: the files and the form around them
FILE_UPLOAD_HANDLERS = ["evenstep.web.uploads.MemoryOnly"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2**20  # form fields; files are counted by the handler
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
DATA_UPLOAD_MAX_NUMBER_FILES = 20

IDLE_S: Final = 30 * 60.0  # a visit that nobody uses is forgotten
TOKEN_LIFE_S: Final = 60.0
STRANGER_S: Final = 30.0  # how long one who is not known to be inside may take for a whole request

APPEND_SLASH = False
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]  # what a person may choose: docs/how-to/translate.md
LOCALE_PATHS = [HERE / "locale"]
STATIC_URL = "/s/"
DEFAULT_CHARSET = "utf-8"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"place": {"()": "evenstep.web.logs.PlaceOnly"}},
    "handlers": {"terminal": {"class": "logging.StreamHandler", "formatter": "place", "level": "ERROR"}},
    "root": {"handlers": ["terminal"]},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "waitress": {"handlers": [], "propagate": True},
    },
}

# middleware.Door sets these headers itself, on refusals and errors too (tests/web/test_middleware.py); there is no
# https on loopback, and no cookie of Django's own.
SILENCED_SYSTEM_CHECKS = [
    "security.W001",
    "security.W002",
    "security.W004",
    "security.W008",
    "security.W016",
]
