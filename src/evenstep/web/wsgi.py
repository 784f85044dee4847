"""The WSGI application: Django, with the house put into each request's environ."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

import django
from django.core.handlers.wsgi import WSGIHandler

from evenstep.web.house import HOUSE_KEY, House

Application = Callable[[WSGIEnvironment, StartResponse], Iterable[bytes]]


def make_application(house: House) -> Application:
    """Django serving ``house``. Sets up Django once a process."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evenstep.web.settings")
    django.setup(set_prefix=False)
    handler: Any = WSGIHandler()

    def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        environ[HOUSE_KEY] = house
        answer: Iterable[bytes] = handler(environ, start_response)
        return answer

    return application
