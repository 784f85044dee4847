"""Moments: four taps, the list, changing and taking away with a way back, and what they say together."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from fake_house import NOON

from evenstep.web.models import HardWeek, Moment, Space

Post = Callable[..., Any]
HARD = {"toward": "me", "back": "other", "tension": "3", "local_day": "2026-11-22"}
GOOD = {"ended": "room", "toward": "other", "local_day": "2026-11-23"}


def note(space: Space, day: date, toward: str = "me", **more: Any) -> Moment:
    columns = {"back": "other", "tension": 2, **more}
    return Moment.objects.create(space=space, at=NOON, local_day=day, toward=toward, **columns)


def test_a_hard_moment_in_four_taps(inside: Client, post: Post, space: Space) -> None:
    page = inside.get(f"/n/{space.key}/moments/new/hard").content.decode()
    above, _, below = page.partition("More, if you like")
    asked = re.findall(r'type="radio" name="(\w+)"', above)
    assert sorted(set(asked)) == ["back", "tension", "toward"]  # three taps, and the button
    assert 'name="topic"' in below
    post(inside, f"/n/{space.key}/moments/new/hard", HARD)
    made = space.moments.get()
    assert (made.good, made.toward, made.back, made.tension, made.topic) == (False, "me", "other", 3, "")
    assert made.local_day == date(2026, 11, 22)


def test_a_good_moment_asks_less(inside: Client, post: Post, space: Space) -> None:
    post(inside, f"/n/{space.key}/moments/new/good", GOOD)
    made = space.moments.get()
    assert (made.good, made.ended, made.toward, made.tension) == (True, "room", "other", 0)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"toward": ""}, "Please choose one of these."),
        ({"tension": "7"}, "Select a valid choice"),
        ({"local_day": "2026-11-25"}, "This day is still to come."),
        ({"local_day": "soon"}, "Write it like 2026-02-14."),
    ],
)
def test_what_is_missing_is_said_and_the_words_stay(
    inside: Client, post: Post, space: Space, change: dict[str, str], words: str
) -> None:
    response = post(inside, f"/n/{space.key}/moments/new/hard", {**HARD, "note": "My words", **change})
    assert response.status_code == 422
    assert words in response.content.decode()
    assert "My words" in response.content.decode()
    assert not space.moments.exists()


def test_noting_can_be_taken_back(inside: Client, post: Post, undo: Post, space: Space) -> None:
    post(inside, f"/n/{space.key}/moments/new/good", GOOD)
    assert "Noted." in inside.get(f"/n/{space.key}/today").content.decode()
    assert "Noted." not in inside.get(f"/n/{space.key}/today").content.decode()
    undo(inside, f"/n/{space.key}/today")
    assert not space.moments.exists()


def test_a_change_can_be_taken_back(inside: Client, post: Post, undo: Post, space: Space) -> None:
    moment = note(space, date(2026, 11, 20), note="before")
    post(inside, f"/n/{space.key}/moments/{moment.key}", {**HARD, "note": "after"})
    assert space.moments.get().note == "after"
    undo(inside)
    back = space.moments.get()
    assert (back.note, back.local_day, back.tension) == ("before", date(2026, 11, 20), 2)


def test_taking_away_can_be_taken_back(inside: Client, post: Post, undo: Post, space: Space) -> None:
    moment = note(space, date(2026, 11, 20), topic="money", note="words")
    post(inside, f"/n/{space.key}/moments/{moment.key}/remove")
    assert not space.moments.exists()
    undo(inside)
    back = space.moments.get()
    assert (back.key, back.topic, back.note, back.at) == (moment.key, "money", "words", NOON)


def test_a_moment_of_another_space_is_not_there(inside: Client, space: Space) -> None:
    other = Space.objects.create(kind="work", other="Cay", made_at=NOON)
    moment = note(other, date(2026, 11, 20))
    assert inside.get(f"/n/{space.key}/moments/{moment.key}").status_code == 404
    assert inside.get(f"/n/{other.key}/moments/{moment.key}").status_code == 200


def test_the_list_filters(inside: Client, space: Space) -> None:
    note(space, date(2026, 11, 20), topic="money", note="about money")
    note(space, date(2026, 11, 21), topic="time", note="about time", good=True)
    everything = inside.get(f"/n/{space.key}/moments").content.decode()
    assert everything.index("about time") < everything.index("about money")
    only = inside.get(f"/n/{space.key}/moments?topic=money").content.decode()
    assert "about money" in only
    assert "about time" not in only
    good = inside.get(f"/n/{space.key}/moments?kind=good").content.decode()
    assert "about time" in good
    assert "about money" not in good
    assert inside.get(f"/n/{space.key}/moments?from=999999999999&topic=%00&kind=x").status_code == 200


def test_a_long_list_comes_in_pages(inside: Client, space: Space) -> None:
    for number in range(60):
        note(space, date(2026, 6, 1) + timedelta(days=number), note=f"number {number}.")
    first = inside.get(f"/n/{space.key}/moments").content.decode()
    assert "number 59." in first
    assert "number 5." not in first
    assert "number 5." in inside.get(f"/n/{space.key}/moments?from=50").content.decode()


def test_hard_weeks_beside_the_others(inside: Client, space: Space) -> None:
    HardWeek.objects.create(space=space, week="2026-W40")
    for number in range(6):
        note(space, date(2026, 9, 28), "me" if number < 5 else "other")
        note(space, date(2026, 10, 12), "me" if number < 2 else "other")
    text = inside.get(f"/n/{space.key}/moments").content.decode()
    assert "In weeks you called hard, that was you in 5 of 6 moments. In the other weeks, in 2 of 6." in text
    assert "can’t show how often things happen" in text


def test_few_moments_say_nothing(inside: Client, space: Space) -> None:
    note(space, date(2026, 11, 20))
    assert "Not enough yet to say who makes the first move." in inside.get(f"/n/{space.key}/moments").content.decode()


def test_words_of_ones_own_are_text_and_not_markup(inside: Client, space: Space) -> None:
    note(space, date(2026, 11, 20), note="<script>alert(1)</script>\nnext")
    text = inside.get(f"/n/{space.key}/moments").content.decode()
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;<br>next" in text


def test_counts_change_on_mondays_and_not_with_every_tap(inside: Client, space: Space) -> None:
    for _ in range(6):
        note(space, date(2026, 11, 23))  # this week's Monday
    assert "Newer ones join here on Monday." in inside.get(f"/n/{space.key}/moments").content.decode()
    assert "That was you" not in inside.get(f"/n/{space.key}/moments").content.decode()


def test_room_given_is_no_move_toward(inside: Client, space: Space) -> None:
    for _ in range(6):
        note(space, date(2026, 11, 10), good=True, ended="room")
    assert "That was you" not in inside.get(f"/n/{space.key}/moments").content.decode()
    for _ in range(6):
        note(space, date(2026, 11, 10), good=True, ended="reached")
    assert "That was you in 6 of 6 moments" in inside.get(f"/n/{space.key}/moments").content.decode()
