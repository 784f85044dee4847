"""What breaks inside any view: a calm page, no frame, no value, and one line in the log that names places only."""

from __future__ import annotations

import importlib
import io
import logging
import pkgutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import OperationalError
from django.db.backends.utils import CursorWrapper
from django.db.models.query import QuerySet
from django.test import Client
from every_route import CANARIES, ROUTES, Facts, fill

from evenstep.web import two, views
from evenstep.web.headers import HEADERS
from evenstep.web.house import House
from evenstep.web.models import Settings
from evenstep.web.vault.opened import Opened

VALUE = "CanaryValue"
TELLING = (
    "Traceback",
    'File "',
    ".py",
    ", line ",
    "ValueError",
    "OperationalError",
    "django",
    "SELECT",
    VALUE,
    *CANARIES,
)
PAGES = [route for route in ROUTES if route.name not in ("open", "leave", "asset")]


@pytest.fixture
def facts(inside: Client, house: House, opened: Opened, store: Opened) -> Facts:
    visit = house.visits.find(inside.cookies[house.cookie].value)
    assert visit is not None
    Settings.objects.create(pk=1)
    visit.adult = True
    return fill(house, visit, opened.person)


@pytest.fixture
def terminal() -> Iterator[io.StringIO]:
    """What the terminal would show: the handler that settings.LOGGING made, writing into memory."""
    handler = next(each for each in logging.getLogger().handlers if each.get_name() == "terminal")
    assert isinstance(handler, logging.StreamHandler)
    kept = handler.setStream(io.StringIO())
    yield handler.stream
    handler.setStream(kept or handler.stream)


def raises(*args: Any, **kwargs: Any) -> Any:
    held = VALUE  # a frame that shows its locals would show this
    raise ValueError(f"{held} of {args!r}")


def check_calm(response: Any, route: object) -> None:
    text = response.content.decode()
    assert response.status_code == 500, route
    assert "It was our fault, not yours" in text
    assert [word for word in TELLING if word in text] == [], route
    assert all(response.headers[name] == value for name, value in HEADERS.items())


def check_log(said: str) -> None:
    lines = said.splitlines()
    assert lines
    assert all(line.startswith("A problem inside the app: ") for line in lines), lines
    assert not [word for word in (VALUE, *CANARIES, "Traceback", "/n/", ".py") if word in said]


def test_a_view_that_breaks_while_it_shows_its_page(
    facts: Facts, inside: Client, terminal: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in pkgutil.iter_modules(views.__path__):
        loaded = importlib.import_module(f"{views.__name__}.{module.name}")
        if module.name not in ("errors", "page") and hasattr(loaded, "page"):
            monkeypatch.setattr(loaded, "page", raises)
    monkeypatch.setattr(two, "page", raises)
    broken = 0
    for route in PAGES:
        response = inside.get(route.path(facts))
        not_shared = route.name == "seen" and response.status_code == 404  # what was written is a plan, not shared
        assert response.status_code in (302, 405, 500) or not_shared, route
        if response.status_code == 500:
            broken += 1
            check_calm(response, route)
    assert broken >= 20
    check_log(terminal.getvalue())
    assert len(terminal.getvalue().splitlines()) == broken


def no_rows(self: QuerySet[Any], *args: Any, **kwargs: Any) -> Any:
    held = [VALUE]
    raise ValueError(held)


reads = CursorWrapper.execute


def no_disk(self: CursorWrapper, sql: str, params: Any = None) -> Any:
    """All but the settings, which are asked first: without them a request has no store at all (language.py)."""
    if Settings._meta.db_table in sql:
        return reads(self, sql, params)
    raise OperationalError(f"disk I/O error at {VALUE}")


@pytest.mark.parametrize(
    ("where", "name", "fault"), [(QuerySet, "get", no_rows), (CursorWrapper, "execute", no_disk)], ids=["model", "disk"]
)
def test_a_store_that_breaks_under_any_view(
    facts: Facts,
    inside: Client,
    terminal: io.StringIO,
    monkeypatch: pytest.MonkeyPatch,
    where: type,
    name: str,
    fault: Callable[..., Any],
) -> None:
    paths = [(route, route.path(facts)) for route in PAGES]
    broken = 0
    with monkeypatch.context() as patched:
        patched.setattr(where, name, fault)
        for route, path in paths:
            response = inside.get(path)
            text = response.content.decode()
            assert [word for word in TELLING if word in text] == [], route
            calm = "It was our fault" in text or "This could not be done just now" in text
            assert response.status_code < 500 or calm, route
            broken += response.status_code >= 500
    assert broken >= 20
    check_log(terminal.getvalue())
