"""A house with a reading that is quick and known, and clients that stand at its door or inside."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import django
import pytest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evenstep.web.settings")
django.setup(set_prefix=False)

from django.test import Client  # noqa: E402
from fake_house import ORIGIN, PORT, Clock, FakeReading, make_client  # noqa: E402

from evenstep.web.house import House  # noqa: E402
from evenstep.web.launch import Launch  # noqa: E402
from evenstep.web.outcome import Shown  # noqa: E402
from evenstep.web.visits import Visits  # noqa: E402


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def look() -> FakeReading:
    return FakeReading()


@pytest.fixture
def house(clock: Clock, look: FakeReading) -> House:
    return House(
        port=PORT,
        visits=Visits(clock, idle_s=600.0),
        launch=Launch(clock, life_s=60.0),
        look=look,
        sample=lambda: Shown("Mira and Jon", "<h1>Invented finding</h1>"),
    )


@pytest.fixture
def stranger(house: House) -> Client:
    return make_client(house)


@pytest.fixture
def ada(house: House) -> Client:
    """Inside: her door was opened with a token."""
    client = make_client(house)
    assert client.get(f"/open/{house.launch.issue()}").status_code == 200
    return client


@pytest.fixture
def form_key() -> Callable[[Client], str]:
    """The secret that a form on the page carries."""

    def read(client: Client) -> str:
        text = client.get("/add").content.decode()
        return text.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]

    return read


@pytest.fixture
def post(form_key: Callable[[Client], str]) -> Callable[..., Any]:
    """Post a form as a browser does, with its secret and Origin."""

    def send(client: Client, path: str, data: dict[str, Any] | None = None) -> Any:
        return client.post(path, {"csrfmiddlewaretoken": form_key(client), **(data or {})}, HTTP_ORIGIN=ORIGIN)

    return send
