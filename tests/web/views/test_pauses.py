"""A pause in a space: a sentence, a time, one question to the one who took it, and nothing left of it afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from fake_house import NOON, Clock

from evenstep.web.house import House
from evenstep.web.models import Sitting, Space
from evenstep.web.pausing import taken
from evenstep.web.vault.opened import Opened

Post = Callable[..., Any]
PAUSE = {"opening": "well", "own": "", "day": "today", "at": "13:05"}  # five minutes on, where this computer stands
ASKS = "You named 13:05. Did you come back?"


def text(response: Any) -> str:
    page: str = response.content.decode()
    return page


@pytest.fixture
def awake(inside: Client, house: House, opened: Opened, clock: Clock) -> Callable[[float], None]:
    """Time passes, and the notes are open again after it."""

    def pass_by(seconds: float) -> None:
        clock.later(seconds=seconds)
        visit = house.visits.find(inside.cookies[house.cookie].value)
        assert visit is not None
        visit.unlock(opened)

    return pass_by


def today(client: Client, space: Space) -> str:
    return text(client.get(f"/n/{space.key}/today"))


def test_it_is_taken_asked_about_once_and_gone(inside: Client, post: Post, space: Space, awake: Any) -> None:
    post(inside, f"/n/{space.key}/time", PAUSE | {"own": "I need <b> air"})
    page = text(inside.get(f"/n/{space.key}/time"))
    assert "<bdi>I need &lt;b&gt; air.</bdi>" in page
    assert "I’ll come back at 13:05." in page
    assert ASKS not in today(inside, space)
    awake(301)
    assert ASKS in today(inside, space)
    answer = post(inside, f"/n/{space.key}/time/back", {"came": "yes"})
    assert "You came back." in text(inside.get(answer.headers["Location"]))
    assert "moments/new/good" in text(inside.get(answer.headers["Location"]))
    assert not space.sittings.exists()
    assert ASKS not in today(inside, space)


def test_a_no_offers_nothing_to_note(inside: Client, post: Post, space: Space) -> None:
    post(inside, f"/n/{space.key}/time", PAUSE)
    answer = post(inside, f"/n/{space.key}/time/back", {"came": "no"})
    page = text(inside.get(answer.headers["Location"]))
    assert "Nothing is counted." in page
    assert "moments/new/good" not in page
    assert not space.sittings.exists()


def test_later_names_a_new_time_or_none(inside: Client, post: Post, space: Space, awake: Any) -> None:
    post(inside, f"/n/{space.key}/time", PAUSE)
    awake(301)
    assert post(inside, f"/n/{space.key}/time/back", {"came": "later", "at": "soon"}).status_code == 422
    post(inside, f"/n/{space.key}/time/back", {"came": "later", "at": "13:20"})
    assert "Did you come back?" not in today(inside, space)
    awake(901)
    assert "You named 13:20." in today(inside, space)
    post(inside, f"/n/{space.key}/time/back", {"came": "later", "open": "yes"})
    assert "Did you come back?" not in today(inside, space)
    assert "You will say later" in text(inside.get(f"/n/{space.key}/time"))


def test_after_a_day_nobody_is_asked(inside: Client, post: Post, space: Space) -> None:
    days = [(NOON - timedelta(hours=hours)).isoformat() for hours in (25, 24)]
    state = {"by": "me", "taken_at": days[0], "back_at": days[1], "opening": ""}
    space.sittings.create(practice="pause", at=NOON, state=state)
    assert "Did you come back?" not in today(inside, space)
    assert "How does it begin?" in text(inside.get(f"/n/{space.key}/time"))
    post(inside, f"/n/{space.key}/time", PAUSE | {"at": "13:30"})
    assert space.sittings.count() == 1


def test_the_other_ones_pause_is_not_asked_about(inside: Client, space: Space) -> None:
    theirs = {"by": "other", "taken_at": NOON.isoformat(), "back_at": NOON.isoformat(), "opening": ""}
    space.sittings.create(practice="pause", at=NOON, state=theirs)
    assert "Did you come back?" not in today(inside, space)


@pytest.mark.parametrize("off", [{"stopped": True}, {"paused": True}])
def test_after_stop_and_at_rest_nothing_is_asked(
    inside: Client, post: Post, space: Space, awake: Any, off: dict[str, bool]
) -> None:
    post(inside, f"/n/{space.key}/time", PAUSE)
    awake(301)
    Space.objects.filter(pk=space.pk).update(**off)
    assert "Did you come back?" not in today(inside, space)
    assert (inside.get(f"/n/{space.key}/time").status_code == 302) == ("stopped" in off)


def test_a_time_that_is_past_is_refused_and_a_second_sending_changes_nothing(
    inside: Client, post: Post, space: Space
) -> None:
    assert post(inside, f"/n/{space.key}/time", PAUSE | {"at": "12:59"}).status_code == 422
    assert not space.sittings.exists()
    for at in ("13:05", "13:45"):
        post(inside, f"/n/{space.key}/time", PAUSE | {"at": at})
    assert space.sittings.count() == 1
    assert "13:05" in text(inside.get(f"/n/{space.key}/time"))


def test_a_state_that_is_none_is_passed_over(inside: Client, space: Space) -> None:
    space.sittings.create(practice="pause", at=NOON, state={"by": "nobody", "taken_at": "x", "back_at": 7})
    assert "How does it begin?" in text(inside.get(f"/n/{space.key}/time"))
    assert inside.get(f"/n/{space.key}/today").status_code == 200


@pytest.mark.parametrize("back_at", ["9999-12-31T23:59:00+00:00", "0001-01-01T00:00:00+14:00"])
def test_a_pause_at_the_end_of_time_is_none(space: Space, back_at: str) -> None:
    """As a changed file can bring one."""
    state = {"by": "me", "taken_at": NOON.isoformat(), "opening": "", "back_at": back_at}
    Sitting.objects.create(space=space, practice="pause", at=NOON, state=state)
    assert taken(space, NOON) is None
