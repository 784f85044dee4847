"""Two windows at once: a form after the other window changed things, a late undo, many writing together."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.test import Client
from http_person import Person

from evenstep.web.models import Moment, Space
from evenstep.web.outcome import Shown
from evenstep.web.serve import Running, start
from evenstep.web.vault import keep
from evenstep.web.vault.folder import Folder
from evenstep.web.vault.opened import Opened, using

Post = Callable[..., Any]
HARD = {"toward": "me", "back": "other", "tension": "3", "local_day": "2026-11-22"}
WINDOWS, EACH = 5, 8


def hidden(client: Client, path: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', client.get(path).content.decode())
    assert found
    return found[1]


@pytest.fixture
def moment(inside: Client, post: Post, space: Space) -> str:
    post(inside, f"/n/{space.key}/moments/new/hard", {**HARD, "note": "first"})
    return f"/n/{space.key}/moments/{space.moments.get().key}"


def test_a_change_upon_a_change_loses_neither(inside: Client, post: Post, space: Space, moment: str) -> None:
    seen = hidden(inside, moment, "seen")
    post(inside, moment, {**HARD, "note": "of the other window", "seen": seen})
    refused = post(inside, moment, {**HARD, "note": "of this window", "seen": seen})
    text = refused.content.decode()
    assert refused.status_code == 422
    assert "changed meanwhile" in text
    assert "of this window" in text
    assert "of the other window" in text
    assert space.moments.get().note == "of the other window"
    again = re.search(r'name="seen" value="([^"]*)"', text)
    assert again
    assert post(inside, moment, {**HARD, "note": "of both", "seen": again[1]}).status_code == 302
    assert space.moments.get().note == "of both"


def test_a_form_for_what_the_other_window_took_away_is_a_calm_404(
    inside: Client, post: Post, space: Space, moment: str
) -> None:
    post(inside, f"{moment}/remove")
    for path in (moment, f"{moment}/remove"):
        response = post(inside, path, {**HARD, "note": "late"})
        assert response.status_code == 404
        assert "perhaps in another window" in response.content.decode()
    assert not space.moments.exists()


def test_an_undo_after_another_change_does_not_take_that_one_back(
    inside: Client, post: Post, space: Space, moment: str
) -> None:
    which = hidden(inside, f"/n/{space.key}/today", "which")
    post(inside, f"/n/{space.key}/moments/new/good", {"ended": "room", "toward": "other", "local_day": "2026-11-23"})
    post(inside, "/undo", {"which": which})
    assert space.moments.count() == 2
    post(inside, "/undo", {"which": which})
    assert space.moments.count() == 2


def test_a_moment_in_a_space_that_was_let_go_meanwhile(inside: Client, post: Post, space: Space) -> None:
    post(inside, f"/n/{space.key}/let-go")
    response = post(inside, f"/n/{space.key}/moments/new/hard", {**HARD, "note": "late"})
    assert response.status_code == 404
    assert not Moment.objects.exists()


@pytest.fixture
def served(tmp_path: Any) -> Iterator[tuple[Running, Opened, str]]:
    """A live server, a store without a passphrase, and the key of its one space."""
    made = start(Folder(tmp_path / "served"), sample=lambda: Shown("", ""))
    threading.Thread(target=made.server.run, daemon=True).start()
    opened = keep.create(made.house.folder, "Notes", None, made.house.now())
    with using(opened):
        space = Space.objects.create(kind="partner", other="Jon", made_at=made.house.now())
    yield made, opened, space.key
    made.stop()


def test_windows_that_note_moments_at_once_lose_none_and_double_none(served: tuple[Running, Opened, str]) -> None:
    running, opened, key = served
    person = Person(running.house.port)
    person.enter(running.address())
    person.send(f"/u/{opened.person}", {})
    day = running.house.now().date().isoformat()

    def window(number: int) -> list[str]:
        notes = [f"window {number} note {n}" for n in range(EACH)]
        for note in notes:
            person.send(f"/n/{key}/moments/new/good", {"ended": "room", "toward": "me", "local_day": day, "note": note})
        return notes

    with ThreadPoolExecutor(WINDOWS) as windows:
        told = [note for notes in windows.map(window, range(WINDOWS)) for note in notes]
    with using(opened):
        kept = list(Moment.objects.values_list("note", flat=True))
    assert sorted(kept) == sorted(told)
    assert len(kept) == WINDOWS * EACH
