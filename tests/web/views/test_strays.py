"""A kept session that no program wrote, or of a day to come, keeps nobody from a new one, and can be put away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from fake_house import NOON

from evenstep.program.pause import take
from evenstep.program.session import Move, Session, Setup, Step, Tap, after
from evenstep.program.session_json import to_json as session_json
from evenstep.web import pausing, rounds
from evenstep.web.house import House
from evenstep.web.models import Space
from evenstep.web.rounds import Round
from evenstep.web.two import Passing

Post = Callable[..., Any]
TO_COME = datetime(2099, 1, 1, tzinfo=UTC)
SENTENCE = "an earlier one here that can’t be gone on with"
SETUP = Setup("Sunday", tension=2, minutes=5, first="me")
BEGUN = after(Session(), Move(Tap.BEGIN, SETUP), NOON)
# practice -> where it is done, and what its form sends to begin one
BEGINS: dict[str, tuple[str, dict[str, str]]] = {
    "check_in": ("round", {"called_by": "me"}),
    "listening": (
        "turns",
        {"tap": "begin", "moves": "0", "topic": "Sunday", "tension": "2", "minutes": "5", "first": "me"},
    ),
}
STRAYS: list[tuple[str, datetime, Any]] = [
    ("check_in", NOON, {"version": 9}),
    ("check_in", TO_COME, {"version": 9}),
    ("check_in", TO_COME, rounds.to_json(Round(called_by="me", part=3))),
    ("check_in", TO_COME, []),
    ("listening", NOON, "x"),
    ("listening", TO_COME, {"version": 9}),
    ("listening", TO_COME, session_json(BEGUN)),
    ("listening", TO_COME, session_json(replace(BEGUN, step=Step.DONE))),
    ("listening", NOON, session_json(replace(BEGUN, step=Step.DONE))),
]


@pytest.fixture
def both(inside: Client, house: House, space: Space) -> Space:
    Space.objects.filter(pk=space.pk).update(joint_on=True, me="Ada")
    return Space.objects.get(pk=space.pk)


@pytest.fixture
def go(inside: Client, house: House, both: Space) -> Callable[[str], None]:
    """Both were alone with the private lines for this practice, and answered with a clear no."""

    def clear(practice: str) -> None:
        visit = house.visits.find(inside.cookies[house.cookie].value)
        assert visit is not None
        visit.two = Passing(practice, both.key, "me", stage="in")

    return clear


def text(response: Any) -> str:
    return str(response.content.decode().partition("<main")[2])


@pytest.mark.parametrize(("practice", "at", "state"), STRAYS)
def test_a_new_one_can_be_begun_and_gone_on_with(
    inside: Client, post: Post, both: Space, go: Callable[[str], None], practice: str, at: datetime, state: Any
) -> None:
    both.sittings.create(practice=practice, at=at, state=state)
    go(practice)
    name, begin = BEGINS[practice]
    where = f"/n/{both.key}/{name}"
    before = text(inside.get(where))
    assert SENTENCE in before
    assert f'action="{where}/stop"' in before
    assert post(inside, where, begin).status_code == 302
    page = text(inside.get(where))
    assert SENTENCE not in page
    assert "Stop here" in page
    assert "Begin" not in page
    post(inside, f"{where}/stop")
    assert not both.sittings.exists(), "what is over leaves nothing"


@pytest.mark.parametrize(("practice", "at", "state"), STRAYS)
def test_it_can_be_put_away_and_brought_back(
    inside: Client, post: Post, undo: Any, both: Space, go: Callable[[str], None], practice: str, at: Any, state: Any
) -> None:
    both.sittings.create(practice=practice, at=at, state=state)
    go(practice)
    where = f"/n/{both.key}/{BEGINS[practice][0]}"
    answer = post(inside, f"{where}/stop")
    assert answer.headers["Location"] == where
    assert not both.sittings.exists()
    page = inside.get(where).content.decode()
    assert SENTENCE not in page
    assert "you can bring it back until" in page
    undo(inside)
    assert both.sittings.count() == 1


@pytest.mark.parametrize("hours", [0, 3, 23])
def test_a_clock_that_was_set_back_loses_no_session(
    inside: Client, both: Space, go: Callable[[str], None], hours: int
) -> None:
    both.sittings.create(practice="listening", at=NOON + timedelta(hours=hours), state=session_json(BEGUN))
    go("listening")
    page = text(inside.get(f"/n/{both.key}/turns"))
    assert "Stop here" in page
    assert SENTENCE not in page


def test_one_of_a_day_to_come_says_nothing_about_the_next_one(inside: Client, both: Space) -> None:
    """What is over as well: it would be the last one for ever."""
    real, stray = Round("me", rounds.AGREE, next_on=date(2026, 11, 30)), Round("other", rounds.AGREE)
    both.sittings.create(practice="check_in", at=TO_COME, ended_at=TO_COME, state=rounds.to_json(stray))
    both.sittings.create(practice="check_in", at=NOON, ended_at=NOON, state={"version": 9})
    both.sittings.create(practice="check_in", at=NOON - timedelta(days=1), ended_at=NOON, state=rounds.to_json(real))
    page = text(inside.get(f"/n/{both.key}/round/over"))
    assert "30 November" in page
    assert "Last time you did." in page


@pytest.mark.parametrize(
    "state",
    [
        {},
        [],
        pausing.to_json(take("me", NOON, None), "x") | {"taken_at": "9999-12-31T23:00:00+00:00"},
        pausing.to_json(take("me", TO_COME, None), "x"),
    ],
)
def test_a_pause_of_a_day_to_come_hides_none_of_today(
    inside: Client, post: Post, both: Space, state: dict[str, Any]
) -> None:
    both.sittings.create(practice="pause", at=TO_COME, state=state)
    both.sittings.create(practice="pause", at=NOON, state=pausing.to_json(take("me", NOON, None), "I need a while."))
    page = text(inside.get(f"/n/{both.key}/time"))
    assert "I need a while." in page
    post(inside, f"/n/{both.key}/time/back", {"came": "no"})
    assert not both.sittings.exists()
    assert inside.get(f"/n/{both.key}/time").status_code == 200
