"""When to see someone: no tick is written or stays in an address, help lines come first, and no joint help there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from every_route import dump
from fake_house import NOON

from evenstep.by_kind import KINDS
from evenstep.program.someone import someone
from evenstep.web.models import Settings, Space, Tried

Post = Callable[..., Any]


def text(response: Any) -> str:
    return str(response.content.decode().partition("<main")[2])


@pytest.fixture
def where(space: Space) -> str:
    Settings.objects.create(pk=1, country="DE")
    return f"/n/{space.key}/beside"


@pytest.mark.parametrize("kind", KINDS)
def test_each_tick_is_answered_at_once_and_nothing_is_written(
    inside: Client, space: Space, where: str, post: Post, kind: str
) -> None:
    Space.objects.update(kind=kind, joint_on=True)
    before = dump()
    ticks = [each.slug for each in someone(kind).triggers]  # type: ignore[arg-type]
    page = text(inside.get(where))
    assert page.count('type="checkbox"') == len(ticks)
    for ticked in (ticks[0], ticks[-1], ticks):
        answer = post(inside, where, {"ticked": ticked})
        assert answer.status_code == 200
        assert "{" not in text(answer)
        assert 'type="checkbox"' not in text(answer)
    assert dump() == before


@pytest.mark.parametrize("tick", ["harm", "hurt", "fear"])
def test_where_there_is_danger_lines_come_first_and_no_joint_help(
    inside: Client, space: Space, where: str, post: Post, tick: str
) -> None:
    Space.objects.update(joint_on=True)
    answer = post(inside, where, {"ticked": [tick, "contempt"]})
    assert "data-veil-after" not in answer.content.decode()  # a number must not go out of sight while one dials it
    assert "data-veil-after" in inside.get(where).content.decode()
    page = text(answer)
    assert "People to talk to" in page
    assert page.index("People to talk to") < page.index("Kinds of help")
    assert "112" in page
    together = [each.name for each in someone("partner").help if each.together]
    assert together
    assert not [name for name in together if name in page]
    assert "Will you see each of us alone first" not in page


def test_joint_help_is_named_after_a_clear_no_alone(inside: Client, space: Space, where: str, post: Post) -> None:
    together = [each.name for each in someone("partner").help if each.together]
    assert not [name for name in together if name in text(post(inside, where, {"ticked": "contempt"}))]
    assert not [name for name in together if name in text(inside.get(f"{where}/kinds"))]
    Space.objects.update(joint_on=True)
    assert [name for name in together if name in text(post(inside, where, {"ticked": "contempt"}))]
    assert [name for name in together if name in text(inside.get(f"{where}/kinds"))] == together


def test_nothing_ticked_is_an_answer_too(inside: Client, space: Space, where: str, post: Post) -> None:
    page = text(post(inside, where))
    assert "that is reason enough" in page
    assert "People to talk to" not in page


def test_two_tries_without_change_are_a_reason(inside: Client, space: Space, where: str, post: Post) -> None:
    day = date(2026, 11, 1)
    for practice in ("worth_list", "if_then"):
        Tried.objects.create(space=space, practice=practice, at=NOON, begun_on=day, ended_on=day, helped="no")
    assert "that is reason enough" not in text(post(inside, where))


def test_a_tick_that_is_no_line_is_refused(inside: Client, space: Space, where: str, post: Post) -> None:
    assert post(inside, where, {"ticked": "strange"}).status_code == 422


def test_it_stays_after_stop(inside: Client, space: Space, where: str, post: Post) -> None:
    Space.objects.update(stopped=True)
    assert inside.get(where).status_code == 200
    assert inside.get(f"{where}/kinds").status_code == 200
