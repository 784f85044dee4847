"""The invented people: every place open at once, a real store, gone in one click or with the visit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from evenstep.web.house import House
from evenstep.web.models import Space
from evenstep.web.vault.opened import using
from evenstep.web.vault.passing import close_demo, sweep

Post = Callable[..., Any]


def opened(client: Client, house: House) -> Any:
    visit = house.visits.find(client.cookies[house.cookie].value)
    assert visit is not None
    return visit.opened


def left(house: House) -> list[str]:
    return [path.name for path in (house.folder.root / "invented").glob("*")]


def test_one_click_opens_every_place(ada: Client, post: Post, house: House) -> None:
    post(ada, "/look-round")
    store = opened(ada, house)
    with using(store):
        key = Space.objects.get().key
    for place in ("today", "signs", "moments"):
        text = ada.get(f"/n/{key}/{place}").content.decode()
        assert "Mira and Jon are invented" in text
    assert "often" in ada.get(f"/n/{key}/signs").content.decode()
    assert house.folder.people() == ()


def test_one_click_closes_them_and_nothing_is_left(ada: Client, post: Post, house: House) -> None:
    post(ada, "/look-round")
    assert left(house) == [opened(ada, house).person]
    post(ada, "/lock")
    assert left(house) == []
    assert opened(ada, house) is None


def test_leaving_takes_them_away_as_well(ada: Client, post: Post, house: House) -> None:
    post(ada, "/look-round")
    post(ada, "/leave")
    assert left(house) == []


def test_what_a_crash_leaves_is_swept_and_cannot_be_read(ada: Client, post: Post, house: House) -> None:
    post(ada, "/look-round")
    store = opened(ada, house)
    assert b"Jon" not in store.path.read_bytes()
    sweep(house.folder.root)
    assert left(house) == []


@pytest.mark.parametrize("name", ["people", "demo-site", "invented/demo-site", "invented/demo-0123456789abcdef"])
def test_only_what_we_made_is_ever_taken_away(house: House, name: str) -> None:
    mine = house.folder.root / name / "mine.txt"
    mine.parent.mkdir(parents=True)
    mine.write_text("work of years")
    sweep(house.folder.root)
    for person in ("people", "demo-site", "../people", "demo-0123456789abcdef"):
        close_demo(house.folder.root, person)
    assert mine.read_text() == "work of years"
