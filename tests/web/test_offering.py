"""Choosing in a space: what the store holds becomes facts, one new suggestion a week, and none beyond the rules."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from fake_house import NOON, Clock

from evenstep.inventory.load import load
from evenstep.program.choose import AFTER_STOP
from evenstep.program.practices import practice
from evenstep.web.models import AnswerSet, Limit, Moment, Offered, Slip, Space, Tried, Written
from evenstep.web.offering import facts, idea
from evenstep.web.taken import delete_now, take_away

TODAY = date(2026, 11, 23)


def put(space: Space, **columns: Any) -> Space:
    Space.objects.filter(pk=space.pk).update(**columns)
    return Space.objects.get(pk=space.pk)


def fill(space: Space, slug: str, value: int, days_ago: int = 2) -> AnswerSet:
    form = load(slug, "partner")
    day = TODAY - timedelta(days=days_ago)
    answers = dict.fromkeys(form.fields, value)
    return AnswerSet.objects.create(space=space, form=form.key, at=NOON, local_day=day, answers=answers)


def slip(space: Space, day: date) -> Slip:
    words = {"aspect": "frequency", "words": "w", "instead": "i", "starts": day, "ends": TODAY}
    return Slip.objects.create(limit=Limit.objects.create(space=space, at=NOON, **words), at=NOON, local_day=day)


def of_today(page: Any) -> str:
    return str(page.content.decode().partition("<main")[2])


def test_with_nothing_noted_nothing_is_needed(inside: Client, space: Space) -> None:
    page = of_today(inside.get(f"/n/{space.key}/steps"))
    assert "Nothing is needed now. You can look around whenever you like." in page
    assert not Offered.objects.exists()


def test_steps_shows_one_thing_with_its_reason_and_keeps_that_it_was_shown(inside: Client, space: Space) -> None:
    slip(space, TODAY)
    for _ in range(2):
        page = of_today(inside.get(f"/n/{space.key}/steps"))
        assert "You noted a slip lately. A slip can show what was hard just before." in page
        assert practice("if_then", "partner").title in page.partition('class="shelves"')[0]
    assert list(Offered.objects.values_list("practice", "rule", "on")) == [("if_then", "slip", TODAY)]


@pytest.mark.parametrize("place", ["steps", "today"])
def test_a_page_of_which_only_the_headers_are_asked_keeps_nothing(inside: Client, space: Space, place: str) -> None:
    slip(space, TODAY)
    assert inside.head(f"/n/{space.key}/{place}").status_code == 200
    assert not Offered.objects.exists()
    assert Space.objects.get().last_used is None


def test_what_was_suggested_because_of_a_slip_goes_with_the_slip(space: Space) -> None:
    """The rule's name would say that there was one."""
    slip(space, TODAY)
    idea(space, TODAY)
    assert Offered.objects.exists()
    delete_now(take_away(list(space.limits.all()), NOON))
    assert not Offered.objects.exists()


def test_there_is_one_new_a_week(inside: Client, space: Space, clock: Clock) -> None:
    slip(space, TODAY)
    seen = []
    for _ in range(3):
        seen.append(idea(space, clock.now().date()).step)
        clock.later(days=4)
    assert [each.slug if each else None for each in seen] == ["if_then", None, "setbacks"]
    assert Offered.objects.count() == 2


def test_today_offers_it_where_its_own_rule_has_nothing(inside: Client, space: Space) -> None:
    fill(space, "reach", 4, days_ago=2)
    page = of_today(inside.get(f"/n/{space.key}/today"))
    assert "One thing you could try" in page
    assert "You marked that it is often hard for you to wait for an answer." in page
    assert page.count('class="primary"') == 1


def test_today_offers_nothing_on_a_day_something_was_filled(inside: Client, space: Space) -> None:
    fill(space, "reach", 4, days_ago=0)
    assert "Nothing is needed from you here" in of_today(inside.get(f"/n/{space.key}/today"))
    assert not Offered.objects.exists()


def test_today_keeps_its_own_offer_first(inside: Client, space: Space) -> None:
    slip(space, TODAY)
    page = of_today(inside.get(f"/n/{space.key}/today"))
    assert "Six lines to begin with" in page
    assert "One thing you could try" not in page


@pytest.mark.parametrize("columns", [{"paused": True}, {"stopped": True}])
def test_at_rest_and_after_stop_today_offers_nothing(inside: Client, space: Space, columns: dict[str, Any]) -> None:
    fill(space, "reach", 4)
    slip(space, TODAY)
    put(space, joint_on=True, reaching_on=True, **columns)
    assert "One thing you could try" not in of_today(inside.get(f"/n/{space.key}/today"))
    assert not Offered.objects.exists()


def test_after_stop_only_what_is_ones_own_is_suggested(store: Any, space: Space) -> None:
    fill(space, "reach", 4)
    fill(space, "step_back", 4)
    slip(space, TODAY)
    space = put(space, stopped=True, alone=False, joint_on=True, reaching_on=True, loop_on=True)
    found = [idea(space, TODAY + timedelta(days=7 * week)).step for week in range(4)]
    assert {each.group for each in found if each} <= AFTER_STOP
    assert any(found)


def test_two_are_suggested_something_only_where_there_are_two(store: Any, space: Space) -> None:
    """And only after the private page's clear no."""
    for alone, joint in ((True, True), (False, False), (False, True)):
        Offered.objects.all().delete()
        Written.objects.all().delete()
        agreed = TODAY - timedelta(days=15)
        Written.objects.create(space=space, practice="responsibilities", at=NOON, local_day=agreed, fields={})
        found = idea(put(space, alone=alone, joint_on=joint), TODAY).step
        assert (found.slug if found else None) == ("fair_heard" if not alone and joint else None)


def test_what_is_being_tried_keeps_suggestions_away(inside: Client, space: Space) -> None:
    slip(space, TODAY)
    Tried.objects.create(space=space, practice="worth_list", at=NOON, begun_on=TODAY)
    assert idea(space, TODAY).step is None
    assert "You noted a slip" not in of_today(inside.get(f"/n/{space.key}/steps"))


def test_lines_left_mostly_open_and_old_lines_say_nothing(store: Any, space: Space) -> None:
    half_open = fill(space, "reach", 4)
    AnswerSet.objects.filter(pk=half_open.pk).update(answers=dict(list(half_open.answers.items())[:2]))
    assert facts(space, TODAY).themes == {}
    AnswerSet.objects.all().delete()
    fill(space, "reach", 4, days_ago=100)
    assert idea(space, TODAY).step is None
    assert "some time old" in idea(space, TODAY).because


def test_the_newest_lines_count(store: Any, space: Space) -> None:
    fill(space, "reach", 4, days_ago=20)
    fill(space, "reach", 0, days_ago=2)
    themes = facts(space, TODAY).themes or {}
    assert set(themes.values()) == {"low"}


def test_what_was_taken_away_suggests_nothing(store: Any, space: Space) -> None:
    noted = slip(space, TODAY)
    Limit.objects.filter(pk=noted.limit_id).update(gone_at=NOON)
    for _ in range(3):
        moment = Moment.objects.create(
            space=space, at=NOON, local_day=TODAY, toward="me", back="other", tension=4, ended="open"
        )
        Moment.objects.filter(pk=moment.pk).update(gone_at=NOON)
    assert facts(space, TODAY).noted == frozenset()
