"""A form sent twice: one moment, one filling, one space, one import, one store; and the same redirect."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from every_route import ROUTES, dump, fill
from fake_house import ORIGIN, make_client
from http_person import choice

from evenstep.samples import ME, sample_export
from evenstep.web import sending
from evenstep.web.house import House
from evenstep.web.models import AnswerSet, Import, Moment, Space
from evenstep.web.sending import MAKING
from evenstep.web.vault import keep
from evenstep.web.vault.opened import Opened
from evenstep.web.visits import SENT_KEPT, Visit

GOOD = {"ended": "room", "toward": "me", "local_day": "2026-11-23", "note": "a walk"}
SPACE = {"kind": "friend", "other": "Bo", "together": "alone"}
FormKey = Callable[[Client], str]


def send(client: Client, path: str, said: dict[str, Any], form: str) -> Any:
    return client.post(path, {"csrfmiddlewaretoken": form, **said}, HTTP_ORIGIN=ORIGIN)


def visit_of(client: Client, house: House) -> Visit:
    visit = house.visits.find(client.cookies[house.cookie].value)
    assert visit is not None
    return visit


def test_what_makes_something_is_in_the_table() -> None:
    assert {route.name for route in ROUTES} >= MAKING
    assert not MAKING & {"lock", "leave", "undo"}


@pytest.mark.parametrize(
    ("path", "said", "made"),
    [
        ("/n/KEY/moments/new/good", GOOD, Moment),
        ("/n/KEY/signs/reach", {}, AnswerSet),
        ("/begin/space", SPACE, Space),
    ],
)
def test_a_second_sending_makes_nothing_and_leads_to_the_same_place(
    inside: Client, form_key: FormKey, space: Space, path: str, said: dict[str, str], made: Any
) -> None:
    path, form, before = path.replace("KEY", space.key), form_key(inside), made.objects.count()
    first, second = (send(inside, path, said, form) for _ in range(2))
    assert first.status_code == second.status_code == 302
    assert first.headers["Location"] == second.headers["Location"]
    assert made.objects.count() == before + 1
    assert send(inside, path, said, form_key(inside)).status_code == 302  # the form on a fresh page is another one
    assert made.objects.count() == before + 2


def test_an_import_sent_twice_is_one(inside: Client, form_key: FormKey, space: Space) -> None:
    def file() -> dict[str, Any]:
        return {"files": SimpleUploadedFile("chat.txt", sample_export("short").encode())}

    form = form_key(inside)
    first, second = (send(inside, f"/n/{space.key}/bring", file(), form).headers["Location"] for _ in range(2))
    assert first == second
    page = inside.get(first).content.decode()
    zone = page.partition('name="all-zone"')[2].partition(" selected")[0].rpartition('value="')[2].partition('"')[0]
    form, said = form_key(inside), {"me-0": choice(page, "me-0", ME), "all-zone": zone, "weeks": ""}
    answers = [send(inside, first, said, form) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert Import.objects.count() == 1


def test_a_store_is_made_once(ada: Client, form_key: FormKey, house: House) -> None:
    send(ada, "/begin", {"adult": "on"}, form_key(ada))
    form, said = form_key(ada), {"label": "Notes", "passphrase": "", "without": "on", "again": ""}
    answers = [send(ada, "/begin/lock", said, form) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302], answers[0].content.decode()[-3000:]
    assert len(house.folder.people()) == 1


def test_two_sendings_at_one_moment_are_one(
    inside: Client, form_key: FormKey, house: House, space: Space, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second one comes while the first is at work, and waits for it."""
    from evenstep.web.views import moments

    at_work, plain, form = threading.Event(), moments.say, form_key(inside)

    def slowly(*args: Any) -> None:
        at_work.set()
        threading.Event().wait(0.3)
        plain(*args)

    monkeypatch.setattr(moments, "say", slowly)
    clients = [make_client(house) for _ in range(2)]
    for client in clients:
        client.cookies = inside.cookies
    with ThreadPoolExecutor(2) as threads:
        path = f"/n/{space.key}/moments/new/good"
        first = threads.submit(send, clients[0], path, GOOD, form)
        assert at_work.wait(10)
        second = threads.submit(send, clients[1], path, GOOD, form)
        answers = [first.result(), second.result()]
    assert [answer.headers["Location"] for answer in answers] == [f"/n/{space.key}/today"] * 2
    assert space.moments.count() == 1


