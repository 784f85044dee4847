"""Talk and room in a made language: no bare English word is left on any of their pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Final

import pytest
from django.test import Client

from bare_words import bare_words
from evenstep.web.house import House
from evenstep.web.models import Settings, Space
from evenstep.web.two import Passing
from pseudo import LONG, pseudo_locales

Post = Callable[..., Any]
PAGES: Final = (
    "round/paper",
    "round/over",
    "turns/paper",
    "turns/over",
    "talk",
    "talk?from=room",
    "cards",
    "cards/mine",
)
MORE: Final = ("cards?depth=2&mix=abc123", "answer", "good", "glad", "time", "time/over/done", "time/over/else")
SETUP: Final = {"topic": "Jon", "tension": "3", "minutes": "3", "first": "me"}


@pytest.fixture(autouse=True)
def in_another_language(space: Space) -> Iterator[None]:
    Space.objects.update(joint_on=True, reaching_on=True, me="Ada")
    Settings.objects.update_or_create(pk=1, defaults={"language": LONG})
    with pseudo_locales():
        yield


def bare(response: Any) -> list[str]:
    page = response.content.decode().partition("<main")[2]
    return bare_words(f"<main{page}", "Jon", "Ada")


@pytest.mark.parametrize("path", [*PAGES, *MORE])
def test_a_page(inside: Client, space: Space, path: str) -> None:
    response = inside.get(f"/n/{space.key}/{path}")
    assert response.status_code == 200
    assert bare(response) == []


def test_the_two_sessions_and_the_trainer(inside: Client, post: Post, house: House, space: Space) -> None:
    visit = house.visits.find(inside.cookies[house.cookie].value)
    assert visit is not None
    for practice, path in (("check_in", "round"), ("listening", "turns")):
        visit.two = Passing(practice, space.key, "me", stage="in")
        assert bare(inside.get(f"/n/{space.key}/{path}")) == []
    turns = f"/n/{space.key}/turns"
    post(inside, turns, {"tap": "begin", "moves": "0", **SETUP})
    for tap in ("spoken", "said_back", "yes", "swap", "spoken", "said_back", "yes"):
        page = inside.get(turns)
        assert bare(page) == [], tap
        moves = re.search(r'name="moves" value="(\d+)"', page.content.decode())
        post(inside, f"{turns}/tap", {"tap": tap, "moves": moves[1] if moves else ""})
    assert bare(inside.get(turns)) == []
    visit.two = Passing("check_in", space.key, "me", stage="in")
    post(inside, f"/n/{space.key}/round", {"called_by": "me"})
    for part in range(5):
        assert bare(inside.get(f"/n/{space.key}/round")) == [], part
        post(inside, f"/n/{space.key}/round", {"part": str(part), "go": "on", "note": "Jon"})
    assert bare(inside.get(f"/n/{space.key}/round")) == []
    assert bare(post(inside, f"/n/{space.key}/answer", {"one": "no_answer", "text": ""})) == []
