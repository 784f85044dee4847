"""The one Django app: the person's facts."""

from __future__ import annotations

from django.apps import AppConfig


class Notes(AppConfig):
    """Facts in the encrypted store."""

    name = "evenstep.web"
    label = "notes"
    default_auto_field = "django.db.models.BigAutoField"
