"""The first three minutes and the lock: every step, every way it can go wrong, and nothing lost on the way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from fake_house import Clock

from evenstep.web.house import House
from evenstep.web.models import Settings, Space
from evenstep.web.vault.opened import using
from evenstep.web.visits import Visit

Post = Callable[..., Any]
SECRET = "four quiet words here"


def visit_of(client: Client, house: House) -> Visit:
    visit = house.visits.find(client.cookies[house.cookie].value)
    assert visit is not None
    return visit


def begin(client: Client, post: Post, secret: str = SECRET) -> None:
    post(client, "/begin", {"adult": "on"})
    response = post(client, "/begin/lock", {"label": "Notes", "passphrase": secret, "again": secret})
    assert response.headers["Location"] == "/begin/space"


def test_from_the_first_page_to_a_space_of_ones_own(ada: Client, post: Post, house: House) -> None:
    begin(ada, post)
    response = post(ada, "/begin/space", {"kind": "friend", "other": "Bo", "together": "alone"})
    opened = visit_of(ada, house).opened
    assert opened is not None
    with using(opened):
        space = Space.objects.get()
        assert (space.kind, space.other, space.alone) == ("friend", "Bo", True)
        assert (space.joint_on, space.reaching_on, space.loop_on, space.stopped) == (False, False, False, False)
        assert Settings.objects.get().adult_on == house.now().date()
    assert response.headers["Location"] == f"/n/{space.key}/own"
    assert ada.get("/").headers["Location"] == f"/n/{space.key}/today"


def test_nobody_comes_to_the_lock_without_saying_they_are_an_adult(ada: Client, post: Post) -> None:
    assert ada.get("/begin/lock").headers["Location"] == "/begin"
    response = post(ada, "/begin", {})
    assert response.status_code == 422
    assert "made for adults" in response.content.decode()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "Write a passphrase, or tick the box"),
        ({"passphrase": "short", "again": "short"}, "This one is short"),
        ({"passphrase": "long enough now", "again": "long enough not"}, "The two are not the same"),
        ({"passphrase": "long enough now", "again": "long enough now", "without": "on"}, "Take one of the two away"),
    ],
)
def test_a_lock_that_will_not_do_is_explained(
    ada: Client, post: Post, house: House, said: dict[str, str], words: str
) -> None:
    post(ada, "/begin", {"adult": "on"})
    response = post(ada, "/begin/lock", {"label": "My own label", **said})
    assert response.status_code == 422
    text = response.content.decode()
    assert words in text
    assert "My own label" in text
    assert "long enough" not in text  # a passphrase never comes back to the page
    assert house.folder.people() == ()


def test_without_a_passphrase_only_knowingly(ada: Client, post: Post, house: House) -> None:
    post(ada, "/begin", {"adult": "on"})
    post(ada, "/begin/lock", {"label": "Notes", "without": "on"})
    assert [person.protected for person in house.folder.people()] == [False]


def test_locking_asks_for_the_passphrase_again(ada: Client, post: Post, house: House) -> None:
    begin(ada, post)
    assert post(ada, "/lock").headers["Location"] == "/"
    assert visit_of(ada, house).opened is None
    unlock = ada.get("/").headers["Location"]
    wrong = post(ada, unlock, {"passphrase": "not this one"})
    assert wrong.status_code == 422
    assert "does not open these notes" in wrong.content.decode()
    assert post(ada, unlock, {"passphrase": SECRET}).headers["Location"] == "/"
    assert visit_of(ada, house).opened is not None


def test_an_empty_passphrase_is_no_try(ada: Client, post: Post) -> None:
    begin(ada, post)
    post(ada, "/lock")
    response = post(ada, ada.get("/").headers["Location"], {"passphrase": ""})
    assert response.status_code == 422
    assert "Please write your passphrase." in response.content.decode()


def test_pages_of_stored_facts_are_shut_while_locked(ada: Client, post: Post, house: House) -> None:
    begin(ada, post)
    post(ada, "/begin/space", {"kind": "friend", "other": "Canaryname", "together": "alone"})
    key = ada.get("/").headers["Location"].split("/")[2]
    post(ada, "/lock")
    for path in (f"/n/{key}/today", f"/n/{key}/moments", "/spaces"):
        response = ada.get(path)
        assert response.headers["Location"] == "/"
        assert b"Canaryname" not in response.content
    assert "Canaryname" not in ada.get("/help").content.decode()


def test_it_locks_itself_after_a_quiet_while_and_keeps_what_was_written(
    inside: Client, post: Post, house: House, clock: Clock, space: Space
) -> None:
    clock.later(seconds=601)
    written = {"toward": "me", "back": "other", "tension": "2", "local_day": "2026-11-23", "note": "A long thought."}
    response = post(inside, f"/n/{space.key}/moments/new/hard", written)
    assert response.headers["Location"] == "/"
    assert visit_of(inside, house).opened is None
    unlock = inside.get("/").headers["Location"]
    back = post(inside, unlock)
    assert back.headers["Location"] == "/resume"
    text = inside.get("/resume").content.decode()
    assert "A long thought." in text
    assert f'action="/n/{space.key}/moments/new/hard"' in text
    post(inside, f"/n/{space.key}/moments/new/hard", written)
    assert space.moments.get().note == "A long thought."


@pytest.mark.parametrize("done", ["let-go", "still", "moments/abc/remove", "brought/abc/remove"])
def test_what_was_done_is_never_held_over_a_lock(
    inside: Client, post: Post, house: House, clock: Clock, space: Space, done: str
) -> None:
    clock.later(seconds=601)
    post(inside, f"/n/{space.key}/{done}", {"turn": "on", "sure": "yes"})
    assert visit_of(inside, house).unsent is None
    text = inside.get(inside.get("/").headers["Location"]).content.decode()
    assert "this was not done. Nothing was changed." in text
    post(inside, inside.get("/").headers["Location"])
    assert inside.get("/resume").headers["Location"] == "/"
    assert Space.objects.filter(key=space.key, stopped=False).exists()


def test_what_was_written_can_be_let_go(inside: Client, post: Post, clock: Clock, space: Space) -> None:
    clock.later(seconds=601)
    post(inside, f"/n/{space.key}/moments/new/hard", {"note": "x"})
    post(inside, inside.get("/").headers["Location"])
    post(inside, "/resume")
    assert inside.get("/resume").headers["Location"] == "/"
    assert not space.moments.exists()


def test_another_persons_unlocking_never_shows_what_was_written(
    inside: Client, post: Post, house: House, clock: Clock, space: Space
) -> None:
    from evenstep.web.vault import keep

    other = keep.create(house.folder, "Other notes", None, house.now())
    clock.later(seconds=601)
    post(inside, f"/n/{space.key}/moments/new/hard", {"note": "Canarythought"})
    response = post(inside, f"/u/{other.person}")
    assert response.headers["Location"] == "/"
    assert visit_of(inside, house).unsent is None


def test_a_person_of_another_folder_is_not_there(ada: Client) -> None:
    assert ada.get("/u/0123456789abcdef").status_code == 404
    assert ada.get("/u/..").status_code in (404, 301)


def test_undo_leads_only_to_our_own_pages(inside: Client, post: Post) -> None:
    assert post(inside, "/undo", {"next": "//elsewhere.example/"}).headers["Location"] == "/"
    assert post(inside, "/undo", {"next": "https://elsewhere.example/"}).headers["Location"] == "/"
