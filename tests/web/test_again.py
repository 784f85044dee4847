"""Seven minutes as a friend of both: by itself after four months at the earliest, for one day, and never in between."""

from __future__ import annotations

from datetime import date, timedelta

from django.test import Client
from fake_house import NOON

from evenstep.program.choose import may_suggest
from evenstep.program.practices import practice
from evenstep.web.again import PRACTICE, again, resting
from evenstep.web.models import AnswerSet, Offered, Space, Written
from evenstep.web.offering import facts
from evenstep.web.steps import code

TODAY = NOON.date()


def put(space: Space, **columns: bool) -> Space:
    Space.objects.filter(pk=space.pk).update(**columns)
    return Space.objects.get(pk=space.pk)


def write(space: Space, day: date) -> None:
    Written.objects.create(space=space, practice=PRACTICE, at=NOON, local_day=day, fields={"see": "words"})


def test_after_four_months_and_not_before_for_whatever_reason(space: Space) -> None:
    space = put(space, loop_on=True)
    write(space, TODAY - timedelta(days=500))
    for days, there in ((0, False), (122, False), (123, True), (400, True)):
        Offered.objects.all().delete()
        Written.objects.update(local_day=TODAY - timedelta(days=days))
        assert (PRACTICE in resting(space, TODAY)) != there
        assert may_suggest(practice(PRACTICE, "partner"), facts(space, TODAY)) == there
        assert (again(space, TODAY) is not None) == there


def test_who_never_wrote_is_not_called(space: Space) -> None:
    assert again(put(space, loop_on=True), TODAY) is None
    assert not resting(space, TODAY)


def test_an_offer_stands_for_one_day_and_then_rests_for_four_months(space: Space) -> None:
    space = put(space, loop_on=True)
    write(space, TODAY - timedelta(days=200))
    there = [day for day in (0, 1, 7, 122, 123, 124, 245, 246) if again(space, TODAY + timedelta(days=day)) is not None]
    assert there == [0, 123, 246]
    assert again(space, TODAY + timedelta(days=246)) is not None  # the page may be looked at again that day


def test_not_in_a_week_in_which_something_else_was_offered(space: Space) -> None:
    space = put(space, loop_on=True)
    write(space, TODAY - timedelta(days=200))
    Offered.objects.create(space=space, practice="if_then", rule="slip", on=TODAY)
    assert [day for day in (0, 6, 7, 8) if again(space, TODAY + timedelta(days=day))] == [7]


def test_not_where_it_may_not_be_seen_or_all_rests(space: Space) -> None:
    write(space, TODAY - timedelta(days=200))
    for off in ({"loop_on": False}, {"stopped": True}, {"paused": True}):
        assert again(put(space, **{"loop_on": True, "stopped": False, "paused": False, **off}), TODAY) is None
    assert not Offered.objects.exists()
    assert again(put(space, paused=False), TODAY) is not None


def test_today_says_it_and_ones_own_wish_needs_no_months(inside: Client, space: Space) -> None:
    space = put(space, loop_on=True)
    here = f"/n/{space.key}/lines/{code(PRACTICE)}"
    AnswerSet.objects.create(space=space, form="reach.1", at=NOON, local_day=TODAY - timedelta(days=2), answers={})
    write(space, TODAY)
    assert here not in inside.get(f"/n/{space.key}/today").content.decode()
    assert 'class="primary"' in inside.get(here).content.decode()  # on one's own wish at once
    Written.objects.update(local_day=TODAY - timedelta(days=130))
    page = inside.get(f"/n/{space.key}/today").content.decode()
    assert "It has been four months or more." in page
    assert page.count('class="primary"') == 1
    assert here in page