@pytest.mark.parametrize("name", sorted(MAKING))
def test_one_that_waited_for_too_long_is_led_to_a_page_that_is_there(
    inside: Client,
    form_key: FormKey,
    house: House,
    opened: Opened,
    store: Opened,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    """The first one is still at work. Nothing is done a second time, and what is said stands on the next page."""
    monkeypatch.setattr(sending, "LONGEST_WAIT_S", 0.05)
    facts = fill(house, visit_of(inside, house), opened.person)
    route = next(each for each in ROUTES if each.name == name)
    path, form, before = route.path(facts), form_key(inside), dump()
    with visit_of(inside, house).sending(path, form).turn:
        answer = send(inside, path, {}, form)
    assert answer.status_code == 302
    assert dump() == before
    page = inside.get(answer.headers["Location"], follow=True)
    assert page.status_code == 200
    assert "is still being worked on" in page.content.decode()


def test_a_refused_form_may_be_sent_again(inside: Client, form_key: FormKey, space: Space) -> None:
    form, path = form_key(inside), f"/n/{space.key}/moments/new/good"
    assert send(inside, path, {**GOOD, "local_day": "2999-01-01"}, form).status_code == 422
    assert send(inside, path, GOOD, form).status_code == 302
    assert space.moments.count() == 1


def test_a_form_that_came_to_a_locked_store_was_not_sent(
    inside: Client, form_key: FormKey, house: House, space: Space, opened: Opened
) -> None:
    form, path = form_key(inside), f"/n/{space.key}/moments/new/good"
    visit_of(inside, house).lock_up()
    assert send(inside, path, GOOD, form).headers["Location"] == "/"
    visit_of(inside, house).unlock(opened)
    assert send(inside, path, GOOD, form).headers["Location"] == f"/n/{space.key}/today"
    assert space.moments.count() == 1


def test_a_lock_between_does_not_double_it(
    inside: Client, form_key: FormKey, house: House, space: Space, opened: Opened
) -> None:
    form, path = form_key(inside), f"/n/{space.key}/moments/new/good"
    send(inside, path, GOOD, form)
    visit_of(inside, house).lock_up()
    assert send(inside, path, GOOD, form).status_code == 302
    visit_of(inside, house).unlock(opened)
    assert send(inside, path, GOOD, form).status_code == 302
    assert space.moments.count() == 1


def test_another_person_is_led_nowhere(inside: Client, form_key: FormKey, house: House, space: Space) -> None:
    form, path = form_key(inside), f"/n/{space.key}/moments/new/good"
    send(inside, path, GOOD, form)
    visit = visit_of(inside, house)
    visit.lock_up()
    visit.unlock(keep.create(house.folder, "Other notes", None, house.now()))
    assert not visit.sent
    assert send(inside, path, GOOD, form).status_code == 403


def test_locking_is_done_every_time(inside: Client, form_key: FormKey, house: House, opened: Opened) -> None:
    form = form_key(inside)
    for _ in range(2):
        visit_of(inside, house).unlock(opened)
        send(inside, "/lock", {}, form)
        assert visit_of(inside, house).opened is None


def test_only_the_last_forms_are_remembered(house: House) -> None:
    visit = house.visits.enter()
    for n in range(3 * SENT_KEPT):
        visit.sending("/begin/space", f"form {n}")
    assert len(visit.sent) <= SENT_KEPT
