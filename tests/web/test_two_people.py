"""Two people, two windows, one browser: what one began never lands in the other's store, and a lock stays a lock."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from fake_house import NOON, ORIGIN, Clock

from evenstep.web import doors, taken
from evenstep.web.house import House
from evenstep.web.models import Moment, Space
from evenstep.web.vault import keep
from evenstep.web.vault.opened import Opened
from evenstep.web.vault.trouble import FullDisk
from evenstep.web.visits import Visit
from evenstep.web.work import Workshop

Post = Callable[..., Any]


def visit_of(client: Client, house: House) -> Visit:
    visit = house.visits.find(client.cookies[house.cookie].value)
    assert visit is not None
    return visit


@pytest.fixture
def bens(house: House) -> Opened:
    return keep.create(house.folder, "Ben", None, house.now())


def test_words_and_undo_of_one_never_reach_the_other(
    inside: Client, house: House, bens: Opened, monkeypatch: pytest.MonkeyPatch, post: Post, space: Space
) -> None:
    """Ada's request is under way while her notes lock and Ben opens his."""
    visit = visit_of(inside, house)
    before = doors.now_of

    def meanwhile(request: Any) -> Any:
        visit.lock_up()
        visit.unlock(bens)
        return before(request)

    monkeypatch.setattr("evenstep.web.views.moments.now_of", meanwhile)
    post(inside, f"/n/{space.key}/moments/new/good", {"ended": "room", "toward": "me", "local_day": "2026-11-23"})
    assert visit.said is None
    assert visit.undoable is None


def test_a_form_of_one_persons_page_does_nothing_in_the_others_store(
    inside: Client, house: House, bens: Opened, form_key: Callable[[Client], str]
) -> None:
    secret = form_key(inside)
    visit = visit_of(inside, house)
    visit.lock_up()
    visit.unlock(bens)
    answer = inside.post("/data/end", {"csrfmiddlewaretoken": secret, "sure": "yes"}, HTTP_ORIGIN=ORIGIN)
    assert answer.status_code == 403
    assert len(house.folder.people()) == 2


def test_undo_takes_back_only_what_it_stood_beside(inside: Client, post: Post, house: House, space: Space) -> None:
    moment = Moment.objects.create(
        space=space, at=NOON, local_day=NOON.date(), toward="me", back="other", tension=1, note="first"
    )
    post(inside, f"/n/{space.key}/moments/{moment.key}/remove")
    said = visit_of(inside, house).undoable
    assert said is not None
    post(inside, f"/n/{space.key}/change", {"kind": "friend", "other": "J", "together": "alone"})
    post(inside, "/undo", {"which": said.id})
    assert Space.objects.get().kind == "friend"
    assert not space.moments.exists()
    assert "can’t be taken back any more" in inside.get(f"/n/{space.key}/moments").content.decode()


def test_what_is_sent_after_a_lock_is_let_go_of(
    inside: Client, post: Post, house: House, clock: Clock, space: Space
) -> None:
    written = {"ended": "room", "toward": "me", "local_day": date(2026, 11, 23).isoformat(), "note": "thought"}
    clock.later(seconds=601)
    post(inside, f"/n/{space.key}/moments/new/good", written)
    post(inside, inside.get("/").headers["Location"])
    post(inside, f"/n/{space.key}/moments/new/good", written)
    assert visit_of(inside, house).unsent is None
    assert space.moments.count() == 1
    clock.later(seconds=601)
    post(inside, f"/n/{space.key}/moments/new/good", written)
    post(inside, inside.get("/").headers["Location"])
    post(inside, "/lock")
    assert visit_of(inside, house).unsent is None


def test_a_visit_that_was_left_takes_no_store(house: House, opened: Opened) -> None:
    visit = house.visits.enter()
    house.visits.leave(visit.secret)
    visit.unlock(opened)
    assert visit.opened is None


def test_long_work_is_no_idleness(house: House, opened: Opened, clock: Clock) -> None:
    visit = house.visits.enter()
    visit.unlock(opened, lock_after_s=60.0)
    with house.visits.answering(visit):
        clock.later(seconds=500)
        house.visits.sweep()
        assert visit.opened is opened
    clock.later(seconds=59)
    house.visits.sweep()
    assert visit.opened is opened
    clock.later(seconds=2)
    house.visits.sweep()
    assert visit.opened is None


def test_work_that_waits_for_its_turn_is_not_begun_once_locked(opened: Opened) -> None:
    shop, first, done = Workshop(), threading.Event(), threading.Event()
    ran: list[str] = []
    shop.begin(opened, "one", ("a",), lambda _piece: (first.set(), done.wait(10), None)[2])
    assert first.wait(10)
    waiting = shop.begin(opened, "two", ("a",), lambda piece: ran.append(piece.name))
    shop.forget(opened.person)
    done.set()
    for _ in range(100):
        if waiting.state != "working":
            break
        threading.Event().wait(0.05)
    assert (waiting.state, ran) == ("stopped", [])


def test_a_full_disk_is_said_and_the_words_are_shown(
    inside: Client, post: Post, space: Space, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: object, **kwargs: object) -> None:
        raise FullDisk

    monkeypatch.setattr(Moment.objects, "create", full)
    written = {"ended": "room", "toward": "me", "local_day": "2026-11-23", "note": "My long <b>thought</b>"}
    answer = post(inside, f"/n/{space.key}/moments/new/good", written)
    text = answer.content.decode()
    assert answer.status_code == 503
    assert "full" in text
    assert "My long &lt;b&gt;thought&lt;/b&gt;" in text


def test_help_and_lock_work_when_the_store_cannot_be_read(
    inside: Client, post: Post, house: House, opened: Opened, form_key: Callable[[Client], str]
) -> None:
    secret = form_key(inside)
    opened.path.rename(opened.path.with_name("elsewhere"))
    opened.path.write_bytes(b"not a store" * 1000)
    for path in ("/help", "/now"):
        assert inside.get(path).status_code == 200
    assert inside.get(f"/n/{'0' * 12}/today").headers["Location"] == "/"
    assert inside.post("/lock", {"csrfmiddlewaretoken": secret}, HTTP_ORIGIN=ORIGIN).status_code == 302
    assert visit_of(inside, house).opened is None


def test_a_deletion_whose_file_could_not_be_rewritten_says_so(
    inside: Client, post: Post, space: Space, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(opened: Opened) -> None:
        raise FullDisk

    monkeypatch.setattr(taken, "tidy", full)
    post(inside, f"/n/{space.key}/let-go", {"how": "now"})
    text = inside.get("/begin/space").content.decode()
    assert "Deleted. But the file could not be rewritten yet" in text
    assert not Space.objects.exists()


def test_a_reading_for_one_space_is_never_filed_under_another(inside: Client, house: House, space: Space) -> None:
    visit = visit_of(inside, house)
    reading = visit.begin(())
    reading.space = space.key
    other = Space.objects.create(kind="work", other="Cay", made_at=NOON)
    assert inside.get(f"/n/{other.key}/bring/{reading.key}").status_code == 404
    assert inside.get(f"/n/{space.key}/bring/{reading.key}").status_code == 200


def test_what_the_lock_page_holds_for_one_person_goes_with_the_lock(inside: Client, house: House) -> None:
    visit = visit_of(inside, house)
    visit.store["evenstep.paper"] = ("a", "CODE")
    visit.lock_up()
    assert "evenstep.paper" not in visit.store
