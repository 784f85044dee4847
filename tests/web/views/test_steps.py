"""Steps: what is shown hangs on the switches, one thing is tried at a time, and everything can rest."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from evenstep.by_kind import KINDS, Kind
from evenstep.program.practices import GROUPS, practices
from evenstep.program.tags import ALWAYS
from evenstep.web import steps
from evenstep.web.models import Space

Post = Callable[..., Any]
ADDRESS = re.compile(r'href="/n/\w+/steps/([0-9a-f]{4})"')


def text(response: Any) -> str:
    page: str = response.content.decode()
    return page


def put(space: Space, **columns: Any) -> Space:
    Space.objects.filter(pk=space.pk).update(**columns)
    return Space.objects.get(pk=space.pk)


def test_each_practice_has_its_own_address_that_says_nothing() -> None:
    codes = [steps.code(each.slug) for each in practices("partner")]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch("[0-9a-f]{4}", each) for each in codes)


@pytest.mark.parametrize("kind", KINDS)
def test_every_practice_is_reached_from_the_page_of_steps(inside: Client, space: Space, kind: Kind) -> None:
    """One tap to each practice, and each page opens, when everything is switched on."""
    space = put(space, kind=kind, joint_on=True, reaching_on=True, loop_on=True)
    page = text(inside.get(f"/n/{space.key}/steps"))
    assert set(ADDRESS.findall(page)) == {steps.code(each.slug) for each in practices(kind)}
    assert [shelf.slug for shelf in steps.shelves(space)] == list(GROUPS)
    for each in practices(kind):
        one = inside.get(f"/n/{space.key}/steps/{steps.code(each.slug)}")
        assert one.status_code == 200
        assert "{" not in text(one).partition("<main")[2], each.slug


def test_what_is_off_is_not_there_whatever_the_reason(inside: Client, space: Space) -> None:
    """Over all states: only what the switches let through is listed; the rest looks like what never was."""
    for joint, reaching, loop, stopped in itertools.product((False, True), repeat=4):
        space = put(space, joint_on=joint, reaching_on=reaching, loop_on=loop, stopped=stopped)
        listed = set(ADDRESS.findall(text(inside.get(f"/n/{space.key}/steps"))))
        for each in practices("partner"):
            code = steps.code(each.slug)
            open_to_all = each.tags.switch == ALWAYS and not (stopped and "stopped" in each.tags.never_with)
            on = {"joint": joint, "reaching": reaching, "loop": loop}.get(each.tags.switch, False) and not stopped
            assert (code in listed) == (open_to_all or on), each.slug
            assert (steps.find(space, code) is not None) == (code in listed)
        hidden = steps.code("first_talk")
        assert (inside.get(f"/n/{space.key}/steps/{hidden}").status_code == 200) == (hidden in listed)
    assert inside.get(f"/n/{space.key}/steps/0000").status_code == 302


def test_stopped_and_not_yet_chosen_read_alike(inside: Client, space: Space) -> None:
    """A passer-by sees no flag: the line about what is off does not say why."""
    lines = []
    for stopped in (False, True):
        put(space, stopped=stopped)
        page = text(inside.get(f"/n/{space.key}/steps"))
        lines.append(re.findall(r'<p class="note">(Pages for two.*?)</p>', page, re.DOTALL))
    assert lines[0] == lines[1] != []


def test_one_thing_is_tried_at_a_time_and_asked_about_afterwards(inside: Client, post: Post, space: Space) -> None:
    first, second = (steps.code(slug) for slug in ("worth_list", "if_then"))
    post(inside, f"/n/{space.key}/steps/{first}/begin")
    assert "You are trying" in text(inside.get(f"/n/{space.key}/steps"))
    post(inside, f"/n/{space.key}/steps/{second}/begin")
    tried = [(each.practice, each.ended_on, each.helped) for each in space.tried.all()]
    assert tried == [("worth_list", date(2026, 11, 23), ""), ("if_then", None, "")]
    post(inside, f"/n/{space.key}/steps/{second}/begin")
    assert space.tried.count() == 2, "once more is nothing new"
    post(inside, f"/n/{space.key}/steps/{second}/end", {"helped": "a_bit"})
    assert [each.helped for each in space.tried.all()] == ["", "a_bit"]
    assert not space.tried.filter(ended_on=None).exists()


def test_beginning_can_be_undone_and_the_one_before_comes_back(inside: Client, post: Post, space: Space) -> None:
    for slug in ("worth_list", "if_then"):
        post(inside, f"/n/{space.key}/steps/{steps.code(slug)}/begin")
    notice = re.search(r'name="which" value="([^"]+)"', text(inside.get(f"/n/{space.key}/steps")))
    assert notice is not None
    post(inside, "/undo", {"which": notice[1]})
    assert [(each.practice, each.ended_on) for each in space.tried.all()] == [("worth_list", None)]


def test_a_word_that_is_no_answer_ends_nothing(inside: Client, post: Post, space: Space) -> None:
    code = steps.code("worth_list")
    post(inside, f"/n/{space.key}/steps/{code}/begin")
    post(inside, f"/n/{space.key}/steps/{code}/end", {"helped": "very much"})
    assert space.tried.get().ended_on is None


def test_everything_rests_in_one_action(inside: Client, post: Post, space: Space) -> None:
    post(inside, f"/n/{space.key}/steps/rest", {"turn": "on"})
    page = text(inside.get(f"/n/{space.key}/steps"))
    assert "Everything rests" in page
    code = steps.code("worth_list")
    assert "Try this for a while" not in text(inside.get(f"/n/{space.key}/steps/{code}"))
    post(inside, f"/n/{space.key}/steps/{code}/begin")
    assert not space.tried.exists()
    post(inside, f"/n/{space.key}/steps/rest", {"turn": "off"})
    assert "Everything rests" not in text(inside.get(f"/n/{space.key}/steps"))
