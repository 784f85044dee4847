"""Spaces: several side by side, changing one, and letting one go so that nothing of it is left in the file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.test import Client
from fake_house import NOON

from evenstep.program.safety import SWITCHES
from evenstep.web.forms_care import SWITCH_WORDS
from evenstep.web.models import AnswerSet, Moment, Space, Written
from evenstep.web.switch_words import WHY
from evenstep.web.vault.opened import Opened
from page_decryptor import all_pages

Post = Callable[..., Any]


def test_a_second_space_and_back(inside: Client, post: Post, space: Space) -> None:
    post(inside, "/begin/space", {"kind": "work", "other": "Cay", "together": "both"})
    second = Space.objects.get(other="Cay")
    assert not second.alone
    inside.get(f"/n/{second.key}/today")
    assert inside.get("/").headers["Location"] == f"/n/{second.key}/today"
    text = inside.get("/spaces").content.decode()
    assert "Jon" in text
    assert "Cay" in text


def test_changing_can_be_taken_back(inside: Client, post: Post, undo: Post, space: Space) -> None:
    post(inside, f"/n/{space.key}/change", {"kind": "friend", "other": "J", "together": "both"})
    assert Space.objects.filter(kind="friend", other="J", alone=False).exists()
    undo(inside)
    assert Space.objects.filter(kind="partner", other="Jon", alone=True).exists()


def test_a_change_that_says_nothing_is_asked_again(inside: Client, post: Post, space: Space) -> None:
    response = post(inside, f"/n/{space.key}/change", {"kind": "enemy", "other": ""})
    assert response.status_code == 422
    assert "A letter is enough." in response.content.decode()


def test_letting_go_asks_first_and_leaves_nothing(
    inside: Client, post: Post, undo: Post, space: Space, opened: Opened
) -> None:
    canary = "canary-of-mine-7261"
    Moment.objects.create(
        space=space, at=NOON, local_day=NOON.date(), toward="me", back="other", tension=1, note=canary
    )
    AnswerSet.objects.create(space=space, form="reach.1", at=NOON, local_day=NOON.date(), answers={})
    Written.objects.create(space=space, practice="shelf", at=NOON, local_day=NOON.date(), fields={"words": canary})
    page = inside.get(f"/n/{space.key}/let-go").content.decode()
    assert "1 moment" in page
    assert "1 page of answers" in page
    assert canary.encode() in all_pages(opened.path, opened.key)
    assert "1 note of your own from Steps" in page
    assert "limit" not in page.partition("<main")[2]
    post(inside, f"/n/{space.key}/let-go", {"how": "now"})
    assert not Space.everything.exists()
    assert canary.encode() not in all_pages(opened.path, opened.key)
    undo(inside)
    assert not Space.everything.exists()


def test_taken_away_it_is_gone_from_the_pages_and_one_tap_brings_it_back(
    inside: Client, post: Post, undo: Post, space: Space
) -> None:
    Moment.objects.create(space=space, at=NOON, local_day=NOON.date(), toward="me", back="other", tension=1)
    answer = post(inside, f"/n/{space.key}/let-go")
    assert answer.headers["Location"] == "/"
    assert inside.get(f"/n/{space.key}/today").status_code == 404
    assert "Jon" not in inside.get("/spaces").content.decode()
    undo(inside)
    assert inside.get(f"/n/{space.key}/today").status_code == 200
    assert space.moments.count() == 1


def test_another_space_is_untouched_by_it(inside: Client, post: Post, space: Space) -> None:
    other = Space.objects.create(kind="family", other="Ma", made_at=NOON)
    Moment.objects.create(space=other, at=NOON, local_day=NOON.date(), toward="me", back="other", tension=1)
    post(inside, f"/n/{space.key}/let-go")
    assert other.moments.count() == 1
    assert inside.get(f"/n/{space.key}/today").status_code == 404


def test_each_switch_says_why_it_is_off_and_what_it_brings_today(inside: Client, space: Space) -> None:
    text = inside.get(f"/n/{space.key}/change").content.decode()
    for switch in SWITCHES:
        assert f"<b>{SWITCH_WORDS[switch][0]}: off</b>" in text
        assert str(WHY[switch]) in text
    assert text.count("What it brings:") == len(SWITCHES)
    Space.objects.update(loop_on=True)
    assert f"<b>{SWITCH_WORDS['loop'][0]}: on</b>" in inside.get(f"/n/{space.key}/change").content.decode()


def test_where_they_asked_to_stop_all_three_are_off_and_nothing_is_offered(inside: Client, space: Space) -> None:
    Space.objects.update(stopped=True, joint_on=True, reaching_on=True, loop_on=True)
    text = inside.get(f"/n/{space.key}/change").content.decode()
    assert text.count(": off</b>") == 3
    assert "is on here" not in text, "who looks past finds no flag: it is named where it is switched"


def test_what_together_means_is_said_where_it_is_asked(inside: Client, space: Space) -> None:
    for path in ("/begin/space", f"/n/{space.key}/change"):
        assert "Nobody is invited or told, and nothing is shared." in inside.get(path).content.decode()
