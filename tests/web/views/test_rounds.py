"""The check-in on one screen: five parts, too hot said first, kept only with two yeses, lost by nothing."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from fake_house import NOON

from evenstep.web.house import House
from evenstep.web.models import Space
from evenstep.web.two import Passing
from evenstep.web.vault.opened import Opened

Post = Callable[..., Any]


@pytest.fixture
def both(inside: Client, house: House, space: Space) -> Space:
    """Both were alone with the private lines, and answered with a clear no."""
    visit = house.visits.find(inside.cookies[house.cookie].value)
    assert visit is not None
    visit.two = Passing("check_in", space.key, "me", stage="in")
    Space.objects.filter(pk=space.pk).update(joint_on=True, me="Ada")
    return Space.objects.get(pk=space.pk)


def text(response: Any) -> str:
    page: str = response.content.decode()
    return page


def go(client: Client, post: Post, space: Space, part: int, go: str = "on", **said: str) -> Any:
    return post(client, f"/n/{space.key}/round", {"part": str(part), "go": go, **said})


def to_the_end(client: Client, post: Post, space: Space, **first: str) -> None:
    post(client, f"/n/{space.key}/round", {"called_by": "me"})
    go(client, post, space, 0, **first)
    for part in range(1, 5):
        go(client, post, space, part)


def test_off_it_looks_like_what_was_never_there(inside: Client, post: Post, space: Space) -> None:
    for joint, stopped in itertools.product((False, True), repeat=2):
        Space.objects.filter(pk=space.pk).update(joint_on=joint, stopped=stopped)
        for path in ("round", "round/over", "round/paper"):
            assert (inside.get(f"/n/{space.key}/{path}").status_code == 200) == (joint and not stopped)
    post(inside, f"/n/{space.key}/round", {"called_by": "me"})
    assert not space.sittings.exists()


def test_the_five_parts_and_two_yeses(inside: Client, post: Post, both: Space) -> None:
    to_the_end(inside, post, both, note="Thanks for the soup")
    page = text(inside.get(f"/n/{both.key}/round"))
    assert "Shall these notes be kept?" in page
    assert "Thanks for the soup" in page
    assert "Thanks for the soup" not in text(inside.get("/data/print"))
    post(inside, f"/n/{both.key}/round/keep", {"by": "me"})
    assert both.sittings.get().ended_at is None, "one yes keeps nothing"
    post(inside, f"/n/{both.key}/round/keep", {"by": "me"})
    assert both.sittings.get().ended_at is None, "nor do two yeses of one person"
    post(inside, f"/n/{both.key}/round/keep", {"by": "other"})
    over = both.sittings.get()
    assert over.ended_at == NOON
    assert over.state["notes"] == {"thanks": "Thanks for the soup"}
    assert "Thanks for the soup" in text(inside.get("/data/print"))
    shown = text(inside.get(f"/n/{both.key}/round/over"))
    assert "Thanks for the soup" in shown
    assert "asks for the next one. Last time you did." in shown


def test_a_no_of_either_keeps_no_note(inside: Client, post: Post, both: Space, opened: Opened) -> None:
    to_the_end(inside, post, both, note="Canary words")
    post(inside, f"/n/{both.key}/round/keep", {"by": "other"})
    post(inside, f"/n/{both.key}/round/keep", {"go": "no"})
    over = both.sittings.get()
    assert (over.state["notes"], over.state["said"], over.state["called_by"]) == ({}, {}, "me")
    assert "Canary words" not in text(inside.get(f"/n/{both.key}/round/over"))


def test_a_reload_finds_what_was_typed_and_back_leads_back(inside: Client, post: Post, both: Space) -> None:
    post(inside, f"/n/{both.key}/round", {"called_by": "other"})
    assert "<bdi>Jon</bdi> goes first" in text(inside.get(f"/n/{both.key}/round"))
    go(inside, post, both, 0, note="the walk")
    assert "<bdi>Ada</bdi> goes first" in text(inside.get(f"/n/{both.key}/round"))
    go(inside, post, both, 1, "back")
    page = text(inside.get(f"/n/{both.key}/round"))
    assert "the walk</textarea>" in page.replace("\n", "")


def test_too_hot_is_said_before_it_goes_on(inside: Client, post: Post, both: Space) -> None:
    post(inside, f"/n/{both.key}/round", {"called_by": ""})
    for part in range(2):
        go(inside, post, both, part)
    go(inside, post, both, 2, topic="the holiday", tension="7")
    page = text(inside.get(f"/n/{both.key}/round"))
    assert "This is too hot for a check-in." in page
    go(inside, post, both, 2, topic="the holiday", tension="7")
    assert "One request each" in text(inside.get(f"/n/{both.key}/round"))
    go(inside, post, both, 3, "back")
    go(inside, post, both, 2, topic="the dishes", tension="6")
    assert "This is too hot" not in text(inside.get(f"/n/{both.key}/round"))


@pytest.mark.parametrize("tension", ["11", "-1", "hot", "²"])
def test_a_tension_that_is_none(inside: Client, post: Post, both: Space, tension: str) -> None:
    post(inside, f"/n/{both.key}/round", {"called_by": ""})
    for part in range(2):
        go(inside, post, both, part)
    answer = go(inside, post, both, 2, topic="kept here", tension=tension)
    assert answer.status_code == 422
    assert "kept here" in text(answer)


def test_a_request_has_a_day_that_is_to_come(inside: Client, post: Post, both: Space) -> None:
    post(inside, f"/n/{both.key}/round", {"called_by": ""})
    for part in range(3):
        go(inside, post, both, part)
    answer = go(inside, post, both, 3, mine="an evening", mine_by="2026-11-22")
    assert answer.status_code == 422
    assert "Name a day that is still to come." in text(answer)
    assert go(inside, post, both, 3, mine="an evening", mine_by="2026-11-28").status_code == 302
    go(inside, post, both, 4, day="2026-11-30")
    assert "Ada asks for: an evening (by 28 November)" in text(inside.get(f"/n/{both.key}/round"))
    for who in ("me", "other"):
        post(inside, f"/n/{both.key}/round/keep", {"by": who})
    assert "The next one: Monday, 30 November." in text(inside.get(f"/n/{both.key}/round/over"))


def test_without_a_note_there_is_nothing_to_agree_to(inside: Client, post: Post, both: Space) -> None:
    to_the_end(inside, post, both)
    assert both.sittings.get().ended_at == NOON


def test_a_form_of_another_part_changes_nothing_and_its_words_are_shown(
    inside: Client, post: Post, both: Space
) -> None:
    post(inside, f"/n/{both.key}/round", {"called_by": "me"})
    go(inside, post, both, 0)
    before = both.sittings.get().state
    answer = go(inside, post, both, 0, note="typed in another window")
    assert answer.status_code == 422
    assert "typed in another window" in text(answer)
    assert both.sittings.get().state == before


def test_stopping_leaves_nothing(inside: Client, post: Post, both: Space) -> None:
    post(inside, f"/n/{both.key}/round", {"called_by": "me"})
    go(inside, post, both, 0, note="Canary words")
    post(inside, f"/n/{both.key}/round/stop")
    assert not both.sittings.exists()
    assert "Gone, and nothing of it is left in the file." in text(inside.get(f"/n/{both.key}/round/over"))


def test_a_state_that_is_none_is_passed_over(inside: Client, both: Space) -> None:
    both.sittings.create(practice="check_in", at=NOON, state={"version": 9})
    both.sittings.create(practice="check_in", at=NOON, state={"part": 77}, ended_at=NOON)
    assert inside.get(f"/n/{both.key}/round").status_code == 200
    assert inside.get(f"/n/{both.key}/round/over").status_code == 200


def test_who_has_no_name_yet_is_asked_for_one(inside: Client, post: Post, both: Space) -> None:
    Space.objects.filter(pk=both.pk).update(me="")
    assert post(inside, f"/n/{both.key}/round", {"called_by": "me"}).status_code == 422
    post(inside, f"/n/{both.key}/round", {"called_by": "me", "me": "Ada <b>"})
    assert "<bdi>Ada &lt;b&gt;</bdi> goes first" in text(inside.get(f"/n/{both.key}/round"))


def test_it_begins_only_after_both_were_alone_with_the_private_lines(
    inside: Client, post: Post, house: House, both: Space
) -> None:
    visit = house.visits.find(inside.cookies[house.cookie].value)
    assert visit is not None
    visit.two = None
    assert "Who has the screen first?" in text(inside.get(f"/n/{both.key}/round"))
    post(inside, f"/n/{both.key}/round", {"called_by": "me", "tap": "begin", "moves": "0", "me": ""})
    assert not both.sittings.exists()
    visit.two = Passing("check_in", both.key, "me", stage="in")
    post(inside, f"/n/{both.key}/round", {"called_by": "me", "tap": "begin", "moves": "0", "me": ""})
    assert both.sittings.exists()
