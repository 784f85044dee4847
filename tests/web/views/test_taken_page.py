"""Taken away today: what is listed, bringing back, deleting at once, and what cannot come back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from every_route import _read
from every_route import _steps as steps_in
from fake_house import NOON, Clock

from evenstep.web import imports
from evenstep.web.house import House
from evenstep.web.models import AnswerSet, Guess, Import, Limit, Moment, Space
from evenstep.web.taken import take_away
from evenstep.web.vault.opened import Opened
from page_decryptor import all_pages

Post = Callable[..., Any]


@pytest.fixture
def moment(space: Space) -> Moment:
    facts = {"toward": "me", "back": "other", "tension": 1, "note": "canary-7712"}
    return Moment.objects.create(space=space, at=NOON, local_day=NOON.date(), **facts)


def taken_page(client: Client) -> str:
    return str(client.get("/data/taken").content.decode())


def test_it_is_quiet_when_nothing_was_taken_away(inside: Client, space: Space) -> None:
    assert "Nothing is waiting here." in taken_page(inside)


def test_what_was_taken_away_is_listed_with_its_time_and_never_its_words(
    inside: Client, post: Post, space: Space, moment: Moment
) -> None:
    answer = post(inside, f"/n/{space.key}/moments/{moment.key}/remove")
    said = inside.get(answer.headers["Location"]).content.decode()
    assert "you can bring it back until tomorrow, 13:00." in said
    page = taken_page(inside)
    assert "A hard moment" in page
    assert "Here until tomorrow, 13:00." in page
    assert "You and Jon" in page
    assert "canary-7712" not in page
    post(inside, "/data/taken", {"back": f"moment-{moment.pk}"})
    assert space.moments.get().note == "canary-7712"
    assert "Nothing is waiting here." in taken_page(inside)


def test_on_the_next_day_it_says_today_and_after_the_time_it_is_not_listed(
    inside: Client, post: Post, space: Space, moment: Moment, house: House, clock: Clock
) -> None:
    stays_open(inside, house)
    post(inside, f"/n/{space.key}/moments/{moment.key}/remove")
    clock.now_s += 20 * 3600.0 - 60
    assert "Here until today, 13:00." in taken_page(inside)
    clock.now_s += 5 * 3600.0
    post(inside, "/data/taken", {"back": f"moment-{moment.pk}"})
    assert not Moment.objects.exists()


def stays_open(client: Client, house: House) -> None:
    """Hours go by in a test, and the notes neither lock nor close."""
    visit = house.visits.find(client.cookies[house.cookie].value)
    assert visit is not None
    house.visits._idle_s = visit.lock_after_s = 1e9


def test_deleting_at_once_leaves_nothing_in_the_file(
    inside: Client, post: Post, space: Space, moment: Moment, opened: Opened
) -> None:
    post(inside, f"/n/{space.key}/moments/{moment.key}/remove")
    assert b"canary-7712" in all_pages(opened.path, opened.key)
    post(inside, "/data/taken", {"gone": f"moment-{moment.pk}"})
    assert not Moment.everything.exists()
    assert b"canary-7712" not in all_pages(opened.path, opened.key)
    assert "nothing of it is left in the file" in taken_page(inside)


def test_delete_now_on_the_page_of_a_moment(
    inside: Client, post: Post, space: Space, moment: Moment, opened: Opened
) -> None:
    post(inside, f"/n/{space.key}/moments/{moment.key}/remove", {"how": "now"})
    assert not Moment.everything.exists()
    assert b"canary-7712" not in all_pages(opened.path, opened.key)


def test_all_of_them_can_be_deleted_at_once(inside: Client, post: Post, space: Space, moment: Moment) -> None:
    AnswerSet.objects.create(space=space, form="reach.1", at=NOON, local_day=NOON.date(), answers={})
    post(inside, f"/n/{space.key}/moments/{moment.key}/remove")
    assert "Delete all of these now" not in taken_page(inside)
    post(inside, f"/n/{space.key}/signs/{AnswerSet.objects.get().pk}/remove")
    assert "Delete all of these now" in taken_page(inside)
    post(inside, "/data/taken", {"gone": "all"})
    assert not AnswerSet.everything.exists()
    assert not Moment.everything.exists()


def test_guesses_go_and_come_back_together(inside: Client, post: Post, undo: Post, space: Space) -> None:
    for figure in ("starts", "my_wait"):
        Guess.objects.create(space=space, figure=figure, value=0.5, at=NOON)
    post(inside, f"/n/{space.key}/guess/remove")
    assert not space.guesses.exists()
    page = taken_page(inside)
    assert page.count("What you guessed") == 1
    undo(inside)
    assert space.guesses.count() == 2
    assert post(inside, f"/n/{space.key}/guess/remove").status_code == 302
    first = Guess.everything.earliest("pk").pk
    post(inside, "/data/taken", {"back": f"guess-{first}"})
    assert space.guesses.count() == 2


def test_a_space_comes_back_with_all_that_is_in_it(inside: Client, post: Post, space: Space, moment: Moment) -> None:
    post(inside, f"/n/{space.key}/let-go")
    page = taken_page(inside)
    assert "A space, with all that is in it" in page
    assert "A hard moment" not in page
    post(inside, "/data/taken", {"back": f"space-{space.pk}"})
    assert Space.objects.get().moments.get() == moment


def bring(space: Space, me: str = "CanaryMe") -> Import:
    joined = _read()
    names = {joined.pair.conversations["person_a"][0], joined.pair.conversations["person_b"][0]}
    return imports.keep(space, joined.pair, me if me in names else min(names), NOON, NOON.date())


def test_what_steps_noted_is_listed_and_comes_back_a_limit_with_its_slips(
    inside: Client, post: Post, space: Space
) -> None:
    tried, written, limit, slip, sitting = steps_in(space, NOON, NOON.date())
    for row in (tried, written, limit, sitting):
        take_away([row], NOON)
    page = taken_page(inside)
    words = ["Something you tried", "Something you wrote", "A limit of yours", "A session"]
    assert [each for each in words if each not in page] == []
    assert "Canary" not in page
    for row in (tried, written, limit, sitting):
        post(inside, "/data/taken", {"back": f"{type(row).__name__.lower()}-{row.pk}"})
        assert type(row).objects.filter(pk=row.pk).exists()
    assert slip in Limit.objects.get().slips.all()


def test_messages_do_not_come_back_to_a_space_that_is_stopped(inside: Client, post: Post, space: Space) -> None:
    one = bring(space)
    post(inside, f"/n/{space.key}/brought/{one.key}/remove")
    Space.objects.update(stopped=True)
    post(inside, "/data/taken", {"back": f"import-{one.pk}"})
    assert not Import.objects.exists()
    assert "They asked you to stop" in taken_page(inside)


def test_messages_about_other_names_do_not_come_back_beside_those_that_are_there(
    inside: Client, post: Post, space: Space
) -> None:
    one = bring(space)
    post(inside, f"/n/{space.key}/brought/{one.key}/remove")
    other = next(name for name in _read().pair.conversations.row(0, named=True).values() if name == "Jon")
    bring(space, me=other)
    post(inside, "/data/taken", {"back": f"import-{one.pk}"})
    assert Import.objects.count() == 1
    assert "about two other names" in taken_page(inside)


def test_what_is_not_there_is_said(inside: Client, post: Post, space: Space) -> None:
    post(inside, "/data/taken", {"back": "moment-99"})
    assert "This is not here any more." in taken_page(inside)


def test_undo_says_so_as_well_when_messages_must_not_come_back(
    inside: Client, post: Post, undo: Post, space: Space
) -> None:
    """The button may stand in another window, from before they asked to stop."""
    brought = bring(space)
    post(inside, f"/n/{space.key}/brought/{brought.key}/remove")
    post(inside, f"/n/{space.key}/still", {"turn": "on"})
    assert undo(inside).status_code == 302
    assert "so no messages are brought back there" in taken_page(inside)
    assert not space.imports.exists()
