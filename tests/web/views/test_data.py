"""My data: what it says of the lock, the file and the backup; settings that follow at once; two pages that explain."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from fake_house import CHEAP

from evenstep.web.house import House
from evenstep.web.models import Settings, Space
from evenstep.web.vault import keep
from evenstep.web.vault.opened import Opened
from evenstep.web.visits import Visit

Post = Callable[..., Any]
CHOSEN = {"language": "en", "country": "DE", "theme": "dark", "text_size": "larger", "lock_after_min": "1"}


def text(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return str(response.content.decode())


def visit(client: Client, house: House) -> Visit:
    found = house.visits.find(client.cookies[house.cookie].value)
    assert found is not None
    return found


def test_without_a_passphrase_it_is_said_plainly_with_a_way_to_set_one(inside: Client, opened: Opened) -> None:
    page = text(inside, "/data")
    assert "Your notes are not protected." in page
    assert "Only your passphrase opens it" not in page
    assert '<a class="primary" href="/data/lock">Set a passphrase</a>' in page
    assert str(opened.path.parent) in page
    assert "none was made yet" in page


def test_with_a_passphrase_the_first_thing_is_a_backup(ada: Client, house: House) -> None:
    opened = keep.create(house.folder, "Mine", "four quiet words here", house.now(), CHEAP)
    visit(ada, house).unlock(opened)
    page = text(ada, "/data")
    assert "not protected" not in page.lower()
    assert page.count('class="primary"') == 1
    assert '<a class="primary" href="/data/backup">' in page
    assert "<bdi>Mine</bdi>" in page


@pytest.mark.parametrize("word", ["You", "disk", "passphrase", "Spyware", "another account", "other person", "makers"])
def test_it_says_who_can_see_what(inside: Client, word: str) -> None:
    assert word in text(inside, "/data").partition("Who can see what")[2]


def test_the_place_is_marked_in_the_navigation(inside: Client, space: Space) -> None:
    assert '<a href="/data" aria-current="page"><span>My data</span></a>' in text(inside, "/data")


def test_settings_are_kept_and_followed_at_once_and_can_be_undone(
    inside: Client, post: Post, undo: Post, house: House, store: Opened
) -> None:
    response = post(inside, "/data/settings", CHOSEN)
    assert response.headers["Location"] == "/data"
    row = Settings.objects.get()
    assert (row.country, row.theme, row.text_size, row.lock_after_min) == ("DE", "dark", "larger", 1)
    assert visit(inside, house).lock_after_s == 60.0
    assert not row.veil
    page = text(inside, "/data")
    assert "data-veil-after" not in page
    assert 'data-theme="dark" data-text="larger"' in page
    assert 'data-lock-after="60"' in page
    undo(inside, "/data")
    row.refresh_from_db()
    assert row.veil
    assert "data-veil-after" in text(inside, "/data")
    assert (row.country, row.theme, row.lock_after_min) == ("", "system", 10)
    assert visit(inside, house).lock_after_s == 600.0


@pytest.mark.parametrize(
    ("name", "value"), [("theme", "red"), ("lock_after_min", "7"), ("country", "XX"), ("language", "xx"), ("theme", "")]
)
def test_a_setting_that_does_not_exist_is_not_kept(
    inside: Client, post: Post, store: Opened, name: str, value: str
) -> None:
    response = post(inside, "/data/settings", CHOSEN | {name: value})
    assert response.status_code == 422
    assert Settings.objects.get().theme == "system"


def test_settings_show_what_holds_now(inside: Client, post: Post) -> None:
    post(inside, "/data/settings", CHOSEN)
    page = text(inside, "/data/settings")
    assert '<option value="DE" selected>Germany</option>' in page
    assert page.count("checked") == 3
    post(inside, "/data/settings", CHOSEN | {"veil": "on"})
    assert text(inside, "/data/settings").count("checked") == 4


def test_the_network_page_names_three_ways_and_this_computer(inside: Client, house: House) -> None:
    page = text(inside, "/data/network")
    assert f"127.0.0.1:{house.port}" in page
    assert [words in page for words in ("Turn the network off", "Ask your browser", "Ask a firewall")] == [True] * 3


def test_the_methods_page_is_there(inside: Client) -> None:
    assert "A range with every number" in text(inside, "/data/methods")


def test_of_the_invented_people_there_is_no_lock_and_no_backup(ada: Client, post: Post, house: House) -> None:
    post(ada, "/look-round")
    page = text(ada, "/data")
    assert "These two people are invented" in page
    for path in ("/data/backup", "/data/lock", "/data/lock/off", "/data/lock/code", "/data/end"):
        assert f'href="{path}"' not in page
        assert ada.get(path).headers["Location"] == "/data"
    assert post(ada, "/data/end", {"sure": "yes"}).headers["Location"] == "/"
    assert visit(ada, house).opened is None
