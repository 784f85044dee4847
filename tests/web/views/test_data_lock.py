"""The lock from inside: changing it, setting and taking it away, the code on paper, the list of tries."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from fake_house import CHEAP, make_client

from evenstep.web.house import House
from evenstep.web.models import Space, Unlock
from evenstep.web.vault import keep
from evenstep.web.vault.opened import Opened, using
from evenstep.web.vault.trouble import WrongPassphrase
from evenstep.web.visits import Visit

Post = Callable[..., Any]
OLD, NEW = "four quiet words here", "five other words stand here"


@pytest.fixture
def locked(ada: Client, house: House) -> Opened:
    """Ada with notes that have a passphrase, unlocked."""
    opened = keep.create(house.folder, "Mine", OLD, house.now(), CHEAP)
    visit(ada, house).unlock(opened)
    with using(opened):
        Space.objects.create(kind="work", other="Bo", made_at=house.now())
    return opened


def visit(client: Client, house: House) -> Visit:
    found = house.visits.find(client.cookies[house.cookie].value)
    assert found is not None
    return found


def other_window(house: House, opened: Opened) -> Client:
    client = make_client(house)
    assert client.get(f"/open/{house.launch.issue()}").status_code == 200
    visit(client, house).unlock(opened)
    return client


def test_a_changed_passphrase_holds_at_once_and_shuts_other_windows(
    ada: Client, post: Post, house: House, locked: Opened
) -> None:
    elsewhere = other_window(house, locked)
    response = post(ada, "/data/lock", {"old": OLD, "passphrase": NEW, "again": NEW})
    assert response.headers["Location"] == "/data"
    assert "open with the new passphrase now" in ada.get("/data").content.decode()
    assert visit(elsewhere, house).opened is None
    assert keep.unlock(house.folder, locked.person, NEW, house.now()).protected
    with pytest.raises(WrongPassphrase):
        keep.unlock(house.folder, locked.person, OLD, house.now())


def test_other_windows_are_shut_also_when_this_one_locked_meanwhile(
    ada: Client, post: Post, house: House, locked: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere, bystander = other_window(house, locked), make_client(house)
    bystander.get(f"/open/{house.launch.issue()}")
    visit(bystander, house).unlock(keep.create(house.folder, "Other", None, house.now()))

    def change(*_: object) -> Opened:
        visit(ada, house).lock_up()
        return locked

    monkeypatch.setattr(keep, "change_passphrase", change)
    post(ada, "/data/lock", {"old": OLD, "passphrase": NEW, "again": NEW})
    assert visit(ada, house).opened is None
    assert visit(elsewhere, house).opened is None
    assert visit(bystander, house).opened is not None


@pytest.mark.parametrize(
    ("entered", "words"),
    [
        ({"old": "not this one at all", "passphrase": NEW, "again": NEW}, "does not open these notes"),
        ({"old": "", "passphrase": NEW, "again": NEW}, "Please write your passphrase."),
        ({"old": OLD, "passphrase": "short", "again": "short"}, "This one is short."),
        ({"old": OLD, "passphrase": NEW, "again": OLD}, "The two are not the same."),
        ({"old": OLD, "passphrase": "", "again": ""}, "Please write the new passphrase."),
    ],
)
def test_a_change_that_does_not_fit_changes_nothing(
    ada: Client, post: Post, house: House, locked: Opened, entered: dict[str, str], words: str
) -> None:
    response = post(ada, "/data/lock", entered)
    page = response.content.decode()
    assert response.status_code == 422
    assert words in page
    assert NEW not in page
    assert visit(ada, house).opened is locked
    assert keep.unlock(house.folder, locked.person, OLD, house.now()).protected


def test_a_passphrase_is_set_where_there_was_none(inside: Client, post: Post, house: House, opened: Opened) -> None:
    assert 'id="old"' not in inside.get("/data/lock").content.decode()
    post(inside, "/data/lock", {"passphrase": NEW, "again": NEW})
    assert "not protected" not in inside.get("/data").content.decode().lower()
    assert keep.unlock(house.folder, opened.person, NEW, house.now()).protected


def test_it_is_taken_away_only_knowingly(ada: Client, post: Post, house: House, locked: Opened) -> None:
    assert post(ada, "/data/lock/off", {"old": OLD}).status_code == 422
    assert post(ada, "/data/lock/off", {"without": "on"}).status_code == 422
    assert visit(ada, house).opened is locked
    assert post(ada, "/data/lock/off", {"old": OLD, "without": "on"}).headers["Location"] == "/data"
    assert "Your notes are not protected." in ada.get("/data").content.decode()
    assert not keep.unlock(house.folder, locked.person, None, house.now()).protected


def test_the_code_is_shown_once_and_opens_the_notes(ada: Client, post: Post, house: House, locked: Opened) -> None:
    assert post(ada, "/data/lock/code", {"old": "wrong words, all of it"}).status_code == 422
    assert post(ada, "/data/lock/code", {"old": OLD}).headers["Location"] == "/data/lock/code/paper"
    assert ada.head("/data/lock/code/paper").status_code == 200
    page = ada.get("/data/lock/code/paper").content.decode().replace("<br>", "")
    found = re.search(r"(?:[0-9A-Z]{4}-){7}[0-9A-Z]{4}", page)
    assert found is not None
    assert "Whoever holds this paper can open the notes." in page
    assert ada.get("/data/lock/code/paper").headers["Location"] == "/data/lock/code"
    assert found[0] not in ada.get("/data/lock/code").content.decode()
    assert keep.unlock(house.folder, locked.person, found[0].lower(), house.now()).protected


def test_a_code_waiting_to_be_shown_is_not_shown_to_another_person(
    ada: Client, post: Post, house: House, locked: Opened
) -> None:
    post(ada, "/data/lock/code", {"old": OLD})
    visit(ada, house).unlock(keep.create(house.folder, "Other", None, house.now()))
    assert ada.get("/data/lock/code/paper").headers["Location"] == "/data/lock/code"


def test_the_code_can_be_switched_off(ada: Client, post: Post, house: House, locked: Opened) -> None:
    code = keep.make_recovery_code(house.folder, locked, OLD, house.now())
    assert "Switch this code off" in ada.get("/data/lock/code").content.decode()
    post(ada, "/data/lock/code", {"do": "drop"})
    assert not keep.has_recovery_code(house.folder, locked.person)
    with pytest.raises(Exception, match="recovery code"):
        keep.unlock(house.folder, locked.person, code, house.now())


def test_without_a_passphrase_there_is_no_code(inside: Client) -> None:
    assert inside.get("/data/lock/code").headers["Location"] == "/data"


def test_the_tries_are_listed_in_local_time_and_can_be_cleared(
    inside: Client, post: Post, house: House, store: Opened
) -> None:
    Unlock.objects.create(at=house.now(), worked=False)
    page = inside.get("/data/lock/tries").content.decode()
    assert "a try that did not fit" in page
    assert "opened" in page
    assert post(inside, "/data/lock/tries").headers["Location"] == "/data/lock/tries"
    assert not Unlock.objects.exists()
    page = inside.get("/data/lock/tries").content.decode()
    assert "The list is empty" in page
    assert "This list was emptied on 23 November 2026." in page


@pytest.mark.parametrize(
    ("path", "entered"),
    [
        ("/data/lock", {"old": OLD, "passphrase": NEW, "again": NEW}),
        ("/data/lock/code", {"old": OLD}),
        ("/data/end", {"sure": "yes"}),
        ("/data/take", {"as": "json"}),
    ],
)
def test_what_comes_when_the_notes_have_just_locked_is_not_kept_for_later(
    inside: Client, post: Post, house: House, opened: Opened, path: str, entered: dict[str, str]
) -> None:
    """No passphrase waits in memory or in a page, and nothing is deleted or handed out a day later."""
    visit(inside, house).lock_up()
    assert post(inside, path, entered).headers["Location"] == "/"
    assert visit(inside, house).unsent is None
    assert opened.path.exists()
