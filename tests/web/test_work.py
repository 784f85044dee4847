"""Work in the background: it has the store only while it reads or writes, and never after its owner has locked it."""

from __future__ import annotations

import gc
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from every_route import fill

from evenstep.loop import fit
from evenstep.web.house import House
from evenstep.web.models import Kept, Look
from evenstep.web.vault.opened import Locked, Opened, current, using
from evenstep.web.visits import Visit
from evenstep.web.work import Piece, Workshop

Post = Callable[..., Any]


@pytest.fixture
def go_on() -> Iterator[threading.Event]:
    event = threading.Event()
    yield event
    event.set()


def until(holds: Callable[[], object]) -> None:
    for _ in range(500):
        if holds():
            return
        time.sleep(0.02)
    raise AssertionError("it did not come")


def is_gone(seen: weakref.ref[Opened]) -> bool:
    """Whether nothing in this process leads to that key any more."""
    gc.collect()
    return seen() is None


def test_the_key_goes_with_the_lock_while_a_step_goes_on(opened: Opened, go_on: threading.Event) -> None:
    shop, mine, at_work, after = Workshop(), replace(opened), threading.Event(), []

    def do(piece: Piece) -> None:
        with piece.store() as there:
            assert current() is there
        del there
        with pytest.raises(Locked):
            current()
        at_work.set()
        go_on.wait(20)
        with piece.store():
            after.append("written")

    piece, seen = shop.begin(mine, "long", ("one",), do), weakref.ref(mine)
    del mine
    assert at_work.wait(10)
    assert not is_gone(seen)  # the store is open: the work may still come back to it
    shop.forget(opened.person)
    assert is_gone(seen)
    go_on.set()
    until(lambda: piece.state != "working")
    assert (piece.state, after) == ("stopped", [])


@pytest.mark.parametrize("ends", [lambda _piece: None, lambda _piece: 1 / 0])
def test_work_that_is_over_holds_no_key(opened: Opened, ends: Callable[[Piece], None]) -> None:
    shop, mine = Workshop(), replace(opened)
    piece, seen = shop.begin(mine, "short", (), ends), weakref.ref(mine)
    del mine
    until(lambda: piece.state != "working" and piece.opened is None)
    assert is_gone(seen)
    assert shop.find(opened.person, "short") is piece


def test_work_that_was_asked_to_stop_gets_no_store(opened: Opened) -> None:
    shop, tried = Workshop(), []

    def do(piece: Piece) -> None:
        piece.asked_to_stop = True
        with piece.store():
            tried.append("read")

    piece = shop.begin(opened, "asked", (), do)
    until(lambda: piece.state != "working")
    assert (piece.state, tried) == ("stopped", [])


def test_locking_in_the_middle_of_a_fit_lets_the_key_go_at_once(
    ada: Client, post: Post, house: House, opened: Opened, go_on: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the page that starts it, with the real work up to the fit: the lock does not wait for the fit to end."""
    at_work, plain = threading.Event(), fit.fit_loop

    def slowly(*args: Any) -> Any:
        at_work.set()
        go_on.wait(60)
        return plain(*args)

    monkeypatch.setattr(fit, "fit_loop", slowly)
    visit, mine = _visit(ada, house), replace(opened)
    with using(mine):
        facts = fill(house, visit, opened.person)
        Kept.objects.all().delete()
        Look.objects.all().delete()
        key = facts.space.key
    visit.unlock(mine)
    seen = weakref.ref(mine)
    del mine, facts
    assert b"data-again-s" in ada.get(f"/n/{key}/messages").content
    assert at_work.wait(60)
    assert not is_gone(seen)
    post(ada, "/lock")
    assert is_gone(seen)
    go_on.set()
    until(lambda: not any(each.name.endswith("(_run)") for each in threading.enumerate()))
    with using(opened):
        assert not Kept.objects.exists()


def _visit(client: Client, house: House) -> Visit:
    visit = house.visits.find(client.cookies[house.cookie].value)
    assert visit is not None
    return visit
