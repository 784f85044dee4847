"""The WSGI application: Django, with the house put into each request's environ."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import Any, Final
from wsgiref.types import StartResponse, WSGIEnvironment

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest

from evenstep.web.house import HOUSE_KEY, House

OURS: Final = "evenstep.web.settings"
Application = Callable[[WSGIEnvironment, StartResponse], Iterable[bytes]]


def make_application(house: House) -> Application:
    """Django serving ``house``. Sets up Django once a process, with our own settings whatever the surroundings name."""
    os.environ["DJANGO_SETTINGS_MODULE"] = OURS
    django.setup(set_prefix=False)
    if settings.SETTINGS_MODULE != OURS or settings.DEBUG:
        raise RuntimeError("Django was set up with settings that are not ours: nothing is served with them")
    handler: Any = WSGIHandler()

    def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        environ[HOUSE_KEY] = house
        answer: Iterable[bytes] = handler(environ, start_response)
        return answer

    return application


def make_gate(house: House) -> Callable[[WSGIEnvironment], int]:
    """The door's own rules, asked by the server before it keeps a body: how many bytes of it, by the headers alone.

    Call ``make_application`` first: it sets Django up.
    """
    from evenstep.web.middleware import body_limit  # noqa: PLC0415 -- imports what needs Django set up

    return lambda environ: body_limit(WSGIRequest(environ), house)
