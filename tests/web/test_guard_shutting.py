"""A store that is let go of: what worked on it stops, forms without their secret leave no trace, errors ask nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from fake_house import ORIGIN, Clock, make_client

from evenstep.web.house import House
from evenstep.web.models import Space
from evenstep.web.vault import keep
from evenstep.web.vault.opened import Opened
from evenstep.web.visits import Unsent, Visit
from evenstep.web.work import Piece

Post = Callable[..., Any]


def visit_of(client: Client, house: House) -> Visit:
    visit = house.visits.find(client.cookies[house.cookie].value)
    assert visit is not None
    return visit


@pytest.fixture
def go_on() -> Iterator[threading.Event]:
    event = threading.Event()
    yield event
    event.set()


@pytest.fixture
def piece(house: House, opened: Opened, go_on: threading.Event) -> Piece:
    """Work under way on Ada's store that waits until the test says so."""

    def do(piece: Piece) -> None:
        go_on.wait(10)
        piece.step()

    return house.workshop.begin(opened, "pattern", ("one",), do)


def leave(client: Client, post: Post, house: House, clock: Clock) -> None:
    client.post("/leave", HTTP_ORIGIN=ORIGIN)


def lock(client: Client, post: Post, house: House, clock: Clock) -> None:
    post(client, "/lock")


def be_idle(client: Client, post: Post, house: House, clock: Clock) -> None:
    clock.later(seconds=601)
    house.visits.sweep()


def let_another_in(client: Client, post: Post, house: House, clock: Clock) -> None:
    other = keep.create(house.folder, "Other notes", None, house.now())
    post(client, f"/u/{other.person}")


@pytest.mark.parametrize("way", [leave, lock, be_idle, let_another_in])
def test_work_in_the_background_stops_with_the_store(
    inside: Client, post: Post, house: House, clock: Clock, opened: Opened, piece: Piece, way: Callable[..., None]
) -> None:
    assert not piece.asked_to_stop
    way(inside, post, house, clock)
    assert piece.asked_to_stop
    assert house.workshop.find(opened.person, "pattern") is None


def test_work_goes_on_while_another_window_holds_the_store(
    inside: Client, post: Post, house: House, opened: Opened, piece: Piece
) -> None:
    other = make_client(house)
    other.get(f"/open/{house.launch.issue()}")
    visit_of(other, house).unlock(opened)
    post(inside, "/lock")
    assert not piece.asked_to_stop
    visit_of(other, house).lock_up()
    assert piece.asked_to_stop


def test_leaving_locks_the_same_person_everywhere_and_nobody_else(
    inside: Client, house: House, opened: Opened, piece: Piece
) -> None:
    """A second browser of hers, a third that has locked with words in it, and one of somebody else."""
    second, third, bens = (house.visits.enter() for _ in range(3))
    second.unlock(opened)
    third.unlock(opened)
    third.lock_up()
    third.unsent = Unsent(opened.person, "/", (("note", "mine"),))
    bens.unlock(keep.create(house.folder, "Other notes", None, house.now()))
    inside.post("/leave", HTTP_ORIGIN=ORIGIN)
    assert (second.opened, third.unsent) == (None, None)
    assert piece.asked_to_stop
    assert bens.opened is not None
    assert not (second.left or bens.left)


def test_leaving_a_visit_that_had_locked_itself_locks_the_others_too(
    inside: Client, post: Post, house: House, opened: Opened
) -> None:
    second = house.visits.enter()
    second.unlock(opened)
    post(inside, "/lock")
    assert second.opened is not None
    inside.post("/leave", HTTP_ORIGIN=ORIGIN)
    assert second.opened is None


def test_a_stranger_who_leaves_locks_nobody(ada: Client, house: House, opened: Opened) -> None:
    second = house.visits.enter()
    second.unlock(opened)
    ada.post("/leave", HTTP_ORIGIN=ORIGIN)
    make_client(house).post("/leave", HTTP_ORIGIN=ORIGIN)
    assert second.opened is opened


def test_a_form_without_its_secret_is_not_kept_for_later(
    inside: Client, post: Post, house: House, space: Space
) -> None:
    """Whoever has the cookie only cannot lay a form before the owner of a locked store."""
    post(inside, "/lock")
    path = f"/n/{space.key}/moments/new/good"
    assert inside.post(path, {"note": "planted"}, HTTP_ORIGIN=ORIGIN).status_code == 403
    assert visit_of(inside, house).unsent is None
    assert post(inside, path, {"note": "my own"}).headers["Location"] == "/"
    assert visit_of(inside, house).unsent is not None


def test_a_store_that_was_unlocked_elsewhere_meanwhile_is_not_asked(
    inside: Client, house: House, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that began while the store was locked is finished as one, though another window unlocks it meanwhile."""
    from evenstep.web.views import care

    visit = visit_of(inside, house)
    visit.lock_up()
    plain = care.page

    def unlocked_meanwhile(*args: Any, **kwargs: Any) -> Any:
        visit.unlock(opened)
        return plain(*args, **kwargs)

    monkeypatch.setattr(care, "page", unlocked_meanwhile)
    assert inside.get("/help/about").status_code == 200
