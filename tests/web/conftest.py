"""A house with a reading that is quick and known, and clients that stand at its door or inside."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import django
import pytest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evenstep.web.settings")
django.setup(set_prefix=False)

from django.test import Client  # noqa: E402
from fake_house import ORIGIN, PORT, Clock, FakeReading, make_client  # noqa: E402
from read_here import ReadHere  # noqa: E402

from evenstep.web import pattern  # noqa: E402
from evenstep.web.house import House  # noqa: E402
from evenstep.web.launch import Launch  # noqa: E402
from evenstep.web.models import Space  # noqa: E402
from evenstep.web.outcome import Shown  # noqa: E402
from evenstep.web.vault import keep  # noqa: E402
from evenstep.web.vault.folder import Folder  # noqa: E402
from evenstep.web.vault.opened import Opened, using  # noqa: E402
from evenstep.web.vault.passing import close_demo  # noqa: E402
from evenstep.web.visits import Visits  # noqa: E402


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def look() -> FakeReading:
    return FakeReading()


@pytest.fixture
def house(clock: Clock, look: FakeReading, tmp_path: Path) -> House:
    return House(
        port=PORT,
        visits=Visits(clock, idle_s=3600.0),
        launch=Launch(clock, life_s=60.0),
        look=look,
        read=lambda uploads, answers, known: pattern.read(
            uploads, answers, "Europe/Berlin", clock.now(), known=known, me_needed=True, reader=ReadHere
        ),
        sample=lambda: Shown("Mira and Jon", "<h1>Invented finding</h1>"),
        folder=Folder(tmp_path / "notes"),
        now=clock.now,
        zone="Europe/Berlin",
        close_demo=lambda person: close_demo(tmp_path / "notes", person),
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


@pytest.fixture
def undo(post: Callable[..., Any], house: House) -> Callable[..., Any]:
    """Press Undo as it stands on the page now."""

    def press(client: Client, where: str = "/") -> Any:
        visit = house.visits.find(client.cookies[house.cookie].value)
        assert visit is not None
        which = visit.undoable.id if visit.undoable is not None else ""
        return post(client, "/undo", {"next": where, "which": which})

    return press


@pytest.fixture
def opened(house: House) -> Opened:
    """A store without a passphrase: quick to make."""
    return keep.create(house.folder, "Notes", None, house.now())


@pytest.fixture
def inside(ada: Client, house: House, opened: Opened) -> Client:
    """Ada with her store unlocked."""
    visit = house.visits.find(ada.cookies[house.cookie].value)
    assert visit is not None
    visit.unlock(opened)
    return ada


@pytest.fixture
def store(opened: Opened) -> Iterator[Opened]:
    """The store open for the test's own queries too; the app opens it anew for each request."""
    with using(opened):
        yield opened


@pytest.fixture
def space(store: Opened, house: House) -> Space:
    """A space with a partner called Jon."""
    return Space.objects.create(kind="partner", other="Jon", made_at=house.now())
