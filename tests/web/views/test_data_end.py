"""Deleting everything: asked first, done for real, looked at again, and said honestly."""

from __future__ import annotations

import errno
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from fake_house import CHEAP, make_client

from evenstep.web.house import House
from evenstep.web.models import Space
from evenstep.web.vault import keep
from evenstep.web.vault.opened import Opened
from evenstep.web.vault.trouble import DiskFault
from evenstep.web.views.data_end import checked

Post = Callable[..., Any]
SECRET = "four quiet words here"


def test_it_asks_first_and_offers_a_backup(inside: Client, post: Post, opened: Opened) -> None:
    page = inside.get("/data/end").content.decode()
    assert page.index("Make a backup first") < page.index('value="yes"')
    assert '<a class="primary" href="/data">Keep it</a>' in page
    assert post(inside, "/data/end").status_code == 422
    assert opened.path.exists()


def test_everything_of_this_person_is_gone_and_nothing_of_another(
    inside: Client, post: Post, house: House, opened: Opened, space: Space
) -> None:
    other = keep.create(house.folder, "Other", None, house.now())
    elsewhere = make_client(house)
    elsewhere.get(f"/open/{house.launch.issue()}")
    second = house.visits.find(elsewhere.cookies[house.cookie].value)
    assert second is not None
    second.unlock(opened)
    inside.get("/data")
    assert post(inside, "/data/end", {"sure": "yes"}).headers["Location"] == "/end"
    assert not opened.path.parent.exists()
    assert [person.id for person in house.folder.people()] == [other.person]
    assert second.opened is None
    visit = house.visits.find(inside.cookies[house.cookie].value)
    assert visit is not None
    assert (visit.opened, visit.was, visit.unsent, visit.undoable) == (None, "", None, None)
    page = inside.get("/end").content.decode()
    assert "found nothing of them" in page
    assert str(opened.path.parent) in page
    assert "backups you made" in page
    assert inside.get("/data").headers["Location"] == "/"
    assert inside.get(f"/n/{space.key}/today").headers["Location"] == "/"


def test_what_is_left_is_said(house: House, opened: Opened) -> None:
    found = checked(house.folder.root, opened)
    assert any(name.endswith("notes.db") for name in found["left"])


def test_a_disk_that_does_not_let_go_is_said_and_the_notes_stay_open(
    inside: Client, post: Post, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fault(*_: object) -> None:
        raise DiskFault

    monkeypatch.setattr("evenstep.web.views.data_end.delete_person", fault)
    response = post(inside, "/data/end", {"sure": "yes"})
    assert response.status_code == 422
    assert "The disk reported a fault" in response.content.decode()
    assert inside.get("/data").status_code == 200


@pytest.fixture
def protected(ada: Client, house: House) -> Opened:
    """Ada at notes that have a passphrase, unlocked."""
    opened = keep.create(house.folder, "Mine", SECRET, house.now(), CHEAP)
    visit = house.visits.find(ada.cookies[house.cookie].value)
    assert visit is not None
    visit.unlock(opened)
    return opened


def test_at_a_screen_left_open_the_passphrase_is_asked_for(
    ada: Client, post: Post, house: House, protected: Opened
) -> None:
    assert 'id="old"' in ada.get("/data/end").content.decode()
    assert post(ada, "/data/end", {"sure": "yes"}).status_code == 422
    wrong = post(ada, "/data/end", {"sure": "yes", "old": "other words, all of them"})
    assert wrong.status_code == 422
    assert "does not open these notes" in wrong.content.decode()
    assert protected.path.exists()
    assert post(ada, "/data/end", {"sure": "yes", "old": SECRET}).headers["Location"] == "/end"
    assert house.folder.people() == ()


@pytest.mark.parametrize(
    ("step", "said"),
    [("shutil.rmtree", "so nobody can read what is left"), ("sync_folder", "The key is still there too.")],
)
def test_half_a_deletion_locks_and_says_what_is_left(
    inside: Client, post: Post, house: House, opened: Opened, monkeypatch: pytest.MonkeyPatch, step: str, said: str
) -> None:
    def stuck(*_: object) -> None:
        raise OSError(errno.EBUSY, "busy")

    monkeypatch.setattr(f"evenstep.web.vault.folder.{step}", stuck)
    assert post(inside, "/data/end", {"sure": "yes"}).headers["Location"] == "/end"
    visit = house.visits.find(inside.cookies[house.cookie].value)
    assert visit is not None
    assert visit.opened is None
    page = inside.get("/end").content.decode()
    assert "Not all of it is gone" in page
    assert said in page
    assert f".gone-{opened.person}" in page


def test_without_a_deletion_there_is_nothing_to_say(ada: Client) -> None:
    assert ada.get("/end").headers["Location"] == "/"
